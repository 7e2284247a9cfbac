"""Postal code, town and country found in a cell that holds more: « 12 rue X, 71400 Autun »."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile

from venez_vivre import locations
from venez_vivre.texts import fold


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """What an address says of the place, each part empty when it does not; never the street."""

    postal_code: str = ""
    town: str = ""
    country: str = ""


_BREAKS = re.compile(r"\s*(?:\r?\n|\r|;|\||,)\s*")
_DASH = re.compile(r"\s+[-–—]+\s+|\s*[–—]\s*")
_CODE = re.compile(
    r"(?<![0-9A-Za-z])(?<!BP )(?<!CS )(?:FR?[- ]?)?([0-9]{2} ?[0-9]{3})(?![0-9])[\s\-–.:)]*",
    re.ASCII | re.IGNORECASE,
)
_FOREIGN_CODE = re.compile(r"(?:(CH|B|L|D|A|I|E)[- ])?([0-9]{4,5})\s+([^\W\d].*)", re.IGNORECASE)
_PREFIXES = {
    "CH": "Suisse", "B": "Belgique", "L": "Luxembourg", "D": "Allemagne", "A": "Autriche",
    "I": "Italie", "E": "Espagne",
}  # fmt: skip
_CEDEX = re.compile(r"\s*\bcedex\b\s*[0-9]{0,2}", re.IGNORECASE)
_DISTRICT = re.compile(
    r"(paris|lyon|marseille)[\s,\-(]*([0-9]{1,2})\s*(?:er|[eè]me|i[eè]me|e|è)?\)?"
    r"\s*(?:arr(?:\.|t|dt|ondissement)?)?",
    re.IGNORECASE,
)
_DIGIT = re.compile("[0-9]")
_EDGES = " -–.:"
_DISTRICTS = {"paris": ("750", 20), "lyon": ("690", 9), "marseille": ("130", 16)}
_STREET = re.compile(
    r"\b(?:rue|avenue|av|bd|boulevard|chemin|ch|impasse|imp|allees?|place|pl|route|rte|quai|cours"
    r"|lotissement|lot|residence|square|faubourg|fbg|ruelle|sentier|voie|passage|lieu dit|bp"
    r"|batiment|bat|appartement|appt|apt|hameau|domaine|cite)\b"
)


@lru_cache(maxsize=1 << 14)
def whereabouts(text: str) -> Whereabouts:
    """Read the place in a whole address, on one line or several, or beside a postal code."""
    segments = [part for part in _BREAKS.split(_CEDEX.sub("", text.strip())) if part]
    segments = [part for line in segments for part in _DASH.split(line) if part.strip()]
    country = ""
    while len(segments) > 1 and locations.country_code(segments[-1]):
        country = segments.pop().strip()
    return (
        _in_district(segments, country)
        or _after_code(segments, country)
        or _abroad(segments, country)
        or Whereabouts("", _bare_town(segments), country)
    )


def _in_district(segments: list[str], country: str) -> Whereabouts | None:
    """« Paris 15e »: the number makes the postal code."""
    found = _DISTRICT.fullmatch(segments[-1].strip()) if segments else None
    if not found:
        return None
    start, most = _DISTRICTS[found[1].lower()]
    number = int(found[2])
    return Whereabouts(f"{start}{number:02}", found[1], country) if 0 < number <= most else None


def _after_code(segments: list[str], country: str) -> Whereabouts | None:
    """The last five digits, and the town behind or before them."""
    for number in range(len(segments) - 1, -1, -1):
        codes = list(_CODE.finditer(segments[number]))
        if codes:
            code = codes[-1][1].replace(" ", "")
            before = segments[number][: codes[-1].start()].strip(_EDGES + "(")
            after = segments[number][codes[-1].end() :]
            following, preceding = segments[number + 1 : number + 2], segments[:number][-1:]
            town, land = _town(after)
            if not town:
                town = _near(code, before, *following, *preceding)
            return Whereabouts(code, town, country or land)
    return None


def _near(code: str, before: str, *others: str) -> str:
    """The town beside a code: a commune of that code, else words that are no street."""
    names = [name for name in (before, *others) if name]
    for name in names:
        if found := _commune_at_end(name, code):
            return found
    return next((name for name in names if _may_be_town(name)), "")


def _commune_at_end(text: str, code: str) -> str:
    words = text.strip(_EDGES).split()
    tails = (" ".join(words[start:]) for start in range(len(words)))
    return next((t for t in tails if not t[0].isdigit() and len(locations.find(t, code)) == 1), "")


def _may_be_town(text: str) -> bool:
    folded = fold(text)
    return bool(folded) and not _STREET.search(folded) and not any(map(str.isdigit, folded))


def _town(text: str) -> tuple[str, str]:
    """A town and the country behind it (« Besançon France »), each empty when it is not there."""
    words = list(takewhile(_may_name, text.split()))
    last = words[-1].strip("()") if len(words) > 1 else ""
    land = last if len(last) > 3 and locations.country_code(last) else ""
    town = " ".join(words[:-1] if land else words).strip(_EDGES)
    return town if "(" in town else town.rstrip(")"), land


def _may_name(word: str) -> bool:
    """Whether a word may be of a town's name: no figure, no letter box."""
    return not _DIGIT.search(word) and word.upper() not in {"BP", "CS", "TSA"}


def _abroad(segments: list[str], country: str) -> Whereabouts | None:
    """« 1204 Genève », « B-1000 Bruxelles »: the code of another country before the town."""
    found = _FOREIGN_CODE.fullmatch(segments[-1].strip()) if segments else None
    if not found or _STREET.search(fold(found[3])):
        return None
    country = country or _PREFIXES.get((found[1] or "").upper(), "")
    town, land = _town(found[3])
    return Whereabouts(found[2], town, country or land)


def _bare_town(segments: list[str]) -> str:
    """The town that follows a street without any code."""
    said = segments[-1].strip(_EDGES) if len(segments) > 1 else ""
    return said if said and _may_be_town(said) else ""
