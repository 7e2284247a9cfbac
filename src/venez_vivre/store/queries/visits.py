"""Named reads of visits, of their guests, and of what came after."""

from __future__ import annotations

from datetime import date, timedelta

from venez_vivre import NamedTuple
from venez_vivre.store.queries.keeping import APPROACHED, OF_SOMEBODY, SHOWN
from venez_vivre.store.reader import Reader
from venez_vivre.vocabulary import (
    REACHING_RESULTS,
    ContactChannel,
    GuestState,
    Result,
    Role,
    VisitKind,
)

ALONE = 1
"""How many households a stay takes when nobody says."""


class Known(NamedTuple):
    """A visit that answers to a name."""

    number: int
    reference: str
    title: str
    starts_on: str
    ends_on: str


def known(rows: Reader) -> list[Known]:
    """Every visit, the newest first, but for the stays of erased households."""
    sql = (
        "SELECT w.id, w.reference, w.title, w.starts_on, w.ends_on FROM visit w "
        f"WHERE {OF_SOMEBODY} ORDER BY w.starts_on DESC, w.id"
    )
    return rows.into(Known, sql)


def territory_of(rows: Reader, code_insee: str) -> int | None:
    """The territory that a commune belongs to."""
    sql = "SELECT territory_id FROM territory_commune WHERE code_insee = :code"
    number = rows.value(sql, code=code_insee)
    return None if number is None else int(number)


# What is stored says how things stand today. On a past day a guest is what was known then: an
# answer counts from its day, coming from the day of the visit. Only the last answer is kept, so
# who came or missed is taken to have confirmed since the day of that answer.
_STATE = f"""
CASE
  WHEN g.state = '{GuestState.CAME}' AND g.came_on <= :day THEN g.state
  WHEN g.state = '{GuestState.MISSED}' AND coalesce(c.happened_on, :day) <= :day THEN g.state
  WHEN g.answered_on > :day OR g.answered_on IS NULL THEN '{GuestState.INVITED}'
  WHEN g.state IN ('{GuestState.CAME}', '{GuestState.MISSED}') THEN '{GuestState.CONFIRMED}'
  ELSE g.state END
"""

GUESTS = f"""
WITH guest AS (
  SELECT g.id, g.visit_id, g.household_id, g.people, {_STATE} AS state, g.invited_on,
    CASE WHEN g.answered_on <= :day THEN g.answered_on END AS answered_on,
    CASE WHEN g.came_on <= :day THEN g.came_on END AS came_on,
    CASE WHEN g.debriefed_on <= :day THEN g.debriefed_on END AS debriefed_on,
    g.satisfaction, g.feedback
  FROM visit_guest g LEFT JOIN contact c ON c.id = g.contact_id WHERE g.invited_on <= :day
)
"""
"""What a read begins with to name `guest` the guests of visits as of `:day`."""

TAKING = (GuestState.INVITED, GuestState.CONFIRMED, GuestState.CAME)
"""The states of a guest that hold a place: who declined or did not come frees theirs."""

_TAKING = ", ".join(f"'{state}'" for state in TAKING)


class Visit(NamedTuple):
    """A visit as of a day, with how many households are in each state.

    `people` sums the guests who hold a place and whose number is known, None when none is.
    """

    number: int
    reference: str
    title: str
    kind: str
    starts_on: str
    ends_on: str
    commune: str | None
    code_insee: str | None
    territory: str | None
    officer: str | None
    capacity: int | None
    note: str | None
    cancelled_on: str | None
    invited: int
    confirmed: int
    declined: int
    came: int
    missed: int
    debriefed: int
    people: int | None

    @property
    def taken(self) -> int:
        """How many households hold a place."""
        return self.invited + self.confirmed + self.came

    @property
    def left(self) -> int | None:
        """How many places are free, None when nobody said how many there are."""
        return None if self.capacity is None else max(self.capacity - self.taken, 0)


class Filter(NamedTuple):
    """What a list of visits is kept to; None keeps everything.

    `coming` and `past` are the day from which, and before which, a visit that stands ends.
    """

    number: int | None = None
    coming: str | None = None
    past: str | None = None
    territory: int | None = None
    officer: int | None = None


STANDS = "(w.cancelled_on IS NULL OR w.cancelled_on > :day)"
CONDITIONS = {
    "number": "w.id = :number",
    "coming": f"w.ends_on >= :coming AND {STANDS}",
    "past": f"w.ends_on < :past AND {STANDS}",
    "territory": "coalesce(w.territory_id, 0) = :territory",
    "officer": "coalesce(w.officer_id, 0) = :officer",
}


def _count(state: GuestState) -> str:
    return f"count(g.id) FILTER (WHERE g.state = '{state}')"


_LIST = f"""
{GUESTS}
SELECT w.id, w.reference, w.title, w.kind, w.starts_on, w.ends_on, w.commune, w.code_insee, t.name,
  o.name, coalesce(w.capacity, CASE w.kind WHEN '{VisitKind.STAY}' THEN {ALONE} END), w.note,
  CASE WHEN w.cancelled_on <= :day THEN w.cancelled_on END,
  {_count(GuestState.INVITED)}, {_count(GuestState.CONFIRMED)}, {_count(GuestState.DECLINED)},
  {_count(GuestState.CAME)}, {_count(GuestState.MISSED)},
  count(g.debriefed_on) FILTER (WHERE g.state = '{GuestState.CAME}'),
  sum(g.people) FILTER (WHERE g.state IN ({_TAKING}))
FROM visit w LEFT JOIN guest g ON g.visit_id = w.id
LEFT JOIN territory t ON t.id = w.territory_id
LEFT JOIN officer o ON o.id = w.officer_id
WHERE {{conditions}} GROUP BY w.id, t.name, o.name ORDER BY {{order}}
"""


def listed(rows: Reader, day: date, kept: Filter) -> list[Visit]:
    """The visits of a filter as of a day: what comes in its order, else the newest first.

    The stays of erased households are left out, unless the filter names the visit.
    """
    values = {name: value for name, value in kept._asdict().items() if value is not None}
    shown = "1 = 1" if kept.number is not None else OF_SOMEBODY
    conditions = " AND ".join([shown, *(CONDITIONS[name] for name in values)])
    order = "w.starts_on, w.id" if kept.coming else "w.starts_on DESC, w.id DESC"
    sql = _LIST.format(conditions=conditions, order=order)
    return rows.into(Visit, sql, **values, day=day.isoformat())


def one(rows: Reader, number: int, day: date) -> Visit:
    """The visit of that number as of a day."""
    (visit,) = listed(rows, day, Filter(number))
    return visit


class Guest(NamedTuple):
    """A household invited to a visit, as of a day."""

    household: int
    reference: str
    first: str | None
    last: str | None
    phone: str | None
    officer: str | None
    state: str
    people: int | None
    invited_on: str
    answered_on: str | None
    came_on: str | None
    debriefed_on: str | None
    satisfaction: int | None
    feedback: str | None


_ONE_VISIT = f"""
{GUESTS}
SELECT h.id, h.reference, r.first_name, r.last_name, r.phone, o.name, g.state, g.people,
  g.invited_on, g.answered_on, g.came_on, g.debriefed_on,
  CASE WHEN g.debriefed_on IS NOT NULL THEN g.satisfaction END,
  CASE WHEN g.debriefed_on IS NOT NULL THEN g.feedback END
FROM guest g JOIN household h ON h.id = g.household_id
LEFT JOIN officer o ON o.id = h.officer_id
LEFT JOIN person r ON r.id = (
  SELECT min(p.id) FROM person p WHERE p.household_id = h.id AND p.role = '{Role.REGISTRANT}')
WHERE g.visit_id = :number AND {SHOWN}
ORDER BY CASE g.state WHEN '{GuestState.CAME}' THEN 1 WHEN '{GuestState.CONFIRMED}' THEN 2
  WHEN '{GuestState.INVITED}' THEN 3 WHEN '{GuestState.MISSED}' THEN 4 ELSE 5 END,
  r.last_key, r.first_key, h.id
"""


def guests(rows: Reader, number: int, day: date) -> list[Guest]:
    """The guests of a visit as of a day: who came, who is expected, then the others, by name."""
    return rows.into(Guest, _ONE_VISIT, number=number, day=day.isoformat())


class Awaiting(NamedTuple):
    """A household that came and was not called since; without a reference, no visit is known.

    `ended_on` is the last day of the visit, or the day of the exchange that was noted alone.
    """

    household: int
    reference: str
    first: str | None
    last: str | None
    visit: str | None
    title: str | None
    ended_on: str
    officer: str | None
    phone: str | None


_FOLLOWED = f"""
JOIN household h ON h.id = {{household}}
LEFT JOIN officer o ON o.id = coalesce(h.officer_id, {{officer}})
LEFT JOIN person r ON r.id = (
  SELECT min(p.id) FROM person p WHERE p.household_id = h.id AND p.role = '{Role.REGISTRANT}')
WHERE {APPROACHED} AND (h.closed_on IS NULL OR h.closed_on > :day)
  AND (h.settled_on IS NULL OR h.settled_on > :day)
  AND (:officer IS NULL OR coalesce(h.officer_id, {{officer}}, 0) = :officer)
"""

_AWAITING = f"""
SELECT h.id, h.reference, r.first_name, r.last_name, w.reference, w.title, w.ends_on, o.name,
  r.phone
FROM visit_guest g JOIN visit w ON w.id = g.visit_id
{_FOLLOWED.format(household="g.household_id", officer="w.officer_id")}
  AND g.state = '{GuestState.CAME}' AND g.came_on <= :day AND w.ends_on <= :limit
  AND (g.debriefed_on IS NULL OR g.debriefed_on > :day) AND {STANDS}
UNION ALL
SELECT h.id, h.reference, r.first_name, r.last_name, NULL, NULL, c.happened_on, o.name, r.phone
FROM contact c
{_FOLLOWED.format(household="c.household_id", officer="c.officer_id")}
  AND c.channel = '{ContactChannel.VISIT}' AND c.result = '{Result.HELD}'
  AND c.happened_on <= :limit
  AND NOT EXISTS (SELECT 1 FROM visit_guest g WHERE g.contact_id = c.id)
  AND NOT EXISTS (
    SELECT 1 FROM contact n WHERE n.household_id = c.household_id AND n.happened_on <= :day
      AND n.result IN ({", ".join(f"'{result}'" for result in REACHING_RESULTS)})
      AND (n.happened_on > c.happened_on OR (n.happened_on = c.happened_on AND n.id > c.id)))
ORDER BY 7, 2
"""


def awaiting_debrief(
    rows: Reader, day: date, delay: int, officer: int | None = None
) -> list[Awaiting]:
    """The households to call after a visit, as of a day, the longest waiting first.

    A guest who came waits from `delay` days after the last day until the debrief is noted. A visit
    that was only noted as an exchange waits as long, until a later exchange that reached somebody.
    Files closed or asleep and settled households are left out. `officer` keeps those of one, 0 of
    nobody.
    """
    limit = (day - timedelta(days=delay)).isoformat()
    return rows.into(Awaiting, _AWAITING, day=day.isoformat(), limit=limit, officer=officer)
