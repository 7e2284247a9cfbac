"""A file of rows: its encoding, its separator, its headings, then its rows one by one."""

from __future__ import annotations

import codecs
import csv
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from venez_vivre.errors import NotFound, Refused

SEPARATORS = (";", ",", "\t", "|")
SAMPLE = 1 << 16
MOST_COLUMNS = 1_000
NAMES = {";": "point-virgule", ",": "virgule", "\t": "tabulation", "|": "barre"}
ENCODINGS = {
    "utf-8-sig": "UTF-8 avec BOM",
    "utf-8": "UTF-8",
    "utf-16": "UTF-16",
    "cp1252": "Windows-1252",
}


@dataclass(frozen=True)
class Row:
    """One row: its number as a spreadsheet shows it, and its cells."""

    number: int
    cells: list[str]


@dataclass(frozen=True)
class Sheet:
    """A file that can be read row by row, as often as needed, in constant memory."""

    path: Path
    name: str
    encoding: str
    separator: str
    headings: tuple[str, ...]
    header_row: int
    skipped_lines: int

    def rows(self) -> Iterator[Row]:
        """The rows below the headings, blank ones left out."""
        for number, cells in _records(self):
            if number > self.header_row and any(cell.strip() for cell in cells):
                yield Row(number, cells)


def open_sheet(path: Path, *, encoding: str | None = None, separator: str | None = None) -> Sheet:
    """Find out how a file is written and read its headings.

    Raises:
        NotFound: no such file.
        Refused: a directory, an empty or hopeless file, with the sentence that says why.

    """
    name = path.name
    if str(path) == "-":
        path, name = _spooled(), "entrée standard"
    _check_file(path)
    found = _known_encoding(encoding) if encoding else detect_encoding(path)
    sample = _sample(path, found)
    said, skipped = _said_separator(sample)
    chosen = _known_separator(separator) if separator else said or detect_separator(sample)
    sheet = Sheet(path, name, found, chosen, (), 0, skipped)
    for number, cells in _records(sheet):
        if any(cell.strip() for cell in cells):
            return Sheet(path, name, found, chosen, _headings(cells), number, skipped)
    raise Refused(f"{name} est vide : rien à importer.")


def _headings(cells: list[str]) -> tuple[str, ...]:
    if len(cells) > MOST_COLUMNS:
        raise Refused(f"Le fichier a plus de {MOST_COLUMNS} colonnes : vérifiez son séparateur.")
    return tuple(" ".join(cell.split()) for cell in cells)


def _check_file(path: Path) -> None:
    if path.is_dir():
        raise Refused(f"{path} est un dossier. Donnez le chemin d’un fichier CSV.")
    if not path.exists():
        raise NotFound(f"Le fichier {path} n’existe pas. Vérifiez son chemin.")
    try:
        with path.open("rb") as file:
            head = file.read(8)
    except OSError as error:
        raise Refused(f"{path} ne peut pas être lu ({error.strerror}).") from None
    if not head:
        raise Refused(f"{path.name} est vide : rien à importer.")
    for signature, kind in FOREIGN:
        if head.startswith(signature):
            raise Refused(f"{path.name} est {kind}, pas un CSV. Enregistrez-le d’abord en CSV.")


FOREIGN = (
    (b"PK\x03\x04", "un classeur ou une archive"),
    (b"\xd0\xcf\x11\xe0", "un ancien classeur Excel"),
    (b"%PDF", "un PDF"),
    (b"SQLite format", "une base SQLite"),
    (b"\x89PNG", "une image"),
    (b"\x1f\x8b", "un fichier compressé"),
)


def _spooled() -> Path:
    """The standard input, kept in a private file so that it can be read twice."""
    with tempfile.NamedTemporaryFile(prefix="venez-vivre-", suffix=".csv", delete=False) as copy:
        while block := sys.stdin.buffer.read(1 << 20):
            copy.write(block)
    return Path(copy.name)


def detect_encoding(path: Path) -> str:
    """UTF-8 or UTF-16 by their mark, UTF-8 when the whole file is valid UTF-8, else cp1252."""
    with path.open("rb") as file:
        head = file.read(4)
        if head.startswith(codecs.BOM_UTF8):
            return "utf-8-sig"
        if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return "utf-16"
        file.seek(0)
        decoder = codecs.getincrementaldecoder("utf-8")()
        try:
            while block := file.read(1 << 20):
                decoder.decode(block)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "cp1252"
    return "utf-8"


def _known_encoding(name: str) -> str:
    try:
        return codecs.lookup(name).name
    except LookupError:
        raise Refused(f"L’encodage « {name} » n’est pas connu. Essayez utf-8 ou cp1252.") from None


def _known_separator(text: str) -> str:
    known = {"tab": "\t", "\\t": "\t", "tabulation": "\t", "virgule": ",", "point-virgule": ";"}
    separator = known.get(text, text)
    if len(separator) != 1:
        raise Refused(f"Le séparateur « {text} » doit être un seul caractère, ou « tab ».")
    return separator


def _sample(path: Path, encoding: str) -> str:
    with _opened(path, encoding) as file:
        sample = file.read(SAMPLE)
    if "\x00" in sample:
        raise Refused(f"{path.name} contient des octets nuls : ce n’est pas un fichier texte.")
    return sample


def _opened(path: Path, encoding: str) -> codecs.StreamReaderWriter:
    # cp1252 leaves five bytes without a character; they are shown as unknown, never guessed.
    errors = "replace" if encoding == "cp1252" else "strict"
    return path.open(encoding=encoding, errors=errors, newline="")  # type: ignore[return-value]


def _said_separator(sample: str) -> tuple[str | None, int]:
    """The separator of a first line `sep=;`, and how many lines that takes."""
    first = sample.lstrip("\ufeff").partition("\n")[0].strip().strip('"')
    if len(first) == 5 and first.lower().startswith("sep="):  # noqa: PLR2004
        return first[4], 1
    return ("\t", 1) if first.lower() == "sep=" else (None, 0)


def detect_separator(sample: str) -> str:
    """The separator that gives the most rows the same number of columns, and the most columns."""

    def merit(separator: str) -> tuple[float, int]:
        widths = [len(cells) for cells in _sample_records(sample, separator) if cells]
        if not widths or widths[0] < 2:  # noqa: PLR2004
            return (0.0, 0)
        same = sum(width == widths[0] for width in widths) / len(widths)
        return (round(same, 1), widths[0])

    return max(SEPARATORS, key=merit)


def _sample_records(sample: str, separator: str) -> list[list[str]]:
    lines = sample.splitlines(keepends=True)
    if len(sample) == SAMPLE:
        lines = lines[:-1]  # the last one is cut
    try:
        return list(islice(csv.reader(lines, delimiter=separator), 50))
    except csv.Error:
        return []


def _records(sheet: Sheet) -> Iterator[tuple[int, list[str]]]:
    """Every record with its number; what is not well-formed is refused with its line."""
    number = 0
    try:
        with _opened(sheet.path, sheet.encoding) as file:
            for _ in range(sheet.skipped_lines):
                file.readline()
            reader = csv.reader(file, delimiter=sheet.separator, strict=True)
            for number, cells in enumerate(reader, start=1):  # noqa: B007  said in the errors below
                yield number, cells
    except csv.Error as error:
        raise Refused(
            f"{sheet.name}, ligne {number + 1} : les guillemets ou les séparateurs sont mal formés "
            f"({_csv_words(error)}). Corrigez la ligne, ou donnez --separateur."
        ) from None
    except UnicodeError:
        raise Refused(
            f"{sheet.name}, vers la ligne {number + 1} : des caractères ne sont pas lisibles en "
            f"{ENCODINGS.get(sheet.encoding, sheet.encoding)}. Donnez --encodage, par exemple cp1252."
        ) from None


def _csv_words(error: csv.Error) -> str:
    words = str(error)
    if "unexpected end" in words:
        return "un guillemet n’est jamais refermé"
    if "field larger" in words:
        return "une cellule est démesurée"
    if "NUL" in words:
        return "un octet nul"
    return "un guillemet suivi d’autre chose qu’un séparateur"
