"""Statements on pledges; their words, also the earlier ones, are sealed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Row, bindparam, select, update

from nudge.domain.errors import Conflict
from nudge.domain.pledges import Outcome
from nudge.domain.records import PledgeVersion, StoredPledge
from nudge.storage.problems import not_found, revision_changed
from nudge.storage.tables import conversations, participants, pledges
from nudge.storage.transaction import Insert, Transaction, insert_into

_IT = (pledges.c.tenant == bindparam("of_tenant"), pledges.c.id == bindparam("of_id"))
_PLEDGE = select(pledges).where(*_IT)
_PLEDGE_HELD = _PLEDGE.with_for_update(key_share=True)
_PLEDGES_OF = (
    select(pledges)
    .where(pledges.c.tenant == bindparam("of_tenant"), pledges.c.participant == bindparam("of_participant"))
    .order_by(pledges.c.created_at, pledges.c.id)
)


class PledgeRecords(Transaction):
    """The pledges of `Records`."""

    def add_pledge(self, pledge: StoredPledge) -> None:
        """Raises Conflict (`pledge-exists`) when the participant has one for the same conversation."""
        if pledge.conversation is not None:
            self._need_both_of(pledge)
        owner = {"of_tenant": pledge.tenant, "of_participant": pledge.participant}
        if not self._write(_new_pledge(self._db.dialect.name), {**owner, **self._pledge_values(pledge)}):
            self._need_both_of(pledge)
            raise _exists()

    def pledge(self, tenant: str, pledge_id: str) -> StoredPledge:
        """The pledge of this id, held where something may be written.

        Its participant is held first, as erasing does: the two can't wait for each other.
        """
        one = {"of_tenant": tenant, "of_id": pledge_id}
        row = self._read(_PLEDGE, one).first()
        if row is not None and self._is_shared:
            self._need(participants, "participant", tenant, row.participant)
            row = self._read(_PLEDGE_HELD, one).first()
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
        rows = self._read(_PLEDGES_OF, {"of_tenant": tenant, "of_participant": participant_id}).all()
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


@cache
def _new_pledge(dialect: str) -> Insert:
    """An INSERT of one row, if there is the participant, who is held, and no such row."""
    owner = {"tenant": participants.c.tenant, "participant": participants.c.id}
    names = [column.name for column in pledges.columns if column.name != "gist"]
    values = [owner.get(name, bindparam(name, type_=pledges.c[name].type)) for name in names]
    it = (
        participants.c.tenant == bindparam("of_tenant"),
        participants.c.id == bindparam("of_participant"),
    )
    held = select(*values).where(*it).with_for_update(read=True, key_share=True)
    return insert_into(pledges, dialect).from_select(names, held).on_conflict_do_nothing()


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
