"""What the choice learns from ratings of questions, and what editors may know of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from nudge.app.curations import Curations
from nudge.app.ports import Clock, Records, Store
from nudge.domain.curations import Curation
from nudge.domain.errors import Conflict, NotFound
from nudge.domain.question_ratings import (
    REMEMBERED,
    Leanings,
    QuestionLearning,
    RatedQuestion,
    learned,
    rated_questions,
    tallies,
)
from nudge.domain.questions import QuestionBank
from nudge.domain.records import Page

REFRESHED_AFTER = timedelta(days=1)
"""What was learned stays for so long, unless somebody asks: a set prepared twice in a day is the same."""
KEPT_FOR = timedelta(days=400)
"""Leanings are kept for so long after they were the newest. Chosen: a year of a programme and some more."""
ASKED_LATELY = timedelta(weeks=16)
"""Sets older than this make no question weary. Chosen: four times in which half of it is over."""


@dataclass(frozen=True, slots=True)
class LearningState:
    """Whether an organisation's choice learns, and what it learned last.

    Attributes:
        is_allowed: whether whoever runs the service lets the choice learn at all.
        newest: None as long as nothing was learned.
    """

    learning: QuestionLearning
    is_allowed: bool
    newest: Leanings | None


def learned_from_ratings(records: Records, tenant: str, bank: QuestionBank) -> Mapping[str, float]:
    """What was learned last, unless the organisation doesn't want that."""
    newest = records.newest_leanings(tenant)
    if newest is None or not newest.by_question or not records.question_learning(tenant).is_on:
        return {}
    return {id: leaning for id, leaning in newest.by_question.items() if id in bank.positions}


class QuestionLearnings:
    """What one can do with what is learned from ratings."""

    def __init__(self, store: Store, curations: Curations, clock: Clock) -> None:
        self._store = store
        self._curations = curations
        self._clock = clock

    def get(self, tenant: str) -> LearningState:
        """Whether the tenant's choice learns, and what it learned last."""
        with self._store.begin(read_only=True) as records:
            learning, newest = records.question_learning(tenant), records.newest_leanings(tenant)
        return LearningState(learning, self._curations.learns, newest)

    def switch(self, tenant: str, *, is_on: bool, expected_revision: int) -> LearningState:
        """Let the choice learn, or not. Ratings stay, and what was learned counts again when it is on again.

        Raises:
            Conflict: `revision-changed`.
        """
        with self._store.begin() as records:
            stored = records.question_learning(tenant)
            if stored.revision != expected_revision:
                message = "It was switched meanwhile; read it again and repeat your change."
                raise Conflict("revision-changed", message, revision=stored.revision)
            records.save_question_learning(replace(stored, is_on=is_on, revision=stored.revision + 1))
        return self.get(tenant)

    def refresh(self, tenant: str) -> LearningState:
        """Learn now from all ratings so far. Conversations that are prepared from now on lean so."""
        now = self._clock.now()
        bank = self._curations.unlearned(tenant).bank
        with self._store.begin(read_only=True) as records:
            found = tallies(records.ratings_since(tenant, now - REMEMBERED), versions(bank))
            asked = records.asked_since(tenant, now - ASKED_LATELY) if found else ()
        by_question = learned(found, asked, now)
        digest = Curation(bank, by_question).digest or ""
        with self._store.begin() as records:
            records.save_leanings(Leanings(tenant, digest, now, by_question))
            records.forget_leanings(tenant, now - KEPT_FOR)
        return self.get(tenant)

    def refresh_when_due(self, tenant: str) -> None:
        """As `refresh`, unless that was done within the last day."""
        newest = self.get(tenant).newest
        if newest is None or is_due(newest.made_at, self._clock.now()):
            self.refresh(tenant)

    def rated(self, tenant: str, *, after: str = "", limit: int = 50) -> Page[RatedQuestion]:
        """A page of the questions that enough people rated, by id."""
        bank = self._curations.unlearned(tenant).bank
        with self._store.begin(read_only=True) as records:
            ratings = records.ratings_since(tenant, self._clock.now() - REMEMBERED)
        found = tallies(ratings, versions(bank))
        ids = [id for id in sorted(found) if id > after]
        shown = rated_questions(bank, found, ids[:limit])
        return Page(shown, shown[-1].id if len(ids) > limit else None)

    def remembered(self, tenant: str, digest: str) -> Curation:
        """What the choice leant towards when it made a set, by the digest that its `replay` names.

        Raises:
            NotFound: `leanings-not-found` when they aren't kept any more, or weights were changed since.
        """
        found = self._curations.remembered(tenant, digest)
        if found is None:
            message = "No leanings with this digest are kept, or the weights of questions were changed since."
            raise NotFound("leanings-not-found", message)
        return found


def versions(bank: QuestionBank) -> Mapping[str, int]:
    """By question id the version that is asked now."""
    return {question.id: question.version for question in bank.questions}


def is_due(made_at: datetime, now: datetime) -> bool:
    """Whether what was learned then is to be learned again."""
    return now - made_at >= REFRESHED_AFTER
