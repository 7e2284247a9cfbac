"""Matching: the best offers for a household, the best households for an offer, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated

from venez_vivre.casework.finding import find_household
from venez_vivre.casework.offerers import find_offer
from venez_vivre.commands.offer_options import Kind
from venez_vivre.commands.options import Format, Limit, at_least_one
from venez_vivre.desk import Desk, check_format
from venez_vivre.errors import Misuse
from venez_vivre.grammar import Call, Noun, argument, option

if TYPE_CHECKING:
    from venez_vivre.screens.pages import Page

app = Noun()

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


def _cores(text: str) -> int:
    from venez_vivre.proposing.spreading.processes import MOST  # noqa: PLC0415  few say it

    count = at_least_one(text)
    if count > MOST:
        raise Misuse(
            f"{count} processus : {MOST} au plus. Au-delà, --dask répartit entre machines."
        )
    return count


def _cluster(text: str) -> str:
    from venez_vivre.proposing.spreading.machines import checked  # noqa: PLC0415  same

    return checked(text)


Processes = Annotated[
    int,
    option(
        "--processus", metavar="N", parser=_cores, help="Avec --tous : sur N cœurs à la fois (1)."
    ),
]
Cluster = Annotated[
    str | None,
    option(
        "--dask",
        metavar="ADRESSE",
        parser=_cluster,
        help="Avec --tous : sur les machines d’un cluster Dask.",
    ),
]


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


NEW = "--nouvelles"


@app.command("apparier")
def match(
    ctx: Call,
    words: Words = None,
    offre: ForOffer = None,
    bouquet: Together = False,
    kind: Kind = None,
    tous: All = False,
    nouvelles: News = False,
    limit: Limit = None,
    sortie: Output = None,
    ecraser: Overwrite = False,
    processus: Processes = 1,
    dask: Cluster = None,
    simuler: Simulate = False,
    form: Form = None,
) -> None:
    """Proposer les meilleures offres à un foyer, ou les foyers à qui une offre convient.

    Avec --tous, les -n meilleures offres de chaque type (5) pour chaque foyer, dans un fichier
    .csv, .json ou .xlsx. Avec --nouvelles, les offres arrivées ou changées depuis la dernière fois
    et à qui elles conviennent ; avec --simuler aussi, elles resteront nouvelles. --processus et
    --dask donnent la même réponse que sans. Par exemple :

      venez-vivre apparier BIPO-308 --type emploi
      venez-vivre apparier BIPO-308 --bouquet
      venez-vivre apparier --offre TAMIRO-42
      venez-vivre apparier --nouvelles
      venez-vivre apparier --tous --type emploi --sortie emplois.xlsx
      venez-vivre apparier --tous --sortie tout.csv --processus 4
    """
    desk: Desk = ctx.obj
    ways = _ways(words, kind, bouquet=bouquet) | {"--offre": offre, "--tous": tous, NEW: nouvelles}
    team = {"--processus": processus if processus > 1 else None, "--dask": dask}
    _one_way(ways, simulated=simuler, written=bool(sortie or form == "xlsx"), team=team)
    if nouvelles:
        _news(ctx, _kinds(kind), limit, form, dry=simuler)
    elif tous:
        _everybody(desk, _kinds(kind), limit, (sortie, form), (processus, dask), overwrite=ecraser)
    elif offre or bouquet:
        found = _for_offer(desk, offre, limit) if offre else _together(desk, words, limit)
        desk.show(found, form)
    else:
        desk.show(_for_household(desk, words, kind, limit, form), form)


def _news(
    ctx: Call, kinds: Sequence[str], limit: int | None, form: str | None, *, dry: bool
) -> None:
    from venez_vivre.commands import rounds  # noqa: PLC0415  one household does without it

    rounds.novelties(ctx, kinds, limit, form, dry=dry)


def _everybody(
    desk: Desk,
    kinds: Sequence[str],
    limit: int | None,
    where: tuple[str | None, str | None],
    team: tuple[int, str | None],
    *,
    overwrite: bool,
) -> None:
    from venez_vivre.commands import rounds  # noqa: PLC0415  same

    rounds.everyone(desk, kinds, limit, rounds.target(*where, overwrite=overwrite), team)


def _for_offer(desk: Desk, words: str, limit: int | None) -> Page:
    from venez_vivre.proposing import proposals  # noqa: PLC0415
    from venez_vivre.screens import proposals as screens  # noqa: PLC0415

    with desk.reading() as rows:
        found = find_offer(rows, words, desk.today)
        told = proposals.for_offer(rows, found.number, limit or proposals.MOST, desk.today)
    return screens.for_offer(*told)


def _for_household(
    desk: Desk, words: list[str] | None, kind: str | None, limit: int | None, form: str | None
) -> Page:
    from venez_vivre.proposing import household, proposals  # noqa: PLC0415
    from venez_vivre.proposing.pieces import ACCEPTABLE  # noqa: PLC0415
    from venez_vivre.screens import proposals as screens  # noqa: PLC0415

    words = words or _asked(desk)
    # On a screen, with nothing asked, what hardly suits is only counted.
    brief = form in {None, "table"} and not (kind or limit)
    least = ACCEPTABLE if brief else 0.0
    wanted = household.Wanted(_kinds(kind), limit or proposals.MOST, least)
    with desk.reading() as rows:
        house = find_household(rows, words)
        told = household.for_household(rows, house.number, wanted, desk.today)
    return screens.for_household(told)


def _kinds(kind: str | None) -> tuple[str, ...]:
    from venez_vivre.criteria import KINDS  # noqa: PLC0415

    return (kind,) if kind else tuple(KINDS)


def _ways(words: list[str] | None, kind: str | None, *, bouquet: bool) -> dict[str, object]:
    """A bundle is for a household too, both go together; it is of every kind."""
    if bouquet and kind:
        raise Misuse("--bouquet cherche tout à la fois : enlevez --type.")
    return {"--bouquet" if bouquet else "FOYER": bouquet or words}


def _one_way(
    ways: Mapping[str, object], *, simulated: bool, written: bool, team: Mapping[str, object]
) -> None:
    """Refuse two questions at once, and the options of another question."""
    said = [name for name, value in ways.items() if value]
    if len(said) > 1:
        raise Misuse(f"{' et '.join(said)} ne vont pas ensemble. Gardez l’un des deux.")
    if simulated and said != [NEW]:
        raise Misuse("--simuler va avec --nouvelles : le reste n’enregistre rien.")
    if written and said != ["--tous"]:
        raise Misuse("Un fichier s’écrit avec --tous : tous les foyers à la fois.")
    engines = [name for name, value in team.items() if value]
    if engines and said != ["--tous"]:
        raise Misuse(f"{engines[0]} va avec --tous : un seul foyer n’attend pas.")
    if len(engines) > 1:
        raise Misuse("--processus et --dask ne vont pas ensemble. Gardez l’un des deux.")


def _asked(desk: Desk) -> list[str]:
    """The household, asked on a terminal."""
    if not desk.asks:
        raise Misuse("Dites quel FOYER, ou --offre, --tous, --nouvelles.")
    from venez_vivre.commands.guided import household  # noqa: PLC0415

    return [household(desk)]


BUNDLES = 3


def _together(desk: Desk, words: list[str] | None, limit: int | None) -> Page:
    from venez_vivre.proposing import bundles  # noqa: PLC0415
    from venez_vivre.screens import bundles as screens  # noqa: PLC0415

    words = words or _asked(desk)
    with desk.reading() as rows:
        house = find_household(rows, words)
        found = bundles.for_household(rows, house.number, limit or BUNDLES, desk.today)
    return screens.shown(found)


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
