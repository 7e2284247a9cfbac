"""Kinds of values that SQLite and PostgreSQL say otherwise: numbers, yes and no."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from psycopg.adapt import Dumper, Loader

if TYPE_CHECKING:
    import psycopg


class _Number(Loader):
    """A sum or a product of whole numbers, which the server gives as a decimal."""

    def load(self, data: Any) -> float | int:
        said = bytes(data)
        return float(said) if b"." in said or b"N" in said else int(said)


class _Truth(Loader):
    """A comparison is 1 or 0."""

    def load(self, data: Any) -> int:
        return int(bytes(data) == b"t")


class _TruthDumper(Dumper):
    """Yes and no are kept as 1 and 0."""

    def dump(self, obj: bool) -> bytes:
        return b"1" if obj else b"0"

    def quote(self, obj: bool) -> bytes:
        return self.dump(obj)


def settle(raw: psycopg.Connection[Any]) -> None:
    """Have a connection give and take them as SQLite does."""
    raw.adapters.register_loader("numeric", _Number)
    raw.adapters.register_loader("bool", _Truth)
    raw.adapters.register_dumper(bool, _TruthDumper)
