"""What stands for a person in a shared file: keyed prints of what identity compares, no word.

Each print is the beginning of an HMAC-SHA-256 under a key of the Region's secret. Two prints of one
kind are equal when what they stand for is; nothing else is told of it to who lacks the secret. Who
holds it can try the names that they think of: pseudonyms, not anonymity.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable, Iterable
from functools import lru_cache
from hashlib import sha256
from typing import NamedTuple

from venez_vivre.intake.people import Known
from venez_vivre.likeness.contacts import local_part, same_box, years
from venez_vivre.likeness.names import first_names, forms, usual
from venez_vivre.likeness.phonetics import sound
from venez_vivre.likeness.weights import Level

FULL, SMALL, TINY = 12, 8, 6
"""Hexadecimal digits of a print: of what finds people, of what is compared among those found, of
years."""

SHORTEST = 3
"""No slip is looked for in a shorter name."""

Stamp = Callable[..., str]


class Prints(NamedTuple):
    """A person; "" stands for what is unknown, and each text is a print or several end to end."""

    called: str
    first: str
    last: str
    email: str
    box: str
    local: str
    phone: str
    reference: str
    year: str
    code: str
    commune: str
    usual: str
    """The first name in its usual form; the next says whether it is surely that one."""
    sure: bool
    head: str
    """The first word of a compound first name, or a simple one."""
    words: str
    forms: str
    slips: str
    sound: str
    years: str
    """The year of who is wholly known, then each that a slip makes of it, printed with the rest."""
    said: bool
    """Whether the last name is their own word."""


def stamp(key: bytes) -> Stamp:
    """What makes prints under a key: `made(kind, *words, digits)`."""

    @lru_cache(maxsize=1 << 16)
    def made(kind: str, *words: str, digits: int = FULL) -> str:
        raw = "\x1f".join((kind, *words)).encode("utf-8", "replace")
        return hmac.new(key, raw, sha256).hexdigest()[:digits]

    return made


def of(known: Known, made: Stamp) -> Prints:
    """The prints of somebody, from the same folded keys that imports compare."""
    box = same_box(known.email)
    first, last = known.first_key, known.last_key
    year = str(known.birth_year) if known.birth_year else ""

    def one(kind: str, *words: str) -> str:
        return made(kind, *words) if all(words) else ""

    return Prints(
        one("nom", known.called),
        one("nom", _squashed(first)),
        one("nom", _squashed(last)),
        one("email", known.email or ""),
        one("boite", box),
        one("adresse", local_part(box)),
        one("telephone", known.phone or ""),
        one("reference", known.external_reference or ""),
        one("annee", year),
        one("code", known.postal_code or ""),
        one("commune", known.commune or ""),
        *_first(first, made),
        *_last(last, made),
        _years(known, made),
        known.said_their_name,
    )


def _squashed(name: str) -> str:
    return name.replace(" ", "")


def _first(first: str, made: Stamp) -> tuple[str, bool, str]:
    """`usual`, `sure` and `head`."""
    if not first:
        return "", False, ""
    full = usual(first)
    level = first_names(first, full)
    sure = level in {Level.SAME, Level.COMMON, Level.VARIANT}
    head = made("nom", first.partition(" ")[0])
    return ("" if level is Level.PART else made("usuel", full)), sure, head


def _last(last: str, made: Stamp) -> tuple[str, str, str, str]:
    """`words`, `forms`, `slips` and `sound`."""
    if not last:
        return "", "", "", ""

    def several(kind: str, words: Iterable[str]) -> str:
        return "".join(sorted({made(kind, word, digits=SMALL) for word in words}))

    squashed = _squashed(last)
    return (
        several("mot", last.split()),
        several("forme", forms(last)),
        several("faute", _one_less(squashed)),
        made("son", sound(last), digits=SMALL) if len(squashed) > SHORTEST else "",
    )


def _one_less(name: str) -> set[str]:
    """The name, and what is left of it without one of its letters: two that share one are near."""
    if len(name) < SHORTEST:
        return {name}
    return {name, *(name[:place] + name[place + 1 :] for place in range(len(name)))}


def _years(known: Known, made: Stamp) -> str:
    """The years that a slip makes of theirs, printed with all that must then be the same."""
    who = (known.first_key, known.last_key, same_box(known.email), known.phone or "")
    if not (all(who) and known.birth_year):
        return ""
    born = known.birth_year
    near = [year for year in range(born - 14, born + 15) if years(born, year) is Level.NEAR]
    return "".join(made("ne", *who, str(year), digits=TINY) for year in (born, *near))


def split(several: str, digits: int = SMALL) -> set[str]:
    """The prints that were put end to end."""
    return {several[start : start + digits] for start in range(0, len(several), digits)}
