"""What an organisation wants heard in conversations, and when."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Add the column. Programmes that were stored before have no emphases."""
    op.add_column("programmes", sa.Column("emphases", sa.JSON()))
