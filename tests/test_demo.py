"""The demonstration, through the program: what it prints is what its files hold, to the unit."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from fnmatch import fnmatch
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from builders import is_untouched, query, tables, written
from paces import slowness
from venez_vivre import demo
from venez_vivre.commands import demo as command
from venez_vivre.commands.demo import WRITTEN

if TYPE_CHECKING:
    from conftest import Run

SMALL = 300


@pytest.fixture(scope="module")
def truth(tmp_path_factory: pytest.TempPathFactory) -> demo.Truth:
    """What the generator knows of the small demonstration."""
    return demo.write(tmp_path_factory.mktemp("fichiers"), signups=SMALL).truth


def show(run: Run, folder: Path, *options: str, fails_with: int = 0) -> Any:
    words = ("demo", "--inscrits", str(SMALL), "--dossier", str(folder), *options)
    said = run(*words, "-f", "json", fails_with=fails_with)
    return said.json if not fails_with else said.err


def stages(bilan: Any) -> dict[str, tuple[int, int]]:
    return {step["etape"]: (step["foyers"], step["personnes"]) for step in bilan["etapes"]}


def people(counts: Any) -> tuple[int, ...]:
    return tuple(
        counts[key] for key in ("foyers", "personnes", "adultes", "enfants", "enfants_scolarises")
    )


@pytest.mark.plain
def test_every_figure_of_the_bilan_is_the_one_of_the_files(
    run: Run, base: Path, tmp_path: Path, truth: demo.Truth
) -> None:
    """Counted by the ordinary imports, which know nothing of the generator."""
    bilan = show(run, tmp_path / "d")
    assert stages(bilan) == {
        "inscrits": (truth.households, truth.registrants),
        "accompagnes": (truth.accompanied_households, truth.accompanied_people),
        "installes": (truth.settled_households, truth.settled_people),
    }
    assert people(bilan["installes"]) == (
        truth.settled_households,
        truth.settled_people,
        truth.settled_adults,
        truth.settled_children,
        truth.schooled_children,
    )
    alone = bilan["spontanees"]
    assert (alone["foyers"], alone["personnes"]) == (
        truth.spontaneous_households,
        truth.spontaneous_people,
    )
    audience = bilan["campagnes"]
    assert {key: audience[key] for key in ("axes", "depense", "vues", "visites", "ecoutes")} == {
        "axes": truth.axes,
        "depense": truth.spending,
        "vues": truth.views,
        "visites": truth.visits,
        "ecoutes": truth.plays,
    }
    made = tmp_path / "d" / "demo.db"
    for table, count in (
        ("territory", truth.territories),
        ("officer", truth.officers),
        ("offer", truth.offers),
        ("contact", truth.contacts),
        ("settlement", truth.settled_households + truth.spontaneous_households),
    ):
        assert query(made, f"SELECT count(*) FROM {table}") == [(count,)], table
    ((read, rejected),) = query(
        made, "SELECT sum(lines_read), sum(rejected) FROM import_run WHERE kind = 'signup'"
    )
    assert (read - rejected, rejected) == (truth.accepted_rows, truth.rejected_rows)
    assert is_untouched(base), "the user's base is never touched"


def test_the_demonstration_twice_changes_nothing(run: Run, tmp_path: Path) -> None:
    """Same figures, same rows, no new operation."""
    first = show(run, tmp_path / "d")
    before = tables(tmp_path / "d" / "demo.db")
    assert show(run, tmp_path / "d") == first
    assert tables(tmp_path / "d" / "demo.db") == before


def test_the_demonstration_leaves_the_user_s_base_alone(
    run: Run, base: Path, tmp_path: Path
) -> None:
    run("agents", "ajouter", "--nom", "Sophie Aubry")
    before = written(base)
    show(run, tmp_path / "d")
    assert written(base) == before


def test_another_demonstration_must_be_erased_first(run: Run, tmp_path: Path) -> None:
    """`--effacer` starts again with what is asked for now."""
    folder = tmp_path / "d"
    show(run, folder)
    assert "--effacer" in show(run, folder, "--graine", "7", fails_with=1)
    show(run, folder, "--graine", "7", "--effacer")
    registered = "SELECT count(*) FROM person WHERE registered_on IS NOT NULL"
    assert query(folder / "demo.db", registered) == [(SMALL,)]


@pytest.mark.parametrize("options", [(), ("--effacer",)])
def test_a_folder_that_holds_something_else_is_refused_and_kept(
    run: Run, tmp_path: Path, options: tuple[str, ...]
) -> None:
    """Even with `--effacer`."""
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "lettre.txt").write_text("à garder", encoding="utf-8")
    assert "n’est pas vide" in show(run, folder, *options, fails_with=1)
    assert [path.name for path in folder.iterdir()] == ["lettre.txt"]


def test_erasing_takes_what_a_demonstration_writes_and_nothing_else(
    run: Run, tmp_path: Path
) -> None:
    """Rejects of several rounds go too; the user's own notes and folders stay."""
    folder = tmp_path / "d"
    show(run, folder)
    made = {path.name for path in folder.iterdir()}
    assert all(any(fnmatch(name, known) for known in WRITTEN) for name in made), made
    (folder / "notes.txt").write_text("à garder", encoding="utf-8")
    (folder / "inscriptions-2024-2025.rejets-2.csv").write_text("x", encoding="utf-8")
    (folder / "copies").mkdir()
    (folder / "copies" / "contacts.csv").write_text("à garder", encoding="utf-8")
    show(run, folder, "--effacer")
    assert {path.name for path in folder.iterdir()} == made | {"notes.txt", "copies"}
    assert (folder / "copies" / "contacts.csv").read_text(encoding="utf-8") == "à garder"


def test_nothing_is_erased_through_a_link(run: Run, tmp_path: Path) -> None:
    """A link may lead to a folder that somebody else uses."""
    folder, link = tmp_path / "d", tmp_path / "lien"
    show(run, folder)
    before = sorted(folder.iterdir())
    link.symlink_to(folder, target_is_directory=True)
    assert "est un lien" in show(run, link, "--effacer", fails_with=1)
    assert sorted(folder.iterdir()) == before


@pytest.mark.skipif(os.name != "posix", reason="no such permissions on this system")
def test_the_files_are_for_their_owner_alone(run: Run, tmp_path: Path) -> None:
    """Whatever the umask of the session is."""
    before = os.umask(0o022)
    try:
        show(run, tmp_path / "d")
    finally:
        os.umask(before)
    assert {path.stat().st_mode & 0o777 for path in (tmp_path / "d").iterdir()} == {0o600}


def test_a_demonstration_interrupted_between_two_imports_says_what_is_kept(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first import is written for good: nobody says that nothing is."""

    def stop(*_: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(command, "_set_targets", stop)
    assert show(run, tmp_path / "d", fails_with=130).endswith(
        "Interrompu après l’enregistrement.\n"
    )


def test_a_file_in_the_way_is_refused(run: Run, tmp_path: Path) -> None:
    (tmp_path / "f").write_text("x")
    assert "n’est pas un dossier" in show(run, tmp_path / "f", fails_with=1)


@pytest.mark.parametrize("count", ["0", "-1", "dix", "19", "40001"])
def test_an_impossible_scale_is_refused_without_a_trace(
    run: Run, tmp_path: Path, count: str
) -> None:
    """One sentence that names the option, and no folder made."""
    words = ("demo", "--inscrits", count, "--dossier", str(tmp_path / "d"))
    said = run(*words, fails_with=2)
    assert said.err.strip().endswith(".")
    assert not (tmp_path / "d").exists()


def test_the_published_first_year_is_counted_to_the_unit(tmp_path: Path) -> None:
    """A process of its own, as a newcomer starts it, in less than 15 s."""
    program = [sys.executable, "-m", "venez_vivre", "demo", "--dossier", str(tmp_path / "d")]
    clean = {k: v for k, v in os.environ.items() if not k.startswith("VENEZ_VIVRE_")}
    started = time.perf_counter()
    done = subprocess.run(
        [*program, "-f", "json"], capture_output=True, check=True, encoding="utf-8", env=clean
    )
    assert time.perf_counter() - started < 15 * slowness()
    bilan = json.loads(done.stdout)
    assert {step: people_ for step, (_, people_) in stages(bilan).items()} == {
        "inscrits": 12_000,
        "accompagnes": 1_260,
        "installes": 375,
    }
    foyers, personnes, _, _, scolarises = people(bilan["installes"])
    assert (foyers, personnes, scolarises) == (175, 375, 110)
    audience = bilan["campagnes"]
    assert (audience["vues"], audience["visites"], audience["ecoutes"]) == (
        18_500_000,
        155_000,
        13_000,
    )
    assert (audience["depense"], audience["axes"]) == (250_000, 15)
    assert query(tmp_path / "d" / "demo.db", "SELECT count(*) FROM territory") == [(35,)]
