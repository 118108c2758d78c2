"""Everything that can happen to nudges, in any order: finished, moved, snoozed, stopped, sent, half sent by a
process that dies or is too slow, taken over, delivered a second time by a confused engine."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from nudge.app.deliveries import Deliveries
from nudge.app.nudge_ports import Ledger
from nudge.app.nudges import Nudges
from nudge.app.sweeps import Sweeps
from nudge.domain.errors import Conflict
from nudge.domain.letters import Letter, NotDelivered
from nudge.domain.nudges import ClaimedNudge, NudgeState, StoredNudge
from nudge.domain.pledges import Outcome
from nudge.domain.records import Participant, PledgeState
from tests.durability.parts import PROGRAMME, TENANT, PlainWords, make_nudge, seed_people
from tests.fakes.store import FakeStore

START = datetime(2026, 3, 2, 11, tzinfo=UTC)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
OVER = frozenset(NudgeState) - {NudgeState.PLANNED, NudgeState.QUEUED, NudgeState.SENDING}
N_PEOPLE = 12

people = st.integers(0, N_PEOPLE - 1)
picks = st.integers(0, 1000)


class ProcessDied(BaseException):
    """SIGKILL: nothing that comes after it is done."""


@dataclass
class StillClock:
    at: datetime = START

    def now(self) -> datetime:
        return self.at


@dataclass
class Wire:
    """Writes down what went out, and does what the test wants before or after."""

    name: str = "wire"
    deduplicates: bool = True
    waits: Sequence[timedelta] = (MINUTE, HOUR)
    out: list[str] = field(default_factory=list)
    before: Callable[[], None] | None = None
    after: Callable[[], None] | None = None

    def address(self, participant: Participant) -> str | None:
        return participant.id

    def send(self, letter: Letter) -> str:
        before, after = self.before, self.after
        self.before = self.after = None
        if before:
            before()
        self.out.append(letter.id)
        if after:
            after()
        return "receipt"


@dataclass
class Hands:
    """An engine that forgets nothing, not even what it has done."""

    claimed: list[ClaimedNudge] = field(default_factory=list)

    def hand_over(self, records: Ledger, claimed: Sequence[ClaimedNudge]) -> None:
        self.claimed += claimed

    def start(self) -> None: ...
    def stop(self) -> None: ...


def dies() -> None:
    raise ProcessDied


def fails() -> None:
    raise NotDelivered("mailbox-busy")


class Interleavings(RuleBasedStateMachine):
    """A dozen people with a pledge each, and a nudge for each to begin with."""

    def __init__(self) -> None:
        super().__init__()
        self.store, self.clock, self.wire, self.hands = FakeStore(), StillClock(), Wire(), Hands()
        couriers = {"wire": self.wire}
        self.deliveries = Deliveries(
            self.store,
            couriers,
            PlainWords(),
            self.clock,
            default=PROGRAMME,
            attempt_lease=5 * MINUTE,
            pause=lambda _: None,
        )
        self.sweeps = Sweeps(self.store, couriers, self.clock, default=PROGRAMME, claim_lease=10 * MINUTE)
        self.n_nudges = 0
        self.was_unknown: set[str] = set()
        self.finished: dict[str, int] = {}  # pledge or person → how much had gone out by then
        seed_people(self.store, N_PEOPLE, START)

    @initialize(deduplicates=st.booleans())
    def beginning(self, deduplicates: bool) -> None:
        self.wire.deduplicates = deduplicates
        for person in range(N_PEOPLE):
            self.plan(person, person // 3)
        self.sweep(N_PEOPLE // 2)

    # What people do

    @rule(person=people, minutes=st.integers(0, 90))
    def plan(self, person: int, minutes: int) -> None:
        """A nudge for an open pledge of somebody who hasn't stopped."""
        pledge = f"ple_{person:08}"
        if self.is_finished(person):
            return
        due_at = self.clock.at + minutes * MINUTE
        nudge = make_nudge(self.n_nudges, due_at, person=person, expires_at=due_at + 24 * HOUR)
        self.n_nudges += 1
        with self.store.begin() as records:
            assert records.pledge(TENANT, pledge).state is PledgeState.OPEN
            records.add_nudges([nudge])

    @rule(person=people)
    def done(self, person: int) -> None:
        pledge = f"ple_{person:08}"
        if pledge in self.finished:
            return
        with self.store.begin() as records:
            stored = records.pledge(TENANT, pledge)
            kept = replace(
                stored, outcome=Outcome.KEPT, outcome_at=self.clock.at, revision=stored.revision + 1
            )
            records.save_pledge(kept)
            records.cancel_nudges(TENANT, pledge=pledge, reason="done", at=self.clock.at)
        self.finished[pledge] = len(self.wire.out)

    @rule(person=people)
    def stopped(self, person: int) -> None:
        who = f"par_{person:08}"
        if who in self.finished:
            return
        with self.store.begin() as records:
            stored = records.participant(TENANT, who)
            nudging = replace(stored.nudging, stopped_at=self.clock.at)
            records.save_participant(replace(stored, nudging=nudging, revision=stored.revision + 1))
            records.cancel_nudges(TENANT, participant=who, reason="stopped", at=self.clock.at)
        self.finished[who] = len(self.wire.out)

    @rule(person=people)
    def changed(self, person: int) -> None:
        """The pledge says something else now: what waited is cancelled, and planned anew."""
        with self.store.begin() as records:
            records.cancel_nudges(TENANT, pledge=f"ple_{person:08}", reason="changed", at=self.clock.at)
        self.plan(person, 5)

    @rule(pick=picks, minutes=st.integers(0, 60))
    def moved(self, pick: int, minutes: int) -> None:
        nudge = self.some_nudge(pick)
        if nudge is None:
            return
        later = replace(
            nudge,
            state=NudgeState.PLANNED,
            due_at=self.clock.at + minutes * MINUTE,
            lease_until=None,
            revision=nudge.revision + 1,
            epoch=nudge.epoch + 1,
        )
        with suppress(Conflict), self.store.begin() as records:
            records.move_nudge(later)

    @rule(pick=picks)
    def replayed(self, pick: int) -> None:
        nudge = self.some_nudge(pick)
        if nudge is not None and nudge.state in (NudgeState.DEAD, NudgeState.UNKNOWN):
            Nudges(self.store, self.clock).replay(TENANT, nudge.id)

    # What the machinery does

    @rule(limit=st.integers(1, 4))
    def sweep(self, limit: int = 4) -> None:
        self.sweeps.sweep(self.hands, limit=limit)
        self.note_unknown()

    @precondition(lambda self: self.hands.claimed)
    @rule(pick=picks, n=st.integers(1, 3))
    def fire(self, pick: int, n: int) -> None:
        """The engine calls with a batch that it has, mostly of the last ones, or had before."""
        some = self.hands.claimed[-8:] if pick % 4 else self.hands.claimed
        first = pick % len(some)
        self.deliver(some[first : first + n])

    @precondition(lambda self: self.hands.claimed)
    @rule(pick=picks, n=st.integers(1, 3))
    def fire_and_fail(self, pick: int, n: int) -> None:
        self.wire.before = fails
        self.fire(pick, n)

    @precondition(lambda self: self.hands.claimed)
    @rule(pick=picks, before=st.booleans())
    def fire_and_die(self, pick: int, before: bool) -> None:
        """The process dies between the two transactions, before or after it is on the wire."""
        if before:
            self.wire.before = dies
        else:
            self.wire.after = dies
        self.fire(pick, 2)

    @precondition(lambda self: self.hands.claimed)
    @rule(pick=picks)
    def fire_slowly(self, pick: int) -> None:
        """It takes longer than its lease; meanwhile another process takes over."""

        def takes_over() -> None:
            self.clock.at += 20 * MINUTE
            self.sweep()
            self.deliver(self.hands.claimed[-2:])

        self.wire.after = takes_over
        self.fire(pick, 1)

    @rule(minutes=st.sampled_from([1, 1, 5, 20, 90]))
    def time_passes(self, minutes: int) -> None:
        self.clock.at += minutes * MINUTE

    # What must hold

    @invariant()
    def nothing_comes_after_it_is_finished(self) -> None:
        for what, n_out in self.finished.items():
            owner = int(what.split("_")[1])
            for name in self.wire.out[n_out:]:
                assert self.owner_of(name) != owner, f"{name} went out after {what} was finished"

    @invariant()
    def what_went_out_twice_was_unknown(self) -> None:
        twice = {name for name in self.wire.out if self.wire.out.count(name) > 1}
        assert twice <= self.was_unknown

    @invariant()
    def proof_and_ledger_agree(self) -> None:
        sent = {nudge.id for nudge in self.ledger() if nudge.state is NudgeState.SENT}
        assert sent <= set(self.wire.out)
        assert {nudge for _, nudge in self.store.tables.deliveries} == sent

    def teardown(self) -> None:
        """Nothing is lost: in the end everything is sent, or it says why not."""
        for _ in range(60):
            if all(nudge.state in OVER for nudge in self.ledger()):
                break
            self.clock.at += 15 * MINUTE
            self.sweep(1000)
            self.deliver(self.hands.claimed[-100:])
        assert all(nudge.state in OVER for nudge in self.ledger())
        self.what_went_out_twice_was_unknown()
        self.proof_and_ledger_agree()
        self.nothing_comes_after_it_is_finished()

    # Means

    def deliver(self, batch: Sequence[ClaimedNudge]) -> None:
        with suppress(ProcessDied):
            self.deliveries.deliver_all(batch)
        self.wire.before = self.wire.after = None

    def note_unknown(self) -> None:
        self.was_unknown |= {
            nudge.id
            for nudge in self.ledger()
            if nudge.state is NudgeState.UNKNOWN or nudge.reason == "unknown_sent_again"
        }

    def ledger(self) -> list[StoredNudge]:
        return list(self.store.tables.nudges.values())

    def some_nudge(self, pick: int) -> StoredNudge | None:
        rows = self.ledger()
        return rows[pick % len(rows)] if rows else None

    def owner_of(self, nudge_id: str) -> int:
        return int(self.store.tables.nudges[TENANT, nudge_id].participant.split("_")[1])

    def is_finished(self, person: int) -> bool:
        return f"ple_{person:08}" in self.finished or f"par_{person:08}" in self.finished


Interleavings.TestCase.settings = settings(
    max_examples=500,
    stateful_step_count=50,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
TestInterleavings = Interleavings.TestCase
"""About 24,000 steps."""
