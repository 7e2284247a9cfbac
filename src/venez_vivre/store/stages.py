"""The one function that derives a household's stage and its dates from dated facts."""

from __future__ import annotations

from collections.abc import Iterable

from venez_vivre.store.reader import Reader
from venez_vivre.vocabulary import REACHING_RESULTS, Stage

DERIVED: dict[str, tuple[str, ...]] = {
    "household": (
        "stage",
        "registered_on",
        "accompanied_on",
        "settled_on",
        "spontaneous",
        "last_contact_on",
        "next_action",
        "next_due_on",
    ),
    "person": ("registered_on",),
}
"""Columns computed from facts: never typed, never journalled, computed again after an undo."""

_REACHING = ", ".join(f"'{result}'" for result in REACHING_RESULTS)

_OF_PERSON = "(SELECT min(s.received_on) FROM signup s WHERE s.person_id = person.id)"

_REGISTERED = "(SELECT min(s.received_on) FROM signup s WHERE s.household_id = household.id)"

# A household is accompanied once registered: a first exchange that came before the form (met at a
# fair, say) counts from the day of the form, so that the stages nest on every date.
_DATES = {
    "registered_on": _REGISTERED,
    "accompanied_on": f"""(
    SELECT max(min(c.happened_on), {_REGISTERED}) FROM contact c
    WHERE c.household_id = household.id AND c.result IN ({_REACHING}))""",
    "settled_on": """(
    SELECT min(i.settled_on) FROM settlement i
    WHERE i.household_id = household.id AND i.cancelled_on IS NULL)""",
    "last_contact_on": """(
    SELECT max(c.happened_on) FROM contact c WHERE c.household_id = household.id)""",
    "(next_action, next_due_on)": """(
    SELECT f.action, f.due_on FROM follow_up f
    WHERE f.household_id = household.id AND f.done_on IS NULL
    ORDER BY f.due_on, f.due_at, f.id LIMIT 1)""",
}

_STAGE = {
    "stage": f"""CASE
    WHEN settled_on IS NOT NULL THEN '{Stage.SETTLED}'
    WHEN accompanied_on IS NOT NULL THEN '{Stage.ACCOMPANIED}'
    ELSE '{Stage.REGISTERED}' END""",
    "spontaneous": """CASE
    WHEN settled_on IS NOT NULL AND (accompanied_on IS NULL OR accompanied_on > settled_on)
    THEN 1 ELSE 0 END""",
}

# `max` and `min` of two values exist under those names in SQLite only; PostgreSQL has its own.


def derive(rows: Reader, households: Iterable[int]) -> None:
    """Write stage, dates and next action of these households from their facts."""
    numbers = sorted(set(households))
    for start in range(0, len(numbers), 500):
        part = numbers[start : start + 500]
        _derive(rows, f"IN ({','.join('?' * len(part))})", tuple(part))


def derive_range(rows: Reader, first: int, last: int) -> None:
    """The same for households numbered first to last, both included (bulk imports)."""
    _derive(rows, "BETWEEN ? AND ?", (first, last))


def astray(rows: Reader) -> dict[str, int]:
    """How many rows hold another value than their facts give, by `table.column`; none left out."""
    wanted = (("person", {"registered_on": _OF_PERSON}), ("household", {**_DATES, **_STAGE}))
    found: dict[str, int] = {}
    for table, columns in wanted:
        sums = ", ".join(f"total({column} IS NOT {fact})" for column, fact in columns.items())
        counts = rows.row(f"SELECT {sums} FROM {table}") or ()
        names = (f"{table}.{column}" for column in columns)
        found.update(zip(names, map(int, counts), strict=True))
    return found


def _derive(rows: Reader, scope: str, values: tuple[int, ...]) -> None:
    rows.run(f"UPDATE person SET registered_on = {_OF_PERSON} WHERE household_id {scope}", values)
    for columns in (_DATES, _STAGE):  # the stage reads the dates that were just written
        setting = ", ".join(f"{column} = {fact}" for column, fact in columns.items())
        rows.run(f"UPDATE household SET {setting} WHERE id {scope}", values)
