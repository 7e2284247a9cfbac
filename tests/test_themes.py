"""What people write of their tastes and needs is read: tables of real spellings, and properties."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from themes_written import (
    CARE_ASKED,
    CARE_GIVEN,
    CONCEPTS,
    EXPERIENCE,
    NEARNESS,
    PART_TIME,
    SCHOOLS,
    TOWNS,
)
from venez_vivre import reference, themes
from venez_vivre.demo import leisure, phrases
from venez_vivre.texts import fold
from venez_vivre.themes.lexicon import corrected, lexicon, spellings
from venez_vivre.themes.motives import NOT_INTERESTS, SMALL
from venez_vivre.themes.wording import words

ROWS = list(reference.read("themes"))
CODES = sorted(row["code"] for row in ROWS)
SPELLINGS = [(spelling, row["code"]) for row in ROWS for spelling in dict.fromkeys(spellings(row))]
some_concepts = st.frozensets(st.sampled_from([*CODES, "origami du lundi", "hongroi"]), max_size=4)
READERS = (
    themes.concepts,
    themes.town_size,
    themes.part_time,
    themes.health_needs,
    themes.health_offered,
    themes.experience_asked,
    themes.school_levels,
)
PIECES = [
    text for table in (CONCEPTS, TOWNS, PART_TIME, EXPERIENCE, SCHOOLS) for text, _ in table if text
]
any_text = st.text() | st.lists(st.sampled_from(PIECES) | st.text(max_size=3), max_size=6).map(
    " ".join
)


def said(codes: frozenset[str]) -> str:
    return " ".join(sorted(codes))


def several(spelling: str) -> str:
    """The plural of a spelling whose last word takes one."""
    *_, last = fold(spelling).split()
    return f"{spelling}s" if len(last) > 2 and last[-1] not in "sx" else spelling


# --- interests ------------------------------------------------------------------------------


@pytest.mark.parametrize(("text", "expected"), CONCEPTS)
def test_interests_are_read_as_people_write_them(text, expected):
    assert said(themes.concepts(text)) == expected


def test_each_spelling_gives_its_concept_whatever_accents_capitals_and_plural():
    lost = [
        form
        for spelling, code in SPELLINGS
        for form in (
            spelling.upper(),
            f" {fold(spelling)} ",
            f"{spelling}|théâtre",
            several(spelling),
        )
        if code not in themes.concepts(form)
    ]
    assert lost == []


@pytest.mark.parametrize("reason", sorted(NOT_INTERESTS))
def test_reasons_to_move_are_no_interest(reason):
    assert themes.concepts(reason) == frozenset()
    assert themes.concepts(f"{reason}|judo") == {"judo"}


@pytest.mark.parametrize("interest", phrases.INTERESTS)
def test_every_interest_of_the_demonstration_is_in_the_lexicon(interest):
    (code,) = themes.concepts(interest)
    assert code in CODES


@pytest.mark.parametrize("row", leisure.ASSOCIATIONS + leisure.CULTURE)
def test_what_the_demonstration_offers_is_in_the_lexicon(row):
    title, tags = row[:2]
    assert themes.concepts(f"{title} de Pontarlier") & set(CODES)
    assert themes.concepts(tags) <= {*CODES, "salon"}


@pytest.mark.parametrize(("wished", "offered", "expected"), NEARNESS)
def test_nearness_is_that_of_the_nearest_pair(wished, offered, expected):
    assert themes.closeness(themes.concepts(wished), themes.concepts(offered)) == expected


@given(wished=some_concepts, offered=some_concepts, more=some_concepts)
def test_nearness_has_bounds_is_symmetric_and_never_falls_when_more_is_said(wished, offered, more):
    near = themes.closeness(wished, offered)
    assert near in {0.0, 0.4, 0.7, 1.0}
    assert themes.closeness(offered, wished) == near
    assert themes.closeness(wished | more, offered) >= near
    assert themes.closeness(wished, offered | more) >= near
    assert themes.closeness(wished, wished) == (1.0 if wished else 0.0)


@given(found=some_concepts)
def test_what_is_made_precise_keeps_no_whole_beside_its_part(found):
    kept = themes.precise(found)
    assert kept <= found
    assert bool(kept) == bool(found)
    assert themes.precise(kept) == kept


def test_a_club_filed_under_sport_does_not_offer_every_sport():
    offered = themes.concepts("Club de judo|judo|sport")
    assert themes.closeness(frozenset({"rugby"}), offered) == 0.7
    assert themes.closeness(frozenset({"rugby"}), themes.precise(offered)) == 0.0


@given(items=st.lists(st.sampled_from([form for form, _ in SPELLINGS]), min_size=1, max_size=5))
def test_a_list_gives_what_its_items_give_whatever_separates_them(items):
    alone = frozenset().union(*map(themes.concepts, items))
    for separator in ("|", ", ", " ; ", "\n"):
        assert themes.concepts(separator.join(items)) == alone


def test_a_slip_is_mended_only_where_one_word_is_near():
    assert corrected("badmintonn") == "badminton"
    assert corrected("escalde") == "escalade"
    assert corrected("ecsalade") == "escalade"
    assert corrected("judi") is None, "short words are left as they are"
    assert corrected("quidditch") is None


def test_concepts_are_shown_with_their_accents():
    assert themes.label("jeux_de_societe") == "jeux de société"
    assert themes.label("quidditch") == "quidditch"


# --- the lexicon ----------------------------------------------------------------------------


def test_the_lexicon_is_as_large_as_promised():
    assert len(ROWS) >= 120
    assert len({tuple(words(spelling)) for spelling, _ in SPELLINGS}) >= 500


def test_a_spelling_names_one_concept_and_no_reason_to_move():
    keys = Counter({(tuple(words(spelling)), code) for spelling, code in SPELLINGS})
    reasons = {tuple(words(reason)) for reason in NOT_INTERESTS}
    owners = Counter(key for key, _ in keys)
    assert [key for key, count in owners.items() if count > 1 or key in reasons or not key] == []


def test_a_form_is_not_said_twice():
    for row in ROWS:
        forms = [form for form in row["formes"].split("|") if form]
        assert len(forms) == len(set(forms)), row["code"]


def test_parents_exist_and_there_are_three_levels_at_most():
    parents = lexicon().parents
    assert len(CODES) == len(set(CODES))

    def depth(code: str) -> int:
        return 1 + max(map(depth, parents[code]), default=0)

    assert {parent for one in parents.values() for parent in one} <= set(CODES)
    assert {depth(code) for code in CODES} == {1, 2, 3}


def test_small_words_are_never_a_concept():
    assert themes.concepts("|".join(SMALL)) <= set(CODES)


# --- towns, working time, care, experience, schools -----------------------------------------


@pytest.mark.parametrize(("text", "expected"), TOWNS)
def test_the_wished_size_of_town_is_read(text, expected):
    assert themes.town_size(text) == expected


@pytest.mark.parametrize(("text", "expected"), PART_TIME)
def test_part_time_is_read(text, expected):
    assert themes.part_time(text) is expected


@pytest.mark.parametrize(("text", "expected"), EXPERIENCE)
def test_the_experience_that_is_asked_is_read(text, expected):
    assert themes.experience_asked(text) == expected


@pytest.mark.parametrize(("text", "expected"), CARE_ASKED)
def test_the_care_that_is_needed_is_read(text, expected):
    assert said(themes.health_needs(text)) == expected


@pytest.mark.parametrize(("text", "expected"), CARE_GIVEN)
def test_the_care_that_is_offered_is_read(text, expected):
    assert said(themes.health_offered(text)) == expected


@pytest.mark.parametrize(("text", "expected"), SCHOOLS)
def test_levels_of_school_are_read(text, expected):
    assert said(themes.school_levels(text)) == expected


@pytest.mark.parametrize("row", list(reference.read("soins")), ids=lambda row: row["code"])
def test_whatever_names_a_care_offers_it_and_asks_for_it(row):
    for name in row["noms"].split("|"):
        assert row["code"] in themes.health_offered(name), name
    for told in filter(None, row["besoins"].split("|")):
        assert row["code"] in themes.health_needs(told), told


def test_a_name_of_care_belongs_to_one_code():
    names = [
        (tuple(words(name)), row["code"])
        for row in reference.read("soins")
        for name in row["noms"].split("|")
    ]
    owners = Counter(key for key, _ in set(names))
    assert [key for key, count in owners.items() if count > 1] == []


@given(text=any_text)
def test_any_text_is_read_within_bounds(text):
    assert all(concept.strip() for concept in themes.concepts(text))
    assert themes.town_size(text) in {None, *themes.TOWN_SIZES}
    assert themes.part_time(text) in {None, True, False}
    assert themes.health_needs(text) <= set(themes.health_labels())
    assert themes.health_offered(text) <= set(themes.health_labels())
    assert themes.experience_asked(text) in {None, *range(31)}
    assert themes.school_levels(text) <= set(themes.LEVELS)


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize(
    "text",
    ["a " * 9_000, "pas de " * 4_000, "1 ans experience " * 2_000, "6e et " * 3_000, "\0" * 9],
)
def test_a_long_or_repeated_text_is_read(reader, text):
    """Texts that make patterns try again and again, of the longest size that is read."""
    reader(text)


@pytest.mark.parametrize("reader", READERS)
def test_nothing_said_tells_nothing(reader):
    assert not reader(None)
    assert reader("") == reader(None) == reader(" \n") == reader("…")
