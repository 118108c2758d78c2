"""Chaos: thousands of due nudges, real processes, kills at random points, crashes, locks, clocks that jump.

Prints a table and ends with 1 when something was lost, came after its pledge was done, or went out twice
without having been marked as unknown.
"""

from __future__ import annotations

import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table
from tests.durability.arena import Arena, Verdict
from tests.postgres import PostgresServer, binaries

Shock = Callable[[], None]


@contextmanager
def on_sqlite(folder: Path) -> Iterator[tuple[str, Shock]]:
    """A file; the shock is a process that holds its lock for three seconds."""
    path = folder / "nudge.db"

    def lock() -> None:
        rude = sqlite3.connect(path, isolation_level=None, timeout=30)
        rude.execute("BEGIN IMMEDIATE")
        time.sleep(3)
        rude.execute("ROLLBACK")
        rude.close()

    yield f"sqlite:///{path}", lock


@contextmanager
def on_postgresql(folder: Path) -> Iterator[tuple[str, Shock]]:
    """A server; the shock is its crash and restart."""
    programs = binaries()
    if programs is None:
        raise click.ClickException("there is no PostgreSQL on this machine")
    server = PostgresServer(programs)

    def crash() -> None:
        server.crash()
        time.sleep(1)
        server.restart()

    try:
        yield server.new_database(), crash
    finally:
        server.stop()


DATABASES = {"sqlite": on_sqlite, "postgresql": on_postgresql}


def run(
    database: str, *, nudges: int, kills: int, workers: int, holds: bool, seed: int, bars: Progress
) -> Verdict:
    """One run on one database."""
    with (
        tempfile.TemporaryDirectory(prefix="nudge-chaos-") as name,
        DATABASES[database](Path(name)) as (
            url,
            shock,
        ),
    ):
        arena = Arena(url, Path(name), deduplicates=not holds, lease=5, lock_timeout=1, seed=seed)
        arena.seed(nudges)
        arena.start(workers)
        try:
            rage(arena, kills, shock, bars, bars.add_task(f"{database}: kills", total=kills))
            sent = bars.add_task(f"{database}: sent", total=nudges)
            while any(under_way(arena)):
                bars.update(sent, completed=nudges - sum(under_way(arena)))
                time.sleep(1)
            bars.update(sent, completed=nudges)
            return arena.verdict()
        finally:
            arena.stop()


def rage(arena: Arena, kills: int, shock: Shock, bars: Progress, bar: object) -> None:
    """Kill, and every tenth time something worse; people go on finishing their pledges."""
    arena.wait_until(lambda: arena.n_sent() > 0, 60)
    for n in range(kills):
        time.sleep(arena.lots.uniform(0.1, 2.0))
        arena.finish_a_pledge()
        if n % 10 == 4:
            shock()
        if n % 10 == 7:
            arena.jump(arena.lots.choice([-600.0, 0.0, 30.0, 3600.0]))
        arena.kill()
        bars.update(bar, advance=1)  # type: ignore[arg-type]  # the id of a bar
    arena.jump(7200.0)  # what was put off by a clock that was ahead is due by now


def under_way(arena: Arena) -> list[int]:
    from tests.durability.arena import UNDER_WAY

    try:
        return [n for state, n in arena.states().items() if state in UNDER_WAY and n]
    except Exception:
        return [1]


def table(verdicts: dict[str, Verdict]) -> Table:
    columns = ["database", "nudges", "lost", "twice", "twice, not unknown", "after done", "unknown", "s"]
    made = Table(*columns, title="chaos")
    for database, v in verdicts.items():
        counts = (v.n, v.lost, v.twice, v.twice_outside_unknown, v.after_done, v.unknown, round(v.seconds))
        made.add_row(database, *map(str, counts))
    return made


@click.command()
@click.option("--database", type=click.Choice([*DATABASES, "both"]), default="both")
@click.option("--nudges", default=10_000, show_default=True)
@click.option("--kills", default=100, show_default=True, help="SIGKILLs, at random points.")
@click.option("--workers", default=2, show_default=True)
@click.option(
    "--holds", is_flag=True, help="What is unknown is held, not sent again: nothing may go out twice."
)
@click.option("--seed", default=1, show_default=True)
def main(database: str, nudges: int, kills: int, workers: int, holds: bool, seed: int) -> None:
    """Send nudges by processes that are killed again and again, and count what came of it."""
    console = Console()
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    names = list(DATABASES) if database == "both" else [database]
    with Progress(*columns, console=Console(stderr=True)) as bars:
        verdicts = {
            name: run(name, nudges=nudges, kills=kills, workers=workers, holds=holds, seed=seed, bars=bars)
            for name in names
        }
    console.print(table(verdicts))
    sys.exit(1 if any(verdict.is_breach for verdict in verdicts.values()) else 0)


if __name__ == "__main__":
    main()
