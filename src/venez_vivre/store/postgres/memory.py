"""The rows of a served base, in a SQLite base in memory or in a file: same tables, same numbers."""

from __future__ import annotations

from typing import Any

from venez_vivre.store.creation import SCRIPT, statements
from venez_vivre.store.postgres.link import Link


def tables(target: Any) -> list[str]:
    """The tables of a SQLite base that hold rows of their own."""
    return [
        name
        for (name,) in target.execute(
            "SELECT l.name FROM pragma_table_list l WHERE l.schema = 'main' AND l.type = 'table' "
            "AND l.name NOT LIKE 'sqlite_%' ORDER BY 1"
        )
    ]


def columns(target: Any, table: str) -> list[str]:
    """The columns of a table, in order."""
    return [name for (name,) in target.execute(f"SELECT name FROM pragma_table_info('{table}')")]


def fill(link: Link, target: Any) -> None:
    """Make the tables in a private SQLite base, and bring every row that this connection sees."""
    link.flush()
    target.execute("BEGIN")
    for statement in statements(SCRIPT.read_text(encoding="utf-8")):
        if "fts5" not in statement and not statement.startswith("CREATE TRIGGER"):
            target.execute(statement)
    for table in tables(target):
        names = ", ".join(f'"{name}"' for name in columns(target, table))
        marks = ", ".join("?" * len(columns(target, table)))
        target.execute(f'DELETE FROM "{table}"')
        found = link.raw.execute(f'SELECT {names} FROM venez_vivre."{table}"')
        target.executemany(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', found)
    target.execute("COMMIT")
