"""How one value is written for people, the same in every format."""

from __future__ import annotations

from datetime import date
from typing import Any

from venez_vivre import texts
from venez_vivre.dates import short

NUMERIC = frozenset({"count", "rate", "euros", "day"})
BLOCKS = " ▏▎▍▌▋▊▉█"
"""Eighths of a character, from nothing to full."""


def write(value: Any, kind: str = "text") -> str:
    """The value in French; an unknown one is empty, a list is joined."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if kind == "rate":
        return texts.percent(value)
    if kind == "euros":
        return texts.euros(value)
    if isinstance(value, date):
        return short(value)
    if kind == "day" and isinstance(value, str) and value:
        return short(date.fromisoformat(value))
    if isinstance(value, (int, float)):
        return texts.number(value, 0 if isinstance(value, int) else 1)
    if isinstance(value, (list, tuple)):
        return ", ".join(write(v) for v in value)
    return str(value)


def bar(ratio: float, width: int) -> str:
    """A bar of that many characters for a ratio of 1, to the eighth of a character."""
    eighths = round(max(0.0, min(1.0, ratio)) * width * 8)
    full, rest = divmod(eighths, 8)
    if ratio > 0 and not eighths:
        return BLOCKS[1]
    return BLOCKS[8] * full + (BLOCKS[rest] if rest else "")
