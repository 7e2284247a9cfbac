"""Row-level security: which rows a login reads and writes, table by table.

`rights.sql` says what a login holds; here each table gets the column that says whose its rows are,
the trigger that fills it, the policies, and keys that hold the territory: a unique value or a link
of another territory then fails as one that does not exist.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from venez_vivre.store.journal import CASE_TABLES
from venez_vivre.store.lookups import TEXTS
from venez_vivre.store.postgres import calling, clauses
from venez_vivre.store.postgres.clauses import (
    everywhere,
    mine,
    mine_or_common,
    published,
    somewhere,
    within,
)  # fmt: skip
from venez_vivre.store.postgres.link import Link
from venez_vivre.store.postgres.untold import untold

FUNCTIONS = Path(__file__).with_name("rights.sql")
DROITS = clauses.DROITS
AGENTS = clauses.AGENTS

FILES = ("household", *sorted(CASE_TABLES))
"""Tables whose rows are of one territory, that of the file they belong to."""

MANY = ("household", "person", "signup", "contact")
"""Those of which an officer reads the few of her territory among all."""

AUTHORED = (
    "breach", "disposal", "erasure", "identity_decision", "import_run", "merged_base",
    "note_verdict", "operation", "set_aside",
)  # fmt: skip
"""Tables whose rows may speak of any file that their author could write."""

FOLLOWING = {
    "journal_block": ("operation", "operation_id"),
    "merged_row": ("merged_base", "base_id"),
    "person_key": ("person", "person_id"),
    "person_unkeyed": ("person", "person_id"),
    "seen_row": ("signup", "signup_id"),
}
"""Tables whose rows are read and written with another one, and by which column."""

REGISTERS = ("officer", "resource_person", "visit")
"""What territories show one another, and each changes its own: the colleagues, the partners."""

REPORTS = ("frozen_report",)
"""Read by its own territory, and by all when it is the Region's."""

KEPT_BY_TRIGGERS = tuple(f"{table}_text" for table in sorted(TEXTS))
"""Read only; triggers of their table write them."""

SHARED_TEXTS = ("offer_text", "resource_person_text")
GUARDED = (
    *FILES, *AUTHORED, *FOLLOWING, *(t for t in KEPT_BY_TRIGGERS if t not in SHARED_TEXTS)
)  # fmt: skip
COMMON = (
    "campaign", "coded_answer", "column_mapping", "identity_rule", "occupation_move",
    "occupation_title", "offer", "offer_twin", "privacy_notice", "setting", "target",
)  # fmt: skip
"""Read by all, and changed by whoever may write somewhere: of nobody's file."""

READ_ONLY = ("alembic_version", "base_mark", "counter")

INNER_LINKS = (
    ("signup", "person_id", "person"),
    ("introduction", "person_id", "person"),
    ("follow_up", "contact_id", "contact"),
    ("visit_guest", "contact_id", "contact"),
    ("settlement_check", "settlement_id", "settlement"),
)
"""Links between rows of one file: table, column, table that it names."""

UNIQUE = {
    "household": ("reference",),
    "settlement_check": ("settlement_id", "month"),
    "erasure": ("proof",),
    "note_verdict": ("table_name", "row_id", "text_key"),
}
"""What is unique among the rows of one territory, or of one author."""


def settle(link: Link) -> None:
    """Give every table of the base its policies, whatever it had; in the transaction that is open.

    Raises:
        psycopg.errors.InsufficientPrivilege: who prepares the base may not make roles.

    """
    link.tell(f"DROP SCHEMA IF EXISTS {DROITS} CASCADE; CREATE SCHEMA {DROITS}")
    link.tell(FUNCTIONS.read_text(encoding="utf-8"))
    link.tell(
        f"DO $$ BEGIN IF to_regrole('{AGENTS}') IS NULL THEN CREATE ROLE {AGENTS} NOLOGIN; "
        "END IF; END $$"
    )
    for statement in (
        *_owners(),
        *_keys(),
        *_links(),
        *_authors(),
        *_registers(),
        *_grants(link),
        *_policies(),
        *(statement for table in GUARDED for statement in untold(table)),
    ):
        link.tell(statement)


def _owners() -> Iterator[str]:
    """The territory of each row of a file."""
    for table in FILES:
        whole = table == "household"
        source = (
            "territory_id"
            if whole
            else (f"(SELECT h.of_territory FROM household h WHERE h.id = {table}.household_id)")
        )
        trigger = "file_is_new" if whole else "row_of_file"
        yield f"ALTER TABLE {table} ADD COLUMN IF NOT EXISTS of_territory BIGINT"
        yield (
            f"UPDATE {table} SET of_territory = coalesce({source}, 0) WHERE of_territory IS NULL"
        )
        yield f"ALTER TABLE {table} ALTER COLUMN of_territory SET NOT NULL"
        # Only the owner may say whose a row is, and a load of his does: 330,000 calls fewer.
        yield (
            f"CREATE TRIGGER of_territory BEFORE INSERT ON {table} FOR EACH ROW "
            f"WHEN (NEW.of_territory IS NULL) EXECUTE FUNCTION {DROITS}.{trigger}()"
        )
        if not whole:
            yield (
                f"CREATE TRIGGER of_other_file BEFORE UPDATE OF household_id ON {table} "
                f"FOR EACH ROW EXECUTE FUNCTION {DROITS}.{trigger}()"
            )
        yield (
            f"CREATE TRIGGER departed AFTER DELETE ON {table} REFERENCING OLD TABLE AS gone "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {DROITS}.rows_leave()"
        )


def _keys() -> Iterator[str]:
    """Keys and indices with the territory, in the place of those of the migrations."""
    for table in FILES:
        yield f"ALTER TABLE {table} DROP CONSTRAINT {table}_pkey CASCADE"
        # The number first: a row is looked for by it, among thirty territories as in one.
        yield f"ALTER TABLE {table} ADD PRIMARY KEY (id, of_territory)"
        if table in UNIQUE:
            yield _unique(table, "of_territory")
    for table in MANY:
        yield f"CREATE INDEX IF NOT EXISTS ix_{table}_of_territory ON {table} (of_territory)"
    # Figures are counted from this index alone, by who reads some territories as by who reads all.
    yield "DROP INDEX ix_household_funnel"
    yield (
        "CREATE INDEX ix_household_funnel ON household (registered_on, accompanied_on, settled_on, "
        "spontaneous, territory_id, officer_id, channel, origin_department) INCLUDE (of_territory)"
    )


def _links() -> Iterator[str]:
    """Links that hold the territory, and follow a file that is handed over."""
    for table in FILES[1:]:
        yield (
            f"ALTER TABLE {table} ADD CONSTRAINT {table}_of_file FOREIGN KEY "
            "(household_id, of_territory) REFERENCES household (id, of_territory) "
            "ON UPDATE CASCADE DEFERRABLE"
        )
    for table, column, named in INNER_LINKS:
        yield (
            f"ALTER TABLE {table} ADD CONSTRAINT {table}_{column}_of_file FOREIGN KEY "
            f"({column}, of_territory) REFERENCES {named} (id, of_territory) DEFERRABLE"
        )
    yield (
        "CREATE CONSTRAINT TRIGGER handed_over AFTER UPDATE OF territory_id ON household "
        "DEFERRABLE INITIALLY DEFERRED FOR EACH ROW "
        "WHEN (OLD.territory_id IS DISTINCT FROM NEW.territory_id) "
        f"EXECUTE FUNCTION {DROITS}.file_is_handed_over()"
    )


def _unique(table: str, whose: str) -> str:
    """A unique key that holds whose the row is, in the place of one that does not."""
    columns = UNIQUE[table]
    plain = "_".join(columns)
    return (
        f"ALTER TABLE {table} DROP CONSTRAINT {table}_{plain}_key, "
        f"ADD CONSTRAINT {table}_{plain}_key UNIQUE ({', '.join(columns)}, {whose})"
    )


def _authors() -> Iterator[str]:
    """Whose files the rows of an author may speak of."""
    for table in AUTHORED:
        trigger = "operation_of_author" if table == "operation" else "row_of_author"
        yield f"ALTER TABLE {table} ADD COLUMN IF NOT EXISTS of_territories BIGINT[]"
        yield (
            f"UPDATE {table} SET of_territories = {DROITS}.reached(true) "
            "WHERE of_territories IS NULL"
        )
        yield f"ALTER TABLE {table} ALTER COLUMN of_territories SET NOT NULL"
        yield (
            f"CREATE TRIGGER of_territories BEFORE INSERT ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION {DROITS}.{trigger}()"
        )
        if table in UNIQUE:
            yield _unique(table, "of_territories")
    # Whoever acts says a name; the server knows the login, which nobody can say in its place.
    yield (
        "ALTER TABLE operation ADD COLUMN IF NOT EXISTS of_login NAME NOT NULL DEFAULT session_user"
    )


def _registers() -> Iterator[str]:
    for table in (*REGISTERS, *REPORTS):
        yield f"ALTER TABLE {table} ADD COLUMN IF NOT EXISTS of_territory BIGINT"
        yield (
            f"UPDATE {table} SET of_territory = coalesce(territory_id, 0) "
            "WHERE of_territory IS NULL"
        )
        yield f"ALTER TABLE {table} ALTER COLUMN of_territory SET NOT NULL"
        yield (
            f"CREATE TRIGGER of_territory BEFORE INSERT OR UPDATE OF territory_id ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION {DROITS}.row_of_register()"
        )


def _grants(link: Link) -> Iterator[str]:
    """What the role of those who use the base may ask of each table; policies say of which rows.

    Nobody writes the column that says whose a row is.
    """
    yield f"GRANT USAGE ON SCHEMA venez_vivre, {DROITS} TO {AGENTS}"
    yield f"GRANT SELECT ON ALL TABLES IN SCHEMA venez_vivre TO {AGENTS}"
    yield f"GRANT SELECT ON {DROITS}.entitlement TO {AGENTS}"
    found = link.raw.execute(
        "SELECT c.relname, string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum) "
        "FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 "
        "AND NOT a.attisdropped AND a.attname NOT LIKE 'of\\_%' "
        "WHERE c.relnamespace = 'venez_vivre'::regnamespace AND c.relkind = 'r' "
        "GROUP BY c.relname ORDER BY c.relname"
    )
    for table, columns in found.fetchall():
        if table == "operation":
            said = "undone, summary, command"  # an erasure takes references out of sentences
            yield f"GRANT INSERT ({columns}), UPDATE ({said}) ON {table} TO {AGENTS}"
        elif table not in (*KEPT_BY_TRIGGERS, *READ_ONLY):
            # A row that could take another number would show what is kept by number.
            edited = ", ".join(c for c in columns.split(", ") if c != "id")
            yield f"GRANT DELETE, INSERT ({columns}), UPDATE ({edited}) ON {table} TO {AGENTS}"
    yield from calling.granted(link, DROITS, AGENTS)


def _policies() -> Iterator[str]:
    for table in FILES:
        yield from _policy(
            table, mine("of_territory", "readable"), mine("of_territory", "writable")
        )
    for table in AUTHORED:
        may_write = f"{within('writable')} AND cardinality(of_territories) > 0"
        yield from _policy(table, within("readable"), may_write)
    for table, (named, column) in FOLLOWING.items():
        seen = f"EXISTS (SELECT 1 FROM {named} n WHERE n.id = {table}.{column}"
        may_write = (
            mine("n.of_territory", "writable")
            if named in FILES
            else f"{within('writable', 'n.')} AND cardinality(n.of_territories) > 0"
        )
        yield from _policy(table, f"{seen})", f"{seen} AND {may_write})")
    for table in REGISTERS:
        yield from _policy(table, "true", mine_or_common("writable"))
    for table in REPORTS:
        yield from _policy(table, mine_or_common("readable"), published())
    yield from _policies_of_all()
    for table in KEPT_BY_TRIGGERS:
        if table not in SHARED_TEXTS:
            named = table.removesuffix("_text")
            yield from _policy(table, f"rowid IN (SELECT n.id FROM {named} n)", "false")
    yield from _policy(f"{DROITS}.entitlement", "login = session_user", "false")


def _policies_of_all() -> Iterator[str]:
    """What everybody reads, and who changes it."""
    for table in COMMON:
        yield from _policy(table, "true", somewhere("writable"))
    # A right names a territory by its code: who has one alone makes none, and moves none.
    yield from _policy("territory", "true", everywhere())
    yield f"CREATE POLICY own ON territory FOR UPDATE TO {AGENTS} USING ({mine('id', 'writable')})"
    yield from _policy("territory_commune", "true", mine("territory_id", "writable"))


def _policy(table: str, reads: str, writes: str) -> Iterator[str]:
    """The policies of one table: its owner administers; the others, as far as they hold rights."""
    yield f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY"
    yield f"CREATE POLICY owner ON {table} TO CURRENT_USER USING (true) WITH CHECK (true)"
    yield f"CREATE POLICY reads ON {table} FOR SELECT TO {AGENTS} USING ({reads})"
    if writes != "false":
        yield f"CREATE POLICY adds ON {table} FOR INSERT TO {AGENTS} WITH CHECK ({writes})"
        yield (
            f"CREATE POLICY edits ON {table} FOR UPDATE TO {AGENTS} "
            f"USING ({writes}) WITH CHECK ({writes})"
        )
        yield f"CREATE POLICY removes ON {table} FOR DELETE TO {AGENTS} USING ({writes})"
