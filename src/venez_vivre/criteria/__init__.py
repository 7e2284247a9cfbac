"""The criteria of matching: for each kind of offers, its vetoes, its criteria and their weights.

To add a criterion: one function in a module of this folder, one line here.
"""

from __future__ import annotations

from venez_vivre.criteria import family, housing, place, timing, work
from venez_vivre.matching import Rules, Veto, Weighed
from venez_vivre.vocabulary import OfferKind

_PAY = ("salary_min", "salary_max")
_SPOT = ("code_insee", "latitude", "longitude", "telework")
FAR = Veto("trop_loin", place.too_far, "trop loin", ("distance_max_km",), _SPOT)
EXPIRED = Veto("expiree", timing.expired, "date limite passée", (), ("expires_on",))
TRADE = Veto("metier_eloigne", work.other_trade, "métier trop éloigné", (), ("rome_code",))
_FULL = Veto("complet", family.full, "plus aucune place")
_NEAR_HOME = "Le quotidien se joue près de là où l’on veut vivre."
_TOWN = "Une campagne ou une ville ne se vivent pas de même ; souhait rarement dit."
_STALE = "Une offre ancienne est souvent pourvue : elle coule sans disparaître."

JOB = Rules(
    vetoes=(
        EXPIRED,
        TRADE,
        FAR,
        Veto("salaire", work.underpaid, "salaire trop bas", ("salaire_min",), _PAY, "pay_min"),
    ),
    criteria=(
        Weighed("metier", work.occupation, 48, "Sans le métier, le reste ne compte guère."),
        Weighed("lieu", place.nearness, 20, "Le trajet quotidien use les installations."),
        Weighed("salaire", work.pay, 12, "Un salaire trop bas fait renoncer.", "pay_min"),
        Weighed(
            "contrat",
            work.contract,
            9,
            "Un bail et un prêt demandent un contrat stable.",
            "contract",
        ),
        Weighed("temps", work.hours, 3, "Compte moins : le salaire dit déjà l’essentiel."),
        Weighed("teletravail", work.telework, 3, "Un confort, sauf s’il est total."),
        Weighed("experience", work.experience, 3, "L’annonce demande souvent plus qu’il ne faut."),
        Weighed("horizon", timing.horizon, 3, "Un poste n’attend pas un an.", "move_in"),
        Weighed("fraicheur", timing.fresh, 24, _STALE),
        Weighed("taille_commune", place.town, 2, _TOWN),
    ),
)

HOME = Rules(
    vetoes=(
        EXPIRED,
        FAR,
        Veto("transaction", housing.other_deal, "à vendre ou à louer, à l’inverse", ("logement",)),
        Veto("trop_cher", housing.too_dear, "trop cher", ("loyer_max", "budget_achat")),
        Veto("trop_petit", housing.too_small, "trop petit", ("pieces_min", "surface_min")),
        Veto("terrain", housing.no_home, "terrain seul", ("type_logement",)),
        Veto("trop_tard", timing.too_late, "libre trop tard"),
    ),
    criteria=(
        Weighed("lieu", place.nearness, 24, _NEAR_HOME),
        Weighed("cout", housing.cost, 22, "Au-delà du budget, le dossier est refusé."),
        Weighed("pieces", housing.rooms, 16, "Chaque enfant a besoin de sa place."),
        Weighed("surface", housing.area, 8, "Complète le nombre de pièces."),
        Weighed("transaction", housing.deal, 6, "L’inverse est déjà écarté."),
        Weighed("type_logement", housing.kind, 8, "On vient souvent chercher une maison."),
        Weighed("jardin", housing.garden, 4, "Souhait fréquent, sur lequel on cède."),
        Weighed("disponibilite", timing.available, 6, "Un logement libre n’attend pas."),
        Weighed("fraicheur", timing.fresh, 24, _STALE),
        Weighed("taille_commune", place.town, 2, _TOWN),
    ),
)

SCHOOL = Rules(
    vetoes=(
        EXPIRED,
        FAR,
        Veto("aucun_eleve", family.no_pupil, "aucun enfant de ce niveau"),
        _FULL,
    ),
    criteria=(
        Weighed("niveaux", family.levels, 50, "Une école ne sert qu’à ceux qui y entrent."),
        Weighed("lieu", place.nearness, 35, _NEAR_HOME),
        Weighed("places", family.places, 8, "La dernière place se perd vite."),
        Weighed("fraicheur", timing.current, 5, "Une école change peu d’une année à l’autre."),
        Weighed("taille_commune", place.town, 2, _TOWN),
    ),
)

CHILDCARE = Rules(
    vetoes=(
        EXPIRED,
        FAR,
        Veto("aucun_enfant", family.nobody_to_care, "aucun enfant de l’âge accueilli"),
        _FULL,
    ),
    criteria=(
        Weighed("age", family.care, 40, "L’âge décide à lui seul."),
        Weighed("lieu", place.nearness, 30, _NEAR_HOME),
        Weighed(
            "disponibilite", timing.available, 12, "Une place en septembre ne sert pas en mai."
        ),
        Weighed("places", family.places, 8, "La dernière place se perd vite."),
        Weighed("fraicheur", timing.fresh, 20, _STALE),
    ),
)

HEALTH = Rules(
    vetoes=(EXPIRED, FAR, _FULL),
    criteria=(
        Weighed("sante", family.health, 45, "Un suivi en cours ne s’interrompt pas."),
        Weighed("lieu", place.nearness, 40, _NEAR_HOME),
        Weighed("fraicheur", timing.current, 15, "« Prend de nouveaux patients » ne dure pas."),
    ),
)

CULTURE = Rules(
    vetoes=(
        EXPIRED,
        FAR,
        Veto("age", family.nobody_of_age, "personne de l’âge demandé"),
        _FULL,
    ),
    criteria=(
        Weighed("interets", family.interests, 50, "On ne reste que là où l’on a des liens."),
        Weighed("lieu", place.nearness, 30, _NEAR_HOME),
        Weighed("age", family.ages, 8, "Il faut que quelqu’un puisse y aller."),
        Weighed("date", timing.upcoming, 6, "Un événement passé ne sert plus."),
        Weighed("fraicheur", timing.current, 6, "Une saison dure un an."),
    ),
)

ASSOCIATION = Rules(
    vetoes=CULTURE.vetoes,
    criteria=(
        Weighed("interets", family.interests, 50, "On ne reste que là où l’on a des liens."),
        Weighed("lieu", place.nearness, 32, _NEAR_HOME),
        Weighed("age", family.ages, 10, "Il faut que quelqu’un puisse y aller."),
        Weighed("fraicheur", timing.current, 8, "Un club change peu d’une saison à l’autre."),
    ),
)

TAKEOVER = Rules(
    vetoes=(
        EXPIRED,
        TRADE,
        FAR,
    ),
    criteria=(
        Weighed("metier", work.occupation, 35, "On reprend ce que l’on sait faire."),
        Weighed("independance", work.business, 30, "Être à son compte est d’abord une envie."),
        Weighed("lieu", place.nearness, 25, _NEAR_HOME),
        Weighed("fraicheur", timing.current, 8, "Une transmission prend des mois."),
        Weighed("taille_commune", place.town, 2, _TOWN),
    ),
)

KINDS: dict[str, Rules] = {
    OfferKind.JOB.value: JOB,
    OfferKind.HOME.value: HOME,
    OfferKind.SCHOOL.value: SCHOOL,
    OfferKind.CHILDCARE.value: CHILDCARE,
    OfferKind.HEALTH.value: HEALTH,
    OfferKind.ASSOCIATION.value: ASSOCIATION,
    OfferKind.CULTURE.value: CULTURE,
    OfferKind.TAKEOVER.value: TAKEOVER,
}
"""How offers of each kind are judged, in the order in which an officer thinks of them."""

LEISURE = frozenset({OfferKind.CULTURE.value, OfferKind.ASSOCIATION.value})
"""Kinds that interests decide of."""

PERSONAL = frozenset({OfferKind.JOB.value, OfferKind.TAKEOVER.value})
"""Kinds that are for one adult of the household, the others being for all of it."""
