"""The machinery that all imports share: batches of drafts in, one outcome for each line out."""

from __future__ import annotations

import contextlib
import json
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any, ClassVar

from venez_vivre.errors import Misuse, Refused
from venez_vivre.intake import columns, sheets
from venez_vivre.intake.columns import Column, Layout
from venez_vivre.intake.drafts import Draft, Drafter, Rejected
from venez_vivre.intake.formulas import disarmed
from venez_vivre.intake.parsing import Mended, Unreadable
from venez_vivre.intake.receipts import Outcome, Problem, Receipt
from venez_vivre.intake.sheets import Row, Sheet
from venez_vivre.store.base import Work
from venez_vivre.texts import plural

BATCH = 1_000
"""Lines a batch: enough to look people up at once, little enough to stay small in memory."""

Progress = Callable[[int], None]


class Importer(ABC):
    """One kind of import: its columns, and what one line does to the base."""

    columns: ClassVar[Sequence[Column]]
    table: ClassVar[str]
    """The table whose `row_hash` recognises a line that was imported before; empty when none."""
    standing: ClassVar[str] = "1"
    """The condition for a row of that table to still say what its line said."""
    unit: ClassVar[tuple[str, str]]

    warn: Callable[[Problem], None] = staticmethod(lambda _: None)
    """Where a line says what a person should look at, though it is imported."""

    @abstractmethod
    def __init__(self, work: Work, import_id: int) -> None:
        """Get ready to import one file."""

    @staticmethod
    @abstractmethod
    def check(layout: Layout, file_name: str) -> None:
        """Refuse a file that lacks a column this import cannot do without."""

    def prepare(self, drafts: Sequence[Draft]) -> None:  # noqa: B027  many have nothing to do
        """Look up at once what the lines of a batch will need."""

    def recall(self, hashes: Sequence[int]) -> None:  # noqa: B027  same
        """Take note of the lines of a batch that were imported before, as they are."""

    @abstractmethod
    def apply(self, draft: Draft) -> Outcome:
        """Do what one line asks for, or raise `Rejected` before anything is written."""

    def flush(self) -> None:  # noqa: B027  same
        """Send what a batch left waiting to the base."""

    @abstractmethod
    def finish(self) -> int:
        """Complete the import; how many units were made."""


@dataclass(frozen=True)
class Order:
    """What the user asked for: the file, and how to read it."""

    path: Path
    encoding: str | None = None
    separator: str | None = None
    named: Mapping[str, str] = field(default_factory=dict)
    name: str | None = None
    """What to call the file when its path does not say (the standard input)."""


Opened = tuple[Sheet, Layout]


def open_order(order: Order, kind: type[Importer]) -> Opened:
    """Open the file and match its columns; nothing is read twice, nothing is written."""
    sheet = sheets.open_sheet(
        order.path, name=order.name, encoding=order.encoding, separator=order.separator
    )
    layout = columns.match(sheet.headings, kind.columns, order.named)
    kind.check(layout, sheet.name)
    return sheet, layout


def run(
    work: Work,
    order: Order,
    kind: type[Importer],
    progress: Progress = lambda _: None,
) -> Receipt:
    """Open one file and import it inside the operation under way; its receipt."""
    return load(work, open_order(order, kind), kind, progress)


def load(
    work: Work, opened: Opened, kind: type[Importer], progress: Progress = lambda _: None
) -> Receipt:
    """Import a file that was opened; its receipt."""
    sheet, layout = opened
    receipt = Receipt(
        sheet.name,
        sheets.ENCODINGS.get(sheet.encoding, sheet.encoding),
        sheet.separator,
        colonnes_ignorees=list(layout.ignored),
    )
    import_id = _begin(work, sheet, kind)
    importer, drafter = kind(work, import_id), Drafter(layout, receipt)
    importer.warn = receipt.warn
    for batch in _batches(map(disarmed, sheet.rows())):
        receipt.lues += len(batch)
        _import_batch(work, (importer, drafter, receipt), batch)
        progress(receipt.lues)
    made = importer.finish()
    receipt.check()
    _close(work, import_id, receipt)
    receipt.operation = _summary(sheet.name, kind, receipt, made)
    return receipt


def enter(work: Work, kind: type[Importer], texts: Mapping[str, str | None]) -> Outcome:
    """Do for one set of values typed by hand, by field, what an import does for a line.

    Raises:
        Misuse: a value cannot be read; the sentence names its option.
        Refused: the values do not make a line that an import would take.

    """
    values: dict[str, Any] = {}
    by_field = {column.field: column for column in kind.columns}
    for name, text in texts.items():
        if text is not None and text.strip():
            try:
                value = by_field[name].parse(text.strip())
                values[name] = value.value if isinstance(value, Mended) else value
            except Unreadable as error:
                option = "--" + name.replace("_", "-")
                raise Misuse(f"{option} : {error.reason} (« {text} »). {error.remedy}") from None
    draft = Draft(Row(1, []), 0, values)
    importer = kind(work, 0)
    try:
        importer.prepare([draft])
        outcome = importer.apply(draft)
    except Rejected as rejected:
        problem = rejected.problem
        raise Refused(f"{problem.motif.capitalize()}. {problem.remede}") from None
    importer.flush()
    importer.finish()
    return outcome


def _batches(rows: Iterator[Row]) -> Iterator[list[Row]]:
    while batch := list(islice(rows, BATCH)):
        yield batch


def _import_batch(work: Work, tools: tuple[Importer, Drafter, Receipt], batch: list[Row]) -> None:
    importer, _, receipt = tools
    drafts = list(_new_drafts(work, tools, batch))
    importer.prepare(drafts)
    done: set[int] = set()
    for draft in drafts:
        if draft.row_hash in done:
            receipt.count("inchangees")
            continue
        with _rejecting(receipt, draft.row):
            receipt.count(importer.apply(draft))
            done.add(draft.row_hash)
    importer.flush()


def _new_drafts(
    work: Work, tools: tuple[Importer, Drafter, Receipt], batch: list[Row]
) -> Iterator[Draft]:
    """Drafts of the lines that were never imported as they are; the others are counted at once."""
    importer, drafter, receipt = tools
    hashes = [drafter.hash_of(row.cells) for row in batch]
    known = _known_hashes(work, importer, hashes)
    importer.recall(sorted(known))
    for row, row_hash in zip(batch, hashes, strict=True):
        if row_hash in known:
            receipt.count("inchangees")
            continue
        with _rejecting(receipt, row):
            yield drafter.draft(row, row_hash)


@contextlib.contextmanager
def _rejecting(receipt: Receipt, row: Row) -> Iterator[None]:
    try:
        yield
    except Rejected as rejected:
        receipt.reject(row.cells, rejected.problem)


def _known_hashes(work: Work, importer: Importer, hashes: list[int]) -> set[int]:
    if not importer.table:
        return set()
    sql = (
        f"SELECT row_hash FROM {importer.table} WHERE row_hash IN ({{keys}}) "
        f"AND {importer.standing}"
    )
    return {number for (number,) in work.rows.among(sql, hashes, chunk=BATCH)}


def _begin(work: Work, sheet: Sheet, kind: type[Importer]) -> int:
    number = work.next_number("import_run")
    headings = json.dumps(list(sheet.headings), ensure_ascii=False)
    work.rows.run(
        "INSERT INTO import_run (id, kind, file_name, headings, encoding, separator, imported_on) "
        "VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            number,
            _kind_name(kind),
            sheet.name,
            headings,
            sheet.encoding,
            sheet.separator,
            work.today.isoformat(),
        ),
    )
    return number


def _kind_name(kind: type[Importer]) -> str:
    names = (base.__name__ for base in kind.__mro__ if base.__name__.endswith("Importer"))
    return next(names).removesuffix("Importer").lower()


def _close(work: Work, number: int, receipt: Receipt) -> None:
    """Write the counts down; an import that changed nothing leaves nothing behind."""
    if not receipt.creees and not receipt.mises_a_jour:
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


def _summary(name: str, kind: type[Importer], receipt: Receipt, made: int) -> str:
    parts = [plural(made, *kind.unit)] if made or not receipt.mises_a_jour else []
    if receipt.mises_a_jour:
        parts.append(f"{plural(receipt.mises_a_jour, 'ligne')} à jour")
    return f"import {name}, {', '.join(parts)}"
