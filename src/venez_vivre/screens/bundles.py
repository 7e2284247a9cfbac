"""How joint solutions look: each piece, the ways between them, what is missing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from venez_vivre.screens.pages import Block, Column, Page, Prose, Table
from venez_vivre.screens.proposals import points
from venez_vivre.texts import listed, plural, shorten

if TYPE_CHECKING:
    from venez_vivre.proposing.bundles import Bundle, Bundles, Piece

COLUMNS = (
    Column("piece", "Ce qu’il faut"),
    Column("offre", "Offre", "name"),
    Column("titre", "Titre"),
    Column("commune", "Commune", minor=1),
    Column("km", "km", "count", minor=2),
    Column("note", "Note", "count", minor=3),
)


HEAD = ("rang", "valeur", "complet", "trajet_km")
PIECE = (
    *("piece", "type", "membre", "offre", "titre", "commune", "distance_km", "score"),
    "valeur_piece",
)
KEYS = (*HEAD, *PIECE)


def shown(found: Bundles) -> Page:
    """The best joint solutions for a household."""
    data: dict[str, Any] = {
        "foyer": found.house.reference,
        "nom": found.house.name,
        "bouquets": [
            _record(place, one, unsure=found.unsure) for place, one in enumerate(found.bundles, 1)
        ],
        "besoins": [
            {"piece": need.detail, "type": need.kind, "offres": count}
            for need, count in found.candidates
        ],
        "borne": None if found.bound is None else round(found.bound, 6),
        "a_demander": found.asks,
    }
    return Page(data, lambda: _blocks(found), KEYS, lambda: list(_rows(data["bouquets"])))


def _rows(bundles: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """One row a piece, and one for each that is missing."""
    for one in bundles:
        head = {name: one[name] for name in HEAD}
        lacking = [dict.fromkeys(PIECE) | {"piece": piece} for piece in one["manque"]]
        met = [dict(zip(PIECE, piece.values(), strict=True)) for piece in one["pieces"]]
        yield from (head | piece for piece in [*met, *lacking])


def _record(place: int, bundle: Bundle, *, unsure: bool) -> dict[str, Any]:
    return {
        "rang": place,
        "valeur": round(bundle.value, 6),
        "complet": not (bundle.missing or unsure),
        "trajet_km": round(bundle.commute, 1),
        "pieces": [_piece(one) for one in bundle.pieces],
        "manque": [need.detail for need in bundle.missing],
    }


def _piece(one: Piece) -> dict[str, Any]:
    offer = one.offer.offer
    return {
        "piece": one.need.detail,
        "type": offer.kind,
        "membre": one.need.adult.first_name if one.need.adult else None,
        "offre": offer.reference,
        "titre": offer.title,
        "commune": offer.commune,
        "distance_km": round(one.km, 1),
        "score": round(one.offer.score, 6),
        "valeur": round(one.value, 6),
    }


def _blocks(found: Bundles) -> list[Block]:
    blocks: list[Block] = [Prose(f"{found.house.reference}  {found.house.name}", "title")]
    unsaid = "complet hors emploi à préciser" if found.unsure else "complet"
    for place, one in enumerate(found.bundles, 1):
        blocks.append(_table(place, one, unsaid))
    if not found.bundles:
        blocks.append(Prose("Rien à assembler : aucune offre ne convient à ce foyer.", "warn"))
    return blocks + _ending(found)


def _table(place: int, bundle: Bundle, unsaid: str) -> Table:
    rows: list[list[Any]] = [
        [
            one.need.detail,
            one.offer.offer.reference,
            shorten(one.offer.offer.title, 44),
            one.offer.offer.commune,
            round(one.km),
            points(one.offer.score),
        ]
        for one in bundle.pieces
    ]
    rows += [[need.detail, "manque", None, None, None, None] for need in bundle.missing]
    tones = ["plain"] * len(bundle.pieces) + ["warn"] * len(bundle.missing)
    whole = unsaid if not bundle.missing else f"manque {listed(_missing(bundle))}"
    title = f"Bouquet {place} : {points(bundle.value)} sur 100, {whole}"
    return Table(COLUMNS, rows, title=title, note=_ways(bundle), tones=tones)  # type: ignore[arg-type]


def _missing(bundle: Bundle) -> list[str]:
    return [need.detail for need in bundle.missing]


def _ways(bundle: Bundle) -> str:
    """« Trajets : Gaël 12 km, Camille 25 km ; 37 km en tout, aller. »."""
    jobs = [one for one in bundle.pieces if one.need.adult]
    if not jobs:
        return ""
    each = [f"{_first(one)} {round(one.km)} km" for one in jobs]
    total = f" ; {round(bundle.commute)} km en tout" if len(jobs) > 1 else ""
    return f"Trajet du domicile au travail, aller : {listed(each)}{total}."


def _first(one: Piece) -> str:
    adult = one.need.adult
    return (adult.first_name if adult else None) or "l’adulte"


def _ending(found: Bundles) -> list[Block]:
    said = [f"{plural(count, 'offre')} pour {need.detail}" for need, count in found.candidates]
    blocks: list[Block] = [Prose(f"{'. '.join([' · '.join(said)])}.", "dim")] if said else []
    if found.bound is not None:
        blocks.append(
            Prose(
                "Exact parmi les meilleures offres de chaque besoin ; une combinaison avec une "
                f"autre ne dépasserait pas {points(found.bound)} sur 100.",
                "dim",
            )
        )
    return blocks + [Prose(f"À demander : {text}") for text in found.asks]


def total(bundles: Sequence[Bundle]) -> int:
    """How many bundles lack nothing."""
    return sum(not one.missing for one in bundles)
