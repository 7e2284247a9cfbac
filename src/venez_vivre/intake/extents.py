"""How far a sheet of a workbook reaches and what it holds, found out before its cells are read."""

from __future__ import annotations

import re
from array import array

from venez_vivre.errors import Refused
from venez_vivre.intake.mojibake import DOUBLED_BYTES
from venez_vivre.intake.parts import MOST_BYTES, Package, attribute, damaged, too_big

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
MOST_CELLS = 4_000_000
MOST_PLACES = 10_000_000
"""Places between the first and the last cell: whoever reads a sheet keeps one for each."""
FEW_CHARACTERS = 2_000
LONGEST_ROW = 1 << 22


class Strings:
    """The texts that cells share: how long each of them is."""

    def __init__(self) -> None:
        self.lengths = array("L")
        self.claimed = 0
        self.doubled = False

    def start(self, tag: str, attributes: list[str]) -> None:
        """Take note of an element."""
        bare = tag.rpartition(":")[2]
        if bare == "si":
            self.lengths.append(0)
        elif bare == "sst":  # readers make room for as many texts as it says
            self.claimed = max(self.claimed, int(attribute(attributes, "uniqueCount") or 0))

    def text(self, text: str) -> None:
        """Take note of a piece of text."""
        if self.lengths:
            self.lengths[-1] += len(text)


def shared_strings(package: Package, part: str) -> Strings:
    """Look through the table of shared texts; none when there is no such part."""
    strings = Strings()
    if part in package:
        strings.doubled = package.parse(part, strings.start, strings.text)
    if max(len(strings.lengths), strings.claimed) > MOST_CELLS:
        raise too_big(package.name)
    return strings


class Extent:
    """What a sheet holds: counted while its elements go by, none of them kept."""

    def __init__(self, strings: Strings) -> None:
        self.cells = 0
        self.errors = 0
        self.first_error = ""
        self.uncomputed = 0
        self.first_uncomputed = ""
        self.hidden = 0
        self.characters = 0
        self._lengths, self._longest = strings.lengths, max(strings.lengths, default=0)
        self._letters: set[str] = set()
        self._plain: set[bytes] = set()
        self._rows = (LAST_ROW + 1, 0)
        self._row, self._column = 0, 0
        self._cell: dict[str, str] = {}
        self._prefix = ""
        self._shared = self._formula = False

    def start(self, tag: str, attributes: list[str]) -> None:
        """Take note of an element."""
        prefix, _, bare = tag.rpartition(":")
        if bare in {"v", "is"}:
            self._value()
        elif bare == "c":
            self._end_formula()
            self._cell = dict(zip(attributes[::2], attributes[1::2], strict=True))
            self._shared, self._prefix = False, prefix
            said = self._cell.get("r", "")
            self._column = column_of(letters_in(said)) if said else self._column + 1
        elif bare == "row":
            self._start_row(attributes)
        elif bare == "f" and prefix == self._prefix:  # elsewhere, of something that is no cell
            self._formula = True

    def text(self, text: str) -> None:
        """Take note of a piece of text: the number of a shared text counts for that text."""
        if self._shared and text.strip():
            self._shared = False
            plain = text.isascii() and text.isdigit()  # anything else may be taken for any text
            self.characters += self._lengths[int(text)] if plain else self._longest

    def plain_row(self, row: re.Match[bytes]) -> None:
        """Take note of a row whose cells are as most programs write them."""
        self._end_formula()
        self._row, self._column, inside = int(row[1]), 0, row[3]
        self.hidden += _HIDDEN.search(row[2]) is not None
        values = inside.count(b"</v>") + inside.count(b"</is>")
        if not values:
            return
        self.cells += values
        self._rows = min(self._rows[0], self._row), max(self._rows[1], self._row)
        self._plain.update(_FILLED.findall(inside))
        if b't="s"' in inside:
            self._weigh(inside)
        if b't="e"' in inside:
            errors = _ERRORS.findall(inside)
            self.errors += len(errors)
            self.first_error = self.first_error or b"".join(errors[:1]).decode()
        if b"<f" in inside and (bare := _UNCOMPUTED.findall(inside)):
            self.uncomputed += len(bare)
            self.first_uncomputed = self.first_uncomputed or bare[0].decode()

    def _weigh(self, inside: bytes) -> None:
        shared = inside.count(b't="s"')
        if shared * self._longest < FEW_CHARACTERS:
            self.characters += shared * self._longest
            return
        known = [self._lengths[int(index)] for index in _SHARED.findall(inside)]
        self.characters += sum(known) + (shared - len(known)) * self._longest

    def _start_row(self, attributes: list[str]) -> None:
        said = dict(zip(attributes[::2], attributes[1::2], strict=True))
        self._row = int(said["r"]) if "r" in said else self._row + 1
        self._column = 0
        self.hidden += said.get("hidden") in {"1", "true"}

    def _end_formula(self) -> None:
        if self._formula:
            self.uncomputed += 1
            self.first_uncomputed = self.first_uncomputed or self._place()
        self._formula = False

    def _value(self) -> None:
        self._formula = False
        self.cells += 1
        place = self._place()
        letters = letters_in(place)
        row = int(place[len(letters) :])
        self._rows = min(self._rows[0], row), max(self._rows[1], row)
        self._letters.add(letters)
        kind = self._cell.get("t")
        self._shared = kind == "s"
        if kind == "e":
            self.errors += 1
            self.first_error = self.first_error or place

    def _place(self) -> str:
        return self._cell.get("r") or f"{letters_of(self._column)}{self._row}"

    def check(self, name: str, sheet: str) -> None:
        """Refuse a sheet whose cells would not fit in the memory.

        Raises:
            Refused: too many cells, or too far from each other, or too much text.

        """
        self._end_formula()
        if not self.cells:
            return
        letters = self._letters.union(map(bytes.decode, self._plain))
        columns = [column_of(column) for column in letters]
        first, last = self._rows
        if last > LAST_ROW or max(columns) > LAST_COLUMN or min(first, *columns) < 1:
            raise damaged(name)
        if self.cells > MOST_CELLS or self.characters > MOST_BYTES:
            raise too_big(name)
        if (last - first + 1) * (max(columns) - min(columns) + 1) > MOST_PLACES:
            far = f"{letters_of(max(columns))}{last}"
            raise Refused(
                f"{name}, feuille « {sheet} » : des cellules sont isolées très loin des autres "
                f"(jusqu’à {far}). Effacez-les, ou enregistrez en CSV la partie à importer."
            )


_CELL = (
    rb'<c r="[A-Z]{1,3}\1"(?: (?:s|t|cm|vm|ph)="[0-9A-Za-z]*")*+(?:/>|>'
    rb"(?:<f[^<>]*(?:/>|>[^<]*</f>))?(?:<v>[^<]*</v>|<v/>|<is><t[^<>]*>[^<]*</t></is>)?</c>)"
)
_ROW = re.compile(rb'<row r="([0-9]{1,7})"([^<>]*)>((?:' + _CELL + rb")*+)</row>")
"""A row as most programs write it: its number on each of its cells, no surprise inside."""

_HIDDEN = re.compile(rb' hidden="(?:1|true)"')
_FILLED = re.compile(rb'<c r="([A-Z]+)[0-9]+"[^<>]*(?<!/)>')
_ERRORS = re.compile(rb'<c r="([A-Z]+[0-9]+)"[^<>]* t="e"')
_UNCOMPUTED = re.compile(
    rb'<c r="([A-Z]+[0-9]+)"[^<>]*><f[^<>]*(?:/>|>[^<]*</f>)(?:<v/>|<v></v>)?</c>'
)
_SHARED = re.compile(rb' t="s"><v>([0-9]{1,9})</v>')


def extent(package: Package, part: str, strings: Strings) -> tuple[Extent, bool]:
    """Look through a sheet; whether it may hold text decoded twice.

    Plain rows are cut out and counted as a whole, the rest is parsed element by element: what is
    cut out leaves a blank, so that what stood around it never meets.
    """
    found, doubled, left = Extent(strings), False, b""
    parser = package.parser(found.start, found.text)
    for block in package.blocks(part):
        doubled = doubled or DOUBLED_BYTES.search(block) is not None
        head, end, left = (left + block).rpartition(b"</row>")
        rows, place = head + end, 0
        for row in _ROW.finditer(rows):
            if row.start() > place:
                parser.Parse(b" " * (place > 0) + rows[place : row.start()], False)
            found.plain_row(row)
            place = row.end()
        parser.Parse(b" " * (place > 0) + rows[place:], False)
        if len(left) > LONGEST_ROW:
            parser.Parse(left, False)
            left = b""
    parser.Parse(left, True)
    return found, doubled


def column_of(letters: str) -> int:
    """The number of a column, from 1: AB is 28; 0 for what names none."""
    number = 0
    if len(letters) > 3 or not letters.isascii() or not letters.isalpha():
        return 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


def letters_in(place: str) -> str:
    """What names the column in a reference: B of B12."""
    return place.rstrip("0123456789")


def letters_of(column: int) -> str:
    """The letters of a column."""
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def row_of(place: str) -> int:
    """The row of a reference: B12 is 12."""
    return int("".join(char for char in place if "0" <= char <= "9") or 0)
