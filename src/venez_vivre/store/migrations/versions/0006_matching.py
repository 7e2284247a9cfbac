"""Offers are found by trade and place, and counted by kind, without being read one by one."""

from __future__ import annotations

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

NEAR = ("kind", "rome_code", "latitude", "longitude", "telework", "closed_on", "expires_on")
SEEN = ("code_insee", "salary_min", "salary_max")


def upgrade() -> None:
    """Add both indices."""
    op.create_index("ix_offer_matching", "offer", [*NEAR, *SEEN])
    op.create_index("ix_offer_standing", "offer", ["kind", "closed_on", "expires_on"])
