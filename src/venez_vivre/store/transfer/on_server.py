"""What a transfer reads and writes of a base on a PostgreSQL server."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast

import psycopg

from venez_vivre.errors import Refused
from venez_vivre.store import driver
from venez_vivre.store.lookups import TEXTS
from venez_vivre.store.postgres import troubles
from venez_vivre.store.postgres.rights import AGENTS
from venez_vivre.store.postgres.store import WAIT, ServedStore, schema_of
from venez_vivre.store.transfer.marks import Mark
from venez_vivre.store.transfer.plan import FIRST, Table, plan
from venez_vivre.store.transfer.visits import Row, Visit, broken


class ServedVisit(Visit):
    """The same; pages are read without the translator, by which the server would sort them."""

    counters = "counter"

    def opened(self, *, write: bool) -> Any:
        """A connection, whatever the schema and the mark."""
        return cast("ServedStore", self.store).link(write=write)

    @contextmanager
    def explained(self) -> Iterator[None]:
        """What the server refuses becomes a sentence."""
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
        with self.explained():
            return schema_of(self.connection)

    def _name_schema(self, number: int) -> None:
        self.run("UPDATE alembic_version SET version_num = ?", (f"{number:04}",))

    def hold(self, mark: Mark) -> None:
        """Close the base; whoever may open it may read why it is closed."""
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

    def empty(self) -> None:
        """The same, at once; territories are named by what a server alone holds: one by one."""
        whole = [one.name for one in plan() if one.name != FIRST]
        self.run(f"TRUNCATE {', '.join([*whole, *(f'{name}_text' for name in TEXTS)])}")
        super().empty()

    def lost_words(self) -> list[str]:
        """The tables some of whose rows say something and have no words, or are no more."""
        from venez_vivre.store.postgres.schema import says  # noqa: PLC0415  a carried base alone

        asked = (
            "SELECT NOT EXISTS (SELECT id FROM {0} WHERE {1} EXCEPT SELECT rowid FROM {0}_text) "
            "AND NOT EXISTS (SELECT rowid FROM {0}_text EXCEPT SELECT id FROM {0})"
        )
        return [name for name in TEXTS if self.rows(asked.format(name, says(name, name))) != [(1,)]]
