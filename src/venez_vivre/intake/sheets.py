"""A file of rows, text or workbook: its headings, then its rows one by one."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import BinaryIO, Protocol

from venez_vivre import NamedTuple
from venez_vivre.errors import Refused
from venez_vivre.intake import kinds
from venez_vivre.intake.delimited import NAMES, Delimited, delimited
from venez_vivre.intake.encodings import BLOCK, ENCODINGS, WRITTEN, may_be_doubled
from venez_vivre.intake.mojibake import DOUBLED, undoubled
from venez_vivre.intake.receipts import Problem
from venez_vivre.intake.scratch import scratch
from venez_vivre.intake.toprows import TOP, Recognise, best_row
from venez_vivre.texts import fold, plural, shorten

__all__ = ["ENCODINGS", "NAMES", "STANDARD_INPUT", "Row", "Sheet", "open_sheet", "readable"]

MOST_COLUMNS = 1_000
STANDARD_INPUT = "entrée standard"
WORKBOOK = "xlsx"


class Row(NamedTuple):
    """One row: its number as a spreadsheet shows it, and its cells."""

    number: int
    cells: list[str]


class Table(Protocol):
    """What gives the records of a file, blank ones too, from the first, as often as needed."""

    def records(self) -> Iterator[tuple[int, list[str]]]:
        """Each record with its number as a spreadsheet shows it."""


@dataclass(frozen=True)
class Sheet:
    """A file that can be read row by row, as often as needed; a text in constant memory."""

    path: Path
    name: str
    encoding: str
    separator: str
    headings: tuple[str, ...]
    header_row: int
    skipped_lines: int
    table: Table | None = None
    tab: str = ""
    """The sheet of a workbook that is read."""
    notices: tuple[Problem, ...] = ()
    """What a person should know of the file as a whole."""
    doubled: bool = False
    """Whether it may hold text decoded twice."""
    repaired: bool = False
    """Whether text decoded twice is brought back to what it was."""
    from_1904: bool = False

    @property
    def is_workbook(self) -> bool:
        """Whether the file is a workbook, not a text."""
        return self.encoding == WORKBOOK

    @property
    def written(self) -> str:
        """The encoding in which a text like this one is written."""
        return WRITTEN.get(self.encoding, self.encoding)

    def records(self) -> Iterator[tuple[int, list[str]]]:
        """Every row below the headings as it is in the file, blank ones too."""
        records = self.table.records() if self.table else iter(())
        for number, _ in records:
            if number >= self.header_row:
                break
        return records

    def rows(self) -> Iterator[Row]:
        """The rows below the headings, blank ones left out, repaired if they are to be."""
        filled = (Row(*record) for record in self.records() if any(map(str.strip, record[1])))
        return map(_repaired, filled) if self.repaired else filled


def _repaired(row: Row) -> Row:
    if not DOUBLED.search("\x1f".join(row.cells)):
        return row
    return Row(row.number, [undoubled(cell) for cell in row.cells])


@contextmanager
def readable(path: Path) -> Iterator[tuple[Path, str]]:
    """A path that can be read as often as needed, and the name to show for it.

    What flows only once, `-` or a pipe, is kept in a private copy as long as it is needed.
    """
    if str(path) == "-":
        with _spooled(_standard_input()) as copy:
            yield copy, STANDARD_INPUT
    elif path.is_fifo():
        with path.open("rb") as pipe, _spooled(pipe) as copy:
            yield copy, path.name
    else:
        yield path, path.name


def open_sheet(
    path: Path,
    *,
    name: str | None = None,
    encoding: str | None = None,
    separator: str | None = None,
    tab: str | None = None,
    recognise: Recognise | None = None,
) -> Sheet:
    """Find out how a file is written and read its headings; `name` is what to call it.

    `tab` names the sheet of a workbook. `recognise` counts the cells of a row that are known
    headings: with it, titles above the headings are skipped.

    Raises:
        NotFound: no such file.
        Misuse: an encoding, a separator or a sheet that does not exist.
        Refused: a directory, an empty or hopeless file, with the sentence that says why.

    """
    name = name or path.name
    if kinds.is_workbook(path, name):
        return _headed(_workbook(path, name, tab, recognise), recognise)
    text = delimited(path, name, encoding=encoding, separator=separator, recognise=recognise)
    sheet = Sheet(
        path,
        name,
        text.encoding,
        text.separator,
        headings=(),
        header_row=0,
        skipped_lines=text.skipped,
        table=text,
        notices=tuple(_mixed(text)),
        doubled=may_be_doubled(path, text.encoding),
    )
    found = _headed(sheet, recognise)
    if recognise and not recognise(found.headings):
        kinds.check_named(path, name)
    return found


def _workbook(path: Path, name: str, tab: str | None, recognise: Recognise | None) -> Sheet:
    from venez_vivre.intake.workbooks import open_workbook  # noqa: PLC0415  heavier than a text

    book = open_workbook(path, name, tab, recognise)
    return Sheet(
        path,
        name,
        WORKBOOK,
        separator="",
        headings=(),
        header_row=0,
        skipped_lines=0,
        table=book,
        tab=book.tab,
        notices=book.notices,
        doubled=book.doubled,
        from_1904=book.from_1904,
    )


def _headed(sheet: Sheet, recognise: Recognise | None) -> Sheet:
    """The sheet with its headings: of its first rows, the one that names the most known fields."""
    records = sheet.table.records() if sheet.table else iter(())
    rows = list(islice((r for r in records if any(map(str.strip, r[1]))), TOP))
    if not rows:
        raise Refused(f"{sheet.name} est vide : rien à importer.")
    texts = [[undoubled(cell) for cell in cells] for _, cells in rows]
    place, _ = best_row(texts, recognise)
    number, headings = rows[place][0], _headings(sheet, texts[place])
    notices = (*sheet.notices, *_above(rows[:place], number), *_twice(headings, number))
    return replace(sheet, headings=headings, header_row=number, notices=notices)


def _headings(sheet: Sheet, cells: Sequence[str]) -> tuple[str, ...]:
    if any(cell.strip() for cell in cells[MOST_COLUMNS:]):
        remedy = "supprimez celles de trop" if sheet.is_workbook else "vérifiez son séparateur"
        raise Refused(f"{sheet.name} a plus de {MOST_COLUMNS} colonnes : {remedy}.")
    return tuple(" ".join(cell.replace("\ufeff", "").split()) for cell in cells[:MOST_COLUMNS])


def _above(rows: Sequence[tuple[int, list[str]]], number: int) -> Iterator[Problem]:
    if rows:
        said = next(cell.strip() for cell in rows[0][1] if cell.strip())
        motif = f"{plural(len(rows), 'ligne')} au-dessus des en-têtes, laissées de côté"
        remedy = f"Les en-têtes sont lus ligne {number} ; effacez les lignes du dessus si besoin."
        yield Problem(rows[0][0], "", shorten(said, 60), motif, remedy)


def _twice(headings: Sequence[str], number: int) -> Iterator[Problem]:
    times = Counter(map(fold, headings))
    for key in dict.fromkeys(map(fold, headings)):
        if key and times[key] > 1:
            heading = next(heading for heading in headings if fold(heading) == key)
            remedy = "La première de ces colonnes est lue ; renommez les autres."
            yield Problem(number, heading, "", "en-tête en double", remedy, nombre=times[key])


def _mixed(text: Delimited) -> Iterator[Problem]:
    if numbers := text.mended_records():
        where = ", ".join(map(str, numbers[:MOST_NAMED])) + "…" * (len(numbers) > MOST_NAMED)
        motif = f"encodages mêlés : UTF-8, sauf des caractères lus en Windows-1252 (lignes {where})"
        remedy = "Vérifiez les accents de ces lignes."
        yield Problem(numbers[0], "", "", motif, remedy, nombre=len(numbers))


MOST_NAMED = 10


def _standard_input() -> BinaryIO:
    if sys.stdin is None or sys.stdin.isatty():
        raise Refused(
            "Rien n’arrive sur l’entrée standard. Donnez le chemin d’un fichier CSV ou XLSX."
        )
    return sys.stdin.buffer


@contextmanager
def _spooled(stream: BinaryIO) -> Iterator[Path]:
    """A stream kept in a private file as long as it is needed."""
    with scratch(".csv") as path:
        with path.open("wb") as file:
            while block := stream.read(BLOCK):
                if file.tell() > kinds.LARGEST_FILE:
                    raise kinds.too_large(STANDARD_INPUT)
                file.write(block)
        yield path
