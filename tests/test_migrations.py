"""A base of an older version is brought to the newest schema with all that it holds."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic.migration import MigrationContext
from alembic.operations import Operations

from builders import a_csv, a_signup, query, tables
from conftest import Run
from venez_vivre.store import driver, migrations
from venez_vivre.store.base import SCHEMA
from venez_vivre.store.borrowed import engine_on

REBUILT = ("import_run", "operation", "journal_block")


def an_old_base(path: Path, schema: int) -> None:
    """An empty base as the version of that schema made it."""
    chain = migrations.script()
    connection = driver.connect(path, write=True)
    connection.execute(f"PRAGMA application_id={driver.APPLICATION_ID}")
    connection.execute("BEGIN")
    with engine_on(connection).connect() as link:
        steps = {
            "fn": lambda revision, _: chain._upgrade_revs(f"{schema:04d}", revision),
            "transactional_ddl": False,
        }
        context = MigrationContext.configure(link, opts=steps)
        with Operations.context(context):
            context.run_migrations()
    connection.execute(f"PRAGMA user_version={schema}")
    connection.execute("COMMIT")
    connection.close()


def copied(new: Path, old: Path, schema: int) -> None:
    """An old base that holds what a new one does, as far as it has the columns."""
    an_old_base(old, schema)
    connection = driver.connect(old, write=True)
    connection.execute("PRAGMA foreign_keys=OFF")
    connection.execute("ATTACH ? AS source", (str(new),))
    for table in tables(new):
        ours = [row[1] for row in connection.execute(f"PRAGMA main.table_info({table})")]
        if ours:
            names = ", ".join(f'"{name}"' for name in ours)
            connection.execute(f"INSERT INTO {table} ({names}) SELECT {names} FROM source.{table}")
    connection.close()


@pytest.mark.parametrize("schema", range(1, SCHEMA))
def test_an_older_base_is_upgraded_with_its_people(
    run: Run, base: Path, tmp_path: Path, schema: int
) -> None:
    lines = [a_signup(code_postal="71400", annee_naissance="1980") for _ in range(20)]
    file = a_csv(tmp_path / "f.csv", lines)
    run("inscrits", "importer", str(file))
    people = query(base, "SELECT id, first_name, last_name, email FROM person ORDER BY id")
    new = base.rename(tmp_path / "nouvelle.db")
    copied(new, base, schema)
    said = run("foyers", "lister", "-f", "json")
    assert "Base mise à jour" in said.err
    assert len(said.json) == 20
    assert query(base, "PRAGMA user_version") == [(SCHEMA,)]
    assert query(base, "SELECT id, first_name, last_name, email FROM person ORDER BY id") == people
    assert query(base, "PRAGMA foreign_key_check") == []
    days = query(base, "SELECT recorded_on, substr(happened_at, 1, 10) FROM operation")
    assert days
    same = all(day == hour for day, hour in days)
    assert same or schema >= 7, "the hour is all that old operations say"
    (kept,) = tmp_path.glob(f"base.db.avant-schema-{SCHEMA}-{schema}")
    assert query(kept, "PRAGMA user_version") == [(schema,)]
    moved = [line | {"email": "nouvelle@example.org", "code_postal": "21000"} for line in lines[:1]]
    again = run("inscrits", "importer", str(a_csv(tmp_path / "g.csv", moved)), "-f", "json").json
    assert again["creees"] == 0, "people of an older base are met by their new keys"
