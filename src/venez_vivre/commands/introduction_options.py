"""The options of the commands on introductions."""

from __future__ import annotations

from typing import Annotated

from venez_vivre.commands.options import one_of
from venez_vivre.grammar import argument, option
from venez_vivre.vocabulary import IntroductionState, Party, RefusalReason

FOLLOWED = (
    IntroductionState.ANSWERED,
    IntroductionState.SUCCEEDED,
    IntroductionState.REFUSED,
    IntroductionState.DROPPED,
)
"""The states that an introduction may be brought to: those of `casework.outcomes`."""

Words = Annotated[
    str, argument(metavar="FOYER", help="Sa référence, un e-mail ou des mots d’un nom.")
]
Targets = Annotated[
    list[str] | None,
    argument(
        metavar="CIBLE",
        help="Offre ou personne ressource : référence, ou mots entre guillemets ; plusieurs.",
    ),
]
ForMember = Annotated[
    str | None,
    option("--membre", metavar="PRÉNOM", help="Pour qui, dans le foyer."),
]
On = Annotated[str | None, option("--le", metavar="DATE", help="Quand (aujourd’hui).")]
Note = Annotated[str | None, option("--note", metavar="TEXTE", help="Ce qu’il faut savoir.")]
Draft = Annotated[
    bool, option("--brouillon", help="Écrire aussi le message à relire et à envoyer.")
]
To = Annotated[
    list[Party] | None,
    option(
        "--a",
        metavar="QUI",
        parser=one_of(Party),
        help="À qui le brouillon s’adresse : foyer (usuel) ou offreur (répétable).",
    ),
]
Folder = Annotated[
    str | None,
    option("--sortie", metavar="DOSSIER", help="Où écrire le brouillon (dossier courant)."),
]
Insist = Annotated[
    bool,
    option("--oui", "--forcer", help="Passer outre un refus passé, ou une personne complète."),
]
Known = Annotated[
    str, argument(metavar="FOYER", help="Le foyer, ou le numéro de la mise en relation.")
]
MaybeTarget = Annotated[
    list[str] | None,
    argument(metavar="CIBLE", help="Laquelle : offre, personne ressource ou numéro."),
]
State = Annotated[
    IntroductionState | None,
    option(
        "--etat",
        "-e",
        metavar="CODE",
        parser=one_of(IntroductionState),
        completes=FOLLOWED,
        help="repondue, reussie, refusee ou abandonnee.",
    ),
]
RefusedBy = Annotated[
    Party | None,
    option("--refus-de", metavar="QUI", parser=one_of(Party), help="foyer ou offreur."),
]
Why = Annotated[
    RefusalReason | None,
    option(
        "--motif",
        metavar="CODE",
        parser=one_of(RefusalReason),
        help="salaire, trop_loin, profil, deja_pourvue, sans_reponse…",
    ),
]
OnThatDay = Annotated[
    str | None, option("--le", metavar="DATE", help="Jour de la réponse (aujourd’hui).")
]
NoteMore = Annotated[
    str | None, option("--note", metavar="TEXTE", help="Ajouté à ce qui est noté.")
]
OfHousehold = Annotated[list[str] | None, argument(metavar="FOYER", help="Celles d’un seul foyer.")]
InState = Annotated[
    IntroductionState | None,
    option(
        "--etat",
        "-e",
        metavar="CODE",
        parser=one_of(IntroductionState),
        help="en_attente, repondue, reussie, refusee ou abandonnee.",
    ),
]
AboutOffer = Annotated[str | None, option("--offre", metavar="OFFRE", help="Celles d’une offre.")]
AboutResource = Annotated[
    str | None,
    option("--ressource", metavar="RESSOURCE", help="Celles d’une personne ressource."),
]
Late = Annotated[bool, option("--en-retard", help="Sans réponse depuis trop longtemps (réglage).")]
Copy = Annotated[bool, option("--copier", help="Écrire les copies qui n’existent pas encore.")]
