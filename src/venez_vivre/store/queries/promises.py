"""Named reads of what an officer promised: to her households, and in her name to others."""

from __future__ import annotations

from venez_vivre import NamedTuple
from venez_vivre.store.queries.gaps import ACTIVE, OPEN_FOLLOW_UP, registrant
from venez_vivre.store.queries.handover import EXPECTED, RUNNING
from venez_vivre.store.queries.keeping import WRITABLE
from venez_vivre.store.queries.visits import GUESTS, STANDS
from venez_vivre.store.reader import Reader
from venez_vivre.vocabulary import CaseStatus, GuestState


class Who(NamedTuple):
    """The household of a promise, and in whose charge it is."""

    household: int
    reference: str
    first: str | None
    last: str | None
    phone: str | None
    owner: int | None


_WHO = "h.id, h.reference, r.first_name, r.last_name, r.phone, h.officer_id"
_REGISTRANT = f"LEFT JOIN person r ON r.id = ({registrant('h.id')})"
_WIDTH = len(Who._fields)


class Due(NamedTuple):
    """An open follow-up; `officer` is in whose name it is."""

    who: Who
    number: int
    due_on: str
    due_at: str | None
    kind: str
    action: str
    place: str | None
    officer: str | None


_FOLLOW_UPS = f"""
SELECT {_WHO}, d.id, d.due_on, d.due_at, d.kind, d.action, d.place, o.name
FROM follow_up d JOIN household h ON h.id = d.household_id
LEFT JOIN officer o ON o.id = d.officer_id {_REGISTRANT}
WHERE {OPEN_FOLLOW_UP} AND h.registered_on <= :day AND {WRITABLE}
  AND (h.officer_id = :officer OR d.officer_id = :officer)
ORDER BY d.due_on, d.due_at, d.id
"""


def follow_ups(rows: Reader, officer: int, day: str) -> list[Due]:
    """What is due for the households of an officer, or in her name for those of others."""
    found = rows.rows(_FOLLOW_UPS, officer=officer, day=day)
    return [Due(Who(*row[:_WIDTH]), *row[_WIDTH:]) for row in found]


class Running(NamedTuple):
    """An introduction that is not over; `what` is an offer's title or a person's name."""

    who: Who
    number: int
    introduced_on: str
    answered_on: str | None
    reference: str | None
    what: str | None


_INTRODUCTIONS = f"""
SELECT {_WHO}, i.id, i.introduced_on, CASE WHEN i.answered_on <= :day THEN i.answered_on END,
  coalesce(f.reference, s.reference), coalesce(f.title, s.name)
FROM introduction i JOIN household h ON h.id = i.household_id {_REGISTRANT}
LEFT JOIN offer f ON f.id = i.offer_id LEFT JOIN resource_person s ON s.id = i.resource_id
WHERE (h.officer_id = :officer OR i.officer_id = :officer) AND h.registered_on <= :day
  AND {WRITABLE} AND {RUNNING}
ORDER BY i.introduced_on, i.id
"""


def introductions(rows: Reader, officer: int, day: str) -> list[Running]:
    """The introductions of an officer's households, and those she made for others, not over."""
    found = rows.rows(_INTRODUCTIONS, officer=officer, day=day)
    return [Running(Who(*row[:_WIDTH]), *row[_WIDTH:]) for row in found]


class Guest(NamedTuple):
    """A household that is expected at a visit, or came and was not called since."""

    who: Who
    number: int
    state: str
    visit: int
    reference: str
    title: str
    starts_on: str
    ends_on: str


_OPEN = f"({ACTIVE} OR h.status = '{CaseStatus.DORMANT}')"
_TO_CALL = f"""
g.state = '{GuestState.CAME}' AND g.debriefed_on IS NULL AND {STANDS}
AND (h.closed_on IS NULL OR h.closed_on > :day) AND (h.settled_on IS NULL OR h.settled_on > :day)
"""
_GUESTS = f"""
{GUESTS}
SELECT {_WHO}, g.id, g.state, w.id, w.reference, w.title, w.starts_on, w.ends_on
FROM guest g JOIN visit w ON w.id = g.visit_id JOIN household h ON h.id = g.household_id
{_REGISTRANT}
WHERE h.registered_on <= :day AND {WRITABLE}
  AND ({EXPECTED} AND h.officer_id = :officer AND (w.ends_on >= :day OR {_OPEN})
       OR {_TO_CALL} AND coalesce(h.officer_id, w.officer_id) = :officer)
ORDER BY w.starts_on, g.id
"""


def guests(rows: Reader, officer: int, day: str) -> list[Guest]:
    """The guests of visits whose coming, presence or debrief is an officer's to see to.

    They are those of her households, and who came to a visit she leads and is followed by nobody.
    """
    found = rows.rows(_GUESTS, officer=officer, day=day)
    return [Guest(Who(*row[:_WIDTH]), *row[_WIDTH:]) for row in found]


_NAMED = f"SELECT {_WHO} FROM household h {_REGISTRANT} WHERE h.id IN ({{keys}})"


def named(rows: Reader, households: list[int]) -> dict[int, Who]:
    """Who these households are, by number."""
    return {row[0]: Who(*row) for row in rows.among(_NAMED, households)}


# --- what changes hands with the files ------------------------------------------------------


class Owned(NamedTuple):
    """An open follow-up, its household, and in whose name it is."""

    number: int
    household: int
    officer: int | None


def open_follow_ups(rows: Reader, households: list[int]) -> list[Owned]:
    """The follow-ups of these households that nobody has done yet."""
    sql = (
        "SELECT id, household_id, officer_id FROM follow_up "
        "WHERE done_on IS NULL AND household_id IN ({keys}) ORDER BY id"
    )
    return [Owned(*row) for row in rows.among(sql, households)]


def own_follow_ups(rows: Reader, officer: int) -> list[int]:
    """The follow-ups in the name of an officer that nobody has done yet, whose ever the file is."""
    sql = (
        "SELECT d.id FROM follow_up d JOIN household h ON h.id = d.household_id "
        f"WHERE d.done_on IS NULL AND d.officer_id = :officer AND {WRITABLE} ORDER BY d.id"
    )
    return [number for (number,) in rows.rows(sql, officer=officer)]
