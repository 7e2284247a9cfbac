"""The options of the commands on visits."""

from __future__ import annotations

from typing import Annotated

from venez_vivre.commands.options import one_of, whole
from venez_vivre.grammar import argument, option
from venez_vivre.vocabulary import GuestState

VisitWords = Annotated[
    str | None, argument(metavar="VISITE", help="Sa référence (V-3), ou des mots de son titre.")
]
VisitTitle = Annotated[
    list[str] | None,
    argument(metavar="VISITE", help="Sa référence (V-3), ou des mots de son titre."),
]
Title = Annotated[
    list[str] | None, argument(metavar="TITRE", help="Ce que c’est : « Week-end à Autun ».")
]
Guests = Annotated[
    list[str] | None,
    argument(
        metavar="FOYER", help="Un ou plusieurs foyers ; un nom de deux mots entre guillemets."
    ),
]
Guest = Annotated[
    str | None, argument(metavar="FOYER", help="Sa référence, un e-mail ou des mots d’un nom.")
]
GuestWords = Annotated[
    list[str] | None,
    argument(metavar="FOYER", help="Sa référence, un e-mail ou des mots d’un nom."),
]
WithHousehold = Annotated[
    list[str] | None,
    option("--foyer", metavar="FOYER", help="Inviter ce foyer tout de suite (répétable)."),
]
People = Annotated[
    int | None,
    option("--personnes", metavar="N", parser=whole, help="Combien viennent, par foyer."),
]
Answer = Annotated[
    GuestState | None,
    option(
        "--etat",
        metavar="CODE",
        parser=one_of(GuestState),
        completes=(GuestState.CONFIRMED, GuestState.DECLINED),
        help="confirme ou decline.",
    ),
]
Came = Annotated[
    list[str] | None,
    option("--venus", metavar="FOYER…", help="Qui est venu : tous les mots qui suivent."),
]
Missed = Annotated[
    list[str] | None,
    option("--absents", metavar="FOYER…", help="Qui n’est pas venu : tous les mots qui suivent."),
]
CameOn = Annotated[
    str | None, option("--le", metavar="DATE", help="Quel jour (le premier de la visite).")
]
Feedback = Annotated[
    str | None, argument(metavar="TEXTE", help="Ce qu’ils en disent, entre guillemets.")
]
Satisfaction = Annotated[
    int | None,
    option("--satisfaction", metavar="1-5", parser=whole, help="De 1 (déçu) à 5 (ravi)."),
]
CalledOn = Annotated[
    str | None, option("--le", metavar="DATE", help="Jour du bilan (aujourd’hui).")
]
Reason = Annotated[str | None, option("--motif", metavar="TEXTE", help="Pourquoi.")]
Coming = Annotated[bool, option("--a-venir", help="Celles qui ne sont pas finies.")]
Past = Annotated[bool, option("--passees", help="Celles qui sont finies.")]
Beyond = Annotated[
    bool, option("--oui", help="Passer outre : plus de place, dossier clos, visite déjà ouverte.")
]
