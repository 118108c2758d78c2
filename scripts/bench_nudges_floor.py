"""The floors of the benchmark of nudges: the same rows by the bare driver, and the engine used plainly.

As a program it is one of the processes: it says "ready", waits for a line, works, and says "done".
"""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg

ROOT = Path(__file__).parents[1]
MakeDatabase = Callable[[str], AbstractContextManager[tuple[str, Path]]]
APPLICATION, TENANT = "plain", "ten_1"
AT_ONCE = 333
"""Pledges in a transaction, with their 1,000 nudges."""


def now() -> datetime:
    return datetime.now(UTC)


class Bare:
    """A connection of the bare driver, with the same promises to the disk as ours."""

    def __init__(self, url: str) -> None:
        self.is_sqlite = url.startswith("sqlite")
        self.db: Any
        if self.is_sqlite:
            self.db = sqlite3.connect(url.removeprefix("sqlite:///"), timeout=30, isolation_level=None)
            self.db.execute("PRAGMA synchronous = FULL")
            self.db.execute("PRAGMA foreign_keys = ON")
        else:
            self.db = psycopg.connect(url, autocommit=True)

    @contextmanager
    def transaction(self) -> Iterator[Any]:
        """Commits on leaving; nothing else is foreseen."""
        cursor = self.db.cursor()
        cursor.execute("BEGIN IMMEDIATE" if self.is_sqlite else "BEGIN")
        yield cursor
        cursor.execute("COMMIT")

    def sql(self, statement: str) -> str:
        """With the marks of this driver."""
        return statement if self.is_sqlite else statement.replace("?", "%s")

    def rows(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        """What a statement gives."""
        found: list[tuple[Any, ...]] = self.db.cursor().execute(self.sql(statement), values).fetchall()
        return found


def schedule(url: str, n: int) -> float:
    """Put the rows of all pledges and nudges in again; nudges a second."""
    bare = Bare(url)
    tables = {name: bare.rows(f"SELECT * FROM {name} ORDER BY id") for name in ("pledges", "nudges")}
    for name in reversed(tables):
        bare.rows(f"DELETE FROM {name} RETURNING 1")
    started = time.perf_counter()
    for first in range(0, n // 3, AT_ONCE):
        with bare.transaction() as cursor:
            for name, rows in tables.items():
                each = 3 if name == "nudges" else 1
                some = [_adapted(row) for row in rows[each * first : each * (first + AT_ONCE)]]
                marks = ", ".join("?" * len(rows[0]))
                cursor.executemany(bare.sql(f"INSERT INTO {name} VALUES ({marks})"), some)
    return n / (time.perf_counter() - started)


def _adapted(row: tuple[Any, ...]) -> tuple[Any, ...]:
    from psycopg.types.json import Jsonb

    return tuple(Jsonb(value) if isinstance(value, dict | list) else value for value in row)


def dispatch(url: str, folder: Path, n: int, workers: int) -> float:
    """Send what is due with nothing but claims, a write to the wire, and a proof; nudges a second."""
    bare = Bare(url)
    for statement in (
        "DELETE FROM attempts",
        "DELETE FROM deliveries",
        "UPDATE nudges SET state = 'planned', epoch = 0, attempts = 0 WHERE state <> 'planned'",
    ):
        bare.db.cursor().execute(statement)
    (folder / "wire").unlink(missing_ok=True)
    return timed("claims", url, folder, n, workers)


def claims(url: str, folder: Path) -> None:
    """Take 25, send them one by one, until there is nothing left.

    With the promises that make it right, and nothing else: marked as being sent before the wire, after a look
    at pledge and person; the proof and the audit after it.
    """
    bare = Bare(url)
    wire = os.open(folder / "wire", os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    lock = "" if bare.is_sqlite else " FOR UPDATE SKIP LOCKED"
    due = f"SELECT id FROM nudges WHERE state = 'planned' AND due_at < ? ORDER BY due_at LIMIT 25{lock}"
    mine = f"tenant = '{TENANT}' AND id = ? AND epoch = ?"
    values = f"('{TENANT}', ?,"
    claim, begin, look, sent, proof, audit = map(
        bare.sql,
        (
            f"UPDATE nudges SET state = 'queued', epoch = epoch + 1 WHERE tenant = '{TENANT}' "
            f"AND id IN ({due}) RETURNING id, epoch, pledge",
            f"UPDATE nudges SET state = 'sending', attempts = attempts + 1 WHERE {mine}",
            "SELECT pledges.*, participants.* FROM pledges JOIN participants ON participants.id = "
            f"pledges.participant WHERE pledges.tenant = '{TENANT}' AND pledges.id = ?",
            f"UPDATE nudges SET state = 'sent', sent_at = ? WHERE {mine}",
            "INSERT INTO deliveries (tenant, nudge, courier, epoch, sent_at, receipt) "
            f"VALUES {values} 'wire', ?, ?, 'written')",
            f"INSERT INTO attempts (tenant, nudge, number, at, outcome) VALUES {values} 1, ?, 'sent')",
        ),
    )
    answer("ready")
    while True:
        moment = _stored(bare, now())
        with bare.transaction() as cursor:
            taken = cursor.execute(claim, (moment,)).fetchall()
        if not taken:
            break
        for name, epoch, pledge in taken:
            with bare.transaction() as cursor:
                cursor.execute(begin, (name, epoch))
                cursor.execute(look, (pledge,)).fetchall()
            os.write(wire, f"{name} {time.time():.3f}\n".encode())
            with bare.transaction() as cursor:
                cursor.execute(sent, (moment, name, epoch))
                cursor.execute(proof, (name, epoch, moment))
                cursor.execute(audit, (name, moment))
    sys.stdout.write("done\n")


def _stored(bare: Bare, moment: datetime) -> object:
    """As the ledger keeps instants."""
    return moment.replace(tzinfo=None).isoformat(" ", "microseconds") if bare.is_sqlite else moment


# The engine used plainly


def schedule_plainly(kind: str, n: int, database: MakeDatabase) -> float:
    """One delayed workflow for each nudge, 300 a transaction; nudges a second."""
    with database(kind) as (url, _):
        return _enqueue(url, n, delay=86_400.0)


def dispatch_plainly(kind: str, n: int, workers: int, database: MakeDatabase) -> float:
    """Due workflows, one for each nudge, by so many processes; nudges a second."""
    with database(kind) as (url, folder):
        _enqueue(url, n, delay=0.0)
        return timed("plain", url, folder, n, workers)


def _enqueue(url: str, n: int, *, delay: float) -> float:
    import sqlalchemy as sa
    from dbos import DBOS, DBOSClient, WorkflowSerializationFormat

    _quiet()
    DBOS.migrate(url)
    client = DBOSClient(system_database_url=url, application_name=APPLICATION, lazy=True)
    engine = sa.create_engine(url.replace("postgresql:", "postgresql+psycopg:"))
    started = time.perf_counter()
    for first in range(0, n, 300):
        with engine.begin() as db:
            for i in range(first, min(first + 300, n)):
                client.enqueue_in_transaction(
                    db,
                    {
                        "workflow_name": "send",
                        "queue_name": "nudges",
                        "app_version": "1",
                        "delay_seconds": delay,
                        "serialization_type": WorkflowSerializationFormat.PORTABLE,
                    },
                    f"nud_{i:08}",
                )
    rate = n / (time.perf_counter() - started)
    engine.dispose()
    client.destroy()
    return rate


def plain(url: str, folder: Path) -> None:
    """A process of it, which runs until it is killed."""
    from dbos import DBOS

    _quiet()
    wire = os.open(folder / "wire", os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    DBOS(
        config={
            "name": APPLICATION,
            "system_database_url": url,
            "executor_id": str(os.getpid()),
            "application_version": "1",
            "log_level": "ERROR",
        }
    )

    @DBOS.workflow(name="send")
    def send(name: str) -> None:
        os.write(wire, f"{name} {time.time():.3f}\n".encode())

    answer("ready")
    DBOS.launch()
    DBOS.register_queue("nudges", worker_concurrency=50, polling_interval_sec=0.25)
    sys.stdin.readline()


def _quiet() -> None:
    import logging

    logging.getLogger("dbos").addHandler(logging.NullHandler())


# Processes


def answer(word: str) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()
    sys.stdin.readline()


def timed(what: str, url: str, folder: Path, n: int, workers: int) -> float:
    """How many go over the wire in a second, from when all processes were told to begin."""
    command = [sys.executable, "-m", "scripts.bench_nudges_floor", what, url, str(folder)]
    running = [
        subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        for _ in range(workers)
    ]
    try:
        for process in running:
            assert process.stdout is not None
            process.stdout.readline()
        return began(running, folder, n)
    finally:
        for process in running:
            process.kill()
            process.wait()


def began(running: Sequence[subprocess.Popen[bytes]], folder: Path, n: int) -> float:
    started = time.perf_counter()
    for process in running:
        assert process.stdin is not None
        process.stdin.write(b"go\n")
        process.stdin.flush()
    wait_for_wire(folder, n, most=600)
    return n / (time.perf_counter() - started)


def wait_for_wire(folder: Path, n: int, *, most: float) -> None:
    """Until so many lines are on the wire."""
    wire, deadline = folder / "wire", time.monotonic() + most
    while not wire.exists() or wire.read_bytes().count(b"\n") < n:
        if time.monotonic() > deadline:
            raise TimeoutError(f"not {n} nudges within {most} s")
        time.sleep(0.02)


if __name__ == "__main__":
    {"claims": claims, "plain": plain}[sys.argv[1]](sys.argv[2], Path(sys.argv[3]))
