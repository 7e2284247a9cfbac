"""Put right what is only worked out from the rest: nothing that somebody wrote is changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from venez_vivre.store import backups, checks, copies, lookups, stages
from venez_vivre.store.checks import Finding
from venez_vivre.store.invariants import wanted
from venez_vivre.store.reader import Reader

if TYPE_CHECKING:
    from venez_vivre.store.base import Store

RIGHTS = "droits"
"""The one repair that is no change of what the base holds."""


def mend(store: Store, path: Path, findings: Iterable[Finding]) -> None:
    """Put right what these findings name, all of it or nothing."""
    asked = {finding.repair for finding in findings}
    if RIGHTS in asked:
        make_private(path)
    with copies.opened(store, path, write=True) as connection:
        connection.execute("BEGIN IMMEDIATE")
        try:
            for name, repair in REPAIRS.items():
                if name in asked:
                    repair(Reader(connection))
        except BaseException:
            connection.rollback()
            raise
        connection.execute("COMMIT")


def mend_after_backup(store: Store, findings: list[Finding]) -> Path | None:
    """The same for the base itself, once it is kept as it is; None when only rights change."""
    kept = None
    if any(finding.repair != RIGHTS for finding in findings):
        kept = backups.keep(store, backups.BEFORE_REPAIR)
    mend(store, store.path, findings)
    return kept


def make_private(path: Path) -> None:
    """Keep the base, the folder of its backups and its backups to their owner."""
    for place in checks.private_places(path.resolve()):
        place.chmod(0o700 if place.is_dir() else 0o600)


def schema(rows: Reader) -> None:
    """Make the indices and triggers again that are lacking."""
    there = {name for (name,) in rows.rows("SELECT name FROM sqlite_master")}
    for name, sql in wanted().items():
        if name not in there:
            rows.run(sql)


def indices(rows: Reader) -> None:
    """Make every index again from its table."""
    rows.run("REINDEX")


def full_text(rows: Reader) -> None:
    """Make the full text of every table again."""
    for table in lookups.TEXTS:
        rows.run(lookups.rebuild(table))


def derived(rows: Reader) -> None:
    """Derive every stage and date again."""
    stages.derive_range(rows, 1, rows.value("SELECT coalesce(max(id), 0) FROM household"))


def keys(rows: Reader) -> None:
    """Say of everybody that their keys must be made again."""
    rows.run(
        "INSERT INTO person_unkeyed (person_id) SELECT id FROM person WHERE true "
        "ON CONFLICT DO NOTHING"
    )


def counters(rows: Reader) -> None:
    """Bring the counter of each table past its rows."""
    tables = rows.rows("SELECT name FROM sqlite_master WHERE sql LIKE '%AUTOINCREMENT%'")
    for (table,) in tables:
        highest = rows.value(f"SELECT coalesce(max(id), 0) FROM {table}")
        done = rows.run(
            "UPDATE sqlite_sequence SET seq = max(seq, ?) WHERE name = ?", (highest, table)
        )
        if not done and highest:
            rows.run("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", (table, highest))


REPAIRS: dict[str, Callable[[Reader], None]] = {
    "schema": schema,
    "index": indices,
    "texte": full_text,
    "etapes": derived,
    "cles": keys,
    "compteurs": counters,
}
"""How each thing is put right, in the order in which it must be done."""
