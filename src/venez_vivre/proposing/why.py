"""Why an offer is proposed to a household or not, and the smallest change that would alter that."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Any

from venez_vivre import NamedTuple
from venez_vivre.criteria.facts import AdultFacts, HouseholdFacts, OfferFacts
from venez_vivre.matching import Change, Fit, Rules, Veto, all_vetoes, fit, smallest_step
from venez_vivre.proposing.pairs import Seeker, seekers
from venez_vivre.proposing.proposals import (
    NOBODY,
    REFUSED,
    TRIED,
    Context,
    File,
    Reason,
    context,
    file,
)
from venez_vivre.store.queries import matching as queries
from venez_vivre.store.reader import Reader
from venez_vivre.vocabulary import HousingKind, HousingWish

CLOSED = ("close", "offre close")


class Lever(NamedTuple):
    """A field of the household that moves an outcome: its column, how far it may go, or its codes.

    `opens` is the direction, +1 or -1, in which more offers pass.
    """

    column: str
    opens: int = 0
    least: int = 0
    most: int = 0
    codes: tuple[str, ...] = ()
    personal: bool = False


LEVERS = {
    "distance_max_km": Lever("max_distance_km", 1, 1, 1000),
    "salaire_min": Lever("salary_min", -1, 1, 200_000, personal=True),
    "loyer_max": Lever("rent_max", 1, 1, 10_000),
    "budget_achat": Lever("purchase_budget", 1, 1, 5_000_000),
    "pieces_min": Lever("rooms_min", -1, 1, 12),
    "surface_min": Lever("area_min", -1, 9, 500),
    "logement": Lever("housing", codes=tuple(HousingWish)),
    "type_logement": Lever("housing_kind", codes=tuple(HousingKind)),
}


class Explained(NamedTuple):
    """One offer for one seeker: the reasons that exclude it, how it fits, what would change that.

    `change` alone would alter the outcome; when none alone would, `together` would.
    """

    seeker: Seeker | None
    offer: OfferFacts
    km: float
    excluded: list[Reason]
    fit: Fit | None
    change: Change | None
    together: list[Change]


class Reading(NamedTuple):
    """What one explanation needs: the file, the offer, and what every matching shares."""

    file: File
    offer: OfferFacts
    known: Context

    @property
    def rules(self) -> Rules:
        """The rules of the offer's kind."""
        return self.known.rules[self.offer.kind]


def why(rows: Reader, household: int, number: int, today: date) -> list[Explained]:
    """Why an offer suits a household or not, for each adult whom it could suit, best first."""
    found = file(rows, household)
    offer = queries.offer(rows, OfferFacts, number)
    known = context(rows, today)
    reading = Reading(found, offer, known)
    outside = _outside(rows, household, reading)
    who = seekers(found.house, found.adults, known.territories, offer.kind, today)
    if not who:
        return [Explained(None, offer, float("nan"), [*outside, NOBODY], None, None, [])]
    all_told = [_kept_open(reading, _explained(reading, seeker, outside), who) for seeker in who]
    return sorted(all_told, key=lambda one: (len(one.excluded), -(one.fit.score if one.fit else 0)))


def _kept_open(reading: Reading, one: Explained, who: Sequence[Seeker]) -> Explained:
    """What would exclude the offer for one adult changes nothing if another could take it."""
    if one.excluded or one.change is None:
        return one
    mine = LEVERS[one.change.field].personal
    closed = all(
        _passes(reading, other, [] if mine and other is not one.seeker else [one.change])
        for other in who
    )
    return one if closed else one._replace(change=None)


def _outside(rows: Reader, household: int, reading: Reading) -> list[Reason]:
    """What excludes an offer whatever the household wishes."""
    offer, found = reading.offer, []
    if queries.is_closed(rows, offer.number, reading.known.today.isoformat()):
        found.append(CLOSED)
    state = queries.tried(rows, household).get(offer.number)
    if state is not None:
        found.append(REFUSED if state in queries.REFUSED else TRIED)
    return found


def _explained(reading: Reading, seeker: Seeker, outside: list[Reason]) -> Explained:
    pair = reading.known.offers.pair(seeker, reading.offer)
    vetoes = all_vetoes(reading.rules, pair)
    reasons = [*outside, *((veto.code, veto.told) for veto in vetoes)]
    alone, together = None, []
    if not outside:
        alone = _smallest(_flips(reading, seeker, excluded=bool(vetoes)))
        if vetoes and alone is None:
            together = _at_once(reading, seeker, vetoes)
    return Explained(
        seeker, reading.offer, pair.km, reasons, fit(reading.rules, pair), alone, together
    )


def _passes(reading: Reading, seeker: Seeker, changes: list[Change]) -> list[Veto]:
    """The vetoes that remain once the household is changed."""
    house, adult = _changed(reading.file, seeker, changes)
    known = reading.known
    mine = [adult] if adult else reading.file.adults
    again = seekers(house, mine, known.territories, reading.offer.kind, known.today)
    pair = known.offers.pair(again[0], reading.offer)
    return all_vetoes(reading.rules, pair)


def _changed(
    found: File, seeker: Seeker, changes: list[Change]
) -> tuple[HouseholdFacts, AdultFacts | None]:
    house, adult = found.house, seeker.adult
    for one in changes:
        lever = LEVERS[one.field]
        if lever.personal and adult is not None:
            adult = adult._replace(**{lever.column: one.after})
        else:
            house = house._replace(**{lever.column: one.after})
    return house, adult


def _flips(reading: Reading, seeker: Seeker, *, excluded: bool) -> Iterator[Change]:
    """Each field that alone would alter the outcome, with the nearest value that does."""
    wanted = dict.fromkeys(name for veto in reading.rules.vetoes for name in veto.levers)
    for name in wanted:

        def flips(value: Any, name: str = name) -> bool:
            change = Change(name, None, value)
            return bool(_passes(reading, seeker, [change])) != excluded

        yield from _turned(reading, seeker, name, flips, opening=excluded)


def _turned(
    reading: Reading,
    seeker: Seeker,
    name: str,
    flips: Callable[[Any], bool],
    *,
    opening: bool,
) -> Iterator[Change]:
    lever = LEVERS[name]
    before = _before(reading, seeker, name)
    if lever.codes:
        first = next((code for code in lever.codes if code != before and flips(code)), None)
        if first is not None:
            yield Change(name, before, str(first))
        return
    if before is None:
        return
    if flips(before):  # the usual figure is one thing, the same one said by them is another
        yield Change(name, None, before)
        return
    up = (lever.opens > 0) == opening
    after = smallest_step(flips, before, lever.most if up else lever.least)
    if after is not None:
        yield Change(name, before, after)


def _before(reading: Reading, seeker: Seeker, name: str) -> Any:
    """The value in force: what is stored, else the usual figure that stands in for it."""
    lever = LEVERS[name]
    source = seeker.adult if lever.personal else reading.file.house
    stored = getattr(source, lever.column, None)
    if stored is None and name in USUAL:
        return int(getattr(seeker.ask, USUAL[name]))
    return stored


USUAL = {"distance_max_km": "reach", "pieces_min": "rooms", "surface_min": "area"}
"""Fields that a usual figure replaces when they are not said, and where it is found."""


def _smallest(found: Iterator[Change]) -> Change | None:
    """The change that moves its field least, in proportion; a code counts as a doubling."""
    return min(found, key=_size, default=None)


def _size(change: Change) -> float:
    if isinstance(change.after, str):
        return 1.0
    if change.before is None:
        return 0.0
    return float(abs(change.after - change.before) / max(1, change.before))


def _at_once(reading: Reading, seeker: Seeker, vetoes: list[Veto]) -> list[Change]:
    """The changes that together lift every veto, each as small as may be; none when none do.

    All levers are pulled to their end, then let go one by one as far as the offer still passes:
    each veto has levers of its own, so that no other order would keep fewer.
    """
    names = dict.fromkeys(name for veto in vetoes for name in veto.levers)
    kept = {name: one for name in names if (one := _furthest(reading, seeker, name))}
    if _passes(reading, seeker, list(kept.values())):
        return []
    for name, one in list(kept.items()):
        others = [other for other in kept.values() if other.field != name]
        if not _passes(reading, seeker, others):
            del kept[name]
        elif not LEVERS[name].codes:

            def holds(value: int, one: Change = one, others: list[Change] = others) -> bool:
                return not _passes(reading, seeker, [*others, one._replace(after=value)])

            after = smallest_step(holds, one.before, one.after)
            kept[name] = one._replace(after=after)
    return list(kept.values())


def _furthest(reading: Reading, seeker: Seeker, name: str) -> Change | None:
    """The change of one field that lets most offers pass; for codes, the first that lifts more."""
    lever, before = LEVERS[name], _before(reading, seeker, name)
    if lever.codes:
        changes = [Change(name, before, str(code)) for code in lever.codes if code != before]
        return min(changes, key=lambda one: len(_passes(reading, seeker, [one])), default=None)
    if before is None:
        return None
    return Change(name, before, lever.most if lever.opens > 0 else lever.least)
