"""The best offers for one household: as many as are asked for, and a count of all the others.

Among many jobs those of near trades are read first, and the others only as long as they could still
be among the best; what is left out is counted by the columns that decide it.
"""

from __future__ import annotations

from bisect import insort
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from venez_vivre import NamedTuple
from venez_vivre.criteria import PERSONAL
from venez_vivre.criteria.asked import wants_work
from venez_vivre.criteria.facts import AdultFacts, OfferFacts
from venez_vivre.criteria.place import HYBRID
from venez_vivre.criteria.work import trade_asked
from venez_vivre.matching import UNKNOWN, Plain
from venez_vivre.occupations.nearness import near_codes, nearness
from venez_vivre.proposing.bounds import ceiling
from venez_vivre.proposing.pairs import Seeker, seekers
from venez_vivre.proposing.proposals import (
    EXPIRED,
    FAR,
    MOST,
    NOBODY,
    REFUSED,
    TRADE,
    TRIED,
    Context,
    File,
    Proposals,
    Ranked,
    Reason,
    asked,
    context,
    explained,
    file,
    judge,
    suits,
)
from venez_vivre.store.queries import matching as queries
from venez_vivre.store.reader import Reader


class Wanted(NamedTuple):
    """Which proposals to keep: of these kinds, at most so many, none of a lower score."""

    kinds: Sequence[str]
    most: int = MOST
    least: float = 0.0


def for_household(rows: Reader, number: int, wanted: Wanted, today: date) -> Proposals:
    """The best offers of these kinds for a household.

    With several kinds each gives its best in turn, so that no kind hides the others.
    """
    found = file(rows, number)
    how = (context(rows, today), queries.tried(rows, number))
    by_kind = [best_offers(rows, found, kind, how, wanted.most) for kind in wanted.kinds]
    excluded = sum((one.excluded for one in by_kind), Counter[Reason]())
    good = [[r for r in one.ranked if r.score >= wanted.least] for one in by_kind]
    kept = sorted(taken_in_turn(good, wanted.most), key=lambda one: one.key)
    proposals = [explained(one, how[0]) for one in kept]
    counts = [(reason, count) for reason, count in excluded.most_common() if count]
    fits = sum(one.fits for one in by_kind)
    asks = list(dict.fromkeys([*trades(found), *asked(proposals)]))
    return Proposals(found.house, proposals, counts, fits, asks)


def trades(found: File) -> list[str]:
    """The occupations to ask for before any job can be looked for."""
    return trades_of(found.adults)


def trades_of(adults: Sequence[AdultFacts]) -> list[str]:
    """The same for the adults of a household."""
    return [trade_asked(one) for one in adults if wants_work(one) and not one.rome_code]


def taken_in_turn(by_kind: Sequence[list[Ranked]], most: int) -> list[Ranked]:
    """The best of each kind, then the second best of each, until there are enough."""
    taken: list[Ranked] = []
    for place in range(max(map(len, by_kind), default=0)):
        taken += [ranked[place] for ranked in by_kind if place < len(ranked)]
        if len(taken) >= most:
            break
    return taken[:most]


class Found(NamedTuple):
    """The best offers of a kind, how many nothing excludes, and those left out by reason."""

    ranked: list[Ranked]
    fits: int
    excluded: Counter[Reason]


How = tuple[Context, dict[int, str]]
"""What every matching shares, and where the introductions of the household stand, by offer."""


def ranked_offers(
    rows: Reader, found: File, kind: str, known: Context, tried: dict[int, str]
) -> tuple[list[Ranked], Counter[Reason]]:
    """Every offer of a kind that nothing excludes, best first, and those left out by reason."""
    every = best_offers(rows, found, kind, (known, tried), None)
    return every.ranked, every.excluded


def best_offers(rows: Reader, found: File, kind: str, how: How, most: int | None) -> Found:
    """The `most` best offers of a kind, all of them when None; the others are counted."""
    known, tried = how
    who = seekers(found.house, found.adults, known.territories, kind, known.today)
    search = _search(found, kind, who, known)
    left = queries.counted(rows, search)
    excluded: Counter[Reason] = Counter({EXPIRED: left.all - left.open})
    if kind in PERSONAL and not who:
        excluded[NOBODY] = left.open
        return Found([], 0, excluded)
    excluded.update(_already(rows, tried, kind, known.today))
    excluded[TRADE] += left.untried - left.traded
    seen = _seen(search, who, known)
    if most is None or seen is None:
        read = list(queries.candidates(rows, OfferFacts, search))
        excluded[FAR] += left.traded - len(read)
        ranked = sorted(_judged(read, who, known, excluded), key=lambda one: one.key)
        return Found(ranked[:most], len(ranked), excluded)
    near = _hurdles(rows, search, seen, who, known)
    excluded[FAR] += left.traded - near.total()
    fits = near.pop(None, 0)
    excluded.update({reason: count for reason, count in near.items() if reason})
    return Found(_best(rows, search, who, known, most), fits, excluded)


def few_offers(rows: Reader, found: File, kind: str, known: Context, most: int) -> list[Ranked]:
    """The best offers of a kind; the others are neither read to the end nor counted."""
    who = seekers(found.house, found.adults, known.territories, kind, known.today)
    return _best(rows, _search(found, kind, who, known), who, known, most) if who else []


def _hurdles(
    rows: Reader,
    search: queries.Search,
    seen: Sequence[str],
    who: Sequence[Seeker],
    known: Context,
) -> Counter[Reason | None]:
    """How many offers of a search each veto leaves out, None for those that none does."""
    met = _Hurdles(search.kind, seen, who, known)
    found = Counter[Reason | None]()
    for values, count in queries.alike(rows, search, seen):
        found[met(values)] += count
    return found


class _Hurdles:
    """What excludes offers of a kind, each veto being asked once for what it sees of them."""

    def __init__(
        self, kind: str, seen: Sequence[str], who: Sequence[Seeker], known: Context
    ) -> None:
        self._blank = _BLANK._replace(kind=kind)
        self._who, self._known = who, known
        self._vetoes = known.rules[kind].vetoes
        sees = [[n for n in seen if n in (veto.sees or ())] for veto in self._vetoes]
        self._steps = [
            (step, names, [seen.index(name) for name in names], dict[tuple[Any, ...], bool]())
            for _ in who
            for step, names in enumerate(sees)
        ]
        self._numbers: dict[tuple[Any, ...], int] = {}

    def __call__(self, values: tuple[Any, ...]) -> Reason | None:
        """The last hurdle of who comes furthest; None when nothing excludes for somebody."""
        last, each = 0, len(self._vetoes)
        for place in range(len(self._who)):
            for step, names, spots, met in self._steps[place * each : (place + 1) * each]:
                key = tuple([values[spot] for spot in spots])
                found = met.get(key)
                if found is None:
                    found = met[key] = self._meets(place, step, dict(zip(names, key, strict=True)))
                if found:
                    last = max(last, step)
                    break
            else:
                return None
        return self._vetoes[last].code, self._vetoes[last].told

    def _meets(self, place: int, step: int, said: dict[str, Any]) -> bool:
        # What is known of an offer, but where it is, is kept by its number: those that say the
        # same share one.
        kept = (step, *(value for name, value in said.items() if name not in _SPOT))
        number = self._numbers.setdefault(kept, -1 - len(self._numbers))
        one = self._blank._replace(number=number, **said)
        pair = self._known.offers.pair(self._who[place], one)
        return bool(self._vetoes[step].rule(pair, Plain))


_SPOT = frozenset({"code_insee", "latitude", "longitude"})

_BLANK = OfferFacts(0, "", "", "", *[None] * (len(OfferFacts._fields) - 4))
"""An offer of which nothing is known."""


def _seen(search: queries.Search, who: Sequence[Seeker], known: Context) -> list[str] | None:
    """The columns on which the vetoes of a kind depend for these people; None when too many."""
    seen: dict[str, None] = {}
    for veto in known.rules[search.kind].vetoes:
        if veto.sees is None:
            return None
        if not veto.needs or any(getattr(one.ask, veto.needs) >= 0 for one in who):
            seen |= dict.fromkeys(veto.sees)
    seen.pop("expires_on", None)  # the search left out what is past
    if search.trades is not None and len(who) == 1:
        seen.pop("rome_code", None)  # and far trades
    return list(seen)


def _best(
    rows: Reader, search: queries.Search, who: Sequence[Seeker], known: Context, most: int
) -> list[Ranked]:
    """The best offers of a search, trade by trade, until the next ones cannot be among them."""
    best: list[Ranked] = []
    for codes, near in _tiers(search, who, known):
        least = best[-1].score if len(best) == most else 0.0
        if least > max(ceiling(known.rules[search.kind], one.ask, near) for one in who):
            continue
        for offer in queries.candidates(rows, OfferFacts, search._replace(trades=codes)):
            one, _ = suits(offer, who, known, least)
            if one is not None:
                insort(best, one, key=lambda ranked: ranked.key)
                del best[most:]
                least = best[-1].score if len(best) == most else 0.0
    return best


def _tiers(
    search: queries.Search, who: Sequence[Seeker], known: Context
) -> Iterator[tuple[frozenset[str | None] | None, float]]:
    """The trades of a search, the nearest first, and how near they are; NaN when it is unknown."""
    if search.trades is None:
        yield None, 1.0
        return
    mine = [one.adult.rome_code for one in who if one.adult and one.adult.rome_code]
    tiers: dict[float, set[str | None]] = {}
    for code in search.trades - {None}:
        near = max(nearness(one, str(code), known.offers.moves).score for one in mine)
        tiers.setdefault(near, set()).add(code)
    for near in sorted(tiers, reverse=True):
        yield frozenset(tiers[near]), near
    yield frozenset({None}), UNKNOWN


def _search(found: File, kind: str, who: Sequence[Seeker], known: Context) -> queries.Search:
    trades: frozenset[str | None] | None = None
    if kind in PERSONAL and who and all(one.adult and one.adult.rome_code for one in who):
        codes = {one.adult.rome_code for one in who if one.adult and one.adult.rome_code}
        trades = frozenset({None}).union(*(near_codes(one, known.offers.moves) for one in codes))
    search = queries.Search(kind, found.house.number, known.today.isoformat(), trades)
    if not who:
        return search
    mobile = kind in PERSONAL  # telework, which makes places nearer, is that of an adult's work
    box = who[0].place.box(who[0].ask.reach, HYBRID if mobile else 1.0)
    return search._replace(box=box, codes=who[0].place.codes, remote=mobile)


def _already(rows: Reader, tried: dict[int, str], kind: str, today: date) -> Counter[Reason]:
    """The open offers of a kind that the household was put in touch with."""
    states = queries.open_among(rows, list(tried), kind, today.isoformat())
    return Counter(REFUSED if tried[number] in queries.REFUSED else TRIED for number in states)


def _judged(
    read: Iterable[OfferFacts], who: Sequence[Seeker], known: Context, excluded: Counter[Reason]
) -> list[Ranked]:
    """Those that nothing excludes, each for whom it suits best; the others are counted."""
    ranked = []
    for offer in read:
        best, reason = judge(offer, who, known)
        if best is not None:
            ranked.append(best)
        elif reason is not None:
            excluded[reason] += 1
    return ranked
