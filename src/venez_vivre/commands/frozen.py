"""What was published: the verb `figes` of reports."""

from __future__ import annotations

from typing import Annotated

from venez_vivre.commands.options import Format, at_least_one
from venez_vivre.errors import NotFound
from venez_vivre.grammar import Call, Command, argument
from venez_vivre.screens import frozen as screens
from venez_vivre.steering import frozen
from venez_vivre.store.queries import frozen as queries

Number = Annotated[
    int | None,
    argument(metavar="N", parser=at_least_one, help="Un rapport publié, pour ses écarts."),
]


def show(ctx: Call, numero: Number = None, form: Format = None) -> None:
    """Lister les rapports publiés (--figer), et dire si leurs chiffres ont changé depuis.

    Avec un numéro, dire d’où vient chaque écart : saisies tardives, doublons fusionnés,
    installations annulées…

      venez-vivre rapport figes
      venez-vivre rapport figes 3
    """
    with ctx.obj.reading() as rows:
        if numero is None:
            page = screens.listed(frozen.standings(rows))
        else:
            report = queries.find(rows, numero)
            if report is None:
                raise NotFound(
                    f"Aucun rapport publié n’a le numéro {numero}. `venez-vivre rapport figes` "
                    "les montre."
                )
            page = screens.compared(report, frozen.bridges(rows, report))
    ctx.obj.show(page, form)


FROZEN = Command("figes", show)
"""The verb, for the noun `rapport`."""
