"""A look at a whole file before it is imported: the order of its dates, text decoded twice."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from venez_vivre.errors import Misuse, Refused
from venez_vivre.intake import parsing
from venez_vivre.intake.delimited import Delimited
from venez_vivre.intake.layouts import Layout
from venez_vivre.intake.mojibake import DOUBLED, undoubled
from venez_vivre.intake.parsing import Parser
from venez_vivre.intake.receipts import Problem
from venez_vivre.intake.sheets import Sheet
from venez_vivre.texts import shorten

ORDERS = ("jma", "mja")
"""What --dates may say: day, month, year, or month, day, year."""

VARIANTS: Mapping[Parser, str] = {parsing.month_first_day: "mja", parsing.day_from_1904: "1904"}
"""What tells each unusual way of reading dates."""

Repair = Callable[[int, str], bool]
"""Whether text decoded twice is to be repaired: so many cells, of which this one."""


def left_alone(_cells: int, _example: str) -> bool:
    """Nobody is there to say so: it stays as it is."""
    return False


BATCH = 200
PREFIX = 10
"""Characters of a cell that are looked at: they hold a date, and few differ in a column."""
MOST_KEPT = 50_000


@dataclass(frozen=True)
class Survey:
    """What the whole file says: columns to read in another way, what a person should know."""

    parsers: Mapping[int, Parser] = field(default_factory=dict)
    """By place, the parsers of columns that are not read as usual."""
    notices: tuple[Problem, ...] = ()
    doubled: int = 0
    """Cells that were decoded twice."""
    example: tuple[int, str] = (0, "")
    """The first of them: its row and its text."""
    empty: frozenset[int] = frozenset()
    """The places of columns that have neither a heading nor a cell."""

    def applied(self, layout: Layout) -> Layout:
        """The layout whose columns are read as the file wants."""
        columns = tuple(
            replace(column, parse=self.parsers[place], variant=VARIANTS[self.parsers[place]])
            if column and place in self.parsers
            else column
            for place, column in enumerate(layout.columns)
        )
        nothing = {f"(colonne {place + 1} sans nom)" for place in self.empty}
        ignored = tuple(heading for heading in layout.ignored if heading not in nothing)
        notices = (*self.notices, *layout.notices)
        return replace(layout, columns=columns, ignored=ignored, notices=notices)


def settle(sheet: Sheet, layout: Layout, dates: str | None, repair: Repair) -> tuple[Sheet, Layout]:
    """The sheet and the layout once the whole file was looked at, its text repaired or not.

    Raises:
        Misuse: `dates` is no order.
        Refused: a column proves both orders, and the user names none.

    """
    found = survey(sheet, layout, dates)
    notices = sheet.notices
    if found.doubled:
        repaired = repair(found.doubled, found.example[1])
        sheet = replace(sheet, repaired=repaired)
        notices = (*notices, _doubling(found, repaired=repaired))
    layout = found.applied(layout)
    return sheet, replace(layout, notices=(*notices, *layout.notices))


def _doubling(found: Survey, *, repaired: bool) -> Problem:
    row, text = found.example
    example = f"« {shorten(text, 40)} » pour « {shorten(undoubled(text), 40)} »"
    motif = f"texte décodé deux fois ({example}), "
    motif += "remis en ordre" if repaired else "laissé tel quel"
    remedy = "Vérifiez ces cellules." if repaired else "Relancez avec --reparer."
    return Problem(row, "", shorten(text, 60), motif, remedy, nombre=found.doubled)


def survey(sheet: Sheet, layout: Layout, dates: str | None = None) -> Survey:
    """Read every row once: the cells of dates, and all of them where text may be decoded twice.

    Raises:
        Misuse: `dates` is no order.
        Refused: a column proves both orders, and the user names none.

    """
    if dates is not None and dates not in ORDERS:
        raise Misuse(
            f"--dates s’écrit jma (jour/mois/année) ou mja (mois/jour/année), pas « {dates} »."
        )
    days = {place: Days() for place, c in enumerate(layout.columns) if c and c.parse is parsing.day}
    empty = {place for place, heading in enumerate(layout.headings) if not heading}
    doubled, last = Doubled(), 0
    for batch in _batches(sheet.records() if sheet.table else sheet.rows()):
        for place, seen in days.items():
            seen.note(_beginnings(batch, place))
        empty -= {place for place in empty if any(map(str.strip, _beginnings(batch, place)))}
        if sheet.doubled:
            doubled.note(batch)
        last = batch[-1][0]
    usual = dict.fromkeys(days, parsing.day_from_1904) if sheet.from_1904 else {}
    known = {place: _order(seen, dates) for place, seen in days.items()}
    _refuse_mixed(sheet, layout, days, known)
    notices = () if dates else _said(sheet, layout, days, known)
    return Survey(
        {**usual, **{p: parsing.month_first_day for p, order in known.items() if order == "mja"}},
        (*_swallowed(sheet, last), *notices),
        doubled.cells,
        doubled.first,
        frozenset(empty),
    )


Record = tuple[int, list[str]]
"""The number of a row, and its cells."""


def _batches(rows: Iterator[Record]) -> Iterator[list[Record]]:
    while batch := list(islice(rows, BATCH)):
        yield batch


def _beginnings(batch: Sequence[Record], place: int) -> list[str]:
    try:
        return [cells[place][:PREFIX] for _, cells in batch]
    except IndexError:
        return [cells[place][:PREFIX] for _, cells in batch if place < len(cells)]


class Doubled:
    """The cells that were decoded twice: how many, and the first."""

    def __init__(self) -> None:
        self.cells = 0
        self.first = (0, "")

    def note(self, batch: Sequence[Record]) -> None:
        """Take note of some rows."""
        for number, cells in batch:
            if DOUBLED.search("\x1f".join(cells)):
                found = [cell for cell in cells if undoubled(cell) != cell]
                if found and not self.cells:
                    self.first = number, found[0]
                self.cells += len(found)


_NUMBERS = re.compile(r"\s*([0-9]{1,2})([-/.])([0-9]{1,2})\2")
_ISO = re.compile(r"\s*[0-9]{4}-[0-9]{2}-([0-9]{2})")


class Days:
    """The dates of a column: which order of day and month they prove, with the first that does."""

    def __init__(self) -> None:
        self.day_first = self.month_first = self.either = ""
        self.pairs: set[tuple[int, int]] = set()
        """Different numbers that may be a day and a month in both orders."""
        self.real = self.late = False
        """Whether there are ISO dates, as a workbook gives; whether any is after the 12th."""
        self._seen: set[str] = set()

    def note(self, beginnings: Sequence[str]) -> None:
        """Take note of some cells."""
        new = [text for text in dict.fromkeys(beginnings) if text not in self._seen]
        if len(self._seen) > MOST_KEPT:
            self._seen.clear()
        self._seen.update(new)
        for text in new:
            if found := _NUMBERS.match(text):
                self._judge(text, int(found[1]), int(found[3]))
            elif found := _ISO.match(text):
                self.real = True
                self.late = self.late or int(found[1]) > 12

    def _judge(self, text: str, first: int, second: int) -> None:
        if 12 < first <= 31 and 0 < second <= 12:
            self.day_first = self.day_first or text
        elif 0 < first <= 12 < second <= 31:
            self.month_first = self.month_first or text
        elif 0 < first <= 12 and 0 < second <= 12 and first != second:
            self.either = self.either or text
            self.pairs.add((first, second))

    @property
    def open(self) -> bool:
        """Whether both orders fit just as well."""
        return bool(self.pairs) and not (self.day_first or self.month_first)


def _order(days: Days, said: str | None) -> str:
    """What the user says, else what the column proves; empty when it proves both."""
    if said or (days.day_first and days.month_first):
        return said or ""
    return "mja" if days.month_first else "jma"


Columns = Mapping[int, Days]


def _refuse_mixed(sheet: Sheet, layout: Layout, days: Columns, known: Mapping[int, str]) -> None:
    for place, order in known.items():
        if not order:
            heading, seen = layout.headings[place], days[place]
            raise Refused(
                f"{sheet.name}, colonne « {shorten(heading, 60)} » : "
                f"{_named(sheet, place, seen.day_first)} ne se lit que jour/mois, "
                f"{_named(sheet, place, seen.month_first)} que mois/jour. Corrigez les dates, ou "
                "donnez --dates jma ou --dates mja : celles qui n’existent pas seront écartées."
            )


def _named(sheet: Sheet, place: int, text: str) -> str:
    row, cell = _first(sheet, place, text)
    return f"« {shorten(cell.strip(), 30)} » (ligne {row})"


def _first(sheet: Sheet, place: int, text: str) -> tuple[int, str]:
    """The first cell of a column that begins like that, and its row."""
    for row in sheet.rows():
        if place < len(row.cells) and row.cells[place].startswith(text):
            return row.number, row.cells[place]
    return sheet.header_row, text


def _said(
    sheet: Sheet, layout: Layout, days: Columns, known: Mapping[int, str]
) -> Iterator[Problem]:
    """What was decided of the columns that leave a doubt."""
    french = any(seen.day_first for seen in days.values())
    for place, seen in days.items():
        column = layout.columns[place]
        name = column.field if column else ""
        if known[place] == "mja":
            motif = "dates lues mois/jour : la colonne en contient qui ne se lisent pas autrement"
            remedy = "Si le jour vient d’abord, corrigez ces dates ou donnez --dates jma."
            yield Problem(*_at(sheet, place, name, seen.month_first), motif, remedy)
            if seen.real and not seen.late:
                motif = "dates que le tableur a sans doute lues jour/mois, à l’envers des autres"
                remedy = "Vérifiez dans le tableur celles qui ne sont pas du texte."
                yield Problem(*_at(sheet, place, name, seen.month_first), motif, remedy)
        elif seen.open and not french:
            motif = "dates lues jour/mois : rien ne montre que le mois ne vient pas d’abord"
            remedy = "Si le mois vient d’abord, donnez --dates mja."
            yield Problem(*_at(sheet, place, name, seen.either), motif, remedy)


def _at(sheet: Sheet, place: int, name: str, text: str) -> tuple[int, str, str]:
    row, cell = _first(sheet, place, text)
    return row, name, cell.strip()


def _swallowed(sheet: Sheet, last: int) -> Iterator[Problem]:
    """A cell that holds whole lines was written so, or a quote was never closed."""
    if isinstance(sheet.table, Delimited):
        row = sheet.table.swallowing(last, len(sheet.headings))
        if row:
            motif = "une cellule contient des lignes entières : un guillemet n’est pas fermé ?"
            remedy = "Vérifiez les guillemets de cette ligne."
            yield Problem(row, "", "", motif, remedy)
