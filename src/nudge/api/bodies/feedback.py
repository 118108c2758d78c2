"""The JSON of feedback on questions, and of what is learned from it. There is no text in it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from msgspec import Struct

from nudge.api.bodies.question_sets import Ref
from nudge.app.question_learning import LearningState
from nudge.domain.question_ratings import GROUP, QuestionRating, RatedQuestion, Verdict
from nudge.domain.questions import Stage
from nudge.domain.records import Page


class FeedbackRequest(Struct, forbid_unknown_fields=True):
    """What somebody said about a question of their set: `helpful`, `not_for_me`, or `swap`.

    `taken` is the id of the alternative that they took in its place, if they took one.
    """

    conversation: Ref
    participant: Ref
    question: Ref
    verdict: Verdict
    taken: Ref | None = None


class FeedbackResponse(Struct):
    """What is stored. `version` is that of the question as it was asked."""

    id: str
    conversation: str
    participant: str
    question: str
    version: int
    verdict: Verdict
    taken: str | None
    rated_at: datetime


class FeedbackPage(Struct):
    """Some of what a person said; `next_cursor` goes on, null at the end."""

    items: list[FeedbackResponse]
    next_cursor: str | None


class RatedQuestionBody(Struct):
    """How often a question helps: `rate`, with 95 % between `low` and `high`.

    It is drawn towards the mean of its stage, the more the fewer people rated it. `people` counts in groups.
    `may_retire`: it helps clearly less often than its stage does, and an editor should look at it.
    """

    id: str
    version: int
    stage: Stage
    people: int
    rate: float
    low: float
    high: float
    may_retire: bool


class RatedQuestionPage(Struct):
    """Questions that at least `smallest_group` people rated; `next_cursor` goes on, null at the end."""

    items: list[RatedQuestionBody]
    next_cursor: str | None
    smallest_group: int


class LearningRequest(Struct, forbid_unknown_fields=True):
    """Whether the choice learns from ratings."""

    is_on: bool


class LearningResponse(Struct):
    """Whether the choice learns from ratings. The revision is also the ETag.

    `is_allowed` is what the operator says; without it `is_on` has no effect. `learned_at` is null as long as
    nothing was learned, `n_questions` to how many the choice leans, or from how many.
    """

    is_on: bool
    is_allowed: bool
    learned_at: datetime | None
    n_questions: int
    revision: int


class LeaningsResponse(Struct):
    """What was added to the fit of questions, by id."""

    digest: str
    leanings: Mapping[str, float]


def to_feedback_response(rating: QuestionRating) -> FeedbackResponse:
    """The response that shows a rating."""
    return FeedbackResponse(
        id=rating.id,
        conversation=rating.conversation,
        participant=rating.participant,
        question=rating.question,
        version=rating.version,
        verdict=rating.verdict,
        taken=rating.taken,
        rated_at=rating.rated_at,
    )


def to_feedback_page(page: Page[QuestionRating], next_cursor: str | None) -> FeedbackPage:
    """The response that shows a page."""
    return FeedbackPage([to_feedback_response(rating) for rating in page.items], next_cursor)


def to_rated_page(page: Page[RatedQuestion], next_cursor: str | None) -> RatedQuestionPage:
    """The response that shows a page of what editors may know."""
    items = [
        RatedQuestionBody(
            id=one.id,
            version=one.version,
            stage=one.stage,
            people=one.n_people,
            rate=one.rate,
            low=one.low,
            high=one.high,
            may_retire=one.may_retire,
        )
        for one in page.items
    ]
    return RatedQuestionPage(items, next_cursor, GROUP)


def to_learning_response(state: LearningState) -> LearningResponse:
    """The response that shows whether the choice learns."""
    newest = state.newest
    return LearningResponse(
        is_on=state.learning.is_on,
        is_allowed=state.is_allowed,
        learned_at=newest.made_at if newest else None,
        n_questions=len(newest.by_question) if newest else 0,
        revision=state.learning.revision,
    )
