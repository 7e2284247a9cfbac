"""Files and rows that tests start from, each valid until a test changes it."""

from __future__ import annotations

import csv
from itertools import count
from typing import TYPE_CHECKING, Any

from bases import SERVED, store_of
from venez_vivre.store.lookups import is_lookup

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

Line = dict[str, str]
_numbers = count(1)

JOURNAL = frozenset({"operation", "journal_block"})


def _spelled(number: int) -> str:
    """A number as letters, so that two last names are never one letter apart."""
    return "".join(3 * "bcdfghjklm"[int(digit)] + "a" for digit in str(number)).capitalize()


def a_signup(**changes: str) -> Line:
    """A sign-up of somebody new each time."""
    number = next(_numbers)
    return {
        "date_inscription": "2025-11-03",
        "prenom": f"Camille{number}",
        "nom": f"{_spelled(number)}durand{number}",
        "email": f"{_spelled(number).lower()}{number}@example.org",
        "telephone": f"06 39 98 {number // 100 % 100:02} {number % 100:02}",
        **changes,
    }


def a_contact(household: str, **changes: str) -> Line:
    """An exchange that reached the household."""
    return {
        "foyer": household,
        "date": "2025-11-10",
        "canal": "telephone",
        "resultat": "joint",
        "resume": "Projet confirmé",
        **changes,
    }


def a_settlement(household: str, **changes: str) -> Line:
    """A couple with two children, one of whom goes to school."""
    return {
        "foyer": household,
        "date": "20/11/2025",
        "commune": "Autun",
        "adultes": "2",
        "enfants": "2",
        "scolarises": "1",
        **changes,
    }


def a_territory(**changes: str) -> Line:
    """The territory around Autun."""
    return {
        "code": "T1",
        "nom": "Autunois",
        "type": "CC",
        "departement": "71",
        "communes": "71014",
        **changes,
    }


def a_csv(
    path: Path,
    lines: Iterable[Mapping[str, str]],
    *,
    separator: str = ";",
    encoding: str = "utf-8",
    newline: str = "\r\n",
) -> Path:
    """A file that holds these lines, under every heading that one of them has."""
    rows = list(lines)
    headings = list(dict.fromkeys(heading for row in rows for heading in row))
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file, delimiter=separator, lineterminator=newline)
        writer.writerow(headings)
        writer.writerows([row.get(heading, "") for heading in headings] for row in rows)
    return path


WORDS = "agrafe cheval batterie juste"
"""The passphrase of the bases of tests."""


def a_key_file(path: Path, phrase: str = WORDS) -> Path:
    """A file whose first line is a passphrase, readable by its owner alone."""
    path.touch(mode=0o600)
    path.write_text(f"{phrase}\n", encoding="utf-8")
    return path


def opened(base: Path, *, write: bool) -> Any:
    """A connection to a base beside the program: to a file, encrypted or not, or to a server."""
    store = store_of(base)
    return store.link(write=write) if store.served else store.open(base, write=write)


def query(base: Path, sql: str, *values: Any) -> list[tuple[Any, ...]]:
    """Rows of a base, read beside the program."""
    connection = opened(base, write=False)
    try:
        return [tuple(row) for row in connection.execute(sql, values)]
    finally:
        connection.close()


def is_untouched(base: Path) -> bool:
    """Whether nothing made the base; on a server, where it is there before, whether it is empty."""
    if SERVED:
        return not any(map(tables(base).get, ("operation", "household", "person", "import_run")))
    return not base.exists()


def written(base: Path) -> Any:
    """Everything that was written to a base, to compare: its bytes or, on a server, its rows."""
    return tables(base) if SERVED else base.read_bytes()


def tables(base: Path, *, besides: Iterable[str] = ()) -> dict[str, list[tuple[Any, ...]]]:
    """Everything that a base holds, by table."""
    left_out = set(besides)
    connection = opened(base, write=False)
    try:
        names = connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' "
            "AND name NOT LIKE 'alembic%' AND name <> 'counter' ORDER BY name"
        ).fetchall()
        return {
            name: sorted(map(tuple, connection.execute(f'SELECT * FROM "{name}"')), key=repr)
            for (name,) in names
            if name not in left_out and not is_lookup(name)
        }
    finally:
        connection.close()
