"""Named reads of what stands on a day: blocked households, needs without an offer, what is due."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from venez_vivre import NamedTuple
from venez_vivre.store.queries.activity import OURS
from venez_vivre.store.queries.keeping import STANDS
from venez_vivre.store.reader import Reader
from venez_vivre.vocabulary import CaseStatus, Employment, OfferKind, Role


class At(NamedTuple):
    """A day, and a territory (its number) or all of them."""

    day: str
    territory: int | None = None


class Stock(NamedTuple):
    """How many of one kind: its code, households and people (registrants)."""

    code: str
    households: int
    people: int


_FOLLOWED = f"""
h.accompanied_on <= :day AND (h.settled_on IS NULL OR h.settled_on > :day)
AND (h.status = '{CaseStatus.ACTIVE}' OR h.closed_on > :day) AND {STANDS} AND {OURS}"""
"""Accompanied, not settled, not closed on that day, nor erased before it: an index knows it all."""

# What the people of a household say, in one text: a column each would read them five times.
_PEOPLE = f"""coalesce((SELECT coalesce(sum(p.registered_on <= :day), 0)
  || '|' || max(CASE WHEN p.role = '{Role.REGISTRANT}' AND p.occupation IS NOT NULL
    THEN 1 ELSE 0 END)
  || '|' || max(CASE WHEN p.phone IS NOT NULL THEN 1 ELSE 0 END)
  || '|' || max(CASE WHEN p.role = '{Role.CHILD}'
    AND p.birth_year >= CAST(substr(:day, 1, 4) AS INTEGER) - 3 THEN 1 ELSE 0 END)
  || '|' || coalesce(group_concat(DISTINCT CASE WHEN coalesce(p.employment, '') NOT IN
    ('{Employment.RETIRED}', '{Employment.STUDENT}') THEN substr(p.rome_code, 1, 3) END), '')
  FROM person p WHERE p.household_id = h.id), '0|0|0|0|')"""

# In the order of the table, where neighbours lie together; `+ 0` keeps SQLite from walking it whole
# for that order (at 1,000,000 households, 90,000 of them followed: 280 ms, and 80 by the index).
_ALIKE = f"""
WITH kept AS MATERIALIZED (SELECT h.id FROM household h WHERE {_FOLLOWED} ORDER BY h.id + 0)
SELECT count(*), {_PEOPLE}, h.blockers,
  NOT EXISTS (SELECT 1 FROM contact c WHERE c.household_id = h.id
    AND c.happened_on > :since AND c.happened_on <= :day),
  h.officer_id IS NULL, h.horizon IS NULL AND h.wished_on IS NULL,
  NOT EXISTS (SELECT 1 FROM follow_up u WHERE u.household_id = h.id
    AND (u.planned_on IS NULL OR u.planned_on <= :day) AND (u.done_on IS NULL OR u.done_on > :day)),
  h.territory_id, h.housing, h.rooms_min, h.rent_max, h.purchase_budget, h.children > 0
FROM kept k CROSS JOIN household h ON h.id = k.id GROUP BY {", ".join(map(str, range(2, 14)))}"""


class Alike(NamedTuple):
    """Followed households of which reports say the same: how many, and their people in all.

    `silent`: without an exchange for long. `lacks` is what their files should say and do not. The
    rest is what they look for; `domains` are those of their adults' occupations, `infants` says
    whether a child of three or less is known.
    """

    households: int
    people: int
    blockers: tuple[str, ...]
    silent: bool
    lacks: frozenset[str]
    territory: int | None
    domains: tuple[str, ...]
    housing: str | None
    rooms: int | None
    rent: int | None
    budget: int | None
    children: bool
    infants: bool


GAPS = (
    "sans_territoire",
    "sans_agent",
    "sans_metier",
    "sans_telephone",
    "sans_horizon",
    "sans_prochaine_action",
)
"""What the file of a followed household should say and does not."""


def followed(rows: Reader, at: At, since: str) -> list[Alike]:
    """Households that are being accompanied on that day; silent: since that other day.

    One walk for all that a report says of them: eight walks read the same households and their
    people eight times (at 100,000, 8,500 of them followed: 390 ms, now 90).
    """
    return [_alike(*row) for row in rows.rows(_ALIKE, **at._asdict(), since=since)]


def _alike(households: int, said: str, blockers: str, silent: int, *rest: Any) -> Alike:
    people, occupied, called, infants, domains = said.split("|")
    unowned, undated, unplanned, territory, housing, rooms, rent, budget, children = rest
    missing = (
        territory is None,
        unowned,
        occupied == "0",
        called == "0",
        undated,
        unplanned,
    )
    return Alike(
        households,
        households * int(people),
        tuple(dict.fromkeys(blockers.split("|"))) if blockers else (),
        bool(silent),
        frozenset(gap for gap, lacks in zip(GAPS, missing, strict=True) if lacks),
        territory,
        tuple(domains.split(",")) if domains else (),
        housing,
        rooms,
        rent,
        budget,
        bool(children),
        infants == "1",
    )


def summed(code: str, found: Iterable[Alike]) -> Stock:
    """How many they are."""
    counts = [(one.households, one.people) for one in found]
    return Stock(code, sum(one for one, _ in counts), sum(people for _, people in counts))


def blocked(found: Iterable[Alike]) -> list[Stock]:
    """Followed households by blocker; one with several counts in each. `` is all of them, once."""
    held = [one for one in found if one.blockers]
    codes = {"": None} | dict.fromkeys(code for one in held for code in one.blockers)
    stocks = [summed(code, (o for o in held if not code or code in o.blockers)) for code in codes]
    return sorted(stocks, key=lambda one: (-one.households, one.code)) if held else []


_OPEN = """
(f.closed_on IS NULL OR f.closed_on > :day) AND (f.expires_on IS NULL OR f.expires_on >= :day)
AND (f.published_on IS NULL OR f.published_on <= :day)"""


class Open(NamedTuple):
    """An open offer as far as needs go: of which territory (None: not known), of what."""

    territory: int | None
    kind: str
    domain: str | None
    transaction: str | None
    rooms: int | None
    rent: int | None
    price: int | None


def open_offers(rows: Reader, day: str) -> list[Open]:
    """The offers open on that day that may meet a need, those that are alike once."""
    return rows.into(
        Open,
        f"""
SELECT DISTINCT c.territory_id, f.kind,
  CASE WHEN f.kind = '{OfferKind.JOB}' THEN substr(f.rome_code, 1, 3) END,
  CASE WHEN f.kind = '{OfferKind.HOME}' THEN f."transaction" END,
  CASE WHEN f.kind = '{OfferKind.HOME}' THEN f.rooms END,
  CASE WHEN f.kind = '{OfferKind.HOME}' THEN f.rent END,
  CASE WHEN f.kind = '{OfferKind.HOME}' THEN f.price END
FROM offer f LEFT JOIN territory_commune c ON c.code_insee = f.code_insee
WHERE f.kind IN ('{OfferKind.JOB}', '{OfferKind.HOME}', '{OfferKind.SCHOOL}',
  '{OfferKind.CHILDCARE}') AND {_OPEN}""",
        day=day,
    )


def waiting_lines(rows: Reader, day: str) -> int:
    """Lines of sign-ups received by that day that nobody had said by then whom they are about."""
    return int(
        rows.value(
            "SELECT count(*) FROM set_aside WHERE received_on <= :day "
            "AND (settled_on IS NULL OR settled_on > :day)",
            day=day,
        )
    )


def due(rows: Reader, at: At, last: str) -> list[tuple[str, int]]:
    """Open follow-ups due after that day up to another: the kind and the household of each.

    `retard`: due on that day or before.
    """
    return rows.rows(
        f"""
SELECT CASE WHEN u.due_on <= :day THEN 'retard' ELSE u.kind END, h.id
FROM follow_up u JOIN household h ON h.id = u.household_id
WHERE u.due_on <= :last AND (u.planned_on IS NULL OR u.planned_on <= :day)
  AND (u.done_on IS NULL OR u.done_on > :day)
  AND (h.status = '{CaseStatus.ACTIVE}' OR h.closed_on > :day) AND {STANDS} AND {OURS}""",
        **at._asdict(),
        last=last,
    )


def people(rows: Reader, at: At, households: Collection[int]) -> int:
    """How many of these households had signed up by that day, in people."""
    sql = (
        "SELECT count(*) FROM person WHERE household_id IN ({keys}) "
        f"AND registered_on <= '{at.day}'"
    )
    return sum(count for (count,) in rows.among(sql, sorted(households)))


class Arrived(NamedTuple):
    """A household (its number) that settled, and the months whose call was made."""

    household: int
    settled_on: str
    calls: str


def arrivals(rows: Reader, at: At) -> list[Arrived]:
    """Households settled by that day that have not left, with the calls already made."""
    return rows.into(
        Arrived,
        f"""
SELECT h.id, s.settled_on, coalesce((SELECT group_concat(k.month) FROM settlement_check k
  WHERE k.settlement_id = s.id AND k.checked_on <= :day), '')
FROM settlement s JOIN household h ON h.id = s.household_id
WHERE s.settled_on <= :day AND s.cancelled_on IS NULL
  AND (s.left_on IS NULL OR s.left_on > :day) AND {STANDS} AND {OURS}""",
        **at._asdict(),
    )


def visits(rows: Reader, at: At, last: str) -> list[tuple[int, int | None]]:
    """Visits that begin after that day up to another, and each household expected there."""
    return rows.rows(
        """
SELECT v.id, g.household_id FROM visit v
LEFT JOIN visit_guest g ON g.visit_id = v.id AND g.state IN ('invite', 'confirme')
  AND g.household_id NOT IN (
    SELECT gone.id FROM household gone WHERE gone.erased_on < :day)
WHERE v.starts_on > :day AND v.starts_on <= :last AND v.cancelled_on IS NULL
  AND (:territory IS NULL OR v.territory_id = :territory)""",
        **at._asdict(),
        last=last,
    )


def waking(rows: Reader, at: At, last: str) -> list[int]:
    """Households asleep on that day that wake up after it up to another."""
    found = rows.rows(
        f"SELECT h.id FROM household h WHERE h.status = '{CaseStatus.DORMANT}' "
        "AND (h.closed_on IS NULL OR h.closed_on <= :day) "
        f"AND h.wake_up_on > :day AND h.wake_up_on <= :last AND {STANDS} AND {OURS}",
        **at._asdict(),
        last=last,
    )
    return [number for (number,) in found]
