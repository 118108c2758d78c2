"""How clear a pledge is: six facets, each with the words that earned it, and the whole on a scale of 1 to 5.

Source: goal-setting theory (Locke & Latham: specific goals beat "do your best"), implementation intentions
(Gollwitzer: when, where, how), SMART's S, M and T. The guide is in models/pledge_specificity/GUIDE.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from nudge.domain.timing import TimePhrase

LOWEST, HIGHEST = 1.0, 5.0
"""The ends of the scale of `overall`."""


class Facet(StrEnum):
    """One side of being clear."""

    ACTION = "action"
    WHEN = "when"
    MEASURE = "measure"
    CONTEXT = "context"
    OWNERSHIP = "ownership"
    COMMITMENT = "commitment"


class PledgeKind(StrEnum):
    """What sort of promise it is. Noticing something and waiting are as good as acting."""

    ACT = "act"
    HABIT = "habit"
    NOTICE = "notice"
    WAIT = "wait"


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a text: half-open, in Unicode code points."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class FacetReading:
    """How clear one facet is.

    Attributes:
        level: 0, 1 or 2, as in the guide.
        evidence: the words that earned the level; empty when it is 0, never otherwise.
        points: what this facet adds to `overall`; can be below 0 for a promise that is taken back.
    """

    level: int
    evidence: tuple[Span, ...] = ()
    points: float = 0.0


@dataclass(frozen=True, slots=True)
class Specificity:
    """What was read in a pledge. For its author alone.

    Attributes:
        overall: in [1, 5]. `start` and the points of the facets add up to it.
        start: what the scale begins with before any facet is looked at.
        pledge_probability: that it is a pledge at all, calibrated.
        intent_probability: that it asks for or arranges something rather than telling something; promises
            aside.
        n_actions: separate acts; 0 when nothing is pledged.
        flags: codes of what is worth saying about the text, such as "several-actions".
    """

    overall: float
    start: float
    is_pledge: bool
    pledge_probability: float
    n_actions: int
    kind: PledgeKind
    facets: Mapping[Facet, FacetReading]
    flags: tuple[str, ...] = ()
    intent_probability: float = 0.0

    @property
    def score(self) -> float:
        """`overall` in [0, 1]."""
        return (self.overall - LOWEST) / (HIGHEST - LOWEST)


BLANK = Specificity(
    overall=LOWEST,
    start=LOWEST,
    is_pledge=False,
    pledge_probability=0.0,
    n_actions=0,
    kind=PledgeKind.ACT,
    facets={facet: FacetReading(0) for facet in Facet},
    flags=("empty",),
)
"""What is read in a text without any word, such as an empty box."""


@dataclass(frozen=True, slots=True)
class PledgeReading:
    """What language technology has to say about one pledge.

    Attributes:
        times: the words that say when.
        degraded: why it was read by rules alone, and what to do about it; None when the models did it.
    """

    specificity: Specificity
    times: tuple[TimePhrase, ...] = ()
    degraded: str | None = None
