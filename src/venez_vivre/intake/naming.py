"""How a file of sign-ups writes names: in two columns, or whole in one."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

from venez_vivre.intake.layouts import Layout
from venez_vivre.intake.parsing import name
from venez_vivre.intake.receipts import Problem
from venez_vivre.intake.sheets import Sheet
from venez_vivre.intake.splitting import NameOrder, learn, split

WHOLE = "nom_complet"
SAMPLE = 5_000
"""Names that are enough to know how a column writes them."""


def name_order(sheet: Sheet, layout: Layout) -> NameOrder:
    """How the column that holds whole names writes them."""
    fields = layout.fields
    if {"nom", "prenom"} <= fields:
        return NameOrder(alone=False)
    field = next((one for one in (WHOLE, "nom", "prenom") if one in fields), None)
    if field is None:
        return NameOrder()
    return learn(_cells(sheet, layout, field), layout.heading(field))


def _cells(sheet: Sheet, layout: Layout, field: str) -> Iterator[str]:
    place = next(n for n, column in enumerate(layout.columns) if column and column.field == field)
    for row in islice(sheet.rows(), SAMPLE):
        if place < len(row.cells):
            yield row.cells[place]


def told_apart(values: dict[str, Any], order: NameOrder, line: int) -> list[Problem]:
    """Tell names and places of a line apart, in place; what has to be checked."""
    whole = values.pop(WHOLE, None) if WHOLE in values else None
    if isinstance(whole, str) and not (values.get("nom") or values.get("prenom")):
        values["nom"] = whole
    found = split(values, order)
    if values.get("nom") is whole and isinstance(whole, str):
        values["nom"] = name(whole)  # one name only
    return [Problem(line, n.field, n.text, n.reason, n.remedy) for n in found] if found else []
