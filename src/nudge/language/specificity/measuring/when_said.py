"""How well the words that say when are found, and the day that they mean."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

import numpy as np

from nudge.domain.timing import Role, Situation, TimePhrase, due_of
from nudge.language.specificity.corpus import LabelledPledge
from nudge.language.specificity.measuring.figures import Figure, Numbers, Resampling, Rows

SITUATION = Situation(
    datetime.fromisoformat("2026-11-18T16:00:00+01:00"),
    "Europe/Berlin",
    datetime.fromisoformat("2026-12-02T15:00:00+01:00"),
)
"""When, where, and how long before the next conversation the readers of the corpus took it to be said."""


def when_figures(
    pledges: Sequence[LabelledPledge], found: Sequence[Sequence[TimePhrase]], draws: Resampling
) -> dict[str, Figure]:
    """Precision and recall of time phrases, one that overlaps a marked one being right, and of due days.

    Days are counted over all lines, and over those that the second reader takes for pledges.

    Args:
        found: the time phrases of each pledge.
    """
    phrases = np.array([_phrase_counts(*each) for each in zip(pledges, found, strict=True)], dtype=np.float64)
    days = np.array([_day_counts(*each) for each in zip(pledges, found, strict=True)], dtype=np.float64)
    is_pledge = np.array([[each.labels[-1].is_pledge] for each in pledges])
    of_pledges = days * is_pledge
    return {
        "times: precision": draws.figure(_share(phrases, 0, 1)),
        "times: recall": draws.figure(_share(phrases, 2, 3)),
        "due day: precision": draws.figure(_share(days, 0, 1)),
        "due day: recall": draws.figure(_share(days, 0, 2)),
        "due day of pledges: precision": draws.figure(_share(of_pledges, 0, 1)),
        "due day of pledges: recall": draws.figure(_share(of_pledges, 0, 2)),
    }


def marked_spans(text: str, marked: Iterable[str]) -> list[tuple[int, int]]:
    """Where the marked words stand, each after the one before when it can.

    >>> marked_spans("walk Monday and Monday", ["Monday", "Monday"])
    [(5, 11), (16, 22)]
    """
    spans, start = [], 0
    for words in marked:
        place = text.find(words, start)
        place = text.find(words) if place < 0 else place
        if place >= 0 and words:
            start = place + len(words)
            spans.append((place, start))
    return spans


def _phrase_counts(pledge: LabelledPledge, found: Sequence[TimePhrase]) -> tuple[int, int, int, int]:
    """Found ones that are right, found ones, marked ones that are found, marked ones."""
    if pledge.times is None:
        return 0, 0, 0, 0
    marked = marked_spans(pledge.text, pledge.times)
    said = [(p.start, p.end) for p in found if not p.is_condition and p.meaning.role is not Role.MENTION]
    right = sum(any(_overlap(one, other) for other in marked) for one in said)
    seen = sum(any(_overlap(one, other) for other in said) for one in marked)
    return right, len(said), seen, len(marked)


def _day_counts(pledge: LabelledPledge, found: Sequence[TimePhrase]) -> tuple[int, int, int]:
    """Right, given, meant; only where a second reader looked for the day."""
    if len(pledge.labels) < 2:
        return 0, 0, 0
    due = due_of(found, SITUATION)
    given = due.at.date().isoformat() if due and due.at else None
    return int(given is not None and given == pledge.due_on), int(given is not None), int(bool(pledge.due_on))


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _share(counts: Numbers, of: int, among: int) -> Callable[[Rows], float]:
    def share(rows: Rows) -> float:
        total = counts[rows, among].sum()
        return float(counts[rows, of].sum() / total) if total else float("nan")

    return share
