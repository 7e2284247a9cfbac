"""Bring a base to the newest schema, in one transaction, by the numbered Alembic migrations."""

from __future__ import annotations

import contextlib
import os
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


def create(path: Path) -> bool:
    """Make a new base beside its place, then give it its name; False if another was quicker."""
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.nouvelle")
    try:
        connection = driver.connect(unfinished, write=True)
        try:
            driver.private(unfinished)
            connection.execute(f"PRAGMA application_id={driver.APPLICATION_ID}")
            _run(connection)
        finally:
            connection.close()
        return _name(unfinished, path)
    finally:
        unfinished.unlink(missing_ok=True)


def _name(unfinished: Path, path: Path) -> bool:
    """Give the finished file its name without ever replacing another one."""
    with contextlib.suppress(FileExistsError):
        if os.name == "nt":
            unfinished.rename(path)  # refuses by itself when the name is taken
        else:
            _link(unfinished, path)
        return True
    return False


def _link(unfinished: Path, path: Path) -> None:
    """Link; where the disk knows no links (exFAT, some shares), take the free name, then fill it.

    Raises:
        FileExistsError: the name is taken.

    """
    try:
        os.link(unfinished, path)
    except FileExistsError:
        raise
    except OSError:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        try:
            unfinished.replace(path)
        except OSError:
            path.unlink(missing_ok=True)
            raise


def upgrade(path: Path) -> None:
    """Run the migrations that an existing base lacks, after keeping a copy of it beside."""
    connection = driver.connect(path, write=True)
    try:
        (schema,) = connection.execute("PRAGMA user_version").fetchone()
        _keep_copy(connection, path.with_name(f"{path.name}.avant-schema-{base.SCHEMA}-{schema}"))
        # Batch migrations rebuild tables: with foreign keys on, that would delete child rows.
        connection.execute("PRAGMA foreign_keys=OFF")
        _run(connection)
    finally:
        connection.close()


def _keep_copy(connection: Any, copy: Path) -> None:
    target = driver.sqlite.connect(str(copy))
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
