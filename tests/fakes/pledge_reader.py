"""A `PledgeReader` without any model: words in a list stand for facets, "by Friday" for time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from nudge.domain.calendar_days import Weekday
from nudge.domain.missing_pieces import PledgeSlots
from nudge.domain.pledges import SaidBack
from nudge.domain.specificity import Facet, FacetReading, PledgeKind, PledgeReading, Span, Specificity
from nudge.domain.timing import Meaning, Role, TimePhrase

SAYS = {
    Facet.ACTION: "ask",
    Facet.WHEN: "By Friday",
    Facet.MEASURE: "three",
    Facet.CONTEXT: "Priya",
    Facet.OWNERSHIP: "I",
    Facet.COMMITMENT: "will",
}
"""The words that earn a facet its 2; without them it is 0."""
DEGRADED = "models-missing: The models aren't there; run scripts/setup."


class FakePledgeReader:
    """Set `is_missing` to see how others cope without models. Counts what it was asked for."""

    def __init__(self) -> None:
        self.is_missing = False
        self.n_assessed = 0
        self.batches: list[int] = []
        self.asked_for_slots: list[str] = []

    @property
    def models(self) -> Mapping[str, str]:
        return {"pledge_specificity": "rules@1" if self.is_missing else "words-in-a-list@1"}

    def warm_up(self) -> None:
        pass

    def assess(self, texts: Sequence[str]) -> list[PledgeReading]:
        self.batches.append(len(texts))
        return [
            PledgeReading(_specificity(text), _times(text), DEGRADED if self.is_missing else None)
            for text in texts
        ]

    def slots(self, texts: Sequence[str]) -> list[PledgeSlots]:
        self.asked_for_slots += texts
        return [PledgeSlots(person="Priya" if "Priya" in text else None) for text in texts]

    def say_back(self, text: str) -> SaidBack:
        _, found, act = text.partition("I'll ")
        return SaidBack(act.rstrip(".") if found else None, text.strip() or None)


def _specificity(text: str) -> Specificity:
    facets = {facet: _reading(text, word) for facet, word in SAYS.items()}
    is_pledge = facets[Facet.ACTION].level == 2
    overall = 1.0 + sum(reading.points for reading in facets.values())
    return Specificity(
        overall, 1.0, is_pledge, 0.9 if is_pledge else 0.1, int(is_pledge), PledgeKind.ACT, facets
    )


def _reading(text: str, word: str) -> FacetReading:
    start = text.find(word)
    if start < 0:
        return FacetReading(0)
    return FacetReading(2, (Span(start, start + len(word), word),), 0.5)


def _times(text: str) -> tuple[TimePhrase, ...]:
    word = SAYS[Facet.WHEN]
    start = text.find(word)
    if start < 0:
        return ()
    return (TimePhrase(start, start + len(word), word, 2, Meaning(Role.DEADLINE, Weekday(4))),)
