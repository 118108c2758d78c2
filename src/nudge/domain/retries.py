"""What becomes of a nudge that a courier couldn't hand over: tried again later, given up, or too late."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from nudge.domain.letters import RECEIPT_UNKNOWN, NotDelivered
from nudge.domain.nudge_checks import is_too_late
from nudge.domain.nudges import NudgeState, StoredNudge

JITTER = 0.1
"""Waits vary by so much to both sides. Chosen: many that failed together don't come back together, and a
wait is still what the courier asked for."""


def after_failure(
    nudge: StoredNudge, problem: NotDelivered, waits: Sequence[timedelta], now: datetime
) -> StoredNudge:
    """The nudge after a failed try, the `attempts`-th.

    What may have arrived is unknown, and not sent again by itself. Final failures and those after the last
    wait are dead; a next try that would come too late expires it; otherwise it is planned again after the
    wait, or after what the receiver asked for if that is longer.
    """
    if problem.code == RECEIPT_UNKNOWN:
        return _ended(nudge, NudgeState.UNKNOWN, problem.code, now)
    n_waited = nudge.attempts - 1
    if problem.is_final or n_waited >= len(waits):
        return _ended(nudge, NudgeState.DEAD, problem.code, now)
    wait = with_jitter(waits[n_waited], nudge.id, nudge.attempts)
    due_at = now + max(wait, problem.retry_after or wait)
    if is_too_late(nudge, due_at):
        return _ended(nudge, NudgeState.EXPIRED, "too_late", now)
    # No wall-clock time was meant by this: it isn't to be derived again from one.
    return replace(nudge, state=NudgeState.PLANNED, due_at=due_at, local_at=None, lease_until=None)


def with_jitter(wait: timedelta, nudge_id: str, attempt: int) -> timedelta:
    """A wait, a little shorter or longer: always the same for a try, different for others.

    >>> with_jitter(timedelta(minutes=1), "nud_1", 1) == with_jitter(timedelta(minutes=1), "nud_1", 1)
    True
    >>> abs(with_jitter(timedelta(hours=1), "nud_1", 2) - timedelta(hours=1)) <= timedelta(minutes=6)
    True
    """
    lot = int.from_bytes(hashlib.sha256(f"{nudge_id} {attempt}".encode()).digest()[:4]) / 2**32
    return wait * (1 + JITTER * (2 * lot - 1))


def _ended(nudge: StoredNudge, state: NudgeState, reason: str, now: datetime) -> StoredNudge:
    return replace(nudge, state=state, reason=reason, lease_until=None, decided_at=now)
