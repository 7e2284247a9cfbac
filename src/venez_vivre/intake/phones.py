"""Phone numbers that the usual pattern does not settle: foreign, damaged, several, amid words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from venez_vivre.intake.cells import Mended, Unreadable
from venez_vivre.intake.parsing import LOST_DIGITS, lost_digits
from venez_vivre.intake.reaching import FRENCH, JUNK, french_phone, sheet_phone
from venez_vivre.locations import country_code

EXAMPLE = "Écrivez 06 39 98 12 34 ou +33 6 39 98 12 34."

_FOREIGN = re.compile(r"(?:\+|00)((?!33)[1-9][0-9]{6,14})", re.ASCII)
_TRUNK = re.compile(r"^([+0-9]{2,6}) *\(0\)", re.ASCII)  # « +41 (0)79… »: never dialled from abroad
_DECIMAL = re.compile(r"([0-9]{9,15})[.,]0", re.ASCII)
_LOST_ZERO = re.compile(r"[1-9][0-9]{8}", re.ASCII)
_LOST_PLUS = re.compile(r"[1-9][0-9]{10,13}", re.ASCII)
_NATIONAL = re.compile(r"[0-9 .\-/()]+", re.ASCII)


def settle(text: str) -> str | Mended:
    """A number in E.164, from a cell that is no plain French number.

    Raises:
        Unreadable: no number can be told for sure.

    """
    if decimal := _DECIMAL.fullmatch(text):  # what a table of floats makes of a number
        text = decimal[1]
    bare = _TRUNK.sub(r"\1", text).translate(JUNK)
    if found := _FOREIGN.fullmatch(bare):
        return _foreign(found[1])
    if bare.startswith("33") and _LOST_ZERO.fullmatch(bare[2:]):
        return french_phone(bare[2:])
    if _LOST_ZERO.fullmatch(bare):
        reason = "numéro à neuf chiffres : le zéro perdu a été remis"
        remedy = "Vérifiez le numéro ; +… pour un numéro étranger."
        return Mended(french_phone(bare), reason, remedy)
    if _LOST_PLUS.fullmatch(bare) and (number := _international(bare, sure=True)):
        reason = "numéro étranger sans + : l’indicatif a été reconnu"
        return Mended(number, reason, "Écrivez le numéro avec +, comme +41 22 123 45 67.")
    if text[0] in "oO" and (found := FRENCH.fullmatch("0" + bare[1:])):
        reason = "lettre O prise pour un zéro dans un numéro de téléphone"
        return Mended(french_phone(found[1] or found[2]), reason, EXAMPLE)
    return _among_words(text)


def phone_of(text: str, country: str) -> str | Mended:
    """A number in E.164, read in the country where the person lives when it is not French.

    `country` is the text of the country's cell. A number that could be French too is read as
    the country's own, and said to be.

    Raises:
        Unreadable: no number can be told for sure.

    """
    region = country_code(country)
    if region in {None, "FR"} or not _NATIONAL.fullmatch(text) or text.startswith("00"):
        return sheet_phone(text)
    valid, possible = _national(text, region)
    french = FRENCH.fullmatch(text.translate(JUNK))
    if valid and french and valid != sheet_phone(text):
        reason = "numéro lu comme étant du pays de résidence"
        return Mended(valid, reason, "Écrivez +33 devant un numéro français.")
    if valid or french:
        return valid or sheet_phone(text)
    return possible or sheet_phone(text)


def _national(text: str, region: str | None) -> tuple[str, str]:
    """The number dialled so in that country: when it is valid there, when it is only possible."""
    import phonenumbers  # noqa: PLC0415  a package that few cells need

    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return "", ""
    written = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    valid = phonenumbers.is_valid_number(number)
    possible = phonenumbers.is_possible_number(number)
    return (written if valid else "", written if possible else "")


def _international(digits: str, *, sure: bool = False) -> str:
    """The number of an international code and its digits, empty when there can be none.

    `sure` asks for a number of the country's plan, not only for one of a possible length.
    """
    valid, possible = _national("+" + digits, None)
    return valid if sure else possible


def _foreign(digits: str) -> str:
    number = _international(digits)
    if not number:
        raise Unreadable(
            "numéro étranger impossible",
            "Vérifiez l’indicatif du pays et le nombre de chiffres, comme +41 22 123 45 67.",
        )
    return number


# --- amid words -----------------------------------------------------------------------------

_GAP = r"[\s.\-/\u2010-\u2015]*"
_NUMBERS = re.compile(
    rf"(?<![0-9+])(?:(?:(?:\+|00){_GAP}33\)?{_GAP}(?:\(?0\)?{_GAP})?|0)"
    rf"([1-9](?:{_GAP}[0-9]{{2}}){{4}})|(?:\+|00)((?!33)[1-9](?:[ .\-()\u00a0]*[0-9]){{6,13}}))"
    r"(?![0-9])",
    re.ASCII,
)
_TOUCHING = re.compile(r"[0-9][\s.\-]*\u0000|\u0000[\s.\-]*[0-9]")
_DIGITS = re.compile(r"[0-9]", re.ASCII)
_MOBILES = ("+336", "+337", "+262692", "+262693", "+262639", "+59069", "+59469", "+59669")


def _among_words(text: str) -> str | Mended:
    """The number in « tél. : 06… (bureau) », the first mobile of several."""
    numbers = list(dict.fromkeys(_all_in(text)))
    left = _NUMBERS.sub("\u0000", text)
    if not numbers or _TOUCHING.search(left):
        raise _unreadable(text)
    kept = next((number for number in numbers if number.startswith(_MOBILES)), numbers[0])
    remedy = "Mettez un seul numéro par cellule."
    if len(numbers) > 1:
        which = "le premier portable" if kept.startswith(_MOBILES) else "le premier"
        return Mended(kept, f"plusieurs numéros de téléphone : {which} est gardé", remedy)
    if len(_DIGITS.findall(left)) > 3:  # more than the number of an extension
        return Mended(kept, "autres chiffres laissés à côté du numéro de téléphone", remedy)
    return kept


def _all_in(text: str) -> Iterator[str]:
    for found in _NUMBERS.finditer(text):
        if found[1]:
            yield french_phone(_only_digits(found[1]))
        elif number := _international(_only_digits(found[2])):
            yield number


def _only_digits(text: str) -> str:
    return "".join(_DIGITS.findall(text))


def _unreadable(text: str) -> Unreadable:
    if LOST_DIGITS.fullmatch(text.replace(" ", "")):
        return lost_digits(fatal=True)  # nobody could be called: the line waits for its number
    count = len(_only_digits(text))
    reason = "numéro de téléphone illisible"
    if text.translate(JUNK).isdecimal() and text.isascii() and count != 10:
        what = "il en manque" if count < 10 else "il y en a trop"
        return Unreadable(f"{reason} : {count} chiffres, {what}", EXAMPLE)
    return Unreadable(reason, EXAMPLE)
