"""The officer's day: appointments, introductions, contact people, visits, what blocks a project."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from venez_vivre.store import lookups

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

OURS = {"sqlite_autoincrement": True, "sqlite_strict": True}


def upgrade() -> None:
    """Add columns and tables, and the full text of what people write in them."""
    op.add_column("household", sa.Column("blockers", sa.Text(), nullable=True))
    follow_ups()
    resource_people()
    introductions()
    visits()
    for table in ("introduction", "resource_person", "visit_guest", "settlement_check"):
        for statement in lookups.text_creation(table, op.get_context().dialect.name):
            op.execute(statement)


def follow_ups() -> None:
    op.add_column(
        "follow_up", sa.Column("kind", sa.Text(), server_default="action", nullable=False)
    )
    for name in ("origin", "planned_on", "due_at", "channel", "place", "ending"):
        op.add_column("follow_up", sa.Column(name, sa.Text(), nullable=True))
    op.add_column("follow_up", sa.Column("first_id", sa.Integer(), nullable=True))
    op.create_index("ix_follow_up_open", "follow_up", ["done_on", "due_on"])
    op.execute(
        "UPDATE follow_up SET origin = 'contact', planned_on = (SELECT c.happened_on "
        "FROM contact c WHERE c.id = follow_up.contact_id) WHERE contact_id IS NOT NULL"
    )
    op.execute("UPDATE follow_up SET ending = 'faite' WHERE done_on IS NOT NULL")


def versioned(name: str, *columns: sa.schema.SchemaItem, links: dict[str, str]) -> None:
    """A table with a version and a number, and an index on each of its links."""
    keys = [sa.ForeignKeyConstraint([column], [f"{to}.id"]) for column, to in links.items()]
    op.create_table(
        name,
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        *columns,
        *keys,
        sa.PrimaryKeyConstraint("id"),
        **OURS,
    )
    for column in links:
        op.create_index(f"ix_{name}_{column}", name, [column])


def whole(name: str, *, known: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.Integer(), nullable=not known)


def text(name: str, *, known: bool = False, default: str | None = None) -> sa.Column[object]:
    return sa.Column(name, sa.Text(), nullable=not known, server_default=default)


def resource_people() -> None:
    versioned(
        "resource_person",
        text("reference", known=True),
        text("name", known=True),
        text("name_key", known=True),
        text("position"),
        text("structure"),
        text("email"),
        text("phone"),
        text("commune"),
        text("code_insee"),
        whole("territory_id"),
        text("themes"),
        whole("capacity"),
        text("note"),
        text("closed_on"),
        sa.UniqueConstraint("reference"),
        links={"territory_id": "territory"},
    )
    op.create_index("ix_resource_person_name_key", "resource_person", ["name_key"])


def introductions() -> None:
    versioned(
        "introduction",
        whole("household_id", known=True),
        whole("person_id"),
        whole("offer_id"),
        whole("resource_id"),
        whole("officer_id"),
        text("agent"),
        text("introduced_on", known=True),
        text("state", known=True, default="en_attente"),
        text("answered_on"),
        text("ended_on"),
        text("refused_by"),
        text("reason"),
        text("note"),
        links={
            "household_id": "household",
            "person_id": "person",
            "offer_id": "offer",
            "resource_id": "resource_person",
            "officer_id": "officer",
        },
    )


def visits() -> None:
    versioned(
        "visit",
        text("reference", known=True),
        text("title", known=True),
        text("kind", known=True),
        text("starts_on", known=True),
        text("ends_on", known=True),
        text("commune"),
        text("code_insee"),
        whole("territory_id"),
        whole("officer_id"),
        whole("capacity"),
        text("note"),
        text("cancelled_on"),
        sa.UniqueConstraint("reference"),
        links={"territory_id": "territory", "officer_id": "officer"},
    )
    versioned(
        "visit_guest",
        whole("household_id", known=True),
        whole("visit_id", known=True),
        whole("contact_id"),
        whole("people"),
        text("state", known=True, default="invite"),
        text("invited_on", known=True),
        text("answered_on"),
        text("came_on"),
        text("debriefed_on"),
        whole("satisfaction"),
        text("feedback"),
        links={"household_id": "household", "visit_id": "visit", "contact_id": "contact"},
    )
