"""The messages of the live channel: small JSON objects that say in `type` what they are."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct

from nudge.api.bodies.decoding import decode
from nudge.api.bodies.follow_ups import N_DECIMALS, AbstainedBody, SuggestionBody, TipBody
from nudge.api.bodies.problems import ProblemBody
from nudge.app.live import Panel
from nudge.domain.follow_ups import Move
from nudge.domain.seats import Side

Number = Annotated[int, Meta(ge=0, lt=2**31)]
Id = Annotated[str, Meta(max_length=200)]
AnswerText = Annotated[str, Meta(max_length=20_000)]
Line = Annotated[str, Meta(max_length=500)]


class Incoming(Struct, forbid_unknown_fields=True, tag_field="type"):
    """What a participant's side sends."""


class SitMessage(Incoming, tag="sit"):
    """The first message: who it is, on which side, and the last panel that was seen before.

    `token` is left out where the cookie of the page, or the header Authorization, has it.
    """

    token: Annotated[str, Meta(max_length=512)] | None = None
    side: Side = Side.COACH
    after: Number = 0


class SideMessage(Incoming, tag="side"):
    """The two change sides."""

    side: Side


class TextMessage(Incoming, tag="text"):
    """The answer so far: what the coach types, or what was heard of the speaker. Newest wins."""

    seq: Number
    text: AnswerText
    question: Id = ""
    final: bool = False


class AskedMessage(Incoming, tag="asked"):
    """The coach asked it. `text` is for what isn't on the panel."""

    id: Id
    text: Line = ""


class DismissedMessage(Incoming, tag="dismissed"):
    """It isn't for this coach; neither it nor its like comes again."""

    id: Id


class ResumeMessage(Incoming, tag="resume"):
    """Send again what is shown, unless it is the panel `after`."""

    after: Number


ClientMessage = SitMessage | SideMessage | TextMessage | AskedMessage | DismissedMessage | ResumeMessage
_KINDS: dict[str, type[ClientMessage]] = {
    "sit": SitMessage,
    "side": SideMessage,
    "text": TextMessage,
    "asked": AskedMessage,
    "dismissed": DismissedMessage,
    "resume": ResumeMessage,
}


class _Kind(Struct):
    type: Literal["sit", "side", "text", "asked", "dismissed", "resume"]


def read_message(body: bytes) -> ClientMessage:
    """What came.

    Raises:
        Invalid: `body-malformed`, `body-invalid`; nothing of it is repeated.
    """
    return decode(body, _KINDS[decode(body, _Kind).type])


class Outgoing(Struct, tag_field="type"):
    """What the service sends."""


class SeatedMessage(Outgoing, tag="seated"):
    """The answer to the first message. `seq` is the number of the last panel, 0 before the first."""

    side: Side
    seq: int
    expires_at: datetime


class SuggestionsMessage(Outgoing, tag="suggestions"):
    """The panel from now on: it takes the place of the one before. Only who coaches gets it.

    `heard` is the `seq` of the text that it answers; null when that came from the speaker's own seat.
    """

    seq: int
    suggestions: list[SuggestionBody]
    tip: TipBody | None
    abstained: AbstainedBody | None
    heard: int | None


class PartnerMessage(Outgoing, tag="partner"):
    """Whether anybody else has taken their seat, and whether they are writing or being heard just now."""

    present: bool
    writing: bool


class ErrorMessage(Outgoing, tag="error"):
    """What went wrong with a message; the channel goes on."""

    problem: ProblemBody


class ByeMessage(Outgoing, tag="bye"):
    """The channel ends.

    Reasons: "closed" (the conversation), "expired" (the seat), "erased", "replaced" (too many connections of
    the same seat), "stopping" (the service; connect again).
    """

    reason: str


ServerMessage = SeatedMessage | SuggestionsMessage | PartnerMessage | ErrorMessage | ByeMessage


def to_suggestions(panel: Panel) -> SuggestionsMessage:
    """The message that shows a panel."""
    response = panel.response
    return SuggestionsMessage(
        seq=panel.seq,
        suggestions=[
            SuggestionBody(one.id, Move(one.move), one.text, round(one.score, N_DECIMALS), one.why)
            for one in response.suggestions
        ],
        tip=TipBody(response.tip.id, response.tip.text) if response.tip else None,
        abstained=AbstainedBody(response.abstained.code, response.abstained.text)
        if response.abstained
        else None,
        heard=panel.heard,
    )


def to_json(message: ServerMessage) -> bytes:
    """As it is sent."""
    return msgspec.json.encode(message)
