"""A base of an older version is brought to the newest schema with all that it holds."""

from __future__ import annotations

import random
import shutil
import time
from pathlib import Path

import pytest
from alembic.migration import MigrationContext
from alembic.operations import Operations

from builders import a_csv, a_signup, query, tables
from conftest import Run
from small_bases import change, content, filled, is_sound, killed_after, posix_only, started
from venez_vivre.store import driver, migrations
from venez_vivre.store.base import SCHEMA
from venez_vivre.store.borrowed import engine_on
from venez_vivre.store.saved import FOLDER

pytestmark = [pytest.mark.plain, pytest.mark.file]
"""An encrypted one is upgraded in test_encryption."""

REBUILT = ("import_run", "operation", "journal_block")


def an_old_base(path: Path, schema: int) -> None:
    """An empty base as the version of that schema made it."""
    chain = migrations.script()
    connection = driver.connect(path, write=True)
    driver.private(path)
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
    (kept,) = (tmp_path / FOLDER).glob("base-*-avant-migration.db")
    assert str(kept) in said.err
    assert query(kept, "PRAGMA user_version") == [(schema,)]
    moved = [line | {"email": "nouvelle@example.org", "code_postal": "21000"} for line in lines[:1]]
    again = run("inscrits", "importer", str(a_csv(tmp_path / "g.csv", moved)), "-f", "json").json
    assert again["creees"] == 0, "people of an older base are met by their new keys"


@posix_only
@pytest.mark.plain
@pytest.mark.parametrize("schema", range(1, SCHEMA))
def test_a_killed_migration_leaves_the_old_base_or_the_new_one(
    run: Run, base: Path, tmp_path: Path, schema: int
) -> None:
    """Two kills at random moments of the upgrade of each version: nothing by half, nobody lost."""
    filled(run, tmp_path, 40)
    copied(base.rename(tmp_path / "nouvelle.db"), base, schema)
    people = query(base, "SELECT id, first_name, last_name, email FROM person ORDER BY id")
    old, raw = content(base), base.read_bytes()
    begin = time.monotonic()
    assert "Base mise à jour" in started(base, "base", "migrer").communicate()[0]
    seconds, new = time.monotonic() - begin, content(base)
    moments, killed = random.Random(schema), 0  # noqa: S311  moments, not secrets
    for _ in range(8):
        base.write_bytes(raw)
        killed += killed_after(seconds * moments.uniform(0.3, 0.9), base, "base", "migrer")
        assert is_sound(base)
        assert content(base) in (old, new)
        names = "SELECT id, first_name, last_name, email FROM person ORDER BY id"
        assert query(base, names) == people
        if killed == 2:
            break
    assert killed == 2
    run("foyers", "lister")
    assert content(base) == new
    assert run("base", "verifier", "-f", "json").json["saine"]


@pytest.mark.plain
@pytest.mark.parametrize("schema", [1, SCHEMA - 1])
def test_a_migration_that_is_asked_for_says_what_it_did(
    run: Run, base: Path, tmp_path: Path, schema: int
) -> None:
    filled(run, tmp_path, 5)
    copied(base.rename(tmp_path / "nouvelle.db"), base, schema)
    old = content(base)
    state = run("base", "etat", "-f", "json").json
    assert state["schema"] == schema, "the state alone brings nothing up to date"
    assert any("plus ancienne" in text for text in state["avertissements"])
    checked = run("base", "verifier", "-f", "json").json
    assert checked["saine"]
    assert checked["non_faits"]
    said = run("base", "migrer", "-f", "json").json
    assert (said["avant"], said["apres"]) == (schema, SCHEMA)
    assert content(Path(said["sauvegarde"])) == old
    assert run("base", "migrer", "-f", "json").json["sauvegarde"] is None
    run("base", "restaurer", said["sauvegarde"])  # and an old backup is brought up to date
    assert query(base, "PRAGMA user_version") == [(SCHEMA,)]
    assert query(Path(said["sauvegarde"]), "PRAGMA user_version") == [(schema,)]
    assert run("base", "verifier", "-f", "json").json["saine"]


@pytest.mark.plain
def test_a_damaged_old_base_is_not_migrated(run: Run, base: Path, tmp_path: Path) -> None:
    """No sound backup of it can be made: it stays as it is, and the sentence says what to do."""
    filled(run, tmp_path, 5)
    copied(base.rename(tmp_path / "nouvelle.db"), base, SCHEMA - 1)
    change(base, "UPDATE contact SET household_id = 999 WHERE id = 1")
    before = base.read_bytes()
    assert "base verifier" in run("foyers", "lister", fails_with=1).err
    assert base.read_bytes() == before
    shutil.rmtree(tmp_path / FOLDER)
