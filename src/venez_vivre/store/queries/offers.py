"""Named reads of many offers: lists kept to a filter, what expired, what is to be verified."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from math import cos, radians, sin
from typing import TYPE_CHECKING, Any, Literal

from venez_vivre import NamedTuple
from venez_vivre.store.lookups import spellings
from venez_vivre.store.reader import Reader
from venez_vivre.texts import fold

if TYPE_CHECKING:
    from venez_vivre.locations import Located

Record = dict[str, Any]
"""One offer under the French names that scripts read."""

Standing = Literal["en_cours", "expiree", "close"]

_LEFT = "(o.closed_on IS NULL OR o.closed_on > :today)"
STANDINGS: dict[Standing, str] = {
    "en_cours": f"{_LEFT} AND (o.expires_on IS NULL OR o.expires_on >= :today)",
    "expiree": f"{_LEFT} AND o.expires_on < :today",
    "close": "o.closed_on <= :today",
}
"""How an offer may stand on a day, and the condition for it; each offer stands in one way."""


def stands(closed_on: str | None, expires_on: str | None, today: date) -> Standing:
    """How an offer of these dates stands that day, as the conditions say."""
    day = today.isoformat()
    if closed_on is not None and closed_on <= day:
        return "close"
    return "expiree" if expires_on is not None and expires_on < day else "en_cours"


FIELDS: tuple[tuple[str, str], ...] = (
    ("reference", "reference"),
    ("type", "kind"),
    ("titre", "title"),
    ("structure", "structure"),
    ("commune", "commune"),
    ("publiee_le", "published_on"),
    ("verifiee_le", "verified_on"),
    ("expire_le", "expires_on"),
    ("source", "source"),
    ("reference_externe", "external_reference"),
    ("code_insee", "code_insee"),
    ("code_postal", "postal_code"),
    ("latitude", "latitude"),
    ("longitude", "longitude"),
    ("metier", "occupation"),
    ("code_rome", "rome_code"),
    ("contrat", "contract"),
    ("temps", "working_time"),
    ("teletravail", "telework"),
    ("salaire_min", "salary_min"),
    ("salaire_max", "salary_max"),
    ("postes", "openings"),
    ("transaction", "transaction"),
    ("type_logement", "housing_kind"),
    ("pieces", "rooms"),
    ("surface", "area"),
    ("loyer", "rent"),
    ("charges", "charges"),
    ("prix", "price"),
    ("disponible_le", "available_on"),
    ("places", "places"),
    ("url", "url"),
    ("contact", "contact"),
    ("close_le", "closed_on"),
)
"""The keys of a list of offers, in the order that is promised, and the columns that keep them."""

LAST_SEEN = """max(
  coalesce(CASE WHEN o.verified_on <= :today THEN o.verified_on END, ''),
  coalesce(CASE WHEN o.published_on <= :today THEN o.published_on END, ''))"""
"""The last day an offer was published or verified, as is known on `today`; '' if never."""


class Filter(NamedTuple):
    """What a list of offers is kept to; None keeps everything. Days are ISO texts, money is euros.

    `stale_since` keeps what nobody has seen after that day; `around` a commune and what lies
    within `km` of `lat`, `lon`, as the crow flies.
    """

    kind: str | None = None
    commune: str | None = None
    around: str | None = None
    territory: int | None = None
    trade: str | None = None
    words: str | None = None
    source: str | None = None
    rent_max: int | None = None
    price_max: int | None = None
    rooms_min: int | None = None
    salary_min: int | None = None
    published_since: str | None = None
    expires_by: str | None = None
    stale_since: str | None = None


# The square of a distance, in km²: a degree of longitude shrinks with the cosine of the latitude
# halfway, whose square is near enough a parabola (the driver knows no cosine).
_NEAR = """(o.code_insee = :around OR :km_per_degree * (
  (o.latitude - :lat) * (o.latitude - :lat)
  + (:flat + (o.latitude - :lat) * (:slope + (o.latitude - :lat) * :bend))
    * (o.longitude - :lon) * (o.longitude - :lon)) <= :km * :km)"""

CONDITIONS = {
    "kind": "o.kind = :kind",
    "commune": "o.code_insee = :commune",
    "around": _NEAR,
    "territory": """CASE WHEN :territory = 0 THEN o.code_insee IS NULL
      OR o.code_insee NOT IN (SELECT c.code_insee FROM territory_commune c)
    ELSE o.code_insee IN (
      SELECT c.code_insee FROM territory_commune c WHERE c.territory_id = :territory) END""",
    "trade": "(o.rome_code = :rome OR o.id IN (SELECT rowid FROM offer_text "
    "WHERE offer_text MATCH :trade))",
    "words": "o.id IN (SELECT rowid FROM offer_text WHERE offer_text MATCH :words)",
    "source": "o.source = :source",
    "rent_max": "o.rent + coalesce(o.charges, 0) <= :rent_max",
    "price_max": "o.price <= :price_max",
    "rooms_min": "o.rooms >= :rooms_min",
    "salary_min": "coalesce(o.salary_max, o.salary_min) >= :salary_min",
    "published_since": "o.published_on >= :published_since",
    "expires_by": "o.expires_on <= :expires_by",
    "stale_since": f"{LAST_SEEN} <= :stale_since",
}

Order = Literal["recentes", "expiration", "expirees", "closes", "anciennes"]
ORDERS: dict[Order, str] = {
    "recentes": "o.published_on DESC, o.id DESC",
    "expiration": "o.expires_on, o.id",
    "expirees": "o.expires_on DESC, o.id DESC",
    "closes": "o.closed_on DESC, o.id DESC",
    "anciennes": f"{LAST_SEEN}, o.id",
}


class Wanted(NamedTuple):
    """Which offers: a filter, how they stand, in which order; `more` are values of the filter."""

    kept: Filter
    standings: tuple[Standing, ...] = ("en_cours",)
    order: Order = "recentes"
    more: Mapping[str, Any] | None = None

    def where(self, today: date) -> tuple[str, dict[str, Any]]:
        """The condition on offer `o`, and the values that it binds."""
        values = {n: value for n, value in self.kept._asdict().items() if value is not None}
        stands = " OR ".join(f"({STANDINGS[one]})" for one in self.standings)
        conditions = [f"({stands})", *(CONDITIONS[name] for name in values)]
        return " AND ".join(conditions), values | dict(self.more or {}) | {
            "today": today.isoformat()
        }


class OfferList(NamedTuple):
    """The first offers of a list, and how many there are in all."""

    offers: list[Record]
    total: int


def listed(rows: Reader, wanted: Wanted, today: date, limit: int | None = None) -> OfferList:
    """The offers that are wanted, as they stand that day, at most `limit`."""
    where, values = wanted.where(today)
    columns = ", ".join(f'o."{column}"' for _, column in FIELDS)
    stands = " ".join(f"WHEN {test} THEN '{name}'" for name, test in STANDINGS.items())
    sql = (
        f"SELECT {columns}, CASE {stands} END FROM offer o WHERE {where} "
        f"ORDER BY {ORDERS[wanted.order]} LIMIT :limit"
    )
    names = (*(name for name, _ in FIELDS), "etat")
    found = [
        dict(zip(names, row, strict=True))
        for row in rows.rows(sql, **values, limit=-1 if limit is None else limit)
    ]
    whole = limit is None or len(found) < limit
    return OfferList(found, len(found) if whole else counted(rows, wanted, today))


def counted(rows: Reader, wanted: Wanted, today: date) -> int:
    """How many offers are wanted."""
    where, values = wanted.where(today)
    return int(rows.value(f"SELECT count(*) FROM offer o WHERE {where}", **values))


def around(place: Located, km: float) -> dict[str, float]:
    """The values that `Filter.around` needs beside a commune: its centre and a distance in km."""
    from venez_vivre.locations import EARTH_RADIUS_KM  # noqa: PLC0415  few lists name a place

    twice, degree = radians(2 * place.lat), radians(1)
    return {
        "km": km,
        "lat": place.lat,
        "lon": place.lon,
        "km_per_degree": (EARTH_RADIUS_KM * degree) ** 2,
        "flat": (1 + cos(twice)) / 2,
        "slope": -sin(twice) * degree / 2,
        "bend": -cos(twice) * degree**2 / 4,
    }


def matching(text: str, columns: str) -> str:
    """What finds these words in the full text of offers: the beginning of each, in some columns.

    Nothing when the text has no word.
    """
    either = (
        " OR ".join(f'"{one}"*' for one in spellings(word)) for word in fold(text).split()[:12]
    )
    tests = " AND ".join(f"({test})" for test in either)
    return f"{{{columns}}} : ({tests})" if tests else ""


def sources(rows: Reader) -> list[str]:
    """Where the offers of the base come from, each source once."""
    # A walk from one source to the next: reading each offer would take as long as the list.
    sql = """
WITH RECURSIVE walk (source) AS (
  SELECT min(source) FROM offer
  UNION ALL
  SELECT (SELECT min(source) FROM offer WHERE source > walk.source) FROM walk
  WHERE walk.source IS NOT NULL)
SELECT source FROM walk WHERE source IS NOT NULL"""
    return [source for (source,) in rows.rows(sql)]


class Expired(NamedTuple):
    """An offer beyond its date that is still open; `running` introductions wait for a sequel.

    `seen_since` is the day somebody verified it after that date, None when nobody did.
    """

    number: int
    reference: str
    kind: str
    title: str
    commune: str | None
    expires_on: str
    seen_since: str | None
    running: int


def expired(rows: Reader, today: date, before: date, kind: str | None) -> list[Expired]:
    """The open offers that expired before a day, the longest ago first."""
    sql = f"""
SELECT o.id, o.reference, o.kind, o.title, o.commune, o.expires_on,
  CASE WHEN o.verified_on > o.expires_on AND o.verified_on <= :today THEN o.verified_on END,
  (SELECT count(*) FROM introduction i WHERE i.offer_id = o.id AND i.introduced_on <= :today
    AND (i.ended_on IS NULL OR i.ended_on > :today))
FROM offer o WHERE {STANDINGS["expiree"]} AND o.expires_on < :before
  AND (:kind IS NULL OR o.kind = :kind) ORDER BY o.expires_on, o.id"""
    values = {"today": today.isoformat(), "before": before.isoformat(), "kind": kind}
    return rows.into(Expired, sql, **values)


class ToCall(NamedTuple):
    """An offer that somebody should verify: what it is, who answers for it, since when.

    `seen_on` is '' when nobody ever saw it; `running` introductions wait for a sequel.
    """

    reference: str
    kind: str
    title: str
    structure: str | None
    commune: str | None
    contact: str | None
    url: str | None
    expires_on: str | None
    seen_on: str
    running: int


def to_call(rows: Reader, wanted: Wanted, today: date) -> list[ToCall]:
    """The offers that are wanted, with what a call about them needs."""
    where, values = wanted.where(today)
    sql = f"""
SELECT o.reference, o.kind, o.title, o.structure, o.commune, o.contact, o.url, o.expires_on,
  {LAST_SEEN} AS seen_on,
  (SELECT count(*) FROM introduction i WHERE i.offer_id = o.id AND i.introduced_on <= :today
    AND (i.ended_on IS NULL OR i.ended_on > :today)) AS running
FROM offer o WHERE {where} ORDER BY running DESC, seen_on, o.id"""
    return rows.into(ToCall, sql, **values)


def stale_since(today: date, days: int) -> str:
    """The last day on which an offer may have been seen to be one to verify."""
    return (today - timedelta(days=days)).isoformat()


def offers_of(rows: Reader, numbers: Sequence[int]) -> list[str]:
    """The references of these offers, in the order of their numbers."""
    sql = "SELECT reference FROM offer WHERE id IN ({keys}) ORDER BY id"
    return [reference for (reference,) in rows.among(sql, numbers)]
