"""Everything that was noted of a household comes along, once, and goes on being followed."""

from __future__ import annotations

from pathlib import Path

import pytest

from builders import a_csv, a_signup, query
from conftest import Run

pytestmark = [pytest.mark.plain, pytest.mark.file]

ROY = {"prenom": "Ève", "nom": "Roy", "email": "roy@example.org"}
ARRIVAL = ("--commune", "Autun", "--adultes", "2", "--enfants", "0", "--scolarises", "0")
COMMON = (
    ("agents", "ajouter", "--nom", "Ana Bel"),
    ("ressources", "ajouter", "Ida Noir", "--telephone", "0353010102"),
    ("offres", "ajouter", "--type", "emploi", "--titre", "Soudeur", "--commune", "Autun"),
    ("visites", "creer", "Week-end", "--du", "2025-11-20", "--au", "2025-11-21"),
    ("objectifs", "definir", "foyers_installes", "10", "--echeance", "31/12/2026"),
)
"""What both territories typed alike."""
FACTS = (
    ("foyers", "affecter", "roy", "--agent", "ana bel"),
    ("contacts", "noter", "roy", "-r", "joint", "Projet confirmé"),
    ("relances", "planifier", "roy", "rappeler", "--le", "aujourdhui"),
    ("mises-en-relation", "noter", "roy", "PR-1"),
    ("visites", "presences", "V-1", "--venus", "roy"),
    ("visites", "bilan", "V-1", "roy", "Ravis"),
    ("installations", "noter", "roy", "--le", "22/11/2025", *ARRIVAL),
    ("rgpd", "demandes", "roy", "--droit", "acces"),
)
COUNTED = (
    *("officer", "resource_person", "offer", "visit", "target", "household", "contact"),
    *("follow_up", "introduction", "visit_guest", "settlement", "privacy_request"),
)


def counts(base: Path) -> dict[str, int]:
    return {table: query(base, f"SELECT count(*) FROM {table}")[0][0] for table in COUNTED}


@pytest.fixture
def a(run: Run, tmp_path: Path) -> Path:
    """A base in which everything happened to one household."""
    return a_base(run, tmp_path, "a", FACTS)


def a_base(run: Run, folder: Path, name: str, facts: tuple[tuple[str, ...], ...]) -> Path:
    path = folder / f"{name}.db"
    run(
        "--base",
        str(path),
        "inscrits",
        "importer",
        str(a_csv(folder / "roy.csv", [a_signup(**ROY)])),
    )
    for words in (*COMMON, *facts):
        run("--base", str(path), *words)
    return path


def test_all_that_was_noted_comes_along(run: Run, a: Path, tmp_path: Path) -> None:
    target = tmp_path / "region.db"
    run("base", "reunir", str(a), "--vers", str(target))
    assert counts(target) == counts(a)
    assert min(counts(a).values()) >= 1
    shown = [
        run("--base", str(base), "foyers", "montrer", "roy", "-f", "json").json
        for base in (a, target)
    ]
    left = {"version"}
    one, other = ({k: v for k, v in said.items() if k not in left} for said in shown)
    assert one.keys() == other.keys()
    assert one["reference"] == other["reference"], "the first household of each"
    assert run("--base", str(target), "base", "verifier", "-f", "json").json["saine"]


def test_what_both_territories_typed_alike_is_there_once(run: Run, a: Path, tmp_path: Path) -> None:
    b = a_base(run, tmp_path, "b", (("contacts", "noter", "roy", "-r", "joint", "Vu au salon"),))
    target = tmp_path / "region.db"
    run("base", "reunir", str(a), str(b), "--vers", str(target), fails_with=frozenset({0, 5}))
    assert counts(target) == {**counts(a), "contact": counts(a)["contact"] + 1}
    assert run("--base", str(target), "base", "verifier", "-f", "json").json["saine"]


def test_what_both_territories_count_otherwise_is_listed(run: Run, a: Path, tmp_path: Path) -> None:
    b = a_base(run, tmp_path, "b", ())
    run("--base", str(b), "objectifs", "definir", "foyers_installes", "20", "--echeance",
        "31/12/2026")  # fmt: skip
    target = tmp_path / "region.db"
    said = run("base", "reunir", str(a), str(b), "--vers", str(target), "-f", "json", fails_with=5)
    (found,) = said.json["conflits"]
    assert found["champ"] == "Objectifs : value"
    assert {found["ici"], found["la"]} == {10, 20}


def test_a_household_joined_with_another_in_the_target_goes_on_being_followed(
    run: Run, a: Path, tmp_path: Path
) -> None:
    target = tmp_path / "region.db"
    run("base", "reunir", str(a), "--vers", str(target))
    run("--base", str(target), "foyers", "creer", "--prenom", "Luc", "--nom", "Blum", "--email",
        "blum@example.org", "--inscrit-le", "12/03/2025")  # fmt: skip
    run("--base", str(target), "foyers", "fusionner", "blum", "roy", "--oui")
    run("--base", str(a), "contacts", "noter", "roy", "-r", "joint", "Après la fusion")
    run("base", "reunir", str(a), "--vers", str(target), fails_with=frozenset({0, 5}))
    sql = "SELECT count(*) FROM contact WHERE summary = 'Après la fusion'"
    assert query(target, sql) == [(1,)]
    assert query(target, "SELECT count(*) FROM household") == [(1,)]


def test_two_files_joined_in_a_source_become_one_here(run: Run, a: Path, tmp_path: Path) -> None:
    run("--base", str(a), "foyers", "creer", "--prenom", "Luc", "--nom", "Blum", "--email",
        "blum@example.org", "--inscrit-le", "12/03/2025")  # fmt: skip
    target = tmp_path / "region.db"
    run("base", "reunir", str(a), "--vers", str(target))
    assert query(target, "SELECT count(*) FROM household") == [(2,)]
    run("--base", str(a), "foyers", "fusionner", "roy", "blum", "--oui")
    run("base", "reunir", str(a), "--vers", str(target))
    funnels = [run("--base", str(base), "entonnoir", "-f", "json").json for base in (a, target)]
    assert funnels[0] == funnels[1]
    assert query(target, "SELECT count(*) FROM household") == [(1,)]
    assert counts(target) == counts(a)
