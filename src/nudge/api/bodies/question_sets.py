"""The JSON of `POST /v1/question-sets` and `nudge question-set`."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

from nudge.domain.conversations import (
    AskedQuestion,
    Brief,
    Emphasis,
    Experience,
    ParticipantBrief,
    PreparedConversation,
    QuestionSet,
    Said,
    Why,
    WordedQuestion,
)
from nudge.domain.errors import Invalid
from nudge.domain.notes import Note, Visibility
from nudge.domain.pledges import EarlierPledge, LastPledge, Outcome
from nudge.domain.purposes import DriverReading, PurposeProfile, PurposeScheme
from nudge.domain.questions import Format

Ref = Annotated[str, Meta(min_length=1, max_length=200, pattern=r"\S")]
Text = Annotated[str, Meta(max_length=20_000)]
Line = Annotated[str, Meta(max_length=500)]
Count = Annotated[int, Meta(ge=0, le=10_000)]
SessionNumber = Annotated[int, Meta(ge=1, le=100)]
Seed = Annotated[int, Meta(ge=0, le=2**53 - 1)]


class PurposeBody(Struct, forbid_unknown_fields=True):
    """What gives a person's work meaning: own words, driver values, or both."""

    text: Text | None = None
    drivers: dict[str, str] | None = None


class ExperienceBody(Struct, forbid_unknown_fields=True):
    """How long somebody has been doing this."""

    sessions_done: Count = 0
    new_manager: bool | None = None


class NoteBody(Struct, forbid_unknown_fields=True):
    """A note. Private ones inform the choice and are never shown to the partner."""

    text: Text
    session_number: SessionNumber | None = None
    visibility: Visibility = Visibility.PRIVATE


class LastPledgeBody(Struct, forbid_unknown_fields=True):
    """The pledge of the conversation before."""

    text: Text
    outcome: Outcome | None = None
    reflection: Text | None = None


class EarlierPledgeBody(Struct, forbid_unknown_fields=True):
    """A pledge from before the last one. It is compared with that one, and never quoted."""

    text: Text
    outcome: Outcome | None = None


class EmphasisBody(Struct, forbid_unknown_fields=True):
    """Something the organisation wants heard now."""

    text: Annotated[str, Meta(min_length=1, max_length=2_000)]
    source: Line = "blueprint"


class ParticipantBody(Struct, forbid_unknown_fields=True):
    """What is known about one participant; everything but `ref` is optional.

    `earlier_pledges`, newest first, show whether the last pledge comes back; the ten newest are looked at.
    """

    ref: Ref
    locale: Annotated[str, Meta(max_length=35)] | None = None
    purpose: PurposeBody | None = None
    experience: ExperienceBody | None = None
    focus: Annotated[list[Line], Meta(max_length=20)] | None = None
    notes: Annotated[list[NoteBody], Meta(max_length=1_000)] | None = None
    last_pledge: LastPledgeBody | None = None
    asked_before: Annotated[list[Ref], Meta(max_length=10_000)] | None = None
    earlier_pledges: Annotated[list[EarlierPledgeBody], Meta(max_length=100)] | None = None


class QuestionSetRequest(Struct, forbid_unknown_fields=True):
    """Who meets whom, and what is known; or `conversation`, the id of a stored one."""

    participants: Annotated[list[ParticipantBody], Meta(max_length=6)] | None = None
    format: Format = Format.PAIR
    session_number: SessionNumber | None = None
    seed: Seed = 0
    emphasis: Annotated[list[EmphasisBody], Meta(max_length=20)] | None = None
    conversation: Ref | None = None


class DriverBody(Struct):
    """What is believed about a driver.

    `value` is null when it is left open: then no value is probable enough to act on. `probability` is of the
    value, or of the likeliest one; `probabilities` are of all values.
    """

    value: str | None
    probability: float
    source: str
    probabilities: dict[str, float]


class SaidBody(Struct):
    """A question in the language of one locale; `fallback` is there, and true, where that is missing."""

    text: str
    language: str
    fallback: bool | UnsetType = UNSET


class WordedBody(Struct, kw_only=True):
    """A question as it is read aloud, in the language of the participant.

    `fallback` is there, and true, when the bank doesn't have it in that language. `texts` has the same
    question by the locale of everybody in the conversation, where these differ, for who reads it aloud.
    """

    id: str
    version: int
    text: str
    language: str
    fallback: bool | UnsetType = UNSET
    texts: dict[str, SaidBody] | UnsetType = UNSET


class CheckInBody(WordedBody, kw_only=True):
    """The opening on the last pledge. `visible_to` is "self" when the pair doesn't know the pledge."""

    visible_to: str


class WhyBody(Struct):
    """A reason for a question; show it only to whom `visible_to` says."""

    kind: str
    text: str
    visible_to: str
    quote: str | None = None
    source: str | None = None


class QuestionBody(WordedBody, kw_only=True):
    """One of the four questions."""

    stage: str
    depth: int
    why: list[WhyBody]
    alternatives: list[WordedBody]


class QuestionSetBody(Struct):
    """What one participant is asked."""

    ref: str
    drivers: dict[str, DriverBody]
    check_in: CheckInBody
    questions: list[QuestionBody]


class ReplayBody(Struct):
    """Everything needed to get the same sets again; `leanings` is left out when there were none."""

    bank: str
    models: dict[str, str]
    policy: str
    seed: int
    leanings: str | UnsetType = UNSET


class QuestionSetResponse(Struct):
    """The sets of everybody in the conversation."""

    participants: list[QuestionSetBody]
    replay: ReplayBody
    degraded: str | None


def to_brief(request: QuestionSetRequest, scheme: PurposeScheme) -> Brief:
    """The brief that a request describes.

    Raises:
        Invalid: `participants-missing` without any, `unknown-driver` or `unknown-driver-value`.
    """
    if not request.participants:
        raise Invalid(
            "participants-missing", "Send “participants”, or the id of a stored “conversation”.", at="$"
        )
    return Brief(
        participants=tuple(_participant(body, scheme) for body in request.participants),
        format=request.format,
        session_number=request.session_number or 1,
        seed=request.seed,
        emphasis=tuple(Emphasis(e.text, e.source) for e in request.emphasis or ()),
    )


def _participant(body: ParticipantBody, scheme: PurposeScheme) -> ParticipantBrief:
    experience = body.experience or ExperienceBody()
    return ParticipantBrief(
        ref=body.ref,
        locale=body.locale or "en",
        purpose=to_profile(body.purpose, scheme),
        experience=Experience(experience.sessions_done, experience.new_manager),
        focus=tuple(body.focus or ()),
        notes=tuple(
            Note(f"note:{number}", note.text, note.session_number, note.visibility)
            for number, note in enumerate(body.notes or (), start=1)
        ),
        last_pledge=_last_pledge(body.last_pledge),
        asked_before=tuple(body.asked_before or ()),
        earlier_pledges=tuple(
            EarlierPledge(one.text, one.outcome or Outcome.NOT_SAID) for one in body.earlier_pledges or ()
        ),
    )


def to_profile(body: PurposeBody | None, scheme: PurposeScheme) -> PurposeProfile:
    """The purpose profile of a body, its driver values by their own ids.

    Raises:
        Invalid: `unknown-driver` or `unknown-driver-value`.
    """
    if body is None:
        return PurposeProfile()
    given = {name: scheme.driver(name).value(value).id for name, value in (body.drivers or {}).items()}
    return PurposeProfile(body.text or "", given)


def _last_pledge(body: LastPledgeBody | None) -> LastPledge | None:
    if body is None or not body.text.strip():
        return None
    return LastPledge(body.text, body.outcome or Outcome.NOT_SAID, body.reflection or "")


def to_response(prepared: PreparedConversation) -> QuestionSetResponse:
    """The response that shows a prepared conversation."""
    replay = prepared.replay
    return QuestionSetResponse(
        participants=[to_set_body(question_set) for question_set in prepared.sets],
        replay=ReplayBody(
            replay.bank, dict(replay.models), replay.policy, replay.seed, replay.leanings or UNSET
        ),
        degraded=prepared.degraded,
    )


def to_set_body(question_set: QuestionSet) -> QuestionSetBody:
    """One participant's part of the response."""
    check_in = question_set.check_in
    return QuestionSetBody(
        ref=question_set.ref,
        drivers={reading.driver: _driver(reading) for reading in question_set.drivers},
        check_in=CheckInBody(**_words(check_in), visible_to=question_set.check_in_visible_to),
        questions=[_question(asked) for asked in question_set.questions],
    )


def _driver(reading: DriverReading) -> DriverBody:
    probabilities = {value: round(p, 2) for value, p in reading.probabilities.items()}
    return DriverBody(reading.value, round(reading.probability, 2), reading.source, probabilities)


def _question(asked: AskedQuestion) -> QuestionBody:
    return QuestionBody(
        **_words(asked.worded),
        stage=asked.stage,
        depth=asked.depth,
        why=[_why(why) for why in asked.why],
        alternatives=[WordedBody(**_words(other)) for other in asked.alternatives],
    )


def _words(worded: WordedQuestion) -> dict[str, Any]:
    """What every worded question shows."""
    texts = {locale: _said(said) for locale, said in worded.texts.items()}
    return {
        "id": worded.id,
        "version": worded.version,
        "text": worded.text,
        "language": worded.language,
        "fallback": worded.is_fallback or UNSET,
        "texts": texts or UNSET,
    }


def _said(said: Said) -> SaidBody:
    return SaidBody(said.text, said.language, said.is_fallback or UNSET)


def _why(why: Why) -> WhyBody:
    return WhyBody(why.kind, why.text, why.visible_to, why.quote, why.source)


def encode(body: Struct) -> bytes:
    """A body as compact JSON, the same bytes for the same body."""
    return msgspec.json.encode(body)
