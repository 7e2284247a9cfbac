"""SQLAlchemy on a driver connection that somebody else opened, commits and closes."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Engine, create_engine
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.pool import StaticPool

from venez_vivre.store.driver import sqlite


class Borrowed(SQLiteDialect_pysqlite):
    """The SQLite dialect without commit and rollback: the operation around it owns both."""

    supports_statement_cache = True

    def do_commit(self, dbapi_connection: Any) -> None:
        """Leave the transaction open."""

    def do_rollback(self, dbapi_connection: Any) -> None:
        """Leave the transaction open; an error still reaches the operation, which rolls back."""


registry.register("sqlite.borrowed", __name__, "Borrowed")


def engine_on(connection: Any) -> Engine:
    """An engine whose only connection is this one; its errors show no stored value."""
    if hasattr(connection, "raw"):
        from venez_vivre.store.postgres.borrowed import engine_on as on_server  # noqa: PLC0415

        return on_server(connection)
    return create_engine(
        "sqlite+borrowed://",
        module=sqlite,
        creator=lambda: connection,
        poolclass=StaticPool,
        pool_reset_on_return=None,
        hide_parameters=True,
    )
