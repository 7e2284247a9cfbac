"""What is missing in the active files of households, one entry a gap."""

from __future__ import annotations

from venez_vivre.casework.gaps.entry import EVALUATIONS, Gap
from venez_vivre.store.queries.gaps import SETTLED
from venez_vivre.vocabulary import Horizon, HousingWish

LOOKING = f"NOT {SETTLED}"
BIRTHS = """
max(coalesce(m.born, 0), CASE WHEN coalesce(h.children_births, '') = '' THEN 0 ELSE
  1 + length(h.children_births) - length(replace(h.children_births, '|', '')) END)
"""

OF_HOUSEHOLDS: tuple[Gap, ...] = (
    Gap(
        "sans_metier",
        ("foyer sans métier", "foyers sans métier"),
        EVALUATIONS,
        "venez-vivre foyers modifier FOYER --metier MÉTIER",
        "Sans métier, aucune offre d’emploi ne peut être comparée au projet.",
        f"{LOOKING} AND NOT coalesce(m.trade, 1 = 0)",
        0.5,
        "jobs",
    ),
    Gap(
        "conjoint_sans_metier",
        ("couple sans le métier du conjoint", "couples sans le métier du conjoint"),
        EVALUATIONS,
        "venez-vivre foyers modifier FOYER --metier-conjoint MÉTIER",
        "L’emploi du conjoint est le premier frein : sans son métier, rien à lui proposer.",
        f"{LOOKING} AND m.idle_partner",
        0.3,
        "jobs",
    ),
    Gap(
        "metier_sans_rome",
        ("foyer dont un métier n’a pas de code ROME", "foyers dont un métier n’a pas de code ROME"),
        EVALUATIONS,
        "venez-vivre metiers chercher MOTS",
        "Un métier que le ROME ne reconnaît pas n’est comparé à aucune offre d’emploi.",
        f"{LOOKING} AND m.uncoded",
        0.4,
        "jobs",
        mends=True,
        said="(SELECT group_concat(o.occupation, ', ') FROM person o WHERE o.household_id = c.id "
        "AND o.occupation IS NOT NULL AND o.rome_code IS NULL)",
    ),
    Gap(
        "injoignable",
        ("foyer sans e-mail ni téléphone", "foyers sans e-mail ni téléphone"),
        ("dossier que personne ne peut appeler", "dossiers que personne ne peut appeler"),
        "venez-vivre foyers modifier FOYER --telephone NUMÉRO",
        "Personne ne peut rappeler ce foyer : le dossier s’arrête là.",
        "NOT coalesce(m.reachable, 1 = 0)",
    ),
    Gap(
        "sans_agent",
        ("foyer sans chargé d’accueil", "foyers sans chargé d’accueil"),
        ("dossier que personne ne suit", "dossiers que personne ne suit"),
        "venez-vivre foyers affecter --de-agent aucun --agent NOM",
        "Un dossier qui n’est à personne n’est rappelé par personne.",
        "h.officer_id IS NULL",
        0.5,
    ),
    Gap(
        "sans_territoire",
        ("foyer sans territoire", "foyers sans territoire"),
        ("dossier hors des comptes par territoire", "dossiers hors des comptes par territoire"),
        "venez-vivre foyers affecter FOYER --territoire CODE",
        "Sans territoire, le foyer n’est dans l’entonnoir de personne et n’a pas d’offre proche.",
        "h.territory_id IS NULL",
        0.4,
        mends=True,
    ),
    Gap(
        "sans_lieu",
        ("foyer sans lieu souhaité", "foyers sans lieu souhaité"),
        ("comparaison sans distance", "comparaisons sans distance"),
        "venez-vivre foyers modifier FOYER --communes-souhaitees COMMUNES",
        "Sans lieu souhaité, aucune distance ne départage les offres.",
        f"{LOOKING} AND coalesce(h.wished_territories, h.wished_communes) IS NULL",
        0.3,
        "offers",
    ),
    Gap(
        "sans_origine",
        ("foyer sans commune d’origine", "foyers sans commune d’origine"),
        ("foyer absent des comptes par origine", "foyers absents des comptes par origine"),
        "venez-vivre foyers modifier FOYER --code-postal CODE",
        "L’analyse par département d’origine et les campagnes à venir en dépendent.",
        "coalesce(h.postal_code, h.commune, h.country) IS NULL",
        0.1,
    ),
    Gap(
        "sans_horizon",
        ("foyer sans horizon", "foyers sans horizon"),
        ("dossier sans urgence connue", "dossiers sans urgence connue"),
        "venez-vivre foyers modifier FOYER --horizon CODE",
        "Sans horizon ni date souhaitée, rien ne dit qui rappeler d’abord.",
        f"{LOOKING} AND h.wished_on IS NULL "
        f"AND coalesce(h.horizon, '{Horizon.UNDEFINED}') = '{Horizon.UNDEFINED}'",
        0.3,
    ),
    Gap(
        "sans_composition",
        ("foyer dont on ignore combien d’adultes", "foyers dont on ignore combien d’adultes"),
        EVALUATIONS,
        "venez-vivre foyers modifier FOYER --adultes N",
        "Sans savoir combien ils sont, la taille d’un logement ne s’évalue pas.",
        f"{LOOKING} AND h.adults IS NULL",
        0.3,
        "homes",
    ),
    Gap(
        "enfants_sans_annee",
        ("foyer aux enfants sans année de naissance", "foyers aux enfants sans année de naissance"),
        EVALUATIONS,
        "venez-vivre foyers modifier FOYER --naissances-enfants ANNÉES",
        "L’école et la garde se choisissent à l’âge : sans lui, rien ne peut être proposé.",
        f"{LOOKING} AND h.children > {BIRTHS}",
        0.3,
        "schools",
    ),
    Gap(
        "logement_sans_prix",
        ("foyer au logement voulu sans prix", "foyers au logement voulu sans prix"),
        EVALUATIONS,
        "venez-vivre foyers modifier FOYER --loyer-max EUROS",
        "Sans loyer ni budget, un logement trop cher ne se distingue pas des autres.",
        f"{LOOKING} AND (h.housing = '{HousingWish.RENT}' AND h.rent_max IS NULL "
        f"OR h.housing = '{HousingWish.BUY}' AND h.purchase_budget IS NULL "
        f"OR h.housing = '{HousingWish.EITHER}' "
        "AND coalesce(h.rent_max, h.purchase_budget) IS NULL)",
        0.4,
        "homes",
    ),
    Gap(
        "consentement_refuse",
        (
            "foyer actif qui refuse d’être recontacté",
            "foyers actifs qui refusent d’être recontactés",
        ),
        ("dossier à clore ou à faire confirmer", "dossiers à clore ou à faire confirmer"),
        "venez-vivre foyers clore FOYER --motif CODE",
        "Rappeler ce foyer contre son gré expose le dispositif à une plainte.",
        "m.consent = 0",
        0.5,
    ),
    Gap(
        "consentement_inconnu",
        ("foyer au consentement inconnu", "foyers au consentement inconnu"),
        ("dossier sans accord écrit", "dossiers sans accord écrit"),
        "venez-vivre foyers modifier FOYER --consentement OUI|NON",
        "L’accord pour être recontacté se demande au premier appel et se garde.",
        "m.consent IS NULL",
        0.1,
    ),
)
