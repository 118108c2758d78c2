"""What waits is meant by somebody's wall: when the rules of a time zone change, its instants follow."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from nudge.app.ports import Clock, Records, Store
from nudge.domain.errors import Conflict
from nudge.domain.nudges import StoredNudge
from nudge.domain.wall_clock import due_from

MOST_AT_ONCE = 500
"""Nudges in one transaction. Chosen: others wait for it for a fraction of a second."""


class ZoneChanges:
    """Derives instants again from the wall-clock times that were meant."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def follow(self, go_on: Callable[[], bool] = lambda: True) -> int:
        """Move every waiting nudge whose wall-clock time is at another instant now; how many were.

        Safe to do at any time, by several processes at once, and to break off.

        Args:
            go_on: asked between transactions; once it says no the rest is left.
        """
        with self._store.begin(read_only=True) as records:
            zones = records.zones_in_use()
        return sum(self._follow(zone, go_on) for zone in zones)

    def _follow(self, zone: str, go_on: Callable[[], bool]) -> int:
        n_moved, after = 0, ""
        while go_on():
            with self._store.begin(read_only=True) as records:
                waiting = records.waiting_in_zone(zone, after=after, limit=MOST_AT_ONCE)
            moved = [one for nudge in waiting if (one := self._moved(nudge)) is not None]
            if moved:
                with self._store.begin() as records:
                    n_moved += sum(_move(records, one) for one in moved)
            if len(waiting) < MOST_AT_ONCE:
                break
            after = waiting[-1].id
        return n_moved

    def _moved(self, nudge: StoredNudge) -> StoredNudge | None:
        if nudge.local_on is None or nudge.local_at is None or nudge.due_at is None:
            return None
        due_at = due_from(nudge.local_on, nudge.local_at, nudge.zone)
        if due_at == nudge.due_at:
            return None
        return replace(
            nudge,
            due_at=due_at,
            expires_at=nudge.expiring_from(due_at),
            revision=nudge.revision + 1,
            epoch=nudge.epoch + 1,
            decided_at=self._clock.now(),
        )


def _move(records: Records, nudge: StoredNudge) -> bool:
    """Whether it could be moved: one that is under way, or was changed meanwhile, is left alone."""
    try:
        records.move_nudge(nudge)
    except Conflict:
        return False
    return True
