"""Delivering: each nudge once, not when it isn't wanted any more, and what went wrong is in the ledger."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest

from nudge.app.deliveries import PAUSES, Deliveries
from nudge.app.nudge_ports import Ledger
from nudge.app.nudges import Nudges
from nudge.app.sweeps import Sweeps
from nudge.domain.errors import Conflict, Unavailable
from nudge.domain.letters import Letter, NotDelivered
from nudge.domain.nudge_policies import NudgePreferences, QuietHours
from nudge.domain.nudges import ClaimedNudge, NudgeState, StoredNudge
from nudge.domain.pledges import Outcome
from nudge.domain.records import Participant
from nudge.domain.retries import with_jitter
from tests.durability.parts import (
    POLICY,
    PROGRAMME,
    TENANT,
    PlainWords,
    make_nudge,
    seed_nudges,
    seed_people,
)
from tests.fakes.store import FakeStore

NOW = datetime(2026, 3, 2, 11, tzinfo=UTC)
"""A Monday, noon in Berlin."""
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@dataclass
class StillClock:
    at: datetime = NOW

    def now(self) -> datetime:
        return self.at


@dataclass
class Script:
    """A courier that does what the script says, then sends."""

    name: str = "wire"
    deduplicates: bool = False
    waits: Sequence[timedelta] = (MINUTE, 5 * MINUTE)
    todo: list[Exception | Callable[[], None]] = field(default_factory=list)
    sent: list[str] = field(default_factory=list)

    def address(self, participant: Participant) -> str | None:
        return participant.nudging.email or participant.id if participant.ref != "person-9" else None

    def send(self, letter: Letter) -> str:
        if self.todo:
            step = self.todo.pop(0)
            if isinstance(step, Exception):
                raise step
            step()
        self.sent.append(letter.id)
        return "receipt"


@dataclass
class Hands:
    """An engine that keeps what it is handed."""

    claimed: list[ClaimedNudge] = field(default_factory=list)

    def hand_over(self, records: Ledger, claimed: Sequence[ClaimedNudge]) -> None:
        self.claimed += claimed

    def start(self) -> None: ...
    def stop(self) -> None: ...

    def take(self) -> list[ClaimedNudge]:
        claimed, self.claimed = self.claimed, []
        return claimed


class World:
    """One tenant with ten people, a pledge each, and nudges for them."""

    def __init__(self) -> None:
        self.store, self.clock, self.wire, self.hands = FakeStore(), StillClock(), Script(), Hands()
        seed_people(self.store, 10, NOW - DAY)
        couriers = {"wire": self.wire}
        self.pauses: list[float] = []
        self.deliveries = Deliveries(
            self.store,
            couriers,
            PlainWords(),
            self.clock,
            default=PROGRAMME,
            pause=self.pauses.append,
        )
        self.sweeps = Sweeps(self.store, couriers, self.clock, default=PROGRAMME)

    def add(self, n: int = 1, due_at: datetime = NOW, **changes: Any) -> StoredNudge:
        nudge = make_nudge(n, due_at, person=changes.pop("person", n), **changes)
        seed_nudges(self.store, [nudge])
        return nudge

    def run(self) -> None:
        self.sweeps.sweep(self.hands)
        self.deliveries.deliver_all(self.hands.take())

    def nudge(self, n: int = 1) -> StoredNudge:
        with self.store.begin(read_only=True) as records:
            return records.nudge(TENANT, f"nud_{n:08}")

    def audit(self, n: int = 1) -> list[tuple[int, str]]:
        with self.store.begin(read_only=True) as records:
            return [(one.number, one.outcome) for one in records.attempts(TENANT, f"nud_{n:08}")]

    def person(self, n: int = 1, **nudging: Any) -> None:
        with self.store.begin() as records:
            stored = records.participant(TENANT, f"par_{n:08}")
            preferences = replace(stored.nudging, **nudging)
            records.save_participant(replace(stored, nudging=preferences, revision=stored.revision + 1))

    def policy(self, **changes: Any) -> None:
        with self.store.begin() as records:
            stored = records.programme(TENANT) or PROGRAMME
            policy = replace(stored.policy, **changes)
            records.save_programme(replace(stored, policy=policy, revision=stored.revision + 1))

    def done(self, n: int = 1) -> None:
        with self.store.begin() as records:
            stored = records.pledge(TENANT, f"ple_{n:08}")
            kept = replace(stored, outcome=Outcome.KEPT, outcome_at=NOW, revision=stored.revision + 1)
            records.save_pledge(kept)
            records.cancel_nudges(TENANT, pledge=stored.id, reason="done", at=NOW)


@pytest.fixture
def world() -> World:
    return World()


def state_and_reason(nudge: StoredNudge) -> tuple[NudgeState, str]:
    return nudge.state, nudge.reason


def test_what_is_due_is_sent_once_with_proof(world: World) -> None:
    """Sent, with the time, the wording and a line in the audit; running again sends nothing."""
    world.add()
    world.run()
    world.run()
    assert world.wire.sent == ["nud_00000001"]
    sent = world.nudge()
    assert (sent.state, sent.sent_at, sent.template) == (NudgeState.SENT, NOW, "test.v1")
    assert sent.reason == "morning_of_the_day"
    assert world.audit() == [(1, "sent")]


def test_what_is_due_later_stays(world: World) -> None:
    """Only the next minute is handed over."""
    world.add(1, NOW + 59 * timedelta(seconds=1))
    world.add(2, NOW + 2 * MINUTE)
    world.sweeps.sweep(world.hands)
    assert [one.id for one in world.hands.take()] == ["nud_00000001"]


def test_done_before_sending(world: World) -> None:
    """What was done after it was queued isn't sent."""
    world.add()
    world.sweeps.sweep(world.hands)
    world.done()
    world.deliveries.deliver_all(world.hands.take())
    assert world.wire.sent == []
    assert state_and_reason(world.nudge()) == (NudgeState.CANCELLED, "done")


def test_done_is_looked_at_even_if_nobody_cancelled(world: World) -> None:
    """The pledge itself is read again, too."""
    nudge = world.add()
    world.done()
    with world.store.begin() as records:
        stored = records.nudge(TENANT, nudge.id)
        records.settle(replace(stored, state=NudgeState.PLANNED), was=NudgeState.CANCELLED)
    world.run()
    assert world.wire.sent == []
    assert state_and_reason(world.nudge()) == (NudgeState.CANCELLED, "done")


def test_stopped(world: World) -> None:
    """Somebody who wants no nudges gets none."""
    world.add()
    world.person(stopped_at=NOW - HOUR)
    world.run()
    assert (world.wire.sent, world.nudge().reason) == ([], "stopped")


def test_too_late(world: World) -> None:
    """After days of downtime what came too late is dropped with a reason, not sent."""
    world.add(1, NOW - 3 * DAY)
    world.add(2, NOW - HOUR)
    world.run()
    assert world.wire.sent == ["nud_00000002"]
    assert state_and_reason(world.nudge(1)) == (NudgeState.EXPIRED, "too_late")
    assert world.nudge(1).attempts == 0


def test_quiet_hours_after_a_move(world: World) -> None:
    """Who has moved to where it is night gets it in the morning there, by the clocks there."""
    world.add(expires_at=NOW + DAY)
    world.policy(quiet_hours=(QuietHours(time(20), time(8)),))
    world.person(time_zone="America/Los_Angeles")  # 3 in the morning there
    world.run()
    moved = world.nudge()
    assert state_and_reason(moved) == (NudgeState.PLANNED, "quiet_hours")
    assert moved.due_at == datetime(2026, 3, 2, 16, tzinfo=UTC)
    assert (moved.local_at, moved.zone, moved.attempts) == (time(8), "America/Los_Angeles", 0)
    world.clock.at = moved.due_at
    world.run()
    assert world.wire.sent == [moved.id]


def test_quiet_hours_until_it_is_too_late(world: World) -> None:
    """What can't wait for the morning is dropped."""
    world.add(expires_at=NOW + HOUR)
    world.person(quiet_hours=(QuietHours(time(10), time(20)),))
    world.run()
    assert state_and_reason(world.nudge()) == (NudgeState.EXPIRED, "quiet_hours")


def test_caught_up_on_a_day_off(world: World) -> None:
    """What should have come on Friday doesn't come on Saturday, but on Monday."""
    friday, saturday = NOW + 4 * DAY, NOW + 5 * DAY
    world.policy(working_days=frozenset(range(5)))
    world.add(1, friday, expires_at=friday + 4 * DAY)
    world.add(2, saturday, expires_at=saturday + DAY)  # planned for this day: the pledge names it
    world.clock.at = saturday
    world.run()
    assert world.wire.sent == ["nud_00000002"]
    late = world.nudge(1)
    assert late.local_on == datetime(2026, 3, 9).date()


def test_one_a_day(world: World) -> None:
    """The second one of a day comes on the next, unless the person asked for it."""
    world.policy(most_a_day=1)
    for n in range(1, 4):
        world.add(n, NOW + n * timedelta(seconds=1), person=1, expires_at=NOW + 2 * DAY)
    world.add(4, NOW + 9 * timedelta(seconds=1), person=1, reason="snoozed")
    world.clock.at = NOW + MINUTE
    world.run()
    assert world.wire.sent == ["nud_00000001", "nud_00000004"]
    assert state_and_reason(world.nudge(2)) == (NudgeState.PLANNED, "most_a_day")
    assert world.nudge(2).local_on == (NOW + DAY).date()


def test_nobody_to_send_it_to(world: World) -> None:
    """Without an address, or with a courier that isn't set up, it is skipped and says why."""
    world.add(9)
    world.add(1, courier="pigeon")
    world.run()
    assert state_and_reason(world.nudge(9)) == (NudgeState.SKIPPED, "no_address")
    assert state_and_reason(world.nudge(1)) == (NudgeState.SKIPPED, "no_courier")


def test_tried_again_later(world: World) -> None:
    """After a failure the wait of the courier, a little shorter or longer; then it goes out."""
    world.add()
    world.wire.todo = [NotDelivered("mailbox-busy")]
    world.run()
    waiting = world.nudge()
    assert waiting.state is NudgeState.PLANNED
    assert waiting.due_at == NOW + with_jitter(MINUTE, waiting.id, 1)
    world.run()
    assert world.wire.sent == []
    world.clock.at = NOW + 2 * MINUTE
    world.run()
    assert world.audit() == [(1, "mailbox-busy"), (2, "sent")]


def test_the_receiver_says_when(world: World) -> None:
    """A longer wait that the receiver asks for is kept."""
    world.add()
    world.wire.todo = [NotDelivered("too-many", retry_after=2 * HOUR)]
    world.run()
    assert world.nudge().due_at == NOW + 2 * HOUR


@pytest.mark.parametrize("n_failures", [1, 3])
def test_dead_letters_and_their_replay(world: World, n_failures: int) -> None:
    """What failed for good, or too often, is dead with the code; replayed it goes out."""
    world.add()
    world.wire.todo = [NotDelivered("gone", is_final=n_failures == 1) for _ in range(n_failures)]
    for _ in range(n_failures):
        world.run()
        world.clock.at += HOUR
    dead = world.nudge()
    assert state_and_reason(dead) == (NudgeState.DEAD, "gone")
    assert dead.attempts == n_failures
    Nudges(world.store, world.clock).replay(TENANT, dead.id)
    world.run()
    assert world.wire.sent == [dead.id]
    with pytest.raises(Conflict, match="dead or unknown"):
        Nudges(world.store, world.clock).replay(TENANT, dead.id)


def test_a_retry_that_would_be_too_late(world: World) -> None:
    """Isn't waited for."""
    world.add(expires_at=NOW + timedelta(seconds=30))
    world.wire.todo = [NotDelivered("mailbox-busy")]
    world.run()
    assert state_and_reason(world.nudge()) == (NudgeState.EXPIRED, "too_late")


def test_something_unforeseen(world: World, caplog: pytest.LogCaptureFixture) -> None:
    """Kills the nudge, not the batch, and says nothing that could be a word of a pledge."""
    world.add(1)
    world.add(2)
    world.wire.todo = [RuntimeError("Ana wants to talk to Priya")]
    world.run()
    assert world.wire.sent == ["nud_00000002"]
    assert state_and_reason(world.nudge(1)) == (NudgeState.DEAD, "internal")
    assert "RuntimeError" in caplog.text
    assert "Priya" not in caplog.text


def test_a_nudge_that_cannot_be_looked_at(world: World) -> None:
    """A zone that nobody knows any more doesn't stop those around it."""
    for n in (1, 2, 3):
        world.add(n)
    world.person(2, time_zone="Atlantis/Capital")
    world.run()
    assert world.wire.sent == ["nud_00000001", "nud_00000003"]
    assert state_and_reason(world.nudge(2)) == (NudgeState.DEAD, "internal")
    assert world.nudge(1).state is NudgeState.SENT


def test_a_database_that_is_away(world: World) -> None:
    """What was sent is written down when it comes back; nothing is sent twice."""
    world.add(1)
    world.add(2)
    world.sweeps.sweep(world.hands)
    claimed = world.hands.take()

    def goes_down() -> None:
        world.store.is_down = True

    def comes_back(seconds: float) -> None:
        world.pauses.append(seconds)
        world.store.is_down = len(world.pauses) < 3

    world.wire.todo = [goes_down]
    world.deliveries._pause = comes_back
    world.deliveries.deliver_all(claimed)
    assert world.wire.sent == ["nud_00000001", "nud_00000002"]
    assert world.nudge(1).state is world.nudge(2).state is NudgeState.SENT


def test_a_database_that_stays_away(world: World) -> None:
    """The batch ends after a while; the leases bring back what wasn't sent."""
    world.add(1)
    world.add(2)
    world.sweeps.sweep(world.hands)
    world.wire.todo = [lambda: setattr(world.store, "is_down", True)]
    world.deliveries.deliver_all(world.hands.take())
    assert len(world.pauses) >= len(PAUSES)
    world.store.is_down = False
    world.clock.at += HOUR
    assert world.sweeps.sweep(world.hands).n_planned_again == 1
    assert world.nudge(1).state is NudgeState.UNKNOWN


def crashed(world: World) -> None:
    """A process died after it was sent and before that was written down."""
    world.add()
    world.sweeps.sweep(world.hands)
    world.wire.todo = [lambda: setattr(world.store, "is_down", True)]
    world.deliveries.deliver_all(world.hands.take())
    world.store.is_down = False
    world.clock.at += HOUR


def test_nobody_knows_whether_it_went_out(world: World) -> None:
    """It is held, not sent again."""
    crashed(world)
    world.run()
    world.run()
    assert world.wire.sent == ["nud_00000001"]
    assert world.nudge().state is NudgeState.UNKNOWN


@pytest.mark.parametrize("how", ["receiver", "policy"])
def test_sent_again_where_that_does_no_harm(world: World, how: str) -> None:
    """Where the receiver tells a second copy, or the policy says so."""
    crashed(world)
    if how == "policy":
        world.policy(resends_unknown=True)
    world.wire.deduplicates = how == "receiver"
    world.run()
    assert world.wire.sent == ["nud_00000001"] * 2
    assert state_and_reason(world.nudge()) == (NudgeState.SENT, "unknown_sent_again")


def test_slower_than_its_lease(world: World) -> None:
    """What took so long that it counted as unknown, and was planned again, isn't sent a second time."""
    world.wire.deduplicates = True
    world.add()
    world.sweeps.sweep(world.hands)

    def slow() -> None:
        world.clock.at += HOUR
        assert world.sweeps.sweep(world.hands).n_resent == 1

    world.wire.todo = [slow]
    world.deliveries.deliver_all(world.hands.take()[:1])
    assert world.nudge().state is NudgeState.SENT
    world.deliveries.deliver_all(world.hands.take())
    world.run()
    assert world.wire.sent == ["nud_00000001"]


def test_told_to_stop(world: World) -> None:
    """The one that is being sent is finished; the rest is given back at once."""
    for n in (1, 2, 3):
        world.add(n)
    world.sweeps.sweep(world.hands)
    answers = iter([True, False])
    world.deliveries.deliver_all(world.hands.take(), go_on=lambda: next(answers))
    assert world.wire.sent == ["nud_00000001"]
    assert world.nudge(1).state is NudgeState.SENT
    assert world.nudge(2).state is world.nudge(3).state is NudgeState.PLANNED
    world.run()
    assert len(world.wire.sent) == 3


def test_erased_while_it_is_sent(world: World) -> None:
    """Whoever is erased in the middle of it leaves nothing behind and stops nobody."""
    world.add(1)
    world.add(2)

    def erase() -> None:
        with world.store.begin() as records:
            records.erase_participant(TENANT, "par_00000001")

    world.wire.todo = [erase]
    world.run()
    assert world.nudge(2).state is NudgeState.SENT


def test_a_key_that_is_missing(world: World) -> None:
    """Trouble that doesn't pass by itself isn't waited for."""
    world.add()
    world.wire.todo = [Unavailable("vault-key-wrong", "no key")]
    world.run()
    assert world.nudge().state is NudgeState.DEAD
    assert world.pauses == []


def test_for_a_test_clock(world: World) -> None:
    """One tenant's nudges are sent without an engine."""
    world.add()
    assert world.deliveries.deliver_due(TENANT, until=NOW + MINUTE) == 1
    assert world.wire.sent == ["nud_00000001"]


def test_policy_of_the_tests_is_open() -> None:
    """The other tests rest on it: no quiet hours, every day."""
    assert POLICY.quiet_hours == ()
    assert NudgePreferences().quiet_hours is None
