"""A base on a server, brought to the newest schema: all of it in one transaction, or nothing."""

from __future__ import annotations

from collections.abc import Iterator

from psycopg import sql

from venez_vivre.errors import Refused
from venez_vivre.store.lookups import TEXTS
from venez_vivre.store.postgres import figures, schema
from venez_vivre.store.postgres.clauses import AGENTS, DROITS
from venez_vivre.store.postgres.link import Link
from venez_vivre.store.postgres.rights import FILES

KEPT = ("entitlement", "departed")
"""What is written in the schema of rights: it comes back in the new one."""


def renew(link: Link) -> None:
    """Run the migrations that the base lacks, then settle it as a new one is.

    What depends on the tables (policies, triggers, views, keys with the territory) steps aside
    for the migrations, which know nothing of it, and comes back as this version has it. Nobody
    sees the base meanwhile: the transaction holds every table that it touches.

    Raises:
        Refused: the login is not who administers the base.

    """
    from venez_vivre.store.migrations import climb  # noqa: PLC0415

    owner = _owner(link)
    # What is made is the owner's, whoever of the administrators types the command.
    link.raw.execute(sql.SQL("SET LOCAL ROLE {}").format(sql.Identifier(owner)))
    for statement in (*_set_aside(link), *_plain_keys()):
        link.tell(statement)
    link.tell(schema.functions(link))
    climb(link)
    for statement in (*_dropped(link, TRIGGERS), *_triggers(), *_counted(link)):
        link.tell(statement)
    for table in schema.PLACES:
        link.tell(schema.text_renewal(table))
    schema.settle(link)
    for table in KEPT:
        columns = ", ".join(_columns(link, table))
        link.tell(
            f"INSERT INTO {DROITS}.{table} ({columns}) SELECT {columns} FROM pg_temp.kept_{table}"
        )


def _owner(link: Link) -> str:
    found = link.raw.execute(
        "SELECT pg_get_userbyid(relowner), pg_has_role(session_user, relowner, 'MEMBER') "
        "FROM pg_class WHERE oid = 'venez_vivre.household'::regclass"
    ).fetchone()
    if not (found and found[1]):
        raise Refused(
            "Seule la personne qui administre le serveur met la base à niveau : demandez-lui de "
            "lancer `venez-vivre base migrer`."
        )
    return str(found[0])


POLICIES = """SELECT format('DROP POLICY %I ON venez_vivre.%I', policyname, tablename)
FROM pg_policies WHERE schemaname = 'venez_vivre' ORDER BY 1"""
UNFORCED = """SELECT format('ALTER TABLE venez_vivre.%I NO FORCE ROW LEVEL SECURITY', relname)
FROM pg_class WHERE relnamespace = 'venez_vivre'::regnamespace AND relforcerowsecurity ORDER BY 1"""
TRIGGERS = """SELECT format('DROP TRIGGER %I ON venez_vivre.%I', tgname, relname)
FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
WHERE relnamespace = 'venez_vivre'::regnamespace AND NOT tgisinternal ORDER BY 1"""


def _dropped(link: Link, question: str) -> list[str]:
    return [statement for (statement,) in link.raw.execute(question).fetchall()]


def _set_aside(link: Link) -> Iterator[str]:
    """Without policies an owner would read nothing where they are forced: they are no more."""
    yield from _dropped(link, UNFORCED)
    yield from _dropped(link, POLICIES)
    yield f"REVOKE ALL ON ALL TABLES IN SCHEMA venez_vivre FROM {AGENTS}"
    yield f"DROP SCHEMA IF EXISTS {figures.FIGURES} CASCADE"
    for table in KEPT:
        yield (f"CREATE TEMPORARY TABLE kept_{table} ON COMMIT DROP AS TABLE {DROITS}.{table}")
    yield f"DROP SCHEMA {DROITS} CASCADE"


def _plain_keys() -> Iterator[str]:
    """Keys as the migrations made them: a new table names a file by its number alone."""
    for table in FILES:
        yield f"ALTER TABLE {table} DROP CONSTRAINT {table}_pkey CASCADE"
        yield f"ALTER TABLE {table} ADD PRIMARY KEY (id)"


def _triggers() -> Iterator[str]:
    """Those that keep the words and the keys; `schema.settle` makes the others."""
    for table in TEXTS:
        yield from schema.text_triggers(table)
    yield from schema.key_triggers()


def _counted(link: Link) -> Iterator[str]:
    """Numbers that a migration gave by itself are not given again."""
    for (table,) in link.raw.execute(schema.NUMBERED).fetchall():
        yield (
            f"INSERT INTO counter AS c (name, seq) SELECT '{table}', pg_catalog.max(id) "
            f"FROM {table} HAVING count(*) > 0 ON CONFLICT (name) DO UPDATE "
            "SET seq = excluded.seq WHERE c.seq < excluded.seq"
        )


def _columns(link: Link, table: str) -> list[str]:
    """The columns to bring back: those of the old table, but a number that draws itself."""
    found = link.raw.execute(
        "SELECT quote_ident(n.attname) FROM pg_attribute n JOIN pg_attribute o "
        "ON o.attname = n.attname WHERE n.attrelid = to_regclass(%s) AND n.attnum > 0 "
        "AND o.attrelid = to_regclass(%s) AND n.attidentity = '' ORDER BY n.attnum",
        (f"{DROITS}.{table}", f"pg_temp.kept_{table}"),
    )
    return [name for (name,) in found.fetchall()]
