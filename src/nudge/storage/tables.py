"""The tables. Migrations build the same; a test compares the two.

Ids and times are readable, so that the database can do its work; words that people wrote are sealed.
Keys and foreign keys begin with the tenant: no row can point into another tenant. Those of nudges are in
`nudge_tables.py`.
"""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    UniqueConstraint,
)

from nudge.storage.columns import Sealed, UtcDateTime, Word

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(referred_table_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)


def belongs_to(table: str, column: str) -> ForeignKeyConstraint:
    """A column with the id of a row of the same tenant."""
    return ForeignKeyConstraint(["tenant", column], [f"{table}.tenant", f"{table}.id"])


tenants = Table(
    "tenants",
    metadata,
    Column("id", Word, primary_key=True),
    Column("name", Word, nullable=False, unique=True),
    Column("created_at", UtcDateTime, nullable=False),
)

api_keys = Table(
    "api_keys",
    metadata,
    Column("id", Word, primary_key=True),
    Column("tenant", Word, ForeignKey("tenants.id"), nullable=False, index=True),
    Column("name", Word, nullable=False),
    Column("prefix", Word, nullable=False),
    Column("digest", Word, nullable=False, unique=True),
    Column("scopes", Word, nullable=False),
    Column("is_test", Boolean, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("revoked_at", UtcDateTime),
)

participants = Table(
    "participants",
    metadata,
    Column("tenant", Word, ForeignKey("tenants.id"), nullable=False),
    Column("id", Word, nullable=False),
    Column("ref", Word, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("locale", Word, nullable=False),
    Column("sessions_done", Integer, nullable=False),
    Column("new_manager", Boolean),
    Column("profile", Sealed, nullable=False),
    Column("revision", Integer, nullable=False),
    PrimaryKeyConstraint("tenant", "id"),
    UniqueConstraint("tenant", "ref"),
)

pairs = Table(
    "pairs",
    metadata,
    Column("tenant", Word, ForeignKey("tenants.id"), nullable=False),
    Column("id", Word, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("format", Word, nullable=False),
    Column("quarter", Word, nullable=False),
    PrimaryKeyConstraint("tenant", "id"),
)

pair_participants = Table(
    "pair_participants",
    metadata,
    Column("tenant", Word, nullable=False),
    Column("pair", Word, nullable=False),
    Column("position", Integer, nullable=False),
    Column("participant", Word, nullable=False),
    PrimaryKeyConstraint("tenant", "pair", "position"),
    UniqueConstraint("tenant", "participant", "pair"),
    belongs_to("pairs", "pair"),
    belongs_to("participants", "participant"),
)

conversations = Table(
    "conversations",
    metadata,
    Column("tenant", Word, nullable=False),
    Column("id", Word, nullable=False),
    Column("pair", Word, nullable=False),
    Column("session_number", Integer, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("planned_at", UtcDateTime),
    Column("state", Word, nullable=False),
    Column("revision", Integer, nullable=False),
    PrimaryKeyConstraint("tenant", "id"),
    UniqueConstraint("tenant", "pair", "session_number"),
    belongs_to("pairs", "pair"),
)

notes = Table(
    "notes",
    metadata,
    Column("tenant", Word, nullable=False),
    Column("id", Word, nullable=False),
    Column("participant", Word, nullable=False),
    Column("conversation", Word),
    Column("session_number", Integer),
    Column("visibility", Word, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("text", Sealed, nullable=False),
    Column("encoder", Word),
    Column("vectors", Sealed),
    PrimaryKeyConstraint("tenant", "id"),
    belongs_to("participants", "participant"),
    belongs_to("conversations", "conversation"),
    Index(None, "tenant", "participant"),
    Index(None, "tenant", "conversation"),
)

question_sets = Table(
    "question_sets",
    metadata,
    Column("tenant", Word, nullable=False),
    Column("id", Word, nullable=False),
    Column("conversation", Word, nullable=False),
    Column("participant", Word, nullable=False),
    Column("question_ids", Word, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("content", Sealed, nullable=False),
    PrimaryKeyConstraint("tenant", "id"),
    UniqueConstraint("tenant", "conversation", "participant"),
    belongs_to("conversations", "conversation"),
    belongs_to("participants", "participant"),
    Index(None, "tenant", "participant"),
)

pledges = Table(
    "pledges",
    metadata,
    Column("tenant", Word, nullable=False),
    Column("id", Word, nullable=False),
    Column("participant", Word, nullable=False),
    Column("conversation", Word),
    Column("outcome", Word, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("words", Sealed, nullable=False),
    Column("due_at", UtcDateTime),
    Column("due_zone", Word),
    Column("due_confirmed", Boolean, nullable=False),
    Column("outcome_at", UtcDateTime),
    Column("helped", Boolean),
    Column("revision", Integer, nullable=False),
    Column("gist", Sealed),
    PrimaryKeyConstraint("tenant", "id"),
    UniqueConstraint("tenant", "conversation", "participant"),
    belongs_to("participants", "participant"),
    belongs_to("conversations", "conversation"),
    Index(None, "tenant", "participant"),
)

remembered_responses = Table(
    "remembered_responses",
    metadata,
    Column("tenant", Word, ForeignKey("tenants.id"), nullable=False),
    Column("key", Word, nullable=False),
    Column("digest", Word, nullable=False),
    Column("status", Integer, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("body", Sealed, nullable=False),
    PrimaryKeyConstraint("tenant", "key"),
    Index(None, "tenant", "created_at"),
)

vault_marks = Table(
    "vault_marks",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("mark", Sealed, nullable=False),
)
