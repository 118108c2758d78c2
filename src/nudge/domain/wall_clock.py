"""From a time on somebody's wall to an instant, on the days when clocks change too."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from nudge.domain.errors import Invalid
from nudge.domain.spelling import did_you_mean

LONGEST_ZONE_NAME = 64


@cache
def _known_zones() -> frozenset[str]:
    return frozenset(available_timezones())


def zone_of(name: str) -> ZoneInfo:
    """The time zone of an IANA name. The system's data come first, the pinned tzdata package second.

    Raises:
        Invalid: `time-zone-unknown` when there is no such zone; the message has the nearest spelling.

    >>> zone_of("Europe/Berlin").key
    'Europe/Berlin'
    """
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        shown = name[:LONGEST_ZONE_NAME]
        message = f"There is no time zone “{shown}”. {did_you_mean(shown, _known_zones())}"
        raise Invalid("time-zone-unknown", message, time_zone=shown) from None


def instant_at(day: date, clock: time, zone: ZoneInfo) -> datetime:
    """The instant when the clocks of a zone show a time on a day, aware in that zone.

    A time that clocks skip becomes the first instant after the gap; one that comes twice is the first.

    >>> instant_at(date(2027, 3, 28), time(2, 30), ZoneInfo("Europe/Berlin")).isoformat()
    '2027-03-28T03:00:00+02:00'
    >>> instant_at(date(2026, 10, 25), time(2, 30), ZoneInfo("Europe/Berlin")).isoformat()
    '2026-10-25T02:30:00+02:00'
    """
    wall = datetime.combine(day, clock, tzinfo=zone)
    if wall.astimezone(UTC).astimezone(zone).replace(tzinfo=None) == wall.replace(tzinfo=None):
        return wall
    return _end_of_gap(wall, zone)


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
