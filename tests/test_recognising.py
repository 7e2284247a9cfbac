"""The ordered keys one by one: what a line must say to be about somebody, and what forbids it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from venez_vivre.intake.identity import Directory, recognise
from venez_vivre.intake.people import Claim, Known

LEA = Known(
    person=7,
    household=3,
    role="inscrit",
    first_key="lea",
    last_key="fournier",
    external_reference="F42",
    email="lea@example.org",
    phone="+33639980001",
    birth_year=1990,
    postal_code="71400",
    heard_on=date(2025, 1, 2),
    commune="autun",
)
AGELESS = replace(LEA, birth_year=None)
SILENT = Claim("lea", "fournier")


def is_her(claim: Claim, known: Known = LEA) -> bool:
    return recognise(claim, [known]) is known


# --- the reference --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("claim", "hers"),
    [
        (Claim("lea", "", "F42"), True),
        (Claim("lea", "fournier", "F42"), True),
        (Claim("", "fournier", "F42"), True),
        (Claim("", "", "F42", "lea@example.org"), True),
        (Claim("", "", "F42", None, "+33639980001"), True),
        (Claim("lea", "blin", "F42", "lea@example.org"), False),  # another family
        (Claim("luc", "fournier", "F42", "lea@example.org", "+33639980001"), False),
        (Claim("lea", "fournier", "F42", birth_year=1961), False),
        (Claim("lea", "fournier", "F43"), False),
        (Claim("", "", "F42"), False),  # nothing else agrees
        (Claim("", "", "F42", "autre@example.org", "+33639980009"), False),
        (Claim("lea", "fournel", "F42"), False),  # near, yet another word, and no contact
    ],
)
def test_a_reference_needs_something_else_that_agrees(claim: Claim, hers: bool) -> None:
    assert is_her(claim) is hers


def test_a_reference_nobody_said_finds_nobody() -> None:
    """Two lines without any reference have nothing in common."""
    assert not is_her(Claim("lea", "fournier"), replace(LEA, external_reference=None))


def test_a_reference_finds_somebody_whose_address_and_name_slipped() -> None:
    """One letter of the last name is wrong, the phone is hers."""
    assert is_her(Claim("lea", "fournirr", "F42", None, "+33639980001"))


def test_a_line_without_any_name_is_found_by_its_reference_only() -> None:
    nameless = replace(LEA, first_key="", last_key="")
    assert recognise(Claim("", "", None, "lea@example.org"), [nameless]) is None
    assert recognise(Claim("", "", "F42", "lea@example.org"), [nameless]) is nameless


# --- the e-mail and the phone ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("claim", "hers"),
    [
        (Claim("lea", "", email="lea@example.org"), True),
        (Claim("lea", "fournier", email="lea@example.org", birth_year=1990), True),
        (Claim("luc", "fournier", email="lea@example.org"), False),
        (Claim("lea", "fournier", email="lea@example.org", birth_year=1961), False),
        (Claim("lea", "blin", email="lea@example.org"), False),
        (Claim("lea", "fournier dubois", email="lea@example.org"), True),
        (Claim("lea", "fournir", email="lea@example.org"), True),
        (Claim("lea", "", email="autre@example.org"), False),
    ],
)
def test_an_email_needs_the_first_name(claim: Claim, hers: bool) -> None:
    assert is_her(claim) is hers


@pytest.mark.parametrize(
    ("claim", "hers"),
    [
        (Claim("lea", "", phone="+33639980001", birth_year=1990), True),
        (Claim("lea", "", phone="+33639980001"), False),  # one year only: mother or daughter
        (Claim("lea", "", None, "lea@example.org", "+33639980001"), True),
        (Claim("luc", "", phone="+33639980001", birth_year=1990), False),
        (Claim("lea", "blin", phone="+33639980001", birth_year=1990), False),
        (Claim("lea", "", phone="+33639980009", birth_year=1990), False),
    ],
)
def test_a_phone_needs_the_first_name_and_the_year_or_the_email(claim: Claim, hers: bool) -> None:
    assert is_her(claim) is hers


def test_a_phone_is_enough_when_nobody_told_any_year() -> None:
    assert is_her(Claim("lea", "", phone="+33639980001"), AGELESS)
    assert not is_her(Claim("lea", "", phone="+33639980001", birth_year=1990), AGELESS)


def test_an_address_nobody_told_is_no_address_in_common() -> None:
    bare = replace(AGELESS, email=None, phone=None, postal_code=None)
    assert not is_her(SILENT, bare)


def test_an_organisation_is_found_by_its_name_alone() -> None:
    """Without a first name, the last one is what it is called."""
    asso = replace(AGELESS, first_key="", last_key="amis d autun")
    assert is_her(Claim("", "amis d autun", email="lea@example.org"), asso)
    assert not is_her(Claim("", "fournier", email="lea@example.org"), asso)


# --- both names -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("claim", "hers"),
    [
        (Claim("lea", "fournier", birth_year=1990), True),
        (Claim("lea", "fournier", birth_year=1991), False),
        (Claim("lea", "fournier"), False),  # her year is known, theirs is not
        (Claim("lea", "fournier", email="autre@example.org", birth_year=1990), False),
        (Claim("lea", "fournier", phone="+33639980009", birth_year=1990), False),
        (
            Claim("lea", "fournier", None, "autre@example.org", "+33639980001", 1990),
            True,
        ),
        (
            Claim("lea", "fournier", None, "lea@example.org", "+33639980009", 1990),
            True,
        ),
        (Claim("lea", "fournir", birth_year=1990), False),
        (Claim("lia", "fournier", birth_year=1990), False),
        (Claim("lea", "", birth_year=1990), False),
    ],
)
def test_both_names_and_one_year_are_somebody_unless_an_address_differs(
    claim: Claim, hers: bool
) -> None:
    assert is_her(claim) is hers


@pytest.mark.parametrize(
    ("code", "known_code", "hers"),
    [
        ("71400", "71400", True),
        ("71100", "71400", False),
        (None, "71400", False),
        ("71400", None, False),
        (None, None, False),
    ],
)
def test_without_any_year_both_names_need_one_postal_code(
    code: str | None, known_code: str | None, hers: bool
) -> None:
    assert (
        is_her(replace(SILENT, postal_code=code), replace(AGELESS, postal_code=known_code)) is hers
    )


def test_a_name_that_half_is_missing_is_nobody_s_namesake() -> None:
    """« Léa » alone, twice, in one village of one year: two girls of one class."""
    lea = replace(LEA, last_key="", email=None, phone=None)
    assert not is_her(Claim("lea", "", birth_year=1990, postal_code="71400"), lea)


# --- whose last name it is ------------------------------------------------------------------


def test_a_last_name_that_was_only_presumed_forbids_nothing() -> None:
    """A partner has the registrant’s name until somebody says theirs."""
    assert is_her(Claim("lea", "blin", email="lea@example.org", presumed_last=True))
    partner = replace(LEA, role="conjoint", heard_on=None)
    assert is_her(Claim("lea", "blin", email="lea@example.org"), partner)
    assert not is_her(Claim("lea", "blin", email="lea@example.org"), replace(LEA, role="conjoint"))
    assert not is_her(Claim("lea", "blin", email="lea@example.org"), replace(LEA, heard_on=None))


def test_last_names_three_fifths_alike_may_be_one() -> None:
    """Six letters of ten in order are a slip; five are another name."""
    alike, unlike = "abcdefxxxx", "abcdexxxxx"
    known = replace(LEA, last_key="abcdefghij")
    assert is_her(Claim("lea", alike, email="lea@example.org"), known)
    assert not is_her(Claim("lea", unlike, email="lea@example.org"), known)


@pytest.mark.parametrize("double", ["fournier petit", "petit fournier"])
def test_one_part_of_a_double_name_is_that_name(double: str) -> None:
    assert is_her(Claim("lea", double, email="lea@example.org"))
    assert is_her(Claim("lea", "fournier", email="lea@example.org"), replace(LEA, last_key=double))


def test_the_same_parts_in_another_order_are_one_name() -> None:
    """However little of the text is in order."""
    known = replace(LEA, last_key="vandermeersch roy")
    assert is_her(Claim("lea", "roy vandermeersch", email="lea@example.org"), known)
    assert is_her(Claim("lea", "roy", email="lea@example.org"), known)
    assert is_her(
        Claim("lea", "vandermeersch roy", email="lea@example.org"), replace(LEA, last_key="roy")
    )


# --- among several --------------------------------------------------------------------------


def test_nobody_among_nobody() -> None:
    assert recognise(SILENT, []) is None


def test_the_strongest_key_wins_whoever_comes_first() -> None:
    """A reference before an e-mail, an e-mail before a phone, a phone before names."""
    base = replace(LEA, external_reference=None, email=None, phone=None)
    by_reference = replace(base, person=4, external_reference="F42")
    by_email = replace(base, person=3, email="lea@example.org")
    by_phone = replace(base, person=2, phone="+33639980001")
    by_name = replace(base, person=1)
    claim = Claim("lea", "fournier", "F42", "lea@example.org", "+33639980001", 1990)
    people = [by_name, by_phone, by_email, by_reference]
    while people:
        assert recognise(claim, people) is people.pop()


def test_of_two_who_answer_the_one_of_that_last_name_then_the_one_known_first() -> None:
    slipped = replace(LEA, person=1, last_key="fournir")
    exact, later = replace(LEA, person=8), replace(LEA, person=9)
    claim = Claim("lea", "fournier", email="lea@example.org")
    assert recognise(claim, [later, slipped, exact]) is exact
    assert recognise(replace(claim, last_key=""), [later, slipped, exact]) is slipped


# --- the directory --------------------------------------------------------------------------


def test_a_directory_gives_back_whom_it_knows_by_number() -> None:
    directory = Directory()
    other = replace(LEA, person=2, household=9)
    directory.add(LEA)
    directory.add(other)
    assert directory.people([7, 2, 5]) == [other, LEA]
    assert directory.people([]) == []


def test_what_was_known_of_a_household_is_forgotten_when_it_is_read_again() -> None:
    """Whoever left it is no longer found; the other households stay."""
    directory = Directory()
    gone, other = replace(LEA, person=8), replace(LEA, person=2, household=9)
    for one in (LEA, gone, other):
        directory.add(one)
    moved = replace(LEA, email="nouvelle@example.org")
    directory.renew(3, [moved])
    assert directory.people([2, 7, 8]) == [other, moved]
    directory.renew(3, [])
    assert directory.people([2, 7, 8]) == [other]
