"""The keys by which imports meet people are made anew: fewer, and as telling."""

from __future__ import annotations

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forget the keys of everybody; the next import makes them."""
    op.execute("DELETE FROM person_key")
    op.execute(
        "INSERT INTO person_unkeyed (person_id) SELECT id FROM person WHERE true "
        "ON CONFLICT DO NOTHING"
    )
