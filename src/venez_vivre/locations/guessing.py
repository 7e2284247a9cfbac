"""Names of communes that were mistyped or shortened: the one they must be, or none."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, lru_cache

from venez_vivre.locations import departments
from venez_vivre.locations.finding import agreeing
from venez_vivre.locations.gazetteer import Commune, by_name, name_key
from venez_vivre.reference import read
from venez_vivre.texts import fold

SHORTEST = 5
"""A name of fewer letters is one slip away from too many others."""


AREAS = frozenset(
    (
        *("autunois", "auxerrois", "auxois", "avallonnais", "bourgogne", "bresse", "brionnais"),
        *("campagne", "charolais", "chalonnais", "chatillonnais", "clunisois", "dijonnais"),
        *("franche comte", "haut doubs", "haut jura", "jovinien", "maconnais", "montagne"),
        *("morvan", "nivernais", "petite montagne", "puisaye", "revermont", "senonais"),
        *("tonnerrois", "ville", "village", "vosges"),
    )
)
"""Words for a part of the region, or for any place, which are near the name of a village."""


def guess(key: str, hint: str) -> tuple[Commune, ...]:
    """Return the commune that a name key nearly names, several when it shortens as many.

    A hint (postal code or département) confines the search to its communes. Without one, a
    town elsewhere is never taken for one of ours, unless ours is the larger of the two.
    """
    if len(key) < SHORTEST - 1 or key in AREAS or key in departments.by_name():
        return ()
    ours = _within(hint)
    shortened = _shortened(key, ours)
    rival = 0 if hint else _elsewhere().get(key, 0)
    if shortened:
        return shortened if max(place.population for place in shortened) > rival else ()
    return () if rival else _mistyped(key, ours, () if hint else _elsewhere())


@cache
def _elsewhere() -> dict[str, int]:
    """Name keys of the towns of France that are not in the region, and their populations."""
    towns = {name_key(fold(row["nom"])): int(row["population"]) for row in read("villes_ailleurs")}
    return {key: people for key, people in towns.items() if key not in by_name()}


def is_town_elsewhere(text: str) -> bool:
    """Whether a text is the name of a town of France outside the region."""
    return name_key(fold(text)) in _elsewhere()


@lru_cache(maxsize=1 << 10)
def _within(hint: str) -> dict[str, tuple[Commune, ...]]:
    found = ((key, agreeing(places, hint)) for key, places in by_name().items())
    return {key: places for key, places in found if places}


def _shortened(key: str, ours: dict[str, tuple[Commune, ...]]) -> tuple[Commune, ...]:
    """Return the communes whose name goes on after these words (« Lons », « Chalon »)."""
    start = key + " "
    return tuple({place for name in ours if name.startswith(start) for place in ours[name]})


def _mistyped(
    key: str, ours: dict[str, tuple[Commune, ...]], others: Iterable[str]
) -> tuple[Commune, ...]:
    """Return the communes of the one name a slip or two away, when the next is twice as far."""
    from rapidfuzz.distance import OSA  # noqa: PLC0415  a package that few imports need
    from rapidfuzz.process import extract  # noqa: PLC0415  same

    furthest = _furthest(key)
    if not furthest:
        return ()
    names = [*ours, *others]
    near = extract(key, names, scorer=OSA.distance, score_cutoff=2 * furthest, limit=8)
    if not near or near[0][1] > furthest or near[0][0] not in ours:
        return ()
    best, distance = ours[near[0][0]], near[0][1]
    rivals = (name for name, far, _ in near if far < 2 * distance and ours.get(name) != best)
    return () if any(rivals) else best


def _furthest(key: str) -> int:
    """Return how many slips a name of that length may hold."""
    if len(key) < SHORTEST:
        return 0
    return 1 if len(key) < 8 else 2
