"""The remedy of each problem of an import is read whole, however narrow the terminal."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import a_csv, a_signup
from conftest import TAKEN
from venez_vivre.reports.layout import JOINTS, width_of, wrap

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run

WIDTHS = (60, 80, 100, 120, 160)
WRONG = (
    {"canal": "pigeon voyageur de la place du marché"},
    {"horizon": "12 mois et plus, ou peut-être jamais"},
    {"date_inscription": "31/02/2025"},
    {"email": "", "telephone": ""},
    {"email": "anne@exemple"},
    {"annee_naissance": "1885"},
)  # fmt: skip
"""Cells that nobody can read as they are, each with a remedy of its own."""


def receipt(run: Run, path: Path) -> list[str]:
    """The remedies as scripts read them."""
    said = run("inscrits", "importer", str(path), "--simuler", "-f", "json", fails_with=TAKEN)
    return [problem["remede"] for problem in said.json["problemes"]]


def bare(text: str) -> str:
    return re.sub(r"\s", "", text)


@pytest.fixture
def wrong(tmp_path: Path) -> Path:
    lines = [a_signup(nom=f"Roy{rank}", **{"email": f"a{rank}@example.org", **cells})
             for rank, cells in enumerate(WRONG)]  # fmt: skip
    return a_csv(tmp_path / "faux.csv", lines)


def remedies(said: str) -> str:
    """What stands in the column of remedies, its lines put together."""
    lines = said.splitlines()
    heading = next(line for line in lines if "Remède" in line and "Motif" in line)
    begins, ends = heading.index("Remède"), heading.index("Lignes")
    top = lines.index(heading)
    return " ".join(line[begins:ends] for line in lines[top + 2 :])


@pytest.mark.parametrize("columns", WIDTHS)
def test_every_remedy_is_read_whole(
    run: Run, wrong: Path, columns: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = receipt(run, wrong)
    assert len(told) >= len(WRONG)
    assert max(map(len, told)) > 60
    monkeypatch.setenv("COLUMNS", str(columns))
    said = run("inscrits", "importer", str(wrong), "--simuler", fails_with=TAKEN).out
    assert max(map(width_of, said.splitlines())) <= columns
    column = remedies(said)
    assert "…" not in column
    assert [one for one in told if bare(one) not in bare(column)] == []


def test_no_code_of_a_remedy_is_cut_in_the_middle_of_a_word(
    run: Run, wrong: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At 80 columns a code that does not fit is cut after a joint: « bouche_a_ », « oreille »."""
    told = receipt(run, wrong)
    monkeypatch.setenv("COLUMNS", "80")
    said = run("inscrits", "importer", str(wrong), "--simuler", fails_with=TAKEN).out
    pieces = iter(remedies(said).split())
    broken = []
    for word in " ".join(told).split():
        piece = next(pieces)
        while piece != word:
            if piece[-1] not in JOINTS:
                broken.append(word)
            piece += next(pieces)
    assert broken == []


@given(st.text("abcé_-/@ ", max_size=60), st.integers(8, 40))
def test_wrapping_loses_nothing_and_is_never_too_wide(text: str, width: int) -> None:
    lines = wrap(text, width)
    assert max(map(width_of, lines)) <= width
    assert bare("".join(lines)) == bare(text)
