"""The options of the commands on settlements."""

from __future__ import annotations

from typing import Annotated

from venez_vivre.commands.options import one_of, whole
from venez_vivre.grammar import argument, option
from venez_vivre.vocabulary import CloseReason, SettledHousing, SettledJob, Staying

On = Annotated[str | None, option("--le", metavar="DATE", help="Jour de l’arrivée.")]
In = Annotated[
    str | None,
    option("--commune", metavar="NOM", help="Commune de la région, ou son code postal."),
]
Adults = Annotated[
    int | None, option("--adultes", metavar="N", parser=whole, help="Adultes installés.")
]
Children = Annotated[
    int | None, option("--enfants", metavar="N", parser=whole, help="Enfants installés.")
]
Schooled = Annotated[
    int | None,
    option("--scolarises", metavar="N", parser=whole, help="Dont enfants scolarisés."),
]
Home = Annotated[
    SettledHousing | None,
    option(
        "--logement",
        metavar="CODE",
        parser=one_of(SettledHousing),
        help="location, location_sociale, achat, heberge ou autre.",
    ),
]
Job = Annotated[
    SettledJob | None,
    option(
        "--emploi",
        metavar="CODE",
        parser=one_of(SettledJob),
        help="trouve, mutation, teletravail, creation_reprise, recherche ou sans_objet.",
    ),
]
PartnerJob = Annotated[
    SettledJob | None,
    option(
        "--conjoint-emploi", metavar="CODE", parser=one_of(SettledJob), help="Celui du conjoint."
    ),
]
Why = Annotated[str | None, option("--motif", metavar="TEXTE", help="Pourquoi.")]
LeftOn = Annotated[str | None, option("--le", metavar="DATE", help="Jour du départ.")]
LeaveReason = Annotated[
    CloseReason | None,
    option(
        "--motif",
        metavar="CODE",
        parser=one_of(CloseReason),
        help="Pourquoi : emploi_conjoint, logement_introuvable…",
    ),
]
WhyTheyLeft = Annotated[
    CloseReason | None,
    option(
        "--motif",
        metavar="CODE",
        parser=one_of(CloseReason),
        help="S’ils sont repartis, pourquoi : emploi_conjoint, logement_introuvable…",
    ),
]
GoneOn = Annotated[
    str | None,
    option("--parti-le", metavar="DATE", help="S’ils sont repartis, quand (jour de l’appel)."),
]
MaybeHousehold = Annotated[
    list[str] | None,
    argument(metavar="FOYER", help="Sa référence, un e-mail ou des mots d’un nom."),
]
MonthsAfter = Annotated[
    int | None,
    option(
        "--mois",
        metavar="MOIS",
        parser=whole,
        help="Combien de mois après : 1, 3, 6 ou 12.",
        completes=("1", "3", "6", "12"),
    ),
]
Answer = Annotated[
    Staying | None,
    option(
        "--resultat",
        "-r",
        metavar="CODE",
        parser=one_of(Staying),
        help="reste, reparti ou sans_reponse.",
    ),
]
Satisfaction = Annotated[
    int | None,
    option("--satisfaction", metavar="1-5", parser=whole, help="De 1 (déçu) à 5 (ravi)."),
]
Needs = Annotated[str | None, option("--besoins", metavar="TEXTE", help="Ce qui manque encore.")]
CalledOn = Annotated[
    str | None, option("--le", metavar="DATE", help="Jour de l’appel (aujourd’hui).")
]
