"""What stands at the end of a report, and why households give up."""

from __future__ import annotations

from collections.abc import Sequence

from venez_vivre.screens.documents.words import Document, day
from venez_vivre.screens.pages import Block, Column, Prose, Table
from venez_vivre.texts import HIDDEN, capital, number

BOTH = (Column("personnes", "Personnes", "count"), Column("foyers", "Foyers", "count"))
EARLIER = (
    "Avant : la veille du premier jour de la période ; ce que les dossiers disent est lu ce jour."
)
SEVERAL = "Un foyer qui a plusieurs freins compte dans chacun."


def dropped(document: Document, *, brief: bool) -> list[Block]:  # noqa: ARG001  same call for every section
    """Drop-outs by reason, beside the period before, and their total."""
    found = document["abandons"]
    compared = found["total"]["precedent_foyers"] is not None
    columns = (Column("libelle", "Motif", "name"), *BOTH, *(_BEFORE if compared else ()))
    keys = [column.key for column in columns[1:]]
    rows = [[capital(one["libelle"]), *(one[key] for key in keys)] for one in found["motifs"]]
    if rows:
        rows.append(["Total", *(found["total"][key] for key in keys)])
    return [Table(columns, rows, empty="Aucun abandon.")]


_BEFORE = (
    Column("precedent_personnes", "Avant\npers.", "count", spare=1),
    Column("precedent_foyers", "Avant\nfoyers", "count", spare=1),
)


def blocked(document: Document, *, brief: bool) -> list[Block]:  # noqa: ARG001
    """Followed households, the silent, the blocked, and what blocks them."""
    found = document["blocages"]
    silent = f"Sans échange depuis {found['silencieux']['jours']} jours"
    lines = (("Foyers suivis", "suivis"), (silent, "silencieux"), ("Avec un frein noté", "bloques"))
    states = [{"libelle": label, **found[key]} for label, key in lines]
    empty = "Aucun frein noté. `venez-vivre foyers modifier FOYER --freins …` en note un."
    freins = _table("Frein", found["freins"], note=SEVERAL, empty=empty)
    return [_table("Situation", states, note=_earlier(states)), freins]


def _table(heading: str, lines: Sequence[Document], *, note: str = "", empty: str = "") -> Table:
    """Households and people of each line, beside what they were when there is an earlier day."""
    compared = any(one["precedent_foyers"] is not None for one in lines)
    columns = (Column("libelle", heading, "name"), *BOTH, *(_BEFORE if compared else ()))
    keys = [column.key for column in columns[1:]]
    rows = [[capital(one["libelle"]), *(one[key] for key in keys)] for one in lines]
    return Table(columns, rows, note=note if rows else "", empty=empty)


def _earlier(lines: Sequence[Document]) -> str:
    return EARLIER if any(one["precedent_foyers"] is not None for one in lines) else ""


def lacking(document: Document, *, brief: bool) -> list[Block]:
    """Needs that no open offer meets."""
    note = "" if brief else document["besoins_methode"]
    return [_table("Besoin", document["besoins"], note=note)]


def ahead(document: Document, *, brief: bool) -> list[Block]:  # noqa: ARG001
    """What the days after the report hold, beside what those before it held."""
    found = document["a_venir"]
    compared = any(one["precedent_nombre"] is not None for one in found["lignes"])
    columns = [
        Column("libelle", f"Du {day(found['du'])} au {day(found['au'])}", "name"),
        Column("nombre", "Nombre", "count"),
        Column("foyers", "Foyers", "count"),
        Column("personnes", "Personnes", "count"),
    ]
    if compared:
        columns.append(Column("precedent_nombre", "Une période\nplus tôt", "count", spare=1))
    rows = [
        [capital(one["libelle"]), *(one[column.key] for column in columns[1:])]
        for one in found["lignes"]
    ]
    return [Table(columns, rows)]


def quality(document: Document, *, brief: bool) -> list[Block]:  # noqa: ARG001
    """What the files of followed households lack."""
    found = document["qualite"]
    note = "`venez-vivre docteur` dit par où commencer."
    blocks: list[Block] = [_table("Dossiers de foyers suivis", found["manques"], note=note)]
    waiting = found["lignes_a_identifier"]
    if waiting:
        lines = waiting if waiting == HIDDEN else number(waiting)
        blocks.append(
            Prose(f"Lignes d’inscription à identifier : {lines} (`venez-vivre inscrits doublons`).")
        )
    return blocks
