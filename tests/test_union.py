"""Local bases brought into one: the funnel is that of one base that holds everything."""

from __future__ import annotations

import random
import shutil
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlmodel import SQLModel

import territories
from builders import (
    JOURNAL,
    a_contact,
    a_csv,
    a_settlement,
    a_signup,
    opened,
    query,
    tables,
)
from conftest import Run
from venez_vivre.casework.union.kinds import KINDS, LEFT
from venez_vivre.casework.union.lineage import Brought, Lineage, Standing, standing

pytestmark = [pytest.mark.plain, pytest.mark.file]
"""Encrypted sources have tests of their own in test_union_refused."""

NOT_OF_FACTS = {*JOURNAL, "base_mark", "merged_base", "merged_row"}
STEPS = ("entonnoir", "-f", "json")


def steps(run: Run, base: Path, *words: str) -> Any:
    """The funnel of a base, as scripts read it."""
    return run("--base", str(base), *STEPS, *words).json


@pytest.fixture
def region(tmp_path: Path) -> territories.Region:
    """Six territories of two hundred sign-ups, one group in five in two of them."""
    return territories.write(tmp_path / "f", count=6, signups=200, shared=0.2, seed=3)


@pytest.fixture
def local(region: territories.Region, tmp_path: Path) -> list[str]:
    """Their bases."""
    return [str(path) for path in territories.build_each(region, tmp_path)]


def test_every_table_is_brought_or_left_for_a_reason() -> None:
    brought = {kind.table for kind in KINDS}
    assert not brought & set(LEFT)
    assert brought | set(LEFT) == set(SQLModel.metadata.tables)


def test_35_bases_give_the_funnel_of_one_that_holds_everything(run: Run, tmp_path: Path) -> None:
    region = territories.write(tmp_path / "f", count=35, signups=700, shared=0.1, seed=2)
    local = territories.build_each(region, tmp_path)
    whole = territories.build_whole(region, tmp_path / "tout.db")
    target = tmp_path / "region.db"
    said = run("base", "reunir", *map(str, local), "--vers", str(target), "-f", "json").json
    assert region.twice > 40
    assert sum(one["reunis"] for one in said["bases"]) == region.twice
    assert said["conflits"] == []
    for words in ((), ("--par", "mois")):
        assert steps(run, target, *words) == steps(run, whole, *words)
    assert run("--base", str(target), "base", "verifier", "-f", "json").json["saine"]


@settings(max_examples=6)
@given(seed=st.integers(1, 10_000), count=st.integers(2, 5), shared=st.floats(0, 0.6))
def test_whatever_the_bases_nobody_is_counted_twice_nor_lost(
    run: Run, tmp_path: Path, seed: int, count: int, shared: float
) -> None:
    folder = tmp_path / f"{seed}-{count}-{shared}"
    shutil.rmtree(folder, ignore_errors=True)
    region = territories.write(folder / "f", count=count, signups=40, shared=shared, seed=seed)
    local = list(map(str, territories.build_each(region, folder)))
    whole = territories.build_whole(region, folder / "tout.db")
    expected = steps(run, whole)
    for number in range(2):
        target = folder / f"region{number}.db"
        random.Random(seed + number).shuffle(local)  # noqa: S311  an order, not a secret
        run("base", "reunir", *local, "--vers", str(target))
        assert steps(run, target) == expected


def test_the_order_of_the_files_does_not_matter(run: Run, local: list[str], tmp_path: Path) -> None:
    one, other, apart = (tmp_path / f"{name}.db" for name in ("un", "autre", "separes"))
    run("base", "reunir", *local, "--vers", str(one))
    run("base", "reunir", *reversed(local), "--vers", str(other))
    for path in local[3:] + local[:3]:
        run("base", "reunir", path, "--vers", str(apart))
    for words in ((), ("--par", "mois"), ("--par", "canal")):
        assert steps(run, one, *words) == steps(run, other, *words)
    assert steps(run, one) == steps(run, apart)


def test_a_base_given_twice_or_again_counts_once(
    run: Run, local: list[str], tmp_path: Path
) -> None:
    target = tmp_path / "region.db"
    first = run("base", "reunir", *local, local[0], "--vers", str(target), "-f", "json").json
    assert first["bases"][-1]["recus"] == 0
    present = tables(target)
    again = run("base", "reunir", *local, "--vers", str(target), "-f", "json").json
    assert tables(target) == present, "not even a line of the journal"
    assert {one["recus"] + one["reunis"] + one["mis_a_jour"] for one in again["bases"]} == {0}
    assert sum(one["connus"] for one in again["bases"]) > 0


def test_the_sources_are_left_as_they_are_to_the_byte(
    run: Run, local: list[str], tmp_path: Path
) -> None:
    before = {path: Path(path).read_bytes() for path in local}
    listed = sorted(path.name for path in tmp_path.iterdir())
    run("base", "reunir", *local, "--vers", str(tmp_path / "region.db"))
    assert {path: Path(path).read_bytes() for path in local} == before
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([*listed, "region.db"])


def test_undo_gives_back_the_same_tables(run: Run, local: list[str], tmp_path: Path) -> None:
    target = tmp_path / "region.db"
    run("base", "reunir", *local[:4], "--vers", str(target))
    before = tables(target, besides=JOURNAL)
    funnel = steps(run, target)
    said = run("base", "reunir", *local, "--vers", str(target), "-f", "json").json
    assert Path(said["sauvegarde"]).exists(), "kept before"
    whole = steps(run, target)
    assert whole != funnel
    run("--base", str(target), "annuler")
    assert tables(target, besides=JOURNAL) == before
    run("--base", str(target), "refaire")
    assert steps(run, target) == whole


def test_a_month_later_only_what_is_new_or_changed_is_brought(run: Run, tmp_path: Path) -> None:
    a, target = str(tmp_path / "a.db"), str(tmp_path / "region.db")
    anne = a_signup(prenom="Anne", nom="Morel", email="anne@example.org")
    run("--base", a, "inscrits", "importer", str(a_csv(tmp_path / "1.csv", [anne])))
    run("--base", a, "contacts", "importer", str(a_csv(tmp_path / "2.csv", [
        a_contact("anne@example.org"),
    ])))  # fmt: skip
    run("base", "reunir", a, "--vers", target)
    run("--base", a, "foyers", "modifier", "morel", "--commune", "Nevers")
    run("--base", a, "contacts", "noter", "morel", "-r", "joint", "Projet mûr")
    run("--base", a, "inscrits", "importer", str(a_csv(tmp_path / "3.csv", [a_signup()])))
    said = run("base", "reunir", a, "--vers", target, "-f", "json").json
    (one,) = said["bases"]
    assert (one["etat"], one["recus"], one["mis_a_jour"]) == ("plus récente", 1, 1)
    assert said["conflits"] == []
    assert query(Path(target), "SELECT count(*) FROM contact") == [(2,)]
    assert query(Path(target), "SELECT commune FROM household ORDER BY id")[0] == ("Nevers",)


def test_what_both_sides_edited_is_listed_and_never_replaced(run: Run, tmp_path: Path) -> None:
    a, target = str(tmp_path / "a.db"), str(tmp_path / "region.db")
    anne = a_signup(prenom="Anne", nom="Morel", email="anne@example.org")
    run("--base", a, "inscrits", "importer", str(a_csv(tmp_path / "1.csv", [anne])))
    run("base", "reunir", a, "--vers", target)
    run("--base", a, "foyers", "modifier", "morel", "--commune", "Nevers")
    run("--base", target, "foyers", "modifier", "morel", "--commune", "Dole")
    said = run("base", "reunir", a, "--vers", target, "-f", "json", fails_with=5).json
    conflicts = {one["champ"]: one for one in said["conflits"]}
    found = conflicts["Dossier et projet : commune"]
    assert (found["ici"], found["la"]) == ("Dole", "Nevers")
    assert (found["ici_le"], found["la_le"]) == ("2025-11-27", "2025-11-27")
    assert found["foyer"]
    assert query(Path(target), "SELECT commune FROM household") == [("Dole",)]
    again = run("base", "reunir", a, "--vers", target, "-f", "json").json
    assert again["conflits"] == [], "told once: the target has decided"


def test_what_a_source_takes_back_leaves_the_target_too(run: Run, tmp_path: Path) -> None:
    a, target = str(tmp_path / "a.db"), str(tmp_path / "region.db")
    file = a_csv(tmp_path / "1.csv", [a_signup(nom="Morel", email="anne@example.org")])
    run("--base", a, "inscrits", "importer", str(file))
    run("--base", a, "contacts", "noter", "morel", "-r", "joint", "Erreur de dossier")
    run("base", "reunir", a, "--vers", target)
    assert query(Path(target), "SELECT stage FROM household") == [("accompagne",)]
    run("--base", a, "annuler")
    run("base", "reunir", a, "--vers", target)
    assert query(Path(target), "SELECT count(*) FROM contact") == [(0,)]
    assert query(Path(target), "SELECT stage FROM household") == [("inscrit",)]


def test_a_settlement_that_two_territories_count_is_counted_once(run: Run, tmp_path: Path) -> None:
    anne = a_signup(prenom="Anne", nom="Morel", email="anne@example.org")
    paths = [str(tmp_path / f"{name}.db") for name in "abc"]
    for path, day in zip(paths, ("20/11/2025", "22/11/2025", "20/11/2025"), strict=True):
        run("--base", path, "inscrits", "importer", str(a_csv(tmp_path / "1.csv", [anne])))
        file = a_csv(tmp_path / "2.csv", [a_settlement("anne@example.org", date=day)])
        run("--base", path, "installations", "importer", str(file))
    target = tmp_path / "region.db"
    said = run("base", "reunir", *paths, "--vers", str(target), "-f", "json", fails_with=5).json
    assert [one["motif"] for one in said["conflits"]] == ["installé d’après deux bases"]
    standing_days = "SELECT settled_on FROM settlement WHERE cancelled_on IS NULL"
    assert query(target, standing_days) == [("2025-11-20",)]
    assert query(target, "SELECT count(*) FROM household") == [(1,)]


def test_doubtful_people_are_proposed_and_not_made_one(run: Run, tmp_path: Path) -> None:
    jean = a_signup(prenom="Jean-Philippe", nom="Dupont", telephone="0639980103")
    short = {**jean, "prenom": "JP", "email": "jp@example.org"}
    paths = [str(tmp_path / f"{name}.db") for name in "ab"]
    for path, line in zip(paths, (jean, short), strict=True):
        run("--base", path, "inscrits", "importer", str(a_csv(tmp_path / "1.csv", [line])))
    target = str(tmp_path / "region.db")
    said = run("base", "reunir", *paths, "--vers", target, "-f", "json").json
    assert said["a_verifier"] == 1
    assert len(run("--base", target, "inscrits", "doublons", "-f", "json").json) == 1
    assert query(Path(target), "SELECT count(*) FROM household") == [(2,)]


def test_two_copies_that_went_their_own_ways_are_told_apart(run: Run, tmp_path: Path) -> None:
    a, b, target = (tmp_path / f"{name}.db" for name in ("a", "b", "region"))
    lines = [a_signup(nom="Morel", email="anne@example.org"), a_signup(nom="Roy")]
    run("--base", str(a), "inscrits", "importer", str(a_csv(tmp_path / "1.csv", lines)))
    shutil.copy(a, b)
    run("--base", str(a), "--agent", "Ana", "contacts", "noter", "morel", "-r", "joint", "Un")
    run("--base", str(b), "--agent", "Bo", "contacts", "noter", "roy", "-r", "joint", "Deux")
    run("base", "reunir", str(a), str(b), "--vers", str(target))
    assert query(target, "SELECT count(*) FROM household") == [(2,)]
    assert query(target, "SELECT summary FROM contact ORDER BY summary") == [("Deux",), ("Un",)]


def test_people_of_a_copy_that_went_its_own_way_are_recognised(run: Run, tmp_path: Path) -> None:
    """Those whom only one copy edited since are not new people, be it given with an older base."""
    a, b, c, target = (tmp_path / f"{name}.db" for name in ("a", "b", "c", "region"))
    lines = [a_signup(nom="Morel", email="anne@example.org"), a_signup(nom="Roy")]
    run("--base", str(a), "inscrits", "importer", str(a_csv(tmp_path / "1.csv", lines)))
    shutil.copy(a, b)
    run("--base", str(a), "--agent", "Ana", "contacts", "noter", "roy", "-r", "joint", "Un")
    run("--base", str(a), "--agent", "Ana", "contacts", "noter", "roy", "-r", "joint", "Trois")
    run("--base", str(b), "--agent", "Bo", "foyers", "modifier", "morel", "--commune", "Dole")
    run("--base", str(c), "inscrits", "importer", str(a_csv(tmp_path / "2.csv", [a_signup()])))
    run("base", "reunir", str(c), str(b), str(a), "--vers", str(target))
    assert query(target, "SELECT count(*) FROM household") == [(3,)]
    assert query(target, "SELECT count(*) FROM person") == [(3,)]
    assert query(target, "SELECT count(*) FROM signup") == [(3,)]
    assert query(target, "SELECT commune FROM household WHERE commune IS NOT NULL") == [("Dole",)]


def test_an_older_copy_brings_nothing_back(run: Run, tmp_path: Path) -> None:
    a, old, target = (tmp_path / f"{name}.db" for name in ("a", "vieille", "region"))
    run("--base", str(a), "inscrits", "importer", str(a_csv(tmp_path / "1.csv", [a_signup()])))
    shutil.copy(a, old)
    run("--base", str(a), "inscrits", "importer", str(a_csv(tmp_path / "2.csv", [a_signup()])))
    run("base", "reunir", str(a), "--vers", str(target))
    said = run("base", "reunir", str(old), "--vers", str(target), "-f", "json").json
    assert said["bases"][0]["etat"] == "plus ancienne"
    assert query(target, "SELECT count(*) FROM household") == [(2,)]


@given(st.lists(st.sampled_from("abc"), max_size=6), st.lists(st.sampled_from("abc"), max_size=6))
def test_a_trail_says_what_a_base_is(one: list[str], other: list[str]) -> None:
    """By the definition: equal, a beginning of the other, or parted somewhere."""
    trails = ["".join(letter * 8 for letter in said) for said in (one, other)]
    found, _ = standing(Lineage("x", trails[0]), [Brought(1, "x", trails[1])])
    if one == other:
        assert found is Standing.SAME
    elif other[: len(one)] == one:
        assert found is Standing.OLDER
    elif one[: len(other)] == other:
        assert found is Standing.LATER
    else:
        assert found is Standing.FORK
    assert standing(Lineage("y", trails[0]), [Brought(1, "x", trails[1])])[0] is Standing.NEW


@pytest.mark.parametrize("form", ["table", "csv", "md", "json"])
def test_what_a_foreign_base_says_is_shown_without_its_tricks(
    run: Run, tmp_path: Path, form: str
) -> None:
    a, target = (tmp_path / f"{name}.db" for name in ("a", "region"))
    file = a_csv(tmp_path / "1.csv", [a_signup(nom="Morel")])
    run("--base", str(a), "inscrits", "importer", str(file))
    run("base", "reunir", str(a), "--vers", str(target))
    run("--base", str(target), "foyers", "modifier", "morel", "--commune", "Dole")
    connection = opened(a, write=True)
    connection.execute("UPDATE household SET commune = ?", ("\x1b]0;titre\x07\u202eelo\x1bc",))
    connection.close()
    said = run("base", "reunir", str(a), "--vers", str(target), "-f", form, fails_with=5)
    assert "Dole" in said.out
    assert not any(sign in said.out + said.err for sign in "\x1b\x07\u202e")


def test_the_answer_says_how_to_go_back_in_the_target(run: Run, tmp_path: Path) -> None:
    a, target = (tmp_path / f"{name}.db" for name in ("a", "region"))
    file = a_csv(tmp_path / "1.csv", [a_signup(nom="Morel")])
    run("--base", str(a), "inscrits", "importer", str(file))
    out = run("base", "reunir", str(a), "--vers", str(target)).out
    assert f"`venez-vivre --base {target} annuler`" in " ".join(out.split())
    assert "Il manque --vers." in run("base", "reunir", str(a), fails_with=2).err


@pytest.mark.parametrize("columns", [60, 80, 120])
def test_the_answer_fits_the_terminal(
    run: Run, local: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, columns: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    monkeypatch.chdir(tmp_path)
    names = [Path(path).name for path in local]
    out = run("base", "reunir", *names, "--vers", "region.db").out
    assert max(map(len, out.splitlines())) <= columns
