"""SQLAlchemy on a connection of psycopg that somebody else opened, commits and closes."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.pool import StaticPool

from venez_vivre.store.postgres.link import Link


class Borrowed(PGDialect_psycopg):
    """The dialect without commit and rollback: the operation around it owns both."""

    supports_statement_cache = True

    def do_commit(self, dbapi_connection: Any) -> None:
        """Leave the transaction open."""

    def do_rollback(self, dbapi_connection: Any) -> None:
        """Leave the transaction open; an error still reaches the operation, which rolls back."""


registry.register("postgresql.borrowed", __name__, "Borrowed")


def engine_on(link: Link) -> Engine:
    """An engine whose only connection is this one; its errors show no stored value."""
    engine = create_engine(
        "postgresql+borrowed://",
        creator=lambda: link.raw,
        poolclass=StaticPool,
        pool_reset_on_return=None,
        hide_parameters=True,
    )
    event.listen(engine, "before_cursor_execute", lambda *_: link.flush())
    event.listen(engine, "after_cursor_execute", lambda *said: _note(link, said[2]))
    return engine


def _note(link: Link, statement: str) -> None:
    """Remember what changes the schema: `base servir` shows it."""
    if statement.lstrip().startswith(("CREATE", "ALTER", "DROP")) or (
        "alembic_version" in statement and not statement.lstrip().startswith("SELECT")
    ):
        link.told.append(statement.strip())
