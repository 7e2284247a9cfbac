"""Bulk writing for imports: rows gathered and sent by batches, each told to the journal."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from venez_vivre.intake.members import stored
from venez_vivre.intake.parsing import ERASE
from venez_vivre.store.base import Work
from venez_vivre.texts import fold

NAMES = frozenset({"first_name", "last_name"})


Row = tuple[Any, ...]
Place = tuple[str, int]
"""A table, and the number of a row of it."""


class Inserts:
    """New rows of one table, numbered in a row, sent with one statement a batch.

    `short` names the few columns of rows of which little is known, which go four times as fast;
    `kept` says that somebody will ask for rows that were `made`, and `forget` them.
    """

    def __init__(
        self,
        work: Work,
        table: str,
        columns: Sequence[str],
        short: Sequence[str] = (),
        *,
        kept: bool = False,
    ) -> None:
        self._kept = kept
        self._work = work
        self._table = table
        self.first_number = work.next_number(table)
        self.next_number = self.first_number
        self._waiting: list[Row] = []
        self._short: list[Row] = []
        self._columns = {False: ("id", *columns), True: ("id", *short)}
        self._needed = _needed(work, table)
        self._sql = _insertion(table, self._columns[False], self._needed)
        self._short_sql = _insertion(table, self._columns[True], self._needed)
        self._made: dict[int, Row] = {}
        """The rows since `forget`."""

    @property
    def waiting(self) -> int:
        """How many rows wait to be sent."""
        return len(self._waiting)

    def add(self, *values: Any) -> int:
        """Number a row and keep it until the next send."""
        return self.put(tuple(["" if value is None else value for value in values]))

    def put(self, row: Row) -> int:
        """The same for a row where nothing is None: an empty text says that nothing is known."""
        number = self.next_number
        self.next_number = number + 1
        self._take(self._waiting, (number, *row))
        return number

    def add_short(self, *values: Any) -> int:
        """The same for a row of the short columns."""
        number = self.next_number
        self.next_number = number + 1
        self._take(self._short, (number, *["" if value is None else value for value in values]))
        return number

    def _take(self, waiting: list[Row], row: Row) -> None:
        waiting.append(row)
        if self._kept:
            self._made[row[0]] = row

    def forget(self) -> None:
        """Keep in mind only the rows that come from now on."""
        self._made.clear()

    def made(self, number: int) -> dict[str, Any]:
        """A row made since `forget`, as the base will have it, without what it was not given.

        Raises:
            KeyError: it was made before.

        """
        row = self._made[number]
        names = self._columns[len(row) < len(self._columns[False])]
        return {
            name: None if value == "" and name not in self._needed else value
            for name, value in zip(names, row, strict=True)
        }

    def send(self) -> None:
        """Write the rows that wait."""
        for sql, waiting in ((self._sql, self._waiting), (self._short_sql, self._short)):
            if waiting:
                self._work.rows.run_many(sql, waiting)
                waiting.clear()

    def finish(self) -> tuple[int, int]:
        """Send the rest and tell the journal; the numbers of the first and the last new row."""
        self.send()
        first, last = self.first_number, self.next_number - 1
        self._work.journal.inserted(self._table, first, last)
        return first, last


def _needed(work: Work, table: str) -> frozenset[str]:
    """The columns of a table that cannot be NULL."""
    sql = 'SELECT name, "notnull" = 1 OR pk > 0 FROM pragma_table_info(:table)'
    return frozenset(name for name, needed in work.rows.rows(sql, table=table) if needed)


def _insertion(table: str, columns: Sequence[str], needed: frozenset[str]) -> str:
    """The statement that inserts a row; an empty text stands for NULL where NULL may stand.

    Binding None costs the driver seven times what a text does: 23 µs a household instead of 3.
    """
    names = ", ".join(f'"{name}"' for name in columns)
    marks = ", ".join("?" if name in needed else "nullif(?, '')" for name in columns)
    return f"INSERT INTO {table} ({names}) VALUES ({marks})"


Observe = Callable[[str, Mapping[str, Any], Mapping[str, Any]], None]
"""Hears of an edit: the table, the row as it stands, and what its columns will hold."""


class Changes:
    """Edits of rows that stand, gathered by row so that each is written once a batch."""

    observe: Observe | None = None

    def __init__(self, work: Work, held: Mapping[Place, dict[str, Any]] | None = None) -> None:
        """`held` are rows that somebody read whole, by table and number: they are kept true."""
        self._work = work
        self._held = {} if held is None else held
        self._current: dict[tuple[str, int], dict[str, Any]] = {}
        self._edits: dict[tuple[str, int], dict[str, Any]] = {}
        self._new: set[tuple[str, int]] = set()

    def change(
        self, table: str, number: int, given: dict[str, Any], *, newer: bool, is_new: bool = False
    ) -> bool:
        """Bring a row to what is given; whether anything changes.

        An older source only fills what is empty; `ERASE` empties; a name that differs by its
        accents or capitals alone is left as it was typed first. `is_new` says that the row was
        made by this same operation.
        """
        row = (table, number)
        current = self.current(table, number)
        edits = {
            column: stored(value)
            for column, value in given.items()
            if _differs(column, current.get(column), value, newer=newer)
        }
        if not edits:
            return False
        if is_new:
            self._new.add(row)
        if self.observe is not None:
            self.observe(table, current, edits)
        current.update(edits)
        self._edits.setdefault(row, {}).update(edits)
        return True

    def come_back(self, table: str, number: int, given: Sequence[dict[str, Any]]) -> bool:
        """Whether these newer sources, one after the other, leave the row as it stands."""
        current = self.current(table, number)
        turned = dict(current)
        for one in given:
            for column, value in one.items():
                if _differs(column, turned.get(column), value, newer=True):
                    turned[column] = stored(value)
        return turned == current

    def tell(self, table: str, current: Mapping[str, Any], edits: Mapping[str, Any]) -> None:
        """Tell whoever observes of an edit that is written otherwise than by a change of a row."""
        if self.observe is not None:
            self.observe(table, current, edits)

    def send(self) -> None:
        """Write the edits that wait, after the journal has seen the rows."""
        for (table, number), edits in self._edits.items():
            if (table, number) in self._new or self._work.journal.is_new(table, number):
                bump = ""
            else:
                self._remember(table, number)
                bump = ", version = version + 1" if "version" in self.current(table, number) else ""
            setting = ", ".join(f'"{column}" = ?' for column in edits)
            self._work.rows.run_many(
                f"UPDATE {table} SET {setting}{bump} WHERE id = ?", [(*edits.values(), number)]
            )
            if held := self._held.get((table, number)):
                held.update(edits, **({"version": held["version"] + 1} if bump else {}))
        self._edits.clear()
        self._current.clear()
        self._new.clear()

    def _remember(self, table: str, number: int) -> None:
        held = self._held.get((table, number))
        if held is None:
            self._work.journal.touch(table, [number])
        else:
            self._work.journal.saw(table, held)

    def current(self, table: str, number: int) -> dict[str, Any]:
        """A row as it will be once the edits that wait are written."""
        row = (table, number)
        if row not in self._current and row in self._held:
            self._current[row] = dict(self._held[row])
        elif row not in self._current:
            cursor = self._work.rows.connection.execute(
                f"SELECT * FROM {table} WHERE id = ?", (number,)
            )
            names = [column[0] for column in cursor.description]
            self._current[row] = dict(zip(names, cursor.fetchone(), strict=True))
        return self._current[row]


def _differs(column: str, current: Any, value: Any, *, newer: bool) -> bool:
    if value is ERASE:
        return newer and current is not None
    value = stored(value)
    if value is None or value == current:
        return False
    if current in (None, ""):
        return True
    if column in NAMES and fold(str(current)) == fold(str(value)):
        return False
    return newer
