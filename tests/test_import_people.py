"""Twelve thousand people and their corrupted doubles, through the import itself."""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from builders import query
from people_generator import Sample, sample

if TYPE_CHECKING:
    from conftest import Run

PEOPLE = 12_000
FIELDS = ("prenom", "nom", "email", "telephone", "annee_naissance", "code_postal", "commune")


class Imported(NamedTuple):
    """What became of a sample: pairs of lines made one person, pairs that wait for somebody."""

    said: Sample
    receipt: dict[str, Any]
    merged: set[tuple[int, int]]
    waiting: set[tuple[int, int]]
    truth: set[tuple[int, int]]


def write(path: Path, said: Sample) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, delimiter=";")
        rows.writerow((*FIELDS, "message"))
        for number, one in enumerate(said.profiles):
            cells = (one.first, one.last, one.email, one.phone, one.birth_year, one.postal_code)
            rows.writerow((*cells, one.commune, f"n{number}"))


def pairs(groups: Any) -> set[tuple[int, int]]:
    return {pair for group in groups for pair in combinations(sorted(group), 2)}


@pytest.fixture
def imported(run: Run, base: Path, tmp_path: Path) -> Imported:
    said = sample(PEOPLE, seed=20251127)
    path = tmp_path / "personnes.csv"
    write(path, said)
    receipt = run("inscrits", "importer", str(path), "-f", "json", fails_with=5).json
    lines: dict[int, list[int]] = defaultdict(list)
    for person, message in query(base, "SELECT person_id, message FROM signup"):
        lines[person].append(int(message[1:]))
    waiting = {
        (min(first, number), max(first, number))
        for people, text in query(base, "SELECT candidates, said FROM set_aside")
        for number in [int(json.loads(text)["message"][1:])]
        for person in json.loads(people)
        for first in lines[person]
    }
    groups: dict[int, list[int]] = defaultdict(list)
    for number, person in enumerate(said.truth):
        one = said.profiles[number]
        if one.email or one.phone:  # the others are rejected: nobody could be called back
            groups[person].append(number)
    return Imported(said, receipt, pairs(lines.values()), waiting, pairs(groups.values()))


def test_what_is_merged_without_asking_is_right_and_little_is_missed(imported: Imported) -> None:
    """Precision of what is merged >= .995, F1 of what is merged or proposed >= .975."""
    right = imported.merged & imported.truth
    precision = len(right) / len(imported.merged)
    found = imported.merged | imported.waiting
    f1 = 2 * len(found & imported.truth) / (len(found) + len(imported.truth))
    counts = f"{len(imported.merged)} merged, {len(imported.waiting)} waiting"
    said = f"{counts}: {precision=:.4f} {f1=:.4f}"
    assert precision >= 0.995, said
    assert f1 >= 0.975, said


def test_no_couple_no_twins_no_father_and_son_are_merged(imported: Imported) -> None:
    forbidden = {
        kind: [p for p in found if (min(p), max(p)) in imported.merged]
        for kind, found in imported.said.forbidden.items()
    }
    assert all(imported.said.forbidden.values())
    assert forbidden == {kind: [] for kind in forbidden}
