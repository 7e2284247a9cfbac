"""How the list of imports looks, and one of them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from venez_vivre.dates import short
from venez_vivre.intake.sheets import ENCODINGS, NAMES
from venez_vivre.screens.imports import LABELS
from venez_vivre.screens.pages import Block, Column, Facts, Page, Prose, Table, listing
from venez_vivre.store.queries.imports import Run
from venez_vivre.texts import plural

KINDS = {
    "signup": "inscrits",
    "contact": "contacts",
    "settlement": "installations",
    "offer": "offres",
    "resource": "ressources",
    "campaign": "campagnes",
    "territory": "territoires",
    "officer": "agents",
    "occupation": "metiers",
}
"""What the base calls a kind of import, and the noun of its command."""

COLUMNS = (
    Column("numero", "N°", "count"),
    Column("date", "Date", "day"),
    Column("type", "Type", spare=2),
    Column("fichier", "Fichier", "name"),
    Column("agent", "Qui", minor=3),
    Column("lues", "Lues", "count"),
    Column("creees", "Créées", "count"),
    Column("mises_a_jour", "À jour", "count", spare=1),
    Column("inchangees", "Inchangées", "count", minor=4),
    Column("mises_de_cote", "De côté", "count", minor=1),
    Column("rejetees", "Rejetées", "count"),
    Column("operation", "Opération", "count", minor=2),
)
READ_AS = (Column("en_tete", "En-tête", "name"), Column("champ", "Champ"))


def history(found: Sequence[Run], total: int) -> Page:
    """The imports, and how many there are in all."""
    left = total - len(found)
    note = f"… et {plural(left, 'plus ancien', 'plus anciens')} : `-n {total}` les montre."
    empty = "Aucun import : `venez-vivre inscrits importer` commence."
    return listing(COLUMNS, [record(run) for run in found], empty=empty, note=note if left else "")


def record(run: Run) -> dict[str, Any]:
    """An import as a list tells it."""
    return {
        "numero": run.number,
        "date": run.imported_on,
        "type": KINDS.get(run.kind, run.kind),
        "fichier": run.file_name,
        "agent": run.agent,
        "lues": run.lines_read,
        "creees": run.created,
        "mises_a_jour": run.updated,
        "inchangees": run.unchanged,
        "mises_de_cote": run.set_aside,
        "rejetees": run.rejected,
        "operation": run.operation,
    }


def one(run: Run, fields: Sequence[str | None]) -> Page:
    """One import: how it was read, what became of it, how to take it back."""
    headings = json.loads(run.headings)
    pairs = list(zip(headings, fields, strict=True))
    data = {
        **record(run),
        "annulee": bool(run.undone),
        "a_decider": run.still_waiting,
        "encodage": ENCODINGS.get(run.encoding or "", run.encoding),
        "separateur": run.separator or None,
        "feuille": run.sheet,
        "colonnes": [{"en_tete": heading, "champ": field} for heading, field in pairs],
    }

    def draw() -> list[Block]:
        states = [(label, data[key]) for key, label in LABELS.items() if data[key]]
        columns = [(heading, field or "(ignorée)") for heading, field in pairs]
        return [
            Prose(f"Import n° {run.number} : {run.file_name}", "title"),
            Prose(_how(run, data), "dim"),
            Facts([("lignes lues", run.lines_read), *states]),
            Table(READ_AS, columns, title="Colonnes", note=READ_TODAY),
            *_then(run),
        ]

    return Page(data, draw)


READ_TODAY = "Champs d’après ce que le programme sait aujourd’hui de ces en-têtes."


def _how(run: Run, data: Mapping[str, Any]) -> str:
    """Who imported what, on which day, and how the file was read."""
    day = date.fromisoformat(run.imported_on)
    by = f", par {run.agent}" if run.agent else ""
    parts = [data["encodage"], run.separator and f"séparateur {NAMES.get(run.separator)}"]
    parts.append(f"feuille « {run.sheet} »" if run.sheet else None)
    read_as = ", ".join(filter(None, parts))
    return f"{data['type'].capitalize()}, le {short(day)}{by}. Lu en {read_as}."


def _then(run: Run) -> list[Block]:
    """What may be done now."""
    said: list[Block] = []
    if run.still_waiting:
        waiting = plural(run.still_waiting, "ligne attend", "lignes attendent")
        said.append(Prose(f"{waiting} une décision : `venez-vivre inscrits doublons`.", "warn"))
    if run.undone:
        what = "annulée ; ce qui a été modifié depuis, ou sert encore, est conservé"
        said.append(Prose(f"Opération n° {run.operation} du journal, {what}.", "dim"))
    elif run.operation is not None:
        how = f"`venez-vivre annuler --operation {run.operation}` la retire"
        said.append(Prose(f"Opération n° {run.operation} du journal : {how}.", "dim"))
    return said
