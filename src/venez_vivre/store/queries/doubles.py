"""Named reads of what may be one person: lines that wait, everybody's identity, past decisions."""

from __future__ import annotations

from typing import Any

from venez_vivre import NamedTuple
from venez_vivre.store.queries.keeping import SHOWN
from venez_vivre.store.reader import Reader
from venez_vivre.vocabulary import Role


class Waiting(NamedTuple):
    """A line of sign-ups that was set aside."""

    number: int
    import_id: int | None
    file_name: str | None
    line: int
    row_hash: int
    received_on: str
    said: str
    form: str | None
    candidates: str
    claim_key: int


_WAITING = """
SELECT a.id, a.import_id, i.file_name, a.line, a.row_hash, a.received_on, a.said, a.form,
       a.candidates, a.claim_key
FROM set_aside a LEFT JOIN import_run i ON i.id = a.import_id
WHERE a.settled_on IS NULL
"""


def waiting(rows: Reader) -> list[Waiting]:
    """The lines that wait for a decision, the oldest first."""
    return rows.into(Waiting, f"{_WAITING} ORDER BY a.id")


def waiting_line(rows: Reader, number: int) -> Waiting | None:
    """One of them, None when it was settled or never waited."""
    found = rows.row(f"{_WAITING} AND a.id = :number", number=number)
    return None if found is None else Waiting(*found)


class Entry(NamedTuple):
    """A person as a review shows them."""

    person: int
    household: int
    reference: str
    role: str
    first_name: str | None
    last_name: str | None
    email: str | None
    phone: str | None
    birth_year: int | None
    postal_code: str | None
    commune: str | None
    occupation: str | None
    received_on: str | None
    channel: str | None


_ENTRY = f"""
SELECT p.id, p.household_id, h.reference, p.role, p.first_name, p.last_name, p.email, p.phone,
       p.birth_year, h.postal_code, h.commune, p.occupation,
       (SELECT max(s.received_on) FROM signup s WHERE s.person_id = p.id), h.channel
FROM person p JOIN household h ON h.id = p.household_id
WHERE {SHOWN}
"""


def entries(rows: Reader, people: list[int]) -> dict[int, Entry]:
    """These people, by number, those who are gone left out."""
    found = rows.among(f"{_ENTRY} AND p.id IN ({{keys}})", people)
    return {row[0]: Entry(*row) for row in found}


def everybody(rows: Reader) -> list[tuple[Any, ...]]:
    """Everybody who has a name: number, household, keys, e-mail, phone, year, place."""
    return rows.rows(
        "SELECT p.id, p.household_id, p.first_key, p.last_key, p.email_key, p.phone, "
        "p.birth_year, h.postal_code, h.commune "
        "FROM person p JOIN household h ON h.id = p.household_id "
        f"WHERE {SHOWN} AND (p.first_key <> '' OR p.last_key <> '') AND p.role <> :child "
        "ORDER BY p.id",
        child=Role.CHILD.value,
    )


def decided(rows: Reader) -> set[tuple[int, int]]:
    """The pairs of people of whom somebody decided, both ways round."""
    found = rows.rows(
        "SELECT person_id, other_id FROM identity_decision WHERE other_id IS NOT NULL"
    )
    return {pair for one, other in found for pair in ((one, other), (other, one))}


def rules(rows: Reader) -> dict[str, str]:
    """What is always answered, by pattern of agreement."""
    return dict(rows.rows("SELECT pattern, verdict FROM identity_rule"))
