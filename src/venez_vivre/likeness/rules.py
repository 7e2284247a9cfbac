"""What no sum of weights may decide: who are two people whatever they share, who must be asked."""

from __future__ import annotations

from collections.abc import Callable

from venez_vivre import NamedTuple
from venez_vivre.likeness.weights import Level

L = Level


class Levels(NamedTuple):
    """How far two people agree, aspect by aspect."""

    first: L
    last: L
    email: L
    phone: L
    year: L
    place: L
    swapped: bool = False


Rule = Callable[[Levels], bool]

SAME_NAME = frozenset({L.SAME, L.COMMON})
AGREEING = SAME_NAME | {L.VARIANT, L.SHORT, L.TYPO, L.UNSURE, L.PART}
"""Levels at which two first or last names may be one."""

MISSING = frozenset({L.ABSENT, L.UNKNOWN})
_AGREED = frozenset({L.SAME, L.NEAR})
_TWO_YEARS = frozenset({L.FAR, L.DIFFERENT, L.GENERATION})


def _shared(of: Levels) -> int:
    """How many of e-mail and phone are the same."""
    return (of.email is L.SAME) + (of.phone is L.SAME)


# --- two people -----------------------------------------------------------------------------


def called_otherwise(of: Levels) -> bool:
    """A couple, whatever it shares."""
    return of.first is L.DIFFERENT


def of_two_generations(of: Levels) -> bool:
    """Jean Martin born in 1958, Jean Martin born in 1986; a slip of the year is one e-mail's."""
    if of.year is L.GENERATION:
        return True
    return of.year in _TWO_YEARS and of.email is not L.SAME


def sisters(of: Levels) -> bool:
    """Marie and Maria: it takes one e-mail and one birth year to doubt."""
    return of.first is L.CLOSE and not (of.email is L.SAME and of.year is L.SAME)


def namesakes(of: Levels) -> bool:
    """A contact differs, none agrees, and no birth year brings them together."""
    contacts = {of.email, of.phone}
    differ = L.DIFFERENT in contacts and contacts.isdisjoint(_AGREED)
    return differ and of.year is not L.SAME


def half_called_alike(of: Levels) -> bool:
    """Jean and Jean-Luc, of two birth years, or with two e-mails and no common year."""
    two = of.year is L.NEAR or of.year in _TWO_YEARS
    if of.first is L.PART and of.email is L.DIFFERENT and of.year is not L.SAME:
        return True
    return of.first in {L.PART, L.UNSURE} and two


def of_two_families(of: Levels) -> bool:
    """Another last name is a maiden name if the year and a contact agree, or both contacts do."""
    if of.last is not L.DIFFERENT:
        return False
    if of.year is L.SAME:
        return _shared(of) == 0
    return of.year not in MISSING | {L.NEAR} or _shared(of) < 2


TWO_PEOPLE: tuple[Rule, ...] = (
    called_otherwise,
    of_two_generations,
    sisters,
    namesakes,
    half_called_alike,
    of_two_families,
)
"""Any of them makes two people, whatever the weights say."""


# --- to be asked ----------------------------------------------------------------------------


def no_first_name(of: Levels) -> bool:
    """An organisation, or half of a couple; the same line again has the same name and e-mail."""
    again = of.first is L.ABSENT and of.last in SAME_NAME and of.email is L.SAME
    return of.first in MISSING and not again


def nearly_called_alike(of: Levels) -> bool:
    """Marie and Marie-Lou, one name of the table for another, or two that it does not hold."""
    return of.first in {L.PART, L.CLOSE, L.UNSURE}


def swapped_and_more(of: Levels) -> bool:
    """Which word is the first name is a guess when both lines do not write it alike."""
    return of.swapped and of.last not in SAME_NAME


def short(of: Levels) -> bool:
    """« Alex » is Alexandre or Alexandra; one e-mail and one year settle it."""
    return of.first is L.SHORT and not (of.email is L.SAME and of.year is L.SAME)


def renamed(of: Levels) -> bool:
    """Another last name, unless everything else agrees."""
    rest = of.first in SAME_NAME and of.year is L.SAME and _shared(of) == 2
    return of.last is L.DIFFERENT and not rest


def mistyped(of: Levels) -> bool:
    """« Aynis » is Yanis or his twin Anis: it takes one e-mail to know."""
    return of.first is L.TYPO and of.email is not L.SAME


def two_years(of: Levels) -> bool:
    """Two birth years: a slip for sure when names and both contacts are exactly the same."""
    exact = of.first in SAME_NAME and of.last in SAME_NAME and _shared(of) == 2
    return of.year in _TWO_YEARS or (of.year is L.NEAR and not exact)


def ageless(of: Levels) -> bool:
    """No year to tell a father from his son; the same line again has nothing that differs."""
    again = of.phone is L.SAME and of.email is L.ABSENT and of.place in {L.SAME, L.ABSENT}
    settled = of.email is L.SAME or (of.year is L.ABSENT and again)
    return of.year in MISSING and not settled


def no_contact(of: Levels) -> bool:
    """Neither e-mail nor phone in common: names, year and place must all agree, nothing differ."""
    if of.email is L.SAME or (of.phone is L.SAME and of.email is not L.DIFFERENT):
        return False
    exact = of.first in SAME_NAME | {L.VARIANT} and of.last in SAME_NAME and of.year is L.SAME
    if of.phone is L.SAME:
        return not exact
    silent = {of.email, of.phone} <= MISSING
    return not (exact and silent and of.place in {L.SAME, L.NEAR})


RESERVES: tuple[tuple[Rule, str], ...] = (
    (no_first_name, "prénom inconnu"),
    (nearly_called_alike, "prénoms voisins : peut-être deux frères ou sœurs"),
    (swapped_and_more, "nom et prénom intervertis, et différents"),
    (short, "prénom abrégé : peut-être le conjoint"),
    (renamed, "noms différents : nom de naissance ou d’usage ?"),
    (mistyped, "prénoms à une faute près : peut-être un parent"),
    (two_years, "années de naissance différentes"),
    (ageless, "année de naissance inconnue : peut-être un parent du même nom"),
    (no_contact, "ni e-mail ni téléphone en commun"),
)
"""Any of them asks a person, however much agrees; the officer reads the first that holds."""


def two_people(found: Levels) -> bool:
    """Whether these are two people, whatever they share."""
    return any(rule(found) for rule in TWO_PEOPLE)


def reserved(found: Levels) -> str:
    """Why a person must decide, however much agrees; "" when nobody needs to."""
    return next((reason for rule, reason in RESERVES if rule(found)), "")
