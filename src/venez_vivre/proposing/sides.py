"""Everybody on one side, every offer of a kind on the other, as columns, judged in rectangles."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from venez_vivre import themes
from venez_vivre.criteria import PERSONAL
from venez_vivre.criteria.facts import OfferFacts, number
from venez_vivre.criteria.place import FULL, HYBRID, PARTIAL, YES
from venez_vivre.matching import STEPS, UNKNOWN, Rules, add_up, score
from venez_vivre.occupations.nearness import nearness
from venez_vivre.proposing.arrays import Arrays, Block, across, asked, down, offered
from venez_vivre.proposing.pairs import Offers, Seeker, concepts_of
from venez_vivre.proposing.places import Wished, road_km, vector

PLACES = 1 << 31
"""Keys hold a score to the millionth, then a place in a list: one whole number to sort by."""

FEW = 4
"""Places of as many communes are compared all at once, the others one by one."""

AT_ONCE = 200_000
"""How many distances from the communes of a large place are worked out together."""

NOWHERE = -1


class Sides:
    """Seekers and offers of one kind as columns, and what a pair of them is worth."""

    def __init__(
        self,
        kind: str,
        rules: Rules,
        seekers: Sequence[Seeker],
        offers: Sequence[OfferFacts],
        maker: Offers,
    ) -> None:
        self.personal = kind in PERSONAL
        self.rules, self.seekers, self.offers, self.maker = rules, seekers, offers, maker
        self.ask = asked([one.ask for one in seekers])
        self.item = offered([maker.item(one) for one in offers])
        self.codes = [one.adult.rome_code if one.adult else None for one in seekers]
        self._trades: dict[str | None, Any] = {}
        self._situate()
        self._wish()

    def _situate(self) -> None:
        """Where offers are."""
        nowhere = (np.nan, np.nan, np.nan)
        spots = [
            nowhere
            if one.latitude is None or one.longitude is None
            else vector(one.latitude, one.longitude)
            for one in self.offers
        ]
        self.at = np.ascontiguousarray(np.array(spots, dtype=float).reshape(len(spots), 3).T)
        self.lat = np.array([number(one.latitude) for one in self.offers])
        self.lon = np.array([number(one.longitude) for one in self.offers])
        self._communes: dict[str, int] = {}
        numbers = [
            self._communes.setdefault(o.code_insee or "", len(self._communes)) for o in self.offers
        ]
        self.communes = np.array(numbers, dtype=np.int64)
        # Whole telework is near everywhere, and so may be what is nowhere.
        self.hybrid = (self.item.telework == PARTIAL) | (self.item.telework == YES)
        self.anywhere = (self.item.telework == FULL) | np.isnan(self.lat)

    def _wish(self) -> None:
        """Where seekers wish to live: the points and communes of small places, every rectangle."""
        shape = (FEW, len(self.seekers))
        self._points = np.full((3, *shape), np.nan)
        self._here = np.full(shape, NOWHERE, dtype=np.int64)
        self.boxes = np.full((2, 4, len(self.seekers)), np.nan)
        large = [len(one.place.codes) > FEW and bool(one.place.points) for one in self.seekers]
        self._large = np.array(large, dtype=bool)
        known: dict[Any, Any] = {}
        for row, seeker in enumerate(self.seekers):
            place, reach = seeker.place, seeker.ask.reach
            if not place.points:
                continue
            if (id(place), reach) not in known:
                known[id(place), reach] = [place.box(reach, felt) for felt in (1.0, HYBRID)]
            self.boxes[:, :, row] = known[id(place), reach]
            if not large[row]:
                self._note(row, place)
        small = (len(s.place.points) for s in self.seekers if len(s.place.codes) <= FEW)
        self._most = max(small, default=0)

    def _note(self, row: int, place: Wished) -> None:
        """A small place; its last point stands for those that it lacks, which changes nothing."""
        for spot in range(FEW):
            self._points[:, spot, row] = place.points[min(spot, len(place.points) - 1)]
        for spot, code in enumerate(place.codes):
            self._here[spot, row] = self._communes.get(code, NOWHERE)

    def keys(self, rows: Any, columns: Any, refused: dict[int, Any], backs: Any) -> Any:
        """Score and place of each pair as one number, 0 where a veto excludes it.

        `backs` are the places, those of the offers or those of the seekers, shaped to broadcast.
        """
        block = self.block(rows, columns)
        shape = (len(rows), len(columns))
        out = np.zeros(shape, dtype=bool)
        for veto in self.rules.vetoes:
            out |= veto.rule(block, Arrays)
        for line, row in enumerate(rows.tolist()) if refused else ():
            if row in refused:
                out[line] |= np.isin(columns, refused[row])
        values = score(add_up(self.rules, block, Arrays), Arrays)
        points = (values * STEPS + 0.5).astype(np.int64)
        return np.where(out, 0, points * PLACES + (PLACES - 1 - backs))

    def block(self, rows: Any, columns: Any) -> Block:
        """Some seekers down, some offers across, as criteria look at them."""
        return Block(
            down(self.ask, rows),
            across(self.item, columns),
            self._km(rows, columns),
            self._nearness(rows, columns),
            self._closeness(rows, columns),
        )

    # --- trades -----------------------------------------------------------------------------

    def _nearness(self, rows: Any, columns: Any) -> Any:
        if not self.personal:
            return UNKNOWN
        codes = [self.codes[row] for row in rows.tolist()]
        if len(set(codes)) == 1:
            return self.line(codes[0])[columns][None, :]
        return np.stack([self.line(code)[columns] for code in codes])

    def line(self, code: str | None) -> Any:
        """The nearness of every offer to a trade, NaN where one is unknown."""
        if code not in self._trades:
            if not hasattr(self, "_names"):
                trades = np.array([one.rome_code or "" for one in self.offers])
                self._names, self._back = np.unique(trades, return_inverse=True)
            near = [
                nearness(code, str(name), self.maker.moves).score if code and name else UNKNOWN
                for name in self._names
            ]
            self._trades[code] = np.array(near, dtype=float)[self._back]
        return self._trades[code]

    # --- distances --------------------------------------------------------------------------

    def _km(self, rows: Any, columns: Any) -> Any:
        """Kilometres by road, as `Wished.km` has them."""
        x, y, z = self.at[:, columns]
        least: Any = np.inf
        here: Any = False
        for spot in range(self._most):
            a, b, c = self._points[:, spot, rows, None]
            least = np.minimum(least, (x - a) * (x - a) + (y - b) * (y - b) + (z - c) * (z - c))
        communes = self.communes[columns]
        for spot in range(FEW):
            mine = self._here[spot, rows, None]
            if (mine != NOWHERE).any():
                here = here | (communes == mine)
        shape = (len(rows), len(columns))
        least = np.broadcast_to(least, shape) if self._most else np.full(shape, np.nan)
        km: Any = np.where(here, 0.0, road_km(np.sqrt(least)))
        found: dict[int, Any] = {}
        for line in np.flatnonzero(self._large[rows]).tolist():
            place = self.seekers[int(rows[line])].place
            if id(place) not in found:
                found[id(place)] = self._from_large(place, columns)
            km[line] = found[id(place)]
        return km

    def _from_large(self, place: Wished, columns: Any) -> Any:
        """Distances from a place of many communes, all its points at once."""
        step = max(1, AT_ONCE // len(place.points))
        points = np.array(place.points).T[:, :, None]
        parts = [
            _nearest(points, self.at[:, None, columns[start : start + step]])
            for start in range(0, len(columns), step)
        ]
        km: Any = road_km(np.sqrt(np.concatenate(parts)))
        km[self.within(place.codes, columns)] = 0.0
        return km

    def within(self, codes: frozenset[str], columns: Any) -> Any:
        """Which offers are in some communes."""
        here = [self._communes[code] for code in codes if code in self._communes]
        return np.isin(self.communes[columns], here)

    # --- interests --------------------------------------------------------------------------

    def _closeness(self, rows: Any, columns: Any) -> Any:
        """How close interests are, the best pair of themes counting."""
        if all(not self.seekers[row].interests for row in rows.tolist()):
            return UNKNOWN
        if not hasattr(self, "_themes"):
            self._themes = _Themes(self.offers)
        backs = self._themes.back[columns]
        return np.stack(
            [self._themes.best(self.seekers[row].interests)[backs] for row in rows.tolist()]
        )


def _nearest(points: Any, at: Any) -> Any:
    """The square of the straight line to the nearest of some points."""
    across = at - points
    across *= across
    squares = across[0] + across[1]
    squares += across[2]
    return squares.min(axis=0)


class _Themes:
    """How close interests are to the themes of each offer, worked out once a set of themes."""

    def __init__(self, offers: Sequence[OfferFacts]) -> None:
        sets: dict[frozenset[str], int] = {}
        back = [sets.setdefault(concepts_of(offer), len(sets)) for offer in offers]
        self.back = np.array(back, dtype=np.intp)
        self._sets = list(sets)
        self._lines: dict[str, Any] = {}
        self._bests: dict[frozenset[str], Any] = {frozenset(): np.full(len(sets), np.nan)}

    def best(self, interests: frozenset[str]) -> Any:
        """The closeness of interests to each set of themes, NaN to the empty one."""
        if interests not in self._bests:
            self._bests[interests] = np.max([self._line(one) for one in interests], axis=0)
        return self._bests[interests]

    def _line(self, theme: str) -> Any:
        if theme not in self._lines:
            wished = frozenset({theme})
            self._lines[theme] = np.array(
                [themes.closeness(wished, one) if one else np.nan for one in self._sets]
            )
        return self._lines[theme]
