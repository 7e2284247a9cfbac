"""A load of many rows on a server: what its session is told while it lasts.

Indices and triggers stay, which belong to whoever administers it, and others read meanwhile. But
the server knows nothing yet of rows that are just arriving: it took a thousand lines for most of a
table, and read the table whole for each batch.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

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


class ServedLoad:
    """The settings of a long load, for this transaction, until `finish`."""

    batch = BATCH

    def __init__(self, rows: Reader, tables: Sequence[str]) -> None:
        self._rows, self._tables = rows, tables
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
        for table in self._tables:
            self._rows.run(f"SELECT venez_vivre_droits.measure('{table}')")
