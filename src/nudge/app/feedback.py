"""Feedback: what people say about the questions that they were asked. It is theirs; they can take it back."""

from __future__ import annotations

from collections.abc import Sequence

from nudge.app.ports import Clock, Ids, Records, Store
from nudge.app.question_learning import QuestionLearnings
from nudge.app.stored_sets import question_set_from
from nudge.domain.conversations import AskedQuestion, WordedQuestion
from nudge.domain.errors import Invalid
from nudge.domain.question_ratings import QuestionRating, Verdict
from nudge.domain.records import Page


class Feedback:
    """What one can do with ratings."""

    def __init__(self, store: Store, clock: Clock, ids: Ids, learnings: QuestionLearnings) -> None:
        self._store = store
        self._clock = clock
        self._ids = ids
        self._learnings = learnings

    def rate(
        self,
        tenant: str,
        conversation_id: str,
        participant: str,
        question_id: str,
        verdict: Verdict,
        *,
        taken: str | None = None,
    ) -> QuestionRating:
        """Keep what somebody said about a question of their set; a later verdict replaces an earlier one.

        Once a day it is also learned from all of them.

        Args:
            taken: the alternative that was taken in its place. That one can be rated too, from then on.

        Raises:
            NotFound: `conversation-not-found`.
            Invalid: `participant-not-in-conversation`, `question-not-asked`, `alternative-unknown`,
                `taken-without-swap`.
        """
        if taken is not None and verdict is not Verdict.SWAP:
            message = "“taken” goes with the verdict “swap”; leave it out."
            raise Invalid("taken-without-swap", message, at="$.taken")
        with self._store.begin() as records:
            refuse_stranger(records, tenant, conversation_id, participant)
            asked = _asked(records, tenant, conversation_id, participant)
            question = _asked_question(
                asked, _taken(records, tenant, conversation_id, participant), question_id
            )
            if taken is not None and taken not in _alternatives(asked, question_id):
                message = "“taken” isn't one of the alternatives of this question in the set."
                raise Invalid("alternative-unknown", message, at="$.taken")
            rating = QuestionRating(
                id=self._ids.new("rat"),
                tenant=tenant,
                participant=participant,
                conversation=conversation_id,
                question=question_id,
                version=question.version,
                verdict=verdict,
                rated_at=self._clock.now(),
                taken=taken,
            )
            rating = records.save_rating(rating)
        self._learnings.refresh_when_due(tenant)
        return rating

    def get(self, tenant: str, rating_id: str) -> QuestionRating:
        """One rating.

        Raises:
            NotFound: `rating-not-found`.
        """
        with self._store.begin(read_only=True) as records:
            return records.rating(tenant, rating_id)

    def list(
        self, tenant: str, participant_id: str, *, after: str = "", limit: int = 50
    ) -> Page[QuestionRating]:
        """A page of what a person said, for that person.

        Raises:
            NotFound: `participant-not-found`.
        """
        with self._store.begin(read_only=True) as records:
            return records.ratings_of(tenant, participant_id, after=after, limit=limit)

    def erase(self, tenant: str, rating_id: str) -> None:
        """Take a rating back. What was learned forgets it when it is learned again, within a day of the next
        rating.

        Raises:
            NotFound: `rating-not-found`.
        """
        with self._store.begin() as records:
            records.erase_rating(tenant, rating_id)


def refuse_stranger(records: Records, tenant: str, conversation_id: str, participant: str) -> None:
    """Only who is in the pair has questions in a conversation.

    Raises:
        NotFound: `conversation-not-found`.
        Invalid: `participant-not-in-conversation`.
    """
    conversation = records.conversation(tenant, conversation_id)
    if participant not in records.pair(tenant, conversation.pair).participants:
        message = "The participant isn't in this conversation's pair; GET /v1/pairs/{id} says who is."
        raise Invalid("participant-not-in-conversation", message, conversation=conversation_id)


def _asked(records: Records, tenant: str, conversation_id: str, participant: str) -> Sequence[AskedQuestion]:
    stored = records.question_sets(tenant, conversation_id)
    return [
        asked
        for one in stored
        if one.participant == participant
        for asked in question_set_from(one).questions
    ]


def _taken(records: Records, tenant: str, conversation_id: str, participant: str) -> set[str]:
    """What the person took in the place of questions of this conversation."""
    found = records.ratings_in(tenant, conversation_id, participant)
    return {rating.taken for rating in found if rating.taken is not None}


def _alternatives(asked: Sequence[AskedQuestion], question_id: str) -> set[str]:
    return {other.id for one in asked if one.worded.id == question_id for other in one.alternatives}


def _asked_question(asked: Sequence[AskedQuestion], taken: set[str], question_id: str) -> WordedQuestion:
    """The question as the person was asked it.

    Raises:
        Invalid: `question-not-asked`.
    """
    others = (other for one in asked for other in one.alternatives if other.id in taken)
    for worded in (*(one.worded for one in asked), *others):
        if worded.id == question_id:
            return worded
    message = "The question isn't in the set of this participant; GET …/question-sets says what is."
    raise Invalid("question-not-asked", message, at="$.question")
