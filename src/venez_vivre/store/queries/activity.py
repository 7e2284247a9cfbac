"""Named reads of what was done in a period: calls, exchanges, introductions, visits, drop-outs."""

from __future__ import annotations

from datetime import date

from venez_vivre import NamedTuple
from venez_vivre.store.reader import Reader
from venez_vivre.vocabulary import REACHING_RESULTS, CaseStatus, GuestState


class Days(NamedTuple):
    """Days `first` to `last`, both included, of a territory (its number) or of all of them."""

    first: str
    last: str
    territory: int | None = None


class Done(NamedTuple):
    """How many times something was done, for how many households and people."""

    times: int
    households: int
    people: int


_REGISTRANTS = (
    "(SELECT count(*) FROM person p WHERE p.household_id = h.id AND p.registered_on <= :last)"
)
"""Those of a household who had signed up by the last day."""
OURS = "(:territory IS NULL OR h.territory_id = :territory)"
"""Whether a household is of the territory that is asked for; always, when none is."""
_REACHING = ", ".join(f"'{result}'" for result in REACHING_RESULTS)


def _summed(facts: str, people: str = _REGISTRANTS) -> str:
    """Times, households and their people, from a query of (household number, times)."""
    return (
        f"SELECT coalesce(sum(f.times), 0), count(*), coalesce(sum({people}), 0) "
        f"FROM ({facts}) f JOIN household h ON h.id = f.number WHERE {OURS}"
    )


def _of(table: str, day: str, more: str = "") -> str:
    return (
        f"SELECT t.household_id AS number, count(*) AS times FROM {table} t "
        f"WHERE t.{day} BETWEEN :first AND :last{more} GROUP BY 1"
    )


def _people_once(facts: str, people: str) -> str:
    """The same where each fact has its own people: those of a household count once, at the most."""
    return f"""
SELECT coalesce(sum(f.times), 0), count(*), coalesce(sum(f.people), 0)
FROM (SELECT count(*) AS times, max({people}) AS people FROM {facts} AND {OURS} GROUP BY h.id) f"""


_GUESTS = _people_once(
    "visit_guest g JOIN household h ON h.id = g.household_id "
    f"WHERE g.state = '{GuestState.CAME}' AND g.came_on BETWEEN :first AND :last",
    f"coalesce(g.people, {_REGISTRANTS})",
)
_LEFT = _people_once(
    "settlement s JOIN household h ON h.id = s.household_id "
    "WHERE s.left_on BETWEEN :first AND :last AND s.cancelled_on IS NULL",
    "s.adults + s.children",
)

ACTS = {
    "echanges": _summed(_of("contact", "happened_on")),
    "joints": _summed(_of("contact", "happened_on", f" AND t.result IN ({_REACHING})")),
    "mises_en_relation": _summed(_of("introduction", "introduced_on")),
    "visites": _GUESTS,
    "departs": _LEFT,
}
"""What each act reads: how many, for how many households, and their people."""


def done(rows: Reader, act: str, days: Days) -> Done:
    """How often something was done in those days."""
    return Done(*(rows.row(ACTS[act], **days._asdict()) or (0, 0, 0)))


class Dropped(NamedTuple):
    """Households that gave up, or put their project off (`status`), for one reason."""

    status: str
    reason: str
    households: int
    people: int


def dropped(rows: Reader, days: Days) -> list[Dropped]:
    """Households closed in those days and still closed, by reason; the commonest first."""
    return rows.into(
        Dropped,
        f"SELECT h.status, coalesce(h.close_reason, ''), count(*), sum({_REGISTRANTS}) "
        f"FROM household h WHERE h.closed_on BETWEEN :first AND :last "
        f"AND h.status <> '{CaseStatus.ACTIVE}' AND {OURS} GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2",
        **days._asdict(),
    )


class Awaited(NamedTuple):
    """Households signed up on a day and first called on another, None for not yet."""

    registered_on: date
    called_on: date | None
    households: int
    people: int


def first_calls(rows: Reader, days: Days) -> list[Awaited]:
    """Households signed up in those days, by the day of our first exchange or attempt with them."""
    found = rows.rows(
        "SELECT h.registered_on, (SELECT min(c.happened_on) FROM contact c "
        f"WHERE c.household_id = h.id) AS called_on, count(*), sum({_REGISTRANTS}) "
        "FROM household h WHERE h.registered_on BETWEEN :first AND :last "
        f"AND {OURS} GROUP BY 1, 2",
        **days._asdict(),
    )
    return [
        Awaited(date.fromisoformat(came), date.fromisoformat(called) if called else None, n, people)
        for came, called, n, people in found
    ]


def exchanges_by_day(rows: Reader, days: Days) -> list[tuple[str, int]]:
    """How many exchanges each day."""
    return rows.rows(
        "SELECT c.happened_on, count(*) FROM contact c JOIN household h ON h.id = c.household_id "
        f"WHERE c.happened_on BETWEEN :first AND :last AND {OURS} GROUP BY 1",
        **days._asdict(),
    )
