"""Fingerprints of rows: four characters a column, enough to tell which of them changed."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Sequence
from functools import lru_cache
from hashlib import blake2b
from typing import Any

WIDTH = 4


@lru_cache(maxsize=1 << 16)
def cell(value: Any) -> str:
    """What is kept of one value: 24 bits of its hash."""
    raw = f"{type(value).__name__} {value}".encode("utf-8", "replace")
    return b64encode(blake2b(raw, digest_size=3).digest()).decode()


def row(values: Iterable[Any]) -> str:
    """The fingerprint of a row, column by column."""
    return "".join(map(cell, values))


def changed(before: str, after: str, columns: Sequence[str]) -> list[str]:
    """The columns whose value is not what it was; those that came since count as empty before."""
    empty = cell(None)
    return [
        name
        for place, name in enumerate(columns)
        if after[place * WIDTH : (place + 1) * WIDTH] != (at(before, place) or empty)
    ]


def at(said: str, place: int) -> str:
    """What a fingerprint holds of one column."""
    return said[place * WIDTH : (place + 1) * WIDTH]
