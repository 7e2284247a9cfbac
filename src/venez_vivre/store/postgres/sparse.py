"""Indices of what most rows lack, which hold only the rows that have it."""

from __future__ import annotations

from collections.abc import Iterator

SPARSE = {
    "ix_household_accompanied": (
        *("household", "accompanied_on", "settled_on", "status", "closed_on", "erased_on"),
        "territory_id",
    ),
    "ix_household_accompanied_on": ("household", "accompanied_on"),
    "ix_household_closed": ("household", "closed_on", "status", "close_reason", "territory_id"),
    "ix_household_erased_on": ("household", "erased_on"),
    "ix_household_next_due_on": ("household", "next_due_on"),
    "ix_household_officer_id": ("household", "officer_id"),
    "ix_household_settled_on": ("household", "settled_on"),
    "ix_household_territory_id": ("household", "territory_id"),
    "ix_person_email_key": ("person", "email_key"),
    "ix_person_external_reference": ("person", "external_reference"),
    "ix_person_names": ("person", "last_key", "first_key"),
    "ix_person_phone": ("person", "phone"),
    "ix_person_registered_on": ("person", "registered_on"),
}
"""Indices of columns that most rows lack: the table, then the columns."""


def settled() -> Iterator[str]:
    """Indices of what most rows lack hold the rows that have it: nobody looks for the others.

    Of a sign-up just imported nothing of this is known, and of a child hardly anything: a million
    entries fewer for 100,000 sign-ups.
    """
    for name, (table, *columns) in SPARSE.items():
        yield f"DROP INDEX IF EXISTS {name}"
        yield (
            f"CREATE INDEX {name} ON {table} ({', '.join(columns)}) WHERE {columns[0]} IS NOT NULL"
        )
