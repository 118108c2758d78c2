"""Statements on ratings of questions, and on what was learned from them. No words of anybody are in them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    PrimaryKeyConstraint,
    Row,
    Table,
    UniqueConstraint,
    delete,
    select,
    update,
)

from nudge.domain.question_ratings import Asked, Leanings, QuestionLearning, QuestionRating, Verdict
from nudge.domain.records import Page
from nudge.storage.columns import UtcDateTime, Word
from nudge.storage.problems import exists, not_found, revision_changed
from nudge.storage.responses import ResponseRecords
from nudge.storage.tables import belongs_to, conversations, metadata, participants, question_sets

question_ratings = Table(
    "question_ratings",
    metadata,
    Column("tenant", Word, nullable=False),
    Column("id", Word, nullable=False),
    Column("participant", Word, nullable=False),
    Column("conversation", Word, nullable=False),
    Column("question", Word, nullable=False),
    Column("version", Integer, nullable=False),
    Column("verdict", Word, nullable=False),
    Column("taken", Word),
    Column("rated_at", UtcDateTime, nullable=False),
    PrimaryKeyConstraint("tenant", "id"),
    UniqueConstraint("tenant", "conversation", "participant", "question"),
    belongs_to("participants", "participant"),
    belongs_to("conversations", "conversation"),
    Index(None, "tenant", "participant"),
    Index(None, "tenant", "rated_at"),
)

kept_leanings = Table(
    "leanings",
    metadata,
    Column("tenant", Word, ForeignKey("tenants.id"), nullable=False),
    Column("digest", Word, nullable=False),
    Column("made_at", UtcDateTime, nullable=False),
    Column("by_question", JSON, nullable=False),
    PrimaryKeyConstraint("tenant", "digest"),
    Index(None, "tenant", "made_at"),
)

question_learning = Table(
    "question_learning",
    metadata,
    Column("tenant", Word, ForeignKey("tenants.id"), primary_key=True),
    Column("is_on", Boolean, nullable=False),
    Column("revision", Integer, nullable=False),
)

_NAMES = tuple(column.name for column in question_ratings.columns)
_PLACE = ("tenant", "conversation", "participant", "question")


class FeedbackRecords(ResponseRecords):
    """The ratings of `Records`."""

    def save_rating(self, rating: QuestionRating) -> QuestionRating:
        """Keep it, in the place of the one of this person, conversation and question, whose id stays."""
        self._need(participants, "participant", rating.tenant, rating.participant)
        self._need(conversations, "conversation", rating.tenant, rating.conversation)
        values = {name: getattr(rating, name) for name in _NAMES}
        kept = {name: values[name] for name in values if name not in (*_PLACE, "id")}
        statement = self._insert(question_ratings, values).on_conflict_do_update(
            index_elements=_PLACE, set_=kept
        )
        self._save(statement, exists("rating"))
        it = (question_ratings.c[name] == values[name] for name in _PLACE)
        return _rating(self._read(select(question_ratings).where(*it)).one())

    def rating(self, tenant: str, rating_id: str) -> QuestionRating:
        """The rating of this id."""
        it = (question_ratings.c.tenant == tenant, question_ratings.c.id == rating_id)
        row = self._read(select(question_ratings).where(*it)).first()
        if row is None:
            raise not_found("rating", rating_id)
        return _rating(row)

    def ratings_of(
        self, tenant: str, participant_id: str, *, after: str = "", limit: int = 50
    ) -> Page[QuestionRating]:
        """A page of what a person said, by id."""
        self._need(participants, "participant", tenant, participant_id)
        theirs = (question_ratings.c.tenant == tenant, question_ratings.c.participant == participant_id)
        return self._page(select(question_ratings).where(*theirs), question_ratings, after, limit, _rating)

    def ratings_in(self, tenant: str, conversation_id: str, participant_id: str) -> Sequence[QuestionRating]:
        """What a person said about the questions of a conversation, by id."""
        it = (
            question_ratings.c.tenant == tenant,
            question_ratings.c.conversation == conversation_id,
            question_ratings.c.participant == participant_id,
        )
        return [_rating(row) for row in self._read(select(question_ratings).where(*it).order_by("id"))]

    def erase_rating(self, tenant: str, rating_id: str) -> None:
        """Delete it, and the remembered responses of the tenant, one of which may show it."""
        it = (question_ratings.c.tenant == tenant, question_ratings.c.id == rating_id)
        if not self._write(delete(question_ratings).where(*it)):
            raise not_found("rating", rating_id)
        self._forget_responses(tenant)

    def ratings_since(self, tenant: str, since: datetime) -> Sequence[QuestionRating]:
        """Everything that was said from then on, in order."""
        lately = (question_ratings.c.tenant == tenant, question_ratings.c.rated_at >= since)
        rows = select(question_ratings).where(*lately)
        ordered = rows.order_by(question_ratings.c.rated_at, question_ratings.c.id)
        return [_rating(row) for row in self._read(ordered)]

    def asked_since(self, tenant: str, since: datetime) -> Sequence[Asked]:
        """The questions of all sets that were made from then on, in order."""
        lately = (question_sets.c.tenant == tenant, question_sets.c.created_at >= since)
        rows = select(question_sets.c.question_ids, question_sets.c.created_at).where(*lately)
        ordered = self._read(rows.order_by(question_sets.c.created_at, question_sets.c.id))
        return [Asked(tuple(row.question_ids.split()), row.created_at) for row in ordered]

    def save_leanings(self, leanings: Leanings) -> None:
        """Keep them as the newest; those of the same digest were the same, and are newest again."""
        self._need_tenant(leanings.tenant)
        values = {
            "tenant": leanings.tenant,
            "digest": leanings.digest,
            "made_at": leanings.made_at,
            "by_question": dict(leanings.by_question),
        }
        statement = self._insert(kept_leanings, values).on_conflict_do_update(
            index_elements=["tenant", "digest"], set_={"made_at": leanings.made_at}
        )
        self._write(statement)

    def newest_leanings(self, tenant: str) -> Leanings | None:
        """What was learned last; None when nothing was."""
        newest = (
            select(kept_leanings)
            .where(kept_leanings.c.tenant == tenant)
            .order_by(kept_leanings.c.made_at.desc())
        )
        row = self._read(newest.limit(1)).first()
        return None if row is None else _leanings(row)

    def leanings_since(self, tenant: str, since: datetime) -> Sequence[Leanings]:
        """All that are kept and were learned from then on, the newest first."""
        lately = (kept_leanings.c.tenant == tenant, kept_leanings.c.made_at >= since)
        rows = (
            select(kept_leanings)
            .where(*lately)
            .order_by(kept_leanings.c.made_at.desc(), kept_leanings.c.digest)
        )
        return [_leanings(row) for row in self._read(rows)]

    def forget_leanings(self, tenant: str, before: datetime) -> int:
        """Delete what was last learned before then; how many."""
        old = (kept_leanings.c.tenant == tenant, kept_leanings.c.made_at < before)
        return self._write(delete(kept_leanings).where(*old))

    def question_learning(self, tenant: str) -> QuestionLearning:
        """Whether the tenant's choice learns; the usual one, of revision 0, when nobody said."""
        row = self._read(select(question_learning).where(question_learning.c.tenant == tenant)).first()
        return QuestionLearning(row.tenant, row.is_on, row.revision) if row else QuestionLearning(tenant)

    def save_question_learning(self, learning: QuestionLearning) -> None:
        """Raises Conflict (`revision-changed`); a first one has revision 1."""
        self._need_tenant(learning.tenant)
        values = {"is_on": learning.is_on, "revision": learning.revision}
        changed = revision_changed("learning")
        if learning.revision == 1:
            self._add(question_learning, {"tenant": learning.tenant, **values}, changed)
            return
        of_tenant = question_learning.c.tenant == learning.tenant
        before = question_learning.c.revision == learning.revision - 1
        if not self._write(update(question_learning).where(of_tenant, before).values(values)):
            raise changed


def _rating(row: Row[Any]) -> QuestionRating:
    return QuestionRating(
        id=row.id,
        tenant=row.tenant,
        participant=row.participant,
        conversation=row.conversation,
        question=row.question,
        version=row.version,
        verdict=Verdict(row.verdict),
        rated_at=row.rated_at,
        taken=row.taken,
    )


def _leanings(row: Row[Any]) -> Leanings:
    return Leanings(row.tenant, row.digest, row.made_at, row.by_question)
