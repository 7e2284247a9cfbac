"""What a transfer copied and compared, table by table, and what is left to do."""

from __future__ import annotations

from typing import Any

from venez_vivre.screens.base_union import OTHERS
from venez_vivre.screens.pages import Block, Column, Page, Prose, Table
from venez_vivre.screens.privacy_labels import TABLES
from venez_vivre.store.transfer.copying import Part, Report
from venez_vivre.store.transfer.ends import Ends, Standing, named
from venez_vivre.store.transfer.marks import typed
from venez_vivre.texts import plural

COLUMNS = (
    Column("table", "Table", "name"),
    Column("lignes", "Lignes", "count"),
    Column("copiees", "Copiées", "count", minor=1),
    Column("identiques", "Identiques", "count"),
)
WAITING = "en_attente"
NAMES = {
    "operation": "Opérations",
    "journal_block": "Journal",
    "erasure": "Registre des effacements",
    "setting": "Réglages",
    "base_mark": "Identité de la base",
    "identity_rule": "Règles de reconnaissance",
    "column_mapping": "Colonnes reconnues",
    "coded_answer": "Réponses reconnues",
    "occupation_title": "Métiers",
    "occupation_move": "Passerelles entre métiers",
    "merged_base": "Bases réunies",
    "merged_row": "Lignes réunies",
    "frozen_report": "Rapports publiés",
    "person_key": "Clés de reconnaissance",
    "person_unkeyed": "Clés à refaire",
    "seen_row": "Lignes déjà vues",
}


def question(ends: Ends, found: Standing, statements: int) -> str:
    """What is asked before a copy."""
    first = (
        f"Préparer {ends.target.shown} ({statements} instructions SQL), puis y"
        if statements
        else ""
    )
    many = plural(found.households, "foyer")
    if first:
        return f"{first} copier {ends.source.shown} ({many}) ?"
    return f"Copier {ends.source.shown} ({many}) vers {ends.target.shown} ?"


def confirming(ends: Ends) -> str:
    """What is asked before the target opens."""
    return f"Travailler désormais dans {ends.target.shown}, et fermer {ends.source.shown} ?"


def taking_back(ends: Ends) -> str:
    """What is asked before the target goes away."""
    return f"Ôter la copie {ends.target.shown}, et travailler dans {ends.source.shown} ?"


def stopped(ends: Ends) -> str:
    """What is said when somebody stops a copy."""
    return (
        f"Copie interrompue ; {ends.source.shown} reste la base de travail. La même commande la "
        "reprend, avec --annuler elle est ôtée."
    )


def copied(ends: Ends, report: Report) -> Page:
    """A copy that waits to be confirmed."""
    again = "La source avait changé depuis la copie d’avant : elle a été recommencée. "
    begun = again if report.again else ""
    said = [
        f"{begun}{_compared(report)} La source reste la base de travail, la cible reste fermée.",
        f"Pour y travailler : `{ends.words} --confirmer`. Pour l’ôter : --annuler.",
    ]
    return _page(ends, report, WAITING, said)


def confirmed(ends: Ends, report: Report) -> Page:
    """A target that is the base from now on."""
    settled = f"`venez-vivre config definir base={typed(named(ends.target))}`"
    now = f"La base est maintenant {ends.target.shown}"
    said = [
        f"{_compared(report)} {now} : donnez-la avec --base, ou {settled}.",
        (
            f"{ends.source.shown} est fermée et garde tous les dossiers : quand vous êtes sûr, "
            "supprimez-la, et ses sauvegardes, car un effacement ne les atteint plus."
        ),
        f"Tant que rien n’est écrit dans la cible : `{ends.words} --annuler`.",
    ]
    if not report.parts:
        said[0] = f"C’était déjà confirmé. {now}."
    return _page(ends, report, "confirme", said)


def taken_back(ends: Ends, *, reopened: bool) -> Page:
    """A target that is gone."""
    again = "est de nouveau la base de travail" if reopened else "reste la base de travail"
    said = [f"La copie {ends.target.shown} est ôtée ; {ends.source.shown} {again}."]
    return _page(ends, Report(), "annule", said)


def _compared(report: Report) -> str:
    rows = sum(part.rows for part in report.parts)
    return (
        f"{plural(len(report.parts), 'table')}, {plural(rows, 'ligne')}, toutes comparées et "
        f"identiques, jusqu’à l’opération n° {report.last}."
    )


def _page(ends: Ends, report: Report, state: str, said: list[str]) -> Page:
    parts = [_part(one) for one in report.parts]
    data = {
        "source": ends.source.shown,
        "cible": ends.target.shown,
        "etat": state,
        "recommence": report.again,
        "derniere_operation": report.last,
        "lignes": sum(part.rows for part in report.parts),
        "tables": parts,
    }

    def draw() -> list[Block]:
        kept = [n for n, one in enumerate(COLUMNS) if one.key != "copiees" or state == WAITING]
        cells = [(_called(one.table), one.rows, one.copied, one.rows) for one in report.parts]
        shown = [[row[n] for n in kept] for row in cells]
        title = f"Transfert de {ends.source.shown} vers {ends.target.shown}"
        blocks: list[Block] = [Prose(title, "title")]
        blocks += [Table([COLUMNS[n] for n in kept], shown)] if shown else []
        return [*blocks, *(Prose(one) for one in said)]

    return Page(data, draw, records=lambda: parts or [data])


def _part(one: Part) -> dict[str, Any]:
    return {
        "table": one.table,
        "lignes": one.rows,
        "copiees": one.copied,
        "identiques": one.rows,
    }


def _called(table: str) -> str:
    return NAMES.get(table) or TABLES.get(table) or OTHERS.get(table, table)
