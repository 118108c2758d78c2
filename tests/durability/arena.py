"""Where processes that send nudges are started, killed and starved, and what came of it is counted."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from nudge.domain.errors import Unavailable
from nudge.domain.nudges import NudgeState, StoredNudge
from nudge.domain.pledges import Outcome
from tests.durability.parts import TENANT, ShiftedClock, make_nudge, open_store, seed_nudges, seed_people

ROOT = Path(__file__).parents[2]
UNDER_WAY = frozenset({NudgeState.PLANNED, NudgeState.QUEUED, NudgeState.SENDING})


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of it. `lost` never went out, and nothing in the ledger says why."""

    n: int
    lost: int
    twice: int
    twice_outside_unknown: int
    after_done: int
    unknown: int
    seconds: float

    @property
    def is_breach(self) -> bool:
        return bool(self.lost or self.twice_outside_unknown or self.after_done)


class Arena:
    """A database with due nudges, two for each person, and the processes that send them.

    Args:
        deduplicates: whether the wire's receiver does; then what is unknown is sent again.
    """

    def __init__(
        self,
        url: str,
        folder: Path,
        *,
        deduplicates: bool = True,
        lease: float = 3.0,
        lock_timeout: float = 5.0,
        seed: int = 1,
    ) -> None:
        self.url, self.folder = url, folder
        self.lots = random.Random(seed)
        self.clock = ShiftedClock()
        self.store = open_store(url, folder)
        self.store.migrate()
        self.workers: list[subprocess.Popen[bytes]] = []
        self._options = [f"--lease={lease}", f"--lock-timeout={lock_timeout}"]
        self._options += ["--deduplicates"] if deduplicates else []
        self._done: dict[str, tuple[float, frozenset[str]]] = {}
        self._n = 0
        self._started_at = time.monotonic()

    def seed(self, n: int, *, over: timedelta = timedelta(0)) -> None:
        """Nudges that are due now, or spread over some time from now on."""
        now = self.clock.now()
        seed_people(self.store, (n + 1) // 2, now)
        due = [now + over * (i / n) for i in range(n)]
        seed_nudges(self.store, [make_nudge(i, at, person=i // 2) for i, at in enumerate(due)])
        self._n = n
        self._started_at = time.monotonic()

    # Processes

    def start(self, n: int = 1, *, options: Sequence[str] = ()) -> None:
        """Start so many more; doesn't wait until they are up."""
        command = [sys.executable, "-m", "tests.durability.worker"]
        command += [f"--url={self.url}", f"--folder={self.folder}", *self._options, *options]
        with (self.folder / "log").open("ab") as log:
            for _ in range(n):
                self.workers.append(subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=log))

    def kill(self) -> None:
        """SIGKILL one of them, and start another in its place."""
        victim = self.workers.pop(self.lots.randrange(len(self.workers)))
        victim.kill()
        victim.wait()
        self.start()

    def signal(self, number: signal.Signals) -> None:
        for worker in self.workers:
            worker.send_signal(number)

    def stop(self) -> list[int]:
        """Tell all to stop, and wait; kill who doesn't. Returns how they ended: 0 is well."""
        self.signal(signal.SIGTERM)
        ends = [_end_of(worker) for worker in self.workers]
        self.workers = []
        self.store.close()
        return ends

    def jump(self, seconds: float) -> None:
        """Set the clocks of the processes so far ahead."""
        (self.folder / "ahead").write_text(str(seconds))

    # People

    def finish_a_pledge(self) -> None:
        """Somebody says that a pledge is kept; what isn't on its way by then mustn't go out any more."""
        pledge_id = f"ple_{self.lots.randrange((self._n + 1) // 2):08}"
        if pledge_id in self._done:
            return
        try:
            with self.store.begin() as records:
                stored = records.pledge(TENANT, pledge_id)
                now = self.clock.now()
                kept = replace(stored, outcome=Outcome.KEPT, outcome_at=now, revision=stored.revision + 1)
                records.save_pledge(kept)
                records.cancel_nudges(TENANT, pledge=pledge_id, reason="done", at=now)
                theirs = records.nudges(TENANT, pledge=pledge_id).items
        except Unavailable:
            return
        on_the_way = (NudgeState.SENDING, NudgeState.SENT)
        stopped = frozenset(nudge.id for nudge in theirs if nudge.state not in on_the_way)
        self._done[pledge_id] = (self.clock.now().timestamp(), stopped)

    # What came of it

    def states(self) -> Counter[NudgeState]:
        with self.store.begin(read_only=True) as records:
            return Counter(records.count_nudges(TENANT))

    def n_sent(self) -> int:
        return self.states()[NudgeState.SENT]

    def wait_until(self, is_true: Callable[[], bool], seconds: float) -> None:
        deadline = time.monotonic() + seconds
        while not self._holds(is_true):
            if time.monotonic() > deadline:
                raise AssertionError(f"not within {seconds} s: {self.states()}\n{self.log()}")
            time.sleep(0.1)

    def _holds(self, is_true: Callable[[], bool]) -> bool:
        try:
            return is_true()
        except Unavailable:
            return False

    def wait_until_quiet(self, seconds: float = 60) -> None:
        """Until nothing is under way any more."""
        self.wait_until(lambda: not any(self.states()[state] for state in UNDER_WAY), seconds)

    def log(self) -> str:
        path = self.folder / "log"
        return path.read_text()[-3000:] if path.exists() else ""

    def verdict(self) -> Verdict:
        """Compare the ledger with the wire."""
        went_out = self._went_out()
        times = Counter(name for name, _ in went_out)
        ledger = self._ledger()
        twice = {name for name, n in times.items() if n > 1}
        maybe = {
            nudge.id
            for nudge in ledger
            if nudge.state is NudgeState.UNKNOWN or nudge.reason == "unknown_sent_again"
        }
        return Verdict(
            n=len(ledger),
            lost=sum(_is_lost(nudge, times) for nudge in ledger),
            twice=len(twice),
            twice_outside_unknown=len(twice - maybe - self._cancelled_later(ledger)),
            after_done=sum(self._is_after_done(name, at) for name, at in went_out),
            unknown=len(maybe),
            seconds=time.monotonic() - self._started_at,
        )

    def _went_out(self) -> list[tuple[str, float]]:
        path = self.folder / "wire"
        lines = path.read_text().splitlines() if path.exists() else []
        return [(name, float(at)) for name, at in (line.split() for line in lines)]

    def _ledger(self) -> list[StoredNudge]:
        found: list[StoredNudge] = []
        after: str | None = ""
        with self.store.begin(read_only=True) as records:
            while after is not None:
                page = records.nudges(TENANT, after=after, limit=100)
                found += page.items
                after = page.next_after
        return found

    def _is_after_done(self, name: str, at: float) -> bool:
        return any(name in stopped and at > done_at for done_at, stopped in self._done.values())

    def _cancelled_later(self, ledger: Sequence[StoredNudge]) -> set[str]:
        """What was unknown, was planned again and then was cancelled doesn't say any more that it was."""
        return {nudge.id for nudge in ledger if nudge.state is NudgeState.CANCELLED and nudge.epoch > 2}


def _is_lost(nudge: StoredNudge, times: Counter[str]) -> bool:
    """It is still under way, or is said to be sent and never was."""
    return nudge.state in UNDER_WAY or (nudge.state is NudgeState.SENT and not times[nudge.id])


def _end_of(worker: subprocess.Popen[bytes]) -> int:
    try:
        return worker.wait(30)
    except subprocess.TimeoutExpired:
        worker.kill()
        return worker.wait()
