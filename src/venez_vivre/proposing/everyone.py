"""The best offers of a kind for everybody at once, in blocks of arrays.

The answer is that of judging every pair: what is not computed is either excluded by a veto (the
trade is too far, the place is out of the rectangle) or cannot reach the offers already found
(nothing scores above `_ceiling` without a nearer trade).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from venez_vivre import NamedTuple
from venez_vivre.criteria.facts import OfferFacts
from venez_vivre.matching import KNOWLEDGE, STEPS, Plain, Rules
from venez_vivre.occupations.nearness import DOMAIN, FAMILY
from venez_vivre.proposing.bounds import TRADE, Near
from venez_vivre.proposing.pairs import Offers, Seeker
from venez_vivre.proposing.sides import PLACES, Sides

CELLS = 60_000
"""How many pairs a block holds at most: its columns then stay in the processor's caches."""

SMALL = 4 * CELLS
"""As many pairs are judged without sorting them out first, which would take longer."""

DEGREE = 0.5
"""The side of the squares in which seekers are gathered, in degrees."""


class Best(NamedTuple):
    """For each seeker its best offers, best first: places in the list of offers, and scores.

    `offers` is -1 and `scores` 0 where there are fewer.
    """

    offers: Any
    scores: Any


class Group(NamedTuple):
    """Seekers judged together: their places in the list, their trade, whether they are sorted out.

    Those who are not `spread` look around one square, and are worth looking for a rectangle.
    """

    rows: Any
    code: str | None
    spread: bool


class Tier(NamedTuple):
    """Offers judged together, and how near their trade is at most; None when it is unknown."""

    columns: Any
    near: float | None


class Everyone:
    """All the seekers and all the open offers of one kind."""

    def __init__(
        self,
        kind: str,
        rules: Rules,
        seekers: Sequence[Seeker],
        offers: Sequence[OfferFacts],
        maker: Offers,
    ) -> None:
        self.seekers, self.offers = seekers, offers
        self.sides = Sides(kind, rules, seekers, offers, maker)
        self._ceilings: dict[float | None, Any] = {}

    def best(self, most: int, tried: Any = None, *, dense: bool = False) -> Best:
        """The `most` best offers of each seeker.

        Args:
            most: how many.
            tried: pairs (seeker, offer) of places that must not be proposed, two columns.
            dense: judge every pair without leaving any out: the yardstick of the tests.

        """
        keys = np.zeros((len(self.seekers), most), dtype=np.int64)
        refused = _by_row(tried)
        for group in self._all() if dense else self._groups():
            for tier in self._tiers(group):
                rows = self._unsettled(keys, group.rows, tier.near)
                if len(rows):
                    self._improve(keys, rows, self._near(group, tier), refused)
        keys[:] = -np.sort(-keys, axis=1)
        places = np.where(keys > 0, PLACES - 1 - keys % PLACES, -1)
        return Best(places, (keys // PLACES) / STEPS)

    def takers(
        self, most: int, houses: Sequence[int], tried: Any = None
    ) -> list[list[tuple[int, float]]]:
        """The `most` best seekers of each offer, one a household, as (place, score).

        `houses` are the numbers of the households of the seekers: between equals, the smallest.
        """
        order = np.argsort(np.array(houses), kind="stable")
        ranks = np.empty(len(order), dtype=np.int64)
        ranks[order] = np.arange(len(order))
        # One household may have several seekers: as many are kept as to be sure of `most` others.
        room = most * int(np.unique(houses, return_counts=True)[1].max())
        keys = np.zeros((room, len(self.offers)), dtype=np.int64)
        refused = _by_row(tried)
        for group in self._groups():
            columns = self._near(group, Tier(self._of_trade(group.code), 1.0))
            step = max(1, CELLS // max(1, len(columns)))
            for start in range(0, len(group.rows) if len(columns) else 0, step):
                some = group.rows[start : start + step]
                fresh = self.sides.keys(some, columns, refused, ranks[some][:, None])
                both = np.concatenate([keys[:, columns], fresh])
                keys[:, columns] = -np.partition(-both, room - 1, axis=0)[:room]
        keys = -np.sort(-keys, axis=0)
        return [_one_each(column, order, houses, most) for column in keys.T.tolist()]

    # --- who is judged together, and on what ------------------------------------------------

    def _all(self) -> Iterator[Group]:
        yield Group(np.arange(len(self.seekers)), None, spread=True)

    def _groups(self) -> Iterator[Group]:
        """Seekers of one trade; where there are many pairs, those side by side who look as far."""
        trades: dict[str | None, list[int]] = {}
        for place, code in enumerate(self.sides.codes):
            trades.setdefault(code, []).append(place)
        for code, rows in trades.items():
            if len(rows) * len(self._of_trade(code)) <= SMALL:
                yield Group(np.array(rows), code, spread=True)
                continue
            squares: dict[Any, list[int]] = {}
            for row in rows:
                squares.setdefault(_square(self.seekers[row]), []).append(row)
            for some in squares.values():
                yield Group(np.array(some), code, spread=False)

    def _of_trade(self, code: str | None) -> Any:
        """The offers that the veto on trades lets pass."""
        if not self.sides.personal or code is None:
            return np.arange(len(self.offers))
        return np.flatnonzero(self.sides.line(code) != 0.0)

    def _tiers(self, group: Group) -> Iterator[Tier]:
        """Offers by trade, the nearest first."""
        if group.spread or not self.sides.personal or group.code is None:
            yield Tier(self._of_trade(group.code), 1.0)
            return
        near = self.sides.line(group.code)
        yield Tier(np.flatnonzero(near > DOMAIN.score), 1.0)
        yield Tier(np.flatnonzero(near == DOMAIN.score), DOMAIN.score)
        yield Tier(np.flatnonzero(near != near), None)
        yield Tier(np.flatnonzero((near > 0) & (near < DOMAIN.score)), FAMILY.score)

    def _near(self, group: Group, tier: Tier) -> Any:
        """The offers of a tier in the rectangle of a group, a wider one for partial telework."""
        sides, columns = self.sides, tier.columns
        boxes = sides.boxes[:, :, group.rows]
        if group.spread or np.isnan(boxes).any():
            return columns
        lat, lon = sides.lat[columns], sides.lon[columns]
        hybrid, inside = (
            sides.hybrid[columns],
            sides.anywhere[columns] | self._named(group, columns),
        )
        for box, those in zip(boxes, (~hybrid, hybrid), strict=True):
            south, north = box[0].min(), box[1].max()
            west, east = box[2].min(), box[3].max()
            inside |= those & (lat >= south) & (lat <= north) & (lon >= west) & (lon <= east)
        return columns[inside]

    def _named(self, group: Group, columns: Any) -> Any:
        """The offers of the communes that seekers name, wherever their coordinates say they are."""
        codes = frozenset().union(*{self.seekers[row].place.codes for row in group.rows.tolist()})
        return self.sides.within(codes, columns)

    # --- what can still be beaten -----------------------------------------------------------

    def _unsettled(self, keys: Any, rows: Any, near: float | None) -> Any:
        """The seekers whose worst kept offer could still be beaten by one of so near a trade."""
        if near == 1.0:
            return rows
        if near not in self._ceilings:
            self._ceilings[near] = self._ceiling(near)
        worst = keys[rows].min(axis=1) // PLACES / STEPS
        return rows[worst <= self._ceilings[near][rows]]

    def _ceiling(self, near: float | None) -> Any:
        """The score that nothing of so near a trade can pass, None for an unknown one.

        It is that of an offer perfect in all but its trade, and in what cannot be known as long as
        the seeker does not say it.
        """
        criteria = self.sides.rules.criteria
        whole = sum(one.weight for one in criteria) or 1.0
        won, known = np.zeros(len(self.seekers)), np.zeros(len(self.seekers))
        for one in criteria:
            value = 1.0
            if one.name == TRADE:
                if near is None:
                    continue
                value = one.rule(Near(near), Plain).value
            here: Any = one.weight
            if one.needs:
                here = np.where(np.isnan(getattr(self.sides.ask, one.needs)), 0.0, one.weight)
            won, known = won + here * value, known + here
        return (won + KNOWLEDGE * known / whole) / (known + KNOWLEDGE) + 2 / STEPS

    def _improve(self, keys: Any, rows: Any, columns: Any, refused: dict[int, Any]) -> None:
        """Judge a rectangle of pairs in blocks, and keep the best of what is known so far."""
        if not len(columns):
            return
        step = max(1, CELLS // len(columns))
        for start in range(0, len(rows), step):
            some = rows[start : start + step]
            fresh = self.sides.keys(some, columns, refused, columns[None, :])
            both = np.concatenate([keys[some], fresh], axis=1)
            most = keys.shape[1]
            keys[some] = -np.partition(-both, most - 1, axis=1)[:, :most]


def _one_each(
    keys: list[int], order: Any, houses: Sequence[int], most: int
) -> list[tuple[int, float]]:
    """Seekers and scores, best first, the first of each household."""
    found: dict[int, tuple[int, float]] = {}
    for key in keys:
        if key > 0 and len(found) < most:
            row = int(order[PLACES - 1 - key % PLACES])
            found.setdefault(houses[row], (row, (key // PLACES) / STEPS))
    return list(found.values())


def _square(seeker: Seeker) -> tuple[Any, ...]:
    """Those who share this are judged together."""
    corners = seeker.place.corners
    if not corners:
        return ()
    lat = sum(lat for lat, _ in corners) / len(corners)
    lon = sum(lon for _, lon in corners) / len(corners)
    far = 0 if seeker.ask.reach <= 35 else 1 if seeker.ask.reach <= 70 else 2
    return (int(lat / DEGREE), int(lon / DEGREE), far)


def _by_row(tried: Any) -> dict[int, Any]:
    """Row -> the offers that must not be proposed to it."""
    found: dict[int, list[int]] = {}
    for row, column in () if tried is None else tried:
        found.setdefault(int(row), []).append(int(column))
    return {row: np.array(columns) for row, columns in found.items()}
