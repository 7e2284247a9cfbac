"""Matching: the best offers for a household, the best households for an offer, and why."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

from venez_vivre.casework.finding import find_household
from venez_vivre.casework.offerers import find_offer
from venez_vivre.commands.offer_options import offer_kind
from venez_vivre.commands.options import Format, Limit
from venez_vivre.desk import Desk, check_format
from venez_vivre.errors import Misuse
from venez_vivre.grammar import Call, Noun, argument, option
from venez_vivre.vocabulary import OfferKind

if TYPE_CHECKING:
    from venez_vivre.screens.pages import Page

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


All = Annotated[bool, option("--tous", help="Tous les foyers actifs à la fois.")]
News = Annotated[
    bool, option("--nouvelles", help="Ce qui est arrivé ou a changé depuis la dernière fois.")
]
Simulate = Annotated[bool, option("--simuler", help="Avec --nouvelles : les laisser nouvelles.")]
Output = Annotated[
    str | None,
    option("--sortie", metavar="FICHIER", help="Avec --tous : écrire en .csv, .json ou .xlsx."),
]
Overwrite = Annotated[bool, option("--ecraser", help="Remplacer le fichier s’il existe.")]


def _form(text: str) -> str:
    return text if text == "xlsx" else check_format(text)


Form = Annotated[
    str | None,
    option(
        "--format",
        "-f",
        metavar="FORMAT",
        parser=_form,
        help="table, json, csv ou md ; xlsx avec --tous.",
    ),
]


@app.command("apparier")
def match(
    ctx: Call,
    words: Words = None,
    offre: ForOffer = None,
    kind: Kind = None,
    tous: All = False,
    nouvelles: News = False,
    limit: Limit = None,
    sortie: Output = None,
    ecraser: Overwrite = False,
    simuler: Simulate = False,
    form: Form = None,
) -> None:
    """Proposer les meilleures offres à un foyer, ou les foyers à qui une offre convient.

    Avec --tous, les -n meilleures offres de chaque type (5) pour chaque foyer, dans un fichier
    .csv, .json ou .xlsx. Avec --nouvelles, les offres arrivées ou changées depuis la dernière fois
    et à qui elles conviennent ; avec --simuler aussi, elles resteront nouvelles. Par exemple :

      venez-vivre apparier BIPO-308 --type emploi
      venez-vivre apparier --offre TAMIRO-42
      venez-vivre apparier --nouvelles
      venez-vivre apparier --tous --type emploi --sortie emplois.xlsx
    """
    desk: Desk = ctx.obj
    _one_way({"FOYER": words, "--offre": offre, "--tous": tous, "--nouvelles": nouvelles})
    _alone(simuler=simuler and not nouvelles, file=bool(sortie or form == "xlsx") and not tous)
    kinds = (kind,) if kind else _kinds()
    if tous or nouvelles:
        from venez_vivre.commands import rounds  # noqa: PLC0415  others do without it

        if nouvelles:
            rounds.novelties(ctx, kinds, limit, form, dry=simuler)
        else:
            rounds.everyone(desk, kinds, limit, rounds.target(sortie, form, overwrite=ecraser))
        return
    page = _for_offer(desk, offre, limit) if offre else _for_household(desk, words, kinds, limit)
    desk.show(page, form)


def _alone(*, simuler: bool, file: bool) -> None:
    """Refuse the options of another question."""
    if simuler:
        raise Misuse("--simuler va avec --nouvelles : le reste n’enregistre rien.")
    if file:
        raise Misuse("Un fichier s’écrit avec --tous : tous les foyers à la fois.")


def _for_offer(desk: Desk, words: str, limit: int | None) -> Page:
    from venez_vivre.proposing import proposals  # noqa: PLC0415
    from venez_vivre.screens import proposals as screens  # noqa: PLC0415

    with desk.reading() as rows:
        found = find_offer(rows, words, desk.today)
        told = proposals.for_offer(rows, found.number, limit or proposals.MOST, desk.today)
    return screens.for_offer(*told)


def _for_household(
    desk: Desk, words: list[str] | None, kinds: Sequence[str], limit: int | None
) -> Page:
    from venez_vivre.proposing import proposals  # noqa: PLC0415
    from venez_vivre.screens import proposals as screens  # noqa: PLC0415

    if not words:
        raise Misuse("Dites quel FOYER, ou --offre, --tous, --nouvelles.")
    most = limit or proposals.MOST
    with desk.reading() as rows:
        house = find_household(rows, words)
        told = proposals.for_household(rows, house.number, kinds, most, desk.today)
    return screens.for_household(told)


def _kinds() -> tuple[str, ...]:
    from venez_vivre.criteria import KINDS  # noqa: PLC0415

    return tuple(KINDS)


def _one_way(ways: dict[str, object]) -> None:
    """Refuse two questions at once."""
    said = [name for name, value in ways.items() if value]
    if len(said) > 1:
        raise Misuse(f"{' et '.join(said)} ne vont pas ensemble. Gardez l’un des deux.")


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
