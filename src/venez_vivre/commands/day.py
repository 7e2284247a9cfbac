"""The screen of the morning: what to do today, and this week."""

from __future__ import annotations

import re
from typing import Annotated

from venez_vivre.casework import day as cases
from venez_vivre.casework.finding import NONE, officer_number
from venez_vivre.casework.week import the_week
from venez_vivre.commands.options import Format, Limit, lines
from venez_vivre.desk import Desk
from venez_vivre.errors import Misuse
from venez_vivre.grammar import Call, Noun, option
from venez_vivre.screens import day as screens
from venez_vivre.screens import week as week_screens
from venez_vivre.store.queries.contacts import agent_named
from venez_vivre.store.queries.scope import Scope
from venez_vivre.store.reader import Reader
from venez_vivre.store.settings import settings
from venez_vivre.texts import Pattern, fold

app = Noun()
EVERYBODY = frozenset({"tous", "toutes", "tout le monde"})

OfWhom = Annotated[
    str | None,
    option(
        "--agent", metavar="NOM", help="La journée de qui ; « tous » ou « aucun » se comprennent."
    ),
]
Why = Annotated[bool, option("--pourquoi", help="Montrer d’où vient l’urgence de chaque ligne.")]
AllWeek = Annotated[bool, option("--semaine", help="Les sept jours qui viennent.")]


_HOURS = Pattern(r"([0-9]{1,3}(?:[.,][0-9]{1,2})?)\s*[hH]?", re.ASCII)


def _hours(text: str) -> float:
    said = _HOURS.fullmatch(text.strip())
    hours = float(said[1].replace(",", ".")) if said else 0.0
    if not 0 < hours <= 24:
        raise Misuse(f"« {text} » n’est pas un nombre d’heures : donnez par exemple 4 ou 2,5.")
    return hours


Hours = Annotated[
    float | None,
    option("--heures", metavar="N", parser=_hours, help="Seulement ce qui tient en N heures."),
]


@app.command("aujourdhui")
def today(
    ctx: Call,
    agent: OfWhom = None,
    heures: Hours = None,
    pourquoi: Why = False,
    semaine: AllWeek = False,
    limit: Limit = None,
    form: Format = None,
) -> None:
    """Ce qu’il y a à faire aujourd’hui, le plus utile d’abord, avec sa raison.

    Un chargé d’accueil connu voit ses foyers et ceux que personne ne suit ; « --agent tous » montre tout.

      venez-vivre aujourdhui
      venez-vivre aujourdhui --heures 4
      venez-vivre aujourdhui --pourquoi -n 5
    """
    desk: Desk = ctx.obj
    if semaine and (pourquoi or heures is not None or limit):
        raise Misuse("--semaine montre toute la semaine : sans --heures, --pourquoi ni -n.")
    if heures is not None and limit:
        raise Misuse("--heures dit déjà combien de lignes montrer : sans -n.")
    with desk.reading() as rows:
        scope, whose = _scope(desk, rows, agent)
        delays = settings(rows)
        if semaine:
            page = week_screens.page(the_week(rows, scope, delays), whose, delays, form)
        else:
            found = (
                cases.the_day(rows, scope, delays, lines(limit, form))
                if heures is None
                else cases.fitting(rows, scope, delays, round(heures * 60))
            )
            page = screens.page(found, whose, delays, screens.View(pourquoi, heures, form))
    desk.show(page, form)


def _scope(desk: Desk, rows: Reader, said: str | None) -> tuple[Scope, str]:
    """Whose day it is, and what it is called: the acting officer's unless somebody is named."""
    day = desk.today.isoformat()
    if said is not None and fold(said) in EVERYBODY:
        return Scope(day), ""
    if said is not None and fold(said) in NONE:
        return Scope(day, officer_number(rows, said)), "foyers sans chargé d’accueil"
    if said is not None:
        number = officer_number(rows, said)
        name = rows.value("SELECT name FROM officer WHERE id = :id", id=number)
        return _of(rows, day, number, name)
    agent = agent_named(rows, desk.agent)
    if agent.officer is None:
        return Scope(day), ""
    return _of(rows, day, agent.officer, agent.name)


def _of(rows: Reader, day: str, number: int | None, name: str) -> tuple[Scope, str]:
    territory = rows.value("SELECT territory_id FROM officer WHERE id = :id", id=number)
    return Scope(day, number, 1, territory), name
