"""What an import is fed with: files, folders, and questions on a terminal."""

from __future__ import annotations

import json
import os
import sys
from typing import TYPE_CHECKING, Any

import pexpect
import pytest

from bases import address_of
from builders import a_csv, query

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run


def an_offer(title: str, **more: str) -> dict[str, str]:
    return {"titre": title, "type": "emploi", **more}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Files to import, and others that never are."""
    place = tmp_path / "envois"
    place.mkdir()
    a_csv(place / "b.csv", [an_offer("Deux")])
    a_csv(place / "A.CSV", [an_offer("Un")])
    a_csv(place / "c.txt", [an_offer("Trois")], separator="\t")
    job = {"id": "4", "intitule": "Quatre", "romeCode": "H2206"}
    (place / "d.json").write_text(json.dumps([job]), encoding="utf-8")
    for name in ("a.rejets.csv", "a.rejets-2.csv", "~$b.xlsx", ".cache.csv", "notes.docx"):
        (place / name).write_text("titre;type\nNon;emploi\n", encoding="utf-8")
    (place / "ancien").mkdir()
    return place


def test_a_folder_is_read_by_name_and_what_is_left_out_is_said(
    run: Run, base: Path, folder: Path
) -> None:
    """One operation; rejects, locks, hidden and other files are not read."""
    said = run("offres", "importer", str(folder), "-f", "json")
    assert [receipt["fichier"] for receipt in said.json] == ["A.CSV", "b.csv", "c.txt", "d.json"]
    for name in ("a.rejets.csv", "~$b.xlsx", "notes.docx", "ancien"):
        assert name in said.err
    assert ".cache" not in said.err
    titles = query(base, "SELECT title FROM offer ORDER BY id")
    assert titles == [("Un",), ("Deux",), ("Trois",), ("Quatre",)]
    run("annuler", "--oui")
    assert query(base, "SELECT title FROM offer") == []


def test_json_is_left_out_of_the_folders_of_other_imports(run: Run, folder: Path) -> None:
    for name in ("A.CSV", "b.csv", "c.txt"):
        (folder / name).unlink()
    said = run("contacts", "importer", str(folder), fails_with=1).err
    assert "aucun fichier à importer" in said


def test_the_same_file_given_twice_is_read_once(run: Run, folder: Path) -> None:
    file = folder / "b.csv"
    words = (str(folder), str(file), str(folder / "ancien" / ".." / "b.csv"))
    said = run("offres", "importer", *words, "-f", "json")
    assert len(said.json) == 4
    assert said.err.count("est donné deux fois") == 2


def test_a_file_of_rejects_that_is_named_is_read(run: Run, folder: Path) -> None:
    said = run("offres", "importer", str(folder / "a.rejets.csv"), "-f", "json")
    assert said.json["creees"] == 1


def test_one_hopeless_file_of_a_folder_stops_everything(run: Run, base: Path, folder: Path) -> None:
    (folder / "e.json").write_text("[1]", encoding="utf-8")
    said = run("offres", "importer", str(folder), fails_with=1).err
    assert "e.json" in said
    assert not base.exists() or query(base, "SELECT id FROM offer") == []


# On a terminal.


class Terminal:
    """A person before the program, on a pseudo-terminal."""

    def __init__(self, base: Path, *words: str) -> None:
        env = {**os.environ, "VENEZ_VIVRE_BASE": address_of(base), "VENEZ_VIVRE_DATE": "2025-11-27"}
        env |= {"TERM": "xterm", "COLUMNS": "120", "PYTHONUTF8": "1", "NO_COLOR": "1"}
        args = ["-m", "venez_vivre", "offres", "importer", *words]
        self.child = pexpect.spawn(
            sys.executable, args, env=env, encoding="utf-8", timeout=30, dimensions=(50, 120)
        )

    def answers(self, question: str, keys: str) -> None:
        """Wait for a question, then type."""
        self.child.expect(question)
        self.child.send(keys)

    def ends(self) -> int:
        """Wait for the end; the exit code."""
        self.child.expect(pexpect.EOF)
        self.child.close()
        return int(self.child.exitstatus or 0)


DOWN = "\x1b[B"


@pytest.fixture
def odd(tmp_path: Path) -> Path:
    lines = [an_offer(f"T{n}", Contrta="cdi", teletravail="pa du tou") for n in range(2)]
    lines.append(an_offer("T9", Contrta="cdd", teletravail="jamé"))
    return a_csv(tmp_path / "o.csv", lines)


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals there")
def test_slips_and_unknown_values_are_asked_once_and_remembered(
    run: Run, base: Path, odd: Path
) -> None:
    """The most frequent value first; the answers of one import serve the next."""
    run("offres", "lister")
    person = Terminal(base, str(odd))
    person.answers("Contrta.*est-ce le champ contrat", "o\r")
    person.answers("que veut dire « pa du tou » .2 lignes", "\r")
    person.answers("que veut dire « jamé » .1 ligne", DOWN * 4 + "\r")  # laisser vide
    person.answers("Enregistrer", "o\r")
    assert person.ends() == 0
    found = query(base, "SELECT contract, telework FROM offer ORDER BY id")
    assert found == [("cdi", "non"), ("cdi", "non"), ("cdd", None)]
    kept: Any = query(base, "SELECT said_key, value FROM coded_answer ORDER BY id")
    assert kept == [("pa du tou", "non"), ("jame", "")]
    receipt = run("offres", "importer", str(odd), "-f", "json").json
    assert receipt["inchangees"] == 3
    assert [p["motif"].partition(" reprise")[0] for p in receipt["problemes"]] == [
        "correspondance des colonnes"
    ]


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals there")
def test_a_value_may_be_left_for_later(run: Run, base: Path, tmp_path: Path) -> None:
    run("offres", "lister")
    path = a_csv(tmp_path / "o.csv", [an_offer("T", teletravail="jamé")])
    person = Terminal(base, str(path))
    person.answers("que veut dire « jamé »", DOWN * 5 + "\r")
    person.answers("Enregistrer", "o\r")
    assert person.ends() == 0
    assert query(base, "SELECT * FROM coded_answer") == []
