"""How the registers look: territories, officers, campaigns, offers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, fields
from typing import TYPE_CHECKING, Any

from venez_vivre.screens.pages import Block, Column, Facts, Page, Prose, listing
from venez_vivre.store.queries.registers import (
    CampaignLine,
    OfferLine,
    OfferList,
    OfficerLine,
    TerritoryLine,
)
from venez_vivre.texts import plural
from venez_vivre.vocabulary import OfferKind

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

TERRITORY = (
    Column("code", "Code", "name"),
    Column("nom", "Territoire"),
    Column("type", "Forme"),
    Column("departement", "Dép."),
    Column("communes", "Communes", "count"),
    Column("foyers", "Foyers", "count"),
    Column("agents", "Agents", "count"),
)
OFFICER = (
    Column("nom", "Nom", "name"),
    Column("territoire", "Territoire"),
    Column("email", "E-mail"),
    Column("telephone", "Téléphone"),
    Column("foyers", "Foyers", "count"),
)
CAMPAIGN = (
    Column("axe", "Axe", "name"),
    Column("canal", "Canal", minor=1),
    Column("du", "Du", "day"),
    Column("au", "Au", "day", minor=2),
    Column("depense", "Dépense", "euros"),
    Column("vues", "Vues", "count"),
    Column("visites", "Visites", "count"),
    Column("ecoutes", "Écoutes", "count"),
)
OFFER = (
    Column("reference", "Offre", "name"),
    Column("type", "Type"),
    Column("titre", "Titre"),
    Column("structure", "Structure"),
    Column("commune", "Commune"),
    Column("publiee_le", "Publiée le", "day"),
    Column("verifiee_le", "Vérifiée le", "day"),
)


def territories(found: Sequence[TerritoryLine]) -> Page:
    """The territories."""
    records = [{**asdict(line), "actif": bool(line.actif)} for line in found]
    empty = "Aucun territoire. `venez-vivre territoires importer territoires.csv` les ajoute."
    return listing(TERRITORY, records, empty=empty, keys=_fields(TerritoryLine))


def officers(found: Sequence[OfficerLine]) -> Page:
    """The officers."""
    records = [{**asdict(line), "actif": bool(line.actif)} for line in found]
    empty = "Aucun agent. `venez-vivre agents ajouter --nom …` en ajoute un."
    return listing(OFFICER, records, empty=empty, keys=_fields(OfficerLine))


def campaigns(found: Sequence[CampaignLine]) -> Page:
    """The campaigns, their spending in euros."""
    records: list[dict[str, Any]] = []
    for line in found:
        cents = line.depense_cents
        euros = cents // 100 if cents % 100 == 0 else cents / 100
        record = {"depense" if k == "depense_cents" else k: v for k, v in asdict(line).items()}
        records.append({**record, "depense": euros})
    empty = "Aucune campagne. `venez-vivre campagnes importer campagnes.csv` les ajoute."
    return listing(CAMPAIGN, records, empty=empty)


def offers(found: OfferList) -> Page:
    """Offers that stand."""
    left = found.total - len(found.offers)
    note = f"… et {plural(left, 'autre')} : `-n {found.total}` les montre." if left else ""
    empty = "Aucune offre en cours. `venez-vivre offres importer offres.csv` les ajoute."
    records = [asdict(line) for line in found.offers]
    return listing(OFFER, records, empty=empty, note=note, keys=_fields(OfferLine))


def _fields(line: type[DataclassInstance]) -> list[str]:
    return [field.name for field in fields(line)]


OFFER_FACTS = (
    ("type", "kind"),
    ("structure", "structure"),
    ("commune", "commune"),
    ("métier", "occupation"),
    ("code ROME", "rome_code"),
    ("contrat", "contract"),
    ("temps", "working_time"),
    ("salaire brut annuel minimum (€)", "salary_min"),
    ("salaire brut annuel maximum (€)", "salary_max"),
    ("télétravail", "telework"),
    ("postes", "openings"),
    ("transaction", "transaction"),
    ("type de logement", "housing_kind"),
    ("pièces", "rooms"),
    ("surface (m²)", "area"),
    ("loyer mensuel (€)", "rent"),
    ("charges mensuelles (€)", "charges"),
    ("prix (€)", "price"),
    ("disponible le", "available_on"),
    ("niveaux", "levels"),
    ("âge minimum", "age_min"),
    ("âge maximum", "age_max"),
    ("thèmes", "themes"),
    ("places", "places"),
    ("publiée le", "published_on"),
    ("vérifiée le", "verified_on"),
    ("expire le", "expires_on"),
    ("adresse web", "url"),
    ("contact", "contact"),
)


def offer(row: dict[str, Any]) -> Page:
    """Everything known of one offer."""

    def draw() -> list[Block]:
        facts = Facts([(label, row[column]) for label, column in OFFER_FACTS])
        title = Prose(f"{row['reference']}  {row['title']}", "title")
        return [title, facts, Prose(str(row["description"] or ""))]

    return Page({k: v for k, v in row.items() if k not in HIDDEN}, draw)


HIDDEN = frozenset({"id", "version", "title_key", "import_id", "row_hash"})


def kinds() -> str:
    """The kinds of offers, for help texts."""
    return ", ".join(kind.value for kind in OfferKind)


def added(what: str, name: str) -> Page:
    """What was added by hand."""
    return Page({"operation": "ajout", "nom": name}, lambda: [Prose(f"{what} : {name}.", "good")])
