"""What bases that were brought into one had to say, and what is left to people."""

from __future__ import annotations

from datetime import date
from typing import Any

from venez_vivre.casework.union.values import Brought, Conflict, Report
from venez_vivre.screens.pages import Block, Column, Page, Prose, Table
from venez_vivre.screens.privacy_labels import TABLES, called
from venez_vivre.texts import plural

BASES = (
    Column("fichier", "Base", "name"),
    Column("etat", "État", minor=1),
    Column("recus", "Reçus", "count"),
    Column("reunis", "Réunis", "count"),
    Column("mis_a_jour", "Mis à jour", "count"),
    Column("connus", "Connus", "count", minor=2),
    Column("refuses", "Écartés", "count", minor=3),
)
CONFLICTS = (
    Column("foyer", "Foyer", "name"),
    Column("champ", "Champ"),
    Column("ici", "Ici"),
    Column("la", "Là-bas"),
    Column("ici_le", "Ici, le", "day", minor=2, spare=1),
    Column("la_le", "Là-bas, le", "day", minor=1, spare=2),
    Column("motif", "Pourquoi", minor=3),
    Column("fichier", "Base", spare=3),
)
MOST_SHOWN = 25
OTHERS = {
    "campaign": "Campagnes",
    "target": "Objectifs",
    "territory": "Territoires",
    "territory_commune": "Communes des territoires",
    "import_run": "Imports",
    "privacy_notice": "Textes d’information",
    "offer_twin": "Offres comparées",
}
"""Tables that tell of nobody, as people call them."""


def united(report: Report, target: str) -> Page:
    """The union, base by base, then the conflicts."""

    def draw() -> list[Block]:
        rows = [list(_base(one).values())[: len(BASES)] for one in report.bases]
        blocks: list[Block] = [
            Prose(f"Réunion dans {target}", "title"),
            Table(BASES, rows, note="En foyers de chaque base."),
        ]
        if report.conflicts:
            blocks.append(_conflicts(report.conflicts))
        return [*blocks, *_sentences(report, target)]

    def records() -> list[dict[str, Any]]:
        """What a spreadsheet holds: what is to be decided, else what came of each base."""
        said = [_base(one) for one in report.bases]
        bases = [{name: one[name] for name in one if name != "lignes"} for one in said]
        return [_conflict(one) for one in report.conflicts] or bases

    return Page(_data(report, target), draw, records=records)


def _data(report: Report, target: str) -> dict[str, Any]:
    return {
        "vers": target,
        "bases": [_base(one) for one in report.bases],
        "conflits": [_conflict(one) for one in report.conflicts],
        "a_verifier": report.doubtful,
        "effaces": report.erased,
        "sauvegarde": report.kept,
    }


def _base(one: Brought) -> dict[str, Any]:
    lines = {
        said: sum(count for (_, what), count in one.rows.items() if what == done)
        for said, done in (("ajoutees", "added"), ("modifiees", "edited"), ("retirees", "removed"))
    }
    return {
        "fichier": one.name,
        "etat": one.standing,
        "recus": one.received,
        "reunis": one.united,
        "mis_a_jour": one.updated,
        "connus": one.known,
        "refuses": one.refused,
        "lignes": lines,
    }


def _conflict(one: Conflict) -> dict[str, Any]:
    return {
        "foyer": one.reference,
        "champ": _field(one),
        "ici": one.here,
        "la": one.there,
        "ici_le": _day(one.here_on),
        "la_le": _day(one.there_on),
        "motif": one.why,
        "fichier": one.base,
    }


def _field(one: Conflict) -> str:
    table = TABLES.get(one.table) or OTHERS.get(one.table, one.table)
    return f"{table} : {_called(one)}" if one.column else table


def _called(one: Conflict) -> str:
    try:
        return called(one.table, one.column)
    except KeyError:  # of a table that tells of nobody
        return one.column.replace("_", " ")


def _day(said: str | None) -> date | None:
    return date.fromisoformat(said) if said else None


def _conflicts(found: list[Conflict]) -> Table:
    shown = [list(_conflict(one).values()) for one in found[:MOST_SHOWN]]
    more = len(found) - MOST_SHOWN
    note = f"… et {plural(more, 'autre')} : -f json les donne tous." if more > 0 else ""
    return Table(CONFLICTS, shown, title="À décider", note=note)


def _sentences(report: Report, target: str) -> list[Block]:
    changed = any(one.received or one.united or one.rows for one in report.bases)
    blocks: list[Block] = []
    if report.conflicts:
        many = plural(len(report.conflicts), "différence")
        said = f"{many} : la base cible garde ce qu’elle disait. Corrigez où c’est faux."
        blocks.append(Prose(said, "warn"))
    if report.doubtful:
        many = plural(report.doubtful, "ressemblance")
        blocks.append(Prose(f"{many} à vérifier : `venez-vivre inscrits doublons`."))
    if report.erased:
        many = plural(report.erased, "effacement refait ici", "effacements refaits ici")
        blocks.append(Prose(f"{many} : les personnes l’ont été ailleurs, sans retour possible."))
    if report.kept:
        blocks.append(Prose(f"Sauvegarde d’avant : {report.kept}", "dim"))
    if not changed:
        blocks.append(Prose("Rien de nouveau : tout était déjà réuni."))
    back = f"Pour revenir en arrière : `venez-vivre --base {shell_word(target)} annuler`."
    return [*blocks, Prose(back, "dim")] if changed else blocks


def shell_word(base: str) -> str:
    """A path or an address as it is typed."""
    return f'"{base}"' if set(base) & set(" &?()") else base
