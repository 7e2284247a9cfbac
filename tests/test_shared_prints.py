"""Whom keyed prints recognise: as the engine that reads names decides, in whatever order."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import people_generator
from venez_vivre.errors import VenezVivreError
from venez_vivre.intake.identity import RULES
from venez_vivre.intake.people import Claim, Known, profile
from venez_vivre.likeness import batch, judge
from venez_vivre.likeness.judge import Outcome
from venez_vivre.steering.regional import prints, recognition, sealed, shares, uniting
from venez_vivre.steering.regional.secret import Secret
from venez_vivre.steering.regional.shares import Adult, Home, Share
from venez_vivre.steering.regional.stamps import stamp

if TYPE_CHECKING:
    from pathlib import Path

SECRET = Secret(bytes(range(32)))
MADE = stamp(SECRET.key("empreintes"))
CROWD = 12_000


def known(one: people_generator.Profile, number: int = 1) -> Known:
    """Somebody who signed up, as imports know them."""
    return Known(
        number, number, "inscrit", one.first, one.last, None, one.email, one.phone, one.birth_year,
        one.postal_code, date(2025, 1, 1), one.commune,
    )  # fmt: skip


def claimed(one: Known) -> Claim:
    """What a line would say of the same person."""
    return Claim(
        one.first_key, one.last_key, one.external_reference, one.email, one.phone, one.birth_year,
        one.postal_code, not one.said_their_name, one.commune,
    )  # fmt: skip


def certain(one: Known, other: Known) -> bool:
    """What the engine that reads names decides without asking."""
    ruled = any(rule(one, claimed(other)) or rule(other, claimed(one)) for rule in RULES)
    comparison = judge.compare(profile(one), profile(other))
    return ruled or judge.verdict(comparison, CROWD).outcome is Outcome.SAME


def recognised(one: Known, other: Known) -> bool:
    """What prints decide."""
    found = recognition.rank(prints.of(one, MADE), prints.of(other, MADE), CROWD)
    return found is not None and found < recognition.DOUBT


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_prints_never_make_one_of_two_and_miss_one_pair_in_fifty_at_most(seed: int) -> None:
    """3,000 invented lines, one in eight of which says again, otherwise, who is there."""
    people = people_generator.sample(3_000, seed).profiles
    both = missed = 0
    for pair in batch.pairs(people, CROWD):
        one, other = known(people[pair.one]), known(people[pair.other])
        sure, found = certain(one, other), recognised(one, other)
        assert sure or not found, (people[pair.one], people[pair.other])
        both, missed = both + sure, missed + (sure and not found)
    assert both > 200
    assert missed <= both / 50


NAMES = ("marie", "helene", "ellen", "jean", "jean luc", "luc", "j", "alex", "rayan", "nayan", "")
LASTS = (
    "martin",
    "martins",
    "martin roy",
    "roy",
    "le goff",
    "legoff",
    "kowalczyk",
    "kowalszyk",
    "",
)
SOMEBODY = st.builds(
    Known,
    person=st.just(1),
    household=st.just(1),
    role=st.sampled_from(["inscrit", "conjoint"]),
    first_key=st.sampled_from(NAMES),
    last_key=st.sampled_from(LASTS),
    external_reference=st.sampled_from([None, None, "R-1"]),
    email=st.sampled_from([None, "a.b@gmail.com", "ab+x@gmail.com", "c@example.org"]),
    phone=st.sampled_from([None, "+33639980001", "+33639980002"]),
    birth_year=st.sampled_from([None, 1980, 1981, 1995]),
    postal_code=st.sampled_from([None, "71400", "21000"]),
    heard_on=st.sampled_from([None, date(2025, 1, 1)]),
)


def numbered(last: str) -> Known:
    """Somebody of whom the names and the number of a form are all that is known."""
    said = ("R-1", None, None, None, None, None)
    return Known(1, 1, "inscrit", "marie", last, *said)


@settings(max_examples=500)
@example(numbered("le goff"), numbered("legoff"))
@given(SOMEBODY, SOMEBODY)
def test_what_prints_are_sure_of_the_engine_is_sure_of(one: Known, other: Known) -> None:
    """Whichever comes first, down to people of whom next to nothing is known."""
    found = recognised(one, other)
    assert found == recognised(other, one)
    if one.called and other.called:
        assert certain(one, other) or not found


DAYS = st.sampled_from([None, "2025-01-10", "2025-02-10", "2025-03-10"])


@st.composite
def homes(draw: st.DrawFn) -> Home:
    """A household with one or two adults out of a small world."""
    adults = draw(st.lists(st.tuples(DAYS, SOMEBODY), min_size=1, max_size=2))
    people = tuple(Adult(day, bool(day), prints.of(who, MADE)) for day, who in adults)
    registered = min((day for day, _ in adults if day), default=None)
    reached, settled = draw(DAYS), draw(DAYS)
    counts = (2, 1, 0) if settled else (0, 0, 0)
    return Home(
        draw(st.sampled_from(["T1", "T2", ""])), registered, reached, settled, *counts, people
    )


BASES = st.lists(st.lists(homes(), max_size=4), min_size=1, max_size=4)


def bases(found: list[list[Home]]) -> list[Share]:
    """A share for each base."""
    return [
        Share(f"base {number}", date(2025, 11, 27), "", {"T1": "Un", "T2": "Deux"}, tuple(one))
        for number, one in enumerate(found)
    ]


@given(BASES, st.randoms())
def test_the_order_of_files_changes_nothing(found: list[list[Home]], chance: object) -> None:
    """Nor does naming one twice."""
    ordered = bases(found)
    mixed = list(ordered)
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    assert uniting.unite(mixed) == uniting.unite(ordered)


@given(BASES)
def test_every_household_counts_once_and_none_is_lost(found: list[list[Home]]) -> None:
    """Households of all bases are shared out among those counted; none of one base are made one."""
    ordered = bases(found)
    union = uniting.unite(ordered)
    assert sum(home.bases for home in union.homes) == sum(map(len, found))
    assert len(union.homes) >= max(map(len, found))
    assert all(home.bases <= len(found) for home in union.homes)
    signed = sum(
        bool(adult.registered_on) for one in found for home in one for adult in home.people
    )
    assert sum(len(home.people) for home in union.homes) <= signed
    earliest = [home.registered_on for one in found for home in one if home.registered_on]
    assert min(earliest, default=None) == min(
        (home.registered_on for home in union.homes if home.registered_on), default=None
    )


@given(st.lists(homes(), max_size=4))
def test_a_base_alone_is_counted_as_it_is(found: list[Home]) -> None:
    """Nobody of it is made one."""
    union = uniting.unite(bases([found]))
    assert len(union.homes) == len(found)
    assert (union.shared_people, union.doubts) == (0, 0)
    assert sorted(len(home.people) for home in union.homes) == sorted(
        sum(bool(adult.registered_on) for adult in home.people) for home in found
    )


@given(st.lists(homes(), max_size=4), st.binary(min_size=32, max_size=32))
def test_what_was_written_is_read_with_its_secret_and_no_other(
    tmp_path: Path, found: list[Home], other: bytes
) -> None:
    """And the same base on the same day gives the same bytes."""
    (share,) = bases([found])
    text = sealed.written(share, [], SECRET)
    assert text == sealed.written(share, [], SECRET)
    path = tmp_path / "x.json"
    path.write_text(text, "utf-8")
    assert sealed.read(path, SECRET) == share
    if other != SECRET.raw:
        with pytest.raises(VenezVivreError, match="un autre secret"):
            sealed.read(path, Secret(other))


@given(st.lists(homes(), max_size=6))
def test_households_come_back_from_bytes(found: list[Home]) -> None:
    """What is packed is unpacked; anything else is an error of value."""
    assert shares.unpacked(shares.packed("0f", found)) == ("0f", tuple(found))
    with pytest.raises(ValueError, match=r"^$|.*"):
        shares.unpacked(b"x" + shares.packed("", found))


def test_the_stream_that_seals_is_the_one_that_is_described() -> None:
    """HMAC-SHA-256 of the number and of a counter, block after block."""
    import hmac  # noqa: PLC0415

    key, nonce = SECRET.key("sceau"), bytes(16)
    expected = b"".join(
        hmac.digest(key, nonce + number.to_bytes(8), "sha256") for number in range(3)
    )
    assert sealed.mixed(bytes(70), nonce, SECRET) == expected[:70]
    assert sealed.mixed(b"", nonce, SECRET) == b""
