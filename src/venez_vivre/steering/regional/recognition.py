"""Are two people one, told by their prints alone? The same rules as imports and as likeness.

The ordered keys of `intake.identity` answer first, then `likeness.judge` on the levels that prints
can tell. Where a print cannot tell how near two names are, nobody is made one: it is a doubt.
"""

from __future__ import annotations

from collections.abc import Callable

from venez_vivre.likeness import judge
from venez_vivre.likeness.judge import Outcome
from venez_vivre.likeness.rules import Levels
from venez_vivre.likeness.weights import Level
from venez_vivre.steering.regional import given_names
from venez_vivre.steering.regional.prints import Prints
from venez_vivre.steering.regional.stamps import SMALL, TINY, agree, meet, split

Rule = Callable[[Prints, Prints], bool]


def rank(one: Prints, other: Prints, people: int) -> int | None:
    """How surely two are one person: 0 to 3 by the ordered keys, 4 by likeness, 5 for a doubt.

    None when nothing says so. `people` is the number that the thresholds of likeness carry.
    """
    for place, rule in enumerate(RULES):
        if rule(one, other):
            return place
    outcome = judge.ruled(levels(one, other), people).outcome
    if outcome is Outcome.SAME:
        return LIKELY
    return DOUBT if outcome is Outcome.DOUBT else None


def same_member(one: Prints, other: Prints) -> bool:
    """Whether likeness makes one of two people of one household (`intake.likely.same_person`)."""
    return judge.ruled(levels(one, other), 2).outcome is Outcome.SAME


# --- the ordered keys -----------------------------------------------------------------------


def _may_be(one: Prints, other: Prints) -> bool:
    if agree(one.year, other.year) == -1:
        return False
    return not (one.said and other.said) or lasts(one, other) is not Level.DIFFERENT


def _same_reference(one: Prints, other: Prints) -> bool:
    if agree(one.reference, other.reference) != 1 or not _may_be(one, other):
        return False
    first, last = agree(one.first, other.first), agree(one.last, other.last)
    if first == -1:
        return False
    shared = 1 in (agree(one.email, other.email), agree(one.phone, other.phone))
    return shared or (last != -1 and 1 in (first, last))


def _same_email(one: Prints, other: Prints) -> bool:
    return agree(one.email, other.email) == 1 and _called_alike(one, other)


def _same_phone(one: Prints, other: Prints) -> bool:
    if agree(one.phone, other.phone) != 1 or not _called_alike(one, other):
        return False
    return one.year == other.year or agree(one.email, other.email) == 1


def _called_alike(one: Prints, other: Prints) -> bool:
    return one.called == other.called and _may_be(one, other)


def _namesake(one: Prints, other: Prints) -> bool:
    named = agree(one.first, other.first) == agree(one.last, other.last) == 1
    if not named or one.year != other.year:
        return False
    contacts = agree(one.email, other.email), agree(one.phone, other.phone)
    contradicted = -1 in contacts and 1 not in contacts
    return bool(one.year or agree(one.code, other.code) == 1) and not contradicted


RULES: tuple[Rule, ...] = (_same_reference, _same_email, _same_phone, _namesake)
"""As `intake.identity.RULES`, in the same order."""

LIKELY = len(RULES)
DOUBT = LIKELY + 1


# --- the levels of likeness -----------------------------------------------------------------


def levels(one: Prints, other: Prints) -> Levels:
    """How far two people agree, as far as prints tell."""
    first, last, swapped = _names(one, other)
    return Levels(
        first,
        last,
        _emails(one, other),
        _known(one.phone, other.phone),
        _years(one, other),
        _places(one, other),
        swapped,
    )


def _known(one: str, other: str) -> Level:
    if not one or not other:
        return Level.UNKNOWN if one or other else Level.ABSENT
    return Level.SAME if one == other else Level.DIFFERENT


def _names(one: Prints, other: Prints) -> tuple[Level, Level, bool]:
    first, last = firsts(one, other), lasts(one, other)
    crossed = agree(one.first, other.last) == agree(one.last, other.first) == 1
    if first is Level.DIFFERENT and crossed:
        return Level.COMMON, Level.COMMON, True
    return first, last, False


def firsts(one: Prints, other: Prints) -> Level:
    """How far first names agree: prints do not tell a widespread one, which weighs less."""
    level = _known(one.first, other.first)
    if level is Level.SAME or agree(one.given.whole, other.given.whole) == 1:
        return Level.COMMON
    if level is not Level.DIFFERENT:
        return level
    return given_names.levels(one.given, other.given)


def lasts(one: Prints, other: Prints) -> Level:
    """How far last names agree: whole, by a part of a double name, but for a letter, as said."""
    level = _known(one.last, other.last)
    if level is not Level.DIFFERENT:
        return Level.COMMON if level is Level.SAME else level
    if meet(one.forms, other.forms, SMALL):
        return Level.COMMON
    words, others = split(one.words, SMALL), split(other.words, SMALL)
    if words <= others or others <= words:
        return Level.PART
    near = meet(one.slips, other.slips, TINY) or agree(one.sound, other.sound) == 1
    return Level.TYPO if near else Level.DIFFERENT


def _emails(one: Prints, other: Prints) -> Level:
    level = _known(one.box, other.box)
    if level is Level.DIFFERENT and agree(one.local, other.local) == 1:
        return Level.NEAR
    return level


def _years(one: Prints, other: Prints) -> Level:
    level = _known(one.year, other.year)
    own = one.years[:TINY]
    near = level is Level.DIFFERENT and own and own in split(other.years, TINY)
    return Level.NEAR if near else level


def _places(one: Prints, other: Prints) -> Level:
    codes, communes = agree(one.code, other.code), agree(one.commune, other.commune)
    if codes == communes == 0:
        any_known = one.code or one.commune or other.code or other.commune
        return Level.UNKNOWN if any_known else Level.ABSENT
    if codes == 1:
        return Level.NEAR if communes == -1 else Level.SAME
    return Level.NEAR if communes == 1 else Level.DIFFERENT
