"""Rows that say the same in two bases: one stands for both."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from venez_vivre.casework.union.kinds import Kind
from venez_vivre.store.reader import Reader
from venez_vivre.texts import fold

Said = Mapping[str, Any]


class Twins:
    """The rows of the target by what they say; of files, those alone that several bases hold."""

    def __init__(self, rows: Reader, shared: Collection[int]) -> None:
        self._rows = rows
        self._shared = sorted(shared)
        self._known: dict[str, dict[tuple[Any, ...], list[int]]] = {}
        self._used: set[tuple[int, str, int]] = set()

    def find(self, kind: Kind, said: Said, base: int) -> int | None:
        """A row that says the same and that this base has not met yet."""
        if not kind.same:
            return None
        for number in self._of(kind).get(_key(kind, said), ()):
            if (base, kind.table, number) not in self._used:
                return number
        return None

    def meet(self, kind: Kind, number: int, base: int) -> None:
        """Remember that a base says this row: a second one like it is another row."""
        if kind.same:
            self._used.add((base, kind.table, number))

    def add(self, kind: Kind, said: Said, number: int) -> None:
        """Know one row more."""
        if kind.same:
            self._of(kind).setdefault(_key(kind, said), []).append(number)

    def _of(self, kind: Kind) -> dict[tuple[Any, ...], list[int]]:
        if kind.table not in self._known:
            known: dict[tuple[Any, ...], list[int]] = {}
            for number, *values in self._standing(kind):
                said = dict(zip(kind.same, values, strict=True))
                known.setdefault(_key(kind, said), []).append(number)
            self._known[kind.table] = known
        return self._known[kind.table]

    def _standing(self, kind: Kind) -> list[tuple[Any, ...]]:
        names = ", ".join(f'"{name}"' for name in kind.same)
        sql = f"SELECT id, {names} FROM {kind.table}"
        if "household_id" not in kind.points:
            return self._rows.rows(f"{sql} ORDER BY id")
        found = self._rows.among(f"{sql} WHERE household_id IN ({{keys}})", self._shared)
        return sorted(found)


def _key(kind: Kind, said: Said) -> tuple[Any, ...]:
    values = (said[name] for name in kind.same)
    return tuple(fold(value) if isinstance(value, str) else value for value in values)
