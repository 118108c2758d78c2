"""Which database a URL names."""

from __future__ import annotations

from typing import Protocol

from sqlalchemy import Connection, Engine
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from nudge.domain.errors import Invalid
from nudge.storage.postgresql import PostgresDatabase
from nudge.storage.sqlite import SqliteDatabase


class Database(Protocol):
    """What differs between the databases."""

    @property
    def engine(self) -> Engine:
        """Connections, made when needed and kept."""
        ...

    def create(self) -> None:
        """Make the database if that is ours to do."""
        ...

    def lock_schema(self, db: Connection) -> None:
        """Keep other processes from migrating until the transaction ends."""
        ...

    def after_erasure(self) -> None:
        """Take erased rows out of logs too, as far as possible."""
        ...


def database(url: str, *, lock_timeout: float) -> Database:
    """The database of this URL; nothing is opened yet.

    Raises:
        Invalid: `storage-url-invalid` for anything but `sqlite:///path` and `postgresql://…`. The message
            doesn't repeat the URL, which may hold a password.
    """
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise _invalid() from None
    match parsed.drivername:
        case "sqlite" | "sqlite+pysqlite":
            return SqliteDatabase(parsed, lock_timeout=lock_timeout)
        case "postgresql" | "postgres" | "postgresql+psycopg":
            return PostgresDatabase(parsed, lock_timeout=lock_timeout)
    raise _invalid()


def _invalid() -> Invalid:
    message = "The storage URL must look like sqlite:///var/nudge.db or postgresql://user@host/database."
    return Invalid("storage-url-invalid", message)
