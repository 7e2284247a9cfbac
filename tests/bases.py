"""The base that a path of a test stands for: the file there or, on a server, one made for it.

Tests name their bases by paths. `VENEZ_VIVRE_TESTS_SERVEUR=1 pytest` puts each of them on a
PostgreSQL server, where it is empty when it is first spoken of, and forgotten after the test.
"""

from __future__ import annotations

import os
import tempfile
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import Any

from venez_vivre.store import driver
from venez_vivre.store.addresses import store_at
from venez_vivre.store.base import Store
from venez_vivre.store.lookups import is_lookup
from venez_vivre.store.reader import Reader

SERVED = bool(os.environ.get("VENEZ_VIVRE_TESTS_SERVEUR"))
"""Whether bases are on a server: tests/served.py says which."""

OFFICER = os.environ.get("VENEZ_VIVRE_TESTS_AGENT", "")
"""Who types the commands, a login entitled to the whole region; who administers, without one."""
_on_the_server: dict[Path, str] = {}
_free: list[str] = []
"""Bases on the server of tests that are over."""
FREE = 5
"""How many of them are kept: copies are made anew each time."""


def address_of(path: Path, user: str = OFFICER) -> str:
    """What `--base` is told."""
    if not SERVED or _in_a_file(path):
        return str(path)
    from served import here  # noqa: PLC0415  tests on SQLite start none

    if path not in _on_the_server:
        _forget_the_gone()
        _made(path)
    return here().url(_on_the_server[path], user)


def store_of(path: Path) -> Store:
    """The store of that base."""
    if not SERVED or _in_a_file(path):
        return Store(path)
    return store_at(address_of(path, ""), announce=lambda _: None, ask=None)


def _in_a_file(path: Path) -> bool:
    """Whether the program wrote a file there, as a demonstration or a local base is one."""
    return path not in _on_the_server and path.is_file()


def is_there(path: Path) -> bool:
    """Whether the base was made."""
    return path in _on_the_server or path.exists()


def taken_away(path: Path) -> None:
    """Make as if the base had never been there."""
    if SERVED:
        forget(path)
    else:
        path.unlink()


def an_empty_base(path: Path) -> Path:
    """A new base, without anything that was there."""
    if SERVED:
        _made(path)
    else:
        path.write_bytes(_empty())
    return path


def _made(path: Path) -> None:
    """An empty base on the server for this path, under the name that it had if it had one."""
    from served import here  # noqa: PLC0415  tests on SQLite start none

    used = _on_the_server.get(path) or (_free.pop() if _free else "")
    _on_the_server[path] = here().emptied(used) if used else here().new()


@cache
def _empty() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "vide.db"
        with Store(path).reading():
            return path.read_bytes()


def copied(source: Path, target: Path) -> Path:
    """Another base that holds the same."""
    if SERVED:
        from served import here  # noqa: PLC0415  tests on SQLite start none

        forget(target)
        if source in _on_the_server:
            _on_the_server[target] = here().new(template=_on_the_server[source])
        else:
            _pour(source, target)
    else:
        target.write_bytes(source.read_bytes())
    return target


def put(connection: Any, table: str, values: dict[str, Any]) -> int:
    """Insert a row as it is; its number, 0 where rows have none."""
    names = ", ".join(f'"{name}"' for name in values)
    marks = ", ".join("?" * len(values))
    sql = f"INSERT INTO {table} ({names}) VALUES ({marks}) RETURNING *"
    found = connection.execute(sql, tuple(values.values()))
    columns = [column[0] for column in found.description]
    (row,) = found.fetchall()
    return int(dict(zip(columns, row, strict=True)).get("id", 0))


def _pour(file: Path, target: Path) -> None:
    """Bring the rows of a base in a file, as the demonstration makes one, to the server."""
    link = store_of(target).link(write=True)
    with closing(link), closing(driver.connect(file, write=False)) as source:
        link.execute("BEGIN IMMEDIATE")
        link.execute("PRAGMA defer_foreign_keys=ON")
        for (table,) in source.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' "
            "AND name NOT IN ('alembic_version', 'base_mark')"
        ).fetchall():
            if not is_lookup(table):
                found = source.execute(f'SELECT * FROM "{table}"')
                names = ", ".join(f'"{column[0]}"' for column in found.description)
                marks = ", ".join("?" for _ in found.description)
                link.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", found)
        link.executemany(
            "INSERT INTO counter (name, seq) VALUES (?, ?) "
            "ON CONFLICT (name) DO UPDATE SET seq = excluded.seq",
            source.execute("SELECT name, seq FROM sqlite_sequence").fetchall(),
        )
        link.execute("COMMIT")


def unguarded(connection: Any) -> None:
    """Have a connection write what the keys of tables would refuse."""
    served = getattr(connection, "engine", "sqlite") != "sqlite"
    connection.execute(
        "SET session_replication_role = replica" if served else "PRAGMA foreign_keys=OFF"
    )


LINKS = {
    "sqlite": 'SELECT "table", "from" FROM pragma_foreign_key_list(:child)',
    "postgresql": "SELECT c.relname, a.attname FROM pg_constraint k "
    "JOIN pg_class c ON c.oid = k.confrelid "
    "JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = k.conkey[1] "
    "WHERE k.contype = 'f' AND k.conrelid = to_regclass(:child)",
}


def links_of(rows: Reader, child: str) -> list[tuple[str, str]]:
    """What a table points at: the other table, and the column that does."""
    return [(table, column) for table, column in rows.rows(LINKS[rows.engine], child=child)]


def forget(place: Path) -> None:
    """Leave to other tests the base of a path on the server, or all those of a folder."""
    for path in [one for one in _on_the_server if one == place or place in one.parents]:
        from served import here  # noqa: PLC0415  tests on SQLite start none

        name = _on_the_server.pop(path)
        if len(_free) < FREE and here().is_small(name):
            _free.append(name)
        else:
            here().drop(name)


def _forget_the_gone() -> None:
    """A test made a folder for an example, and removed it."""
    for path in list(_on_the_server):
        if not path.parent.exists():
            forget(path)
