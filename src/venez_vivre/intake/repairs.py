"""Rejected lines that one corrected cell could save, and the corrections that somebody gives."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from venez_vivre.intake.drafts import read_cell
from venez_vivre.intake.layouts import Column, Layout
from venez_vivre.intake.parsing import Unreadable
from venez_vivre.intake.receipts import Problem, Receipt

OTHERWISE = {"email": ("telephone",), "nom": ("nom_complet", "prenom")}
"""Where the remedy may be written when the file does not have the column of the problem."""

NAMES = (("prenom", "nom"), ("nom_complet",), ("foyer",), ("titre",), ("axe",), ("code",))
"""The fields that say who or what a line is about, the best first."""


@dataclass(frozen=True)
class Repairable:
    """A rejected line whose problem is in one cell: which one, and whom the line is about."""

    problem: Problem
    place: int
    column: Column
    said: str
    who: str

    @property
    def line(self) -> int:
        """The row, as a spreadsheet numbers it."""
        return self.problem.ligne


def repairable(layout: Layout, receipt: Receipt) -> Iterator[Repairable]:
    """The rejected lines of a file that the correction of one cell could save, in their order."""
    for problem, cells in sorted(receipt.rejections(), key=lambda one: one[0].ligne):
        fields = (problem.colonne, *OTHERWISE.get(problem.colonne, ()))
        found = next(filter(None, (_column(layout, field) for field in fields)), None)
        if found is None:
            continue
        place, column = found
        said = problem.valeur or _cell(cells, place)
        yield Repairable(problem, place, column, said, _who(layout, cells))


def trouble(column: Column, text: str) -> Unreadable | None:
    """Why a cell of that column cannot be read, None when it can."""
    value = read_cell(column.parse, text)
    return value if isinstance(value, Unreadable) else None


def corrected(layout: Layout, given: Mapping[int, Mapping[int, str]]) -> Layout:
    """The layout with cells corrected, by number of row and place, beside those of before."""
    known = layout.corrections
    merged = {line: {**known.get(line, {}), **cells} for line, cells in given.items()}
    return replace(layout, corrections={**known, **merged})


def _column(layout: Layout, field: str) -> tuple[int, Column] | None:
    pairs = enumerate(layout.columns)
    return next(((place, c) for place, c in pairs if c and c.field == field), None)


def _who(layout: Layout, cells: Sequence[str]) -> str:
    for fields in NAMES:
        places = [found[0] for field in fields if (found := _column(layout, field))]
        said = " ".join(filter(None, (_cell(cells, place) for place in places)))
        if said:
            return said
    return ""


def _cell(cells: Sequence[str], place: int) -> str:
    return cells[place].strip() if place < len(cells) else ""
