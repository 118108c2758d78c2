"""Seats: one participant's place in one conversation, for a few hours."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Side(StrEnum):
    """What somebody does at the moment: listen and ask, or answer. Both take turns."""

    COACH = "coach"
    SPEAKER = "speaker"


@dataclass(frozen=True, slots=True)
class Seat:
    """What a token lets its holder do: take part in this conversation as this participant, until then.

    Attributes:
        expires_at: in whole seconds.
        partner_name: what the page calls the other one; "" where the application said nothing.
    """

    tenant: str
    conversation: str
    participant: str
    expires_at: datetime
    partner_name: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the live channel needs to know about a seat.

    Attributes:
        others: the other participants of the conversation.
        sessions_done: how many conversations the participant has coached in.
        questions: by id, the questions of everybody in the conversation as they are worded; empty before it
            was prepared.
    """

    others: frozenset[str]
    sessions_done: int
    questions: dict[str, str]
