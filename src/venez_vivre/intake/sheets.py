"""A file of rows: its encoding, its separator, its headings, then its rows one by one."""

from __future__ import annotations

import codecs
import csv
import io
import shutil
import stat
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import BinaryIO, TextIO

from venez_vivre.errors import Misuse, NotFound, Refused, reason

SEPARATORS = (";", ",", "\t", "|")
SAMPLE = 1 << 16
MOST_COLUMNS = 1_000
LONGEST_LINE = 1 << 22
"""Characters: a line without an end is refused before it fills the memory."""

STANDARD_INPUT = "entrée standard"
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


@contextmanager
def readable(path: Path) -> Iterator[tuple[Path, str]]:
    """A path that can be read as often as needed, and the name to show for it.

    What flows only once, `-` or a pipe, is copied to a private file that is erased at the end.
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
) -> Sheet:
    """Find out how a file is written and read its headings; `name` is what to call it.

    Raises:
        NotFound: no such file.
        Refused: a directory, an empty or hopeless file, with the sentence that says why.

    """
    name = name or path.name
    _check_file(path, name)
    found = _known_encoding(encoding, path) if encoding else detect_encoding(path)
    sample = _sample(path, name, found)
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


def _check_file(path: Path, name: str) -> None:
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            raise Refused(f"{path} est un dossier. Donnez le chemin d’un fichier CSV.")
        if not stat.S_ISREG(mode):
            raise Refused(f"{path} n’est pas un fichier ordinaire. Donnez un fichier CSV.")
        with path.open("rb") as file:
            head = file.read(16)
    except (FileNotFoundError, NotADirectoryError, ValueError):
        raise NotFound(f"Le fichier {path} n’existe pas. Vérifiez son chemin.") from None
    except PermissionError:
        raise Refused(f"Vous n’avez pas le droit de lire {path}.") from None
    except OSError as error:
        raise Refused(f"{path} ne peut pas être lu ({reason(error)}).") from None
    _check_kind(head, name)


def _check_kind(head: bytes, name: str) -> None:
    if not head:
        raise Refused(f"{name} est vide : rien à importer.")
    for signature, kind in FOREIGN:
        if head.startswith(signature):
            raise Refused(f"{name} est {kind}, pas un CSV. Enregistrez-le d’abord en CSV.")


FOREIGN = (
    (b"PK\x03\x04", "un classeur ou une archive"),
    (b"\xd0\xcf\x11\xe0", "un ancien classeur Excel"),
    (b"%PDF", "un PDF"),
    (b"SQLite format", "une base SQLite"),
    (b"\x89PNG", "une image"),
    (b"\x1f\x8b", "un fichier compressé"),
)


def _standard_input() -> BinaryIO:
    if sys.stdin is None or sys.stdin.isatty():
        raise Refused("Rien n’arrive sur l’entrée standard. Donnez le chemin d’un fichier CSV.")
    return sys.stdin.buffer


@contextmanager
def _spooled(stream: BinaryIO) -> Iterator[Path]:
    """A stream kept in a private file as long as it is needed."""
    with tempfile.NamedTemporaryFile(prefix="venez-vivre-", suffix=".csv", delete=False) as copy:
        path = Path(copy.name)
    try:
        with path.open("wb") as file:
            shutil.copyfileobj(stream, file)
        yield path
    finally:
        path.unlink(missing_ok=True)


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


def _known_encoding(name: str, path: Path) -> str:
    try:
        "é".encode(name, "replace")
        found = codecs.lookup(name).name
    except (LookupError, UnicodeError, ValueError):
        raise Misuse(f"--encodage : « {name} » n’est pas connu. Essayez utf-8 ou cp1252.") from None
    with path.open("rb") as file:
        marked = file.read(3) == codecs.BOM_UTF8
    return "utf-8-sig" if marked and found == "utf-8" else found


def _known_separator(text: str) -> str:
    known = {"tab": "\t", "\\t": "\t", "tabulation": "\t", "virgule": ",", "point-virgule": ";"}
    separator = known.get(text, text)
    if len(separator) != 1 or separator in '"\r\n\x00':
        raise Misuse(
            f"--separateur : un séparateur est un seul caractère, ou « tab », pas « {text} »."
        )
    return separator


def _sample(path: Path, name: str, encoding: str) -> str:
    try:
        with _opened(path, encoding) as file:
            return file.read(SAMPLE)
    except UnicodeError:
        raise _undecodable(name, encoding, 1) from None


def _opened(path: Path, encoding: str) -> TextIO:
    # cp1252 leaves five bytes without a character; they are shown as unknown, never guessed.
    errors = "replace" if encoding == "cp1252" else "strict"
    return path.open(encoding=encoding, errors=errors, newline="")


def _said_separator(sample: str) -> tuple[str | None, int]:
    """The separator of a first line `sep=;`, and how many lines that takes."""
    first = io.StringIO(sample.lstrip("\ufeff"), newline="").readline().strip().strip('"')
    if len(first) == 5 and first.lower().startswith("sep="):
        return first[4], 1
    return ("\t", 1) if first.lower() == "sep=" else (None, 0)


def detect_separator(sample: str) -> str:
    """The separator that gives the most rows the same number of columns, and the most columns."""

    def merit(separator: str) -> tuple[float, int]:
        widths = [len(cells) for cells in _sample_records(sample, separator) if cells]
        if not widths or widths[0] < 2:
            return (0.0, 0)
        same = sum(width == widths[0] for width in widths) / len(widths)
        return (round(same, 1), widths[0])

    return max(SEPARATORS, key=merit)


def _sample_records(sample: str, separator: str) -> list[list[str]]:
    lines = list(io.StringIO(sample, newline=""))
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
            lines = islice(_lines(file), sheet.skipped_lines, None)
            reader = csv.reader(lines, delimiter=sheet.separator, strict=True)
            for number, cells in enumerate(reader, start=1):
                yield number, cells
    except csv.Error as error:
        raise Refused(
            f"{sheet.name}, ligne {number + 1} : {_csv_words(error)}. "
            "Corrigez la ligne, ou donnez --separateur."
        ) from None
    except UnicodeError:
        raise _undecodable(sheet.name, sheet.encoding, number + 1) from None


def _lines(file: TextIO) -> Iterator[str]:
    """The lines of a file, refusing those that no spreadsheet wrote."""
    while line := file.readline(LONGEST_LINE):
        if "\x00" in line:
            raise csv.Error("NUL")
        if len(line) == LONGEST_LINE:
            raise csv.Error("line larger")
        yield line


def _undecodable(name: str, encoding: str, line: int) -> Refused:
    return Refused(
        f"{name}, vers la ligne {line} : des caractères ne sont pas lisibles en "
        f"{ENCODINGS.get(encoding, encoding)}. Donnez --encodage, par exemple cp1252."
    )


CSV_WORDS = {
    "unexpected end": "un guillemet ouvert n’est jamais refermé",
    "field larger": "une cellule est démesurée (un guillemet n’est peut-être jamais refermé)",
    "line larger": "une ligne est démesurée",
    "NUL": "un octet nul, ce n’est pas un fichier texte",
    "new-line character": "un retour à la ligne se trouve hors des guillemets",
}
"""What the reader's errors mean, by a word of each."""


def _csv_words(error: csv.Error) -> str:
    said = str(error)
    found = (words for sign, words in CSV_WORDS.items() if sign in said)
    return next(found, "un guillemet est suivi d’autre chose qu’un séparateur")
