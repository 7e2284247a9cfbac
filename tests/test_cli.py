"""What is said when the answer cannot be shown: never that nothing was written when it was."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, NoReturn

import pytest

from builders import query
from venez_vivre import crash, reports

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run

CREATE = ("foyers", "creer", "--nom", "Roy", "--email", "roy@exemple.fr")
KEPT = "C’est enregistré, mais la réponse n’a pas pu être affichée.\n"
FULL = pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no /dev/full here")  # noqa: PTH110


def program(base: Path, *words: str, out: Any) -> tuple[int, str]:
    """The exit code and the error side of a process of its own."""
    line = [sys.executable, "-m", "venez_vivre", "--base", str(base), *words]
    env = {**os.environ, "PYTHONUTF8": "1"}
    done = subprocess.run(
        line, stdout=out, stderr=subprocess.PIPE, encoding="utf-8", env=env, check=False
    )
    return done.returncode, done.stderr


def households(base: Path) -> int:
    ((count,),) = query(base, "SELECT count(*) FROM household")
    return int(count)


@FULL
@pytest.mark.parametrize("form", ["table", "json"])
def test_a_full_output_after_the_commit_says_that_it_is_written(base: Path, form: str) -> None:
    """The file exists, the sentence says so, and it is no fault of the program."""
    with open("/dev/full", "w") as full:  # noqa: PTH123
        code, said = program(base, *CREATE, "-f", form, out=full)
    assert (code, said.splitlines(keepends=True)[-1]) == (1, KEPT)
    assert households(base) == 1


@FULL
@pytest.mark.parametrize(
    "words", [("--help",), ("--version",), ("foyers", "lister"), ("journal", "-f", "csv")]
)
def test_a_full_output_of_a_read_is_said(run: Run, base: Path, words: tuple[str, ...]) -> None:
    """One sentence, code 1, not a word about writing."""
    run(*CREATE)
    with open("/dev/full", "w") as full:  # noqa: PTH123
        code, said = program(base, *words, out=full)
    assert code == 1, said
    assert said.startswith("La réponse n’a pas pu être écrite : ")
    assert said.count("\n") == 1


@pytest.mark.parametrize("words", [CREATE, ("--help",), ("foyers", "lister", "--limite=3")])
def test_a_reader_that_left_is_no_error(base: Path, words: tuple[str, ...]) -> None:
    """As in `| head`: nothing to say, code 0, and the work is done."""
    read, write = os.pipe()
    os.close(read)
    code, said = program(base, *words, out=write)
    os.close(write)
    assert (code, "Traceback" in said, "rien n’a" in said) == (0, False, False)
    assert words != CREATE or households(base) == 1


@pytest.mark.skipif(os.name != "posix", reason="file descriptors are closed by a shell")
def test_an_output_closed_from_the_start_is_said(base: Path) -> None:
    """`>&-`."""
    line = (sys.executable, "-m", "venez_vivre", "--base", str(base), *CREATE)
    closing = ("sh", "-c", '"$@" >&-', "sh", *line)
    done = subprocess.run(closing, stderr=subprocess.PIPE, encoding="utf-8", check=False)
    assert done.returncode == 1
    assert done.stderr.endswith(KEPT)


def fails_with(error: BaseException) -> Any:
    def render(*_: Any, **__: Any) -> NoReturn:
        raise error

    return render


@pytest.mark.parametrize("plain", [True, False])
def test_ctrl_c_after_the_commit_says_that_it_is_written(
    run: Run, base: Path, monkeypatch: pytest.MonkeyPatch, *, plain: bool
) -> None:
    """Whichever way the line was read."""
    monkeypatch.setattr(reports, "render", fails_with(KeyboardInterrupt()))
    words = CREATE if plain else (*CREATE, "-fjson")
    said = run(*words, fails_with=130)
    assert said.err.endswith("Interrompu après l’enregistrement.\n")
    assert households(base) == 1


def test_ctrl_c_in_a_read_says_that_nothing_is_written(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reports, "render", fails_with(KeyboardInterrupt()))
    assert "rien n’a été enregistré" in run("journal", fails_with=130).err


def test_our_fault_after_the_commit_says_that_it_is_written(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """And the log is named; before the commit, nothing is written and that is said."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(reports, "render", fails_with(ZeroDivisionError()))
    said = run(*CREATE, fails_with=70)
    assert "est enregistré" in said.err
    assert "rien n’a été" not in said.err
    assert str(tmp_path) in said.err
    assert "rien n’a été enregistré" in run("journal", fails_with=70).err


def test_a_log_that_cannot_be_written_is_no_second_fault(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A temporary folder that is missing: a sentence without a path, code 70."""
    monkeypatch.setattr(tempfile, "mkstemp", fails_with(FileNotFoundError(2, "No such file")))
    monkeypatch.setattr(reports, "render", fails_with(ZeroDivisionError()))
    said = run("journal", fails_with=70)
    assert said.err.endswith("Le détail n’a pas pu être écrit dans le dossier temporaire.\n")


def test_a_log_cut_short_by_a_full_disk_is_not_named(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    full = SimpleNamespace(environ={}, fdopen=fails_with(OSError(28, "No space left on device")))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(crash, "os", full)
    monkeypatch.setattr(reports, "render", fails_with(ZeroDivisionError()))
    assert "n’a pas pu être écrit" in run("journal", fails_with=70).err
    assert not list(tmp_path.glob("*.log"))
