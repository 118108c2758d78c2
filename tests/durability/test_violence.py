"""Real processes on a real database, killed, starved and lied to: nothing is lost, nothing comes after it is
done, and what went out twice was marked as unknown. `scripts/chaos` does more of it for longer."""

from __future__ import annotations

import signal
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.durability.arena import Arena, Verdict
from tests.postgres import PostgresServer, binaries

ON_POSTGRES = pytest.param("postgresql", marks=pytest.mark.postgres)


@pytest.fixture(scope="module")
def server() -> Iterator[PostgresServer]:
    programs = binaries()
    if programs is None:
        pytest.skip("no PostgreSQL here: neither `initdb` on PATH nor /usr/lib/postgresql/*/bin")
    started = PostgresServer(programs)
    yield started
    started.stop()


@pytest.fixture
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/nudge.db"
    server: PostgresServer = request.getfixturevalue("server")
    return server.new_database()


def ended(arena: Arena) -> Verdict:
    """Run to the end, count, and stop: whoever is told to ends well."""
    try:
        arena.wait_until_quiet()
        verdict = arena.verdict()
    finally:
        ends = arena.stop()
    assert set(ends) <= {0, -signal.SIGTERM}  # who is told before it is up ends at once, with nothing in hand
    return verdict


@pytest.mark.parametrize("url", ["sqlite", ON_POSTGRES], indirect=True)
def test_two_processes_and_kills(url: str, tmp_path: Path) -> None:
    """Two at work, one killed at a random point again and again, while people finish their pledges."""
    arena = Arena(url, tmp_path)
    arena.seed(150)
    arena.start(2)
    arena.wait_until(lambda: arena.n_sent() > 0, 30)
    for _ in range(3):
        time.sleep(arena.lots.uniform(0.1, 0.6))
        arena.finish_a_pledge()
        arena.kill()
    verdict = ended(arena)
    assert not verdict.is_breach, verdict
    assert verdict.n == 150


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_what_is_unknown_is_held(url: str, tmp_path: Path) -> None:
    """Where a receiver takes it twice nothing goes out twice: what nobody knows about stays as it is."""
    arena = Arena(url, tmp_path, deduplicates=False)
    arena.seed(120)
    arena.start()
    arena.wait_until(lambda: arena.n_sent() > 0, 30)
    for _ in range(2):
        time.sleep(arena.lots.uniform(0.1, 0.4))
        arena.kill()
    verdict = ended(arena)
    assert (verdict.lost, verdict.twice) == (0, 0)
    assert verdict.unknown <= 2 * 8  # a kill catches at most what is on the wire


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_a_locked_database(url: str, tmp_path: Path) -> None:
    """Another process holds the lock for longer than anybody waits; then it goes on."""
    arena = Arena(url, tmp_path, lock_timeout=0.5)
    arena.seed(100)
    arena.start()
    arena.wait_until(lambda: arena.n_sent() > 0, 30)
    rude = sqlite3.connect(tmp_path / "nudge.db", isolation_level=None)
    rude.execute("BEGIN IMMEDIATE")
    time.sleep(3)
    rude.execute("ROLLBACK")
    rude.close()
    verdict = ended(arena)
    assert not verdict.is_breach, verdict


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_a_full_disk(url: str, tmp_path: Path) -> None:
    """No file may grow any more; once there is room again it goes on by itself."""
    arena = Arena(url, tmp_path)
    arena.seed(200)
    arena.start()
    arena.wait_until(lambda: arena.n_sent() > 0, 30)
    arena.signal(signal.SIGUSR2)
    time.sleep(2)
    assert arena.n_sent() < 200
    arena.signal(signal.SIGUSR1)
    verdict = ended(arena)
    assert not verdict.is_breach, verdict


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_clocks_that_jump(url: str, tmp_path: Path) -> None:
    """An hour ahead and back again, in the middle of the work."""
    arena = Arena(url, tmp_path)
    arena.seed(150)
    arena.start()
    arena.wait_until(lambda: arena.n_sent() > 0, 30)
    arena.jump(3600)
    time.sleep(0.5)
    arena.jump(0)
    verdict = ended(arena)
    assert not verdict.is_breach, verdict


@pytest.mark.postgres
def test_a_database_server_that_crashes(server: PostgresServer, tmp_path: Path) -> None:
    """It is away for a second; the processes live through it."""
    arena = Arena(server.new_database(), tmp_path)
    arena.seed(150)
    arena.start(2)
    arena.wait_until(lambda: arena.n_sent() > 0, 30)
    server.crash()
    time.sleep(1)
    server.restart()
    verdict = ended(arena)
    assert not verdict.is_breach, verdict
