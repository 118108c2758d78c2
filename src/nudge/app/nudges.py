"""Nudges as they are stored: why they come or don't, cancelled, moved, replayed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from nudge.app.nudges_ahead import Ahead, ahead_of
from nudge.app.plan_changes import CANCELLED, cancel
from nudge.app.ports import Clock, Records, Store
from nudge.domain.errors import Conflict, Invalid
from nudge.domain.nudges import MOVED, WAITING, Attempt, NudgeState, StoredNudge
from nudge.domain.records import Page

LONGEST_SNOOZE = timedelta(days=60)
"""How far a nudge can be moved. Chosen: whoever wants it later has another pledge by then."""
REPLAYED_FOR = timedelta(days=1)
"""How late a replayed nudge may at least be, from then on: one that has expired meanwhile would do so again.
Chosen: whoever replays it wants it sent today."""


class Nudges:
    """What one can do with nudges that are planned or sent."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def get(self, tenant: str, nudge_id: str) -> StoredNudge:
        """One decision.

        Raises:
            NotFound: `nudge-not-found`.
        """
        with self._store.begin(read_only=True) as records:
            return records.nudge(tenant, nudge_id)

    def list(
        self,
        tenant: str,
        *,
        participant: str | None = None,
        pledge: str | None = None,
        state: NudgeState | None = None,
        after: str = "",
        limit: int = 50,
    ) -> Page[StoredNudge]:
        """A page of decisions, in the order in which they were made: also those not to send.

        Raises:
            NotFound: `participant-not-found`, `pledge-not-found`.
        """
        with self._store.begin(read_only=True) as records:
            if participant is not None:
                records.participant(tenant, participant)
            if pledge is not None:
                records.pledge(tenant, pledge)
            return records.nudges(
                tenant, participant=participant, pledge=pledge, state=state, after=after, limit=limit
            )

    def ahead(
        self, tenant: str, *, days: int, participant: str | None = None, after: str = "", limit: int = 50
    ) -> Page[Ahead]:
        """What comes in the next days and what doesn't, of each participant with an open pledge.

        It is what the ledger has, not a new plan: what waits until then, overdue or not, and of each moment
        the last decision where that is a no. A page looks at `limit` participants; those without an open
        pledge aren't in it, so it may be shorter, or empty, and still go on.

        Args:
            days: times 24 hours, from now on by the tenant's test clock, if it has one.
            participant: only this one.

        Raises:
            NotFound: `participant-not-found`.
        """
        with self._store.begin(read_only=True) as records:
            clock = records.test_clock(tenant)
            now = clock.at if clock else self._clock.now()
            people = (
                Page((records.participant(tenant, participant),))
                if participant is not None
                else records.participants(tenant, after=after, limit=limit)
            )
            until = now + timedelta(days=days)
            found = [ahead_of(records, one, now=now, until=until) for one in people.items]
        return Page([one for one in found if one.pledges], people.next_after)

    def attempts(self, tenant: str, nudge_id: str) -> Sequence[Attempt]:
        """Every try to send a nudge.

        Raises:
            NotFound: `nudge-not-found`.
        """
        with self._store.begin(read_only=True) as records:
            records.nudge(tenant, nudge_id)
            return records.attempts(tenant, nudge_id)

    def cancel(self, tenant: str, nudge_id: str) -> StoredNudge:
        """Not send one that waits; a cancelled one stays cancelled.

        Raises:
            NotFound: `nudge-not-found`.
            Conflict: `nudge-not-waiting`.
        """
        with self._store.begin() as records:
            nudge = records.nudge(tenant, nudge_id)
            if nudge.state is not NudgeState.CANCELLED:
                _refuse_over(nudge)
                cancel(records, nudge, CANCELLED, self._clock.now())
            return records.nudge(tenant, nudge_id)

    def snooze(self, tenant: str, nudge_id: str, until: datetime) -> StoredNudge:
        """Send one that waits at another time. The person's quiet hours still hold then.

        Raises:
            NotFound: `nudge-not-found`.
            Conflict: `nudge-not-waiting`.
            Invalid: `snooze-in-the-past`, `snooze-too-far`.
        """
        now = self._clock.now()
        if until <= now:
            raise Invalid("snooze-in-the-past", "A nudge can only be moved to a time to come.", at="$.until")
        if until > now + LONGEST_SNOOZE:
            message = f"A nudge can be moved by {LONGEST_SNOOZE.days} days at most."
            raise Invalid("snooze-too-far", message, at="$.until", max_days=LONGEST_SNOOZE.days)
        with self._store.begin() as records:
            nudge = records.nudge(tenant, nudge_id)
            _refuse_over(nudge)
            return _moved(records, nudge, until, now)

    def replay(self, tenant: str, nudge_id: str) -> StoredNudge:
        """Plan a nudge again, for now, that is dead or of which nobody knows whether it went out.

        Raises:
            NotFound: `nudge-not-found`.
            Conflict: `nudge-not-replayable` in any other state.
        """
        now = self._clock.now()
        with self._store.begin() as records:
            nudge = records.nudge(tenant, nudge_id)
            again = replace(
                nudge,
                state=NudgeState.PLANNED,
                reason="replayed",
                due_at=now,
                local_at=None,
                expires_at=max(nudge.expires_at, now + REPLAYED_FOR) if nudge.expires_at else None,
                attempts=0,
                decided_at=now,
            )
            is_over = nudge.state in (NudgeState.DEAD, NudgeState.UNKNOWN)
            if not is_over or not records.settle(again, was=nudge.state):
                message = "Only a nudge that is dead or unknown can be replayed."
                raise Conflict("nudge-not-replayable", message, nudge=nudge_id, state=nudge.state)
        return again


def _moved(records: Records, nudge: StoredNudge, until: datetime, now: datetime) -> StoredNudge:
    """The nudge at another instant, which is nobody's wall-clock time any more."""
    moved = replace(
        nudge,
        state=NudgeState.PLANNED,
        reason=MOVED,
        due_at=until,
        local_on=None,
        local_at=None,
        expires_at=nudge.expiring_from(until),
        revision=nudge.revision + 1,
        epoch=nudge.epoch + 1,
        lease_until=None,
        decided_at=now,
    )
    records.move_nudge(moved)
    return moved


def _refuse_over(nudge: StoredNudge) -> None:
    if nudge.state not in WAITING:
        raise Conflict(
            "nudge-not-waiting",
            "This nudge is under way or over; only one that waits can be cancelled or moved.",
            nudge=nudge.id,
            state=nudge.state,
        )
