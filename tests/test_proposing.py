"""What is proposed on real bases: who is left out and why, and what change would alter that."""

from __future__ import annotations

import json
from collections import Counter
from random import Random
from typing import TYPE_CHECKING, Any

import pytest

import matching_builders as make
from bases import address_of, an_empty_base
from builders import opened, query
from rows import a_world, rows_of
from venez_vivre.cli import run as run_program
from venez_vivre.criteria import KINDS
from venez_vivre.matching import Change
from venez_vivre.proposing import household, proposals
from venez_vivre.proposing.household import Wanted
from venez_vivre.proposing.why import LEVERS, why
from venez_vivre.references import household_reference, offer_reference
from venez_vivre.store.reader import Reader

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from conftest import Run

HOUSES, OFFERS = 40, 30
"""How many households the base of these tests holds, and how many offers of each kind."""

MANY = 10_000


@pytest.fixture(scope="module")
def crowd(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A base of random households and offers of every kind."""
    base = an_empty_base(tmp_path_factory.mktemp("crowd") / "crowd.db")
    dice = Random(2025)
    with rows_of(base) as rows:
        a_world(rows)
        rows.put("territory", code="T2", name="Dijonnais", kind="CC", department="21")
        rows.put("territory_commune", territory_id=2, code_insee="21231")
        for number in range(1, HOUSES + 1):
            adults = [make.some_adult(dice)._replace(consent=1)]
            if number % 3 == 0:
                adults.append(make.some_adult(dice)._replace(role="conjoint"))
            make.put_house(rows, number, make.some_house(dice), *adults)
        kinds = [kind for kind in KINDS for _ in range(OFFERS)]
        for number, kind in enumerate(kinds, 1):
            make.put_offer(rows, number, make.some_offer(dice, kind))
    return base


@pytest.fixture
def link(crowd: Path) -> Iterator[Any]:
    """The base of the crowd, given back as it was."""
    connection = opened(crowd, write=True)
    connection.execute("BEGIN IMMEDIATE")
    yield connection
    connection.execute("ROLLBACK")
    connection.close()


def proposed(link: Any, house: int, kind: str) -> set[int]:
    """The numbers of the offers of a kind that a household is proposed."""
    found = household.for_household(Reader(link), house, Wanted([kind], MANY), make.TODAY)
    return {one.offer.number for one in found.proposals}


def change(link: Any, seeker: Any, name: str, value: Any) -> Any:
    """Write a field of a household or of its adult who looks for work; what it held."""
    column, personal = LEVERS[name].column, LEVERS[name].personal
    if personal and seeker.adult is None:
        return None
    table, number = ("person", seeker.adult.number) if personal else ("household", seeker.house[0])
    (before,) = link.execute(f"SELECT {column} FROM {table} WHERE id = ?", (number,)).fetchone()
    link.execute(f"UPDATE {table} SET {column} = ? WHERE id = ?", (value, number))
    return before


def appears_once_changed(link: Any, told: Any, changes: Any) -> bool:
    """Whether an offer is proposed to a household that is changed so, for a moment."""
    seeker, offer = told.seeker, told.offer
    before = [(one.field, change(link, seeker, one.field, one.after)) for one in changes]
    found = offer.number in proposed(link, seeker.house.number, offer.kind)
    for name, value in reversed(before):
        change(link, seeker, name, value)
    return found


def a_step_less(one: Any) -> Any:
    """The same change, one step nearer to what is; None when that is no change."""
    if isinstance(one.after, str) or one.before is None:
        return None
    return one._replace(after=one.after + (1 if one.after < one.before else -1))


def explanations(link: Any) -> Iterator[Any]:
    """What is said first of pairs of the crowd, unless another adult would do as well."""
    rows = Reader(link)
    offers = [number for (number,) in link.execute("SELECT id FROM offer").fetchall()]
    for house in range(1, HOUSES + 1):
        for offer in offers[house % 4 :: 4]:
            first, *others = why(rows, house, offer, make.TODAY)
            if all(other.excluded for other in others):
                yield first


def test_the_change_that_is_told_alters_the_outcome_and_one_step_less_does_not(link: Any) -> None:
    checked: Counter[tuple[str, bool]] = Counter()
    for told in explanations(link):
        if told.change is None:
            continue
        wanted = bool(told.excluded)
        assert appears_once_changed(link, told, [told.change]) is wanted, told
        less = a_step_less(told.change)
        if less is not None:
            assert appears_once_changed(link, told, [less]) is not wanted, told
        checked[told.change.field, wanted] += 1
    assert {field for field, _ in checked} == set(LEVERS), checked
    assert sum(checked.values()) > 500


def test_changes_that_are_told_together_are_all_needed_and_enough(link: Any) -> None:
    checked: Counter[str] = Counter()
    for told in explanations(link):
        if not told.together:
            continue
        assert told.change is None
        assert appears_once_changed(link, told, told.together), told
        for one in told.together:
            others = [other for other in told.together if other is not one]
            assert not appears_once_changed(link, told, others), told
            less = a_step_less(one)
            if less is not None:
                assert not appears_once_changed(link, told, [*others, less]), told
            checked[one.field] += 1
    assert sum(checked.values()) > 50, checked


def test_when_nothing_is_told_no_wish_alone_would_do(link: Any) -> None:
    """Every lever pulled to its end, for offers that no change is told of."""
    checked = 0
    for told in explanations(link):
        if told.change or told.together or not told.excluded:
            continue
        if told.seeker is None:
            continue
        for name, lever in LEVERS.items():
            said = lever.codes or (lever.most if lever.opens > 0 else lever.least,)
            for value in said:
                pulled = Change(name, None, value)
                assert not appears_once_changed(link, told, [pulled]), (name, told)
                checked += 1
        if checked > 3000:
            break
    assert checked > 1000


def test_proposals_are_what_is_not_excluded(link: Any) -> None:
    """`pourquoi` excludes what `apparier` does not propose, and nothing else; scores agree."""
    checked = 0
    for house in range(1, HOUSES + 1):
        for kind in KINDS:
            found = household.for_household(Reader(link), house, Wanted([kind], MANY), make.TODAY)
            scores = {one.offer.number: one.fit.score for one in found.proposals}
            numbers = link.execute("SELECT id FROM offer WHERE kind = ?", (kind,)).fetchall()
            for (offer,) in numbers[::5]:
                told = why(Reader(link), house, offer, make.TODAY)[0]
                assert (offer in scores) is not bool(told.excluded), told
                if not told.excluded:
                    assert told.fit.score == scores[offer]
                    checked += 1
    assert checked > 100


def test_an_offer_finds_the_households_that_find_it(link: Any) -> None:
    """`apparier --offre` says what `apparier FOYER` says: who, the score, why the others not."""
    rows = Reader(link)
    houses = range(1, HOUSES + 1)
    sides = {
        (house, kind): household.for_household(rows, house, Wanted([kind], MANY), make.TODAY)
        for house in houses
        for kind in KINDS
    }
    found = 0
    for number in range(1, OFFERS * len(KINDS) + 1, 3):
        offer, told = proposals.for_offer(rows, number, MANY, make.TODAY)
        theirs = {one.house.number: (one.fit, one.adult) for one in told.proposals}
        ours = {
            house: (one.fit, one.adult)
            for house in houses
            for one in sides[house, offer.kind].proposals
            if one.offer.number == number
        }
        assert theirs == ours
        assert len(theirs) + sum(count for _, count in told.excluded) == HOUSES
        found += len(theirs)
    assert found > 100


@pytest.mark.parametrize("kind", KINDS)
def test_every_open_offer_is_judged_or_left_out_for_one_reason(link: Any, kind: str) -> None:
    """Those proposed and those left out add up to the offers of the kind that are not closed."""
    link.execute("UPDATE offer SET closed_on = ? WHERE id % 11 = 0", (make.day(-1),))
    (stand,) = link.execute(
        "SELECT count(*) FROM offer WHERE kind = ? AND closed_on IS NULL", (kind,)
    ).fetchone()
    assert 0 < stand < OFFERS
    for house in range(1, HOUSES + 1):
        for offer in range(house % 7, OFFERS * len(KINDS), 7):
            state = ("en_attente", "refusee", "aboutie", "abandonnee")[offer % 4]
            link.execute(
                "INSERT INTO introduction (household_id, offer_id, introduced_on, state) "
                "SELECT ?, id, ?, ? FROM offer WHERE id = ?",
                (house, make.day(-3), state, offer),
            )
        found = household.for_household(Reader(link), house, Wanted([kind], MANY), make.TODAY)
        assert len(found.proposals) == found.fits
        assert found.fits + sum(count for _, count in found.excluded) == stand, found.excluded


def test_the_best_come_first_and_each_kind_has_its_turn(link: Any) -> None:
    for house in range(1, HOUSES + 1):
        found = household.for_household(Reader(link), house, Wanted(list(KINDS), 10), make.TODAY)
        scores = [one.fit.score for one in found.proposals]
        assert scores == sorted(scores, reverse=True)
        whole = household.for_household(Reader(link), house, Wanted(list(KINDS), MANY), make.TODAY)
        able = {one.offer.kind for one in whole.proposals}
        assert {one.offer.kind for one in found.proposals} == able


# Through the program.


@pytest.fixture
def autun(run: Run, base: Path) -> str:
    """A baker who wishes for Autun within 10 km; a job in Autun, one in Dijon, poorly paid ones."""
    an_empty_base(base)
    wish = make.a_house(wished_codes="71014", max_distance_km=10, registered_on=make.day(-9))
    trade = {"occupation": "boulanger", "rome_code": "D1102"}
    adult = make.an_adult(**trade, salary_min=24_000, consent=1)
    jobs = [("71014", 25_000), ("21231", 25_000), ("71014", 15_000), ("21231", 15_000)]
    with rows_of(base) as rows:
        make.put_house(rows, 1, wish, adult)
        for number, (code, pay) in enumerate(jobs, 1):
            said = {**make.located(code), **trade, "salary_max": pay}
            make.put_offer(rows, number, make.an_offer(**said, title=f"Boulanger {number}"))
    return household_reference(1)


def references(run: Run, *words: str) -> list[str]:
    return [one["offre"] for one in run("apparier", *words, "-f", "json").json["propositions"]]


@pytest.mark.parametrize(
    ("offer", "fields"),
    [
        (2, ["distance_max_km"]),
        (3, ["salaire_min"]),
        (4, ["distance_max_km", "salaire_min"]),
    ],
)
def test_what_pourquoi_says_to_change_brings_the_offer_in(
    run: Run, autun: str, offer: int, fields: list[str]
) -> None:
    reference = offer_reference(offer)
    assert references(run, autun) == [offer_reference(1)]
    told = run("pourquoi", autun, reference, "-f", "json").json
    assert told["proposee"] is False
    changes = [told["changement"]] if told["changement"] else told["changements"]
    assert [one["champ"] for one in changes] == fields
    for one in changes:
        step = 1 if one["apres"] < one["avant"] else -1
        option = f"--{one['champ'].replace('_', '-')}"
        run("foyers", "modifier", autun, option, str(one["apres"] + step))
        assert reference not in references(run, autun)
        run("foyers", "modifier", autun, option, str(one["apres"]))
    assert reference in references(run, autun)


@pytest.mark.parametrize("state", ["refusee", "en_attente"])
def test_an_offer_that_was_tried_is_not_proposed_again_and_is_counted(
    run: Run, autun: str, base: Path, state: str
) -> None:
    reference = offer_reference(1)
    run("mises-en-relation", "noter", autun, reference)
    if state == "refusee":
        refusal = ("--refus-de", "foyer", "--motif", "salaire")
        run("mises-en-relation", "suivre", autun, reference, "--etat", "refusee", *refusal)
    found = run("apparier", autun, "--type", "emploi", "-f", "json").json
    assert found["propositions"] == []
    counts = {one["motif"]: one["nombre"] for one in found["exclues"]}
    assert counts["refusee" if state == "refusee" else "deja_proposee"] == 1
    assert sum(counts.values()) == 4
    turned = run("apparier", "--offre", reference, "-f", "json").json
    assert turned["propositions"] == []
    assert [one["nombre"] for one in turned["exclues"]] == [1]
    told = run("pourquoi", autun, reference, "-f", "json").json
    assert told["proposee"] is False
    assert (told["changement"], told["changements"]) == (None, [])


def test_who_refused_to_be_contacted_is_proposed_nothing(run: Run, autun: str) -> None:
    run("foyers", "modifier", autun, "--consentement", "non")
    for words in (("apparier", autun), ("pourquoi", autun, offer_reference(1))):
        assert "refusé d’être recontacté" in run(*words, fails_with=1).err
    assert run("apparier", "--offre", offer_reference(1), "-f", "json").json["propositions"] == []


def test_a_closed_file_is_proposed_nothing(run: Run, autun: str) -> None:
    run("foyers", "clore", autun, "--motif", "autre", "--oui")
    for words in (("apparier", autun), ("pourquoi", autun, offer_reference(1))):
        assert "est clos" in run(*words, fails_with=1).err
    assert run("apparier", "--offre", offer_reference(1), "-f", "json").json["propositions"] == []


def test_weights_of_the_base_are_those_of_proposals(run: Run, autun: str) -> None:
    def told() -> tuple[float, dict[str, float]]:
        (one,) = run("apparier", autun, "--type", "emploi", "-f", "json").json["propositions"]
        return one["score"], {told["critere"]: told["poids"] for told in one["criteres"]}

    before, usual = told()
    run("config", "definir", "poids_emploi_salaire=200", "poids_emploi_lieu=0")
    after, changed = told()
    assert (usual["salaire"], changed["salaire"]) == (12, 200)
    assert "lieu" not in changed
    assert changed["metier"] == usual["metier"]
    assert after != before
    why_told = run("pourquoi", autun, offer_reference(1), "-f", "json").json
    assert why_told["score"] == after
    run("annuler")
    assert told() == (before, usual)


def test_the_program_shows_what_the_mean_is_made_of(crowd: Path, capfd: Any) -> None:
    """In the document for scripts too, the score is the mean of what is shown."""
    checked = 0
    for number in range(1, HOUSES + 1):
        capfd.readouterr()
        line = ["--base", address_of(crowd), "--date", make.TODAY.isoformat(), "--agent", "Test"]
        asked = ["apparier", household_reference(number), "-n", "50", "-f", "json"]
        assert run_program([*line, *asked]) == 0
        for one in json.loads(capfd.readouterr().out)["propositions"]:
            known = [told for told in one["criteres"] if told["valeur"] is not None]
            points = sum(told["valeur"] * told["poids"] for told in known)
            mean = points / sum(told["poids"] for told in known)
            assert one["score"] == pytest.approx(mean, abs=2e-6)
            assert one["score_bas"] <= one["score"] <= one["score_haut"]
            checked += 1
    assert checked > 300
    assert query(crowd, "SELECT count(*) FROM operation") == [(0,)]
