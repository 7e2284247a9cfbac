"""Offers by hand: added, verified, closed; those that nobody looked at for long are listed."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pexpect
import pytest

from bases import address_of
from builders import a_csv, query, tables
from conftest import TODAY

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run

JOURNAL = ("operation", "journal_block")


@pytest.fixture
def home(run: Run) -> str:
    """A home that was published in September."""
    words = (
        "--type", "logement", "--titre", "Maison 4 pièces", "--commune", "Autun", "--loyer", "650",
        "--publiee-le", "01/09/2025", "--verifiee-le", "01/09/2025",
    )  # fmt: skip
    return str(run("offres", "ajouter", *words, "-f", "json").json["reference"])


def listed(run: Run, *words: str) -> list[str]:
    return [one["reference"] for one in run("offres", "lister", *words, "-f", "json").json]


def test_an_offer_is_added_as_an_import_would_and_stands_today(run: Run, base: Path) -> None:
    run("journal")  # the base is there
    before = tables(base, besides=JOURNAL)
    words = ("--type", "job", "--titre", "Boulanger", "--metier", "boulanger", "--commune", "Autun")
    said = run("offres", "ajouter", *words, "--expire-le", "+30j", "--salaire-min", "2 000 €/mois")
    assert said.out.startswith("Offre ajoutée : ")
    (reference,) = listed(run)
    record = run("offres", "montrer", reference, "-f", "json").json
    known = ("type", "code_insee", "code_rome", "salaire_min", "publiee_le", "verifiee_le")
    assert [record[key] for key in known] == ["emploi", "71014", "D1102", 24000, TODAY, TODAY]
    assert (record["expire_le"], record["close_le"]) == ("2025-12-27", None)
    assert query(base, "SELECT import_id FROM offer") == [(None,)]
    run("annuler")
    assert tables(base, besides=JOURNAL) == before


@pytest.mark.parametrize(
    "case",
    [
        ((), 2, "Il manque --type."),
        (("--type", "emploi"), 2, "Il manque --titre."),
        (("--type", "poney", "--titre", "x"), 2, "--type"),
        (("--type", "emploi", "--titre", "x", "--postes", "deux"), 2, "--postes"),
        (("--type", "emploi", "--titre", "x", "--expire-le", "bientôt"), 2, "Date incomprise"),
        (("--type", "emploi", "--titre", "x", "--code-rome", "Z9"), 1, "Code rome mal formé"),
        (
            ("--type", "emploi", "--titre", "x", "--salaire-min", "9", "--salaire-max", "8"),
            1,
            "--salaire-min dépasse --salaire-max",
        ),
        (("--type", "emploi", "--titre", "x", "--expire-le", "hier"), 1, "précède la publication"),
        (
            ("--type", "logement", "--titre", "maison 4 pieces", "--commune", "Autun"),
            1,
            "Cette offre existe déjà",
        ),
    ],
)
def test_a_mistake_is_a_sentence_and_adds_nothing(
    run: Run, base: Path, home: str, case: tuple[tuple[str, ...], int, str]
) -> None:
    words, code, sentence = case
    before = tables(base)
    assert sentence in run("offres", "ajouter", *words, fails_with=code).err
    assert tables(base) == before


def test_a_commune_that_was_guessed_is_said(run: Run, base: Path) -> None:
    words = ("--type", "logement", "--titre", "Studio", "--commune", "Autunn")
    (doubt,) = run("offres", "ajouter", *words, "-f", "json").json["avertissements"]
    assert doubt.startswith("Commune comprise comme Autun 71400.")
    assert query(base, "SELECT commune, code_insee FROM offer") == [("Autun", "71014")]
    (doubt,) = run("offres", "modifier", "studio", "--commune", "Bezancon", "-f", "json").json[
        "avertissements"
    ]
    assert doubt.startswith("Commune comprise comme Besançon")
    assert query(base, "SELECT commune, code_insee FROM offer") == [("Besançon", "25056")]


def test_on_a_terminal_what_is_missing_is_asked(run: Run, base: Path) -> None:
    line = ["-m", "venez_vivre", "--base", address_of(base), "--date", TODAY, "offres", "ajouter"]
    child = pexpect.spawn(sys.executable, line, encoding="utf-8", timeout=30, dimensions=(50, 110))
    child.expect("Quel type d’offre")
    child.send("\x1b[B\r")
    child.expect("Quel titre")
    child.sendline("Maison de bourg")
    child.expect("Offre ajoutée")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0
    assert query(base, "SELECT kind, title FROM offer") == [("logement", "Maison de bourg")]


def test_those_to_verify_are_old_open_and_the_oldest_first(run: Run, home: str) -> None:
    """45 days after the last time somebody looked; neither closed nor expired."""
    for title, day in (
        ("Vieille", "01/01/2025"),
        ("Limite", "13/10/2025"),
        ("Jeune", "14/10/2025"),
    ):
        words = ("--publiee-le", day, "--verifiee-le", day)
        run("offres", "ajouter", "--type", "emploi", "--titre", title, *words)
    ends = (
        "--publiee-le",
        "01/01/2025",
        "--verifiee-le",
        "01/01/2025",
        "--expire-le",
        "01/02/2025",
    )
    run("offres", "ajouter", "--type", "emploi", "--titre", "Finie", *ends)
    found = run("offres", "lister", "--a-verifier", "-f", "json").json
    assert [one["titre"] for one in found] == ["Vieille", "Maison 4 pièces", "Limite"]
    assert listed(run, "--a-verifier", "--type", "logement") == [home]
    assert "`venez-vivre offres verifier OFFRE`" in run("offres", "lister", "--a-verifier").out
    run("offres", "verifier", "vieille", home, "limite")
    assert listed(run, "--a-verifier") == []
    assert "Aucune offre n’est à vérifier." in run("offres", "lister", "--a-verifier").out


def test_several_offers_are_verified_in_one_step(run: Run, base: Path, home: str) -> None:
    run("offres", "ajouter", "--type", "emploi", "--titre", "Boulanger", "--verifiee-le", "hier")
    before = tables(base, besides=JOURNAL)
    words = ("offres", "verifier", home, "boulanger", home, "--expire-le", "31/12/2025")
    first, second = run(*words, "-f", "json").json
    assert list(first) == [
        "reference", "type", "titre", "structure", "commune", "verifiee_le", "expire_le",
        "close_le", "en_cours",
    ]  # fmt: skip
    assert {one["verifiee_le"] for one in (first, second)} == {TODAY}
    assert {one["expire_le"] for one in (first, second)} == {"2025-12-31"}
    run("annuler")
    assert tables(base, besides=JOURNAL) == before


def test_an_older_check_does_not_hide_a_newer_one(run: Run, home: str) -> None:
    run("offres", "verifier", home)
    (record,) = run("offres", "verifier", home, "--le", "01/10/2025", "-f", "json").json
    assert record["verifiee_le"] == TODAY


def test_a_filled_offer_leaves_the_list_and_tells_who_waits(
    run: Run, base: Path, home: str
) -> None:
    run("foyers", "creer", "--nom", "Roy", "--email", "roy@example.org")
    run("mises-en-relation", "noter", "roy", home)
    before = tables(base, besides=JOURNAL)
    said = run("offres", "verifier", home, "--pourvue")
    assert f"Offre pourvue et close le 27/11/2025 : {home}" in said.out
    assert "Pour revenir en arrière : `venez-vivre annuler`" in said.out
    assert f"`venez-vivre mises-en-relation lister --offre {home}`" in said.out
    assert listed(run) == []
    assert "est close depuis le 27/11/2025" in run("offres", "verifier", home, fails_with=1).err
    assert "close le" in run("offres", "montrer", home).out
    run("annuler")
    assert tables(base, besides=JOURNAL) == before
    (known,) = run("offres", "montrer", home, "-f", "json").json["mises_en_relation"]
    assert (known["foyer"], known["etat"]) != (None, None)


def test_an_offer_is_closed_and_the_reason_stays_in_the_journal(
    run: Run, base: Path, home: str
) -> None:
    before = tables(base, besides=JOURNAL)
    said = run("offres", "clore", "maison", "--motif", "retirée")
    assert "Offre close (offre retirée)" in said.out
    assert "Pour revenir en arrière : `venez-vivre annuler`" in said.out
    assert f"clôture de l’offre {home} (offre retirée)" in run("journal", "-f", "json").out
    assert run("--date", "2025-11-26", "offres", "lister", "-f", "json").json != []
    assert "est close depuis" in run("offres", "clore", home, fails_with=1).err
    run("annuler")
    assert tables(base, besides=JOURNAL) == before


@pytest.mark.parametrize(
    "case",
    [
        (("verifier",), 2, "Il manque OFFRE"),
        (("verifier", "poney"), 3, "Aucune offre ne répond à « poney »"),
        (("verifier", "maison", "--le", "demain"), 1, "est dans le futur"),
        (("verifier", "maison", "--expire-le", "hier"), 1, "est déjà passé"),
        (("clore", "maison", "--le", "demain"), 1, "est dans le futur"),
        (("ajouter", "--type", "emploi", "--titre", ""), 2, "--titre est vide : donnez"),
        (
            ("ajouter", "--type", "emploi", "--titre", "A", "--salaire-min", " "),
            2,
            "--salaire-min est vide",
        ),
        (("clore", "maison", "--motif", "poney"), 2, "--motif : « poney » n’est pas connu"),
        (("montrer", "poney"), 3, "`venez-vivre offres lister` montre les offres."),
    ],
)
def test_an_impossible_check_is_refused_and_not_written(
    run: Run, base: Path, home: str, case: tuple[tuple[str, ...], int, str]
) -> None:
    words, code, sentence = case
    before = tables(base)
    assert sentence in run("offres", *words, fails_with=code).err
    assert tables(base) == before


def test_a_closed_offer_comes_back(run: Run, base: Path, home: str) -> None:
    """Whoever finds it closed is told how: by its verification, or by adding it once more."""
    run("offres", "clore", home)
    again = ("--type", "logement", "--titre", "maison 4 pièces", "--commune", "Autun")
    for words in (("verifier", home), ("clore", home), ("ajouter", *again)):
        assert f"`venez-vivre offres rouvrir {home}`" in run("offres", *words, fails_with=1).err
    before = tables(base, besides=JOURNAL)
    record = run("offres", "rouvrir", home, "-f", "json").json
    assert (record["reference"], record["close_le"], record["en_cours"]) == (home, None, 0)
    assert listed(run) == [home]
    said = run("offres", "rouvrir", home, fails_with=1).err
    assert "n’est pas close : rien n’est changé." in said
    run("annuler")
    assert tables(base, besides=JOURNAL) == before


def test_an_offer_that_expired_is_prolonged_rather_than_reopened(run: Run, home: str) -> None:
    run("offres", "verifier", home, "--le", "01/10/2025", "--expire-le", "01/11/2025")
    said = run("offres", "rouvrir", home, fails_with=1).err
    assert f"`venez-vivre offres verifier {home} --expire-le +30j`" in " ".join(said.split())


def test_an_offer_that_is_there_is_named_with_the_right_gesture(run: Run, home: str) -> None:
    again = ("--type", "logement", "--titre", "maison 4 pièces", "--commune", "Autun")
    said = run("offres", "ajouter", *again, fails_with=1).err
    assert f"Cette offre existe déjà : {home}, « Maison 4 pièces »." in said
    assert f"`venez-vivre offres verifier {home}`" in " ".join(said.split())


def test_an_import_says_which_offers_are_closed_and_leaves_them(
    run: Run, base: Path, tmp_path: Path
) -> None:
    lines = [{"type": "emploi", "titre": f"Poste {n}", "commune": "Autun"} for n in "ABCC"]
    path = str(a_csv(tmp_path / "o.csv", lines))
    run("offres", "importer", path)
    for title in ("Poste A", "Poste C"):
        run("offres", "clore", title)
    before = tables(base, besides=JOURNAL)
    problems = run("offres", "importer", path, "-f", "json").json["problemes"]
    assert [(p["motif"], p["nombre"], p["gravite"]) for p in problems] == [
        ("offre close encore dans le fichier", 2, "avertissement")
    ]
    assert "`venez-vivre offres rouvrir " in problems[0]["remede"]
    assert tables(base, besides=JOURNAL) == before


def test_a_check_goes_neither_back_nor_before_the_publication(
    run: Run, base: Path, home: str
) -> None:
    run("offres", "verifier", home)
    said = run("offres", "verifier", home, "--le", "01/10/2025").out
    assert "est déjà vérifiée plus tard, le 27/11/2025" in said
    assert "Offre vérifiée le 01/10/2025" not in said
    before = tables(base)
    for verb in ("verifier", "clore"):
        said = run("offres", verb, home, "--le", "31/08/2025", fails_with=1).err
        assert "est publiée depuis le 01/09/2025" in said
    assert tables(base) == before


JOB = ("--type", "emploi", "--titre", "Soudeur")


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (("--commune", "Lyon"), 1, "« Lyon » n’est pas une commune"),
        (("--commune", "Autun", "--code-postal", "21000"), 1, "se contredisent : Autun 71400"),
        (("--commune", "Sainte-Colombe"), 4, "communes répondent"),
        (("--code-insee", "99999"), 1, "n’est pas le code d’une commune"),
        (("--code-insee", "71014", "--commune", "Dijon"), 1, "est celui d’Autun 71400"),
        (("--publiee-le", "demain"), 1, "--publiee-le : le 28/11/2025 est dans le futur"),
        (("--verifiee-le", "demain"), 1, "--verifiee-le : le 28/11/2025 est dans le futur"),
        (("--url", "javascript:alert(1)"), 2, "n’est pas une adresse web"),
        (("--url", "www.example.org"), 2, "Écrivez par exemple https://"),
    ],
)
def test_a_wrong_place_day_or_address_is_refused(
    run: Run, base: Path, home: str, words: tuple[str, ...], code: int, sentence: str
) -> None:
    run("offres", "ajouter", *JOB, "--commune", "Autun")
    before = tables(base)
    for verb in (("ajouter", *JOB), ("modifier", "soudeur")):
        said = run("offres", *verb, *words, fails_with=code).err
        assert sentence in " ".join(said.split())
    assert tables(base) == before


def test_near_communes_are_proposed(run: Run) -> None:
    said = run("offres", "ajouter", *JOB, "--commune", "Atun", fails_with=1).err
    assert "Vouliez-vous dire Autun ?" in said
    said = run("offres", "ajouter", *JOB, "--commune", "Lyon", fails_with=1).err
    assert "Vouliez-vous dire" not in said


def test_on_a_terminal_a_wrong_place_is_asked_again(run: Run, base: Path) -> None:
    line = [
        "-m",
        "venez_vivre",
        "--base",
        address_of(base),
        "--date",
        TODAY,
        "offres",
        "ajouter",
        *JOB,
    ]
    words = [*line, "--commune", "Lyon"]
    child = pexpect.spawn(sys.executable, words, encoding="utf-8", timeout=30, dimensions=(50, 110))
    child.expect("n’est pas une commune")
    child.expect("Dans quelle commune")
    child.sendline("Autun")
    child.expect("Offre ajoutée")
    child.expect(pexpect.EOF)
    child.close()
    assert query(base, "SELECT commune, code_insee FROM offer") == [("Autun", "71014")]


def test_what_a_job_does_not_have_is_said(run: Run) -> None:
    done = run("offres", "ajouter", *JOB, "--loyer", "600", "--pieces", "3", "-f", "json").json
    (doubt,) = done["avertissements"]
    assert doubt.startswith("--pieces et --loyer ne vont pas avec une offre de type emploi")


def test_an_offer_is_corrected_in_one_step(run: Run, base: Path, home: str) -> None:
    before = tables(base, besides=JOURNAL)
    words = ("--loyer", "620", "--commune", "Dijon", "--contact", "Ana", "--expire-le", "+30j")
    done = run("offres", "modifier", home, *words, "-f", "json").json
    changed = {c["champ"]: (c["avant"], c["apres"]) for c in done["changements"]}
    assert changed["loyer"] == (650, 620)
    assert changed["code_insee"] == ("71014", "21231")
    assert changed["expire_le"] == (None, "2025-12-27")
    assert {"latitude", "longitude", "contact", "commune"} <= set(changed)
    run("offres", "modifier", home, "--loyer", "(vide)", "--commune", "(vide)")
    row = query(base, "SELECT rent, commune, code_insee, latitude, title FROM offer")
    assert row == [(None, None, None, None, "Maison 4 pièces")]
    run("annuler", "2")
    assert tables(base, besides=JOURNAL) == before


def test_another_occupation_has_another_code(run: Run, base: Path) -> None:
    run("offres", "ajouter", *JOB, "--metier", "soudeur")
    run("offres", "modifier", "soudeur", "--metier", "boulanger", "--titre", "Boulanger")
    assert query(base, "SELECT title_key, rome_code FROM offer") == [("boulanger", "D1102")]
    run("offres", "modifier", "boulanger", "--code-rome", "j1506")
    assert query(base, "SELECT rome_code FROM offer") == [("J1506",)]


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        ((), 2, "Dites quoi modifier"),
        (("--titre", "(vide)"), 2, "--titre ne peut pas être vide"),
        (("--loyer", "650"), 1, "rien n’est changé"),
        (("--loyer", "beaucoup"), 2, "--loyer : nombre illisible"),
        (("--code-rome", "Z9"), 2, "code ROME mal formé"),
        (("--expire-le", "01/08/2025"), 1, "--expire-le précède la publication"),
    ],
)
def test_a_correction_that_cannot_be_changes_nothing(
    run: Run, base: Path, home: str, words: tuple[str, ...], code: int, sentence: str
) -> None:
    before = tables(base)
    assert sentence in run("offres", "modifier", home, *words, fails_with=code).err
    assert tables(base) == before


def test_titles_that_resemble_are_told_apart_by_their_place(run: Run, home: str) -> None:
    """Whole words before beginnings, offers that stand before closed ones, the place counts."""
    for title, place in (("Boulanger", "Autun"), ("Boulanger", "Dijon"), ("Boulangerie", "Dijon")):
        run("offres", "ajouter", "--type", "emploi", "--titre", title, "--commune", place)
    said = run("offres", "montrer", "boulanger", fails_with=4).err
    assert said.count("  Boulanger") == 2
    run("offres", "clore", "boulanger", "à", "Dijon")
    assert "Autun" in run("offres", "montrer", "boulanger").out
    assert "Dijon" in run("offres", "montrer", "boulangerie").out
