"""When somebody may be nudged: the stretches of a day that aren't quiet, on days for work."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from nudge.domain.nudge_policies import QuietHours
from nudge.domain.wall_clock import instant_at
from nudge.domain.working_days import WorkingDays

Stretch = tuple[datetime, datetime]
"""From the first to before the second instant, whole minutes in UTC."""

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
NIGHT_ENDS, MORNING, NIGHT_BEGINS = time(6), time(8), time(21)
"""Where quiet hours leave the night open: a morning begins at 8 all the same, or at 6 for who is quiet until
then. Chosen: whoever sets quiet hours that end between the two is an early riser, whoever sets none has
forgotten them."""


def is_quiet(clock: time, quiet: tuple[QuietHours, ...]) -> bool:
    """Whether a wall-clock time lies in quiet hours; their end doesn't.

    >>> night = (QuietHours(time(18), time(8, 30)),)
    >>> [is_quiet(at, night) for at in (time(18), time(3), time(8, 30), time(17, 59))]
    [True, True, False, False]
    """
    return any(
        hours.starts <= clock < hours.ends
        if hours.starts < hours.ends
        else clock >= hours.starts or clock < hours.ends
        for hours in quiet
    )


@lru_cache(maxsize=8192)
def open_stretches(day: date, zone: ZoneInfo, quiet: tuple[QuietHours, ...]) -> tuple[Stretch, ...]:
    """The stretches of a local day that aren't quiet, in order.

    Where clocks are set back the second time round doesn't count, so each wall-clock time is there once.
    """
    begins, ends = (instant_at(each, time(), zone).astimezone(UTC) for each in (day, day + DAY))
    if ends - begins == DAY:
        return tuple((begins + a * MINUTE, begins + b * MINUTE) for a, b in _open_minutes(quiet))
    return _walked(day, begins, ends, zone, quiet)


@lru_cache(maxsize=1024)
def _open_minutes(quiet: tuple[QuietHours, ...]) -> tuple[tuple[int, int], ...]:
    """The same in minutes of a day of 24 hours."""
    is_open = [not is_quiet(time(*divmod(minute, 60)), quiet) for minute in range(24 * 60)]
    edges = [m for m in range(1, 24 * 60) if is_open[m] != is_open[m - 1]]
    edges = [0, *edges] if is_open[0] else edges
    return tuple(zip(edges[::2], [*edges[1::2], 24 * 60], strict=False))


def _walked(
    day: date, begins: datetime, ends: datetime, zone: ZoneInfo, quiet: tuple[QuietHours, ...]
) -> tuple[Stretch, ...]:
    """The same on a day on which clocks change, minute by minute."""
    found: list[Stretch] = []
    for n in range((ends - begins) // MINUTE):
        instant = begins + n * MINUTE
        wall = instant.astimezone(zone)
        if wall.date() != day or wall.fold or is_quiet(wall.time(), quiet):
            continue
        if found and found[-1][1] == instant:
            found[-1] = (found[-1][0], instant + MINUTE)
        else:
            found.append((instant, instant + MINUTE))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class OpenHours:
    """When a person may be nudged."""

    zone: ZoneInfo
    quiet: tuple[QuietHours, ...] = ()
    working: WorkingDays = field(default_factory=WorkingDays)

    def on(self, day: date, *, any_day: bool = False) -> tuple[Stretch, ...]:
        """The open stretches of a day; none on a day off unless `any_day`."""
        return open_stretches(day, self.zone, self.quiet) if any_day or day in self.working else ()

    def day_of(self, instant: datetime) -> date:
        """Which day it is then, for the person."""
        return instant.astimezone(self.zone).date()

    def is_open_at(self, instant: datetime, *, any_day: bool = False) -> bool:
        """Whether the person may be nudged at this instant."""
        day = self.day_of(instant)
        return any(starts <= instant < ends for starts, ends in self.on(day, any_day=any_day))

    def next_at(self, instant: datetime) -> datetime | None:
        """The first open minute at or after an instant, in UTC; None when there is none for two months.

        >>> hours = OpenHours(ZoneInfo("UTC"), (QuietHours(time(20), time(8)),))
        >>> hours.next_at(datetime(2026, 11, 20, 21, tzinfo=UTC)).isoformat()
        '2026-11-23T08:00:00+00:00'
        """
        wanted = whole_minute(instant)
        day = self.working.from_day(self.day_of(wanted))
        while day is not None and (day - wanted.date()).days < 60:
            for starts, ends in self.on(day):
                if wanted < ends:
                    return max(starts, wanted)
            day = self.working.after(day)
        return None

    def decent(self, instant: datetime) -> datetime:
        """The instant, or the morning after the night in which it lies. Quiet hours aren't looked at."""
        wall = instant.astimezone(self.zone)
        if NIGHT_ENDS <= wall.time() < NIGHT_BEGINS:
            return instant
        day = wall.date() + DAY * (wall.time() >= NIGHT_BEGINS)
        return max(instant, instant_at(day, MORNING, self.zone).astimezone(UTC))

    def last_minute(self, days: Iterable[date]) -> datetime | None:
        """The last open minute of these days; None when all of them are closed."""
        return max((self.on(day)[-1][1] - MINUTE for day in days if self.on(day)), default=None)

    def morning(self, day: date, *, any_day: bool = False) -> datetime | None:
        """When a day begins for the person: where its quiet hours end; None without an open minute.

        >>> hours = OpenHours(ZoneInfo("UTC"), (QuietHours(time(18), time(8, 30)),))
        >>> hours.morning(date(2026, 11, 20)).isoformat()
        '2026-11-20T08:30:00+00:00'
        """
        return _morning(day, self.zone, self.quiet) if any_day or day in self.working else None


@lru_cache(maxsize=8192)
def _morning(day: date, zone: ZoneInfo, quiet: tuple[QuietHours, ...]) -> datetime | None:
    stretches = open_stretches(day, zone, quiet)
    early = instant_at(day, NIGHT_ENDS, zone).astimezone(UTC)
    for starts, ends in stretches:
        begins = starts if starts >= early else instant_at(day, MORNING, zone).astimezone(UTC)
        if begins < ends:
            return begins
    return stretches[0][0] if stretches else None


def whole_minute(instant: datetime) -> datetime:
    """The instant in UTC, up to the next whole minute."""
    floored = instant.astimezone(UTC).replace(second=0, microsecond=0)
    return floored if floored == instant else floored + MINUTE
