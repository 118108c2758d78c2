"""The version of the schema: which one there is, which one is newest, and the way from one to the other.

A new migration is a file in `migrations/versions/`; a test compares what all of them build with `tables.py`.
"""

from __future__ import annotations

import threading
from functools import cache
from pathlib import Path

from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.runtime.migration import MigrationContext, MigrationStep
from alembic.script import ScriptDirectory
from alembic.script.revision import ResolutionError, RevisionError
from alembic.util import CommandError
from sqlalchemy import Connection, column, select, table

from nudge.domain.errors import Unavailable

MIGRATIONS = Path(__file__).parent / "migrations"
_one_at_a_time = threading.Lock()  # Alembic's operations work on one database per process


@cache
def scripts() -> ScriptDirectory:
    """The migrations that are shipped in the package."""
    return ScriptDirectory(str(MIGRATIONS), version_locations=[str(MIGRATIONS / "versions")])


def newest() -> str | None:
    """The revision that this version of nudge needs."""
    return scripts().get_current_head()


def present(db: Connection) -> str | None:
    """The revision that the database has; None when it is empty.

    Read without a migration context, since making one writes to the log.
    """
    if not db.dialect.has_table(db, "alembic_version"):
        return None
    revision: str | None = db.execute(
        select(column("version_num")).select_from(table("alembic_version"))
    ).scalar()
    return revision


def upgrade(db: Connection) -> None:
    """Bring the database to the newest revision, in the transaction of the caller.

    Raises:
        Unavailable: `storage-schema-newer` when a newer version of nudge has changed the database.
    """

    def steps(revision: object, _: MigrationContext) -> list[MigrationStep]:
        return scripts()._upgrade_revs("head", revision)  # type: ignore[arg-type,return-value]  # untyped there

    with _one_at_a_time, EnvironmentContext(Config(), scripts(), fn=steps) as environment:
        environment.configure(connection=db)
        try:
            environment.run_migrations()
        except (CommandError, RevisionError, ResolutionError):
            message = "The database was changed by a newer version of nudge; run that version."
            raise Unavailable("storage-schema-newer", message) from None


def refuse_unless_newest(db: Connection) -> None:
    """Check that the schema is the one the statements were written for.

    Raises:
        Unavailable: `storage-schema-old` when it isn't.
    """
    if present(db) != newest():
        message = "The schema of the database isn't the one of this version of nudge; migrate it."
        raise Unavailable("storage-schema-old", message)
