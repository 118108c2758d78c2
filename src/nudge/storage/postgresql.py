"""PostgreSQL through psycopg 3, for several processes and machines."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from sqlalchemy import URL, Connection, Engine, create_engine, event, text

if TYPE_CHECKING:
    import psycopg

_SCHEMA_LOCK = 0x6E75646765
"""The number of the advisory lock that a migration holds: "nudge" in ASCII."""


class PostgresDatabase:
    """A database on a PostgreSQL server.

    Args:
        url: `postgresql://…`.
        lock_timeout: seconds to wait for a connection, and for what another transaction holds.
    """

    def __init__(self, url: URL, *, lock_timeout: float) -> None:
        self._lock_timeout = lock_timeout
        self.engine: Engine = create_engine(
            url.set(drivername="postgresql+psycopg"),
            connect_args={"connect_timeout": max(2, ceil(lock_timeout))},
            pool_size=10,
            max_overflow=30,
            pool_timeout=lock_timeout,
            pool_pre_ping=True,
            hide_parameters=True,
        )
        event.listen(self.engine, "connect", self._set_up)

    def create(self) -> None:
        """Nothing to do: the server's administrator makes databases."""

    def lock_schema(self, db: Connection) -> None:
        """Wait until no other process migrates; held until the end of the transaction."""
        db.execute(text("SET LOCAL lock_timeout = '60s'"))
        db.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": _SCHEMA_LOCK})

    def after_erasure(self) -> None:
        """Nothing to do: autovacuum takes deleted rows out of the files, in its own time."""

    def _set_up(self, db: psycopg.Connection[object], _: object) -> None:
        db.execute(f"SET lock_timeout = {max(1, round(self._lock_timeout * 1000))}".encode())
        db.execute("SET timezone = 'UTC'")
        db.commit()
