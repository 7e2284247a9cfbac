"""What the day and the reports ask of many rows is found in indices, not in wide rows."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

OUTGROWN = {
    "ix_household_accompanied_on": "household",
    "ix_household_officer_id": "household",
    "ix_household_territory_id": "household",
    "ix_person_household": "person",
    "ix_contact_household_id": "contact",
    "ix_follow_up_household_id": "follow_up",
}
"""Each begins a wider one: two would cost an import twice."""

FOLLOWED = ("accompanied_on", "settled_on", "status", "closed_on", "erased_on", "territory_id")
DAY = (
    *("officer_id", "territory_id", "last_contact_on", "registered_on", "status", "closed_on"),
    *("settled_on", "horizon", "maturity", "accompanied_on"),
    *("erased_on", "limited_on", "opposed_on", "reference"),
)

WIDER = {
    "ix_household_accompanied": ("household", FOLLOWED),
    "ix_household_territory": ("household", ("territory_id", "registered_on")),
    "ix_household_closed": ("household", ("closed_on", "status", "close_reason", "territory_id")),
    "ix_household_day": ("household", DAY),
    "ix_person_household": ("person", ("household_id", "registered_on", "role")),
    "ix_contact_household": ("contact", ("household_id", "happened_on")),
    "ix_contact_period": ("contact", ("happened_on", "household_id", "result")),
    "ix_follow_up_household": (
        "follow_up",
        ("household_id", "done_on", "planned_on", "due_on"),
    ),
    "ix_settlement_left_on": ("settlement", ("left_on",)),
    "ix_offer_place": ("offer", ("kind", "latitude", "longitude")),
    "ix_offer_commune": ("offer", ("code_insee", "kind")),
}

PARTIAL = {
    "ix_contact_visit": ("contact", ("happened_on",), "channel = 'visite'"),
    "ix_offer_remote": ("offer", ("kind",), "telework = 'total'"),
}


def upgrade() -> None:
    """Add the indices, in the place of those that they begin as."""
    for name, table in OUTGROWN.items():
        op.drop_index(name, table)
    for name, (table, columns) in WIDER.items():
        op.create_index(name, table, list(columns))
    for name, (table, columns, few) in PARTIAL.items():
        where = sa.text(few)
        op.create_index(name, table, list(columns), sqlite_where=where, postgresql_where=where)
