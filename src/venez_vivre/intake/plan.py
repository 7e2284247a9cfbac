"""The machinery that all imports share: batches of drafts in, one outcome for each line out."""

from __future__ import annotations

import gc
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar

from venez_vivre.errors import Refused
from venez_vivre.intake import ahead, mappings, runs, sheets, surveying, toprows
from venez_vivre.intake.columns import Column, Layout
from venez_vivre.intake.drafts import Draft, Drafter, Rejected
from venez_vivre.intake.feeds.jsonfile import is_json
from venez_vivre.intake.layouts import recogniser
from venez_vivre.intake.mappings import Choose, Said
from venez_vivre.intake.noticing import Noticing
from venez_vivre.intake.receipts import Outcome, Problem, Receipt
from venez_vivre.intake.sheets import Sheet
from venez_vivre.intake.writing import Observe
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
    batch: int = 0
    """Lines that are looked at together when the usual number of them is too few."""

    warn: Callable[[Problem], None] = staticmethod(lambda _: None)
    """Where a line says what a person should look at, though it is imported."""

    _work: Work

    tells: ClassVar[Mapping[str, Mapping[str, str]]] = {}
    """By table, the columns whose changes are told, and the field of each."""

    reads_feeds: ClassVar[bool] = False
    """Whether JSON lists of other services are understood."""

    @staticmethod
    def open(path: Path, **how: Any) -> Sheet:
        """Open a file as `sheets.open_sheet` does; a kind may know other files."""
        if is_json(path):
            raise Refused(
                f"{how.get('name') or path.name} est un fichier JSON : cette commande lit des "
                "fichiers CSV et des classeurs. Enregistrez-le dans un de ces formats."
            )
        return sheets.open_sheet(path, **how)

    @abstractmethod
    def __init__(self, work: Work, import_id: int) -> None:
        """Get ready to import one file."""

    @staticmethod
    @abstractmethod
    def check(layout: Layout, file_name: str) -> None:
        """Refuse a file that lacks a column this import cannot do without."""

    def expect(self, sheet: Sheet, layout: Layout) -> None:  # noqa: B027  same
        """Get ready for a file: its size, and what its columns show before they are imported."""

    def known(self, hashes: Sequence[int]) -> Mapping[int, Outcome]:
        """Those of these lines that were imported before as they are, and their outcome now."""
        if not self.table:
            return {}
        sql = f"SELECT row_hash FROM {self.table} WHERE row_hash IN ({{keys}}) AND {self.standing}"
        found = self._work.rows.among(sql, hashes, chunk=BATCH)
        return {number: "inchangees" for (number,) in found}

    def digest(self, draft: Draft) -> None:  # noqa: B027  same
        """Work out what asks for the line alone; large files are digested in another process."""

    def steady(self) -> bool:
        """Whether what `digest` reads stays as it is while the file is imported.

        It must then be in memory: the other process has no base.
        """
        return False

    def prepare(self, drafts: Sequence[Draft]) -> None:  # noqa: B027  many have nothing to do
        """Look up at once what the lines of a batch will need."""

    def recall(self, hashes: Sequence[int]) -> None:  # noqa: B027  same
        """Take note of the lines of a batch that were imported before, as they are."""

    @abstractmethod
    def apply(self, draft: Draft) -> Outcome:
        """Do what one line asks for, or raise `Rejected` before anything is written."""

    def watch(self, observe: Observe) -> None:  # noqa: B027  same
        """Tell an observer of what lines change in rows that stand."""

    def called(self, household: int) -> str | None:  # noqa: ARG002  same
        """The reference of a household, None when the base must be asked."""
        return None

    def field_of(self, table: str, current: Mapping[str, Any], column: str) -> str | None:  # noqa: ARG002  some must look at the row
        """The field whose value a column of a row keeps, None when its changes are not told."""
        return self.tells.get(table, {}).get(column)

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
    said: Said = field(default_factory=Said)
    """What is said of its headings and codes, now and before."""
    name: str | None = None
    """What to call the file when its path does not say (the standard input)."""
    tab: str | None = None
    """The sheet of a workbook, by its name or its rank."""
    dates: str | None = None
    """The order of day and month, when the user says it."""
    repair: surveying.Repair = surveying.left_alone
    """Whether text decoded twice is to be repaired."""


Opened = tuple[Sheet, Layout]


def open_order(order: Order, kind: type[Importer], choose: Choose | None = None) -> Opened:
    """Open the file and match its columns; nothing is written.

    `choose` asks somebody about the headings that look like a field.
    """
    named = (*order.said.named, *order.said.usual)
    recognise = toprows.also_named(recogniser(kind.columns), named)
    sheet = kind.open(
        order.path,
        name=order.name,
        encoding=order.encoding,
        separator=order.separator,
        tab=order.tab,
        recognise=recognise,
    )
    layout = mappings.understood(sheet, kind.columns, order.said, choose)
    toprows.require_headings(sheet.name, sheet.headings, recognise, [c.field for c in kind.columns])
    kind.check(layout, sheet.name)
    return surveying.settle(sheet, layout, order.dates, order.repair)


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
        sheet.tab,
        colonnes_ignorees=list(layout.ignored),
    )
    import_id = runs.begin(work, sheet, kind_name(kind))
    importer = kind(work, import_id)
    importer.warn = receipt.warn
    importer.watch(Noticing(work.rows, receipt, kind.columns, importer.field_of, importer.called))
    for notice in layout.notices:
        receipt.warn(notice)
    mappings.remember(work, kind_name(kind), layout)
    importer.expect(sheet, layout)
    made = _import(sheet, Drafter(layout), importer, receipt, progress)
    receipt.check()
    runs.close(work, import_id, receipt)
    receipt.operation = _summary(sheet.name, kind, receipt, made)
    return receipt


def _import(
    sheet: Sheet, drafter: Drafter, importer: Importer, receipt: Receipt, progress: Progress
) -> int:
    """Every line of a file, batch by batch; how many units were made."""
    digested = importer.digest, importer.batch or BATCH
    reading = ahead.lines(sheet, drafter, digested, aside=importer.steady())
    with _uncollected(), reading as (batches, understand):
        for batch in batches:
            receipt.lues += len(batch)
            _import_batch(importer, receipt, _new_drafts(importer, receipt, understand, batch))
            progress(receipt.lues)
        return importer.finish()


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without the search for cycles among the rows that wait: it took a third of an import."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()


def _import_batch(importer: Importer, receipt: Receipt, drafts: list[Draft]) -> None:
    importer.prepare(drafts)
    done: dict[int, Outcome] = {}
    for draft in drafts:
        outcome = done.get(draft.row_hash)
        if outcome is not None:
            receipt.waited_before += outcome == "mises_de_cote"
        else:
            receipt.line, told = draft.line, len(draft.notices)
            try:
                outcome = importer.apply(draft)
            except Rejected as rejected:
                receipt.reject(draft.row.cells, rejected.problem)
                continue
            for problem, alike in draft.notices[told:]:
                receipt.warn(problem, alike=alike)
            done[draft.row_hash] = outcome if outcome == "mises_de_cote" else "inchangees"
        receipt.count(outcome)
    importer.flush()


def _new_drafts(
    importer: Importer, receipt: Receipt, understand: Callable[[Draft], None], batch: list[Draft]
) -> list[Draft]:
    """Drafts of the lines that were never imported as they are; the others are counted at once."""
    known = importer.known([draft.row_hash for draft in batch])
    importer.recall(sorted(known))
    drafts = []
    for draft in batch:
        if draft.row_hash in known:
            receipt.count(known[draft.row_hash])
            receipt.waited_before += known[draft.row_hash] == "mises_de_cote"
            continue
        understand(draft)
        for problem, alike in draft.notices:
            receipt.warn(problem, alike=alike)
        if draft.rejected is not None:
            receipt.reject(draft.row.cells, draft.rejected)
        else:
            drafts.append(draft)
    return drafts


def kind_name(kind: type[Importer]) -> str:
    """What the base calls a kind of import."""
    names = (base.__name__ for base in kind.__mro__ if base.__name__.endswith("Importer"))
    return next(names).removesuffix("Importer").lower()


def _summary(name: str, kind: type[Importer], receipt: Receipt, made: int) -> str:
    parts = [plural(made, *kind.unit)] if made or not receipt.mises_a_jour else []
    if receipt.mises_a_jour:
        parts.append(f"{plural(receipt.mises_a_jour, 'ligne')} à jour")
    return f"import {name}, {', '.join(parts)}"
