"""Reasons to move that are no interests, and words that name nothing by themselves."""

from __future__ import annotations

from venez_vivre.texts import fold
from venez_vivre.themes.wording import singular

NOT_INTERESTS = frozenset(
    {
        *("cadre de vie", "qualité de vie", "meilleur cadre de vie", "vie meilleure", "bien vivre"),
        *("rythme plus calme", "calme", "tranquillité", "rythme de vie", "ralentir", "repos"),
        *("moins de stress", "stress", "silence", "sérénité", "apaisement", "douceur de vivre"),
        *("prix de l’immobilier", "immobilier", "prix", "coût de la vie", "loyers", "budget"),
        *("pouvoir d’achat", "logement", "maison", "appartement", "acheter", "accession"),
        *("devenir propriétaire", "maison avec jardin", "plus grand logement", "terrain"),
        *("jardin pour les enfants", "louer", "achat immobilier", "achat", "location"),
        *("famille", "enfants", "enfant", "rapprochement familial", "raisons familiales"),
        *("proximité de la famille", "vie de famille", "grands-parents", "conjoint", "couple"),
        *("élever mes enfants", "bébé", "parents âgés", "proches", "rapprochement de conjoint"),
        *("projet professionnel", "emploi", "travail", "opportunité professionnelle", "carrière"),
        *(
            "reconversion",
            "mutation",
            "télétravail",
            "création d’entreprise",
            "reprise",
            "retraite",
        ),
        *("évolution professionnelle", "projet de vie", "entreprendre", "salaire", "poste", "job"),
        *("retour aux sources", "racines", "origines", "retour au pays", "attaches", "enfance"),
        *("changer de vie", "changement de vie", "changement", "nouveau départ", "nouvelle vie"),
        *("quitter la ville", "fuir la ville", "pollution", "sécurité", "insécurité", "espace"),
        *("air pur", "santé", "climat plus frais", "fraîcheur", "canicule", "chaleur"),
        *(
            "école",
            "études",
            "scolarité",
            "études des enfants",
            "commerces",
            "services",
            "transports",
        ),
        *("gare", "accessibilité", "proximité", "proximité de la suisse", "suisse", "situation"),
        *("médecin", "vie moins chère", "liberté", "autonomie", "coup de cœur", "région"),
        *("attachement à la région", "beauté de la région", "paysages", "paysage", "autre"),
        *("aucun", "aucune", "rien", "divers", "néant", "non", "oui", "je ne sais pas", "nsp"),
    }
)
"""Motivations and answers, as people write them, that are read as no interest at all."""

_SMALL = """
je j tu il elle on nous vous ils me m te t se s mon ma mes ton ta son sa ses notre nos votre vos
leur leurs ce c cet cette ces ça qui que qu quoi dont ou et en y ne n plus mais donc or car si
dans sur sous pour par avec chez vers entre comme très trop peu bien tout toute toutes tous aussi
etc autre autres divers quelque quelques plusieurs suis est sommes sont être ai avons ont avoir
fais fait faire faisons pratique pratiquer aime aimer aimons adore adorons adorer passion passions
passionné passionnée fan amateur amatrice intérêt intérêts intéressé intéressée loisir loisirs
activité activités hobby hobbies club clubs cercle atelier ateliers section groupe école cours
stage stages société ensemble union fédération ligue maison salle centre local locale locaux
municipal municipale communal communale ville village commune débutant débutante niveau adulte
adultes jeune jeunes homme femme senior an année années mois semaine jour soir week end weekend
fois peux veux voudrais aimerais souhaite souhaiterais cherche trouver continuer reprendre
découvrir beaucoup surtout notamment principalement général générale petit petite grand grande bon
bonne gros nouveau nouvelle nouveaux vie vivre près loin coin autour bonjour merci saint sainte st
pas sans sais sait
"""
SMALL = frozenset(map(singular, fold(_SMALL).split()))
"""Folded words that never become a concept of their own."""
