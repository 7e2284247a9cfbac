"""A base that is open as it is, whatever its state: what a transfer reads and writes of it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from venez_vivre.errors import Refused
from venez_vivre.store import base, driver
from venez_vivre.store.transfer import marks
from venez_vivre.store.transfer.marks import HELD, Mark
from venez_vivre.store.transfer.plan import Table, plan

if TYPE_CHECKING:
    from venez_vivre.store.base import Store

Row = tuple[Any, ...]
SAID = "said TEXT NOT NULL"


class Visit:
    """One base of a transfer; every error of its engine is said of it, in one sentence."""

    counters = "sqlite_sequence"

    def __init__(self, store: Store) -> None:
        self.store = store
        self.connection: Any = None

    def opened(self, *, write: bool) -> Any:
        """A connection, whatever the schema and the mark."""
        return self.store.open(self.store.path, write=write)

    @contextmanager
    def explained(self) -> Iterator[None]:
        """What the engine refuses becomes a sentence."""
        try:
            yield
        except Exception as error:
            if driver.is_trouble(error):
                raise driver.explain(error, self.store.path) from None
            if isinstance(error, driver.sqlite.IntegrityError):
                raise broken(self.store.shown) from None
            raise

    def run(self, sql: str, values: Sequence[Any] = ()) -> Any:
        """A statement; the cursor holds its rows."""
        with self.explained():
            return self.connection.execute(sql, tuple(values))

    def rows(self, sql: str, values: Sequence[Any] = ()) -> list[Row]:
        """Every row of a query."""
        with self.explained():
            return [tuple(row) for row in self.connection.execute(sql, tuple(values)).fetchall()]

    def begin(self, *, write: bool) -> None:
        """Begin a transaction: what is seen no longer moves, or nobody else writes."""
        with self.explained():
            if write:
                driver.begin(self.connection)
                self.connection.execute("PRAGMA defer_foreign_keys=ON")
            else:
                self.connection.execute("BEGIN")
                self.connection.execute("SELECT count(*) FROM base_mark").fetchone()

    def commit(self) -> None:
        """Write what the transaction did."""
        self.run("COMMIT")

    def leave(self) -> None:
        """End a transaction that only read."""
        with self.explained():
            self.connection.rollback()

    def schema(self) -> int | None:
        """The number of the schema, `HELD` taken off; None when nothing is prepared."""
        number = self._number()
        return number if number is None else number % HELD

    def mark(self) -> Mark | None:
        """The mark of a transfer, None for a base that is used every day."""
        number = self._number()
        with self.explained():
            return marks.read(self.connection) if number is not None and number > HELD else None

    def _number(self) -> int | None:
        if self.rows("PRAGMA application_id") != [(driver.APPLICATION_ID,)]:
            raise Refused(f"{self.store.shown} n’est pas une base de venez-vivre.")
        return int(self.rows("PRAGMA user_version")[0][0])

    def _name_schema(self, number: int) -> None:
        self.run(f"PRAGMA user_version={number}")

    def hold(self, mark: Mark) -> None:
        """Close the base to every other command, in the transaction that is open."""
        self.run(f"CREATE TABLE IF NOT EXISTS transfer_mark (id INTEGER PRIMARY KEY, {SAID})")
        self.run("DELETE FROM transfer_mark")
        self.run("INSERT INTO transfer_mark (id, said) VALUES (?, ?)", (1, mark.written()))
        self._name_schema(HELD + base.SCHEMA)

    def release(self) -> None:
        """Open it again."""
        self.run("DROP TABLE transfer_mark")
        self._name_schema(base.SCHEMA)

    def has_rights(self) -> bool:
        """Whether somebody was let in to a part of it, which is no matter of a file."""
        return False

    def page(self, table: Table, after: Row | None) -> list[Row]:
        """The rows that follow a key, in the order of keys, as many as a block holds."""
        marked = ", ".join("?" * len(table.key))
        where = f"WHERE ({table.keys}) > ({marked})" if after is not None else ""
        sql = f'SELECT {table.names} FROM "{table.name}" {where} ORDER BY {table.keys} LIMIT '
        return self.rows(f"{sql}{table.block}", after or ())

    def last(self, table: Table) -> Row | None:
        """The greatest key of a table, None when it is empty."""
        order = ", ".join(f'"{table.columns[place]}" DESC' for place in table.key)
        found = self.rows(f'SELECT {table.keys} FROM "{table.name}" ORDER BY {order} LIMIT 1')
        return found[0] if found else None

    def add(self, table: Table, rows: Sequence[Row]) -> None:
        """New rows, under the numbers that they have."""
        marked = ", ".join("?" * len(table.columns))
        sql = f"INSERT INTO {table.name} ({table.names}) VALUES ({marked})"
        with self.explained():
            self.connection.executemany(sql, rows)

    def clear(self, table: Table) -> None:
        """Empty a table."""
        self.run(f'DELETE FROM "{table.name}"')

    def empty(self) -> None:
        """Take every row away, and the numbers given."""
        for table in reversed(plan()):
            self.clear(table)
        self.count_from({})

    def numbers(self) -> dict[str, int]:
        """The last number that each table gave; none is ever given twice."""
        given: dict[str, int] = dict(
            self.rows(f"SELECT name, seq FROM {self.counters} ORDER BY name")
        )
        return {one.name: int(given[one.name]) for one in plan() if one.name in given}

    def count_from(self, numbers: dict[str, int]) -> None:
        """Have the next numbers follow these."""
        for table in plan():
            self.run(f"DELETE FROM {self.counters} WHERE name = ?", (table.name,))
        for name, number in numbers.items():
            self.run(f"INSERT INTO {self.counters} (name, seq) VALUES (?, ?)", (name, number))

    def identity(self) -> str:
        """What tells this base, and its copies, from every other one."""
        found = self.rows("SELECT identity FROM base_mark ORDER BY id LIMIT 1")
        return str(found[0][0]) if found else ""

    def stamp(self) -> str:
        """What every command that writes changes: the list of operations, the numbers given."""
        (listed,) = self.rows(
            "SELECT count(*), coalesce(max(id), 0), coalesce(sum(undone), 0) FROM operation"
        )
        return json.dumps([self.identity(), [int(one) for one in listed], self.numbers()])

    def lost_words(self) -> list[str]:
        """The tables whose full text does not say what they say; in a transaction that writes."""
        from venez_vivre.store import checks  # noqa: PLC0415  brings what checks a file along
        from venez_vivre.store.reader import Reader  # noqa: PLC0415  same

        with self.explained():
            return [found.what for found in checks.of_full_text(Reader(self.connection))]


def broken(shown: str) -> Refused:
    """The error of rows that point at nothing."""
    return Refused(
        f"Des lignes à copier vers {shown} renvoient à d’autres qui n’existent pas. "
        f"{driver.NOTHING_WRITTEN} Faites d’abord vérifier la base : `venez-vivre base verifier`."
    )


def _of(store: Store) -> Visit:
    if not store.served:
        return Visit(store)
    from venez_vivre.store.transfer.on_server import ServedVisit  # noqa: PLC0415  it takes psycopg

    return ServedVisit(store)


@contextmanager
def visiting(store: Store, *, write: bool) -> Iterator[Visit]:
    """A base that is there, opened as it is: neither checked nor brought up to date."""
    visit = _of(store)
    with visit.explained():
        visit.connection = visit.opened(write=write)
    try:
        yield visit
    finally:
        visit.connection.close()
