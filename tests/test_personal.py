"""Every column of the models is classified, once: whom it tells of, and what an erasure leaves."""

from __future__ import annotations

from collections import Counter

import pytest
from sqlmodel import SQLModel

from venez_vivre import models
from venez_vivre.store.journal import CASE_TABLES
from venez_vivre.store.personal import COLUMNS, KEPT, Nature, nature

TABLES = sorted(SQLModel.metadata.tables)


def test_the_models_are_there() -> None:
    assert models.Household.__tablename__ in TABLES


@pytest.mark.parametrize("table", TABLES)
def test_every_column_of_the_models_has_one_nature(table: str) -> None:
    said = Counter(name for names in COLUMNS[table].values() for name in names.split())
    assert dict.fromkeys(SQLModel.metadata.tables[table].columns.keys(), 1) == dict(said)


def test_no_table_is_classified_that_does_not_exist() -> None:
    assert sorted(COLUMNS) == TABLES


def test_a_column_that_nobody_classified_is_an_error() -> None:
    with pytest.raises(KeyError, match=r"person\.blood_group"):
        nature("person", "blood_group")


@pytest.mark.parametrize("table", sorted(KEPT))
def test_an_erasure_keeps_no_identity_no_way_to_reach_and_no_words(table: str) -> None:
    telling = {Nature.IDENTITY, Nature.REACH, Nature.WORDS, Nature.WORK}
    assert table in CASE_TABLES | {"household"}
    assert not {name for name in KEPT[table].split() if nature(table, name) in telling}
