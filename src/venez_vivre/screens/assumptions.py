"""How assumptions look."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from venez_vivre.dates import short
from venez_vivre.screens.pages import TAKE_BACK, Block, Column, Page, Table, sentence
from venez_vivre.steering.impact import Assumption, plain
from venez_vivre.texts import number

COLUMNS = (
    Column("nom", "Hypothèse", "name"),
    Column("valeur", "Valeur"),
    Column("unite", "Unité"),
    Column("le", "Du", "day", minor=1),
    Column("source", "Source"),
)
LABELS = {
    "euros_par_personne": "Dépense d’une personne",
    "euros_par_foyer": "Dépense d’un foyer",
    "emplois_par_foyer": "Emploi induit par un foyer",
}
"""What each is called in a report."""
NOTE = (
    "Ordres de grandeur : chaque rapport imprime ces nombres à côté de ce qu’il en tire. "
    "`venez-vivre hypotheses definir` les change."
)


def records(known: Mapping[str, Assumption]) -> list[dict[str, Any]]:
    """Assumptions for scripts."""
    return [record(name, one) for name, one in known.items()]


def record(name: str, one: Assumption) -> dict[str, Any]:
    """One assumption for scripts."""
    return {
        "nom": name,
        "valeur": plain(one.value),
        "unite": one.unit,
        "source": one.source,
        "le": one.dated,
        "publiee": one.usual,
    }


def figure(value: float) -> str:
    """« 15 200 », « 0,16 »: every decimal that was given."""
    decimals = next(n for n in range(5) if n == 4 or round(value, n) == value)
    return number(value, decimals)


def listed(known: Mapping[str, Assumption]) -> Page:
    """Every assumption."""

    def draw() -> Sequence[Block]:
        rows = [[n, figure(one.value), one.unit, one.dated, one.source] for n, one in known.items()]
        return [Table(COLUMNS, rows, note=NOTE)]

    return Page(records(known), draw)


def defined(name: str, one: Assumption, done: str) -> Page:
    """What changing an assumption did."""
    what = f"{name} : {figure(one.value)} {one.unit}, {one.source} ({short(one.dated)})."
    said = {
        "modifie": f"Hypothèse changée. {what}",
        "usuelle": f"Hypothèse publiée de nouveau. {what}",
        "inchange": f"Rien à changer. {what}",
    }
    back = "" if done == "inchange" else TAKE_BACK
    return sentence({**record(name, one), "resultat": done}, said[done], back=back)
