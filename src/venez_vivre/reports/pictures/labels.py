"""Where the names of a map are written: beside their place, inside it, and never on one another."""

from __future__ import annotations

from collections.abc import Iterable

from venez_vivre import NamedTuple

LETTER = 6.6
"""Pixels that a bold letter of 12 pixels takes, on average."""
LINE = 15
"""Pixels of height of a line."""
AWAY = (0, -LINE, LINE)
"""Pixels below its place at which a name is tried, the first one preferred; further, it would seem
to name another place."""


class Label(NamedTuple):
    """A text and the pixels of its middle."""

    text: str
    x: float
    y: float

    @property
    def half(self) -> float:
        """Half of its width, in pixels."""
        return len(self.text) * LETTER / 2


def placed(wanted: Iterable[Label], width: int, height: int) -> list[Label]:
    """The labels moved so that none hides another or goes out; one without room is left out."""
    kept: list[Label] = []
    for label in wanted:
        tries = (_inside(label._replace(y=label.y + away), width) for away in AWAY)
        free = [
            one
            for one in tries
            if LINE <= one.y <= height - LINE and not any(_meet(one, other) for other in kept)
        ]
        kept += free[:1]
    return kept


def _inside(label: Label, width: int) -> Label:
    return label._replace(x=max(label.half, min(width - label.half, label.x)))


def _meet(one: Label, other: Label) -> bool:
    across = abs(one.x - other.x) < one.half + other.half + LETTER
    return across and abs(one.y - other.y) < LINE
