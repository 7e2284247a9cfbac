"""A page taller than the terminal goes through a pager; a script never meets one."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import pexpect
import pytest

from bases import address_of
from builders import a_csv, a_signup

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run

LINES = 60
WORDS = ("foyers", "lister", "-n", "100")


@pytest.fixture
def many(run: Run, tmp_path: Path) -> int:
    """More households than a small terminal has lines."""
    lines = [a_signup() for _ in range(LINES)]
    run("inscrits", "importer", str(a_csv(tmp_path / "i.csv", lines)))
    return LINES


def spawn(base: Path, *words: str, lines: int = 24, **env: str) -> pexpect.spawn:
    """The program on a small terminal of its own."""
    known = {k: v for k, v in os.environ.items() if k not in {"PAGER", "LESS", "COLUMNS"}}
    line = ["-m", "venez_vivre", "--base", address_of(base), "--date", "2025-11-27", *words]
    return pexpect.spawn(
        sys.executable,
        line,
        encoding="utf-8",
        timeout=30,
        dimensions=(lines, 100),
        env={**known, "TERM": "xterm", "PYTHONUTF8": "1", **env},
    )


def whole(child: pexpect.spawn) -> str:
    """What is left of its output; it must have ended well."""
    said = str(child.read())
    child.close()
    assert child.exitstatus == 0, said
    assert "Traceback" not in said
    return said


def a_pager(path: Path, body: str) -> str:
    """A pager written for the test; what it was given is in `lu.txt`."""
    path.write_text(f"import sys, time\n{body}\n", encoding="utf-8")
    return f"'{sys.executable}' '{path}'"


KEEP = "open(sys.argv[0] + '.lu', 'w').write(sys.stdin.read())"


def test_a_tall_page_is_read_with_the_pager(many: int, base: Path, tmp_path: Path) -> None:
    """The program's own variable comes before PAGER; the text is whole and coloured."""
    own = a_pager(tmp_path / "p.py", f"{KEEP}; print('LU')")
    said = whole(spawn(base, *WORDS, VENEZ_VIVRE_PAGER=own, PAGER="false"))
    assert said.strip() == "LU"
    read = (tmp_path / "p.py.lu").read_text(encoding="utf-8")
    assert read.count("\x1b[1m") > many
    assert f"{many} foyers sur {many}" in read


def test_pager_is_heard_too(many: int, base: Path, tmp_path: Path) -> None:
    said = whole(spawn(base, *WORDS, PAGER=a_pager(tmp_path / "p.py", f"{KEEP}; print('LU')")))
    assert said.strip() == "LU"


@pytest.mark.parametrize(
    ("words", "env"),
    [
        ((*WORDS, "-f", "md"), {}),
        ((*WORDS, "-f", "json"), {}),
        (WORDS, {"VENEZ_VIVRE_PAGER": ""}),
        (WORDS, {"TERM": "dumb"}),
        (("foyers", "lister", "-n", "3"), {}),
    ],
)
def test_what_fits_or_is_for_scripts_is_printed(
    many: int, base: Path, words: tuple[str, ...], env: dict[str, str]
) -> None:
    said = whole(spawn(base, *words, **{"PAGER": "sh -c 'echo LU'", **env}))
    assert "LU\r\n" not in said
    assert said.count("Camille") >= 3


def test_without_a_terminal_no_pager_is_called(many: int, run: Run, tmp_path: Path) -> None:
    """Not even when one is named."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("VENEZ_VIVRE_PAGER", a_pager(tmp_path / "p.py", KEEP))
        assert f"{many} foyers sur {many}" in run(*WORDS).out
    assert not (tmp_path / "p.py.lu").exists()


@pytest.mark.parametrize("pager", ["/il/n/y/a/rien", "false", "'", "sh -c 'exit 3'"])
def test_a_pager_that_fails_is_done_without(many: int, base: Path, pager: str) -> None:
    assert f"{many} foyers sur {many}" in whole(spawn(base, *WORDS, VENEZ_VIVRE_PAGER=pager))


def test_leaving_less_by_q_is_no_error(many: int, base: Path) -> None:
    """The usual pager; colours are kept, and q leaves."""
    child = spawn(base, *WORDS, VENEZ_VIVRE_PAGER="less -FRX")
    child.expect("Foyer")
    child.send("q")
    assert f"{many} foyers sur {many}" not in whole(child)


def test_leaving_the_pager_early_by_ctrl_c_is_no_error(
    many: int, base: Path, tmp_path: Path
) -> None:
    """It dies, the program ends well; nothing is printed after it."""
    own = a_pager(tmp_path / "p.py", "print('PRET', flush=True); time.sleep(30)")
    child = spawn(base, *WORDS, VENEZ_VIVRE_PAGER=own)
    child.expect("PRET")
    child.sendintr()
    said = str(child.read())
    child.close()
    assert child.exitstatus == 0, said
    assert "foyers sur" not in said
    assert "Interrompu" not in said
