"""How the registers look: territories, officers, campaigns, one offer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, fields
from datetime import date
from typing import TYPE_CHECKING, Any

from venez_vivre.casework.terms import label
from venez_vivre.screens import introductions
from venez_vivre.screens.cells import write
from venez_vivre.screens.pages import Block, Column, Facts, Page, Prose, listing
from venez_vivre.store.queries.introductions import Line
from venez_vivre.store.queries.offers import stands
from venez_vivre.store.queries.registers import (
    CampaignLine,
    OfficerLine,
    TerritoryLine,
)
from venez_vivre.vocabulary import (
    ContractKind,
    HousingKind,
    OfferKind,
    Telework,
    Term,
    Transaction,
    WorkingTime,
)

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
    Column("conservation_mois", "Garde (mois)", "count", minor=1),
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
    Column("visites", "Visites", "count", spare=1),
    Column("ecoutes", "Écoutes", "count", spare=2),
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


def _fields(line: type[DataclassInstance]) -> list[str]:
    return [field.name for field in fields(line)]


OFFER_FACTS = (
    ("référence d’origine", "external_reference", "reference_externe"),
    ("source", "source", "source"),
    ("type", "kind", "type"),
    ("", "title", "titre"),
    ("", "description", "description"),
    ("structure", "structure", "structure"),
    ("commune", "commune", "commune"),
    ("", "code_insee", "code_insee"),
    ("", "postal_code", "code_postal"),
    ("", "latitude", "latitude"),
    ("", "longitude", "longitude"),
    ("métier", "occupation", "metier"),
    ("code ROME", "rome_code", "code_rome"),
    ("contrat", "contract", "contrat"),
    ("temps", "working_time", "temps"),
    ("salaire brut annuel minimum (€)", "salary_min", "salaire_min"),
    ("salaire brut annuel maximum (€)", "salary_max", "salaire_max"),
    ("télétravail", "telework", "teletravail"),
    ("postes", "openings", "postes"),
    ("transaction", "transaction", "transaction"),
    ("type de logement", "housing_kind", "type_logement"),
    ("pièces", "rooms", "pieces"),
    ("surface (m²)", "area", "surface"),
    ("loyer mensuel (€)", "rent", "loyer"),
    ("charges mensuelles (€)", "charges", "charges"),
    ("prix (€)", "price", "prix"),
    ("", "garden", "jardin"),
    ("disponible le", "available_on", "disponible_le"),
    ("niveaux", "levels", "niveaux"),
    ("âge minimum", "age_min", "age_min"),
    ("âge maximum", "age_max", "age_max"),
    ("thèmes", "themes", "themes"),
    ("places", "places", "places"),
    ("publiée le", "published_on", "publiee_le"),
    ("vérifiée le", "verified_on", "verifiee_le"),
    ("expire le", "expires_on", "expire_le"),
    ("adresse web", "url", "url"),
    ("contact", "contact", "contact"),
    ("close le", "closed_on", "close_le"),
)
"""What is shown of an offer: its label for people, if it has one, its column, its key in JSON."""

TERMS: dict[str, type[Term]] = {
    "kind": OfferKind,
    "contract": ContractKind,
    "working_time": WorkingTime,
    "telework": Telework,
    "transaction": Transaction,
    "housing_kind": HousingKind,
}
DAYS = frozenset({"available_on", "published_on", "verified_on", "expires_on", "closed_on"})


def offer(row: dict[str, Any], known: Sequence[Line], today: date, kept: str | None = None) -> Page:
    """Everything known of one offer, and the households that were put in touch with it.

    `kept` is the reference of the offer that it was joined into, if it was.
    """
    standing = stands(row["closed_on"], row["expires_on"], today)

    def draw() -> list[Block]:
        facts = Facts(
            [(title, _fact(column, row[column])) for title, column, _ in OFFER_FACTS if title]
        )
        title = Prose(f"{row['reference']}  {row['title']}", "title")
        prose = [Prose(str(row["description"]))] if row["description"] else []
        tried = [introductions.table(known)] if known else []
        over = [Prose(_over(row), "warn")] if standing == "expiree" else []
        if kept:
            over = [Prose(f"Réunie à {kept} : `venez-vivre offres montrer {kept}`.", "warn")]
        return [title, *over, facts, *prose, *tried]

    data = {"reference": row["reference"]} | {key: row[column] for _, column, key in OFFER_FACTS}
    met = [introductions.record(one) for one in known]
    return Page({**data, "mises_en_relation": met, "etat": standing, "reunie_a": kept}, draw)


def _over(row: dict[str, Any]) -> str:
    """An offer beyond its date that nobody closed: what may be done with it."""
    reference = row["reference"]
    return (
        f"Expirée le {write(row['expires_on'], 'day')} : `venez-vivre offres verifier {reference} "
        f"--expire-le +30j` la prolonge, `venez-vivre offres clore {reference}` la clôt."
    )


def _fact(column: str, value: Any) -> str:
    if column in TERMS:
        return label(TERMS[column], value)
    return write(value, "day" if column in DAYS else "text")


def added(what: str, name: str) -> Page:
    """What was added by hand."""
    return Page({"operation": "ajout", "nom": name}, lambda: [Prose(f"{what} : {name}.", "good")])
