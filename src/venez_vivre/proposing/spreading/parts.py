"""Everybody cut by territory: the households of some, and every offer that may reach them.

An offer has no border: a household of one territory may take an offer of another. So households
are cut, and each part gets all the offers of the base that its households could be proposed,
wherever they are; what is left out is only what the veto of distance excludes for all of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from venez_vivre import NamedTuple
from venez_vivre.criteria.asked import reach_of
from venez_vivre.criteria.facts import AdultFacts, HouseholdFacts, OfferFacts, number
from venez_vivre.proposing.everyone import DEGREE
from venez_vivre.proposing.places import Wished, wished
from venez_vivre.proposing.rounds import Readings
from venez_vivre.store.queries.matching import Box
from venez_vivre.vocabulary import Telework

Look = tuple[Wished, float]
"""A place that is wished for, and how far around it people look, in km by road."""


class Part(NamedTuple):
    """The households of some territories, and what their matching needs of the base.

    `places` are those of the households among all; names and references stay behind, nothing is
    judged by them.
    """

    places: list[int]
    houses: list[HouseholdFacts]
    adults: Mapping[int, list[AdultFacts]]
    offers: Mapping[str, list[OfferFacts]]
    tried: Mapping[int, list[int]]


def parts(read: Readings, count: int) -> Iterator[Part]:
    """Everybody in `count` parts at most, the largest first."""
    grounds = {kind: Ground(offers) for kind, offers in read.offers.items()}
    for places in cut([one.territory_id for one in read.houses], count):
        houses = [read.houses[place] for place in places]
        looks = {(wished(one, read.known.territories), reach_of(one)) for one in houses}
        numbers = [one.number for one in houses]
        yield Part(
            places,
            [one._replace(reference="", name="") for one in houses],
            _of(read.adults, numbers),
            {kind: ground.reached(looks) for kind, ground in grounds.items()},
            _of(read.tried, numbers),
        )


def cut(territories: Sequence[int | None], count: int) -> list[list[int]]:
    """The places of the households of each part, the largest part first.

    A territory stays whole unless it is more than a part's share; each goes, the largest first, to
    the part that is the smallest by then.
    """
    share = -(-len(territories) // count) or 1
    found: dict[int | None, list[int]] = {}
    for place, territory in enumerate(territories):
        found.setdefault(territory, []).append(place)
    slices: list[list[int]] = []
    for some in found.values():
        size = -(-len(some) // -(-len(some) // share))
        slices += [some[start : start + size] for start in range(0, len(some), size)]
    bins: list[list[int]] = [[] for _ in range(min(count, len(slices)))]
    for some in sorted(slices, key=len, reverse=True):
        min(bins, key=len).extend(some)
    return [sorted(one) for one in sorted(bins, key=len, reverse=True)]


def _of(known: Mapping[int, Any], numbers: Iterable[int]) -> dict[int, Any]:
    return {one: known[one] for one in numbers if one in known}


class Ground:
    """The offers of one kind, and where they are."""

    def __init__(self, offers: Sequence[OfferFacts]) -> None:
        self.offers = offers
        self.lat = np.array([number(one.latitude) for one in offers])
        self.lon = np.array([number(one.longitude) for one in offers])
        self.communes = np.array([one.code_insee or "" for one in offers])
        # Whole telework is near everywhere, and so may be what is nowhere.
        remote = [one.telework == Telework.FULL.value for one in offers]
        self.anywhere = np.array(remote, dtype=bool) | np.isnan(self.lat) | np.isnan(self.lon)

    def reached(self, looks: Iterable[Look]) -> list[OfferFacts]:
        """The offers near enough for one of those who look, in the same order; a few too many."""
        looks = list(looks)
        boxes = rectangles(looks)
        if boxes is None or not self.offers:
            return list(self.offers)
        codes = sorted(frozenset().union(*(place.codes for place, _ in looks)))
        seen = self.anywhere | np.isin(self.communes, np.array(codes, dtype=str))
        for box in boxes:
            high = (self.lat >= box.south) & (self.lat <= box.north)
            seen |= high & (self.lon >= box.west) & (self.lon <= box.east)
        return [self.offers[place] for place in np.flatnonzero(seen).tolist()]


def rectangles(looks: Iterable[Look]) -> list[Box] | None:
    """Rectangles that hold all that is near enough; None when somebody may look anywhere.

    Those side by side are one, so that there are few of them.
    """
    found: dict[tuple[int, int], Box] = {}
    for place, reach in looks:
        # The wider of the rectangles, that of jobs teleworked in part.
        box = place.box(reach) if place.points else None
        if box is None:
            return None
        square = (
            int((box.south + box.north) / 2 // DEGREE),
            int((box.west + box.east) / 2 // DEGREE),
        )
        found[square] = _around(box, found.get(square, box))
    return list(found.values())


def _around(one: Box, other: Box) -> Box:
    return Box(
        min(one.south, other.south),
        max(one.north, other.north),
        min(one.west, other.west),
        max(one.east, other.east),
    )
