"""How one value is written for people, the same in every format."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from venez_vivre import texts
from venez_vivre.dates import short
from venez_vivre.texts import HIDDEN

NUMERIC = frozenset({"count", "signed", "rate", "euros", "day"})
BLOCKS = " ▏▎▍▌▋▊▉█"
"""Eighths of a character, from nothing to full."""


def write(value: Any, kind: str = "text") -> str:
    """The value in French; an unknown one is empty, a list is joined."""
    if value is None or value in ("", HIDDEN):
        return value or ""
    writer = BY_KIND.get(kind)
    if writer is not None:
        return writer(value)
    for known, by_type in BY_TYPE:
        if isinstance(value, known):
            return by_type(value)
    return str(value)


def _day(value: Any) -> str:
    return short(value if isinstance(value, date) else date.fromisoformat(value))


BY_KIND: dict[str, Callable[[Any], str]] = {
    "rate": texts.percent,
    "signed": texts.signed,
    "euros": texts.euros,
    "day": _day,
}
BY_TYPE: tuple[tuple[type, Callable[[Any], str]], ...] = (
    (bool, lambda value: "oui" if value else "non"),
    (date, short),
    (int, texts.number),
    (float, lambda value: texts.number(value, 1)),
    (list, lambda value: ", ".join(write(item) for item in value)),
    (tuple, lambda value: ", ".join(write(item) for item in value)),
)
"""How values of a type are written when their column says nothing; a bool is also an int."""


def bar(ratio: float, width: int) -> str:
    """A bar of that many characters for a ratio of 1, to the eighth of a character."""
    eighths = round(max(0.0, min(1.0, ratio)) * width * 8)
    full, rest = divmod(eighths, 8)
    if ratio > 0 and not eighths:
        return BLOCKS[1]
    return BLOCKS[8] * full + (BLOCKS[rest] if rest else "")
