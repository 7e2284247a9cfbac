"""Reads of the registers: territories, officers, campaigns, one offer."""

from __future__ import annotations

from dataclasses import dataclass

from venez_vivre.store.queries.keeping import SHOWN
from venez_vivre.store.reader import Reader


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
    conservation_mois: int | None


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


def territories(rows: Reader) -> list[TerritoryLine]:
    """Every territory, by code."""
    return rows.into(
        TerritoryLine,
        "SELECT t.code, t.name, t.kind, t.department, "
        "(SELECT count(*) FROM territory_commune c WHERE c.territory_id = t.id), "
        f"(SELECT count(*) FROM household h WHERE h.territory_id = t.id AND {SHOWN}), "
        "(SELECT count(*) FROM officer o WHERE o.territory_id = t.id AND o.active = 1), "
        "t.active, t.retention_months FROM territory t ORDER BY t.code",
    )


def officers(rows: Reader) -> list[OfficerLine]:
    """Every officer, by territory then name."""
    return rows.into(
        OfficerLine,
        "SELECT o.name, o.email, o.phone, t.name, "
        f"(SELECT count(*) FROM household h WHERE h.officer_id = o.id AND {SHOWN}), o.active "
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


def offer(rows: Reader, reference: str) -> dict[str, object] | None:
    """Everything known of one offer, by column."""
    cursor = rows.connection.execute(
        "SELECT * FROM offer WHERE reference = :reference", {"reference": reference}
    )
    row = cursor.fetchone()
    names = [column[0] for column in cursor.description]
    return dict(zip(names, row, strict=True)) if row else None
