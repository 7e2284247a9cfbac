"""Reads about the files that were imported."""

from __future__ import annotations

from dataclasses import dataclass

from venez_vivre.store.reader import Reader


@dataclass(frozen=True)
class Run:
    """One file that was imported: how it was read, what became of its lines, who did it.

    `headings` is a JSON list; `operation` is the one of the journal, and `undone` tells whether it
    was taken back (what was changed since, or is needed, then stays).
    """

    number: int
    imported_on: str
    kind: str
    file_name: str
    agent: str | None
    lines_read: int
    created: int
    updated: int
    unchanged: int
    set_aside: int
    rejected: int
    operation: int | None
    undone: int
    encoding: str | None
    separator: str | None
    sheet: str | None
    headings: str
    still_waiting: int


_RUN = """
WITH span AS MATERIALIZED (
  SELECT operation_id, first_id, last_id FROM journal_block WHERE table_name = 'import_run'
)
SELECT i.id, i.imported_on, i.kind, i.file_name, coalesce(i.agent, o.agent), i.lines_read,
       i.created, i.updated, i.unchanged, i.set_aside, i.rejected, o.id, coalesce(o.undone, 0),
       i.encoding, i.separator, i.sheet, i.headings,
       (SELECT count(*) FROM set_aside a WHERE a.import_id = i.id AND a.settled_on IS NULL)
FROM import_run i
LEFT JOIN operation o ON o.id = (
  SELECT min(s.operation_id) FROM span s WHERE i.id BETWEEN s.first_id AND s.last_id
)
"""


def latest(rows: Reader, limit: int | None) -> list[Run]:
    """The newest imports first; all of them without a limit."""
    sql = f"{_RUN} ORDER BY i.id DESC LIMIT :limit"
    return rows.into(Run, sql, limit=-1 if limit is None else limit)


def count(rows: Reader) -> int:
    """How many imports there are."""
    return int(rows.value("SELECT count(*) FROM import_run"))


def find(rows: Reader, number: int) -> Run | None:
    """The import of that number."""
    found = rows.into(Run, f"{_RUN} WHERE i.id = :number", number=number)
    return found[0] if found else None
