"""Named reads of the rights of people: what waits for an answer, who was given their data."""

from __future__ import annotations

from venez_vivre import NamedTuple
from venez_vivre.store.reader import Reader


class Partner(NamedTuple):
    """An offerer or a contact person to whom a household was introduced, and how to reach them.

    `reference` is that of the offer or of the person, `introduced_on` the last time.
    """

    reference: str
    name: str
    reach: str | None
    introduced_on: str


_PARTNERS = """
SELECT coalesce(f.reference, s.reference, '?'),
  coalesce(f.structure, f.title, s.name, '?'),
  CASE WHEN f.id IS NOT NULL THEN f.contact ELSE coalesce(s.email, s.phone) END,
  max(i.introduced_on)
FROM introduction i LEFT JOIN offer f ON f.id = i.offer_id
LEFT JOIN resource_person s ON s.id = i.resource_id
WHERE i.household_id = :household GROUP BY 1, 2, 3 ORDER BY 4 DESC, 1
"""


def partners(rows: Reader, household: int) -> list[Partner]:
    """Who was given the data of a household by an introduction, the latest first."""
    return rows.into(Partner, _PARTNERS, household=household)


def waiting_request(rows: Reader, household: int, kind: str) -> int | None:
    """The number of the oldest request of that kind that nobody answered yet."""
    sql = (
        "SELECT min(id) FROM privacy_request WHERE household_id = :household AND kind = :kind "
        "AND answered_on IS NULL"
    )
    number = rows.value(sql, household=household, kind=kind)
    return None if number is None else int(number)
