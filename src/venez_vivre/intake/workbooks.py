"""A sheet of a workbook: chosen, made safe to read, then its rows one by one as texts."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import chain, islice
from pathlib import Path
from typing import Any

from venez_vivre.errors import Misuse, Refused
from venez_vivre.intake.bare_copies import SHEET, STRINGS, STYLES, cells_of
from venez_vivre.intake.extents import Extent, extent, row_of, shared_strings
from venez_vivre.intake.mojibake import undoubled
from venez_vivre.intake.parts import Package, attribute, damaged, elements, taken_apart
from venez_vivre.intake.receipts import Problem
from venez_vivre.intake.toprows import TOP, Recognise, best_row
from venez_vivre.texts import listed, plural


@dataclass(frozen=True)
class Workbook:
    """A sheet of a workbook, that can be read as often as needed."""

    tab: str
    cells: Any
    """What python-calamine read; None when the sheet holds nothing."""
    notices: tuple[Problem, ...] = ()
    doubled: bool = False
    """Whether it may hold text decoded twice."""
    from_1904: bool = False
    """Whether days are counted from 1904, as on an old Mac."""

    def records(self) -> Iterator[tuple[int, list[str]]]:
        """Every row, blank ones too, with its number as the spreadsheet shows it."""
        rows = iter(()) if self.cells is None else self.cells.iter_rows()
        for number, row in enumerate(rows, start=1):
            yield number, [v if v.__class__ is str else _TEXTS[v.__class__](v) for v in row]


def _number(value: float) -> str:
    if value.is_integer():
        return f"{value:.0f}"
    text = f"{value:.15g}"
    return f"{Decimal(text):f}" if "e" in text else text


def _moment(value: datetime) -> str:
    return value.date().isoformat() if value.time() == time.min else value.isoformat()


def _hour(value: time) -> str:
    return value.isoformat("auto" if value.second or value.microsecond else "minutes")


def _duration(value: timedelta) -> str:
    minutes, seconds = divmod(int(value.total_seconds()), 60)
    return f"{minutes // 60}:{minutes % 60:02}" + (f":{seconds:02}" if seconds else "")


_TEXTS: Mapping[type, Callable[[Any], str]] = {
    bool: lambda value: "oui" if value else "non",
    int: str,
    float: _number,
    date: date.isoformat,
    datetime: _moment,
    time: _hour,
    timedelta: _duration,
}
"""How what is no text is written: so that it reads without doubt, and without « .0 »."""


@dataclass(frozen=True)
class _Tab:
    """A sheet as the workbook lists it."""

    name: str
    part: str
    visible: bool


def open_workbook(
    path: Path, name: str, wanted: str | None = None, recognise: Recognise | None = None
) -> Workbook:
    """Choose a sheet and read it: the wanted one, else the first that is visible and fits.

    `wanted` is the name of a sheet, or its rank from 1. A sheet fits when `recognise` knows its
    headings; when none does, the one with the most of them is read.

    Raises:
        Misuse: no sheet answers to `wanted`.
        Refused: not a workbook, damaged, protected, empty, or made to fill the memory.

    """
    with taken_apart(path, name) as package:
        book = _book(package)
        strings = shared_strings(package, book.strings)
        elements(package, book.styles, frozenset())
        looked = {tab: extent(package, tab.part, strings) for tab in book.tabs}
        filled = [tab for tab, (found, _) in looked.items() if found.cells]

        def read(tab: _Tab) -> Workbook:
            found, doubled = looked[tab]
            found.check(name, tab.name)
            return Workbook(
                tab.name,
                _cells(package, book, tab, found) if found.cells else None,
                (*_other_sheets(tab, filled, wanted), *_oddities(found)),
                doubled or strings.doubled,
                book.from_1904,
            )

        if wanted:
            return read(_named(book.tabs, wanted))
        return _fitting(map(read, _shown(filled, name)[:MOST_TRIED]), recognise)


MOST_TRIED = 10
FITTING = 2
"""Known headings that make a sheet the one that is meant."""


def _fitting(books: Iterator[Workbook], recognise: Recognise | None) -> Workbook:
    best, most = next(books), 0
    for book in chain((best,), books if recognise else ()):
        rows = (cells for _, cells in book.records() if any(map(str.strip, cells)))
        texts = [[undoubled(cell) for cell in cells] for cells in islice(rows, TOP)]
        _, known = best_row(texts, recognise)
        if known >= FITTING:
            return book
        if known > most:
            best, most = book, known
    return best


def _named(tabs: tuple[_Tab, ...], wanted: str) -> _Tab:
    for tab in tabs:
        if tab.name.strip().casefold() == wanted.strip().casefold():
            return tab
    if re.fullmatch(r"[0-9]{1,4}", wanted, re.ASCII) and 0 < int(wanted) <= len(tabs):
        return tabs[int(wanted) - 1]
    names = listed([f"« {tab.name} »" for tab in tabs])
    raise Misuse(f"--feuille : il n’y a pas de feuille « {wanted} ». Ce classeur contient {names}.")


def _shown(filled: list[_Tab], name: str) -> list[_Tab]:
    shown = [tab for tab in filled if tab.visible]
    if not filled:
        raise Refused(f"{name} est vide : rien à importer.")
    if not shown:
        raise Refused(
            f"{name} : les feuilles visibles sont vides. Pour lire une feuille masquée, donnez "
            f"--feuille : {listed([tab.name for tab in filled], 'ou')}."
        )
    return shown


def _other_sheets(tab: _Tab, filled: list[_Tab], wanted: str | None) -> Iterator[Problem]:
    others = [
        f"« {other.name} »" + ("" if other.visible else " (masquée)")
        for other in filled
        if other != tab
    ]
    if others and not wanted:
        motif = f"seule la feuille « {tab.name} » est lue"
        remedy = f"Pour une autre, donnez --feuille : {listed(others, 'ou')}."
        yield Problem(1, "", tab.name, motif, remedy)


def _oddities(found: Extent) -> Iterator[Problem]:
    if found.hidden:
        motif = "lignes masquées, lues comme les autres"
        remedy = "Supprimez-les du classeur si elles ne doivent pas être importées."
        shown = plural(found.hidden, "ligne masquée", "lignes masquées")
        yield Problem(1, "", shown, motif, remedy, nombre=found.hidden)
    if found.errors:
        motif = "cellule en erreur (#N/A, #REF!…), prise pour vide"
        remedy = "Corrigez la formule dans le tableur, puis enregistrez."
        place = found.first_error
        yield Problem(row_of(place), "", place, motif, remedy, nombre=found.errors)
    if found.uncomputed:
        motif = "formule dont le résultat n’est pas enregistré, prise pour vide"
        remedy = "Ouvrez le classeur dans un tableur, enregistrez-le, puis importez-le."
        place = found.first_uncomputed
        yield Problem(row_of(place), "", place, motif, remedy, nombre=found.uncomputed)


@dataclass(frozen=True)
class _Book:
    """What a workbook lists: its sheets, and where what they share is."""

    tabs: tuple[_Tab, ...]
    strings: str
    styles: str
    from_1904: bool


def _book(package: Package) -> _Book:
    main = _targets(package, "").get("officeDocument", [("", "xl/workbook.xml")])[0][1]
    if main not in package or main.endswith(".bin"):
        raise _no_workbook(package)
    parts = _targets(package, main)
    sheets = dict(parts.get("worksheet", ()))
    said = elements(package, main, frozenset({"sheet", "workbookPr"}))
    tabs = tuple(
        _Tab(
            attribute(attributes, "name"),
            sheets[attribute(attributes, "id")],
            attribute(attributes, "state") in {"", "visible"},
        )
        for tag, attributes in said
        if tag == "sheet" and attribute(attributes, "id") in sheets
    )
    if not tabs or len({tab.name.casefold() for tab in tabs}) < len(tabs):
        raise damaged(package.name)
    strings, styles = (parts.get(kind, [("", "")])[0][1] for kind in ("sharedStrings", "styles"))
    from_1904 = any(attribute(a, "date1904") in {"1", "true"} for t, a in said if t == "workbookPr")
    return _Book(tabs, strings, styles, from_1904)


def _targets(package: Package, part: str) -> dict[str, list[tuple[str, str]]]:
    """The parts that a part leads to, by kind: each with its key."""
    folder, _, file = part.rpartition("/")
    found: dict[str, list[tuple[str, str]]] = {}
    for _, said in elements(package, f"{folder}/_rels/{file}.rels".lstrip("/"), _RELATION):
        target = posixpath.normpath(
            posixpath.join("/", folder, attribute(said, "Target").replace("\\", "/"))
        ).lstrip("/")
        kind = attribute(said, "Type").rpartition("/")[2]
        if target in package:
            found.setdefault(kind, []).append((attribute(said, "Id"), target))
    return found


_RELATION = frozenset({"Relationship"})

FOREIGN = (
    ("xl/workbook.bin", "un classeur Excel binaire (.xlsb)"),
    ("word/document.xml", "un document Word"),
    ("ppt/presentation.xml", "une présentation PowerPoint"),
    ("content.xml", "un document LibreOffice"),
)
"""What other files that are zips hold, and what they are."""


def _no_workbook(package: Package) -> Refused:
    kind = next((kind for part, kind in FOREIGN if part in package), "une archive")
    return Refused(
        f"{package.name} est {kind}, pas un classeur .xlsx. "
        "Enregistrez les données en .xlsx ou en CSV, et donnez ce fichier."
    )


def _cells(package: Package, book: _Book, tab: _Tab, found: Extent) -> Any:
    sources = {SHEET: tab.part, STRINGS: book.strings, STYLES: book.styles}
    return cells_of(package, tab.name, sources, from_1904=book.from_1904, mend=found.errors > 0)
