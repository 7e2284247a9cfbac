"""The processing activities: one table for the register (art. 30) and for what people are told.

Nothing here names a column: each treatment names natures of data, and `store.personal` says which
columns are of which nature. `tests/test_privacy_documents.py` fails on a personal nature that no
treatment names.
"""

from __future__ import annotations

from dataclasses import dataclass

from venez_vivre.privacy.deadlines import ANSWER_MONTHS
from venez_vivre.privacy.retention import FOLLOWED, NOTICE
from venez_vivre.store.personal import COLUMNS, Nature

N = Nature

MISSION = "mission d’intérêt public (RGPD, art. 6.1.e)"
LAW = "obligation légale (RGPD, art. 6.1.c)"
AGREEMENT = "consentement (RGPD, art. 6.1.a), retirable à tout moment"


@dataclass(frozen=True)
class Treatment:
    """One processing activity, as article 30 describes it.

    `kept` says how long; a `{months}` in it is the retention of files here, which depends on the
    base. `extras` are what is done only with somebody’s agreement. `told` says whether the people
    of the files are told of it.
    """

    code: str
    name: str
    purposes: tuple[str, ...]
    basis: str
    people: str
    natures: frozenset[Nature]
    recipients: tuple[str, ...]
    kept: str
    extras: tuple[str, ...] = ()
    told: bool = True

    def columns(self) -> dict[Nature, tuple[str, ...]]:
        """The columns it uses, `table.column`, by nature."""
        found: dict[Nature, tuple[str, ...]] = {}
        for nature in (n for n in Nature if n in self.natures):
            named = tuple(
                f"{table}.{column}"
                for table, natures in COLUMNS.items()
                for column in natures.get(nature, "").split()
            )
            found[nature] = named
        return found


TREATMENTS = (
    Treatment(
        "accueil",
        "Accueil et accompagnement des nouveaux habitants",
        (
            "répondre aux personnes qui veulent s’installer",
            "suivre leur projet : échanges, relances, visites",
            "proposer emplois, logements et contacts, et mettre en relation",
            "prendre de leurs nouvelles après l’arrivée",
        ),
        MISSION,
        "personnes inscrites, leur conjoint, leurs enfants, les autres adultes du foyer",
        frozenset(
            {N.IDENTITY, N.REACH, N.FAMILY, N.WORK, N.MEANS, N.PLACE, N.PROJECT, N.STEP, N.WORDS}
        ),
        (
            "les chargés d’accueil des collectivités partenaires",
            "les employeurs, bailleurs et personnes ressources de chaque mise en relation",
        ),
        "{months} après le dernier échange ou, pour un foyer installé, après la fin de ses "
        f"{FOLLOWED} mois de suivi s’ils vont plus loin ; puis un préavis de {NOTICE.days} jours, "
        "puis effacement",
        (
            "l’envoi d’une lettre d’information",
            "l’envoi du CV à un employeur",
        ),
    ),
    Treatment(
        "statistiques",
        "Statistiques et bilans",
        ("mesurer l’effet de la politique d’accueil", "rendre compte aux élus et aux financeurs"),
        MISSION,
        "personnes inscrites et leur foyer, en nombres seulement",
        frozenset({N.STEP, N.FAMILY, N.MEANS, N.PROJECT, N.PLACE}),
        (
            "les élus, les financeurs et le public, en nombres où personne n’est reconnu",
            "la Région, pour compter chacun une fois : des dates et des empreintes, sans un nom",
        ),
        "sans limite : d’un dossier effacé, il reste des dates, un territoire, un canal et des "
        "comptes, sans nom ni texte, pour les chiffres publiés ; qui connaît déjà ces dates "
        "pourrait encore y reconnaître un foyer",
    ),
    Treatment(
        "partenaires",
        "Carnet des partenaires",
        ("trouver qui peut aider un foyer : habitants, employeurs, bailleurs",),
        MISSION,
        "personnes ressources, contacts indiqués dans les offres",
        frozenset({N.PARTNER}),
        (
            "les chargés d’accueil des collectivités partenaires",
            "les foyers mis en relation avec elles",
        ),
        "tant que la personne accepte d’aider ; une offre close, jusqu’à son retrait",
        told=False,
    ),
    Treatment(
        "agents",
        "Comptes et traces des agents",
        ("savoir qui suit un foyer", "savoir qui a écrit quoi, et pouvoir l’annuler"),
        MISSION,
        "chargés d’accueil",
        frozenset({N.STAFF}),
        ("les chargés d’accueil et les personnes qui administrent la base",),
        "le temps de la fonction ; le journal (auteur, jour, geste) reste après l’effacement des "
        "dossiers",
        told=False,
    ),
    Treatment(
        "droits",
        "Droits des personnes et violations de données",
        (
            "répondre aux demandes et prouver l’information donnée",
            "tenir le registre des violations",
        ),
        LAW,
        "personnes inscrites et leur foyer, personnes touchées par une violation",
        frozenset({N.RIGHTS, N.WORDS}),
        ("le délégué à la protection des données", "la CNIL, à sa demande"),
        "les preuves, comme le dossier ; la trace d’un effacement, sans nom, sans limite",
    ),
)
"""Every processing activity of the program."""

WORDS: dict[Nature, str] = {
    N.IDENTITY: "vos nom, prénom et année de naissance",
    N.REACH: "votre e-mail et votre téléphone",
    N.FAMILY: "qui compose votre foyer",
    N.WORK: "votre métier et votre situation professionnelle",
    N.MEANS: "le logement que vous cherchez et votre budget",
    N.PLACE: "où vous vivez et où vous voulez vivre",
    N.PROJECT: "votre projet, ses raisons, ses freins",
    N.STEP: "les dates et les étapes de votre accueil",
    N.WORDS: "vos messages et les notes de vos échanges",
    N.RIGHTS: "vos demandes sur vos données, vos accords et ce qui vous a été montré",
}
"""The categories of data in the words of whom they are about."""

TRANSFERS = (
    "aucun transfert hors de l’Union européenne par le programme ; pour les disques, les courriels "
    "et les services en ligne, le responsable le confirme"
)

AUTOMATED = (
    "Le programme classe les offres et les urgences par calcul ; un chargé d’accueil décide "
    "toujours. Aucune décision n’est prise sans lui."
)

RIGHTS = (
    "obtenir une copie de vos données (accès)",
    "les faire corriger (rectification)",
    "les faire effacer (effacement) ; des dates et des comptes sans nom restent pour les chiffres",
    "en faire suspendre l’usage (limitation)",
    "vous opposer à leur usage, pour des raisons tenant à votre situation (opposition)",
)
"""What people may ask for; portability is not owed for a public-interest mission (art. 20)."""

COMPLAINT = (
    "Si la réponse ne vous satisfait pas, vous pouvez saisir la CNIL : www.cnil.fr, ou CNIL, "
    "3 place de Fontenoy, TSA 80715, 75334 Paris Cedex 07."
)

_ANSWERED = "d’un mois" if ANSWER_MONTHS == 1 else f"de {ANSWER_MONTHS} mois"
DELAY = f"Une réponse vous est due dans un délai {_ANSWERED}."
