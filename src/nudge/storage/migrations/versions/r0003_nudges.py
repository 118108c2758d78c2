"""Nudges: the ledger, its proofs, programmes, webhooks, and the clock and inbox of test tenants."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

WORD = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
MOMENT = sa.DateTime(timezone=True)
COUNTER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables. What is stored was made before nudges: no pledge has a gist, nothing is planned."""
    op.add_column("pledges", sa.Column("gist", sa.LargeBinary()))
    _make_nudges()
    _make_proofs()
    _make_settings()
    _make_test_mode()


def _make_nudges() -> None:
    op.create_table(
        "nudges",
        sa.Column("tenant", WORD, nullable=False),
        sa.Column("id", WORD, nullable=False),
        sa.Column("participant", WORD, nullable=False),
        sa.Column("pledge", WORD, nullable=False),
        sa.Column("moment", WORD, nullable=False),
        sa.Column("decision", WORD, nullable=False),
        sa.Column("reason", WORD, nullable=False),
        sa.Column("state", WORD, nullable=False),
        sa.Column("policy", WORD, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("due_at", MOMENT),
        sa.Column("local_on", sa.Date()),
        sa.Column("local_at", sa.Time()),
        sa.Column("zone", WORD, nullable=False),
        sa.Column("courier", WORD, nullable=False),
        sa.Column("template", WORD, nullable=False),
        sa.Column("expires_at", MOMENT),
        sa.Column("lead", sa.Integer()),
        sa.Column("probability", sa.Float()),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("lease_until", MOMENT),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("decided_at", MOMENT),
        sa.Column("sent_at", MOMENT),
        sa.Column("answer", WORD),
        sa.Column("answered_at", MOMENT),
        _belongs_to("nudges", "participants", "participant"),
        _belongs_to("nudges", "pledges", "pledge"),
        sa.PrimaryKeyConstraint("tenant", "id", name="pk_nudges"),
    )
    op.create_index("ix_nudges_tenant_participant_due_at", "nudges", ["tenant", "participant", "due_at"])
    op.create_index("ix_nudges_tenant_pledge", "nudges", ["tenant", "pledge"])
    _partial_index("ix_nudges_due", "due_at", "state = 'planned'")
    _partial_index("ix_nudges_lease", "lease_until", "state IN ('queued', 'sending')")


def _make_proofs() -> None:
    op.create_table(
        "deliveries",
        sa.Column("tenant", WORD, nullable=False),
        sa.Column("nudge", WORD, nullable=False),
        sa.Column("courier", WORD, nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("sent_at", MOMENT),
        sa.Column("receipt", WORD, nullable=False),
        _belongs_to("deliveries", "nudges", "nudge"),
        sa.PrimaryKeyConstraint("tenant", "nudge", name="pk_deliveries"),
    )
    op.create_table(
        "attempts",
        sa.Column("id", COUNTER, autoincrement=True, nullable=False),
        sa.Column("tenant", WORD, nullable=False),
        sa.Column("nudge", WORD, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("outcome", WORD, nullable=False),
        _belongs_to("attempts", "nudges", "nudge"),
        sa.PrimaryKeyConstraint("id", name="pk_attempts"),
    )
    op.create_index("ix_attempts_tenant_nudge", "attempts", ["tenant", "nudge"])
    op.create_table(
        "taps",
        sa.Column("tenant", WORD, nullable=False),
        sa.Column("nudge", WORD, nullable=False),
        sa.Column("action", WORD, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        _belongs_to("taps", "nudges", "nudge"),
        sa.PrimaryKeyConstraint("tenant", "nudge", "action", name="pk_taps"),
    )


def _make_settings() -> None:
    op.create_table(
        "programmes",
        sa.Column("tenant", WORD, nullable=False),
        sa.Column("policy", sa.JSON(), nullable=False),
        sa.Column("time_zone", WORD),
        sa.Column("couriers", sa.JSON(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        _of_tenant("programmes"),
        sa.PrimaryKeyConstraint("tenant", name="pk_programmes"),
    )
    op.create_table(
        "webhooks",
        sa.Column("tenant", WORD, nullable=False),
        sa.Column("id", WORD, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("disabled_at", MOMENT),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        _of_tenant("webhooks"),
        sa.PrimaryKeyConstraint("tenant", "id", name="pk_webhooks"),
    )


def _make_test_mode() -> None:
    op.create_table(
        "test_clocks",
        sa.Column("tenant", WORD, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        _of_tenant("test_clocks"),
        sa.PrimaryKeyConstraint("tenant", name="pk_test_clocks"),
    )
    op.create_table(
        "inbox",
        sa.Column("tenant", WORD, nullable=False),
        sa.Column("id", WORD, nullable=False),
        sa.Column("participant", WORD, nullable=False),
        sa.Column("sent_at", MOMENT, nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("letter", sa.LargeBinary(), nullable=False),
        _belongs_to("inbox", "participants", "participant"),
        sa.PrimaryKeyConstraint("tenant", "id", name="pk_inbox"),
    )
    op.create_index("ix_inbox_tenant_participant", "inbox", ["tenant", "participant"])
    op.create_index("ix_inbox_tenant_sent_at_due_at_id", "inbox", ["tenant", "sent_at", "due_at", "id"])


def _belongs_to(table: str, other: str, column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["tenant", column], [f"{other}.tenant", f"{other}.id"], name=f"fk_{table}_{other}"
    )


def _of_tenant(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["tenant"], ["tenants.id"], name=f"fk_{table}_tenants")


def _partial_index(name: str, column: str, where: str) -> None:
    op.create_index(name, "nudges", [column], sqlite_where=sa.text(where), postgresql_where=sa.text(where))
