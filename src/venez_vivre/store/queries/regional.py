"""Named reads of what a base hands over to its Region: households by their days, their adults."""

from __future__ import annotations

from typing import Any

from venez_vivre import NamedTuple
from venez_vivre.store.queries.keeping import APPROACHED
from venez_vivre.store.reader import Reader
from venez_vivre.vocabulary import REACHING_RESULTS, Role


class Days(NamedTuple):
    """What happened to a household: ISO days, None for not yet.

    `reached_on` is the first exchange, whenever the form came. `compared` is 0 where nobody may be
    recognised: an erased file, or one that a right holds back.
    """

    number: int
    territory: int
    registered_on: str | None
    reached_on: str | None
    settled_on: str | None
    adults: int
    children: int
    schooled: int
    compared: int


_REACHING = ", ".join(f"'{result}'" for result in REACHING_RESULTS)

_DAYS = f"""
SELECT h.id, coalesce(h.territory_id, 0), h.registered_on,
  coalesce(r.first_on, h.accompanied_on), h.settled_on,
  coalesce(s.adults, 0), coalesce(s.children, 0), coalesce(s.schooled, 0),
  CASE WHEN {APPROACHED} THEN 1 ELSE 0 END
FROM household h
LEFT JOIN (
  SELECT household_id, min(happened_on) AS first_on FROM contact
  WHERE result IN ({_REACHING}) GROUP BY household_id) r ON r.household_id = h.id
LEFT JOIN settlement s ON s.id = (
  SELECT min(i.id) FROM settlement i
  WHERE i.household_id = h.id AND i.settled_on = h.settled_on AND i.cancelled_on IS NULL)
ORDER BY h.id"""


def households(rows: Reader) -> list[Days]:
    """Every household, erased ones too: they count in figures."""
    return rows.into(Days, _DAYS)


def adults(rows: Reader) -> list[tuple[Any, ...]]:
    """Every adult who signed up or has a name: the day they are counted, then who they are.

    As `intake.people.Known` takes it: number, household, role, names, reference, e-mail, phone,
    birth year, postal code, newest form, commune.
    """
    return rows.rows(
        "SELECT p.registered_on, p.id, p.household_id, p.role, p.first_key, p.last_key, "
        "p.external_reference, p.email_key, p.phone, p.birth_year, h.postal_code, "
        "(SELECT max(s.received_on) FROM signup s WHERE s.person_id = p.id), h.commune "
        "FROM person p JOIN household h ON h.id = p.household_id "
        "WHERE p.role <> :child "
        "AND (p.registered_on IS NOT NULL OR p.first_key <> '' OR p.last_key <> '') ORDER BY p.id",
        child=Role.CHILD.value,
    )


def operations(rows: Reader) -> list[tuple[Any, ...]]:
    """What was done to the base, in order; none of it is ever rewritten."""
    return rows.rows(
        "SELECT id, happened_at, recorded_on, kind, agent, command FROM operation ORDER BY id"
    )


def mark(rows: Reader) -> str | None:
    """What tells this base from others, None for one that is older than marks."""
    found = rows.value("SELECT identity FROM base_mark ORDER BY id LIMIT 1")
    return None if found is None else str(found)
