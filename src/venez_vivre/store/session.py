"""A model session inside a transaction that is already open, telling the journal what it does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import event
from sqlalchemy.orm import configure_mappers
from sqlmodel import Session

from venez_vivre.store.borrowed import engine_on

if TYPE_CHECKING:
    from sqlalchemy.orm import UOWTransaction

    from venez_vivre.store.journal import Journal


def prepare() -> None:
    """Set the models up, which the first one that is made would do: 20 to 30 ms, once."""
    configure_mappers()


def open_session(connection: Any, journal: Journal) -> Session:
    """A session on this driver connection; it flushes, the operation around it commits."""
    session = Session(engine_on(connection))

    def remember(session: Session, _context: UOWTransaction, _instances: Any) -> None:
        for row in session.dirty | session.deleted:
            if row in session.deleted or session.is_modified(row):
                journal.touch(row.__tablename__, [row.id])

    def note(session: Session, _context: UOWTransaction) -> None:
        for row in session.new:
            journal.added(row.__tablename__, row.id)

    event.listen(session, "before_flush", remember)
    event.listen(session, "after_flush", note)
    return session
