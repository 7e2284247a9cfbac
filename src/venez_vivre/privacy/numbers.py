"""Numbers that no note may hold: social security, bank account, bank card, identity papers.

Each is checked by its own key where it has one, so that a phone, a date or an amount is none.
"""

from __future__ import annotations

from collections.abc import Iterator

from venez_vivre import NamedTuple
from venez_vivre.texts import Pattern

NIR, IBAN, CARD, PAPER = "nir", "iban", "carte", "identite"


class Number(NamedTuple):
    """A number in a text: its kind, where it begins and ends."""

    kind: str
    start: int
    end: int


_DIGIT = Pattern(r"[0-9]")
_S = r"[ .\u00a0\u202f/-]?"
# Sex, year, month (or the codes of an unknown one), department (2A and 2B of Corsica), commune,
# rank in the register, key. INSEE, « numéro d’inscription au répertoire ».
_NIR = Pattern(
    rf"(?<![0-9A-Za-z])[1-478]{_S}[0-9]{{2}}{_S}(?:0[1-9]|1[0-2]|[2-4][0-9]|50|[6-9][0-9]){_S}"
    rf"(?:[0-9]{{2}}|2[ABab]){_S}[0-9]{{3}}{_S}[0-9]{{3}}(?P<key>{_S}[0-9]{{2}})?(?![0-9A-Za-z])"
)
_NIR_WORDS = Pattern(r"\b(?:s[ée]cu\w*|nir|ss|insee|cl[ée])\b", 2)
_IBAN = Pattern(r"(?<![0-9A-Za-z])[A-Za-z]{2}[0-9]{2}(?=[ \u00a0.-]?[0-9A-Za-z])")
_CARD = Pattern(r"(?<![0-9A-Za-z])[2-6](?:[ \u00a0.-]?[0-9]){14,15}(?![0-9A-Za-z])")
_ISSUED = Pattern(
    r"4|5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720|6011|65|amex3[47]",
)
_PAPERS = (
    Pattern(r"\bpasseport\b[^0-9\n]{0,25}(?P<number>[0-9]{2}[A-Z]{2}[0-9]{5})\b", 2),
    Pattern(
        r"\b(?:carte (?:nationale )?d.identit[ée]|cni)\b[^0-9\n]{0,25}?"
        r"(?P<number>\b(?:[0-9]{12}|(?=[A-Z]*[0-9])[0-9A-Z]{9}))\b",
        2,
    ),
    Pattern(r"\b(?:titre|carte) de s[ée]jour\b[^0-9\n]{0,25}(?P<number>[0-9]{10})\b", 2),
)
"""Passport, identity card, residence permit: no key to check, so the word must stand before."""

LENGTHS = {
    "AD": 24, "AT": 20, "BE": 16, "BG": 22, "CH": 21, "CY": 28, "CZ": 24, "DE": 22, "DK": 18,
    "EE": 20, "ES": 24, "FI": 18, "FR": 27, "GB": 22, "GR": 27, "HR": 21, "HU": 28, "IE": 22,
    "IS": 26, "IT": 27, "LI": 21, "LT": 20, "LU": 20, "LV": 21, "MA": 28, "MC": 27, "MT": 31,
    "NL": 18, "NO": 15, "PL": 28, "PT": 25, "RO": 24, "SE": 24, "SI": 19, "SK": 24, "SM": 27,
    "TN": 24, "TR": 26, "UA": 29,
}  # fmt: skip
"""How many characters an IBAN has, by country (SWIFT, IBAN Registry)."""

NEAR = 40
"""Characters before or after in which a word says what a bare number is."""


def found(text: str) -> Iterator[Number]:
    """Every such number of a text, by place within each kind."""
    if not _DIGIT.search(text):
        return
    yield from _nirs(text)
    yield from _ibans(text)
    for match in _CARD.finditer(text):
        digits = _bare(match[0])
        if _is_card(digits):
            yield Number(CARD, match.start(), match.end())
    for pattern in _PAPERS:
        for match in pattern.finditer(text):
            yield Number(PAPER, match.start("number"), match.end("number"))


def _bare(text: str) -> str:
    return "".join(char for char in text if char.isalnum()).upper()


def _nirs(text: str) -> Iterator[Number]:
    for match in _NIR.finditer(text):
        number = _bare(match[0])
        around = text[max(0, match.start() - NEAR) : match.start()]
        around += " " + text[match.end() : match.end() + NEAR]
        if nir_key(number[:13]) == number[13:] or (not match["key"] and _NIR_WORDS.search(around)):
            yield Number(NIR, match.start(), match.end())


def nir_key(number: str) -> str:
    """The key of the 13 first characters: 97 less the rest of their division by 97."""
    digits = number.replace("2A", "19", 1) if number[5:7] == "2A" else number
    digits = digits.replace("2B", "18", 1) if number[5:7] == "2B" else digits
    return f"{97 - int(digits) % 97:02}" if digits.isdigit() else ""


def _ibans(text: str) -> Iterator[Number]:
    for match in _IBAN.finditer(text):
        length = LENGTHS.get(match[0][:2].upper())
        end = _end_of(text, match.start(), length) if length else None
        if end is not None and _is_iban(_bare(text[match.start() : end])):
            yield Number(IBAN, match.start(), end)


def _end_of(text: str, start: int, length: int) -> int | None:
    """Where so many letters and digits end, single separators passed over."""
    count = 0
    for place in range(start, len(text)):
        if text[place].isascii() and text[place].isalnum():
            count += 1
        elif text[place] not in " \u00a0\u202f.-" or text[place - 1] in " \u00a0\u202f.-":
            return None
        if count == length:
            return place + 1
    return None


def _is_iban(number: str) -> bool:
    """ISO 7064: the number, its first four characters last, leaves 1 when divided by 97.

    Its key goes from 02 to 98: 00, 01 and 99 would leave 1 as well.
    """
    if number[2:4] in {"00", "01", "99"}:
        return False
    return int("".join(str(int(char, 36)) for char in number[4:] + number[:4])) % 97 == 1


def _is_card(digits: str) -> bool:
    """16 digits of a network (15 of American Express) that the check of Luhn accepts.

    Visa begins with 4, Mastercard with 51 to 55 or 2221 to 2720, Discover with 6011 or 65.
    """
    if not _ISSUED.match(digits if len(digits) == 16 else f"amex{digits}"):
        return False
    doubled = (int(d) * (1 + place % 2) for place, d in enumerate(reversed(digits)))
    return sum(n - 9 if n > 9 else n for n in doubled) % 10 == 0
