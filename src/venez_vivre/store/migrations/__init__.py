"""Bring a base to the newest schema, in one transaction, by the numbered Alembic migrations."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory

from venez_vivre.store import backups, base, driver
from venez_vivre.store.borrowed import engine_on

if TYPE_CHECKING:
    from venez_vivre.store.base import Store

FOLDER = Path(__file__).parent


def script() -> ScriptDirectory:
    """The chain of migrations, oldest first when walked by `walk_revisions` reversed."""
    return ScriptDirectory(str(FOLDER))


def build(path: Path) -> None:
    """Make a base by the whole chain of migrations (`schema.sql` holds what it leads to)."""
    connection = driver.connect(path, write=True)
    try:
        connection.execute(f"PRAGMA application_id={driver.APPLICATION_ID}")
        _run(connection)
    finally:
        connection.close()


def upgrade(store: Store) -> Path:
    """Run the migrations that an existing base lacks; the backup that was made before.

    Raises:
        Refused: no sound backup can be made: the base then stays as it is.

    """
    kept = backups.save(store, why=backups.BEFORE_MIGRATION).path
    bring_up(store, store.path)
    return kept


def bring_up(store: Store, path: Path) -> None:
    """Run the migrations that a file lacks, which is kept like this base, without a backup."""
    connection = store.open(path, write=True)
    try:
        # Batch migrations rebuild tables: with foreign keys on, that would delete child rows.
        connection.execute("PRAGMA foreign_keys=OFF")
        _run(connection)
    finally:
        connection.close()


def climb(connection: Any) -> None:
    """Run the migrations that a base lacks, in the transaction that is open."""
    with engine_on(connection).connect() as link:
        _upgrade(link)


def _run(connection: Any) -> None:
    connection.execute("BEGIN IMMEDIATE")
    try:
        climb(connection)
        connection.execute(f"PRAGMA user_version={base.SCHEMA}")
        connection.execute("COMMIT")
    except BaseException:
        connection.rollback()
        raise


def _upgrade(link: Any) -> None:
    chain = script()
    context = MigrationContext.configure(
        link,
        opts={
            "fn": lambda revision, _: chain._upgrade_revs("head", revision),  # noqa: SLF001
            "transactional_ddl": False,
        },
    )
    with Operations.context(context):
        context.run_migrations()
