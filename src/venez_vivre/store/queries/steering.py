"""Named reads of the funnel and of the reports, over the columns that `store.stages` derives."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Any

from venez_vivre import NamedTuple
from venez_vivre.store.reader import Reader
from venez_vivre.vocabulary import CaseStatus

Key = int | str
"""What a group has in common, as stored: a number of row, a code, a month; 0 or "" if unknown."""


class Place(NamedTuple):
    """A territory: its number in the base, its code, its name."""

    number: int
    code: str
    name: str
    active: int


class Scope(NamedTuple):
    """Which facts are counted, and how they are grouped.

    A flow counts the facts dated `start` to `end`. A cohort follows the households that signed up
    from `start` to `end`, and counts what they had reached by `until`. Days are included. Delays
    and targets are seen from `until`, which is never later than today.
    """

    start: date | None
    end: date
    until: date
    by: str = ""
    cohort: bool = False
    territory: Place | None = None


class Step(NamedTuple):
    """What one stage counts, in households and in people.

    `of_registered` and `of_accompanied` are the households of this stage whose sign-up, whose
    first exchange, is dated in the same period: the numerators of conversion rates.
    """

    households: int = 0
    people: int = 0
    adults: int = 0
    children: int = 0
    schooled: int = 0
    of_registered: int = 0
    of_accompanied: int = 0

    def __add__(self, other: Step) -> Step:  # type: ignore[override]
        """The two together."""
        return Step(
            self.households + other.households,
            self.people + other.people,
            self.adults + other.adults,
            self.children + other.children,
            self.schooled + other.schooled,
            self.of_registered + other.of_registered,
            self.of_accompanied + other.of_accompanied,
        )


class Spending(NamedTuple):
    """What one communication axis cost, in cents, and the audience it had."""

    axis: str
    cents: int
    views: int
    visits: int
    plays: int


class Goal(NamedTuple):
    """A target: an indicator, a number to reach, from a day (None: the beginning) to a deadline."""

    indicator: str
    value: int
    starts_on: date | None
    deadline: date


GROUPINGS = {
    "territoire": "coalesce(h.territory_id, 0)",
    "canal": "coalesce(h.channel, '')",
    "agent": "coalesce(h.officer_id, 0)",
    "mois": "substr({on}, 1, 7)",
    "departement_origine": "coalesce(h.origin_department, '')",
}
"""What `--par` takes, and what says the group; `{on}` is the date of the fact.

Grouping by an expression also keeps SQLite from walking a million households in the order of an
index that knows none of their dates.
"""

DAY = "jour"
"""The grouping by day, for the curves of reports."""

_REGISTERED = """
SELECT 'inscrits', {key}, count(*), 0, 0, 0, 0, 0, 0
FROM household h
WHERE h.registered_on{walked} BETWEEN :du AND :au{only}{grouped}"""

_REGISTERED_PEOPLE = """
SELECT 'inscrits', {key}, 0, count(*), 0, 0, 0, 0, 0
FROM {people}
WHERE {owned}p.registered_on BETWEEN :du AND :au{only}{grouped}"""

_ACCOMPANIED = """
SELECT 'accompagnes', {key}, count(*), 0, 0, 0, 0,
  {entered}, 0
FROM household h
WHERE h.accompanied_on BETWEEN :du AND :au{only}{grouped}"""

# Dated the later of two days: both are at most `au`, and one at least is in the period. SQLite
# follows the order of a CROSS JOIN: few households are accompanied, and they lead to their people.
_ACCOMPANIED_PEOPLE = """
SELECT 'accompagnes', {key}, 0, count(*), 0, 0, 0, 0, 0
FROM household h CROSS JOIN person p
WHERE p.household_id = h.id AND h.accompanied_on <= :au AND p.registered_on <= :au
  AND (h.accompanied_on >= :du OR p.registered_on >= :du){only}{grouped}"""

_SETTLED = """
SELECT CASE h.spontaneous WHEN 1 THEN 'spontanees' ELSE 'installes' END, {key},
  count(*), sum(s.adults + s.children), sum(s.adults), sum(s.children), sum(s.schooled),
  count(*) FILTER (WHERE h.registered_on >= :du), count(*) FILTER (WHERE h.accompanied_on >= :du)
FROM household h JOIN settlement s ON s.id = (
  SELECT min(i.id) FROM settlement i
  WHERE i.household_id = h.id AND i.settled_on = h.settled_on AND i.cancelled_on IS NULL)
WHERE h.settled_on BETWEEN :du AND :au{only}
GROUP BY 1, 2"""

LATER = (
    "CASE WHEN p.registered_on > h.accompanied_on THEN p.registered_on ELSE h.accompanied_on END"
)
"""The day on which somebody of an accompanied household counts: the later of the two."""

_BRANCHES = (
    (_REGISTERED, "h.registered_on"),
    (_REGISTERED_PEOPLE, "p.registered_on"),
    (_ACCOMPANIED, "h.accompanied_on"),
    (_ACCOMPANIED_PEOPLE, LATER),
    (_SETTLED, "h.settled_on"),
)
"""Each count, driven by the index of its own date, and the date it has in a flow."""

_OF_EVERYBODY = (_REGISTERED, _REGISTERED_PEOPLE)

_ENTERED = "count(*) FILTER (WHERE h.registered_on >= :du)"


def funnel(rows: Reader, scope: Scope) -> list[tuple[str, Key, Step]]:
    """Every stage of every group: (stage, key of the group, counts), in one statement."""
    only = _only(scope)
    grouping = "{on}" if scope.by == DAY else GROUPINGS.get(scope.by, "''")
    whole = scope.cohort or scope.start is None
    people, owned = _people(whole=whole, alone=not only and "h." not in grouping)
    placed = whole and scope.by == "territoire" and not only
    sql = "\nUNION ALL".join(
        branch.format(
            key=grouping.format(on="h.registered_on" if scope.cohort else on),
            only=only,
            grouped=_grouped(scope, alone=placed and branch in _OF_EVERYBODY),
            walked=" || ''" if placed else "",
            people=people,
            owned=owned,
            entered="count(*)" if whole else _ENTERED,
        )
        for branch, on in _BRANCHES
    )
    found = rows.rows(sql, **_window(scope))
    return [(stage, key, Step(*numbers)) for stage, key, *numbers in found]


def _grouped(scope: Scope, *, alone: bool) -> str:
    """What makes the groups: the number of the territory as the index of territories has it.

    Everybody is then met territory by territory and nothing is sorted; `|| ''` keeps the index of
    the funnel out (at 100,000: 48 ms of sorting, now 14; with the people 87 ms, now 64).
    """
    if not scope.by:
        return ""
    return "\nGROUP BY h.territory_id" if alone else "\nGROUP BY 2"


def _people(*, whole: bool, alone: bool) -> tuple[str, str]:
    """The tables of the registrants and what joins them, the one that leads being first.

    Everybody is met household by household; those of a period through the index of their dates.
    """
    if alone:
        return "person p", ""
    tables = ("household h", "person p") if whole else ("person p", "household h")
    return " CROSS JOIN ".join(tables), "h.id = p.household_id AND "


def _only(scope: Scope) -> str:
    parts = []
    if scope.territory is not None:
        parts.append("h.territory_id = :territory")
    if scope.cohort:
        parts.append("h.registered_on BETWEEN :first AND :last")
    return "".join(f" AND {part}" for part in parts)


def _window(scope: Scope) -> Mapping[str, object]:
    first, last = scope.start.isoformat() if scope.start else "", scope.end.isoformat()
    until = scope.until.isoformat()
    return {
        "du": "" if scope.cohort else first,
        "au": until if scope.cohort else last,
        "first": first,
        "last": last,
        "territory": scope.territory.number if scope.territory else None,
    }


# Whoever settled without us had gone by then, even if the file was closed months later.
class Way(NamedTuple):
    """`households` that went through the same days: ISO texts, None for not yet.

    `alone` is 1 for those settled before anybody had reached them; `closed_on` is that of a file
    given up.
    """

    registered_on: str
    accompanied_on: str | None
    settled_on: str | None
    alone: int
    closed_on: str | None
    households: int


# Two statements: the first reads its index alone, in its order; asking for the day of closing too
# would read every wide row of a million, and sort them.
_WAYS = """
SELECT h.registered_on, h.accompanied_on, h.settled_on, h.spontaneous, NULL, count(*)
FROM household h WHERE h.registered_on <= :until{only}
GROUP BY h.registered_on, h.accompanied_on, h.settled_on, h.spontaneous"""
# `|| ''` and the order of the groups keep the index of the funnel out: it would lead to each wide
# row of the million in the order of days (1.9 s; 0.1 s in the order of the table).
_GIVEN_UP = f"""
SELECT h.registered_on, h.accompanied_on, h.settled_on, h.spontaneous, h.closed_on, count(*)
FROM household h WHERE h.status = '{CaseStatus.CLOSED}' AND h.closed_on IS NOT NULL
  AND h.registered_on || '' <= :until{{only}}
GROUP BY 5, 1, 2, 3, 4"""


def ways(rows: Reader, scope: Scope) -> list[Way]:
    """The households signed up by the day a scope is seen from, and all that happened to them."""
    found: Counter[tuple[Any, ...]] = Counter()
    values = {"until": scope.until.isoformat(), "territory": _window(scope)["territory"]}
    for sql in (_WAYS, _GIVEN_UP):
        for *way, count in rows.rows(sql.format(only=_only(scope)), **values):
            if way[4] is not None:  # they were counted among those of whom less was asked
                found[(*way[:4], None)] -= count
            found[tuple(way)] += count
    return [Way._make((*way, count)) for way, count in found.items() if count]


def first_signup(rows: Reader) -> date | None:
    """The day of the very first sign-up."""
    found = rows.value("SELECT min(registered_on) FROM person")
    return date.fromisoformat(found) if found else None


def spending(rows: Reader, scope: Scope) -> list[Spending]:
    """Campaigns that started in the period, by communication axis, dearest first."""
    return rows.into(
        Spending,
        "SELECT axis, sum(spending_cents), sum(views), sum(visits), sum(plays) FROM campaign "
        "WHERE starts_on BETWEEN :du AND :au GROUP BY axis ORDER BY 2 DESC, axis",
        **_window(scope),
    )


def goals(rows: Reader) -> list[Goal]:
    """Every target, the nearest deadline first."""
    found = rows.rows("SELECT indicator, value, starts_on, deadline FROM target ORDER BY 4, id")
    return [
        Goal(code, value, date.fromisoformat(start) if start else None, date.fromisoformat(end))
        for code, value, start, end in found
    ]


def places(rows: Reader) -> list[Place]:
    """Every territory, by name."""
    return rows.into(Place, "SELECT id, code, name, active FROM territory ORDER BY name, id")


def place(rows: Reader, code: str) -> Place | None:
    """The territory of that code, in either case."""
    found = rows.into(
        Place,
        "SELECT id, code, name, active FROM territory WHERE upper(code) = upper(:code)",
        code=code.strip(),
    )
    return found[0] if found else None


def kind_of(rows: Reader, place: Place) -> str:
    """Which kind of collectivité a territory is: CC, CA, CU, METRO or DEPT."""
    return str(rows.value("SELECT kind FROM territory WHERE id = :number", number=place.number))


def officers(rows: Reader) -> dict[int, str]:
    """The name of each officer by number."""
    return dict(rows.rows("SELECT id, name FROM officer"))
