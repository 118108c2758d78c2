"""The JSON of participants, their erasure and their export."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Annotated

from msgspec import UNSET, Meta, Struct, UnsetType

from nudge.api.bodies.feedback import FeedbackResponse, to_feedback_response
from nudge.api.bodies.notes import NoteTextBody, to_note_text_body
from nudge.api.bodies.nudges import NudgeResponse, to_nudge_response
from nudge.api.bodies.nudging import NudgingBody, NudgingResponse, to_nudging_response, with_nudging
from nudge.api.bodies.pairs import PairResponse, to_pair_response
from nudge.api.bodies.pledges import PledgeResponse, to_pledge_response
from nudge.api.bodies.question_sets import (
    ExperienceBody,
    Line,
    PurposeBody,
    QuestionSetBody,
    Ref,
    to_profile,
    to_set_body,
)
from nudge.app.participants import ErasureReceipt, Export, ParticipantDetails
from nudge.app.stored_sets import question_set_from
from nudge.domain.conversations import Experience
from nudge.domain.nudge_policies import NudgePreferences
from nudge.domain.purposes import PurposeScheme
from nudge.domain.records import Page, Participant

Locale = Annotated[str, Meta(min_length=1, max_length=35)]
Focus = Annotated[list[Line], Meta(max_length=20)]


class ParticipantRequest(Struct, forbid_unknown_fields=True):
    """A new participant; `ref` is your own id of the person, unique in your organisation."""

    ref: Ref
    locale: Locale = "en"
    purpose: PurposeBody | None = None
    experience: ExperienceBody | None = None
    focus: Focus | None = None
    nudging: NudgingBody | None = None


class ParticipantChange(Struct, forbid_unknown_fields=True):
    """What changes; fields left out stay as they are, null empties them."""

    ref: Ref | UnsetType = UNSET
    locale: Locale | UnsetType = UNSET
    purpose: PurposeBody | UnsetType | None = UNSET
    experience: ExperienceBody | UnsetType | None = UNSET
    focus: Focus | UnsetType | None = UNSET
    nudging: NudgingBody | UnsetType | None = UNSET


class ParticipantResponse(Struct):
    """A participant as stored. The revision is also the ETag."""

    id: str
    ref: str
    locale: str
    purpose: PurposeBody
    experience: ExperienceBody
    focus: list[str]
    nudging: NudgingResponse
    created_at: datetime
    revision: int


class ParticipantPage(Struct):
    """Some participants; `next_cursor` goes on, null at the end."""

    items: list[ParticipantResponse]
    next_cursor: str | None


class ErasureResponse(Struct):
    """The receipt of an erasure: how many rows of each noun went."""

    erased_at: datetime
    counts: dict[str, int]


class ExportResponse(Struct):
    """Everything that a person owns, for that person only."""

    exported_at: datetime
    participant: ParticipantResponse
    pairs: list[PairResponse]
    notes: list[NoteTextBody]
    pledges: list[PledgeResponse]
    question_sets: list[QuestionSetBody]
    nudges: list[NudgeResponse]
    feedback: list[FeedbackResponse]


def to_details(body: ParticipantRequest, scheme: PurposeScheme, *, now: datetime) -> ParticipantDetails:
    """The participant that a request describes.

    Raises:
        Invalid: `unknown-driver` or `unknown-driver-value`; as `with_nudging`.
    """
    return ParticipantDetails(
        ref=body.ref,
        locale=body.locale,
        purpose=to_profile(body.purpose, scheme),
        experience=_experience(body.experience),
        focus=tuple(body.focus or ()),
        nudging=with_nudging(NudgePreferences(), body.nudging, now=now),
    )


def changed(
    participant: Participant, body: ParticipantChange, scheme: PurposeScheme, *, now: datetime
) -> Participant:
    """The participant with the changes of a request.

    Raises:
        Invalid: as `to_details`.
    """
    if body.ref is not UNSET:
        participant = replace(participant, ref=body.ref)
    if body.locale is not UNSET:
        participant = replace(participant, locale=body.locale)
    if body.purpose is not UNSET:
        participant = replace(participant, purpose=to_profile(body.purpose, scheme))
    if body.experience is not UNSET:
        participant = replace(participant, experience=_experience(body.experience))
    if body.focus is not UNSET:
        participant = replace(participant, focus=tuple(body.focus or ()))
    return replace(participant, nudging=with_nudging(participant.nudging, body.nudging, now=now))


def _experience(body: ExperienceBody | None) -> Experience:
    return Experience(body.sessions_done, body.new_manager) if body else Experience()


def to_participant_response(participant: Participant) -> ParticipantResponse:
    """The response that shows a participant."""
    return ParticipantResponse(
        id=participant.id,
        ref=participant.ref,
        locale=participant.locale,
        purpose=PurposeBody(participant.purpose.text, dict(participant.purpose.drivers)),
        experience=ExperienceBody(participant.experience.sessions_done, participant.experience.new_manager),
        focus=list(participant.focus),
        nudging=to_nudging_response(participant.nudging),
        created_at=participant.created_at,
        revision=participant.revision,
    )


def to_participant_page(page: Page[Participant], next_cursor: str | None) -> ParticipantPage:
    """The response that shows a page."""
    return ParticipantPage([to_participant_response(one) for one in page.items], next_cursor)


def to_erasure_response(receipt: ErasureReceipt) -> ErasureResponse:
    """The response that shows a receipt."""
    return ErasureResponse(receipt.erased_at, dict(receipt.counts))


def to_export_response(export: Export) -> ExportResponse:
    """The response that shows an export."""
    return ExportResponse(
        exported_at=export.exported_at,
        participant=to_participant_response(export.participant),
        pairs=[to_pair_response(pair) for pair in export.pairs],
        notes=[to_note_text_body(note) for note in export.notes],
        pledges=[to_pledge_response(pledge) for pledge in export.pledges],
        question_sets=[to_set_body(question_set_from(one)) for one in export.question_sets],
        nudges=[to_nudge_response(nudge) for nudge in export.nudges],
        feedback=[to_feedback_response(rating) for rating in export.ratings],
    )
