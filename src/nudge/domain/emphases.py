"""Weeks with an emphasis: what an organisation wants heard between two days."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

MOST_EMPHASES = 52
"""Emphases of a programme: one for each week of a year."""
LONGEST_TEXT = 300
"""Characters of an emphasis: a line of a blueprint, not the blueprint."""


@dataclass(frozen=True, slots=True)
class PlannedEmphasis:
    """Something that an organisation wants heard from a day on, until another day that isn't part of it.

    Attributes:
        source: where it comes from, shown beside the reason: "blueprint", the name of a course.
    """

    from_on: date
    until_on: date
    text: str
    source: str = "blueprint"

    def holds_on(self, day: date) -> bool:
        """Whether it is heard on this day.

        >>> week = PlannedEmphasis(date(2026, 3, 2), date(2026, 3, 9), "Listen first")
        >>> [week.holds_on(date(2026, 3, day)) for day in (1, 2, 8, 9)]
        [False, True, True, False]
        """
        return self.from_on <= day < self.until_on


def holding(planned: Sequence[PlannedEmphasis], days: Collection[date]) -> tuple[PlannedEmphasis, ...]:
    """Those that hold on any of the days, in their order; what two of them say is said once."""
    found: dict[str, PlannedEmphasis] = {}
    for one in planned:
        if any(one.holds_on(day) for day in days):
            found.setdefault(one.text, one)
    return tuple(found.values())
