"""Instants of wall-clock times: all zones, days of a year and half hours, against the zones walked in UTC.

By default all half hours of the days around changes of the clocks and three times of every other day are
tried; with NUDGE_EVERY_HALF_HOUR=1 all ten million (about five minutes).
"""

import copy
import os
import pickle
import zoneinfo
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time, timedelta
from importlib import metadata, resources
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from nudge.domain import wall_clock
from nudge.domain.errors import Invalid
from nudge.domain.wall_clock import due_from, instant_at, tz_data_version, zone_names, zone_of

YEAR = 2028
DAYS = [date(YEAR, 1, 1) + timedelta(n) for n in range(366)]
HALF_HOURS = [time(n // 2, n % 2 * 30) for n in range(48)]
FEW = [time(0), time(12, 30), time(23, 30)]
EVERY = bool(os.environ.get("NUDGE_EVERY_HALF_HOUR"))
EPOCH = datetime(YEAR - 1, 12, 25)
SECOND, HOUR = timedelta(seconds=1), timedelta(hours=1)


@dataclass(frozen=True)
class Oracle:
    """A zone as its offsets in UTC, found by walking; all in seconds since `EPOCH`.

    Attributes:
        begins: where each offset begins to hold; `offsets` is that offset.
    """

    begins: list[int]
    offsets: list[int]

    @classmethod
    def of(cls, zone: ZoneInfo) -> "Oracle":
        """Walk in steps of six hours, and to the second where the offset changes."""

        def offset(second: int) -> int:
            there = (EPOCH + second * SECOND).replace(tzinfo=UTC).astimezone(zone).utcoffset()
            assert there is not None
            return int(there.total_seconds())

        begins, offsets, step = [0], [offset(0)], 6 * 3600
        for second in range(step, 380 * 86400, step):
            if (now := offset(second)) != offsets[-1]:
                low, high = second - step, second
                while high - low > 1:
                    middle = (low + high) // 2
                    low, high = (low, middle) if offset(middle) == now else (middle, high)
                begins.append(high)
                offsets.append(now)
        return cls(begins, offsets)

    def first(self, wall: int) -> int:
        """The first UTC second at which clocks show this, else the one at which they skip it."""
        ends = [*self.begins[1:], 10**9]
        shown = [
            wall - offset
            for begins, end, offset in zip(self.begins, ends, self.offsets, strict=True)
            if begins <= wall - offset < end
        ]
        if shown:
            return min(shown)
        return next(
            begins
            for begins, before, after in zip(self.begins[1:], self.offsets, self.offsets[1:], strict=False)
            if begins + before <= wall < begins + after
        )

    def changes_near(self, day: date) -> bool:
        """Whether clocks change within a day and a half of its noon."""
        noon = int((datetime.combine(day, time(12)) - EPOCH).total_seconds())
        at = bisect_right(self.begins, noon - 36 * 3600)
        return at < len(self.begins) and self.begins[at] <= noon + 36 * 3600


def wall_times(oracle: Oracle) -> Iterator[tuple[date, time]]:
    """What is tried in a zone."""
    for day in DAYS:
        for clock in HALF_HOURS if EVERY or oracle.changes_near(day) else FEW:
            yield day, clock


def test_every_half_hour_of_every_zone() -> None:
    """A wall-clock time is the first instant at which clocks show it, else the one at which they skip it."""
    tried = changes = 0
    for name in sorted(zone_names()):
        zone = zone_of(name)
        oracle = Oracle.of(zone)
        changes += len(oracle.begins) - 1
        for day, clock in wall_times(oracle):
            wall = datetime.combine(day, clock)
            expected = oracle.first(int((wall - EPOCH).total_seconds()))
            found = due_from(day, clock, zone).replace(tzinfo=None) - EPOCH
            assert found == expected * SECOND, (name, wall)
            tried += 1
    assert changes > 300
    assert tried == 598 * 366 * 48 if EVERY and len(zone_names()) == 598 else tried > 500_000


def test_zones_are_of_the_pinned_data_and_not_of_the_system(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A system with other rules changes nothing."""
    (tmp_path / "Europe").mkdir()
    tokyo = resources.files("tzdata").joinpath("zoneinfo", "Asia", "Tokyo").read_bytes()
    (tmp_path / "Europe" / "Berlin").write_bytes(tokyo)
    zoneinfo.reset_tzpath(to=[str(tmp_path)])
    wall_clock._read.cache_clear()
    try:
        assert ZoneInfo.no_cache("Europe/Berlin").utcoffset(datetime(2026, 7, 1)) == 9 * HOUR
        assert zone_of("Europe/Berlin").utcoffset(datetime(2026, 7, 1)) == 2 * HOUR
    finally:
        zoneinfo.reset_tzpath()
    assert tz_data_version() == metadata.version("tzdata")


def test_a_zone_is_one_object_that_can_be_copied() -> None:
    """Copies, pickles and dataclasses of times work, and all have the same zone."""
    zone = zone_of("Europe/Berlin")
    assert zone is zone_of("Europe/Berlin") is copy.deepcopy(zone) is pickle.loads(pickle.dumps(zone))
    assert (zone.key, str(zone)) == ("Europe/Berlin", "Europe/Berlin")

    @dataclass
    class Timed:
        at: datetime

    at = instant_at(date(2026, 10, 25), time(2, 30), zone)
    assert asdict(Timed(at)) == {"at": at}
    assert pickle.loads(pickle.dumps(at)).tzinfo is zone


@pytest.mark.parametrize("name", ["Europe/Berln", "europe/berlin", "", "../zones", "Europe", "x" * 999, "\0"])
def test_only_names_of_the_data_are_zones(name: str) -> None:
    """No path, no other case, no folder; the message is short whatever was sent."""
    with pytest.raises(Invalid) as caught:
        zone_of(name)
    assert caught.value.code == "time-zone-unknown"
    assert len(caught.value.message) < 400


@pytest.mark.parametrize(
    ("zone", "day", "clock", "expected"),
    [
        ("Europe/Berlin", date(2027, 3, 28), time(2, 30), "2027-03-28T01:00:00+00:00"),
        ("Europe/Berlin", date(2026, 10, 25), time(2, 30), "2026-10-25T00:30:00+00:00"),
        ("America/New_York", date(2026, 11, 1), time(1, 30), "2026-11-01T05:30:00+00:00"),
        ("Australia/Lord_Howe", date(2027, 4, 4), time(1, 45), "2027-04-03T14:45:00+00:00"),
        ("Asia/Kathmandu", date(2026, 6, 1), time(8, 30), "2026-06-01T02:45:00+00:00"),
    ],
)
def test_due_instants_that_were_worked_out_by_hand(zone: str, day: date, clock: time, expected: str) -> None:
    """Gaps end, folds are taken the first time, odd offsets count."""
    assert due_from(day, clock, zone).isoformat() == expected
