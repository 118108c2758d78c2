"""Cues: just before the moments that a pledge itself names, which is when a plan turns into an act.

Source: implementation intentions (Gollwitzer & Sheeran 2006): "when X comes, I do Y" works by noticing X.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from nudge.domain.named_days import is_end
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
TO_BE_READ = timedelta(minutes=5)
"""So long before the time that is named a cue comes at the latest, or not at all."""
TIME_TO_ACT = 2 * HOUR
"""What the morning leaves before a deadline at least. Chosen: else it comes when it is too late to begin."""
MORNING_AFTER_SAID = 2 * HOUR
"""A morning that comes sooner after the pledge was made isn't the cue; the hours before it is due are."""
GIVES_WAY = 4 * HOUR
"""So much earlier than the time that is named a cue may come. Chosen: half a working day."""
LONGEST_AHEAD = 62
"""Days for which occurrences of a habit are looked for."""
MOST_OCCURRENCES = 10
"""Of one habit. Chosen: no caps let more through."""


@dataclass(frozen=True, slots=True)
class _Moment:
    """A day that is meant, with the time at which, or by which, the act is to be; None leaves it the day.

    `again`: it is one of many, so that none has to be caught up with.
    """

    day: date
    at: time | None = None
    by: time | None = None
    again: bool = False

    @property
    def in_order(self) -> tuple[date, time]:
        return self.day, self.at or time()


def cue_windows(request: PlanRequest, hours: OpenHours, course: Course) -> tuple[Window, ...] | Reason:
    """Windows of every moment that is named and to come, in order; of the due date when none is named."""
    found = sorted(_moments(request, hours, course), key=lambda moment: moment.in_order)
    if not found:
        is_named = any(not is_end(named) for named in request.gist.named)
        return Reason.ALREADY_PAST if is_named else Reason.NO_TIME_NAMED
    windows = [_window(request, hours, course, each) for each in found]
    kept = tuple(window for window in windows if isinstance(window, Window))
    return kept or next(reason for reason in windows if isinstance(reason, Reason))


def is_named_day(request: PlanRequest, day: date) -> bool:
    """Whether the pledge names this day, by its date or its weekday. "Daily" names no day off."""
    return any(
        day == named.on or (day.weekday() in named.weekdays and len(named.weekdays) < 7)
        for named in request.gist.named
        if not is_end(named)
    )


def _moments(request: PlanRequest, hours: OpenHours, course: Course) -> set[_Moment]:
    """Days with clock times, as the pledge names them, else the day on which it is due.

    Where the due date is none of the days that are named, the person chose it: then it counts, not they.
    """
    today, named = hours.day_of(request.now), request.gist.named
    last = hours.day_of(course.ends) if course.ends else today + LONGEST_AHEAD * DAY
    found = {
        _moment(day, each)
        for each in named
        if not is_end(each)
        for day in _days_of(each, hours, today, last, course)
        if today <= day and not (course.due and day > last)
    }
    holds = any(each.on in (None, last) or (each.is_recurring and not is_end(each)) for each in named)
    if course.due and not holds:
        found = {moment for moment in found if moment.at} | {_Moment(last)}
    at, by = {each.day for each in found if each.at}, {each.day for each in found if each.by}
    return {each for each in found if each.at or (each.day not in at and (each.by or each.day not in by))}


def _moment(day: date, named: NamedTime) -> _Moment:
    at, by = (None, named.at) if named.is_deadline else (named.at, None)
    return _Moment(day, at, by, named.is_recurring)


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


def _window(request: PlanRequest, hours: OpenHours, course: Course, moment: _Moment) -> Window | Reason:
    any_day = is_named_day(request, moment.day)
    if moment.at is not None:
        return _before(request, hours, instant_at(moment.day, moment.at, hours.zone), any_day)
    if request.rule(Moment.PREPARE) and course.session and hours.day_of(course.session) == moment.day:
        return Reason.TOO_CLOSE_TO_PREPARE
    if not any_day and moment.day not in hours.working:
        return Reason.NOT_A_WORKING_DAY
    return _on_day(request, hours, course, moment, any_day)


def _on_day(
    request: PlanRequest, hours: OpenHours, course: Course, moment: _Moment, any_day: bool
) -> Window | Reason:
    """In the morning; when that is over before it is due; when it leaves no time, a working day before."""
    day, limit = moment.day, _limit(hours, course, moment)
    ends = limit or instant_at(day, DAY_ENDS, hours.zone).astimezone(UTC)
    morning = hours.morning(day, any_day=any_day)
    if morning is None:
        return Reason.NO_ALLOWED_TIME
    said = max(request.now, course.made + MORNING_AFTER_SAID)
    if moment.again and morning < said:
        return Reason.ALREADY_PAST
    if limit and limit - TIME_TO_ACT < morning:
        earlier = _working_day_before(request, hours, course, day, limit)
        return earlier or _before(request, hours, limit, any_day, Reason.BEFORE_IT_IS_DUE)
    if morning < said or morning > ends - SHORTEST_NOTICE:
        return _before(request, hours, ends, any_day, Reason.BEFORE_IT_IS_DUE)
    latest = hours.on(day, any_day=any_day)[-1][1] - MINUTE
    anchor = limit or latest
    latest = min(latest, limit - SHORTEST_NOTICE) if limit else latest
    lead, reason = request.lead(Moment.CUE), Reason.MORNING_OF_THE_DAY
    return Window(Moment.CUE, reason, morning, morning, latest, (day,), any_day, anchor, lead)


def _limit(hours: OpenHours, course: Course, moment: _Moment) -> datetime | None:
    """When it is due on that day, by its date or its words, whichever is the earlier."""
    limits = [course.due] if course.due and hours.day_of(course.due) == moment.day else []
    if moment.by is not None:
        limits.append(instant_at(moment.day, moment.by, hours.zone).astimezone(UTC))
    return min(limits, default=None)


def _working_day_before(
    request: PlanRequest, hours: OpenHours, course: Course, day: date, ends: datetime
) -> Window | None:
    """For "by Monday at 8": on Friday, in the morning or when it was made two hours ago; None if over."""
    before = hours.working.before(day)
    morning = hours.morning(before) if before else None
    if before is None or morning is None:
        return None
    evening = max(instant_at(before, DAY_ENDS, hours.zone).astimezone(UTC), morning)
    wanted = max(morning, course.made + MORNING_AFTER_SAID)
    latest = min(hours.on(before)[-1][1] - MINUTE, evening)
    if latest < max(wanted, request.now):
        return None
    lead, reason = request.lead(Moment.CUE), Reason.WORKING_DAY_BEFORE
    return Window(Moment.CUE, reason, wanted, wanted, latest, (before,), anchor=ends, lead=lead)


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
    day, latest = hours.day_of(at), at - TO_BE_READ
    wanted = min(at - lead, latest)
    if not any_day and day not in hours.working:
        return Reason.NOT_A_WORKING_DAY
    if any(starts <= latest and wanted < ends for starts, ends in hours.on(day, any_day=any_day)):
        earliest = max(wanted - GIVES_WAY, instant_at(day, time(), hours.zone).astimezone(UTC))
        return Window(Moment.CUE, reason, wanted, earliest, latest, (day,), any_day, at, lead)
    any_day = any_day and day not in hours.working
    for each in (day, day - DAY):
        if stretches := [s for s in hours.on(each, any_day=any_day) if s[1] <= at]:
            room = max(MINUTE, (stretches[-1][1] - request.pledge.created_at) / 2 // MINUTE * MINUTE)
            return _at_end(stretches[-1], each, at, min(lead, room), any_day)
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
