from __future__ import annotations

import json
import subprocess
import sys
import time
from dataclasses import replace
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.runtime.migration import MigrationContext, MigrationStep
from sqlalchemy import Connection, MetaData, Table, text

from nudge.domain.errors import Conflict, Unavailable
from nudge.domain.nudge_policies import NudgePreferences
from nudge.domain.pledges import Outcome
from nudge.domain.records import StoredPledge
from nudge.storage.databases import database
from nudge.storage.schema import scripts
from nudge.storage.tables import metadata
from nudge.vault.fernet_vault import FernetVault
from tests.makers import NOON, make_gist, make_nudge, make_tenant
from tests.storage.conftest import VAULT, MakeStore

MIGRATE = """
import sys, time
from nudge.storage.schema import scripts
from nudge.storage.store import SqlStore
from nudge.vault.fernet_vault import FernetVault
scripts()
store = SqlStore(sys.argv[1], FernetVault([sys.argv[2].encode()]), lock_timeout=30)
while time.time() < float(sys.argv[3]): pass
store.migrate()
store.check()
store.close()
"""


def test_migrations_and_tables_are_equal(empty_url: str, open_store: MakeStore) -> None:
    """What the migrations build is what the statements are written for, down to indexes and names."""
    open_store(empty_url).migrate()
    engine = database(empty_url, lock_timeout=5).engine
    with engine.connect() as db:
        assert compare_metadata(MigrationContext.configure(db), metadata) == []
    engine.dispose()


def test_migrating_again_changes_nothing(empty_url: str, open_store: MakeStore) -> None:
    """A second start finds everything done, and keeps what is stored."""
    store = open_store(empty_url)
    store.migrate()
    with store.begin() as records:
        records.add_tenant(make_tenant())
    store.migrate()
    with store.begin() as records:
        assert list(records.tenants()) == [make_tenant()]


def test_pledges_from_before_they_had_a_history_are_kept(empty_url: str, open_store: MakeStore) -> None:
    """Migration 0002 finds some in the tables of 0001: words and outcomes stay, all the rest is unknown."""
    engine = database(empty_url, lock_timeout=5).engine
    store = open_store(empty_url)
    store._create()
    with engine.begin() as db:
        _upgrade_to(db, "0001")
        _insert_people(db)
        for n in (1, 2):
            talk = {"id": f"con_{n}", "pair": "pair_1", "session_number": n, "state": "closed"}
            _insert(db, "conversations", **OF_TENANT, **talk, revision=1)
        for n, (who, talk_id, outcome) in enumerate(
            (("par_1", "con_1", "kept"), ("par_1", "con_2", "not_said"), ("par_2", "con_1", "partly"))
        ):
            words = sealed({"text": f"I'll call Sam, {n}", "reflection": f"learned {n}"})
            row = {"id": f"ple_{n}", "participant": who, "conversation": talk_id, "outcome": outcome}
            _insert(db, "pledges", **OF_TENANT, **row, words=words)
    engine.dispose()
    store.migrate()
    store.check()
    with store.begin() as records:
        kept, unsaid = records.pledges_of("ten_1", "par_1")
        (partly,) = records.pledges_of("ten_1", "par_2")
        assert kept == StoredPledge(
            id="ple_0",
            tenant="ten_1",
            participant="par_1",
            text="I'll call Sam, 0",
            created_at=NOON,
            conversation="con_1",
            outcome=Outcome.KEPT,
            reflection="learned 0",
        )
        assert (unsaid.state, partly.outcome, partly.reflection) == ("open", Outcome.PARTLY, "learned 2")
        records.save_pledge(replace(unsaid, text="I'll write to Sam", revision=2))
        records.add_pledge(replace(unsaid, id="ple_9", conversation=None))
        with pytest.raises(Conflict):
            records.add_pledge(replace(unsaid, id="ple_10"))
        assert records.erase_participant("ten_1", "par_1")["pledges"] == 3


def test_people_and_pledges_from_before_nudges_can_be_nudged(empty_url: str, open_store: MakeStore) -> None:
    """Migration 0003 finds some in the tables of 0002: nobody has said how to be nudged, nothing is read."""
    engine = database(empty_url, lock_timeout=5).engine
    store = open_store(empty_url)
    store._create()
    with engine.begin() as db:
        _upgrade_to(db, "0002")
        _insert_people(db)
        words = sealed({"text": "I'll call Sam", "reflection": "", "history": []})
        row = {"id": "ple_1", "participant": "par_1", "outcome": "not_said", "due_confirmed": False}
        _insert(db, "pledges", **OF_TENANT, **row, due_at=NOON, words=words, revision=3)
    engine.dispose()
    store.migrate()
    store.check()
    with store.begin() as records:
        person = records.participant("ten_1", "par_1")
        assert person.nudging == NudgePreferences()
        wish = NudgePreferences(email="ana@example.org")
        records.save_participant(replace(person, nudging=wish, revision=person.revision + 1))
        assert records.participant("ten_1", "par_1").nudging == wish
        assert records.pledge("ten_1", "ple_1").text == "I'll call Sam"
        assert records.pledge_gist("ten_1", "ple_1") is None
        assert records.programme("ten_1") is None
        records.save_pledge_gist("ten_1", "ple_1", make_gist())
        records.add_nudges([make_nudge()])
        assert list(records.nudges("ten_1", pledge="ple_1").items) == [make_nudge()]
        assert records.erase_participant("ten_1", "par_1")["nudges"] == 1


def test_processes_that_start_at_once_dont_disturb_each_other(empty_url: str) -> None:
    """Three processes migrate the same empty database in the same moment; all succeed."""
    moment = str(time.time() + 2.5)
    command = [sys.executable, "-c", MIGRATE, empty_url, FernetVault.new_key().decode(), moment]
    running = [subprocess.Popen(command, stderr=subprocess.PIPE, text=True) for _ in range(3)]
    ended = [(process.communicate(timeout=60)[1], process.returncode) for process in running]
    assert [code for _, code in ended] == [0, 0, 0], ended


def test_an_old_schema_isnt_used(empty_url: str, open_store: MakeStore) -> None:
    """`check` says that it has to be migrated; an empty database is old too."""
    store = open_store(empty_url)
    if empty_url.startswith("postgresql"):
        with pytest.raises(Unavailable) as refused:
            store.check()
        assert refused.value.code == "storage-schema-old"
    store.migrate()
    _set_revision(empty_url, "0000")
    with pytest.raises(Unavailable) as old:
        store.check()
    assert old.value.code == "storage-schema-old"


def test_a_newer_schema_isnt_touched(empty_url: str, open_store: MakeStore) -> None:
    """Running an older version by mistake changes nothing."""
    store = open_store(empty_url)
    store.migrate()
    _set_revision(empty_url, "9999")
    with pytest.raises(Unavailable) as refused:
        store.migrate()
    assert refused.value.code == "storage-schema-newer"


def test_a_wrong_key_is_found_before_it_is_used(url: str, open_store: MakeStore) -> None:
    """A store with another vault key neither passes its check nor migrates."""
    stranger = open_store(url, vault=FernetVault([FernetVault.new_key()]))
    for attempt in (stranger.check, stranger.migrate):
        with pytest.raises(Unavailable) as refused:
            attempt()
        assert refused.value.code == "vault-key-wrong"
    open_store(url, vault=VAULT).check()


def _set_revision(url: str, revision: str) -> None:
    engine = database(url, lock_timeout=5).engine
    with engine.begin() as db:
        db.execute(text("UPDATE alembic_version SET version_num = :revision"), {"revision": revision})
    engine.dispose()


OF_TENANT = {"tenant": "ten_1", "created_at": NOON}


def sealed(content: object) -> bytes:
    return VAULT.seal(json.dumps(content).encode())


def _upgrade_to(db: Connection, revision: str) -> None:
    def steps(present: Any, _: MigrationContext) -> list[MigrationStep]:
        return scripts()._upgrade_revs(revision, present)  # type: ignore[return-value]  # untyped there

    with EnvironmentContext(Config(), scripts(), fn=steps) as environment:
        environment.configure(connection=db)
        environment.run_migrations()


def _insert_people(db: Connection) -> None:
    """Two people and their pair, as they were stored before there were nudges."""
    _insert(db, "tenants", id="ten_1", name="organisation-1", created_at=NOON)
    _insert(db, "pairs", tenant="ten_1", id="pair_1", created_at=NOON, format="pair", quarter="")
    for n in (1, 2):
        profile = sealed({"text": "", "drivers": {}, "focus": []})
        person = {"id": f"par_{n}", "ref": f"person-{n}", "locale": "en", "sessions_done": 0}
        _insert(db, "participants", **OF_TENANT, **person, profile=profile, revision=1)


def _insert(db: Connection, table: str, **values: object) -> None:
    """A row of the tables as the migration made them, not as they are now."""
    columns = Table(table, MetaData(), autoload_with=db)
    db.execute(columns.insert().values(values))
