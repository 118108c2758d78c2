"""The first tables: tenants, participants, pairs and what belongs to their conversations."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

WORD = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "tenants",
        sa.Column("id", WORD, nullable=False),
        sa.Column("name", WORD, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_tenants"),
        sa.UniqueConstraint("name", name="uq_tenants_name"),
    )
    op.create_table(
        "vault_marks",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("mark", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_vault_marks"),
    )
    op.create_table(
        "api_keys",
        sa.Column("id", WORD, nullable=False),
        sa.Column("tenant", WORD, nullable=False),
        sa.Column("name", WORD, nullable=False),
        sa.Column("prefix", WORD, nullable=False),
        sa.Column("digest", WORD, nullable=False),
        sa.Column("scopes", WORD, nullable=False),
        sa.Column("is_test", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True)),
        sa.ForeignKeyConstraint(["tenant"], ["tenants.id"], name="fk_api_keys_tenants"),
        sa.PrimaryKeyConstraint("id", name="pk_api_keys"),
        sa.UniqueConstraint("digest", name="uq_api_keys_digest"),
    )
    op.create_index("ix_api_keys_tenant", "api_keys", ["tenant"])
    op.create_table(
        "pairs",
        sa.Column("tenant", WORD, nullable=False),
        sa.Column("id", WORD, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("format", WORD, nullable=False),
        sa.Column("quarter", WORD, nullable=False),
        sa.ForeignKeyConstraint(["tenant"], ["tenants.id"], name="fk_pairs_tenants"),
        sa.PrimaryKeyConstraint("tenant", "id", name="pk_pairs"),
    )
    op.create_table(
        "participants",
        sa.Column("tenant", WORD, nullable=False),
        sa.Column("id", WORD, nullable=False),
        sa.Column("ref", WORD, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("locale", WORD, nullable=False),
        sa.Column("sessions_done", sa.Integer(), nullable=False),
        sa.Column("new_manager", sa.Boolean()),
        sa.Column("profile", sa.LargeBinary(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["tenant"], ["tenants.id"], name="fk_participants_tenants"),
        sa.PrimaryKeyConstraint("tenant", "id", name="pk_participants"),
        sa.UniqueConstraint("tenant", "ref", name="uq_participants_tenant_ref"),
    )
    op.create_table(
        "remembered_responses",
        sa.Column("tenant", WORD, nullable=False),
        sa.Column("key", WORD, nullable=False),
        sa.Column("digest", WORD, nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["tenant"], ["tenants.id"], name="fk_remembered_responses_tenants"),
        sa.PrimaryKeyConstraint("tenant", "key", name="pk_remembered_responses"),
    )
    op.create_index(
        "ix_remembered_responses_tenant_created_at", "remembered_responses", ["tenant", "created_at"]
    )
    op.create_table(
        "conversations",
        sa.Column("tenant", WORD, nullable=False),
        sa.Column("id", WORD, nullable=False),
        sa.Column("pair", WORD, nullable=False),
        sa.Column("session_number", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("planned_at", sa.DateTime(timezone=True)),
        sa.Column("state", WORD, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant", "pair"], ["pairs.tenant", "pairs.id"], name="fk_conversations_pairs"
        ),
        sa.PrimaryKeyConstraint("tenant", "id", name="pk_conversations"),
        sa.UniqueConstraint(
            "tenant", "pair", "session_number", name="uq_conversations_tenant_pair_session_number"
        ),
    )
    op.create_table(
        "pair_participants",
        sa.Column("tenant", WORD, nullable=False),
        sa.Column("pair", WORD, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("participant", WORD, nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant", "pair"], ["pairs.tenant", "pairs.id"], name="fk_pair_participants_pairs"
        ),
        sa.ForeignKeyConstraint(
            ["tenant", "participant"],
            ["participants.tenant", "participants.id"],
            name="fk_pair_participants_participants",
        ),
        sa.PrimaryKeyConstraint("tenant", "pair", "position", name="pk_pair_participants"),
        sa.UniqueConstraint(
            "tenant", "participant", "pair", name="uq_pair_participants_tenant_participant_pair"
        ),
    )
    op.create_table(
        "notes",
        sa.Column("tenant", WORD, nullable=False),
        sa.Column("id", WORD, nullable=False),
        sa.Column("participant", WORD, nullable=False),
        sa.Column("conversation", WORD),
        sa.Column("session_number", sa.Integer()),
        sa.Column("visibility", WORD, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text", sa.LargeBinary(), nullable=False),
        sa.Column("encoder", WORD),
        sa.Column("vectors", sa.LargeBinary()),
        sa.ForeignKeyConstraint(
            ["tenant", "conversation"],
            ["conversations.tenant", "conversations.id"],
            name="fk_notes_conversations",
        ),
        sa.ForeignKeyConstraint(
            ["tenant", "participant"],
            ["participants.tenant", "participants.id"],
            name="fk_notes_participants",
        ),
        sa.PrimaryKeyConstraint("tenant", "id", name="pk_notes"),
    )
    op.create_index("ix_notes_tenant_conversation", "notes", ["tenant", "conversation"])
    op.create_index("ix_notes_tenant_participant", "notes", ["tenant", "participant"])
    op.create_table(
        "pledges",
        sa.Column("tenant", WORD, nullable=False),
        sa.Column("id", WORD, nullable=False),
        sa.Column("participant", WORD, nullable=False),
        sa.Column("conversation", WORD, nullable=False),
        sa.Column("outcome", WORD, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant", "conversation"],
            ["conversations.tenant", "conversations.id"],
            name="fk_pledges_conversations",
        ),
        sa.ForeignKeyConstraint(
            ["tenant", "participant"],
            ["participants.tenant", "participants.id"],
            name="fk_pledges_participants",
        ),
        sa.PrimaryKeyConstraint("tenant", "id", name="pk_pledges"),
    )
    op.create_index("ix_pledges_tenant_conversation", "pledges", ["tenant", "conversation"])
    op.create_index("ix_pledges_tenant_participant", "pledges", ["tenant", "participant"])
    op.create_table(
        "question_sets",
        sa.Column("tenant", WORD, nullable=False),
        sa.Column("id", WORD, nullable=False),
        sa.Column("conversation", WORD, nullable=False),
        sa.Column("participant", WORD, nullable=False),
        sa.Column("question_ids", WORD, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant", "conversation"],
            ["conversations.tenant", "conversations.id"],
            name="fk_question_sets_conversations",
        ),
        sa.ForeignKeyConstraint(
            ["tenant", "participant"],
            ["participants.tenant", "participants.id"],
            name="fk_question_sets_participants",
        ),
        sa.PrimaryKeyConstraint("tenant", "id", name="pk_question_sets"),
        sa.UniqueConstraint(
            "tenant", "conversation", "participant", name="uq_question_sets_tenant_conversation_participant"
        ),
    )
    op.create_index("ix_question_sets_tenant_participant", "question_sets", ["tenant", "participant"])
