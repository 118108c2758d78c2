"""What only a real database can get wrong: failures, secrecy at rest, URLs."""

from __future__ import annotations

import contextlib
import logging
import sqlite3
import threading
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import LargeBinary, event, select

from nudge.domain.errors import Conflict, Invalid, NudgeError, Unavailable
from nudge.domain.letters import TapAction
from nudge.domain.notes import NoteVectors
from nudge.domain.nudge_policies import NudgePreferences
from nudge.domain.overlays import Overlay
from nudge.domain.pledges import SaidBack
from nudge.domain.purposes import PurposeProfile
from nudge.domain.records import PledgeVersion
from nudge.storage.columns import Sealed
from nudge.storage.databases import database
from nudge.storage.store import SqlStore
from nudge.storage.tables import metadata
from nudge.vault.fernet_vault import FernetVault
from tests.contracts.storage_contract import fill
from tests.makers import (
    NOON,
    make_gist,
    make_letter,
    make_note,
    make_overlay,
    make_own_question,
    make_participant,
    make_pledge,
    make_question_set,
    make_tenant,
    make_webhook,
)
from tests.postgres import PostgresServer
from tests.storage.conftest import VAULT, VAULT_KEY, MakeStore

CANARY = "canary-4711"


def test_nothing_confidential_is_readable_in_the_database(sql_store: SqlStore, url: str) -> None:
    """Words, vectors and bodies are in no column; ids and refs are."""
    fill(sql_store)
    _write_canaries(sql_store)
    engine = database(url, lock_timeout=5).engine
    with engine.connect() as db:
        rows = [tuple(row) for table in metadata.sorted_tables for row in db.execute(select(table))]
    engine.dispose()
    everything = repr(rows)
    assert CANARY not in everything
    assert "person-1" in everything
    assert "note_9" in everything


def test_every_binary_column_is_sealed(sql_store: SqlStore, url: str) -> None:
    """Whatever is stored as bytes, now or by a later migration, opens with the vault."""
    fill(sql_store)
    _write_canaries(sql_store)
    engine = database(url, lock_timeout=5).engine
    everything = [column for table in metadata.sorted_tables for column in table.columns]
    binary = [column for column in everything if isinstance(column.type, Sealed | LargeBinary)]
    with engine.connect() as db:
        for column in binary:
            contents = [sealed for sealed in db.execute(select(column)).scalars() if sealed is not None]
            assert contents, column
            assert all(VAULT.open(sealed) for sealed in contents)
    engine.dispose()


def test_an_old_key_can_be_taken_away(empty_url: str, open_store: MakeStore) -> None:
    """After sealing again, the newest key alone opens everything, and the old one nothing."""
    old_store = open_store(empty_url)
    old_store.migrate()
    fill(old_store)
    _write_canaries(old_store)
    new_key = FernetVault.new_key()
    with old_store.begin() as records:
        before = records.notes_of("ten_1", "par_1")
    n_sealed = open_store(empty_url, vault=FernetVault([new_key, VAULT_KEY])).reseal()
    # mark, profiles, note and vectors, pledge and gist, set, response, letter, webhook, overlay
    assert n_sealed == 1 + 4 + 2 + 2 + 1 + 1 + 1 + 1 + 1
    new_store = open_store(empty_url, vault=FernetVault([new_key]))
    new_store.check()
    with new_store.begin() as records:
        assert records.notes_of("ten_1", "par_1") == before
        assert records.remembered_response("ten_1", "key") == ("digest", 200, CANARY.encode())
    with pytest.raises(Unavailable):
        old_store.check()


def test_what_is_erased_is_gone_from_the_files(tmp_path: Path, open_store: MakeStore) -> None:
    """On SQLite not even the readable ref is left, in the database or in its log."""
    store = open_store(f"sqlite:///{tmp_path}/nudge.db")
    store.migrate()
    fill(store)
    with store.begin() as records:
        records.add_participant(make_participant(8, ref=CANARY))
    assert CANARY.encode() in b"".join(path.read_bytes() for path in tmp_path.iterdir())
    with store.begin() as records:
        records.erase_participant("ten_1", "par_8")
    assert CANARY.encode() not in b"".join(path.read_bytes() for path in tmp_path.iterdir())


def test_the_file_is_only_for_its_owner(tmp_path: Path, open_store: MakeStore) -> None:
    store = open_store(f"sqlite:///{tmp_path}/var/nudge.db")
    store.migrate()
    with store.begin(read_only=True):
        modes = {path.name: path.stat().st_mode & 0o777 for path in (tmp_path / "var").iterdir()}
    assert set(modes.values()) == {0o600}


def test_sqlite_is_set_to_lose_nothing(tmp_path: Path, open_store: MakeStore) -> None:
    """Write-ahead log, full sync, foreign keys, overwriting of deleted rows, on every connection."""
    store = open_store(f"sqlite:///{tmp_path}/nudge.db")
    store.migrate()
    engine = store._database.engine
    with engine.connect() as db:
        names = ("journal_mode", "synchronous", "foreign_keys", "secure_delete", "busy_timeout")
        found = [db.exec_driver_sql(f"PRAGMA {name}").scalar() for name in names]
    assert found == ["wal", 2, 1, 1, 5000]


def test_a_locked_file_is_unavailable_and_loses_nothing(tmp_path: Path, open_store: MakeStore) -> None:
    """While another program holds the lock, writers are told after the timeout; readers go on."""
    store = open_store(f"sqlite:///{tmp_path}/nudge.db", lock_timeout=0.2)
    store.migrate()
    fill(store)
    other = sqlite3.connect(tmp_path / "nudge.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(Unavailable) as refused, store.begin() as records:
        records.add_participant(make_participant(9))
    assert refused.value.code == "storage-unavailable"
    with store.begin(read_only=True) as records:
        assert len(records.participants("ten_1").items) == 3
    other.execute("ROLLBACK")
    other.close()
    with store.begin() as records:
        records.add_participant(make_participant(9))
        assert len(records.participants("ten_1").items) == 4


def test_a_full_disk_is_unavailable_and_loses_nothing(tmp_path: Path, open_store: MakeStore) -> None:
    """The transaction that finds no room is undone; what was there stays."""
    store = open_store(f"sqlite:///{tmp_path}/nudge.db")
    store.migrate()
    fill(store)
    with store._database.engine.connect() as db:  # the pool gives this connection again
        n_pages = db.exec_driver_sql("PRAGMA page_count").scalar()
        db.exec_driver_sql(f"PRAGMA max_page_count = {n_pages}")
    with pytest.raises(Unavailable) as refused, store.begin() as records:
        records.add_note(make_note(text="long " * 20_000))
    assert refused.value.code == "storage-unavailable"
    with store.begin(read_only=True) as records:
        assert list(records.notes_of("ten_1", "par_1")) == []
        assert len(records.participants("ten_1").items) == 3


@pytest.mark.postgres
def test_a_row_locked_for_too_long_is_unavailable(postgres_url: str, open_store: MakeStore) -> None:
    """A writer doesn't wait for ever for another transaction."""
    slow, hasty = open_store(postgres_url), open_store(postgres_url, lock_timeout=0.2)
    fill(slow)
    with slow.begin() as records:
        records.save_participant(make_participant(revision=2))
        with pytest.raises(Unavailable) as refused, hasty.begin() as others:
            others.save_participant(make_participant(revision=2))
    assert refused.value.code == "storage-unavailable"


@pytest.mark.postgres
def test_a_server_that_comes_back_is_used_again(
    open_store: MakeStore, postgres_server: PostgresServer
) -> None:
    """While it is away the store is unavailable; afterwards everything committed is there."""
    url = postgres_server.new_database()
    store = open_store(url, lock_timeout=1)
    store.migrate()
    fill(store)
    postgres_server.crash()
    for attempt in (store.check, store.migrate, lambda: fill(store, tenant=2)):
        with pytest.raises(Unavailable) as refused:
            attempt()
        assert refused.value.code == "storage-unavailable"
    postgres_server.restart()
    store.check()
    with store.begin() as records:
        assert len(records.participants("ten_1").items) == 3


def test_a_file_that_isnt_there_isnt_made_by_asking(tmp_path: Path, open_store: MakeStore) -> None:
    """Only `migrate` makes a database: a mistyped path doesn't look like an empty one."""
    store = open_store(f"sqlite:///{tmp_path}/typo.db")
    with pytest.raises(Unavailable) as refused:
        store.check()
    assert refused.value.code == "storage-unavailable"
    assert not (tmp_path / "typo.db").exists()


def test_a_place_that_cant_be_written_is_unavailable(tmp_path: Path, open_store: MakeStore) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(Unavailable) as refused:
        open_store(f"sqlite:///{tmp_path}/file/nudge.db").migrate()
    assert refused.value.code == "storage-unavailable"


def test_checking_writes_nothing_to_the_log(sql_store: SqlStore, caplog: pytest.LogCaptureFixture) -> None:
    """A load balancer asks every few seconds."""
    caplog.set_level(logging.INFO)
    sql_store.check()
    assert caplog.text == ""


def test_the_history_of_somebody_is_found_by_index(tmp_path: Path, open_store: MakeStore) -> None:
    """However many pairs a tenant has: no table is gone through row by row."""
    store = open_store(f"sqlite:///{tmp_path}/nudge.db")
    store.migrate()
    fill(store)
    statements: list[tuple[str, tuple[object, ...]]] = []

    @event.listens_for(store._database.engine, "before_cursor_execute")
    def keep(db: object, cursor: object, statement: str, parameters: Any, *_: object) -> None:
        statements.append((statement, parameters))

    with store.begin(read_only=True) as records:
        records.pairs_of("ten_1", "par_1")
        records.conversations_of("ten_1", "par_1")
        records.notes_of("ten_1", "par_1", newest=3)
        records.question_sets_of("ten_1", "par_1")
        records.pledges_of("ten_1", "par_1")
    selects = [(sql, values) for sql, values in statements if sql.startswith("SELECT")]
    assert len(selects) >= 5
    with sqlite3.connect(tmp_path / "nudge.db") as db:
        for sql, values in selects:
            plan = repr(db.execute("EXPLAIN QUERY PLAN " + sql, values).fetchall())
            assert "SEARCH" in plan
            assert "SCAN" not in plan, plan


def test_errors_and_logs_hold_no_values(sql_store: SqlStore, caplog: pytest.LogCaptureFixture) -> None:
    """Neither the message nor anything chained to it, for every way a statement can fail."""
    caplog.set_level(logging.DEBUG)
    fill(sql_store)
    seen: list[BaseException] = []
    for bad in (
        make_participant(9, ref=CANARY, locale="\0" + CANARY),
        make_participant(1, ref=CANARY),
    ):
        with pytest.raises(NudgeError) as refused, sql_store.begin() as records:
            records.add_participant(bad)
        seen.append(refused.value)
    with sql_store.begin() as records:
        records.add_participant(make_participant(7, ref=CANARY))
    with pytest.raises(Conflict) as taken, sql_store.begin() as records:
        records.save_participant(make_participant(2, ref=CANARY, revision=2))
    seen.append(taken.value)
    for error in seen:
        shown: BaseException | None = error
        while shown is not None:
            assert CANARY not in repr(shown) + str(shown)
            shown = shown.__cause__ or (None if shown.__suppress_context__ else shown.__context__)
    assert CANARY not in caplog.text


@pytest.mark.parametrize("text", ["\0", "a\0b", "\ud800"])
def test_unreadable_text_is_invalid(sql_store: SqlStore, text: str) -> None:
    """The same on both databases, though only one of them minds."""
    fill(sql_store)
    with sql_store.begin() as records, pytest.raises(Invalid) as refused:
        records.participant("ten_1", text)
    assert refused.value.code == "text-not-storable"


@pytest.mark.parametrize(
    "url",
    [
        "sqlite://",
        "sqlite:///:memory:",
        "mysql://u:secret@h/d",
        "postgresql+asyncpg://u:secret@h/d",
        "secret",
    ],
)
def test_other_urls_are_refused_without_repeating_them(url: str) -> None:
    with pytest.raises(Invalid) as refused:
        SqlStore(url, VAULT)
    assert refused.value.code == "storage-url-invalid"
    assert "secret" not in refused.value.message


def test_making_a_store_opens_nothing(tmp_path: Path) -> None:
    """Neither a file nor a connection, so that `--help` and a wrong setting cost nothing."""
    SqlStore(f"sqlite:///{tmp_path}/nudge.db", VAULT).close()
    SqlStore("postgresql://nobody@127.0.0.1:1/none", VAULT).close()
    assert list(tmp_path.iterdir()) == []


def test_readers_see_what_was_committed_while_somebody_writes(sql_store: SqlStore) -> None:
    """A reader neither waits for a writer nor sees what isn't committed."""
    fill(sql_store)
    seen: list[int] = []

    def read() -> None:
        with sql_store.begin(read_only=True) as records:
            seen.append(len(records.participants("ten_1").items))

    with sql_store.begin() as records:
        records.add_participant(make_participant(9))
        reader = threading.Thread(target=read)
        reader.start()
        reader.join(timeout=3)
        assert seen == [3]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(), drivers=st.dictionaries(st.text(), st.text(), max_size=3), data=st.binary())
def test_any_words_come_back(tmp_path: Path, text: str, drivers: dict[str, str], data: bytes) -> None:
    """Whatever people write is kept to the character, and vectors to the byte."""
    store = SqlStore(f"sqlite:///{tmp_path}/nudge.db", VAULT)
    store.migrate()
    note = make_note(text=text, vectors=NoteVectors("encoder", data), conversation=None)
    participant = make_participant(purpose=PurposeProfile(text, drivers), focus=(text,))
    with contextlib.suppress(_UndoneError), store.begin() as records:
        records.add_tenant(make_tenant())
        records.add_participant(participant)
        records.add_note(note)
        assert records.participant("ten_1", "par_1") == participant
        assert list(records.notes_of("ten_1", "par_1")) == [note]
        raise _UndoneError
    store.close()


class _UndoneError(Exception):
    """Undoes a transaction."""


def _write_canaries(store: SqlStore) -> None:
    """The canary in every place for words."""
    with store.begin() as records:
        purpose = PurposeProfile(CANARY, {"how": CANARY})
        nudging = NudgePreferences(email=CANARY)
        records.add_participant(make_participant(9, purpose=purpose, focus=(CANARY,), nudging=nudging))
        vectors = NoteVectors("encoder", CANARY.encode())
        records.add_note(make_note(9, text=CANARY, vectors=vectors))
        earlier = (PledgeVersion(CANARY, NOON, reason=CANARY),)
        records.add_pledge(make_pledge(9, text=CANARY, reflection=CANARY, history=earlier))
        records.add_question_set(make_question_set(9, body={CANARY: CANARY}, replay={"seed": CANARY}))
        records.remember_response("ten_1", "key", "digest", 200, CANARY.encode(), NOON)
        records.save_pledge_gist("ten_1", "ple_9", make_gist(ask=CANARY, said=SaidBack(CANARY, CANARY)))
        records.add_to_inbox(make_letter(9, to=CANARY, text=CANARY, links={TapAction.DONE: CANARY}))
        records.save_overlay(make_overlay(overlay=Overlay((make_own_question(text=CANARY),))))
        records.add_webhook(make_webhook(9, url=CANARY, secrets=(CANARY,), signing_key=CANARY))
