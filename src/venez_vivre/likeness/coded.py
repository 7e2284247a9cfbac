"""Columns of text as numbers, and pairs of them judged once for each pair of values."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import OSA
from rapidfuzz.process import cpdist

from venez_vivre import NamedTuple
from venez_vivre.likeness.weights import Level, Weight

Ints = npt.NDArray[np.int64]
Bits = npt.NDArray[np.float32]
Flags = npt.NDArray[np.bool_]
Found = npt.NDArray[np.int8]
"""One `Level` a pair."""


@dataclass(frozen=True, slots=True)
class Coded:
    """A column: the code of each row, and the value of each code. Code 0 is « unknown »."""

    codes: Ints
    values: list[Any]


def coded(column: Iterable[Hashable | None], nothing: Any = "") -> Coded:
    """Number the values of a column, in the order they come; None and `nothing` get 0."""
    known: dict[Any, int] = {nothing: 0, None: 0}
    take = known.setdefault
    codes = [take(value, len(known) - 1) for value in column]
    values = [value for value in known if value is not None]
    return Coded(np.array(codes, dtype=np.int64), values)


class Compared(NamedTuple):
    """One column of a comparison: its name, how pairs of rows agree, what each level weighs.

    `levels` takes two arrays of row numbers and returns a `Level` for each pair.
    """

    name: str
    levels: Callable[[Ints, Ints], Found]
    weights: Mapping[Level, Weight]


def scale(weights: Mapping[Level, Weight]) -> Bits:
    """The bits of each level, by its number."""
    bits = np.zeros(len(Level), dtype=np.float32)
    for level, weight in weights.items():
        bits[level] = weight.bits
    return bits


def compared(table: Sequence[Compared], left: Ints, right: Ints) -> Found:
    """How pairs of rows agree, one row of levels a column of the table."""
    found = [column.levels(left, right) for column in table]
    return np.stack(found) if found else np.zeros((0, len(left)), dtype=np.int8)


def total(table: Sequence[Compared], found: Found) -> Bits:
    """The bits of each pair, by its levels (`compared`) and the weights of the same table."""
    bits = np.zeros(found.shape[1], dtype=np.float32)
    for column, levels in zip(table, found, strict=True):
        bits += scale(column.weights)[levels]
    return bits


def missing(one: Ints, other: Ints, found: Found) -> Found:
    """Levels where both codes are known, ABSENT or UNKNOWN elsewhere."""
    known = (one != 0).astype(np.int8) + (other != 0)
    found[known == 0] = Level.ABSENT
    found[known == 1] = Level.UNKNOWN
    return found


def judged(
    column: Coded,
    against: Coded,
    judge: Callable[[Any, Any], Level],
    doubtful: Callable[[Ints, Ints], Flags],
    codes: tuple[Ints, Ints],
) -> Found:
    """The level of each pair of codes, the first of `column`, the second of `against`."""
    size = len(against.values)
    pairs, back = np.unique(codes[0] * size + codes[1], return_inverse=True)
    ones, others = np.divmod(pairs, size)
    found = np.full(len(pairs), Level.DIFFERENT, dtype=np.int8)
    ask = doubtful(ones, others) | (ones == 0) | (others == 0)
    if column is against:
        ask |= ones == others
    asked = np.flatnonzero(ask)
    values, other_values = column.values, against.values
    found[asked] = [
        judge(values[one], other_values[other])
        for one, other in zip(ones[asked].tolist(), others[asked].tolist(), strict=True)
    ]
    return found[back]


def slips_apart(
    column: Coded, against: Coded, ones: Ints, others: Ints, at_most: int = 2
) -> npt.NDArray[np.uint8]:
    """How many slips of the keyboard apart the values of two arrays of codes are.

    Beyond `at_most`, the answer is `at_most` + 1.
    """
    return np.asarray(
        cpdist(
            [column.values[code] for code in ones.tolist()],
            [against.values[code] for code in others.tolist()],
            scorer=OSA.distance,
            score_cutoff=at_most,
            dtype=np.uint8,
            workers=1,
        )
    )
