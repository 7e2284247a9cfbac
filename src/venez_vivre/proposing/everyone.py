"""The best offers of a kind for everybody at once, in blocks of arrays.

The answer is that of judging every pair: what is not computed is either excluded by a veto (the
trade is too far, the place is out of the rectangle) or cannot reach the offers already found
(nothing scores above `ceiling` without a nearer trade).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np

from venez_vivre import themes
from venez_vivre.criteria import PERSONAL
from venez_vivre.criteria.facts import OfferFacts
from venez_vivre.criteria.place import FULL, HYBRID, PARTIAL, YES
from venez_vivre.matching import KNOWLEDGE, STEPS, UNKNOWN, Plain, Rules, add_up, score
from venez_vivre.occupations.nearness import DOMAIN, FAMILY, nearness
from venez_vivre.proposing.arrays import Arrays, Block, across, asked, down, offered
from venez_vivre.proposing.pairs import Offers, Seeker, concepts_of
from venez_vivre.proposing.places import Wished, road_km, vector
from venez_vivre.store.queries.matching import Box

PLACES = 1 << 31
"""Keys hold a score to the millionth, then the place of the offer: one whole number to sort by."""

CELLS = 60_000
"""How many pairs a block holds at most: its columns then stay in the processor's caches."""

DEGREE = 0.4
"""The side of the squares in which seekers are gathered, in degrees."""


class Best(NamedTuple):
    """For each seeker its best offers, best first: places in the list of offers, and scores.

    `offers` is -1 and `scores` 0 where there are fewer.
    """

    offers: Any
    scores: Any


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
        self.kind = kind
        self.rules = rules
        self.seekers = seekers
        self.offers = offers
        self.maker = maker
        self.ask = asked([one.ask for one in seekers])
        self.item = offered([maker.item(one) for one in offers])
        self._lines: dict[str | None, Any] = {}
        self._situate()

    def _situate(self) -> None:
        """Where offers are, what trades and themes they have, as numbers."""
        offers = self.offers
        nowhere = (np.nan, np.nan, np.nan)
        at = [
            nowhere
            if o.latitude is None or o.longitude is None
            else vector(o.latitude, o.longitude)
            for o in offers
        ]
        self.at = np.ascontiguousarray(np.array(at, dtype=float).reshape(len(offers), 3).T)
        self.lat = np.array([np.nan if o.latitude is None else o.latitude for o in offers])
        self.lon = np.array([np.nan if o.longitude is None else o.longitude for o in offers])
        self._communes: dict[str, int] = {}
        self.communes = np.array(
            [self._communes.setdefault(o.code_insee or "", len(self._communes)) for o in offers]
        )
        self.trades = np.array([o.rome_code or "" for o in offers])
        # Whole telework is near everywhere, and so may be what is nowhere.
        self.hybrid = (self.item.telework == PARTIAL) | (self.item.telework == YES)
        self.anywhere = (self.item.telework == FULL) | np.isnan(self.lat)

    def best(self, most: int, tried: Any = None, *, dense: bool = False) -> Best:
        """The `most` best offers of each seeker.

        Args:
            most: how many.
            tried: pairs (seeker, offer) of places that must not be proposed, two columns.
            dense: judge every pair without leaving any out: the yardstick of the tests.

        """
        keys = np.zeros((len(self.seekers), most), dtype=np.int64)
        refused = _by_row(tried)
        for group in self._groups(dense=dense):
            for tier in self._tiers(group, dense=dense):
                rows = self._unsettled(keys, group.rows, tier.near)
                if len(rows):
                    self._improve(keys, rows, self._near(group, tier, dense=dense), refused)
        keys[:] = -np.sort(-keys, axis=1)
        places = np.where(keys > 0, PLACES - 1 - keys % PLACES, -1)
        return Best(places, (keys // PLACES) / STEPS)

    def _unsettled(self, keys: Any, rows: Any, near: float | None) -> Any:
        """The seekers whose worst kept offer could still be beaten by one of so near a trade."""
        if near == 1.0:
            return rows
        worst = keys[rows].min(axis=1) // PLACES / STEPS
        return rows[worst <= self._ceiling(rows, near)]

    # --- blocks -----------------------------------------------------------------------------

    def _groups(self, *, dense: bool) -> Iterator[Group]:
        """Seekers of one trade, side by side, who look as far."""
        found: dict[Any, list[int]] = {}
        for place, seeker in enumerate(self.seekers):
            found.setdefault(("",) if dense else _gathered(seeker), []).append(place)
        for rows in found.values():
            first = self.seekers[rows[0]]
            code = first.adult.rome_code if first.adult else None
            yield Group(np.array(rows), None if dense else code)

    def _tiers(self, group: Group, *, dense: bool) -> Iterator[Tier]:
        """Offers by trade, the nearest first."""
        if dense or self.kind not in PERSONAL or group.code is None:
            yield Tier(np.arange(len(self.offers)), 1.0)
            return
        near = self._line(group.code)
        yield Tier(np.flatnonzero(near > DOMAIN.score), 1.0)
        yield Tier(np.flatnonzero(near == DOMAIN.score), DOMAIN.score)
        yield Tier(np.flatnonzero(near != near), None)
        yield Tier(np.flatnonzero((near > 0) & (near < DOMAIN.score)), FAMILY.score)

    def _ceiling(self, rows: Any, near: float | None) -> Any:
        """The score that nothing of so near a trade can pass, None for an unknown one.

        It is that of an offer perfect in all but its trade, and in what cannot be known as long as
        the seeker does not say it.
        """
        whole = sum(one.weight for one in self.rules.criteria)
        won, known = np.zeros(len(rows)), np.zeros(len(rows))
        for one in self.rules.criteria:
            value = 1.0
            if one.name == "metier":
                if near is None:
                    continue
                value = one.rule(Block(None, None, None, near, None), Plain).value
            said = getattr(self.ask, one.needs)[rows] if one.needs else np.zeros(len(rows))
            here = np.where(np.isnan(said), 0.0, one.weight)
            won, known = won + here * value, known + here
        return (won + KNOWLEDGE * known / whole) / (known + KNOWLEDGE) + 2 / STEPS

    def _nearness(self, code: str) -> Any:
        """How near the trade of each offer is to one, NaN when it is unknown."""
        names, back = self._trade_names()
        moves = self.maker.moves
        near = [nearness(code, name, moves).score if name else UNKNOWN for name in names]
        return np.array(near, dtype=float)[back]

    def _trade_names(self) -> tuple[list[str], Any]:
        if not hasattr(self, "_names"):
            names, back = np.unique(self.trades, return_inverse=True)
            self._names = ([str(name) for name in names], back)
        return self._names

    def _near(self, group: Group, tier: Tier, *, dense: bool) -> Any:
        """The offers of a tier in the rectangle of a group, a wider one for partial telework."""
        seekers = [self.seekers[row] for row in group.rows]
        if dense or not all(one.place.corners for one in seekers):
            return tier.columns
        columns = tier.columns
        hybrid = self.hybrid[columns]
        inside = self.anywhere[columns]
        for felt, those in ((1.0, ~hybrid), (HYBRID, hybrid)):
            boxes = [box for s in seekers if (box := s.place.box(s.ask.reach, felt))]
            inside |= those & self._inside(boxes, columns)
        return columns[inside]

    def _inside(self, boxes: list[Box], columns: Any) -> Any:
        lat, lon = self.lat[columns], self.lon[columns]
        south, north = min(b.south for b in boxes), max(b.north for b in boxes)
        west, east = min(b.west for b in boxes), max(b.east for b in boxes)
        return (lat >= south) & (lat <= north) & (lon >= west) & (lon <= east)

    def _improve(self, keys: Any, rows: Any, columns: Any, refused: dict[int, Any]) -> None:
        """Judge a rectangle of pairs in blocks, and keep the best of what is known so far."""
        if not len(columns):
            return
        step = max(1, CELLS // len(columns))
        for start in range(0, len(rows), step):
            some = rows[start : start + step]
            fresh = self._keys(some, columns, refused)
            both = np.concatenate([keys[some], fresh], axis=1)
            most = keys.shape[1]
            if both.shape[1] > most:
                both = -np.partition(-both, most - 1, axis=1)[:, :most]
            keys[some] = both

    def _keys(self, rows: Any, columns: Any, refused: dict[int, Any]) -> Any:
        """Score and place of each pair as one number, 0 where a veto excludes it."""
        block = self._block(rows, columns)
        shape = (len(rows), len(columns))
        out = np.zeros(shape, dtype=bool)
        for veto in self.rules.vetoes:
            out |= np.broadcast_to(np.asarray(veto.rule(block, Arrays), dtype=bool), shape)
        for line, row in enumerate(rows.tolist()):
            if row in refused:
                out[line] |= np.isin(columns, refused[row])
        values = np.broadcast_to(score(add_up(self.rules, block, Arrays), Arrays), shape)
        points = (values * STEPS + 0.5).astype(np.int64)
        return np.where(out, 0, points * PLACES + (PLACES - 1 - columns)[None, :])

    def _block(self, rows: Any, columns: Any) -> Block:
        return Block(
            down(self.ask, rows),
            across(self.item, columns),
            self._km(rows, columns),
            self._near_trades(rows, columns),
            self._closeness(rows, columns),
        )

    def _near_trades(self, rows: Any, columns: Any) -> Any:
        if self.kind not in PERSONAL:
            return UNKNOWN
        codes = [seeker.adult and seeker.adult.rome_code for seeker in self._of(rows)]
        if len(set(codes)) == 1:
            return self._line(codes[0])[columns][None, :]
        return np.stack([self._line(code)[columns] for code in codes])

    def _of(self, rows: Any) -> list[Seeker]:
        return [self.seekers[row] for row in rows.tolist()]

    def _line(self, code: str | None) -> Any:
        """The nearness of every offer to a trade, NaN where one is unknown."""
        if code not in self._lines:
            blank = np.full(len(self.offers), np.nan)
            self._lines[code] = blank if code is None else self._nearness(code)
        return self._lines[code]

    def _km(self, rows: Any, columns: Any) -> Any:
        """Kilometres by road, as `Wished.km` has them."""
        found = np.empty((len(rows), len(columns)))
        lines: dict[int, Any] = {}
        for line, seeker in enumerate(self._of(rows)):
            place = seeker.place
            if id(place) not in lines:
                lines[id(place)] = self._km_from(place, columns)
            found[line] = lines[id(place)]
        return found

    def _km_from(self, place: Wished, columns: Any) -> Any:
        if not place.points:
            return np.full(len(columns), np.nan)
        x, y, z = self.at[:, columns]
        least: Any = np.inf
        for a, b, c in place.points:
            square = (x - a) * (x - a) + (y - b) * (y - b) + (z - c) * (z - c)
            least = np.minimum(least, square)
        km: Any = road_km(np.sqrt(least))
        here = [self._communes[code] for code in place.codes if code in self._communes]
        if here:
            km[np.isin(self.communes[columns], here)] = 0.0
        return km

    def _closeness(self, rows: Any, columns: Any) -> Any:
        """How close interests are, the best pair of themes counting."""
        if all(not self.seekers[row].interests for row in rows.tolist()):
            return UNKNOWN
        table = self._themes()
        blank = np.full(len(columns), np.nan)
        lines = []
        for row in rows.tolist():
            mine = [table.line(one) for one in sorted(self.seekers[row].interests)]
            lines.append(
                np.max([line[table.back[columns]] for line in mine], axis=0) if mine else blank
            )
        return np.stack(lines)

    def _themes(self) -> Themes:
        if not hasattr(self, "_table"):
            self._table = Themes(self.offers)
        return self._table


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


def _gathered(seeker: Seeker) -> tuple[Any, ...]:
    """Those who share this are judged together."""
    code = seeker.adult.rome_code if seeker.adult else None
    corners = seeker.place.corners
    if not corners:
        return (code, None)
    lat = sum(lat for lat, _ in corners) / len(corners)
    lon = sum(lon for _, lon in corners) / len(corners)
    far = 0 if seeker.ask.reach <= 35 else 1 if seeker.ask.reach <= 70 else 2
    return (code, int(lat / DEGREE), int(lon / DEGREE), far)


def _by_row(tried: Any) -> dict[int, Any]:
    """Row -> the offers that must not be proposed to it."""
    found: dict[int, list[int]] = {}
    for row, column in () if tried is None else tried:
        found.setdefault(int(row), []).append(int(column))
    return {row: np.array(columns) for row, columns in found.items()}
