"""The funnel."""

from __future__ import annotations

from typing import Annotated

from venez_vivre.commands.options import (
    Cohort,
    Format,
    Month,
    Since,
    Territory,
    Until,
    Week,
    Year,
)
from venez_vivre.dates import Period
from venez_vivre.grammar import Call, Noun, option
from venez_vivre.screens import steering as screens
from venez_vivre.steering import funnel as figures
from venez_vivre.steering import groups, scope
from venez_vivre.steering.documents.spans import spans

app = Noun()

By = Annotated[
    str | None,
    option(
        "--par",
        metavar="GROUPE",
        parser=groups.check,
        help="territoire, canal, agent, mois ou departement_origine.",
        completes=("territoire", "canal", "agent", "mois", "departement_origine"),
    ),
]


@app.command("entonnoir")
def funnel(
    ctx: Call,
    par: By = None,
    cohorte: Cohort = None,
    du: Since = None,
    au: Until = None,
    semaine: Week = None,
    mois: Month = None,
    annee: Year = None,
    territoire: Territory = None,
    form: Format = None,
) -> None:
    """Compter les inscrits, les accompagnés et les installés, en personnes et en foyers.

    Sans date, tout compte jusqu’à aujourd’hui. Avec une période, seuls comptent les faits datés de
    la période, à côté de la période d’avant et de la même un an plus tôt. Avec --cohorte, la période choisit les inscriptions, et les mêmes foyers sont suivis
    jusqu’à aujourd’hui.

      venez-vivre entonnoir --par territoire --mois 2025-11
    """
    days = {"du": du, "au": au, "semaine": semaine, "mois": mois, "annee": annee}
    asked = scope.read(ctx.obj.today, days, par=par or "", cohort=cohorte)
    with ctx.obj.reading() as rows:
        code, partly = groups.own(rows, territoire)
        value = figures.measure(rows, groups.within(rows, asked, code))
        if asked.start and not asked.cohort:
            around = spans(Period(asked.start, asked.end), ctx.obj.today)
            value = figures.compare(rows, value, around.others)
    ctx.obj.show(screens.funnel(value, form), form)
    if partly:
        ctx.obj.tell(partly)
