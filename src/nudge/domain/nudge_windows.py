"""Where each nudge of a plan would like to be, and how far it can give way. Cues are in `nudge_cues`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from nudge.domain.named_days import last_end, repeats
from nudge.domain.nudge_policies import Moment
from nudge.domain.nudge_reasons import Reason
from nudge.domain.nudge_requests import PlanRequest
from nudge.domain.quiet_hours import DAY, MINUTE, OpenHours, whole_minute

HOUR = timedelta(hours=1)
SHARPEN_DAYS = 2
"""Working days by which the question about the missing piece may be late. Chosen: then it is settled."""
MIDWAY_FROM = 6 * DAY
"""A pledge that runs shorter has no middle. Chosen: half of it is still near to its start."""
EVE_FROM = 2 * DAY
"""As above, for the day before."""
SOFT_DISTANCE = timedelta(hours=36)
"""`midway` and `eve` keep this from all else about the pledge. Chosen: the morning before and the morning of
the day would be two nudges for one thing."""
PREPARE_FROM = DAY
"""Who made a pledge a shorter time before the conversation still knows it by heart."""
PREPARE_LATEST = HOUR
"""So long before the conversation at the latest: there is time to read it."""
SETTLES = timedelta(hours=12)
"""For so long after it was made nobody needs to hear of a pledge, its cue and its missing piece aside."""
OUTCOME_WITHIN = 14 * DAY
"""So late it can still be asked what became of it. Chosen: a conversation every two weeks asks too."""
OUTCOME_DAYS = 5
"""Working days by which the question may give way."""
RUNS_WITHOUT_DATE = 14 * DAY
"""How long a pledge runs when neither date nor conversation is known. Chosen: as above."""


@dataclass(frozen=True, slots=True)
class Window:
    """Where a nudge can be.

    Attributes:
        reason: of its coming.
        wanted: where it would be best, in UTC.
        earliest, latest: it can be nowhere else; both included.
        days: local days to try, the best first; on others than that of `wanted` the morning is best.
        any_day: days off too.
        anchor: what it leads to; after it, the nudge is of no use. None for what looks back.
        distance: kept from other nudges about the pledge, where the policy's spacing is less.
    """

    moment: Moment
    reason: Reason
    wanted: datetime
    earliest: datetime
    latest: datetime
    days: tuple[date, ...]
    any_day: bool = False
    anchor: datetime | None = None
    lead: timedelta | None = None
    distance: timedelta = timedelta()


@dataclass(frozen=True, slots=True)
class Course:
    """How long a pledge runs, in UTC.

    Attributes:
        ends: when it is due; without a date the later of the conversation it was made for and the last day
            that it names once; None when neither is known.
        session: the next conversation to come.
        is_dated: it ends by a date rather than with a conversation.
    """

    made: datetime
    due: datetime | None
    ends: datetime | None
    session: datetime | None
    is_dated: bool = False


def course_of(request: PlanRequest, hours: OpenHours) -> Course:
    """The course of the pledge. A date holds up to its minute: "23:59:59" is still that day."""
    pledge, session = request.pledge, request.next_session_at
    to_come = whole_minute(session) if session and session > request.now else None
    due = pledge.due_at.astimezone(UTC).replace(second=0, microsecond=0) if pledge.due_at else None
    meant = whole_minute(pledge.session_at) if pledge.session_at else to_come
    made = whole_minute(pledge.created_at)
    named = _named_end(request, hours)
    if due or (named and made < named and (meant is None or meant < named)):
        return Course(made, due, due or named, to_come, is_dated=True)
    return Course(made, None, meant, to_come)


def _named_end(request: PlanRequest, hours: OpenHours) -> datetime | None:
    found = last_end(request.gist, hours.zone)
    return found.astimezone(UTC) if found else None


def _over_when_named(request: PlanRequest, hours: OpenHours) -> datetime | None:
    """When the moments that are named are over, where none comes again: then there is nothing left to do."""
    return None if repeats(request.gist) or request.pledge.due_at else _named_end(request, hours)


def sharpen_window(request: PlanRequest, hours: OpenHours, course: Course) -> Window | Reason:
    """Once, soon after a vague pledge was made: asks for its one missing piece."""
    if request.gist.is_clear:
        return Reason.CLEAR_ENOUGH
    if not request.gist.ask:
        return Reason.NOTHING_TO_ASK
    lead = request.lead(Moment.SHARPEN)
    wanted = hours.decent(course.made - lead)
    ends = [course.ends - DAY] if course.ends else []
    if named := _over_when_named(request, hours):
        ends.append(named - MINUTE)
    if any(end < wanted for end in ends):
        return Reason.DUE_TOO_SOON
    first = hours.day_of(wanted)
    days = _days([first if first in hours.working else None, *_following(hours, first, SHARPEN_DAYS)])
    latest = min([hours.last_minute(days) or wanted, *ends])
    return Window(Moment.SHARPEN, Reason.SOON_AFTER_MADE, wanted, wanted, latest, days, lead=lead)


def midway_window(request: PlanRequest, hours: OpenHours, course: Course) -> Window | Reason:
    """Half way, on a working morning."""
    if course.ends is None:
        return Reason.NO_DUE_DATE
    named = _over_when_named(request, hours)
    run = min(course.ends, named or course.ends) - course.made
    if run < MIDWAY_FROM:
        return Reason.DUE_TOO_SOON
    lead = request.lead(Moment.MIDWAY)
    day = hours.day_of(course.made + run / 2 - lead)
    moves = [n for far in range(1 + run // MIDWAY_FROM) for n in ((far, -far) if far else (0,))]
    days = _days(each for n in moves if (each := day + n * DAY) in hours.working)
    return _on_mornings(Moment.MIDWAY, Reason.HALF_WAY, hours, course, days or (day,), lead)


def eve_window(request: PlanRequest, hours: OpenHours, course: Course) -> Window | Reason:
    """On the morning of the last working day before it is due.

    Chosen: the morning rather than the afternoon, since a whole day is left to do it or to say otherwise.
    """
    if course.due is None:
        return Reason.NO_DUE_DATE
    if course.due - course.made < EVE_FROM:
        return Reason.DUE_TOO_SOON
    lead = request.lead(Moment.EVE)
    day = hours.working.before(hours.day_of(course.due), max(1, lead.days))
    if day is None or day <= hours.day_of(course.made):
        return Reason.NO_WORKING_MOMENT_BEFORE_DUE
    return _on_mornings(Moment.EVE, Reason.WORKING_DAY_BEFORE, hours, course, (day,), lead)


def prepare_window(request: PlanRequest, hours: OpenHours, course: Course) -> Window | Reason:
    """Some hours before the next conversation; the working morning before it when that is too early."""
    if course.session is None:
        return Reason.NO_NEXT_SESSION
    if course.session - course.made < PREPARE_FROM:
        return Reason.MADE_ONLY_NOW
    lead, day = request.lead(Moment.PREPARE), hours.day_of(course.session)
    morning, wanted = hours.morning(day), whole_minute(course.session - lead)
    before = hours.working.before(day, max(1, lead.days))
    if morning is not None and lead < DAY and wanted >= morning:
        days, reason = _days([day, before]), Reason.HOURS_BEFORE_CONVERSATION
    else:
        days, reason = _days([before]), Reason.WORKING_DAY_BEFORE_CONVERSATION
        wanted = (hours.morning(before) if before else None) or wanted
    mornings = [found for each in days if (found := hours.morning(each))]
    earliest = max(min([*mornings, wanted]), course.made + SETTLES)
    latest = course.session - PREPARE_LATEST
    return Window(Moment.PREPARE, reason, wanted, earliest, latest, days, anchor=course.session, lead=lead)


def outcome_window(request: PlanRequest, hours: OpenHours, course: Course) -> Window | Reason:
    """The first working morning after it was due: what became of it? Cancelled when that is known before."""
    due = request.pledge.due_at
    anchor = (whole_minute(due) if due else course.ends) or course.made + RUNS_WITHOUT_DATE
    reason = Reason.MORNING_AFTER_DUE if course.is_dated else Reason.MORNING_AFTER_CONVERSATION
    if course.ends is None:
        reason = Reason.SOME_TIME_AFTER_MADE
    lead = request.lead(Moment.OUTCOME)
    base = max(anchor - lead, whole_minute(request.now))
    if anchor + OUTCOME_WITHIN < base:
        return Reason.ALREADY_PAST
    first = hours.working.from_day(hours.day_of(base))
    while first is not None and (hours.morning(first) or base) < base:
        first = hours.working.after(first)
    if first is None:
        return Reason.NO_ALLOWED_TIME
    days = _days([first, *_following(hours, first, OUTCOME_DAYS - 1)])
    wanted = hours.morning(first) or base
    latest = hours.last_minute(days) or wanted
    return Window(Moment.OUTCOME, reason, wanted, wanted, latest, days, lead=lead)


def _on_mornings(
    moment: Moment,
    reason: Reason,
    hours: OpenHours,
    course: Course,
    days: tuple[date, ...],
    lead: timedelta,
) -> Window | Reason:
    """On the morning of one of the days, the first if possible, or later that day."""
    mornings = {day: found for day in days if (found := hours.morning(day))}
    last = hours.last_minute(mornings)
    if last is None or course.ends is None:
        return Reason.NO_WORKING_MOMENT_BEFORE_DUE
    return Window(
        moment,
        reason,
        wanted=next(iter(mornings.values())),
        earliest=max(min(mornings.values()), course.made + SETTLES),
        latest=min(last, course.ends - MINUTE),
        days=tuple(mornings),
        anchor=course.ends,
        lead=lead,
        distance=SOFT_DISTANCE,
    )


def _following(hours: OpenHours, day: date, n: int) -> list[date | None]:
    """The n working days after a day."""
    return [hours.working.after(day, each) for each in range(1, n + 1)]


def _days(days: Iterable[date | None]) -> tuple[date, ...]:
    """Without what isn't there."""
    return tuple(day for day in days if day is not None)
