"""Which pairs of a whole base are worth comparing: those that share a key."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from venez_vivre.likeness.coded import Ints
from venez_vivre.likeness.keys import spread

Hashes = npt.NDArray[np.uint64]

CAP = 60
"""People with one key beyond which it says too little, and a second trait is asked for."""

WINDOW = 8
"""Neighbours compared in what is still too large, once sorted by another trait."""


def key_columns(
    recipes: Sequence[tuple[str, ...]], traits: Mapping[str, Hashes]
) -> Iterator[tuple[tuple[str, ...], Ints, Hashes]]:
    """For each recipe, the rows that have all its parts, and their keys."""
    for number, recipe in enumerate(recipes):
        parts = [traits[part] for part in recipe]
        rows = np.flatnonzero(np.logical_and.reduce([part != 0 for part in parts]))
        keys = np.zeros(len(rows), dtype=np.uint64)
        for part, odd in zip(parts, spread(number, len(parts)), strict=True):
            keys += part[rows] * np.uint64(odd)
        yield recipe, rows, keys


def candidates(
    recipes: Sequence[tuple[str, ...]], traits: Mapping[str, Hashes], refine: Sequence[str]
) -> tuple[Ints, Ints]:
    """Pairs of rows that share a key, each once, the smaller row first.

    `traits` are arrays of 64-bit numbers, one a row, 0 when unknown; `refine` names those that
    divide the keys that too many rows share.
    """
    size = len(next(iter(traits.values())))
    found: list[Ints] = []
    for recipe, rows, keys in key_columns(recipes, traits):
        rows, keys, large = _blocks(rows, keys)  # noqa: PLW2901
        found += _shifted(rows[~large], keys[~large], size, CAP)
        if not large.any():
            continue
        for trait in refine:
            if trait not in recipe:
                found += _divided(rows[large], keys[large], traits[trait], size)
    if not found:
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    pairs = np.sort(np.concatenate(found))
    pairs = pairs[np.concatenate(([True], pairs[1:] != pairs[:-1]))]
    left, right = np.divmod(pairs, size)
    return left, right


def _blocks(rows: Ints, keys: Hashes) -> tuple[Ints, Hashes, npt.NDArray[np.bool_]]:
    """Rows sorted by key, without those who are alone, and which are in too large a block."""
    order = np.argsort(keys)
    rows, keys = rows[order], keys[order]
    starts = np.flatnonzero(np.concatenate(([True], keys[1:] != keys[:-1]))[: len(keys)])
    sizes = np.repeat(counts := np.diff(np.append(starts, len(keys))), counts)
    kept = sizes > 1
    return rows[kept], keys[kept], sizes[kept] > CAP


def _divided(rows: Ints, keys: Hashes, trait: Hashes, size: int) -> list[Ints]:
    """Pairs inside large blocks that share one more trait."""
    second = trait[rows]
    known = second != 0
    finer = keys[known] * np.uint64(3) + second[known]
    rows, finer, large = _blocks(rows[known], finer)
    pairs = _shifted(rows[~large], finer[~large], size, CAP)
    return pairs + _shifted(rows[large], finer[large], size, WINDOW)


def _shifted(rows: Ints, keys: Hashes, size: int, reach: int) -> list[Ints]:
    """Pairs of rows with equal keys that stand at most `reach` places apart, once sorted."""
    found: list[Ints] = []
    places = np.arange(len(keys))
    for step in range(1, reach + 1):
        places = places[places < len(keys) - step]
        places = places[keys[places] == keys[places + step]]
        if not len(places):
            break
        one, other = rows[places], rows[places + step]
        found.append(np.minimum(one, other) * size + np.maximum(one, other))
    return found
