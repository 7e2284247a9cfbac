"""A row of cells into a draft: the values it holds, or the reason it must be rejected."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any

from venez_vivre.intake.columns import Column, Layout
from venez_vivre.intake.parsing import ERASE, Mended, Parser, Unreadable
from venez_vivre.intake.receipts import Problem, Receipt
from venez_vivre.intake.sheets import Row

ERASING = "(vide)"


@dataclass(slots=True)
class Draft:
    """One line understood: its row, the hash that recognises it, and the values it gives."""

    row: Row
    row_hash: int
    values: dict[str, Any] = field(default_factory=dict)

    def problem(self, column: str, value: str, reason: str, remedy: str) -> Problem:
        """A reason to reject this line."""
        return Problem(self.row.number, column, value, reason, remedy, "rejet")


class Rejected(Exception):
    """The line cannot be imported."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.motif)
        self.problem = problem


class Drafter:
    """Turns rows of one sheet into drafts; warnings go to the receipt."""

    def __init__(self, layout: Layout, receipt: Receipt) -> None:
        self._receipt = receipt
        self._plan: list[tuple[int, Column, Parser]] = [
            (place, column, column.parse)
            for place, column in enumerate(layout.columns)
            if column is not None
        ]
        signature = "\x1f".join(column.field if column else "" for column in layout.columns)
        self._key = blake2b(signature.encode(), digest_size=16).digest()
        self._width = len(layout.columns)

    def hash_of(self, cells: list[str]) -> int:
        """Eight bytes that recognise the raw row under this layout, as a signed number."""
        raw = "\x1f".join(cells).encode("utf-8", "surrogatepass")
        (number,) = struct.unpack("<q", blake2b(raw, digest_size=8, key=self._key).digest())
        return int(number)

    def draft(self, row: Row, row_hash: int) -> Draft:
        """The draft of a row.

        Raises:
            Rejected: a vital cell cannot be read, or cells stand outside the columns.

        """
        cells = row.cells
        draft = Draft(row, row_hash)
        if len(cells) > self._width and any(cell.strip() for cell in cells[self._width :]):
            raise Rejected(
                draft.problem(
                    "",
                    cells[self._width],
                    "plus de cellules que de colonnes",
                    "Vérifiez le séparateur et les guillemets de cette ligne.",
                )
            )
        if len(cells) < self._width:
            self._short(draft)
        values, given = draft.values, len(cells)
        for place, column, parse in self._plan:
            if place >= given or not (text := cells[place].strip()):
                continue
            if text[0] == "(" and text.lower() == ERASING:
                values[column.field] = ERASE
                continue
            try:
                value = parse(text)
            except Unreadable as error:
                self._unread(draft, column, text, error)
                continue
            values[column.field] = (
                self._mended(draft, column, text, value) if type(value) is Mended else value
            )
        return draft

    def _mended(self, draft: Draft, column: Column, text: str, mended: Mended) -> Any:
        where = draft.row.number, column.field, text
        self._receipt.warn(Problem(*where, mended.reason, mended.remedy), alike=True)
        return mended.value

    def _short(self, draft: Draft) -> None:
        reason = "moins de cellules que de colonnes"
        remedy = "Les dernières cellules sont prises pour vides : vérifiez la ligne."
        self._receipt.warn(Problem(draft.row.number, "", "", reason, remedy))

    def _unread(self, draft: Draft, column: Column, text: str, error: Unreadable) -> None:
        problem = draft.problem(column.field, text, error.reason, error.remedy)
        if column.vital:
            raise Rejected(problem)
        self._receipt.warn(
            Problem(problem.ligne, problem.colonne, text, error.reason, error.remedy)
        )
