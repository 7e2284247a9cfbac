"""A connection to PostgreSQL that is spoken to as the one of SQLite is: same SQL, same rows.

Values are written into the statement by psycopg on our side: a NULL or a text then takes the type
of what it is compared with, as it does in SQLite.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import Any

import psycopg
from psycopg.adapt import Dumper, Loader

from venez_vivre.store.postgres.dialect import translated

WRITERS = 0x56564246
"""Number of the lock that one writer holds at a time, as a file of SQLite has one."""

PART = 20_000
"""Rows that one COPY carries: memory stays bounded."""

_COPIED = re.compile(r"INSERT INTO (\S+)\s*(\([^)]*\))?\s*VALUES \((?:\?,\s*)*\?\)\s*$")
_BEGIN = {
    "BEGIN": "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
    "BEGIN IMMEDIATE": f"BEGIN; SELECT pg_advisory_xact_lock({WRITERS})",
}


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

    def dump(self, obj: bool) -> bytes:  # noqa: FBT001
        return b"1" if obj else b"0"

    def quote(self, obj: bool) -> bytes:  # noqa: FBT001
        return self.dump(obj)


class Link:
    """What `store` asks of a driver connection, on a connection of psycopg."""

    def __init__(self, raw: psycopg.Connection[Any], *, write: bool) -> None:
        self.raw = raw
        self.writes = write
        raw.cursor_factory = psycopg.ClientCursor
        raw.adapters.register_loader("numeric", _Number)
        raw.adapters.register_loader("bool", _Truth)
        raw.adapters.register_dumper(bool, _TruthDumper)

    def execute(self, sql: str, values: Sequence[Any] | dict[str, Any] = ()) -> Any:
        """Run a statement; the cursor holds its rows."""
        if sql in _BEGIN:
            return self.raw.execute(_BEGIN[sql])
        said = translated(sql)
        if "%(1)s" in said:
            values = {str(place): value for place, value in enumerate(values, 1)}
        return self.raw.execute(said, values)

    def executemany(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        """Run a statement for each row of values: a plain insertion is one COPY."""
        found = _COPIED.match(" ".join(sql.split()))
        waiting = iter(rows)
        while first := list(islice(waiting, 1)):
            part = chain(first, islice(waiting, PART - 1))
            if found:
                self._copy(f"COPY {found[1]} {found[2] or ''} FROM STDIN", part)
            else:
                self.raw.cursor().executemany(translated(sql), list(part))

    def _copy(self, sql: str, rows: Iterator[Sequence[Any]]) -> None:
        with self.raw.cursor().copy(sql) as copy:
            for row in rows:
                copy.write_row(row)

    def rollback(self) -> None:
        """Take back what the transaction did, if one is open."""
        if not self.raw.closed and self.raw.info.transaction_status:
            self.raw.execute("ROLLBACK")

    def close(self) -> None:
        """Leave the server."""
        self.raw.close()

    def backup(self, target: Any, **_: Any) -> None:
        """Give every row to a SQLite base in memory (`store/postgres/memory.py`)."""
        from venez_vivre.store.postgres.memory import fill  # noqa: PLC0415

        fill(self, target)


def connect(conninfo: str, *, write: bool) -> Link:
    """A connection in autocommit mode, transactions being opened by hand.

    Raises:
        psycopg.OperationalError: nobody answers, or not to us.

    """
    raw = psycopg.connect(
        conninfo, autocommit=True, options="-c search_path=venez_vivre,pg_catalog",
        application_name="venez-vivre",
    )  # fmt: skip
    return Link(raw, write=write)
