"""How lists of offers look: what they offer, until when, and the gesture that comes next."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from venez_vivre.casework.terms import label
from venez_vivre.dates import short
from venez_vivre.screens.pages import Column, Page, Prose, Table, Tone
from venez_vivre.store.queries.offers import FIELDS, Record
from venez_vivre.texts import NARROW, euros, plural, shorten
from venez_vivre.vocabulary import OfferKind

if TYPE_CHECKING:
    from venez_vivre.casework.offer_lists import Chosen

COLUMNS = (
    Column("reference", "Offre", "name"),
    Column("type", "Type", spare=1),
    Column("titre", "Titre"),
    Column("structure", "Structure", minor=4),
    Column("commune", "Commune"),
    Column("distance_km", "km", "count"),
    Column("montant", "Montant", minor=1),
    Column("publiee_le", "Publiée le", "day", minor=3),
    Column("verifiee_le", "Vérifiée le", "day", minor=2),
    Column("tient", "Jusqu’à", spare=2),
)
SOON = 7
EMPTY = "Aucune offre en cours. `venez-vivre offres importer offres.csv` les ajoute."
NONE = "Aucune offre ne répond à ces filtres."
OVER = (
    "`venez-vivre offres clore --expirees` les clôt, `venez-vivre offres verifier OFFRE "
    "--expire-le +30j` en prolonge une."
)
STALE = (
    "`venez-vivre offres verifier OFFRE` note qu’elle tient, --pourvue la clôt ; `venez-vivre "
    "offres verifier --a-appeler` les réunit par personne à appeler."
)
KEYS = (*(name for name, _ in FIELDS), "etat")


def offers(chosen: Chosen, today: date) -> Page:
    """Offers of a list; those that are soon over, or over, stand out."""
    records = chosen.found.offers
    far = chosen.asked.commune is not None
    columns = [c for c in COLUMNS if far or c.key != "distance_km"]
    said = [Prose(f"Métier : {chosen.understood}.", "dim")] if chosen.understood else []

    def draw() -> list[Prose | Table]:
        rows = [[_cell(record, column.key, today) for column in columns] for record in records]
        tones = tuple(_tone(record, today) for record in records)
        table = Table(
            columns, rows, note=_note(chosen), empty=_empty(chosen), tones=tones, toned=("tient",)
        )
        return [*said, table]

    keys = (*KEYS, "distance_km") if far else KEYS
    return Page(records, draw, keys)


def _cell(record: Record, key: str, today: date) -> Any:
    match key:
        case "type":
            return label(OfferKind, record["type"])
        case "titre":
            return shorten(record["titre"], 48)
        case "montant":
            return amount(record)
        case "tient":
            return until(record, today)
    return record[key]


def amount(record: Record) -> str:
    """What an offer costs or pays, in a few words; nothing where it does not say."""
    if record["loyer"] is not None:
        return f"{euros(record['loyer'])}/mois"
    if record["prix"] is not None:
        return euros(record["prix"])
    low, high = record["salaire_min"], record["salaire_max"]
    if low is None and high is None:
        return ""
    if low is not None and high is not None and low != high:
        return f"{euros(low).removesuffix(f'{NARROW}€')}–{euros(high)}/an"
    return f"{euros(high if low is None else low)}/an"


def until(record: Record, today: date) -> str:
    """Until when an offer stands, or since when it does not."""
    if record["etat"] == "close":
        return f"close le {short(date.fromisoformat(record['close_le']))}"
    if record["expire_le"] is None:
        return ""
    day = date.fromisoformat(record["expire_le"])
    left = (day - today).days
    if left < 0:
        return f"expirée le {short(day)}"
    if left <= SOON:
        return f"encore {plural(left, 'jour')}" if left else "dernier jour"
    return short(day)


def _tone(record: Record, today: date) -> Tone:
    if record["etat"] == "close":
        return "dim"
    if record["expire_le"] is None:
        return "plain"
    return "warn" if (date.fromisoformat(record["expire_le"]) - today).days <= SOON else "plain"


def _empty(chosen: Chosen) -> str:
    asked = chosen.asked
    bare = {name: value for name, value in vars(asked).items() if value}
    if not bare:
        return EMPTY
    words = {
        "a_verifier": "Aucune offre n’est à vérifier.",
        "expirees": "Aucune offre expirée n’est restée ouverte.",
        "closes": "Aucune offre n’est close.",
    }
    return next((said for name, said in words.items() if list(bare) == [name]), NONE)


def _note(chosen: Chosen) -> str:
    total = chosen.found.total
    left = total - len(chosen.found.offers)
    more = [f"… et {plural(left, 'autre')} : `-n {total}` les montre."] if left else []
    return " ".join([*more, *_gestures(chosen)])


def _gestures(chosen: Chosen) -> list[str]:
    asked = chosen.asked
    if asked.expirees:
        return [OVER]
    if asked.a_verifier:
        return [STALE]
    said = []
    if chosen.soon:
        one = plural(chosen.soon, "offre expire", "offres expirent")
        said.append(f"{one} d’ici {SOON} jours : --expire-avant +{SOON}j.")
    if chosen.expired:
        over = plural(chosen.expired, "a expiré et reste ouverte", "ont expiré et restent ouvertes")
        said.append(f"{over} : --expirees.")
    return said
