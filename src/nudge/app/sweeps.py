"""Sweeps: every few seconds, what is due soon goes to the engine, and what was left behind comes back."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from nudge.app.nudge_ports import Courier, Engine
from nudge.app.ports import Clock, Records, Store
from nudge.domain.nudge_policies import Programme
from nudge.domain.nudges import NudgeState, StoredNudge

log = logging.getLogger("nudge.sweeps")

AHEAD = timedelta(minutes=1)
"""The engine gets what is due within this time, so it never holds more than a minute's work."""
CLAIM_LEASE = timedelta(minutes=10)
"""Chosen: much longer than a batch of 25 takes at a second each, short enough that what a dead process had
taken comes in time to be of use."""


@dataclass(frozen=True, slots=True)
class Sweep:
    """What one did.

    Attributes:
        n_claimed: handed to the engine.
        n_planned_again: had been taken by a process that is gone.
        n_unknown: were being sent when their process died.
        n_resent: of these, how many are sent again.
    """

    n_claimed: int = 0
    n_planned_again: int = 0
    n_unknown: int = 0
    n_resent: int = 0


class Sweeps:
    """Finds what is due. Any number of processes may sweep at the same time.

    Args:
        default: the programme of tenants that have none of their own.
        claim_lease: how long the engine may keep what it was handed, after it is due.
    """

    def __init__(
        self,
        store: Store,
        couriers: Mapping[str, Courier],
        clock: Clock,
        *,
        default: Programme,
        claim_lease: timedelta = CLAIM_LEASE,
    ) -> None:
        self._store = store
        self._couriers = couriers
        self._clock = clock
        self._default = default
        self._claim_lease = claim_lease

    def sweep(self, engine: Engine, *, limit: int = 1000) -> Sweep:
        """Take back what was left behind, take at most `limit` that are due, and hand them to the engine.

        All in one transaction: what is handed over is what is marked so.
        """
        now = self._clock.now()
        with self._store.begin() as records:
            n_planned_again, unknown = records.end_leases(now)
            n_resent = sum(self._sent_again(records, nudge, now) for nudge in unknown)
            claimed = records.claim_due(
                until=now + AHEAD, lease_until=now + AHEAD + self._claim_lease, limit=limit
            )
            if claimed:
                engine.hand_over(records, claimed)
        if n_held := len(unknown) - n_resent:
            log.warning(
                "%d nudges may have gone out when a process died: see /v1/nudges?state=unknown", n_held
            )
        return Sweep(len(claimed), n_planned_again, len(unknown), n_resent)

    def _sent_again(self, records: Records, nudge: StoredNudge, now: datetime) -> bool:
        """Plan one again that may have gone out, where that does no harm; else it is held as unknown."""
        courier = self._couriers.get(nudge.courier)
        policy = (records.programme(nudge.tenant) or self._default).policy
        if courier is None or nudge.attempts > len(courier.waits):
            return False
        if not (courier.deduplicates or policy.resends_unknown):
            return False
        again = replace(
            nudge,
            state=NudgeState.PLANNED,
            reason="unknown_sent_again",
            due_at=now,
            local_at=None,
            lease_until=None,
        )
        return records.settle(again, was=NudgeState.UNKNOWN)
