"""Statements on pledges; their words, also the earlier ones, are sealed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select, update

from nudge.domain.errors import Conflict
from nudge.domain.pledges import Outcome
from nudge.domain.records import PledgeVersion, StoredPledge
from nudge.storage.problems import not_found, revision_changed
from nudge.storage.tables import conversations, participants, pledges
from nudge.storage.transaction import Transaction


class PledgeRecords(Transaction):
    """The pledges of `Records`."""

    def add_pledge(self, pledge: StoredPledge) -> None:
        """Raises Conflict (`pledge-exists`) when the participant has one for the same conversation."""
        self._need_both_of(pledge)
        self._add(pledges, self._pledge_values(pledge), _exists())

    def pledge(self, tenant: str, pledge_id: str) -> StoredPledge:
        """The pledge of this id, held where something may be written.

        Its participant is held first, as erasing does: the two can't wait for each other.
        """
        one = select(pledges).where(pledges.c.tenant == tenant, pledges.c.id == pledge_id)
        row = self._read(one).first()
        if row is not None and not self._read_only:
            self._need(participants, "participant", tenant, row.participant)
            row = self._read(one.with_for_update(key_share=True)).first()
        if row is None:
            raise not_found("pledge", pledge_id)
        return self._pledge(row)

    def save_pledge(self, pledge: StoredPledge) -> None:
        """Raises Conflict (`revision-changed`, or `pledge-exists` when the conversation has one)."""
        self._need_both_of(pledge)
        statement = (
            update(pledges)
            .where(
                pledges.c.tenant == pledge.tenant,
                pledges.c.id == pledge.id,
                pledges.c.revision == pledge.revision - 1,
            )
            .values(self._pledge_values(pledge))
        )
        if not self._save(statement, _exists()):
            self._need(pledges, "pledge", pledge.tenant, pledge.id)
            raise revision_changed("pledge")

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
        if pledge.conversation is not None:
            self._need(conversations, "conversation", pledge.tenant, pledge.conversation)

    def _pledge_values(self, pledge: StoredPledge) -> Mapping[str, object]:
        history = [_version_words(version) for version in pledge.history]
        return {
            "tenant": pledge.tenant,
            "id": pledge.id,
            "participant": pledge.participant,
            "conversation": pledge.conversation,
            "outcome": pledge.outcome,
            "created_at": pledge.created_at,
            "words": self._seal({"text": pledge.text, "reflection": pledge.reflection, "history": history}),
            "due_at": pledge.due_at,
            "due_zone": pledge.due_zone,
            "due_confirmed": pledge.due_confirmed,
            "outcome_at": pledge.outcome_at,
            "helped": pledge.helped,
            "revision": pledge.revision,
        }

    def _pledge(self, row: Row[Any]) -> StoredPledge:
        words = self._unseal(row.words)
        return StoredPledge(
            id=row.id,
            tenant=row.tenant,
            participant=row.participant,
            text=words["text"],
            created_at=row.created_at,
            conversation=row.conversation,
            due_at=row.due_at,
            due_zone=row.due_zone,
            due_confirmed=row.due_confirmed,
            outcome=Outcome(row.outcome),
            outcome_at=row.outcome_at,
            reflection=words["reflection"],
            helped=row.helped,
            history=tuple(map(_version, words.get("history", ()))),  # none was kept before migration 0002
            revision=row.revision,
        )


def _version_words(version: PledgeVersion) -> Mapping[str, object]:
    return {
        "text": version.text,
        "changed_at": version.changed_at.isoformat(),
        "due_at": version.due_at and version.due_at.isoformat(),
        "due_zone": version.due_zone,
        "due_confirmed": version.due_confirmed,
        "reason": version.reason,
    }


def _version(words: Mapping[str, Any]) -> PledgeVersion:
    due_at = words["due_at"] and datetime.fromisoformat(words["due_at"])
    return PledgeVersion(
        **{**words, "changed_at": datetime.fromisoformat(words["changed_at"]), "due_at": due_at}
    )


def _exists() -> Conflict:
    message = "The participant has a pledge for this conversation; change that one."
    return Conflict("pledge-exists", message)
