"""Take an operation back, or do it again, without touching what was changed since."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from venez_vivre.store.journal import (
    CASE_TABLES,
    Change,
    Image,
    forget_ranges,
    images,
    read_changes,
    write_changes,
)
from venez_vivre.store.reader import Reader
from venez_vivre.store.stages import derive

REFERENCES: dict[str, tuple[tuple[str, str], ...]] = {
    "household": tuple((table, "household_id") for table in sorted(CASE_TABLES)),
    "person": (("signup", "person_id"),),
    "contact": (("follow_up", "contact_id"),),
    "settlement": (("settlement_check", "settlement_id"),),
    "territory": (
        ("household", "territory_id"),
        ("officer", "territory_id"),
        ("territory_commune", "territory_id"),
        ("transfer", "to_territory_id"),
        ("transfer", "from_territory_id"),
    ),
    "officer": (
        ("household", "officer_id"),
        ("contact", "officer_id"),
        ("follow_up", "officer_id"),
    ),
    "import_run": (
        ("signup", "import_id"),
        ("contact", "import_id"),
        ("settlement", "import_id"),
        ("offer", "import_id"),
    ),
}
"""Who points at whom: a row that something else still needs is kept."""


ORDER = (
    "territory",
    "territory_commune",
    "officer",
    "import_run",
    "household",
    "person",
    "signup",
    "contact",
    "follow_up",
    "settlement",
)
"""Tables that others point at, each before those that point at it; the others come last."""

UNCOUNTED = frozenset({"import_run", "territory_commune"})
"""Rows that come with others: nobody counts them when told what an undo did."""


@dataclass
class Outcome:
    """What became of an operation; a unit is a household's file, or a row of no file."""

    restored: set[tuple[str, int]] = field(default_factory=set)
    kept: set[tuple[str, int]] = field(default_factory=set)
    impossible: set[tuple[str, int]] = field(default_factory=set)

    def add(self, bucket: str, change: Change) -> None:
        """File the unit of a change under `restored`, `kept` or `impossible`."""
        if change.table in UNCOUNTED:
            return
        household = change.household()
        unit = (change.table, change.number) if household is None else ("household", household)
        getattr(self, bucket).add(unit)

    def settle(self) -> Outcome:
        """Each unit in one bucket only, the worst it met."""
        self.kept -= self.impossible
        self.restored -= self.kept | self.impossible
        return self


def take_back(rows: Reader, operation: int) -> Outcome:
    """Undo one operation; the images that its redo will need are kept."""
    changes = read_changes(rows, operation)
    ranged = rows.value(
        "SELECT 1 FROM journal_block WHERE operation_id = :operation AND payload IS NULL LIMIT 1",
        operation=operation,
    )
    outcome = _turn(rows, [change.backwards() for change in reversed(changes)])
    if ranged:
        _keep_images(rows, operation, changes)
    return outcome


def do_again(rows: Reader, operation: int) -> Outcome:
    """Redo one operation that was undone."""
    return _turn(rows, sorted(read_changes(rows, operation), key=_rank))


def _rank(change: Change) -> int:
    return ORDER.index(change.table) if change.table in ORDER else len(ORDER)


def _keep_images(rows: Reader, operation: int, changes: list[Change]) -> None:
    """Write the images of a bulk insertion down: its rows are gone from the tables."""
    standing = {(c.table, c.number) for c in changes if c.before is None and c.after}
    rows.run(
        "DELETE FROM journal_block WHERE operation_id = ? AND payload IS NOT NULL", (operation,)
    )
    forget_ranges(rows, operation)
    known = [c for c in changes if (c.table, c.number) not in standing or _is_known(c)]
    write_changes(rows, operation, known)


def _is_known(change: Change) -> bool:
    return change.after is not None and change.after.get("version", 1) != 0


def _turn(rows: Reader, changes: list[Change]) -> Outcome:
    """Bring rows from `before` to `after`, where they still are what `before` says."""
    rows.run("PRAGMA defer_foreign_keys=ON")
    outcome = Outcome()
    present = _present(rows, changes)
    removals = _allowed_removals(rows, changes, present, outcome)
    for change in changes:
        now = present.get((change.table, change.number))
        if change.after is None:
            _remove(rows, change, now, removals, outcome)
        elif change.before is None:
            _bring_back(rows, change, now, outcome)
        else:
            _edit(rows, change, now, outcome)
    touched = {h for h in (change.household() for change in changes) if h is not None}
    derive(rows, touched)
    return outcome.settle()


def _present(rows: Reader, changes: Iterable[Change]) -> dict[tuple[str, int], Image]:
    wanted: dict[str, list[int]] = {}
    for change in changes:
        wanted.setdefault(change.table, []).append(change.number)
    return {
        (table, number): image
        for table, numbers in wanted.items()
        for number, image in images(rows, table, numbers)
    }


def _allowed_removals(
    rows: Reader,
    changes: list[Change],
    present: dict[tuple[str, int], Image],
    outcome: Outcome,
) -> set[tuple[str, int]]:
    """Rows that may go: unchanged, needed by nothing else, in files that may go whole."""
    removals = {(c.table, c.number): c for c in changes if c.after is None}
    units: dict[tuple[str, int], list[tuple[str, int]]] = {}
    for row, change in removals.items():
        household = change.household()
        unit = row if household is None else ("household", household)
        units.setdefault(unit, []).append(row)
    blocked = {row for row, c in removals.items() if row in present and present[row] != c.before}
    while True:
        spoiled = {unit for unit, members in units.items() if blocked.intersection(members)}
        kept = {row for unit in spoiled for row in units[unit]} | blocked
        needed = _still_needed(rows, removals.keys() - kept)
        if needed <= blocked:
            break
        blocked |= needed
    for row in kept & present.keys():
        outcome.add("kept", removals[row])
    return removals.keys() - kept


def _still_needed(rows: Reader, leaving: set[tuple[str, int]]) -> set[tuple[str, int]]:
    """Those of the leaving rows that a row which stays points at."""
    needed: set[tuple[str, int]] = set()
    by_table: dict[str, list[int]] = {}
    for table, number in leaving:
        by_table.setdefault(table, []).append(number)
    for table, numbers in by_table.items():
        for child, column in REFERENCES.get(table, ()):
            sql = f"SELECT id, {column} FROM {child} WHERE {column} IN ({{keys}})"
            for number, parent in rows.among(sql, numbers):
                if (child, number) not in leaving:
                    needed.add((table, parent))
    return needed


def _remove(
    rows: Reader,
    change: Change,
    now: Image | None,
    removals: set[tuple[str, int]],
    outcome: Outcome,
) -> None:
    if (change.table, change.number) not in removals or now is None:
        return
    rows.run(f"DELETE FROM {change.table} WHERE id = ?", (change.number,))
    outcome.add("restored", change)


def _bring_back(rows: Reader, change: Change, now: Image | None, outcome: Outcome) -> None:
    if now is not None:
        if now != change.after:
            outcome.add("kept", change)
        return
    image = change.after or {}
    if not _parents_stand(rows, change.table, image):
        outcome.add("impossible", change)
        return
    names = ", ".join(f'"{name}"' for name in image)
    marks = ", ".join("?" * len(image))
    done = rows.run(
        f"INSERT OR IGNORE INTO {change.table} ({names}) VALUES ({marks})", tuple(image.values())
    )
    outcome.add("restored" if done else "impossible", change)


def _parents_stand(rows: Reader, table: str, image: Image) -> bool:
    """Whether the rows that this one points at exist (a file lost its household for good)."""
    return all(
        rows.value(f"SELECT 1 FROM {parent} WHERE id = :number", number=image[column])
        for parent, children in REFERENCES.items()
        for child, column in children
        if child == table and image.get(column) is not None
    )


def _edit(rows: Reader, change: Change, now: Image | None, outcome: Outcome) -> None:
    """Give the fields back that are still what the operation left, and only those."""
    before, after = change.before or {}, change.after or {}
    if now is None:
        outcome.add("impossible", change)
        return
    fields = [n for n in after if n != "version" and before.get(n) != after[n] and n in now]
    free = {n: after[n] for n in fields if now[n] == before.get(n)}
    if len(free) < len(fields) and any(now[n] != after[n] for n in fields):
        outcome.add("kept", change)
    if not free:
        return
    if "version" in now:
        free["version"] = after["version"] if now == before else now["version"] + 1
    setting = ", ".join(f'"{name}" = ?' for name in free)
    rows.run(f"UPDATE {change.table} SET {setting} WHERE id = ?", (*free.values(), change.number))
    outcome.add("restored", change)
