"""On a server, who reads the whole region reads what was done when a territory was still there.

Nothing of the tables changes: a server settles its rights anew at each new number
(`store/postgres/renewal.py`), and a file only takes the number.
"""

from __future__ import annotations

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change no table."""
