"""How the bytes of a text become characters: what the whole file proves, then what is usual."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from venez_vivre.errors import Misuse, Refused
from venez_vivre.intake.mojibake import DOUBLED, DOUBLED_BYTES

BLOCK = 1 << 20
MIXED = "utf-8+cp1252"
"""UTF-8 but for some bytes, which are read as cp1252."""

ENCODINGS = {
    "utf-8-sig": "UTF-8 avec BOM",
    "utf-8": "UTF-8",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "cp1252": "Windows-1252",
    MIXED: "UTF-8 et Windows-1252 mêlés",
    "xlsx": "XLSX",
}
"""The encodings found without being told, and what they are called."""

WRITTEN = {MIXED: "utf-8-sig", "utf-16-le": "utf-16", "utf-16-be": "utf-16"}
"""What a file like the input is written in, when its own encoding would not be found again."""

_ESCAPED = re.compile("[\udc80-\udcff]")
_LIKELY = re.compile("[\x80-\u017f\u0300-\u036f\u2000-\u2fff\ufe00-\uffff\U0001f000-\U0001faff]")
"""Characters of French text; cp1252 taken for UTF-8 gives others (« É » and a no-break space)."""

FROM_ESCAPED = {0xDC00 + b: bytes([b]).decode("cp1252", "replace") for b in range(0x80, 0x100)}


def detect(path: Path, name: str) -> str:
    """UTF-8 or UTF-16 by their mark or their bytes, else UTF-8 with slips, else cp1252.

    The file is read to its end, in constant memory.

    Raises:
        Refused: the accents are those of a Mac or of MS-DOS, which only a user can tell.

    """
    with path.open("rb") as file:
        head = file.read(1 << 12)
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if bare := _utf16_without_mark(head):
        return bare
    marked = head.startswith(codecs.BOM_UTF8)
    if _is_utf8(path):
        return "utf-8-sig" if marked else "utf-8"
    right, wrong = _tally(path)
    if marked or right >= wrong:
        return MIXED
    _refuse_strangers(path, name)
    return "cp1252"


def _utf16_without_mark(head: bytes) -> str | None:
    low, high = head[0::2].count(0), head[1::2].count(0)
    if high > len(head) // 4 and not low:
        return "utf-16-le"
    return "utf-16-be" if low > len(head) // 4 and not high else None


def blocks(path: Path) -> Iterator[bytes]:
    """The bytes of a file, a mebibyte at a time."""
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            yield block


def _is_utf8(path: Path) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for block in blocks(path):
            decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _tally(path: Path) -> tuple[int, int]:
    """How many characters are right in UTF-8 beyond ASCII, and how many bytes are wrong."""
    decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
    right = wrong = 0
    for block in blocks(path):
        text = decoder.decode(block)
        right += len(_LIKELY.findall(text))
        wrong += len(_ESCAPED.findall(text))
    return right, wrong + len(_ESCAPED.findall(decoder.decode(b"", final=True)))


_ACCENTED = re.compile(rb"[\xc0-\xff]")
STRANGERS = {
    "cp850": re.compile(rb"[A-Za-z][\x82\x8a][a-z]"),
    "mac-roman": re.compile(rb"[A-Za-z][\x88\x8e][a-z]"),
}
"""é, è of MS-DOS, é, à of the Mac: in cp1252, signs that never stand inside a word."""


def _refuse_strangers(path: Path, name: str) -> None:
    found = dict.fromkeys(STRANGERS, 0)
    usual = 0
    for block in blocks(path):
        usual += len(_ACCENTED.findall(block))
        for encoding, inside in STRANGERS.items():
            found[encoding] += len(inside.findall(block))
    likely = max(found, key=lambda encoding: found[encoding])
    if found[likely] > usual:
        raise Refused(
            f"{name} n’est écrit ni en UTF-8 ni en Windows-1252 : ses accents sont plutôt ceux de "
            f"{likely}. Donnez --encodage {likely}, ou --encodage cp1252 pour le lire tel quel."
        )


def known(wanted: str, path: Path) -> str:
    """The encoding that the user names.

    Raises:
        Misuse: no such encoding of text.

    """
    try:
        "é".encode(wanted, "replace")
        found = codecs.lookup(wanted).name
    except (LookupError, UnicodeError, ValueError):
        raise Misuse(
            f"--encodage : « {wanted} » n’est pas connu. Essayez utf-8 ou cp1252."
        ) from None
    with path.open("rb") as file:
        marked = file.read(3) == codecs.BOM_UTF8
    return "utf-8-sig" if marked and found == "utf-8" else found


def opened(path: Path, encoding: str, *, named: bool = False) -> TextIO:
    """The file as text, its newlines as they are; bytes that do not fit stop the reading.

    With `named`, the five bytes that mean nothing in cp1252 are shown as unknown: who names it
    knows. In a mixed file the bytes that are not UTF-8 come as lone surrogates (`FROM_ESCAPED`).
    """
    if encoding == MIXED:
        return path.open(encoding="utf-8-sig", errors="surrogateescape", newline="")
    errors = "replace" if named and encoding == "cp1252" else "strict"
    return path.open(encoding=encoding, errors=errors, newline="")


def may_be_doubled(path: Path, encoding: str) -> bool:
    """Whether a file holds characters that text decoded twice is made of."""
    if encoding in {"utf-8", "utf-8-sig", MIXED}:
        tail = b""
        for block in blocks(path):
            if DOUBLED_BYTES.search(tail + block):
                return True
            tail = block[-4:]
        return False
    try:
        with opened(path, encoding, named=True) as file:
            while text := file.read(BLOCK):
                if DOUBLED.search(text):
                    return True
    except UnicodeError:
        return False  # whoever reads the rows says where
    return False


def undecodable(path: Path, name: str, encoding: str) -> Refused:
    """The sentence for bytes that do not fit the encoding, with the line where they stand."""
    where = f"ligne {found}" if (found := _first_odd_line(path, encoding)) else "quelque part"
    return Refused(
        f"{name}, {where} : des caractères ne sont pas lisibles en "
        f"{ENCODINGS.get(encoding, encoding)}. Donnez --encodage, par exemple "
        + ("utf-8, mac-roman ou cp850." if encoding == "cp1252" else "cp1252.")
    )


def _first_odd_line(path: Path, encoding: str) -> int:
    """The first line that cannot be decoded; 0 where a byte is not enough to end a line."""
    if encoding.startswith(("utf-16", "utf-32")):
        return 0
    with path.open("rb") as file:
        for number, line in enumerate(iter(lambda: file.readline(BLOCK), b""), start=1):
            try:
                line.decode(encoding)
            except UnicodeError:
                return number
    return 0
