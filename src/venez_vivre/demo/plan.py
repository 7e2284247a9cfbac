"""How many of each: the published first year, scaled to the number of sign-ups asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from venez_vivre.demo.draws import Dice, apportion

PUBLISHED = 12_000
SMALLEST = 20
LARGEST = 40_000
"""Beyond, the invented names would run out: no two people may share all that tells them apart."""


class Kind(StrEnum):
    """Who fills in forms for a household."""

    SINGLE = "single"  # one form, which may name a partner
    DOUBLE = "double"  # the partner who was named fills in one too
    TWIN = "twin"  # two people share a phone or an address, and neither names the other


class Fate(StrEnum):
    """What became of a household by the end of the year."""

    SILENT = "silent"  # nobody called
    TRIED = "tried"  # called, never reached
    ACCOMPANIED = "accompanied"
    SETTLED = "settled"
    SPONTANEOUS = "spontaneous"  # settled without ever having been reached


Card = tuple[Kind, Fate]


@dataclass(frozen=True)
class Truth:
    """What the files hold, as the generator knows it; only tests read this."""

    registrants: int
    households: int
    accepted_rows: int
    rejected_rows: int
    identical_rows: int
    accompanied_people: int
    accompanied_households: int
    settled_households: int
    settled_people: int
    settled_adults: int
    settled_children: int
    schooled_children: int
    spontaneous_households: int
    spontaneous_people: int
    contacts: int
    offers: int
    officers: int
    territories: int
    axes: int
    spending: int
    views: int
    visits: int
    plays: int


@dataclass(frozen=True, slots=True)
class Size:
    """The people who settled together."""

    adults: int
    children: int
    schooled: int


@dataclass(frozen=True)
class Plan:
    """The exact counts to reach."""

    signups: int
    doubles: int
    twins: int
    accompanied: int
    accompanied_doubles: int
    settled: int
    settled_doubles: int
    settled_people: int
    schooled: int
    spontaneous: int
    spontaneous_people: int
    tried: int
    repeats: int
    copies: int
    rejects: int
    offers: int

    @property
    def starts(self) -> int:
        """How many first forms open a household (a twin's second form is not counted)."""
        return self.signups - self.doubles - self.twins

    @property
    def households(self) -> int:
        """How many households there are in the end."""
        return self.signups - self.doubles


def share(signups: int, published: int, least: int = 0) -> int:
    """Scale a figure of the published year, rounding halves up."""
    return max(least, (2 * signups * published + PUBLISHED) // (2 * PUBLISHED))


def plan_for(signups: int) -> Plan:
    """Return the counts for this many people; ValueError under the smallest scale."""
    if signups < SMALLEST:
        raise ValueError(f"Il faut au moins {SMALLEST} inscrits pour une démonstration.")
    settled = share(signups, 175, 1)
    spontaneous = share(signups, 9, 1)
    settled_people = share(signups, 375, 2 * settled)
    return Plan(
        signups=signups,
        doubles=share(signups, 180, 1),
        twins=share(signups, 60, 1),
        accompanied=share(signups, 1_260, settled + 1),
        accompanied_doubles=share(signups, 25),
        settled=settled,
        settled_doubles=share(signups, 3),
        settled_people=settled_people,
        schooled=min(share(signups, 110, 1), settled_people - settled),
        spontaneous=spontaneous,
        spontaneous_people=share(signups, 17, spontaneous),
        tried=share(signups, 1_600, 1),
        repeats=share(signups, 740, 2),
        copies=share(signups, 110, 1),
        rejects=share(signups, 14, 3),
        offers=share(signups, 1_500, 40),
    )


def cards(p: Plan) -> dict[Card, int]:
    """Count the households of each kind and fate; the counts sum to `p.starts`."""
    tried_doubles = p.tried // 60
    singles = {
        Fate.SETTLED: p.settled - p.settled_doubles,
        Fate.SPONTANEOUS: p.spontaneous,
        Fate.ACCOMPANIED: p.accompanied
        - 2 * p.accompanied_doubles
        - (p.settled - p.settled_doubles),
        Fate.TRIED: p.tried - tried_doubles,
    }
    doubles = {
        Fate.SETTLED: p.settled_doubles,
        Fate.ACCOMPANIED: p.accompanied_doubles - p.settled_doubles,
        Fate.TRIED: tried_doubles,
    }
    singles[Fate.SILENT] = p.starts - p.twins - p.doubles - sum(singles.values())
    doubles[Fate.SILENT] = p.doubles - sum(doubles.values())
    counts: dict[Card, int] = {(Kind.SINGLE, fate): n for fate, n in singles.items()}
    counts |= {(Kind.DOUBLE, fate): n for fate, n in doubles.items()}
    counts[Kind.TWIN, Fate.SILENT] = p.twins
    return counts


MOVING = frozenset({Fate.SETTLED, Fate.SPONTANEOUS})


def bands(
    counts: dict[Card, int], sizes: Sequence[int], chances: Sequence[float]
) -> list[dict[Card, int]]:
    """Share the households out over stretches of the year, each of them of its own size.

    Those who settle signed up when they still had the time: `chances` says for each stretch how
    likely a move was over by the last day. Were they forced to be, the last to sign up would all
    have moved in a hurry. The others fill what is left, in their proportions.
    """
    room = list(sizes)
    found: list[dict[Card, int]] = [{} for _ in sizes]
    for card in (card for card in counts if card[1] in MOVING):
        for place, count in enumerate(_placed(counts[card], room, chances)):
            found[place][card] = count
            room[place] -= count
    left = {card: count for card, count in counts.items() if card[1] not in MOVING}
    for place, count in enumerate(room):
        parts = apportion(count, list(left.values())) if count else [0] * len(left)
        for card, part in zip(list(left), parts, strict=True):
            found[place][card] = part
            left[card] -= part
    return found


def _placed(count: int, room: Sequence[int], chances: Sequence[float]) -> list[int]:
    """How many in each stretch; what does not fit in a small one goes where there is most room."""
    weights = [space * chance for space, chance in zip(room, chances, strict=True)]
    parts = apportion(count, weights)
    for place, part in enumerate(parts):
        for _ in range(part - room[place]):
            parts[place] -= 1
            able = [n for n, weight in enumerate(weights) if weight and parts[n] < room[n]]
            parts[max(able, key=lambda n: room[n] - parts[n])] += 1
    return parts


def _families(children: int, room: int, dice: Dice) -> list[int]:
    """Share children among at most `room` families of one to three, more only if they must be."""
    sizes: list[int] = []
    while children > 0 and len(sizes) < room:
        least = -(-(children) // (room - len(sizes)))
        size = min(children, max(least, dice.pick((1, 1, 2, 2, 2, 3))))
        sizes.append(size)
        children -= size
    return sizes


def sizes(households: int, people: int, schooled: int, dice: Dice) -> list[Size]:
    """Compose this many households of this many people in all, of whom so many at school."""
    spare = people - schooled - households
    young = max(0, spare - households, min(schooled // 5, spare))
    couples = people - schooled - young - households
    families = _families(schooled + young, max(1, (households * 2) // 5), dice)
    families += [0] * (households - len(families))
    adults = _adults(families, couples, dice)
    at_home = young
    result = []
    for index, children in enumerate(families):
        small = min(at_home, children, 1 + (at_home > households - index))
        at_home -= small
        result.append(Size(adults[index], children, children - small))
    return dice.shuffled(result)


def _adults(families: list[int], couples: int, dice: Dice) -> list[int]:
    """Give a second adult to most families first, then to others."""
    order = dice.shuffled(range(len(families)))
    order.sort(key=lambda i: families[i] == 0 or dice.chance(0.2))
    adults = [1] * len(families)
    for i in order[:couples]:
        adults[i] = 2
    return adults
