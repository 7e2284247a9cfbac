"""Named reads of completion: the references and names that begin as what is typed."""

from __future__ import annotations

from collections.abc import Callable

from venez_vivre import NamedTuple
from venez_vivre.store.lookups import spellings
from venez_vivre.store.queries import offers as offers_read
from venez_vivre.store.queries.households import person_name
from venez_vivre.store.queries.keeping import APPROACHED, SHOWN
from venez_vivre.store.reader import Reader
from venez_vivre.texts import fold
from venez_vivre.vocabulary import CaseStatus

MOST = 40
"""How many words a completion proposes; a longer list helps nobody."""


class Named(NamedTuple):
    """A word that may be typed, what it stands for, whether it was found by another name."""

    value: str
    about: str
    by_name: bool = False


_BEGUN = "SELECT {columns} FROM {table} WHERE reference LIKE :typed ORDER BY reference LIMIT :most"
_HOUSEHOLDS = f"""
WITH bearer AS (
  SELECT min(p.id) AS id FROM person_text x JOIN person p ON p.id = x.rowid
  WHERE x.person_text MATCH :match GROUP BY p.household_id LIMIT :most
)
SELECT h.reference, p.first_name, p.last_name FROM bearer b JOIN person p ON p.id = b.id
JOIN household h ON h.id = p.household_id WHERE {SHOWN}
ORDER BY p.last_key, p.first_key, h.reference
"""
_MEMBERS = f"""
SELECT h.reference, p.first_name, p.last_name FROM household h
LEFT JOIN person p ON p.id = (SELECT min(q.id) FROM person q WHERE q.household_id = h.id)
WHERE h.reference LIKE :typed AND {SHOWN} ORDER BY h.reference LIMIT :most
"""
_DUE = f"""
SELECT h.reference, p.first_name, p.last_name FROM household h
LEFT JOIN person p ON p.id = (SELECT min(q.id) FROM person q WHERE q.household_id = h.id)
WHERE h.id IN (
  SELECT h.id FROM household h
  WHERE h.next_due_on IS NOT NULL AND h.status = '{CaseStatus.ACTIVE}' AND {APPROACHED}
  ORDER BY h.next_due_on LIMIT :most)
ORDER BY h.next_due_on, h.id
"""
_OPEN = f"""
SELECT f.id, h.reference, p.first_name, p.last_name, f.action, f.due_on
FROM follow_up f JOIN household h ON h.id = f.household_id
LEFT JOIN person p ON p.id = (SELECT min(q.id) FROM person q WHERE q.household_id = h.id)
WHERE f.done_on IS NULL AND h.status = '{CaseStatus.ACTIVE}' AND {APPROACHED}
  AND CAST(f.id AS TEXT) LIKE :typed
ORDER BY f.due_on, f.id LIMIT :most
"""
_TITLED = """
SELECT d.reference, d.{name} FROM {table}_text x JOIN {table} d ON d.id = x.rowid
WHERE x.{table}_text MATCH :match AND d.closed_on IS NULL ORDER BY d.{name} LIMIT :most
"""


def households(rows: Reader, typed: str) -> list[Named]:
    """Households whose reference begins so, else whose members' names do; of all, what is due."""
    if not typed:
        due = rows.rows(_DUE, most=MOST)
        return [Named(ref, person_name(first, last), by_name=True) for ref, first, last in due]
    found = rows.rows(_MEMBERS, typed=_pattern(typed), most=MOST)
    named = [Named(ref, person_name(first, last)) for ref, first, last in found]
    match = _match(typed, "first_name last_name")
    if named or not match:
        return named
    found = rows.rows(_HOUSEHOLDS, match=match, most=MOST)
    return [Named(ref, person_name(first, last), by_name=True) for ref, first, last in found]


def offers(rows: Reader, typed: str) -> list[Named]:
    """Open offers whose reference begins so, else of which a word of the title does."""
    return _referenced(rows, typed, "offer", "title")


def resources(rows: Reader, typed: str) -> list[Named]:
    """Contact people whose reference begins so, else whose name does."""
    return _referenced(rows, typed, "resource_person", "name")


def targets(rows: Reader, typed: str) -> list[Named]:
    """Offers and contact people whose reference begins so, else of which a word does."""
    found = [*offers(rows, typed), *resources(rows, typed)]
    return [one for one in found if not one.by_name] or found


def follow_ups(rows: Reader, typed: str) -> list[Named]:
    """Open follow-ups whose number begins so, the most overdue first; for a name, households."""
    if typed and not typed.isdecimal():
        return households(rows, typed)
    return [
        Named(str(number), f"{reference} {person_name(first, last)} : {action}, {_short(due)}")
        for number, reference, first, last, action, due in rows.rows(
            _OPEN, typed=_pattern(typed), most=MOST
        )
    ]


def _short(day: str) -> str:
    return "/".join(reversed(day.split("-")))


def visits(rows: Reader, typed: str) -> list[Named]:
    """Visits whose reference begins so."""
    sql = _BEGUN.format(columns="reference, title", table="visit")
    return rows.into(Named, sql, typed=_pattern(typed), most=MOST)


def territories(rows: Reader, typed: str) -> list[Named]:
    """Territories whose code begins so, else of which a word of the name does."""
    known = rows.rows("SELECT code, name FROM territory ORDER BY code")
    wanted = fold(typed)
    coded = [Named(code, name) for code, name in known if fold(code).startswith(wanted)]
    return (
        coded
        or [
            Named(code, name, by_name=True)
            for code, name in known
            if f" {wanted}" in f" {fold(name)}"
        ][:MOST]
    )


def officers(rows: Reader, typed: str) -> list[Named]:
    """Officers at work of whom a word of the name begins so."""
    sql = (
        "SELECT o.name, t.name, o.name_key FROM officer o "
        "LEFT JOIN territory t ON t.id = o.territory_id WHERE o.active = 1 ORDER BY o.name_key"
    )
    wanted = fold(typed)
    return [
        Named(name, place or "", not key.startswith(wanted))
        for name, place, key in rows.rows(sql)
        if f" {wanted}" in f" {key}"
    ][:MOST]


def sources(rows: Reader, typed: str) -> list[Named]:
    """Where offers come from, the names that begin so."""
    wanted = fold(typed)
    known = offers_read.sources(rows)
    return [Named(source, "") for source in known if fold(source).startswith(wanted)][:MOST]


def _referenced(rows: Reader, typed: str, table: str, name: str) -> list[Named]:
    sql = _BEGUN.format(columns=f"reference, {name}", table=table)
    named = rows.into(Named, sql, typed=_pattern(typed), most=MOST)
    match = _match(typed, name)
    if named or not match:
        return named
    found = rows.rows(_TITLED.format(table=table, name=name), match=match, most=MOST)
    return [Named(reference, said, by_name=True) for reference, said in found]


def _pattern(typed: str) -> str:
    """For LIKE, which ignores the case of plain letters; nothing typed is a wildcard."""
    kept = "".join(char for char in typed if char.isalnum() or char == "-")
    return f"{kept}%" if kept == typed else ""


def _match(typed: str, columns: str) -> str:
    words = fold(typed).split()
    either = (" OR ".join(f'"{one}"*' for one in spellings(word)) for word in words)
    tests = " AND ".join(f"({test})" for test in either)
    return f"{{{columns}}} : ({tests})" if words else ""


SOURCES: dict[str, Callable[[Reader, str], list[Named]]] = {
    "foyer": households,
    "offre": offers,
    "ressource": resources,
    "cible": targets,
    "relance": follow_ups,
    "visite": visits,
    "territoire": territories,
    "agent": officers,
    "source": sources,
}
"""The sources that a parameter may name as what completes it."""
