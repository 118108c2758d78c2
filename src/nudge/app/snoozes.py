"""Snoozes: a nudge that comes once more, on a later day that the person chose."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from types import MappingProxyType

from nudge.domain.nudge_policies import Moment
from nudge.domain.nudges import SNOOZED, Decision, NudgeState, StoredNudge
from nudge.domain.quiet_hours import OpenHours
from nudge.domain.wall_clock import instant_at
from nudge.domain.working_days import WorkingDays

MORNING = time(9)
"""Chosen: the day has begun and there is still all of it to act in."""
_DAY = timedelta(days=1)
_EVERY_DAY = WorkingDays(frozenset(range(7)))


class Snooze(StrEnum):
    """How much later it should come."""

    TOMORROW = "tomorrow"
    IN_THREE_DAYS = "in_three_days"
    NEXT_WEEK = "next_week"


def snooze_days(today: date, working: WorkingDays) -> Mapping[Snooze, date]:
    """The day of each choice: three different working days, in this order.

    Next week is the same weekday, or the last working day before it. For who doesn't work in the next two
    months every day is as good.

    >>> [day.strftime("%a %d") for day in snooze_days(date(2026, 3, 6), WorkingDays()).values()]
    ['Mon 09', 'Tue 10', 'Fri 13']
    """
    if working.after(today, 3) is None:
        working = _EVERY_DAY
    tomorrow = working.after(today) or today + _DAY
    third = working.after(max(tomorrow, today + 2 * _DAY)) or today + 3 * _DAY
    week = working.before(today + 8 * _DAY)
    if week is None or week <= third:
        week = working.after(third) or third + _DAY
    return MappingProxyType({Snooze.TOMORROW: tomorrow, Snooze.IN_THREE_DAYS: third, Snooze.NEXT_WEEK: week})


def snoozed(
    nudge: StoredNudge, when: Snooze, hours: OpenHours, now: datetime, *, nudge_id: str
) -> StoredNudge:
    """The nudge once more, on the morning of the day that was chosen. It is a row of its own."""
    day = snooze_days(hours.day_of(now), hours.working)[when]
    due_at = _morning(day, hours)
    wall = due_at.astimezone(hours.zone)
    return replace(
        nudge,
        id=nudge_id,
        decision=Decision.SEND,
        reason=SNOOZED,
        state=NudgeState.PLANNED,
        created_at=now,
        decided_at=now,
        due_at=due_at,
        local_on=wall.date(),
        local_at=wall.time(),
        zone=hours.zone.key,
        expires_at=nudge.expiring_from(due_at),
        template="",
        lead=None,
        probability=None,
        revision=1,
        epoch=0,
        lease_until=None,
        attempts=0,
        sent_at=None,
        answer=None,
        answered_at=None,
    )


def moment_on(nudge: StoredNudge, *, due_at: datetime | None, session_at: datetime | None) -> Moment:
    """What a nudge that was put off is about when it comes: what it was for may be over by then.

    Before the pledge is due it asks how it stands; from then on, and where nobody knows, what became of it.

    Args:
        due_at: of the pledge; None leaves it to the next conversation.
        session_at: when that is planned; None when nobody knows.
    """
    if nudge.moment in (Moment.SHARPEN, Moment.OUTCOME) or nudge.due_at is None:
        return nudge.moment
    if nudge.moment is Moment.PREPARE:
        return Moment.PREPARE if session_at and nudge.due_at < session_at else Moment.OUTCOME
    ends = due_at or session_at
    return Moment.MIDWAY if ends and nudge.due_at < ends else Moment.OUTCOME


def _morning(day: date, hours: OpenHours) -> datetime:
    """Nine o'clock, or where quiet hours end on that day."""
    nine = instant_at(day, MORNING, hours.zone).astimezone(UTC)
    if hours.is_open_at(nine, any_day=True):
        return nine
    return hours.morning(day, any_day=True) or nine
