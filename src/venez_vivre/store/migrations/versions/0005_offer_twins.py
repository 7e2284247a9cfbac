"""What somebody decided of two offers that look alike: joined into one, or two for good."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

OURS = {"sqlite_autoincrement": True, "sqlite_strict": True}


def upgrade() -> None:
    """Add the table of decisions, and find offers by where they come from."""
    op.create_table(
        "offer_twin",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("offer_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("agent", sa.Text(), nullable=True),
        sa.Column("decided_on", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["offer_id"], ["offer.id"]),
        sa.ForeignKeyConstraint(["other_id"], ["offer.id"]),
        sa.PrimaryKeyConstraint("id"),
        **OURS,
    )
    for column in ("offer_id", "other_id"):
        op.create_index(f"ix_offer_twin_{column}", "offer_twin", [column])
    op.create_index("ix_offer_source", "offer", ["source"])
