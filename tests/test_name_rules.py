"""How far two names agree, kind by kind: each list holds pairs that one sentence is true of."""

from __future__ import annotations

import pytest

from venez_vivre.likeness.judge import names
from venez_vivre.likeness.names import (
    family_word,
    first_names,
    last_names,
    linked,
    main_part,
    slip,
    usual,
)
from venez_vivre.likeness.weights import Level

FIRSTS = {
    "nobody said one": (Level.ABSENT, [("", "")]),
    "one side only said it": (Level.UNKNOWN, [("", "lea")]),
    "the same, and the table holds it": (
        Level.COMMON,
        [("lea", "lea"), ("jeanpierre", "jean pierre")],
    ),
    "the same, and hardly anybody bears it": (
        Level.SAME,
        [("xolvan", "xolvan"), ("xol van", "xolvan")],
    ),
    "another form of one name, for one sex": (
        Level.VARIANT,
        [
            ("katherine", "catherine"),
            ("natalie", "nathalie"),
            ("mohamed", "mohammed"),
            ("jean philipe", "jean philippe"),
        ],
    ),
    "initials of a double name, dotted, glued or half written": (
        Level.VARIANT,
        [
            ("j p", "jean philippe"),
            ("jp", "jean philippe"),
            ("j philippe", "jean philippe"),
            ("jean p", "jean philippe"),
        ],
    ),
    "a nickname of men and women, or a short form that is a name of its own": (
        Level.SHORT,
        [
            ("fred", "frederic"),
            ("alex", "alexandre"),
            ("alex", "alexandra"),
            ("sam", "samuel"),
            ("theo", "theodore"),
        ],
    ),
    "one letter, or two, that begin it": (
        Level.SHORT,
        [("j", "jean"), ("ab", "abel"), ("li", "lia")],
    ),
    "a letter or two that do not begin it": (
        Level.DIFFERENT,
        [("ph", "jean"), ("ab", "ac"), ("ph", "philippe")],
    ),
    "a slip that leads to no other name": (
        Level.TYPO,
        [
            ("camile", "camille"),
            ("jean piere", "jean pierre"),
            ("jean philippe", "jean phillipe"),
            ("maryvonne", "marivonne"),
        ],
    ),
    "a slip of the first letter, or of a name the table does not hold": (
        Level.UNSURE,
        [
            ("nayan", "rayan"),
            ("aynis", "yanis"),
            ("xolvan", "xolvam"),
            ("xyx", "xyz"),
            ("xolvea", "xolver"),
        ],
    ),
    "another spelling of one sound, of which the table knows none": (
        Level.UNSURE,
        [("quorentin", "corentin"), ("kylian", "quilian")],
    ),
    "one letter apart, and people bear both": (
        Level.CLOSE,
        [("emma", "emmy"), ("kevan", "kevin"), ("luca", "lucas"), ("abdelmalek", "abdelmalik")],
    ),
    "the same for the other sex": (
        Level.CLOSE,
        [
            ("gabriel", "gabriela"),
            ("zoran", "zorana"),
            ("zoltan", "zoltane"),
            ("xolvana", "xolvano"),
        ],
    ),
    "one part of a double name": (
        Level.PART,
        [
            ("jean", "jean philippe"),
            ("philippe", "jean philippe"),
            ("marie", "marie lou"),
            ("mohamed amine", "amine"),
            ("jean louis marie", "jean louis"),
            ("louis marie", "jean louis marie"),
        ],
    ),
    "the second part, when it is a name for the other sex": (
        Level.DIFFERENT,
        [("marie", "jean marie")],
    ),
    "another name": (
        Level.DIFFERENT,
        [
            ("lea", "luc"),
            ("jean luc", "jean marc"),
            ("anne sophie", "anne laure"),
            ("marc", "marie"),
            ("xolvan", "xolmam"),  # two slips in six letters
            ("lou", "louise"),
            ("jp luc", "jean philippe"),
        ],
    ),
}

LASTS = {
    "nobody said one": (Level.ABSENT, [("", "")]),
    "one side only said it": (Level.UNKNOWN, [("", "vautrin")]),
    "the same, in every town": (Level.COMMON, [("martin", "martin")]),
    "the same": (Level.SAME, [("vautrin", "vautrin")]),
    "the same but for spaces, particles and articles": (
        Level.SAME,
        [
            ("legoff", "le goff"),
            ("de la tour", "latour"),
            ("la tour", "tour"),
            ("tour", "de tour"),
            ("el amrani", "elamrani"),
            ("saint just", "saintjust"),
            ("van der meer", "vandermeer"),
            ("van der meer", "meer"),
            ("o brien", "obrien"),
        ],
    ),
    "a slip, or one sound": (
        Level.TYPO,
        [
            ("martin", "martim"),
            ("vautrin", "vautrain"),
            ("vautrin", "votrin"),
            ("dupont", "dupond"),
            ("haquin", "akin"),
            ("faure", "fore"),
            ("vautrain kessler", "vautrin kessler"),
            ("vautrinkessler", "vautrin kesslar"),
        ],
    ),
    "both parts, the other way round": (Level.TYPO, [("kessler vautrin", "vautrin kessler")]),
    "one part of a double name, a slip allowed": (
        Level.PART,
        [
            ("vautrin", "vautrin kessler"),
            ("kessler", "vautrin kessler"),
            ("vautrin kesler", "kessler"),
            ("martin dubois", "martin"),
        ],
    ),
    "another name": (
        Level.DIFFERENT,
        [
            ("vautrin", "kessler"),
            ("vautrin", "kessler morvan"),
            ("martin petit", "martin robert"),
            ("vautrin kessler", "vautrin morvan"),
            ("leroy", "roy"),
            ("ab", "ac"),
            ("do", "da"),
        ],
    ),
    "one letter apart, and both are in every town": (
        Level.DIFFERENT,
        [("dupont", "dumont"), ("leroy", "leroux"), ("faure", "fabre")],
    ),
    "without what is glued to it, another name": (
        Level.DIFFERENT,
        [("mac donald", "donald"), ("ben salah", "salah")],
    ),
}


def cases(table):
    return [
        pytest.param(one, other, level, id=f"{why}: {one}/{other}")
        for why, (level, pairs) in table.items()
        for one, other in pairs
    ]


@pytest.mark.parametrize(("one", "other", "level"), cases(FIRSTS))
def test_two_first_names_agree_as_far_as_is_said(one, other, level):
    assert first_names(one, other) is level
    assert first_names(other, one) is level


@pytest.mark.parametrize(("one", "other", "level"), cases(LASTS))
def test_two_last_names_agree_as_far_as_is_said(one, other, level):
    assert last_names(one, other) is level
    assert last_names(other, one) is level


@pytest.mark.parametrize(
    ("one", "other", "is_slip"),
    [
        ("abc", "abd", True),
        ("abc", "acb", True),
        ("abc", "abcd", True),
        ("abc", "ade", False),
        ("ab", "ac", False),
        ("ab", "abc", False),
        ("abcdefg", "abcdexy", False),
        ("abcdefgh", "abcdefxy", True),
        ("abcdefgh", "abcdefghxy", True),
        ("abcdefgh", "abcdexyz", False),
        ("abcdefg", "abcdefgxy", False),
    ],
)
def test_a_slip_is_one_letter_or_two_from_eight_on(one, other, is_slip):
    """Below three letters nothing is a slip."""
    assert slip(one, other) is is_slip
    assert slip(other, one) is is_slip


# --- words ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("last", "kept"),
    [
        ("martin", "martin"),
        ("martin dubois", "martin"),
        ("le goff", "legoff"),
        ("van der meer", "meer"),
        ("de la tour martin", "latour"),
        ("saint just roy", "saintjust"),
        ("de", "de"),
        ("de le", "le"),
        ("", ""),
    ],
)
def test_the_part_of_a_last_name_that_short_forms_keep(last, kept):
    """Particles go, articles and the like are glued to what follows."""
    assert main_part(last) == kept


@pytest.mark.parametrize(
    ("first", "full"),
    [
        ("kathy", "catherine"),
        ("catherine", "catherine"),
        ("kathy luc", "catherine"),
        ("jean paul", "jean paul"),
        ("xolvan", "xolvan"),
        ("xolvan yrmo", "xolvan"),
        ("", ""),
    ],
)
def test_a_nickname_leads_to_the_full_name(first, full):
    """A double name that the table holds is one name; of any other, the first word counts."""
    assert usual(first) == full


def test_a_word_that_can_only_be_a_last_name():
    assert [family_word(word) for word in ("fournier", "dubois")] == [True, True]
    assert not any(family_word(word) for word in ("martin", "thomas", "lea", "vautrin", ""))


def test_first_names_that_a_line_of_the_table_holds_together():
    """By their places, the smaller first; Frédéric and Frédérique meet in « Fred » only."""
    people = ["fred", "frederic", "xolvan", "alex", "alexandre", "alexandra", "frederique"]
    assert linked(people) == {(0, 1), (0, 6), (3, 4), (3, 5)}
    assert linked(["catherine", "kathy", "katherine"]) == {(0, 1), (0, 2), (1, 2)}
    assert linked([]) == set()


# --- both names -----------------------------------------------------------------------------

L = Level


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [
        (("lea", "fournier"), ("lea", "fournier"), (L.COMMON, L.COMMON, False)),
        (("lea", "vautrin"), ("lea", "kessler"), (L.COMMON, L.DIFFERENT, False)),
        (("lea", "vautrin"), ("paul", "kessler"), (L.DIFFERENT, L.DIFFERENT, False)),
        (("lea", "vautrin"), ("vautrin", "lea"), (L.COMMON, L.SAME, True)),
        (("lina", "vautrin"), ("vautrim", "lina"), (L.COMMON, L.TYPO, True)),
        (("lina", "vautrin"), ("vautrin", "lyna"), (L.SAME, L.TYPO, True)),
    ],
)
def test_names_that_changed_places_are_recognised(one, other, found):
    assert names(*one, *other) == found
    assert names(*other, *one) == found


def test_two_first_names_one_letter_apart_are_not_swapped_names():
    """« Lina Lisa » and « Lisa Lina »: which is the last name is not known."""
    assert names("lina", "lisa", "lisa", "lina")[0] is Level.CLOSE
    assert not names("lina", "lisa", "lisa", "lina")[2]


def test_an_initial_is_too_little_to_swap_names():
    assert names("j", "vautrin", "vautrin", "jean") == (L.DIFFERENT, L.DIFFERENT, False)


def test_a_couple_that_wrote_its_name_first_is_two_people():
    """« Fournier Sabine » and « Fournier Paul »: what they share is their last name."""
    found = names("fournier", "sabine", "fournier", "paul")
    assert found == (Level.DIFFERENT, Level.COMMON, True)
