"""Limiting, objecting, rectifying: what they forbid, what they leave possible, what is noted."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from bases import SERVED, store_of
from builders import a_contact, a_csv, a_settlement, a_signup, query, tables
from skeletons import HELPER, JOB, TODAY, references, word, world
from test_safety import ACTS, COMING, JOURNAL, OFFER, PERSON, WEEKEND
from venez_vivre.screens.pages import TAKE_BACK
from venez_vivre.store import restraint
from venez_vivre.store.journal import CASE_TABLES

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run

WHY = ("--motif", "à sa demande")
LIMIT, OPPOSE = ("rgpd", "limiter", "roy", *WHY), ("rgpd", "opposition", "roy", *WHY)

Act = tuple[tuple[tuple[str, ...], ...], tuple[str, ...]]
MORE: dict[str, Act] = {
    "contacts noter, alone": ((), ("contacts", "noter", "roy", "-r", "nrp")),
    "relances planifier": ((), ("relances", "planifier", "roy", "rappeler", "--le", "lundi")),
    "mises-en-relation noter": ((PERSON,), ("mises-en-relation", "noter", "roy", "PR-1")),
    "visites inviter": ((COMING,), ("visites", "inviter", "V-1", "roy")),
    "visites presences, with another": (
        (WEEKEND,), ("visites", "presences", "V-1", "--venus", "blum", "--venus", "roy"),
    ),
    "foyers fusionner, into another": ((), ("foyers", "fusionner", "blum", "roy")),
    "offres ajouter": ((), OFFER),
}  # fmt: skip
"""Lines that write and take nothing away, or that only also write to the file."""
FREED = {"refaire"} | {name for name in ACTS if name.startswith("rgpd ")}
"""What is meant to go through: rights themselves, and going back."""
WRITING: dict[str, Act] = {
    **{name: act[:2] for name, act in ACTS.items() if name not in FREED},
    **MORE,
}


def reference(run: Run, name: str = "Ève ROY") -> str:
    """The reference of a household of `two`."""
    found = run("foyers", "lister", "-f", "json").json
    return str(next(one["reference"] for one in found if one["nom"] == name))


def file_of(base: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of the first household."""
    found = {
        table: query(base, f"SELECT * FROM {table} WHERE household_id = 1 ORDER BY id")
        for table in sorted(CASE_TABLES)
    }
    return {**found, "household": query(base, "SELECT * FROM household WHERE id = 1")}


def one_line(text: str) -> str:
    """An answer as it is before it is wrapped."""
    return " ".join(text.split())


@pytest.mark.parametrize("name", WRITING)
def test_no_command_writes_to_a_limited_file(run: Run, base: Path, two: Path, name: str) -> None:
    """One that names it is refused with the gesture that lifts; one of many files leaves it out."""
    before, words = WRITING[name]
    known = reference(run)
    for line in before:
        run(*line)
    run(*LIMIT)
    present, whole = file_of(base), tables(base, besides=JOURNAL)
    words = tuple(word.format(decisions=two) for word in words)
    if {"roy", "Roy"} & set(words):
        said = run(*words, fails_with=1)
        assert f"`venez-vivre rgpd limiter {known} --lever`" in said.err
        assert tables(base, besides=JOURNAL) == whole
    else:  # an officer whose only file is limited has nothing to hand over
        run(*words, fails_with=frozenset({0, 1}) if name == "foyers passation" else 0)
    assert file_of(base) == present


@pytest.mark.parametrize("name", WRITING)
def test_once_the_limitation_is_lifted_the_same_line_goes_through(
    run: Run, two: Path, name: str
) -> None:
    before, words = WRITING[name]
    for line in before:
        run(*line)
    run(*LIMIT)
    run("rgpd", "limiter", "roy", "--lever")
    run(*(word.format(decisions=two) for word in words))


APPROACHING = {
    "contacts noter", "contacts noter, alone", "relances planifier", "relances reporter",
    "relances faire", "relances annuler",
    "mises-en-relation noter", "visites inviter", "visites presences",
    "visites presences, with another",
}  # fmt: skip
ASIDE = {"foyers rouvrir", "foyers affecter", "foyers clore", "foyers modifier", "visites annuler"}


@pytest.mark.parametrize("name", sorted(APPROACHING | ASIDE))
def test_who_objected_is_in_touch_with_nobody_any_more_but_their_file_can_be_kept_right(
    run: Run, base: Path, two: Path, name: str
) -> None:
    before, words = WRITING[name]
    known = reference(run)
    for line in before:
        run(*line)
    run(*OPPOSE)
    present = file_of(base)
    said = run(*words, fails_with=1 if name in APPROACHING else 0)
    if name in APPROACHING:
        assert f"`venez-vivre rgpd effacer {known}`" in said.err
        assert file_of(base) == present


@pytest.mark.parametrize(
    "words",
    [
        ("foyers", "modifier", "roy", "--metier", "soudeuse"),
        ("foyers", "clore", "roy", "--motif", "injoignable", "--oui"),
        (
            "installations",
            "noter",
            "roy",
            "--le",
            "20/11/2025",
            "--commune",
            "Autun",
            "--adultes",
            "1",
            "--enfants",
            "0",
        ),
    ],
)
def test_a_fact_noted_of_who_objected_is_written_with_a_reminder(
    run: Run, base: Path, two: Path, words: tuple[str, ...]
) -> None:
    known = reference(run)
    run(*OPPOSE)
    before = tables(base, besides=JOURNAL)
    said = one_line(run(*words).err)
    assert tables(base, besides=JOURNAL) != before
    assert f"Le foyer {known} s’est opposé le" in said
    assert f"rgpd opposition {known} --lever" in said
    assert "opposé" not in run("foyers", "modifier", "blum", "--metier", "soudeuse").err


def test_an_import_of_settlements_reminds_of_who_objected(
    run: Run, two: Path, tmp_path: Path
) -> None:
    known = reference(run)
    run(*OPPOSE)
    path = a_csv(tmp_path / "s.csv", [a_settlement(known)])
    said = one_line(run("installations", "importer", str(path)).err)
    assert f"Le foyer {known} s’est opposé" in said


def test_nobody_is_asked_to_insist_on_an_approach_that_a_right_forbids(
    run: Run, base: Path, two: Path
) -> None:
    """The file is closed, which `--oui` passes over; the objection is what is said."""
    run(*PERSON)
    run(*COMING)
    run("foyers", "clore", "roy", "--motif", "injoignable", "--oui")
    run(*OPPOSE)
    for more in ((), ("--oui",)):
        for words in (
            ("mises-en-relation", "noter", "roy", "PR-1"),
            ("visites", "inviter", "V-1", "roy"),
        ):
            said = run(*words, *more, fails_with=1).err
            assert "opposé" in said
            assert "passe outre" not in said


def test_going_back_is_possible_on_a_limited_file(run: Run, base: Path, two: Path) -> None:
    """What was done before the limitation is taken back with it; what a right did, on its own."""
    present = tables(base, besides=JOURNAL)
    run("foyers", "modifier", "roy", "--metier", "soudeuse")
    run(*LIMIT)
    limited = tables(base, besides=JOURNAL)
    run("rgpd", "rectifier", "roy", "--metier", "Soudeuse TIG")
    run("annuler")
    assert tables(base, besides=JOURNAL) == limited
    run("refaire")
    run("annuler", "3")
    assert tables(base, besides=JOURNAL) == present


@pytest.fixture
def many(base: Path) -> dict[str, str]:
    """A base of thirty households; one of them limited, one opposed."""
    world(base)
    return dict(zip(("limited", "opposed"), references([1, 8]), strict=True))


LISTS = (
    ("aujourdhui", "--agent", "tous", "-n", "99"),
    ("aujourdhui", "--agent", "tous", "--semaine"),
    ("relances", "lister", "-n", "99"),
    ("apparier", "--offre", JOB, "-n", "99"),
    ("repartir", "--par-offre", "99", "-n", "99"),
    ("docteur",),
)


@pytest.mark.parametrize("words", LISTS, ids=" ".join)
def test_a_file_that_is_held_back_is_no_work_to_do(
    run: Run, many: dict[str, str], words: tuple[str, ...]
) -> None:
    marks = [*many.values(), word(1), word(8)]
    before = run(*words, "-f", "json").out
    shown = [mark for mark in marks if mark in before]
    run("rgpd", "limiter", many["limited"], *WHY)
    run("rgpd", "opposition", many["opposed"], *WHY)
    for form in ("json", "table"):
        after = run(*words, "-f", form).out
        assert not [mark for mark in marks if mark in after]
    assert shown or words[0] in {"docteur", "repartir"}
    run("rgpd", "limiter", many["limited"], "--lever")
    run("rgpd", "opposition", many["opposed"], "--lever")
    assert run(*words, "-f", "json").out == before


def test_nothing_is_proposed_to_a_file_that_is_held_back(run: Run, many: dict[str, str]) -> None:
    run("rgpd", "limiter", many["limited"], *WHY)
    run("rgpd", "opposition", many["opposed"], *WHY)
    for known, gesture in ((many["limited"], "rgpd limiter"), (many["opposed"], "rgpd opposition")):
        lines = (
            ("apparier", known),
            ("apparier", known, "--bouquet"),
            ("pourquoi", known, JOB),
            ("mises-en-relation", "brouillon", known, HELPER),
        )
        for line in lines:
            assert f"`venez-vivre {gesture} {known} --lever`" in run(*line, fails_with=1).err
        assert run("foyers", "montrer", known, "-f", "json").json["pistes"] == []
    said = run("apparier", "--offre", JOB, "-f", "json").out
    assert "recontacté" in said or "opposition" in said


def test_a_held_back_file_is_shown_as_such(run: Run, many: dict[str, str]) -> None:
    run("rgpd", "limiter", many["limited"], "--motif", "conteste son adresse")
    run("rgpd", "opposition", many["opposed"], *WHY)
    shown = " ".join(run("foyers", "montrer", many["limited"]).out.split())
    assert "DOSSIER LIMITÉ depuis le 27/11/2025 (conteste son adresse)" in shown
    data = run("foyers", "montrer", many["limited"], "-f", "json").json
    assert (data["limite_le"], data["motif_limitation"]) == ("2025-11-27", "conteste son adresse")
    assert "OPPOSITION depuis le 27/11/2025" in run("foyers", "montrer", many["opposed"]).out
    listed = run("foyers", "lister", "-n", "99", "-f", "json").json
    held = {one["reference"]: one["droits"] for one in listed if one["droits"]}
    assert held == {many["limited"]: "limite", many["opposed"]: "oppose"}
    table = run("foyers", "lister", "-n", "99").out
    assert "limité" in table
    assert "opposé" in table


@pytest.mark.parametrize(
    "line",
    [
        ("entonnoir", "--par", "territoire"), ("rapport", "hebdo"), ("rapport", "bilan"),
        ("installations", "retention"), ("visites", "conversion"),
    ],
    ids=" ".join,
)  # fmt: skip
def test_figures_count_a_held_back_file(
    run: Run, many: dict[str, str], line: tuple[str, ...]
) -> None:
    before = run(*line, "-f", "json").out
    run("rgpd", "limiter", many["limited"], *WHY)
    run("rgpd", "opposition", many["opposed"], *WHY)
    assert run(*line, "-f", "json").out == before


def imports(tmp_path: Path) -> dict[str, Path]:
    """A file of each kind that says something new of the household of Ève Roy."""
    mail = "roy@example.org"
    signup = a_signup(prenom="Ève", nom="Roy", email=mail, metier="Soudeuse")
    partner = a_signup(
        prenom="Max", nom="Roy", prenom_conjoint="Ève", nom_conjoint="Roy", email_conjoint=mail
    )
    return {
        "inscrits": a_csv(tmp_path / "s.csv", [signup]),
        "inscrits, of a partner": a_csv(tmp_path / "p.csv", [partner]),
        "contacts": a_csv(tmp_path / "c.csv", [a_contact(mail)]),
        "installations": a_csv(tmp_path / "i.csv", [a_settlement(mail)]),
    }


@pytest.mark.parametrize(
    "kind", ["inscrits", "inscrits, of a partner", "contacts", "installations"]
)
def test_an_import_changes_nothing_of_a_limited_file_and_says_so(
    run: Run, base: Path, two: Path, tmp_path: Path, kind: str
) -> None:
    """The line is « inchangée », with a warning; once lifted, the same file is taken in."""
    path, known = str(imports(tmp_path)[kind]), reference(run)
    run(*LIMIT)
    present = tables(base, besides=(*JOURNAL, "import_run"))
    words = (kind.split(",", maxsplit=1)[0], "importer", path, "-f", "json")
    said = run(*words, fails_with=frozenset({0, 5})).json
    assert tables(base, besides=(*JOURNAL, "import_run")) == present
    assert said["inchangees"] == 1
    (told,) = [one for one in said["problemes"] if known in one["motif"]]
    assert f"rgpd limiter {known} --lever" in told["remede"]
    run("rgpd", "limiter", "roy", "--lever")
    again = run(*words, fails_with=frozenset({0, 5})).json
    assert again["inchangees"] == 0
    assert again["creees"] + again["mises_a_jour"] == 1


@pytest.mark.parametrize(
    ("kind", "taken"), [("contacts", 0), ("inscrits", 1), ("installations", 1)]
)
def test_an_import_notes_no_exchange_with_who_objected(
    run: Run, base: Path, two: Path, tmp_path: Path, kind: str, taken: int
) -> None:
    path = str(imports(tmp_path)[kind])
    run(*OPPOSE)
    said = run(kind, "importer", path, "-f", "json", fails_with=frozenset({0, 5})).json
    assert said["creees"] + said["mises_a_jour"] == taken
    assert query(base, "SELECT count(*) FROM contact") == [(0,)]


RIGHTS = (
    (LIMIT, "limitation", "à sa demande"),
    (OPPOSE, "opposition", "à sa demande"),
    (("rgpd", "rectifier", "roy", "--nom", "Rey"), "rectification", "Rectifié : nom."),
)


@pytest.mark.parametrize(("words", "kind", "note"), RIGHTS)
def test_each_right_is_noted_as_answered_that_day_and_undone_in_one_step(
    run: Run, base: Path, two: Path, words: tuple[str, ...], kind: str, note: str
) -> None:
    present = tables(base, besides=JOURNAL)
    assert run(*words).out.endswith(f"{TAKE_BACK}\n")
    noted = query(
        base,
        "SELECT household_id, kind, received_on, due_on, answered_on, outcome, note, agent "
        "FROM privacy_request",
    )
    day = TODAY.isoformat()
    assert noted == [(1, kind, day, "2025-12-27", day, "satisfaite", note, "Test")]
    (summary,) = query(base, "SELECT summary FROM operation ORDER BY id DESC LIMIT 1")[0]
    assert "roy" not in summary.lower()
    assert "rey" not in summary.lower()
    run("annuler")
    assert tables(base, besides=JOURNAL) == present


@pytest.mark.parametrize(
    ("act", "noted", "gone"),
    [
        (
            OPPOSE,
            "Le foyer {} est de nouveau opposé à",
            "L’opposition du foyer {} n’est plus notée",
        ),
        (LIMIT, "Le dossier {} est de nouveau limité", "Le dossier {} n’est plus limité"),
    ],
)
def test_going_back_over_a_right_says_that_it_is_withdrawn_or_holds_again(
    run: Run, two: Path, act: tuple[str, ...], noted: str, gone: str
) -> None:
    known = reference(run)
    noted, gone = noted.format(known), gone.format(known)
    run(*act)
    assert gone in one_line(run("annuler").out)
    assert noted in one_line(run("refaire").out)
    run(*act[:3], "--lever")
    assert noted in one_line(run("annuler").out)
    assert gone in one_line(run("annuler").out)
    run("foyers", "modifier", "roy", "--metier", "soudeuse")
    said = one_line(run("annuler").out)
    assert not {"opposé", "opposition", "limité"} & set(said.split())


def test_a_request_that_waited_is_answered_not_doubled(run: Run, base: Path, two: Path) -> None:
    with store_of(base).transact(_heading("rgpd demande")) as work:
        work.rows.run(
            "INSERT INTO privacy_request (household_id, kind, received_on, due_on, note) "
            "VALUES (1, 'limitation', '2025-11-20', '2025-12-20', 'par courrier')"
        )
    run(*LIMIT)
    noted = query(base, "SELECT received_on, answered_on, note FROM privacy_request")
    assert noted == [("2025-11-20", "2025-11-27", "par courrier\nà sa demande")]


def _heading(command: str) -> Any:
    from venez_vivre.store.operations import Heading  # noqa: PLC0415

    return Heading("Test", command, TODAY)


def test_a_limited_file_is_rectified(run: Run, base: Path, two: Path) -> None:
    run("foyers", "modifier", "roy", "--prenom-conjoint", "Max", "--naissances-enfants", "2015")
    run(*LIMIT)
    run("rgpd", "rectifier", "roy", "--telephone", "06 39 98 12 34", "--code-postal", "71400")
    run("rgpd", "rectifier", "roy", "--membre", "max", "--annee-naissance", "1984", "--nom", "Noé")
    people = query(base, "SELECT role, last_name, last_key, phone, birth_year FROM person "
                         "WHERE household_id = 1 ORDER BY id")  # fmt: skip
    assert ("inscrit", "Roy", "roy", "+33639981234", None) in people
    assert ("conjoint", "Noé", "noe", None, 1984) in people
    assert query(base, "SELECT limited_on FROM household WHERE id = 1") == [("2025-11-27",)]
    for words in (("--membre", "zoé", "--nom", "X"), ("--membre", "max", "--loyer-max", "9")):
        run("rgpd", "rectifier", "roy", *words, fails_with=frozenset({2, 3}))
    assert "déjà ces valeurs" in run("rgpd", "rectifier", "roy", "--nom", "Roy", fails_with=1).err
    run("rgpd", "rectifier", "roy", fails_with=2)


@pytest.mark.parametrize("words", [row[0] for row in RIGHTS])
def test_who_was_given_the_data_is_to_be_told(run: Run, two: Path, words: tuple[str, ...]) -> None:
    run(*OFFER, "--structure", "Forges")
    run(*PERSON)
    offer = run("offres", "lister", "-f", "json").json[0]["reference"]
    run("mises-en-relation", "noter", "roy", offer, "PR-1")
    told = run(*words, "-f", "json").json["a_prevenir"]
    assert {(one["reference"], one["nom"]) for one in told} == {
        (offer, "Forges"), ("PR-1", "Ida Noir"),
    }  # fmt: skip
    assert {one["mis_en_relation_le"] for one in told} == {"2025-11-27"}
    run("annuler")
    assert "Ida Noir" in run(*words).out


@pytest.mark.parametrize(("verb", "sentence"), [("limiter", "limité"), ("opposition", "opposé")])
def test_a_right_is_used_once_and_lifted_once(
    run: Run, base: Path, two: Path, verb: str, sentence: str
) -> None:
    run("rgpd", verb, "roy", fails_with=2)
    run("rgpd", verb, "roy", "--motif", " ", fails_with=2)
    assert "rien à lever" in run("rgpd", verb, "roy", "--lever", fails_with=1).err
    run("rgpd", verb, "roy", *WHY)
    assert "déjà" in run("rgpd", verb, "roy", *WHY, fails_with=1).err
    run("rgpd", verb, "roy", "--lever", "--motif", "c’est réglé")
    last = query(base, "SELECT note FROM privacy_request ORDER BY id DESC LIMIT 1")[0][0]
    assert last.startswith("Levée")
    assert last.endswith("c’est réglé")
    assert sentence not in run("foyers", "lister").out


def test_the_check_of_every_write_reads_the_few_files_that_are_held_back(base: Path) -> None:
    """By an index that holds those alone: a base of a million files is asked at each command."""
    world(base, 1)
    with store_of(base).reading() as rows:
        if SERVED:  # a base this small is read whole
            rows.run("SET LOCAL enable_seqscan = off")
        word = "EXPLAIN" if SERVED else "EXPLAIN QUERY PLAN"
        plan = rows.rows(f"{word} {restraint._HELD}")
    assert "ix_household_held" in json.dumps(plan)


def test_a_new_form_of_who_objected_is_taken_and_told_of(run: Run, tmp_path: Path) -> None:
    line = a_signup(date_inscription="2025-11-01")
    run("inscrits", "importer", str(a_csv(tmp_path / "1.csv", [line])))
    run("rgpd", "opposition", line["email"], "--motif", "ne veut plus")
    again = line | {"date_inscription": "2025-11-20", "message": "je veux de nouveau"}
    said = run("inscrits", "importer", str(a_csv(tmp_path / "2.csv", [again])), "-f", "json").json
    assert said["mises_a_jour"] == 1
    (told,) = [one for one in said["problemes"] if "opposé" in one["motif"]]
    assert "--lever" in told["remede"]
