"""An erased file is gone from every byte, for good, and no published figure moves."""

from __future__ import annotations

import json
import zlib
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import canaries
from bases import SERVED, address_of, copied, store_of
from builders import a_csv, a_signup, opened, query
from conftest import Run
from venez_vivre.casework.finding import find_household
from venez_vivre.cli import run as run_program
from venez_vivre.errors import NotFound, Refused
from venez_vivre.privacy import erasing, replaying
from venez_vivre.store import driver
from venez_vivre.store.blanking import NOBODY
from venez_vivre.store.known import known_at
from venez_vivre.store.operations import Heading

TODAY = date(2025, 11, 27)
WHY = "demande de la personne"


def texts(base: Path) -> list[str]:
    """Every value of every table, the images of the journal unpacked."""
    found = []
    with closing(opened(base, write=False)) as connection:
        for (table,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'"):
            for row in connection.execute(f'SELECT * FROM "{table}"'):
                for value in row:
                    packed = table == "journal_block" and isinstance(value, bytes)
                    found.append(zlib.decompress(value).decode() if packed else str(value))
        if SERVED:
            found += [str(said) for (said,) in connection.execute(COUNTED)]
    return found


COUNTED = """SELECT concat_ws(' ', CAST(most_common_vals AS text), CAST(histogram_bounds AS text),
CAST(most_common_elems AS text)) FROM pg_stats WHERE schemaname = 'venez_vivre'"""
"""What the statistics of a server hold of values: the most frequent, and some others."""


def left(base: Path, words: dict[str, str]) -> dict[str, str]:
    """The words that a base still holds: in its bytes, or in what they unpack to.

    The bytes of a server are the business of whoever administers it: rows and statistics are ours.
    """
    raw = b"" if SERVED else base.read_bytes().lower()
    said = "\n".join(texts(base)).lower()
    return {place: word for place, word in words.items() if word.encode() in raw or word in said}


def reports(run: Run) -> dict[str, str]:
    """What is published, whole: the funnel in every grouping, the reports, at several days."""
    lines = [("entonnoir",)]
    lines += [
        ("entonnoir", "--par", by)
        for by in ("territoire", "canal", "agent", "mois", "departement_origine")
    ]
    lines += [("entonnoir", "--cohorte", "--par", "mois")]
    lines += [("rapport", kind) for kind in ("hebdo", "mensuel", "bilan")]
    lines += [("rapport", "hebdo", "--semaine", "2025-W46")]
    lines += [("rapport", "mensuel", "--mois", "2025-10")]
    return {" ".join(line): run(*line, "-f", "json").out for line in lines}


@pytest.fixture(params=["registered", "accompanied and settled"])
def planted(base: Path, run: Run, request: pytest.FixtureRequest) -> dict[str, str]:
    words = canaries.plant(base)
    if request.param != "registered":
        run("contacts", "noter", canaries.FILE, "--resultat", "joint", "--resume", "vu")
        made = ("--commune", "Dole", "--adultes", "2", "--enfants", "1", "--scolarises", "1")
        run("installations", "noter", canaries.FILE, "--le", "2025-11-20", *made)
    if SERVED:  # as servers do by themselves
        with closing(opened(base, write=True)) as connection:
            connection.execute("ANALYZE")
    return words


def test_every_planted_word_is_there_before(base: Path, planted: dict[str, str]) -> None:
    assert left(base, planted) == planted


def test_nothing_is_left_of_an_erased_file_but_its_neighbour_is_whole(
    run: Run, base: Path, planted: dict[str, str]
) -> None:
    neighbour = left(base, canaries.neighbour_words())
    run("rgpd", "effacer", canaries.FILE, "--motif", WHY, "--confirmer")
    assert left(base, planted) == {}
    assert neighbour
    assert left(base, canaries.neighbour_words()) == neighbour
    place = store_of(base).path
    beside = [path for path in place.parent.rglob("*") if path.is_file()]
    copy = f"{place.name}.effacements"
    assert {path.name for path in beside} == ({copy} if SERVED else {place.name, copy})
    assert not [p for p in beside for w in planted.values() if w.encode() in p.read_bytes()]


@pytest.mark.file
def test_pages_and_links_are_sound_after_an_erasure(
    run: Run, base: Path, planted: dict[str, str]
) -> None:
    run("rgpd", "effacer", canaries.FILE, "--motif", WHY, "--confirmer")
    assert query(base, "PRAGMA foreign_key_check") == []
    assert query(base, "PRAGMA integrity_check") == [("ok",)]


def test_without_confirmation_nothing_is_erased_and_the_answer_says_what_would_be(
    run: Run, base: Path, planted: dict[str, str]
) -> None:
    before = query(base, "SELECT * FROM person"), query(base, "SELECT * FROM operation")
    said = run("rgpd", "effacer", canaries.FILE, "--motif", WHY, "-f", "json").json
    assert said["confirme"] is False
    assert said["preuve"] is None
    assert said["lignes"]["person"] == said["personnes"] > 0
    assert (query(base, "SELECT * FROM person"), query(base, "SELECT * FROM operation")) == before
    assert left(base, planted) == planted


def test_published_figures_are_the_same_to_the_character(
    run: Run, base: Path, planted: dict[str, str]
) -> None:
    before = reports(run)
    run("rgpd", "effacer", canaries.FILE, "--motif", WHY, "--confirmer")
    assert reports(run) == before


def test_the_file_answers_to_nothing_any_more(
    run: Run, base: Path, planted: dict[str, str]
) -> None:
    run("rgpd", "effacer", canaries.FILE, "--motif", WHY, "--confirmer")
    run("foyers", "montrer", canaries.FILE, fails_with=3)
    run("rgpd", "effacer", canaries.FILE, "--motif", WHY, "--confirmer", fails_with=3)


def test_a_reason_that_names_the_person_is_refused(run: Run, base: Path, tmp_path: Path) -> None:
    line = a_signup(prenom="Zélie", nom="Quillardet", email="zelie.q@example.org")
    run("inscrits", "importer", str(a_csv(tmp_path / "f.csv", [line])))
    for why in ("demande de Mme Quillardet", "mail de zelie.q@example.org", " ", "x" * 300):
        run(
            "rgpd",
            "effacer",
            line["email"],
            "--motif",
            why,
            "--confirmer",
            fails_with=frozenset({1, 2}),
        )
    assert query(base, "SELECT count(*) FROM erasure") == [(0,)]
    run("rgpd", "effacer", line["email"], "--confirmer", fails_with=2)


def test_who_was_parted_from_the_file_is_not_erased_with_it(
    run: Run, base: Path, tmp_path: Path
) -> None:
    """Two people of one file part; what is left of it is merged elsewhere; one asks to leave."""
    lines = [
        a_signup(prenom="Zqana", nom="Zqruiz", email="zqana@example.org",
                 prenom_conjoint="Zqbo", nom_conjoint="Zqlind", email_conjoint="zqbo@example.org"),
        a_signup(prenom="Zqana", nom="Zqmarti", email="zqana.autre@example.org"),
        a_signup(prenom="Zqcy", nom="Zqdrole", email="zqcy@example.org"),
    ]  # fmt: skip
    run("inscrits", "importer", str(a_csv(tmp_path / "f.csv", lines)))
    run("foyers", "fusionner", "zqana@example.org", "zqana.autre@example.org", "--oui")
    run("foyers", "separer", "zqana@example.org", "Zqbo", "--oui")
    run("foyers", "fusionner", "zqcy@example.org", "zqana@example.org", "--oui")
    copy = tmp_path / "copie.db"
    copied(base, copy)
    run("rgpd", "effacer", "zqbo@example.org", "--motif", WHY, "--confirmer")
    known = replaying.known(store_of(base))
    assert replaying.replay(known, store_of(copy), Heading("a", "base restaurer", TODAY)) == 1
    for path in (base, copy):
        said = texts(path)
        assert not [one for one in said if "zqbo@" in one.lower()], "not even in Ana’s form"
        mails = query(path, "SELECT email FROM person WHERE email IS NOT NULL")
        assert {("zqana@example.org",), ("zqcy@example.org",)} <= set(mails)
    assert set(query(copy, "SELECT email FROM person")) == set(
        query(base, "SELECT email FROM person")
    )


def test_what_a_merge_lent_is_given_back_once_it_is_undone_or_parted(
    run: Run, base: Path, tmp_path: Path
) -> None:
    """Also to what stands: the project of who was erased is not that of who stays."""
    for number, back in enumerate(
        (("annuler",), ("foyers", "separer", "zqb@example.org", "Zqgast"))
    ):
        folder = tmp_path / str(number)
        folder.mkdir()
        here = ("--base", address_of(folder / "b.db"))
        lines = [
            a_signup(prenom="Zqbert", nom="Zqune", email="zqb@example.org"),
            a_signup(prenom="Zqgast", nom="Zqdeux", email="zqg@example.org",
                     projet="Zqprojet secret", commune="Zqville", budget_achat="234567"),
        ]  # fmt: skip
        run(*here, "inscrits", "importer", str(a_csv(folder / "f.csv", lines)))
        run(*here, "foyers", "fusionner", "zqb@example.org", "zqg@example.org", "--oui")
        run(*here, *back, "--oui")
        run(*here, "rgpd", "effacer", "zqg@example.org", "--motif", WHY, "--confirmer")
        words = {w: w for w in ("zqprojet", "zqville", "234567", "zqdeux")}
        assert left(folder / "b.db", words) == {}, back
        assert left(folder / "b.db", {"elle": "zqune"})


def test_names_and_phones_leave_what_others_wrote(run: Run, base: Path, tmp_path: Path) -> None:
    lines = [
        a_signup(prenom="Zora", nom="Quorkon", email="zora@example.org", telephone="06 39 98 61 01",
                 prenom_conjoint="Yvan", nom_conjoint="Delaplombe",
                 email_conjoint="yvan@example.org", telephone_conjoint="06 39 98 61 02",
                 message="Yvan Delaplombe cherche aussi"),
        a_signup(prenom="Nour", nom="Adoube", email="nour@example.org"),
    ]  # fmt: skip
    run("inscrits", "importer", str(a_csv(tmp_path / "Yvan Delaplombe.csv", lines)))
    note = "Voisine de DELAPLOMBE Yvan, à joindre au 06.39.98.61.02 ou +33 6 39 98 61 02"
    run("contacts", "noter", "nour@example.org", "--resultat", "joint", "--resume", note)
    run("foyers", "separer", "zora@example.org", "Yvan", "--oui")
    run("rgpd", "effacer", "yvan@example.org", "--motif", WHY, "--confirmer")
    said = "\n".join(texts(base))
    for word in ("Delaplombe", "DELAPLOMBE", "yvan@", "98.61.02", "98 61 02", "639986102"):
        assert word not in said, word
    assert "Quorkon" in said
    assert "639986101" in said, "her own phone stays"


@pytest.mark.parametrize(
    "why",
    ["tél 06 39 98 11 01", "tél 06.39.98.11.01", "demande de Li Wu", "mail de li@example.org"],
)
def test_a_reason_is_read_for_all_that_names_somebody(
    run: Run, base: Path, tmp_path: Path, why: str
) -> None:
    line = a_signup(prenom="Li", nom="Wu", email="li@example.org", telephone="06 39 98 11 01")
    run("inscrits", "importer", str(a_csv(tmp_path / "f.csv", [line])))
    run("rgpd", "effacer", "li@example.org", "--motif", why, "--confirmer", fails_with=1)


@pytest.mark.file
def test_who_shares_an_address_with_an_erased_person_stays_through_a_restore(
    run: Run, base: Path, tmp_path: Path
) -> None:
    lines = [
        a_signup(prenom="Olga", nom="Partage", email="famille@example.org"),
        a_signup(prenom="Igor", nom="Partage", email="famille@example.org"),
    ]
    run("inscrits", "importer", str(a_csv(tmp_path / "f.csv", lines[:1])))
    run("rgpd", "effacer", "famille@example.org", "--motif", WHY, "--confirmer")
    said = run("inscrits", "importer", str(a_csv(tmp_path / "g.csv", lines[1:])), "-f", "json").json
    assert said["creees"] == 1
    run("base", "sauvegarder", "--vers", str(tmp_path / "s.db"))
    run("base", "restaurer", str(tmp_path / "s.db"), "--oui")
    assert [one["nom"] for one in run("foyers", "lister", "-f", "json").json] == ["Igor PARTAGE"]


@pytest.mark.file
def test_a_restore_erases_of_a_household_only_who_was_erased(
    run: Run, base: Path, tmp_path: Path
) -> None:
    line = a_signup(prenom="Zora", nom="Quorkon", email="zora@example.org", prenom_conjoint="Yvan",
                    nom_conjoint="Delaplombe", email_conjoint="yvan@example.org")  # fmt: skip
    run("inscrits", "importer", str(a_csv(tmp_path / "f.csv", [line])))
    run("base", "sauvegarder", "--vers", str(tmp_path / "s.db"))
    before = run("entonnoir", "-f", "json").json
    run("foyers", "separer", "zora@example.org", "Yvan", "--oui")
    run("rgpd", "effacer", "yvan@example.org", "--motif", WHY, "--confirmer")
    said = run("base", "restaurer", str(tmp_path / "s.db"), "--oui")
    assert "1 effacement refait" in said.err
    assert left(base, {"lui": "delaplombe", "mail": "yvan@"}) == {}
    shown = run("foyers", "montrer", "zora@example.org").out
    assert "Zora QUORKON" in shown
    run("foyers", "lister")
    assert run("entonnoir", "-f", "json").json["etapes"] == before["etapes"]
    run("base", "verifier")


@pytest.mark.file
def test_who_came_back_after_an_erasure_is_there_by_right(
    run: Run, base: Path, tmp_path: Path
) -> None:
    line = a_signup(prenom="Bela", nom="Corniche", email="bela@example.org")
    run("inscrits", "importer", str(a_csv(tmp_path / "f.csv", [line])))
    run("rgpd", "effacer", "bela@example.org", "--motif", WHY, "--confirmer")
    run("foyers", "creer", "--prenom", "Bela", "--nom", "Corniche", "--email", "bela@example.org")
    run("base", "sauvegarder", "--vers", str(tmp_path / "s.db"))
    run("base", "restaurer", str(tmp_path / "s.db"), "--oui")
    assert "Bela CORNICHE" in run("foyers", "montrer", "bela@example.org").out


@pytest.mark.file
def test_an_undone_import_in_a_backup_is_erased_again(run: Run, base: Path, tmp_path: Path) -> None:
    lines = [a_signup(prenom="Zozibi", nom="Lagrume", email="zozibi@example.org"), a_signup()]
    run("inscrits", "importer", str(a_csv(tmp_path / "f.csv", lines)))
    run("annuler", "--oui")
    run("base", "sauvegarder", "--vers", str(tmp_path / "s.db"))
    run("rgpd", "effacer", "zozibi@example.org", "--motif", WHY, "--confirmer")
    run("base", "restaurer", str(tmp_path / "s.db"), "--oui")
    assert left(base, {"nom": "lagrume"}) == {}
    run("refaire")
    assert left(base, {"nom": "lagrume"}) == {}
    run("base", "verifier")


@pytest.mark.file
def test_a_backup_restored_elsewhere_finds_the_ledger_beside_it(
    run: Run, base: Path, tmp_path: Path
) -> None:
    words = canaries.plant(base)
    run("base", "sauvegarder", "--vers", str(tmp_path / "s.db"))
    run("rgpd", "effacer", canaries.FILE, "--motif", WHY, "--confirmer")
    other = tmp_path / "neuve.db"
    run("--base", address_of(other), "base", "restaurer", str(tmp_path / "s.db"), "--oui")
    assert left(other, words) == {}


@pytest.mark.file
@pytest.mark.parametrize("made_anew", [False, True])
def test_a_damaged_ledger_and_a_lost_base_are_no_silent_return(
    run: Run, base: Path, tmp_path: Path, made_anew: bool
) -> None:
    """An empty base in the place of the one that was lost knows nothing of who was erased."""
    canaries.plant(base)
    run("base", "sauvegarder", "--vers", str(tmp_path / "s.db"))
    run("rgpd", "effacer", canaries.FILE, "--motif", WHY, "--confirmer")
    replaying.copy_of(base).write_bytes(bytes(range(256)) * 16)
    base.unlink()
    if made_anew:
        run("foyers", "lister")
    said = run("base", "restaurer", str(tmp_path / "s.db"), "--oui", fails_with=1)
    assert "registre des effacements" in said.err


@pytest.mark.file
def test_an_erased_accompanied_file_leaves_a_sound_base(
    run: Run, base: Path, planted: dict[str, str]
) -> None:
    run("rgpd", "effacer", canaries.FILE, "--motif", WHY, "--confirmer")
    run("base", "verifier")


def test_an_erasure_answers_the_request_that_asked_for_it(
    run: Run, base: Path, tmp_path: Path
) -> None:
    line = a_signup()
    run("inscrits", "importer", str(a_csv(tmp_path / "f.csv", [line])))
    run("rgpd", "demandes", line["email"], "--droit", "effacement", "--recue", "2025-11-20")
    run("rgpd", "effacer", line["email"], "--motif", WHY, "--confirmer")
    assert query(base, "SELECT answered_on, outcome, household_id FROM privacy_request") == [
        (TODAY.isoformat(), "satisfaite", None)
    ]


def test_undo_and_redo_bring_nobody_back(run: Run, base: Path, tmp_path: Path) -> None:
    lines = [a_signup() for _ in range(6)]
    run("inscrits", "importer", str(a_csv(tmp_path / "f.csv", lines)))
    name = lines[2]["email"]
    run("foyers", "modifier", name, "--projet", "un mot zqprojet", "--commune", "Zqville")
    run("contacts", "noter", name, "--resume", "zqnote", "--resultat", "joint")
    run("annuler")
    run("rgpd", "effacer", name, "--motif", WHY, "--confirmer")
    words = {key: str(lines[2][key]).lower() for key in ("nom", "email")}
    words |= {word: word for word in ("zqprojet", "zqville", "zqnote")}
    assert left(base, words) == {}
    number = query(base, "SELECT id FROM operation WHERE kind = 'effacement'")[0][0]
    assert "définitif" in run("annuler", "--operation", str(number), "--oui", fails_with=1).err
    run("refaire", fails_with=frozenset({0, 1}))
    assert left(base, words) == {}
    before = run("entonnoir", "-f", "json").json
    assert "définitif" in run("annuler", "2", "--oui", fails_with=1).err
    run("annuler", "--operation", "1", "--oui")
    run("refaire")
    run("annuler", "--operation", "1", "--oui")
    assert left(base, words) == {}
    erased = query(base, "SELECT erased_on, reference FROM household WHERE erased_on IS NOT NULL")
    assert erased == [(TODAY.isoformat(), f"{NOBODY}-3")]
    after = run("entonnoir", "-f", "json").json
    assert after["etapes"][0]["foyers"] == 1, (
        "the import is undone, what counts of the erased stays"
    )
    assert before["etapes"][0]["foyers"] == 6


def test_an_old_file_does_not_bring_the_person_back_but_a_new_form_does(
    run: Run, base: Path, tmp_path: Path
) -> None:
    line = a_signup(date_inscription="2025-03-01")
    file = a_csv(tmp_path / "f.csv", [line, a_signup(date_inscription="2025-03-02")])
    run("inscrits", "importer", str(file))
    run("rgpd", "effacer", line["email"], "--motif", WHY, "--confirmer")
    again = run("inscrits", "importer", str(file), "-f", "json").json
    assert (again["creees"], again["inchangees"]) == (0, 2)
    assert any("effacée" in problem["motif"] for problem in again["problemes"])
    edited = a_csv(tmp_path / "g.csv", [line | {"projet": "un autre"}])
    assert run("inscrits", "importer", str(edited), "-f", "json").json["creees"] == 0
    assert not left(base, {"mail": line["email"].lower()})
    new = a_csv(tmp_path / "h.csv", [line | {"date_inscription": "2025-12-24"}])
    said = run("--date", "2025-12-25", "inscrits", "importer", str(new), "-f", "json").json
    assert said["creees"] == 1


def test_what_was_known_in_the_past_is_still_counted(run: Run, base: Path, tmp_path: Path) -> None:
    lines = [a_signup(date_inscription="2025-03-01") for _ in range(3)]
    run("--date", "2025-03-05", "inscrits", "importer", str(a_csv(tmp_path / "f.csv", lines)))
    mail = lines[0]["email"]
    run("--date", "2025-04-01", "contacts", "noter", mail, "--resultat", "joint", "--resume", "a")
    run("--date", "2025-05-01", "contacts", "noter", mail, "--resultat", "joint", "--resume", "b")
    asked = ("rapport", "mensuel", "--mois", "2025-04", "--tel-que-su", "2025-04-15", "-f", "json")
    before = run(*asked).json
    run("rgpd", "effacer", mail, "--motif", WHY, "--confirmer")
    assert run(*asked).json == before
    with store_of(base).reading() as rows, known_at(rows, day=date(2025, 4, 15)) as known:
        names = known.rows("SELECT last_name FROM person WHERE household_id = 1")
        assert set(names) == {(None,)}
        assert known.value("SELECT erased_on FROM household WHERE id = 1") is None


def test_who_is_only_in_the_journal_can_be_erased_too(run: Run, base: Path, tmp_path: Path) -> None:
    lines = [a_signup(prenom=f"Zq{n}", nom=f"Zqnom{n}") for n in range(3)]
    run("inscrits", "importer", str(a_csv(tmp_path / "f.csv", lines)))
    run("annuler", "--oui")
    words = {"nom": "zqnom1", "mail": lines[1]["email"]}
    assert left(base, words) == words
    said = run("rgpd", "effacer", lines[1]["email"], "--motif", WHY, "--confirmer", "-f", "json")
    assert said.json["foyers"] == 1
    assert left(base, words) == {}
    assert left(base, {"autre": "zqnom2"})
    run("refaire")
    assert left(base, words) == {}
    people = query(base, "SELECT count(*) FROM person WHERE last_name IS NOT NULL")
    assert people == [(2,)]
    assert query(base, "SELECT id FROM household WHERE erased_on IS NOT NULL") == [(2,)]
    assert len(run("foyers", "lister", "-f", "json").json) == 2


@pytest.mark.file
def test_a_file_that_cannot_be_written_anew_says_so_and_the_next_erasure_does_it(
    run: Run, base: Path, planted: dict[str, str]
) -> None:
    run(
        "inscrits",
        "importer",
        str(a_csv(base.with_name("f.csv"), [a_signup(email="z@example.org", telephone="")])),
    )
    with store_of(base).reading() as rows:
        number = find_household(rows, canaries.FILE).number
    with store_of(base).transact(Heading("a", "rgpd effacer", TODAY)) as work:
        erasing.erase(work, [number], origin="demande", reason="x")
    reader = opened(base, write=False)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM person").fetchone()
    limit = pytest.MonkeyPatch()
    limit.setattr(driver, "BUSY_SECONDS", 0.1)
    with pytest.raises(Refused, match="L’effacement est fait"):
        erasing.scrub(store_of(base))
    limit.undo()
    reader.close()
    run("rgpd", "effacer", "z@example.org", "--motif", WHY)
    assert left(base, planted) == {}
    assert query(base, "SELECT name FROM setting") == [("cle_effacements",)]


def test_a_published_report_still_says_what_it_said(run: Run, base: Path, tmp_path: Path) -> None:
    lines = [a_signup(date_inscription="2025-10-01") for _ in range(4)]
    run("inscrits", "importer", str(a_csv(tmp_path / "f.csv", lines)))
    run("contacts", "noter", lines[1]["email"], "--resultat", "joint", "--le", "2025-10-03")
    run("rapport", "mensuel", "--mois", "2025-10", "--figer")
    run("inscrits", "importer", str(a_csv(tmp_path / "g.csv", [a_signup()])))
    listed, one = (run("rapport", "figes", *more, "-f", "json").json for more in ((), ("1",)))
    for line in lines[:2]:
        run("rgpd", "effacer", line["email"], "--motif", WHY, "--confirmer")
    assert run("rapport", "figes", "-f", "json").json == listed
    assert run("rapport", "figes", "1", "-f", "json").json == one


def test_a_restored_copy_is_erased_again(run: Run, base: Path, tmp_path: Path) -> None:
    words = canaries.plant(base)
    copy = tmp_path / "ailleurs" / "copie.db"
    copy.parent.mkdir()
    copied(base, copy)
    run("rgpd", "effacer", canaries.FILE, "--motif", WHY, "--confirmer")
    store = store_of(base)
    heading = Heading("agent", "base restaurer", TODAY)
    assert replaying.replay(replaying.known(store), store_of(copy), heading) == 1
    assert left(copy, words) == {}
    assert replaying.replay(replaying.known(store), store_of(copy), heading) == 0
    with pytest.raises(NotFound), store_of(copy).reading() as rows:
        find_household(rows, canaries.FILE)


@pytest.mark.file
def test_the_ledger_outlives_a_lost_base(run: Run, base: Path, tmp_path: Path) -> None:
    words = canaries.plant(base)
    copy = tmp_path / "copie.db"
    copied(base, copy)
    run("rgpd", "effacer", canaries.FILE, "--motif", WHY, "--confirmer")
    base.write_bytes(b"perdue")
    known = replaying.known(store_of(base))
    assert replaying.replay(known, store_of(copy), Heading("a", "base restaurer", TODAY)) == 1
    assert left(copy, words) == {}
    secret = replaying.copy_of(base).read_bytes()
    assert not [word for word in words.values() if word.encode() in secret]


@pytest.mark.file
def test_the_ledger_beside_a_base_is_encrypted_as_the_base_is(
    run: Run, base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = canaries.plant(base)
    copy = tmp_path / "copie.db"
    copied(base, copy)
    run("rgpd", "effacer", canaries.FILE, "--motif", WHY, "--confirmer")
    beside = replaying.copy_of(base)
    for number, line in enumerate((("chiffrer",), ("changer-cle",), ("dechiffrer", "--oui"))):
        for name, phrase in (("cle", max(number - 1, 0)), ("nouvelle", number)):
            (tmp_path / name).write_text(f"une phrase secrète assez longue {phrase}\n")
            (tmp_path / name).chmod(0o600)
        monkeypatch.setenv("VENEZ_VIVRE_CLE_FICHIER", str(tmp_path / "cle"))
        more = ("--nouvelle", str(tmp_path / "nouvelle")) if line[0] == "changer-cle" else ()
        run("base", *line, *more)
        assert beside.read_bytes().startswith(b"SQLite format 3") == (line[0] == "dechiffrer")
        if line[0] == "changer-cle":
            (tmp_path / "nouvelle").replace(tmp_path / "cle")
        assert len(replaying.known(store_of(base))[0].entries) == 1
    known = replaying.known(store_of(base))
    assert replaying.replay(known, store_of(copy), Heading("a", "base restaurer", TODAY)) == 1
    assert left(copy, words) == {}


def test_two_copies_of_two_erasures_are_both_replayed(run: Run, base: Path, tmp_path: Path) -> None:
    lines = [a_signup(date_inscription="2025-03-01") for _ in range(5)]
    run("inscrits", "importer", str(a_csv(tmp_path / "f.csv", lines)))
    copy = tmp_path / "copie.db"
    copied(base, copy)
    for line in lines[1:3]:
        run("rgpd", "effacer", line["email"], "--motif", WHY, "--confirmer")
    known = replaying.known(store_of(base))
    assert len(known[0].entries) == 2
    assert replaying.replay(known, store_of(copy), Heading("a", "base restaurer", TODAY)) == 2
    assert query(copy, "SELECT count(*) FROM person WHERE email IS NOT NULL") == [(3,)]


def test_who_shares_a_phone_with_somebody_else_is_not_erased_with_them(
    run: Run, base: Path, tmp_path: Path
) -> None:
    lines = [a_signup(telephone="06 39 98 00 01", prenom="Ana", nom="Ruiz"),
             a_signup(telephone="06 39 98 00 01", prenom="Bo", nom="Lind")]  # fmt: skip
    run("inscrits", "importer", str(a_csv(tmp_path / "f.csv", lines)))
    copy = tmp_path / "copie.db"
    copied(base, copy)
    run("rgpd", "effacer", lines[0]["email"], "--motif", WHY, "--confirmer")
    known = replaying.known(store_of(base))
    replaying.replay(known, store_of(copy), Heading("a", "base restaurer", TODAY))
    for path in (base, copy):
        names = query(path, "SELECT last_name FROM person WHERE last_name IS NOT NULL")
        assert names == [("Lind",)]


def test_an_erasure_that_would_move_a_figure_is_refused_and_nothing_is_written(
    run: Run, base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = a_signup(date_inscription="2025-03-01")
    run("inscrits", "importer", str(a_csv(tmp_path / "f.csv", [line])))
    made = ("--commune", "Dole", "--adultes", "2", "--enfants", "1", "--scolarises", "1")
    run("installations", "noter", line["email"], "--le", "2025-09-01", *made)
    kept = dict(erasing.KEPT)
    kept["settlement"] = kept["settlement"].replace("schooled", "")
    monkeypatch.setattr("venez_vivre.store.blanking.KEPT", kept)
    before = texts(base)
    said = run("rgpd", "effacer", line["email"], "--motif", WHY, "--confirmer", fails_with=70)
    assert "entonnoir" in said.err
    assert texts(base) == before


@pytest.fixture(scope="module")
def demo_base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration of 1,500 people."""
    folder = tmp_path_factory.mktemp("demo")
    assert run_program(["demo", "--inscrits", "1500", "--dossier", str(folder)]) == 0
    return folder / "demo.db"


@settings(max_examples=12)
@given(data=st.data())
def test_any_erasure_leaves_every_published_aggregate_as_it_was(
    data: st.DataObject, demo_base: Path, tmp_path_factory: pytest.TempPathFactory, run: Run
) -> None:
    """On the demonstration: random sets of files, the whole of every report to the character."""
    base = tmp_path_factory.mktemp("e") / "b.db"
    copied(demo_base, base)
    (most,) = query(base, "SELECT max(id) FROM household")[0]
    numbers = data.draw(st.sets(st.integers(1, most), min_size=1, max_size=60))
    before = _published(run, base)
    with store_of(base).transact(Heading("a", "rgpd purger", TODAY)) as work:
        done = erasing.erase(work, sorted(numbers), origin="purge", reason="durée")
    assert done.households == len(numbers)
    assert _published(run, base) == before


def _published(run: Run, base: Path) -> list[object]:
    lines = [("rapport", kind, "-f", "json") for kind in ("hebdo", "mensuel", "bilan")]
    lines += [("entonnoir", "--par", by, "-f", "json") for by in ("agent", "mois", "canal")]
    lines.append(("entonnoir", "--du", "2025-02-03", "--au", "2025-07-16", "-f", "json"))
    return [json.loads(run("--base", address_of(base), *line).out) for line in lines]


ACTS = ("noter", "modifier", "installer", "fusionner", "separer", "annuler", "refaire", "effacer")


@settings(max_examples=25)
@given(data=st.data())
def test_whatever_is_done_and_undone_an_erased_name_never_comes_back(
    data: st.DataObject, run: Run, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Random commands, undos and redos around erasures; the figures move with none of these."""
    folder = tmp_path_factory.mktemp("s")
    base = folder / "b.db"
    lines = [
        a_signup(prenom=f"Zqprenom{n}", nom=f"Zqnom{n}", email=f"zq{n}@example.org",
                 date_inscription=f"2025-0{n + 1}-01")
        for n in range(6)
    ]  # fmt: skip
    here = ("--base", address_of(base))
    run(*here, "inscrits", "importer", str(a_csv(folder / "f.csv", lines)))
    gone: set[int] = set()
    for act in data.draw(st.lists(st.sampled_from(ACTS), min_size=4, max_size=14)):
        one, other = data.draw(st.permutations(range(6)))[:2]
        before = _mails(base)
        code = _do(run, here, act, (one, other))
        if act == "effacer" and code == 0:
            gone |= before - _mails(base)
        words = {str(n): word for n in gone for word in (f"zqnom{n}", f"zq{n}@example.org")}
        assert left(base, words) == {}, act
    if not SERVED:  # a server holds its links at each commit
        assert query(base, "PRAGMA foreign_key_check") == []


def _mails(base: Path) -> set[int]:
    found = query(base, "SELECT email FROM person WHERE email IS NOT NULL")
    return {int(mail.removeprefix("zq")[0]) for (mail,) in found}


def _do(run: Run, here: tuple[str, str], act: str, who: tuple[int, int]) -> int:
    one, other = (f"zq{n}@example.org" for n in who)
    made = ("--commune", "Dole", "--adultes", "1", "--enfants", "0", "--scolarises", "0")
    line = {
        "noter": ("contacts", "noter", one, "--resultat", "joint", "--resume", f"zqnom{who[0]}"),
        "modifier": ("foyers", "modifier", one, "--projet", f"zqnom{who[0]}"),
        "installer": ("installations", "noter", one, "--le", "2025-09-01", *made),
        "fusionner": ("foyers", "fusionner", one, other, "--oui"),
        "separer": ("foyers", "separer", one, f"Zqprenom{who[0]}", "--oui"),
        "annuler": ("annuler", "--oui"),
        "refaire": ("refaire",),
        "effacer": ("rgpd", "effacer", one, "--motif", WHY, "--confirmer"),
    }[act]
    before = run(*here, "entonnoir", "-f", "json").json
    code = run(*here, *line, fails_with=frozenset({0, 1, 3, 4})).code
    if act == "effacer":
        assert run(*here, "entonnoir", "-f", "json").json == before
    return code
