"""Who is who among the people of several bases: those who are certainly one, and their homes.

The ordered rules of imports answer first, then likeness. Two people of one base are never made one
here, nor two households: whoever keeps that base decides.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import combinations
from typing import Any

from venez_vivre import NamedTuple
from venez_vivre.casework.moving import is_one
from venez_vivre.intake.doubts import EXPECTED
from venez_vivre.intake.identity import RULES
from venez_vivre.intake.people import Claim, Known, profile
from venez_vivre.likeness import batch
from venez_vivre.likeness.judge import Outcome
from venez_vivre.vocabulary import Role

TARGET = 0
"""The place of the base where all are brought, among those that are compared."""

CROWD = 100
"""People who share a name with an address: beyond, each is compared with the first ones only."""

Key = tuple[int, int]
"""A row of a table: the place of its base, its number there."""


class Roll(NamedTuple):
    """The people of one base, as `queries.union.people` reads them, and those that are here."""

    people: Sequence[tuple[Any, ...]]
    brought: Mapping[int, int] = {}
    homes: Mapping[int, int] = {}


@dataclass
class Group:
    """What several bases say of one person, or of one household; `number` is its row here."""

    parts: list[Key]
    number: int | None = None


@dataclass
class Met:
    """Those who are in several bases, each by base and number, and how many pairs are doubtful."""

    homes: dict[Key, Group] = field(default_factory=dict)
    people: dict[Key, Group] = field(default_factory=dict)
    doubtful: int = 0


class _Someone(NamedTuple):
    """A person: where they are, as far as identity goes, and what orders their household."""

    base: int
    known: Known
    registered: str
    reference: str
    fresh: bool

    @property
    def home(self) -> Key:
        return self.base, self.known.household

    @property
    def key(self) -> Key:
        return self.base, self.known.person


def meet(rolls: Sequence[Roll]) -> Met:
    """Find the people and the households that several bases hold; the first is the target."""
    people = [one for base, roll in enumerate(rolls) for one in _everybody(base, roll)]
    met = Met()
    if not any(one.fresh for one in people):
        return met
    homes, same = _Homes(rolls), _Same(rolls)
    for one, other, sure in _pairs(people):
        if not (sure and _unite(homes, same, people[one], people[other])):
            met.doubtful += not sure or same.apart(people[one], people[other])
    _settle(met, people, homes, same)
    return met


def _everybody(base: int, roll: Roll) -> Iterator[_Someone]:
    for row in roll.people:
        *_, commune, registered, reference, heard = row
        day = date.fromisoformat(heard) if heard else None
        fresh = base != TARGET and row[0] not in roll.brought
        known = Known(*(*row[:10], day, commune))
        yield _Someone(base, known, registered or "9999", reference, fresh)


class _Homes:
    """Households made one, each with at most one of every base."""

    def __init__(self, rolls: Sequence[Roll]) -> None:
        self._leader: dict[Key, Key] = {}
        self._members: dict[Key, dict[int, Key]] = {}
        for base, roll in enumerate(rolls):
            for home, here in roll.homes.items():
                self._leader[base, home] = (TARGET, here)

    def leader(self, home: Key) -> Key:
        while (above := self._leader.get(home, home)) != home:
            home = above
        return home

    def unite(self, one: Key, other: Key) -> bool:
        """Make one household of two, unless a base knows them as two."""
        first, second = sorted((self.leader(one), self.leader(other)))
        if first == second:
            return True
        held, more = self._held(first), self._held(second)
        if held.keys() & more.keys():
            return False
        self._leader[second] = first
        self._members[first] = held | more
        return True

    def _held(self, leader: Key) -> dict[int, Key]:
        return self._members.get(leader, {leader[0]: leader})


class _Same:
    """People made one, each with at most one of every base."""

    def __init__(self, rolls: Sequence[Roll]) -> None:
        self.groups: dict[Key, dict[int, Key]] = {}
        for base, roll in enumerate(rolls):
            for person, here in roll.brought.items():
                self.unite((TARGET, here), (base, person))

    def group(self, key: Key) -> dict[int, Key]:
        return self.groups.setdefault(key, {key[0]: key})

    def may(self, one: Key, other: Key) -> bool:
        """Whether no base knows two people where there would be one."""
        held, more = self.group(one), self.group(other)
        return held is more or not held.keys() & more.keys()

    def unite(self, one: Key, other: Key) -> None:
        held = self.group(one) | self.group(other)
        for key in held.values():
            self.groups[key] = held

    def apart(self, one: _Someone, other: _Someone) -> bool:
        return self.group(one.key) is not self.group(other.key)


def _unite(homes: _Homes, same: _Same, one: _Someone, other: _Someone) -> bool:
    if not same.may(one.key, other.key) or not homes.unite(one.home, other.home):
        return False
    same.unite(one.key, other.key)
    return True


def _pairs(people: Sequence[_Someone]) -> list[tuple[int, int, bool]]:
    """Pairs to look at, surest first, whatever the order of the bases: (place, place, sure)."""
    found: dict[tuple[int, int], tuple[int, float, bool]] = {}
    for one, other in _keyed(people):
        rank = _ruled(people[one].known, people[other].known)
        if rank is not None:
            found.setdefault((one, other), (rank, 0.0, True))
    profiles = [profile(one.known) for one in people]
    adults = [place for place, one in enumerate(people) if _named_adult(one)]
    for pair in batch.pairs([profiles[place] for place in adults], max(len(adults), EXPECTED)):
        one, other = adults[pair.one], adults[pair.other]
        if _worth(people[one], people[other]):
            sure = pair.verdict.outcome is Outcome.SAME
            found.setdefault((one, other), (len(RULES) + (not sure), -pair.bits, sure))
    ordered = sorted(found.items(), key=lambda item: _order(people, *item))
    return [(one, other, sure) for (one, other), (_, _, sure) in ordered]


def _order(
    people: Sequence[_Someone], pair: tuple[int, int], found: tuple[int, float, bool]
) -> tuple[Any, ...]:
    """The surest first, those who signed up before those whom another one named."""
    both = [people[place] for place in pair]
    named = sum(one.known.heard_on is None for one in both)
    told = sorted((one.registered, *map(str, _identity(one.known))) for one in both)
    return (found[0], named, found[1], told)


def _identity(known: Known) -> tuple[Any, ...]:
    return known.first_key, known.last_key, known.email, known.phone, known.birth_year


def _named_adult(one: _Someone) -> bool:
    return one.known.role != Role.CHILD and bool(one.known.called)


def _worth(one: _Someone, other: _Someone) -> bool:
    """Whether a pair is ours to judge: of two bases, one of them just come."""
    return one.base != other.base and (one.fresh or other.fresh)


def _keyed(people: Sequence[_Someone]) -> Iterator[tuple[int, int]]:
    """Pairs that share what an ordered rule asks for."""
    blocks: dict[tuple[Any, ...], list[int]] = {}
    for place, one in enumerate(people):
        if _named_adult(one):
            for key in _keys(one.known):
                blocks.setdefault(key, []).append(place)
    for block in blocks.values():
        for place, another in combinations(block[:CROWD], 2):
            if _worth(people[place], people[another]):
                yield place, another


def _keys(known: Known) -> Iterator[tuple[Any, ...]]:
    if known.email:
        yield "e", known.email, known.called
    if known.phone:
        yield "t", known.phone, known.called
    if known.external_reference:
        yield "r", known.external_reference
    if known.first_key and known.last_key:
        yield "n", known.first_key, known.last_key


def _ruled(one: Known, other: Known) -> int | None:
    """The rank of the first rule by which two people are one, whoever came first."""
    for rank, rule in enumerate(RULES):
        if rule(one, _claim(other)) or rule(other, _claim(one)):
            return rank
    return None


def _claim(known: Known) -> Claim:
    return Claim(
        known.first_key,
        known.last_key,
        known.external_reference,
        known.email,
        known.phone,
        known.birth_year,
        known.postal_code,
        not known.said_their_name,
        known.commune,
    )


def _settle(met: Met, people: Sequence[_Someone], homes: _Homes, same: _Same) -> None:
    """The groups of households, and of their people: named ones, children, and places kept."""
    gathered: dict[Key, dict[Key, list[_Someone]]] = {}
    for one in people:
        gathered.setdefault(homes.leader(one.home), {}).setdefault(one.home, []).append(one)
    new = {homes.leader(one.home) for one in people if one.fresh}
    for leader, several in gathered.items():
        if len(several) > 1 and leader in new:
            _gather(met, leader, sorted(several.values(), key=_first_come), same)


def _first_come(home: list[_Someone]) -> tuple[bool, str, str, int]:
    """The household of the target first, then by the day of their first sign-up."""
    one = home[0]
    return (one.base != TARGET, one.registered, one.reference, one.base)


def _gather(met: Met, leader: Key, several: list[list[_Someone]], same: _Same) -> None:
    number = leader[1] if leader[0] == TARGET else None
    home = Group([one[0].home for one in several], number)
    met.homes.update(dict.fromkeys(home.parts, home))
    standing: list[tuple[_Someone, Group]] = []
    for members in several:
        left = list(standing)
        for one in members:
            found = _among(one, left, same)
            if found is None:
                group = Group([one.key], one.known.person if one.base == TARGET else None)
                standing.append((one, group))
            else:
                left.remove(found)
                group = found[1]
                group.parts.append(one.key)
            met.people[one.key] = group
    _newest_first(met, several)


def _newest_first(met: Met, several: list[list[_Someone]]) -> None:
    """Of what is said of somebody, the newest form says it best."""
    heard = {one.key: str(one.known.heard_on or "") for home in several for one in home}
    for key in heard:
        met.people[key].parts.sort(key=lambda part: heard[part], reverse=True)


def _among(
    one: _Someone, standing: Sequence[tuple[_Someone, Group]], same: _Same
) -> tuple[_Someone, Group] | None:
    """Who of a household somebody is: by what was found sure, else as a member of it."""
    if one.key in same.groups:
        held = same.group(one.key).values()
        for found in standing:
            if any(part in held for part in found[1].parts):
                return found
    return next((found for found in standing if is_one(found[0].known, one.known)), None)
