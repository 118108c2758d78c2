"""Where an instant is in the picture: days side by side, each in the person's own time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from nudge.cli.timelines.marks import Timeline

LEFT, DAYS_WIDTH = 176.0, 930.0
NARROWEST = 15.0
MOST_DAYS = 92
"""Days that are shown. Chosen: a quarter; a picture of more is wider than any screen."""
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Scale:
    """The days of all rows.

    Attributes:
        first: the first day; `n_days` follow from it on.
    """

    first: date
    n_days: int

    @classmethod
    def over(cls, timelines: Sequence[Timeline]) -> Scale:
        """The days that the timelines need."""
        first = min(one.starts.date() for one in timelines)
        last = max(one.last_day for one in timelines)
        return cls(first, min((last - first).days + 1, MOST_DAYS))

    @property
    def day_width(self) -> float:
        """Of a day of any length."""
        return max(DAYS_WIDTH / self.n_days, NARROWEST)

    @property
    def right(self) -> float:
        """Where the last day ends."""
        return LEFT + self.n_days * self.day_width

    def days(self) -> Iterator[date]:
        """Every day."""
        return (self.first + n * DAY for n in range(self.n_days))

    def of_day(self, day: date) -> float:
        """Where a day begins."""
        return LEFT + (day - self.first).days * self.day_width

    def of(self, at: datetime) -> float:
        """Where an instant is, by the clock of its own zone."""
        seconds = at.hour * 3600 + at.minute * 60 + at.second
        return self.of_day(at.date()) + seconds / 86_400 * self.day_width

    def has(self, at: datetime | None) -> bool:
        """Whether an instant is on one of these days."""
        return at is not None and self.first <= at.date() < self.first + self.n_days * DAY
