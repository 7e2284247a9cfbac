"""The households of several bases, each counted once: who is one, and what is known of them then.

As `base reunir` decides: the surest pairs first; two people of one base are never made one, nor two
households: whoever keeps that base decides.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Any

from venez_vivre import NamedTuple
from venez_vivre.intake.doubts import EXPECTED
from venez_vivre.steering.regional.prints import Prints
from venez_vivre.steering.regional.recognition import DOUBT, rank, same_member
from venez_vivre.steering.regional.shares import Adult, Share
from venez_vivre.steering.regional.stamps import TINY, split

CROWD = 100
"""People who share a key: beyond, each is compared with the first ones only."""

LAST = "9999"
"""After every day."""


class United(NamedTuple):
    """A household counted once: ISO days, None for not yet; `people` are days of sign-up.

    `bases` is how many bases know it.
    """

    territory: str
    registered_on: str | None
    accompanied_on: str | None
    settled_on: str | None
    spontaneous: bool
    adults: int
    children: int
    schooled: int
    people: tuple[str, ...]
    bases: int = 1


class Union(NamedTuple):
    """Every household once, how many people several bases know, and pairs left to doubt."""

    homes: tuple[United, ...]
    shared_people: int
    doubts: int


class _Place(NamedTuple):
    """Where somebody is: base, household, place among its adults."""

    base: int
    home: int
    adult: int


class _Groups:
    """Things made one, each with at most one of every base."""

    def __init__(self) -> None:
        self._held: dict[tuple[int, ...], dict[int, tuple[int, ...]]] = {}

    def of(self, key: tuple[int, ...]) -> dict[int, tuple[int, ...]]:
        """Those that are one with this one, by base."""
        return self._held.setdefault(key, {key[0]: key})

    def may(self, one: tuple[int, ...], other: tuple[int, ...]) -> bool:
        """Whether no base knows two where there would be one."""
        held, more = self.of(one), self.of(other)
        return held is more or held.keys().isdisjoint(more)

    def unite(self, one: tuple[int, ...], other: tuple[int, ...]) -> None:
        """Make one of the two."""
        held = self.of(one) | self.of(other)
        self._held.update(dict.fromkeys(held.values(), held))


def unite(shares: Sequence[Share]) -> Union:
    """The households of these bases, once each, whatever the order of the files."""
    ordered = sorted(shares, key=lambda share: share.version)
    people = _everybody(ordered)
    homes, same, doubts = _Groups(), _Groups(), 0
    for one, other, sure in _pairs(people):
        if sure and same.may(one, other) and homes.may(one[:2], other[:2]):
            same.unite(one, other)
            homes.unite(one[:2], other[:2])
        elif not sure or same.of(one) is not same.of(other):
            doubts += 1
    found = [_united(ordered, group, same) for group in _all_homes(ordered, homes)]
    shared = len({id(same.of(place)) for place in people if len(same.of(place)) > 1})
    return Union(tuple(found), shared, doubts)


def _everybody(shares: Sequence[Share]) -> dict[_Place, tuple[str, Adult]]:
    """Who may be recognised, with the day their household signed up."""
    return {
        _Place(base, number, rank_): (home.registered_on or LAST, adult)
        for base, share in enumerate(shares)
        for number, home in enumerate(share.homes)
        for rank_, adult in enumerate(home.people)
        if adult.who.called
    }


def _all_homes(shares: Sequence[Share], homes: _Groups) -> Iterator[list[tuple[int, ...]]]:
    for base, share in enumerate(shares):
        for number in range(len(share.homes)):
            group = homes.of((base, number))
            if min(group) == base:
                yield list(group.values())


# --- who is one -----------------------------------------------------------------------------


def _pairs(people: dict[_Place, tuple[str, Adult]]) -> list[tuple[_Place, _Place, bool]]:
    """The pairs that are one or may be, the surest first."""
    size = max(len(people), EXPECTED)
    found = []
    for one, other in _candidates(people):
        (day, first), (other_day, second) = people[one], people[other]
        place = rank(first.who, second.who, size)
        if place is not None:
            named = (not first.heard) + (not second.heard)
            told = sorted(
                (when, *map(str, who)) for when, who in ((day, first.who), (other_day, second.who))
            )
            found.append(((place, named, told, one, other), (one, other, place < DOUBT)))
    return [pair for _, pair in sorted(found)]


def _candidates(people: dict[_Place, tuple[str, Adult]]) -> set[tuple[_Place, _Place]]:
    """Pairs of two bases that share what a rule asks for."""
    blocks: dict[tuple[str, ...], list[_Place]] = {}
    for place, (_, adult) in people.items():
        for key in _keys(adult.who):
            blocks.setdefault(key, []).append(place)
    return {
        pair
        for block in blocks.values()
        for pair in combinations(block[:CROWD], 2)
        if pair[0].base != pair[1].base
    }


def _keys(who: Prints) -> Iterator[tuple[str, ...]]:
    for kind in ("email", "box", "phone", "reference"):
        if value := getattr(who, kind):
            yield kind, value
    if who.first and who.last:
        yield ("names", *sorted((who.first, who.last)))
        for line in split(who.given.lines, TINY):
            yield "line", line, who.last


# --- what is then known ---------------------------------------------------------------------


def _united(shares: Sequence[Share], places: list[tuple[int, ...]], same: _Groups) -> United:
    said = sorted(places, key=lambda place: (_first(shares, place), place))
    homes = [shares[base].homes[number] for base, number in said]
    registered = _earliest(home.registered_on for home in homes)
    reached = _earliest(home.reached_on for home in homes)
    accompanied = max(registered, reached) if registered and reached else None
    arrival = min(homes, key=lambda home: home.settled_on or LAST)
    settled = arrival.settled_on
    return United(
        next((home.territory for home in homes if home.territory), ""),
        registered,
        accompanied,
        settled,
        settled is not None and (accompanied is None or accompanied > settled),
        *((arrival.adults, arrival.children, arrival.schooled) if settled else (0, 0, 0)),
        _people(shares, said, same),
        len(homes),
    )


def _first(shares: Sequence[Share], place: tuple[int, ...]) -> str:
    base, number = place
    return shares[base].homes[number].registered_on or LAST


def _earliest(days: Any) -> str | None:
    return min(filter(None, days), default=None)


def _people(
    shares: Sequence[Share], places: list[tuple[int, ...]], same: _Groups
) -> tuple[str, ...]:
    """The day each person of a household signed up, in order."""
    standing: list[list[_Place]] = []
    for base, number in places:
        left = list(standing)
        for rank_ in range(len(shares[base].homes[number].people)):
            one = _Place(base, number, rank_)
            found = _among(shares, one, left, same)
            if found is None:
                standing.append([one])
            else:
                left.remove(found)
                found.append(one)
    days = (_earliest(_adult(shares, one).registered_on for one in group) for group in standing)
    return tuple(sorted(filter(None, days)))


def _among(
    shares: Sequence[Share], one: _Place, standing: list[list[_Place]], same: _Groups
) -> list[_Place] | None:
    """Who of a household somebody is: by what was found sure, else as a member of it."""
    held = same.of(one).values()
    found = next((group for group in standing if any(part in held for part in group)), None)
    who = _adult(shares, one).who
    if found is not None or not who.called:
        return found
    return next((group for group in standing if _is(_adult(shares, group[0]).who, who)), None)


def _is(one: Prints, other: Prints) -> bool:
    return bool(one.called) and same_member(one, other)


def _adult(shares: Sequence[Share], place: _Place) -> Adult:
    return shares[place.base].homes[place.home].people[place.adult]
