"""Bring a base to the newest schema, in one transaction, by the numbered Alembic migrations."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory

from venez_vivre.store import base, driver
from venez_vivre.store.borrowed import engine_on

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


def upgrade(path: Path, opened: Callable[..., Any] = driver.connect) -> None:
    """Run the migrations that an existing base lacks, after keeping a copy of it beside.

    `opened` opens the base, and makes the copy that is kept like it (`Store.open`).
    """
    connection = opened(path, write=True)
    try:
        (schema,) = connection.execute("PRAGMA user_version").fetchone()
        copy = path.with_name(f"{path.name}.avant-schema-{base.SCHEMA}-{schema}")
        _keep_copy(connection, copy, opened)
        # Batch migrations rebuild tables: with foreign keys on, that would delete child rows.
        connection.execute("PRAGMA foreign_keys=OFF")
        _run(connection)
    finally:
        connection.close()


def _keep_copy(connection: Any, copy: Path, opened: Callable[..., Any]) -> None:
    copy.unlink(missing_ok=True)  # of an upgrade that failed, perhaps under another key
    target = opened(copy, write=True)
    try:
        driver.private(copy)
        connection.backup(target)
    finally:
        target.close()


def _run(connection: Any) -> None:
    connection.execute("BEGIN IMMEDIATE")
    try:
        with engine_on(connection).connect() as link:
            _upgrade(link)
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
