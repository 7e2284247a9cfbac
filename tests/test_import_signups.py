"""Sign-ups: each line has one outcome, nobody is counted twice or merged, nothing is lost."""

from __future__ import annotations

import contextlib
import csv
import io
import json
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bases import address_of
from builders import (
    JOURNAL,
    Line,
    a_contact,
    a_csv,
    a_signup,
    a_territory,
    is_untouched,
    query,
    tables,
    written,
)
from venez_vivre.cli import run as run_program
from venez_vivre.intake import plan, receipts, sheets
from venez_vivre.intake.files import Files
from venez_vivre.intake.receipts import OUTCOMES
from venez_vivre.store.reader import Reader

if TYPE_CHECKING:
    from conftest import Run

RECEIPT = {
    "operation", "fichier", "encodage", "separateur", "lues", *OUTCOMES, "colonnes_ignorees",
    "problemes",
}  # fmt: skip
EXTRAS = {"feuille", "fichier_rejets", "simulation", "modifications", "autres_modifications"}
PROBLEM = {"ligne", "colonne", "valeur", "motif", "remede", "gravite", "nombre"}


class Intake:
    """Imports sign-ups into the test's base, and reads what became of them."""

    def __init__(self, run: Run, base: Path, folder: Path) -> None:
        self.run, self.base, self.folder = run, base, folder
        self.count = 0

    def write(self, *lines: Line, **format_: str) -> Path:
        self.count += 1
        return a_csv(self.folder / f"inscriptions-{self.count}.csv", lines, **format_)

    def load(self, *paths: Path, options: tuple[str, ...] = (), fails_with: int = 0) -> Any:
        said = self.run(
            "inscrits", "importer", *map(str, paths), *options, "-f", "json", fails_with=fails_with
        )
        return said.json

    def __call__(self, *lines: Line, fails_with: int = 0, **options: str) -> Any:
        """Import these lines as one file."""
        return self.load(self.write(*lines, **options), fails_with=fails_with)

    def rows(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        return query(self.base, sql, *values)

    def value(self, sql: str, *values: Any) -> Any:
        return self.rows(sql, *values)[0][0]

    def members(self) -> list[tuple[int, str, str | None]]:
        """Who is in which household, in which role."""
        return self.rows("SELECT household_id, role, first_name FROM person ORDER BY id")


@pytest.fixture
def intake(run: Run, base: Path, tmp_path: Path) -> Intake:
    return Intake(run, base, tmp_path)


def outcomes(receipt: Any) -> dict[str, int]:
    assert receipt["lues"] == sum(receipt[outcome] for outcome in OUTCOMES)
    return {outcome: receipt[outcome] for outcome in OUTCOMES if receipt[outcome]}


# --- what one line gives --------------------------------------------------------------------


def test_a_form_makes_a_household_with_its_members(intake: Intake) -> None:
    """The registrant, the partner under the same name, other adults, children with their year."""
    line = a_signup(
        prenom="Zoé", nom="ROY", prenom_conjoint="Luc", metier_conjoint="menuisier",
        adultes="3", enfants="2", naissances_enfants="2015, 12/05/2019", metier="infirmière",
    )  # fmt: skip
    assert outcomes(intake(line)) == {"creees": 1}
    people = intake.rows(
        "SELECT role, first_name, last_name, birth_year, occupation FROM person ORDER BY id"
    )
    assert people == [
        ("inscrit", "Zoé", "Roy", None, "infirmière"),
        ("conjoint", "Luc", "Roy", None, "menuisier"),
        ("autre_adulte", None, None, None, None),
        ("enfant", None, None, 2015, None),
        ("enfant", None, None, 2019, None),
    ]
    assert intake.rows("SELECT stage, registered_on FROM household") == [("inscrit", "2025-11-03")]


def test_the_form_is_kept_as_received_under_its_headings(intake: Intake) -> None:
    """Columns that are not understood included."""
    line = {**a_signup(message="Bonjour,\r\nmerci"), "Couleur préférée": "  bleu "}
    receipt = intake(line)
    assert receipt["colonnes_ignorees"] == ["Couleur préférée"]
    ((form, headings),) = intake.rows(
        "SELECT s.form, i.headings FROM signup s JOIN import_run i ON i.id = s.import_id"
    )
    assert dict(zip(json.loads(headings), json.loads(form), strict=True)) == line


@pytest.mark.parametrize(
    ("wish", "territory"),
    [
        ({"territoires_souhaites": "t1"}, "T1"),
        ({"territoires_souhaites": "AUTUNOIS"}, "T1"),
        ({"territoires_souhaites": "Ailleurs, Autunois"}, "T1"),
        ({"territoires_souhaites": "Forêts, Seine et Suzon"}, "T2"),
        ({"communes_souhaitees": "71400 Autun"}, "T1"),
        ({"communes_souhaitees": "Marseille | Dijon"}, "T2"),
        ({"territoires_souhaites": "Autunois", "communes_souhaitees": "Dijon"}, "T1"),
        ({"communes_souhaitees": "Marseille"}, None),
        ({}, None),
    ],
)
def test_the_territory_comes_from_the_wishes(
    intake: Intake, tmp_path: Path, wish: Line, territory: str | None
) -> None:
    """By code, name (even one with a comma) or commune; the first that is one of ours."""
    other = a_territory(code="T2", nom="Forêts, Seine et Suzon", communes="21231", departement="21")
    path = a_csv(tmp_path / "territoires.csv", [a_territory(), other])
    intake.run("territoires", "importer", str(path))
    intake(a_signup(**wish))
    sql = "SELECT t.code FROM household h LEFT JOIN territory t ON t.id = h.territory_id"
    assert intake.value(sql) == territory


@pytest.mark.parametrize(
    ("place", "department"),
    [
        ({"code_postal": "75011"}, "75"),
        ({"code_postal": "20137"}, "2A"),
        ({"code_postal": "97400", "pays": "France"}, "974"),
        ({"code_postal": "1003", "pays": "Suisse"}, "etranger"),
        ({"pays": "Belgique"}, "etranger"),
        ({}, None),
    ],
)
def test_the_department_of_origin_comes_from_the_postal_code(
    intake: Intake, place: Line, department: str | None
) -> None:
    intake(a_signup(**place))
    assert intake.value("SELECT origin_department FROM household") == department


# --- the same person ------------------------------------------------------------------------


def test_a_newer_form_completes_and_corrects(intake: Intake) -> None:
    """And both forms are kept; the person counts once."""
    first = a_signup(commune="Lyon", metier="")
    intake(first)
    newer = {**first, "date_inscription": "10/11/2025", "commune": "Dijon", "metier": "couvreur"}
    assert outcomes(intake(newer)) == {"mises_a_jour": 1}
    assert intake.rows("SELECT commune, registered_on FROM household") == [("Dijon", "2025-11-03")]
    assert intake.value("SELECT occupation FROM person") == "couvreur"
    assert intake.value("SELECT count(*) FROM signup") == 2


def test_an_older_form_only_completes(intake: Intake) -> None:
    first = a_signup(commune="Lyon", metier="")
    intake(first)
    older = {**first, "date_inscription": "01/10/2025", "commune": "Dijon", "metier": "couvreur"}
    assert outcomes(intake(older)) == {"mises_a_jour": 1}
    assert intake.rows("SELECT commune, registered_on FROM household") == [("Lyon", "2025-10-01")]
    assert intake.value("SELECT occupation FROM person") == "couvreur"


def test_an_empty_cell_never_erases_and_vide_does(intake: Intake) -> None:
    first = a_signup(commune="Lyon", code_postal="69003", metier="couvreur", telephone="0639980001")
    intake(first)
    blank = {
        **first,
        "date_inscription": "10/11/2025",
        "commune": " ",
        "metier": "",
        "telephone": "",
    }
    intake(blank)
    state = (
        "SELECT h.commune, p.occupation, p.phone, h.origin_department FROM household h, person p"
    )
    assert intake.rows(state) == [("Lyon", "couvreur", "+33639980001", "69")]
    gone = dict.fromkeys(("commune", "metier", "telephone", "code_postal"), "(vide)")
    intake({**first, "date_inscription": "11/11/2025", **gone})
    assert intake.rows(state) == [(None, None, None, None)]


def test_an_older_vide_erases_nothing(intake: Intake) -> None:
    first = a_signup(commune="Lyon")
    intake(first)
    intake({**first, "date_inscription": "01/10/2025", "commune": "(vide)"})
    assert intake.value("SELECT commune FROM household") == "Lyon"


@pytest.mark.parametrize("name", ["HELENE", "helene", "Hélene", "Hélène "])
def test_accents_and_case_do_not_overwrite_a_name(intake: Intake, name: str) -> None:
    first = a_signup(prenom="Hélène", nom="Kœnig")
    intake(first)
    again = {**first, "prenom": name, "nom": "KOENIG", "date_inscription": "10/11/2025"}
    intake(again)
    assert intake.rows("SELECT first_name, last_name FROM person") == [("Hélène", "Kœnig")]


@pytest.mark.parametrize(
    "again",
    [
        {"email": "autre@example.org"},
        {"telephone": "0639989999"},
        {"email": "", "telephone": "0639980001"},
        {"nom": "Roi"},
    ],
)
def test_a_person_is_recognised_by_email_or_phone_and_first_name(
    intake: Intake, again: Line
) -> None:
    """Whatever else changed."""
    first = a_signup(prenom="Zoé", nom="Roy", telephone="0639980001")
    intake(first)
    assert outcomes(intake({**first, **again, "date_inscription": "10/11/2025"})) == {
        "mises_a_jour": 1
    }


@pytest.mark.parametrize(
    ("known", "said", "same"),
    [
        ({"annee_naissance": "1985"}, {"annee_naissance": "1985"}, True),
        ({"code_postal": "69003"}, {"code_postal": "69003"}, True),
        ({"annee_naissance": "1985"}, {"annee_naissance": "1986"}, False),
        ({"code_postal": "69003"}, {"code_postal": "75011"}, False),
        ({}, {}, False),
    ],
)
def test_namesakes_need_a_birth_year_or_a_postal_code(
    intake: Intake, known: Line, said: Line, *, same: bool
) -> None:
    """When one gave an e-mail only and the other a phone only."""
    first = a_signup(prenom="Zoé", nom="Roy", telephone="", **known)
    second = a_signup(prenom="Zoé", nom="Roy", email="", **said)
    intake(first)
    assert outcomes(intake(second)) == ({"mises_a_jour": 1} if same else {"creees": 1})


def test_two_namesakes_with_different_emails_are_never_made_one(intake: Intake) -> None:
    """Perhaps a father and a son under one roof: a person decides."""
    home = {"prenom": "Jean", "nom": "Roy", "code_postal": "69003"}
    one = a_signup(**home, email="jean.roy@example.org", telephone="06 39 98 10 11")
    other = a_signup(**home, email="jr1987@example.org", telephone="06 39 98 10 12")
    receipt = intake(one, other, fails_with=5)
    assert outcomes(receipt) == {"creees": 1, "mises_de_cote": 1}


def test_two_files_that_number_their_lines_alike_mix_nobody(intake: Intake) -> None:
    """Both have a form number 1: the number alone proves nothing."""
    intake(a_signup(reference_externe="1", prenom="Zoé", nom="Roy"))
    assert outcomes(intake(a_signup(reference_externe="1", prenom="Luc", nom="Blin"))) == {
        "creees": 1
    }
    assert [name for *_, name in intake.members()] == ["Zoé", "Luc"]


def test_an_external_reference_finds_somebody_whose_email_and_phone_changed(
    intake: Intake,
) -> None:
    intake(a_signup(reference_externe="R-1", prenom="Zoé", nom="Roy"))
    moved = a_signup(reference_externe="R-1", prenom="Zoé", nom="ROY")
    assert outcomes(intake(moved)) == {"mises_a_jour": 1}


# --- couples --------------------------------------------------------------------------------


@pytest.mark.parametrize("shared", [("telephone",), ("email",), ("telephone", "email")])
@pytest.mark.parametrize("together", [True, False])
def test_a_couple_that_shares_a_phone_or_an_email_stays_two_people(
    intake: Intake, shared: tuple[str, ...], *, together: bool
) -> None:
    """In one file or in two."""
    one = a_signup(prenom="Zoé", nom="Roy", code_postal="69003")
    other = a_signup(prenom="Luc", nom="Roy", code_postal="69003")
    other |= {field: one[field] for field in shared}
    receipts = [intake(one, other)] if together else [intake(one), intake(other)]
    assert sum(receipt["creees"] for receipt in receipts) == 2
    assert sorted(name or "" for *_, name in intake.members()) == ["Luc", "Zoé"]


@pytest.mark.parametrize("together", [True, False])
@pytest.mark.parametrize(
    "said", [{"email_conjoint": "luc@example.org"}, {"telephone_conjoint": "0639987777"}, {}]
)
def test_a_partner_who_was_named_joins_the_household_on_signing_up(
    intake: Intake, said: Line, *, together: bool
) -> None:
    """By e-mail, by phone, or by the name that the household shares."""
    home = {"nom": "Roy", "code_postal": "69003"}
    one = a_signup(prenom="Zoé", prenom_conjoint="Luc", **home, **said)
    other = a_signup(prenom="LUC", **home)
    other |= {field.removesuffix("_conjoint"): value for field, value in said.items()}
    for lines in [(one, other)] if together else [(one,), (other,)]:
        intake(*lines)
    assert intake.members() == [(1, "inscrit", "Zoé"), (1, "conjoint", "Luc")]
    assert intake.value("SELECT count(*) FROM person WHERE registered_on IS NOT NULL") == 2


@pytest.mark.parametrize("together", [True, False])
@pytest.mark.parametrize("place", [{}, {"adultes": "2"}, {"prenom_conjoint": "Luc"}])
def test_somebody_who_names_a_registrant_joins_their_household(
    intake: Intake, place: Line, *, together: bool
) -> None:
    """And takes the place that was kept for them, when there was one."""
    one = a_signup(prenom="Zoé", nom="Roy", **place)
    other = a_signup(prenom="Luc", nom="Blin", prenom_conjoint="zoe", email_conjoint=one["email"])
    for lines in [(one, other)] if together else [(one,), (other,)]:
        intake(*lines)
    assert [(home, name) for home, _, name in intake.members()] == [(1, "Zoé"), (1, "Luc")]


def test_a_newer_form_that_says_less_of_the_partner_keeps_their_name(intake: Intake) -> None:
    """No last name given is not the registrant's."""
    first = a_signup(nom="Roy", prenom_conjoint="Luc", nom_conjoint="Blin")
    intake(first)
    intake(
        {**first, "date_inscription": "10/11/2025", "nom_conjoint": "", "metier_conjoint": "maçon"}
    )
    partner = "SELECT last_name, occupation FROM person WHERE role = 'conjoint'"
    assert intake.rows(partner) == [("Blin", "maçon")]


def test_a_partner_named_only_now_takes_the_place_kept_for_them(intake: Intake) -> None:
    first = a_signup(prenom="Zoé", adultes="2")
    intake(first)
    intake({**first, "date_inscription": "10/11/2025", "prenom_conjoint": "Luc"})
    assert intake.members() == [(1, "inscrit", "Zoé"), (1, "conjoint", "Luc")]


@pytest.mark.parametrize("batch", [1, 1000])
def test_a_place_that_was_taken_is_not_taken_again(
    intake: Intake, monkeypatch: pytest.MonkeyPatch, batch: int
) -> None:
    """By another partner, a few lines below in the same file or in the next batch."""
    monkeypatch.setattr(plan, "BATCH", batch)
    first = a_signup(prenom="Zoé", adultes="2")
    second = {**first, "date_inscription": "10/11/2025", "prenom_conjoint": "Luc"}
    third = {**first, "date_inscription": "11/11/2025", "prenom_conjoint": "Ana"}
    intake(first, second, third)
    assert [name for *_, name in intake.members()] == ["Zoé", "Luc", "Ana"]


def test_children_told_later_join_the_household(intake: Intake) -> None:
    """Each once, with the years that were missing."""
    first = a_signup(enfants="1")
    intake(first)
    later = {**first, "enfants": "2", "naissances_enfants": "2015|2019"}
    intake({**later, "date_inscription": "10/11/2025"})
    intake({**later, "date_inscription": "11/11/2025"})
    years = intake.rows("SELECT birth_year FROM person WHERE role = 'enfant' ORDER BY id")
    assert years == [(2015,), (2019,)]


# --- receipts -------------------------------------------------------------------------------


def test_the_receipt_has_the_keys_that_were_promised(intake: Intake) -> None:
    receipt = intake(
        a_signup(), a_signup(canal="pigeon"), a_signup(email="", telephone=""), fails_with=5
    )
    assert set(receipt) == RECEIPT | EXTRAS
    assert [set(problem) for problem in receipt["problemes"]] == [PROBLEM] * 2
    assert (receipt["encodage"], receipt["separateur"]) == ("UTF-8", ";")
    assert receipt["operation"] == "import inscriptions-1.csv, 2 foyers"
    rejected, warned = receipt["problemes"]
    assert (rejected["ligne"], rejected["gravite"]) == (4, "rejet")
    assert (warned["ligne"], warned["gravite"], warned["valeur"]) == (3, "avertissement", "pigeon")


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"prenom": "", "nom": ""}, "ni nom ni prénom"),
        ({"prenom": "(vide)", "nom": ""}, "ni nom ni prénom"),
        ({"email": "", "telephone": ""}, "ni e-mail ni téléphone lisible"),
        (
            {"email": "zoe", "telephone": "6.12E+08"},
            "nombre abrégé par le tableur : des chiffres sont perdus",
        ),
        ({"date_inscription": "31/02/2025"}, "date illisible"),
        ({"date_inscription": "28/11/2025"}, "date dans le futur"),
    ],
)
def test_each_reason_to_reject_a_line_is_said(intake: Intake, wrong: Line, reason: str) -> None:
    """The other lines are imported, and the exit code says that some need correction."""
    receipt = intake(a_signup(**wrong), a_signup(), fails_with=5)
    assert outcomes(receipt) == {"creees": 1, "rejetees": 1}
    assert receipt["problemes"][0]["motif"] == reason


def test_a_rejected_line_that_comes_twice_is_rejected_twice(intake: Intake) -> None:
    line = a_signup(email="", telephone="")
    assert outcomes(intake(line, line, fails_with=5)) == {"rejetees": 2}


def test_unknown_coded_values_are_reported_with_their_count(intake: Intake) -> None:
    receipt = intake(*(a_signup(canal=canal) for canal in ("pigeon", "LinkedIn", "pigeon", "fax")))
    found = {p["valeur"]: (p["ligne"], p["nombre"]) for p in receipt["problemes"]}
    assert found == {"pigeon": (2, 2), "fax": (5, 1)}
    assert "linkedin" in receipt["problemes"][0]["remede"]


def test_a_lost_zero_is_repaired_and_said_once(intake: Intake) -> None:
    receipt = intake(a_signup(telephone="639980001"), a_signup(telephone="639980002"))
    (notice,) = receipt["problemes"]
    assert (notice["gravite"], notice["valeur"], notice["nombre"]) == (
        "avertissement",
        "639980001",
        2,
    )
    assert intake.rows("SELECT phone FROM person") == [("+33639980001",), ("+33639980002",)]


def test_ragged_lines_are_listed_with_their_number(intake: Intake) -> None:
    """A short one is imported with a word, a long one is rejected."""
    path = intake.folder / "x.csv"
    path.write_text("email;nom;cp\na@example.org;Roy\nb@example.org;Blin;21000;x\n")
    receipt = intake.load(path, fails_with=5)
    assert outcomes(receipt) == {"creees": 1, "rejetees": 1}
    assert [(p["ligne"], p["motif"]) for p in receipt["problemes"]] == [
        (3, "plus de cellules que de colonnes"),
        (2, "moins de cellules que de colonnes"),
    ]


def test_a_file_of_headings_alone_has_no_line(intake: Intake) -> None:
    path = intake.folder / "x.csv"
    path.write_text("nom;email\n")
    assert intake.load(path)["lues"] == 0
    assert intake.value("SELECT count(*) FROM operation") == 0


@pytest.mark.plain
@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["absent.csv"], 3, "n’existe pas"),
        ([], 2, "FICHIER"),
        (["{x}", "--colonne", "Nom"], 2, "--colonne"),
        (["{x}", "--colonne", "Couleur=nom"], 2, "Couleur"),
        (["{x}", "--colonne", "Nom=couleur"], 2, "couleur"),
        (["{x}"], 1, "email ou telephone"),
        (["{dossier}"], 1, "email ou telephone"),
        (["{x}", "--encodage", "klingon"], 2, "klingon"),
        (["-", "-"], 2, "une seule fois"),
    ],
)
def test_wrong_use_is_one_sentence_and_writes_nothing(
    intake: Intake, words: list[str], code: int, said: str
) -> None:
    path = intake.folder / "x.csv"
    path.write_text("Nom;Couleur 2\nRoy;bleu\n")
    words = [word.format(x=path, dossier=intake.folder) for word in words]
    printed = intake.run("inscrits", "importer", *words, fails_with=code)
    assert said in printed.err
    assert printed.out == ""
    assert is_untouched(intake.base)


def test_the_user_may_say_which_column_is_which(intake: Intake) -> None:
    path = intake.folder / "x.csv"
    path.write_text("Qui=quoi;Où écrire\nRoy;a@example.org\n", encoding="utf-8")
    options = ("--colonne", "qui=QUOI=nom", "--colonne", "Où écrire=email")
    assert intake.load(path, options=options)["creees"] == 1


def test_the_standard_input_is_a_file_too(intake: Intake, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its rejects go to the current folder, and no copy of it stays."""
    path = intake.write(a_signup(), a_signup(email="", telephone=""))
    stdin = SimpleNamespace(buffer=io.BytesIO(path.read_bytes()), isatty=lambda: False)
    monkeypatch.setattr(sheets.sys, "stdin", stdin)
    monkeypatch.chdir(intake.folder)
    monkeypatch.setattr("tempfile.tempdir", str(intake.folder))
    receipt = intake.load(Path("-"), fails_with=5)
    assert (receipt["fichier"], outcomes(receipt)) == (
        "entrée standard",
        {"creees": 1, "rejetees": 1},
    )
    assert Path(receipt["fichier_rejets"]).name == "entree-standard.rejets.csv"
    assert not list(intake.folder.glob("venez-vivre-*"))


# --- rejects --------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_rejects_keep_the_format_of_the_input_and_can_be_imported_again(
    intake: Intake, encoding: str, separator: str
) -> None:
    """As it is they are all rejected again; once corrected they are created."""
    wrong = a_signup(nom="Kœnig", email="", telephone="", message='a;b,c\td "e"\r\nf')
    path = intake.write(wrong, a_signup(), encoding=encoding, separator=separator)
    receipt = intake.load(path, fails_with=5)
    rejects = Path(receipt["fichier_rejets"])
    assert rejects == path.with_name("inscriptions-1.rejets.csv")
    with rejects.open(encoding=encoding, newline="") as file:
        headings, *rows = csv.reader(file, delimiter=separator)
    assert headings == [*wrong, "motif"]
    assert rows == [[*wrong.values(), "ni e-mail ni téléphone lisible"]]

    again = intake.load(rejects, fails_with=5)
    assert outcomes(again) == {"rejetees": 1}
    assert again["colonnes_ignorees"] == []
    assert again["fichier_rejets"] == str(rejects), "the same content is not written twice"

    row = rows[0].copy()
    row[headings.index("email")] = "koenig@example.org"
    with rejects.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=separator).writerows([headings, row])
    assert outcomes(intake.load(rejects)) == {"creees": 1}


def test_rejects_of_rejects_keep_their_columns_in_place(intake: Intake) -> None:
    """One corrected, one not: what is left goes beside, never over the file being read."""
    path = intake.write(a_signup(email="", telephone=""), a_signup(nom="", prenom=""))
    first = Path(intake.load(path, fails_with=5)["fichier_rejets"])
    with first.open(newline="") as file:
        headings, one, two = csv.reader(file, delimiter=";")
    one[headings.index("email")] = "a@example.org"
    with first.open("w", newline="") as file:
        csv.writer(file, delimiter=";").writerows([headings, one, two])
    before = first.read_bytes()
    receipt = intake.load(first, fails_with=5)
    assert outcomes(receipt) == {"creees": 1, "rejetees": 1}
    second = Path(receipt["fichier_rejets"])
    assert second.name == "inscriptions-1.rejets-2.csv"
    assert first.read_bytes() == before
    with second.open(newline="") as file:
        assert list(csv.reader(file, delimiter=";")) == [headings, two]


def test_rejects_go_where_the_user_says_and_overwrite_nothing(intake: Intake) -> None:
    path = intake.write(a_signup(email="", telephone=""))
    there = intake.folder / "a corriger.csv"
    there.write_text("à garder", encoding="utf-8")
    receipt = intake.load(path, options=("--rejets", str(there)), fails_with=5)
    assert there.read_text(encoding="utf-8") == "à garder"
    assert Path(receipt["fichier_rejets"]).name == "a corriger-2.csv"
    receipt = intake.load(path, options=("--rejets", str(intake.folder)), fails_with=5)
    assert Path(receipt["fichier_rejets"]) == intake.folder / "inscriptions-1.rejets.csv"


def test_rejects_that_cannot_be_written_leave_nothing_imported(intake: Intake) -> None:
    path = intake.write(a_signup(), a_signup(email="", telephone=""))
    nowhere = str(intake.folder / "absent" / "x.csv")
    for there in (nowhere, f"{intake.folder / 'a-corriger'}/"):
        printed = intake.run("inscrits", "importer", str(path), "--rejets", there, fails_with=1)
        assert "--rejets" in printed.err
    assert intake.value("SELECT count(*) FROM person") == 0


def test_rejects_run_nothing_in_a_spreadsheet_and_come_back_equal(intake: Intake) -> None:
    """An apostrophe is put before a formula, and taken off again."""
    line = {**a_signup(date_inscription="x", telephone="+33639980001", message="=1+1"), "+ de": "@"}
    receipt = intake.load(intake.write(line), fails_with=5)
    rejects = Path(receipt["fichier_rejets"])
    content = rejects.read_text(encoding="utf-8")
    assert all(text in content for text in ("'+33639980001", "'=1+1", "'@", "'+ de"))
    assert intake.load(rejects, fails_with=5)["fichier_rejets"] == str(rejects)
    rejects.write_text(content.replace(";x;", ";03/11/2025;").replace("\nx;", "\n03/11/2025;"))
    assert outcomes(intake.load(rejects)) == {"creees": 1}
    assert intake.rows("SELECT message FROM signup") == [("=1+1",)]
    assert intake.rows("SELECT phone FROM person") == [("+33639980001",)]


def test_a_receipt_tells_the_first_problems_and_counts_the_others(
    intake: Intake, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(receipts, "MOST_REJECTIONS", 2)
    monkeypatch.setattr(receipts, "MOST_WARNINGS", 1)
    wrong = [a_signup(email="", telephone="") for _ in range(5)]
    odd = [a_signup(canal=f"pigeon{number}") for number in range(4)]
    receipt = intake(*wrong, *odd, fails_with=5)
    assert outcomes(receipt) == {"creees": 4, "rejetees": 5}
    told = [(p["gravite"], p["nombre"]) for p in receipt["problemes"]]
    assert told == [("rejet", 1), ("rejet", 1), ("rejet", 3), ("avertissement", 1),
                    ("avertissement", 3)]  # fmt: skip
    with Path(receipt["fichier_rejets"]).open(encoding="utf-8") as file:
        assert sum(1 for _ in file) == 6


def test_a_line_without_an_outcome_is_our_fault() -> None:
    """Never said to the user as if nothing had happened."""
    receipt = receipts.Receipt("x.csv", "UTF-8", ";", lues=2, creees=1)
    with pytest.raises(AssertionError):
        receipt.as_json()


# --- whole files ----------------------------------------------------------------------------


def dirty(intake: Intake) -> list[Line]:
    """A file with something of everything."""
    one = a_signup(prenom="Zoé", nom="Roy", prenom_conjoint="Luc", email_conjoint="l@example.org")
    return [
        one,
        one,
        {**one, "date_inscription": "10/11/2025", "commune": "Dijon"},
        {**one, "date_inscription": "10/11/2025", "commune": "Dole"},
        {**one, "date_inscription": "10/11/2025", "commune": "Autun"},
        a_signup(prenom="Luc", nom="Roy", email="l@example.org"),
        a_signup(canal="pigeon", enfants="2"),
        a_signup(email="", telephone=""),
        a_signup(date_inscription=""),
    ]


def test_the_same_file_twice_changes_nothing(intake: Intake) -> None:
    """Not a row, not a version, not an operation; even when one person came five times."""
    path = intake.write(*dirty(intake))
    first = intake.load(path, fails_with=5)
    before = tables(intake.base)
    second = intake.load(path, fails_with=5)
    assert tables(intake.base) == before
    assert outcomes(second) == {"inchangees": first["lues"] - 1, "rejetees": 1}


def test_the_same_lines_in_another_layout_change_nothing(intake: Intake) -> None:
    """Other separator, encoding and order of columns."""
    lines = [a_signup(commune="Dijon", prenom_conjoint="Luc", enfants="1") for _ in range(3)]
    intake(*lines)
    before = tables(intake.base)
    turned = [dict(reversed(line.items())) for line in lines]
    assert outcomes(intake(*turned, separator=",", encoding="utf-16")) == {"inchangees": 3}
    assert tables(intake.base) == before


def test_a_simulation_counts_like_the_real_import_and_writes_nothing(intake: Intake) -> None:
    """Not a byte of the base, not a file of rejects."""
    intake(a_signup())
    path = intake.write(*dirty(intake))
    before = written(intake.base), sorted(intake.folder.iterdir())
    foreseen = intake.load(path, options=("--simuler",), fails_with=5)
    assert (written(intake.base), sorted(intake.folder.iterdir())) == before
    assert foreseen.pop("simulation") is True
    real = intake.load(path, fails_with=5)
    assert real.pop("simulation") is False
    assert foreseen | {"fichier_rejets": real["fichier_rejets"]} == real


def test_several_files_are_one_operation_and_one_undo(intake: Intake) -> None:
    shared = a_signup()
    files = [intake.write(shared, a_signup()), intake.write(shared, a_signup())]
    receipts = intake.load(*files)
    assert [outcomes(receipt) for receipt in receipts] == [
        {"creees": 2},
        {"creees": 1, "inchangees": 1},
    ]
    assert intake.value("SELECT count(*) FROM operation") == 1
    intake.run("annuler", "--oui")
    assert intake.value("SELECT count(*) FROM household") == 0


@pytest.mark.plain
def test_a_hopeless_file_among_several_stops_them_all(intake: Intake) -> None:
    intake.run("inscrits", "importer", str(intake.write(a_signup())), "absent.csv", fails_with=3)
    assert is_untouched(intake.base)


def test_an_import_is_undone_and_redone_whole(intake: Intake) -> None:
    """`refaire` brings back the very same tables."""
    known = a_signup(prenom="Zoé", nom="Roy")
    intake(known)
    start = tables(intake.base, besides=JOURNAL)
    lines = [{**line, "prenom_conjoint": "Ana"} for line in dirty(intake)]
    intake({**known, "date_inscription": "12/11/2025", "commune": "Sens"}, *lines, fails_with=5)
    full = tables(intake.base, besides=JOURNAL)
    intake.run("annuler", "--oui")
    assert tables(intake.base, besides=JOURNAL) == start
    intake.run("refaire")
    assert tables(intake.base, besides=JOURNAL) == full


def test_undoing_an_import_keeps_a_household_that_was_worked_on_since(intake: Intake) -> None:
    """And says so; everybody else goes."""
    called = a_signup()
    intake(called, a_signup(), a_signup())
    path = a_csv(intake.folder / "contacts.csv", [a_contact(called["email"])])
    intake.run("contacts", "importer", str(path))
    before = tables(intake.base, besides=JOURNAL)
    printed = intake.run("annuler", "--operation", "1", "--oui", "-f", "json")
    assert printed.json[0]["conserves"] == 1
    assert printed.json[0]["retablis"] == 2
    left = tables(intake.base, besides=JOURNAL)
    assert [household for household in before["household"] if household[1] == 1] == left[
        "household"
    ]
    assert len(left["person"]) == len(left["signup"]) == len(left["contact"]) == 1


# --- any file at all ------------------------------------------------------------------------

PEOPLE = st.fixed_dictionaries(
    {
        "date_inscription": st.sampled_from(["01/10/2025", "03/11/2025", "03/11/2025", "", "x"]),
        "prenom": st.sampled_from(["Zoé", "ZOE", "Luc", "Ana", ""]),
        "nom": st.sampled_from(["Roy", "Blin", ""]),
        "email": st.sampled_from(["zr@example.org", "lb@example.org", "x", ""]),
        "telephone": st.sampled_from(["0639980001", "639980001", "0639980002", "6.12E+08", ""]),
        "code_postal": st.sampled_from(["69003", "21000", "(vide)", ""]),
        "annee_naissance": st.sampled_from(["1985", "1990", ""]),
        "prenom_conjoint": st.sampled_from(["Luc", "Zoé", ""]),
        "email_conjoint": st.sampled_from(["lb@example.org", "zr@example.org", ""]),
        "adultes": st.sampled_from(["1", "2", "deux", ""]),
        "enfants": st.sampled_from(["0", "2", ""]),
        "canal": st.sampled_from(["LinkedIn", "pigeon", ""]),
    }
)


@settings(max_examples=40)
@given(lines=st.lists(PEOPLE, max_size=12), batch=st.integers(1, 5))
def test_any_file_is_counted_to_the_line_and_imported_once(
    tmp_path_factory: pytest.TempPathFactory, lines: list[Line], batch: int
) -> None:
    """Duplicates, dirt and couples included, whatever the size of the batches."""
    folder = tmp_path_factory.mktemp("n-importe-qui")
    base, path = folder / "b.db", a_csv(folder / "x.csv", [*lines, a_signup()])

    def load() -> Any:
        words = ["--base", address_of(base), "--date", "2025-11-27", "--agent", "Test"]
        with contextlib.redirect_stdout(io.StringIO()) as printed:
            code = run_program([*words, "inscrits", "importer", str(path), "-f", "json"])
        assert code in {0, 5}
        return json.loads(printed.getvalue())

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(plan, "BATCH", batch)
        first = load()
        before = tables(base)
        second = load()
    assert tables(base) == before
    read = sum(any(line.values()) for line in lines) + 1
    assert first["lues"] == second["lues"] == read
    outcomes(first)
    assert outcomes(second).get("rejetees", 0) == first["rejetees"]
    assert second["mises_de_cote"] == first["mises_de_cote"]
    assert second["inchangees"] == read - first["rejetees"] - first["mises_de_cote"]
    people = query(base, "SELECT count(*) FROM person WHERE registered_on IS NOT NULL")[0][0]
    assert 1 <= people <= read


def people_of(base: Path) -> list[tuple[Any, ...]]:
    """Everything but the versions and the journal, as an import left it."""
    return [
        *query(base, "SELECT household_id, role, first_name, last_name, email, phone, birth_year, "
                     "registered_on FROM person ORDER BY id"),
        *query(base, "SELECT household_id, person_id, received_on, channel FROM signup "
                     "ORDER BY id"),
        *query(base, "SELECT id, channel, postal_code, adults, children, stage FROM household "
                     "ORDER BY id"),
    ]  # fmt: skip


@settings(max_examples=40)
@given(
    before=st.lists(PEOPLE, max_size=6),
    lines=st.lists(PEOPLE, max_size=12),
    size=st.integers(1, 5),
)
def test_where_a_batch_ends_changes_nothing(
    tmp_path_factory: pytest.TempPathFactory, before: list[Line], lines: list[Line], size: int
) -> None:
    """Identity, newness and first channels are the same line by line and all at once."""
    folder = tmp_path_factory.mktemp("lots")
    known = a_csv(folder / "avant.csv", [*before, a_signup()])
    path = a_csv(folder / "x.csv", [*lines, a_signup()])
    found = []
    for batch in (size, 1000):
        base = folder / f"{batch}.db"
        words = ["--base", address_of(base), "--date", "2025-11-27", "--agent", "Test"]
        with pytest.MonkeyPatch.context() as patch, contextlib.redirect_stdout(io.StringIO()):
            patch.setattr(plan, "BATCH", batch)
            for file in (known, path):
                run_program([*words, "inscrits", "importer", str(file), "-f", "json"])
        found.append(people_of(base))
    assert found[0] == found[1]


def test_people_who_are_known_are_not_read_one_by_one(
    intake: Intake, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many a file meets again, the base is asked as often: each question is a journey."""
    people = [a_signup(enfants="2") for _ in range(40)]
    intake(*people)
    asked: list[str] = []

    def heard(name: str) -> None:
        usual = getattr(Reader, name)

        def told(self: Reader, sql: str, *values: Any, **named: Any) -> Any:
            asked.append(sql)
            return usual(self, sql, *values, **named)

        monkeypatch.setattr(Reader, name, told)

    for name in ("rows", "row", "among"):
        heard(name)
    counts = []
    for some, place in ((people[:5], "Sens"), (people[5:], "Nevers")):
        asked.clear()
        newer = {"date_inscription": "12/11/2025", "commune": place, "enfants": "3"}
        outcomes(intake(*({**one, **newer} for one in some)))
        counts.append(len(asked))
    assert counts[0] == counts[1]
    assert query(intake.base, "SELECT count(*) FROM household WHERE commune = 'Nevers'") == [(35,)]
    assert query(intake.base, "SELECT count(*) FROM person WHERE role = 'enfant'") == [(120,)]


def test_the_files_of_mere_look_alikes_stay_unread(
    intake: Intake, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Many share a key with a line that is about none of them."""
    place = {"code_postal": "75011", "commune": "Paris"}
    intake(*(a_signup(nom="Martin", prenom=name, **place) for name in ("Zoé", "Ana", "Luc")))
    read: list[int] = []
    usual = Files.read
    monkeypatch.setattr(Files, "read", lambda self, some: read.extend(some) or usual(self, some))
    made = intake(a_signup(nom="Martin", prenom="Paul", **place))
    assert (outcomes(made), read) == ({"creees": 1}, [])


def test_a_partner_of_whom_only_the_last_name_is_known_is_recognised_later(intake: Intake) -> None:
    """The keys of the others are made at once; hers are noted as still to be made, then are."""
    intake(a_signup(nom_conjoint="Blin", email_conjoint="ana.blin@example.org"))
    to_make = "SELECT last_name FROM person p JOIN person_unkeyed u ON u.person_id = p.id"
    assert query(intake.base, to_make) == [("Blin",)]
    intake(a_signup())
    assert query(intake.base, to_make) == []
    keys = "SELECT length(k.keys) > 0 FROM person_key k JOIN person p ON p.id = k.person_id"
    assert query(intake.base, f"{keys} WHERE p.last_name = 'Blin'") == [(1,)]


@pytest.mark.plain
def test_a_simulation_before_the_first_base_makes_none(
    run: Run, base: Path, tmp_path: Path
) -> None:
    """The counts are those of the real run, and no file is left where the base will be."""
    path = tmp_path / "premier.csv"
    path.write_text("prenom;nom;email\nZoé;Roy;zoe@example.org\n", encoding="utf-8")
    foreseen = run("inscrits", "importer", str(path), "--simuler", "-f", "json").json
    assert foreseen["creees"] == 1
    assert is_untouched(base)
    assert run("inscrits", "importer", str(path), "-f", "json").json["creees"] == 1
