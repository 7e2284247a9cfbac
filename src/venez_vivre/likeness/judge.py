"""Are two people one? How far they agree, what that weighs, and what follows from it.

The sum of the weights says how likely it is; `rules` says what no sum may decide: a couple, twins,
a father and his son share nearly everything, and are never merged without asking.
"""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache
from math import log2

from venez_vivre import NamedTuple
from venez_vivre.likeness.contacts import boxes, phones, places, same_box, years
from venez_vivre.likeness.names import family_word, first_names, last_names
from venez_vivre.likeness.profile import Profile
from venez_vivre.likeness.rules import AGREEING, SAME_NAME, Levels, reserved, two_people
from venez_vivre.likeness.weights import EVEN, SURE, SWAPPED, WEIGHTS, Aspect, Level


class Outcome(StrEnum):
    """What a comparison leads to."""

    SAME = "même personne"
    DOUBT = "à vérifier"
    HOUSEHOLD = "même foyer"
    UNRELATED = "sans lien"


class Part(NamedTuple):
    """One reason, in French, and what it weighs (bits: +1 makes « one person » twice as likely)."""

    label: str
    bits: float


class Comparison(NamedTuple):
    """Two people compared: `bits` is the sum of the parts."""

    bits: float
    parts: tuple[Part, ...]
    levels: Levels

    @property
    def first(self) -> Level:
        """How far the first names agree."""
        return self.levels.first


class Verdict(NamedTuple):
    """The outcome, and why a likely pair is not merged without asking ("" when it is)."""

    outcome: Outcome
    reserve: str = ""


_L = Level

CROSSING = AGREEING - {_L.SHORT}
"""Levels that agree when first and last names are swapped: an initial would fit too many."""


# --- the levels -----------------------------------------------------------------------------


Facts = tuple[Level, Level, Level, Level]
"""The levels of what is not a name: e-mail, phone, year, place."""


def levels(a: Profile, b: Profile) -> Levels:
    """How far two people agree, in either order."""
    return _with_names(a, b, facts(a, b))


def facts(a: Profile, b: Profile) -> Facts:
    """The levels of what is not a name, in either order."""
    return (
        boxes(same_box(a.email), same_box(b.email)),
        phones(a.phone or "", b.phone or ""),
        years(a.birth_year or 0, b.birth_year or 0),
        places(
            (a.postal_code or "", a.commune or ""),
            (b.postal_code or "", b.commune or ""),
        ),
    )


def _with_names(a: Profile, b: Profile, found: Facts) -> Levels:
    first, last, swapped = names(a.first, a.last, b.first, b.last)
    return Levels(first, last, *found, swapped)


def names(first: str, last: str, other_first: str, other_last: str) -> tuple[Level, Level, bool]:
    """The levels of first and last names, and whether one of the two had them swapped."""
    firsts, lasts = first_names(first, other_first), last_names(last, other_last)
    if lasts is _L.DIFFERENT and family_word(first) and family_word(other_first):
        # A couple, both under « Fournier Sabine »: the last name is no first name in common.
        return first_names(last, other_last), last_names(first, other_first), True
    if firsts is not _L.DIFFERENT:
        return firsts, lasts, False
    crossed = crossed_names(first, last, other_first, other_last)
    return (firsts, lasts, False) if crossed is None else (*crossed, True)


def crossed_names(
    first: str, last: str, other_first: str, other_last: str
) -> tuple[Level, Level] | None:
    """The levels when the names of one of the two are swapped, None when that makes no sense."""
    one, other = (first, other_last), (last, other_first)
    as_firsts = first_names(*one), first_names(*other)
    if CROSSING.isdisjoint(as_firsts):
        return None  # nearly always: looking at last names too would double the time
    as_lasts = last_names(*other), last_names(*one)
    ways = [
        (as_first, as_last)
        for as_first, as_last, as_first_too in zip(
            as_firsts, as_lasts, reversed(as_firsts), strict=True
        )
        # Which is the last name is not known: « Lina » and « Lisa » are no slip of one.
        if as_first in CROSSING and (as_last in SAME_NAME or {as_last, as_first_too} <= CROSSING)
    ]
    # Either line may be the one that is right: the less telling way is enough.
    return min(ways, key=_bits, default=None)


def _bits(way: tuple[Level, Level]) -> tuple[float, Level, Level]:
    return WEIGHTS[Aspect.FIRST][way[0]].bits + WEIGHTS[Aspect.LAST][way[1]].bits, *way


# --- the weights ----------------------------------------------------------------------------


def compare(a: Profile, b: Profile) -> Comparison:
    """Two people compared, in either order; the parts are the reasons shown to officers."""
    return weighed(levels(a, b))


MOST_OF_NAMES = sum(max(WEIGHTS[one].values())[0] for one in (Aspect.FIRST, Aspect.LAST))
"""The bits of names that agree as well as names can."""


def likely(a: Profile, b: Profile, people: int) -> Comparison | None:
    """Two people compared, None at once when no names could make them one in a base of `people`.

    Names take longest to compare, and most of those who share a key are told apart without.
    """
    found = facts(a, b)
    if _bits_of_facts(found) + MOST_OF_NAMES < even_odds(people):
        return None
    return weighed(_with_names(a, b, found))


@lru_cache(maxsize=1 << 12)
def _bits_of_facts(found: Facts) -> float:
    aspects = (Aspect.EMAIL, Aspect.PHONE, Aspect.YEAR, Aspect.PLACE)
    return sum(WEIGHTS[one][level].bits for one, level in zip(aspects, found, strict=True))


@lru_cache(maxsize=1 << 14)
def weighed(found: Levels) -> Comparison:
    """The reasons of levels, and their sum."""
    weights = [WEIGHTS[aspect][level] for aspect, level in zip(Aspect, found[:6], strict=True)]
    if found.swapped:
        weights.append(SWAPPED)
    parts = tuple(Part(weight.label, weight.bits) for weight in weights if weight.label)
    return Comparison(sum(part.bits for part in parts), parts, found)


# --- the verdict ----------------------------------------------------------------------------


def verdict(comparison: Comparison, people: int) -> Verdict:
    """What follows for two people of a base of `people`."""
    return ruled(comparison.levels, people)


@lru_cache(maxsize=8)
def even_odds(people: int) -> float:
    """The bits at which « one person » is as likely as not, in a base of `people`."""
    return log2(max(people, 2)) + EVEN


@lru_cache(maxsize=1 << 14)
def ruled(found: Levels, people: int) -> Verdict:
    """The verdict on levels: what they forbid first, then what their weights allow."""
    even = even_odds(people)
    bits = weighed(found).bits
    if two_people(found) or bits < even:
        return Verdict(Outcome.HOUSEHOLD if _one_home(found, even) else Outcome.UNRELATED)
    reserve = reserved(found)
    if not reserve and bits < even + SURE:
        reserve = "trop peu d’éléments en commun"
    return Verdict(Outcome.DOUBT, reserve) if reserve else Verdict(Outcome.SAME)


def _one_home(found: Levels, even: float) -> bool:
    """Whether two people probably live together: one contact, or one name in one place."""
    if _L.SAME in {found.email, found.phone}:
        return True
    if found.last not in {_L.SAME, _L.COMMON, _L.PART} or found.place is not _L.SAME:
        return False
    shared = (Aspect.LAST, found.last), (Aspect.EMAIL, found.email), (Aspect.PHONE, found.phone)
    bits = sum(WEIGHTS[aspect][level].bits for aspect, level in shared)
    return bits + WEIGHTS[Aspect.PLACE][found.place].bits >= even
