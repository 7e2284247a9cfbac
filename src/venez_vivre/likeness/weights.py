"""What each agreement and each difference between two people is worth, in bits.

A weight is the base-2 logarithm of how much more often the thing is seen between two records of one
person than between two people drawn at random. +1 makes « one person » twice as likely, -1 half as
likely. They are round on purpose, and rather low: names, years and places go together more often in
a territory than chance would have it. The reasons are what the officer reads.
"""

from __future__ import annotations

from enum import IntEnum

from venez_vivre import NamedTuple


class Level(IntEnum):
    """How far two values agree; each aspect uses those that make sense for it."""

    ABSENT = 0  # known on neither side
    UNKNOWN = 1  # known on one side only
    DIFFERENT = 2
    SAME = 3
    COMMON = 4  # the same, but many people have it
    VARIANT = 5  # nickname, other spelling
    TYPO = 6  # a slip of the keyboard, or the same sound
    PART = 7  # one part of a compound name
    CLOSE = 8  # one letter apart, but both are names that people bear
    NEAR = 9  # a slip or a part: e-mail, phone, year, place
    FAR = 10  # a slip of a year that makes a generation; another place of the same département
    GENERATION = 11  # years that make parent and child
    SHORT = 12  # initials, or a nickname of men and women alike
    UNSURE = 13  # a slip apart, and neither is a name of the table


class Aspect(IntEnum):
    """What is compared, in the order in which it is said."""

    FIRST = 0
    LAST = 1
    EMAIL = 2
    PHONE = 3
    YEAR = 4
    PLACE = 5


class Weight(NamedTuple):
    """What one level of agreement is worth, and how it is said."""

    bits: float
    label: str


_SILENT = {Level.ABSENT: Weight(0, ""), Level.UNKNOWN: Weight(0, "")}

WEIGHTS: dict[Aspect, dict[Level, Weight]] = {
    Aspect.FIRST: _SILENT
    | {
        # One person in 64 bears one's first name, one in 256 when it is none of the usual ones.
        Level.SAME: Weight(8, "même prénom, peu répandu"),
        Level.COMMON: Weight(6, "même prénom"),
        Level.VARIANT: Weight(5, "prénoms équivalents"),
        Level.SHORT: Weight(4, "initiale ou diminutif possible"),
        Level.TYPO: Weight(4, "prénoms à une faute près"),
        Level.UNSURE: Weight(3, "prénoms peu répandus, à une lettre près"),
        Level.PART: Weight(3, "prénom composé abrégé"),
        Level.CLOSE: Weight(0, "prénoms voisins"),
        # One does not mistake one's own first name: this is somebody else.
        Level.DIFFERENT: Weight(-12, "prénoms différents"),
    },
    Aspect.LAST: _SILENT
    | {
        # One person in 1,000, and one in 128 for the names of every town.
        Level.SAME: Weight(10, "même nom"),
        Level.COMMON: Weight(7, "même nom, très répandu"),
        Level.TYPO: Weight(6, "noms à une faute près"),
        Level.PART: Weight(5, "nom composé abrégé"),
        # Married, divorced, or named otherwise: about one person in twenty.
        Level.DIFFERENT: Weight(-4, "noms différents"),
    },
    Aspect.EMAIL: _SILENT
    | {
        # Households and associations share theirs; nobody has a stranger's.
        Level.SAME: Weight(20, "même e-mail"),
        # « marie.martin » is found at every provider.
        Level.NEAR: Weight(4, "e-mails presque identiques"),
        # One person in four has two, or changed.
        Level.DIFFERENT: Weight(-2, "e-mails différents"),
    },
    Aspect.PHONE: _SILENT
    | {
        # Shared like an e-mail, and given to somebody else after a few months.
        Level.SAME: Weight(15, "même téléphone"),
        Level.NEAR: Weight(4, "téléphones à un chiffre près"),
        Level.DIFFERENT: Weight(-2, "téléphones différents"),
    },
    Aspect.YEAR: _SILENT
    | {
        # One person in 32 is of one's year.
        Level.SAME: Weight(5, "même année de naissance"),
        Level.NEAR: Weight(-1, "années de naissance à un chiffre près"),
        Level.FAR: Weight(-4, "années de naissance à un chiffre près, d’une génération à l’autre"),
        # People know when they were born.
        Level.DIFFERENT: Weight(-7, "années de naissance différentes"),
        Level.GENERATION: Weight(-9, "années de naissance d’une génération à l’autre"),
    },
    Aspect.PLACE: _SILENT
    | {
        # One person in 128 lives there, more in the big towns.
        Level.SAME: Weight(7, "même code postal"),
        Level.NEAR: Weight(5, "commune ou code postal en commun"),
        Level.FAR: Weight(0, "même département"),
        # One person in five moves before the project ends.
        Level.DIFFERENT: Weight(-2, "lieux différents"),
    },
}

SWAPPED = Weight(-2, "nom et prénom intervertis")

EVEN = 2.0
"""Bits over log2 of the number of people at which « one person » is as likely as not.

Among n people, somebody who is already known was met once, and n - 1 others were not; about one
person in four is recorded twice.
"""

SURE = 7.0
"""Bits over even odds above which nobody needs to be asked: less than one error in a hundred."""
