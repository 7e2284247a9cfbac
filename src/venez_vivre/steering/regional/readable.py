"""What anybody may read of a shared file: counts by territory and quarter, those under 5 masked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from typing import Any

from venez_vivre.steering.disclosure.figures import Figures, Sum
from venez_vivre.steering.disclosure.masks import mask
from venez_vivre.steering.funnel import SPONTANEOUS, STAGES
from venez_vivre.steering.regional.counting import quarter
from venez_vivre.steering.regional.uniting import United
from venez_vivre.texts import HIDDEN

COLUMNS = (*STAGES, SPONTANEOUS)
OTHERS = ("pas accompagnes", "pas installes", "pas spontanees")
"""What a reader works out of a line: who did not reach a stage is a count of people too."""


def table(homes: Iterable[United]) -> list[dict[str, Any]]:
    """Households by territory and quarter of sign-up; no line sums others."""
    found: dict[tuple[str, str], Counter[str]] = {}
    for home in homes:
        if home.registered_on:
            line = found.setdefault((home.territory, quarter(home.registered_on)), Counter())
            line.update(_reached(home))
    return [
        {"territoire": territory, "trimestre": when, **_masked(found[territory, when])}
        for territory, when in sorted(found)
    ]


def _reached(home: United) -> list[str]:
    settled = home.settled_on is not None
    return [
        "inscrits",
        *(["accompagnes"] if home.accompanied_on else []),
        *(["installes"] if settled and not home.spontaneous else []),
        *([SPONTANEOUS] if home.spontaneous else []),
    ]


def _masked(line: Mapping[str, int]) -> dict[str, Any]:
    cells: dict[Hashable, int] = {name: line.get(name, 0) for name in COLUMNS}
    wholes = ("inscrits", "accompagnes", "inscrits")
    for part, whole, other in zip(COLUMNS[1:], wholes, OTHERS, strict=True):
        cells[other] = cells[whole] - cells[part]
    sums = [
        Sum(whole, (part, other))
        for part, whole, other in zip(COLUMNS[1:], wholes, OTHERS, strict=True)
    ]
    hidden = mask(Figures(cells, sums, unprinted=frozenset(OTHERS)))
    return {name: HIDDEN if name in hidden else cells[name] for name in COLUMNS}
