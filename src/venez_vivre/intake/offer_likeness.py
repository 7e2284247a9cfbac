"""The offers of a base that are likely to be one: all of them, or those that were just made."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from venez_vivre import NamedTuple, locations
from venez_vivre.likeness.offer_pairs import pairs
from venez_vivre.likeness.offer_traits import Said, Spot, Traits, traits
from venez_vivre.likeness.offers import LIKELY, LISTED, Likeness, compare
from venez_vivre.store.queries import offer_twins as queries
from venez_vivre.store.reader import Reader

DOUBTFUL = 0.02
"""The likelihood from which descriptions are read too: they may settle it."""
NEARBY_KM = 20
"""How far from the new offers known ones are looked at."""


class Alike(NamedTuple):
    """Two offers by their numbers, the smaller first, and how alike they are."""

    one: int
    other: int
    likeness: Likeness


def alike(rows: Reader, today: date, kind: str | None = None, least: float = LISTED) -> list[Alike]:
    """The offers that stand and are likely to be one, the likeliest first.

    Pairs of which something was decided are left out.
    """
    said = queries.standing(rows, today, None if kind is None else [kind])
    found = _weighed(rows, [traits(Said(*row)) for row in said], None, least)
    return sorted(found, key=lambda pair: (-pair.likeness.bits, pair.one, pair.other))


def resembling(rows: Reader, first: int, today: date) -> dict[int, Alike]:
    """For each offer from a number on that likely is one that was known before: the likeliest."""
    made = queries.made_since(rows, first)
    if not made or not rows.value("SELECT 1 FROM offer WHERE id < :first LIMIT 1", first=first):
        return {}
    kinds = {kind for kind, *_ in made}
    said = queries.standing(rows, today, kinds, _around(made))
    known = [traits(Said(*row)) for row in said]
    found: dict[int, Alike] = {}
    for pair in _weighed(rows, known, first, LIKELY):
        best = found.get(pair.other)
        if best is None or best.likeness.bits < pair.likeness.bits:
            found[pair.other] = pair
    return found


def _around(
    made: Iterable[tuple[str, str | None, float | None, float | None]],
) -> set[str] | None:
    """The communes near the places of new offers; None, for all, when one has no known place."""
    spots = {(lat, lon) for _, _, lat, lon in made}
    codes: set[str] = {code for _, code, _, _ in made if code}
    for lat, lon in spots:
        if lat is None or lon is None or len(spots) > 200:  # nearly everywhere: no need to look
            return None
        spot = Spot(lat, lon)
        codes.update(
            place.code_insee
            for place in locations.communes()
            if abs(place.lat - lat) < NEARBY_KM / 100
            and locations.distance_km(place, spot) <= NEARBY_KM
        )
    return codes


def _weighed(rows: Reader, known: list[Traits], first: int | None, least: float) -> Iterator[Alike]:
    """The pairs that are likely enough once their descriptions are read."""
    new = None if first is None else _From(first)
    decided = queries.decided(rows)
    found = [
        (known[pair.one], known[pair.other], pair)
        for pair in pairs(known, min(DOUBTFUL, least), new)
        if (known[pair.one].number, known[pair.other].number) not in decided
    ]
    plain = {t.number: t for one, other, _ in found for t in (one, other)}
    texts = queries.descriptions(rows, plain)
    told = {number: plain[number].told(text) for number, text in texts.items()}
    for one, other, pair in found:
        likeness: Likeness | None = pair.likeness
        if one.number in told and other.number in told:
            likeness = compare(told[one.number], told[other.number], pair.crowd)
        if likeness is not None and likeness.likelihood >= least:
            yield Alike(one.number, other.number, likeness)


class _From:
    """The numbers from one on."""

    def __init__(self, first: int) -> None:
        self._first = first

    def __contains__(self, number: object) -> bool:
        return isinstance(number, int) and number >= self._first
