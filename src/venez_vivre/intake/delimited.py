"""A text file whose cells are separated by a character: which one, then its records one by one."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain, count, islice
from pathlib import Path
from typing import TextIO

from venez_vivre.errors import Misuse, Refused
from venez_vivre.intake import encodings
from venez_vivre.intake.toprows import Recognise, best_row

SEPARATORS = (";", ",", "\t", "|")
NAMES = {";": "point-virgule", ",": "virgule", "\t": "tabulation", "|": "barre"}
SAMPLE = 1 << 16
SAMPLED = 50
LONGEST_LINE = 1 << 22
"""Characters: a line without an end is refused before it fills the memory."""


@dataclass(frozen=True)
class Delimited:
    """Such a file, that can be read as often as needed, in constant memory."""

    path: Path
    name: str
    encoding: str
    separator: str
    skipped: int = 0
    """Lines before the first record: `sep=;`."""
    named: bool = False
    """Whether the user named the encoding."""
    plain: bool = False
    """Whether its lines need no check."""

    def records(self) -> Iterator[tuple[int, list[str]]]:
        """Every record, blank ones too, with its number as a spreadsheet shows it.

        Raises:
            Refused: what is not well-formed, with its line.

        """
        numbers = count(1)
        try:
            with self.opened() as file:
                yield from zip(numbers, self._reader(file), strict=False)
        except csv.Error as error:
            raise Refused(
                f"{self.name}, ligne {next(numbers) - 1} : {_csv_words(error)}. "
                "Corrigez la ligne, ou donnez --separateur."
            ) from None
        except UnicodeError:
            raise encodings.undecodable(self.path, self.name, self.encoding) from None

    @property
    def mixed(self) -> bool:
        """Whether some bytes are not of the encoding of the others."""
        return self.encoding == encodings.MIXED

    def opened(self) -> TextIO:
        """The file as text."""
        return encodings.opened(self.path, self.encoding, named=self.named)

    def _reader(self, file: TextIO) -> Iterator[list[str]]:
        lines = _lines(file, plain=self.plain)
        mended = (line.translate(encodings.FROM_ESCAPED) for line in lines) if self.mixed else lines
        return csv.reader(islice(mended, self.skipped, None), delimiter=self.separator, strict=True)

    def mended_records(self) -> list[int]:
        """In a file of mixed encodings, the numbers of the records that are not all UTF-8."""
        if not self.mixed:
            return []
        with self.opened() as file:
            lines = islice(_lines(file, plain=self.plain), self.skipped, None)
            reader = csv.reader(lines, delimiter=self.separator, strict=True)
            try:
                return [number for number, cells in enumerate(reader, 1) if _odd("".join(cells))]
            except csv.Error:
                return []  # whoever reads the rows says where

    def swallowing(self, records: int, width: int) -> int | None:
        """The first record with a cell that looks like whole lines: a quote that was not closed.

        `records` is how many there are; where there are as many lines, no cell holds several.
        """
        if self._line_breaks() <= records + self.skipped:
            return None
        least = max(width - 1, 3)
        for number, cells in self.records():
            for cell in cells:
                if "\n" in cell and any(
                    line.count(self.separator) >= least for line in cell.splitlines()[1:]
                ):
                    return number
        return None

    def _line_breaks(self) -> int:
        return sum(block.count(b"\n") for block in encodings.blocks(self.path))


def _odd(text: str) -> bool:
    return not text.isascii() and any("\udc80" <= char <= "\udcff" for char in text)


def _lines(file: TextIO, *, plain: bool) -> Iterator[str]:
    """The lines of a file, refusing those that no spreadsheet wrote."""
    first = file.readline(LONGEST_LINE).lstrip("\ufeff")  # a mark may be written twice
    return chain((first,), file) if plain else _checked(first, file)


def _checked(line: str, file: TextIO) -> Iterator[str]:
    while line:
        if "\x00" in line:
            raise csv.Error("NUL")
        if len(line) == LONGEST_LINE:
            raise csv.Error("line larger")
        yield line
        line = file.readline(LONGEST_LINE)


def _has_plain_lines(path: Path) -> bool:
    """Whether no line needs a check: none holds a NUL, none is long; found in the bytes."""
    return not any(
        b"\x00" in block or (len(block) == encodings.BLOCK and not _NEWLINE.search(block))
        for block in encodings.blocks(path)
    )


_NEWLINE = re.compile(rb"[\r\n]")


def delimited(
    path: Path,
    name: str,
    *,
    encoding: str | None = None,
    separator: str | None = None,
    recognise: Recognise | None = None,
) -> Delimited:
    """Find out how a text file is written: what the user says, else what the file shows."""
    found = encodings.known(encoding, path) if encoding else encodings.detect(path, name)
    bare = Delimited(path, name, found, ";", named=bool(encoding), plain=_has_plain_lines(path))
    sample = _sample(bare)
    said, skipped = _said_separator(sample)
    if separator:
        chosen = _known_separator(separator)
    else:
        chosen = said or detect_separator(sample, recognise)
    return replace(bare, separator=chosen, skipped=skipped)


def _sample(bare: Delimited) -> str:
    try:
        with bare.opened() as file:
            sample = file.read(SAMPLE).lstrip("\ufeff")
            return sample.translate(encodings.FROM_ESCAPED) if bare.mixed else sample
    except UnicodeError:
        raise encodings.undecodable(bare.path, bare.name, bare.encoding) from None


def _known_separator(text: str) -> str:
    known = {"tab": "\t", "\\t": "\t", "tabulation": "\t", "virgule": ",", "point-virgule": ";"}
    separator = known.get(text, text)
    if len(separator) != 1 or separator in '"\r\n\x00':
        raise Misuse(
            f"--separateur : un séparateur est un seul caractère, ou « tab », pas « {text} »."
        )
    return separator


def _said_separator(sample: str) -> tuple[str | None, int]:
    """The separator of a first line `sep=;`, and how many lines that takes."""
    first = io.StringIO(sample, newline="").readline().strip().strip('"')
    if len(first) == 5 and first.lower().startswith("sep="):
        return first[4], 1
    return ("\t", 1) if first.lower() == "sep=" else (None, 0)


def detect_separator(sample: str, recognise: Recognise | None = None) -> str:
    """The separator that shows the most known headings, else the most even columns, else many.

    Even: the most rows with as many cells as the headings, or as the first row when none is known.
    """

    def merit(separator: str) -> tuple[int, float, int]:
        rows = [cells for cells in _sample_records(sample, separator) if any(cells)]
        if not any(len(cells) > 1 for cells in rows):
            return (0, 0.0, 0)
        top, known = best_row(rows, recognise)
        width = len(rows[top])
        if width < 2:
            return (known, 0.0, 0)
        same = Counter(map(len, rows[top:]))[width] / len(rows[top:])
        return (known, round(same, 1), width)

    return max(SEPARATORS, key=merit)


def _sample_records(sample: str, separator: str) -> list[list[str]]:
    lines = list(io.StringIO(sample, newline=""))
    if len(sample) >= SAMPLE - 1:
        lines = lines[:-1]  # the last one is cut
    try:
        return list(islice(csv.reader(lines, delimiter=separator), SAMPLED))
    except csv.Error:
        return []


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
