"""One cell into one value: fast for the usual spellings, refusing what it does not understand.

Every parser takes the stripped text of a cell that is not empty and returns the value to store, or
raises `Unreadable` with the reason and the remedy, both in French. What had to be guessed comes
back as `Mended`, so that it is said.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from typing import Any

from venez_vivre import dates
from venez_vivre.errors import Misuse
from venez_vivre.texts import fold
from venez_vivre.vocabulary import NO, YES, Term

ERASE = object()
"""What `(vide)` means: take the stored value away."""

Parser = Callable[[str], Any]


class Unreadable(Exception):
    """A cell that cannot be read: why, and what to write instead."""

    def __init__(self, reason: str, remedy: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.remedy = remedy


@dataclass(frozen=True, slots=True)
class Mended:
    """A value that was repaired before it was understood: what was done, and what to check."""

    value: Any
    reason: str
    remedy: str


def words(text: str) -> str:
    """Free text on one line."""
    if text.isascii() and text.isprintable() and "  " not in text:
        return text
    return _composed(" ".join(text.split()))


def prose(text: str) -> str:
    """Free text whose line breaks are kept."""
    return _composed(text.replace("\r\n", "\n").replace("\r", "\n"))


def _composed(text: str) -> str:
    """Accents as one character (some systems export them apart)."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


@lru_cache(maxsize=1 << 16)
def name(text: str) -> str:
    """A first or last name as people write it: a name all in capitals gets its capitals back."""
    tidy = _composed(" ".join(text.split()))
    if tidy.isupper() or tidy.islower():
        return _PARTICLES.sub(lambda m: m.group().lower(), _START.sub(_capital, tidy.lower()))
    return tidy


_START = re.compile(r"(?:(?<=[\s\-'’])|^)\w")
_PARTICLES = re.compile(r"(?<=\s)(De|Du|Des|La|Van|Von|Der)(?=\s)")


def _capital(match: re.Match[str]) -> str:
    return match.group().upper()


@lru_cache(maxsize=1 << 14)
def day(text: str) -> date:
    """A date, with or without a time, French or ISO."""
    try:
        return dates.parse_moment(text)
    except Misuse:
        raise Unreadable("date illisible", "Écrivez la date JJ/MM/AAAA.") from None


_EMAIL = re.compile(
    r"[a-z0-9._%+\-']{1,64}@(?:[a-z0-9](?:[a-z0-9\-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}"
)


def email(text: str) -> str:
    """An e-mail address in lower case."""
    address = text.lower().removeprefix("mailto:").strip("<> ")
    if _EMAIL.fullmatch(address) and ".." not in address:
        return address
    raise Unreadable("adresse e-mail illisible", "Écrivez une seule adresse, comme nom@exemple.fr.")


_JUNK = {ord(c): None for c in " .-/()_\t"}
_JUNK |= dict.fromkeys((0xA0, 0xAD, 0xFEFF, *range(0x2000, 0x2016), *range(0x2028, 0x2030)))
"""Separators that people type and office software puts in their place, invisible ones included."""
_FRENCH = re.compile(r"(?:\+33|0033)0?([1-9][0-9]{8})|0([1-9][0-9]{8})", re.ASCII)
_FOREIGN = re.compile(r"(?:\+|00)((?!33)[1-9][0-9]{6,14})", re.ASCII)
_LOST_ZERO = re.compile(r"[1-9][0-9]{8}", re.ASCII)


def phone(text: str) -> str:
    """A phone number in E.164; a French one may lack its zero."""
    found = sheet_phone(text)
    return str(found.value) if isinstance(found, Mended) else found


def sheet_phone(text: str) -> str | Mended:
    """The same, saying so when a spreadsheet took the zero."""
    bare = text.translate(_JUNK)
    if found := _FRENCH.fullmatch(bare):
        return "+33" + (found[1] or found[2])
    if found := _FOREIGN.fullmatch(bare):
        return "+" + found[1]
    if _LOST_ZERO.fullmatch(bare):
        reason = "numéro à neuf chiffres : le zéro perdu a été remis"
        return Mended("+33" + bare, reason, "Vérifiez le numéro ; +… pour un numéro étranger.")
    if bare.startswith("33") and _LOST_ZERO.fullmatch(bare[2:]):
        return "+" + bare
    raise Unreadable(
        "numéro de téléphone illisible", "Écrivez 06 12 34 56 78 ou +33 6 12 34 56 78."
    )


_NUMBER = re.compile(r"(-?)([0-9]{1,12})(?:[.,]([0-9]{1,2}))?", re.ASCII)
_UNITS = re.compile(
    r"(?:€|eur|euros?|km|m2|m²|ans?|pieces?|pi[eè]ces?)(?:\s*(?:/|par)\s*(?:mois|an))?$",
    re.IGNORECASE,
)


def whole(text: str) -> int:
    """A whole number >= 0, whatever spaces and unit stand around it."""
    value = _hundredths(text)
    if value % 100:
        raise Unreadable("nombre à virgule", "Écrivez un nombre entier.")
    return value // 100


def amount(text: str) -> int | Mended:
    """The same for euros or square metres, which are rounded, and said to be."""
    value = _hundredths(text)
    if value % 100:
        rounded = (value + 50) // 100
        return Mended(rounded, "nombre à virgule arrondi", "Écrivez un nombre entier.")
    return value // 100


def cents(text: str) -> int:
    """An amount in euros, in cents."""
    return _hundredths(text)


@lru_cache(maxsize=1 << 14)
def _hundredths(text: str) -> int:
    bare = _UNITS.sub("", text.strip()).translate(_SPACES)
    found = _NUMBER.fullmatch(bare)
    if not found:
        raise Unreadable("nombre illisible", "Écrivez un nombre avec des chiffres.")
    value = int(found[2]) * 100 + int((found[3] or "").ljust(2, "0"))
    if found[1] and value:
        raise Unreadable("nombre négatif", "Écrivez un nombre positif ou nul.")
    return value


_SPACES = {ord(c): None for c in " \u00a0\u202f\u2009'’"}


def year(text: str) -> int:
    """A year of birth."""
    value = int(text[:4]) if re.fullmatch(r"(1[89]|20)[0-9]{2}(\.0)?", text, re.ASCII) else None
    if value is None:
        try:
            value = dates.parse_moment(text).year
        except Misuse:
            raise Unreadable("année illisible", "Écrivez une année sur quatre chiffres.") from None
    return value


def postal_code(text: str) -> str:
    """A postal code; a French one may lack the zero that a spreadsheet took."""
    # Four digits are of a neighbouring country, or French without its zero: the country decides.
    bare = "".join(text.split()).upper()
    return bare.removesuffix(".0") if re.fullmatch(r"[0-9]{4,5}\.0", bare, re.ASCII) else bare


def items(text: str) -> str:
    """A list, separated by `|`, `,` or `;`, kept with `|`."""
    parts = re.split(r"[|,;\n]", _composed(text))
    return "|".join(dict.fromkeys(p for p in (" ".join(part.split()) for part in parts) if p))


OPENINGS = (("oui ", 1), ("non ", 0), ("j accepte ", 1), ("je refuse ", 0), ("je n accepte ", 0))
"""How the sentence of a box that was ticked begins."""


def yes_no(text: str) -> int:
    """1 for yes, 0 for no."""
    folded = fold(text)
    if folded in YES:
        return 1
    if folded in NO:
        return 0
    said = [answer for opening, answer in OPENINGS if f"{folded} ".startswith(opening)]
    if said and not {"oui", "non"} <= set(folded.split()):
        return said[0]
    raise Unreadable("ni oui ni non", "Écrivez oui ou non.")


@cache
def term(kind: type[Term]) -> Parser:
    """A parser of that coded value, which knows its code, its label and its usual spellings."""
    known = {
        fold(spelling): member.value
        for member in kind
        for spelling in (member.value, member.label, *member.spellings)
    }

    @lru_cache(maxsize=4096)
    def parse(text: str) -> str:
        value = known.get(fold(text))
        if value is None:
            raise Unreadable(
                "valeur inconnue", "Valeurs possibles : " + ", ".join(m.value for m in kind) + "."
            )
        return str(value)

    return parse


def degrees(text: str) -> float:
    """A latitude or a longitude."""
    if not re.fullmatch(r"-?[0-9]{1,3}([.,][0-9]+)?", text, re.ASCII):
        raise Unreadable("coordonnée illisible", "Écrivez des degrés, comme 47,32.")
    value = float(text.replace(",", "."))
    if abs(value) > 180:
        raise Unreadable("coordonnée impossible", "Écrivez des degrés, comme 47,32.")
    return value
