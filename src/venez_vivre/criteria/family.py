"""Criteria of the family: schools at the date of the move, childcare, health, clubs, culture."""

from __future__ import annotations

from typing import Any

from venez_vivre.criteria.children import LEVELS
from venez_vivre.matching import MOOT, UNKNOWN, UP, Answer
from venez_vivre.texts import listed, plural

TOLD = {
    "nursery": "en maternelle",
    "primary": "en élémentaire",
    "college": "au collège",
    "lycee": "au lycée",
}


def _pupils(pair: Any) -> Any:
    return pair.ask.nursery + pair.ask.primary + pair.ask.college + pair.ask.lycee


def _taken(pair: Any) -> Any:
    """How many of the children the school takes."""
    ask, offer = pair.ask, pair.item
    return (
        ask.nursery * offer.nursery
        + ask.primary * offer.primary
        + ask.college * offer.college
        + ask.lycee * offer.lycee
    )


def levels(pair: Any, ops: Any) -> Answer:
    """Niveaux de l’établissement pour les enfants, à la rentrée de l’arrivée.

    0,6 dès qu’un enfant y va, 1 quand tous ceux d’âge scolaire y vont.
    """
    pupils, taken = _pupils(pair), _taken(pair)
    value = ops.where(taken > 0.0, 0.6 + 0.4 * (taken / ops.most(pupils, 1.0)), 0.0)
    unsure = ops.either(pair.ask.ages_known != 1.0, taken != taken)
    assumed = ops.both(pair.ask.move_in != pair.ask.move_in, ops.where(unsure, False, True))
    return Answer(ops.where(unsure, UNKNOWN, value), lambda: _levels(pair), assumed)


def _levels(pair: Any) -> str:
    if pair.ask.ages_known != 1.0:
        return "quel âge ont les enfants ?"
    if _taken(pair) != _taken(pair):
        return "quels niveaux a cet établissement ?"
    when = "à l’arrivée" if pair.ask.move_in == pair.ask.move_in else "à ce jour"
    who = [
        f"{plural(int(getattr(pair.ask, level)), 'enfant')} {TOLD[level]}"
        for level in LEVELS
        if getattr(pair.ask, level) and getattr(pair.item, level)
    ]
    return f"{listed(who)} {when}" if who else f"aucun enfant de ce niveau {when}"


def no_pupil(pair: Any, ops: Any) -> Any:
    """Aucun enfant de ce niveau à l’arrivée."""
    known = ops.both(pair.ask.ages_known == 1.0, pair.item.nursery == pair.item.nursery)
    none = ops.where(known, _taken(pair) == 0.0, False)
    return ops.either(none, pair.ask.children == 0.0)


def full(pair: Any, ops: Any) -> Any:
    """Plus aucune place."""
    return pair.item.places == 0.0


def places(pair: Any, ops: Any) -> Answer:
    """Places restantes, quand l’offre en dit le nombre."""
    left = pair.item.places
    value = ops.ramp(left, (0.0, 0.0), (1.0, 0.7), (3.0, 1.0))
    unsaid = left != left
    return Answer(ops.where(unsaid, MOOT, value), lambda: plural(int(left), "place"), unsaid)


CRECHE_END = 3.0
"""A place until three is for children who are not yet at nursery school."""


def _cared(pair: Any, ops: Any) -> Any:
    """How many of the children are of the age of the childcare."""
    low = ops.where(pair.item.age_min == pair.item.age_min, pair.item.age_min, 0.0)
    high = ops.where(pair.item.age_max == pair.item.age_max, pair.item.age_max, 3.0)
    found: Any = 0.0
    for age in pair.ask.child_ages:
        found = found + ops.where(ops.both(age >= low, age <= high), 1.0, 0.0)
    return ops.where(high <= CRECHE_END, ops.least(found, pair.ask.babies), found)


def care(pair: Any, ops: Any) -> Answer:
    """Âge des enfants à l’arrivée, pour une garde qui les prend."""
    cared = _cared(pair, ops)
    value = ops.where(cared > 0.0, 1.0, 0.0)
    unsure = pair.ask.ages_known != 1.0
    assumed = ops.both(pair.ask.move_in != pair.ask.move_in, ops.where(unsure, False, True))
    return Answer(ops.where(unsure, UNKNOWN, value), lambda: _care(pair, cared), assumed)


def _care(pair: Any, cared: float) -> str:
    if pair.ask.ages_known != 1.0:
        return "quel âge ont les enfants ?"
    when = "à l’arrivée" if pair.ask.move_in == pair.ask.move_in else "à ce jour"
    return f"{plural(int(cared), 'enfant')} de l’âge accueilli {when}"


def nobody_to_care(pair: Any, ops: Any) -> Any:
    """Aucun enfant de l’âge accueilli à l’arrivée."""
    none = ops.both(pair.ask.ages_known == 1.0, _cared(pair, ops) == 0.0)
    return ops.either(none, pair.ask.children == 0.0)


def health(pair: Any, ops: Any) -> Answer:
    """Besoin de santé dit dans le projet, et ce que propose l’offre."""
    told = pair.ask.health > 0
    value = ops.where(ops.meets(pair.ask.health, pair.item.health), 1.0, 0.2)
    return Answer(ops.where(told, value, UNKNOWN), lambda: _health(pair))


def _health(pair: Any) -> str:
    if not pair.ask.health:
        return "un suivi médical est-il à prévoir ?"
    met = int(pair.ask.health) & int(pair.item.health)
    return "répond au besoin dit" if met else "un autre besoin de santé est dit"


def interests(pair: Any, ops: Any) -> Answer:
    """Centres d’intérêt du foyer et thèmes de l’offre : même thème 1, thème voisin 0,4 à 0,7."""
    value = pair.closeness
    more = ops.where(pair.item.themes_said == 0.0, UP, 0.0)
    return Answer(value, lambda: _interests(pair), more)


def _interests(pair: Any) -> str:
    value = pair.closeness
    if value != value:
        said = pair.raw.house.interests
        return (
            "quels sont les thèmes de l’offre ?" if said else "quels sont leurs centres d’intérêt ?"
        )
    if value == 1.0:
        return "correspond à un centre d’intérêt"
    return "proche d’un centre d’intérêt" if value > 0 else "aucun centre d’intérêt commun"


ADULT = 18.0


def _limits(pair: Any, ops: Any) -> tuple[Any, Any]:
    low, high = pair.item.age_min, pair.item.age_max
    return ops.where(low == low, low, 0.0), ops.where(high == high, high, 120.0)


def _welcome(pair: Any, ops: Any) -> Any:
    """Whether somebody of the household is of the age asked."""
    low, high = _limits(pair, ops)
    someone: Any = False
    for age in (*pair.ask.child_ages, *pair.ask.adult_ages):
        someone = ops.either(someone, ops.both(age >= low, age <= high))
    return someone


def _may_be(pair: Any, ops: Any) -> Any:
    """Whether somebody whose age is not known could be of the age asked."""
    low, high = _limits(pair, ops)
    may = ops.both(pair.ask.ages_known != 1.0, pair.ask.children != 0.0, low < ADULT)
    for age in pair.ask.adult_ages:
        may = ops.either(may, ops.both(age != age, high >= ADULT))
    return may


def ages(pair: Any, ops: Any) -> Answer:
    """Âge demandé, quand l’offre en dit un : il faut que quelqu’un du foyer l’ait.

    Un adulte dont l’âge n’est pas connu convient à ce qui est ouvert à tous les adultes.
    """
    limits = ops.either(pair.item.age_min > ADULT, pair.item.age_max < 120.0)
    someone, may = _welcome(pair, ops), _may_be(pair, ops)
    value = ops.where(someone, 1.0, ops.where(may, UNKNOWN, 0.0))
    young = ops.both(pair.item.age_min > 0.0, pair.item.age_min <= ADULT)
    settled = ops.either(someone, ops.where(may, False, True))
    limits = ops.either(limits, ops.both(young, settled))
    unsaid = ops.both(ops.where(limits, False, True), _open(pair, ops))
    assumed = ops.either(unsaid, _unsure(pair, ops))
    return Answer(
        ops.where(limits, value, MOOT), lambda: _ages(pair, someone=bool(someone)), assumed
    )


def _open(pair: Any, ops: Any) -> Any:
    """Whether the offer leaves an age unsaid."""
    low, high = pair.item.age_min, pair.item.age_max
    return ops.either(low != low, high != high)


def _unsure(pair: Any, ops: Any) -> Any:
    """Whether the age of somebody of the household is not known on the day of the move."""
    ask = pair.ask
    found = ops.both(ask.ages_known != 1.0, ask.children != 0.0)
    found = ops.either(found, ops.both(ask.move_in != ask.move_in, ask.children > 0.0))
    for age in ask.adult_ages:
        found = ops.either(found, age != age)
    return found


def _ages(pair: Any, *, someone: bool) -> str:
    low, high = pair.item.age_min, pair.item.age_max
    if high != high:
        said = f"à partir de {int(low)} ans"
    else:
        said = f"de {int(low) if low == low else 0} à {int(high)} ans"
    return said if someone else f"{said} : quel âge ont-ils ?"


def nobody_of_age(pair: Any, ops: Any) -> Any:
    """Personne du foyer n’a l’âge demandé."""
    none = ops.where(_welcome(pair, ops), False, True)
    return ops.where(_may_be(pair, ops), False, none)
