"""Named reads of offers that may be one: what is compared of them, what was decided of them."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any

from venez_vivre import NamedTuple
from venez_vivre.store.queries.offers import STANDINGS
from venez_vivre.store.reader import Reader
from venez_vivre.vocabulary import OfferTie

# A file that does not say where its offers come from is a source by itself.
_COMPARED = """o.id, o.kind, o.title, coalesce(o.source, '#' || o.import_id),
  o.external_reference, o.structure, o.commune, o.code_insee, o.latitude, o.longitude, o.rome_code,
  o.contract, o.working_time, o.salary_min, o.salary_max, o."transaction", o.housing_kind, o.rooms,
  o.area, o.rent, o.charges, o.price, o.published_on, o.url, o.contact"""
"""The fields of `likeness.offer_traits.Said`, in their order."""


def standing(
    rows: Reader,
    today: date,
    kinds: Collection[str] | None = None,
    communes: Collection[str] | None = None,
) -> list[tuple[Any, ...]]:
    """What is compared of the offers that stand that day, by number.

    Of some kinds only, and in some communes (or in an unknown one), when they are named.
    """
    sql = f"""
SELECT {_COMPARED} FROM offer o WHERE ({STANDINGS["en_cours"]})
  AND (:kinds IS NULL OR o.kind IN (SELECT value FROM json_each(:kinds)))
  AND (:communes IS NULL OR o.code_insee IS NULL
    OR o.code_insee IN (SELECT value FROM json_each(:communes))) ORDER BY o.id"""
    return rows.rows(
        sql,
        today=today.isoformat(),
        kinds=None if kinds is None else json.dumps(sorted(kinds)),
        communes=None if communes is None else json.dumps(sorted(communes)),
    )


def made_since(
    rows: Reader, first: int
) -> list[tuple[str, str | None, float | None, float | None]]:
    """The kind and the place of each offer from a number on."""
    sql = "SELECT kind, code_insee, latitude, longitude FROM offer WHERE id >= :first"
    return [(kind, code, lat, lon) for kind, code, lat, lon in rows.rows(sql, first=first)]


def descriptions(rows: Reader, numbers: Iterable[int]) -> dict[int, str]:
    """The descriptions of these offers, those that have none left out."""
    sql = "SELECT id, description FROM offer WHERE id IN ({keys}) AND description IS NOT NULL"
    return {number: text for number, text in rows.among(sql, sorted(numbers))}  # noqa: C416  typed


class Decided(NamedTuple):
    """A decision on two offers: joined into the first, or two for good."""

    number: int
    offer: int
    other: int
    verdict: str


def decided(rows: Reader) -> dict[tuple[int, int], Decided]:
    """What was decided, by the two numbers, the smaller first."""
    found = rows.into(Decided, "SELECT id, offer_id, other_id, verdict FROM offer_twin ORDER BY id")
    return {(min(d.offer, d.other), max(d.offer, d.other)): d for d in found}


def joined_into(rows: Reader, number: int) -> str | None:
    """The reference of the offer that this one was joined into, None when it was not."""
    sql = (
        "SELECT o.reference FROM offer_twin t JOIN offer o ON o.id = t.offer_id "
        f"WHERE t.other_id = :number AND t.verdict = '{OfferTie.SAME}' ORDER BY t.id DESC"
    )
    found: str | None = rows.value(sql, number=number)
    return found


def joining(rows: Reader, number: int) -> list[int]:
    """The decisions by which this offer was joined into another one."""
    sql = (
        "SELECT id FROM offer_twin WHERE other_id = :number "
        f"AND verdict = '{OfferTie.SAME}' ORDER BY id"
    )
    return [decision for (decision,) in rows.rows(sql, number=number)]


class Card(NamedTuple):
    """An offer as a pair shows it; `known` counts what it says, `running` who waits for it."""

    number: int
    reference: str
    kind: str
    title: str
    structure: str | None
    commune: str | None
    source: str | None
    external_reference: str | None
    published_on: str | None
    expires_on: str | None
    known: int
    running: int


SAYING = (
    "description", "structure", "commune", "code_insee", "occupation", "rome_code", "contract",
    "working_time", "salary_min", "salary_max", "telework", "openings", "transaction",
    "housing_kind", "rooms", "area", "rent", "charges", "price", "garden", "available_on",
    "levels", "age_min", "age_max", "themes", "places", "verified_on", "expires_on", "url",
    "contact",
)  # fmt: skip
"""The columns that count when two offers are compared by how much they say."""


def cards(rows: Reader, numbers: Sequence[int], today: date) -> dict[int, Card]:
    """These offers as a pair shows them, by number."""
    known = " + ".join(f'(o."{column}" IS NOT NULL)' for column in SAYING)
    day = today.isoformat()  # written by us: `among` binds the keys only
    sql = f"""
SELECT o.id, o.reference, o.kind, o.title, o.structure, o.commune, o.source, o.external_reference,
  o.published_on, o.expires_on, {known},
  (SELECT count(*) FROM introduction i WHERE i.offer_id = o.id
    AND (i.ended_on IS NULL OR i.ended_on > '{day}'))
FROM offer o WHERE o.id IN ({{keys}})"""
    return {row[0]: Card(*row) for row in rows.among(sql, numbers)}


class Met(NamedTuple):
    """An introduction to an offer, as far as joining two offers needs it."""

    number: int
    household: int
    answered_on: str | None
    introduced_on: str
    ended_on: str | None
    note: str | None


def met(rows: Reader, offer: int) -> list[Met]:
    """The introductions to an offer: those that were answered first, then the oldest."""
    sql = (
        "SELECT id, household_id, answered_on, introduced_on, ended_on, note FROM introduction "
        "WHERE offer_id = :offer ORDER BY answered_on IS NULL, introduced_on, id"
    )
    return rows.into(Met, sql, offer=offer)
