"""What the tests of transfers share: a base that holds everything, and what a base holds."""

from __future__ import annotations

import contextlib
import io
import json
import shutil
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg
from psycopg.types.numeric import FloatLoader

from builders import opened
from small_bases import content
from venez_vivre.cli import run as run_program
from venez_vivre.store import driver
from venez_vivre.store.addresses import store_at
from venez_vivre.store.creation import SCRIPT, statements
from venez_vivre.store.transfer.ends import Ends

if TYPE_CHECKING:
    from venez_vivre.store.base import Store

TODAY = "2025-11-27"
TAKEN = frozenset({0, 5})
DOCUMENTS = (
    ("entonnoir",), ("entonnoir", "--par", "canal"), ("entonnoir", "--par", "territoire"),
    ("foyers", "lister", "-n", "1000"), ("chercher", "maison"), ("chercher", "ecole"),
    ("rapport", "hebdo"), ("rapport", "mensuel"), ("aujourdhui",), ("docteur",),
    ("contacts", "lister", "-n", "500"), ("installations", "lister"), ("offres", "lister"),
    ("campagnes", "lister"), ("config", "montrer", "silence"), ("rgpd", "registre"),
    ("journal",), ("inscrits", "lister"), ("visites", "lister"), ("relances", "lister"),
)  # fmt: skip
"""Questions whose answers show a base from every side."""


@dataclass(frozen=True)
class Answer:
    """What one run of the program printed, and its exit code."""

    out: str
    err: str
    code: int


def asked(base: str | Path, *words: str) -> Answer:
    """One command on one base."""
    out, err = io.TextIOWrapper(io.BytesIO(), "utf-8"), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = run_program(["--base", str(base), "--date", TODAY, "--agent", "Test", *words])
        out.flush()
    assert "Traceback" not in err.getvalue()
    return Answer(out.buffer.getvalue().decode(), err.getvalue(), code)


def did(base: str | Path, *words: str) -> Answer:
    """One command that succeeds."""
    answer = asked(base, *words)
    assert answer.code in TAKEN, f"{words}: {answer.err}"
    return answer


def moved(source: str | Path, target: str | Path, *words: str) -> Answer:
    """`base transferer SOURCE CIBLE …`, whatever it answers; the usual base is another one."""
    return asked("aucune.db", "base", "transferer", str(source), str(target), *words)


def carried(source: str | Path, target: str | Path) -> Any:
    """Copied, compared and confirmed; what the confirmation said, in JSON."""
    for step in ((), ("--confirmer",)):
        answer = moved(source, target, *step, "-f", "json")
        assert answer.code == 0, answer.err
    return json.loads(answer.out)


def a_full_base(folder: Path) -> Path:
    """A demonstration, then a day of work in it: somebody erased, something undone, a setting."""
    with contextlib.redirect_stdout(io.TextIOWrapper(io.BytesIO())):
        did(folder / "x.db", "demo", "--inscrits", "300", "--dossier", str(folder / "demo"))
    base = folder / "demo" / "demo.db"
    found = json.loads(did(base, "foyers", "lister", "-n", "12", "-f", "json").out)
    refs = [one["reference"] for one in found]
    day = (
        ("config", "definir", "silence=21"),
        ("contacts", "noter", refs[0], "-r", "joint", "L’école d’Autun, une maison"),
        ("relances", "planifier", refs[1], "rappeler", "--le", "2025-12-03"),
        ("rgpd", "effacer", refs[2], "--motif", "demande", "--confirmer"),
        ("contacts", "noter", refs[3], "courriel", "-r", "message"),
        ("annuler",),
        ("foyers", "modifier", refs[4], "--projet", "Ouvrir un café 🥐 à l’œuvre"),
        ("visites", "creer", "Découverte", "--du", "2025-12-06", "--commune", "Autun"),
        ("visites", "inviter", "V-1", refs[5]),
    )
    for words in day:
        did(base, *words)
    return base


def copied(base: Path, place: Path) -> Path:
    """The same base in another folder, with its ledger of erasures."""
    place.mkdir()
    shutil.copy(base, place / base.name)
    ledger = base.with_name(f"{base.name}.effacements")
    if ledger.exists():
        shutil.copy(ledger, place / ledger.name)
    return place / base.name


def held(base: str | Path) -> dict[str, Any]:
    """Every row of every table, and the numbers given, read by another way than the program’s."""
    if "://" not in str(base):
        rows = content(Path(base))
        with contextlib.closing(opened(Path(base), write=False)) as connection:
            given = connection.execute(
                "SELECT name, seq FROM sqlite_sequence ORDER BY 1"
            ).fetchall()
        return _ordered(rows) | {"numéros": given}
    tables = set(columns()) - {"alembic_version"}
    with psycopg.connect(str(base).replace("+psycopg", "")) as link:
        link.adapters.register_loader("numeric", FloatLoader)
        found = {
            name: link.execute(f"SELECT {_listed(name)} FROM venez_vivre.{name}").fetchall()
            for name in tables
        }
        given = link.execute("SELECT name, seq FROM venez_vivre.counter ORDER BY 1").fetchall()
    return _ordered(found) | {"numéros": given}


@cache
def columns() -> dict[str, tuple[str, ...]]:
    """The columns of each table of an empty base."""
    with contextlib.closing(driver.sqlite.connect(":memory:")) as made:
        for one in statements(SCRIPT.read_text(encoding="utf-8")):
            made.execute(one)
        names = made.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '%\\_text%' "
            "ESCAPE '\\' AND name NOT LIKE 'sqlite%'"
        ).fetchall()
        return {
            name: tuple(row[1] for row in made.execute(f"PRAGMA table_info({name})"))
            for (name,) in names
        }


def _listed(name: str) -> str:
    return ", ".join(f'"{column}"' for column in columns()[name])


def _ordered(rows: dict[str, list[tuple[Any, ...]]]) -> dict[str, list[tuple[Any, ...]]]:
    kept = {name: found for name, found in rows.items() if name != "alembic_version"}
    return {name: sorted(map(tuple, found), key=repr) for name, found in sorted(kept.items())}


def ends(source: str | Path, target: str | Path) -> Ends:
    """Both bases, for what no command line can time."""
    return Ends(_store(source), _store(target))


def _store(base: str | Path) -> Store:
    return store_at(str(base), announce=lambda _: None, ask=None)


def many(base: Path, households: int) -> None:
    """So many households, each with a person and a form, added without the program’s rules."""
    with contextlib.closing(opened(base, write=True)) as connection:
        connection.execute("BEGIN")
        for statement in MANY:
            connection.execute(statement, {"many": households})
        connection.execute("COMMIT")


_EACH = (
    "WITH RECURSIVE n(i) AS (SELECT 90001 UNION ALL SELECT i + 1 FROM n WHERE i < 90000 + :many)"
)
_ADDED = {
    "household (id, reference, registered_on, project)": (
        "i, 'GROS-' || i, '2025-11-20', 'Un projet à Autun'"
    ),
    "person (id, household_id, role, first_name, first_key, last_key, registered_on)": (
        "i, i, 'titulaire', 'Nom' || i, 'nom', 'nom', '2025-11-20'"
    ),
    "signup (id, household_id, person_id, received_on, message)": (
        "i, i, i, '2025-11-20', 'Une maison avec jardin'"
    ),
}
MANY = [f"{_EACH} INSERT INTO {table} SELECT {said} FROM n" for table, said in _ADDED.items()]
