"""What imports remember: decisions, mappings, answers, lines set aside, occupations; full text."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from venez_vivre.store import lookups

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

OURS = {"sqlite_autoincrement": True, "sqlite_strict": True}


def upgrade() -> None:
    """Add columns and tables, then the structures that make finding fast."""
    columns()
    identity()
    habits()
    occupations()
    for statement in lookups.creation(op.get_context().dialect.name):
        op.execute(statement)


def columns() -> None:
    op.add_column("household", sa.Column("wished_codes", sa.Text(), nullable=True))
    op.add_column("person", sa.Column("rome_code", sa.Text(), nullable=True))
    op.add_column("person", sa.Column("rome_confidence", sa.Integer(), nullable=True))
    op.add_column("offer", sa.Column("source", sa.Text(), nullable=True))
    op.add_column("import_run", sa.Column("sheet", sa.Text(), nullable=True))
    op.add_column("import_run", sa.Column("agent", sa.Text(), nullable=True))


def identity() -> None:
    op.create_table(
        "set_aside",
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=True),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("row_hash", sa.Integer(), nullable=False),
        sa.Column("received_on", sa.Text(), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("form", sa.Text(), nullable=True),
        sa.Column("candidates", sa.Text(), nullable=False),
        sa.Column("claim_key", sa.Integer(), nullable=False),
        sa.Column("settled_on", sa.Text(), nullable=True),
        sa.Column("verdict", sa.Text(), nullable=True),
        sa.Column("agent", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["import_id"], ["import_run.id"]),
        sa.PrimaryKeyConstraint("id"),
        **OURS,
    )
    op.create_index("ix_set_aside_import_id", "set_aside", ["import_id"])
    op.create_index("ix_set_aside_row_hash", "set_aside", ["row_hash"])
    op.create_table(
        "identity_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=True),
        sa.Column("claim_key", sa.Integer(), nullable=True),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("agent", sa.Text(), nullable=True),
        sa.Column("decided_on", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        **OURS,
    )
    for column in ("person_id", "other_id", "claim_key"):
        op.create_index(f"ix_identity_decision_{column}", "identity_decision", [column])
    op.create_table(
        "identity_rule",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pattern", sa.Text(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("agent", sa.Text(), nullable=True),
        sa.Column("decided_on", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("pattern"),
        **OURS,
    )


def habits() -> None:
    op.create_table(
        "column_mapping",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("signature", sa.Text(), nullable=False),
        sa.Column("mapping", sa.Text(), nullable=False),
        sa.Column("agent", sa.Text(), nullable=True),
        sa.Column("settled_on", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("kind", "signature"),
        **OURS,
    )
    op.create_table(
        "coded_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("said_key", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("agent", sa.Text(), nullable=True),
        sa.Column("settled_on", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("field", "said_key"),
        **OURS,
    )


def occupations() -> None:
    op.create_table(
        "occupation_title",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code_ogr", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("title_key", sa.Text(), nullable=False),
        sa.Column("rome_code", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("code_ogr"),
        **OURS,
    )
    op.create_index("ix_occupation_title_title_key", "occupation_title", ["title_key"])
    op.create_table(
        "occupation_move",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rome_code", sa.Text(), nullable=False),
        sa.Column("target_code", sa.Text(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("rome_code", "target_code"),
        **OURS,
    )
