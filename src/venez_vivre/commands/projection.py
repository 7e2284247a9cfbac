"""The projection of settlements."""

from __future__ import annotations

from typing import Annotated

from venez_vivre.commands.options import Format
from venez_vivre.grammar import Call, Noun, option
from venez_vivre.steering import groups

app = Noun()

By = Annotated[
    str | None,
    option(
        "--a",
        metavar="DATE",
        help="Le jour visé (sinon : la prochaine échéance d’un objectif d’installations).",
    ),
]
Territory = Annotated[
    str | None, option("--territoire", metavar="CODE", help="Un seul territoire.")
]


@app.command("projection")
def project(ctx: Call, a: By = None, territoire: Territory = None, form: Format = None) -> None:
    """Combien de foyers seront installés à une date, par territoire et en tout.

    Avec la fourchette qui contient le réel 8 fois sur 10, ce qu’auraient annoncé les projections
    passées et ce qui est arrivé, et le jour où chaque objectif serait atteint.

      venez-vivre projection --a 2026-12-31
    """
    from venez_vivre.screens import projection as screens  # noqa: PLC0415  it brings numpy
    from venez_vivre.steering import projection as figures  # noqa: PLC0415  same

    with ctx.obj.reading() as rows:
        code, partly = groups.own(rows, territoire)
        value = figures.project(rows, ctx.obj.today, ctx.obj.day(a), code)
    ctx.obj.show(screens.page(value), form)
    if partly:
        ctx.obj.tell(partly)
