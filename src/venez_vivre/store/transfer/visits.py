"""A base that is open as it is, whatever its state: what a transfer reads and writes of it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, cast

from venez_vivre.errors import Refused
from venez_vivre.store import base, driver
from venez_vivre.store.transfer import marks
from venez_vivre.store.transfer.marks import HELD, Mark
from venez_vivre.store.transfer.plan import Table, plan

if TYPE_CHECKING:
    from venez_vivre.store.base import Store
    from venez_vivre.store.postgres.store import ServedStore

Row = tuple[Any, ...]
SAID = "said TEXT NOT NULL"


class Visit:
    """One base of a transfer; every error of its engine is said of it, in one sentence."""

    counters = "sqlite_sequence"

    def __init__(self, store: Store, connection: Any) -> None:
        self.store = store
        self.connection = connection

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


class ServedVisit(Visit):
    """The same on a server; pages are read without the translator, which would sort by hand."""

    counters = "counter"

    @contextmanager
    def explained(self) -> Iterator[None]:
        """What the server refuses becomes a sentence."""
        import psycopg  # noqa: PLC0415  only for who has a server

        from venez_vivre.store.postgres import troubles  # noqa: PLC0415  same

        try:
            yield
        except psycopg.IntegrityError:
            raise broken(self.store.shown) from None
        except psycopg.DataError:
            raise Refused(
                f"{self.store.shown} n’admet pas une valeur de la base à copier : un texte y "
                "contient le caractère NUL, sans doute venu d’un fichier abîmé. "
                f"{driver.NOTHING_WRITTEN} Corrigez-le là où il est, puis recommencez."
            ) from None
        except Exception as error:
            if troubles.is_trouble(error):
                raise troubles.explain(error, self.store.shown) from None
            raise

    def begin(self, *, write: bool) -> None:
        """Begin a transaction, for whoever administers the base."""
        from venez_vivre.store.postgres.store import WAIT  # noqa: PLC0415  only for a server

        self._check_administers()
        with self.explained():
            if write:
                self.connection.raw.execute(WAIT)
                self.connection.execute("BEGIN IMMEDIATE")
                self.connection.execute("PRAGMA defer_foreign_keys=ON")
            else:
                self.connection.execute("BEGIN")
                self.connection.execute("SELECT count(*) FROM base_mark")

    def _check_administers(self) -> None:
        """Refuse whoever sees a part of the base: it would pass for the whole."""
        if self.rows("SELECT venez_vivre_droits.administers()") != [(1,)]:
            raise Refused(
                f"Un transfert emporte tous les dossiers : il se fait par qui administre "
                f"{self.store.shown}."
            )

    def has_rights(self) -> bool:
        """Whether somebody was let in to a territory of it."""
        sql = "SELECT count(*) FROM venez_vivre_droits.entitlement WHERE territory_id IS NOT NULL"
        return self.rows(sql) != [(0,)]

    def _number(self) -> int | None:
        from venez_vivre.store.postgres.store import schema_of  # noqa: PLC0415

        with self.explained():
            return schema_of(self.connection)

    def _name_schema(self, number: int) -> None:
        self.run("UPDATE alembic_version SET version_num = ?", (f"{number:04}",))

    def hold(self, mark: Mark) -> None:
        """Close the base; whoever may open it may read why it is closed."""
        from venez_vivre.store.postgres.rights import AGENTS  # noqa: PLC0415  same

        super().hold(mark)
        self.run(f"GRANT SELECT ON transfer_mark TO {AGENTS}")

    def page(self, table: Table, after: Row | None) -> list[Row]:
        """The rows that follow a key, by the index of the key."""
        marked = ", ".join(["%s"] * len(table.key))
        where = f"WHERE ({table.keys}) > ({marked})" if after is not None else ""
        sql = f'SELECT {table.names} FROM "{table.name}" {where} ORDER BY {table.keys} LIMIT '
        with self.explained():
            self.connection.flush()
            return list(self.connection.raw.execute(f"{sql}{table.block}", after).fetchall())

    def last(self, table: Table) -> Row | None:
        """The greatest key of a table, by its index."""
        order = ", ".join(f'"{table.columns[place]}" DESC' for place in table.key)
        with self.explained():
            self.connection.flush()
            sql = f'SELECT {table.keys} FROM "{table.name}" ORDER BY {order} LIMIT 1'
            found: Row | None = self.connection.raw.execute(sql).fetchone()
        return found

    def lost_words(self) -> list[str]:
        """The tables some of whose rows have no words of their own."""
        from venez_vivre.store.lookups import TEXTS  # noqa: PLC0415

        asked = (
            "SELECT (SELECT count(*) FROM {0}) = (SELECT count(*) FROM {0}_text) AND NOT EXISTS "
            "(SELECT id FROM {0} EXCEPT SELECT rowid FROM {0}_text)"
        )
        return [name for name in TEXTS if self.rows(asked.format(name)) != [(1,)]]


def broken(shown: str) -> Refused:
    """The error of rows that point at nothing."""
    return Refused(
        f"Des lignes à copier vers {shown} renvoient à d’autres qui n’existent pas. "
        f"{driver.NOTHING_WRITTEN} Faites d’abord vérifier la base : `venez-vivre base verifier`."
    )


@contextmanager
def visiting(store: Store, *, write: bool) -> Iterator[Visit]:
    """A base that is there, opened as it is: neither checked nor brought up to date."""
    visit = Visit(store, None)
    if store.served:
        visit = ServedVisit(store, None)
        with visit.explained():
            visit.connection = cast("ServedStore", store).link(write=write)
    else:
        with visit.explained():
            visit.connection = store.open(store.path, write=write)
    try:
        yield visit
    finally:
        visit.connection.close()
