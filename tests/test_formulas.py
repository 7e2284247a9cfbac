"""A cell that leaves runs in no spreadsheet, and comes back as it was."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from venez_vivre.intake.formulas import FORMULA, armed, disarmed
from venez_vivre.intake.sheets import Row
from venez_vivre.reports.sheet import cell

BLANKS = (" ", "\u00a0", "\u202f", "\u3000", "\t", "\n", "\u200b", "\ufeff")
CELLS = st.one_of(
    st.text(max_size=20),
    st.lists(
        st.sampled_from([*BLANKS, *sorted(FORMULA), "'", "''", "0", "12", "a", "l’", "=1+1"]),
        max_size=6,
    ).map("".join),
)


def passed_over(text: str) -> str:
    """What is left once a spreadsheet passes over blanks and what shows as nothing."""
    while text[:1].isspace() or text[:1] in {"\u200b", "\ufeff"}:
        text = text[1:]
    return text


@given(st.lists(CELLS, max_size=5))
def test_what_leaves_does_not_run_and_comes_back_equal(cells: list[str]) -> None:
    """Whatever a cell holds, apostrophes of its own included."""
    out = armed(cells)
    assert disarmed(Row(1, list(out))).cells == cells
    assert not [c for c in out if passed_over(c)[:1] in FORMULA or c[:1] in {"\t", "\r"}]


@pytest.mark.parametrize("blank", ["", *BLANKS])
@pytest.mark.parametrize("start", sorted(FORMULA))
def test_every_start_after_every_blank_is_disarmed(blank: str, start: str) -> None:
    """Full width and small forms too."""
    (out,) = armed([f"{blank}{start}cmd"])
    assert out == f"'{blank}{start}cmd"
    shown = cell(f"{blank}{start}cmd")
    assert passed_over(shown)[:1] not in FORMULA


@pytest.mark.parametrize("text", ["Dupont", "l’an", "'hui", "06 39 98 00 01", "", "''", "a=b"])
def test_honest_cells_leave_as_they_are(text: str) -> None:
    assert armed([text]) == [text]
