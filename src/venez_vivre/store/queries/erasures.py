"""What an erasure reads and changes of rows that are not of a file, or are kept in its figures."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from datetime import date
from typing import Any

from venez_vivre.store.journal import Image, block_changes, images
from venez_vivre.store.queries.steering import Place
from venez_vivre.store.reader import Reader
from venez_vivre.vocabulary import RequestOutcome, VisitKind

FORGOTTEN = "(effacé)"
"""What stands for the reference of an erased file in the sentences of the journal."""

EMPTY_LINE: Image = {"said": "{}", "form": None, "candidates": "[]", "row_hash": 0, "claim_key": 0}
EMPTY_REQUEST: Image = {"household_id": None, "note": None}
EMPTY_STAY: Image = {"title": "Séjour", "note": None, "commune": None, "code_insee": None}
"""What is left of a line set aside, of a request, of a stay: that there was one, and when."""


def places(rows: Reader, households: Collection[int]) -> list[Place]:
    """The territories of these households."""
    sql = (
        "SELECT DISTINCT t.id, t.code, t.name, t.active FROM household h "
        "JOIN territory t ON t.id = h.territory_id WHERE h.id IN ({keys})"
    )
    found = {Place(*row): None for row in rows.among(sql, sorted(households))}
    return list(found)


def accompanied(rows: Reader, households: Collection[int]) -> list[tuple[int, int]]:
    """Those of these households that were accompanied, and in which year."""
    sql = (
        "SELECT id, CAST(substr(accompanied_on, 1, 4) AS INTEGER) FROM household "
        "WHERE accompanied_on IS NOT NULL AND id IN ({keys})"
    )
    return [(number, year) for number, year in rows.among(sql, sorted(households))]


def identities(rows: Reader) -> list[tuple[Any, ...]]:
    """Each person with a name or an address, of a file that is not erased.

    Household, its reference, number of the person, names, e-mail, phone.
    """
    return rows.rows(
        "SELECT h.id, h.reference, p.id, p.first_key, p.last_key, p.email_key, p.phone "
        "FROM person p JOIN household h ON h.id = p.household_id WHERE h.erased_on IS NULL "
        "AND (p.email_key <> '' OR p.phone <> '' OR p.first_key <> '' OR p.last_key <> '')"
    )


def homes_of(rows: Reader, people: Collection[int]) -> Iterator[int]:
    """The households of these people."""
    sql = "SELECT DISTINCT household_id FROM person WHERE id IN ({keys})"
    return (number for (number,) in rows.among(sql, sorted(people)))


def forms_of(rows: Reader, people: Collection[int]) -> Iterator[int]:
    """The sign-ups of these people."""
    sql = "SELECT id FROM signup WHERE person_id IN ({keys})"
    return (number for (number,) in rows.among(sql, sorted(people)))


def standing(rows: Reader, table: str, numbers: Collection[int]) -> list[int]:
    """Those of these rows that exist."""
    sql = f"SELECT id FROM {table} WHERE id IN ({{keys}})"
    return [number for (number,) in rows.among(sql, sorted(numbers))]


def delete(rows: Reader, table: str, numbers: Collection[int]) -> int:
    """Delete these rows; how many there were."""
    found = standing(rows, table, numbers)
    rows.run_many(f"DELETE FROM {table} WHERE id = ?", ((number,) for number in found))
    return len(found)


def own_stays(rows: Reader, visits: Collection[int], households: Collection[int]) -> Iterator[int]:
    """Those of these visits that are stays, and have no guest but these households."""
    sql = f"SELECT id FROM visit WHERE kind = '{VisitKind.STAY}' AND id IN ({{keys}})"
    for (visit,) in rows.among(sql, sorted(visits)):
        guests = rows.rows(
            "SELECT household_id FROM visit_guest WHERE visit_id = :visit", visit=visit
        )
        if {home for (home,) in guests} <= set(households):
            yield visit


def last_days(rows: Reader) -> dict[int, str]:
    """The day of the last operation that touched each household that the journal tells of."""
    sql = """
SELECT b.id, coalesce(max(u.recorded_on), max(o.recorded_on)) FROM journal_block b
JOIN operation o ON o.id = b.operation_id LEFT JOIN operation u ON u.target_id = o.id
WHERE b.table_name = 'household' AND b.payload IS NOT NULL GROUP BY b.id"""
    found: dict[int, str] = {}
    for block, day in rows.rows(sql):
        for change in block_changes(rows, block):
            found[change.number] = max(found.get(change.number, ""), day)
    return found


def give_back(rows: Reader, number: int, without: Callable[[int, Image], Image]) -> None:
    """Take out of a household that stands what it had taken over from an erased one."""
    found = dict(images(rows, "household", [number]))
    for image in found.values():
        left = without(number, image)
        changed = {name: value for name, value in left.items() if value != image[name]}
        if changed:
            setting = ", ".join(f'"{name}" = ?' for name in changed)
            rows.run(f"UPDATE household SET {setting} WHERE id = ?", (*changed.values(), number))


def forget_requests(rows: Reader, numbers: Collection[int], day: date) -> None:
    """Keep that rights were used and answered, not by whom; what waited is answered that day."""
    _set(rows, "privacy_request", EMPTY_REQUEST, numbers)
    rows.run_many(
        "UPDATE privacy_request SET answered_on = ?, outcome = ? "
        "WHERE id = ? AND answered_on IS NULL",
        ((day.isoformat(), RequestOutcome.GRANTED.value, n) for n in sorted(numbers)),
    )


def forget_stays(rows: Reader, numbers: Collection[int]) -> None:
    """Keep the days of a stay, not what was written of it."""
    _set(rows, "visit", EMPTY_STAY, numbers)


def forget_lines(rows: Reader, numbers: Collection[int], day: date) -> None:
    """Keep that a line waited; nobody can decide of it any more, it waits no more from `day` on."""
    _set(rows, "set_aside", EMPTY_LINE, numbers)
    rows.run_many(
        "UPDATE set_aside SET settled_on = ? WHERE id = ? AND settled_on IS NULL",
        ((day.isoformat(), number) for number in sorted(numbers)),
    )


def _set(rows: Reader, table: str, values: Image, numbers: Collection[int]) -> None:
    setting = ", ".join(f'"{name}" = ?' for name in values)
    rows.run_many(
        f"UPDATE {table} SET {setting}, version = version + 1 WHERE id = ?",
        ((*values.values(), number) for number in sorted(numbers)),
    )


def forget_keys(rows: Reader, people: Collection[int], signups: Collection[int]) -> None:
    """Take away what only makes finding fast."""
    for table in ("person_key", "person_unkeyed"):
        rows.run_many(f"DELETE FROM {table} WHERE person_id = ?", ((n,) for n in sorted(people)))
    rows.run_many("DELETE FROM seen_row WHERE signup_id = ?", ((n,) for n in sorted(signups)))


def forget_references(rows: Reader, references: Collection[str]) -> None:
    """Name these files no more in the sentences of the journal."""
    for reference in sorted(references):
        rows.run(
            "UPDATE operation SET summary = replace(summary, ?1, ?2), "
            "command = replace(command, ?1, ?2) "
            "WHERE instr(summary, ?1) > 0 OR instr(command, ?1) > 0",
            (reference, FORGOTTEN),
        )
