"""What stands at the end of a report, and why households give up."""

from __future__ import annotations

from typing import Any

from venez_vivre.screens.documents.words import Document, both, day
from venez_vivre.screens.pages import Block, Column, Facts, Prose, Table
from venez_vivre.texts import HIDDEN, capital, number

BOTH = (Column("personnes", "Personnes", "count"), Column("foyers", "Foyers", "count"))
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
    facts = Facts(
        [
            ("Foyers suivis", both(found["suivis"])),
            (
                f"Sans échange depuis {found['silencieux']['jours']} jours",
                both(found["silencieux"]),
            ),
            ("Avec un frein noté", both(found["bloques"])),
        ]
    )
    columns = (Column("libelle", "Frein", "name"), *BOTH)
    rows = [[capital(one["libelle"]), one["personnes"], one["foyers"]] for one in found["freins"]]
    empty = "Aucun frein noté. `venez-vivre foyers modifier FOYER --freins …` en note un."
    return [facts, Table(columns, rows, note=SEVERAL if rows else "", empty=empty)]


def lacking(document: Document, *, brief: bool) -> list[Block]:
    """Needs that no open offer meets."""
    columns = (Column("libelle", "Besoin", "name"), *BOTH)
    rows = [
        [capital(one["libelle"]), one["personnes"], one["foyers"]] for one in document["besoins"]
    ]
    return [Table(columns, rows, note="" if brief else document["besoins_methode"])]


def ahead(document: Document, *, brief: bool) -> list[Block]:  # noqa: ARG001
    """What the days after the report hold."""
    found = document["a_venir"]
    columns = (
        Column("libelle", f"Du {day(found['du'])} au {day(found['au'])}", "name"),
        Column("nombre", "Nombre", "count"),
        Column("foyers", "Foyers", "count"),
    )
    rows = [[capital(one["libelle"]), one["nombre"], one["foyers"]] for one in found["lignes"]]
    return [Table(columns, rows)]


def quality(document: Document, *, brief: bool) -> list[Block]:  # noqa: ARG001
    """What the files of followed households lack."""
    found = document["qualite"]
    columns = (Column("libelle", "Dossiers de foyers suivis", "name"), *BOTH)
    rows: list[list[Any]] = [
        [capital(one["libelle"]), one["personnes"], one["foyers"]] for one in found["manques"]
    ]
    blocks: list[Block] = [Table(columns, rows, note="`venez-vivre docteur` dit par où commencer.")]
    waiting = found["lignes_a_identifier"]
    if waiting:
        lines = waiting if waiting == HIDDEN else number(waiting)
        blocks.append(
            Prose(f"Lignes d’inscription à identifier (`venez-vivre inscrits doublons`) : {lines}.")
        )
    return blocks
