"""Named reads of what stands on a day: blocked households, needs without an offer, what is due."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

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


# `|| ''` keeps the index of the first exchange out: it would lead to each household, then to its
# people, in the order of days. In the order of the table both are neighbours (half the time).
_FOLLOWED = f"""
h.accompanied_on || '' <= :day AND (h.settled_on IS NULL OR h.settled_on > :day)
AND (h.status = '{CaseStatus.ACTIVE}' OR h.closed_on > :day) AND {STANDS} AND {OURS}"""
"""Accompanied, not settled, not closed on that day, nor erased before it."""
_PEOPLE = "(SELECT count(*) FROM person p WHERE p.household_id = h.id AND p.registered_on <= :day)"


def followed(rows: Reader, at: At) -> Stock:
    """Households that are being accompanied on that day."""
    return _one(rows, "suivis", "household h", _FOLLOWED, at)


def silent(rows: Reader, at: At, since: str) -> Stock:
    """Those of them without an exchange since that other day."""
    more = (
        " AND NOT EXISTS (SELECT 1 FROM contact c WHERE c.household_id = h.id "
        "AND c.happened_on > :since AND c.happened_on <= :day)"
    )
    return _one(rows, "silence", "household h", _FOLLOWED + more, at, since=since)


def _one(rows: Reader, code: str, tables: str, kept: str, at: At, **more: str) -> Stock:
    found = rows.row(
        f"SELECT count(*), coalesce(sum({_PEOPLE}), 0) FROM {tables} WHERE {kept}",
        **at._asdict(),
        **more,
    )
    return Stock(code, *(found or (0, 0)))


def blocked(rows: Reader, at: At) -> list[Stock]:
    """Followed households by blocker; one with several counts in each. `` is all of them, once."""
    found = rows.rows(
        f"SELECT h.blockers, count(*), sum({_PEOPLE}) FROM household h "
        f"WHERE h.blockers <> '' AND {_FOLLOWED} GROUP BY 1",
        **at._asdict(),
    )
    counts: dict[str, tuple[int, int]] = {}
    for codes, households, people in found:
        for code in ("", *dict.fromkeys(codes.split("|"))):
            known = counts.get(code, (0, 0))
            counts[code] = known[0] + households, known[1] + people
    stocks = [Stock(code, *both) for code, both in counts.items()]
    return sorted(stocks, key=lambda one: (-one.households, one.code))


_OPEN = """
(f.closed_on IS NULL OR f.closed_on > :day) AND (f.expires_on IS NULL OR f.expires_on >= :day)
AND (f.published_on IS NULL OR f.published_on <= :day)"""


class Wish(NamedTuple):
    """What a followed household looks for; `domains` are those of its adults' occupations.

    `infants` says whether a child of three or less is known.
    """

    territory: int | None
    people: int
    domains: str | None
    housing: str | None
    rooms: int | None
    rent: int | None
    budget: int | None
    children: int | None
    infants: int


def wishes(rows: Reader, at: At) -> list[Wish]:
    """What the households followed on that day look for."""
    return rows.into(
        Wish,
        f"""
SELECT h.territory_id, {_PEOPLE},
  (SELECT group_concat(DISTINCT substr(w.rome_code, 1, 3)) FROM person w
    WHERE w.household_id = h.id AND w.rome_code IS NOT NULL
    AND coalesce(w.employment, '') NOT IN ('{Employment.RETIRED}', '{Employment.STUDENT}')),
  h.housing, h.rooms_min, h.rent_max, h.purchase_budget, h.children,
  EXISTS (SELECT 1 FROM person k WHERE k.household_id = h.id AND k.role = '{Role.CHILD}'
    AND k.birth_year >= CAST(substr(:day, 1, 4) AS INTEGER) - 3)
FROM household h WHERE {_FOLLOWED}""",
        **at._asdict(),
    )


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


GAPS = {
    "sans_territoire": "h.territory_id IS NULL",
    "sans_agent": "h.officer_id IS NULL",
    "sans_metier": "NOT EXISTS (SELECT 1 FROM person w WHERE w.household_id = h.id "
    "AND w.role = 'inscrit' AND w.occupation IS NOT NULL)",
    "sans_telephone": "NOT EXISTS (SELECT 1 FROM person w WHERE w.household_id = h.id "
    "AND w.phone IS NOT NULL)",
    "sans_horizon": "h.horizon IS NULL AND h.wished_on IS NULL",
    "sans_prochaine_action": "NOT EXISTS (SELECT 1 FROM follow_up u WHERE u.household_id = h.id "
    "AND (u.planned_on IS NULL OR u.planned_on <= :day) "
    "AND (u.done_on IS NULL OR u.done_on > :day))",
}
"""What the file of a followed household should say and does not."""


def incomplete(rows: Reader, at: At) -> list[Stock]:
    """Followed households whose file lacks something, by what it lacks.

    One walk for all gaps: a walk for each read the same households and counted their people six
    times (measured on 1,000,000 households, 90,849 followed: 2.0 s of processor, now 0.7).
    """
    lacks = ", ".join(f"{gap} AS {code}" for code, gap in GAPS.items())
    sums = ", ".join(f"total({code}), total({code} * people)" for code in GAPS)
    found = rows.row(
        f"SELECT {sums} FROM "
        f"(SELECT {_PEOPLE} AS people, {lacks} FROM household h WHERE {_FOLLOWED} LIMIT -1)",
        **at._asdict(),
    )
    counts = [int(count) for count in found or (0,) * 2 * len(GAPS)]
    pairs = zip(GAPS, counts[::2], counts[1::2], strict=True)
    return [Stock(code, households, people) for code, households, people in pairs]


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
