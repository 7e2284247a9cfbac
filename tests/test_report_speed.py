"""The benchmark of reports counts what DuckDB's statement counts, and each of its acts runs."""

from __future__ import annotations

import runpy
import sys
from pathlib import Path

import pytest

from bases import store_of

PLACE = Path(__file__).parent.parent / "benchmarks"
sys.path.append(str(PLACE))  # where a script of it finds the others, as when it is run
BENCH = runpy.run_path(str(PLACE / "reports.py"))


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    return BENCH["fill"](tmp_path_factory.mktemp("banc") / "3000.db", 3000)


def test_its_base_has_households_at_every_stage(filled):
    """A benchmark of an empty stage would measure, and compare, nothing: 3,000 // 63 settle."""
    with store_of(filled).reading() as rows:
        met, ours, alone = rows.row(
            "SELECT count(*) FILTER (WHERE accompanied_on IS NOT NULL AND settled_on IS NULL), "
            "count(*) FILTER (WHERE settled_on IS NOT NULL AND spontaneous = 0), "
            "count(*) FILTER (WHERE settled_on IS NOT NULL AND spontaneous = 1) FROM household"
        )
    assert met > 100
    assert min(ours, alone) > 0
    assert ours + alone == 47


def test_every_act_runs_and_is_timed(filled, capsys):
    """The table has a line for each act; the time of the processor is beside."""
    BENCH["reports"](filled, BENCH["LARGE"], 1)
    lines = capsys.readouterr().out.splitlines()
    assert len([line for line in lines if line.startswith(("| rapport", "| projection"))]) == 2


def test_the_slowest_queries_are_named(filled, capsys):
    """Ten of them, the slowest first."""
    BENCH["slowest"](filled)
    times = [int(line.split()[0]) for line in capsys.readouterr().out.splitlines()[2:]]
    assert len(times) == 10
    assert times == sorted(times, reverse=True)


def test_a_disagreement_with_the_peer_stops_the_benchmark():
    """Times of two acts that do not count the same are not shown."""
    step = {"foyers": 1, "personnes": 1}
    ages = dict.fromkeys(("personnes", "adultes", "enfants", "enfants_scolarises"), 0)
    mine = {"etapes": [step] * 3, "spontanees": {"foyers": 0}, "installes": ages}
    agreed = [[1, 1, 1, 0], [1, 0, 0, 0], [1, 0, 0, 0], [0, 0, 0, 0]]
    dumps = BENCH["json"].dumps
    BENCH["check"](dumps(mine).encode(), dumps(agreed).encode())
    agreed[0][2] = 2
    with pytest.raises(SystemExit, match="disagree"):
        BENCH["check"](dumps(mine).encode(), dumps(agreed).encode())
