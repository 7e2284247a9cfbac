"""How a French name sounds: names that are said alike have one key."""

from __future__ import annotations

import re
from functools import lru_cache

_SOUNDS = {
    "eaux": "o", "eau": "o", "aux": "o", "au": "o", "aul": "o", "chr": "kr", "chl": "kl",
    "sch": "c", "ch": "c", "sh": "c", "ph": "f", "th": "t", "rh": "r", "gh": "g", "kh": "k",
    "qu": "k", "cqu": "k", "ck": "k", "q": "k", "x": "ks", "w": "v", "y": "i",
    "ce": "se", "ci": "si", "cy": "si", "c": "k",
    "ge": "je", "gi": "ji", "gy": "ji", "gue": "ge", "gui": "gi", "gn": "n",
    "ai": "e", "ay": "e", "ei": "e", "ey": "e", "oi": "wa", "oy": "wa", "ou": "u", "oo": "u",
    "ain": "1", "ein": "1", "yn": "1", "in": "1", "im": "1", "ym": "1", "aim": "1", "eim": "1",
    "an": "2", "am": "2", "en": "2", "em": "2", "on": "3", "om": "3", "un": "1", "um": "1",
    "h": "", "z": "s",
}  # fmt: skip
"""Letters -> sound; `1`, `2` and `3` are the vowels said through the nose, before a consonant."""

_NASAL = re.compile(r"(?:[ae]?i|y|a|e|o|u)[nm](?![aeiouynm])")
_LETTERS = re.compile(
    "|".join(sorted((s for s in _SOUNDS if s[-1] not in "nm" or s == "gn"), key=len, reverse=True))
)
_DOUBLED = re.compile(r"(.)\1+")
_MUTE = re.compile(r"(?<=[a-z]{2})(?:(?<=n)c|[stdpxz]+)$")
_LAST = re.compile(r"(?<=[a-z0-9]{2})e[rz]?$")


@lru_cache(maxsize=1 << 17)
def sound(word: str) -> str:
    """How a folded word is said, letters and digits without a space; "" stays "".

    Spellings of one sound share it (`philippe` and `filipe`, `renault` and `reno`).
    """
    compact = word.replace(" ", "")
    text = _MUTE.sub("", _DOUBLED.sub(r"\1", compact))
    text = _NASAL.sub(lambda found: _SOUNDS[found[0]], text)
    text = _LETTERS.sub(lambda found: _SOUNDS[found[0]], text)
    return _DOUBLED.sub(r"\1", _LAST.sub("", text)) or compact
