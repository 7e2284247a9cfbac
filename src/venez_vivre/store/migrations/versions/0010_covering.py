"""What the acts of the day and the weekly report read is found in indices, not in wide rows."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

REMOTE = sa.text("telework = 'total'")


def upgrade() -> None:
    """Add the indices: offers by what makes them near."""
    op.create_index("ix_offer_place", "offer", ["kind", "latitude", "longitude"])
    op.create_index("ix_offer_commune", "offer", ["code_insee", "kind"])
    op.create_index(
        "ix_offer_remote", "offer", ["kind"], sqlite_where=REMOTE, postgresql_where=REMOTE
    )
