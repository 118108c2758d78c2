"""Parts of calendar stretches: the end of the month, early next week, the first Monday, a holiday's eve."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from nudge.domain.calendar_days import Day, Rounds, Unit, add_months

DAYS_IN_WEEK = 7
MONTHS_TRIED = 13
WORKING_DAYS = range(5)


class Part(StrEnum):
    """Which part of a stretch; the whole is over at its end."""

    START = "start"
    EARLY = "early"
    MIDDLE = "middle"
    END = "end"


WEEK_PARTS = {Part.START: 0, Part.EARLY: 1, Part.MIDDLE: 2, Part.END: 4}
"""Chosen: "early next week" is up to Tuesday; a week ends on Friday as long as that is still to come."""


def part_of_months(first: date, n_months: int, part: Part) -> date:
    """The day of a part of a stretch of 1, 3 or 12 months.

    Chosen: "early December" is up to the 10th, "mid-December" the 15th; early in a quarter or a year is its
    first third, the middle is the half.

    >>> part_of_months(date(2026, 12, 1), 1, Part.MIDDLE).day
    15
    """
    if part is Part.START:
        return first
    if n_months == 1 and part is not Part.END:
        return first.replace(day=10 if part is Part.EARLY else 15)
    if part is Part.MIDDLE and n_months == 3:
        return add_months(first, 1).replace(day=15)
    months = {Part.EARLY: n_months // 3, Part.MIDDLE: n_months // 2}.get(part, n_months)
    return add_months(first, months) - timedelta(1)


@dataclass(frozen=True, slots=True)
class Stretch(Day):
    """A part of this week, month, quarter or year, or of one ahead.

    >>> friday = date(2026, 11, 20)
    >>> [day.day for day, in Stretch(Unit.WEEK).rounds(friday)]
    [20, 22, 27]
    """

    unit: Unit
    ahead: int = 0
    part: Part = Part.END
    may_be_this: bool = False

    def rounds(self, today: date) -> Rounds:
        """Its day; when that is over, the end of the week or the same part of the next one."""
        if self.unit is Unit.WEEKEND:
            yield from self._weekends(today)
        elif self.unit is Unit.WEEK:
            yield from self._weeks(today)
        else:
            n = {Unit.MONTH: 1, Unit.QUARTER: 3}.get(self.unit, 12)
            first = add_months(date(today.year, (today.month - 1) // n * n + 1, 1), n * self.ahead)
            for further in (0, n):
                yield (part_of_months(add_months(first, further), n, self.part),)

    def prefers_later(self, is_deadline: bool) -> bool:
        """For "Next weekend" is rather the one after the coming, as with "next Friday"."""
        return self.unit is Unit.WEEKEND

    def _weeks(self, today: date) -> Rounds:
        monday = today + timedelta(DAYS_IN_WEEK * self.ahead - today.weekday())
        yield (monday + timedelta(WEEK_PARTS[self.part]),)
        if not self.ahead:
            yield (monday + timedelta(DAYS_IN_WEEK - 1),)
        yield (monday + timedelta(DAYS_IN_WEEK + WEEK_PARTS[self.part]),)

    def _weekends(self, today: date) -> Rounds:
        coming = today + timedelta(DAYS_IN_WEEK - 1 - today.weekday())
        later = coming + timedelta(DAYS_IN_WEEK * self.ahead)
        yield (coming, later) if self.ahead and today.weekday() in WORKING_DAYS else (later,)
        yield (later + timedelta(DAYS_IN_WEEK),)


@dataclass(frozen=True, slots=True)
class NamedMonths(Day):
    """A part of a month, quarter or year that has a name: "mid-January", "the end of Q4", "2027"."""

    month: int
    n_months: int = 1
    year: int | None = None
    part: Part = Part.END

    def rounds(self, today: date) -> Rounds:
        """In its year, else in this year or the next."""
        for year in (self.year,) if self.year else (today.year, today.year + 1):
            yield (part_of_months(date(year, self.month, 1), self.n_months, self.part),)


@dataclass(frozen=True, slots=True)
class WeekOf(Day):
    """The Friday of the week that a day is in: "w/c 14 Sept"."""

    day: Day

    def rounds(self, today: date) -> Rounds:
        """The Fridays of the weeks of its days."""
        for round_ in self.day.rounds(today):
            yield tuple(day + timedelta(4 - day.weekday()) for day in round_)


@dataclass(frozen=True, slots=True)
class IsoWeek(Day):
    """The Friday of a numbered week: "week 49". Source: ISO 8601, weeks begin on Monday.

    >>> next(IsoWeek(49).rounds(date(2026, 11, 18)))
    (datetime.date(2026, 12, 4),)
    """

    week: int

    def rounds(self, today: date) -> Rounds:
        """This year's and next year's; a year may lack its 53rd week."""
        for year in (today.year, today.year + 1):
            if self.week <= date(year, 12, 28).isocalendar().week:
                yield (date.fromisocalendar(year, self.week, 5),)


@dataclass(frozen=True, slots=True)
class Nth(Day):
    """The nth Monday, day or working day of a month; -1 is the last.

    Attributes:
        weekday: 0 to 6; None for any day.
        month: 1 to 12; None for this month, the one `ahead`, or each month.

    >>> next(Nth(-1, working=True).rounds(date(2026, 10, 24)))
    (datetime.date(2026, 10, 30),)
    """

    n: int
    weekday: int | None = None
    working: bool = False
    month: int | None = None
    ahead: int = 0

    def rounds(self, today: date) -> Rounds:
        """The day of the month, else of the next one that fits."""
        first = add_months(today.replace(day=1), self.ahead)
        for ahead in range(MONTHS_TRIED):
            month = add_months(first, ahead)
            if self.month in (None, month.month):
                days = [day for day in _days_of(month) if self._fits(day)]
                if len(days) >= abs(self.n):
                    yield (days[self.n - 1 if self.n > 0 else self.n],)

    def _fits(self, day: date) -> bool:
        if self.working:
            return day.weekday() in WORKING_DAYS
        return self.weekday in (None, day.weekday())


def _days_of(first: date) -> list[date]:
    return [first + timedelta(n) for n in range((add_months(first, 1) - first).days)]


def easter(year: int) -> date:
    """Western Easter Sunday. Source: the Gregorian computus of Meeus, Jones and Butcher.

    >>> easter(2027)
    datetime.date(2027, 3, 28)
    """
    golden, century, rest = year % 19, year // 100, year % 100
    leap = (8 * century + 13) // 25
    epact = (19 * golden + century - century // 4 - leap + 15) % 30
    letter = (32 + 2 * (century % 4) + 2 * (rest // 4) - epact - rest % 4) % 7
    late = (golden + 11 * epact + 22 * letter) // 451
    month, day = divmod(epact + letter - 7 * late + 114, 31)
    return date(year, month, day + 1)


@dataclass(frozen=True, slots=True)
class Holiday(Day):
    """A feast: a fixed date, or so many days from Easter Sunday when there is no month."""

    day: int
    month: int | None = None

    def rounds(self, today: date) -> Rounds:
        """This year's and next year's."""
        for year in (today.year, today.year + 1):
            yield (date(year, self.month, self.day) if self.month else easter(year) + timedelta(self.day),)
