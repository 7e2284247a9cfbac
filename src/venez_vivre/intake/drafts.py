"""A row of cells into a draft: the values it holds, or the reason it must be rejected."""

from __future__ import annotations

from collections.abc import Callable, Mapping
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
    who: Any = None
    """For sign-ups: what the line says of its registrant, and of their partner."""
    partner: Any = None

    def problem(self, column: str, value: str, reason: str, remedy: str) -> Problem:
        """A reason to reject this line."""
        return Problem(self.row.number, column, value, reason, remedy, "rejet")


class Rejected(Exception):
    """The line cannot be imported."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.motif)
        self.problem = problem


MOST_REMEMBERED = 1 << 12
"""Different texts of a column whose reading is kept: enough for codes, places and numbers."""

Read = tuple[str, Callable[[str], Any], dict[str, Any] | None]
"""How a cell is read: its field, its parser, what its texts gave before (None: hardly repeated)."""


class Drafter:
    """Turns rows of one sheet into drafts; warnings go to the receipt."""

    def __init__(
        self, layout: Layout, receipt: Receipt, parsers: Mapping[int, Parser] | None = None
    ) -> None:
        self._receipt = receipt
        said = parsers or {}
        self._columns = layout.columns
        self._corrections = layout.corrections
        self._plan: list[tuple[int, Read]] = [
            (place, (c.field, said.get(place, c.parse), {} if c.repeats else None))
            for place, c in enumerate(layout.columns)
            if c is not None
        ]
        signature = "\x1f".join(column.reading if column else "" for column in layout.columns)
        self._key = blake2b(signature.encode(), digest_size=16).digest()
        self._width = len(layout.columns)

    def hash_of(self, cells: list[str]) -> int:
        """Eight bytes that recognise the raw row under this layout, as a signed number."""
        raw = "\x1f".join(cells).encode("utf-8", "surrogatepass")
        digest = blake2b(raw, digest_size=8, key=self._key).digest()
        return int.from_bytes(digest, "little", signed=True)

    def draft(self, row: Row, row_hash: int) -> Draft:
        """The draft of a row.

        Raises:
            Rejected: a vital cell cannot be read, or cells stand outside the columns.

        """
        draft = Draft(row, row_hash)
        if len(row.cells) != self._width:
            self._check_width(draft)
        cells = self._corrected(row) if self._corrections else row.cells
        values, given = draft.values, len(cells)
        for place, (name, parse, known) in self._plan:
            if place >= given or not (text := cells[place]):
                continue
            if known is None:
                value = read_cell(parse, text)
            elif (value := known.get(text, _NEVER)) is _NEVER:
                value = read_cell(parse, text)
                if len(known) < MOST_REMEMBERED:
                    known[text] = value
            if value.__class__ in _ODD:
                self._odd(draft, place, text.strip(), value)
            else:
                values[name] = value
        return draft

    def _check_width(self, draft: Draft) -> None:
        cells = draft.row.cells
        if any(cell.strip() for cell in cells[self._width :]):
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

    def _corrected(self, row: Row) -> list[str]:
        """The cells as somebody corrected them; the row stays as it was received."""
        given = self._corrections.get(row.number)
        if given is None:
            return row.cells
        cells = row.cells + [""] * (self._width - len(row.cells))
        for place, text in given.items():
            cells[place] = text
        return cells

    def _odd(self, draft: Draft, place: int, text: str, value: Any) -> None:
        """What is no plain value: nothing at all, a repaired one, or one that cannot be read."""
        column = self._columns[place]
        if column is None or value is None:
            return
        if isinstance(value, Unreadable):
            self._unread(draft, column, text, value)
        else:
            draft.values[column.field] = self._mended(draft, column, text, value)

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


_NEVER = object()
_ODD = (type(None), Mended, Unreadable)


def read_cell(parse: Parser, cell: str) -> Any:
    """What a cell says: a value, `ERASE`, None when blank, `Mended`, or why it says nothing."""
    text = cell.strip()
    if not text:
        return None
    if text[0] == "(" and text.lower() == ERASING:
        return ERASE
    try:
        return parse(text)
    except Unreadable as error:
        return error.with_traceback(None)
