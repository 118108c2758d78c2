"""Pledges get a due date, a history and a revision, also between conversations; one for each of them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

WORD = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Add the columns; what is stored had no due date and was never changed."""
    op.add_column("pledges", sa.Column("due_at", sa.DateTime(timezone=True)))
    op.add_column("pledges", sa.Column("due_zone", WORD))
    op.add_column(
        "pledges", sa.Column("due_confirmed", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.add_column("pledges", sa.Column("outcome_at", sa.DateTime(timezone=True)))
    op.add_column("pledges", sa.Column("helped", sa.Boolean()))
    op.add_column("pledges", sa.Column("revision", sa.Integer(), nullable=False, server_default="1"))
    op.drop_index("ix_pledges_tenant_conversation", "pledges")
    with op.batch_alter_table("pledges") as pledges:
        pledges.alter_column("conversation", existing_type=WORD, nullable=True)
        pledges.alter_column("due_confirmed", existing_type=sa.Boolean(), server_default=None)
        pledges.alter_column("revision", existing_type=sa.Integer(), server_default=None)
        pledges.create_unique_constraint(
            "uq_pledges_tenant_conversation_participant", ["tenant", "conversation", "participant"]
        )
