"""Statements on pledges; their words are sealed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Row, select, update

from nudge.domain.pledges import Outcome
from nudge.domain.records import StoredPledge
from nudge.storage.problems import exists
from nudge.storage.tables import conversations, participants, pledges
from nudge.storage.transaction import Transaction


class PledgeRecords(Transaction):
    """The pledges of `Records`."""

    def add_pledge(self, pledge: StoredPledge) -> None:
        """Raises Conflict (`pledge-exists`) when there is one with this id."""
        self._need_both_of(pledge)
        self._add(pledges, self._pledge_values(pledge), exists("pledge"))

    def save_pledge(self, pledge: StoredPledge) -> None:
        """Keep its outcome and reflection."""
        self._need(pledges, "pledge", pledge.tenant, pledge.id)
        self._need_both_of(pledge)
        one = update(pledges).where(pledges.c.tenant == pledge.tenant, pledges.c.id == pledge.id)
        self._write(one.values(self._pledge_values(pledge)))

    def pledges_of(self, tenant: str, participant_id: str) -> Sequence[StoredPledge]:
        """All pledges of the participant, oldest first."""
        statement = (
            select(pledges)
            .where(pledges.c.tenant == tenant, pledges.c.participant == participant_id)
            .order_by(pledges.c.created_at, pledges.c.id)
        )
        rows = self._read(statement).all()
        if not rows:
            self._need(participants, "participant", tenant, participant_id)
        return [self._pledge(row) for row in rows]

    def _need_both_of(self, pledge: StoredPledge) -> None:
        self._need(participants, "participant", pledge.tenant, pledge.participant)
        self._need(conversations, "conversation", pledge.tenant, pledge.conversation)

    def _pledge_values(self, pledge: StoredPledge) -> Mapping[str, object]:
        return {
            "tenant": pledge.tenant,
            "id": pledge.id,
            "participant": pledge.participant,
            "conversation": pledge.conversation,
            "outcome": pledge.outcome,
            "created_at": pledge.created_at,
            "words": self._seal({"text": pledge.text, "reflection": pledge.reflection}),
        }

    def _pledge(self, row: Row[Any]) -> StoredPledge:
        words = self._unseal(row.words)
        return StoredPledge(
            id=row.id,
            tenant=row.tenant,
            participant=row.participant,
            conversation=row.conversation,
            text=words["text"],
            created_at=row.created_at,
            outcome=Outcome(row.outcome),
            reflection=words["reflection"],
        )
