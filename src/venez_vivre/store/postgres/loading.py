"""A load of many rows on a server: what its session is told while it lasts.

Indices and links stay, and others read meanwhile, but where the tables are empty and whoever loads
owns them: there is nothing to read yet, and they are made at once when the rows are there. Else the
server knows nothing yet of rows that are just arriving: it took a thousand lines for most of a
table, and read the table whole for each batch.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from venez_vivre.store.heavy import KEPT
from venez_vivre.store.postgres.arriving import Whose

if TYPE_CHECKING:
    from collections.abc import Sequence

    from venez_vivre.store.reader import Reader

BY_KEYS = ("enable_seqscan", "enable_hashjoin", "enable_mergejoin")
"""Ways of reading a table whole, which an import, that asks for keys, never needs."""

KEYED = "venez_vivre.keyed"
"""Says to the triggers that the keys of new people are being written: no note to make them."""

MEANWHILE = (
    *(f"{one} = off" for one in BY_KEYS),
    "gin_pending_list_limit = '64MB'",
    "default_statistics_target = 1",
    f"{KEYED} = '1'",
)
"""Words wait for their index a little longer: a thousand rows more cost less at once. Meanwhile a
table is measured by 300 of its rows, which is enough to know that it grew; whole at the end.
"""


BATCH = 4_000
"""Lines that are looked up at once. Before each batch the server is asked who is known, and only
then has it rows to write again: every thousand lines it stood idle for a tenth of the import.
"""


OWNED = """SELECT bool_and(pg_has_role(relowner, 'USAGE'))
FROM pg_class WHERE oid = ANY (CAST(:tables AS regclass[]))"""

INDICES = """SELECT quote_ident(c.relname), pg_get_indexdef(c.oid) FROM pg_index i
JOIN pg_class c ON c.oid = i.indexrelid
WHERE i.indrelid = ANY (CAST(:tables AS regclass[])) AND NOT i.indisunique ORDER BY c.relname"""

LINKS = """SELECT quote_ident(c.relname), quote_ident(k.conname), pg_get_constraintdef(k.oid)
FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
WHERE k.contype = 'f' AND k.conrelid = ANY (CAST(:tables AS regclass[]))
ORDER BY c.relname, k.conname"""

MOVED = "SELECT EXISTS (SELECT 1 FROM household WHERE of_territory <> coalesce(territory_id, 0))"
FOLLOWS = """UPDATE {table} SET household_id = h.id, of_territory = h.of_territory FROM household h
WHERE h.id = {table}.household_id AND {table}.of_territory <> h.of_territory"""
"""What the link does: it writes both columns, and triggers hear of both."""

SORTED_IN = "256MB"
"""Memory that an index is sorted in, as it is made."""


class PutOff:
    """Indices and links of tables that are empty, taken away until `back`, in one transaction.

    Entry by entry they were half of what a load of 100,000 sign-ups asks of the server. Rows that a
    link refuses are refused all the same, by `back`: with it, everything goes.
    """

    def __init__(self, rows: Reader, tables: Sequence[str]) -> None:
        self._rows = rows
        named = "{" + ",".join((*tables, *(f"{table}_text" for table in tables))) + "}"
        self._links = [tuple(row) for row in rows.rows(LINKS, tables=named)]
        found = [tuple(row) for row in rows.rows(INDICES, tables=named)]
        self._indices = [(name, made) for name, made in found if name not in KEPT]
        for table, name, _ in self._links:
            rows.run(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
        for name, _ in self._indices:
            rows.run(f"DROP INDEX {name}")

    def back(self) -> None:
        """Make them again, from the rows that are there."""
        self._hand_over()
        self._rows.run(f"SET LOCAL maintenance_work_mem = '{SORTED_IN}'")
        for _, made in self._indices:
            self._rows.run(made)
        for table, name, held in self._links:
            self._rows.run(f"ALTER TABLE {table} ADD CONSTRAINT {name} {held}")
        self._rows.run("SET CONSTRAINTS handed_over DEFERRED")

    def _hand_over(self) -> None:
        """Do now what waits for the end of the transaction: no table changes shape meanwhile.

        A household that got a territory since it was made takes the rest of its file along, by the
        links; those that are away do not see it.
        """
        if not self._rows.value(MOVED):
            return
        self._rows.run("SET CONSTRAINTS handed_over IMMEDIATE")
        for table, _, held in self._links:
            if "(household_id, of_territory)" in held:
                self._rows.run(FOLLOWS.format(table=table))
        self._rows.run("SET CONSTRAINTS ALL IMMEDIATE")


def put_off(rows: Reader, tables: Sequence[str]) -> PutOff | None:
    """Take them away where nobody has anything to read yet, and who loads owns the tables."""
    if any(rows.value(f"SELECT EXISTS (SELECT 1 FROM {table})") for table in tables):
        return None
    owns = rows.value(OWNED, tables="{" + ",".join(tables) + "}")
    return PutOff(rows, tables) if owns else None


class ServedLoad:
    """The settings of a long load, for this transaction, until `finish`."""

    batch = BATCH

    def __init__(self, rows: Reader, tables: Sequence[str]) -> None:
        self._rows, self._tables = rows, tables
        self._away = put_off(rows, tables)
        for one in MEANWHILE:
            rows.run(f"SET LOCAL {one}")
        rows.connection.whose = Whose(rows.connection.raw)

    def finish(self) -> None:
        """Read as usual again; tell the server what the tables now hold."""
        self._rows.connection.whose = None
        self._rows.run(f"SET LOCAL {KEYED} = '0'")
        self._rows.run("SET LOCAL default_statistics_target = 100")
        for one in BY_KEYS:
            self._rows.run(f"SET LOCAL {one} = on")
        if self._away is not None:
            self._away.back()
        for table in self._tables:
            self._rows.run(f"SELECT venez_vivre_droits.measure('{table}')")
