"""The due instant: always to come, in the person's zone, right on the days when clocks change."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nudge.domain.calendar_days import Ahead, Dated, Day, MonthDay, OneOf, Unit, Weekday, Weekdays, Which
from nudge.domain.errors import Invalid
from nudge.domain.stretches import Holiday, NamedMonths, Nth, Part, Stretch, WeekOf
from nudge.domain.timing import Clock, Due, Meaning, Role, Situation, TimePhrase, due_of
from nudge.domain.wall_clock import instant_at, zone_of

ZONES = (
    "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "Africa/Casablanca",
    "Pacific/Apia", "America/St_Johns", "Antarctica/Troll", "Europe/Dublin", "UTC",
)  # fmt: skip

units = st.sampled_from([Unit.WEEK, Unit.WEEKEND, Unit.MONTH, Unit.QUARTER, Unit.YEAR])
parts = st.sampled_from(Part)
weekdays = st.integers(0, 6)
simple_days: st.SearchStrategy[Day] = st.one_of(
    st.builds(Weekday, weekdays, st.sampled_from(Which)),
    st.builds(Weekdays, st.lists(weekdays, min_size=1, max_size=3).map(tuple)),
    st.builds(Ahead, st.integers(0, 99), st.sampled_from([Unit.DAY, Unit.WEEK, Unit.MONTH, Unit.YEAR])),
    st.builds(Dated, st.integers(1, 31), st.integers(1, 12), st.none() | st.integers(2000, 2100)),
    st.builds(MonthDay, st.integers(1, 31)),
    st.builds(Stretch, units, st.integers(0, 2), parts),
    st.builds(NamedMonths, st.integers(1, 10), st.sampled_from([1, 3]), st.none(), parts),
    st.builds(Nth, st.sampled_from([-1, 1, 2, 3, 4, 5]), st.none() | weekdays),
    st.builds(Holiday, st.integers(1, 28), st.none() | st.integers(1, 12)),
)
days = st.one_of(
    simple_days,
    st.builds(WeekOf, simple_days),
    st.builds(OneOf, st.lists(simple_days, min_size=1, max_size=3).map(tuple)),
)
clocks = st.builds(Clock, st.times().map(lambda at: at.replace(second=0, microsecond=0)), st.booleans())
meanings = st.builds(
    Meaning,
    st.sampled_from(Role),
    st.none() | days,
    st.none() | clocks,
    st.sampled_from([-1, 0, 1]),
    st.none() | st.timedeltas(timedelta(minutes=1), timedelta(days=99)),
    st.none() | days,
)
phrases = st.builds(TimePhrase, st.just(0), st.just(3), st.just("now"), st.sampled_from([1, 2]), meanings)
moments = st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC))
situations = st.builds(Situation, moments, st.sampled_from(ZONES), st.none() | moments)


def due(meaning: Meaning, now: str, zone: str = "Europe/Berlin") -> Due | None:
    """The due of one phrase."""
    said = TimePhrase(0, 4, "then", 2, meaning)
    return due_of([said], Situation(datetime.fromisoformat(now), zone))


@given(st.lists(phrases, max_size=4), situations)
def test_no_instant_is_over(said: list[TimePhrase], situation: Situation) -> None:
    """Whatever is said wherever: candidates are to come, in order, once each; `at` is one of them."""
    found = due_of(said, situation)
    if found is None:
        return
    assert all(instant > situation.now for instant in found.candidates)
    instants = [instant.astimezone(UTC) for instant in found.candidates]
    assert instants == sorted(set(instants))
    assert (found.at in found.candidates) if found.candidates else found.at is None
    assert found.ambiguous == (len(found.candidates) > 1)
    assert all(getattr(instant.tzinfo, "key", "") == situation.time_zone for instant in found.candidates)


@pytest.mark.parametrize("day", [date(2026, 10, 25), date(2027, 3, 14), date(2027, 3, 28), date(2026, 10, 4)])
def test_every_zone_has_every_hour(day: date) -> None:
    """At changes of the clocks each wall time of each zone is an instant that the clocks do show."""
    for name in available_timezones():
        zone = ZoneInfo(name)
        for clock in (time(0), time(0, 30), time(1, 30), time(2), time(2, 15), time(2, 30), time(3)):
            instant = instant_at(day, clock, zone)
            again = instant.astimezone(UTC).astimezone(zone)
            assert again.replace(tzinfo=None, fold=0) == instant.replace(tzinfo=None, fold=0)
            later = instant.replace(tzinfo=None) - datetime.combine(day, clock)
            assert timedelta(0) <= later <= timedelta(hours=2)


@pytest.mark.parametrize(
    ("zone", "day", "clock", "expected"),
    [
        ("Europe/Berlin", date(2027, 3, 28), time(2, 30), "2027-03-28T03:00:00+02:00"),
        ("Europe/Berlin", date(2026, 10, 25), time(2, 30), "2026-10-25T02:30:00+02:00"),
        ("Australia/Lord_Howe", date(2026, 10, 4), time(2, 10), "2026-10-04T02:30:00+11:00"),
        ("Pacific/Apia", date(2011, 12, 30), time(18), "2011-12-31T00:00:00+14:00"),
        ("America/Sao_Paulo", date(2018, 11, 4), time(0), "2018-11-04T01:00:00-02:00"),
    ],
)
def test_gaps_and_folds(zone: str, day: date, clock: time, expected: str) -> None:
    """A skipped time is the end of the gap, be it half an hour or a whole day; a doubled one the first."""
    assert instant_at(day, clock, ZoneInfo(zone)).isoformat() == expected


def test_said_on_the_day_itself() -> None:
    """On a Monday "Monday" is today or in a week, rather today with "by", and no more in the evening."""
    by, on = Meaning(Role.DEADLINE, Weekday(0)), Meaning(Role.DATED, Weekday(0))
    noon, evening = "2026-11-23T12:00:00+01:00", "2026-11-23T18:00:00+01:00"
    said_by, said_on = due(by, noon), due(on, noon)
    assert said_by is not None
    assert said_on is not None
    assert said_by.candidates == said_on.candidates
    assert (said_by.at, said_on.at) == (said_by.candidates[0], said_on.candidates[1])
    late = due(by, evening)
    assert late is not None
    assert [found.day for found in late.candidates] == [30]


def test_the_zone_decides_which_day_it_is() -> None:
    """The same instant is Friday in Auckland and Thursday in Los Angeles."""
    now = "2026-11-20T02:00:00+00:00"
    there = due(Meaning(Role.DATED, Ahead(1)), now, "Pacific/Auckland")
    here = due(Meaning(Role.DATED, Ahead(1)), now, "America/Los_Angeles")
    assert there is not None
    assert here is not None
    assert [d.at and d.at.isoformat() for d in (there, here)] == [
        "2026-11-21T18:00:00+13:00",
        "2026-11-20T18:00:00-08:00",
    ]


def test_a_cue_has_no_date_and_a_loose_word_no_due() -> None:
    """A caller can tell "after lunch" from "soon" and from nothing."""
    now = "2026-11-23T12:00:00+01:00"
    assert due(Meaning(Role.CUE), now) == Due("then")
    assert due(Meaning(Role.VAGUE), now) is None
    assert due_of([], Situation(datetime.fromisoformat(now), "UTC")) is None


@pytest.mark.parametrize(
    "name", ["Europe/Berln", "", "America", "../etc/passwd", "x" * 999, "Mars/Olympus", "\0"]
)
def test_an_unknown_zone_is_said_with_the_nearest(name: str) -> None:
    """A wrong zone is an error with a code; a slip of the pen gets the name that was meant."""
    with pytest.raises(Invalid) as caught:
        zone_of(name)
    assert caught.value.code == "time-zone-unknown"
    if name == "Europe/Berln":
        assert "Europe/Berlin" in caught.value.message
