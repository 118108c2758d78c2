"""What no plan ever does, whatever the pledge, the person, the policy and the calendar."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from nudge.domain.named_days import last_end, repeats
from nudge.domain.nudge_plans import plan
from nudge.domain.nudge_policies import Moment
from nudge.domain.nudge_reasons import REASONS, Reason
from nudge.domain.nudge_requests import GONE_OUT, EarlierNudge, PlanRequest, open_hours
from nudge.domain.nudges import WAITING, Decision, NamedTime, NudgeState, PlannedNudge
from nudge.domain.quiet_hours import is_quiet
from nudge.domain.specificity import PledgeKind
from nudge.domain.wall_clock import due_from, instant_at, zone_of
from tests.domain.plan_requests import POLICY, clocks, make_request, requests

often = settings(max_examples=700, suppress_health_check=[HealthCheck.too_slow], deadline=None)


def sends(request: PlanRequest) -> list[PlannedNudge]:
    """What is sent, by time."""
    return [nudge for nudge in plan(request) if nudge.decision is Decision.SEND]


def others(request: PlanRequest) -> list[datetime]:
    """What has its place already."""
    return [
        other.at
        for other in request.earlier
        if not (other.pledge == request.pledge.id and other.state in WAITING)
    ]


def check_every_moment_is_decided_with_a_reason_that_has_a_sentence(request: PlanRequest) -> None:
    """One or more sends, or one skip; all by time; the same every time."""
    planned = plan(request)
    assert {nudge.moment for nudge in planned} == set(Moment)
    for moment in Moment:
        of_moment = [nudge for nudge in planned if nudge.moment is moment]
        assert len(of_moment) == 1 or all(nudge.due_at for nudge in of_moment)
    assert all(nudge.reason in REASONS and type(nudge.reason) is str for nudge in planned)
    timed = [nudge.due_at for nudge in planned if nudge.due_at]
    assert timed == sorted(timed)
    assert plan(replace(request)) == planned


def check_nobody_is_nudged_at_the_wrong_time(request: PlanRequest) -> None:
    """Never before now, in quiet hours or before the snooze is over; on a day off only where it is named."""
    hours = open_hours(request.person, request.programme, request.free_days)
    for nudge in sends(request):
        assert nudge.due_at
        assert nudge.local_on
        assert nudge.local_at
        assert nudge.due_at >= request.now
        assert not is_quiet(nudge.local_at, hours.quiet)
        assert hours.is_open_at(nudge.due_at, any_day=True)
        assert not request.pledge.snoozed_until or nudge.due_at >= request.pledge.snoozed_until
        if nudge.local_on not in hours.working:
            assert nudge.moment is Moment.CUE
            near = (nudge.local_on, nudge.local_on + timedelta(1))
            assert any(
                day == named.on or day.weekday() in named.weekdays
                for named in request.gist.named
                for day in near
                if day not in hours.working
            )


def check_stored_wall_clock_times_give_the_same_instant(request: PlanRequest) -> None:
    """Date, time and zone are the truth: the instant is derived from them, gap or fold."""
    for nudge in plan(request):
        assert nudge.due_at is None or nudge.due_at.tzinfo is UTC
        if nudge.due_at and nudge.local_on and nudge.local_at and nudge.decision is Decision.SEND:
            assert due_from(nudge.local_on, nudge.local_at, nudge.zone) == nudge.due_at
            assert nudge.due_at.second == nudge.due_at.microsecond == 0
            assert nudge.expires_at
            assert nudge.expires_at > nudge.due_at


def check_nobody_is_nudged_too_often(request: PlanRequest) -> None:
    """Caps a day and a pledge, and the spacing, with all that the person has already."""
    policy, zone = request.policy, open_hours(request.person, request.programme).zone
    planned = sends(request)
    since = request.pledge.changed_at or request.pledge.created_at
    own = [o for o in request.earlier if o.pledge == request.pledge.id and o.at >= since]
    gone = sum(o.state in GONE_OUT and not o.was_asked_for for o in own)
    assert len(planned) + min(gone, policy.most_a_pledge) <= policy.most_a_pledge
    taken = Counter(at.astimezone(zone).date() for at in others(request))
    for nudge in planned:
        assert nudge.due_at
        assert nudge.local_on
        taken[nudge.local_on] += 1
        assert taken[nudge.local_on] <= policy.most_a_day
        rest = [other.due_at for other in planned if other is not nudge and other.due_at]
        assert all(abs(nudge.due_at - at) >= policy.spacing for at in [*others(request), *rest])


def check_each_moment_comes_once_and_on_its_side_of_the_date(request: PlanRequest) -> None:
    """Only cues come again. Outcome after the date, eve and midway and sharpen before it, prepare before
    the conversation; nothing that was sent is sent again."""
    planned = sends(request)
    due, session = request.pledge.due_at, request.next_session_at
    counts = Counter(nudge.moment for nudge in planned)
    assert all(n == 1 for moment, n in counts.items() if moment is not Moment.CUE)
    for nudge in planned:
        assert nudge.due_at
        if nudge.moment is Moment.PREPARE:
            assert session
            assert nudge.due_at < session
        elif nudge.moment is Moment.OUTCOME:
            zone = open_hours(request.person, request.programme).zone
            named = last_end(request.gist, zone) or request.pledge.created_at
            assert nudge.due_at > (due or max(named, request.pledge.created_at))
        elif due and nudge.moment is not Moment.CUE:
            assert nudge.due_at < due
    if Moment.SHARPEN in counts:
        assert not any(
            o.pledge == "ple_1" and o.moment is Moment.SHARPEN and o.state in GONE_OUT
            for o in request.earlier
        )


CHECKS = (
    check_every_moment_is_decided_with_a_reason_that_has_a_sentence,
    check_nobody_is_nudged_at_the_wrong_time,
    check_stored_wall_clock_times_give_the_same_instant,
    check_nobody_is_nudged_too_often,
    check_each_moment_comes_once_and_on_its_side_of_the_date,
)


@often
@given(requests())
def test_no_plan_breaks_a_rule(request: PlanRequest) -> None:
    """All of the rules above, for any request."""
    for check in CHECKS:
        check(request)


@settings(max_examples=200, deadline=None)
@given(requests(), st.integers(0, 6), clocks, st.booleans())
def test_a_cue_is_in_time_for_what_it_names(
    request: PlanRequest, ahead: int, clock: time, is_deadline: bool
) -> None:
    """Minutes before the clock time that is named or before quiet hours; dropped when it is over."""
    zone = open_hours(request.person, request.programme).zone
    named = NamedTime(request.now.astimezone(zone).date() + timedelta(ahead), clock, is_deadline=is_deadline)
    named_once = replace(
        request,
        pledge=replace(request.pledge, due_at=None, session_at=None, snoozed_until=None),
        gist=replace(request.gist, kind=PledgeKind.ACT, named=(named,)),
        earlier=(),
    )
    at = instant_at(named.on, clock, zone).astimezone(UTC) if named.on else request.now
    for nudge in sends(named_once):
        if nudge.moment is Moment.CUE:
            assert nudge.due_at
            assert nudge.expires_at
            assert nudge.due_at <= at - timedelta(minutes=5) or nudge.reason == Reason.BEFORE_QUIET_HOURS
            assert nudge.due_at < nudge.expires_at <= at


@settings(max_examples=100, deadline=None)
@given(requests(), st.sampled_from(["done", "stopped", "stopped_all", "no_courier"]))
def test_a_person_who_is_done_or_stopped_hears_nothing(request: PlanRequest, what: str) -> None:
    """Done, stopped for this pledge or for all, or without a way: nothing is sent."""
    over = {
        "done": replace(request, pledge=replace(request.pledge, is_open=False)),
        "stopped": replace(request, pledge=replace(request.pledge, is_stopped=True)),
        "stopped_all": replace(request, person=replace(request.person, stopped_at=request.now)),
        "no_courier": replace(request, courier=None),
    }[what]
    planned = plan(over)
    assert {nudge.decision for nudge in planned} == {Decision.SKIP}
    if what == "done":
        assert {nudge.reason for nudge in planned} == {Reason.PLEDGE_DONE}


@settings(max_examples=120, deadline=None)
@given(requests(), st.integers(2, 4))
def test_a_higher_cap_takes_nothing_away(request: PlanRequest, most: int) -> None:
    """With room for one more, all that was sent is still sent, at the same instants."""

    def with_cap(n: int) -> set[tuple[Moment, datetime | None]]:
        policy = replace(request.policy, most_a_pledge=n)
        capped = replace(
            request, programme=replace(request.programme, policy=policy), earlier=(), last_day=None
        )
        return {(nudge.moment, nudge.due_at) for nudge in sends(replace(capped, draw=None))}

    assert with_cap(most) <= with_cap(most + 1)


@settings(max_examples=120, deadline=None)
@given(requests(), st.integers(1, 500))
def test_a_plan_knows_no_other_date_than_those_it_is_given(request: PlanRequest, weeks: int) -> None:
    """Where clocks don't change, everything a number of weeks later gives the plan so much later."""
    by = timedelta(weeks=weeks)

    def later(at: datetime | None) -> datetime | None:
        return at + by if at else None

    person = replace(request.person, time_zone="UTC")
    here = replace(request, person=person)
    pledge = here.pledge
    there = replace(
        here,
        now=here.now + by,
        pledge=replace(
            pledge,
            created_at=pledge.created_at + by,
            due_at=later(pledge.due_at),
            snoozed_until=later(pledge.snoozed_until),
            session_at=later(pledge.session_at),
        ),
        next_session_at=later(here.next_session_at),
        last_day=here.last_day + by if here.last_day else None,
        free_days=frozenset(day + by for day in here.free_days),
        earlier=tuple(replace(other, at=other.at + by) for other in here.earlier),
        gist=replace(
            here.gist,
            named=tuple(replace(named, on=named.on + by if named.on else None) for named in here.gist.named),
        ),
    )
    moved = [(n.moment, n.decision, n.reason, later(n.due_at), later(n.expires_at)) for n in plan(here)]
    assert [(n.moment, n.decision, n.reason, n.due_at, n.expires_at) for n in plan(there)] == moved


@settings(max_examples=120, deadline=None)
@given(requests())
def test_planning_again_brings_no_second_one(
    request: PlanRequest,
) -> None:
    """Planned again right after the first nudge went out, no moment is repeated but a habit's cue."""
    planned = sends(request)
    assume(planned and planned[0].due_at)
    first = planned[0]
    assert first.due_at
    gone = EarlierNudge(request.pledge.id, first.moment, NudgeState.SENT, first.due_at, was_answered=True)
    again = sends(replace(request, now=first.due_at + timedelta(minutes=1), earlier=(*request.earlier, gone)))
    if (
        not (first.moment is Moment.CUE and repeats(request.gist))
        and request.pledge.created_at <= first.due_at
    ):
        assert first.moment not in {nudge.moment for nudge in again}


@settings(max_examples=150, deadline=None)
@given(requests())
def test_planning_again_before_the_first_one_changes_nothing(request: PlanRequest) -> None:
    """What has its place in a plan made with the pledge keeps it when the plan is made the next minute."""
    fresh = replace(request, pledge=replace(request.pledge, created_at=request.now), earlier=(), draw=None)
    planned, soon = sends(fresh), fresh.now + timedelta(minutes=20)
    named = last_end(request.gist, open_hours(request.person, request.programme).zone)
    ends = [fresh.pledge.due_at, fresh.pledge.session_at, fresh.next_session_at, named]
    assume(not any(at and fresh.now <= at <= soon for at in ends))
    assume(planned and planned[0].due_at and planned[0].due_at > soon)
    again = sends(replace(fresh, now=fresh.now + timedelta(minutes=1)))
    assert [(n.moment, n.due_at) for n in again] == [(n.moment, n.due_at) for n in planned]


@pytest.mark.parametrize("reason", Reason)
def test_every_code_has_its_sentence(reason: Reason) -> None:
    """Codes are snake case, sentences have no full stop: they follow "because"."""
    assert reason.value == reason.name.lower()
    assert REASONS[reason]
    assert not REASONS[reason].endswith(".")


def test_the_plan_in_utc_is_never_silent() -> None:
    """The zone of a plan is the one that was asked for."""
    planned = plan(make_request("2026-11-27T18:00:00+01:00", person_time_zone="Asia/Kathmandu"))
    zones = {nudge.zone for nudge in planned if nudge.due_at}
    assert zones == {zone_of("Asia/Kathmandu").key}
    assert POLICY.most_a_pledge == 3
