"""How the receipt of an import looks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from venez_vivre.intake.drafts import ERASING
from venez_vivre.intake.receipts import OUTCOMES, Outcome, Receipt
from venez_vivre.intake.sheets import NAMES
from venez_vivre.screens.pages import TAKE_BACK, Block, Column, Facts, Page, Prose, Table
from venez_vivre.texts import listed, plural, shorten

LABELS = {
    "creees": "créées",
    "mises_a_jour": "mises à jour",
    "inchangees": "inchangées",
    "mises_de_cote": "mises de côté",
    "rejetees": "rejetées",
}
PROBLEMS = (
    Column("ligne", "Ligne", "count"),
    Column("colonne", "Colonne"),
    Column("valeur", "Valeur"),
    Column("motif", "Motif", "name"),
    Column("remede", "Remède"),
    Column("nombre", "Lignes", "count"),
)
CHANGES = (
    Column("ligne", "Ligne", "count"),
    Column("fiche", "Fiche", "name"),
    Column("colonne", "Colonne"),
    Column("avant", "Avant"),
    Column("apres", "Après"),
)
MOST_SHOWN = 12


def receipts(found: Sequence[Receipt], *, done: bool = True) -> Page:
    """The receipts of a command: one document for one file, a list for several."""
    mark = "" if done else " (simulation : rien n’est enregistré)"

    def draw() -> list[Block]:
        back = done and any(one.wrote for one in found)
        blocks = [block for one in found for block in _receipt(one, mark, _outcomes(one))]
        return [*blocks, Prose(TAKE_BACK, "dim")] if back else blocks

    return Page(_data(found), draw)


def plan(found: Sequence[Receipt]) -> Page:
    """What an import is about to do, before somebody confirms it: every state, even at zero."""
    mark = " : ce que l’import fera"

    def draw() -> list[Block]:
        return [block for one in found for block in _receipt(one, mark, OUTCOMES)]

    return Page(_data(found), draw)


def _data(found: Sequence[Receipt]) -> Any:
    data = [receipt.as_json() for receipt in found]
    return data[0] if len(data) == 1 else data


def _outcomes(receipt: Receipt) -> list[Outcome]:
    return [outcome for outcome in OUTCOMES if getattr(receipt, outcome)]


def _receipt(receipt: Receipt, mark: str, outcomes: Sequence[Outcome]) -> list[Block]:
    separator = NAMES.get(receipt.separateur, receipt.separateur)
    how = f"feuille « {receipt.feuille} »" if receipt.feuille else f"séparateur {separator}"
    read_as = f"{receipt.encodage}, {how}" if receipt.feuille or separator else receipt.encodage
    blocks: list[Block] = [
        Prose(receipt.fichier + mark, "title"),
        Prose(f"Lu en {read_as}.", "dim"),
        _counts(receipt, outcomes),
    ]
    if receipt.colonnes_ignorees:
        blocks.append(Prose(f"Colonnes ignorées : {listed(receipt.colonnes_ignorees)}.", "warn"))
    blocks += [*_changes(receipt), *_problems(receipt)]
    if receipt.mises_de_cote:
        some = plural(receipt.mises_de_cote, "ligne mise", "lignes mises")
        what = "l’" if receipt.mises_de_cote == 1 else "les "
        said = f"{some} de côté : `venez-vivre inscrits doublons` {what}examine."
        blocks.append(Prose(said, "warn"))
    if receipt.fichier_rejets:
        again = "corrigez-les puis importez ce fichier"
        blocks.append(Prose(f"Lignes rejetées : {receipt.fichier_rejets} ({again}).", "warn"))
    return blocks


def _counts(receipt: Receipt, outcomes: Sequence[Outcome]) -> Facts:
    states = [(LABELS[name], getattr(receipt, name)) for name in outcomes]
    return Facts([("lignes lues", receipt.lues), *states])


def _changes(receipt: Receipt) -> list[Block]:
    changes = receipt.modifications
    if not changes:
        return []
    rows = [
        (c.ligne, c.fiche, c.colonne, shorten(c.avant, 40), shorten(c.apres, 40) or ERASING)
        for c in changes[:MOST_SHOWN]
    ]
    left = len(changes) - len(rows) + receipt.autres_modifications
    given = "donne les" if receipt.autres_modifications else "les donne toutes"
    given += f" {len(changes)} premières" if receipt.autres_modifications else ""
    note = f"… et {plural(left, 'autre')} : `--format json` {given}." if left else ""
    return [Table(CHANGES, rows, title="Ce qui change", note=note)]


def _problems(receipt: Receipt) -> list[Block]:
    problems = receipt.problems
    if not problems:
        return []
    rows = [
        (p.ligne, p.colonne, shorten(p.valeur, 24), p.motif, p.remede, p.nombre)
        for p in problems[:MOST_SHOWN]
    ]
    left = len(problems) - len(rows)
    note = f"… et {plural(left, 'autre')} : `--format json` les donne tous." if left > 0 else ""
    return [Table(PROBLEMS, rows, title="À regarder", note=note)]
