"""What we promise of what a base holds, whatever was done to it: one function a promise."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Iterator

from venez_vivre.store import creation, driver
from venez_vivre.store.blanking import DOMAIN
from venez_vivre.store.checks import MEND, TELL, Check, Finding
from venez_vivre.store.journal import CASE_TABLES
from venez_vivre.store.personal import COLUMNS, KEPT, KEPT_OF_FOLLOWED
from venez_vivre.store.reader import Reader
from venez_vivre.store.stages import astray
from venez_vivre.texts import listed, plural
from venez_vivre.vocabulary import OperationKind, Role

AGAIN = "Recommencez l’effacement : `venez-vivre rgpd effacer FOYER --motif …`."
WITHOUT = (
    "Montrez-le à la personne qui administre la base : `venez-vivre base sql` donne le détail."
)


def of_schema(rows: Reader) -> Iterator[Finding]:
    """Every table, index and trigger of the newest schema is there."""
    there = {name for (name,) in rows.rows("SELECT name FROM sqlite_master")}
    lacking = [name for name in wanted() if name not in there]
    if not lacking:
        return
    mendable = not any(sql.startswith(("CREATE TABLE", "CREATE VIRTUAL")) for sql in
                       (wanted()[name] for name in lacking))  # fmt: skip
    what = f"Il manque à la base {listed(lacking[:3])}{' et d’autres' if lacking[3:] else ''}."
    remedy, repair = (MEND, "schema") if mendable else (TELL, "")
    yield Finding("schéma", what, remedy, len(lacking), grave=not mendable, repair=repair)


def wanted() -> dict[str, str]:
    """The statements that make tables, indices and triggers of the newest schema, by name."""
    memory = driver.sqlite.connect(":memory:", isolation_level=None)
    try:
        script = creation.SCRIPT.read_text(encoding="utf-8")
        for statement in creation.statements(script):
            memory.execute(statement)
        found = memory.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL")
        return dict(found.fetchall())
    finally:
        memory.close()


def of_derived(rows: Reader) -> Iterator[Finding]:
    """Stages and dates are those that the facts give."""
    wrong = {column: count for column, count in astray(rows).items() if count}
    if wrong:
        what = f"Des étapes ou des dates ne suivent plus les faits : {listed(wrong)}."
        yield Finding("étapes", what, MEND, max(wrong.values()), repair="etapes")


def of_households(rows: Reader) -> Iterator[Finding]:
    """Each file has one registrant, and a reference of its own."""
    alone = rows.value(
        "SELECT count(*) FROM household h WHERE NOT EXISTS (SELECT 1 FROM person p "
        f"WHERE p.household_id = h.id AND p.role = '{Role.REGISTRANT}')"
    )
    if alone:
        what = f"{plural(alone, 'foyer')} sans personne inscrite."
        yield Finding("foyers", what, WITHOUT, alone)
    for table in ("household", "offer", "resource_person", "visit"):
        twice = rows.value(
            f"SELECT count(*) FROM (SELECT 1 FROM {table} "
            "GROUP BY upper(reference) HAVING count(*) > 1)"
        )
        if twice:
            what = f"{plural(twice, 'référence')} de « {table} » en double."
            yield Finding("foyers", what, WITHOUT, twice)


def of_days(rows: Reader) -> Iterator[Finding]:
    """Each day that is kept is a day of the calendar."""
    for table, columns in _day_columns(rows).items():
        sums = ", ".join(f'total("{c}" IS NOT NULL AND date("{c}") IS NOT "{c}")' for c in columns)
        wrong = sum(map(int, rows.row(f"SELECT {sums} FROM {table}") or ()))
        if wrong:
            what = f"{plural(wrong, 'date')} de « {table} » ne sont pas des jours du calendrier."
            yield Finding("dates", what, WITHOUT, wrong)


def _day_columns(rows: Reader) -> dict[str, list[str]]:
    found = rows.rows(
        "SELECT m.name, c.name FROM sqlite_master m, pragma_table_info(m.name) c "
        "WHERE m.type = 'table' AND c.name LIKE '%\\_on' ESCAPE '\\' AND c.type = 'TEXT' "
        "AND m.name <> 'operation'"  # operations of old versions know no day
    )
    columns: dict[str, list[str]] = {}
    for table, column in found:
        columns.setdefault(table, []).append(column)
    return columns


def of_journal(rows: Reader) -> Iterator[Finding]:
    """Each block can be read, and says « undone » of what was undone."""
    tables = {name for (name,) in rows.rows("SELECT name FROM sqlite_master WHERE type = 'table'")}
    blocks = rows.connection.execute("SELECT table_name, payload FROM journal_block")
    bad = sum(1 for table, payload in blocks if not _readable(table, payload, tables))
    if bad:
        what = f"{plural(bad, 'pas')} du journal ne se lisent plus : ils ne pourront être annulés."
        yield Finding("journal", what, TELL, bad)
    odd = rows.value(_CONTRADICTED)
    if odd:
        what = f"{plural(odd, 'opération')} du journal se contredisent sur ce qui est annulé."
        yield Finding("journal", what, TELL, odd)


_CONTRADICTED = f"""
SELECT count(*) FROM operation o WHERE o.undone NOT IN (0, 1)
  OR (o.kind IN ('{OperationKind.UNDO}', '{OperationKind.REDO}') AND o.target_id IS NULL)
  OR (o.kind = '{OperationKind.COMMAND}' AND o.undone <> coalesce(
    (SELECT t.kind = '{OperationKind.UNDO}' FROM operation t
     WHERE t.target_id = o.id ORDER BY t.id DESC LIMIT 1), 0))
"""
"""A command is undone exactly when the last that was done about it is an undo."""


def _readable(table: str, payload: bytes | None, tables: Iterable[str]) -> bool:
    if table and table not in tables:
        return False
    if payload is None:
        return True
    try:
        changes = json.loads(zlib.decompress(payload))
        return all(len(change) == 3 for change in changes)
    except (ValueError, TypeError, zlib.error):
        return False


def of_keys(rows: Reader) -> Iterator[Finding]:
    """Whoever has a name can be met again: their keys are made, or known to be stale."""
    lost = rows.value(
        "SELECT count(*) FROM person p WHERE (p.first_key <> '' OR p.last_key <> '') "
        "AND NOT EXISTS (SELECT 1 FROM person_key k WHERE k.person_id = p.id) "
        "AND NOT EXISTS (SELECT 1 FROM person_unkeyed u WHERE u.person_id = p.id)"
    )
    if lost:
        what = f"{plural(lost, 'personne')} ne seraient pas reconnues si elles s’inscrivaient."
        yield Finding("clés", what, MEND, lost, repair="cles")


def of_numbers(rows: Reader) -> Iterator[Finding]:
    """A number is never given twice: the counter of each table is past all its rows."""
    counters = dict(rows.rows("SELECT name, seq FROM sqlite_sequence"))
    tables = rows.rows("SELECT name FROM sqlite_master WHERE sql LIKE '%AUTOINCREMENT%'")
    for (table,) in tables:
        highest = rows.value(f"SELECT max(id) FROM {table}")
        if highest and highest > (counters.get(table) or 0):
            what = (
                f"Le compteur de « {table} » est en retard : un numéro pourrait servir deux fois."
            )
            yield Finding("numéros", what, MEND, repair="compteurs")


def of_erased(rows: Reader) -> Iterator[Finding]:
    """Of somebody who was erased, only what published figures need is left."""
    if not rows.value("SELECT 1 FROM household WHERE erased_on IS NOT NULL LIMIT 1"):
        return
    left = sum(rows.value(sql) for sql in _left_behind())
    if left:
        what = f"{plural(left, 'ligne')} de foyers effacés portent encore des données personnelles."
        yield Finding("effacements", what, AGAIN, left)


def _left_behind() -> Iterator[str]:
    """For each table of a file, how many rows of erased households still say something."""
    for table in ("household", *sorted(CASE_TABLES & KEPT.keys())):
        # The reference is NOT NULL and unique: it becomes another one.
        kept = {*KEPT[table].split(), *KEPT_OF_FOLLOWED.get(table, "").split(), "reference"}
        told = [
            column
            for nature, names in COLUMNS[table].items()
            if nature.personal
            for column in names.split()
            if column not in kept
        ]
        if told:
            owner = "id" if table == "household" else "household_id"
            said = " OR ".join(
                COARSE.get((table, column), "coalesce({column}, '') <> ''").format(column=column)
                for column in told
            )
            yield (
                f"SELECT count(*) FROM {table} WHERE {owner} IN "
                f"(SELECT id FROM household WHERE erased_on IS NOT NULL) AND ({said})"
            )


COARSE = {
    ("person", "rome_code"): f"length({{column}}) > {DOMAIN}",
    ("person", "birth_year"): f"{{column}} IS NOT NULL AND role <> '{Role.CHILD}'",
}
"""What is left of a value that reports read more coarsely."""


INVARIANTS: dict[str, Check] = {
    "schéma": of_schema,
    "étapes": of_derived,
    "foyers": of_households,
    "dates": of_days,
    "journal": of_journal,
    "clés": of_keys,
    "numéros": of_numbers,
    "effacements": of_erased,
}
"""What is checked of a base of the newest schema, in the order in which people read it."""
