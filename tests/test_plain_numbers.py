"""Digits that are not plain ones name no line of a list, and break nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from venez_vivre.references import plain_number

if TYPE_CHECKING:
    from conftest import Run

ODD = ("١٢", "１２", "²", "1_0", "9" * 30, "9" * 5_000, "-1", "1e3", "nan", "")


@pytest.mark.parametrize("text", ODD)
def test_no_odd_digits_are_a_number(text: str) -> None:
    assert plain_number(text) is None


def test_plain_digits_are() -> None:
    assert (plain_number(" 12 "), plain_number("0")) == (12, 0)


@pytest.mark.parametrize(
    "words",
    [
        ("mises-en-relation", "suivre", "--etat", "reussie"),
        ("relances", "faire"),
        ("imports", "montrer"),
        ("journal", "-n"),
        ("visites", "montrer"),
        ("annuler", "--operation"),
        ("rapport", "figes"),
        ("aujourdhui", "--heures"),
    ],
)
def test_odd_digits_are_nobody_s_fault(run: Run, words: tuple[str, ...]) -> None:
    """They are refused, unknown or misuse; never our fault."""
    run("foyers", "lister")
    for text in (*ODD[:-1], "V-" + "9" * 30):
        if not text.startswith("-"):
            run(*words, text, fails_with=frozenset({1, 2, 3}))
