"""Statements on the inbox of test tenants: their letters go nowhere else."""

from __future__ import annotations

from sqlalchemy import select, tuple_

from nudge.domain.errors import Invalid
from nudge.domain.letters import Letter
from nudge.domain.records import Page
from nudge.storage.nudge_tables import inbox
from nudge.storage.tables import participants
from nudge.storage.transaction import Transaction

_SENT = (inbox.c.sent_at, inbox.c.due_at, inbox.c.id)


class InboxRecords(Transaction):
    """The inbox of `Records`; letters are sealed."""

    def add_to_inbox(self, letter: Letter) -> None:
        """Keep a letter; a second copy of the same one is dropped."""
        self._need(participants, "participant", letter.tenant, letter.participant)
        values = {
            "tenant": letter.tenant,
            "id": letter.id,
            "participant": letter.participant,
            "sent_at": letter.sent_at,
            "due_at": letter.due_at,
            "letter": self._seal_record(letter),
        }
        self._write(self._insert(inbox, values).on_conflict_do_nothing())

    def inbox(self, tenant: str, *, after: str = "", limit: int = 50) -> Page[Letter]:
        """The next letters as they were sent; of those sent at once, as they were due."""
        if not 1 <= limit <= 100:
            raise Invalid("limit-out-of-range", "Ask for 1 to 100 rows at a time.", limit=limit)
        rows = select(inbox.c.letter).where(inbox.c.tenant == tenant).order_by(*_SENT)
        if after:
            seen = select(*_SENT).where(inbox.c.tenant == tenant, inbox.c.id == after)
            last = self._read(seen).first()
            rows = rows.where(tuple_(*_SENT) > tuple_(*(last or ()))) if last else rows
        found = self._read(rows.limit(limit + 1)).scalars().all()
        letters = tuple(self._unseal_record(Letter, sealed) for sealed in found[:limit])
        return Page(letters, letters[-1].id if len(found) > limit else None)
