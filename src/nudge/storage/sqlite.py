"""SQLite: one file, no server. Readers never wait; writers wait for each other."""

from __future__ import annotations

import os
import sqlite3
import time
from contextlib import closing, suppress
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, QueuePool, create_engine, event
from sqlalchemy.exc import TimeoutError as NoFreeConnection

from nudge.domain.errors import Invalid

_SETTINGS = (
    "PRAGMA foreign_keys = ON",
    "PRAGMA synchronous = FULL",  # what was committed survives a power failure
    "PRAGMA secure_delete = ON",  # what is erased is overwritten
    "PRAGMA trusted_schema = OFF",
)


class SqliteDatabase:
    """The database in a file.

    Args:
        url: `sqlite:///path`.
        lock_timeout: seconds to wait for another writer.

    Raises:
        Invalid: `storage-url-invalid` when the URL names no file.
    """

    def __init__(self, url: URL, *, lock_timeout: float) -> None:
        if not url.database or url.database == ":memory:":
            message = "SQLite needs a file: sqlite:///var/nudge.db, or sqlite:////absolute/path.db."
            raise Invalid("storage-url-invalid", message)
        self._path = Path(url.database).absolute()
        self._lock_timeout = lock_timeout
        self.engine: Engine = create_engine(
            "sqlite+pysqlite://",
            creator=self._connect,
            poolclass=QueuePool,
            pool_size=10,
            max_overflow=30,
            pool_timeout=lock_timeout,
            hide_parameters=True,
        )
        event.listen(self.engine, "begin", _begin)

    def create(self) -> None:
        """Make the file, readable by its owner only, if there is none."""
        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(self._path, os.O_CREAT | os.O_RDWR, 0o600))

    def lock_schema(self, db: Connection) -> None:
        """Nothing to do: a transaction that writes is alone here."""

    def after_erasure(self) -> None:
        """Empty the write-ahead log, where erased rows still are, unless somebody is reading from it."""
        with suppress(sqlite3.OperationalError, NoFreeConnection):  # what was asked for is committed already
            pooled = self.engine.raw_connection()
            with closing(pooled), closing(pooled.cursor()) as cursor:
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def _connect(self) -> sqlite3.Connection:
        db = sqlite3.connect(
            f"{self._path.as_uri()}?mode=rw",
            uri=True,
            timeout=self._lock_timeout,
            isolation_level=None,
            check_same_thread=False,
        )
        for setting in _SETTINGS:
            db.execute(setting)
        self._use_write_ahead_log(db)
        return db

    def _use_write_ahead_log(self, db: sqlite3.Connection) -> None:
        """Switch it on; SQLite doesn't wait by itself while another process does the same."""
        deadline = time.monotonic() + self._lock_timeout
        while True:
            try:
                db.execute("PRAGMA journal_mode = WAL").fetchall()
                return
            except sqlite3.OperationalError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.02)


def _begin(db: Connection) -> None:
    """Take the write lock at once: a transaction that reads first could otherwise fail when it writes."""
    read_only = db.get_execution_options().get("read_only", False)
    db.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")
