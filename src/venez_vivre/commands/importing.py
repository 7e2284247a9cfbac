"""What every `importer` command does: the files opened, the plan shown first, the receipt."""

from __future__ import annotations

import os
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

from venez_vivre.commands import sources
from venez_vivre.commands.repairing import Repairing
from venez_vivre.commands.verbs import Wish
from venez_vivre.commands.waiting import lines_read, progress
from venez_vivre.desk import Desk
from venez_vivre.errors import DONE, TO_CORRECT, Interrupted, Refused
from venez_vivre.grammar import Call
from venez_vivre.intake import plan, rejects
from venez_vivre.intake.plan import Importer, Opened
from venez_vivre.intake.receipts import Receipt
from venez_vivre.screens import imports as screens


def do(ctx: Call, kind: type[Importer], wish: Wish) -> int:
    """Run an import command from its options to its exit code."""
    rejected = _rejects(wish.rejets)
    with ExitStack() as streams:
        found = sources.orders(ctx, kind, wish, streams)
        return _do(ctx, kind, sources.opened(ctx, kind, found, wish), wish, rejected)


def _do(
    ctx: Call, kind: type[Importer], opened: list[Opened], wish: Wish, rejected: Path | None
) -> int:
    desk: Desk = ctx.obj
    if wish.simuler:
        return _finish(desk, _foresee(ctx, kind, opened), wish)
    if desk.asks and not wish.oui:
        opened = _agreed(ctx, kind, opened)
    return _finish(desk, _run(ctx, kind, opened, rejected), wish)


def _rejects(said: str | None) -> Path | None:
    """Where the rejects were said to go; a name that ends as a folder's is that of a folder.

    Raises:
        Refused: there is no such folder, and a file called so would have no ending.

    """
    if not said:
        return None
    path = Path(said)
    if said.endswith(("/", os.sep)) and not path.is_dir():
        raise Refused(f"Le dossier {path} n’existe pas. Créez-le ou changez --rejets.")
    return path


def _agreed(ctx: Call, kind: type[Importer], opened: list[Opened]) -> list[Opened]:
    """The files as somebody agrees to import them: the plan shown, rejected cells corrected."""
    desk: Desk = ctx.obj
    repairing = Repairing(desk)
    again: list[Opened] | None = opened
    while again is not None:
        opened = again
        foreseen = _foresee(ctx, kind, opened)
        desk.show(screens.plan(foreseen))
        again = repairing.ask(opened, foreseen)
    if not desk.confirm("Enregistrer ?", yes=False):
        raise Interrupted("Rien n’a été enregistré.")
    return opened


def _foresee(ctx: Call, kind: type[Importer], opened: list[Opened]) -> list[Receipt]:
    """The whole import without a trace; before the first base, in one that goes away."""
    desk: Desk = ctx.obj
    if desk.store.exists():
        return _run(ctx, kind, opened, dry=True)
    from venez_vivre.store.creation import create  # noqa: PLC0415  rarely needed

    with TemporaryDirectory(prefix="venez-vivre-") as folder:
        base = Path(folder) / "essai.db"
        create(base)
        return _run(Call(ctx.command_path, desk.on(str(base))), kind, opened, dry=True)


def _run(
    ctx: Call,
    kind: type[Importer],
    opened: list[Opened],
    rejected: Path | None = None,
    *,
    dry: bool = False,
) -> list[Receipt]:
    with rejects.writing() as write, ctx.obj.working(ctx, dry=dry) as work:
        with progress(lines_read, "Lecture…") as show:
            receipts = [plan.load(work, one, kind, show) for one in opened]
        work.idle = work.journal.is_empty() and not any(receipt.wrote for receipt in receipts)
        work.says(" ; ".join(receipt.operation for receipt in receipts))
        # Before the import is final: rejects that cannot be written leave nothing behind.
        for (sheet, _), receipt in zip(opened, receipts, strict=True):
            receipt.simulation = dry
            written = None if dry else write(sheet, receipt, rejected)
            receipt.fichier_rejets = str(written) if written else None
    return receipts


def _finish(desk: Desk, receipts: list[Receipt], wish: Wish) -> int:
    desk.show(screens.receipts(receipts, done=not wish.simuler), wish.form)
    return TO_CORRECT if any(receipt.needs_correction for receipt in receipts) else DONE
