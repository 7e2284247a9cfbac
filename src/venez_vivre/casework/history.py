"""Take commands back and do them again, one command being one step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from venez_vivre.errors import NotFound, Refused
from venez_vivre.store import operations, undo
from venez_vivre.store.base import Work
from venez_vivre.store.journal import write_done
from venez_vivre.store.operations import Entry
from venez_vivre.store.reader import Reader
from venez_vivre.vocabulary import OperationKind


@dataclass(frozen=True)
class Turned:
    """An operation that was taken back or done again, and how many files or rows went which way."""

    entry: Entry
    restored: int
    kept: int
    impossible: int
    files_only: bool
    """Whether what was counted are households' files, and nothing else."""


def undoable(rows: Reader, steps: int, number: int | None = None) -> list[Entry]:
    """The operations that an undo would take back, newest first."""
    if number is not None:
        return [_one(rows, number)]
    if steps < 1:
        raise Refused("Annulez au moins une commande : venez-vivre annuler 1.")
    found = operations.standing(rows, steps)
    if not found:
        raise Refused("Il n’y a rien à annuler.")
    if operations.erased_since(rows, found[-1].number):
        raise Refused(
            "Un effacement est définitif : il ne s’annule pas. Ce qui le précède s’annule par son "
            "numéro : `venez-vivre journal`, puis `venez-vivre annuler --operation N`."
        )
    return found


def _one(rows: Reader, number: int) -> Entry:
    entry = operations.find(rows, number)
    if entry is not None and entry.kind == OperationKind.ERASURE:
        raise Refused("Un effacement est définitif : il ne s’annule pas.")
    if entry is None or entry.kind != OperationKind.COMMAND:
        raise NotFound(
            f"Le journal n’a pas d’opération {number} à annuler. `venez-vivre journal` les montre."
        )
    if entry.undone:
        raise Refused(f"L’opération {number} est déjà annulée.")
    return entry


def undo_all(work: Work, planned: Sequence[Entry]) -> list[Turned]:
    """Take these operations back, in that order, if nobody else did meanwhile."""
    return [_turn_back(work, _one(work.rows, entry.number)) for entry in planned]


def _turn_back(work: Work, entry: Entry) -> Turned:
    outcome = undo.take_back(work.rows, entry.number)
    if not outcome.restored and (outcome.kept or outcome.impossible):
        raise Refused(
            f"Rien n’a pu être annulé de « {entry.summary} » : tout a été modifié ou effacé "
            "depuis, ou sert encore. `venez-vivre journal` montre les opérations plus récentes."
        )
    operations.mark(work.rows, entry.number, undone=True)
    _record(work, entry, OperationKind.UNDO, outcome)
    return _told(entry, outcome)


def redo_all(work: Work, steps: int) -> list[Turned]:
    """Do the operations again that were taken back last, oldest of them first."""
    found = operations.taken_back(work.rows, max(steps, 1))
    if not found:
        raise Refused("Il n’y a rien à refaire.")
    return [_do_again(work, entry) for entry in found]


def _do_again(work: Work, taken_back: Entry) -> Turned:
    entry = operations.find(work.rows, taken_back.target or 0)
    if entry is None:
        raise Refused("Cette opération n’est plus dans le journal.")
    outcome = undo.do_again(work.rows, entry.number)
    operations.mark(work.rows, entry.number, undone=False)
    operations.mark(work.rows, taken_back.number, undone=True)
    _record(work, entry, OperationKind.REDO, outcome)
    return _told(entry, outcome)


def _record(work: Work, entry: Entry, kind: OperationKind, outcome: undo.Outcome) -> None:
    """Write the undo or redo down; and what it did, where the operation alone does not say it."""
    number = operations.record(work.rows, work.heading, entry.summary, kind, entry.number)
    if not outcome.mirror:
        write_done(work.rows, number, outcome.done)


def _told(entry: Entry, outcome: undo.Outcome) -> Turned:
    units = outcome.restored | outcome.kept | outcome.impossible
    return Turned(
        entry,
        len(outcome.restored),
        len(outcome.kept),
        len(outcome.impossible),
        files_only=all(table == "household" for table, _ in units),
    )
