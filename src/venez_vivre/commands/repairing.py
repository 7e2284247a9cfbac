"""The questions that correct rejected lines before an import is confirmed."""

from __future__ import annotations

from collections.abc import Sequence

from venez_vivre.desk import Desk
from venez_vivre.intake import repairs
from venez_vivre.intake.plan import Opened
from venez_vivre.intake.receipts import Receipt
from venez_vivre.intake.repairs import Repairable
from venez_vivre.texts import number, shorten

MOST_ASKED = 50
"""Lines that somebody corrects one by one; beyond, the file of rejects is the better place."""

STOP = "q"

Given = dict[int, dict[int, str]]
"""By number of row, then by place: what was typed."""


class Repairing:
    """Asks for the cells that made lines be rejected; what was declined is not asked again."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._left: set[tuple[int, int]] = set()
        """Files, by their rank, and lines that somebody leaves as they are."""
        self._stopped = False

    def ask(self, opened: Sequence[Opened], foreseen: Sequence[Receipt]) -> list[Opened] | None:
        """The files once some of their cells are corrected; None when nothing was."""
        wanted = [] if self._stopped else self._wanted(opened, foreseen)
        if not wanted or not self._desk.confirm(_question(len(wanted)), yes=False):
            return None
        given = self._all(wanted[:MOST_ASKED])
        if not any(given.values()):
            return None
        return [
            (sheet, repairs.corrected(layout, given.get(rank, {})))
            for rank, (sheet, layout) in enumerate(opened)
        ]

    def _wanted(
        self, opened: Sequence[Opened], foreseen: Sequence[Receipt]
    ) -> list[tuple[int, Repairable]]:
        pairs = enumerate(zip(opened, foreseen, strict=True))
        found = [
            (rank, one)
            for rank, ((_, layout), receipt) in pairs
            for one in repairs.repairable(layout, receipt)
        ]
        return [(rank, one) for rank, one in found if (rank, one.line) not in self._left]

    def _all(self, wanted: Sequence[tuple[int, Repairable]]) -> dict[int, Given]:
        given: dict[int, Given] = {}
        for rank, one in wanted:
            typed = self._one(one)
            if typed is None:
                self._stopped = True
                break
            if typed:
                given.setdefault(rank, {})[one.line] = {one.place: typed}
            else:
                self._left.add((rank, one.line))
        return given

    def _one(self, one: Repairable) -> str | None:
        """What somebody types for a cell: a text that can be read, "" to leave it, None to stop."""
        tell, problem = self._desk.tell, one.problem
        tell("")
        tell(f"Ligne {one.line}{f', {shorten(one.who, 60)}' if one.who else ''}")
        said = f"« {shorten(one.said, 60)} »" if one.said else "vide"
        tell(f"  {one.column.field} : {said}, {problem.motif}. {problem.remede}")
        while True:
            question = f"{one.column.field} (vide : laisser la ligne rejetée ; {STOP} : arrêter)"
            typed = str(self._desk.need(one.column.field, None, question, optional=True)).strip()
            if typed.casefold() == STOP:
                return None
            wrong = repairs.trouble(one.column, typed)
            if wrong is None:
                return typed
            tell(f"  « {shorten(typed, 60)} » : {wrong.reason}. {wrong.remedy}")


def _question(count: int) -> str:
    if count == 1:
        return "Corriger maintenant la ligne rejetée ?"
    if count > MOST_ASKED:
        return f"Corriger maintenant {MOST_ASKED} des {number(count)} lignes rejetées ?"
    return f"Corriger maintenant les {count} lignes rejetées ?"
