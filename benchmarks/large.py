"""A base larger than a demonstration, made in seconds to minutes: the demonstration, many times over.

`python benchmarks/large.py BASE HOUSEHOLDS [--offres N]` makes the demonstration of one year (fixed
seed), then copies its rows with other numbers, references, names in the same proportions, e-mail
addresses and phones, until that many households are there. Everything that a command reads comes
along: sign-ups, contacts, follow-ups, settlements, offers, full text and the keys of lookups. The
territories and the officers stay 35 and 40: what each of them sees grows as much as the base. The
journal is that of the demonstration.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path
from typing import Any

from run import PROGRAM, SIGNUPS, seconds

from venez_vivre.references import household_reference, offer_reference
from venez_vivre.store import driver
from venez_vivre.store.base import Store
from venez_vivre.store.lookups import TEXTS, rebuild

FILES = ("household", "person", "signup", "contact", "follow_up", "settlement", "transfer")
"""The tables of a household, those that others refer to first."""

OTHERS = {
    "household": {"reference": "called(id + :shift)"},
    "person": {
        "email": ":copy || '.' || email",
        "email_key": ":copy || '.' || email_key",
        "external_reference": "external_reference || '.' || :copy",
        "phone": "phone || :copy",
    },
    "signup": {"row_hash": "row_hash + :copy"},
    "contact": {"row_hash": "row_hash + :copy"},
    "settlement": {"row_hash": "row_hash + :copy"},
    "offer": {
        "reference": "offered(id + :shift)",
        "external_reference": "external_reference || '.' || :copy",
        "latitude": "latitude + (:copy * 37 % 101 - 50) / 5000.0",
        "longitude": "longitude + (:copy * 53 % 101 - 50) / 5000.0",
        "row_hash": "row_hash + :copy",
    },
}
"""What is not the same in the copies, in SQL: `:copy` is the number of the copy, from 1."""


def make(path: Path, households: int, offers: int | None = None) -> Path:
    """A base of at least that many households, and of that many offers (or in proportion)."""
    with tempfile.TemporaryDirectory(prefix="venez-vivre-bench-", dir=path.parent) as place:
        seconds([*PROGRAM, "demo", "--dossier", place, "--inscrits", SIGNUPS])
        (Path(place) / "demo.db").replace(path)
    with Store(path).alone() as connection:
        _multiply(connection, households, offers)
    return path


def _multiply(connection: Any, households: int, offers: int | None) -> None:
    connection.create_function("called", 1, household_reference, deterministic=True)
    connection.create_function("offered", 1, offer_reference, deterministic=True)
    connection.execute("PRAGMA foreign_keys=OFF")
    connection.execute("PRAGMA synchronous=OFF")
    driver.begin(connection)
    spans = {
        one: _value(connection, f"SELECT max(id) FROM {one}") or 0 for one in (*FILES, "offer")
    }
    dropped = _set_aside(connection)
    asked = offers or households * spans["offer"] // spans["household"]
    for copy in range(1, -(-households // spans["household"])):
        room = households - copy * spans["household"]
        for table in FILES:
            _copy(connection, table, copy, spans, room)
    for copy in range(1, -(-asked // spans["offer"])):
        _copy(connection, "offer", copy, spans, asked - copy * spans["offer"])
    for sql in dropped:
        connection.execute(sql)
    for table in TEXTS:
        connection.execute(rebuild(table))
    connection.execute("COMMIT")


def _value(connection: Any, sql: str) -> Any:
    return connection.execute(sql).fetchone()[0]


def _set_aside(connection: Any) -> list[str]:
    """Drop triggers and indices, which are made faster afterwards; what makes them again."""
    found = connection.execute(
        "SELECT type, name, sql FROM sqlite_master WHERE type IN ('trigger', 'index') "
        "AND sql IS NOT NULL ORDER BY type, name"
    ).fetchall()
    for kind, name, _ in found:
        connection.execute(f'DROP {kind} "{name}"')
    return [sql for _, _, sql in found]


def _copy(connection: Any, table: str, copy: int, spans: dict[str, int], room: int) -> None:
    """One more copy of a table, as far as the households (or the offers) that are still wanted."""
    own = {"id": f"id + {copy * spans[table]}"}
    for link in connection.execute(f"PRAGMA foreign_key_list({table})").fetchall():
        if link[2] in spans:
            own[link[3]] = f'"{link[3]}" + {copy * spans[link[2]]}'
    own |= OTHERS.get(table, {})
    names = [row[1] for row in connection.execute(f"PRAGMA table_info({table})").fetchall()]
    into = ", ".join(f'"{name}"' for name in names)
    said = ", ".join(own.get(name, f'"{name}"') for name in names)
    unit = "id" if table in {"household", "offer"} else "household_id"
    limit = spans["offer" if table == "offer" else "household"]
    sql = (
        f"INSERT INTO {table} ({into}) SELECT {said} FROM {table} "
        f"WHERE id <= {spans[table]} AND {unit} <= {min(room, limit)} ORDER BY id"
    )
    values = {"copy": copy, "shift": copy * spans[table]}
    connection.execute(sql, {k: v for k, v in values.items() if f":{k}" in sql})
    if table == "person":
        _key(connection, copy * spans[table], spans[table])


def _key(connection: Any, shift: int, span: int) -> None:
    """The keys of identity of copied people: those of whom they copy, which costs no computing."""
    connection.execute(
        f"INSERT INTO person_key SELECT person_id + {shift}, keys FROM person_key "
        f"WHERE person_id <= {span} AND person_id + {shift} IN (SELECT id FROM person)"
    )


def main() -> None:
    """Make one base."""
    parser = argparse.ArgumentParser()
    parser.add_argument("base", type=Path)
    parser.add_argument("households", type=int)
    parser.add_argument("--offres", type=int)
    asked = parser.parse_args()
    made = make(asked.base, asked.households, asked.offres)
    print(f"{made}: {asked.households:,} households, {made.stat().st_size / 1e6:,.0f} MB")


if __name__ == "__main__":
    sys.exit(main())
