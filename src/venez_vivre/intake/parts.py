"""A workbook taken apart: an untrusted zip, looked through before anything else reads it."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.parsers import expat

from venez_vivre.errors import Refused, reason
from venez_vivre.intake.mojibake import DOUBLED_BYTES

MOST_ENTRIES = 10_000
MOST_BYTES = 250 << 20
FEW_BYTES, MOST_RATIO = 20 << 20, 150
"""A zip that inflates beyond the first, more than that many times, holds nothing people typed."""
MOST_ELEMENTS = 2_000_000
"""In a part that is no table of cells."""
DEEPEST = 100
BEGINNING = 1 << 12
BLOCK = 1 << 20

BROKEN = (
    *(zipfile.BadZipFile, zlib.error, expat.ExpatError, NotImplementedError, RuntimeError),
    *(EOFError, ValueError, LookupError, OverflowError),
)
"""What reading a damaged or a hostile zip raises."""

Start = Callable[[str, list[str]], None]
Element = tuple[str, list[str]]
"""The name of an element, then the names and the values of its attributes by turns."""


@dataclass(frozen=True)
class Package:
    """An open zip; each entry under the one name that all readers agree on."""

    name: str
    zip: zipfile.ZipFile
    entries: Mapping[str, zipfile.ZipInfo]

    def __contains__(self, part: str) -> bool:
        return part.lower() in self.entries

    def blocks(self, part: str) -> Iterator[bytes]:
        """An entry, block by block, whatever size it claims.

        Raises:
            Refused: it does not hold what it claims, or a piece of text without an end.

        """
        entry = self.entries[part.lower()]
        claimed, entry.file_size = entry.file_size, MOST_BYTES + 1
        total = 0
        try:
            with self.zip.open(entry) as stream:
                while block := stream.read(BLOCK):
                    total += len(block)
                    if total > claimed or (len(block) == BLOCK and b"<" not in block):
                        raise damaged(self.name)
                    yield block
        finally:
            entry.file_size = claimed
        if total != claimed:
            raise damaged(self.name)

    def parser(self, start: Start, text: Callable[[str], None] | None = None) -> Any:
        """What shows every element of a part to `start`, and its text to `text`.

        Raises:
            Refused: a document type or an entity is defined, which no spreadsheet does.

        """
        parser = expat.ParserCreate()
        depth = 0

        def opening(tag: str, attributes: list[str]) -> None:
            nonlocal depth
            depth += 1
            if depth > DEEPEST:
                raise damaged(self.name)
            start(tag, attributes)

        def closing(_: str) -> None:
            nonlocal depth
            depth -= 1

        parser.ordered_attributes = parser.buffer_text = True
        parser.StartElementHandler, parser.EndElementHandler = opening, closing
        parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = self._refuse_definitions
        if text:
            parser.CharacterDataHandler = text
        return parser

    def parse(self, part: str, start: Start, text: Callable[[str], None] | None = None) -> bool:
        """Look through a part; whether it may hold text decoded twice."""
        parser = self.parser(start, text)
        doubled = False
        for block in self.blocks(part):
            parser.Parse(block, False)
            doubled = doubled or DOUBLED_BYTES.search(block) is not None
        parser.Parse(b"", True)
        return doubled

    def check_beginnings(self) -> None:
        """Refuse a workbook of which any part, even one that is not read, defines its own XML."""
        for part in self.entries:
            if part.endswith((".xml", ".rels")):
                beginning = next(self.blocks(part), b"")[:BEGINNING]
                if b"<!DOCTYPE" in beginning or b"<!ENTITY" in beginning:
                    self._refuse_definitions()

    def _refuse_definitions(self, *_: Any) -> None:
        raise Refused(
            f"{self.name} : ce classeur définit des entités XML, ce qu’aucun tableur n’écrit ; "
            "il n’est pas lu. Demandez un autre fichier à qui l’envoie."
        )


def damaged(name: str) -> Refused:
    """The sentence for a workbook that cannot be read."""
    return Refused(
        f"{name} : ce classeur est abîmé, tronqué ou illisible. Ouvrez-le dans un tableur et "
        "enregistrez-le de nouveau en .xlsx, ou en CSV."
    )


@contextmanager
def taken_apart(path: Path, name: str) -> Iterator[Package]:
    """The entries of a zip, once they are known to be few and of a bearable size.

    Raises:
        Refused: not a workbook, damaged, too big, or made to be.

    """
    try:
        if _directory_entries(path) > MOST_ENTRIES:
            raise too_big(name)
        with zipfile.ZipFile(path) as opened:
            infos = opened.infolist()
            _check_size(name, infos, path.stat().st_size)
            entries = {_plain(info.filename): info for info in infos}
            if len(entries) < len(infos):  # readers would not agree on which one is meant
                raise damaged(name)
            package = Package(name, opened, entries)
            package.check_beginnings()
            yield package
    except BROKEN:
        raise damaged(name) from None
    except OSError as error:
        raise Refused(f"{name} ne peut pas être lu ({reason(error)}). Réessayez.") from None


def _plain(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()


def _directory_entries(path: Path) -> int:
    """How many entries the directory of a zip has at most, found before it is read."""
    with path.open("rb") as file:
        return sum(block.count(b"PK\x01\x02") for block in iter(lambda: file.read(BLOCK), b""))


def _check_size(name: str, infos: list[zipfile.ZipInfo], packed: int) -> None:
    inflated = sum(info.file_size for info in infos)
    if inflated > MOST_BYTES or (inflated > FEW_BYTES and inflated > MOST_RATIO * packed):
        raise too_big(name)
    if any(info.compress_type not in {0, zipfile.ZIP_DEFLATED} for info in infos):
        raise damaged(name)


def too_big(name: str) -> Refused:
    """The sentence for a workbook that would fill the memory."""
    return Refused(
        f"{name} : ce classeur est démesuré une fois déplié. "
        "Enregistrez en CSV la feuille à importer, et importez ce CSV."
    )


def attribute(attributes: list[str], wanted: str) -> str:
    """The value of an attribute, whatever the prefix of its name; empty when it is not there."""
    pairs = zip(attributes[::2], attributes[1::2], strict=True)
    return next((value for key, value in pairs if key.rpartition(":")[2] == wanted), "")


def elements(package: Package, part: str, wanted: frozenset[str]) -> list[Element]:
    """The elements of a part that have one of these names, whatever their prefix.

    Raises:
        Refused: the part holds more elements than anybody needs.

    """
    found: list[Element] = []
    seen = 0

    def start(tag: str, attributes: list[str]) -> None:
        nonlocal seen
        seen += 1
        if seen > MOST_ELEMENTS:
            raise too_big(package.name)
        if (bare := tag.rpartition(":")[2]) in wanted:
            found.append((bare, attributes))

    if part in package:
        package.parse(part, start)
    return found
