"""Named reads of a union of bases: who is in each, and where their rows are already."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from venez_vivre.store.blanking import rewrite_images
from venez_vivre.store.journal import CASE_TABLES, Image
from venez_vivre.store.queries.keeping import SHOWN
from venez_vivre.store.reader import Reader
from venez_vivre.vocabulary import Role

_PEOPLE = f"""
SELECT p.id, p.household_id, p.role, p.first_key, p.last_key, p.external_reference, p.email_key,
       p.phone, p.birth_year, h.postal_code, h.commune, h.registered_on, h.reference,
       (SELECT max(s.received_on) FROM signup s WHERE s.person_id = p.id)
FROM person p JOIN household h ON h.id = p.household_id
WHERE {SHOWN} ORDER BY p.id
"""


def people(rows: Reader) -> list[tuple[Any, ...]]:
    """Everybody of a base but those who were erased: who they are, and their household."""
    return rows.rows(_PEOPLE)


def places(rows: Reader, base: int, table: str) -> dict[int, tuple[int, int, str]]:
    """Of each row of a base that was brought: number of the note, row here, fingerprint."""
    found = rows.rows(
        "SELECT source_id, id, row_id, fingerprint FROM merged_row "
        "WHERE base_id = :base AND table_name = :table",
        base=base,
        table=table,
    )
    return {source: (number, row, said) for source, number, row, said in found}


def erased_homes(rows: Reader) -> set[int]:
    """The households of a base that were erased: what is left of them only counts in figures."""
    return {n for (n,) in rows.rows("SELECT id FROM household WHERE erased_on IS NOT NULL")}


def arrivals(rows: Reader, homes: Sequence[int]) -> list[tuple[Any, ...]]:
    """The settlements that count of these households: home, number, days, commune."""
    sql = (
        "SELECT household_id, id, settled_on, left_on, commune FROM settlement "
        "WHERE cancelled_on IS NULL AND household_id IN ({keys})"
    )
    return list(rows.among(sql, list(homes)))


def base_of(rows: Reader, table: str, number: int) -> str | None:
    """The name of the first base that a row came from, None for a row that was noted here."""
    found = rows.value(
        "SELECT b.name FROM merged_row m JOIN merged_base b ON b.id = m.base_id "
        "WHERE m.table_name = :table AND m.row_id = :number ORDER BY m.id LIMIT 1",
        table=table,
        number=number,
    )
    return None if found is None else str(found)


def reached(rows: Reader, table: str, first: int, last: int) -> set[int]:
    """The households that rows first to last of a table are about."""
    sql = f"SELECT DISTINCT household_id FROM {table} WHERE id BETWEEN :first AND :last"
    return {number for (number,) in rows.rows(sql, first=first, last=last)}


def homes_of_all(rows: Reader, people: Collection[int]) -> set[int]:
    """The households of a base all of whose named adults are among these people."""
    if not people:
        return set()
    found = rows.rows(
        "SELECT household_id, id FROM person WHERE role <> :child "
        "AND (first_key <> '' OR last_key <> '') ORDER BY id",
        child=Role.CHILD.value,
    )
    staying = {home for home, person in found if person not in people}
    return {home for home, person in found if person in people} - staying


def forget(rows: Reader, homes: Collection[int], people: Collection[int]) -> None:
    """Empty the fingerprints of what was said of these households, and of these people.

    Those that the journal holds since a union was taken back go too.
    """
    said = [("household", home) for home in homes] + [("person", person) for person in people]
    for table in sorted(CASE_TABLES - {"person"}):
        sql = f"SELECT id FROM {table} WHERE household_id IN ({{keys}})"
        said += [(table, number) for (number,) in rows.among(sql, sorted(homes))]
    sql = "UPDATE merged_row SET fingerprint = '' WHERE table_name = ? AND row_id = ?"
    rows.run_many(sql, said)
    gone = frozenset(said)

    def edit(_table: str, _number: int, image: Image) -> Image:
        told = (image["table_name"], image["row_id"]) in gone
        return image | {"fingerprint": ""} if told else image

    rewrite_images(rows, ("merged_row",), edit)


def gone_elsewhere(rows: Reader, base: int, homes: Collection[int]) -> set[int]:
    """The households here that stand for these of one base, and that no other base holds."""
    found = rows.rows(
        "SELECT m.source_id, m.row_id FROM merged_row m JOIN household h ON h.id = m.row_id "
        "WHERE m.base_id = :base AND m.table_name = 'household' AND h.erased_on IS NULL "
        "AND NOT EXISTS (SELECT 1 FROM merged_row o WHERE o.table_name = 'household' "
        "AND o.row_id = m.row_id AND o.id <> m.id) ORDER BY m.id",
        base=base,
    )
    return {here for there, here in found if there in homes}


def undercounted(rows: Reader, homes: Sequence[int]) -> list[int]:
    """Those of these households whose project counts fewer people than their file holds."""
    people = "(SELECT count(*) FROM person p WHERE p.household_id = h.id AND p.role {} '{}')"
    adults, children = people.format("<>", Role.CHILD), people.format("=", Role.CHILD)
    sql = (
        "SELECT h.id FROM household h WHERE h.id IN ({keys}) "
        f"AND (coalesce(h.adults, 0) < {adults} OR coalesce(h.children, 0) < {children})"
    )
    return sorted(home for (home,) in rows.among(sql, list(homes)))
