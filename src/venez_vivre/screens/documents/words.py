"""Figures of a document in words, those that are not published included."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from venez_vivre.dates import short
from venez_vivre.texts import HIDDEN, euros, millions, percent, plural

Document = Mapping[str, Any]
LABELS = {
    "inscrits": "Inscrits",
    "accompagnes": "Accompagnés",
    "installes": "Installés",
    "spontanees": "Spontanés",
}
HIDDEN_NOTE = (
    "s : secret statistique. Un nombre de 1 à 4, ou qui permettrait de le retrouver, n’est pas "
    "publié."
)


def counted(value: Any, noun: str) -> str:
    """« 41 foyers », or « s foyers » for what is not published."""
    return f"{value} {noun}s" if value == HIDDEN else plural(value, noun)


def both(part: Document) -> str:
    """« 375 personnes, 175 foyers »."""
    return f"{counted(part['personnes'], 'personne')}, {counted(part['foyers'], 'foyer')}"


def step(document: Document, stage: str) -> Document:
    """One stage of a list of stages."""
    found: Document = next(one for one in document["etapes"] if one["etape"] == stage)
    return found


def day(value: date | str) -> str:
    """A day, from a document that was just made or from one that was kept."""
    return short(date.fromisoformat(value) if isinstance(value, str) else value)


def ratio(value: Any) -> str:
    """« 10,5 % »; nothing when unknown."""
    return value if value == HIDDEN else "" if value is None else percent(value)


def interval(low: Any, high: Any) -> str:
    """« 9,9 % à 11,0 % », or nothing when there is nobody to count."""
    if HIDDEN in (low, high):
        return HIDDEN
    return "" if low is None or high is None else f"{percent(low)} à {percent(high)}"


def money(value: Any) -> str:
    """« 5,7 M€ », « 32 000 € »."""
    if value == HIDDEN:
        return HIDDEN
    return millions(value) if abs(value) >= 1_000_000 else euros(value)


def plain(value: Any) -> Any:
    """A figure for a picture: None where it is not published."""
    return None if value == HIDDEN else value


def part_of(value: Any, largest: Any) -> float | None:
    """A bar: a figure as a part of the largest; none for what is not published."""
    return None if HIDDEN in (value, largest) else value / max(1, largest)


def largest(values: Sequence[Any]) -> int:
    """The largest of those that are published."""
    return max((value for value in values if value not in (None, HIDDEN)), default=0)
