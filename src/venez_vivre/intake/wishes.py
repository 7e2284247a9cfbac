"""Places that people wish for, in their own words: « Autun et alentours », « Dijon ou Beaune »."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from venez_vivre import locations
from venez_vivre.locations import Certainty, Resolution
from venez_vivre.texts import fold

_BEFORE = re.compile(
    r"^(?:(?:plutot|idealement|de preference|si possible|surtout|dans|vers|a|au|aux|en|sur|pres"
    r"|proche|proximite|autour|alentours?|environs?|secteur|region|agglo|agglomeration|metropole|bassin"
    r"|zone|ville|commune|village|cote|communaute|communes|urbaine|le|la|les|l|d|de|du|des) )+"
)
_AFTER = re.compile(
    r"(?: (?:et|ou|avec|ses|sa|son|les|aux|tout|toute|dans|alentours?|environs?|region|agglo"
    r"|agglomeration|peripherie|couronne|autour|secteur|banlieue|proche|proximite|centre|ville))+$"
)
_BETWEEN = re.compile(
    r"\s*(?:[,;/+&]|\b(?:ou|et|puis|sinon|voire|soit)\b|\s[-–—]\s)\s*", re.IGNORECASE
)
_SEPARATED = re.compile("[,;/+&]")
_CODE = re.compile(r"[0-9]{5}", re.ASCII)


def readings(wish: str) -> Iterator[str]:
    """A wish as it is, then without the words that only say « somewhere near »."""
    yield wish
    if _SEPARATED.search(wish):
        return
    folded = fold(wish)
    bare = _BEFORE.sub("", _AFTER.sub("", folded))
    if bare and bare != folded:
        yield bare


def parts(wish: str) -> list[str]:
    """The wishes that one text joins (« Dijon ou Beaune »); none when it is a single one."""
    found = [part for part in _BETWEEN.split(wish) if part]
    return found if len(found) > 1 else []


def is_department(text: str) -> bool:
    """Whether a text names a département and nothing nearer (« Doubs » is a commune too)."""
    return locations.department_code(text) is not None


@lru_cache(maxsize=1 << 14)
def wished_communes(listed: str) -> tuple[tuple[str, Resolution], ...]:
    """Each wish of a list separated by `|`, and what it is resolved to, in order.

    A postal code beside a name belongs to it, before or after.
    """
    return tuple(
        (text, resolution)
        for name, code in _with_codes(listed.split("|"))
        for text, resolution in _resolved(name, code)
    )


def wished_codes(listed: str) -> list[str]:
    """The INSEE codes of the communes that a list separated by `|` names, each once."""
    found = (resolution.commune for _, resolution in wished_communes(listed))
    return list(dict.fromkeys(place.code_insee for place in found if place))


def _with_codes(items: list[str]) -> Iterator[tuple[str, str]]:
    """Names with the postal codes that the cutting of the list took from them."""
    at = 0
    while at < len(items):
        pair = sorted(items[at : at + 2], key=_is_code)
        if len(pair) > 1 and not _is_code(pair[0]) and _is_code(pair[1]) and _goes_with(*pair):
            yield pair[0], pair[1]
            at += 2
        else:
            yield ("", items[at]) if _is_code(items[at]) else (items[at], "")
            at += 1


def _is_code(item: str) -> bool:
    return bool(_CODE.fullmatch(item))


def _goes_with(name: str, code: str) -> bool:
    return locations.resolve(name, code).commune is not None


def _resolved(name: str, code: str) -> Iterator[tuple[str, Resolution]]:
    """A wish as a whole, else each of its parts."""
    if not name:
        yield code, locations.resolve("", code)
        return
    for reading in readings(name):
        found = _resolution(reading, code)
        if found.candidates:
            yield name, found
            return
    for part in parts(name):
        yield from _resolved(part, "")


def _resolution(text: str, code: str) -> Resolution:
    """What one reading names; a département or an intercommunality is no commune."""
    if is_department(text):
        return NOTHING
    found = locations.resolve(text, code or None)
    guessed = found.certainty is Certainty.GUESS and locations.find_epci(text)
    return NOTHING if guessed else found


NOTHING = Resolution(Certainty.UNKNOWN)
