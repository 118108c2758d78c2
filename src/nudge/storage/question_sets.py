"""Statements on question sets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, select

from nudge.domain.records import StoredQuestionSet
from nudge.storage.problems import exists
from nudge.storage.tables import conversations, participants, question_sets
from nudge.storage.transaction import Transaction


class QuestionSetRecords(Transaction):
    """The question sets of `Records`. What was said in them is sealed; the ids of questions aren't."""

    def add_question_set(self, question_set: StoredQuestionSet) -> None:
        """Replaces the one of the same conversation and participant.

        The participant is held: of two who add a set of theirs, the second sees what the first has asked.
        """
        self._need(participants, "participant", question_set.tenant, question_set.participant, to_change=True)
        self._need(conversations, "conversation", question_set.tenant, question_set.conversation)
        content = {"body": question_set.body, "replay": question_set.replay}
        values = {
            "tenant": question_set.tenant,
            "id": question_set.id,
            "conversation": question_set.conversation,
            "participant": question_set.participant,
            "question_ids": " ".join(question_set.question_ids),
            "created_at": question_set.created_at,
            "content": self._seal(content),
        }
        statement = self._insert(question_sets, values).on_conflict_do_update(
            index_elements=["tenant", "conversation", "participant"], set_=values
        )
        self._save(statement, exists("question-set"))

    def question_sets(self, tenant: str, conversation_id: str) -> Sequence[StoredQuestionSet]:
        """The sets of everybody in the conversation, oldest first."""
        statement = (
            select(question_sets)
            .where(question_sets.c.tenant == tenant, question_sets.c.conversation == conversation_id)
            .order_by(question_sets.c.created_at, question_sets.c.id)
        )
        rows = self._read(statement).all()
        if not rows:
            self._need(conversations, "conversation", tenant, conversation_id)
        return [self._question_set(row) for row in rows]

    def question_sets_of(self, tenant: str, participant_id: str) -> Sequence[StoredQuestionSet]:
        """All sets of the participant, oldest first."""
        statement = (
            select(question_sets)
            .where(question_sets.c.tenant == tenant, question_sets.c.participant == participant_id)
            .order_by(question_sets.c.created_at, question_sets.c.id)
        )
        rows = self._read(statement).all()
        if not rows:
            self._need(participants, "participant", tenant, participant_id)
        return [self._question_set(row) for row in rows]

    def asked_of(self, tenant: str, participant_id: str, *, but_in: str = "") -> Sequence[str]:
        """Ids of all questions in the participant's sets, oldest first, leaving out one conversation."""
        statement = (
            select(question_sets.c.question_ids)
            .where(
                question_sets.c.tenant == tenant,
                question_sets.c.participant == participant_id,
                question_sets.c.conversation != but_in,
            )
            .order_by(question_sets.c.created_at, question_sets.c.id)
        )
        rows = self._read(statement).all()
        if not rows:
            self._need(participants, "participant", tenant, participant_id)
        return [question_id for row in rows for question_id in row.question_ids.split()]

    def _question_set(self, row: Row[Any]) -> StoredQuestionSet:
        content = self._unseal(row.content)
        return StoredQuestionSet(
            id=row.id,
            tenant=row.tenant,
            conversation=row.conversation,
            participant=row.participant,
            question_ids=tuple(row.question_ids.split()),
            body=content["body"],
            replay=content["replay"],
            created_at=row.created_at,
        )
