"""Statements on nudges by those who plan and read them; more is in `nudge_changes.py` and `claims.py`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, func, or_, select

from nudge.domain.errors import Conflict
from nudge.domain.nudges import NudgeState, StoredNudge
from nudge.domain.records import Page
from nudge.storage.new_nudges import new_rows
from nudge.storage.nudge_rows import stored_nudge
from nudge.storage.nudge_tables import nudges
from nudge.storage.problems import exists, in_our_words, not_found
from nudge.storage.tables import participants, pledges
from nudge.storage.transaction import Transaction


class NudgeRecords(Transaction):
    """The nudges of `Records`."""

    def add_nudges(self, nudges: Sequence[StoredNudge]) -> None:
        """Add them all or none. Raises Conflict (`nudge-exists`) when there is one with such an id."""
        if not nudges:
            return
        try:
            self._add_rows(nudges)
        except Conflict:
            for tenant, participant, pledge in {(row.tenant, row.participant, row.pledge) for row in nudges}:
                self._need(participants, "participant", tenant, participant)
                self._need(pledges, "pledge", tenant, pledge)
            raise

    def nudge(self, tenant: str, nudge_id: str) -> StoredNudge:
        """The nudge of this id, held where something may be written, after its person and its pledge."""
        if self._is_shared:
            self._hold_owners(tenant, nudge_id)
        one = _NUDGE_HELD if self._is_shared else _NUDGE
        row = self._read(one, {"of_tenant": tenant, "of_id": nudge_id}).first()
        if row is None:
            raise not_found("nudge", nudge_id)
        return stored_nudge(row)

    def nudges(
        self,
        tenant: str,
        *,
        participant: str | None = None,
        pledge: str | None = None,
        state: NudgeState | None = None,
        after: str = "",
        limit: int = 50,
    ) -> Page[StoredNudge]:
        """The next nudges, of the tenant, of a person, of a pledge or in a state, by id."""
        rows = select(nudges).where(nudges.c.tenant == tenant)
        given = {"participant": participant, "pledge": pledge, "state": state}
        for name, value in given.items():
            if value is not None:
                rows = rows.where(nudges.c[name] == value)
        return self._page(rows, nudges, after, limit, stored_nudge)

    def nudges_of(self, tenant: str, participant_id: str, *, since: datetime) -> Sequence[StoredNudge]:
        """All that were due, decided on or sent since then, by when they were due (or else made)."""
        person = {"of_tenant": tenant, "of_participant": participant_id}
        rows = self._read(_NUDGES_OF, {**person, "since": since}).all()
        if not rows:
            self._need(participants, "participant", tenant, participant_id)
        return [stored_nudge(row) for row in rows]

    def _add_rows(self, rows: Sequence[StoredNudge]) -> None:
        self._refuse_if_read_only()
        statement, values = new_rows(self._db.dialect, rows)
        savepoint = self._db.begin_nested()
        try:
            with in_our_words():
                self._db.exec_driver_sql(statement, values)
        except Conflict:
            savepoint.rollback()
            raise exists("nudge") from None
        savepoint.commit()

    def _hold_owners(self, tenant: str, nudge_id: str) -> None:
        """Hold the person and the pledge of a nudge before the nudge, as whoever changes a pledge does.

        Without it two could wait for each other: one has the nudge and wants the pledge, one the reverse.
        """
        with in_our_words():
            self._db.execute(_OWNERS, {"of_tenant": tenant, "of_id": nudge_id}).all()


_IT = (nudges.c.tenant == bindparam("of_tenant"), nudges.c.id == bindparam("of_id"))
_NUDGE = select(nudges).where(*_IT)
_NUDGE_HELD = _NUDGE.with_for_update(key_share=True)
_SINCE = bindparam("since", type_=nudges.c.due_at.type)
_NUDGES_OF = (
    select(nudges)
    .where(
        nudges.c.tenant == bindparam("of_tenant"),
        nudges.c.participant == bindparam("of_participant"),
        or_(
            nudges.c.due_at >= _SINCE,
            nudges.c.sent_at >= _SINCE,
            func.coalesce(nudges.c.decided_at, nudges.c.created_at) >= _SINCE,
        ),
    )
    .order_by(func.coalesce(nudges.c.due_at, nudges.c.created_at), nudges.c.id)
)
_OWNERS = (
    select(nudges.c.id)
    .join_from(nudges, participants)
    .join_from(nudges, pledges)
    .where(*_IT)
    .suffix_with("FOR KEY SHARE OF participants FOR NO KEY UPDATE OF pledges")
)
