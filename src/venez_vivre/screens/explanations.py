"""How the reasons of a proposal look: each criterion, what excludes, what would change it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from venez_vivre.casework.terms import label
from venez_vivre.screens.pages import Block, Column, Page, Prose, Table, Tone
from venez_vivre.screens.proposals import criterion, distance, name, points
from venez_vivre.texts import listed, number, percent
from venez_vivre.vocabulary import HousingKind, HousingWish

if TYPE_CHECKING:
    from venez_vivre.matching import Change, Told
    from venez_vivre.proposing.why import Explained

COLUMNS = (
    Column("critere", "Critère", "name"),
    Column("verdict", "Verdict"),
    Column("valeur", "Valeur"),
    Column("poids", "Poids", "count", minor=1),
    Column("raison", "Pourquoi"),
)
TONES: dict[str, Tone] = {"oui": "good", "partiel": "plain", "non": "warn", "inconnu": "dim"}
KEYS = ("critere", "verdict", "valeur", "poids", "raison")


def explained(house: Any, found: Sequence[Explained]) -> Page:
    """Why an offer suits a household or not: for its best adult, then in a line for the others."""
    first = found[0]
    data: dict[str, Any] = {
        "foyer": house.reference,
        "nom": house.name,
        **_record(first),
        "autres_membres": [_record(one) for one in found[1:]],
    }
    return Page(data, lambda: _blocks(house, found), KEYS, lambda: data["criteres"])


def _record(one: Explained) -> dict[str, Any]:
    fit = one.fit
    return {
        "offre": one.offer.reference,
        "type": one.offer.kind,
        "titre": one.offer.title,
        "commune": one.offer.commune,
        "membre": _member(one),
        "distance_km": distance(one.km),
        "proposee": not one.excluded,
        "exclusions": [{"motif": code, "libelle": told} for code, told in one.excluded],
        "score": round(fit.score, 6) if fit else None,
        "score_bas": round(fit.low, 6) if fit else None,
        "score_haut": round(fit.high, 6) if fit else None,
        "criteres": [criterion(told) for told in fit.told] if fit else [],
        "a_demander": fit.asks if fit else [],
        "changement": _change(one.change) if one.change else None,
        "changements": [_change(change) for change in one.together],
    }


def _member(one: Explained) -> str | None:
    adult = one.seeker.adult if one.seeker else None
    return adult.first_name if adult else None


def _change(change: Change) -> dict[str, Any]:
    return {"champ": change.field, "avant": change.before, "apres": change.after}


def _blocks(house: Any, found: Sequence[Explained]) -> list[Block]:
    one = found[0]
    who = f", pour {_member(one)}" if _member(one) else ""
    head = f"{house.reference} {house.name}{who}  ·  {one.offer.reference} {one.offer.title}"
    blocks: list[Block] = [Prose(head, "title"), _outcome(one)]
    if one.fit:
        blocks.append(_table(one.fit.told))
    blocks += _changes(one)
    if one.fit and one.fit.asks and not one.excluded:
        blocks.append(Prose(f"À demander d’abord : {one.fit.asks[0]}"))
    return blocks + [_other(other) for other in found[1:]]


def _outcome(one: Explained) -> Prose:
    if one.excluded:
        return Prose(f"Écartée : {listed([told for _, told in one.excluded])}.", "warn")
    if one.fit is None:
        return Prose("Rien à comparer.", "warn")
    fit = one.fit
    span = f" (de {points(fit.low)} à {points(fit.high)} selon ce qui n’est pas encore dit)"
    certain = points(fit.low) == points(fit.high)
    return Prose(f"Note {points(fit.score)} sur 100{'' if certain else span}.", "good")


def _table(told: Sequence[Told]) -> Table:
    rows = [
        [
            name(one.name),
            one.verdict,
            None if one.value is None else percent(one.value, 0),
            round(one.weight),
            one.reason,
        ]
        for one in told
    ]
    return Table(
        COLUMNS, rows, tones=[TONES[one.verdict] for one in told], toned=("verdict", "valeur")
    )


FIELDS = {
    "distance_max_km": ("mobilité", " km"),
    "salaire_min": ("salaire minimum", " €"),
    "loyer_max": ("loyer maximum", " €"),
    "budget_achat": ("budget d’achat", " €"),
    "pieces_min": ("pièces au moins", ""),
    "surface_min": ("surface au moins", " m²"),
    "logement": ("louer ou acheter", ""),
    "type_logement": ("type de logement", ""),
}
CODES = {"logement": HousingWish, "type_logement": HousingKind}


def told(change: Change) -> str:
    """« mobilité 30 → 41 km »."""
    called, unit = FIELDS[change.field]
    family = CODES.get(change.field)
    before, after = (
        "non dit" if value is None else label(family, value) if family else number(value)
        for value in (change.before, change.after)
    )
    return f"{called}{' :' if family else ''} {before} → {after}{unit}"


def _changes(one: Explained) -> list[Block]:
    if one.change:
        what = "proposée" if one.excluded else "écartée"
        return [Prose(f"Elle serait {what} avec : {told(one.change)}.")]
    if one.together:
        return [
            Prose(f"Elle serait proposée avec à la fois {listed([told(c) for c in one.together])}.")
        ]
    if one.excluded:
        return [Prose("Aucun souhait du foyer n’y changerait rien.", "dim")]
    return []


def _other(one: Explained) -> Prose:
    who = _member(one) or "l’autre adulte"
    if one.excluded:
        return Prose(f"Pour {who} : écartée ({listed([t for _, t in one.excluded])}).", "dim")
    return Prose(f"Pour {who} : {points(one.fit.score) if one.fit else 0} sur 100.", "dim")
