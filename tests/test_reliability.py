"""Each family of `make fiabilite` holds its pass line, at the scale of each change."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from reliability import program
from reliability.results import SHORT, Result, Trials
from reliability.run import FAMILIES, line_of, main, played

FOLDER = Path(__file__).parent.parent / "reliability"
POSIX = {"kills", "disk_full"}
"""Families that need signals and limits of POSIX."""


@pytest.mark.file  # each makes its own bases, in files; `team` goes to a server by itself
@pytest.mark.parametrize("name", FAMILIES)
def test_a_family_holds_its_pass_line(name: str, tmp_path: Path) -> None:
    """As many trials as the family makes, and none of them fails."""
    if name in POSIX and os.name != "posix":
        pytest.skip("no kill -9 and no file size limit on this system")
    result = played(name, SHORT, tmp_path)
    assert result.failures == ()
    assert result.passed, result.done
    assert len(result.done) > 20


def test_each_module_of_a_family_is_in_the_table() -> None:
    besides = {"__init__", "program", "results", "run"}
    assert {path.stem for path in FOLDER.glob("*.py")} - besides == set(FAMILIES)


def test_a_failure_is_a_failure_of_the_program(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """One failed trial, a family that breaks, one that tried nothing: exit code 1, and told."""

    def breaks(scale: str, folder: Path) -> Result:
        raise OSError(scale, folder)

    def fails(scale: str, folder: Path) -> Result:
        trials = Trials("ligne", "0")
        trials.saw(folder.is_dir(), "no folder")
        with trials.trial("un essai"):
            raise AssertionError(scale)
        return trials.ended("fait")

    for broken in (breaks, fails, lambda *_: Trials("vide", "0").ended("rien")):
        monkeypatch.setitem(FAMILIES, "searches", broken)
        assert main(["--court", "searches"]) == 1
        assert "**" in capsys.readouterr().out


def test_the_table_says_what_was_done() -> None:
    held = Result("ligne", "fait", 12_000, "0 perdu", (), 3.4)
    assert line_of(held) == "| ligne | fait | 12\u202f000 | 0 perdu | tenu | 3 |"
    assert "**1 échecs**" in line_of(held._replace(failures=("x",)))


@pytest.mark.file
def test_an_uncommitted_line_would_be_seen(tmp_path: Path) -> None:
    """The checks that the families share find a base that is unsound and a file left over."""
    base = tmp_path / "base.db"
    program.must(program.typed(base, "foyers", "lister"))
    assert program.sound(base) == ""
    whole = base.read_bytes()
    base.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(Exception, match="malformed"):
        program.sound(base)
    (tmp_path / ".brouillon").touch()
    assert program.holds(tmp_path) == [".brouillon", "base.db"]
    with pytest.raises(AssertionError, match="exit 3"):
        program.must(program.Said(3, "", "Rien."))
