"""What is short: the fair allocation of scarce offers, and what households lack."""

from __future__ import annotations

from typing import Annotated

from venez_vivre.casework.finding import territory_number
from venez_vivre.commands.offer_options import Kind
from venez_vivre.commands.options import PAGE, Format, InTerritory, Limit, at_least_one
from venez_vivre.desk import Desk
from venez_vivre.grammar import Call, Noun, option

app = Noun()

EachHousehold = Annotated[
    int,
    option(
        "--par-foyer",
        metavar="K",
        parser=at_least_one,
        help="Combien d’offres de chaque type par foyer (1).",
    ),
]
EachOffer = Annotated[
    int | None,
    option(
        "--par-offre",
        metavar="M",
        parser=at_least_one,
        help="Combien de foyers au plus par offre (ses places ; 1 si elles ne sont pas dites).",
    ),
]
Everyone = Annotated[
    bool, option("--tous", help="Les foyers seulement inscrits aussi, pas que les accompagnés.")
]


@app.command("repartir")
def allocate(
    ctx: Call,
    par_foyer: EachHousehold = 1,
    par_offre: EachOffer = None,
    kind: Kind = None,
    territoire: InTerritory = None,
    limit: Limit = None,
    form: Format = None,
) -> None:
    """Répartir les offres rares entre tous les foyers actifs, équitablement.

    Emploi, logement, garde et reprise, ou le seul --type. D’abord le plus de foyers servis, puis la
    somme des notes la plus haute ; à égalité, qui attend depuis plus longtemps. Rien n’est
    enregistré : c’est une proposition à discuter.

      venez-vivre repartir --type logement
      venez-vivre repartir --par-foyer 2 --par-offre 3
    """
    from venez_vivre.proposing import allocation  # noqa: PLC0415
    from venez_vivre.screens import allocation as screens  # noqa: PLC0415

    desk: Desk = ctx.obj
    kinds = [kind] if kind else list(allocation.SCARCE)
    limits = allocation.Limits(par_foyer, par_offre)
    with desk.reading() as rows:
        where = territory_number(rows, territoire)
        found = allocation.allocate(rows, kinds, limits, desk.today, where)
    desk.show(screens.shown(found, limit or PAGE), form)


@app.command("besoins")
def lacking(
    ctx: Call,
    tous: Everyone = False,
    territoire: InTerritory = None,
    limit: Limit = None,
    form: Format = None,
) -> None:
    """Ce qui manque aux foyers accompagnés pour trouver, dans un même bassin, tout ce qu’il faut.

    Un emploi pour chaque adulte qui en cherche un, un logement, les écoles, une garde, un lien
    culturel : le plus petit manque de chaque foyer, additionné par territoire.

      venez-vivre besoins
      venez-vivre besoins --territoire T05
    """
    from venez_vivre.proposing.needs import lacking as find  # noqa: PLC0415
    from venez_vivre.screens import needs as screens  # noqa: PLC0415

    desk: Desk = ctx.obj
    with desk.reading() as rows:
        where = territory_number(rows, territoire)
        found = find(rows, desk.today, everyone=tous, territory=where)
    desk.show(screens.shown(found, limit or PAGE), form)
