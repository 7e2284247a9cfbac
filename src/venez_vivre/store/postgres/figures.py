"""What is read of the files by whoever is entitled to figures only: views that name nobody.

A view shows of each row what would be left of it, were its file erased (`store/blanking.py`):
every published figure is counted from that, to the unit, and nothing else is there.
"""

from __future__ import annotations

from collections.abc import Iterator

from venez_vivre.store.blanking import BLOCKERS, DOMAIN, HOUSING, INFANT, NEEDED_EMPLOYMENT, NOBODY
from venez_vivre.store.personal import KEPT, KEPT_OF_FOLLOWED, PRESENT
from venez_vivre.store.postgres.clauses import AGENTS, DROITS
from venez_vivre.store.postgres.link import Link
from venez_vivre.vocabulary import Role

FIGURES = "venez_vivre_ensemble"
FOLLOWED = "h.accompanied_on IS NOT NULL"

READ_BY = frozenset({
    "entonnoir", "rapport", "projection", "campagnes", "objectifs", "hypotheses", "territoires",
    "agents", "metiers", "diagnostic", "config",
})  # fmt: skip
"""The commands whose answers are the same, to the byte, from these views as from the files."""


def settle(link: Link) -> None:
    """Make the views, in the transaction that is open."""
    link.tell(f"CREATE SCHEMA {FIGURES}")
    for table in KEPT:
        link.tell(_view(link, table))
    link.tell(f"GRANT USAGE ON SCHEMA {FIGURES} TO {AGENTS}")
    link.tell(f"GRANT SELECT ON ALL TABLES IN SCHEMA {FIGURES} TO {AGENTS}")


def _view(link: Link, table: str) -> str:
    source = "household h" if table == "household" else f"{table} r JOIN household h ON h.id = "
    row = "h" if table == "household" else "r"
    joined = source if row == "h" else f"{source}r.household_id"
    shown = ", ".join(
        f'{_shown(table, row, name, kind, needed=needed)} AS "{name}"'
        for name, kind, needed in _columns(link, table)
    )
    return (
        f"CREATE VIEW {FIGURES}.{table} WITH (security_barrier) AS SELECT {shown} FROM {joined} "
        f"WHERE (SELECT {DROITS}.reads_figures())"
    )


def _columns(link: Link, table: str) -> Iterator[tuple[str, str, bool]]:
    """Name, type and whether a value is needed, of each column that the program knows."""
    found = link.raw.execute(
        "SELECT a.attname::text, format_type(a.atttypid, NULL), a.attnotnull FROM pg_attribute a "
        f"WHERE a.attrelid = 'venez_vivre.{table}'::regclass AND a.attnum > 0 "
        r"AND NOT a.attisdropped AND a.attname NOT LIKE 'of\_%' ORDER BY a.attnum"
    )
    yield from found.fetchall()


def _shown(table: str, row: str, name: str, kind: str, *, needed: bool) -> str:
    """What is left of a column."""
    column = f'{row}."{name}"'
    if name in KEPT[table].split():
        return column
    if (table, name) == ("household", "reference"):
        return f"'{NOBODY}-' || {column.replace('reference', 'id')}"
    if coarse := _coarse(table, name, column):
        return f"CASE WHEN {FOLLOWED} THEN {coarse} END"
    if needed:
        return "''::text" if kind == "text" else f"0::{kind}"
    return f"NULL::{kind}"


def _coarse(table: str, name: str, column: str) -> str | None:
    """What is left of a column when the file was accompanied; None when nothing is."""
    special = {
        ("household", "horizon"): (
            "CASE WHEN h.horizon IS NOT NULL OR h.wished_on IS NOT NULL THEN '' END"
        ),
        ("household", "housing"): f"CASE WHEN {column} IN ({_words(HOUSING)}) THEN {column} END",
        ("household", "blockers"): (
            "(SELECT string_agg(b, '|' ORDER BY o) FROM "
            f"unnest(string_to_array({column}, '|')) WITH ORDINALITY AS x (b, o) "
            f"WHERE b IN ({_words(BLOCKERS)}))"
        ),
        ("person", "rome_code"): f"left({column}, {DOMAIN})",
        ("person", "birth_year"): (
            f"CASE WHEN r.role = '{Role.CHILD}' AND {column} >= "
            f"substr(h.accompanied_on, 1, 4)::bigint - {INFANT} THEN {column} END"
        ),
        ("person", "employment"): (
            f"CASE WHEN {column} IN ({_words(NEEDED_EMPLOYMENT)}) THEN {column} END"
        ),
    }
    if (table, name) in special:
        return special[table, name]
    if name in PRESENT.get(table, "").split():
        return f"CASE WHEN {column} IS NOT NULL THEN '' END"
    return column if name in KEPT_OF_FOLLOWED.get(table, "").split() else None


def _words(some: frozenset[str]) -> str:
    return ", ".join(f"'{one}'" for one in sorted(some))
