"""Files that a command writes stand with what it wrote into the base, or neither is there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from builders import a_csv, a_signup, query, tables
from venez_vivre.store import driver
from venez_vivre.store.base import Store

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run

pytestmark = pytest.mark.file
"""What is counted is the writing of a file."""


FIGER = ("rapport", "hebdo", "--figer", "--format", "json", "--sortie")


@pytest.fixture
def full(run: Run, base: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A base with a household, whose file cannot grow by a page."""
    run("foyers", "creer", "--nom", "Roy", "--email", "roy@example.org")
    connect, pages = driver.connect, base.stat().st_size // 4096

    def limited(path: Path, *, write: bool, **how: Any) -> Any:
        connection = connect(path, write=write, **how)
        if write:
            connection.execute(f"PRAGMA max_page_count={pages}")
        return connection

    monkeypatch.setattr(driver, "connect", limited)


@pytest.mark.usefixtures("full")
def test_an_import_that_fails_leaves_no_file_of_rejects(
    run: Run, base: Path, tmp_path: Path
) -> None:
    """They would speak of an import that never was."""
    lines = [a_signup(message="mot " * 50) for _ in range(300)]
    source = a_csv(tmp_path / "i.csv", [*lines, a_signup(email="", telephone="")])
    before = tables(base)
    said = run("inscrits", "importer", str(source), fails_with=1)
    assert "Rien n’a été enregistré" in said.err
    assert tables(base) == before
    assert not list(tmp_path.glob("*rejets*"))


@pytest.mark.parametrize("there", [False, True])
def test_a_report_that_cannot_be_kept_is_not_written_either(
    run: Run, base: Path, tmp_path: Path, request: pytest.FixtureRequest, *, there: bool
) -> None:
    """Nor does it take the place of the one before."""
    request.getfixturevalue("full")
    path = tmp_path / "r.json"
    if there:
        path.write_text("avant", encoding="utf-8")
    code = 0
    for _ in range(20):  # until the free pages of the base are used up
        code = run(*FIGER, str(path), "--ecraser", fails_with=frozenset({0, 1})).code
        if code:
            break
        path.write_text("avant", encoding="utf-8")
        there = True
    assert code == 1
    assert path.exists() == there
    assert not there or path.read_text(encoding="utf-8") == "avant"
    assert not list(tmp_path.glob(".r.json*"))


def test_a_report_whose_file_cannot_be_written_is_not_kept(
    run: Run, base: Path, tmp_path: Path
) -> None:
    """And the sentence says so."""
    run("foyers", "creer", "--nom", "Roy", "--email", "roy@example.org")
    said = run(*FIGER, str(tmp_path / "rien" / "r.json"), fails_with=1)
    assert "n’existe pas" in said.err
    assert query(base, "SELECT count(*) FROM frozen_report") == [(0,)]


def test_a_walk_through_rows_may_be_left_at_any_row(run: Run, base: Path) -> None:
    """What an error cuts short says nothing more once the base is closed."""
    for name in ("roy", "blum"):
        run("foyers", "creer", "--nom", name, "--email", f"{name}@example.org")
    with Store(base).reading() as rows:
        walk = rows.among("SELECT id FROM household WHERE id IN ({keys})", [1, 2])
        assert next(walk) == (1,)
    walk.close()
