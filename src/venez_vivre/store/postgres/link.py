"""A connection to PostgreSQL that is spoken to as the one of SQLite is: same SQL, same rows.

Values are written into the statement by psycopg on our side: a NULL or a text then takes the type
of what it is compared with, as it does in SQLite.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Any

import psycopg
from psycopg.adapt import Transformer

from venez_vivre.store.postgres import kinds
from venez_vivre.store.postgres.arriving import New, Rows, filled, spelled
from venez_vivre.store.postgres.dialect import gathered, translated

if TYPE_CHECKING:
    from venez_vivre.store.postgres.arriving import Whose
    from venez_vivre.store.postgres.sending import Lines, Sender

WRITERS = 0x56564246
"""Number of the lock that one writer holds at a time, as a file of SQLite has one."""

ASIDE = "pg_temp.venez_vivre_copy"
"""Where rows wait that policies are to look at, one table for each way of filling one."""

PART = 20_000
"""Rows that one COPY carries: memory stays bounded."""

FEW = 100
"""So few new rows go in one insertion; more in a COPY, which takes three journeys."""

WAITING = 1_000_000
"""Characters of statements that wait, at most."""

SESSION = (
    "search_path=venez_vivre,pg_catalog",
    "tcp_keepalives_idle=60",
    "tcp_keepalives_interval=10",
    "tcp_keepalives_count=6",
)
"""What each session is told: a machine that went dark gives the lock back within two minutes."""

ALIVE: dict[str, Any] = {
    "keepalives_idle": "30",
    "keepalives_interval": "10",
    "keepalives_count": "3",
    "tcp_user_timeout": "60000",
}
"""The same on our side: a server that went dark is not waited for for ever."""

MEASURED = 1_000
"""New rows of a table after which the server is told how large it is; then four times as many."""

BATCH = 500
"""Rows of one insertion that may find some of them there."""

_TABLES = """SELECT relname FROM pg_class WHERE relkind = 'r'
AND relnamespace = 'venez_vivre'::regnamespace ORDER BY 1"""

_COPIED = re.compile(
    r"INSERT INTO (\S+)\s*(\([^)]*\))?\s*VALUES \(((?:(?:\?|nullif\(\?, ''\)),\s*)*"
    r"(?:\?|nullif\(\?, ''\)))\)\s*$"
)
_MANY = re.compile(r"(INSERT INTO .* VALUES) (\((?:\?, )*\?\)) (ON CONFLICT .*)$", re.DOTALL)
_INTO = re.compile(r"INSERT INTO (\S+) (\([^)]*\)) VALUES")
_SAID = {
    "PRAGMA defer_foreign_keys=ON": "SET CONSTRAINTS ALL DEFERRED",
    # The pages of a server follow the rules of whoever administers it: see `tidy`.
    "PRAGMA secure_delete=ON": "SELECT 1",
    "BEGIN": "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
    "BEGIN IMMEDIATE": f"BEGIN; SELECT pg_advisory_xact_lock({WRITERS})",
}


class Link:
    """What `store` asks of a driver connection, on a connection of psycopg."""

    engine = "postgresql"

    def __init__(self, raw: psycopg.Connection[Any], *, write: bool) -> None:
        self.raw = raw
        self.writes = write
        raw.cursor_factory = psycopg.ClientCursor
        self._waiting: list[str] = []
        self.told: list[str] = []
        """Statements that change the schema, as they were run."""
        self._size = 0
        self._grown: dict[str, tuple[int, int]] = {}
        kinds.settle(raw)
        self._pen = psycopg.ClientCursor(raw)
        self._literals = Transformer(self._pen)
        self._sender: Sender | None = None
        self._aside: dict[tuple[str, str], str] = {}
        self.whose: Whose | None = None
        """What says whose new rows are, in a load of many."""

    def execute(self, sql: str, values: Sequence[Any] | dict[str, Any] = ()) -> Any:
        """Run a statement, after those that wait; the cursor holds its rows."""
        if sql == "VACUUM":
            return self.tidy()
        if not isinstance(values, dict):
            sql, values = gathered(sql, values)
        if sql == "BEGIN IMMEDIATE":
            self._aside.clear()
        said = _SAID.get(sql) or self._written(translated(sql), values)
        self._wait_for_rows()
        cursor = self.raw.execute("; ".join([*self._waiting, said]))
        self._forget()
        while cursor.nextset():
            pass
        return cursor

    def tidy(self) -> Any:
        """Take away the rows that left, where this login may, and what statistics kept of them.

        Most frequent values and words stay in the catalogs until a table is counted again.
        """
        tables = [name for (name,) in self.raw.execute(_TABLES).fetchall()]
        self.raw.execute(f"VACUUM {', '.join(tables)}")
        measures = (f"SELECT venez_vivre_droits.measure('{table}')" for table in tables)
        return self.raw.execute("; ".join(measures))

    def tell(self, statement: str) -> None:
        """Run a statement that changes the schema, and remember it."""
        self.raw.execute(statement)
        self.told.append(statement)

    def _written(self, sql: str, values: Sequence[Any] | dict[str, Any]) -> str:
        """A statement with its values in it."""
        if "%(1)s" in sql:
            values = {str(place): value for place, value in enumerate(values, 1)}
        return str(self._pen.mogrify(sql, values))

    def executemany(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        """Run a statement for each row of values: many new rows are one COPY.

        A few wait for the next statement, and go to the server with it: an import that meets the
        same people again makes a third of the journeys.
        """
        line = " ".join(sql.split())
        waiting = iter(rows)
        while part := list(islice(waiting, PART)):
            if found := _COPIED.match(line):
                self._add(found, part)
            elif many := _MANY.match(line):
                self._merge(many, part)
            else:
                said = translated(sql)
                for row in part:
                    self._wait(self._written(said, row))

    def _add(self, found: re.Match[str], rows: Rows) -> None:
        new = New(found[1], found[2] or "", found[3], rows)
        self._grow(new.table, len(rows))
        if self.whose is not None:
            new = self.whose.told(new)
        table, names, marks, rows = new
        if len(rows) <= FEW:
            self._insert(f"INSERT INTO {table} {names} VALUES", f"({marks})", "", rows)
            return
        guarded = self._guarded  # asked first: nobody else may speak while rows are sent
        sender = self._ready_sender()
        lines = spelled(marks, rows) or filled(marks, rows)
        if guarded:
            self._send_aside(sender, (table, names), lines)
        else:
            sender.send(f"{table} {names}", lines)

    def _merge(self, many: re.Match[str], rows: Rows) -> None:
        """Rows that may be there: in a load, by way of another table, which is read faster."""
        into = _INTO.match(many[1])
        if self.whose is None or len(rows) <= FEW or into is None:
            self._insert(many[1], many[2], many[3], rows)
        else:
            self._send_aside(self._ready_sender(), (into[1], into[2]), rows, many[3])

    def _ready_sender(self) -> Sender:
        """Who sends rows, after what waits."""
        if self._sender is None:
            from venez_vivre.store.postgres.sending import Sender  # noqa: PLC0415  rows are few

            self._sender = Sender(self.raw)
        self._hand_over(self._sender)
        return self._sender

    def _hand_over(self, sender: Sender) -> None:
        """What waits goes in its turn, after the rows that are under way."""
        if self._waiting:
            sender.say("; ".join(self._waiting))
            self._forget()

    def _grow(self, table: str, more: int) -> None:
        """Have the server count a table that grew a lot: it would read it whole for each batch."""
        added, due = self._grown.get(table, (0, MEASURED))
        if added > due:
            self._wait(f"SELECT venez_vivre_droits.measure('{table}')")
            due = added * 4
        self._grown[table] = (added + more, due)

    def _send_aside(
        self, sender: Sender, into: tuple[str, str], rows: Lines, tail: str = ""
    ) -> None:
        """PostgreSQL copies into no table that has policies: by way of one of this connection.

        It is kept until the transaction ends: made for each batch, it cost the server as much as
        the rows, in its own catalogs.
        """
        table, names = into
        columns = names.strip("()") or "*"
        aside = self._aside.get(into)
        if aside is None:
            aside = self._aside[into] = f"{ASIDE}_{len(self._aside)}"
            sender.say(
                f"CREATE TEMPORARY TABLE {aside} ON COMMIT DROP AS "
                f"SELECT {columns} FROM {table} WHERE false"
            )
        sender.send(f"{aside} {names}", rows)
        into_table = f"INSERT INTO {table} {names} SELECT {columns} FROM {aside} {tail}"
        sender.say(f"{into_table}; TRUNCATE {aside}")

    @cached_property
    def _guarded(self) -> bool:
        """Whether policies say which rows this login writes."""
        self._wait_for_rows()
        found = self.raw.execute("SELECT row_security_active('venez_vivre.household')").fetchone()
        return bool(found and found[0])

    def _insert(self, head: str, marks: str, tail: str, rows: Rows) -> None:
        """Rows of one insertion, some of which may be there already."""
        said = self._literals.as_literal
        ready = list(filled(marks, rows))
        for start in range(0, len(ready), BATCH):
            part = (b", ".join(map(said, row)) for row in ready[start : start + BATCH])
            lines = b"), (".join(part).decode()
            self._wait(f"{head} ({lines}) {tail}")

    def _wait_for_rows(self) -> None:
        """Rows that another thread sends come before what this one says."""
        if self._sender is not None:
            self._sender.wait()

    def _wait(self, said: str) -> None:
        self._waiting.append(said)
        self._size += len(said)
        if self._size > WAITING and self._sender is not None:
            self._hand_over(self._sender)
        elif self._size > WAITING:
            self.flush()

    def flush(self) -> None:
        """Send what waits: whoever speaks to the server by another way needs it there."""
        self._wait_for_rows()
        if self._waiting:
            self.raw.execute("; ".join(self._waiting))
            self._forget()

    def _forget(self) -> None:
        self._waiting.clear()
        self._size = 0

    def rollback(self) -> None:
        """Take back what the transaction did, if one is open; a cut line took it back by itself."""
        self._stop()
        if not self.raw.closed and self.raw.info.transaction_status:
            with suppress(psycopg.OperationalError):
                self.raw.execute("ROLLBACK")

    def close(self) -> None:
        """Leave the server."""
        self._stop()
        self.raw.close()

    def _stop(self) -> None:
        """Say nothing of what waits."""
        self._forget()
        self._aside.clear()
        if self._sender is not None:
            self._sender.stop()
            self._sender = None

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
        conninfo, autocommit=True, options=" ".join(f"-c {one}" for one in SESSION),
        application_name="venez-vivre", **ALIVE,
    )  # fmt: skip
    return Link(raw, write=write)
