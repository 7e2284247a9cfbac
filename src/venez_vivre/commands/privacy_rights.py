"""The verbs of three rights: to limit the use of a file, to object, to have it rectified."""

from __future__ import annotations

from typing import Annotated

from venez_vivre.casework.finding import find_household
from venez_vivre.commands.household_options import field_params
from venez_vivre.commands.options import Format, HouseholdWords
from venez_vivre.desk import Desk
from venez_vivre.errors import Misuse
from venez_vivre.grammar import Call, Command, option

Why = Annotated[
    str | None,
    option("--motif", metavar="TEXTE", help="Ce que la personne a demandé, et pourquoi."),
]
Lift = Annotated[bool, option("--lever", help="Revenir en arrière : la personne a changé d’avis.")]
Member = Annotated[
    str | None,
    option("--membre", metavar="PRENOM", help="Le membre à rectifier (la personne inscrite)."),
]


def limit(
    ctx: Call,
    words: HouseholdWords,
    motif: Why = None,
    lever: Lift = False,
    form: Format = None,
) -> None:
    """Limiter un dossier (art. 18) : le garder tel quel, sans plus s’en servir.

    Il reste visible, avec un bandeau, et compté dans les chiffres ; mais rien n’y est écrit, rien
    ne lui est proposé, et les imports n’y changent rien. --lever le rend de nouveau utilisable.

      venez-vivre rgpd limiter MIRO-425 --motif "conteste son adresse"
      venez-vivre rgpd limiter MIRO-425 --lever
    """
    from venez_vivre.privacy import rights  # noqa: PLC0415  help does without the models
    from venez_vivre.screens import privacy_rights as screens  # noqa: PLC0415  same

    desk: Desk = ctx.obj
    reason = _reason(desk, motif, lever=lever)
    with desk.working(ctx) as work:
        found = find_household(work.rows, words)
        done = rights.free(work, found, reason) if lever else rights.limit(work, found, reason)
    desk.show(screens.limited(done), form)


def oppose(
    ctx: Call,
    words: HouseholdWords,
    motif: Why = None,
    lever: Lift = False,
    form: Format = None,
) -> None:
    """Noter qu’un foyer s’oppose à être accompagné (art. 21) : il n’est plus contacté.

    Il sort de la journée, des relances et des propositions ; aucun échange n’y est plus noté. Son
    dossier reste, jusqu’à `rgpd effacer` ou à la purge. --lever retire l’opposition.

      venez-vivre rgpd opposition MIRO-425 --motif "ne veut plus être appelé"
      venez-vivre rgpd opposition MIRO-425 --lever
    """
    from venez_vivre.privacy import rights  # noqa: PLC0415  same
    from venez_vivre.screens import privacy_rights as screens  # noqa: PLC0415  same

    desk: Desk = ctx.obj
    reason = _reason(desk, motif, lever=lever)
    with desk.working(ctx) as work:
        found = find_household(work.rows, words)
        done = rights.agree(work, found, reason) if lever else rights.oppose(work, found, reason)
    desk.show(screens.opposed(done), form)


def _reason(desk: Desk, said: str | None, *, lever: bool) -> str:
    """Why, asked for on a terminal; whoever lifts may say nothing."""
    from venez_vivre.casework import fields  # noqa: PLC0415  same

    if lever and said is None:
        return ""
    reason = fields.message(desk.need("--motif", said, "Qu’a demandé la personne ?"))
    if not reason:
        raise Misuse("--motif est vide. Dites ce que la personne a demandé.")
    return reason


def rectify(
    ctx: Call,
    words: HouseholdWords,
    membre: Member = None,
    form: Format = None,
    **values: str | None,
) -> None:
    """Rectifier ce qu’un dossier dit, à la demande de la personne (art. 16), même limité.

    Les champs sont ceux de `foyers modifier`. --membre rectifie un autre membre : nom, e-mail,
    téléphone, année de naissance, métier… La réponse dit à qui transmettre la correction : à ceux
    à qui le foyer a été présenté.

      venez-vivre rgpd rectifier MIRO-425 --telephone "06 39 98 12 34"
      venez-vivre rgpd rectifier MIRO-425 --membre Claire --annee-naissance 1984
    """
    from venez_vivre.casework import fields  # noqa: PLC0415  same
    from venez_vivre.privacy import rights  # noqa: PLC0415  same
    from venez_vivre.screens import privacy_rights as screens  # noqa: PLC0415  same

    desk: Desk = ctx.obj
    known = fields.read(values, desk.today)
    if not known:
        raise Misuse("Dites quoi rectifier, par exemple --telephone ou --nom.")
    with desk.working(ctx) as work:
        done = rights.rectify(work, find_household(work.rows, words), known, membre)
    desk.show(screens.rectified(done), form)


VERBS = (
    Command("rectifier", rectify, field_params),
    Command("limiter", limit),
    Command("opposition", oppose),
)
