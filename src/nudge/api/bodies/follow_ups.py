"""The JSON of `POST /v1/follow-ups` and `nudge follow-ups`, and of the check of a coach's own question."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from msgspec import Meta, Struct, field

from nudge.api.bodies.question_sets import Count, Ref, Text
from nudge.api.bodies.specificity import SpanBody
from nudge.app.follow_ups import Suggested
from nudge.app.live_ports import SuggestRequest
from nudge.domain.coach_checks import Issue, IssueKind
from nudge.domain.errors import Invalid
from nudge.domain.follow_ups import Move

N_DECIMALS = 4


class AskedBody(Struct, forbid_unknown_fields=True):
    """The question that is being answered: its `text`, or the `id` of one of the bank."""

    text: Text | None = None
    id: Ref | None = None


class CoachBody(Struct, forbid_unknown_fields=True):
    """Who listens: in how many conversations before."""

    sessions_done: Count = 0


class FollowUpRequest(Struct, forbid_unknown_fields=True):
    """What has been said so far. `answer` may be a fragment or keywords; an empty one is fine.

    `already_asked` are the texts (or ids) of what the coach has asked or put aside since the question.
    """

    answer: Text
    question: AskedBody | None = None
    already_asked: Annotated[list[Annotated[str, Meta(max_length=2_000)]], Meta(max_length=50)] = []
    coach: CoachBody = field(default_factory=CoachBody)
    limit: Annotated[int, Meta(ge=1, le=3)] = 3


class SuggestionBody(Struct):
    """One suggestion. `why` names what it takes up, in plain words; `score` is in [0, 1]."""

    id: str
    move: Move
    text: str
    score: float
    why: str


class TipBody(Struct):
    """One sentence on listening."""

    id: str
    text: str


class AbstainedBody(Struct):
    """Why nothing is offered: a stable code, and a sentence for the coach."""

    code: str
    text: str


class FollowUpReplayBody(Struct):
    """Everything needed to get the same again."""

    bank: str
    models: dict[str, str]


class FollowUpResponse(Struct):
    """At most three suggestions of different moves, the best first; none when `abstained` says why.

    `threshold` is the score below which nothing is offered; it belongs to the models. `degraded` says why the
    answer was read by rules alone.
    """

    suggestions: list[SuggestionBody]
    tip: TipBody | None
    abstained: AbstainedBody | None
    threshold: float
    replay: FollowUpReplayBody
    degraded: str | None


class CheckRequest(Struct, forbid_unknown_fields=True):
    """What a coach typed."""

    text: Annotated[str, Meta(max_length=2_000)]


class IssueBody(Struct):
    """One thing that could be asked more openly, the words that make it so, and what to think about."""

    kind: IssueKind
    span: SpanBody
    hint: str


class CheckResponse(Struct):
    """One issue at most, the weightiest. None is the usual case."""

    issues: list[IssueBody]


def to_answer(request: FollowUpRequest, text_of: Callable[[str], str]) -> SuggestRequest:
    """What a request says.

    Args:
        text_of: gives the text of a question of the bank by its id.

    Raises:
        Invalid: `question-twice` when a question has a text and an id; what `text_of` raises.
    """
    asked = request.question or AskedBody()
    if asked.text is not None and asked.id is not None:
        raise Invalid("question-twice", "A question has a “text” or an “id”; leave one of them out.")
    question = text_of(asked.id) if asked.id is not None else asked.text or ""
    return SuggestRequest(
        question, request.answer, tuple(request.already_asked), request.coach.sessions_done, request.limit
    )


def to_follow_up_response(suggested: Suggested) -> FollowUpResponse:
    """The response that shows what is offered."""
    response = suggested.response
    return FollowUpResponse(
        suggestions=[
            SuggestionBody(o.id, Move(o.move), o.text, round(o.score, N_DECIMALS), o.why)
            for o in response.suggestions
        ],
        tip=TipBody(response.tip.id, response.tip.text) if response.tip else None,
        abstained=AbstainedBody(response.abstained.code, response.abstained.text)
        if response.abstained
        else None,
        threshold=suggested.threshold,
        replay=FollowUpReplayBody(suggested.bank, dict(sorted(suggested.models.items()))),
        degraded=suggested.degraded,
    )


def to_check_response(issues: tuple[Issue, ...]) -> CheckResponse:
    """The response that shows what could be asked more openly."""
    return CheckResponse(
        [IssueBody(i.kind, SpanBody(i.span.start, i.span.end, i.span.text), i.hint) for i in issues]
    )
