"""What a base is made of, as its own script says: each table that holds rows, parents first."""

from __future__ import annotations

from contextlib import closing
from functools import cache
from graphlib import TopologicalSorter
from typing import Any

from venez_vivre import NamedTuple
from venez_vivre.store import driver, lookups
from venez_vivre.store.creation import SCRIPT, statements

BLOCK = 5_000
"""Rows that go together; a table whose rows are long goes by fewer."""

LONG = {"journal_block": 100, "frozen_report": 50}

REPLACED = frozenset({"person_unkeyed"})
"""Written to by the triggers of other tables: brought whole at the end, not row after row."""

FIRST = "territory"
"""A server notes of many rows which territories there are: they must be there."""

SCHEMA_TABLE = "alembic_version"


class Table(NamedTuple):
    """A table: its columns in order, and the places of its key among them."""

    name: str
    columns: tuple[str, ...]
    key: tuple[int, ...]

    @property
    def block(self) -> int:
        """How many rows go together."""
        return LONG.get(self.name, BLOCK)

    @property
    def keys(self) -> str:
        """The columns of the key, as SQL lists them."""
        return listed(self.columns[place] for place in self.key)

    @property
    def names(self) -> str:
        """Every column, as SQL lists them."""
        return listed(self.columns)

    def key_of(self, row: tuple[Any, ...]) -> tuple[Any, ...]:
        """What tells a row from the others."""
        return tuple(row[place] for place in self.key)


def listed(names: Any) -> str:
    """Names of columns in SQL: one of them is a word of the language."""
    return ", ".join(f'"{name}"' for name in names)


@cache
def plan() -> tuple[Table, ...]:
    """Every table that holds rows, those that others point at first, lookups last."""
    with closing(driver.sqlite.connect(":memory:")) as made:
        for statement in statements(SCRIPT.read_text(encoding="utf-8")):
            if "fts5" not in statement and not statement.startswith("CREATE TRIGGER"):
                made.execute(statement)
        found = made.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY 1")
        names = [name for (name,) in found if not name.startswith("sqlite_")]
        return tuple(_table(made, name) for name in _sorted(made, names))


def _sorted(made: Any, names: list[str]) -> list[str]:
    parents = {
        name: sorted({row[2] for row in made.execute(f"PRAGMA foreign_key_list({name})")} - {name})
        for name in names
        if name != SCHEMA_TABLE and name not in lookups.TABLES
    }
    placed = [name for name in TopologicalSorter(parents).static_order() if name != FIRST]
    return [FIRST, *placed, *lookups.TABLES]


def _table(made: Any, name: str) -> Table:
    found = made.execute(f"PRAGMA table_info({name})").fetchall()
    columns = tuple(column for _, column, *_ in found)
    ranked = sorted((rank, place) for place, (*_, rank) in enumerate(found) if rank)
    return Table(name, columns, tuple(place for _, place in ranked))
