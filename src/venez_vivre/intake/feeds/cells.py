"""Values of a record as the texts of our cells, without what names or reaches a person."""

from __future__ import annotations

import html
import re
from typing import Any

from venez_vivre.texts import Pattern

Cells = dict[str, str]
"""What a record says, by field of an offer."""


def text(value: Any) -> str:
    """A text or a number as text; nothing for anything else."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return f"{value:.10g}" if isinstance(value, float) else str(value)
    return ""


def inside(value: Any, name: str) -> Any:
    """What an object holds under a name; nothing when it is no object."""
    return value.get(name) if isinstance(value, dict) else None


def whole(value: Any) -> str:
    """A count, as digits."""
    said = text(value).removesuffix(".0")
    return said if re.fullmatch(r"[0-9]{1,6}", said, re.ASCII) else ""


def day(value: Any) -> str:
    """The day of a moment, as it is written."""
    found = re.match(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text(value), re.ASCII)
    return found[0] if found else ""


def degrees(latitude: Any, longitude: Any) -> Cells:
    """A place on earth, when both numbers make one; 0, 0 is what services write for « unknown »."""
    try:
        lat, lon = float(text(latitude)), float(text(longitude))
    except ValueError:
        return {}
    if not (abs(lat) <= 90 and abs(lon) <= 180) or (lat, lon) == (0, 0):
        return {}
    return {"latitude": f"{lat:.6f}", "longitude": f"{lon:.6f}"}


def link(value: Any) -> str:
    """An address of the web, nothing else."""
    said = text(value)
    return said if re.fullmatch(r"https?://[^\s<>\"]+", said, re.IGNORECASE) else ""


_TAGS = Pattern(r"<(?:/?[a-zA-Z]|!)[^<>]*>")
_BREAKS = Pattern(r"<(?:br|/p|/li|/div|/h[1-6])\b[^<>]*>", re.IGNORECASE)
_EMPTY_LINES = Pattern(r"(?:[ \t]*\n){3,}")


def prose(value: Any) -> str:
    """Free text without the marks of a web page."""
    said = text(value).replace("\r\n", "\n").replace("\r", "\n")
    if "<" in said or "&" in said:
        said = html.unescape(_TAGS.sub("", _BREAKS.sub("\n", said)))
    return str(_EMPTY_LINES.sub("\n\n", said)).strip()


_AT = ("@", "(at)", "[at]", "(a)")
_EMAIL = Pattern(
    r"(?<![\w.+%'-])[\w.+%'-]++\s?(?:@|\[at\]|\(at\)|\(a\))\s?[\w-]++(?:\.[\w-]++)++",
    re.IGNORECASE,
)
_PHONE = Pattern(
    r"(?<![\w.,/-])(?:(?:\+|00)[ .]?33[ .-]?(?:\(0\)[ .-]?)?[1-9]|0[1-9])"
    r"(?:[ .\u00a0\u202f/-]?[0-9]{2}){4}(?![0-9])"
)
_NAME = r"[A-ZÀ-ÖØ-Þ][\w’'-]*\.?"
_PERSON = Pattern(
    r"\b(?:Mmes?|Mlles?|Melle|Mrs?|MM?\.|Monsieur|Madame|Mademoiselle|Messieurs|Mesdames)"
    rf"[ \u00a0]+{_NAME}(?:[ \u00a0]+{_NAME}){{0,3}}"
)
REMOVED = "[coordonnées retirées]"


def without_people(said: str, *names: str) -> str:
    """A text without e-mail addresses, phone numbers and people introduced by a title or named."""
    lower = said.lower()
    for name in names:
        if len(name) > 3 and name.lower() in lower:
            said = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", REMOVED, said, flags=re.IGNORECASE)
    if any(sign in lower for sign in _AT):
        said = _EMAIL.sub(REMOVED, said)
    return str(_PERSON.sub(REMOVED, _PHONE.sub(REMOVED, said)))
