"""What every `importer` command shares: its options, the plan shown first, the receipt."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from venez_vivre.desk import Desk
from venez_vivre.errors import DONE, TO_CORRECT, Interrupted, Misuse
from venez_vivre.grammar import Call, argument, option
from venez_vivre.intake import plan, rejects
from venez_vivre.intake.plan import Importer, Order
from venez_vivre.intake.receipts import Receipt
from venez_vivre.screens import imports as screens
from venez_vivre.texts import number

Files = Annotated[list[str], argument(metavar="FICHIER", help="Un ou plusieurs fichiers CSV ; - lit l’entrée standard.")]  # fmt: skip
Simulate = Annotated[bool, option("--simuler", help="Tout vérifier sans rien enregistrer.")]
Encoding = Annotated[str | None, option("--encodage", metavar="NOM", help="Imposer l’encodage : utf-8, cp1252…")]  # fmt: skip
Separator = Annotated[str | None, option("--separateur", metavar="CAR", help="Imposer le séparateur : « ; », « , », tab…")]  # fmt: skip
Columns = Annotated[list[str] | None, option("--colonne", metavar="EN-TÊTE=CHAMP", help="Dire quel champ contient une colonne.")]  # fmt: skip
Rejects = Annotated[str | None, option("--rejets", metavar="FICHIER", help="Où écrire les lignes rejetées.")]  # fmt: skip


@dataclass(frozen=True)
class Wish:
    """The options of an import, as typed."""

    files: list[str]
    simulate: bool = False
    encoding: str | None = None
    separator: str | None = None
    columns: list[str] | None = None
    rejects: str | None = None
    yes: bool = False
    form: str | None = None

    def orders(self) -> list[Order]:
        """One order a file."""
        if not self.files:
            raise Misuse("Il manque FICHIER : donnez au moins un fichier à importer.")
        named = dict(_named(text) for text in self.columns or ())
        return [Order(Path(f), self.encoding, self.separator, named) for f in self.files]


def _named(text: str) -> tuple[str, str]:
    heading, equals, field = text.rpartition("=")
    if not equals or not heading.strip() or not field.strip():
        raise Misuse(f'--colonne s’écrit "En-tête=champ", et non « {text} ».')
    return heading.strip(), field.strip()


def do(ctx: Call, kind: type[Importer], wish: Wish) -> int:
    """Run an import command from its options to its exit code."""
    desk: Desk = ctx.obj
    orders = wish.orders()
    for order in orders:
        plan.open_order(order, kind)  # a hopeless file is refused before anything else
    if wish.simulate:
        return _finish(desk, _run(ctx, kind, orders, dry=True), wish)
    if desk.asks and not wish.yes:
        desk.show(screens.receipts(_run(ctx, kind, orders, dry=True), done=False))
        if not desk.confirm("Enregistrer ?", yes=False):
            raise Interrupted("Rien n’a été enregistré.")
    done = _run(ctx, kind, orders, dry=False)
    for order, receipt in zip(orders, done, strict=True):
        sheet, _ = plan.open_order(order, kind)
        said = Path(wish.rejects) if wish.rejects else None
        written = rejects.write(sheet, receipt, said)
        receipt.fichier_rejets = str(written) if written else None
    return _finish(desk, done, wish)


def _run(ctx: Call, kind: type[Importer], orders: list[Order], *, dry: bool) -> list[Receipt]:
    with ctx.obj.working(ctx, dry=dry) as work:
        receipts = [plan.run(work, order, kind, progress()) for order in orders]
        work.says(" ; ".join(receipt.operation for receipt in receipts))
    for receipt in receipts:
        receipt.simulation = dry
    return receipts


def progress() -> plan.Progress:
    """A line that counts on the terminal and goes away at the end; nothing elsewhere."""
    if not sys.stderr.isatty():
        return lambda _: None

    def show(lines: int) -> None:
        over = lines % plan.BATCH != 0
        sys.stderr.write("\r\x1b[K" if over else f"\r{number(lines)} lignes lues…\x1b[K")
        sys.stderr.flush()

    return show


def _finish(desk: Desk, receipts: list[Receipt], wish: Wish) -> int:
    desk.show(screens.receipts(receipts, done=not wish.simulate), wish.form)
    return TO_CORRECT if any(receipt.needs_correction for receipt in receipts) else DONE
