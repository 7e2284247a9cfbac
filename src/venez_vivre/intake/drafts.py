"""A row of cells into a draft: the values it holds, or the reason it must be rejected."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Mapping
from hashlib import blake2b
from typing import Any

from venez_vivre.intake.columns import Column, Layout
from venez_vivre.intake.parsing import ERASE, Mended, Parser, Unreadable
from venez_vivre.intake.ready import Ready
from venez_vivre.intake.receipts import Problem
from venez_vivre.intake.sheets import Row

ERASING = "(vide)"


Notice = tuple[Problem, bool]
"""Something to tell of a line, and whether its value matters little (`Receipt.warn`)."""


class Draft:
    """One line understood: its row, the hash that recognises it, and the values it gives.

    A line that was understood in another process comes without what is rarely looked at: it is
    understood again here when somebody asks for it.
    """

    __slots__ = (
        "cells", "line", "notices", "partner", "ready", "rejected", "row", "row_hash", "understand",
        "values", "who",
    )  # fmt: skip

    line: int
    """The row as a spreadsheet numbers it."""
    row: Row
    row_hash: int
    values: dict[str, Any]
    notices: list[Notice]
    rejected: Problem | None
    """Why the line cannot be imported, None when it can."""
    who: Any
    """For sign-ups: what the line says of its registrant, and of their partner."""
    partner: Any
    ready: Any
    """What the kind of import made of the line alone (`Importer.digest`)."""
    cells: list[str] | None
    """Those of a line from another process, None when what is ready of it holds them."""
    understand: Understand
    """What understood it there, for whoever must know more of it here."""

    def __init__(self, row: Row, row_hash: int, values: dict[str, Any] | None = None) -> None:
        self.line, self.row, self.row_hash = row[0], row, row_hash
        self.values = {} if values is None else values
        self.notices, self.rejected = [], None
        self.who = self.partner = self.ready = None

    def problem(self, column: str, value: str, reason: str, remedy: str) -> Problem:
        """A reason to reject this line."""
        return Problem(self.line, column, value, reason, remedy, "rejet")

    def tell(self, problem: Problem, *, alike: bool = False) -> None:
        """Have something said of this line, whether it is imported or not."""
        self.notices.append((problem, alike))

    def sent(self) -> Sent:
        """The draft as another process sends it, in plain values that `marshal` takes.

        Neither the cells, which the form that is ready holds, nor the values nor the people: to
        pack them took a seventh of that process, and one line in fifty is asked for them.
        """
        told = pickle.dumps((self.notices, self.rejected)) if self.notices or self.rejected else b""
        if self.ready is None:
            return self.line, self.row_hash, told, None, self.row.cells
        return self.line, self.row_hash, told, tuple(self.ready), None

    @classmethod
    def received(cls, sent: Sent, understand: Understand) -> Draft:
        """The draft that another process sent."""
        draft = cls.__new__(cls)
        draft.line, draft.row_hash, told, ready, draft.cells = sent
        draft.notices, draft.rejected = pickle.loads(told) if told else ([], None)  # noqa: S301  our own child wrote it
        draft.ready = None if ready is None else Ready._make(ready)
        draft.understand = understand
        return draft

    def __getattr__(self, name: str) -> Any:
        """Only asked for what is not there: read the line again, or understand it again."""
        if name == "row":
            cells = self.cells if self.cells is not None else self.ready.cells()
            self.row = Row(self.line, cells)
        elif name in {"values", "who", "partner"}:
            again = Draft(self.row, self.row_hash)
            self.understand(again)
            self.values, self.who, self.partner = again.values, again.who, again.partner
        else:
            raise AttributeError(name)
        return getattr(self, name)


Sent = tuple[int, int, bytes, tuple[Any, ...] | None, list[str] | None]
"""Line, hash, notices and rejection, what is ready of it, else its cells."""

Understand = Callable[[Draft], None]
"""Fills a draft with what its row says."""


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
    """Turns rows of one sheet into drafts."""

    def __init__(self, layout: Layout, parsers: Mapping[int, Parser] | None = None) -> None:
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

    def fill(self, draft: Draft) -> None:
        """Read the cells of a row into the values of its draft, or say why it is rejected.

        A line is rejected when a vital cell cannot be read, or cells stand outside the columns.
        """
        row = draft.row
        if len(row.cells) == self._width or self._has_width(draft):
            self._read(draft)

    def _read(self, draft: Draft) -> None:
        row = draft.row
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
                if draft.rejected is not None:
                    return
            else:
                values[name] = value

    def _has_width(self, draft: Draft) -> bool:
        cells = draft.row.cells
        if any(cell.strip() for cell in cells[self._width :]):
            draft.rejected = draft.problem(
                "",
                cells[self._width],
                "plus de cellules que de colonnes",
                "Vérifiez le séparateur et les guillemets de cette ligne.",
            )
            return False
        if len(cells) < self._width:
            self._short(draft)
        return True

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
        where = draft.line, column.field, text
        draft.tell(Problem(*where, mended.reason, mended.remedy), alike=True)
        return mended.value

    def _short(self, draft: Draft) -> None:
        reason = "moins de cellules que de colonnes"
        remedy = "Les dernières cellules sont prises pour vides : vérifiez la ligne."
        draft.tell(Problem(draft.line, "", "", reason, remedy))

    def _unread(self, draft: Draft, column: Column, text: str, error: Unreadable) -> None:
        where = draft.line, column.field, text
        if not (column.vital or error.fatal):
            draft.tell(Problem(*where, error.reason, error.remedy))
        else:
            draft.rejected = Problem(*where, error.reason, error.remedy, "rejet")


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
