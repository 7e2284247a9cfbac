"""Every operation says which day it was for who acted; reports that were published are kept."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

OURS = {"sqlite_autoincrement": True, "sqlite_strict": True}


def upgrade() -> None:
    """Add the day of operations, as near as their hour tells it, and the table of reports."""
    day = sa.Column("recorded_on", sa.Text(), server_default="", nullable=False)
    op.add_column("operation", day)
    op.execute("UPDATE operation SET recorded_on = substr(happened_at, 1, 10)")
    op.create_index("ix_operation_recorded_on", "operation", ["recorded_on"])
    op.create_table(
        "frozen_report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("starts_on", sa.Text(), nullable=True),
        sa.Column("ends_on", sa.Text(), nullable=False),
        sa.Column("territory_id", sa.Integer(), nullable=True),
        sa.Column("published_on", sa.Text(), nullable=False),
        sa.Column("last_operation", sa.Integer(), server_default="0", nullable=False),
        sa.Column("agent", sa.Text(), nullable=True),
        sa.Column("diffusion", sa.Text(), nullable=True),
        sa.Column("content", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["territory_id"], ["territory.id"]),
        sa.PrimaryKeyConstraint("id"),
        **OURS,
    )
    op.create_index("ix_frozen_report_territory_id", "frozen_report", ["territory_id"])
    op.create_index("ix_frozen_report_period", "frozen_report", ["kind", "ends_on"])
