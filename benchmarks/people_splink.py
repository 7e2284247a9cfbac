"""Splink on invented people that a file holds; run by likeness.py in Splink's environment."""

from __future__ import annotations

import csv
import json
import logging
import sys
import time
import warnings

warnings.filterwarnings("ignore")
logging.disable(logging.CRITICAL)

import pandas as pd  # noqa: E402  quiet first
import splink.comparison_library as cl  # noqa: E402
from splink import DuckDBAPI, Linker, SettingsCreator, block_on  # noqa: E402

BLOCKS = [
    block_on("email"),
    block_on("phone"),
    block_on("split_part(email, '@', 1)"),
    block_on("first", "last", "year"),
    block_on("first", "last", "postcode"),
    block_on("last", "year", "postcode"),
    block_on("first", "year", "postcode"),
    block_on("substr(first, 1, 2)", "last", "postcode"),
    "l.first = r.last AND l.last = r.first AND (l.year = r.year OR l.postcode = r.postcode)",
]
"""What two forms of one person share, as our own keys say it."""

SURE = [block_on("email", "first"), block_on("phone", "first")]
LEVELS = range(40)
"""Weights, in bits, from which a pair is one person: the best one for Splink is kept."""


def settings() -> SettingsCreator:
    """Splink's own comparisons of names, swapped ones included, of e-mails, and near numbers."""
    return SettingsCreator(
        link_type="dedupe_only",
        blocking_rules_to_generate_predictions=BLOCKS,
        comparisons=[
            cl.ForenameSurnameComparison("first", "last"),
            cl.EmailComparison("email"),
            cl.DamerauLevenshteinAtThresholds("phone", [1, 2]),
            cl.DamerauLevenshteinAtThresholds("year", [1]),
            cl.DamerauLevenshteinAtThresholds("postcode", [1, 2]),
        ],
    )


def predicted(path: str, truth: list[int]) -> pd.DataFrame:
    """The pairs that Splink finds, with their weights, once it was taught who is who."""
    with open(path, encoding="utf-8", newline="") as file:  # noqa: PTH123  Splink's environment
        rows = [{key: value or None for key, value in row.items()} for row in csv.DictReader(file)]
    for row, who in zip(rows, truth, strict=True):
        row["who"] = str(who)
    database = DuckDBAPI()
    linker = Linker(database.register(pd.DataFrame(rows)), settings())
    linker.training.estimate_probability_two_random_records_match(SURE, recall=0.7)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    linker.training.estimate_m_from_label_column("who")
    return linker.inference.predict(threshold_match_weight=LEVELS[0]).as_pandas_dataframe()


def main() -> None:
    """Print the best F1, its level, and the seconds, as one line of JSON."""
    path, truth = sys.argv[1:]
    with open(truth, encoding="utf-8") as file:  # noqa: PTH123
        real = json.load(file)
    groups: dict[int, list[int]] = {}
    for place, who in enumerate(real):
        groups.setdefault(who, []).append(place)
    true = {(a, b) for g in groups.values() for i, a in enumerate(g) for b in g[i + 1 :]}
    begin = time.perf_counter()
    found = predicted(path, real)
    seconds = time.perf_counter() - begin
    one, other = found["unique_id_l"].astype(int), found["unique_id_r"].astype(int)
    told = list(zip(one, other, found["match_weight"], strict=True))
    best = max(
        (2 * len(kept & true) / (len(kept) + len(true)), level)
        for level in LEVELS
        for kept in [{(min(a, b), max(a, b)) for a, b, sure in told if sure >= level}]
    )
    print(json.dumps({"f1": best[0], "level": best[1], "seconds": seconds}))


if __name__ == "__main__":
    main()
