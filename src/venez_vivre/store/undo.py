"""Take an operation back, or do it again, without touching what was changed since."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from venez_vivre.store import bulk
from venez_vivre.store.journal import (
    UNKNOWN,
    Change,
    Image,
    block_changes,
    block_numbers,
    each_change,
    images,
    ranges,
    read_changes,
    rewrite,
    same,
)
from venez_vivre.store.reach import needed_elsewhere
from venez_vivre.store.reader import Reader
from venez_vivre.store.relations import REFERENCES
from venez_vivre.store.stages import derive

ORDER = (
    "territory",
    "territory_commune",
    "officer",
    "import_run",
    "offer",
    "resource_person",
    "visit",
    "privacy_notice",
    "merged_base",
    "household",
    "person",
    "signup",
    "contact",
    "follow_up",
    "settlement",
)
"""Tables that others point at, each before those that point at it; the others come last."""

UNCOUNTED = frozenset({"import_run", "territory_commune", "merged_base", "merged_row"})
"""Rows that come with others: nobody counts them when told what an undo did."""


@dataclass
class Outcome:
    """What became of an operation; a unit is a household's file, or a row of no file.

    `done` is what was really changed, row by row. While it is the `mirror` of the operation, the
    operation itself says it; once something was kept as it stood, it has to be written down.
    """

    restored: set[tuple[str, int]] = field(default_factory=set)
    kept: set[tuple[str, int]] = field(default_factory=set)
    impossible: set[tuple[str, int]] = field(default_factory=set)
    done: list[Change] = field(default_factory=list)
    mirror: bool = True

    def add(self, bucket: str, change: Change) -> None:
        """File the unit of a change under `restored`, `kept` or `impossible`."""
        if change.table == "import_run" or (change.table in UNCOUNTED and bucket == "restored"):
            return
        household = change.household()
        unit = (change.table, change.number) if household is None else ("household", household)
        getattr(self, bucket).add(unit)


def take_back(rows: Reader, operation: int) -> Outcome:
    """Undo one operation; the images that its redo will need are kept."""
    rows.run("PRAGMA defer_foreign_keys=ON")
    if not ranges(rows, operation):
        return turn(rows, backwards(read_changes(rows, operation)))
    units = bulk.take_back(rows, operation)
    if units is not None:
        return Outcome(restored=units)
    changes = read_changes(rows, operation)
    outcome = turn(rows, backwards(changes))
    # The rows that stay need their images too: the next undo compares them again.
    rewrite(rows, operation, changes)
    return outcome


def do_again(rows: Reader, operation: int) -> Outcome:
    """Redo one operation that was undone."""
    rows.run("PRAGMA defer_foreign_keys=ON")
    if any(change.after is None for change in each_change(rows, operation)):
        return turn(rows, sorted(read_changes(rows, operation), key=_rank))
    outcome, touched, only_new = Outcome(), set[int](), True
    erased = bulk.erased(rows)  # as it stands: what is left of a file comes back whole, or not
    blocks = sorted(block_numbers(rows, operation), key=lambda one: (_place(one[1]), one[0]))
    for number, _ in blocks:
        changes = _without_erased(erased, block_changes(rows, number), outcome)
        _bring(rows, changes, outcome)
        touched |= _households(changes)
        only_new = only_new and all(change.before is None for change in changes)
    derive(rows, touched)
    if only_new and not (outcome.kept or outcome.impossible):
        bulk.stand_again(rows, operation)
    return outcome


def _without_erased(
    erased: set[int | None], changes: list[Change], outcome: Outcome
) -> list[Change]:
    """The changes, but for those of erased files: what is left of them is nobody's any more."""
    if not erased:
        return changes
    kept = []
    for change in changes:
        if erased & {change.household(), change.backwards().household()}:
            outcome.add("kept", change)
            outcome.mirror = False
        else:
            kept.append(change)
    return kept


def backwards(changes: list[Change]) -> list[Change]:
    """The changes that take these back, the last first."""
    return [change.backwards() for change in reversed(changes)]


def _rank(change: Change) -> int:
    return _place(change.table)


def _place(table: str) -> int:
    return ORDER.index(table) if table in ORDER else len(ORDER)


def _households(changes: Iterable[Change]) -> set[int]:
    return {h for h in (change.household() for change in changes) if h is not None}


def turn(rows: Reader, changes: list[Change]) -> Outcome:
    """Bring rows from `before` to `after`, where they still are what `before` says.

    What must go leaves first: a row that comes back may need the unique value of one that goes.
    """
    outcome = Outcome()
    changes = _without_erased(bulk.erased(rows), changes, outcome)
    leaving = [change for change in changes if change.after is None]
    present = _present(rows, leaving)
    removals = _allowed_removals(rows, changes, present, outcome)
    for change in leaving:
        _remove(rows, change, present.get((change.table, change.number)), removals, outcome)
    staying = [change for change in changes if change.after is not None]
    _bring(rows, sorted(staying, key=_rank), outcome)  # parents before those that point at them
    derive(rows, _households(changes))
    return outcome


def _bring(rows: Reader, changes: list[Change], outcome: Outcome) -> None:
    """Bring rows back, or fields of rows that stand."""
    present = _present(rows, changes)
    for change in changes:
        now = present.get((change.table, change.number))
        if change.before is None:
            _bring_back(rows, change, now, outcome)
        else:
            _edit(rows, change, now, outcome)


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
    blocked = {r for r, c in removals.items() if r in present and not same(present[r], c.before)}
    moving = {(c.table, c.number): c.after for c in changes if c.before and c.after}
    while True:
        spoiled = {unit for unit, members in units.items() if blocked.intersection(members)}
        kept = {row for unit in spoiled for row in units[unit]} | blocked
        needed = _still_needed(rows, removals.keys() - kept, moving)
        if needed <= blocked:
            break
        blocked |= needed
    for row in kept & present.keys():
        outcome.add("kept", removals[row])
    return removals.keys() - kept


def _still_needed(
    rows: Reader, leaving: set[tuple[str, int]], moving: dict[tuple[str, int], Image]
) -> set[tuple[str, int]]:
    """Those of the leaving rows that a row which stays points at, and goes on pointing at."""
    needed: set[tuple[str, int]] = set()
    by_table: dict[str, list[int]] = {}
    for table, number in leaving:
        by_table.setdefault(table, []).append(number)
    for table, numbers in by_table.items():
        needed |= {(table, number) for number in needed_elsewhere(rows, table, numbers)}
        for child, column in REFERENCES.get(table, ()):
            sql = f"SELECT id, {column} FROM {child} WHERE {column} IN ({{keys}})"
            for number, parent in rows.among(sql, numbers):
                points_at = moving.get((child, number), {}).get(column, parent)
                if (child, number) not in leaving and points_at == parent:
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
        outcome.mirror = False
        return
    rows.run(f"DELETE FROM {change.table} WHERE id = ?", (change.number,))
    outcome.done.append(Change(change.table, change.number, now, None))
    outcome.add("restored", change)


def _bring_back(rows: Reader, change: Change, now: Image | None, outcome: Outcome) -> None:
    image = change.after or {}
    if now is not None:
        outcome.mirror = False
        if not same(now, image):
            outcome.add("kept", change)
        return
    if image.get("version") == UNKNOWN or not _parents_stand(rows, change.table, image):
        outcome.mirror = False
        outcome.add("impossible", change)
        return
    names = ", ".join(f'"{name}"' for name in image)
    marks = ", ".join("?" * len(image))
    done = rows.run(
        f"INSERT INTO {change.table} ({names}) VALUES ({marks}) ON CONFLICT DO NOTHING",
        tuple(image.values()),
    )
    if done:
        outcome.done.append(Change(change.table, change.number, None, image))
    outcome.mirror = outcome.mirror and bool(done)
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
        outcome.mirror = False
        outcome.add("impossible", change)
        return
    fields = [n for n in after if n != "version" and before.get(n) != after[n] and n in now]
    free = {n: after[n] for n in fields if now[n] == before.get(n)}
    if any(n not in free and now[n] != after[n] for n in fields):
        outcome.add("kept", change)
    orphans = [n for n in free if not _parents_stand(rows, change.table, {n: free[n]})]
    if orphans:
        outcome.add("impossible", change)
        free = {n: value for n, value in free.items() if n not in orphans}
    outcome.mirror = outcome.mirror and len(free) == len(fields)
    if free:
        stood = dict(now)
        _give_back(rows, change, now, free)
        outcome.done.append(Change(change.table, change.number, stood, now))
        outcome.add("restored", change)


def _give_back(rows: Reader, change: Change, now: Image, free: Image) -> None:
    if "version" in now:
        whole = now == change.before
        version = (change.after or {})["version"] if whole else now["version"] + 1
        free = {**free, "version": version}
    setting = ", ".join(f'"{name}" = ?' for name in free)
    rows.run(f"UPDATE {change.table} SET {setting} WHERE id = ?", (*free.values(), change.number))
    now.update(free)
