"""The planted file really holds what it says, where it says it."""

from __future__ import annotations

import json
import zlib
from typing import TYPE_CHECKING

import pytest

import canaries
from builders import query
from venez_vivre.store.personal import COLUMNS

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def words(base: Path) -> dict[str, str]:
    return canaries.plant(base)


def _past(base: Path) -> str:
    packed = query(base, "SELECT payload FROM journal_block WHERE payload IS NOT NULL")
    return "\n".join(
        json.dumps(json.loads(zlib.decompress(payload)), ensure_ascii=False)
        for (payload,) in packed
    )


def _present(base: Path, words: dict[str, str]) -> str:
    tables = {place.split(".")[1] for place in words} - {"set_aside_settled"}
    return "\n".join(repr(query(base, f"SELECT * FROM {table}")) for table in sorted(tables))


def test_every_word_stands_in_a_table_or_in_the_journal(base: Path, words: dict[str, str]) -> None:
    held = _past(base) + _present(base, words)
    assert [place for place, word in words.items() if word not in held] == []


def test_old_values_stand_in_the_journal_alone(base: Path, words: dict[str, str]) -> None:
    now, past = _present(base, words), _past(base)
    gone = [place for place in words if place.split(".")[0] in {"avant", "annule"}]
    assert gone
    assert [place for place in gone if words[place] in now] == []
    assert [place for place in gone if words[place] not in past] == []


def test_the_files_that_were_merged_are_gone(base: Path, words: dict[str, str]) -> None:
    assert words
    references = query(base, "SELECT reference FROM household ORDER BY id")
    assert references == [(canaries.FILE,), (canaries.NEIGHBOUR,)]


def test_the_words_of_the_neighbour_stand_too(base: Path, words: dict[str, str]) -> None:
    others = canaries.neighbour_words()
    now = _present(base, words)
    assert not set(others.values()) & set(words.values())
    assert [place for place, word in others.items() if word not in now] == []


@pytest.mark.parametrize("table", canaries.TABLES)
def test_the_columns_left_out_exist(table: str) -> None:
    named = {name for names in COLUMNS[table].values() for name in names.split()}
    assert set(canaries.CODED[table].split()) <= named


def test_no_table_about_people_is_left_out() -> None:
    from venez_vivre.store.journal import CASE_TABLES  # noqa: PLC0415

    assert {*CASE_TABLES, "household"} - set(canaries.TABLES) == {"purge_notice"}  # no text
