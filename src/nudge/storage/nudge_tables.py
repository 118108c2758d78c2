"""The tables of nudges: the ledger, its proofs, and what an organisation sets up for them.

No column says anything about a person but ids, times and codes; letters and secrets are sealed.
The states in the partial indexes are spelled out, in statements too: only so does a database see that an
index fits.
"""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    ColumnElement,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    PrimaryKeyConstraint,
    Table,
    Time,
    literal_column,
)

from nudge.domain.nudges import NudgeState
from nudge.storage.columns import Sealed, Seconds, UtcDateTime, Word
from nudge.storage.tables import belongs_to, metadata

nudges = Table(
    "nudges",
    metadata,
    Column("tenant", Word, nullable=False),
    Column("id", Word, nullable=False),
    Column("participant", Word, nullable=False),
    Column("pledge", Word, nullable=False),
    Column("moment", Word, nullable=False),
    Column("decision", Word, nullable=False),
    Column("reason", Word, nullable=False),
    Column("state", Word, nullable=False),
    Column("policy", Word, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("due_at", UtcDateTime),
    Column("local_on", Date),
    Column("local_at", Time),
    Column("zone", Word, nullable=False),
    Column("courier", Word, nullable=False),
    Column("template", Word, nullable=False),
    Column("expires_at", UtcDateTime),
    Column("lead", Seconds),
    Column("probability", Float),
    Column("revision", Integer, nullable=False),
    Column("epoch", Integer, nullable=False),
    Column("lease_until", UtcDateTime),
    Column("attempts", Integer, nullable=False),
    Column("decided_at", UtcDateTime),
    Column("sent_at", UtcDateTime),
    Column("answer", Word),
    Column("answered_at", UtcDateTime),
    PrimaryKeyConstraint("tenant", "id"),
    belongs_to("participants", "participant"),
    belongs_to("pledges", "pledge"),
    Index(None, "tenant", "participant", "due_at"),
    Index(None, "tenant", "pledge"),
)


def in_states(*states: NudgeState) -> ColumnElement[bool]:
    """Whether a nudge is in one of these states, spelled out."""
    spelled: list[ColumnElement[str]] = [literal_column(f"'{state}'") for state in states]
    return nudges.c.state == spelled[0] if len(spelled) == 1 else nudges.c.state.in_(spelled)


IS_PLANNED = in_states(NudgeState.PLANNED)
IS_TAKEN = in_states(NudgeState.QUEUED, NudgeState.SENDING)
IS_WAITING = in_states(NudgeState.PLANNED, NudgeState.QUEUED)

Index("ix_nudges_due", nudges.c.due_at, sqlite_where=IS_PLANNED, postgresql_where=IS_PLANNED)
Index("ix_nudges_lease", nudges.c.lease_until, sqlite_where=IS_TAKEN, postgresql_where=IS_TAKEN)

deliveries = Table(
    "deliveries",
    metadata,
    Column("tenant", Word, nullable=False),
    Column("nudge", Word, nullable=False),
    Column("courier", Word, nullable=False),
    Column("epoch", Integer, nullable=False),
    Column("sent_at", UtcDateTime),
    Column("receipt", Word, nullable=False),
    PrimaryKeyConstraint("tenant", "nudge"),
    belongs_to("nudges", "nudge"),
)

attempts = Table(
    "attempts",
    metadata,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True),
    Column("tenant", Word, nullable=False),
    Column("nudge", Word, nullable=False),
    Column("number", Integer, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("outcome", Word, nullable=False),
    belongs_to("nudges", "nudge"),
    Index(None, "tenant", "nudge"),
)

taps = Table(
    "taps",
    metadata,
    Column("tenant", Word, nullable=False),
    Column("nudge", Word, nullable=False),
    Column("action", Word, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    PrimaryKeyConstraint("tenant", "nudge", "action"),
    belongs_to("nudges", "nudge"),
)

programmes = Table(
    "programmes",
    metadata,
    Column("tenant", Word, ForeignKey("tenants.id"), primary_key=True),
    Column("policy", JSON, nullable=False),
    Column("time_zone", Word),
    Column("couriers", JSON, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("emphases", JSON),
)

webhooks = Table(
    "webhooks",
    metadata,
    Column("tenant", Word, ForeignKey("tenants.id"), nullable=False),
    Column("id", Word, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("disabled_at", UtcDateTime),
    Column("content", Sealed, nullable=False),
    Column("revision", Integer, nullable=False),
    PrimaryKeyConstraint("tenant", "id"),
)

test_clocks = Table(
    "test_clocks",
    metadata,
    Column("tenant", Word, ForeignKey("tenants.id"), primary_key=True),
    Column("at", UtcDateTime, nullable=False),
    Column("revision", Integer, nullable=False),
)

inbox = Table(
    "inbox",
    metadata,
    Column("tenant", Word, nullable=False),
    Column("id", Word, nullable=False),
    Column("participant", Word, nullable=False),
    Column("sent_at", UtcDateTime, nullable=False),
    Column("due_at", UtcDateTime, nullable=False),
    Column("letter", Sealed, nullable=False),
    PrimaryKeyConstraint("tenant", "id"),
    belongs_to("participants", "participant"),
    Index(None, "tenant", "participant"),
    Index(None, "tenant", "sent_at", "due_at", "id"),
)
