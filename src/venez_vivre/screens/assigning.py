"""How files that a filter chose look before they change hands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from venez_vivre.screens.households import assignment, destination, state
from venez_vivre.screens.pages import Block, Column, Page, Prose, Table
from venez_vivre.store.queries.handover import Candidate
from venez_vivre.store.queries.households import person_name
from venez_vivre.texts import number, plural, shorten

if TYPE_CHECKING:  # it loads the models, which reading does without
    from venez_vivre.casework.assigning import Assigned

FIRST = 10
"""How many of the chosen files are shown before anything is done."""

CHOSEN = (
    Column("reference", "Foyer", "name"),
    Column("nom", "Nom"),
    Column("etape", "Étape"),
    Column("territoire", "Territoire", minor=1),
    Column("agent", "Suivi par"),
)


def chosen(found: Sequence[Candidate], done: Assigned) -> Page:
    """Files that a filter chose, before anything is done."""
    moving = set(done.references)
    first = [one for one in found if one.reference in moving][:FIRST]

    def draw() -> list[Block]:
        rows = [
            [
                one.reference,
                shorten(person_name(one.first, one.last), 28),
                state(one.stage, one.status),
                shorten(one.territory_name or "", 24),
                shorten(one.officer_name or "personne", 24),
            ]
            for one in first
        ]
        rest = len(done.references) - len(first)
        note = f"… et {plural(rest, 'autre')}." if rest else ""
        return [Table(CHOSEN, rows, note=note), Prose(would(done))]

    return Page({**assignment(done), "simulation": True}, draw)


def would(done: Assigned) -> str:
    """« 312 foyers seraient suivis par Léa Martin, 3 le sont déjà. »."""
    count = len(done.references)
    verb = "seraient" if count > 1 else "serait"
    same = len(done.unchanged)
    already = f", {number(same)} {'le sont' if same > 1 else 'l’est'} déjà" if same else ""
    return f"{plural(count, 'foyer')} {verb} {destination(done)}{already}."
