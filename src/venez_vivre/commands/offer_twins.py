"""Offers that came twice: the list of likely ones, two told apart, several joined into one."""

from __future__ import annotations

from typing import Annotated

from venez_vivre.casework.offerers import find_offer
from venez_vivre.commands.offer_options import Kind
from venez_vivre.commands.options import Format, Limit, Yes, lines
from venez_vivre.desk import Desk
from venez_vivre.errors import Misuse
from venez_vivre.grammar import Call, argument, option

About = Annotated[
    list[str] | None,
    argument(metavar="OFFRE", help="Une offre, pour celles qui lui ressemblent ; ou --distinctes."),
]
Apart = Annotated[
    bool,
    option("--distinctes", help="Les offres nommées ne sont pas la même : ne plus les proposer."),
]
Several = Annotated[
    list[str],
    argument(metavar="OFFRE", help="Celle qui reste, puis celles qui s’y réunissent."),
]


def review(
    ctx: Call,
    offers: About = None,
    distinctes: Apart = False,
    kind: Kind = None,
    limit: Limit = None,
    form: Format = None,
) -> None:
    """Montrer les offres en cours qui semblent venir deux fois, et pourquoi.

    La même offre arrive souvent par deux sources. Chaque paire dit sa vraisemblance, ce qui la
    soutient et ce qui en fait douter ; celle à garder vient d’abord. Rien n’est réuni sans vous.

      venez-vivre offres doublons
      venez-vivre offres doublons TAMIRO-42
      venez-vivre offres fusionner TAMIRO-42 BAFIDU-07
      venez-vivre offres doublons TAMIRO-42 BAFIDU-07 --distinctes
    """
    from venez_vivre.casework import offer_twins as cases  # noqa: PLC0415  likeness is heavy
    from venez_vivre.screens import offer_twins as screens  # noqa: PLC0415

    desk: Desk = ctx.obj
    if distinctes:
        _set_apart(ctx, offers or [], form)
        return
    if offers and len(offers) > 1:
        raise Misuse(
            "Nommez une seule offre ; ou plusieurs avec --distinctes, ou avec `venez-vivre offres "
            "fusionner`."
        )
    with desk.reading() as rows:
        about = find_offer(rows, offers[0], desk.today) if offers else None
        found = cases.twins(rows, desk.today, kind, about)
    desk.show(screens.twins(found, lines(limit, form), about), form)


def _set_apart(ctx: Call, words: list[str], form: str | None) -> None:
    from venez_vivre.casework import offer_twins as cases  # noqa: PLC0415
    from venez_vivre.screens import offer_twins as screens  # noqa: PLC0415

    desk: Desk = ctx.obj
    if len(words) < 2:
        raise Misuse("--distinctes demande au moins deux offres : OFFRE OFFRE.")
    with desk.working(ctx) as work:
        found = [find_offer(work.rows, text, desk.today) for text in words]
        done = cases.set_apart(work, found)
    desk.show(screens.apart(done), form)


def join(ctx: Call, offers: Several, oui: Yes = False, form: Format = None) -> None:
    """Réunir des offres qui n’en font qu’une : la première reste, les autres sont closes.

    La première garde tout ce qu’elle dit, et reçoit des autres ce qui lui manque. Les mises en
    relation la suivent : un foyer qui a refusé l’une a refusé l’autre.

      venez-vivre offres fusionner TAMIRO-42 BAFIDU-07
    """
    from venez_vivre.casework import offer_joining as cases  # noqa: PLC0415
    from venez_vivre.screens import offer_twins as screens  # noqa: PLC0415

    desk: Desk = ctx.obj
    if len(offers) < 2:
        raise Misuse("Il manque une OFFRE : celle qui reste, puis celle qui s’y réunit.")
    with desk.reading() as rows:
        found = [find_offer(rows, text, desk.today) for text in offers]
        cases.refuse(found, desk.today)
    desk.agree(screens.question(found), yes=oui)
    with desk.working(ctx) as work:
        found = [find_offer(work.rows, one.reference, desk.today) for one in found]
        done = cases.join(work, found)
    desk.show(screens.joined(done), form)
