"""How an allocation looks: who gets what, who gets nothing and why, which places are short."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from venez_vivre.casework.terms import label
from venez_vivre.screens.pages import Block, Column, Page, Prose, Table
from venez_vivre.screens.proposals import points
from venez_vivre.texts import capital, number, plural, shorten
from venez_vivre.vocabulary import OfferKind

if TYPE_CHECKING:
    from venez_vivre.proposing.allocation import Given, Priced, Shared, Unserved

GIVEN = (
    Column("note", "Note", "count"),
    Column("foyer", "Foyer", "name"),
    Column("nom", "Nom"),
    Column("offre", "Offre", "name"),
    Column("titre", "Titre"),
    Column("commune", "Commune", minor=3),
    Column("regret", "Perdu", "count", minor=2),
)
PRICED = (
    Column("offre", "Offre", "name"),
    Column("titre", "Titre"),
    Column("commune", "Commune", minor=1),
    Column("demandeurs", "Demandée par", "count"),
    Column("places", "Places", "count", minor=2),
    Column("une_de_plus", "Une place de plus (foyers, notes)"),
)
FATES = {
    1: "aucune offre demandée",
    2: "aucune offre ne convient",
    3: "les offres qui conviennent n’ont aucune place",
    4: "les offres qui conviennent sont allées à d’autres",
}
CODES = {1: "rien_demande", 2: "aucune_offre", 3: "aucune_place", 4: "prises"}
KEYS = ("type", "foyer", "nom", "membre", "offre", "titre", "commune", "score", "regret")


def shown(found: Sequence[Shared], most: int) -> Page:
    """The allocation, kind by kind."""
    data: dict[str, Any] = {
        "types": [_totals(one) for one in found],
        "attributions": [_given(one) for shared in found for one in shared.given],
        "non_servis": [_unserved(shared.kind, one) for shared in found for one in shared.unserved],
        "offres": [_priced(one) for shared in found for one in shared.offers],
    }

    def draw() -> list[Block]:
        return [block for one in found for block in _blocks(one, most)]

    return Page(data, draw, KEYS, lambda: data["attributions"])


def _totals(one: Shared) -> dict[str, Any]:
    return {
        "type": one.kind,
        "foyers": one.households,
        "servis": one.total.served,
        "bien_servis": one.total.well_served,
        "attributions": one.total.pairs,
        "valeur": round(one.total.value, 6),
        "chacun_pour_soi": {"servis": one.alone.served, "bien_servis": one.alone.well_served},
        "premier_arrive": {
            "servis": one.greedy.served,
            "bien_servis": one.greedy.well_served,
            "valeur": round(one.greedy.value, 6),
        },
    }


def _given(one: Given) -> dict[str, Any]:
    return {
        "type": one.offer.kind,
        "foyer": one.house.reference,
        "nom": one.house.name,
        "membre": one.adult.first_name if one.adult else None,
        "offre": one.offer.reference,
        "titre": one.offer.title,
        "commune": one.offer.commune,
        "score": round(one.score, 6),
        "regret": round(max(0.0, one.best - one.score), 6),
    }


def _unserved(kind: str, one: Unserved) -> dict[str, Any]:
    return {
        "type": kind,
        "foyer": one.house.reference,
        "nom": one.house.name,
        "motif": CODES[int(one.fate)],
        "libelle": FATES[int(one.fate)],
    }


def _priced(one: Priced) -> dict[str, Any]:
    return {
        "type": one.offer.kind,
        "offre": one.offer.reference,
        "titre": one.offer.title,
        "commune": one.offer.commune,
        "places": one.places,
        "attribuees": one.taken,
        "demandeurs": one.wanted,
        "une_de_plus": {"foyers": one.households, "valeur": round(one.value, 6)},
    }


def _blocks(one: Shared, most: int) -> list[Block]:
    kind = label(OfferKind, one.kind)
    if not one.households:
        return [Prose(f"{capital(kind)} : aucun foyer actif n’en cherche.", "dim")]
    head = (
        f"{capital(kind)} : {plural(one.total.served, 'foyer servi', 'foyers servis')} sur "
        f"{number(one.households)}, dont {number(one.total.well_served)} bien (60 et plus)."
    )
    compared = (
        f"Si chacun prenait sa meilleure offre : {plural(one.alone.well_served, 'bien servi')} ; "
        f"au premier arrivé : {plural(one.greedy.well_served, 'bien servi')}."
    )
    ranked = sorted(one.given, key=lambda given: (-given.score, given.house.reference))
    left = len(ranked) - most
    note = f"… et {plural(left, 'autre')} : `-n {len(ranked)}` les montre." if left > 0 else ""
    table = Table(GIVEN, [_row(given) for given in ranked[:most]], note=note, empty="Personne.")
    short = [offer for offer in one.offers if offer.households or offer.value > 0]
    blocks: list[Block] = [Prose(head, "title"), Prose(compared), table, *_why_not(one)]
    if short:
        rows = [_price_row(offer) for offer in short[:10]]
        blocks.append(Table(PRICED, rows, title="Les places qui manquent le plus"))
    return blocks


def _row(one: Given) -> list[Any]:
    who = f" ({one.adult.first_name})" if one.adult and one.adult.first_name else ""
    lost = points(max(0.0, one.best - one.score))
    return [
        points(one.score),
        one.house.reference,
        shorten(one.house.name, 24) + who,
        one.offer.reference,
        shorten(one.offer.title, 40),
        one.offer.commune,
        lost or None,
    ]


def _price_row(one: Priced) -> list[Any]:
    return [
        one.offer.reference,
        shorten(one.offer.title, 44),
        one.offer.commune,
        one.wanted,
        one.places,
        gain(one.households, one.value),
    ]


def gain(households: int, value: float) -> str:
    """« +1 foyer (+0,6) »."""
    added = f"{'+' if value >= 0 else '−'}{number(abs(value), 2)}"
    return f"+{plural(households, 'foyer')} ({added})" if households else added


def _why_not(one: Shared) -> list[Block]:
    reasons = Counter(int(unserved.fate) for unserved in one.unserved)
    said = [f"{FATES[fate]} ({number(count)})" for fate, count in reasons.most_common()]
    left = plural(len(one.unserved), "foyer sans offre", "foyers sans offre")
    return [Prose(f"{left} : {' · '.join(said)}.", "dim")] if said else []
