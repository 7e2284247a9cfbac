"""Who and what is judged together: seekers side by side, offers by trade, themes once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from venez_vivre import themes
from venez_vivre.criteria.facts import OfferFacts
from venez_vivre.proposing.pairs import Seeker, concepts_of

DEGREE = 0.4
"""The side of the squares in which seekers are gathered, in degrees."""


class Themes:
    """How close each theme is to the themes of each offer, worked out once a theme."""

    def __init__(self, offers: Sequence[OfferFacts]) -> None:
        sets: dict[frozenset[str], int] = {}
        back = [sets.setdefault(concepts_of(offer), len(sets)) for offer in offers]
        self.back = np.array(back, dtype=np.intp)
        self._sets = list(sets)
        self._lines: dict[str, Any] = {}

    def line(self, theme: str) -> Any:
        """The closeness of a theme to each set of themes, NaN to the empty one."""
        if theme not in self._lines:
            wished = frozenset({theme})
            self._lines[theme] = np.array(
                [themes.closeness(wished, one) if one else np.nan for one in self._sets]
            )
        return self._lines[theme]


class Group(NamedTuple):
    """Seekers judged together: their places in the list, and their trade if they have one."""

    rows: Any
    code: str | None


class Tier(NamedTuple):
    """Offers judged together, and how near their trade is at most; None when it is unknown."""

    columns: Any
    near: float | None


def gathered(seeker: Seeker) -> tuple[Any, ...]:
    """Those who share this are judged together."""
    code = seeker.adult.rome_code if seeker.adult else None
    corners = seeker.place.corners
    if not corners:
        return (code, None)
    lat = sum(lat for lat, _ in corners) / len(corners)
    lon = sum(lon for _, lon in corners) / len(corners)
    far = 0 if seeker.ask.reach <= 35 else 1 if seeker.ask.reach <= 70 else 2
    return (code, int(lat / DEGREE), int(lon / DEGREE), far)


def by_row(tried: Any) -> dict[int, Any]:
    """Row -> the offers that must not be proposed to it."""
    found: dict[int, list[int]] = {}
    for row, column in () if tried is None else tried:
        found.setdefault(int(row), []).append(int(column))
    return {row: np.array(columns) for row, columns in found.items()}
