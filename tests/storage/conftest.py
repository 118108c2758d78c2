from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from nudge.storage.store import SqlStore
from nudge.storage.tables import metadata
from nudge.vault.fernet_vault import FernetVault
from tests.fakes.store import FakeStore
from tests.postgres import PostgresServer, binaries

ON_POSTGRES = pytest.param("postgresql", marks=pytest.mark.postgres)
VAULT_KEY = FernetVault.new_key()
VAULT = FernetVault([VAULT_KEY])

MakeStore = Callable[..., SqlStore]


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    programs = binaries()
    if programs is None:
        pytest.skip("no PostgreSQL here: neither `initdb` on PATH nor /usr/lib/postgresql/*/bin")
    server = PostgresServer(programs)
    yield server
    server.stop()


@pytest.fixture(scope="session")
def migrated_database(postgres_server: PostgresServer) -> str:
    """The URL of a PostgreSQL database with our tables."""
    url = postgres_server.new_database()
    store = SqlStore(url, VAULT)
    store.migrate()
    store.close()
    return url


@pytest.fixture
def postgres_url(migrated_database: str) -> str:
    """The same, emptied: making a database for each test would take much longer."""
    with psycopg.connect(migrated_database) as db:
        for table in reversed(metadata.sorted_tables):
            if table.name != "vault_marks":
                db.execute(f"DELETE FROM {table.name}".encode())
    return migrated_database


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite database with our tables, to be copied."""
    path = tmp_path_factory.mktemp("migrated") / "nudge.db"
    store = SqlStore(f"sqlite:///{path}", VAULT)
    store.migrate()
    store.close()
    return path


@pytest.fixture(params=["sqlite", ON_POSTGRES])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a database without tables."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/nudge.db"
    server: PostgresServer = request.getfixturevalue("postgres_server")
    return server.new_database()


@pytest.fixture(params=["sqlite", ON_POSTGRES])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a database with our tables and nothing in them."""
    if request.param == "postgresql":
        return str(request.getfixturevalue("postgres_url"))
    shutil.copy(request.getfixturevalue("migrated_file"), tmp_path / "nudge.db")
    return f"sqlite:///{tmp_path}/nudge.db"


@pytest.fixture
def open_store() -> Iterator[MakeStore]:
    """Opens stores that are closed after the test."""
    stores: list[SqlStore] = []

    def opened(url: str, *, vault: FernetVault = VAULT, lock_timeout: float = 5.0) -> SqlStore:
        stores.append(SqlStore(url, vault, lock_timeout=lock_timeout))
        return stores[-1]

    yield opened
    for store in stores:
        store.close()


@pytest.fixture
def sql_store(url: str, open_store: MakeStore) -> SqlStore:
    return open_store(url)


@pytest.fixture(params=["fake", "sqlite", ON_POSTGRES])
def store(request: pytest.FixtureRequest, tmp_path: Path, open_store: MakeStore) -> FakeStore | SqlStore:
    """Every kind of store, empty."""
    if request.param == "fake":
        return FakeStore()
    if request.param == "postgresql":
        return open_store(request.getfixturevalue("postgres_url"))
    shutil.copy(request.getfixturevalue("migrated_file"), tmp_path / "nudge.db")
    return open_store(f"sqlite:///{tmp_path}/nudge.db")
