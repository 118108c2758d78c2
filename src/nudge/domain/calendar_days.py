"""Which day a phrase means, seen from today: the coming Friday, the 14th, 3 April or 4 March."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import MAXYEAR, date, timedelta
from enum import StrEnum

Rounds = Iterator[tuple[date, ...]]
"""Tries, the best first: a later one counts only when nothing of the earlier ones is still to come.
One try holds every day that the words can mean, in order."""

YEARS_TRIED = 9
"""A date without a year is looked for so far ahead. Source: two leap days are at most 8 years apart."""


class Unit(StrEnum):
    """A length of calendar time."""

    DAY = "day"
    WORKING_DAY = "working day"
    WEEK = "week"
    WEEKEND = "weekend"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


class Which(StrEnum):
    """Which Friday."""

    COMING = "coming"
    THIS = "this"
    NEXT = "next"
    WEEK_AFTER = "week after"


class Day:
    """Something that names a day."""

    __slots__ = ()

    def rounds(self, today: date) -> Rounds:
        """The days that it can mean."""
        raise NotImplementedError

    def prefers_later(self, is_deadline: bool) -> bool:
        """Whether of two days in one round the later is the likelier."""
        return False


def add_months(day: date, months: int) -> date:
    """The same day some months on, or the last of that month.

    >>> add_months(date(2027, 1, 31), 1)
    datetime.date(2027, 2, 28)
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def valid_date(year: int, month: int, day: int) -> Iterator[date]:
    """The date, when there is one.

    >>> list(valid_date(2027, 2, 29))
    []
    """
    if 1 <= month <= 12 and year < MAXYEAR and 1 <= day <= monthrange(year, month)[1]:
        yield date(year, month, day)


@dataclass(frozen=True, slots=True)
class Weekday(Day):
    """A day of the week.

    Chosen: "Friday" is the coming one. Said on a Friday it is today or in a week: with a deadline word, and
    not after noon, rather today ("by Friday"), else rather in a week, since "today" is shorter. "Next Friday"
    is the one of the next calendar week (Monday to Sunday); when another Friday comes before, both are
    candidates and the later is the likelier, since whoever means the sooner says "Friday" or "this Friday".

    >>> wednesday = date(2026, 11, 18)
    >>> [day.day for day in next(Weekday(4, Which.NEXT).rounds(wednesday))]
    [20, 27]
    """

    day: int
    which: Which = Which.COMING

    def rounds(self, today: date) -> Rounds:
        """The days that it can mean."""
        coming = today + timedelta((self.day - today.weekday()) % 7)
        week = timedelta(7)
        if self.which is Which.NEXT:
            later = today + timedelta(7 - today.weekday() + self.day)
            yield (coming, later) if today < coming < later else (later,)
        elif self.which is Which.WEEK_AFTER:
            yield (coming + week,)
        elif self.which is Which.COMING and coming == today:
            yield (coming, coming + week)
        else:
            yield (coming,)
            yield (coming + week,)

    def prefers_later(self, is_deadline: bool) -> bool:
        """Of two Fridays."""
        return self.which is Which.NEXT or not is_deadline


@dataclass(frozen=True, slots=True)
class WeekdayOf(Day):
    """A day of the week in this week or one ahead: "Friday next week"."""

    day: int
    weeks: int

    def rounds(self, today: date) -> Rounds:
        """The one day that it means."""
        yield (today + timedelta(self.day - today.weekday() + 7 * self.weeks),)


@dataclass(frozen=True, slots=True)
class Weekdays(Day):
    """Days that come again each week: "Mondays and Thursdays", "weekdays", "daily".

    >>> [found.isoformat() for found, in Weekdays((0, 3)).rounds(date(2026, 11, 18))][:2]
    ['2026-11-19', '2026-11-23']
    """

    days: tuple[int, ...] = (0, 1, 2, 3, 4, 5, 6)

    def rounds(self, today: date) -> Rounds:
        """Each coming day, for two weeks."""
        for ahead in range(15):
            day = today + timedelta(ahead)
            if day.weekday() in self.days:
                yield (day,)


@dataclass(frozen=True, slots=True)
class Ahead(Day):
    """Some days, weeks, months or years from today, or from another day.

    >>> next(Ahead(2, Unit.WEEK).rounds(date(2026, 11, 18)))
    (datetime.date(2026, 12, 2),)
    """

    n: int
    unit: Unit = Unit.DAY
    of: Day | None = None

    def rounds(self, today: date) -> Rounds:
        """The day, counted on the calendar."""
        starts = self.of.rounds(today) if self.of else iter([(today,)])
        for round_ in starts:
            yield tuple(self._from(day) for day in round_)

    def _from(self, day: date) -> date:
        months = {Unit.MONTH: 1, Unit.QUARTER: 3, Unit.YEAR: 12}.get(self.unit)
        if months:
            return add_months(day, self.n * months)
        return day + timedelta(self.n * (7 if self.unit is Unit.WEEK else 1))


@dataclass(frozen=True, slots=True)
class Dated(Day):
    """A written date. Without a year it is the next one.

    >>> [found.year for found, in Dated(29, 2).rounds(date(2026, 11, 18))]
    [2028, 2032]
    """

    day: int
    month: int
    year: int | None = None

    def rounds(self, today: date) -> Rounds:
        """The date in the year it names, or this year and those that follow."""
        years = (self.year,) if self.year else range(today.year, today.year + YEARS_TRIED)
        for year in years:
            for day in valid_date(year, self.month, self.day):
                yield (day,)


@dataclass(frozen=True, slots=True)
class MonthDay(Day):
    """A day of whichever month comes: "the 14th"."""

    day: int

    def rounds(self, today: date) -> Rounds:
        """This month and the ones that follow."""
        first = today.replace(day=1)
        for ahead in range(4):
            month = add_months(first, ahead)
            for day in valid_date(month.year, month.month, self.day):
                yield (day,)


@dataclass(frozen=True, slots=True)
class OnWeekday(Day):
    """A date said with its day of the week: "Friday 27 November". When they don't fit there is no day.

    >>> list(OnWeekday(MonthDay(9), 4).rounds(date(2026, 11, 18)))
    []
    """

    written: Day
    weekday: int

    def rounds(self, today: date) -> Rounds:
        """The first coming date, of each reading, that is on this day of the week."""
        options = self.written.days if isinstance(self.written, OneOf) else (self.written,)
        coming = (_first_coming(option, today) for option in options)
        fits = tuple(sorted(day for day in coming if day and day.weekday() == self.weekday))
        if fits:
            yield fits


def _first_coming(said: Day, today: date) -> date | None:
    return next((day for round_ in said.rounds(today) for day in round_ if day >= today), None)


@dataclass(frozen=True, slots=True)
class OneOf(Day):
    """Any of several: "Thursday or Friday", "3/4" (3 April or 4 March). Each counts for itself."""

    days: tuple[Day, ...]
