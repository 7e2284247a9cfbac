"""How new offers look: each with the households it suits best, and since when they are new."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from venez_vivre.screens.pages import TAKE_BACK, Block, Column, Page, Prose, Table
from venez_vivre.screens.proposals import distance, points, record, tone
from venez_vivre.texts import plural, shorten

if TYPE_CHECKING:
    from venez_vivre.proposing.news import Fresh, News

SHORT = (
    Column("note", "Note", "count"),
    Column("offre", "Offre", "name"),
    Column("titre", "Titre"),
    Column("commune", "Commune", minor=2),
    Column("etat", "État", minor=1),
    Column("foyers", "Pour"),
)
LONG = (
    *(Column("offre", "Offre", "name"), Column("type", "Type"), Column("titre", "Titre")),
    *(Column("commune", "Commune"), Column("etat", "État"), Column("rang", "Rang", "count")),
    *(Column("foyer", "Foyer", "name"), Column("nom", "Nom"), Column("membre", "Pour qui")),
    *(Column("distance_km", "km"), Column("note", "Note", "count")),
)

SHOWN = 25
"""How many offers the table of a terminal holds."""

STATES = {"nouvelle": "nouvelle", "modifiee": "modifiée"}


def page(found: News, *, brief: bool, moved: bool) -> Page:
    """What is new; `brief` for people, `moved` when the next time will begin from here."""
    data = {
        "depuis": found.since,
        "offres": [_record(one) for one in found.offers],
        "sans_foyer": found.weak,
        "fermees": found.gone,
    }
    return Page(data, lambda: _blocks(found, brief=brief, moved=moved))


def _record(one: Fresh) -> dict[str, Any]:
    offer = one.offer
    return {
        "offre": offer.reference,
        "type": offer.kind,
        "titre": offer.title,
        "commune": offer.commune,
        "etat": one.state,
        "propositions": [
            {"foyer": each.house.reference, "nom": each.house.name, **record(each)}
            for each in one.proposals
        ],
    }


def _blocks(found: News, *, brief: bool, moved: bool) -> list[Block]:
    since = date.fromisoformat(found.since)
    if not found.offers and not found.weak:
        return [Prose(f"Rien de nouveau depuis le {since:%d/%m/%Y}.{_gone(found)}")]
    shown = sorted(found.offers, key=lambda one: -one.proposals[0].fit.score)
    table = _short(shown) if brief else _long(found.offers)
    said = f"{plural(len(found.offers), 'offre')} à proposer, arrivées ou changées"
    ending: list[Block] = [Prose(_left(found, cut=brief), "dim")] if _left(found, cut=brief) else []
    if moved:
        ending.append(Prose(TAKE_BACK, "dim"))
    return [Prose(f"{said} depuis le {since:%d/%m/%Y}", "title"), table, *ending]


def _short(offers: list[Fresh]) -> Table:
    some = offers[:SHOWN]
    lines = [
        [
            points(one.proposals[0].fit.score),
            one.offer.reference,
            shorten(one.offer.title, 40),
            one.offer.commune,
            STATES[one.state],
            " · ".join(f"{p.house.reference} {points(p.fit.score)}" for p in one.proposals),
        ]
        for one in some
    ]
    tones = [tone(one.proposals[0].fit.score) for one in some]
    return Table(SHORT, lines, tones=tones, toned=("note",), empty="Aucune ne convient à un foyer.")


def _long(offers: list[Fresh]) -> Table:
    lines = [
        [
            *(one.offer.reference, one.offer.kind, one.offer.title, one.offer.commune),
            *(STATES[one.state], rank, each.house.reference, each.house.name),
            each.adult.first_name if each.adult else None,
            *(distance(each.km), points(each.fit.score)),
        ]
        for one in offers
        for rank, each in enumerate(one.proposals, 1)
    ]
    return Table(LONG, lines)


def _left(found: News, *, cut: bool) -> str:
    said = []
    hidden = len(found.offers) - SHOWN
    if cut and hidden > 0:
        said.append(f"… et {plural(hidden, 'autre offre', 'autres offres')} : `-f csv` les montre.")
    if found.weak:
        said.append(f"{plural(found.weak, 'autre n’a', 'autres n’ont')} aucun foyer à 50 ou plus.")
    return " ".join(said) + _gone(found)


def _gone(found: News) -> str:
    if not found.gone:
        return ""
    return f" {plural(found.gone, 'est déjà close ou expirée', 'sont déjà closes ou expirées')}."
