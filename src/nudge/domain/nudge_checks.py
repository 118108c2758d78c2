"""The last look before a nudge goes out: is it still wanted, still in time, still at a kind hour?

The plan knew what was true when it was made. Since then people have moved, stopped or come round, a server
has been down for days, another nudge has gone out.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

from nudge.domain.nudge_policies import NudgePreferences, Programme
from nudge.domain.nudges import PUT_THERE, SNOOZED, NudgeState, StoredNudge
from nudge.domain.quiet_hours import OpenHours
from nudge.domain.wall_clock import instant_at

_DAY = timedelta(days=1)


def not_now(
    nudge: StoredNudge,
    *,
    is_open: bool,
    is_stopped: bool = False,
    is_overtaken: bool = False,
    person: NudgePreferences,
    programme: Programme,
    hours: OpenHours,
    n_today: int,
    now: datetime,
) -> StoredNudge | None:
    """What to make of a nudge that must not go out at this instant; None when it may.

    Args:
        is_open: whether nobody has said yet what became of the pledge.
        is_stopped: whether the person wants no more nudges about it.
        is_overtaken: whether what it is for is over, such as the conversation that it prepares.
        hours: when the person may be nudged, by what holds now.
        n_today: how many others the person got on this local day, over all pledges.
        now: aware.
    """
    if not is_open:
        return _over(nudge, NudgeState.CANCELLED, "done", now)
    if is_stopped or person.stopped_at is not None:
        return _over(nudge, NudgeState.CANCELLED, "stopped", now)
    if is_overtaken:
        return _over(nudge, NudgeState.CANCELLED, "overtaken", now)
    if is_too_late(nudge, now):
        return _over(nudge, NudgeState.EXPIRED, "too_late", now)
    if not hours.is_open_at(now, any_day=hours.day_of(now) == nudge.local_on):
        return _postponed(nudge, hours, after=now, reason="quiet_hours", now=now)
    if nudge.reason != SNOOZED and n_today >= programme.policy.most_a_day:
        next_day = hours.day_of(now) + _DAY
        midnight = instant_at(next_day, time(), hours.zone).astimezone(UTC)
        tomorrow = hours.morning(next_day, any_day=True) or midnight
        return _postponed(nudge, hours, after=tomorrow, reason="most_a_day", now=now)
    return None


def is_too_late(nudge: StoredNudge, at: datetime) -> bool:
    """Whether a nudge that came then would come too late to be kind."""
    return nudge.expires_at is not None and at >= nudge.expires_at


def _postponed(
    nudge: StoredNudge, hours: OpenHours, *, after: datetime, reason: str, now: datetime
) -> StoredNudge:
    """The nudge at the next open minute, or expired when that is too late."""
    due_at = hours.next_at(after)
    if due_at is None or is_too_late(nudge, due_at):
        return _over(nudge, NudgeState.EXPIRED, reason, now)
    wall = due_at.astimezone(hours.zone)
    return replace(
        nudge,
        state=NudgeState.PLANNED,
        reason=nudge.reason if nudge.reason in PUT_THERE else reason,
        due_at=due_at,
        local_on=wall.date(),
        local_at=wall.time(),
        zone=hours.zone.key,
        lease_until=None,
        attempts=nudge.attempts - 1,  # it wasn't tried
        decided_at=now,
    )


def _over(nudge: StoredNudge, state: NudgeState, reason: str, now: datetime) -> StoredNudge:
    return replace(
        nudge, state=state, reason=reason, lease_until=None, attempts=nudge.attempts - 1, decided_at=now
    )
