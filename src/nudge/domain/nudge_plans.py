"""The plan of a pledge: every nudge that will be sent and every one that won't, and why. A pure function.

Chosen: when there isn't room for all, they get their places in the order of `THE_MOST_USEFUL_FIRST`, as a
considerate friend would: ask once what became of it; be there when the moment comes; help to make a vague
pledge clear; help to prepare the conversation; and only then mention that the date is near or half way.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta

from nudge.domain.named_days import repeats
from nudge.domain.nudge_caps import Agenda, n_gone_out, paused_until
from nudge.domain.nudge_cues import cue_windows
from nudge.domain.nudge_decisions import decisions
from nudge.domain.nudge_places import Draft
from nudge.domain.nudge_policies import Moment
from nudge.domain.nudge_reasons import Reason
from nudge.domain.nudge_requests import GONE_OUT, PlanRequest, open_hours
from nudge.domain.nudge_windows import (
    Course,
    Window,
    course_of,
    eve_window,
    midway_window,
    outcome_window,
    prepare_window,
    sharpen_window,
)
from nudge.domain.nudges import WAITING, Decision, PlannedNudge
from nudge.domain.quiet_hours import DAY, OpenHours
from nudge.domain.specificity import PledgeKind

THE_MOST_USEFUL_FIRST = (
    Moment.OUTCOME, Moment.CUE, Moment.SHARPEN, Moment.PREPARE, Moment.EVE, Moment.MIDWAY,
)  # fmt: skip
"""Who comes first gets a place; the further cues of a habit come just before `midway`."""


def _first(moment: Moment) -> tuple[Moment, ...]:
    return (moment, *(each for each in THE_MOST_USEFUL_FIRST if each is not moment))


CUE_FIRST = _first(Moment.CUE)
"""The order where there is room for two: `outcome` can be some days later, the cue can't."""
PREPARE_FIRST = _first(Moment.PREPARE)
"""The order where the conversation asks what became of it: the question isn't sent besides."""
WITH_SESSION, ASKS_WITHIN = timedelta(hours=1), DAY
"""A conversation asks in the question's stead from so long before the pledge is due until so long after the
question would come. Chosen: "due at our conversation" may be its start or its end."""
SAME_SESSION = 7 * DAY
"""A `prepare` that was sent so long before a conversation was for it, be it moved by some days."""
NOT_FOR: Mapping[PledgeKind, frozenset[Moment]] = {
    PledgeKind.ACT: frozenset(),
    PledgeKind.HABIT: frozenset({Moment.EVE}),
    PledgeKind.NOTICE: frozenset({Moment.MIDWAY, Moment.EVE}),
    PledgeKind.WAIT: frozenset({Moment.CUE, Moment.EVE}),
}
"""What a kind of pledge is better without: a habit has no eve, noticing isn't to be pushed, and who waits has
no act to be cued; half way they are supported in waiting."""

BEFORE_DUE = frozenset({Moment.SHARPEN, Moment.CUE, Moment.MIDWAY, Moment.EVE})

Windows = tuple[Window, ...] | Reason
_ONE_WINDOW: Mapping[Moment, Callable[[PlanRequest, OpenHours, Course], Window | Reason]] = {
    Moment.SHARPEN: sharpen_window,
    Moment.MIDWAY: midway_window,
    Moment.EVE: eve_window,
    Moment.PREPARE: prepare_window,
    Moment.OUTCOME: outcome_window,
}


def plan(request: PlanRequest) -> tuple[PlannedNudge, ...]:
    """One or more decisions for every moment: by time, then what has no instant.

    A skipped nudge keeps the instant at which it would have been best, where it has one.

    Raises:
        Invalid: `time-zone-missing`, `time-zone-unknown`.

    >>> from datetime import datetime
    >>> from nudge.domain.nudge_policies import NudgePolicy, Programme
    >>> from nudge.domain.nudge_requests import PledgeToPlan
    >>> nothing = Programme("ten_1", NudgePolicy("1", {}, ()), "Europe/Berlin")
    >>> now = datetime.fromisoformat("2026-11-18T16:00:00+01:00")
    >>> {nudge.reason for nudge in plan(PlanRequest(PledgeToPlan("ple_1", now), nothing, now))}
    {'not_in_policy'}
    """
    if over := _why_nothing(request):
        return tuple(PlannedNudge(moment, Decision.SKIP, over.value) for moment in Moment)
    draft = _draft(request)
    windows = {moment: _windows(request, draft, moment) for moment in Moment}
    rest: tuple[Window, ...] = ()
    asks_in_session = _asks_in_session(draft.course, windows)
    for moment in _order(asks_in_session, draft.room):
        if moment is Moment.MIDWAY:
            for window in rest:
                draft.place(window)
        if moment is Moment.OUTCOME and asks_in_session and draft.has(Moment.PREPARE):
            draft.skip(moment, Reason.TOO_CLOSE_TO_PREPARE)
            continue
        further = _place_first(draft, windows[moment], moment)
        rest = further if moment is Moment.CUE else rest
    return decisions(request, draft)


def _order(asks_in_session: bool, room: int) -> tuple[Moment, ...]:
    """In which places are given."""
    if asks_in_session:
        return PREPARE_FIRST
    return CUE_FIRST if room > 1 else THE_MOST_USEFUL_FIRST


def _why_nothing(request: PlanRequest) -> Reason | None:
    """Why nobody is to be nudged about this pledge at all."""
    if not request.pledge.is_open:
        return Reason.PLEDGE_DONE
    return Reason.STOPPED if request.pledge.is_stopped or request.person.stopped_at else None


def _draft(request: PlanRequest) -> Draft:
    pledge, policy = request.pledge, request.policy
    hours = open_hours(request.person, request.programme, request.free_days, pledge.zone)
    agenda = Agenda(hours, policy)
    for other in request.earlier:
        if other.pledge != pledge.id:
            agenda.add(other.at)
        elif other.state not in WAITING:
            agenda.add(other.at, other.moment)
    pause = paused_until(request.earlier, policy, request.now)
    room = policy.most_a_pledge - n_gone_out(
        request.earlier, pledge.id, pledge.changed_at or pledge.created_at
    )
    return Draft(request.now, pledge.snoozed_until, pause, course_of(request, hours), agenda, room)


def _windows(request: PlanRequest, draft: Draft, moment: Moment) -> Windows:
    """Where the nudge of a moment can be, the first choice first, or why it can't be."""
    if request.rule(moment) is None:
        return Reason.NOT_IN_POLICY
    if moment in NOT_FOR[request.gist.kind]:
        return Reason.NOT_FOR_THIS_KIND
    hours, course = draft.agenda.hours, draft.course
    if _was_sent(request, course, moment):
        return Reason.SENT_BEFORE
    if course.ends and course.ends <= request.now and moment in BEFORE_DUE:
        return Reason.ALREADY_PAST
    if moment is Moment.CUE:
        return cue_windows(request, hours, course)
    found = _ONE_WINDOW[moment](request, hours, course)
    return found if isinstance(found, Reason) else (found,)


def _was_sent(request: PlanRequest, course: Course, moment: Moment) -> bool:
    """Whether it went out already: since the pledge was changed, or for this conversation.

    The missing piece is asked for once; a habit's cue comes again.
    """
    since = request.pledge.changed_at or request.pledge.created_at
    if moment is Moment.CUE and repeats(request.gist):
        return False
    if moment is Moment.PREPARE:
        since = (course.session or request.now) - SAME_SESSION
    return any(
        other.pledge == request.pledge.id
        and other.moment is moment
        and other.state in GONE_OUT
        and (moment is Moment.SHARPEN or other.at >= since)
        for other in request.earlier
    )


def _asks_in_session(course: Course, windows: Mapping[Moment, Windows]) -> bool:
    """Whether a conversation with its check-in comes by a day after the question what became of it."""
    outcome = windows[Moment.OUTCOME]
    if isinstance(outcome, Reason) or course.due is None or course.session is None:
        return False
    return course.due - WITH_SESSION <= course.session <= outcome[0].wanted + ASKS_WITHIN


def _place_first(draft: Draft, windows: Windows, moment: Moment) -> tuple[Window, ...]:
    """Place one of the windows of a moment, the first if possible; returns those after it."""
    if isinstance(windows, Reason):
        is_short = moment is Moment.MIDWAY and windows is Reason.DUE_TOO_SOON and draft.has(Moment.CUE)
        draft.skip(moment, Reason.TOO_CLOSE_TO_CUE if is_short else windows)
        return ()
    for n, window in enumerate(windows, 1):
        if draft.place(window):
            return windows[n:]
    return ()
