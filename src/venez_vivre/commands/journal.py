"""Undo, redo, and who did what."""

from __future__ import annotations

from typing import Annotated

from venez_vivre.casework import history
from venez_vivre.commands.options import Format, Limit, Yes, lines, whole
from venez_vivre.errors import Interrupted, Refused
from venez_vivre.grammar import Call, Noun, argument, option
from venez_vivre.screens import journal as screens
from venez_vivre.store import operations, restraint

app = Noun()

EVERYTHING = -1
"""What the base takes for « without a limit »."""

Steps = Annotated[int, argument(metavar="N", parser=whole, help="Combien de commandes.")]


@app.command("annuler")
def undo(
    ctx: Call,
    steps: Steps = 1,
    operation: Annotated[
        int | None, option("--operation", metavar="NUMERO", parser=whole, help="Une opération du journal, même ancienne.")
    ] = None,
    oui: Yes = False,
    form: Format = None,
) -> None:  # fmt: skip
    """Annuler la dernière commande qui a écrit, ou les N dernières.

    Ce qui a été modifié depuis est conservé, et la réponse le dit. `refaire` rétablit.

      venez-vivre annuler 2
    """
    desk = ctx.obj
    with desk.reading() as rows:
        planned = history.undoable(rows, steps, operation)
    if not desk.confirm(f"Annuler {screens.in_words(planned)} ?", yes=oui):
        raise Interrupted("Rien n’a été annulé.")
    with desk.working(ctx) as work:
        before = restraint.held(work.rows)
        done = history.undo_all(work, planned)
        rights = tuple(restraint.shifted(before, restraint.held(work.rows)))
    desk.show(screens.turned("annulée", done, rights), form)


@app.command("refaire")
def redo(ctx: Call, steps: Steps = 1, oui: Yes = False, form: Format = None) -> None:  # noqa: ARG001  nothing is asked; scripts say it as to `annuler`
    """Refaire la dernière commande annulée, ou les N dernières.

    Par exemple :

      venez-vivre refaire
    """
    if steps < 1:
        raise Refused("Refaites au moins une commande : venez-vivre refaire 1.")
    with ctx.obj.working(ctx) as work:
        before = restraint.held(work.rows)
        done = history.redo_all(work, steps)
        rights = tuple(restraint.shifted(before, restraint.held(work.rows)))
    ctx.obj.show(screens.turned("refaite", done, rights), form)


@app.command("journal")
def journal(ctx: Call, limit: Limit = None, form: Format = None) -> None:
    """Montrer qui a fait quoi, la plus récente opération d’abord.

    Par exemple :

      venez-vivre journal -n 50
    """
    with ctx.obj.reading() as rows:
        count = lines(limit, form)
        entries = operations.latest(rows, EVERYTHING if count is None else count)
        total = operations.total(rows)
    ctx.obj.show(screens.entries(entries, total), form)
