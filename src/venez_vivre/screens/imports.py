"""How the receipt of an import looks."""

from __future__ import annotations

from collections.abc import Sequence

from venez_vivre.intake.receipts import OUTCOMES, Receipt
from venez_vivre.intake.sheets import NAMES
from venez_vivre.screens.pages import Block, Column, Facts, Page, Prose, Table
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
MOST_SHOWN = 12


def receipts(found: Sequence[Receipt], *, done: bool = True) -> Page:
    """The receipts of a command: one document for one file, a list for several."""
    data = [receipt.as_json() for receipt in found]

    def draw() -> list[Block]:
        return [block for receipt in found for block in _receipt(receipt, written=done)]

    return Page(data[0] if len(data) == 1 else data, draw)


def _receipt(receipt: Receipt, *, written: bool) -> list[Block]:
    read_as = f"{receipt.encodage}, séparateur {NAMES.get(receipt.separateur, receipt.separateur)}"
    head = receipt.fichier if written else f"{receipt.fichier} (simulation : rien n’est enregistré)"
    blocks: list[Block] = [
        Prose(head, "title"),
        Prose(f"Lu en {read_as}.", "dim"),
        _counts(receipt),
    ]
    if receipt.colonnes_ignorees:
        blocks.append(Prose(f"Colonnes ignorées : {listed(receipt.colonnes_ignorees)}.", "warn"))
    blocks += _problems(receipt)
    if receipt.fichier_rejets:
        again = "corrigez-les puis importez ce fichier"
        blocks.append(Prose(f"Lignes rejetées : {receipt.fichier_rejets} ({again}).", "warn"))
    return blocks


def _counts(receipt: Receipt) -> Facts:
    pairs = [("lignes lues", receipt.lues)]
    pairs += [(LABELS[name], getattr(receipt, name)) for name in OUTCOMES]
    return Facts([(label, count) for label, count in pairs if count or label == "lignes lues"])


def _problems(receipt: Receipt) -> list[Block]:
    problems = receipt.problems
    if not problems:
        return []
    rows = [
        (p.ligne, p.colonne, shorten(p.valeur, 24), p.motif, shorten(p.remede, 60), p.nombre)
        for p in problems[:MOST_SHOWN]
    ]
    left = len(problems) - len(rows)
    note = f"… et {plural(left, 'autre')} : `--format json` les donne tous." if left > 0 else ""
    return [Table(PROBLEMS, rows, title="À regarder", note=note)]
