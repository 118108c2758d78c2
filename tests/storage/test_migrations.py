from __future__ import annotations

import subprocess
import sys
import time

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import text

from nudge.domain.errors import Unavailable
from nudge.storage.databases import database
from nudge.storage.tables import metadata
from nudge.vault.fernet_vault import FernetVault
from tests.makers import make_tenant
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
