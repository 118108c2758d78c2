"""Working days of a person: some weekdays, without the public holidays."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from nudge.domain.nudge_policies import WORKING_WEEK

LONGEST_SEARCH = 62
"""Days looked through for a working one. Chosen: two months away nobody plans to the day."""


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """Which days are for work.

    Attributes:
        weekdays: Monday 0; empty when no day is.
        free: days off all the same, such as public holidays.
    """

    weekdays: frozenset[int] = WORKING_WEEK
    free: frozenset[date] = frozenset()

    def __contains__(self, day: date) -> bool:
        """Whether it is one."""
        return day.weekday() in self.weekdays and day not in self.free

    def after(self, day: date, n: int = 1) -> date | None:
        """The n-th working day after a day; None when there is none for two months.

        >>> WorkingDays(free=frozenset({date(2026, 12, 25)})).after(date(2026, 12, 24)).isoformat()
        '2026-12-28'
        """
        return self._found(day, n, 1)

    def before(self, day: date, n: int = 1) -> date | None:
        """The n-th working day before a day; None when there was none for two months.

        >>> WorkingDays().before(date(2026, 11, 23)).isoformat()
        '2026-11-20'
        """
        return self._found(day, n, -1)

    def from_day(self, day: date) -> date | None:
        """The day itself when it is one, else the next."""
        return day if day in self else self.after(day)

    def _found(self, day: date, n: int, step: int) -> date | None:
        if not self.weekdays:
            return None
        for ahead in range(1, LONGEST_SEARCH + 1):
            other = day + timedelta(step * ahead)
            n -= other in self
            if n == 0:
                return other
        return None
