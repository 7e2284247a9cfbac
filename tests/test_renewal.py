"""A base on a server that an earlier version made is brought to the newest schema, whole."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import psycopg
import pytest

from builders import a_csv, a_signup
from served import SEARCH
from venez_vivre.cli import run as run_program
from venez_vivre.errors import Refused
from venez_vivre.store.base import SCHEMA
from venez_vivre.store.postgres import renewal, schema
from venez_vivre.store.postgres.link import connect

if TYPE_CHECKING:
    from collections.abc import Iterator

    from served import Server

pytestmark = pytest.mark.file
"""These tests make the bases on the server that they are about."""

OLD = [
    file
    for file in sorted((Path(__file__).parent / "served_bases").glob("*.sql"))
    if int(file.stem.rpartition("-")[2]) < SCHEMA
]
"""What earlier versions made, as `base servir --sql` printed it."""
ORDINARY = "region_ordinaire"
"""A role that owns its base and is no superuser."""

CATALOG = """
SELECT 'column', table_schema || '.' || table_name || '.' || column_name,
  concat_ws(' ', data_type, is_nullable, column_default, collation_name)
FROM information_schema.columns WHERE table_schema LIKE 'venez_vivre%'
UNION ALL SELECT 'constraint', conrelid::regclass || ' ' || pg_get_constraintdef(oid),
  concat_ws(' ', condeferrable, condeferred, convalidated)
FROM pg_constraint WHERE connamespace::regnamespace::text LIKE 'venez_vivre%'
UNION ALL SELECT 'index', schemaname || '.' || indexname, indexdef
FROM pg_indexes WHERE schemaname LIKE 'venez_vivre%'
UNION ALL SELECT 'policy', schemaname || '.' || tablename || '.' || policyname,
  concat_ws(' ', roles, cmd, qual, with_check)
FROM pg_policies WHERE schemaname LIKE 'venez_vivre%'
UNION ALL SELECT 'trigger', tgrelid::regclass || ' ' || tgname, pg_get_triggerdef(oid)
FROM pg_trigger WHERE NOT tgisinternal
UNION ALL SELECT 'function', oid::regprocedure::text,
  concat_ws(' ', prosrc, provolatile, prosecdef, proconfig, proowner::regrole, proacl)
FROM pg_proc WHERE pronamespace::regnamespace::text LIKE 'venez_vivre%'
UNION ALL SELECT 'operator', oid::regoperator::text, oprcode::text
FROM pg_operator WHERE oprnamespace = 'venez_vivre'::regnamespace
UNION ALL SELECT 'relation', oid::regclass::text, concat_ws(' ', relkind, relrowsecurity,
  relforcerowsecurity, relowner::regrole, relacl, reloptions)
FROM pg_class WHERE relnamespace::regnamespace::text LIKE 'venez_vivre%' AND relkind <> 'i'
UNION ALL SELECT 'view', schemaname || '.' || viewname, definition
FROM pg_views WHERE schemaname LIKE 'venez_vivre%'
UNION ALL SELECT 'right on a column', attrelid::regclass || '.' || attname,
  concat_ws(' ', attacl, attstattarget)
FROM pg_attribute JOIN pg_class c ON c.oid = attrelid
WHERE relnamespace::regnamespace::text LIKE 'venez_vivre%' AND attnum > 0 AND NOT attisdropped
  AND relkind <> 'i'
ORDER BY 1, 2, 3"""
ROWS_OF_THE_SCHEMA = {"alembic_version", "base_mark"}


class Typed(Protocol):
    """`typed(url, "foyers", "lister")`: what is printed, success being asserted."""

    def __call__(self, url: str, *words: str, code: int = 0) -> tuple[str, str]: ...


@pytest.fixture
def typed(capfd: pytest.CaptureFixture[str]) -> Typed:
    """Type a command on a base of the server."""

    def type_it(url: str, *words: str, code: int = 0) -> tuple[str, str]:
        found = run_program(["--base", url, "--date", "2025-11-27", "--agent", "Léa", *words])
        said = capfd.readouterr()
        assert found == code, said.err
        return said.out, said.err

    return type_it


@pytest.fixture
def bases(server: Server) -> Iterator[tuple[str, str]]:
    """The names of an empty base of today, and of one without anything."""
    new = server.new()
    old = f"ancienne_{new}"
    server.run(f"CREATE DATABASE {old}")
    yield new, old
    for one in (new, old):
        server.drop(one)


def _catalog(server: Server, database: str, owner: str = "") -> set[tuple[str, ...]]:
    """What the base is made of, whoever owns it."""
    with psycopg.connect(server.conninfo(database), options=SEARCH) as link:
        found = link.execute(CATALOG).fetchall()
    who = owner or server.user
    return {tuple(str(part).replace(who, "OWNER") for part in row) for row in found}


def _rows(server: Server, database: str) -> dict[str, list[dict[str, Any]]]:
    """Every row, table by table, without what tells one transaction from another."""
    found = {}
    with psycopg.connect(server.conninfo(database), options=SEARCH) as link:
        for (table,) in link.execute(
            "SELECT oid::regclass::text FROM pg_class WHERE relkind = 'r' AND "
            "relnamespace::regnamespace::text IN ('venez_vivre', 'venez_vivre_droits')"
        ).fetchall():
            cursor = link.execute(f"SELECT * FROM {table}")
            names = [column.name for column in cursor.description or ()]
            found[table] = [
                {n: v for n, v in zip(names, row, strict=True) if n != "of_transaction"}
                for row in sorted(cursor.fetchall(), key=repr)
            ]
    return found


def _carry(server: Server, source: str, target: str) -> None:
    """Put the rows of a base of today into one of an earlier version, as they are."""
    rows = _rows(server, source)
    with psycopg.connect(server.conninfo(target), options=SEARCH) as link:
        link.execute("SET session_replication_role = replica")
        for table, some in rows.items():
            there = {name for (name,) in link.execute(
                "SELECT attname FROM pg_attribute WHERE attrelid = to_regclass(%s) AND attnum > 0",
                (table,),
            ).fetchall()}  # fmt: skip
            if table in ROWS_OF_THE_SCHEMA or not there:
                continue
            link.execute(f"DELETE FROM {table}")
            for row in some:
                kept = {name: value for name, value in row.items() if name in there}
                marks = ", ".join(["%s"] * len(kept))
                link.execute(
                    f"INSERT INTO {table} ({', '.join(kept)}) OVERRIDING SYSTEM VALUE "
                    f"VALUES ({marks})",
                    list(kept.values()),
                )


def _lived(typed: Typed, url: str, folder: Path) -> None:
    """Two territories, their people, an officer of one of them, some work."""
    for code in ("T1", "T2"):
        typed(url, "territoires", "ajouter", "--code", code, "--nom", code, "--type", "CC")
        people = [
            a_signup(prenom=f"Ève{code}{n}", nom=f"Œuvré{code}{chr(65 + n)}", telephone="",
                     email=f"{code}{n}@example.org", territoire_souhaite=code, message="à Autun")
            for n in range(5)
        ]  # fmt: skip
        file = a_csv(folder / f"{code}.csv", people)
        typed(url, "inscrits", "importer", str(file))
    typed(url, "contacts", "noter", "T10@example.org", "Bonjour", "--resultat", "joint")
    typed(url, "foyers", "modifier", "T11@example.org", "--projet", "Reprendre une ferme")
    typed(url, "annuler", "--oui")


@pytest.mark.parametrize("owner", ["", ORDINARY])
@pytest.mark.parametrize("file", OLD, ids=lambda path: path.stem)
def test_an_earlier_base_becomes_as_one_made_today(
    server: Server, bases: tuple[str, str], typed: Typed, tmp_path: Path, file: Path, owner: str
) -> None:
    """Same tables, keys, policies and functions; same rows and rights; the work goes on."""
    new, old = bases
    if owner:
        server.run(f"DROP ROLE IF EXISTS {owner}", f"CREATE ROLE {owner} LOGIN CREATEROLE")
        server.run(f"ALTER DATABASE {old} OWNER TO {owner}")
    with psycopg.connect(server.conninfo(old, owner)) as link:
        link.execute(file.read_text(encoding="utf-8").encode())
    _lived(typed, server.url(new), tmp_path)
    typed(server.url(new), "agents", "habiliter", "lea renouvelée", "--territoire", "T1", "--oui")
    _carry(server, new, old)
    officer = server.url(old, "lea renouvelée")
    assert "base migrer" in typed(officer, "foyers", "lister", code=Refused.exit_code)[1]
    assert "administre" in typed(officer, "base", "migrer", code=Refused.exit_code)[1]
    before = _rows(server, old)

    assert f"au schéma {SCHEMA}" in typed(server.url(old, owner), "base", "migrer")[0]

    assert _catalog(server, old, owner) == _catalog(server, new)
    after = _rows(server, old)
    for table, rows in before.items():
        if table not in ROWS_OF_THE_SCHEMA:
            known = set(rows[0]) if rows else set()
            assert [{n: row[n] for n in known} for row in after[table]] == rows, table
    assert "Rien à faire" in typed(server.url(old, owner), "base", "migrer")[0]
    for words in (("foyers", "lister", "-f", "json"), ("chercher", "autun", "-f", "json")):
        assert typed(officer, *words) == typed(server.url(new, "lea renouvelée"), *words)
    typed(officer, "contacts", "noter", "T12@example.org", "Après", "--resultat", "joint")
    typed(officer, "contacts", "noter", "T22@example.org", "Non", "--resultat", "joint", code=3)


def test_a_base_settled_twice_is_the_same(
    server: Server, bases: tuple[str, str], typed: Typed, tmp_path: Path
) -> None:
    """Nothing is left of what stepped aside, and nothing is there twice."""
    new, _ = bases
    _lived(typed, server.url(new), tmp_path)
    catalog, rows = _catalog(server, new), _rows(server, new)
    link = connect(server.conninfo(new), write=True)
    link.execute("BEGIN IMMEDIATE")
    renewal.renew(link)
    link.execute("COMMIT")
    link.close()
    assert _catalog(server, new) == catalog
    assert _rows(server, new) == rows


def test_the_printed_script_makes_the_same_base(
    server: Server, bases: tuple[str, str], typed: Typed
) -> None:
    """Whoever administers a server may run the SQL in the program’s place."""
    new, old = bases
    printed, _ = typed(server.url(old), "base", "servir", "--sql")
    with psycopg.connect(server.conninfo(old), autocommit=True) as link:
        link.execute(printed.encode())
    assert _catalog(server, old) == _catalog(server, new)
    typed(server.url(old), "territoires", "ajouter", "--code", "T1", "--nom", "A", "--type", "CC")
    assert "déjà préparée" in typed(
        server.url(old), "base", "servir", "--oui", code=Refused.exit_code
    )[1]  # fmt: skip


def test_a_failure_on_the_way_leaves_the_base_as_it_was(
    server: Server, bases: tuple[str, str], typed: Typed, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """Everything is one transaction: an error at the very end takes all of it back."""
    new, _ = bases
    _lived(typed, server.url(new), tmp_path)
    catalog, rows = _catalog(server, new), _rows(server, new)
    link = connect(server.conninfo(new), write=True)
    link.execute("BEGIN IMMEDIATE")
    monkeypatch.setattr(schema.figures, "settle", lambda link: link.execute("SELECT 1 / 0"))
    with pytest.raises(psycopg.errors.DivisionByZero):
        renewal.renew(link)
    link.rollback()
    link.close()
    assert _catalog(server, new) == catalog
    assert _rows(server, new) == rows
