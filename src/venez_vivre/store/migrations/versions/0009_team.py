"""A team: what tells a base from another, and the local bases that were brought into one."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

OURS = {"sqlite_autoincrement": True, "sqlite_strict": True}


def upgrade() -> None:
    """Add the mark of the base, and where rows that came from another one are now."""
    op.create_table(
        "base_mark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("identity", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("identity"),
        **OURS,
    )
    op.create_table(
        "merged_base",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("identity", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("trail", sa.Text(), nullable=False),
        sa.Column("merged_on", sa.Text(), nullable=False),
        sa.Column("agent", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        **OURS,
    )
    op.create_index("ix_merged_base_identity", "merged_base", ["identity"])
    op.create_table(
        "merged_row",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("base_id", sa.Integer(), nullable=False),
        sa.Column("table_name", sa.Text(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("row_id", sa.Integer(), nullable=False),
        sa.Column("fingerprint", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["base_id"], ["merged_base.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("base_id", "table_name", "source_id"),
        **OURS,
    )
    op.create_index("ix_merged_row_row", "merged_row", ["table_name", "row_id"])
