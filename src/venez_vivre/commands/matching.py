"""Matching: the best offers for a household, the best households for an offer, and why."""

from __future__ import annotations

from typing import Annotated

from venez_vivre.casework.finding import find_household
from venez_vivre.casework.offerers import find_offer
from venez_vivre.commands.offer_options import offer_kind
from venez_vivre.commands.options import Format, Limit
from venez_vivre.desk import Desk
from venez_vivre.errors import Misuse
from venez_vivre.grammar import Call, Noun, argument, option
from venez_vivre.vocabulary import OfferKind

app = Noun()

Kind = Annotated[
    str | None,
    option(
        "--type",
        metavar="TYPE",
        parser=offer_kind,
        help="Un seul type d’offre.",
        completes=tuple(OfferKind),
    ),
]
Words = Annotated[
    list[str] | None,
    argument(metavar="FOYER", help="Sa référence, un e-mail ou des mots d’un nom."),
]
ForOffer = Annotated[
    str | None, option("--offre", metavar="OFFRE", help="Les foyers à qui cette offre convient.")
]
Together = Annotated[
    bool,
    option("--bouquet", help="Emploi de chacun, logement, écoles et lien culturel ensemble."),
]


@app.command("apparier")
def match(
    ctx: Call,
    words: Words = None,
    offre: ForOffer = None,
    bouquet: Together = False,
    kind: Kind = None,
    limit: Limit = None,
    form: Format = None,
) -> None:
    """Proposer les meilleures offres à un foyer, ou les foyers à qui une offre convient.

    Par exemple :

      venez-vivre apparier BIPO-308 --type emploi
      venez-vivre apparier BIPO-308 --bouquet
      venez-vivre apparier --offre TAMIRO-42
    """
    from venez_vivre.criteria import KINDS  # noqa: PLC0415
    from venez_vivre.proposing import proposals  # noqa: PLC0415
    from venez_vivre.proposing.pieces import ACCEPTABLE  # noqa: PLC0415
    from venez_vivre.screens import proposals as screens  # noqa: PLC0415

    desk: Desk = ctx.obj
    most = limit or proposals.MOST
    if offre:
        with desk.reading() as rows:
            found_offer = find_offer(rows, offre, desk.today)
            offer, found = proposals.for_offer(rows, found_offer.number, most, desk.today)
        desk.show(screens.for_offer(offer, found), form)
        return
    if not words:
        words = _asked(desk)
    if bouquet:
        _together(desk, words, limit, form)
        return
    kinds = [kind] if kind else list(KINDS)
    # On a screen, with nothing asked, what hardly suits is only counted.
    brief = form in {None, "table"} and kind is None and limit is None
    wanted = proposals.Wanted(kinds, most, ACCEPTABLE if brief else 0.0)
    with desk.reading() as rows:
        house = find_household(rows, words)
        found = proposals.for_household(rows, house.number, wanted, desk.today)
    desk.show(screens.for_household(found), form)


def _asked(desk: Desk) -> list[str]:
    """The household, asked on a terminal."""
    if not desk.asks:
        raise Misuse("Dites quel FOYER, ou --offre OFFRE.")
    from venez_vivre.commands.guided import household  # noqa: PLC0415

    return [household(desk)]


BUNDLES = 3


def _together(desk: Desk, words: list[str], limit: int | None, form: str | None) -> None:
    from venez_vivre.proposing import bundles  # noqa: PLC0415
    from venez_vivre.screens import bundles as screens  # noqa: PLC0415

    with desk.reading() as rows:
        house = find_household(rows, words)
        found = bundles.for_household(rows, house.number, limit or BUNDLES, desk.today)
    desk.show(screens.shown(found), form)


Household = Annotated[
    str, argument(metavar="FOYER", help="Sa référence, un e-mail ou son nom entre guillemets.")
]
Offer = Annotated[list[str], argument(metavar="OFFRE", help="Référence, ou mots du titre.")]


@app.command("pourquoi")
def explain(ctx: Call, foyer: Household, offre: Offer, form: Format = None) -> None:
    """Expliquer ce qu’une offre vaut pour un foyer, critère par critère, et ce qui changerait tout.

    Par exemple :

      venez-vivre pourquoi BIPO-308 TAMIRO-42
    """
    from venez_vivre.proposing.why import why  # noqa: PLC0415
    from venez_vivre.screens import explanations  # noqa: PLC0415

    desk: Desk = ctx.obj
    with desk.reading() as rows:
        house = find_household(rows, foyer)
        offer = find_offer(rows, " ".join(offre), desk.today)
        found = why(rows, house.number, offer.number, desk.today)
    desk.show(explanations.explained(house, found), form)
