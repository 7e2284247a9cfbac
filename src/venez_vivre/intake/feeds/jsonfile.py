"""A JSON file, or one of JSON lines, read record by record in constant memory, and strictly."""

from __future__ import annotations

import codecs
import json
import math
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TextIO

from venez_vivre.errors import Misuse, Refused
from venez_vivre.texts import number

BIGGEST_FILE = 300 << 20
"""Bytes: more than any service answers at once."""

LONGEST_RECORD = 1 << 23
"""Characters: one offer that is longer is a file that is not what it seems."""

DEEPEST = 50
"""Lists and objects inside each other."""

LISTS = ("resultats", "events", "results", "records", "features")
"""The names under which services put their list of records."""

Record = dict[str, Any]

_OPENING = re.compile(r"\s*(?:\{|\[\s*(?:[\[{\]\"0-9-]|true|false|null|NaN|Infinity))")
_ALONE = re.compile(r"\s*(?:null|true|false|-?[0-9][0-9.eE+-]*|\"[^\"]*\")\s*\Z")
"""A value that is no list of anything: a file says that it is JSON by its name then."""
_BLANK = re.compile(r"[ \t\r\n]*")
_CHUNK = 1 << 16
_LONGEST_NUMBER = 300


def is_json(path: Path) -> bool:
    """Whether a file begins as JSON does, whatever it is called; what cannot be read does not."""
    try:
        if not path.is_file():
            return False
        with path.open("rb") as file:
            head = file.read(512)
    except (OSError, ValueError):
        return False
    text = _decoded(head)
    alone = path.suffix.lower() == ".json" and _ALONE.match(text)
    return bool(alone or _OPENING.match(text))


def _decoded(head: bytes) -> str:
    encoding = _marked(head) or "utf-8"
    return codecs.getincrementaldecoder(encoding)("replace").decode(head)


def _marked(head: bytes) -> str | None:
    if head.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    return "utf-16" if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else None


def encoding_of(path: Path) -> str:
    """UTF-8, unless a mark at the beginning says otherwise."""
    with path.open("rb") as file:
        return _marked(file.read(4)) or "utf-8"


def records(path: Path, name: str, encoding: str | None = None) -> Iterator[Record]:
    """The objects of a file: those of its list, wrapped or not, or one a line.

    Raises:
        Refused: what is not strict JSON, or holds something else than objects, with its place.
        Misuse: an encoding that does not exist.

    """
    size = path.stat().st_size
    if size > BIGGEST_FILE:
        most = number(BIGGEST_FILE >> 20)
        raise Refused(
            f"{name} pèse plus de {most} Mo : ce n’est pas une liste d’offres. Coupez-la."
        )
    try:
        with path.open(encoding=encoding or encoding_of(path)) as file:
            yield from _Scanner(file, name).records()
    except LookupError:
        raise Misuse(
            f"--encodage : « {encoding} » n’est pas connu. Essayez utf-8 ou cp1252."
        ) from None
    except UnicodeError:
        raise Refused(
            f"{name} : des caractères ne sont pas lisibles. Enregistrez ce JSON en UTF-8."
        ) from None


class _Scanner:
    """Reads values one after the other from a text that is never held as a whole."""

    def __init__(self, file: TextIO, name: str) -> None:
        self._file = file
        self._name = name
        self._text = ""
        self._place = 0
        self._ended = False
        self._count = 0
        self._decoder = json.JSONDecoder(
            object_pairs_hook=_object, parse_constant=_constant, parse_int=_int, parse_float=_float
        )

    def records(self) -> Iterator[Record]:
        """Every record of every value of the file."""
        while first := self._peek():
            if first == "[":
                yield from self._items()
            elif first == "{":
                yield from self._members()
            else:
                raise self._refused("ce n’est ni une liste ni un objet")

    def _members(self) -> Iterator[Record]:
        """The records of a wrapper, or the object itself when it wraps no list."""
        self._take("{")
        own: list[tuple[str, Any]] = []
        wrapped = False
        while self._peek() != "}":
            if own:
                self._take(",")
            key = self._value()
            if not isinstance(key, str):
                raise self._refused("un nom n’est pas entre guillemets")
            self._take(":")
            if key in LISTS and self._peek() == "[":
                own.append((key, None))
                wrapped = True
                yield from self._items()
            else:
                own.append((key, self._value()))
        self._take("}")
        record = self._checked(lambda: _object(own))
        if not wrapped:
            self._count += 1
            yield record

    def _items(self) -> Iterator[Record]:
        self._take("[")
        first = True
        while self._peek() != "]":
            if not first:
                self._take(",")
            first = False
            self._count += 1
            item = self._value()
            if not isinstance(item, dict):
                raise self._refused("un élément de la liste n’est pas un objet")
            yield item
        self._take("]")

    def _value(self) -> Any:
        """The next value, whole; more of the file is read as long as it seems cut."""
        self._peek()
        while True:
            try:
                value, end = self._checked(self._decode)
            except json.JSONDecodeError as error:
                cut = error.msg.startswith("Unterminated") or error.pos > len(self._text) - 12
                if not (cut and self._more()):
                    raise self._refused("ce n’est pas du JSON bien formé") from None
                continue
            if end < len(self._text) or not self._more():
                break
        self._place = end
        self._checked(lambda: _check(value, DEEPEST))
        return value

    def _decode(self) -> tuple[Any, int]:
        return self._decoder.raw_decode(self._text, self._place)

    def _checked(self, work: Callable[[], Any]) -> Any:
        try:
            return work()
        except _Unfit as error:
            raise self._refused(str(error)) from None
        except RecursionError:
            raise self._refused(_TOO_DEEP) from None

    def _peek(self) -> str:
        """The next character that is not blank, nothing at the end."""
        while True:
            found = _BLANK.match(self._text, self._place)
            self._place = found.end() if found else self._place
            if self._place < len(self._text):
                return self._text[self._place]
            if not self._more():
                return ""

    def _take(self, wanted: str) -> None:
        if self._peek() != wanted:
            raise self._refused("ce n’est pas du JSON bien formé")
        self._place += 1

    def _more(self) -> bool:
        """Read on, twice as much each time that a value needs it; whether there was more."""
        if self._ended:
            return False
        kept = self._text[self._place :]
        if len(kept) > LONGEST_RECORD:
            raise self._refused("un élément est démesuré")
        read = self._file.read(max(_CHUNK, len(kept)))
        if not read:
            self._ended = True
            return False
        self._text, self._place = kept + read, 0
        return True

    def _refused(self, why: str) -> Refused:
        where = f", élément {self._count}" if self._count else ""
        return Refused(f"{self._name}{where} : {why}. Demandez un nouvel export de ce fichier.")


class _Unfit(Exception):
    """The text is JSON to a lenient reader, and not to us."""


_TOO_DEEP = f"plus de {DEEPEST} niveaux imbriqués"


def _object(pairs: list[tuple[str, Any]]) -> Record:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise _Unfit("un objet donne deux fois le même nom")
    return found


def _constant(said: str) -> Any:
    raise _Unfit(f"« {said} » n’est pas un nombre")


def _int(digits: str) -> int:
    if len(digits) > _LONGEST_NUMBER:
        raise _Unfit("un nombre est démesuré")
    return int(digits)


def _float(digits: str) -> float:
    value = float(digits)
    if math.isinf(value) or len(digits) > _LONGEST_NUMBER:
        raise _Unfit("un nombre est démesuré")
    return value


def _check(value: Any, left: int) -> None:
    """Refuse a value that is too deep, or whose texts no encoding can hold."""
    if isinstance(value, str):
        if not value.isascii() and not _writable(value):
            raise _Unfit("un texte contient une moitié de caractère")
    elif isinstance(value, (dict, list)):
        if not left:
            raise _Unfit(_TOO_DEEP)
        parts = [*value, *value.values()] if isinstance(value, dict) else value
        for part in parts:
            _check(part, left - 1)


def _writable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
