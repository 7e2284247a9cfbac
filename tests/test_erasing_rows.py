"""An erasure row by row: what is left of each, what the journal still says, who is left alone."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from bases import copied
from builders import opened, query
from journaled import DAY, Base, Step
from venez_vivre.errors import Misuse, NotFound, Refused
from venez_vivre.privacy import belongings, erasing, vanished
from venez_vivre.privacy.belongings import File
from venez_vivre.privacy.erasing import UNFINISHED, Erased, FiguresMoved, check_reason
from venez_vivre.references import household_reference
from venez_vivre.store import driver
from venez_vivre.store.blanking import rewrite_images
from venez_vivre.store.ledger import Someone
from venez_vivre.store.operations import Heading
from venez_vivre.store.personal import KEPT
from venez_vivre.store.queries import erasures as queries
from venez_vivre.store.queries import steering
from venez_vivre.store.queries.erasures import FORGOTTEN, own_stays
from venez_vivre.store.queries.steering import Place, Scope

if TYPE_CHECKING:
    from pathlib import Path

    from venez_vivre.store.journal import Image
    from venez_vivre.store.reader import Reader

TODAY = date(2025, 11, 27)
WHY = "demande écrite"


def _funnel(rows: Reader, day: date, _places: Any = ()) -> dict[str, str]:
    return {"entonnoir": repr(steering.funnel(rows, Scope(None, day, day)))}


@pytest.fixture(autouse=True)
def light(monkeypatch: pytest.MonkeyPatch) -> None:
    """The funnel stands for all that is published: tests/test_erasing.py draws whole reports up.

    They take a second each time; what becomes of rows is the same.
    """
    monkeypatch.setattr(erasing, "published", _funnel)


@pytest.fixture
def made(base: Path, three: Path) -> Base:
    """Three households: 1, 2 and 3; persons 10, 20 and 30."""
    return Base(copied(three, base))


@pytest.fixture(scope="module")
def three(tmp_path_factory: pytest.TempPathFactory) -> Path:
    here = Base(tmp_path_factory.mktemp("three") / "base.db")
    with here.step() as step:
        step.put("territory", code="T1", name="Autunois", kind="CC", department="71")
        for number in (1, 2, 3):
            step.household(number)
    return here.path


def erase(made: Base, *numbers: int, origin: str = "demande") -> Erased:
    with made.store.transact(Heading("Léa", "rgpd effacer", TODAY)) as work:
        return erasing.erase(work, numbers, origin=origin, reason=WHY)


# --- rows ------------------------------------------------------------------------------------

GIVEN: dict[str, dict[str, Any]] = {
    "household": {"territory_id": 1, "officer_id": None, "erased_on": None},
    "person": {"role": "inscrit"},
    "signup": {"person_id": 10, "import_id": None},
    "contact": {"officer_id": None, "import_id": None},
    "follow_up": {"contact_id": None, "officer_id": None, "first_id": None},
    "introduction": {"person_id": 10, "offer_id": 1, "resource_id": None, "officer_id": None},
    "visit_guest": {"visit_id": 1, "contact_id": None},
    "settlement": {"import_id": None},
    "settlement_check": {"settlement_id": 1, "month": 1},
    "transfer": {"from_territory_id": 1, "to_territory_id": 1},
    "privacy_request": {},
    "privacy_proof": {"notice_id": 1},
    "purge_notice": {},
}
"""Each table of a file, and the columns whose value is no word."""


def fill(step: Step, table: str, **given: Any) -> dict[str, Any]:
    """Values for every column of a row: « zq », seven, a day."""
    rows = step.work.rows
    columns = rows.rows("SELECT name, type FROM pragma_table_info(:t)", t=table)
    values: dict[str, Any] = {}
    for name, kind in columns:
        if name.endswith("_on"):
            values[name] = "2025-03-04"
        elif name not in {"id", "version"}:
            values[name] = f"zq {table} {name}" if kind == "TEXT" else 7
    return {**values, **GIVEN.get(table, {}), **given}


@pytest.fixture
def full(base: Path) -> Base:
    """Household 1 with one row in every table of a file, each column of it filled."""
    here = Base(base)
    with here.step() as step:
        step.put("territory", code="T1", name="Autunois", kind="CC", department="71")
        step.put("offer", reference="TAMIRO-42", kind="emploi", title="Boulanger")
        step.put("visit", **fill(step, "visit", kind="sejour", territory_id=1, officer_id=None))
        step.put("privacy_notice", settled_on="2025-03-01", content="Vos droits")
        step.put("household", id=1, **fill(step, "household"))
        step.put("person", id=10, **fill(step, "person", household_id=1))
        for table in list(GIVEN)[2:]:
            step.put(table, **fill(step, table, household_id=1))
    return here


def test_of_a_row_that_figures_read_all_the_rest_is_emptied(full: Base) -> None:
    """Unknown, or of no length, or nought, as the column has it; and it is of a newer version."""
    number = {table: 10 if table == "person" else 1 for table in KEPT}
    before = {table: full.row(table, number[table]) for table in KEPT}
    erase(full, 1)
    assert before["household"]["accompanied_on"] is None
    for table, kept in KEPT.items():
        after = full.row(table, number[table])
        for name, value in after.items():
            if (table, name) == ("household", "reference"):
                assert value == "EFFACE-1"
            elif (table, name) == ("household", "erased_on"):
                assert value == TODAY.isoformat()
            elif name == "version":
                assert value == before[table]["version"] + 1
            elif name in kept.split():
                assert value == before[table][name], (table, name)
            else:
                assert value in {None, "", 0}, (table, name)
    person = full.row("person", 10)
    assert (person["first_key"], person["first_name"], person["birth_year"]) == ("", None, None)


def test_rows_that_no_figure_reads_go_and_requests_stay_without_a_name(full: Base) -> None:
    done = erase(full, 1)
    for table in ("transfer", "privacy_proof", "purge_notice"):
        assert full.row(table, 1) == {}
        assert full.images(table, 1) == []
        assert done.rows[table] == 1
    request = full.row("privacy_request", 1)
    assert (request["household_id"], request["note"], request["version"]) == (None, None, 2)
    assert request["kind"] == "zq privacy_request kind"
    ((before, after),) = full.images("privacy_request", 1)
    assert before is None
    assert (after["household_id"], after["note"]) == (None, None)
    assert after["received_on"] == "2025-03-04"
    visit = full.row("visit", 1)
    assert (visit["title"], visit["note"], visit["commune"], visit["code_insee"]) == (
        "Séjour", None, None, None,
    )  # fmt: skip
    assert (visit["starts_on"], visit["capacity"], visit["version"]) == ("2025-03-04", 7, 2)
    assert full.images("visit", 1)[0][1]["title"] == "Séjour"


def test_an_erasure_says_how_many_rows_of_each_table_and_how_many_images(full: Base) -> None:
    done = erase(full, 1)
    assert done.households == 1
    assert done.people == 1
    assert len(done.proofs) == 1
    kept = dict.fromkeys(KEPT, 1)
    assert done.rows == {**kept, "transfer": 1, "privacy_proof": 1, "purge_notice": 1}
    assert done.images == len(GIVEN) + 1, "one of each row, and of the stay"


def test_who_is_not_named_is_left_as_they_were(made: Base) -> None:
    before = [made.row(table, 10 * n) for table in ("person", "signup") for n in (2, 3)]
    homes = [made.row("household", n) for n in (2, 3)]
    images = [made.images("person", 20), made.images("household", 3)]
    erase(made, 1)
    assert [made.row(table, 10 * n) for table in ("person", "signup") for n in (2, 3)] == before
    assert [made.row("household", n) for n in (2, 3)] == homes
    assert [made.images("person", 20), made.images("household", 3)] == images
    assert "zqa10" not in made.said()


def test_several_files_are_one_erasure_and_a_proof_each(made: Base) -> None:
    with made.step() as step:
        step.person(2, 21, role="conjoint")
    done = erase(made, 1, 2, origin="purge")
    assert (done.households, done.people, len(set(done.proofs))) == (2, 3, 2)
    rows = query(made.path, "SELECT proof, erased_on, origin, reason, people, agent FROM erasure")
    day = TODAY.isoformat()
    assert rows == [
        (done.proofs[0], day, "purge", WHY, 1, "Léa"),
        (done.proofs[1], day, "purge", WHY, 2, "Léa"),
    ]
    sizes = [len(json.loads(keys)) for (keys,) in query(made.path, "SELECT keys FROM erasure")]
    assert sizes == [2, 4], "an e-mail and a phone for each of them"
    assert made.row("household", 3)["erased_on"] is None
    ((kind, command, said),) = query(
        made.path, "SELECT kind, command, summary FROM operation ORDER BY id DESC LIMIT 1"
    )
    assert (kind, command) == ("effacement", "rgpd effacer")
    assert said == "2 dossiers effacés, 3 personnes"


def test_the_erasure_itself_is_an_operation_that_names_nobody(made: Base) -> None:
    """From the emptied file before to the erased one after, for who reads the past."""
    erase(made, 1)
    before, after = made.images("household", 1)[-1]
    assert before["reference"] == after["reference"] == "EFFACE-1"
    assert (before["erased_on"], after["erased_on"]) == (None, TODAY.isoformat())
    assert (before["version"], after["version"]) == (1, 2)
    assert before["commune"] is None
    ((said,),) = query(made.path, "SELECT summary FROM operation ORDER BY id DESC LIMIT 1")
    assert said == "1 dossier effacé, 1 personne"


def test_what_only_makes_finding_fast_goes_too(made: Base) -> None:
    def fast() -> list[Any]:
        return [
            query(made.path, f"SELECT {key} FROM {table} ORDER BY 1")
            for key, table in (
                ("person_id", "person_key"), ("person_id", "person_unkeyed"),
                ("signup_id", "seen_row"),
            )
        ]  # fmt: skip

    connection = opened(made.path, write=True)
    keys = "INSERT INTO person_key VALUES (10, ?), (20, ?)"
    connection.execute(keys, (b"\x00", b"\x00"))
    connection.execute("INSERT INTO seen_row VALUES (5, 1), (6, 2)")
    connection.close()
    erase(made, 1)
    assert fast() == [[(20,)], [(20,), (30,)], [(2,)]]
    found = "SELECT rowid FROM person_text WHERE person_text MATCH ?"
    assert query(made.path, found, "zqa10") == []
    assert query(made.path, found, "zqa20") == [(20,)]


@pytest.mark.file
def test_freed_pages_are_overwritten_and_the_stages_stay(made: Base) -> None:
    with made.store.transact(Heading("Léa", "rgpd effacer", TODAY)) as work:
        work.rows.run("PRAGMA secure_delete=OFF")
        erasing.erase(work, [1], origin="demande", reason=WHY)
        assert work.rows.value("PRAGMA secure_delete") == 1
    assert made.row("household", 1)["registered_on"] == "2025-03-03"


# --- who was accompanied -----------------------------------------------------------------------


def accompany(step: Step, household: int) -> None:
    step.put("contact", household_id=household, happened_on="2025-03-05", channel="telephone",
             result="joint", summary="zqvu")  # fmt: skip


NEEDS: dict[str, Any] = {
    "housing": "location", "blockers": "prix_financement|zqmot|scolarite_garde", "rooms_min": 3,
    "rent_max": 700, "purchase_budget": 120000, "children": 2, "adults": 2, "horizon": "3_6_mois",
}  # fmt: skip


def test_of_a_file_that_was_accompanied_needs_stay_as_codes(made: Base) -> None:
    with made.step() as step:
        accompany(step, 1)
        for household in (1, 2):
            step.edit("household", household, **NEEDS)
    erase(made, 1, 2)
    one, two = made.row("household", 1), made.row("household", 2)
    assert {name: one[name] for name in NEEDS} == {
        **NEEDS, "blockers": "prix_financement|scolarite_garde", "adults": None, "horizon": "",
    }  # fmt: skip
    assert {name: two[name] for name in NEEDS} == dict.fromkeys(NEEDS)
    assert made.images("household", 1)[1][1]["rent_max"] == 700
    assert made.images("household", 2)[1][1]["rent_max"] is None


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ({"horizon": "3_6_mois", "wished_on": None}, ""),
        ({"horizon": None, "wished_on": "2026-01-01"}, ""),
        ({"horizon": None, "wished_on": None}, None),
    ],
)
def test_of_a_horizon_whether_there_was_one(made: Base, said: dict[str, Any], left: Any) -> None:
    with made.step() as step:
        accompany(step, 1)
        step.edit("household", 1, **said, housing="zq ailleurs", blockers="zqmot")
    erase(made, 1)
    row = made.row("household", 1)
    assert (row["horizon"], row["housing"], row["blockers"]) == (left, None, "")
    assert row["wished_on"] is None


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ({"rome_code": "D1102"}, {"rome_code": "D11"}),
        ({"rome_code": None}, {"rome_code": None}),
        ({"role": "enfant", "birth_year": 2022}, {"birth_year": 2022}),
        ({"role": "enfant", "birth_year": 2021}, {"birth_year": None}),
        ({"role": "conjoint", "birth_year": 2022}, {"birth_year": None}),
        ({"role": "conjoint", "birth_year": 1980}, {"birth_year": None}),
        ({"employment": "retraite"}, {"employment": "retraite"}),
        ({"employment": "etudiant"}, {"employment": "etudiant"}),
        ({"employment": "salarie"}, {"employment": None}),
        ({"occupation": "boulanger"}, {"occupation": "", "phone": ""}),
        ({"occupation": None, "phone": None}, {"occupation": None, "phone": None}),
    ],
)
def test_of_people_who_were_accompanied_values_are_made_coarse(
    made: Base, said: dict[str, Any], left: dict[str, Any]
) -> None:
    with made.step() as step:
        accompany(step, 1)
        for number in (10, 20):
            step.edit("person", number, **said)
    erase(made, 1, 2)
    row, other = made.row("person", 10), made.row("person", 20)
    after = made.images("person", 10)[-1][1]
    assert made.row("household", 1)["accompanied_on"] == "2025-03-05", "an infant is of three then"
    assert {name: row[name] for name in left} == left
    assert {name: after[name] for name in left} == left
    assert {name: other[name] for name in left} == dict.fromkeys(left)


# --- what the journal knows --------------------------------------------------------------------


def move(step: Step, gone: int, kept: int, *people: int) -> None:
    """One household is merged into another, with its people and their forms."""
    for person in people:
        step.edit("person", person, household_id=kept)
        step.edit("signup", person // 10, household_id=kept)
    step.delete("household", gone)


def test_files_that_were_merged_are_erased_with_the_one_that_took_them_in(made: Base) -> None:
    with made.step() as step:
        step.edit("household", 3, project="zqprojet")
    with made.step() as step:
        move(step, 3, 2, 30)
    with made.step() as step:
        move(step, 2, 1, 20, 30)
    done = erase(made, 1)
    assert (done.households, done.people) == (1, 3)
    said = made.said()
    assert not [word for word in ("zqa10", "zqa20", "zqa30", "zqprojet") if word in said]
    for gone in (2, 3):
        assert household_reference(gone).lower() not in said
        last = [image for pair in made.images("household", gone) for image in pair if image]
        assert {image["reference"] for image in last} == {f"EFFACE-{gone}"}
        assert {image["erased_on"] for image in last} == {TODAY.isoformat()}, "a redo brings it so"


def test_who_was_parted_is_of_the_file_they_went_to(made: Base) -> None:
    with made.step() as step:
        step.person(1, 11, role="conjoint")
    with made.step() as step:
        step.put("household", id=4, reference=household_reference(4))
        step.edit("person", 11, household_id=4)
    erase(made, 1)
    assert made.row("person", 11)["last_name"] == "zqb11"
    assert made.images("person", 11)[0][1]["last_name"] == "zqb11"
    assert made.row("person", 10)["last_name"] is None
    assert made.row("household", 4)["erased_on"] is None
    erase(made, 4)
    assert "zqb11" not in made.said()


def test_a_merge_that_was_taken_back_leaves_two_files(made: Base) -> None:
    with made.step() as step:
        move(step, 2, 1, 20)
    made.undo()
    erase(made, 1)
    assert made.row("person", 20)["last_name"] == "zqa20"
    assert made.row("household", 2)["erased_on"] is None


def test_a_merged_file_stays_part_of_the_one_that_took_it_in_when_its_people_left(
    made: Base,
) -> None:
    """Its own values are in the journal under its number, whoever lives where since."""
    with made.step() as step:
        step.edit("household", 2, project="zqprojet")
    with made.step() as step:
        move(step, 2, 1, 20)
    with made.step() as step:
        step.put("household", id=4, reference=household_reference(4))
        step.edit("person", 20, household_id=4)
    with made.store.reading() as rows:
        assert belongings.of(rows, [1]).trace.households == {1, 2}
    erase(made, 1)
    assert "zqprojet" not in made.said()
    assert made.row("person", 20)["last_name"] == "zqa20"


def test_what_a_merge_lent_is_given_back_when_who_brought_it_is_erased(made: Base) -> None:
    """What was written since is of who stays."""
    with made.step() as step:
        step.edit("household", 1, project="le mien", rooms_min=2)
    with made.step() as step:
        step.edit("household", 1, project="zqprojet", interests="zqvoile", rooms_min=5)
        move(step, 2, 1, 20)
    with made.step() as step:
        step.edit("household", 1, rooms_min=4)
    with made.step() as step:
        step.put("household", id=4, reference=household_reference(4))
        step.edit("person", 20, household_id=4)
        step.edit("signup", 2, household_id=4)
    with made.store.reading() as rows:
        found = belongings.of(rows, [4])
        assert found.trace.households == {2, 4}
        assert found.given_back(3, {"project": "zqprojet"}) == {"project": "zqprojet"}
        assert found.given_back(1, {"project": "zqprojet"}) == {"project": "le mien"}
    erase(made, 4)
    row = made.row("household", 1)
    assert (row["project"], row["interests"], row["rooms_min"]) == ("le mien", None, 4)
    assert row["erased_on"] is None
    assert not [word for word in ("zqprojet", "zqvoile", "zqa20") if word in made.said()]
    assert "zqa10" in made.said()


def test_some_people_are_erased_of_a_file_that_stays(made: Base) -> None:
    """Their row and their form are emptied, in the journal too; nothing else, and no new line."""
    with made.step() as step:
        called = {"first_key": "bo", "last_name": "Zqlind", "last_key": "zqlind"}
        step.person(1, 11, role="conjoint", **called)
        step.form(1, 11)
        step.edit("household", 1, project="avec Bo Zqlind, à deux")
    kept = {(table, n): made.row(table, n) for table, n in (("person", 10), ("signup", 1))}
    with made.store.transact(Heading("Léa", "base restaurer", TODAY)) as work:
        assert erasing.erase_people(work, [11]) == 1
    said = made.said()
    assert not [word for word in ("zqlind", "zqb11", "zq11", "+33639980011") if word in said]
    assert {(table, n): made.row(table, n) for table, n in kept} == kept
    person, form, home = made.row("person", 11), made.row("signup", 4), made.row("household", 1)
    assert (person["household_id"], person["role"]) == (1, "conjoint"), "they still count"
    assert (form["person_id"], form["message"], form["row_hash"]) == (11, None, None)
    assert (home["erased_on"], home["project"]) == (None, "avec (effacé), à deux")
    assert query(made.path, "SELECT count(*) FROM erasure") == [(0,)]
    kind, said = query(made.path, "SELECT kind, summary FROM operation ORDER BY id DESC LIMIT 1")[0]
    assert (kind, said) == ("effacement", "0 dossier effacé, 1 personne")


def test_a_household_that_left_by_another_operation_was_not_merged(made: Base) -> None:
    """Its last person went to another file; what is left of it was taken away later, alone."""
    with made.step() as step:
        step.edit("person", 20, household_id=1)
        step.edit("signup", 2, household_id=1)
    with made.step() as step:
        step.delete("household", 2)
    erase(made, 1)
    assert "zqa20" not in made.said()
    (before, after) = made.images("household", 2)[-1]
    assert (before["reference"], after) == (household_reference(2), None)


def test_rows_that_were_deleted_are_emptied_in_the_journal(made: Base) -> None:
    with made.step() as step:
        accompany(step, 1)
        step.person(1, 12, role="enfant")
        step.put("transfer", household_id=1, to_territory_id=1, moved_on="2025-03-05", note="zqmot")
    with made.step() as step:
        step.delete("contact", 1)
        step.delete("person", 12)
        step.delete("transfer", 1)
    erase(made, 1)
    assert made.images("transfer", 1) == []
    assert [image["summary"] for pair in made.images("contact", 1) for image in pair if image] == [
        None, None,
    ]  # fmt: skip
    assert not [word for word in ("zqvu", "zqc12", "zqmot") if word in made.said()]


def test_of_a_bulk_insertion_the_range_stays_and_later_images_are_emptied(made: Base) -> None:
    """So that the import it was can still be taken back, for the others."""
    with made.step() as step:
        homes = [{"id": n, "reference": household_reference(n)} for n in (4, 5)]
        step.bulk("household", *homes)
        people = [
            {"id": n + 36, "household_id": n, "role": "inscrit", "email_key": f"zqm{n}@example.org"}
            for n in (4, 5)
        ]
        step.bulk("person", *people)
    with made.step() as step:
        step.edit("person", 40, email_key="zqneuf@example.org")
    erase(made, 4)
    ranges = "SELECT table_name, first_id, last_id FROM journal_block WHERE payload IS NULL"
    assert query(made.path, ranges) == [("household", 4, 5), ("person", 40, 41)]
    assert [image["email_key"] for pair in made.images("person", 40) for image in pair] == [
        None, None,
    ]  # fmt: skip
    assert "zqm4@" not in made.said()
    assert made.row("person", 41)["email_key"] == "zqm5@example.org"
    assert len(json.loads(query(made.path, "SELECT keys FROM erasure")[0][0])) == 2


def test_only_the_images_of_the_tables_named_are_rewritten_and_counted(made: Base) -> None:
    seen: list[tuple[str, int]] = []

    def edit(table: str, number: int, image: Image) -> Image | None:
        seen.append((table, number))
        return {10: None, 20: image | {"email": "x"}}.get(number, image)

    with made.store.transact(Heading("Léa", "essai", TODAY)) as work:
        assert rewrite_images(work.rows, ("person",), edit) == 2
    assert seen == [("person", 10), ("person", 20), ("person", 30)]
    assert made.images("person", 10) == []
    assert made.images("person", 20)[0][1]["email"] == "x"
    assert made.images("person", 30)[0][1]["email"] == "zqa30@example.org"


def test_references_of_the_erased_leave_the_sentences_of_the_journal(made: Base) -> None:
    mine, other = household_reference(1), household_reference(2)
    with made.step(f"foyers modifier {mine}") as step:
        step.work.says(f"{mine} et {other} : commune")
        step.edit("household", 1, commune="Autun")
    with made.step("autre") as step:
        step.work.says(f"{other} : commune")
        step.edit("household", 2, commune="Autun")
    erase(made, 1)
    rows = query(made.path, "SELECT command, summary FROM operation WHERE id IN (2, 3)")
    assert rows == [
        (f"foyers modifier {FORGOTTEN}", f"{FORGOTTEN} et {other} : commune"),
        ("autre", f"{other} : commune"),
    ]


# --- files that only the journal knows ----------------------------------------------------------


def test_a_file_that_was_taken_back_is_found_by_reference_mail_and_phone(made: Base) -> None:
    with made.step() as step:
        step.household(4, email="Mail4@example.org", email_key="mail4@example.org")
    made.undo(date(2025, 4, 2))
    reference = household_reference(4)
    with made.store.reading() as rows:
        (one,) = vanished.vanished(rows)
        assert one == vanished.Vanished(
            4, reference,
            frozenset({Someone("anazqa40", "zqa40", "mail4@example.org", "+33639980040")}),
            "2025-04-02",
        )  # fmt: skip
        assert one.reach == {"mail4@example.org", "+33639980040"}
        for typed in (reference.lower().replace("-", " "), " MAIL4@example.org ", "+33639980040"):
            assert vanished.find(rows, typed) == one
            assert vanished.household(rows, typed, NotFound("aucun")) == one
        assert vanished.find(rows, household_reference(1)) is None
        assert vanished.find(rows, "zqa10@example.org") is None
        with pytest.raises(NotFound, match="aucun"):
            vanished.household(rows, "personne", NotFound("aucun"))
        assert vanished.over(rows, date(2025, 4, 2)) == []
        assert vanished.over(rows, date(2025, 4, 3)) == [4]


def test_a_vanished_file_without_people_answers_to_its_reference_alone(made: Base) -> None:
    with made.step() as step:
        step.put("household", id=4, reference=household_reference(4))
    made.undo()
    with made.store.reading() as rows:
        (one,) = vanished.vanished(rows)
        assert (one.number, one.people, one.reach) == (4, frozenset(), set())
        assert vanished.find(rows, household_reference(4)) == one


def test_the_last_day_of_a_vanished_file_is_that_of_the_last_operation_on_it(made: Base) -> None:
    """The import, the edit, the day of the undo: whichever came last."""
    with made.step(day=date(2025, 5, 5)) as step:
        step.household(4)
    with made.step(day=date(2025, 2, 1)) as step:
        step.delete("signup", 4)
        step.delete("person", 40)
        step.delete("household", 4)
    with made.store.reading() as rows:
        assert [one.last_on for one in vanished.vanished(rows)] == ["2025-05-05"]


def test_of_several_undos_the_last_one_counts(made: Base) -> None:
    """Of a bulk insertion an undo may leave nothing but its own line in the journal."""
    with made.step() as step:
        step.bulk("household", {"id": 4, "reference": household_reference(4)})
    made.undo(date(2025, 4, 2))
    made.redo(date(2025, 4, 3))
    made.undo(date(2025, 5, 5))
    with made.store.reading() as rows:
        assert [one.last_on for one in vanished.vanished(rows)] == ["2025-05-05"]
        assert queries.last_days(rows)[4] == "2025-05-05"


def test_what_happens_to_a_row_of_another_table_moves_no_day(made: Base) -> None:
    with made.step() as step:
        step.put("household", id=10, reference=household_reference(10))
    made.undo(date(2025, 4, 2))
    with made.step(day=date(2025, 6, 6)) as step:
        step.edit("person", 10, contract="cdi")
    with made.store.reading() as rows:
        assert [(one.number, one.last_on) for one in vanished.vanished(rows)] == [
            (10, "2025-04-02")
        ]
        assert queries.last_days(rows).keys() == {1, 2, 3, 10}


def test_a_vanished_file_that_is_erased_is_told_of_no_more(made: Base) -> None:
    with made.step() as step:
        step.household(4)
        step.household(5)
    made.undo()
    done = erase(made, 4)
    assert (done.people, made.row("household", 4)) == (1, {}), "the journal knows whom it counted"
    with made.store.reading() as rows:
        assert [one.number for one in vanished.vanished(rows)] == [5]
    assert "zqa40" not in made.said()
    assert "zqa50" in made.said()
    (keys,) = query(made.path, "SELECT keys FROM erasure")[0]
    assert len(json.loads(keys)) == 2


# --- lines set aside, decisions, stays -----------------------------------------------------------

WAITING = "2025-11-28"
"""The day after the erasure: an emptied line waits no more from then on."""


@pytest.mark.parametrize(
    ("line", "theirs"),
    [
        ({"row_hash": 1010}, True),
        ({"row_hash": 1020}, False),
        ({"said": '{"email": "zqa10@example.org"}'}, True),
        ({"said": '{"telephone": "+33639980010"}'}, True),
        ({"said": '{"email": "zqa20@example.org"}'}, False),
        ({"said": '{"message": "zqa10@example.org"}'}, False),
        ({"candidates": "[10]"}, True),
        ({"candidates": "[10, 20]"}, False),
        ({"candidates": "[10]", "settled_on": "2025-03-09", "verdict": "meme_personne"}, True),
        ({"candidates": "[10]", "settled_on": "2025-03-09", "verdict": "sans_lien"}, False),
        ({"candidates": "[10]", "verdict": "sans_lien"}, True),
        ({}, False),
    ],
)
def test_a_line_set_aside_is_theirs_by_its_form_its_reach_or_who_it_resembles(
    made: Base, line: dict[str, Any], theirs: bool
) -> None:
    with made.step() as step:
        number = step.aside(**line)
    before = made.row("set_aside", number)
    done = erase(made, 1)
    after = made.row("set_aside", number)
    if not theirs:
        message = "message" in before["said"]
        if not message:
            assert after == before
        assert "set_aside" not in done.rows
        return
    assert done.rows["set_aside"] == 1
    assert {**before, **after} == {
        **before, "said": "{}", "form": None, "candidates": "[]", "row_hash": 0, "claim_key": 0,
        "version": 2, "settled_on": before["settled_on"] or WAITING,
    }  # fmt: skip
    ((_, image),) = made.images("set_aside", number)
    assert (image["said"], image["form"], image["row_hash"]) == ("{}", None, 0)
    assert (image["candidates"], image["claim_key"], image["line"]) == ("[]", 0, 3)


def test_a_line_that_was_theirs_before_it_was_changed_is_theirs(made: Base) -> None:
    with made.step() as step:
        number = step.aside(candidates="[10]")
    with made.step() as step:
        step.edit("set_aside", number, candidates="[20]")
    erase(made, 1)
    assert made.row("set_aside", number)["form"] is None


def test_decisions_about_them_go_those_about_others_stay(made: Base) -> None:
    with made.step() as step:
        for one, other in ((10, 20), (20, 10), (20, 30), (20, None)):
            step.put("identity_decision", person_id=one, other_id=other, verdict="sans_lien",
                     decided_on="2025-03-09")  # fmt: skip
    done = erase(made, 1)
    assert made.numbers("identity_decision") == [3, 4]
    assert done.rows["identity_decision"] == 2
    assert [bool(made.images("identity_decision", n)) for n in (1, 2, 3, 4)] == [
        False, False, True, True,
    ]  # fmt: skip


def test_a_stay_is_theirs_if_no_other_household_was_there(made: Base) -> None:
    with made.step() as step:
        for number, kind in ((1, "sejour"), (2, "sejour"), (3, "groupe")):
            step.put("visit", id=number, reference=f"V-{number}", title="zqtitre", kind=kind,
                     starts_on="2025-03-08", ends_on="2025-03-09", note="zqnote")  # fmt: skip
        for visit, home in ((1, 1), (2, 1), (2, 2), (3, 1)):
            step.put("visit_guest", visit_id=visit, household_id=home, invited_on="2025-03-07")
    erase(made, 1)
    titles = [made.row("visit", number)["title"] for number in (1, 2, 3)]
    assert titles == ["Séjour", "zqtitre", "zqtitre"]
    assert [made.images("visit", n)[0][1]["note"] for n in (1, 2)] == [None, "zqnote"]
    with made.store.reading() as rows:
        assert list(own_stays(rows, {1, 2, 3}, {1, 2})) == [1, 2]


def test_a_stay_that_another_household_was_taken_off_is_not_theirs(made: Base) -> None:
    """Nobody is left on it, but who is erased was never of it."""
    with made.step() as step:
        step.put("visit", id=1, reference="V-1", title="zqtitre", kind="sejour",
                 starts_on="2025-03-08", ends_on="2025-03-09", note="zqnote")  # fmt: skip
        step.put("visit_guest", id=1, visit_id=1, household_id=2, invited_on="2025-03-07")
    with made.step() as step:
        step.delete("visit_guest", 1)
    erase(made, 1)
    assert (made.row("visit", 1)["title"], made.row("visit", 1)["note"]) == ("zqtitre", "zqnote")
    erase(made, 2)
    assert (made.row("visit", 1)["title"], made.row("visit", 1)["note"]) == ("Séjour", None)


def test_only_their_own_requests_that_wait_are_answered_by_the_erasure(made: Base) -> None:
    with made.step() as step:
        for number, home, answered in ((1, 1, None), (2, 2, None), (3, 1, "2025-04-01")):
            step.put("privacy_request", id=number, household_id=home, kind="acces",
                     received_on="2025-03-04", due_on="2025-04-04", answered_on=answered,
                     outcome=answered and "refusee")  # fmt: skip
    erase(made, 1)
    answers = [made.row("privacy_request", number) for number in (1, 2, 3)]
    assert [(one["answered_on"], one["outcome"]) for one in answers] == [
        (TODAY.isoformat(), "satisfaite"), (None, None), ("2025-04-01", "refusee"),
    ]  # fmt: skip


# --- figures, reasons, the file ------------------------------------------------------------------


def test_figures_that_move_stop_it_and_three_are_named(
    made: Base, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Any] = []

    def moving(_rows: Reader, day: date, places: Any) -> dict[str, str]:
        asked.append((day, places))
        return {name: str(len(asked)) for name in "abcd"}

    monkeypatch.setattr(erasing, "published", moving)
    with made.step() as step:
        for number in (1, 2):
            step.edit("household", number, territory_id=1)
    before = made.said()
    said = ", ".join(f"{name} au 2025-11-27" for name in "abc")
    with pytest.raises(FiguresMoved, match=rf"publiés \({said}\)\. Rien n’a été") as moved:
        erase(made, 1, 2, 3)
    assert moved.value.exit_code == 70
    assert made.said() == before
    place = Place(1, "T1", "Autunois", True)
    assert asked == [(TODAY, [place]), (TODAY, [place])]


def test_where_the_base_is_ahead_figures_are_read_of_both_days(
    made: Base, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file is erased on the later one: never before what the base already knows of it."""
    asked: list[date] = []

    def still(_rows: Reader, day: date, _places: Any) -> dict[str, str]:
        asked.append(day)
        return {}

    monkeypatch.setattr(erasing, "published", still)
    ahead = date(2025, 12, 1)
    with made.step(day=ahead) as step:
        step.edit("household", 1, commune="Autun")
    erase(made, 1)
    assert asked == [TODAY, ahead, TODAY, ahead]
    assert made.row("household", 1)["erased_on"] == "2025-12-01"


ZOE = File((Someone("zoe", "de la tour", "courrier9@example.org", "+33639980011"),), 1)
LI = File((Someone("li", "wu", "bonjour9@example.org", None),), 1)
NAMELESS = File((Someone("", "", None, None),), 1)


def reason_kept(made: Base, said: str) -> str:
    with made.store.reading() as rows:
        return check_reason(rows, said, [NAMELESS, ZOE, LI])


@pytest.mark.parametrize("said", ["", "  ", "\x1b[0m", "x" * 201])
def test_a_reason_is_neither_empty_nor_long(made: Base, said: str) -> None:
    with pytest.raises(Misuse, match="en 200 caractères"):
        reason_kept(made, said)


@pytest.mark.parametrize(
    "said",
    [
        "demande de ZOÉ",
        "pour M. Tour",
        "mail de Courrier9@Example.org reçu",
        "appel du +33639980011",
        "appel du 06 39 98 00 11",
        "appel du +33 (0)6.39.98.00.11",
        "demande de Li Wu",
        "demande de WU-LI",
        "demande de Mme Wu",
    ],
)
def test_a_reason_names_nobody(made: Base, said: str) -> None:
    """Nor by a phone, however it is written, nor by names that are short but side by side."""
    with pytest.raises(Refused, match="nomme la personne"):
        reason_kept(made, said)


@pytest.mark.parametrize(
    "said",
    [
        "demande de la personne",
        "x" * 200,
        "tournée finie",
        " reçu ",
        "elle a lu, li et wu",
        "appel du 06 39 98 00 12",
    ],
)
def test_another_reason_is_kept_without_its_blanks(made: Base, said: str) -> None:
    assert reason_kept(made, said) == said.strip()


def left_to_do(made: Base) -> bool:
    return query(made.path, "SELECT value FROM setting WHERE name = ?", UNFINISHED) == [("1",)]


def test_from_the_commit_on_the_base_says_that_it_is_to_be_written_anew(made: Base) -> None:
    erase(made, 1)
    erase(made, 2)
    assert left_to_do(made)
    erasing.finish(made.store)
    assert not left_to_do(made)
    assert query(made.path, "SELECT count(*) FROM setting") == [(1,)], "the key of the ledger stays"
    said = made.said()
    assert not [word for word in ("zqa10", "zqa20") if word in said]
    assert "zqa30@" in said


@pytest.mark.file
def test_a_file_that_is_written_anew_keeps_no_byte_and_is_once(made: Base) -> None:
    erase(made, 1)
    erase(made, 2)
    erasing.finish(made.store)
    assert query(made.path, "PRAGMA freelist_count") == [(0,)]
    raw = made.path.read_bytes()
    assert not [word for word in (b"zqa10@", b"zqa20@") if word in raw]
    assert b"zqa30@" in raw
    before = made.path.stat().st_mtime_ns
    erasing.finish(made.store)
    assert made.path.stat().st_mtime_ns == before, "nothing was left to do"


@pytest.mark.file
def test_a_file_that_others_read_is_written_anew_another_time(
    made: Base, monkeypatch: pytest.MonkeyPatch
) -> None:
    erase(made, 1)
    monkeypatch.setattr(driver, "BUSY_SECONDS", 0.05)
    reader = opened(made.path, write=False)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM person").fetchone()
    with pytest.raises(Refused, match=r"^L’effacement est fait et ne reviendra pas.*rgpd purger"):
        erasing.scrub(made.store)
    reader.close()
    assert left_to_do(made)
    erasing.scrub(made.store)
    assert not left_to_do(made)


def test_belongings_name_people_as_the_base_and_the_journal_know_them(made: Base) -> None:
    with made.step() as step:
        step.edit("person", 10, email="neuf@example.org", email_key=None, phone=None)
        accompany(step, 1)
    with made.store.reading() as rows:
        found = belongings.of(rows, [1, 2])
    one, two = found.files
    assert set(one.people) == {
        Someone("anazqa10", "zqa10", "zqa10@example.org", "+33639980010"),
        Someone("anazqa10", "zqa10", "neuf@example.org", None),
    }
    assert two.people == (Someone("anazqa20", "zqa20", "zqa20@example.org", "+33639980020"),)
    assert found.references == {household_reference(1), household_reference(2)}
    assert found.followed == {1: 2025}
    assert found.trace.households == {1, 2}
    assert found.trace.of("set_aside") == frozenset(), (
        "lines are recognised, they belong to no file"
    )
    assert found.kept("person", 10)
    assert not found.kept("person", 30)
    assert not found.kept("transfer", 1)


assert DAY < TODAY
