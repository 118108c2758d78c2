"""Working days and open hours: over weekends, holidays, midnight and changes of the clocks."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nudge.domain.nudge_policies import QuietHours
from nudge.domain.quiet_hours import MINUTE, OpenHours, is_quiet, open_stretches
from nudge.domain.wall_clock import zone_of
from nudge.domain.working_days import WorkingDays
from tests.domain.plan_requests import ZONES, clocks, weekdays

CHRISTMAS = frozenset({date(2026, 12, 24), date(2026, 12, 25), date(2026, 12, 26), date(2027, 1, 1)})
BERLIN = zone_of("Europe/Berlin")
quiets = st.lists(st.builds(QuietHours, clocks, clocks), max_size=3).map(tuple)


def test_chains_of_days_off_are_stepped_over() -> None:
    """From before Christmas to after the weekend, and back."""
    days = WorkingDays(free=CHRISTMAS)
    assert days.after(date(2026, 12, 23)) == date(2026, 12, 28)
    assert days.before(date(2026, 12, 28)) == date(2026, 12, 23)
    assert days.after(date(2026, 12, 23), 5) == date(2027, 1, 4)
    assert days.from_day(date(2026, 12, 25)) == date(2026, 12, 28)
    assert days.from_day(date(2026, 12, 28)) == date(2026, 12, 28)


def test_who_has_no_working_days_has_none() -> None:
    """No weekday at all, or all of them free: None rather than a search without end."""
    assert WorkingDays(frozenset()).after(date(2026, 1, 1)) is None
    every = frozenset(date(2026, 1, 1) + timedelta(n) for n in range(99))
    assert WorkingDays(free=every).from_day(date(2026, 1, 1)) is None


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), weekdays, st.integers(1, 5))
def test_forth_and_back(day: date, chosen: frozenset[int], n: int) -> None:
    """The n-th working day before the n-th after a working day is the day itself."""
    days = WorkingDays(chosen)
    if day in days and (after := days.after(day, n)):
        assert after in days
        assert days.before(after, n) == day


@pytest.mark.parametrize(
    ("quiet", "expected"),
    [
        ((), ["00:00-00:00"]),
        ((QuietHours(time(20), time(8)),), ["08:00-20:00"]),
        ((QuietHours(time(0), time(8)),), ["08:00-00:00"]),
        ((QuietHours(time(12), time(13)), QuietHours(time(18), time(8, 30))), ["08:30-12:00", "13:00-18:00"]),
        ((QuietHours(time(9), time(9)),), []),
        ((QuietHours(time(20), time(8)), QuietHours(time(7), time(9))), ["09:00-20:00"]),
    ],
)
def test_open_stretches_of_a_day(quiet: tuple[QuietHours, ...], expected: list[str]) -> None:
    """Quiet hours over midnight, several of them, overlapping, and all day."""
    found = open_stretches(date(2026, 11, 20), BERLIN, quiet)
    local = [f"{a.astimezone(BERLIN):%H:%M}-{b.astimezone(BERLIN):%H:%M}" for a, b in found]
    assert local == expected


@settings(max_examples=150, deadline=None)
@given(st.dates(date(2026, 1, 1), date(2028, 1, 1)), st.sampled_from(ZONES), quiets)
def test_each_open_minute_is_shown_once_and_not_quiet(
    day: date, name: str, quiet: tuple[QuietHours, ...]
) -> None:
    """On days when clocks change too: the minutes are those of the wall, each once, none of them quiet."""
    zone = zone_of(name)
    shown = [
        (at + n * MINUTE).astimezone(zone)
        for at, ends in open_stretches(day, zone, quiet)
        for n in range((ends - at) // MINUTE)
    ]
    assert all(wall.date() == day and not wall.fold and not is_quiet(wall.time(), quiet) for wall in shown)
    assert len({wall.time() for wall in shown}) == len(shown)


@pytest.mark.parametrize(
    ("quiet", "expected"),
    [
        ((), "08:00"),
        ((QuietHours(time(18), time(8, 30)),), "08:30"),
        ((QuietHours(time(22), time(6)),), "06:00"),
        ((QuietHours(time(22), time(5)),), "08:00"),
        ((QuietHours(time(8), time(20)),), "20:00"),
        ((QuietHours(time(3), time(0)),), "00:00"),
        ((QuietHours(time(9), time(9)),), "none"),
    ],
)
def test_a_morning(quiet: tuple[QuietHours, ...], expected: str) -> None:
    """Where quiet hours end; at eight where they leave the night open."""
    found = OpenHours(BERLIN, quiet).morning(date(2026, 11, 20))
    assert (f"{found.astimezone(BERLIN):%H:%M}" if found else "none") == expected


def test_the_next_open_minute() -> None:
    """Now when it is open; after quiet hours, weekends and holidays; never when there is none."""
    hours = OpenHours(BERLIN, (QuietHours(time(20), time(8)),), WorkingDays(free=CHRISTMAS))
    at = datetime(2026, 12, 23, 12, 0, 30, tzinfo=UTC)
    assert hours.next_at(at) == datetime(2026, 12, 23, 12, 1, tzinfo=UTC)
    assert hours.next_at(at.replace(hour=19)) == datetime(2026, 12, 28, 7, tzinfo=UTC)
    assert OpenHours(BERLIN, (QuietHours(time(9), time(9)),)).next_at(at) is None
    assert hours.is_open_at(at)
    assert not hours.is_open_at(at + timedelta(days=2))
    assert hours.is_open_at(at + timedelta(days=2), any_day=True)
