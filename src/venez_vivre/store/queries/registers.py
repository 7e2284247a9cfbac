"""Reads of the registers: territories, officers, campaigns, offers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from venez_vivre.store.reader import Reader
from venez_vivre.store.settings import settings


@dataclass(frozen=True)
class TerritoryLine:
    """A territory, and how much it holds."""

    code: str
    nom: str
    type: str
    departement: str | None
    communes: int
    foyers: int
    agents: int
    actif: int


@dataclass(frozen=True)
class OfficerLine:
    """A colleague, their territory and the households they follow."""

    nom: str
    email: str | None
    telephone: str | None
    territoire: str | None
    foyers: int
    actif: int


@dataclass(frozen=True)
class CampaignLine:
    """A campaign; spending in cents."""

    axe: str
    canal: str | None
    du: str
    au: str | None
    depense_cents: int
    vues: int
    visites: int
    ecoutes: int


@dataclass(frozen=True)
class OfferLine:
    """An offer, as a list shows it."""

    reference: str
    type: str
    titre: str
    structure: str | None
    commune: str | None
    publiee_le: str | None
    verifiee_le: str | None
    expire_le: str | None


def territories(rows: Reader) -> list[TerritoryLine]:
    """Every territory, by code."""
    return rows.into(
        TerritoryLine,
        "SELECT t.code, t.name, t.kind, t.department, "
        "(SELECT count(*) FROM territory_commune c WHERE c.territory_id = t.id), "
        "(SELECT count(*) FROM household h WHERE h.territory_id = t.id), "
        "(SELECT count(*) FROM officer o WHERE o.territory_id = t.id AND o.active = 1), "
        "t.active FROM territory t ORDER BY t.code",
    )


def officers(rows: Reader) -> list[OfficerLine]:
    """Every officer, by territory then name."""
    return rows.into(
        OfficerLine,
        "SELECT o.name, o.email, o.phone, t.name, "
        "(SELECT count(*) FROM household h WHERE h.officer_id = o.id), o.active "
        "FROM officer o LEFT JOIN territory t ON t.id = o.territory_id "
        "ORDER BY t.code, o.name_key",
    )


def campaigns(rows: Reader) -> list[CampaignLine]:
    """Every campaign, by first day."""
    return rows.into(
        CampaignLine,
        "SELECT axis, channel, starts_on, ends_on, spending_cents, views, visits, plays "
        "FROM campaign ORDER BY starts_on, axis",
    )


LAST_SEEN = """max(
  coalesce(CASE WHEN verified_on <= :today THEN verified_on END, ''),
  coalesce(CASE WHEN published_on <= :today THEN published_on END, ''))"""
"""The last day an offer was published or verified, as is known on `today`; '' if never."""


@dataclass(frozen=True)
class OfferList:
    """Offers that stand, and how many there are in all."""

    offers: list[OfferLine]
    total: int


def offers(
    rows: Reader, kind: str | None, today: date, limit: int | None, *, stale: bool = False
) -> OfferList:
    """Offers that are neither closed nor expired that day, the newest first.

    Only those that nobody has verified for long when `stale`, the oldest first.
    """
    where = (
        "FROM offer WHERE (closed_on IS NULL OR closed_on > :today) "
        "AND (expires_on IS NULL OR expires_on >= :today) AND (:kind IS NULL OR kind = :kind) "
        f"AND (:before IS NULL OR {LAST_SEEN} <= :before)"
    )
    long_ago = today - timedelta(days=settings(rows)["offre_a_verifier"])
    before = long_ago.isoformat() if stale else None
    said = {"kind": kind, "today": today.isoformat(), "before": before}
    order = f"{LAST_SEEN}, id" if stale else "published_on DESC, id DESC"
    found = rows.into(
        OfferLine,
        "SELECT reference, kind, title, structure, commune, published_on, verified_on, expires_on "
        f"{where} ORDER BY {order} LIMIT :limit",
        limit=-1 if limit is None else limit,
        **said,
    )
    return OfferList(found, int(rows.value(f"SELECT count(*) {where}", **said)))


def offer(rows: Reader, reference: str) -> dict[str, object] | None:
    """Everything known of one offer, by column."""
    cursor = rows.connection.execute(
        "SELECT * FROM offer WHERE reference = :reference", {"reference": reference}
    )
    row = cursor.fetchone()
    names = [column[0] for column in cursor.description]
    return dict(zip(names, row, strict=True)) if row else None
