"""Pledges: the one action promised, what became of it, and how it is said back."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Outcome(StrEnum):
    """What became of a pledge. Silence is not failure, and renegotiated is counted apart."""

    KEPT = "kept"
    PARTLY = "partly"
    CHANGED = "changed"
    DROPPED = "dropped"
    NOT_SAID = "not_said"


@dataclass(frozen=True, slots=True)
class LastPledge:
    """The pledge of the conversation before, in the person's words, with its outcome where known.

    `pair_knows` is False for one that was made between conversations: nobody has heard it.
    """

    text: str
    outcome: Outcome = Outcome.NOT_SAID
    reflection: str = ""
    pair_knows: bool = True


@dataclass(frozen=True, slots=True)
class EarlierPledge:
    """A pledge from before the last one. It is compared with that one, and never said to anybody."""

    text: str
    outcome: Outcome = Outcome.NOT_SAID


@dataclass(frozen=True, slots=True)
class SaidBack:
    """A pledge turned round to be said to its author.

    Attributes:
        phrase: base-form verb phrase in second person that reads right after "you said you would",
            such as "hand Sam the Monday report before your holiday"; None when not sure.
        quote: the words as they are, tidied at the ends, fit for quotation marks; None when they are
            better left out (too long, empty, unreadable).
    """

    phrase: str | None = None
    quote: str | None = None
