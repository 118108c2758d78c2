"""Cues: just before the moments that a pledge itself names, which is when a plan turns into an act.

Source: implementation intentions (Gollwitzer & Sheeran 2006): "when X comes, I do Y" works by noticing X.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta

from nudge.domain.nudge_policies import Moment
from nudge.domain.nudge_reasons import Reason
from nudge.domain.nudge_requests import PlanRequest
from nudge.domain.nudge_windows import HOUR, Course, Window
from nudge.domain.nudges import NamedTime
from nudge.domain.quiet_hours import DAY, MINUTE, OpenHours, Stretch, whole_minute
from nudge.domain.timing import DAY_ENDS
from nudge.domain.wall_clock import instant_at

SHORTEST_NOTICE = timedelta(minutes=15)
"""What is nearer needs no cue: it was just said. A day's last cue keeps it from the end, too."""
JUST_SAID = timedelta(minutes=5)
"""So long after now a cue comes at the earliest."""
MORNING_AFTER_SAID = 2 * HOUR
"""A morning that comes sooner after the pledge was made isn't the cue; the hours before it is due are."""
GIVES_WAY = 4 * HOUR
"""So much earlier than the time that is named a cue may come. Chosen: half a working day."""
LONGEST_AHEAD = 62
"""Days for which occurrences of a habit are looked for."""
MOST_OCCURRENCES = 10
"""Of one habit. Chosen: no caps let more through."""


def cue_windows(request: PlanRequest, hours: OpenHours, course: Course) -> tuple[Window, ...] | Reason:
    """Windows of every moment that is named and to come, in order; of the due date when none is named."""
    found = sorted(_moments(request, hours, course), key=_in_order)
    if not found:
        return Reason.ALREADY_PAST if request.gist.named else Reason.NO_TIME_NAMED
    windows = [_window(request, hours, course, *each) for each in found]
    kept = tuple(window for window in windows if isinstance(window, Window))
    return kept or next(reason for reason in windows if isinstance(reason, Reason))


def is_named_day(request: PlanRequest, day: date) -> bool:
    """Whether the pledge names this day, by its date or its weekday. "Daily" names no day off."""
    return any(
        day == named.on or (day.weekday() in named.weekdays and len(named.weekdays) < 7)
        for named in request.gist.named
    )


def _in_order(moment: tuple[date, time | None]) -> tuple[date, time]:
    day, clock = moment
    return day, clock or time()


def _moments(request: PlanRequest, hours: OpenHours, course: Course) -> set[tuple[date, time | None]]:
    """Days with clock times, as the pledge names them, else the day on which it is due.

    Where the due date is none of the days that are named, the person chose it: then it counts, not they.
    """
    today = hours.day_of(request.now)
    last = hours.day_of(course.ends) if course.ends else today + LONGEST_AHEAD * DAY
    found = {
        (day, None if named.is_deadline else named.at)
        for named in request.gist.named
        for day in _days_of(named, hours, today, last, course)
        if today <= day and not (course.due and day > last)
    }
    if course.due and not request.gist.named:
        found.add((last, None))
    elif course.due and not any(each.is_recurring or each.on in (None, last) for each in request.gist.named):
        found = {(day, clock) for day, clock in found if clock} | {(last, None)}
    with_clock = {day for day, clock in found if clock}
    return {(day, clock) for day, clock in found if clock or day not in with_clock}


def _days_of(named: NamedTime, hours: OpenHours, today: date, last: date, course: Course) -> Iterator[date]:
    """The days that are meant, up to the last of the pledge."""
    if named.is_recurring and (named.weekdays or named.on is None):
        first, n = max(named.on or today, today), 0
        for ahead in range(LONGEST_AHEAD):
            day = first + ahead * DAY
            if day > last or n == MOST_OCCURRENCES:
                return
            if day.weekday() in named.weekdays if 0 < len(named.weekdays) < 7 else day in hours.working:
                n += 1
                yield day
    elif named.on is not None:
        yield named.on
    elif course.due:
        yield hours.day_of(course.due)
    elif (working := hours.working.from_day(today)) is not None:
        yield working


def _window(
    request: PlanRequest, hours: OpenHours, course: Course, day: date, clock: time | None
) -> Window | Reason:
    any_day = is_named_day(request, day)
    if clock is not None:
        return _before(request, hours, instant_at(day, clock, hours.zone), any_day)
    if request.rule(Moment.PREPARE) and course.session and hours.day_of(course.session) == day:
        return Reason.TOO_CLOSE_TO_PREPARE
    return _on_day(request, hours, course, day, any_day)


def _on_day(
    request: PlanRequest, hours: OpenHours, course: Course, day: date, any_day: bool
) -> Window | Reason:
    """In the morning; when that is over, or too early for what is due, before it is due."""
    if not any_day and day not in hours.working:
        return Reason.NOT_A_WORKING_DAY
    is_due_then = course.due is not None and hours.day_of(course.due) == day
    ends = course.due if course.due and is_due_then else instant_at(day, DAY_ENDS, hours.zone).astimezone(UTC)
    morning = hours.morning(day, any_day=any_day)
    if morning is None:
        return Reason.NO_ALLOWED_TIME
    said = max(request.now, course.made + MORNING_AFTER_SAID)
    if morning < said or morning > ends - SHORTEST_NOTICE:
        return _before(request, hours, ends, any_day, Reason.BEFORE_IT_IS_DUE)
    latest = hours.on(day, any_day=any_day)[-1][1] - MINUTE
    if is_due_then:
        latest = min(latest, ends - SHORTEST_NOTICE)
    lead = request.lead(Moment.CUE)
    reason = Reason.MORNING_OF_THE_DAY
    return Window(Moment.CUE, reason, morning, morning, latest, (day,), any_day, latest, lead)


def _before(
    request: PlanRequest,
    hours: OpenHours,
    at: datetime,
    any_day: bool,
    reason: Reason = Reason.JUST_BEFORE_THE_TIME,
) -> Window | Reason:
    """Just before a time that is named, or before the quiet hours in which it lies."""
    at = whole_minute(at)
    lead = _fitting_lead(request, at, has_to_be_done=reason is Reason.BEFORE_IT_IS_DUE)
    if lead is None:
        return Reason.ALREADY_PAST if at < request.now else Reason.DUE_TOO_SOON
    day, wanted = hours.day_of(at), at - lead
    if not any_day and day not in hours.working:
        return Reason.NOT_A_WORKING_DAY
    if any(starts <= at and wanted < ends for starts, ends in hours.on(day, any_day=any_day)):
        earliest = max(wanted - GIVES_WAY, instant_at(day, time(), hours.zone).astimezone(UTC))
        return Window(Moment.CUE, reason, wanted, earliest, at, (day,), any_day, at, lead)
    any_day = any_day and day not in hours.working
    for each in (day, day - DAY):
        if stretches := [s for s in hours.on(each, any_day=any_day) if s[1] <= at]:
            return _at_end(stretches[-1], each, at, lead, any_day)
    return Reason.NO_ALLOWED_TIME


def _at_end(stretch: Stretch, day: date, at: datetime, lead: timedelta, any_day: bool) -> Window:
    starts, ends = stretch
    wanted = max(starts, ends - max(lead, MINUTE))
    earliest = max(starts, wanted - GIVES_WAY)
    reason = Reason.BEFORE_QUIET_HOURS
    return Window(Moment.CUE, reason, wanted, earliest, ends - MINUTE, (day,), any_day, at, lead)


def _fitting_lead(request: PlanRequest, at: datetime, *, has_to_be_done: bool) -> timedelta | None:
    """The usual lead, or the longest allowed one that fits into the time left; None when it is too late.

    Before a deadline the longest, so that there is time to act: up to half of what is left, seen from when it
    was made if that is still possible: planned again, it stays where it is.
    """
    left = at - request.now
    if left < SHORTEST_NOTICE:
        return None
    allowed, last = request.policy.moments[Moment.CUE].leads, left - JUST_SAID
    if not has_to_be_done:
        return _longest(allowed, min(request.lead(Moment.CUE), last))
    lead = _longest(allowed, (at - request.pledge.created_at) / 2)
    return lead if lead <= last else _longest(allowed, left / 2)


def _longest(leads: Sequence[timedelta], most: timedelta) -> timedelta:
    """The longest of the leads that isn't longer; that much itself when all are."""
    return max((lead for lead in leads if lead <= most), default=most // MINUTE * MINUTE)
