"""What is read in a pledge while it is typed, for its author: words by facet, one question, possible dates.

No score, no level and no list of what isn't there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from nudge.app.specificity import ScoredPledge
from nudge.domain.specificity import Facet, Specificity
from nudge.domain.timing import Due
from nudge.domain.wall_clock import zone_of

PLAIN = (Facet.ACTION, Facet.WHEN, Facet.MEASURE, Facet.CONTEXT)
ODD = (Facet.OWNERSHIP, Facet.COMMITMENT)
"""Shown only where there is something to notice: "we", "I'll try to". "I will" goes without saying."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Some of the words, and the facets that they speak for."""

    text: str
    facets: tuple[Facet, ...] = ()


@dataclass(frozen=True, slots=True)
class DueOption:
    """A date that the words can mean. `value` is the instant."""

    value: str
    day: str


@dataclass(frozen=True, slots=True)
class PledgeReadingShown:
    """What its author sees.

    Attributes:
        pieces: the whole text in order.
        words: by facet, its words, only of those that have some.
        missing: the one question; "" when there is nothing to ask.
        options: dates to choose from.
        said: the words that say when.
        is_ambiguous: whether the person has to choose.
    """

    pieces: Sequence[Piece]
    words: Mapping[Facet, Sequence[str]]
    missing: str
    options: Sequence[DueOption]
    said: str
    is_ambiguous: bool


def shown_reading(
    text: str, scored: ScoredPledge, time_zone: str | None, stands: datetime | None = None
) -> PledgeReadingShown:
    """What to show of a scored pledge; the date that `stands` can be kept."""
    due = scored.due
    return PledgeReadingShown(
        pieces=pieces(text, scored.specificity),
        words=_words(scored.specificity),
        missing=scored.missing.question if scored.missing else "",
        options=_options(due, time_zone, stands) if time_zone else (),
        said=due.text if due else "",
        is_ambiguous=bool(due and due.ambiguous),
    )


def pieces(text: str, specificity: Specificity) -> list[Piece]:
    """The text cut wherever the words of a facet begin or end."""
    spans = [(facet, one) for facet in _shown(specificity) for one in specificity.facets[facet].evidence]
    cuts = sorted({0, len(text), *(c for _, one in spans for c in (one.start, one.end) if c < len(text))})
    return [
        Piece(text[a:b], tuple(dict.fromkeys(f for f, one in spans if one.start <= a and b <= one.end)))
        for a, b in pairwise(cuts)
    ]


def said_moment(moment: datetime, zone: str) -> str:
    """A moment as one says it.

    >>> said_moment(datetime.fromisoformat("2026-11-20T17:00:00+00:00"), "Europe/Berlin")
    'Friday 20 November, 18:00'
    """
    local = moment.astimezone(zone_of(zone))
    return f"{local:%A} {local.day} {local:%B}, {local:%H:%M}"


def _shown(specificity: Specificity) -> list[Facet]:
    return [*PLAIN, *(facet for facet in ODD if specificity.facets[facet].level == 1)]


def _words(specificity: Specificity) -> dict[Facet, list[str]]:
    """The words of each facet that has some; what another one has shown already isn't shown again."""
    found: dict[Facet, list[str]] = {}
    for facet in _shown(specificity):
        said = [one.text for one in specificity.facets[facet].evidence]
        shown = {words for earlier in found.values() for words in earlier}
        own = [words for words in dict.fromkeys(said) if words not in shown]
        if own:
            found[facet] = own
    return found


def _options(due: Due | None, zone: str, stands: datetime | None) -> list[DueOption]:
    candidates = list(due.candidates) if due else []
    if stands and stands not in candidates:
        candidates.insert(0, stands.astimezone(zone_of(zone)))
    return [DueOption(one.isoformat(), said_moment(one, zone)) for one in candidates]
