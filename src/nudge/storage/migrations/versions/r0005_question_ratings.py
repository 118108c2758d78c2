"""Ratings of questions, what was learned from them, and whether an organisation wants that."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

WORD = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the tables. Nobody has rated anything yet, so the choice leans nowhere."""
    _make_ratings()
    _make_leanings()


def _make_ratings() -> None:
    table = "question_ratings"
    op.create_table(
        table,
        sa.Column("tenant", WORD, nullable=False),
        sa.Column("id", WORD, nullable=False),
        sa.Column("participant", WORD, nullable=False),
        sa.Column("conversation", WORD, nullable=False),
        sa.Column("question", WORD, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("verdict", WORD, nullable=False),
        sa.Column("taken", WORD),
        sa.Column("rated_at", MOMENT, nullable=False),
        _belongs_to("participants", "participant"),
        _belongs_to("conversations", "conversation"),
        sa.PrimaryKeyConstraint("tenant", "id", name=f"pk_{table}"),
        sa.UniqueConstraint(
            "tenant",
            "conversation",
            "participant",
            "question",
            name=f"uq_{table}_tenant_conversation_participant_question",
        ),
    )
    op.create_index(f"ix_{table}_tenant_participant", table, ["tenant", "participant"])
    op.create_index(f"ix_{table}_tenant_rated_at", table, ["tenant", "rated_at"])


def _make_leanings() -> None:
    op.create_table(
        "leanings",
        sa.Column("tenant", WORD, nullable=False),
        sa.Column("digest", WORD, nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("by_question", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["tenant"], ["tenants.id"], name="fk_leanings_tenants"),
        sa.PrimaryKeyConstraint("tenant", "digest", name="pk_leanings"),
    )
    op.create_index("ix_leanings_tenant_made_at", "leanings", ["tenant", "made_at"])
    op.create_table(
        "question_learning",
        sa.Column("tenant", WORD, nullable=False),
        sa.Column("is_on", sa.Boolean(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["tenant"], ["tenants.id"], name="fk_question_learning_tenants"),
        sa.PrimaryKeyConstraint("tenant", name="pk_question_learning"),
    )


def _belongs_to(other: str, column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["tenant", column], [f"{other}.tenant", f"{other}.id"], name=f"fk_question_ratings_{other}"
    )
