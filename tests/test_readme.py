"""The README tells the truth: the commands of its visit are run, and print what it shows."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
EXITS = re.compile(r"# exits ([0-9]+)$")


class Step(NamedTuple):
    """One line of the visit: what is typed, the exit code, the lines that must be printed."""

    typed: str
    code: int
    shown: tuple[str, ...]


def steps():
    """The visit, command by command."""
    found: list[Step] = []
    for kind, text in BLOCKS:
        for line in text.splitlines() if kind == "console" else ():
            if line.startswith("$ "):
                said = EXITS.search(line)
                found.append(Step(line.removeprefix("$ "), int(said[1]) if said else 0, ()))
            else:
                found[-1] = found[-1]._replace(shown=(*found[-1].shown, line))
    return found


def plain(text):
    """Printed lines with single ordinary spaces, so that columns may move."""
    return [" ".join(line.replace("│", " ").split()) for line in text.splitlines()]


@pytest.fixture
def visitor(tmp_path):
    """Run lines as somebody would in the folder of the project."""
    shutil.copytree(ROOT / "data", tmp_path / "data")
    env = {k: v for k, v in os.environ.items() if not k.startswith("VENEZ_VIVRE_")}
    env |= {"COLUMNS": "120", "PYTHONUTF8": "1", "NO_COLOR": "1"}

    def type_line(line):
        words = shlex.split(line, comments=True)
        if words[0] == "export":
            env.update(word.split("=", 1) for word in words[1:])
        if words[0] in {"export", "."}:
            return subprocess.CompletedProcess(words, 0, "", "")
        assert words[0] == "venez-vivre", line
        return subprocess.run(
            [sys.executable, "-m", "venez_vivre", *words[1:]],
            cwd=tmp_path,
            env=env,
            capture_output=True,
            encoding="utf-8",
            stdin=subprocess.DEVNULL,
            timeout=60,
            check=False,
        )

    return type_line


def test_the_visit_runs_and_prints_what_it_shows(visitor):
    """Each command ends with its exit code; each line shown is printed, in that order."""
    for step in steps():
        done = visitor(step.typed)
        assert done.returncode == step.code, f"{step.typed}\n{done.stdout}{done.stderr}"
        assert "Traceback" not in done.stderr
        printed = iter(plain(done.stdout + done.stderr))
        for line in step.shown:
            (wanted,) = plain(line)
            assert any(wanted in one for one in printed), f"{step.typed} → {wanted}\n{done.stdout}"


def test_the_visit_shows_the_main_job():
    """Import, file, contact, settlement, funnel and undo are all in it."""
    typed = " ".join(step.typed for step in steps())
    for words in ("inscrits importer", "foyers montrer", "contacts noter", "entonnoir", "annuler"):
        assert words in typed


def test_make_targets_of_the_readme_exist():
    """`make demo` and `make test` are what the Makefile calls them."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = re.findall(r"`make (\w+)`|^make (\w+)$", README, re.MULTILINE)
    named = {one or other for one, other in targets}
    assert {"demo", "test"} <= named
    for target in named:
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


def test_the_picture_shows_the_bilan():
    """The picture of the terminal is the program's: it holds the figures of the first year."""
    picture = (ROOT / "docs" / "images" / "terminal.svg").read_text(encoding="utf-8")
    shown = picture.replace("&#160;", " ").replace("\u202f", " ")
    assert "docs/images/terminal.svg" in README
    for figure in ("12 000 personnes", "1 260 personnes", "375 personnes, 175 foyers"):
        assert figure in shown


def test_layout_of_the_readme_is_the_layout_of_the_code():
    """Every module and folder at the top of the package is named in the README or is a detail."""
    layout = next(text for kind, text in BLOCKS if kind == "text")
    package = ROOT / "src" / "venez_vivre"
    for name in re.findall(r"^  ((?:\S+\.py|\w+/)(?: +(?:\S+\.py|\w+/))*)", layout, re.MULTILINE):
        for one in name.split():
            assert (package / one).exists(), one
