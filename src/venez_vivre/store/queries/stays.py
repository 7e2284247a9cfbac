"""Named reads of what became of accompanied households, with a visit or without."""

from __future__ import annotations

from datetime import date

from venez_vivre import NamedTuple
from venez_vivre.store.reader import Reader
from venez_vivre.vocabulary import ContactChannel, GuestState, Result


class Outcome(NamedTuple):
    """Accompanied households alike: first visit, settlement, how many they and their people are.

    `people` are the registrants, `settled_people` those of the settlements.
    """

    visited_on: str | None
    settled_on: str | None
    households: int
    people: int
    settled_people: int


_OUTCOMES = f"""
SELECT
  (SELECT min(v.visited_on) FROM (
    SELECT c.happened_on AS visited_on FROM contact c WHERE c.household_id = h.id
      AND c.channel = '{ContactChannel.VISIT}' AND c.result = '{Result.HELD}'
    UNION ALL
    SELECT g.came_on FROM visit_guest g
    WHERE g.household_id = h.id AND g.state = '{GuestState.CAME}') v WHERE v.visited_on <= :day),
  s.settled_on, count(*),
  sum((SELECT count(*) FROM person p WHERE p.household_id = h.id AND p.registered_on <= :day)),
  coalesce(sum(s.adults + s.children), 0)
FROM household h LEFT JOIN settlement s ON s.id = (
  SELECT min(i.id) FROM settlement i WHERE i.household_id = h.id AND i.cancelled_on IS NULL
    AND i.settled_on = h.settled_on AND h.spontaneous = 0 AND h.settled_on <= :day)
WHERE h.accompanied_on BETWEEN :since AND :until{{only}}
GROUP BY 1, 2
"""


def outcomes(
    rows: Reader, day: date, since: date | None, until: date, territory: int | None
) -> list[Outcome]:
    """The households first met from `since` to `until`, by what is known of them on a day.

    A spontaneous settlement is none here, as in the funnel.
    """
    only = "" if territory is None else " AND coalesce(h.territory_id, 0) = :territory"
    return rows.into(
        Outcome,
        _OUTCOMES.format(only=only),
        day=day.isoformat(),
        since=since.isoformat() if since else "",
        until=until.isoformat(),
        territory=territory,
    )
