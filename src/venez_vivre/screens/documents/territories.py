"""Territories side by side, ranked only where they differ; one territory among the others."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from venez_vivre.screens.documents.essentials import passage
from venez_vivre.screens.documents.words import Document, interval
from venez_vivre.screens.pages import Block, Column, Prose, Table
from venez_vivre.screens.steering import COUNT_COLUMNS
from venez_vivre.steering.funnel import STAGES
from venez_vivre.texts import HIDDEN, plural

SHORT = 10
"""How many territories a terminal shows before summing the others."""
NOT_SAID = "(non renseigné)"
UNITS = ("personnes", "foyers")
RANK_NOTE = (
    "Un territoire n’a de rang que si l’intervalle à 95 % de son taux le sépare d’au moins un "
    "autre ; « – » : non distinguable. Parmi beaucoup de territoires, un ou deux peuvent paraître "
    "à part par hasard."
)


def table(document: Document, *, brief: bool) -> list[Block]:
    """Every territory, those without one, and their total; then where they differ."""
    shown = document["territoires"]
    kept, rest = (shown[:SHORT], shown[SHORT:]) if brief and len(shown) > SHORT + 1 else (shown, [])
    rows = [_row(one["nom"], one) for one in kept]
    if rest:
        rows.append(_summed(f"{len(rest)} autres territoires", rest))
    none = document["sans_territoire"]
    if any(step[unit] for step in none["etapes"] for unit in UNITS):
        rows.append(_row(NOT_SAID, none))
    if len(rows) > 1:
        rows.append(_row("Total", _whole(document)))
    note = "`venez-vivre entonnoir --par territoire` les montre tous." if rest else ""
    columns = (Column("territoire", "Territoire", "name"), *COUNT_COLUMNS)
    empty = "Aucun territoire. `venez-vivre territoires importer` les enregistre."
    return [Table(columns, rows, note=note, empty=empty), *_ranks(shown, brief=brief)]


def _whole(document: Document) -> Document:
    """The funnel that territories sum to: that of the period, else that to date."""
    found: Document = document if "etapes" in document else document["entonnoir"]
    return found


def _row(name: str, one: Document) -> list[Any]:
    steps = {step["etape"]: step for step in one["etapes"]}
    return [name, *(steps[stage][unit] for stage in STAGES for unit in UNITS)]


def _summed(name: str, found: Sequence[Document]) -> list[Any]:
    rows = [_row(name, one)[1:] for one in found]
    return [name, *(HIDDEN if HIDDEN in cells else sum(cells) for cells in zip(*rows, strict=True))]


def _ranks(shown: Sequence[Document], *, brief: bool) -> list[Block]:
    """The rate and the rank of each, those that differ first; in brief, those alone."""
    if len(shown) < 2:
        return []
    told = [one for one in shown if any(r["distinguable"] is True for r in one["rangs"])]
    if not told and not any(r["distinguable"] == HIDDEN for one in shown for r in one["rangs"]):
        return [Prose("Territoires non distinguables : leurs intervalles se touchent tous.", "dim")]
    if brief:
        count = plural(len(told), "territoire se distingue", "territoires se distinguent")
        return [
            Prose(f"{count} des autres par un taux ; le rapport html ou md dit lesquels.", "dim")
        ]
    columns = (
        Column("territoire", "Territoire", "name"),
        Column("foyers", "Foyers\ninscrits", "count"),
        Column("taux_accompagnes", "Taux\naccomp.", "rate"),
        Column("intervalle_accompagnes", "Intervalle\nà 95 %"),
        Column("rang_accompagnes", "Rang"),
        Column("taux_installes", "Taux\ninstallés", "rate"),
        Column("intervalle_installes", "Intervalle\nà 95 %"),
        Column("rang_installes", "Rang"),
    )
    rows = [[one["nom"], _base(one), *_rank_cells(one)] for one in shown]
    return [Table(columns, rows, title="Taux et rangs", note=RANK_NOTE)]


def _base(one: Document) -> Any:
    """The registered households that both rates are about."""
    return next(rate["foyers_de"] for rate in one["taux"] if rate["de"] == "inscrits")


def _rank_cells(one: Document) -> list[Any]:
    cells: list[Any] = []
    for rank in one["rangs"]:
        rate = next(r for r in one["taux"] if (r["de"], r["vers"]) == ("inscrits", rank["vers"]))
        cells += [rate["taux"], interval(rate["bas"], rate["haut"]), _rank(rank)]
    return cells


def _rank(rank: Document) -> Any:
    return "–" if rank["distinguable"] is False else rank["rang"]


def compared(document: Document, *, brief: bool) -> list[Block]:  # noqa: ARG001  same call for every section
    """The rates of a territory beside those of the whole scheme, and its ranks."""
    found = document["comparaison_territoire"]
    columns = (
        Column("passage", "Passage", "name"),
        Column("foyers_de", "Foyers\nau départ", "count", spare=1),
        Column("taux", "Ce\nterritoire", "rate"),
        Column("intervalle", "Intervalle\nà 95 %", spare=2),
        Column("foyers_dispositif", "Foyers\n(tous)", "count", spare=3),
        Column("dispositif", "Tout le\ndispositif", "rate"),
        Column("rang", "Rang"),
    )
    ranks = {one["vers"]: one for one in found["rangs"]}
    rows = []
    for own, whole in zip(found["taux"], found["dispositif"], strict=True):
        rank = ranks.get(own["vers"]) if own["de"] == "inscrits" else None
        told = "" if rank is None or rank["rang"] is None else _among(rank)
        here = [own["foyers_de"], own["taux"], interval(own["bas"], own["haut"])]
        rows.append([passage(own), *here, whole["foyers_de"], whole["taux"], told])
    return [Table(columns, rows, note=RANK_NOTE)]


def _among(rank: Document) -> Any:
    return f"{rank['rang']} sur {rank['parmi']}" if rank["distinguable"] is True else _rank(rank)
