"""The engine on public data: the febrl sets, by the columns that they have and nothing else."""

from __future__ import annotations

import runpy
import time
from pathlib import Path

import pytest

FEBRL = runpy.run_path(str(Path(__file__).parent.parent / "benchmarks" / "febrl.py"))


@pytest.mark.parametrize(
    ("name", "rows", "pairs"), [("febrl 3", 5000, 6538), ("febrl 4", 10_000, 5000)]
)
def test_people_of_febrl_are_told_apart(name, rows, pairs):
    """F1 of at least 0.99 without the social security number, in a fraction of a second."""
    sheet = FEBRL["read"](*FEBRL["SETS"][name])
    true = FEBRL["true_pairs"](sheet)
    assert (len(sheet.rows), len(true)) == (rows, pairs)
    begin = time.process_time()
    found = FEBRL["matched"](sheet)
    assert time.process_time() - begin < 2
    assert FEBRL["f1"](found, true) >= 0.99


def test_the_social_security_number_is_not_read():
    assert "soc_sec_id" not in {*FEBRL["FIELDS"], *FEBRL["CODES"], *FEBRL["WEIGHTS"]}
