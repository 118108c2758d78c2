"""A plan in the making: gives one nudge after the other a place, or says why there is none for it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from nudge.domain.nudge_caps import Agenda, nearest
from nudge.domain.nudge_policies import Moment
from nudge.domain.nudge_reasons import Reason, too_close_to
from nudge.domain.nudge_windows import Course, Window
from nudge.domain.quiet_hours import DAY, MINUTE, NIGHT_BEGINS, Stretch, whole_minute
from nudge.domain.wall_clock import instant_at

ONE_IS_ENOUGH = 3 * DAY
"""A pledge that runs shorter has one nudge before it is due. Chosen: more would be one on every day of it."""

LATE_START = timedelta(hours=2)
"""What should have come before now comes so much later. Chosen: nobody gets a nudge while a plan is made."""


@dataclass(slots=True)
class Draft:
    """What has a place, and what was refused one.

    Attributes:
        pause: until when only `outcome` is sent.
        room: how many more nudges the pledge may have.
    """

    now: datetime
    snoozed: datetime | None
    pause: datetime | None
    course: Course
    agenda: Agenda
    room: int
    placed: list[tuple[Window, datetime]] = field(default_factory=list)
    skipped: dict[Moment, tuple[Reason, Window | None]] = field(default_factory=dict)

    def has(self, moment: Moment) -> bool:
        """Whether a nudge of this moment has a place."""
        return any(window.moment is moment for window, _ in self.placed)

    def skip(self, moment: Moment, reason: Reason, window: Window | None = None) -> None:
        """Refuse a place. The first reason is kept; none where another nudge of the moment has a place."""
        if not self.has(moment):
            self.skipped.setdefault(moment, (reason, window))

    def place(self, window: Window) -> bool:
        """Give a nudge the place that is nearest to where it would be best; whether there is one."""
        found = self._refusal(window) or self._found(window)
        if isinstance(found, Reason):
            self.skip(window.moment, found, window)
            return False
        self.skipped.pop(window.moment, None)
        self.placed.append((window, found))
        self.agenda.add(found, window.moment)
        self.room -= 1
        return True

    def _refusal(self, window: Window) -> Reason | None:
        """Why it isn't even looked for a place."""
        if window.latest < self.now:
            return Reason.ALREADY_PAST
        if self.snoozed and window.latest < self.snoozed:
            return Reason.SNOOZED
        if self.pause and window.latest < self.pause and window.moment is not Moment.OUTCOME:
            return Reason.TWO_IGNORED
        other = self._enough(window)
        if other is not None:
            return too_close_to(other)
        return Reason.MOST_A_PLEDGE if self.room < 1 else None

    def _enough(self, window: Window) -> Moment | None:
        """The one nudge that a short pledge has before it is due."""
        due = self.course.due
        if due is None or due - self.course.made >= ONE_IS_ENOUGH or window.wanted > due:
            return None
        return next((other.moment for other, at in self.placed if at <= due), None)

    def _found(self, window: Window) -> datetime | Reason:
        """The best free minute of the first day that has one."""
        first, why = self._first(window), None
        for day in window.days:
            within = self._within(window, day, first)
            free, reason = self.agenda.free(day, within, window.distance) if within else ([], None)
            if free:
                return nearest(free, self._wanted(window, day))
            why = why or reason
        return why or self._nothing_open(window)

    def _within(self, window: Window, day: date, first: datetime) -> list[Stretch]:
        """The stretches of a day in which it can be; not in the night, where that isn't all there is."""
        hours = self.agenda.hours
        wanted = self._wanted(window, day)
        begins = min(hours.morning(day, any_day=window.any_day) or wanted, wanted)
        night = instant_at(day, NIGHT_BEGINS, hours.zone).astimezone(UTC)
        open_then = hours.on(day, any_day=window.any_day)
        by_day = _cut(open_then, max(first, begins), min(window.latest, max(night, wanted)))
        return by_day or _cut(open_then, first, window.latest)

    def _first(self, window: Window) -> datetime:
        """Before this it can't be."""
        waits = [self.snoozed, None if window.moment is Moment.OUTCOME else self.pause]
        if window.wanted < self.now and window.moment is not Moment.CUE:
            waits.append(self.now + LATE_START)
        return whole_minute(max([window.earliest, self.now, *(each for each in waits if each)]))

    def _wanted(self, window: Window, day: date) -> datetime:
        """Where it would be best on a day: on another than its own in the morning."""
        hours = self.agenda.hours
        if day == hours.day_of(window.wanted):
            return window.wanted
        return hours.morning(day, any_day=window.any_day) or window.wanted

    def _nothing_open(self, window: Window) -> Reason:
        """Why no day has an open minute for it."""
        open_hours = self.agenda.hours
        if (
            not any(open_hours.on(day, any_day=True) for day in window.days)
            or not open_hours.working.weekdays
        ):
            return Reason.NO_ALLOWED_TIME
        return Reason.NO_WORKING_MOMENT_BEFORE_DUE


def _cut(stretches: Iterable[Stretch], first: datetime, last: datetime) -> list[Stretch]:
    """What of the stretches lies between two instants, both included."""
    cut = ((max(starts, first), min(ends, last + MINUTE)) for starts, ends in stretches)
    return [(starts, ends) for starts, ends in cut if starts < ends]
