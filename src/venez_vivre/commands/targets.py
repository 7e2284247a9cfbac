"""Targets: define them, and see the pace."""

from __future__ import annotations

from typing import Annotated

import typer

from venez_vivre.commands.options import Format, whole
from venez_vivre.screens import targets as screens
from venez_vivre.steering import targets
from venez_vivre.store.queries.steering import Goal

app = typer.Typer()

Measured = Annotated[
    str,
    typer.Argument(
        metavar="INDICATEUR",
        parser=targets.indicator,
        help=f"Ce qui est compté : {', '.join(targets.LABELS)}.",
    ),
]
Value = Annotated[
    int, typer.Argument(metavar="VALEUR", parser=whole, help="Le nombre à atteindre.")
]
Deadline = Annotated[
    str | None, typer.Option("--echeance", metavar="DATE", help="Le jour où il doit être atteint.")
]
Start = Annotated[
    str | None,
    typer.Option(
        "--depuis",
        metavar="DATE",
        help="Ne compter qu’à partir de ce jour (sinon : depuis la première inscription).",
    ),
]


@app.command("definir")
def define(
    ctx: typer.Context,
    indicator: Measured,
    value: Value,
    echeance: Deadline = None,
    depuis: Start = None,
    form: Format = None,
) -> None:
    """Poser un objectif : un nombre à atteindre pour une échéance.

    Un objectif déjà posé pour le même indicateur et la même échéance est remplacé.
    """
    desk = ctx.obj
    deadline = desk.day(desk.need("--echeance", echeance, "Pour quelle date ?"))
    goal = targets.check(Goal(indicator, value, desk.day(depuis), deadline))
    with desk.working(ctx) as work:
        done = targets.define(work, goal)
        work.says(screens.summary(goal))
    desk.show(screens.defined(goal, done), form)


@app.command("lister")
def show(ctx: typer.Context, form: Format = None) -> None:
    """Montrer chaque objectif, ce qui est atteint et le rythme."""
    with ctx.obj.reading() as rows:
        paces = targets.paces(rows, ctx.obj.today)
    ctx.obj.show(screens.listed(paces), form)
