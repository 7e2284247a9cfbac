"""What every command does alike: answers that cannot be shown, lists, questions."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, NoReturn

import pytest

from bases import address_of
from builders import a_csv, a_signup, query
from venez_vivre import asking, reports
from venez_vivre.desk import Desk
from venez_vivre.door import crash
from venez_vivre.store import creation

if TYPE_CHECKING:
    from conftest import Run

CREATE = ("foyers", "creer", "--nom", "Roy", "--email", "roy@exemple.fr")
KEPT = "C’est enregistré, mais la réponse n’a pas pu être affichée.\n"
FULL = pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no /dev/full here")  # noqa: PTH110


def program(base: Path, *words: str, out: Any) -> tuple[int, str]:
    """The exit code and the error side of a process of its own."""
    line = [sys.executable, "-m", "venez_vivre", "--base", address_of(base), *words]
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
    line = (sys.executable, "-m", "venez_vivre", "--base", address_of(base), *CREATE)
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


# Lists: everything for scripts, one screen for people.

LISTS = {("inscrits", "lister"): "Camille", ("offres", "lister"): "Poste", ("journal",): "Test"}
"""Each list, and a word of each of its lines."""


@pytest.fixture
def many(run: Run, tmp_path: Path) -> int:
    """Sign-ups, offers and operations: sixty of each or more."""
    count = 60
    run("inscrits", "importer", str(a_csv(tmp_path / "i.csv", [a_signup() for _ in range(count)])))
    offers = [{"reference_externe": str(n), "titre": f"Poste {n}"} for n in range(count)]
    run("offres", "importer", "--type", "emploi", str(a_csv(tmp_path / "o.csv", offers)))
    for number in range(count - 2):
        run("agents", "ajouter", "--nom", f"Agent {number}")
    return count


def test_a_list_holds_everything_for_scripts_and_one_screen_for_people(run: Run, many: int) -> None:
    """Unless a number is given, which then holds in every format."""
    for words, word in LISTS.items():
        assert len(run(*words, "-f", "json").json) == many, words
        assert run(*words, "-f", "csv").out.count("\n") == many + 1, words
        assert run(*words, "-f", "md").out.count("\n|") >= many, words
        assert len(run(*words, "--limite", "30", "-f", "json").json) == 30, words
        assert len([line for line in run(*words).out.splitlines() if word in line]) == 25, words


def test_a_list_that_leaves_lines_out_says_so(run: Run, many: int) -> None:
    """And only then."""
    for words in LISTS:
        assert run(*words).out.splitlines()[-1].startswith("… et "), words
        assert "… et " not in run(*words, "-n", str(many)).out, words


@pytest.mark.parametrize("words", LISTS)
@pytest.mark.parametrize("count", ["0", "-3"])
def test_a_list_of_no_line_is_misuse(run: Run, words: tuple[str, ...], count: str) -> None:
    said = run(*words, "-n", count, fails_with=2)
    assert "donnez un nombre à partir de 1" in said.err


# Undo and redo.


def test_an_undo_that_is_declined_says_so(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is taken back, code 130."""
    run(*CREATE)
    monkeypatch.setattr(Desk, "confirm", lambda *_, **__: False)
    assert run("annuler", fails_with=130).err == "Rien n’a été annulé.\n"
    assert len(run("foyers", "lister", "-f", "json").json) == 1


@pytest.mark.parametrize("steps", ["0", "-3"])
def test_redoing_nothing_is_refused(run: Run, steps: str) -> None:
    run(*CREATE)
    run("annuler")
    assert "au moins une commande" in run("annuler", "--", steps, fails_with=1).err
    assert "au moins une commande" in run("refaire", "--", steps, fails_with=1).err
    assert run("foyers", "lister", "-f", "json").json == []


# A household that nobody named.

ANSWERED = [
    ("foyers", "montrer"),
    ("foyers", "modifier", "--metier", "soudeuse"),
    ("contacts", "noter", "-r", "joint"),
    ("foyers", "clore", "--oui", "--motif", "autre", "--"),
]


@pytest.mark.parametrize("words", ANSWERED)
def test_the_household_is_asked_for_on_a_terminal(
    run: Run, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    """And only there."""
    run(*CREATE)
    assert "Il manque FOYER." in run(*words, fails_with=2).err
    monkeypatch.setattr(Desk, "asks", True)
    proposed: list[str] = []
    monkeypatch.setattr(asking, "pick", lambda _, known: proposed.extend(known[0]) or known[0][0])
    assert "ROY" in run(*words).out
    reference, line = proposed
    assert line.startswith(f"{reference}  ROY")


def test_other_missing_words_are_told(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Desk, "asks", True)
    assert "Il manque FICHIER" in run("inscrits", "importer", fails_with=2).err


# The name of a new base.


@pytest.mark.file
@pytest.mark.skipif(os.name != "posix", reason="names are given by links on POSIX alone")
def test_a_base_is_made_where_the_disk_knows_no_links(
    run: Run, base: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And a base that another process has just made is still never replaced."""
    monkeypatch.setattr(os, "link", fails_with(OSError(1, "Operation not permitted")))
    run(*CREATE)
    assert (households(base), base.stat().st_mode & 0o777) == (1, 0o600)
    assert not creation.create(base)
    assert households(base) == 1
    assert [path.name for path in base.parent.iterdir()] == [base.name]


@pytest.mark.parametrize(
    "words",
    [
        ("foyers", "lister"),
        ("contacts", "lister"),
        ("installations", "lister"),
        ("inscrits", "lister"),
        ("agents", "lister"),
        ("territoires", "lister"),
        ("campagnes", "lister"),
        ("offres", "lister"),
        ("journal",),
    ],
)
def test_a_sheet_has_the_same_headings_when_its_list_is_empty(
    run: Run, words: tuple[str, ...], tmp_path: Path
) -> None:
    """A script reads the same columns on a week without anything."""
    empty = run(*words, "-f", "csv").out.lstrip("\ufeff").splitlines()
    data = Path(__file__).parent.parent / "data"
    for noun in ("territoires", "inscrits", "contacts", "installations", "offres"):
        name = "inscriptions" if noun == "inscrits" else noun
        rejects = ("--rejets", str(tmp_path / f"{noun}.csv"))
        code = 5 if noun == "inscrits" else 0
        run(noun, "importer", str(data / f"exemple-{name}.csv"), *rejects, fails_with=code)
    run("agents", "ajouter", "--nom", "Ana Roux")
    run("campagnes", "ajouter", "--axe", "Salon", "--du", "2025-01-01")
    full = run(*words, "-f", "csv").out.lstrip("\ufeff").splitlines()
    assert len(full) > 1
    assert empty == full[:1]


@pytest.mark.parametrize(
    ("named", "code", "sentence"),
    [
        ("", 2, "la valeur est vide"),
        ("  ", 2, "la valeur est vide"),
        (":", 1, "n’est pas un nom de fichier"),
        ("file:b.db?mode=ro", 1, "adresses file:"),
        ("FILE:b.db", 1, "adresses file:"),
        (".", 1, "est un dossier"),
        ("sqlite:///.", 1, "est un dossier"),
    ],
)
def test_what_can_be_no_base_is_said_and_nothing_is_made(
    run: Run,
    base: Path,
    monkeypatch: pytest.MonkeyPatch,
    named: str,
    code: int,
    sentence: str,
) -> None:
    """By commands that read, that write and that only tell."""
    monkeypatch.chdir(base.parent)
    before = sorted(base.parent.iterdir())
    new = ("foyers", "creer", "--nom", "A", "--email", "a@example.org")
    for words in (("base", "etat"), ("base", "sauvegarder"), new):
        assert sentence in run("--base", named, *words, fails_with=code).err, words
    assert sorted(base.parent.iterdir()) == before


@pytest.mark.file
@pytest.mark.skipif(os.name != "posix", reason="named pipes of POSIX")
def test_a_pipe_is_no_base(run: Run, base: Path) -> None:
    os.mkfifo(base)
    assert "n’est pas un fichier ordinaire" in run("base", "etat", fails_with=1).err


IN_A_TEXT = """
import sys
from venez_vivre import cli
def pressed(words):
    eval("press()", {"press": press})
def press():
    raise KeyboardInterrupt
cli._straight = pressed
cli.run([])  # what the sentence needs is imported, which evaluates texts too
sys.exit(cli.run([]))
"""


def test_a_key_pressed_while_a_text_is_evaluated_ends_as_any_other(tmp_path: Path) -> None:
    """A module that Python runs would end by the signal instead of the code."""
    (tmp_path / "pressed.py").write_text(IN_A_TEXT)
    ended = subprocess.run(
        [sys.executable, "-m", "pressed"], capture_output=True, check=False, cwd=tmp_path
    )
    assert ended.returncode == 130
    assert b"Traceback" not in ended.stderr
