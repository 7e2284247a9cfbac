"""The decision table of matches can be read, is sound, and goes through the ordinary imports."""

from __future__ import annotations

import csv
from collections import Counter

import pytest

import cas_reader
from venez_vivre.vocabulary import OfferKind

CASES = cas_reader.read()
MAIN = ("metier", "lieu", "salaire", "ecole", "garde")


def test_the_table_is_sound():
    """Identifiers, fields, values, communes, occupations, dates and kinds: nothing to say."""
    assert cas_reader.problems(CASES) == []


def test_each_theme_has_enough_cases():
    """Six lines a theme at least, twelve for what families ask about first."""
    lines = Counter(case.theme for case in CASES)
    assert min(lines.values()) >= 6
    main = [lines[t] for t in lines if t in MAIN or t.startswith("logement_")]
    assert min(main) >= 12


def test_every_verdict_and_kind_is_met():
    """No verdict and no kind of offer is left untried, and A is not always the answer."""
    verdicts = Counter(case.verdict for case in CASES)
    assert set(verdicts) == set(cas_reader.VERDICTS)
    assert verdicts["B"] > verdicts["A"] / 2
    kinds = {case.offer_a["type"] for case in CASES}
    assert kinds == {kind.value for kind in OfferKind}


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("verdict", "C", "verdict C"),
        ("theme", "météo", "theme météo"),
        ("key", "X1", "the identifier is no T and three digits"),
        ("household", {"lubie": "voile"}, "unknown field lubie"),
        (
            "household",
            {"date_souhaitee": "01/06/2026"},
            "date_souhaitee is no ISO date: 01/06/2026",
        ),
        ("household", {"communes_souhaitees": "Givry"}, "no single commune is named Givry"),
        ("household", {"metier": "lunetier lunaire"}, "metier is no known occupation"),
        ("offer_a", {"type": "garde"}, "kinds of the offers: ['emploi', 'garde']"),
        ("offer_a", {"type": "emploi", "contrat": "troc"}, "contrat cannot be read: troc"),
    ],
)
def test_a_slip_in_the_table_is_said(field, value, said):
    """A wrong cell is named, so that who corrects the table finds it."""
    slipped = CASES[0]._replace(**{field: value})
    assert any(said in problem for problem in cas_reader.problems([slipped]))


def test_a_case_written_twice_is_said():
    """Two lines of one identifier would hide each other."""
    assert f"{CASES[0].key}: 2 times" in cas_reader.problems([*CASES, CASES[0]])


def test_what_must_not_be_proposed_has_its_reference():
    """A test of the engine looks for these references among the proposals."""
    case = CASES[0]._replace(verdict="A et B exclues")
    assert case.excluded == {"T001-A", "T001-B"}
    assert not case._replace(verdict="ni A ni B exclue").excluded


def test_the_cases_import_whole(run, tmp_path):
    """Every household and every offer is created: nothing rejected, nothing set aside."""
    signups, offers = cas_reader.write_imports(CASES, tmp_path)
    for noun, path, lines in (("inscrits", signups, 1), ("offres", offers, 2)):
        receipt = run("--date", cas_reader.TODAY, noun, "importer", str(path), "-f", "json").json
        assert receipt["creees"] == receipt["lues"] == lines * len(CASES)
        assert receipt["problemes"] == []
        assert receipt["colonnes_ignorees"] == []


def test_a_few_cases_are_written_as_they_are_with_the_others(tmp_path):
    """One case can be tried alone: its people and offers are the same as in the whole file."""
    (tmp_path / "alone").mkdir()
    (whole, _), (alone, _) = (
        cas_reader.write_imports(CASES, tmp_path),
        cas_reader.write_imports(CASES[7:8], tmp_path / "alone"),
    )
    with whole.open(encoding="utf-8") as one, alone.open(encoding="utf-8") as other:
        among = list(csv.DictReader(one, delimiter=";"))[7]
        (line,) = csv.DictReader(other, delimiter=";")
    assert {field: value for field, value in among.items() if value} == line
