"""What ratings of questions need of the store, as a Protocol."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from nudge.domain.question_ratings import Asked, Leanings, QuestionLearning, QuestionRating
from nudge.domain.records import Page


class Ratings(Protocol):
    """The ratings of `Records`, and what was learned from them."""

    def save_rating(self, rating: QuestionRating) -> QuestionRating:
        """Keep it, in the place of the one of this person, conversation and question, whose id stays.

        Returns:
            The rating as it is stored.
        """
        ...

    def rating(self, tenant: str, rating_id: str) -> QuestionRating:
        """One rating; raises NotFound (`rating-not-found`)."""
        ...

    def ratings_of(
        self, tenant: str, participant_id: str, *, after: str = "", limit: int = 50
    ) -> Page[QuestionRating]:
        """A page of what a person said, by id."""
        ...

    def ratings_in(self, tenant: str, conversation_id: str, participant_id: str) -> Sequence[QuestionRating]:
        """What a person said about the questions of a conversation, by id."""
        ...

    def erase_rating(self, tenant: str, rating_id: str) -> None:
        """Delete it, and the remembered responses of the tenant, one of which may show it."""
        ...

    def ratings_since(self, tenant: str, since: datetime) -> Sequence[QuestionRating]:
        """Everything that was said from then on, in order."""
        ...

    def asked_since(self, tenant: str, since: datetime) -> Sequence[Asked]:
        """The questions of all sets that were made from then on, in order."""
        ...

    def save_leanings(self, leanings: Leanings) -> None:
        """Keep them as the newest; those of the same digest were the same, and are newest again."""
        ...

    def newest_leanings(self, tenant: str) -> Leanings | None:
        """What was learned last; None when nothing was."""
        ...

    def leanings_since(self, tenant: str, since: datetime) -> Sequence[Leanings]:
        """All that are kept and were learned from then on, the newest first."""
        ...

    def forget_leanings(self, tenant: str, before: datetime) -> int:
        """Delete what was last learned before then; how many."""
        ...

    def question_learning(self, tenant: str) -> QuestionLearning:
        """Whether the tenant's choice learns; the usual one, of revision 0, when nobody said."""
        ...

    def save_question_learning(self, learning: QuestionLearning) -> None:
        """A first one has revision 1."""
        ...
