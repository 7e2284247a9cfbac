"""Take operations back one after the other, the newest first, in a copy that nobody keeps.

What the newest operation left stands as it left it: its rows are simply given their values before.
Once something newer stays, rows are compared as an undo does, and what was changed since is kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from venez_vivre.store import operations, undo
from venez_vivre.store.journal import (
    CASE_TABLES,
    Change,
    Image,
    block_changes,
    block_numbers,
    columns,
    ranges,
    read_changes,
)
from venez_vivre.store.reader import Reader
from venez_vivre.store.stages import derive
from venez_vivre.vocabulary import OperationKind


class Unwinding:
    """What was touched on the way, derived once at the end."""

    def __init__(self, rows: Reader) -> None:
        self._rows = rows
        self._touched: set[int] = set()
        self._columns: dict[str, frozenset[str]] = {}
        self.kept: set[tuple[str, int]] = set()
        """Files, or rows of no file, that an operation which stays had changed since."""

    def take_back(self, line: tuple[int, str, int | None], *, newest: bool) -> None:
        """Take one operation back; `newest` says that nothing written after it is left."""
        number, kind, target = line
        if kind in {OperationKind.COMMAND, OperationKind.ERASURE}:
            self._command(number, newest=newest)
        elif target is not None:
            self._turned(number, target, undone=kind == OperationKind.UNDO, newest=newest)

    def finish(self, numbers: Iterable[int]) -> None:
        """Derive the stages again, and forget the operations, the newest first.

        One that an older day undid, or did again, is still pointed at: its line stays.
        """
        derive(self._rows, self._touched)
        gone = [(number,) for number in numbers]
        self._rows.run_many("DELETE FROM journal_block WHERE operation_id = ?", gone)
        pointed = "SELECT 1 FROM operation o WHERE o.target_id = ?1"
        sql = f"DELETE FROM operation WHERE id = ?1 AND NOT EXISTS ({pointed})"
        self._rows.run_many(sql, gone)
        last = "coalesce((SELECT max(id) FROM operation), 0)"
        self._rows.run(f"UPDATE sqlite_sequence SET seq = {last} WHERE name = 'operation'")

    def _command(self, number: int, *, newest: bool) -> None:
        if self._is_undone(number):
            return
        if newest:
            self._restore(number)
        else:
            self._note(undo.take_back(self._rows, number))

    def _turned(self, number: int, target: int, *, undone: bool, newest: bool) -> None:
        """Take back an undo (`undone`) or a redo of `target`, if it is what stands."""
        if self._is_undone(target) != undone:
            return
        own = block_numbers(self._rows, number)
        if own and newest:
            self._restore(number)
        elif own:
            changes = undo.backwards(read_changes(self._rows, number))
            self._note(undo.turn(self._rows, changes))
        else:
            turn = undo.do_again if undone else undo.take_back
            self._note(turn(self._rows, target))
        operations.mark(self._rows, target, undone=not undone)
        if not undone:
            self._reopen(number, target)

    def _reopen(self, number: int, target: int) -> None:
        """The undo that a redo answered can be redone again."""
        sql = (
            "SELECT max(id) FROM operation "
            f"WHERE kind = '{OperationKind.UNDO}' AND target_id = :target AND id < :number"
        )
        answered = self._rows.value(sql, target=target, number=number)
        if answered:
            operations.mark(self._rows, answered, undone=False)

    def _is_undone(self, number: int) -> bool:
        sql = "SELECT undone FROM operation WHERE id = :number"
        return bool(self._rows.value(sql, number=number))

    def _note(self, outcome: undo.Outcome) -> None:
        self.kept |= outcome.kept | outcome.impossible

    def _restore(self, number: int) -> None:
        """Give the rows of an operation their values before; what must go leaves first."""
        inserted = ranges(self._rows, number)
        self._leave(inserted)
        changes = [
            change
            for block, _ in block_numbers(self._rows, number)
            if not self._is_range(block)
            for change in reversed(block_changes(self._rows, block))
        ]
        self._touched.update(_homes(changes))
        for change in changes:
            if change.before is None:
                self._rows.run(f"DELETE FROM {change.table} WHERE id = ?", (change.number,))
        for change in changes:
            if change.before is not None and change.after is not None:
                self._edit(change, change.before, change.after)
        for change in changes:
            if change.before is not None and change.after is None:
                self._bring(change.table, change.before)

    def _is_range(self, block: int) -> bool:
        sql = "SELECT payload IS NULL FROM journal_block WHERE id = :block"
        return bool(self._rows.value(sql, block=block))

    def _leave(self, inserted: list[tuple[str, int, int]]) -> None:
        """Whole ranges of rows; the households that stay are derived at the end."""
        for table, first, last in inserted:
            if table in CASE_TABLES:
                sql = f"SELECT DISTINCT household_id FROM {table} WHERE id BETWEEN :first AND :last"
                found = self._rows.rows(sql, first=first, last=last)
                self._touched.update(number for (number,) in found)
        for table, first, last in reversed(inserted):
            self._rows.run(f"DELETE FROM {table} WHERE id BETWEEN ? AND ?", (first, last))
            if table == "household":
                self._touched.difference_update(range(first, last + 1))

    def _edit(self, change: Change, before: Image, after: Image) -> None:
        changed = {
            name: value
            for name, value in before.items()
            if value != after.get(name) and name in self._known_columns(change.table)
        }
        if changed:
            setting = ", ".join(f'"{name}" = ?' for name in changed)
            sql = f"UPDATE {change.table} SET {setting} WHERE id = ?"
            self._rows.run(sql, (*changed.values(), change.number))

    def _bring(self, table: str, image: Image) -> None:
        image = {n: v for n, v in image.items() if n in self._known_columns(table)}
        names = ", ".join(f'"{name}"' for name in image)
        marks = ", ".join("?" * len(image))
        # A row that a later erasure emptied may lack what its table wants.
        sql = f"INSERT INTO {table} ({names}) VALUES ({marks}) ON CONFLICT DO NOTHING"
        self._rows.run(sql, tuple(image.values()))

    def _known_columns(self, table: str) -> frozenset[str]:
        """The columns of a table; an image of an older version may hold others."""
        if table not in self._columns:
            self._columns[table] = frozenset(columns(self._rows, table))
        return self._columns[table]


def _homes(changes: Iterable[Change]) -> Iterator[int]:
    """Every household that a row belonged to, before or after."""
    for change in changes:
        for one in (change, change.backwards()):
            home = one.household()
            if home is not None:
                yield home
