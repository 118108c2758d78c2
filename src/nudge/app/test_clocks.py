"""Test clocks: a test tenant's time stands still until it is advanced, and its nudges go to its inbox.

Two weeks pass in a second, and nothing live is touched: the engine leaves tenants on a test clock alone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from nudge.app.deliveries import Deliveries
from nudge.app.ports import Clock, Store
from nudge.domain.errors import Conflict, Invalid, NotAllowed, NotFound
from nudge.domain.letters import Letter, TestClock
from nudge.domain.nudges import NudgeState
from nudge.domain.records import Page

FURTHEST = timedelta(days=400)
"""How far a clock can be advanced at once. Chosen: a year of a programme and some more."""
MOST_AT_ONCE = 10_000
"""Nudges that one advance sends. Chosen: minutes of work; whoever tests more does it in steps."""


@dataclass(frozen=True, slots=True)
class StandingClock:
    """A `Clock` that stands still."""

    at: datetime

    def now(self) -> datetime:
        """The time at which it stands."""
        return self.at


class TenantClock:
    """The `Clock` of one tenant: its test clock where it has one, else the clock on the wall."""

    def __init__(self, store: Store, tenant: str, otherwise: Clock) -> None:
        self._store = store
        self._tenant = tenant
        self._otherwise = otherwise

    def now(self) -> datetime:
        """Now, for this tenant."""
        with self._store.begin(read_only=True) as records:
            clock = records.test_clock(self._tenant)
        return clock.at if clock else self._otherwise.now()


class TestClocks:
    """What one can do with the time of a test tenant.

    Args:
        deliveries: makes what sends a tenant's nudges by a clock.
    """

    __test__ = False  # not a test of pytest's

    def __init__(self, store: Store, deliveries: Callable[[Clock], Deliveries]) -> None:
        self._store = store
        self._deliveries = deliveries

    def start(self, tenant: str, at: datetime) -> TestClock:
        """Stop the tenant's time at an instant. Again, it is set; it never goes back.

        Raises:
            NotAllowed: `test-key-needed` for a tenant of live data.
            Conflict: `clock-back` for an instant before the one that it shows.
        """
        with self._store.begin() as records:
            if not records.is_test(tenant):
                raise NotAllowed(
                    "test-key-needed",
                    "Only what belongs to a test key has a clock of its own; "
                    "`nudge keys create --test` makes one.",
                )
            clock = records.test_clock(tenant)
            if clock and at < clock.at:
                raise Conflict("clock-back", "A test clock doesn't go back; use another test tenant.")
            started = TestClock(tenant, at, clock.revision + 1 if clock else 1)
            records.save_test_clock(started)
        return started

    def get(self, tenant: str) -> TestClock:
        """The tenant's clock.

        Raises:
            NotFound: `clock-not-found`.
        """
        with self._store.begin(read_only=True) as records:
            clock = records.test_clock(tenant)
        if clock is None:
            raise NotFound("clock-not-found", "There is no test clock; start one with POST /v1/clock.")
        return clock

    def advance(self, tenant: str, to: datetime) -> tuple[TestClock, int]:
        """Let time pass: every nudge that is due on the way goes to the inbox, in order, each at its time.

        Returns:
            The clock, and how many nudges were looked at.

        Raises:
            NotFound: `clock-not-found`.
            Conflict: `clock-back`; Invalid: `clock-too-far`.
        """
        clock = self.get(tenant)
        if to < clock.at:
            raise Conflict("clock-back", "A test clock doesn't go back; use another test tenant.")
        if to > clock.at + FURTHEST:
            message = f"A test clock can be advanced by {FURTHEST.days} days at once."
            raise Invalid("clock-too-far", message, max_days=FURTHEST.days)
        self._take_back(tenant, clock.at)
        n_looked_at = 0
        while n_looked_at < MOST_AT_ONCE and (due := self._next_due(tenant)) and due <= to:
            at = max(due, clock.at)
            clock = self._set(clock, at)
            found = self._deliveries(StandingClock(at)).deliver_due(tenant, until=at + timedelta(seconds=1))
            n_looked_at += found
            if not found:
                break
        return self._set(clock, max(clock.at, to)), n_looked_at

    def inbox(self, tenant: str, *, after: str = "", limit: int = 50) -> Page[Letter]:
        """What was sent, in order."""
        with self._store.begin(read_only=True) as records:
            return records.inbox(tenant, after=after, limit=limit)

    def _take_back(self, tenant: str, at: datetime) -> None:
        """What an advance had under way when its process died; the inbox knows a second copy."""
        with self._store.begin() as records:
            _, unknown = records.end_leases(at + FURTHEST, tenant=tenant)
            for nudge in unknown:
                records.settle(replace(nudge, state=NudgeState.PLANNED), was=NudgeState.UNKNOWN)

    def _next_due(self, tenant: str) -> datetime | None:
        with self._store.begin(read_only=True) as records:
            return records.next_due(tenant)

    def _set(self, clock: TestClock, at: datetime) -> TestClock:
        moved = replace(clock, at=at, revision=clock.revision + 1)
        with self._store.begin() as records:
            records.save_test_clock(moved)
        return moved
