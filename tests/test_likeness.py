"""Who resembles whom: one person is found again, two are never merged, and the reasons are said."""

from __future__ import annotations

import csv
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import people_generator
from venez_vivre.likeness import batch
from venez_vivre.likeness.batch import pairs
from venez_vivre.likeness.contacts import local_part, same_box
from venez_vivre.likeness.judge import Outcome, compare, verdict
from venez_vivre.likeness.keys import keys, line_keys
from venez_vivre.likeness.names import first_names, last_names
from venez_vivre.likeness.phonetics import sound
from venez_vivre.likeness.profile import Profile, columns
from venez_vivre.likeness.rules import RESERVES
from venez_vivre.likeness.weights import WEIGHTS, Aspect, Level
from venez_vivre.reference import read
from venez_vivre.texts import fold

HERE = Path(__file__).parent
TABLE = list(csv.DictReader((HERE / "likeness_pairs.csv").read_text("utf-8").splitlines()))
PEOPLE = 12_000


def person(row, place):
    """One of the two people of a line of the table of decisions."""
    value = {key.removesuffix(f"_{place}"): text for key, text in row.items()}
    return Profile(
        int(place),
        int(place),
        fold(value["prenom"]),
        fold(value["nom"]),
        value["email"] or None,
        value["telephone"] or None,
        int(value["annee"]) if value["annee"] else None,
        value["cp"] or None,
        fold(value["commune"]) or None,
    )


def judged(one, other, people=PEOPLE):
    """The outcome for two people."""
    return verdict(compare(one, other), people).outcome


# --- the table of decisions -----------------------------------------------------------------


@pytest.mark.parametrize("row", TABLE, ids=[row["cas"] for row in TABLE])
def test_each_case_of_the_table_is_decided_as_it_says(row):
    """Two people of the table lead to one of the outcomes that it expects, in either order."""
    one, other = person(row, "1"), person(row, "2")
    expected = row["attendu"].split("|")
    assert judged(one, other) in expected
    assert judged(other, one) in expected


def test_the_table_has_every_outcome():
    """A table that expects the same everywhere would prove nothing."""
    assert {text for row in TABLE for text in row["attendu"].split("|")} == set(Outcome)


# --- a base of invented people --------------------------------------------------------------


def measured(people, seed):
    """The sample, the pairs found as SAME and as DOUBT, and the score."""
    sample = people_generator.sample(people, seed)
    found = {Outcome.SAME: set(), Outcome.DOUBT: set()}
    for pair in pairs(columns(sample.profiles)):
        if pair.verdict.outcome in found:
            found[pair.verdict.outcome].add((pair.one, pair.other))
    same, doubt = found.values()
    return sample, same, doubt, people_generator.score(sample, same, doubt)


@pytest.mark.parametrize(("people", "seed"), [(12_000, 1), (12_000, 4), (100_000, 7)])
def test_duplicates_are_found_and_nobody_is_merged_with_another(people, seed):
    """Pair F1 of SAME and DOUBT together, precision of SAME, and no family merged."""
    sample, same, doubt, score = measured(people, seed)
    assert len(sample.profiles) >= people
    assert score.merged > people / 20, "too few merged to prove anything"
    assert score.f1 >= 0.975
    assert score.sure >= 0.995
    for kind in ("couple", "twins", "father and son", "siblings"):
        pairs_of_two = set(sample.forbidden[kind])
        assert len(pairs_of_two) > people / 100
        assert not same & pairs_of_two, kind
    assert not doubt & set(sample.forbidden["couple"])


def test_a_large_base_is_read_in_seconds():
    """100,000 people take a few seconds: the wide limit is for a machine that does other things."""
    base = columns(people_generator.sample(100_000, 3).profiles)
    begin = time.process_time()
    assert pairs(base)
    assert time.process_time() - begin < 10


def test_the_batch_says_what_the_judge_says():
    """Both read one table of weights: the same bits, the same verdict, for every pair told."""
    people = people_generator.sample(3_000, 11).profiles
    told = pairs(people)
    for pair in told:
        comparison = compare(people[pair.one], people[pair.other])
        assert pair.bits == comparison.bits
        assert pair.verdict == verdict(comparison, len(people))
    assert {pair.verdict.outcome for pair in told} == set(Outcome) - {Outcome.UNRELATED}


def test_the_batch_leaves_out_nothing_that_a_key_brings_together():
    """Every pair that shares a stored key and is not UNRELATED is told of."""
    people = people_generator.sample(3_000, 12).profiles
    blocks = {}
    for place, one in enumerate(people):
        for key in keys(one):
            blocks.setdefault(key, []).append(place)
    told = {(pair.one, pair.other) for pair in pairs(people)}
    shared = {
        (a, b)
        for block in blocks.values()
        if len(block) <= 60
        for i, a in enumerate(block)
        for b in block[i + 1 :]
    }
    assert len(shared) > len(people) / 4
    for a, b in shared - told:
        outcome = judged(people[a], people[b], len(people))
        one_home = people[a].household == people[b].household
        assert outcome is Outcome.UNRELATED or (outcome is Outcome.HOUSEHOLD and one_home)


def test_an_address_of_hundreds_stays_quick():
    """An association's e-mail and phone bring 2,000 people together: not two million pairs."""
    people = [
        replace(one, email="contact@asso.example.org", phone="+33199000001")
        for one in people_generator.sample(2_000, 5).profiles
    ]
    assert len(pairs(people)) < 200_000


@pytest.mark.parametrize("count", [0, 1])
def test_nobody_alone_resembles_anybody(count):
    assert pairs(people_generator.sample(1, 1).profiles[:count]) == []


def test_two_people_of_one_household_are_not_proposed_as_one_household():
    one = Profile(1, 7, "helene", "vautrin", "famille.vautrin@example.org")
    other = replace(one, number=2, first="bruno")
    assert pairs([one, other]) == []
    proposed = pairs([one, replace(other, household=8)])
    assert [pair.verdict.outcome for pair in proposed] == [Outcome.HOUSEHOLD]


# --- laws -----------------------------------------------------------------------------------

SAMPLE = people_generator.sample(400, 21).profiles
FIRST_NAMES = [fold(row["prenom"]) for row in read("prenoms_variantes")]

words = st.text("abcdeilmnorstu", min_size=1, max_size=9)
names = st.one_of(
    st.sampled_from([one.first for one in SAMPLE] + [one.last for one in SAMPLE]),
    st.sampled_from(FIRST_NAMES),
    st.lists(words, min_size=1, max_size=3).map(" ".join),
    st.just(""),
)
people_drawn = st.builds(
    Profile,
    st.just(1),
    st.integers(0, 3),
    names,
    names,
    st.one_of(st.none(), st.sampled_from([one.email for one in SAMPLE])),
    st.one_of(st.none(), st.sampled_from([one.phone for one in SAMPLE])),
    st.one_of(st.none(), st.integers(1940, 2008)),
    st.one_of(st.none(), st.sampled_from(["21000", "21100", "71400", "25000"])),
    st.one_of(st.none(), st.sampled_from(["dijon", "autun", "besancon"])),
)


@given(people_drawn, people_drawn)
def test_the_order_of_two_people_changes_nothing(one, other):
    assert compare(one, other) == compare(other, one)


@given(people_drawn, people_drawn)
def test_the_batch_agrees_with_the_judge_on_anybody(one, other):
    told = pairs([one, other], size=2)
    outcome = judged(one, other, 2)
    if told:
        assert told[0].verdict == verdict(compare(one, other), 2)
        assert told[0].bits == compare(one, other).bits
    elif set(keys(one)) & set(keys(other)) and outcome is not Outcome.UNRELATED:
        assert outcome is Outcome.HOUSEHOLD
        assert one.household == other.household != 0


@given(people_drawn)
def test_nobody_is_another_than_themselves(one):
    comparison = compare(one, one)
    assert comparison.bits >= 0
    if one.first and one.last and one.email and one.birth_year:
        assert judged(one, one) is Outcome.SAME


@given(people_drawn, people_drawn)
def test_a_clearly_different_first_name_is_another_person(one, other):
    """Whatever is shared: no merging, no doubt."""
    shared = replace(other, email=one.email, phone=one.phone, birth_year=one.birth_year)
    comparison = compare(one, replace(shared, last=one.last))
    if comparison.first is Level.DIFFERENT:
        outcome = verdict(comparison, PEOPLE).outcome
        assert outcome in {Outcome.HOUSEHOLD, Outcome.UNRELATED}


@given(people_drawn)
def test_swapped_names_are_the_same_names(one):
    """As sure as two names that are both known: no key is lost, and every other fact agrees."""
    other = replace(one, first=one.last, last=one.first)
    if one.first and one.last:
        shared = set(keys(one)) & set(keys(other))
        assert shared or not (one.email or one.phone or one.birth_year or one.postal_code)
    if one.first and one.last and one.email and one.birth_year:
        assert judged(one, other) in {Outcome.SAME, Outcome.DOUBT}


@given(st.sampled_from(people_generator.WOMEN + people_generator.MEN), st.randoms())
def test_accents_case_and_hyphens_do_not_count(name, draw):
    written = "".join(draw.choice([letter.upper(), letter.lower()]) for letter in name)
    plain = fold(written.replace("-", draw.choice([" ", "-", ""])))
    assert first_names(fold(name), plain) in {Level.SAME, Level.COMMON}
    assert last_names(fold(name), plain) in {Level.SAME, Level.COMMON}


@given(names, names)
def test_sounds_are_words(one, other):
    assert bool(sound(one)) == bool(one)
    assert sound(one) == sound(one.replace(" ", ""))
    assert first_names(one, other) == first_names(other, one)
    assert last_names(one, other) == last_names(other, one)


@given(people_drawn)
def test_keys_are_few_and_fit_a_column(one):
    found = keys(one)
    assert len(found) <= 9
    assert all(-(2**63) <= key < 2**63 for key in found)


LINE = Profile(0, 0, "jean philippe", "morel", "jp@example.org", "+33639980001", 1980, "71400")


@pytest.mark.parametrize(
    "other",
    [
        {"first": "jp"},  # « J.-P. »
        {"first": "philippe"},
        {"first": "jean philipe", "postal_code": "21000"},
        {"last": "morelle", "postal_code": "21000", "birth_year": None},
        {"first": "morel", "last": "jean philippe", "postal_code": None, "birth_year": None},
        {"first": ""},
        {"last": "durand"},
    ],
)
def test_lines_of_one_person_share_a_key(other):
    """Everything else changed: no e-mail, no phone in common."""
    said = replace(LINE, email="x@example.org", phone="+33639980099", **other)
    for one, two in ((LINE, said), (said, LINE)):
        assert set(line_keys(one).asks) & set(line_keys(two).answers)


@pytest.mark.parametrize(
    "other", [{"postal_code": "21000"}, {"first": "sabine"}, {"first": "louis", "birth_year": 1981}]
)
def test_people_of_one_name_and_one_town_do_not_meet(other):
    """A base of 100,000 people has thirty of them for each line."""
    far = {"email": "x@example.org", "phone": "+33639980099", "birth_year": 1955}
    stranger = line_keys(replace(LINE, **{**far, **other}))
    assert not set(line_keys(LINE).asks) & set(stranger.answers)
    assert not set(stranger.asks) & set(line_keys(LINE).answers)


def test_keys_of_lines_are_stable():
    """They are kept in the base: another recipe asks for a migration that makes them anew."""
    found = line_keys(LINE)
    assert found.answers[:2] == (3647254023, 255370718)
    assert found.answers[-1] == 3981658832
    assert found.answers[-3:-1] == (109228754, 671271688)
    assert found.asks[:-1] == found.answers[:-1]


def test_keys_are_stable():
    """The same on every machine, in every process."""
    one = Profile(1, 1, "helene", "vautrin", "h@example.org", "+33639980101", 1984, "21000")
    code = (
        "from venez_vivre.likeness.keys import keys;"
        "from venez_vivre.likeness.profile import *;"
        f"print(hash('a'), *keys({one!r}))"
    )
    runs = [
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        for _ in range(2)
    ]
    said = [run.stdout.split()[1:] for run in runs]
    assert said[0] == said[1] == [str(key) for key in keys(one)]
    assert keys(one)[0] == STABLE


STABLE = -6967613513926358054
"""The key of an e-mail."""


# --- the parts ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ("frederic", "fred", Level.SHORT),
        ("catherine", "cathy", Level.VARIANT),
        ("mohamed", "mouhamed", Level.VARIANT),
        ("alexandre", "alexandra", Level.DIFFERENT),
        ("alex", "alexandra", Level.SHORT),
        ("jean philippe", "jp", Level.VARIANT),
        ("jean philippe", "jean", Level.PART),
        ("jean philippe", "philippe", Level.PART),
        ("jean marie", "marie", Level.DIFFERENT),
        ("jean pierre", "jean paul", Level.DIFFERENT),
        ("jeanphilippe", "jean philippe", Level.COMMON),
        ("marie", "maria", Level.CLOSE),
        ("lea", "leo", Level.DIFFERENT),
        ("frederic", "fredreic", Level.TYPO),
        ("helene", "", Level.UNKNOWN),
        ("", "", Level.ABSENT),
    ],
)
def test_first_names_agree_as_people_say_them(one, other, level):
    assert first_names(one, other) is first_names(other, one) is level


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ("le goff", "legoff", Level.SAME),
        ("de la tour", "latour", Level.SAME),
        ("dupont", "dupont leroy", Level.PART),
        ("martin", "martin", Level.COMMON),
        ("petit", "dupont", Level.DIFFERENT),
        ("vautrin", "vautrain", Level.TYPO),
        ("saint martin", "martin", Level.DIFFERENT),
    ],
)
def test_last_names_agree_as_people_write_them(one, other, level):
    assert last_names(one, other) is last_names(other, one) is level


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Jean.Petit+vv@Gmail.com", "jeanpetit@googlemail.com"),
        ("a.b+liste@example.org", "A.B@example.org"),
    ],
)
def test_addresses_of_one_box_are_one(one, other):
    assert same_box(one) == same_box(other)
    assert same_box("a.b@example.org") != same_box("ab@example.org")


def test_shared_boxes_do_not_tell_people_apart():
    assert local_part("contact@example.org") == local_part("short@example.org") == ""
    assert local_part("marie.martin@example.org") == "mariemartin"


@pytest.mark.parametrize(
    "words",
    [
        "philippe filipe",
        "renault reno renaud",
        "gauthier gautier",
        "katherine catherine",
        "le goff",
    ],
)
def test_names_said_alike_sound_alike(words):
    several = words.split() if " " in words and words != "le goff" else [words, "legoff"]
    assert len({sound(word) for word in several}) == 1


def test_every_weight_says_why():
    """Officers read the reasons: each is a French phrase, and no two of an aspect are alike."""
    for aspect in Aspect:
        told = [w.label for w in WEIGHTS[aspect].values() if w.bits or w.label]
        assert all(told)
        assert len(set(told)) == len(told)
    assert all(reason for _, reason in RESERVES)


def test_the_table_of_first_names_is_of_plain_words():
    """Each line is a name, who bears it, and other ways to say it, none of them twice."""
    rows = list(read("prenoms_variantes"))
    assert len(rows) > 1_000
    assert len({(fold(row["prenom"]), row["sexe"]) for row in rows}) == len(rows)
    for row in rows:
        ways = [fold(way) for way in row["variantes"].split("|") if way]
        assert row["sexe"] in {"f", "m", "x"}
        assert len(set(ways)) == len(ways)
        assert fold(row["prenom"]) not in ways
        assert all(fold(way) for way in ways)


def test_the_batch_has_no_state():
    """Two runs say the same."""
    people = people_generator.sample(1_000, 8).profiles
    assert batch.pairs(people) == batch.pairs(people)
