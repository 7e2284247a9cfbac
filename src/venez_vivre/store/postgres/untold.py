"""Columns that no statistics are kept of: what a plan expects of a value would tell of others."""

from __future__ import annotations

from collections.abc import Iterator

from venez_vivre.store.personal import COLUMNS, Nature

NATURES = (Nature.IDENTITY, Nature.REACH, Nature.WORDS)
"""What names somebody, and what people write as they like."""

ALSO = {
    "household": "postal_code commune",
    "person": "occupation",
    "signup": "row_hash",
    "settlement": "commune job partner_job",
    "seen_row": "row_hash",
    "person_key": "keys",
    "import_run": "file_name headings",
    "breach": "nature description consequences measures",
    "operation": "summary",
    "journal_block": "payload",
}
WORDS_OF_SEARCHES = "doc"


def untold(table: str) -> Iterator[str]:
    """The SQL after which plans know nothing of what a table of files says of people.

    A right to read is no matter for a plan: with a histogram, `EXPLAIN` on a note that is less
    than a word finds the notes of others letter by letter.
    """
    columns = [
        *(c for nature in NATURES for c in COLUMNS.get(table, {}).get(nature, "").split()),
        *ALSO.get(table, "").split(),
    ]
    if table.endswith("_text"):
        columns.append(WORDS_OF_SEARCHES)
    for column in columns:
        yield f"ALTER TABLE {table} ALTER COLUMN {column} SET STATISTICS 0"
