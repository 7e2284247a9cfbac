"""The decision table of a field person: what is better for whom, and what must not be proposed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import NamedTuple

import pytest

import cas_reader
from bases import address_of
from cas_reader import Case
from venez_vivre.cli import run as run_program

CASES = cas_reader.read()
EVERYTHING = "5000"
"""More than there are offers: nothing is left out for want of room."""


class Place(NamedTuple):
    """Where an offer stands among what is proposed: its rank, its score."""

    rank: int
    score: float


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One base that holds every household and every offer of the table."""
    folder = tmp_path_factory.mktemp("cas")
    signups, offers = cas_reader.write_imports(CASES, folder)
    base = folder / "cas.db"
    for noun, path in (("inscrits", signups), ("offres", offers)):
        line = ["--base", address_of(base), "--date", cas_reader.TODAY, "--agent", "Test"]
        assert run_program([*line, noun, "importer", str(path), "-f", "json"]) == 0
    return base


def proposed(case: Case, table: Path, capfd: pytest.CaptureFixture[str]) -> dict[str, Place]:
    """What `apparier` proposes of the two offers of a case: A, B, where each stands."""
    capfd.readouterr()
    line = ["--base", address_of(table), "--date", cas_reader.TODAY, "--agent", "Test"]
    kind = case.offer_a["type"]
    asked = ["apparier", case.email, "--type", kind, "-n", EVERYTHING, "-f", "json"]
    assert run_program([*line, *asked]) == 0
    said = json.loads(capfd.readouterr().out)
    run_program([*line, "offres", "lister", "--type", kind, "-n", EVERYTHING, "-f", "json"])
    known = {
        offer["reference"]: offer["structure"][-1]
        for offer in json.loads(capfd.readouterr().out)
        if offer["structure"].endswith((f" {case.key}-A", f" {case.key}-B"))
    }
    return {
        known[one["offre"]]: Place(rank, one["score"])
        for rank, one in enumerate(said["propositions"])
        if one["offre"] in known
    }


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.key}-{case.theme}")
def test_what_a_field_person_says(case: Case, table: Path, capfd) -> None:
    found = proposed(case, table, capfd)
    told = f"{case.key} {case.reason} : {found}"
    excluded = {"A exclue": "A", "B exclue": "B", "A et B exclues": "AB"}
    if case.verdict in excluded:
        assert not set(excluded[case.verdict]) & set(found), told
        assert set("AB") - set(excluded[case.verdict]) <= set(found), told
    elif case.verdict in {"A", "B"}:
        better, other = ("A", "B") if case.verdict == "A" else ("B", "A")
        assert better in found, told
        if other in found:
            assert found[better].rank < found[other].rank, told
            assert found[better].score > found[other].score, told
    else:
        assert set(found) == set("AB"), told
        if case.verdict == "égal":
            assert abs(found["A"].score - found["B"].score) < 0.02, told
