"""Telling people apart by numbers: whoever a comparison would make something of is kept."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from venez_vivre.intake.called import Names
from venez_vivre.intake.drafts import Draft
from venez_vivre.intake.identity import recognise
from venez_vivre.intake.people import Claim, Known, profile
from venez_vivre.intake.sheets import Row
from venez_vivre.intake.sieve import Sieve
from venez_vivre.intake.sketches import sketch
from venez_vivre.likeness import judge, names
from venez_vivre.likeness.weights import Level
from venez_vivre.vocabulary import Role

SIZE = 12_000
FIRST_PERSON = 7
LETTERS = "ab1.@-é"


def some(*values: object) -> st.SearchStrategy:
    return st.sampled_from(values)


slips = st.tuples(st.integers(0, 3), st.integers(0, 40), st.sampled_from(LETTERS))


def slipped(text: str, slip: tuple[int, int, str] | None) -> str:
    """A text with a letter too many, too few, wrong, or two that changed places."""
    if slip is None or len(text) < 3:
        return text
    kind, place, letter = slip
    at = place % (len(text) - 1)
    middle = (text[at + 1] + text[at], letter + text[at + 1], text[at + 1], letter + text[at:][:2])
    return text[:at] + middle[kind] + text[at + 2 :]


people = st.builds(
    Claim,
    some(
        "marie", "maria", "jean", "jean luc", "luc", "zoe", "m", "fournier", "noyale", "noyal", ""
    ),
    some("martin", "marten", "fournier", "kerguelen", "kergelen", "marie", "le goff", "legoff", ""),
    some(None, None, "R-1", "R-2"),
    st.builds(
        slipped,
        some("", "marie.martin12@example.org", "zoe@gmail.com", "z.oe@googlemail.com", "mairie"),
        some(None) | slips,
    ).map(lambda text: text or None),
    st.builds(
        slipped,
        some(
            "", "+33639981234", "+33639985678", "+3263998123", "0639981234", "+123456789012345678"
        ),
        some(None) | slips.map(lambda s: (s[0], s[1], "5")),
    ).map(lambda text: text or None),
    some(None, 1958, 1980, 1979, 1985, 1890, 1640, 2150),
    some(None, "75011", "75012", "59000"),
    some(False),
    some(None, "Paris", "Lille"),
)


def a_draft(who: Claim, line: int = 1) -> Draft:
    draft = Draft(Row(line, []), line)
    draft.ready = SimpleNamespace(sketches=(sketch(who),))
    return draft


def is_kept(known: Claim, said: Claim) -> bool:
    """Whether the sieve keeps somebody whom an earlier batch wrote for a line of this one."""
    sieve = Sieve(SIZE)
    sieve.read([a_draft(known)])
    sieve.add(FIRST_PERSON, 0)
    sieve.read([a_draft(said)])
    (kept,) = sieve.keep(np.array([0]), np.array([FIRST_PERSON])).tolist()
    return bool(kept)


def as_known(who: Claim) -> Known:
    words = who.first_key, who.last_key, who.external_reference, who.email, who.phone
    return Known(
        *(FIRST_PERSON, 1, Role.REGISTRANT, *words, who.birth_year, who.postal_code, None),
        who.commune,
    )


def matters(known: Claim, said: Claim) -> bool:
    """Whether an import makes something of two people: one person, a doubt, or one reference."""
    if known.external_reference and known.external_reference == said.external_reference:
        return True
    if recognise(said, [as_known(known)]) is not None:
        return True
    found = judge.compare(profile(said), profile(as_known(known)))
    return judge.verdict(found, SIZE).outcome in {judge.Outcome.SAME, judge.Outcome.DOUBT}


@settings(max_examples=1500, deadline=None)
@given(people, people)
def test_whoever_matters_is_kept(known: Claim, said: Claim) -> None:
    if matters(known, said):
        assert is_kept(known, said)


@settings(max_examples=500, deadline=None)
@given(people, some(None) | slips, some(None) | slips)
def test_somebody_is_kept_beside_themselves_mistyped(
    who: Claim, email: tuple[int, int, str] | None, phone: tuple[int, int, str] | None
) -> None:
    again = Claim(
        *(who.first_key, who.last_key, None),
        slipped(who.email or "", email) or None,
        slipped(who.phone or "", phone) or None,
        *(who.birth_year, who.postal_code, False, who.commune),
    )
    if matters(who, again):
        assert is_kept(who, again)


WORDS = sorted(names.table()) + sorted(names.WIDESPREAD) + ["", "j", "ph", "kerguelen", "le goff"]
words = st.builds(
    slipped, st.sampled_from(WORDS), some(None) | slips.map(lambda s: (s[0], s[1], "e"))
)


@settings(max_examples=3000, deadline=None)
@given(words, words, words, words)
def test_names_that_may_be_one_are_never_told_apart_by_numbers(
    first: str, last: str, other_first: str, other_last: str
) -> None:
    for one, other in (
        ((first, last), (other_first, other_last)),
        ((first, last), (slipped(first, (0, 1, "")), other_last)),
        ((first, last), (last, first)),
    ):
        known = Names()
        a, b = ([np.array([code]) for code in known.codes(said)] for said in (one, other))
        if judge.names(*one, *other)[0] is not Level.DIFFERENT:
            assert known.may_agree((a[0], a[1]), (b[0], b[1])).all()


def test_each_nickname_of_the_table_goes_with_its_name() -> None:
    known, table = Names(), names.table()
    codes = dict(zip(table, known.codes(list(table)), strict=True))
    last = np.array(known.codes(["kerguelen"]))
    for one, other in names.linked(firsts := list(table)):
        pair = (np.array([codes[firsts[place]]]) for place in (one, other))
        assert known.may_agree(*((first, last) for first in pair)).all()


def test_most_first_names_are_told_apart_by_numbers() -> None:
    known = Names()
    firsts = np.array(known.codes(sorted(names.borne())[::7]))
    one, other = np.meshgrid(firsts, firsts)
    (last, last_too) = known.codes(["kerguelen", "plouzane"])
    told = known.may_agree(
        (one.ravel(), np.full(one.size, last)), (other.ravel(), np.full(one.size, last_too))
    )
    assert told.mean() < 0.25


@pytest.mark.parametrize(
    "other",
    [
        Claim("jean", "kerguelen", None, "jean.k@example.org", "+33639981111", 1950, "59000"),
        Claim("jules", "kerguelen", None, "jules@example.org", "+33639981111", 1980, "59000"),
        Claim("jean", "kerguelen", None, "jk77@example.com", "+33639981111", None, "59000"),
    ],
    ids=["another age", "another first name", "no age, and contacts that differ"],
)
def test_namesakes_of_one_town_are_left_out(other: Claim) -> None:
    who = Claim("jean", "kerguelen", None, "abcdef@example.org", "+33639982222", 1980, "59000")
    assert not is_kept(who, other)
    assert not matters(who, other)


def test_somebody_whose_file_changed_is_always_looked_at() -> None:
    who = Claim("jean", "kerguelen", None, "abcdef@example.org", "+33639982222", 1980, "59000")
    sieve = Sieve(SIZE)
    sieve.read([a_draft(who)])
    sieve.add(FIRST_PERSON, 0)
    sieve.add(FIRST_PERSON + 1, 0)
    sieve.doubt(FIRST_PERSON)
    sieve.read([a_draft(Claim("zoe", "kerguelen", None, "z@example.org", None, 1950, "59000"))])
    asked = (
        np.array([0, 0, 0, 0]),
        np.array([FIRST_PERSON - 1, FIRST_PERSON, FIRST_PERSON + 1, 9999]),
    )
    assert sieve.keep(*asked).tolist() == [True, True, False, True]
