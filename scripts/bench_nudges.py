"""`scripts/bench nudges`: what ledger and engine cost, beside the bare SQL that the work needs at least, and
beside the engine used plainly (one delayed workflow for each nudge), in one run.

It prints what it measures, and judges nothing. Rates are nudges a second; with two workers, processes.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table
from tests.durability.parts import make_nudge, open_store, people, seed_nudges, seed_people
from tests.postgres import PostgresServer, binaries

from nudge.domain.records import StoredPledge
from nudge.storage.store import SqlStore
from scripts import bench_nudges_floor as floor
from scripts.bench_nudges_plans import plans
from scripts.bench_nudges_processes import Processes, cpu_share, fresh_arena, wire_times

DATABASES = ("sqlite", "postgresql")
Row = tuple[str, str, str, str]
console = Console(highlight=False)


@contextmanager
def database(kind: str) -> Iterator[tuple[str, Path]]:
    """The URL of an empty database, and a folder for what belongs to it."""
    with tempfile.TemporaryDirectory(prefix="nudge-bench-") as name:
        if kind == "sqlite":
            yield f"sqlite:///{name}/nudge.db", Path(name)
            return
        programs = binaries()
        if programs is None:
            raise click.ClickException("there is no PostgreSQL on this machine")
        server = PostgresServer(programs)
        try:
            yield server.new_database(), Path(name)
        finally:
            server.stop()


def schedule(kind: str, n: int) -> Row:
    """Nudges with the pledges that earn them, three to a pledge; the people are there already."""
    n -= n % 3
    with database(kind) as (url, folder):
        store = open_store(url, folder)
        store.migrate()
        seed_people(store, 0, now := floor.now())
        everybody = list(people(0, n // 3, now))
        for first in range(0, len(everybody), 500):
            with store.begin() as records:
                for participant, _ in everybody[first : first + 500]:
                    records.add_participant(participant)
        ours = n / _scheduled(store, [pledge for _, pledge in everybody], now)
        store.close()
        bare = floor.schedule(url, n)
    plain = floor.schedule_plainly(kind, min(n, 3000), database)
    return rates("schedule with their pledges", bare, ours, plain)


def _scheduled(store: SqlStore, pledges: Sequence[StoredPledge], now: datetime) -> float:
    """The seconds that it takes to write them down with their nudges."""
    days = [now + timedelta(days=j + 1) for j in range(3)]
    nudges = [make_nudge(3 * i + j, day, person=i) for i in range(len(pledges)) for j, day in enumerate(days)]
    started = time.perf_counter()
    for first in range(0, len(pledges), floor.AT_ONCE):
        last = first + floor.AT_ONCE
        with store.begin() as records:
            for pledge in pledges[first:last]:
                records.add_pledge(pledge)
            records.add_nudges(nudges[3 * first : 3 * last])
    return time.perf_counter() - started


def dispatch(kind: str, n: int, pending: int, workers: int) -> Row:
    """Nudges that are due, sent by so many processes, while others wait for another day."""
    with database(kind) as (url, folder):
        store = fresh_arena(url, folder, n, pending)
        store.close()
        ours = Processes(url, folder).dispatch(n, workers)
        bare = floor.dispatch(url, folder, n, workers)
    plain = floor.dispatch_plainly(kind, min(n, 3000), workers, database)
    return rates(f"dispatch {n:,}, {pending:,} pending, {workers} at work", bare, ours, plain)


def lag(kind: str, n: int, over: timedelta) -> Row:
    """How late nudges are that are due over a time from half a minute on."""
    with database(kind) as (url, folder):
        store = open_store(url, folder)
        store.migrate()
        with Processes(url, folder).running(1, sweep_every=10.0):
            seed_people(store, n, floor.now())
            due = [floor.now() + timedelta(seconds=30) + over * (i / n) for i in range(n)]
            seed_nudges(store, [make_nudge(i, at) for i, at in enumerate(due)])
            times = wire_times(folder, n, most=30 + over.total_seconds() + 60)
        store.close()
    late = sorted(times[f"nud_{i:08}"] - at.timestamp() for i, at in enumerate(due))
    p50, p99 = statistics.median(late), late[int(0.99 * (len(late) - 1))]
    return f"lag of {n:,} in {over.total_seconds():.0f} s", f"p50 {p50:.2f} s", f"p99 {p99:.2f} s", ""


def idle(kind: str, pending: int, seconds: int) -> Row:
    """CPU of a process that has nothing to do, a minute after its start."""
    with database(kind) as (url, folder):
        fresh_arena(url, folder, 0, pending).close()
        with Processes(url, folder).running(1, sweep_every=10.0) as (process,):
            time.sleep(62)
            share = cpu_share(process.pid, seconds)
    return f"idle, {pending:,} pending", f"{share:.2%} CPU", "", ""


def rates(what: str, bare: float, ours: float, plain: float | None = None) -> Row:
    return what, f"{bare:,.0f}", f"{ours:,.0f} ({ours / bare:.2f})", "" if plain is None else f"{plain:,.0f}"


@click.command()
@click.option("--database", "kind", type=click.Choice([*DATABASES, "both"]), default="both")
@click.option("--nudges", default=10_000, show_default=True, help="To dispatch.")
@click.option("--scheduled", default=100_000, show_default=True, help="To schedule.")
@click.option(
    "--pending", default=1_000_000, show_default=True, help="Others in the ledger; 0 leaves it out."
)
@click.option("--planned", default=100_000, show_default=True, help="Pledges to plan.")
@click.option("--burst", default=2000, show_default=True, help="Due in one minute.")
@click.option("--idle-seconds", default=60, show_default=True)
def main(
    kind: str, nudges: int, scheduled: int, pending: int, planned: int, burst: int, idle_seconds: int
) -> None:
    """Measure, on one database or both."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    for name in DATABASES if kind == "both" else (kind,):
        steps: list[Callable[[], Row]] = [
            lambda: rates(f"plan {planned:,} pledges", *plans(planned)),
            partial(schedule, name, scheduled),
            partial(dispatch, name, nudges, nudges, 1),
            partial(dispatch, name, nudges, nudges, 2),
            *([partial(dispatch, name, nudges, pending, 1)] if pending else []),
            partial(lag, name, 20, timedelta(minutes=1)),
            partial(lag, name, burst, timedelta(minutes=1)),
            partial(idle, name, nudges, idle_seconds),
        ]
        made = Table("what", "floor /s", "ours /s (of floor)", "plainly /s", title=name)
        with Progress(*columns, console=Console(stderr=True)) as bars:
            for step in bars.track(steps, description=name):
                made.add_row(*step())
        console.print(made)


if __name__ == "__main__":
    main()
