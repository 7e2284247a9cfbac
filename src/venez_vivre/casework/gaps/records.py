"""What is missing elsewhere than in active files, one entry and its query a gap."""

from __future__ import annotations

from venez_vivre.casework.gaps.entry import EVALUATIONS, Gap
from venez_vivre.store.queries.gaps import (
    ACTIVE,
    HEAT,
    NAME,
    OPEN_FOLLOW_UP,
    OPEN_OFFER,
    OURS,
    SETTLED,
    STANDING_OFFER,
)
from venez_vivre.vocabulary import CaseStatus, OfferKind

_ACCOMPANIED = f"""
(SELECT count(*) FROM household h WHERE {ACTIVE} AND {OURS} AND h.accompanied_on <= :day
 AND NOT {SETTLED})
"""
_BY_HOUSEHOLD = "avec chacun des foyers accompagnés et pas encore installés"

OF_RECORDS: tuple[Gap, ...] = (
    Gap(
        "veille_depassee",
        ("foyer en veille dont le réveil est passé", "foyers en veille dont le réveil est passé"),
        ("projet que personne ne reprend", "projets que personne ne reprend"),
        "venez-vivre foyers rouvrir FOYER",
        "Le jour où le foyer voulait être rappelé est passé.",
        f"SELECT h.reference, {NAME}, 0.5 * {HEAT}, 1, h.registered_on "
        f"FROM household h WHERE {OURS} "
        f"AND h.status = '{CaseStatus.DORMANT}' AND h.closed_on <= :day AND h.wake_up_on <= :day",
        0.5,
        how="un foyer compte un",
        whole=True,
    ),
    Gap(
        "clos_avec_relances",
        ("relance ouverte d’un dossier clos", "relances ouvertes de dossiers clos"),
        ("fausse échéance", "fausses échéances"),
        "venez-vivre docteur --corriger",
        "Une relance d’un dossier clos encombre la journée et cache les vraies.",
        f"SELECT h.reference, {NAME}, 0.05, 1, h.registered_on "
        "FROM follow_up d JOIN household h "
        f"ON h.id = d.household_id WHERE {OURS} AND {OPEN_FOLLOW_UP} "
        f"AND h.status = '{CaseStatus.CLOSED}' AND h.closed_on <= :day",
        0.05,
        mends=True,
        how="une relance compte une",
        whole=True,
    ),
    Gap(
        "installe_avec_relances",
        ("relance d’avant l’installation", "relances d’avant l’installation"),
        ("promesse peut-être oubliée", "promesses peut-être oubliées"),
        "venez-vivre relances faire FOYER",
        "Le foyer est arrivé : ce qui était promis avant est fait, ou reste dû.",
        f"SELECT h.reference, {NAME}, 0.2, 1, h.registered_on "
        "FROM follow_up d JOIN household h "
        f"ON h.id = d.household_id WHERE {OURS} AND {OPEN_FOLLOW_UP} AND {ACTIVE} "
        "AND h.settled_on <= :day AND d.due_on < h.settled_on",
        0.2,
        how="une relance compte une",
        whole=True,
    ),
    Gap(
        "offre_sans_lieu",
        ("offre sans lieu", "offres sans lieu"),
        EVALUATIONS,
        "venez-vivre offres modifier OFFRE --commune COMMUNE",
        "Une offre sans lieu n’est à aucune distance de personne : elle n’est jamais proposée.",
        f"SELECT f.reference, f.title, NULL, 0.2, {_ACCOMPANIED}, f.published_on "
        f"FROM offer f WHERE {OPEN_OFFER} "
        "AND f.code_insee IS NULL AND f.latitude IS NULL",
        0.2,
        of="base",
        mends=True,
        how=_BY_HOUSEHOLD,
        whole=True,
    ),
    Gap(
        "emploi_sans_rome",
        ("offre d’emploi sans code ROME", "offres d’emploi sans code ROME"),
        EVALUATIONS,
        "venez-vivre offres modifier OFFRE --metier MÉTIER",
        "Une offre d’emploi sans code ROME ne rencontre le métier de personne.",
        f"SELECT f.reference, f.title, NULL, 0.2, {_ACCOMPANIED}, f.published_on "
        f"FROM offer f WHERE {OPEN_OFFER} "
        f"AND f.kind = '{OfferKind.JOB}' AND f.rome_code IS NULL",
        0.2,
        of="offres",
        mends=True,
        how=_BY_HOUSEHOLD,
        whole=True,
    ),
    Gap(
        "offre_a_verifier",
        ("offre à vérifier", "offres à vérifier"),
        ("proposition peut-être périmée", "propositions peut-être périmées"),
        "venez-vivre offres verifier OFFRE",
        "Proposer une offre déjà pourvue coûte la confiance du foyer.",
        f"SELECT f.reference, f.title, NULL, 0.05, 1, f.published_on "
        f"FROM offer f WHERE {OPEN_OFFER} "
        "AND coalesce(f.verified_on, f.published_on, '') < :stale",
        0.05,
        of="offres",
        how="une offre compte une ; le réglage offre_a_verifier dit au bout de combien de jours",
        whole=True,
    ),
    Gap(
        "offre_expiree",
        ("offre expirée encore ouverte", "offres expirées encore ouvertes"),
        ("offre à ne plus montrer", "offres à ne plus montrer"),
        "venez-vivre docteur --corriger",
        "Une offre expirée n’est plus proposée, mais elle encombre les recherches.",
        f"SELECT f.reference, f.title, NULL, 0.01, 1, f.published_on "
        f"FROM offer f WHERE {STANDING_OFFER} "
        "AND f.expires_on < :day",
        0.01,
        of="offres",
        mends=True,
        how="une offre compte une",
        whole=True,
    ),
    Gap(
        "contact_sans_resultat",
        ("échange sans résultat", "échanges sans résultat"),
        ("échange qui ne dit pas s’il a abouti", "échanges qui ne disent pas s’ils ont abouti"),
        "venez-vivre contacts noter FOYER -r joint",
        "Sans résultat, un foyer joint passe pour jamais accompagné.",
        f"SELECT h.reference, {NAME}, CASE WHEN h.accompanied_on <= :day THEN 0.05 ELSE 0.2 END, "
        "1, h.registered_on "
        f"FROM contact c JOIN household h ON h.id = c.household_id WHERE {OURS} "
        "AND c.result IS NULL AND c.happened_on <= :day",
        0.2,
        how="un échange compte un, quatre fois plus quand le foyer n’est pas encore accompagné",
        whole=True,
    ),
    Gap(
        "contact_sans_agent",
        ("échange dont l’auteur n’est pas un agent", "échanges dont l’auteur n’est pas un agent"),
        ("échange hors des comptes par agent", "échanges hors des comptes par agent"),
        "venez-vivre agents ajouter --nom NOM",
        "Ce qui est noté sous un nom inconnu n’est le travail de personne.",
        f"SELECT h.reference, {NAME}, 0.05, 1, h.registered_on "
        "FROM contact c JOIN household h "
        f"ON h.id = c.household_id WHERE {OURS} AND c.officer_id IS NULL "
        "AND c.happened_on <= :day",
        0.05,
        mends=True,
        how="un échange compte un",
        whole=True,
    ),
    Gap(
        "installation_sans_agent",
        ("installation d’un foyer sans agent", "installations de foyers sans agent"),
        ("personne installée hors des comptes", "personnes installées hors des comptes"),
        "venez-vivre foyers affecter FOYER --agent NOM",
        "Les appels d’après l’arrivée n’ont personne pour les passer.",
        f"SELECT h.reference, {NAME}, 0.3, i.adults + i.children, h.registered_on "
        f"FROM settlement i "
        f"JOIN household h ON h.id = i.household_id WHERE {OURS} AND h.officer_id IS NULL "
        "AND i.settled_on <= :day AND (i.cancelled_on IS NULL OR i.cancelled_on > :day)",
        0.3,
        how="ses adultes et ses enfants",
        whole=True,
    ),
    Gap(
        "installation_sans_commune",
        ("installation sans commune reconnue", "installations sans commune reconnue"),
        ("personne installée hors des cartes", "personnes installées hors des cartes"),
        "venez-vivre installations annuler FOYER",
        "L’analyse par territoire et les retombées d’une commune en dépendent.",
        f"SELECT h.reference, {NAME}, 0.3, i.adults + i.children, h.registered_on "
        f"FROM settlement i "
        f"JOIN household h ON h.id = i.household_id WHERE {OURS} AND i.code_insee IS NULL "
        "AND i.settled_on <= :day AND (i.cancelled_on IS NULL OR i.cancelled_on > :day)",
        0.3,
        mends=True,
        how="ses adultes et ses enfants",
        whole=True,
    ),
    Gap(
        "doublons_en_attente",
        ("inscription mise de côté", "inscriptions mises de côté"),
        ("inscription qui ne compte pas encore", "inscriptions qui ne comptent pas encore"),
        "venez-vivre inscrits doublons",
        "Tant que personne ne tranche, ce qu’elle dit n’est dans aucun dossier.",
        "SELECT 'L' || s.id, NULL, NULL, 0.2, 1, s.received_on "
        "FROM set_aside s WHERE s.settled_on IS NULL AND s.received_on <= :day",
        0.2,
        of="base",
        how="une inscription compte une",
        whole=True,
    ),
    Gap(
        "territoire_sans_agent",
        ("territoire sans chargé d’accueil", "territoires sans chargé d’accueil"),
        ("foyer actif qui n’a pas d’interlocuteur", "foyers actifs qui n’ont pas d’interlocuteur"),
        "venez-vivre agents ajouter --nom NOM --territoire CODE",
        "Les inscrits de ce territoire n’ont personne pour les appeler.",
        "SELECT t.code, t.name, NULL, 0.5 + 0.5 * (SELECT coalesce(sum"
        f"({HEAT}), 0) FROM household h WHERE h.territory_id = t.id AND {ACTIVE} AND {OURS}), "
        f"(SELECT count(*) FROM household h WHERE h.territory_id = t.id AND {ACTIVE} AND {OURS}), "
        "NULL "
        "FROM territory t WHERE t.active = 1 AND (:territory IS NULL OR t.id = :territory) "
        "AND NOT EXISTS (SELECT 1 FROM officer o WHERE o.territory_id = t.id AND o.active = 1)",
        0.5,
        of="territoires",
        how="ses foyers actifs",
        whole=True,
    ),
    Gap(
        "agent_sans_territoire",
        ("chargé d’accueil sans territoire", "chargés d’accueil sans territoire"),
        ("agent introuvable par territoire", "agents introuvables par territoire"),
        "venez-vivre agents importer FICHIER",
        "Les nouveaux inscrits d’un territoire ne lui sont jamais proposés.",
        "SELECT o.name, NULL, NULL, 0.1, 1, NULL FROM officer o WHERE o.active = 1 "
        "AND o.territory_id IS NULL",
        0.1,
        of="base",
        how="un agent compte un",
        whole=True,
    ),
)  # fmt: skip
