"""The options of the commands on households, one option for each field of a file among them."""

from __future__ import annotations

from typing import Annotated

from venez_vivre.commands.options import one_of, params_of, whole
from venez_vivre.errors import Misuse
from venez_vivre.grammar import Param, argument, option
from venez_vivre.vocabulary import CaseStatus, Channel, CloseReason, Stage


def _days(text: str) -> int:
    days = whole(text)
    if not 0 <= days <= 36_500:
        raise Misuse(f"{days} n’est pas possible. Donnez un nombre de jours.")
    return days


SignedUpOn = Annotated[
    str | None,
    option("--inscrit-le", metavar="DATE", help="Jour de l’inscription (aujourd’hui)."),
]
NewTerritory = Annotated[
    str | None, option("--territoire", metavar="CODE", help="Territoire qui accueille.")
]
NewOfficer = Annotated[
    str | None, option("--agent", metavar="NOM", help="Chargé d’accueil qui suit le foyer.")
]
Message = Annotated[
    str | None,
    option("--message", metavar="TEXTE", help="Ce que la personne a écrit ou dit."),
]
OfStage = Annotated[
    Stage | None,
    option(
        "--etape", metavar="ETAPE", parser=one_of(Stage), help="inscrit, accompagne ou installe."
    ),
]
OfStatus = Annotated[
    CaseStatus | None,
    option(
        "--statut", metavar="STATUT", parser=one_of(CaseStatus), help="actif, en_veille ou abandon."
    ),
]
ByChannel = Annotated[
    Channel | None,
    option(
        "--canal",
        metavar="CODE",
        parser=one_of(Channel),
        help="Comment ils ont connu le dispositif.",
    ),
]
Silence = Annotated[
    int | None,
    option(
        "--silence",
        metavar="JOURS",
        parser=_days,
        help="Sans contact depuis au moins tant de jours.",
    ),
]
Order = Annotated[
    str,
    option(
        "--tri",
        metavar="ORDRE",
        help="echeance, inscription, contact ou nom.",
        completes=("echeance", "inscription", "contact", "nom"),
    ),
]
Reason = Annotated[
    CloseReason | None,
    option(
        "--motif",
        metavar="CODE",
        parser=one_of(CloseReason),
        help="Pourquoi : emploi_conjoint, logement_introuvable…",
    ),
]
ClosedOn = Annotated[str | None, option("--le", metavar="DATE", help="Quand (aujourd’hui).")]
WakeUpOn = Annotated[
    str | None,
    option("--reveil", metavar="DATE", help="Quand y revenir : le dossier reste en veille."),
]
Destination = Annotated[
    str | None, option("--vers", metavar="CODE", help="Territoire qui reprend le dossier.")
]
Kept = Annotated[str, argument(metavar="FOYER", help="Sa référence ou un e-mail.")]
Absorbed = Annotated[str, argument(metavar="AUTRE", help="Le dossier à réunir au premier.")]
Leaving = Annotated[
    list[str],
    argument(
        metavar="PERSONNE", help="Prénom de qui s’en va ; une année de naissance pour un enfant."
    ),
]
Note = Annotated[str | None, option("--note", metavar="TEXTE", help="Ce qu’il faut savoir.")]


def field_params() -> tuple[Param, ...]:
    """One option for each line of `FIELDS`, for the commands that take them as `**values`."""
    from venez_vivre.casework.fields import FIELDS  # noqa: PLC0415  lists do without it

    return params_of(FIELDS)
