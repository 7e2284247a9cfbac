"""Targets: define them, and see the pace."""

from __future__ import annotations

from typing import Annotated

from venez_vivre.commands.options import Format, whole
from venez_vivre.grammar import Call, Noun, argument, option
from venez_vivre.screens import targets as screens
from venez_vivre.steering import targets
from venez_vivre.store.queries.steering import Goal

app = Noun()

Measured = Annotated[
    str,
    argument(
        metavar="INDICATEUR",
        parser=targets.indicator,
        help=f"Ce qui est compté : {', '.join(targets.LABELS)}.",
    ),
]
Value = Annotated[int, argument(metavar="VALEUR", parser=whole, help="Le nombre à atteindre.")]
Deadline = Annotated[
    str | None, option("--echeance", metavar="DATE", help="Le jour où il doit être atteint.")
]
Start = Annotated[
    str | None,
    option(
        "--depuis",
        metavar="DATE",
        help="Ne compter qu’à partir de ce jour (sinon : depuis la première inscription).",
    ),
]


@app.command("definir")
def define(
    ctx: Call,
    indicator: Measured,
    value: Value,
    echeance: Deadline = None,
    depuis: Start = None,
    form: Format = None,
) -> None:
    """Poser un objectif : un nombre à atteindre pour une échéance.

    Un objectif déjà posé pour le même indicateur et la même échéance est remplacé.

      venez-vivre objectifs definir foyers_installes 2000 --echeance 31/12/2026
    """
    desk = ctx.obj
    deadline = desk.day(desk.need("--echeance", echeance, "Pour quelle date ?", check=desk.day))
    goal = targets.check(Goal(indicator, value, desk.day(depuis), deadline))
    from venez_vivre.casework import targets as cases  # noqa: PLC0415

    with desk.working(ctx) as work:
        done = cases.define(work, goal)
        work.says(screens.summary(goal))
    desk.show(screens.defined(goal, done), form)


@app.command("lister")
def show(ctx: Call, form: Format = None) -> None:
    """Montrer chaque objectif, ce qui est atteint et le rythme.

    Par exemple :

      venez-vivre objectifs lister
    """
    with ctx.obj.reading() as rows:
        paces = targets.paces(rows, ctx.obj.today)
    ctx.obj.show(screens.listed(paces), form)
