"""Named reads of leads: open offers of a member's very occupation, homes that fit the wish.

They are leads to look at before a call, not a matching: nothing is weighed, and what is unknown of
an offer does not rule it out.
"""

from __future__ import annotations

from typing import NamedTuple

from venez_vivre.store.reader import Reader
from venez_vivre.vocabulary import (
    Employment,
    HousingKind,
    HousingWish,
    OfferKind,
    Role,
    Transaction,
)

COMMUNE, TERRITORY, DEPARTMENT, ELSEWHERE = range(4)
"""How near an offer is to where the household wishes to live."""

_OPEN = """(f.closed_on IS NULL OR f.closed_on > :day)
  AND (f.expires_on IS NULL OR f.expires_on >= :day)
  AND NOT EXISTS (SELECT 1 FROM introduction i
                  WHERE i.household_id = h.id AND i.offer_id = f.id)"""

_PLACE = f"""CASE
  WHEN instr('|' || h.wished_codes || '|', '|' || f.code_insee || '|') > 0 THEN {COMMUNE}
  WHEN f.code_insee IN (SELECT c.code_insee FROM territory_commune c
                        WHERE c.territory_id = h.territory_id) THEN {TERRITORY}
  WHEN substr(f.code_insee, 1, 2) IN (substr(h.wished_codes, 1, 2),
    (SELECT t.department FROM territory t WHERE t.id = h.territory_id)) THEN {DEPARTMENT}
  ELSE {ELSEWHERE} END"""


class Lead(NamedTuple):
    """An open offer: what it is, how near, for which member when it is a job."""

    reference: str
    kind: str
    title: str
    commune: str | None
    place: int
    member: str | None
    seen_on: str | None


_JOBS = f"""
SELECT f.reference, f.kind, f.title, f.commune, {_PLACE} AS place, p.first_name,
  coalesce(f.verified_on, f.published_on) AS seen_on
FROM household h JOIN person p ON p.household_id = h.id
JOIN offer f ON f.rome_code = p.rome_code AND f.kind = '{OfferKind.JOB}'
WHERE h.id = :number AND p.role <> '{Role.CHILD}'
  AND coalesce(p.employment, '') <> '{Employment.RETIRED}' AND {_OPEN}
  AND ({_PLACE} < {ELSEWHERE} OR (h.wished_codes IS NULL AND h.territory_id IS NULL))
ORDER BY place, seen_on DESC, f.id LIMIT :limit
"""

_HOMES = f"""
SELECT f.reference, f.kind, f.title, f.commune, {_PLACE} AS place, NULL,
  coalesce(f.verified_on, f.published_on) AS seen_on
FROM household h JOIN offer f ON f.kind = '{OfferKind.HOME}'
WHERE h.id = :number AND h.housing IS NOT NULL AND {_OPEN}
  AND (h.housing = '{HousingWish.EITHER}' OR f."transaction" IS NULL
       OR f."transaction" = CASE h.housing WHEN '{HousingWish.RENT}'
          THEN '{Transaction.RENT}' ELSE '{Transaction.SALE}' END)
  AND (f.rooms IS NULL OR h.rooms_min IS NULL OR f.rooms >= h.rooms_min)
  AND (f.area IS NULL OR h.area_min IS NULL OR f.area >= h.area_min)
  AND (f.rent IS NULL OR h.rent_max IS NULL OR f.rent + coalesce(f.charges, 0) <= h.rent_max)
  AND (f.housing_kind IS NULL OR h.housing_kind IS NULL
       OR '{HousingKind.ANY}' IN (h.housing_kind, f.housing_kind)
       OR f.housing_kind = h.housing_kind)
  AND (f.garden IS NULL OR coalesce(h.garden, 0) = 0 OR f.garden = 1)
  AND (f.price IS NULL OR h.purchase_budget IS NULL OR f.price <= h.purchase_budget)
  AND {_PLACE} < {ELSEWHERE}
ORDER BY place, seen_on DESC, f.id LIMIT :limit
"""


def leads(rows: Reader, household: int, day: str, *, jobs: int = 3, homes: int = 2) -> list[Lead]:
    """The first leads of a household that it was not put in touch with yet, the nearest first."""
    values = {"number": household, "day": day}
    found = rows.into(Lead, _JOBS, **values, limit=jobs)
    return found + rows.into(Lead, _HOMES, **values, limit=homes)
