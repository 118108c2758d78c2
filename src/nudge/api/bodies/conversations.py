"""The JSON of conversations: planned, prepared, written in, closed."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

from msgspec import Meta, Struct

from nudge.api.bodies.notes import NoteText
from nudge.api.bodies.question_sets import EmphasisBody, Ref, Seed, SessionNumber, Text
from nudge.app.check_ins import CheckIn
from nudge.app.pledge_terms import PledgeTerms
from nudge.domain.conversations import Emphasis
from nudge.domain.errors import Invalid
from nudge.domain.notes import Visibility
from nudge.domain.pledges import Outcome
from nudge.domain.records import Conversation, ConversationState, Page

Moment = Annotated[datetime, Meta(tz=True)]
PledgeText = Annotated[str, Meta(min_length=1, max_length=2_000, pattern=r"\S")]
Zone = Annotated[str, Meta(min_length=1, max_length=64)]


class ConversationRequest(Struct, forbid_unknown_fields=True):
    """A conversation of a pair; without a session number it is the next one."""

    pair: Ref
    session_number: SessionNumber | None = None
    planned_at: Moment | None = None


class ConversationChange(Struct, forbid_unknown_fields=True):
    """When the conversation is planned now; null leaves it open."""

    planned_at: Moment | None


class ConversationResponse(Struct):
    """A conversation as stored. The revision is also the ETag."""

    id: str
    pair: str
    session_number: int
    state: ConversationState
    planned_at: datetime | None
    created_at: datetime
    revision: int


class ConversationPage(Struct):
    """Some conversations; `next_cursor` goes on, null at the end."""

    items: list[ConversationResponse]
    next_cursor: str | None


class PrepareRequest(Struct, forbid_unknown_fields=True):
    """What isn't stored: a seed, and what the organisation wants heard now."""

    seed: Seed = 0
    emphasis: Annotated[list[EmphasisBody], Meta(max_length=20)] | None = None


class RecordRequest(Struct, forbid_unknown_fields=True):
    """A note that a participant writes in the conversation."""

    participant: Ref
    text: NoteText
    visibility: Visibility = Visibility.PRIVATE


class CheckInRequest(Struct, forbid_unknown_fields=True):
    """What became of a participant's last pledge. What is left out takes nothing back said before."""

    participant: Ref
    outcome: Outcome
    reflection: Text = ""
    helped: bool | None = None


class PledgeRequest(Struct, forbid_unknown_fields=True):
    """The one action that a participant pledges. Without `due_at` it is due at the next conversation.

    `due_zone` is the IANA name of the zone in which the person thinks of that date. A date that was only read
    in the text is a suggestion until the person confirms it.
    """

    participant: Ref
    text: PledgeText
    due_at: Moment | None = None
    due_zone: Zone | None = None
    due_confirmed: bool = False


class CloseRequest(Struct, forbid_unknown_fields=True):
    """What the conversation came to: at most one of each for a participant."""

    check_ins: Annotated[list[CheckInRequest], Meta(max_length=6)] | None = None
    pledges: Annotated[list[PledgeRequest], Meta(max_length=6)] | None = None


def to_conversation_response(conversation: Conversation) -> ConversationResponse:
    """The response that shows a conversation."""
    return ConversationResponse(
        id=conversation.id,
        pair=conversation.pair,
        session_number=conversation.session_number,
        state=conversation.state,
        planned_at=conversation.planned_at,
        created_at=conversation.created_at,
        revision=conversation.revision,
    )


def to_conversation_page(page: Page[Conversation], next_cursor: str | None) -> ConversationPage:
    """The response that shows a page."""
    return ConversationPage([to_conversation_response(one) for one in page.items], next_cursor)


def to_emphasis(bodies: list[EmphasisBody] | None) -> tuple[Emphasis, ...]:
    """What the organisation wants heard."""
    return tuple(Emphasis(body.text, body.source) for body in bodies or ())


def to_moment(moment: datetime | None) -> datetime | None:
    """A moment in UTC.

    Raises:
        Invalid: `moment-out-of-range` outside of this century and the next.
    """
    if moment is None:
        return None
    if not 2000 <= moment.year < 2200:
        raise Invalid("moment-out-of-range", "Give a moment between the years 2000 and 2199.")
    return moment.astimezone(UTC)


def to_terms(body: PledgeRequest) -> PledgeTerms:
    """What is pledged, and by when.

    Raises:
        Invalid: as `to_moment`.
    """
    return PledgeTerms(body.text, to_moment(body.due_at), body.due_zone, body.due_confirmed)


def to_pledges(body: CloseRequest) -> dict[str, PledgeTerms]:
    """Pledges by participant.

    Raises:
        Invalid: `participant-twice`; as `to_moment`.
    """
    pledges = {one.participant: to_terms(one) for one in body.pledges or ()}
    if len(pledges) < len(body.pledges or ()):
        raise Invalid("participant-twice", "A participant makes one pledge; two came.")
    return pledges


def to_check_ins(body: CloseRequest) -> dict[str, CheckIn]:
    """Check-ins by participant.

    Raises:
        Invalid: `participant-twice`.
    """
    check_ins = {
        one.participant: CheckIn(one.outcome, one.reflection, one.helped) for one in body.check_ins or ()
    }
    if len(check_ins) < len(body.check_ins or ()):
        raise Invalid("participant-twice", "A participant has one check-in; two came.")
    return check_ins
