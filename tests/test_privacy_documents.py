"""The record, the notice and the registers say what is true of the base, and nothing else."""

from __future__ import annotations

import csv
import io
import time
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bases import SERVED
from builders import a_csv, a_signup, query
from venez_vivre.dates import add_months
from venez_vivre.privacy.deadlines import standing
from venez_vivre.privacy.treatments import TREATMENTS, WORDS
from venez_vivre.store.personal import COLUMNS, Nature
from venez_vivre.store.queries.privacy import Breach
from venez_vivre.vocabulary import Risk

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run

WHO = ("--responsable", "CC du Grand Autunois", "--contact", "rgpd@example.org")


@pytest.fixture
def house(run: Run, tmp_path: Path) -> str:
    lines = [a_signup(nom="Roy", prenom="Claire"), a_signup(nom="Blum", prenom="Luc")]
    run("inscrits", "importer", str(a_csv(tmp_path / "i.csv", lines)))
    (found,) = (h for h in run("foyers", "lister", "-f", "json").json if "ROY" in h["nom"])
    return str(found["reference"])


# The record (art. 30).


def test_every_personal_nature_is_of_a_treatment() -> None:
    used = {nature for one in TREATMENTS for nature in one.natures}
    assert {nature for nature in Nature if nature.personal} == used


def test_a_nature_that_nobody_treats_would_be_seen() -> None:
    """The check above can fail: each nature is needed by one treatment at least."""
    for nature in (n for n in Nature if n.personal):
        others = {n for one in TREATMENTS for n in one.natures - {nature}}
        assert nature not in others


def test_people_are_told_of_each_category_in_their_words() -> None:
    told = {nature for one in TREATMENTS if one.told for nature in one.natures}
    assert told == set(WORDS)


def test_the_record_names_every_personal_column(run: Run) -> None:
    record = run("rgpd", "registre", "-f", "json").json
    named = {
        column
        for one in record["traitements"]
        for category in one["categories"]
        for column in category["colonnes"]
    }
    assert named == {
        f"{table}.{column}"
        for table, natures in COLUMNS.items()
        for nature, names in natures.items()
        if nature.personal
        for column in names.split()
    }


@pytest.mark.parametrize(
    "key",
    ["finalites", "base", "personnes", "categories", "destinataires", "conservation", "transferts"],
)
def test_each_treatment_says_what_article_30_asks(run: Run, key: str) -> None:
    for one in run("rgpd", "registre", "-f", "json").json["traitements"]:
        assert one[key], one["code"]


def test_consent_is_the_basis_of_no_treatment(run: Run) -> None:
    """The mission is of public interest; consent is for the extras alone."""
    for one in run("rgpd", "registre", "-f", "json").json["traitements"]:
        assert "consentement" not in one["base"]
    extras = [e for one in TREATMENTS for e in one.extras]
    assert extras == ["l’envoi d’une lettre d’information", "l’envoi du CV à un employeur"]


def test_the_record_says_who_answers_once_it_is_known(run: Run) -> None:
    said = run("rgpd", "registre")
    assert "(à compléter)" in said.out
    assert "rgpd notice" in said.out
    run("rgpd", "notice", *WHO, "--delegue", "dpd@example.org")
    record = run("rgpd", "registre", "-f", "json").json
    assert record["responsable"] == "CC du Grand Autunois"
    assert record["delegue"] == "dpd@example.org"
    assert "(à compléter)" not in run("rgpd", "registre", "-f", "md").out


def test_the_record_of_a_served_base_speaks_of_no_file(run: Run) -> None:
    measures = run("rgpd", "registre", "-f", "json").json["securite"]["mesures"]
    assert measures[0].startswith("base sur un serveur") is SERVED
    assert any("fichier lisible" in one or "base sauvegarder" in one for one in measures) is not (
        SERVED
    )


@pytest.mark.file
@pytest.mark.plain
def test_the_record_reads_the_file_of_the_base(run: Run, base: Path) -> None:
    run("agents", "ajouter", "--nom", "Ana Bel")
    kept = run("rgpd", "registre", "-f", "json").json["securite"]
    assert (kept["base_chiffree"], kept["fichier_reserve"]) == (False, True)
    assert kept["sauvegardes"] == 0
    base.chmod(0o644)
    open_to_all = run("rgpd", "registre", "-f", "json").json["securite"]
    assert open_to_all["fichier_reserve"] is False
    assert any("chmod 600" in one for one in open_to_all["mesures"])
    run("base", "sauvegarder")
    assert run("rgpd", "registre", "-f", "json").json["securite"]["sauvegardes"] == 1


def test_the_record_says_the_retention_in_force(run: Run) -> None:
    run("config", "definir", "conservation", "18")
    run("territoires", "ajouter", "--code", "T1", "--nom", "Autunois", "--type", "CC")
    (first, *_) = run("rgpd", "registre", "-f", "json").json["traitements"]
    for words in ("18 mois après le dernier échange", "12 mois de suivi", "préavis de 30 jours"):
        assert words in first["conservation"]


def test_a_spreadsheet_of_the_record_has_one_line_a_category(run: Run) -> None:
    rows = list(
        csv.DictReader(io.StringIO(run("rgpd", "registre", "-f", "csv").out[1:]), delimiter=";")
    )
    assert len(rows) == sum(len(one.columns()) for one in TREATMENTS)
    assert {row["traitement"] for row in rows} == {one.name for one in TREATMENTS}


# The notice (art. 13).


@pytest.mark.parametrize(
    "words",
    [
        "CC du Grand Autunois", "rgpd@example.org", "mission d’intérêt public", "24 mois",
        "CNIL", "www.cnil.fr", "accès", "rectification", "effacement", "limitation", "opposition",
        "retirer un accord", "un mois", "hors de l’Union européenne", "Aucune décision",
        "lettre d’information", "CV",
    ],
)  # fmt: skip
def test_the_notice_says_what_article_13_asks(run: Run, words: str) -> None:
    assert words in run("rgpd", "notice", *WHO, "-f", "json").json["texte"]


def test_the_notice_is_not_kept_as_long_as_nobody_answers(run: Run, base: Path) -> None:
    said = run("rgpd", "notice", "--fixer", fails_with=1)
    assert "--responsable et --contact" in said.err
    assert query(base, "SELECT count(*) FROM privacy_notice") == [(0,)]


def test_the_notice_is_kept_word_for_word_and_once(run: Run, base: Path) -> None:
    text = run("rgpd", "notice", *WHO, "--fixer", "-f", "json").json["texte"]
    run("rgpd", "notice", "--fixer")
    assert query(base, "SELECT content, settled_on FROM privacy_notice") == [(text, "2025-11-27")]
    assert "fixé depuis le 27/11/2025" in run("rgpd", "notice").err


def test_a_notice_that_changed_is_kept_beside_the_first(run: Run, base: Path) -> None:
    run("rgpd", "notice", *WHO, "--fixer")
    run("config", "definir", "conservation", "12")
    assert "n’est pas fixé" in run("rgpd", "notice").err
    run("--date", "2025-12-01", "rgpd", "notice", "--fixer")
    first, second = query(base, "SELECT content FROM privacy_notice ORDER BY id")
    assert "24 mois" in first[0]
    assert "12 mois après" in second[0]


def test_showing_the_notice_writes_nothing(run: Run, base: Path) -> None:
    run("rgpd", "notice")
    assert query(base, "SELECT count(*) FROM operation") == [(0,)]


@pytest.mark.parametrize("text", ["", "   ", "x" * 201])
def test_who_answers_is_a_short_text(run: Run, text: str) -> None:
    run("rgpd", "notice", "--responsable", text, fails_with=2)


def test_who_answers_is_taken_back_like_the_rest(run: Run) -> None:
    run("rgpd", "notice", *WHO)
    run("annuler", "--oui")
    assert run("rgpd", "registre", "-f", "json").json["responsable"] is None


# Proofs.


def test_a_proof_holds_the_very_words_that_were_shown(run: Run, house: str) -> None:
    text = run("rgpd", "notice", *WHO, "--fixer", "-f", "json").json["texte"]
    run("rgpd", "information", house, "--par", "courriel")
    run("config", "definir", "conservation", "12")
    run("--date", "2025-12-01", "rgpd", "notice", "--fixer")
    (proof,) = run("rgpd", "information", house, "-f", "json").json
    assert proof["texte"] == text
    assert (proof["le"], proof["par"], proof["notice"], proof["agent"]) == (
        "2025-11-27", "courriel", "2025-11-27", "Test",
    )  # fmt: skip


def test_a_proof_before_any_notice_is_refused(run: Run, house: str) -> None:
    said = run("rgpd", "information", house, "--par", "courriel", fails_with=1)
    assert "rgpd notice --fixer" in said.err
    run("rgpd", "notice", *WHO, "--fixer")
    run("rgpd", "information", house, "--par", "courriel", "--le", "01/11/2025", fails_with=1)
    run("rgpd", "information", house, "--par", "courriel", "--le", "01/12/2025", fails_with=1)


def test_an_agreement_is_noted_then_withdrawn(run: Run, house: str) -> None:
    run("rgpd", "notice", *WHO, "--fixer")
    run("rgpd", "information", house, "--par", "guichet", "--retrait", "cv", fails_with=1)
    run("rgpd", "information", house, "--par", "guichet", "--accord", "cv")
    run("rgpd", "information", house, "--par", "courriel", "--retrait", "newsletter", fails_with=1)
    run("rgpd", "information", house, "--par", "courriel", "--retrait", "cv")
    run("rgpd", "information", house, "--par", "courriel", "--retrait", "cv", fails_with=1)
    kinds = [one["preuve"] for one in run("rgpd", "information", house, "-f", "json").json]
    assert kinds == ["retrait", "accord"]


def test_a_proof_says_how_it_was_given(run: Run, house: str) -> None:
    run("rgpd", "information", house, "--accord", "cv", fails_with=2)
    run("rgpd", "information", house, "--le", "hier", fails_with=2)
    run("rgpd", "information", house, "--par", " ", fails_with=2)
    both = ("--accord", "cv", "--retrait", "cv")
    run("rgpd", "information", house, "--par", "courriel", *both, fails_with=2)


def test_a_household_without_proof_is_told_what_to_do(run: Run, house: str) -> None:
    said = " ".join(run("rgpd", "information", house).out.split())
    assert f"rgpd information {house} --par" in said


# Requests (art. 12).


def test_a_request_is_due_within_a_month(run: Run, house: str) -> None:
    done = run("rgpd", "demandes", house, "--droit", "acces", "--recue", "31/10/2025", "-f", "json")
    assert done.json["echeance"] == "2025-11-30"
    assert f"rgpd acces {house}" in run("rgpd", "demandes", house, "--droit", "acces").out


def test_late_requests_come_first_and_are_no_failure(run: Run, house: str) -> None:
    for day in ("20/11/2025", "01/09/2025", "10/10/2025"):
        run("rgpd", "demandes", house, "--droit", "effacement", "--recue", day)
    listed = run("rgpd", "demandes", "-f", "json").json
    assert [one["recue_le"] for one in listed] == ["2025-09-01", "2025-10-10", "2025-11-20"]
    assert [one["jours_restants"] for one in listed] == [-57, -17, 23]
    said = run("rgpd", "demandes").out
    assert "2 réponses en retard" in said
    assert "en retard de 57 jours" in said


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_a_month_is_never_longer_than_the_law_allows(received: date) -> None:
    assert timedelta(days=28) <= add_months(received, 1) - received <= timedelta(days=31)


def test_an_answered_request_leaves_the_list(run: Run, house: str) -> None:
    number = run("rgpd", "demandes", house, "--droit", "opposition", "-f", "json").json["numero"]
    run("rgpd", "demandes", "--repondre", str(number), "--issue", "satisfaite")
    assert run("rgpd", "demandes", "-f", "json").json == []
    (one,) = run("rgpd", "demandes", "--toutes", "-f", "json").json
    assert (one["repondue_le"], one["issue"]) == ("2025-11-27", "satisfaite")
    run("rgpd", "demandes", "--repondre", str(number), "--issue", "refusee", fails_with=1)
    run("annuler", "--oui")
    assert len(run("rgpd", "demandes", "-f", "json").json) == 1


def test_a_late_answer_says_so(run: Run, house: str) -> None:
    run("rgpd", "demandes", house, "--droit", "acces", "--recue", "01/09/2025")
    said = run("rgpd", "demandes", "--repondre", "1", "--issue", "satisfaite")
    assert "était due le 01/10/2025" in said.out


def test_a_request_of_somebody_unknown_is_noted_too(run: Run, house: str) -> None:
    run("rgpd", "demandes", "--droit", "acces", "--canal", "email", "--note", "Pas d’Inès ici")
    (one,) = run("rgpd", "demandes", "-f", "json").json
    assert (one["foyer"], one["nom"], one["note"]) == (None, None, "Pas d’Inès ici")
    assert "hors de la base" in run("rgpd", "demandes").out


def test_a_complex_request_has_two_more_months_once_and_in_time(run: Run, house: str) -> None:
    run("rgpd", "demandes", house, "--droit", "acces", "--recue", "10/11/2025")
    done = run("rgpd", "demandes", "--prolonger", "1", "-f", "json").json
    assert done["echeance"] == "2026-02-10"
    run("rgpd", "demandes", "--prolonger", "1", fails_with=1)
    run("rgpd", "demandes", house, "--droit", "acces", "--recue", "01/09/2025")
    assert "ne peut plus" in run("rgpd", "demandes", "--prolonger", "2", fails_with=1).err


def test_the_requests_of_one_household(run: Run, house: str) -> None:
    run("rgpd", "demandes", house, "--droit", "acces")
    run("rgpd", "demandes", "blum", "--droit", "acces")
    (one,) = run("rgpd", "demandes", house, "-f", "json").json
    assert one["foyer"] == house


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--droit", "acces", "--recue", "01/12/2025"), 1),
        (("--repondre", "9", "--issue", "satisfaite"), 3),
        (("--prolonger", "9"), 3),
        (("--repondre", "1"), 2),
        (("--droit", "acces", "--repondre", "1"), 2),
        (("--droit", "acces", "--issue", "refusee"), 2),
        (("--recue", "hier"), 2),
        (("--le", "hier"), 2),
        (("--note", "x"), 2),
        (("--droit", "portabilité"), 2),
        (("--repondre", "0"), 2),
    ],
)
def test_a_request_that_makes_no_sense_is_refused(
    run: Run, house: str, words: tuple[str, ...], code: int
) -> None:
    run("rgpd", "demandes", *words, fails_with=code)
    assert run("rgpd", "demandes", "-f", "json").json == []


# Breaches (art. 33 and 34).


def a_breach(**changes: Any) -> Breach:
    known = {
        "number": 1, "discovered_at": "2025-11-20T10:00", "nature": "confidentialite",
        "description": "Clé perdue", "people": None, "consequences": None, "measures": None,
        "risk": None, "authority_told_at": None, "people_told_on": None, "closed_on": None,
    }  # fmt: skip
    return Breach(**{**known, **changes})


@given(st.integers(0, 500))
def test_hours_are_counted_from_the_discovery(hours: int) -> None:
    at = datetime(2025, 11, 20, 10, 0) + timedelta(hours=hours)  # noqa: DTZ001  local, as kept
    assert standing(a_breach(), at).hours == 72 - hours


def test_seventy_two_hours_are_so_when_clocks_change(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Europe/Paris")
    time.tzset()
    try:
        autumn = standing(a_breach(discovered_at="2025-10-25T12:00"), datetime(2025, 10, 26, 12))  # noqa: DTZ001
        spring = standing(a_breach(discovered_at="2026-03-28T12:00"), datetime(2026, 3, 29, 12))  # noqa: DTZ001
    finally:
        monkeypatch.undo()
        time.tzset()
    assert autumn.due_at.isoformat() == "2025-10-28T11:00:00"
    assert autumn.hours == 47
    assert spring.due_at.isoformat() == "2026-03-31T13:00:00"
    assert spring.hours == 49


@pytest.mark.parametrize(
    ("risk", "told", "people"),
    [
        (None, True, False),
        (Risk.NONE, False, False),
        (Risk.SOME, True, False),
        (Risk.HIGH, True, True),
    ],
)
def test_who_must_be_told_depends_on_the_risk(risk: Risk | None, told: bool, people: bool) -> None:
    found = standing(a_breach(risk=risk), datetime(2025, 11, 21, 10))  # noqa: DTZ001
    assert (found.tell_authority, found.tell_people) == (told, people)
    assert (found.hours is None) is not told


def test_a_breach_is_noted_then_completed_then_over(run: Run) -> None:
    words = ("--nature", "confidentialite", "--description", "Clé USB perdue")
    done = run("rgpd", "violation", *words, "--decouverte", "24/11/2025 9h", "-f", "json").json
    assert (done["decouverte"], done["notifier_avant"]) == ("2025-11-24T09:00", "2025-11-27T09:00")
    run("rgpd", "violation", "--numero", "1", "--clore", fails_with=1)
    run("rgpd", "violation", "--numero", "1", "--risque", "eleve", "--personnes", "120")
    run("rgpd", "violation", "--numero", "1", "--clore", fails_with=1)
    run("rgpd", "violation", "--numero", "1", "--cnil-prevenue", "25/11/2025 10h")
    said = run("rgpd", "violation", "--numero", "1", "--clore", fails_with=1).err
    assert "--personnes-prevenues" in said
    run("rgpd", "violation", "--numero", "1", "--personnes-prevenues", "hier", "--clore")
    (one,) = run("rgpd", "violation", "-f", "json").json
    assert (one["personnes"], one["close_le"], one["heures_restantes"]) == (120, "2025-11-27", None)


def test_a_late_breach_says_by_how_much(run: Run) -> None:
    words = ("--nature", "disponibilite", "--description", "Disque mort")
    run("rgpd", "violation", *words, "--decouverte", "20/11/2025")
    said = run("rgpd", "violation").out
    assert "délai dépassé" in said


def test_the_summary_is_what_the_form_asks(run: Run) -> None:
    run("rgpd", "notice", *WHO)
    words = ("--nature", "integrite", "--description", "Fichier *modifié*", "--personnes", "3")
    run("rgpd", "violation", *words, "--mesures", "Accès fermés", "--consequences", "Aucune connue")
    said = run("rgpd", "violation", "--numero", "1", "-f", "md").out
    for part in ("CC du Grand Autunois", "rgpd@example.org", "intégrité", "Fichier \\*modifié\\*",
                 "Accès fermés", "Aucune connue", "à évaluer", "prévenir la CNIL"):  # fmt: skip
        assert part in said


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--description", "x"), 2),
        (("--nature", "confidentialite"), 2),
        (("--nature", "feu", "--description", "x"), 2),
        (("--nature", "integrite", "--description", "x", "--decouverte", "01/12/2025"), 1),
        (("--nature", "integrite", "--description", "x", "--decouverte", "hier",
          "--cnil-prevenue", "20/11/2025"), 1),
        (("--nature", "integrite", "--description", "x", "--personnes", "-1"), 2),
        (("--nature", "integrite", "--description", "x", "--personnes-prevenues", "01/12/2025"), 1),
        (("--nature", "integrite", "--description", "x", "--clore"), 1),
        (("--numero", "7"), 3),
        (("--numero", "7", "--risque", "aucun"), 3),
    ],
)  # fmt: skip
def test_a_breach_that_cannot_be_is_refused(run: Run, words: tuple[str, ...], code: int) -> None:
    run("rgpd", "violation", *words, fails_with=code)
    assert run("rgpd", "violation", "-f", "json").json == []


def test_the_journal_says_it_in_words(run: Run, house: str) -> None:
    run("rgpd", "notice", *WHO, "--fixer")
    run("rgpd", "information", house, "--par", "courriel")
    run("rgpd", "demandes", house, "--droit", "acces", "--note", "Secret")
    run("rgpd", "violation", "--nature", "fuite", "--description", "Secret")
    said = run("journal", "-n", "4").out
    assert "Secret" not in said
    for words in (
        "notice d’information fixée",
        "information donnée",
        "demande n° 1",
        "confidentialité",
    ):
        assert words in said


def test_a_refused_request_says_why(run: Run, base: Path) -> None:
    run("rgpd", "demandes", "--droit", "effacement", "--note", "par courrier")
    said = run("rgpd", "demandes", "--repondre", "1", "--issue", "refusee", fails_with=2)
    assert "CNIL" in said.err
    run("rgpd", "demandes", "--repondre", "1", "--issue", "refusee", "--note", "obligation légale")
