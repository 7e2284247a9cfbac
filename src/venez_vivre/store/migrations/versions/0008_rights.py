"""What the law asks for: rights of people, erasures, purges, violations, proofs of information."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

OURS = {"sqlite_autoincrement": True, "sqlite_strict": True}

MARKS = ("limited_on", "limit_reason", "opposed_on", "erased_on")


def upgrade() -> None:
    """Add the marks of a file, how long territories keep theirs, and the registers."""
    for name in MARKS:
        op.add_column("household", sa.Column(name, sa.Text(), nullable=True))
    op.create_index("ix_household_erased_on", "household", ["erased_on"])
    held = sa.text("limited_on IS NOT NULL OR opposed_on IS NOT NULL")
    op.create_index(
        "ix_household_held", "household", ["id"], sqlite_where=held, postgresql_where=held
    )
    op.add_column("territory", sa.Column("retention_months", sa.Integer(), nullable=True))
    op.create_table(
        "erasure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("proof", sa.Text(), nullable=False),
        sa.Column("erased_on", sa.Text(), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("people", sa.Integer(), server_default="0", nullable=False),
        sa.Column("agent", sa.Text(), nullable=True),
        sa.Column("keys", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("proof"),
        **OURS,
    )
    op.create_table(
        "privacy_request",
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("household_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("received_on", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=True),
        sa.Column("answered_on", sa.Text(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("agent", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["household_id"], ["household.id"]),
        sa.PrimaryKeyConstraint("id"),
        **OURS,
    )
    op.create_index("ix_privacy_request_household_id", "privacy_request", ["household_id"])
    op.create_table(
        "privacy_notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("settled_on", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("agent", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        **OURS,
    )
    op.create_table(
        "privacy_proof",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("household_id", sa.Integer(), nullable=False),
        sa.Column("notice_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=True),
        sa.Column("noted_on", sa.Text(), nullable=False),
        sa.Column("means", sa.Text(), nullable=True),
        sa.Column("agent", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["household_id"], ["household.id"]),
        sa.ForeignKeyConstraint(["notice_id"], ["privacy_notice.id"]),
        sa.PrimaryKeyConstraint("id"),
        **OURS,
    )
    op.create_index("ix_privacy_proof_household_id", "privacy_proof", ["household_id"])
    op.create_index("ix_privacy_proof_notice_id", "privacy_proof", ["notice_id"])
    op.create_table(
        "purge_notice",
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("household_id", sa.Integer(), nullable=False),
        sa.Column("announced_on", sa.Text(), nullable=False),
        sa.Column("purge_on", sa.Text(), nullable=False),
        sa.Column("cancelled_on", sa.Text(), nullable=True),
        sa.Column("agent", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["household_id"], ["household.id"]),
        sa.PrimaryKeyConstraint("id"),
        **OURS,
    )
    op.create_index("ix_purge_notice_household_id", "purge_notice", ["household_id"])
    op.create_table(
        "disposal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("disposed_on", sa.Text(), nullable=False),
        sa.Column("visa", sa.Text(), nullable=True),
        sa.Column("without_visa", sa.Text(), nullable=True),
        sa.Column("households", sa.Integer(), server_default="0", nullable=False),
        sa.Column("people", sa.Integer(), server_default="0", nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("agent", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        **OURS,
    )
    op.create_table(
        "breach",
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("discovered_at", sa.Text(), nullable=False),
        sa.Column("nature", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=True),
        sa.Column("consequences", sa.Text(), nullable=True),
        sa.Column("measures", sa.Text(), nullable=True),
        sa.Column("risk", sa.Text(), nullable=True),
        sa.Column("authority_told_at", sa.Text(), nullable=True),
        sa.Column("people_told_on", sa.Text(), nullable=True),
        sa.Column("closed_on", sa.Text(), nullable=True),
        sa.Column("agent", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        **OURS,
    )
    op.create_table(
        "note_verdict",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("table_name", sa.Text(), nullable=False),
        sa.Column("row_id", sa.Integer(), nullable=False),
        sa.Column("text_key", sa.Text(), nullable=False),
        sa.Column("decided_on", sa.Text(), nullable=False),
        sa.Column("agent", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("table_name", "row_id", "text_key"),
        **OURS,
    )
