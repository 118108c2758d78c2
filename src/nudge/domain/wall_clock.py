"""From a time on somebody's wall to an instant, on the days when clocks change too.

The rules of the zones are those of the pinned package `tzdata`, whatever the system has: two machines, and
the same one after an upgrade, derive the same instants until the lock file changes.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from importlib import resources
from importlib.metadata import version
from zoneinfo import ZoneInfo

from nudge.domain.errors import Invalid
from nudge.domain.spelling import did_you_mean

LONGEST_ZONE_NAME = 64


class PinnedZone(ZoneInfo):
    """A zone of the pinned data. Copies and pickles are the zone of that name where they are read."""

    def __reduce__(self) -> tuple[Callable[[str], ZoneInfo], tuple[str]]:
        """By name: what `ZoneInfo` read from a file can't do."""
        return zone_of, (self.key,)


@cache
def zone_names() -> frozenset[str]:
    """Every zone of the pinned data."""
    return frozenset(resources.files("tzdata").joinpath("zones").read_text("ascii").split())


@cache
def tz_data_version() -> str:
    """Which rules are in force, such as "2026.6": nudges are derived anew when it changes."""
    return version("tzdata")


def zone_of(name: str) -> ZoneInfo:
    """The time zone of an IANA name, by the pinned data; the same object every time.

    Raises:
        Invalid: `time-zone-unknown` when there is no such zone; the message has the nearest spelling.

    >>> zone_of("Europe/Berlin").key
    'Europe/Berlin'
    """
    if name in zone_names():
        return _read(name)
    shown = name[:LONGEST_ZONE_NAME]
    message = f"There is no time zone “{shown}”. {did_you_mean(shown, zone_names())}"
    raise Invalid("time-zone-unknown", message, time_zone=shown)


@cache
def _read(name: str) -> PinnedZone:
    with resources.files("tzdata").joinpath("zoneinfo", *name.split("/")).open("rb") as file:
        return PinnedZone.from_file(file, key=name)


def instant_at(day: date, clock: time, zone: ZoneInfo) -> datetime:
    """The instant when the clocks of a zone show a time on a day, aware in that zone.

    A time that clocks skip becomes the first instant after the gap; one that comes twice is the first.

    >>> instant_at(date(2027, 3, 28), time(2, 30), zone_of("Europe/Berlin")).isoformat()
    '2027-03-28T03:00:00+02:00'
    >>> instant_at(date(2026, 10, 25), time(2, 30), zone_of("Europe/Berlin")).isoformat()
    '2026-10-25T02:30:00+02:00'
    """
    wall = datetime.combine(day, clock, tzinfo=zone)
    if wall.astimezone(UTC).astimezone(zone).replace(tzinfo=None) == wall.replace(tzinfo=None):
        return wall
    return _end_of_gap(wall, zone)


def due_from(local_on: date, local_at: time, zone: ZoneInfo | str) -> datetime:
    """The instant of a stored wall-clock time, in UTC: derived anew whenever zone or rules change.

    >>> due_from(date(2026, 11, 20), time(8, 30), "Europe/Berlin").isoformat()
    '2026-11-20T07:30:00+00:00'
    """
    return instant_at(local_on, local_at, zone_of(zone) if isinstance(zone, str) else zone).astimezone(UTC)


def _end_of_gap(wall: datetime, zone: ZoneInfo) -> datetime:
    """Between two readings of a skipped time, the second at which the offset changes."""
    before, after = wall.replace(fold=1).astimezone(UTC), wall.replace(fold=0).astimezone(UTC)
    new = after.astimezone(zone).utcoffset()
    while after - before > timedelta(seconds=1):
        middle = before + timedelta(seconds=(after - before).total_seconds() // 2)
        if middle.astimezone(zone).utcoffset() == new:
            after = middle
        else:
            before = middle
    return after.astimezone(zone)
