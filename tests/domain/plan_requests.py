"""Requests for plans: a maker with sensible values, and a strategy for any."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from nudge.bank.nudge_policy import load_policy
from nudge.domain.nudge_policies import (
    Moment,
    MomentRule,
    NudgePolicy,
    NudgePreferences,
    Programme,
    QuietHours,
)
from nudge.domain.nudge_requests import EarlierNudge, PlanRequest, PledgeToPlan
from nudge.domain.nudges import NamedTime, NudgeState, PledgeGist
from nudge.domain.specificity import PledgeKind

POLICY = load_policy(Path(__file__).parents[2] / "question_bank")
NOW = datetime.fromisoformat("2026-11-18T16:00:00+01:00")
"""A Wednesday afternoon in Berlin."""
ZONES = (
    "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "Africa/Casablanca",
    "Pacific/Apia", "America/St_Johns", "Antarctica/Troll", "America/Havana", "Asia/Beirut", "UTC",
)  # fmt: skip


def make_request(
    due: str | None = None,
    *,
    now: datetime = NOW,
    made: datetime | None = None,
    session: str | None = None,
    named: tuple[NamedTime, ...] = (),
    policy: NudgePolicy = POLICY,
    **changes: Any,
) -> PlanRequest:
    """A clear pledge of now; `due` and `session` are ISO text, `pledge_…`, `gist_…`, `person_…` theirs."""
    parts: dict[str, dict[str, Any]] = {"pledge": {}, "gist": {"named": named}, "person": {}, "": {}}
    for name, value in changes.items():
        part, _, field = name.partition("_")
        known = part in parts and field
        parts[part if known else ""][field if known else name] = value
    due_at = datetime.fromisoformat(due) if due else None
    return PlanRequest(
        PledgeToPlan("ple_1", made or now, due_at, **parts["pledge"]),
        Programme("ten_1", policy, "Europe/Berlin", ("email",)),
        now,
        PledgeGist(**parts["gist"]),
        NudgePreferences(**parts["person"]),
        next_session_at=datetime.fromisoformat(session) if session else None,
        **{"courier": "email", **parts[""]},
    )


def sent(day: str, moment: Moment = Moment.CUE, *, pledge: str = "ple_2", **changes: Any) -> EarlierNudge:
    """Something that went out at an instant in ISO text."""
    values: dict[str, Any] = {"state": NudgeState.SENT, "at": datetime.fromisoformat(day)}
    return EarlierNudge(pledge, moment, **{**values, **changes})


instants = st.datetimes(datetime(2024, 1, 1), datetime(2030, 12, 31), timezones=st.just(UTC))
clocks = st.builds(time, st.integers(0, 23), st.sampled_from([0, 15, 30, 45]))
days_off = st.lists(st.integers(-3, 60), max_size=12)
lengths = st.timedeltas(timedelta(minutes=-90), timedelta(days=40))
weekdays = st.frozensets(st.integers(0, 6))
rarely = st.integers(0, 9).map(lambda n: n == 9)


@st.composite
def policies(draw: st.DrawFn) -> NudgePolicy:
    """Any policy that `to_policy` lets through, as far as planning sees it."""
    hour, day = timedelta(hours=1), timedelta(days=1)
    leads = {
        Moment.SHARPEN: [-2 * hour, -18 * hour, timedelta()],
        Moment.CUE: [hour / 2, hour / 6, 2 * hour, timedelta()],
        Moment.MIDWAY: [timedelta(), day, -day],
        Moment.EVE: [day, 2 * day],
        Moment.PREPARE: [4 * hour, day, 2 * day],
        Moment.OUTCOME: [-6 * hour, -day, timedelta()],
    }
    moments = {
        moment: MomentRule(
            tuple(draw(st.permutations(leads[moment]))[: draw(st.integers(1, len(leads[moment])))]),
            draw(st.sampled_from([hour, day])),
            not draw(rarely),
            draw(st.sampled_from([1.0, 1.0, 0.5])),
        )
        for moment in Moment
    }
    return NudgePolicy(
        "any",
        moments,
        tuple(draw(st.lists(st.builds(QuietHours, clocks, clocks), max_size=2))),
        draw(st.just(frozenset(range(5))) | weekdays),
        most_a_day=draw(st.sampled_from([1, 1, 1, 2, 0])),
        most_a_pledge=draw(st.sampled_from([3, 3, 3, 1, 2, 5])),
        spacing=draw(st.sampled_from([20 * hour, 20 * hour, timedelta(), 3 * day])),
    )


@st.composite
def named_times(draw: st.DrawFn, today: date) -> NamedTime:
    """Any moment that words can name."""
    is_recurring = draw(st.booleans())
    return NamedTime(
        draw(st.none() | st.integers(-2, 30).map(lambda n: today + timedelta(n))),
        draw(st.none() | clocks),
        is_recurring,
        draw(weekdays) if is_recurring else frozenset(),
        draw(st.booleans()),
    )


@st.composite
def earlier_nudges(draw: st.DrawFn, now: datetime) -> EarlierNudge:
    """Anything sent or to be sent about this pledge or another."""
    is_over = draw(st.booleans())
    ahead = draw(st.timedeltas(timedelta(), timedelta(days=20)))
    states = [NudgeState.SENT, NudgeState.UNKNOWN] if is_over else [NudgeState.PLANNED, NudgeState.QUEUED]
    return EarlierNudge(
        draw(st.sampled_from(["ple_1", "ple_2", "ple_3"])),
        draw(st.sampled_from(Moment)),
        draw(st.sampled_from(states)),
        now - ahead if is_over else now + ahead,
        draw(st.booleans()),
    )


@st.composite
def requests(draw: st.DrawFn) -> PlanRequest:
    """Any request that can be planned."""
    now = draw(instants)
    maybe = st.none() | lengths.map(lambda length: now + length)
    today = now.date()
    is_clear = draw(st.booleans())
    return PlanRequest(
        PledgeToPlan(
            "ple_1",
            now - draw(st.just(timedelta()) | st.timedeltas(timedelta(), timedelta(days=20))),
            draw(maybe),
            snoozed_until=draw(maybe) if draw(rarely) else None,
            session_at=draw(maybe) if draw(rarely) else None,
        ),
        Programme("ten_1", draw(st.just(POLICY) | policies()), draw(st.sampled_from(ZONES))),
        now,
        PledgeGist(
            draw(st.just(PledgeKind.ACT) | st.sampled_from(PledgeKind)),
            is_clear,
            None if is_clear else draw(st.sampled_from(["Who?", None])),
            named=tuple(draw(st.lists(named_times(today), max_size=3))),
        ),
        NudgePreferences(
            draw(st.none() | st.sampled_from(ZONES)),
            draw(st.none() | st.lists(st.builds(QuietHours, clocks, clocks), max_size=2).map(tuple)),
            draw(weekdays) if draw(rarely) else None,
        ),
        frozenset(today + timedelta(n) for n in draw(days_off)),
        draw(maybe),
        today + timedelta(draw(st.integers(0, 30))) if draw(rarely) else None,
        tuple(draw(st.lists(earlier_nudges(now), max_size=4))),
        {Moment.CUE: timedelta(minutes=10)} if draw(st.booleans()) else {},
        (lambda moment, n: (len(moment) * 7 + n * 3) % 10 / 10) if draw(rarely) else None,
        None if draw(rarely) else "email",
    )
