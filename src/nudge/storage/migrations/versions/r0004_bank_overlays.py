"""Overlays: what a tenant changes in the bank."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

WORD = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Make the table. What is stored was made before overlays: everybody asks from the bank as it is."""
    op.create_table(
        "bank_overlays",
        sa.Column("tenant", WORD, nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["tenant"], ["tenants.id"], name="fk_bank_overlays_tenants"),
        sa.PrimaryKeyConstraint("tenant", name="pk_bank_overlays"),
    )
