"""The list of imports: each file that changed something, how it was read, what became of it."""

from __future__ import annotations

import json
from collections.abc import Sequence

from venez_vivre.errors import Misuse
from venez_vivre.intake import columns, mappings
from venez_vivre.intake.headings import signature
from venez_vivre.intake.receipts import Receipt
from venez_vivre.intake.sheets import Sheet
from venez_vivre.store.base import Work
from venez_vivre.store.reader import Reader

TABLES = {
    "signup": columns.SIGNUPS,
    "contact": columns.CONTACTS,
    "settlement": columns.SETTLEMENTS,
    "offer": columns.OFFERS,
    "campaign": columns.CAMPAIGNS,
    "territory": columns.TERRITORIES,
    "officer": columns.OFFICERS,
    "resource": columns.RESOURCES,
    "occupation": columns.OCCUPATIONS,
}
"""The columns that each kind of import understands."""


def begin(work: Work, sheet: Sheet, kind: str) -> int:
    """Write down how a file is read; the number of its import."""
    number = work.next_number("import_run")
    headings = json.dumps(list(sheet.headings), ensure_ascii=False)
    work.rows.run(
        "INSERT INTO import_run (id, kind, file_name, headings, encoding, separator, sheet, agent, "
        "imported_on) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            number,
            kind,
            sheet.name,
            headings,
            sheet.encoding,
            sheet.separator,
            sheet.tab or None,
            work.heading.agent,
            work.today.isoformat(),
        ),
    )
    return number


def close(work: Work, number: int, receipt: Receipt) -> None:
    """Write the counts down; an import that changed nothing leaves nothing behind."""
    if not receipt.wrote:
        work.rows.run("DELETE FROM import_run WHERE id = ?", (number,))
        return
    counts = (
        receipt.lues,
        receipt.creees,
        receipt.mises_a_jour,
        receipt.inchangees,
        receipt.mises_de_cote,
        receipt.rejetees,
    )
    work.rows.run(
        "UPDATE import_run SET lines_read = ?, created = ?, updated = ?, unchanged = ?, "
        "set_aside = ?, rejected = ? WHERE id = ?",
        (*counts, number),
    )
    work.journal.added("import_run", number)


def fields(rows: Reader, kind: str, headings: Sequence[str]) -> list[str | None]:
    """The field that each heading of an import is read as, by what is known of them today."""
    table = TABLES.get(kind, ())
    settled = mappings.habits(rows, kind).mappings.get(signature(headings))
    try:
        layout = columns.match(headings, table, settled.named if settled else None)
    except Misuse:  # a field of before is no longer one
        layout = columns.match(headings, table)
    return [column.field if column else None for column in layout.columns]
