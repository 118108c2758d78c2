"""Two at once, and one that dies: on real databases, with real threads and processes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from nudge.domain.errors import Conflict, NotFound
from nudge.storage.store import SqlRecords, SqlStore
from tests.contracts.storage_contract import fill
from tests.makers import (
    NOON,
    make_conversation,
    make_note,
    make_nudge,
    make_participant,
    make_pledge,
    make_programme,
    make_question_set,
)
from tests.storage.conftest import VAULT_KEY

Write = Callable[[SqlRecords, int], None]

RACES: dict[str, tuple[Write, str]] = {
    "the same ref": (
        lambda records, n: records.add_participant(make_participant(n, ref="wanted")),
        "participant-exists",
    ),
    "the same session number": (
        lambda records, n: records.add_conversation(make_conversation(n, session_number=2)),
        "conversation-exists",
    ),
    "the same revision of a participant": (
        lambda records, n: records.save_participant(make_participant(locale=f"x{n}", revision=2)),
        "revision-changed",
    ),
    "the same revision of a conversation": (
        lambda records, n: records.save_conversation(make_conversation(revision=2)),
        "revision-changed",
    ),
    "the pledge of a conversation": (
        lambda records, n: records.add_pledge(make_pledge(n)),
        "pledge-exists",
    ),
    "the same revision of a pledge": (
        lambda records, n: records.save_pledge(make_pledge(2, participant="par_2", text=f"{n}", revision=2)),
        "revision-changed",
    ),
    "the same revision of a nudge": (
        lambda records, n: records.move_nudge(make_nudge(2, reason=f"{n}", revision=2, epoch=1)),
        "revision-changed",
    ),
    "the delivery of a nudge": (
        lambda records, n: records.add_delivery(make_nudge(2), f"{n}"),
        "already-delivered",
    ),
    "the first programme": (
        lambda records, n: records.save_programme(make_programme()),
        "revision-changed",
    ),
    "the same idempotency key": (
        lambda records, n: records.remember_response("ten_1", "key", "digest", 200, b"", NOON),
        "idempotency-key-in-use",
    ),
}


@pytest.mark.parametrize("race", RACES)
def test_of_several_at_once_exactly_one_wins(sql_store: SqlStore, race: str) -> None:
    """The others get the Conflict that says so, whatever the timing."""
    write, code = RACES[race]
    fill(sql_store)
    with sql_store.begin() as records:
        records.add_pledge(make_pledge(2, participant="par_2"))
        records.add_nudges([make_nudge(2, participant="par_2", pledge="ple_2")])
    results = at_once(sql_store, write, n_threads=4)
    assert sorted(results) == [code] * 3 + ["won"]


def test_of_several_processes_exactly_one_wins(sql_store: SqlStore, url: str) -> None:
    """The same between processes, as when two servers share a database."""
    fill(sql_store)
    script = (
        _PROCESS + "with store.begin() as r: r.add_participant(make_participant(int(sys.argv[2]), ref='w'))"
    )
    running = [_start(script, url, str(n)) for n in (10, 11, 12)]
    errors = [process.communicate(timeout=60)[1] for process in running]
    assert sorted(process.returncode for process in running) == [0, 1, 1]
    assert sum("There is a participant with this ref" in error for error in errors) == 2


def test_replacing_a_set_at_once_leaves_one(sql_store: SqlStore) -> None:
    """Both may succeed, one after the other; there is one set in the end."""
    fill(sql_store)
    results = at_once(
        sql_store, lambda records, n: records.add_question_set(make_question_set(n)), n_threads=4
    )
    assert results == ["won"] * 4
    with sql_store.begin() as records:
        assert len(records.question_sets("ten_1", "con_1")) == 1


def test_nothing_is_added_to_somebody_who_is_being_erased(sql_store: SqlStore) -> None:
    """Who adds a note meanwhile is either erased with the rest or told that the person is gone."""
    fill(sql_store)

    def erase_or_add(records: SqlRecords, n: int) -> None:
        if n == 100:
            records.erase_participant("ten_1", "par_1")
        else:
            records.add_note(make_note(n))

    results = at_once(sql_store, erase_or_add, n_threads=4)
    assert set(results) <= {"won", "participant-not-found"}
    with sql_store.begin() as records, pytest.raises(NotFound):
        records.notes_of("ten_1", "par_1")


def test_who_changes_a_pledge_and_who_erases_its_author_dont_block_each_other(sql_store: SqlStore) -> None:
    """The change is done first, and erased, or comes too late."""
    fill(sql_store)
    for round in range(5):
        with sql_store.begin() as records:
            records.add_participant(make_participant(50 + round))
            records.add_pledge(make_pledge(round, participant=f"par_{50 + round}", conversation=None))

        def erase_or_change(records: SqlRecords, n: int, round: int = round) -> None:
            if n == 100:
                records.erase_participant("ten_1", f"par_{50 + round}")
            else:
                pledge = records.pledge("ten_1", f"ple_{round}")
                records.save_pledge(replace(pledge, text=f"{n}", revision=pledge.revision + 1))

        results = at_once(sql_store, erase_or_change, n_threads=4)
        assert results[0] == "won"
        assert set(results) <= {"won", "participant-not-found", "pledge-not-found"}


def test_a_killed_writer_leaves_nothing_half_done(sql_store: SqlStore, url: str) -> None:
    """kill -9 in the middle of a transaction: it never happened, and others can write at once."""
    fill(sql_store)
    process = _start(_PROCESS + _HALF_DONE, url)
    assert process.stdout is not None
    assert process.stdout.readline().strip() == "half done"
    process.send_signal(signal.SIGKILL)
    process.communicate(timeout=20)
    with sql_store.begin() as records:
        assert [row.id for row in records.participants("ten_1").items] == ["par_1", "par_2", "par_3"]
        assert list(records.notes_of("ten_1", "par_1")) == []
        assert records.pair("ten_1", "pair_1").participants == ("par_1", "par_2")
        records.add_note(make_note())
    sql_store.check()


def test_what_was_committed_survives_the_kill(sql_store: SqlStore, url: str) -> None:
    """Everything that the dead process said it had committed is there."""
    fill(sql_store)
    process = _start(_PROCESS + _COMMIT_ON, url)
    assert process.stdout is not None
    said = [int(process.stdout.readline()) for _ in range(20)][-1]
    process.send_signal(signal.SIGKILL)
    rest = process.communicate(timeout=20)[0].split()
    said = max([said, *map(int, rest)])
    with sql_store.begin() as records:
        stored = {note.id for note in records.notes_of("ten_1", "par_1")}
    assert {f"note_{n}" for n in range(said + 1)} <= stored


def at_once(store: SqlStore, write: Write, *, n_threads: int) -> list[str]:
    """What became of the same write in several threads: "won" or the code of the error."""
    ready = threading.Barrier(n_threads)

    def attempt(n: int) -> str:
        ready.wait()
        try:
            with store.begin() as records:
                write(records, n)
        except (Conflict, NotFound) as error:
            return error.code
        return "won"

    with ThreadPoolExecutor(n_threads) as pool:
        return list(pool.map(attempt, range(100, 100 + n_threads)))


def _start(script: str, *arguments: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-u", "-c", script, *arguments]
    environment = {**os.environ, "VAULT_KEY": VAULT_KEY.decode(), "PROJECT": str(Path(__file__).parents[2])}
    pipe = subprocess.PIPE
    return subprocess.Popen(command, stdout=pipe, stderr=pipe, text=True, env=environment)


_PROCESS = """
import os, sys, time
sys.path.insert(0, os.environ["PROJECT"])
from nudge.storage.store import SqlStore
from nudge.vault.fernet_vault import FernetVault
from tests.makers import *
store = SqlStore(sys.argv[1], FernetVault([os.environ["VAULT_KEY"].encode()]), lock_timeout=20)
"""

_HALF_DONE = """
with store.begin() as records:
    records.add_note(make_note(1))
    records.add_participant(make_participant(9))
    records.erase_participant("ten_1", "par_2")
    print("half done")
    time.sleep(60)
"""

_COMMIT_ON = """
for n in range(100_000):
    with store.begin() as records:
        records.add_note(make_note(n))
    print(n)
"""
