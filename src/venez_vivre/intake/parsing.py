"""One cell into one value: fast for the usual spellings, refusing what it does not understand.

Every parser takes the stripped text of a cell that is not empty and returns the value to store, or
raises `Unreadable` with the reason and the remedy, both in French. What had to be guessed comes
back as `Mended`, so that it is said.
"""

from __future__ import annotations

import re
import unicodedata
from contextlib import suppress
from datetime import date, timedelta
from functools import cache, lru_cache

from venez_vivre import dates
from venez_vivre.errors import Misuse
from venez_vivre.intake.cells import ERASE, Mended, Parser, Unreadable
from venez_vivre.intake.reaching import email, phone, sheet_phone
from venez_vivre.texts import fold
from venez_vivre.vocabulary import NO, YES, Term

# What is imported here and read from here by every import.
__all__ = ["ERASE", "Mended", "Parser", "Unreadable", "email", "phone", "sheet_phone"]


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
    if not tidy.isalpha():
        tidy = _TITLE.sub("", tidy.translate(_HYPHENS).strip(" ,;")) or tidy
    if tidy.isupper() or tidy.islower():
        return _PARTICLES.sub(lambda m: m.group().lower(), _START.sub(_capital, tidy.lower()))
    return tidy


_TITLE = re.compile(
    r"^(?:m\.|mr\.?|mme\.?|mlle\.?|dr\.?|monsieur|madame|mademoiselle|docteur)\s+"
    r"(?!(?:et|ou|m\.?|mme|mr)\s|&|/)",
    re.IGNORECASE,
)
"""What stands before the name of one person (« M. et Mme » are two)."""
_HYPHENS = dict.fromkeys((0x2010, 0x2011, 0x2012, 0x2013, 0x2212), "-")
_START = re.compile(r"(?:(?<=[\s\-'’])|^)\w")
_PARTICLES = re.compile(r"(?<=\s)(De|Du|Des|La|Van|Von|Der)(?=\s)")


def _capital(match: re.Match[str]) -> str:
    return match.group().title()


@lru_cache(maxsize=1 << 14)
def day(text: str) -> date | Mended:
    """A date, with or without a time, French or ISO; Excel's count of days is repaired."""
    return _day(text)


@lru_cache(maxsize=1 << 14)
def month_first_day(text: str) -> date | Mended:
    """The same in a column where the month comes before the day."""
    return _day(text, month_first=True)


@lru_cache(maxsize=1 << 14)
def day_from_1904(text: str) -> date | Mended:
    """The same in a workbook that counts its days from 1904."""
    return _day(text, origin=date(1904, 1, 1))


def _day(
    text: str, *, month_first: bool = False, origin: date = date(1899, 12, 30)
) -> date | Mended:
    try:
        return dates.parse_moment(text, month_first=month_first)
    except Misuse:
        counted = _counted(text, origin)
        if counted is None or counted.year not in range(1950, 2050):  # no postal code is a date
            raise Unreadable("date illisible", "Écrivez la date JJ/MM/AAAA.") from None
    reason = "nombre de jours d’un tableur, lu comme une date"
    return Mended(counted, reason, "Mettez la colonne au format Date dans le tableur.")


def _counted(text: str, origin: date) -> date | None:
    """The day of a number of days, as spreadsheets keep dates; any fraction is its time."""
    found = _DAYS.fullmatch(text)
    return origin + timedelta(days=int(found[1])) if found else None


_DAYS = re.compile(r"([1-9][0-9]{3,4})(?:[.,][0-9]{1,15})?")


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


RETENTION = (1, 36)
"""Months for which a territory may keep a file after the last exchange, least and most."""


def retention(text: str) -> int:
    """A number of months for which files are kept."""
    months = whole(re.sub(r"\s*mois$", "", text.strip(), flags=re.IGNORECASE))
    if not RETENTION[0] <= months <= RETENTION[1]:
        raise Unreadable("durée impossible", "Écrivez un nombre de mois de 1 à 36.")
    return months


def amount(text: str) -> int | Mended:
    """The same for euros or square metres, which are rounded, and said to be."""
    value = _hundredths(text)
    if value % 100:
        rounded = (value + 50) // 100
        return Mended(rounded, "nombre à virgule arrondi", "Écrivez un nombre entier.")
    return value // 100


@lru_cache(maxsize=1 << 12)
def pay(text: str) -> int | Mended:
    """A gross pay in euros a year; one a month or an hour is brought to it, and said to be."""
    text = _THOUSANDS.sub(_in_full, text.strip())
    for pattern, times, unit in _PAID:
        if found := pattern.fullmatch(text):
            yearly = (_hundredths(found[1]) * times + 50) // 100
            reason = f"salaire par {unit} ramené à l’année (× {times})"
            return Mended(yearly, reason, "Écrivez un salaire brut annuel.")
    bare = _YEARLY.sub("", text)
    value = amount(_GROSS.sub("", bare))
    said = value if isinstance(value, int) else value.value
    if said not in A_MONTH or _SAID_YEARLY.search(text):
        return value
    reason = "salaire trop bas pour l’année, pris par mois (× 12)"
    return Mended(int(said) * 12, reason, "Écrivez un salaire brut annuel, ou « € / an ».")


A_MONTH = range(1000, 6001)
"""What is paid a month and never a year, in euros."""
_THOUSANDS = re.compile(
    r"(?<![0-9.,])(?<![0-9] )([0-9]{1,3})(?:[.,]([0-9]{1,3}))?\s?k(?=€|eur|\W|$)", re.IGNORECASE
)


def _in_full(match: re.Match[str]) -> str:
    return f"{int(match[1]) * 1000 + int((match[2] or '').ljust(3, '0'))} "


_GROSS = re.compile(r"\s*(?:bruts?|nets?)\s*$", re.IGNORECASE)
_SAID_YEARLY = re.compile(r"\b(?:ans?|annuels?|année)\s*$", re.IGNORECASE)
_BARE = r"([^a-zA-Z/]*?)\s*(?:€|eur|euros?)?\s*(?:bruts?|nets?)?\s*"
_A_MONTH = _BARE + r"(?:/|par\s|le\s)?\s*(?:mois|mensuels?|mens\.?)"
_AN_HOUR = _BARE + r"(?:/|par\s|de\sl[’'])?\s*(?:heures?|h|horaires?)"
_PAID = (
    (re.compile(_A_MONTH, re.IGNORECASE), 12, "mois"),
    (re.compile(_AN_HOUR, re.IGNORECASE), 1820, "heure"),
)
_YEARLY = re.compile(r"\s*(?:bruts?)?\s*(?:/|par)?\s*(?:ans?|annuels?|année)\s*$", re.IGNORECASE)


def cents(text: str) -> int:
    """An amount in euros, in cents."""
    return _hundredths(text)


@lru_cache(maxsize=1 << 14)
def _hundredths(text: str) -> int:
    bare = _UNITS.sub("", text.strip()).translate(_SPACES)
    found = _NUMBER.fullmatch(bare)
    if LOST_DIGITS.fullmatch(bare):
        raise lost_digits()
    if not found:
        raise Unreadable("nombre illisible", "Écrivez un nombre avec des chiffres.")
    value = int(found[2]) * 100 + int((found[3] or "").ljust(2, "0"))
    if found[1] and value:
        raise Unreadable("nombre négatif", "Écrivez un nombre positif ou nul.")
    return value


LOST_DIGITS = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)?E[+-]?[0-9]{1,3}", re.IGNORECASE)
"""« 6,12E+08 »: what a spreadsheet shows of a number that it finds long."""


def lost_digits(*, fatal: bool = False) -> Unreadable:
    """Why such a number is never a value."""
    return Unreadable(
        "nombre abrégé par le tableur : des chiffres sont perdus",
        "Remettez la colonne au format Texte, puis ressaisissez la valeur.",
        fatal=fatal,
    )


def reference(text: str) -> str:
    """A reference, of which a spreadsheet must have kept every digit."""
    if text[:1].isdigit() and "E+" in text.upper() and LOST_DIGITS.fullmatch(text):
        raise lost_digits()
    return words(text)


_SPACES = {ord(c): None for c in " \u00a0\u202f\u2009'’"}


def year(text: str) -> int:
    """A year of birth."""
    if re.fullmatch(r"(19|20)[0-9]{2}([.,]0+)?", text, re.ASCII):
        return int(text[:4])
    for month_first in (False, True):  # whichever comes first, the year is the same
        with suppress(Misuse):
            return dates.parse_moment(text, month_first=month_first).year
    raise Unreadable("année illisible", "Écrivez une année sur quatre chiffres.")


def postal_code(text: str) -> str:
    """A postal code; a French one may lack the zero that a spreadsheet took.

    A name beside it is left there, to be told apart with the rest of the line.
    """
    # Four digits are of a neighbouring country, or French without its zero: the country decides.
    bare = "".join(text.split()).upper()
    if "E+" in bare and LOST_DIGITS.fullmatch(bare):
        raise lost_digits()
    if _CODE_AND_NAME.fullmatch(bare):
        return " ".join(text.split())
    if not any(char.isdigit() for char in bare):
        raise Unreadable("code postal illisible", "Écrivez cinq chiffres, comme 71400.")
    bare = bare.removeprefix("F-") if _FRENCH_CODE.fullmatch(bare) else bare
    return bare.removesuffix(".0") if re.fullmatch(r"[0-9]{4,5}\.0", bare, re.ASCII) else bare


_CODE_AND_NAME = re.compile(r"(?:F-?)?[0-9]{5}\W*[^\W0-9_]{2}.*|[^\W0-9_]{2}.*\D[0-9]{5}")
_FRENCH_CODE = re.compile(r"F-[0-9]{5}", re.ASCII)


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
