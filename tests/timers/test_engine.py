"""The engine's parts, and the engine itself on SQLite: what it is handed comes back in its second."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from nudge.app.nudge_ports import Engine
from nudge.app.sweeps import Sweep
from nudge.domain.nudges import ClaimedNudge
from nudge.storage.store import SqlStore
from nudge.timers.batches import LARGEST, Pace, batches, from_portable, portable
from nudge.timers.clocks import SystemClock
from nudge.timers.engine import DurableEngine
from nudge.timers.executors import Executor
from nudge.timers.flow import MOST_A_SWEEP, MOST_UNDER_WAY, Flow
from tests.durability.parts import open_store

NOW = datetime(2026, 3, 2, 11, tzinfo=UTC)


def claimed(n: int, due_at: datetime, courier: str = "wire") -> ClaimedNudge:
    return ClaimedNudge(f"nud_{n:04}", "ten_1", courier, due_at, epoch=3)


def test_batches_are_of_one_courier_and_second() -> None:
    """At most 25 of them, each nudge once; what is overdue is due now."""
    nudges = [claimed(n, NOW + timedelta(seconds=n % 3 - 1), "ab"[n % 2]) for n in range(200)]
    made = list(batches(nudges, {}, NOW))
    assert sorted(one.id for batch in made for one in batch.nudges) == sorted(one.id for one in nudges)
    assert all(len(batch.nudges) <= LARGEST for batch in made)
    assert {batch.seconds_from(NOW) for batch in made} == {0.0, 1.0}
    assert all({one.courier for one in batch.nudges} == {batch.courier} for batch in made)


def test_no_batch_comes_before_its_second() -> None:
    """A fraction of a second is rounded up: a nudge may come late by it, never early."""
    (batch,) = batches([claimed(1, NOW + timedelta(milliseconds=200))], {}, NOW)
    assert batch.due_at == NOW + timedelta(seconds=1)


@pytest.mark.parametrize("a_second", [0.1, 1, 3, 25, 40, 1000])
def test_a_pace_is_kept(a_second: float) -> None:
    """Batches of the size, at the limiter's rate, are so many a second."""
    pace = Pace(a_second)
    limiter = pace.limiter
    assert limiter is not None
    assert pace.batch * limiter["limit"] / limiter["period"] == pytest.approx(a_second)


def test_what_travels_comes_back() -> None:
    """Through JSON and back."""
    nudges = [claimed(n, NOW + timedelta(microseconds=n)) for n in range(3)]
    assert from_portable("wire", portable(nudges)) == nudges


def test_names_of_processes(tmp_path: Path) -> None:
    """Two at the same time have different ones; after a restart they are the same again."""
    first, second = Executor(tmp_path), Executor(tmp_path)
    names = {first.name, second.name}
    assert len(names) == 2
    first.release()
    second.release()
    again = {Executor(tmp_path).name, Executor(tmp_path).name}
    assert again == names


def test_flow_takes_no_more_than_can_be_sent() -> None:
    """It fills up, empties as things are sent, and forgets what others have sent."""
    flow = Flow()
    assert flow.room == MOST_A_SWEEP
    flow.handed(MOST_UNDER_WAY)
    assert flow.room == 0
    flow.sent(600)
    assert flow.room == 600
    flow.handed(600)
    for _ in range(10):
        flow.tick()
    assert flow.room == MOST_A_SWEEP


class Callee:
    """What the engine calls."""

    def __init__(self) -> None:
        self.got: list[tuple[str, datetime]] = []
        self.came = threading.Event()
        self.n_sweeps = 0
        self.holds = threading.Event()
        self.holds.set()
        self.told_to_stop: list[bool] = []

    def deliver(self, batch: Sequence[ClaimedNudge], *, go_on: Callable[[], bool]) -> None:
        self.came.set()
        self.holds.wait(10)
        self.told_to_stop.append(not go_on())
        self.got += [(one.id, datetime.now(UTC)) for one in batch]
        if batch[0].id == "nud_0666":
            raise RuntimeError("words")

    def sweep(self, engine: Engine, *, limit: int) -> Sweep:
        self.n_sweeps += 1
        return Sweep()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqlStore]:
    opened = open_store(f"sqlite:///{tmp_path}/nudge.db", tmp_path)
    opened.migrate()
    yield opened
    opened.close()


@pytest.fixture
def callee() -> Callee:
    return Callee()


@pytest.fixture
def engine(store: SqlStore, tmp_path: Path, callee: Callee) -> Iterator[DurableEngine]:
    made = DurableEngine(
        f"sqlite:///{tmp_path}/nudge.db",
        deliver=callee.deliver,
        sweep=callee.sweep,
        clock=SystemClock(),
        couriers={"wire": Pace()},
        names=tmp_path / "names",
        sweep_every=0.2,
    )
    yield made
    made.stop()


def wait_for(is_true: Callable[[], bool], seconds: float = 10) -> None:
    step = threading.Event()
    for _ in range(int(seconds * 20)):
        if is_true():
            return
        step.wait(0.05)
    raise AssertionError("it didn't come about")


def test_handed_over_and_sent(store: SqlStore, engine: DurableEngine, callee: Callee) -> None:
    """What is due comes at once, the rest in its second; an error in one batch stops nobody."""
    now = datetime.now(UTC)
    engine.start()
    with store.begin() as records:
        engine.hand_over(records, [claimed(666, now)])
        engine.hand_over(records, [claimed(1, now), claimed(2, now + timedelta(seconds=2))])
    wait_for(lambda: len(callee.got) == 3)
    assert dict(callee.got)["nud_0002"] >= now + timedelta(seconds=2)
    assert dict(callee.got)["nud_0002"] <= now + timedelta(seconds=7)
    wait_for(lambda: callee.n_sweeps > 2)


def test_a_transaction_that_is_rolled_back(store: SqlStore, engine: DurableEngine, callee: Callee) -> None:
    """Takes what was handed over in it with it."""
    engine.start()
    now = datetime.now(UTC)
    with suppress(ZeroDivisionError), store.begin() as records:
        engine.hand_over(records, [claimed(1, now)])
        raise ZeroDivisionError
    with store.begin() as records:
        engine.hand_over(records, [claimed(2, now)])
    wait_for(lambda: bool(callee.got))
    assert [name for name, _ in callee.got] == ["nud_0002"]


def test_stopping_lets_it_finish(store: SqlStore, engine: DurableEngine, callee: Callee) -> None:
    """What is being sent is finished, and told not to go on; then all is quiet."""
    engine.start()
    callee.holds.clear()
    with store.begin() as records:
        engine.hand_over(records, [claimed(1, datetime.now(UTC))])
    assert callee.came.wait(10)
    threading.Timer(0.5, callee.holds.set).start()
    engine.stop()
    assert callee.told_to_stop == [True]
    n_sweeps = callee.n_sweeps
    assert [name for name, _ in callee.got] == ["nud_0001"]
    assert callee.n_sweeps == n_sweeps


def test_not_before_it_is_prepared(store: SqlStore, engine: DurableEngine) -> None:
    """Its tables are made outside a transaction."""
    with store.begin() as records, pytest.raises(RuntimeError, match="prepare"):
        engine.hand_over(records, [claimed(1, NOW)])


def test_handing_over_without_running_it(store: SqlStore, engine: DurableEngine, callee: Callee) -> None:
    """A process that only plans leaves the sending to others."""
    engine.prepare()
    with store.begin() as records:
        engine.hand_over(records, [claimed(1, datetime.now(UTC))])
    assert callee.got == []
    engine.start()
    wait_for(lambda: bool(callee.got))
