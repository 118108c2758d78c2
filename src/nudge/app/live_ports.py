"""What seats and the live channel need from outside, as Protocols."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from nudge.domain.seats import Seat


class SeatTokens(Protocol):
    """Signs seats, and reads what it signed."""

    def sign(self, seat: Seat) -> str:
        """A token of letters, digits, “.”, “_” and “-”, with no word in it and no name that can be read.

        Raises:
            Invalid: `seat-invalid` for an id that couldn't be read back.
        """
        ...

    def read(self, token: str) -> Seat:
        """The seat, whether or not it has expired.

        Raises:
            Unauthenticated: `seat-invalid`.
        """
        ...


@dataclass(frozen=True, slots=True)
class SuggestRequest:
    """What has been said so far, and to whom suggestions go.

    Attributes:
        question: as it was asked; "" when nobody knows.
        answer: the answer so far, a fragment or keywords.
        already_asked: what the coach asked, or put aside, since the question; texts, or ids of follow-ups.
        sessions_done: conversations in which the coach has coached.
    """

    question: str
    answer: str
    already_asked: tuple[str, ...] = ()
    sessions_done: int = 0
    limit: int = 3


@dataclass(frozen=True, slots=True)
class Offer:
    """One suggestion to the coach. `score` is in [0, 1]."""

    id: str
    move: str
    text: str
    score: float
    why: str


@dataclass(frozen=True, slots=True)
class OfferedTip:
    """One sentence on listening."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Abstained:
    """Why nothing is offered: a stable code, and a sentence for the coach."""

    code: str
    text: str


@dataclass(frozen=True, slots=True)
class SuggestResponse:
    """What to offer: the best first, none when there is a reason to say nothing."""

    suggestions: tuple[Offer, ...] = ()
    tip: OfferedTip | None = None
    abstained: Abstained | None = None


Suggest = Callable[[SuggestRequest], SuggestResponse]
"""Reads an answer and chooses. Takes tens of milliseconds; may be called from several threads at once."""
