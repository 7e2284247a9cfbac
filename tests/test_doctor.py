"""What is missing is found, counted and ranked; only what is sure is mended, in one undo step."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from typing import TYPE_CHECKING, Any

import pexpect
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bases import address_of, an_empty_base, store_of
from builders import query, tables
from rows import Rows, a_world, rows_of
from venez_vivre import cli
from venez_vivre.casework import doctor
from venez_vivre.casework.gaps import BY_CODE, GAPS, OF_HOUSEHOLDS, Gap
from venez_vivre.casework.mending import MENDERS, TELLS
from venez_vivre.grammar import Option
from venez_vivre.references import household_reference
from venez_vivre.screens.doctor import KEYS
from venez_vivre.store.queries.households import whole_file

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Run

TODAY = "2025-11-27"
JOURNAL = ("operation", "journal_block")


@pytest.fixture
def world(base: Path) -> Path:
    """A territory and its officer, nobody else."""
    an_empty_base(base)
    with rows_of(base) as rows:
        a_world(rows)
    return base


def ours(rows: Rows, **values: Any) -> int:
    """A household of Léa's that nothing is missing from."""
    return rows.household(**{"territory_id": 1, "officer_id": 1, **values})


def an_offer(rows: Rows, **values: Any) -> int:
    """An open job offer in Autun, verified last week."""
    known = {
        "reference": f"O-{len(rows.connection.execute('SELECT id FROM offer').fetchall()) + 1}",
        "kind": "emploi", "title": "Boulanger", "code_insee": "71014", "rome_code": "D1102",
        "published_on": "2025-11-01", "verified_on": "2025-11-20",
    }  # fmt: skip
    return rows.put("offer", **{**known, **values})


def a_follow_up(rows: Rows, household: int, **values: Any) -> int:
    """An action that is due."""
    known = {"action": "Rappeler", "due_on": "2025-11-25", "planned_on": "2025-11-20"}
    return rows.put("follow_up", household_id=household, **{**known, **values})


def without_trade(rows: Rows) -> None:
    ours(rows, person={"occupation": None, "rome_code": None})
    for _ in range(3):
        an_offer(rows)


def partner_without_trade(rows: Rows) -> None:
    rows.put("person", household_id=ours(rows), role="conjoint", first_name="Paul")
    an_offer(rows)


def uncoded(rows: Rows) -> None:
    ours(rows, person={"occupation": "polyvalent", "rome_code": None})
    an_offer(rows)


def without_birth(rows: Rows) -> None:
    ours(rows, children=2, children_births="2015")
    an_offer(rows, kind="ecole")


def asleep_too_long(rows: Rows) -> None:
    ours(rows, status="en_veille", closed_on="2025-11-21", wake_up_on="2025-11-26")


def closed_with_due(rows: Rows) -> None:
    a_follow_up(rows, ours(rows, status="abandon", closed_on="2025-11-22"))


def settled_with_due(rows: Rows) -> None:
    number = ours(rows)
    rows.settle(number)
    a_follow_up(rows, number, due_on="2025-11-23")


def unplaced_offer(rows: Rows) -> None:
    rows.reach(ours(rows))
    an_offer(rows, code_insee=None)


def uncoded_job(rows: Rows) -> None:
    rows.reach(ours(rows))
    an_offer(rows, rome_code=None, title="Poste à pourvoir")


def contact_without_result(rows: Rows) -> None:
    rows.put(
        "contact", household_id=ours(rows), happened_on="2025-11-21", channel="sms", officer_id=1
    )


def contact_of_nobody(rows: Rows) -> None:
    rows.put(
        "contact", household_id=ours(rows), happened_on="2025-11-21", channel="sms",
        result="message", agent="stagiaire",
    )  # fmt: skip


def settled_without_officer(rows: Rows) -> None:
    rows.settle(ours(rows, officer_id=None))


def settled_nowhere(rows: Rows) -> None:
    rows.settle(ours(rows), commune="Là-bas", code_insee=None)


def set_aside(rows: Rows) -> None:
    rows.put(
        "set_aside", line=2, row_hash=1, received_on="2025-11-20", said="{}", candidates="[]",
        claim_key=1,
    )  # fmt: skip


CASES: dict[str, tuple[Callable[[Rows], Any], int]] = {
    "sans_metier": (without_trade, 3),
    "conjoint_sans_metier": (partner_without_trade, 1),
    "metier_sans_rome": (uncoded, 1),
    "injoignable": (lambda rows: ours(rows, person={"email": None, "phone": None}), 1),
    "sans_agent": (lambda rows: ours(rows, officer_id=None), 1),
    "sans_territoire": (lambda rows: ours(rows, territory_id=None), 1),
    "sans_lieu": (lambda rows: (ours(rows, wished_territories=None), an_offer(rows)), 1),
    "sans_origine": (lambda rows: ours(rows, postal_code=None, commune=None), 1),
    "sans_horizon": (lambda rows: ours(rows, horizon="indefini"), 1),
    "sans_composition": (
        lambda rows: (ours(rows, adults=None), an_offer(rows, kind="logement")), 1,
    ),
    "enfants_sans_annee": (without_birth, 1),
    "logement_sans_prix": (
        lambda rows: (ours(rows, rent_max=None), an_offer(rows, kind="logement")), 1,
    ),
    "consentement_refuse": (lambda rows: ours(rows, person={"consent": 0}), 1),
    "consentement_inconnu": (lambda rows: ours(rows, person={"consent": None}), 1),
    "veille_depassee": (asleep_too_long, 1),
    "clos_avec_relances": (closed_with_due, 1),
    "installe_avec_relances": (settled_with_due, 1),
    "offre_sans_lieu": (unplaced_offer, 1),
    "emploi_sans_rome": (uncoded_job, 1),
    "offre_a_verifier": (lambda rows: an_offer(rows, verified_on="2025-10-01"), 1),
    "offre_expiree": (lambda rows: an_offer(rows, expires_on="2025-11-26"), 1),
    "contact_sans_resultat": (contact_without_result, 1),
    "contact_sans_agent": (contact_of_nobody, 1),
    "installation_sans_agent": (settled_without_officer, 3),
    "installation_sans_commune": (settled_nowhere, 3),
    "doublons_en_attente": (set_aside, 1),
    "territoire_sans_agent": (
        lambda rows: rows.put("territory", code="T2", name="Morvan", kind="CC"), 0,
    ),
    "agent_sans_territoire": (
        lambda rows: rows.put("officer", name="Paul Petit", name_key="paul petit"), 1,
    ),
}  # fmt: skip


def test_every_gap_has_its_case_and_every_mender_its_words() -> None:
    assert set(CASES) == set(BY_CODE)
    assert len(BY_CODE) == len(GAPS)
    assert set(MENDERS) == set(TELLS) == {gap.code for gap in GAPS if gap.mends}
    assert all(gap.how for gap in GAPS if gap.whole)


@pytest.mark.parametrize("code", CASES)
def test_each_gap_is_found_with_its_cost(run: Run, world: Path, code: str) -> None:
    make, cost = CASES[code]
    with rows_of(world) as rows:
        make(rows)
    found = {one["code"]: one for one in run("docteur", "-f", "json").json}
    beside = {"sans_agent"} if code == "installation_sans_agent" else set()
    assert set(found) - beside == {code}
    one = found[code]
    assert (one["nombre"], one["cout"]) == (1, cost)
    assert tuple(one) == KEYS
    assert one["points"] > 0
    assert one["phrase"].startswith("1 ")
    concerned = run("docteur", code, "-f", "json").json
    assert [c["reference"] for c in concerned["concernes"]] == one["exemples"]
    assert one["phrase"] in " ".join(run("docteur", "--expliquer").out.split("\n"))


def test_the_examples_are_those_that_the_detail_shows_first(run: Run, world: Path) -> None:
    """By points, then who signed up last; whatever else each of them lacks."""
    with rows_of(world) as rows:
        for day in ("2025-11-05", "2025-11-20", "2025-11-12", "2025-11-01"):
            ours(rows, registered=day, horizon=None)
            ours(rows, registered=day, horizon=None, rent_max=None, housing=None)
        rows.reach(
            ours(rows, registered="2025-01-02", horizon=None, postal_code=None, commune=None)
        )
        for number in range(1, 6):
            rows.put("follow_up", household_id=rows.household(status="abandon", officer_id=1,
                     registered=f"2025-11-0{number}", closed_on="2025-11-21"), action="x",
                     due_on="2025-12-01")  # fmt: skip
            an_offer(rows, reference=f"O-{number}", verified_on="2025-01-01", kind="sante",
                     published_on=f"2025-01-0{6 - number}")  # fmt: skip
    for one in run("docteur", "-f", "json").json:
        concerned = run("docteur", one["code"], "-f", "json").json["concernes"]
        first = [case["reference"] for case in concerned]
        assert first[:3] == one["exemples"], one["code"]
        points = [case["points"] for case in concerned]
        assert points == sorted(points, reverse=True)
    found = {one["code"]: one["exemples"] for one in run("docteur", "-f", "json").json}
    assert found["sans_horizon"] == [household_reference(n) for n in (9, 4, 3)]
    assert found["offre_a_verifier"] == ["O-1", "O-2", "O-3"]


def test_of_two_gaps_that_cost_as_much_the_larger_comes_first(run: Run, world: Path) -> None:
    with rows_of(world) as rows:
        for _ in range(4):
            an_offer(rows, verified_on="2025-01-01", kind="sante", rome_code=None)
        an_offer(rows, kind="sante", rome_code=None, code_insee=None)
    first, second = run("docteur", "-f", "json").json
    assert first["points"] == second["points"] == 0.2
    assert [first["code"], second["code"]] == ["offre_a_verifier", "offre_sans_lieu"]


@pytest.mark.parametrize("gap", GAPS, ids=[gap.code for gap in GAPS])
def test_a_gesture_can_be_typed(gap: Gap) -> None:
    """Its command exists, each of its options too, and none is left without its value."""
    program, *words = gap.gesture.split()
    assert program == "venez-vivre"
    entry = cli.COMMANDS[words[0]]
    verb = words[0] if words[0] in entry.load().commands else words[1]
    options = {
        name: param
        for param in entry.load().commands[verb].params()
        if isinstance(param.mark, Option)
        for name in param.mark.names
    }
    for place, word in enumerate(words):
        if word.startswith("-"):
            assert options[word].flag or words[place + 1 :][:1], gap.gesture
            assert options[word].flag or not words[place + 1].startswith("-"), gap.gesture
    assert not gap.why.endswith(" .")


@pytest.mark.parametrize("width", ["120", "100", "80"])
def test_the_code_is_always_beside_its_gap(
    run: Run, world: Path, monkeypatch: pytest.MonkeyPatch, width: str
) -> None:
    with rows_of(world) as rows:
        ours(rows, wished_territories=None, person={"occupation": None})
    monkeypatch.setenv("COLUMNS", width)
    said = run("docteur").out
    assert "sans_metier" in said
    assert "sans_lieu" in said
    assert max(map(len, said.splitlines())) <= int(width)


def test_nothing_missing_is_said_pleasantly(run: Run, world: Path) -> None:
    with rows_of(world) as rows:
        ours(rows)
        an_offer(rows)
    assert "Rien ne manque" in run("docteur").out
    assert run("docteur", "-f", "json").json == []
    assert run("docteur", "-f", "csv").out.lstrip("\ufeff").startswith("code;gravite;points;")
    assert "Rien de tel : 0 foyer sans métier." in run("docteur", "sans_metier").out


def test_a_hot_household_outweighs_many_old_sign_ups(run: Run, world: Path) -> None:
    with rows_of(world) as rows:
        hot = ours(rows, horizon="moins_3_mois", person={"occupation": None})
        rows.reach(hot)
        for _ in range(50):
            ours(rows, registered="2024-11-20", rent_max=None)
    first, second = run("docteur", "-f", "json").json
    assert (first["code"], first["nombre"], first["accompagnes"]) == ("sans_metier", 1, 1)
    assert (second["code"], second["nombre"]) == ("logement_sans_prix", 50)
    assert first["points"] == pytest.approx(3 * 0.5)
    assert second["points"] == pytest.approx(50 * 0.4 * 0.01 * 2, abs=0.01)


def test_filters_keep_to_a_territory_or_an_officer(run: Run, world: Path) -> None:
    with rows_of(world) as rows:
        rows.put("territory", code="T2", name="Morvan", kind="CC")
        rows.put("officer", name="Paul Petit", name_key="paul petit", territory_id=2)
        ours(rows, horizon=None)
        ours(rows, horizon=None, territory_id=2, officer_id=2)
        ours(rows, horizon=None, territory_id=2, officer_id=None)
        an_offer(rows, verified_on="2025-01-01")
        set_aside(rows)

    def codes(*words: str) -> dict[str, int]:
        return {one["code"]: one["nombre"] for one in run("docteur", *words, "-f", "json").json}

    assert codes("--territoire", "T2") == {"sans_horizon": 2, "sans_agent": 1}
    assert codes("--territoire", "T1") == {"sans_horizon": 1, "offre_a_verifier": 1}
    assert codes("--agent", "paul") == {"sans_horizon": 1}
    assert codes("--agent", "aucun") == {"sans_horizon": 1, "sans_agent": 1}
    assert codes("--territoire", "aucun") == {}


def test_a_past_day_knows_only_what_was_dated_by_then(run: Run, world: Path) -> None:
    with rows_of(world) as rows:
        ours(rows, horizon=None)
        closed_with_due(rows)
        an_offer(rows, expires_on="2025-11-26")
    assert len(run("docteur", "-f", "json").json) == 3
    assert run("--date", "2025-11-20", "docteur", "-f", "json").json[0]["code"] == "sans_horizon"
    assert len(run("--date", "2025-11-20", "docteur", "-f", "json").json) == 1
    assert run("--date", "2025-11-19", "docteur", "-f", "json").json == []


def test_a_code_may_be_begun_and_a_wrong_one_lists_them(run: Run, world: Path) -> None:
    assert run("docteur", "sans-met", "-f", "json").json["code"] == "sans_metier"
    said = run("docteur", "bobo", fails_with=2)
    assert "« bobo » n’est pas un manque connu. Codes : sans_metier, " in said.err
    assert "n’est pas un manque connu" in run("docteur", "", fails_with=2).err


def test_a_detail_says_how_many_it_leaves_out_and_shows_hostile_names_clean(
    run: Run, world: Path
) -> None:
    with rows_of(world) as rows:
        for _ in range(4):
            ours(rows, horizon=None, person={"first_name": "\x1b[31mÈve\u202e[/red]"})
    said = run("docteur", "sans_horizon", "-n", "1")
    assert "… et 3 autres : `-n 4` les montre tous." in said.out
    assert "Ève[/red] DURAND" in said.out
    with rows_of(world) as rows:
        ours(rows, person={"consent": None})
    assert "… et 1 autre : `-n 2` les montre tous." in run("docteur", "-n", "1").out
    assert "\x1b" not in said.out + run("docteur", "sans_horizon", "-f", "md").out


# --- against a count by hand -------------------------------------------------------------------

maybe = st.sampled_from
HOUSE = st.fixed_dictionaries(
    {
        "registered": maybe(["2024-06-01", "2025-11-01", "2025-12-01"]),
        "officer_id": maybe([None, 1]),
        "territory_id": maybe([None, 1]),
        "horizon": maybe([None, "indefini", "moins_3_mois"]),
        "adults": maybe([None, 2]),
        "children": maybe([None, 0, 2]),
        "children_births": maybe([None, "2015", "2015|2019"]),
        "housing": maybe([None, "location", "achat", "les_deux"]),
        "rent_max": maybe([None, 0, 700]),
        "status": maybe(["actif", "abandon", "en_veille"]),
        "wished_territories": maybe([None, "Autunois"]),
        "occupation": maybe([None, "boulanger"]),
        "phone": maybe([None, "+33639981234"]),
        "consent": maybe([None, 0, 1]),
        "reached": st.booleans(),
        "settled": st.booleans(),
    }
)
WATCHED = (
    "sans_metier", "injoignable", "sans_agent", "sans_territoire", "sans_lieu", "sans_horizon",
    "sans_composition", "enfants_sans_annee", "logement_sans_prix", "consentement_refuse",
    "consentement_inconnu",
)  # fmt: skip


def by_hand(house: dict[str, Any]) -> set[str]:
    """The gaps of one household, in plain words."""
    if house["status"] != "actif" or house["registered"] > TODAY:
        return set()
    years = len((house["children_births"] or "").split("|")) if house["children_births"] else 0
    project = {
        "sans_metier": house["occupation"] is None,
        "sans_lieu": house["wished_territories"] is None,
        "sans_horizon": house["horizon"] != "moins_3_mois",
        "sans_composition": house["adults"] is None,
        "enfants_sans_annee": (house["children"] or 0) > years,
        "logement_sans_prix": house["housing"] == "achat"
        or (house["housing"] is not None and house["rent_max"] is None),
    }
    always = {
        "injoignable": house["phone"] is None,
        "sans_agent": house["officer_id"] is None,
        "sans_territoire": house["territory_id"] is None,
        "consentement_refuse": house["consent"] == 0,
        "consentement_inconnu": house["consent"] is None,
    }
    kept = always if house["settled"] else always | project
    return {code for code, missing in kept.items() if missing}


@settings(max_examples=40)
@given(st.lists(HOUSE, max_size=8))
def test_the_figures_are_those_of_a_count_by_hand(tmp_path: Path, houses: list[Any]) -> None:
    base = an_empty_base(tmp_path / "base.db")
    with rows_of(base) as rows:
        a_world(rows)
        for house in houses:
            columns = dict(house)
            person = {k: columns.pop(k) for k in ("occupation", "phone", "consent")}
            reached, settled = columns.pop("reached"), columns.pop("settled")
            closed = None if house["status"] == "actif" else "2025-11-25"
            number = rows.household(**columns, closed_on=closed, person={**person, "email": None})
            if reached:
                rows.reach(number)
            if settled:
                rows.settle(number)
    with store_of(base).reading() as reader:
        kept = doctor.scope(reader, date.fromisoformat(TODAY))
        found = {one.gap.code: one.measure for one in doctor.examine(reader, kept)}
    for code in WATCHED:
        having = [house for house in houses if code in by_hand(house)]
        measure = found.get(code)
        assert (measure.size if measure else 0) == len(having), code
        hot = sum(house["reached"] or house["settled"] for house in having)
        assert (measure.hot if measure else 0) == hot, code


# --- mending ------------------------------------------------------------------------------------


@pytest.fixture
def mendable(world: Path) -> Path:
    """One sure case of each thing that is mended, and beside it one that is not sure."""
    with rows_of(world) as rows:
        ours(rows, person={"occupation": "infirmière", "rome_code": None})
        ours(rows, person={"occupation": "polyvalent", "rome_code": None})
        rows.household(officer_id=1, wished_codes="71014", wished_territories=None)
        rows.household(officer_id=1, wished_codes="71014|21231", wished_territories=None)
        rows.household(officer_id=1, wished_codes="71014", wished_territories="Bresse")
        closed_with_due(rows)
        an_offer(rows, code_insee=None, commune="Autun")
        an_offer(rows, code_insee=None, commune="Saint-Sauveur")
        an_offer(rows, rome_code=None, occupation="boulanger")
        an_offer(rows, rome_code=None, title="Poste à pourvoir")
        an_offer(rows, expires_on="2025-11-26")
        number = ours(rows)
        for agent in ("LEA MARTIN", "stagiaire"):
            rows.put(
                "contact", household_id=number, happened_on="2025-11-21", channel="sms",
                result="message", agent=agent,
            )  # fmt: skip
        rows.settle(ours(rows), commune="Autun", code_insee=None)
        rows.settle(ours(rows), commune="Là-bas", code_insee=None)
    return world


def test_only_what_is_sure_is_mended_in_one_step_that_is_taken_back(
    run: Run, mendable: Path
) -> None:
    before = tables(mendable, besides=JOURNAL)
    done = run("docteur", "--corriger", "--oui", "-f", "json").json
    assert {one["code"]: one["nombre"] for one in done["corriges"]} == dict.fromkeys(MENDERS, 1)
    assert done["corrections"] == len(MENDERS)
    left = {one["code"]: one["nombre"] for one in run("docteur", "-f", "json").json}
    assert {code: left.get(code, 0) for code in MENDERS} == {
        "metier_sans_rome": 1, "sans_territoire": 2, "clos_avec_relances": 0,
        "offre_sans_lieu": 1, "emploi_sans_rome": 1, "offre_expiree": 0,
        "contact_sans_agent": 1, "installation_sans_commune": 1,
    }  # fmt: skip
    ending = query(mendable, "SELECT done_on, ending FROM follow_up")
    assert ending == [(TODAY, "annulee")]
    after = tables(mendable, besides=JOURNAL)
    run("annuler")
    assert tables(mendable, besides=JOURNAL) == before
    run("refaire")
    assert tables(mendable, besides=JOURNAL) == after
    assert query(mendable, "SELECT count(*) FROM operation WHERE kind = 'commande'") == [(1,)]


def test_mending_may_be_kept_to_one_gap_and_says_how_to_take_it_back(
    run: Run, mendable: Path
) -> None:
    said = run("docteur", "offre_expiree", "--corriger", "--oui")
    assert (
        said.out
        == "Corrigé : 1 offre expirée close.\nPour revenir en arrière : `venez-vivre annuler`.\n"
    )
    (summary,) = query(mendable, "SELECT summary FROM operation")[0]
    assert summary == "1 correction du docteur : 1 offre expirée encore ouverte"
    again = run("docteur", "offre_expiree", "--corriger", "--oui")
    assert "Rien ne peut être corrigé sans risque." in again.out
    assert query(mendable, "SELECT count(*) FROM operation") == [(1,)]


def test_a_script_must_mean_its_corrections(run: Run, mendable: Path) -> None:
    """What would be done is shown, and nothing is."""
    before = tables(mendable)
    said = run("docteur", "--corriger", fails_with=1)
    assert "Ce qui peut être corrigé sans risque" in said.out
    assert "8 corrections à faire. Ajoutez --oui pour enregistrer." in said.err
    assert run("docteur", "--corriger", "-f", "json", fails_with=1).out == ""
    assert tables(mendable) == before


def test_only_a_gap_with_a_sure_case_may_be_corrected(run: Run, mendable: Path) -> None:
    """Once the sure ones are mended, what is left is for a person."""

    def mendable_now() -> set[str]:
        found = run("docteur", "-f", "json").json
        return {one["code"] for one in found if one["corrigeable"]}

    assert mendable_now() == set(MENDERS)
    assert run("docteur", "sans_territoire", "-f", "json").json["corrigeable"] is True
    run("docteur", "--corriger", "--oui")
    assert mendable_now() == set()
    assert run("docteur", "sans_territoire", "-f", "json").json["corrigeable"] is False
    assert "sans_territoire --corriger" not in run("docteur", "--expliquer").out


def test_what_only_a_person_decides_is_refused(run: Run, mendable: Path) -> None:
    said = run("docteur", "sans_agent", "--corriger", fails_with=1)
    assert "ne se corrige pas tout seul : venez-vivre foyers affecter" in said.err


def test_what_would_be_mended_is_shown_before_it_is_asked(mendable: Path) -> None:
    before = tables(mendable)
    words = [
        "-m",
        "venez_vivre",
        "--base",
        address_of(mendable),
        "--date",
        TODAY,
        "docteur",
        "--corriger",
    ]
    for answer, code in (("n", 130), ("\x03", 130), ("o", 0)):
        child = pexpect.spawn(
            sys.executable, words, encoding="utf-8", timeout=30, dimensions=(60, 110)
        )
        child.expect("Ce qui peut être corrigé sans risque")
        child.expect("Laissés à une personne")
        child.expect("Faire 8 corrections")
        child.send(answer if answer == "\x03" else answer + "\r")
        child.expect(pexpect.EOF)
        child.close()
        assert child.exitstatus == code
        if code:
            assert tables(mendable) == before
    assert len(query(mendable, "SELECT id FROM operation")) == 1


# --- the questions of one household -------------------------------------------------------------


def questions(base: Path, number: int = 1) -> list[str]:
    with store_of(base).reading() as rows:
        return doctor.gaps_of(whole_file(rows, number))


def test_a_complete_household_is_asked_nothing(world: Path) -> None:
    with rows_of(world) as rows:
        ours(rows)
    assert questions(world) == []


def test_the_most_useful_questions_come_first_each_with_its_reason(world: Path) -> None:
    with rows_of(world) as rows:
        number = ours(
            rows, children=2, rent_max=None, horizon=None, wished_territories=None,
            person={"consent": None},
        )  # fmt: skip
        rows.put("person", household_id=number, role="conjoint", first_name="Claire")
    assert questions(world) == [
        "Quel métier exerce Claire (conjoint) ? (sans lui, aucune offre d’emploi à proposer)",
        "Quel loyer au plus ? (les logements trop chers ne se distinguent pas)",
        "Où voudraient-ils vivre ? (aucune distance ne départage les offres)",
        "Quand voudraient-ils s’installer ? (rien ne dit l’urgence du projet)",
        "En quelle année sont nés les 2 enfants ? (l’école et la garde se choisissent à l’âge)",
    ]


@pytest.mark.parametrize(
    ("children", "told", "question"),
    [
        (1, None, "En quelle année est né leur enfant ?"),
        (3, "2015|2018", "En quelle année est né l’autre enfant ?"),
        (3, "2015", "En quelle année sont nés les 2 autres enfants ?"),
        (2, "2015|2018", None),
    ],
)
def test_births_are_asked_for_those_that_nobody_told(
    world: Path, children: int, told: str | None, question: str | None
) -> None:
    with rows_of(world) as rows:
        ours(rows, children=children, children_births=told)
    asked = [text.partition(" (")[0] for text in questions(world)]
    assert asked == ([question] if question else [])


def test_who_settled_is_asked_nothing_of_a_project(world: Path) -> None:
    with rows_of(world) as rows:
        number = ours(rows, horizon=None, adults=None, person={"phone": None, "occupation": None})
        rows.settle(number)
    assert questions(world) == ["À quel numéro le rappeler ? (seul l’e-mail permet de le joindre)"]


@given(HOUSE)
def test_there_are_never_more_than_five_questions(tmp_path: Path, house: dict[str, Any]) -> None:
    base = an_empty_base(tmp_path / "base.db")
    columns = dict(house)
    person = {k: columns.pop(k) for k in ("occupation", "phone", "consent")}
    del columns["reached"], columns["settled"]
    with rows_of(base) as rows:
        a_world(rows)
        rows.household(**columns, person={**person, "first_name": None, "email": None})
    asked = questions(base)
    assert len(asked) <= 5
    assert all("?" in text and text.endswith(")") for text in asked)
    assert bool(asked) >= bool(by_hand({**house, "settled": False, "status": "actif"}) & {
        "sans_metier", "injoignable", "sans_lieu", "sans_horizon", "sans_composition",
    }) or house["registered"] > TODAY  # fmt: skip


HEAVY = ("alembic", "numpy", "pydantic", "questionary", "rich", "sqlalchemy", "sqlmodel", "typer")


@pytest.mark.parametrize(
    "line",
    [
        "docteur -f json",
        "docteur sans_metier",
        "docteur --expliquer",
        "foyers passation --agent lea -f md",
    ],
)
def test_looking_at_gaps_or_at_a_sheet_starts_light(world: Path, line: str) -> None:
    assert len(OF_HOUSEHOLDS) < 60  # one bit a gap
    code = f"import sys\nfrom venez_vivre.cli import run\nrun({line.split()!r})\n"
    code += f"print(*sorted({{n.partition('.')[0] for n in sys.modules}} & set({HEAVY!r})))"
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={
            "VENEZ_VIVRE_BASE": address_of(world),
            "PYTHONUTF8": "1",
            "PYTHONPATH": ":".join(sys.path),
        },
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert done.stdout.splitlines()[-1] == ""
