"""Rows written by operations of the journal, as commands write them but one table at a time."""

from __future__ import annotations

import json
import zlib
from contextlib import contextmanager, suppress
from datetime import date
from typing import TYPE_CHECKING, Any

from bases import an_empty_base, is_there, put, store_of
from builders import query
from venez_vivre.casework import history
from venez_vivre.references import household_reference
from venez_vivre.store.base import Work
from venez_vivre.store.operations import Heading

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DAY = date(2025, 3, 10)
"""The day of every operation that names no other."""


class Step:
    """One operation under way."""

    def __init__(self, work: Work) -> None:
        self.work = work

    def put(self, table: str, **values: Any) -> int:
        """A new row; its number."""
        number = self._insert(table, values)
        self.work.journal.added(table, number)
        return number

    def _insert(self, table: str, values: dict[str, Any]) -> int:
        return put(self.work.rows.connection, table, values)

    def bulk(self, table: str, *several: dict[str, Any]) -> list[int]:
        """Several new rows at once, which the journal keeps as a range; their numbers."""
        numbers = [self._insert(table, values) for values in several]
        self.work.journal.inserted(table, numbers[0], numbers[-1])
        return numbers

    def edit(self, table: str, number: int, **values: Any) -> None:
        """Other values in a row."""
        self.work.journal.touch(table, [number])
        setting = ", ".join(f'"{name}" = ?' for name in values)
        self.work.rows.run(f"UPDATE {table} SET {setting} WHERE id = ?", (*values.values(), number))

    def delete(self, table: str, number: int) -> None:
        """A row goes."""
        self.work.journal.touch(table, [number])
        self.work.rows.run(f"DELETE FROM {table} WHERE id = ?", (number,))

    def household(self, number: int, **person: Any) -> int:
        """A household of that number, with one person who is known by it, and their form.

        Person and form have ten times that number.
        """
        self.put("household", id=number, reference=household_reference(number), commune="Lyon")
        self.person(number, 10 * number, **person)
        self.form(number, 10 * number)
        return number

    def person(self, household: int, number: int, **more: Any) -> int:
        """Somebody whose names, e-mail and phone hold their number."""
        word = f"zq{'abcdefghij'[number % 10]}{number}"
        known = {
            "first_name": f"Ana{word}", "first_key": f"ana{word}", "last_name": word,
            "last_key": word, "email": f"{word}@example.org", "email_key": f"{word}@example.org",
            "phone": f"+3363998{number:04}", "role": "inscrit",
        }  # fmt: skip
        return self.put("person", id=number, household_id=household, **{**known, **more})

    def form(self, household: int, person: int, on: str = "2025-03-03", **more: Any) -> int:
        """The form by which somebody registered."""
        known = {"message": f"mot de zq{person}", "row_hash": 1000 + person}
        form = {"household_id": household, "person_id": person, "received_on": on}
        return self.put("signup", **{**form, **known, **more})

    def aside(self, **more: Any) -> int:
        """A line that was set aside, and is about nobody but for what is said."""
        known = {
            "line": 3, "row_hash": 77, "received_on": "2025-03-03", "said": "{}",
            "form": '["zq"]', "candidates": "[]", "claim_key": 5,
        }  # fmt: skip
        return self.put("set_aside", **{**known, **more})


def _unpacked(value: Any) -> str:
    """A value as it reads, the images of the journal included."""
    if isinstance(value, bytes):
        with suppress(zlib.error):
            return zlib.decompress(value).decode()
    return repr(value)


class Base:
    """A base, and the operations that write it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.store = store_of(path if is_there(path) else an_empty_base(path))

    @contextmanager
    def step(self, command: str = "essai", day: date = DAY) -> Iterator[Step]:
        """One operation."""
        with self.store.transact(Heading("Léa", command, day)) as work:
            yield Step(work)

    def undo(self, day: date = DAY) -> None:
        """Take the last operation back."""
        with self.store.transact(Heading("Léa", "annuler", day)) as work:
            history.undo_all(work, history.undoable(work.rows, 1))

    def redo(self, day: date = DAY) -> None:
        """Do again what was taken back last."""
        with self.store.transact(Heading("Léa", "refaire", day)) as work:
            history.redo_all(work, 1)

    def row(self, table: str, number: int) -> dict[str, Any]:
        """A row by column; empty when there is none."""
        asked = f"SELECT name FROM pragma_table_info('{table}')"
        names = [name for (name,) in query(self.path, asked)]
        columns = ", ".join(f'"{name}"' for name in names)
        found = query(self.path, f"SELECT {columns} FROM {table} WHERE id = ?", number)
        return dict(zip(names, found[0], strict=True)) if found else {}

    def numbers(self, table: str) -> list[int]:
        """The rows that stand."""
        return [number for (number,) in query(self.path, f"SELECT id FROM {table} ORDER BY id")]

    def images(self, table: str, number: int) -> list[tuple[Any, Any]]:
        """What the journal holds of a row: before and after, in the order it was written."""
        blocks = query(
            self.path,
            "SELECT payload FROM journal_block WHERE table_name = ? AND payload IS NOT NULL "
            "ORDER BY id",
            table,
        )
        return [
            (before, after)
            for (payload,) in blocks
            for who, before, after in json.loads(zlib.decompress(payload))
            if who == number
        ]

    def said(self) -> str:
        """Everything that the tables and the journal say, in lower case."""
        named = "SELECT name FROM sqlite_master WHERE type = 'table'"
        found = []
        for (table,) in query(self.path, named):
            for values in query(self.path, f'SELECT * FROM "{table}"'):
                found += [_unpacked(value) for value in values]
        return "\n".join(found).lower()
