"""The operations of criteria on numpy arrays, and households and offers as columns."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from typing import Any

import numpy as np

from venez_vivre import NamedTuple
from venez_vivre.criteria.asked import NOBODY, Ask
from venez_vivre.criteria.offered import Item


class Arrays:
    """The operations of `matching.Plain`, element by element and to the last bit."""

    where = staticmethod(np.where)

    @staticmethod
    def both(*conditions: Any) -> Any:
        """Where all are true."""
        return reduce(np.logical_and, conditions)

    @staticmethod
    def either(*conditions: Any) -> Any:
        """Where one is true."""
        return reduce(np.logical_or, conditions)

    @staticmethod
    def least(one: Any, other: Any) -> Any:
        """The smaller of two known numbers."""
        return np.where(one < other, one, other)

    @staticmethod
    def most(one: Any, other: Any) -> Any:
        """The greater of two known numbers."""
        return np.where(one > other, one, other)

    @staticmethod
    def ramp(x: Any, *points: tuple[float, float]) -> Any:
        """The height of a broken line; unknown where `x` is."""
        # The same products and sums as the plain one: `tests/test_matching.py` compares the bits.
        ends, heights = zip(*points, strict=True)
        return np.interp(x, ends, heights)

    @staticmethod
    def look(table: Sequence[Sequence[float]], row: Any, column: Any) -> Any:
        """The cells of a table; unknown where a row or a column is."""
        known = np.logical_and(row == row, column == column)
        rows = np.where(row == row, row, 0).astype(np.intp)
        columns = np.where(column == column, column, 0).astype(np.intp)
        return np.where(known, np.asarray(table)[rows, columns], np.nan)

    @staticmethod
    def meets(one: Any, other: Any) -> Any:
        """Where two sets of bits share one."""
        return (one & other) != 0


class Block(NamedTuple):
    """Pairs in a rectangle: seekers down, offers across; every column broadcasts."""

    ask: Any
    item: Any
    km: Any
    nearness: Any
    closeness: Any


TUPLES = frozenset({"child_ages", "adult_ages"})
"""Columns that are one number a person."""

WHOLE = frozenset({"health"})
"""Columns that hold bits, not numbers."""


def asked(asks: Sequence[Ask]) -> Ask:
    """What seekers ask, one column each, those of `TUPLES` being tuples of columns."""
    columns: dict[str, Any] = {}
    for name in Ask._fields:
        values = [getattr(one, name) for one in asks]
        if name in TUPLES:
            ages = np.array(values, dtype=float).reshape(len(asks), -1)
            # A column in which there is nobody decides nothing: it is left out.
            nobody = np.isnan(ages) if name == "child_ages" else ages == NOBODY
            filled = np.flatnonzero(~nobody.all(axis=0))
            columns[name] = tuple(np.ascontiguousarray(ages[:, place]) for place in filled)
        else:
            columns[name] = np.array(values, dtype=np.int64 if name in WHOLE else float)
    return Ask(**columns)


def offered(items: Sequence[Item]) -> Item:
    """What offers offer, one column each."""
    return Item(
        **{
            name: np.array(
                [getattr(one, name) for one in items], dtype=np.int64 if name in WHOLE else float
            )
            for name in Item._fields
        }
    )


def down(ask: Ask, rows: Any) -> Ask:
    """Some seekers, standing in a column against offers in a row."""
    return Ask(
        **{
            name: tuple(ages[rows][:, None] for ages in value)
            if name in TUPLES
            else value[rows][:, None]
            for name, value in zip(Ask._fields, ask, strict=True)
        }
    )


def across(item: Item, columns: Any) -> Item:
    """Some offers, standing in a row."""
    return Item(*(value[columns][None, :] for value in item))
