"""How a matching of every household looks: rows, objects, or the best on a short table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from venez_vivre.screens.pages import Block, Column, Heading, Page, Prose, Table
from venez_vivre.screens.proposals import flats, in_short, points, record, tone
from venez_vivre.texts import number, plural, shorten

if TYPE_CHECKING:
    from venez_vivre.proposing.proposals import Proposal
    from venez_vivre.proposing.rounds import Lot, Tally

COLUMNS = (
    Heading("foyer", "Foyer", 12),
    Heading("nom", "Nom", 24),
    Heading("type", "Type", 12),
    Heading("rang", "Rang", 6, "0"),
    Heading("offre", "Offre", 12),
    Heading("titre", "Titre", 44),
    Heading("commune", "Commune", 20),
    Heading("membre", "Pour qui", 14),
    Heading("distance_km", "km", 8, "0.0"),
    Heading("score", "Note", 8, "0%"),
    Heading("score_bas", "Au pire", 8, "0%"),
    Heading("score_haut", "Au mieux", 8, "0%"),
    Heading("pour", "Pour", 32),
    Heading("contre", "Contre", 32),
    Heading("a_demander", "À demander", 60),
)
"""One row a proposal; `rang` is that of the offer among those of its type for the household."""

SHORT = (
    Column("note", "Note", "count"),
    Column("foyer", "Foyer", "name"),
    Column("nom", "Nom", minor=1),
    Column("offre", "Offre", "name"),
    Column("titre", "Titre"),
    Column("commune", "Commune", minor=2),
    Column("distance", "km", "count", minor=2),
    Column("pourquoi", "Pour, contre, à demander", minor=3),
)

SHOWN = 25
"""How many households the table of a terminal holds."""


def rows(lots: Iterable[Lot]) -> Iterator[list[Any]]:
    """Each proposal as the cells of a row."""
    for _, proposals in lots:
        yield from (list(row.values()) for row in flats(proposals))


def objects(lots: Iterable[Lot]) -> Iterator[dict[str, Any]]:
    """Each household as `apparier FOYER` has it, but for what was left out."""
    for house, proposals in lots:
        found = [record(one) for one in proposals]
        yield {"foyer": house.reference, "nom": house.name, "propositions": found}


def totals(tally: Tally) -> dict[str, int]:
    """What a round came to, for scripts."""
    return {
        "foyers": tally.households,
        "foyers_sans_proposition": tally.without,
        "adultes_sans_metier_reconnu": tally.untraded,
        "offres": tally.offers,
        "propositions": tally.proposals,
    }


def told(tally: Tally, path: str = "") -> list[str]:
    """What a round came to, in words, and the file it is in."""
    where = f" dans {path}" if path else ""
    counted = (
        plural(tally.households, "foyer"),
        plural(tally.offers, "offre ouverte", "offres ouvertes"),
        f"rien pour {plural(tally.without, 'foyer')}",
    )
    said = [f"{plural(tally.proposals, 'proposition')}{where} : {', '.join(counted)}."]
    if tally.untraded:
        left = plural(tally.untraded, "adulte est laissé", "adultes sont laissés")
        said.append(
            "Emplois et reprises ne vont qu’aux adultes dont le métier est reconnu : "
            f"{left} de côté (`venez-vivre docteur`)."
        )
    return said


def best(lots: Iterable[Lot], tally: Tally) -> Page:
    """The best offer of each household, the surest first."""
    found = [(house, proposals[0]) for house, proposals in lots if proposals]
    found.sort(key=lambda pair: (-pair[1].fit.score, pair[0].reference))
    shown = found[:SHOWN]
    data = [{"foyer": house.reference, "nom": house.name, **record(one)} for house, one in shown]

    def draw() -> list[Block]:
        lines = [_line(*pair) for pair in shown]
        table = Table(
            SHORT,
            lines,
            empty="Aucune offre ne convient à un foyer aujourd’hui.",
            tones=[tone(one.fit.score) for _, one in shown],
            toned=("note",),
        )
        left = len(found) - len(shown)
        more = f"… et {plural(left, 'autre foyer', 'autres foyers')}. " if left else ""
        gesture = (
            f"{more}Tout dans un fichier : `venez-vivre apparier --tous --sortie FICHIER.xlsx`."
        )
        return [table, Prose(gesture, "dim"), *(Prose(line, "dim") for line in told(tally))]

    return Page(data, draw)


def _line(house: Any, one: Proposal) -> list[Any]:
    return [
        points(one.fit.score),
        house.reference,
        shorten(house.name, 24),
        one.offer.reference,
        shorten(one.offer.title, 44),
        one.offer.commune,
        None if one.km != one.km else round(one.km),
        in_short(one.fit.told),
    ]


def waiting(done: int) -> str:
    """Said while it goes on."""
    return f"{number(done)} foyers appariés"
