"""What agreement leads to: rules that no weight overrides, and the bits where the rest turns."""

from __future__ import annotations

from dataclasses import replace

import pytest

from venez_vivre.likeness.judge import (
    Outcome,
    Verdict,
    compare,
    even_odds,
    likely,
    ruled,
    verdict,
    weighed,
)
from venez_vivre.likeness.profile import Profile
from venez_vivre.likeness.rules import Levels, reserved, two_people
from venez_vivre.likeness.weights import Level

L = Level
ALL = Levels(L.SAME, L.SAME, L.SAME, L.SAME, L.SAME, L.SAME)
PEOPLE = 12_000
HER = Profile(1, 1, "helene", "vautrin", "hv@example.org", "+33639980101", 1984, "21000", "dijon")


def but(**levels: Level | bool) -> Levels:
    """Everything agrees but this."""
    return ALL._replace(**levels)


# --- two people, whatever they share --------------------------------------------------------


@pytest.mark.parametrize(
    "found",
    [
        but(first=L.DIFFERENT),
        but(year=L.GENERATION),  # even by one e-mail
        but(year=L.FAR, email=L.NEAR),
        but(year=L.DIFFERENT, email=L.ABSENT),
        but(first=L.CLOSE, email=L.UNKNOWN),
        but(first=L.CLOSE, year=L.UNKNOWN),
        but(email=L.DIFFERENT, phone=L.UNKNOWN, year=L.UNKNOWN),
        but(email=L.ABSENT, phone=L.DIFFERENT, year=L.NEAR),
        but(first=L.PART, email=L.DIFFERENT, year=L.UNKNOWN),
        but(first=L.PART, year=L.NEAR),
        but(first=L.UNSURE, year=L.FAR),
        but(first=L.UNSURE, year=L.NEAR),
        but(last=L.DIFFERENT, email=L.UNKNOWN, phone=L.UNKNOWN),
        but(last=L.DIFFERENT, year=L.DIFFERENT),
        but(last=L.DIFFERENT, year=L.UNKNOWN, phone=L.UNKNOWN),
        but(last=L.DIFFERENT, year=L.NEAR, email=L.UNKNOWN),
    ],
)
def test_two_people_whatever_they_share(found: Levels) -> None:
    assert two_people(found)
    assert ruled(found, PEOPLE).outcome in {Outcome.HOUSEHOLD, Outcome.UNRELATED}


@pytest.mark.parametrize(
    "found",
    [
        ALL,
        but(first=L.CLOSE),
        but(year=L.FAR),
        but(year=L.DIFFERENT),
        but(email=L.DIFFERENT, phone=L.UNKNOWN),  # one birth year brings them together
        but(email=L.DIFFERENT, year=L.UNKNOWN),  # one phone
        but(email=L.NEAR, phone=L.DIFFERENT, year=L.UNKNOWN),
        but(first=L.PART, email=L.DIFFERENT),
        but(first=L.PART, email=L.UNKNOWN, year=L.UNKNOWN),
        but(first=L.UNSURE, email=L.DIFFERENT, year=L.UNKNOWN),
        but(last=L.DIFFERENT, email=L.UNKNOWN),
        but(last=L.DIFFERENT, phone=L.UNKNOWN),
        but(last=L.DIFFERENT, year=L.UNKNOWN),
        but(last=L.DIFFERENT, year=L.NEAR),
    ],
)
def test_perhaps_one_person(found: Levels) -> None:
    assert not two_people(found)


# --- a person must decide -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("found", "reason"),
    [
        (but(first=L.UNKNOWN), "prénom inconnu"),
        (but(first=L.ABSENT, email=L.UNKNOWN), "prénom inconnu"),
        (but(first=L.ABSENT, last=L.TYPO), "prénom inconnu"),
        (but(first=L.PART), "prénoms voisins"),
        (but(first=L.CLOSE), "prénoms voisins"),
        (but(first=L.UNSURE), "prénoms voisins"),
        (but(swapped=True, last=L.TYPO), "intervertis"),
        (but(first=L.SHORT, email=L.UNKNOWN), "abrégé"),
        (but(first=L.SHORT, year=L.UNKNOWN), "abrégé"),
        (but(last=L.DIFFERENT, phone=L.UNKNOWN), "nom de naissance"),
        (but(last=L.DIFFERENT, first=L.VARIANT), "nom de naissance"),
        (but(last=L.DIFFERENT, year=L.NEAR), "nom de naissance"),
        (but(first=L.TYPO, email=L.UNKNOWN), "une faute près"),
        (but(year=L.DIFFERENT), "années de naissance différentes"),
        (but(year=L.FAR), "années de naissance différentes"),
        (but(year=L.NEAR, phone=L.UNKNOWN), "années de naissance différentes"),
        (but(year=L.NEAR, first=L.VARIANT), "années de naissance différentes"),
        (but(year=L.NEAR, last=L.TYPO), "années de naissance différentes"),
        (but(year=L.UNKNOWN, email=L.ABSENT), "inconnue"),
        (but(year=L.ABSENT, email=L.UNKNOWN), "inconnue"),
        (but(year=L.ABSENT, email=L.ABSENT, place=L.NEAR), "inconnue"),
        (but(email=L.UNKNOWN, phone=L.UNKNOWN, place=L.FAR), "ni e-mail ni téléphone"),
        (but(email=L.UNKNOWN, phone=L.UNKNOWN, first=L.TYPO), "une faute près"),
        (but(email=L.UNKNOWN, phone=L.UNKNOWN, last=L.PART), "ni e-mail ni téléphone"),
        (but(email=L.NEAR, phone=L.ABSENT), "ni e-mail ni téléphone"),
        (but(email=L.DIFFERENT, last=L.TYPO), "ni e-mail ni téléphone"),
        (but(email=L.DIFFERENT, phone=L.UNKNOWN), "ni e-mail ni téléphone"),
    ],
)
def test_a_person_must_decide_and_is_told_why(found: Levels, reason: str) -> None:
    assert reason in reserved(found)
    assert not two_people(found)
    assert ruled(found, 2).outcome is Outcome.DOUBT
    assert ruled(found, 2).reserve == reserved(found)


@pytest.mark.parametrize(
    "found",
    [
        ALL,
        but(first=L.ABSENT),
        but(first=L.ABSENT, last=L.COMMON),
        but(swapped=True),
        but(swapped=True, last=L.COMMON),
        but(first=L.SHORT),
        but(first=L.COMMON, last=L.DIFFERENT),
        but(first=L.TYPO),
        but(year=L.NEAR),
        but(year=L.NEAR, first=L.COMMON, last=L.COMMON),
        but(year=L.UNKNOWN),
        but(year=L.ABSENT, email=L.ABSENT),
        but(year=L.ABSENT, email=L.ABSENT, place=L.ABSENT),
        but(email=L.UNKNOWN),
        but(phone=L.DIFFERENT),
        but(email=L.DIFFERENT),
        but(email=L.DIFFERENT, first=L.VARIANT),
        but(email=L.UNKNOWN, phone=L.ABSENT),
        but(email=L.UNKNOWN, phone=L.UNKNOWN, first=L.VARIANT, place=L.NEAR),
    ],
)
def test_nobody_needs_to_be_asked(found: Levels) -> None:
    assert reserved(found) == ""
    assert ruled(found, 2) == Verdict(Outcome.SAME)


# --- bits -----------------------------------------------------------------------------------


def test_even_odds_grow_by_one_bit_when_the_base_doubles() -> None:
    assert even_odds(2) == even_odds(0) == even_odds(1) == 3.0
    assert even_odds(1024) == 12.0
    assert even_odds(2048) == 13.0


def test_the_reasons_are_those_that_weigh_or_say_something_and_add_up() -> None:
    found = weighed(but(phone=L.UNKNOWN, place=L.FAR))
    assert [(part.label, part.bits) for part in found.parts] == [
        ("même prénom, peu répandu", 8),
        ("même nom", 10),
        ("même e-mail", 20),
        ("même année de naissance", 5),
        ("même département", 0),
    ]
    assert found.bits == 43
    assert found.first is L.SAME


def test_swapped_names_weigh_a_little_less_and_are_said() -> None:
    plain, swapped = weighed(ALL), weighed(but(swapped=True))
    assert swapped.bits == plain.bits - 2
    assert swapped.parts[-1].label == "nom et prénom intervertis"


def test_the_same_facts_are_sure_in_a_small_base_asked_about_in_a_large_one_then_nothing() -> None:
    """Names, year and place only: 30 bits. Even odds take 2 + log2(people), being sure 7 more."""
    found = but(email=L.UNKNOWN, phone=L.UNKNOWN)
    assert weighed(found).bits == 30
    assert ruled(found, 2**21) == Verdict(Outcome.SAME)
    assert ruled(found, 2**21 + 2**18).outcome is Outcome.DOUBT
    assert "trop peu" in ruled(found, 2**21 + 2**18).reserve
    assert ruled(found, 2**28).outcome is Outcome.DOUBT
    assert ruled(found, 2**28 + 2**25).outcome is Outcome.UNRELATED


@pytest.mark.parametrize(
    ("found", "home"),
    [
        (but(first=L.DIFFERENT, phone=L.UNKNOWN, last=L.DIFFERENT), True),  # one e-mail
        (but(first=L.DIFFERENT, email=L.UNKNOWN, last=L.DIFFERENT), True),  # one phone
        (but(first=L.DIFFERENT, email=L.UNKNOWN, phone=L.UNKNOWN), True),
        (but(first=L.DIFFERENT, email=L.UNKNOWN, phone=L.UNKNOWN, last=L.DIFFERENT), False),
        (but(first=L.DIFFERENT, email=L.UNKNOWN, phone=L.UNKNOWN, last=L.TYPO), False),
        (but(first=L.DIFFERENT, email=L.UNKNOWN, phone=L.UNKNOWN, place=L.NEAR), False),
        (but(first=L.DIFFERENT, email=L.DIFFERENT, phone=L.DIFFERENT), False),
    ],
)
def test_one_contact_or_one_name_in_one_place_is_one_home(found: Levels, home: bool) -> None:
    """In a base of 12,000; name and place weigh 17 bits, even odds are 15.6."""
    wanted = Outcome.HOUSEHOLD if home else Outcome.UNRELATED
    assert ruled(found, PEOPLE) == Verdict(wanted)


def test_a_name_of_every_town_makes_a_home_in_a_small_base_only() -> None:
    """14 bits with the place: as likely as not among 2^12 people, and no further."""
    found = but(first=L.DIFFERENT, last=L.COMMON, email=L.UNKNOWN, phone=L.UNKNOWN)
    assert ruled(found, 2**12).outcome is Outcome.HOUSEHOLD
    assert ruled(found, 2**12 + 2**9).outcome is Outcome.UNRELATED
    part = found._replace(last=L.PART)
    assert ruled(part, 2**10).outcome is Outcome.HOUSEHOLD
    assert ruled(part, 2**10 + 2**7).outcome is Outcome.UNRELATED


# --- people ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "levels"),
    [
        ({}, ALL._replace(first=L.COMMON)),
        ({"email": None}, ALL._replace(first=L.COMMON, email=L.UNKNOWN)),
        ({"phone": None}, ALL._replace(first=L.COMMON, phone=L.UNKNOWN)),
        ({"birth_year": None}, ALL._replace(first=L.COMMON, year=L.UNKNOWN)),
        (
            {"postal_code": "71400", "commune": "autun"},
            ALL._replace(first=L.COMMON, place=L.DIFFERENT),
        ),
        ({"postal_code": "21100", "commune": None}, ALL._replace(first=L.COMMON, place=L.FAR)),
        ({"first": "vautrin", "last": "helene"}, ALL._replace(first=L.COMMON, swapped=True)),
    ],
)
def test_two_people_are_compared_aspect_by_aspect(change: dict[str, str], levels: Levels) -> None:
    assert compare(HER, replace(HER, **change)).levels == levels
    assert compare(replace(HER, **change), HER).levels == levels


def test_people_whom_no_names_could_make_one_are_not_compared_further() -> None:
    """18 bits are the most that names weigh: with nothing else, one person among 2^16."""
    bare = Profile(1, 1, "xolvan", "vautrin")
    assert likely(bare, replace(bare, number=2), 2**16) == compare(bare, bare)
    assert likely(bare, replace(bare, number=2), 2**16 + 2**13) is None
    assert likely(HER, replace(HER, number=2), 2**30) == compare(HER, HER)
    moved = replace(HER, email="x@example.net", phone="+33639980999", birth_year=1951)
    assert likely(HER, moved, PEOPLE) is None


def test_a_couple_is_one_home_and_never_one_person() -> None:
    him = replace(HER, number=2, first="bruno", birth_year=1982)
    assert verdict(compare(HER, him), PEOPLE) == Verdict(Outcome.HOUSEHOLD)
