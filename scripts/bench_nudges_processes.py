"""The processes that the benchmark of nudges measures, and what it reads of them."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from tests.durability.parts import make_nudge, open_store, seed_nudges, seed_people

from nudge.storage.store import SqlStore
from scripts.bench_nudges_floor import ROOT, now, wait_for_wire


def fresh_arena(url: str, folder: Path, n_due: int, n_pending: int) -> SqlStore:
    """A database with nudges that are due, two for each person, and others for later days."""
    store = open_store(url, folder)
    store.migrate()
    n_people = max(1, n_due // 2, min(n_pending // 50, 5000))
    seed_people(store, n_people, now())
    late = now() - timedelta(seconds=5)
    seed_nudges(store, [make_nudge(i, late, person=i // 2) for i in range(n_due)])
    for first in range(0, n_pending, 50_000):
        numbers = range(n_due + first, n_due + min(n_pending, first + 50_000))
        later = [make_nudge(i, late + timedelta(days=2 + i % 90), person=i % n_people) for i in numbers]
        seed_nudges(store, later, chunk=5000)
    return store


class Processes:
    """The worker of the durability tests, with a wire that doesn't wait for the disk."""

    def __init__(self, url: str, folder: Path) -> None:
        self._url, self._folder = url, folder

    @contextmanager
    def running(self, n: int, *, sweep_every: float) -> Iterator[list[subprocess.Popen[bytes]]]:
        """So many of them, ready."""
        command = [sys.executable, "-m", "tests.durability.worker", f"--url={self._url}"]
        command += [f"--folder={self._folder}", "--no-fsync", "--lease=600", f"--sweep-every={sweep_every}"]
        running = [
            subprocess.Popen(command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE)
            for _ in range(n)
        ]
        try:
            for process in running:
                assert process.stdout is not None
                process.stdout.readline()
            yield running
        finally:
            for process in running:
                process.terminate()
            for process in running:
                process.wait(60)

    def dispatch(self, n: int, workers: int) -> float:
        """Nudges a second, from when the last process is ready; what was sent before counts as not sent."""
        with self.running(workers, sweep_every=10.0):
            wire = self._folder / "wire"
            before, started = wire.read_bytes().count(b"\n"), time.perf_counter()
            wait_for_wire(self._folder, n, most=900)
            return (n - before) / (time.perf_counter() - started)


def wire_times(folder: Path, n: int, *, most: float) -> dict[str, float]:
    """When each went out, once all have."""
    wait_for_wire(folder, n, most=most)
    lines = (line.split() for line in (folder / "wire").read_text().splitlines())
    return {name: float(at) for name, at in lines}


def cpu_share(process: int, seconds: int) -> float:
    """Of one CPU, over so many seconds."""

    def used() -> float:
        fields = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    before = used()
    time.sleep(seconds)
    return (used() - before) / seconds
