"""Seats: one participant's place in one conversation, for a few hours."""

from __future__ import annotations

from dataclasses import dataclass
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
    """

    tenant: str
    conversation: str
    participant: str
    expires_at: datetime


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
