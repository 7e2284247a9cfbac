"""What tables and columns are called when people read what is held about them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from venez_vivre import vocabulary as v
from venez_vivre.casework.terms import label as labelled
from venez_vivre.dates import short
from venez_vivre.privacy.masking import MASK
from venez_vivre.screens.cells import write
from venez_vivre.screens.phones import spoken

TABLES: dict[str, str] = {
    "household": "Dossier et projet",
    "person": "Personnes",
    "signup": "Formulaires reçus",
    "set_aside": "Lignes mises de côté",
    "identity_decision": "Rapprochements d’identité",
    "contact": "Échanges",
    "follow_up": "Relances et rendez-vous",
    "introduction": "Mises en relation",
    "visit": "Visites",
    "visit_guest": "Participations aux visites",
    "settlement": "Installations",
    "settlement_check": "Appels après l’arrivée",
    "transfer": "Réorientations",
    "privacy_request": "Demandes sur les données",
    "privacy_proof": "Informations et accords",
    "purge_notice": "Préavis d’effacement",
    "erasure": "Effacements",
    "disposal": "Bordereaux d’élimination",
    "breach": "Violations de données",
    "note_verdict": "Contrôle des notes",
    "resource_person": "Personnes ressources",
    "officer": "Chargés d’accueil",
    "offer": "Offres",
}
"""The tables that hold something about somebody; agents’ names stand in others too."""

_LABELS = {
    "reference": "référence", "postal_code": "code postal", "commune": "commune",
    "country": "pays", "origin_department": "département d’origine",
    "wished_territories": "territoires souhaités", "wished_communes": "communes souhaitées",
    "wished_codes": "codes des communes souhaitées", "max_distance_km": "distance maximale (km)",
    "adults": "adultes", "children": "enfants", "children_births": "naissances des enfants",
    "housing": "logement", "housing_kind": "type de logement", "rooms_min": "pièces au moins",
    "area_min": "surface au moins (m²)", "rent_max": "loyer maximal (€)",
    "purchase_budget": "budget d’achat (€)", "garden": "jardin souhaité", "horizon": "horizon",
    "wished_on": "date souhaitée", "maturity": "maturité du projet",
    "interests": "centres d’intérêt", "motivations": "motivations", "blockers": "freins",
    "territory_id": "territoire", "channel": "canal", "campaign": "campagne",
    "status": "statut du dossier", "closed_on": "clos le", "close_reason": "motif de clôture",
    "wake_up_on": "à réveiller le", "edited_on": "modifié le", "stage": "étape",
    "registered_on": "inscrit le", "accompanied_on": "accompagné depuis le",
    "settled_on": "installé le", "spontaneous": "installation sans accompagnement",
    "last_contact_on": "dernier échange le", "next_due_on": "prochaine échéance",
    "project": "projet", "next_action": "prochaine action", "limited_on": "limité depuis le",
    "limit_reason": "motif de la limitation", "opposed_on": "opposition reçue le",
    "erased_on": "effacé le", "officer_id": "suivi par", "agent": "noté par",
    "external_reference": "numéro dans le fichier d’origine", "first_name": "prénom",
    "last_name": "nom", "first_key": "prénom, pour comparer", "last_key": "nom, pour comparer",
    "birth_year": "année de naissance", "email": "e-mail", "email_key": "e-mail, pour comparer",
    "phone": "téléphone", "household_id": "foyer", "role": "place dans le foyer",
    "occupation": "métier", "rome_code": "code du métier (ROME)",
    "rome_confidence": "sûreté du code (%)", "employment": "situation professionnelle",
    "contract": "contrat", "telework": "télétravail", "salary_min": "salaire souhaité (€)",
    "consent": "consentement du formulaire", "message": "message",
    "form": "formulaire tel que reçu", "person_id": "personne", "received_on": "reçu le",
    "summary": "résumé", "happened_on": "échange du", "direction": "sens", "result": "résultat",
    "action": "action", "place": "lieu", "contact_id": "échange n°", "kind": "type",
    "origin": "origine", "planned_on": "prévu le", "due_on": "échéance", "due_at": "heure",
    "done_on": "fait le", "ending": "issue", "first_id": "première relance n°", "note": "note",
    "reason": "motif", "offer_id": "offre", "resource_id": "personne ressource",
    "introduced_on": "mis en relation le", "state": "état", "answered_on": "réponse le",
    "ended_on": "terminé le", "refused_by": "refus de", "title": "titre",
    "code_insee": "code de la commune", "starts_on": "du", "ends_on": "au",
    "capacity": "foyers accueillis", "cancelled_on": "annulé le", "feedback": "retour",
    "visit_id": "visite", "people": "personnes", "invited_on": "invité le", "came_on": "venu le",
    "debriefed_on": "bilan le", "satisfaction": "satisfaction (1 à 5)",
    "schooled": "enfants scolarisés", "job": "emploi", "partner_job": "emploi du conjoint",
    "cancel_reason": "motif d’annulation", "left_on": "reparti le",
    "leave_reason": "motif du départ", "needs": "besoins", "settlement_id": "installation n°",
    "month": "mois après l’arrivée", "checked_on": "appelé le",
    "from_territory_id": "territoire d’avant", "to_territory_id": "nouveau territoire",
    "moved_on": "réorienté le", "said": "ce que dit la ligne",
    "candidates": "personnes qui ressemblent", "verdict": "décision",
    "other_id": "autre personne", "claim_key": "empreinte de la ligne", "decided_on": "décidé le",
    "proof": "numéro de preuve", "keys": "empreintes", "outcome": "issue",
    "notice_id": "texte montré, du", "purpose": "objet", "noted_on": "noté le", "means": "moyen",
    "announced_on": "annoncé le", "purge_on": "effacement prévu le", "disposed_on": "éliminé le",
    "visa": "visa des Archives", "without_visa": "pourquoi sans visa", "households": "foyers",
    "content": "contenu", "discovered_at": "découverte le", "nature": "nature",
    "description": "description", "consequences": "conséquences", "measures": "mesures",
    "risk": "risque", "authority_told_at": "CNIL prévenue le",
    "people_told_on": "personnes prévenues le", "table_name": "table", "row_id": "ligne n°",
    "text_key": "empreinte du texte", "name": "nom", "name_key": "nom, pour comparer",
    "position": "fonction", "structure": "structure", "themes": "thèmes", "active": "actif",
    "contact": "contact",
}  # fmt: skip

_HERE = {
    ("set_aside", "settled_on"): "décidé le",
    ("settlement_check", "kind"): "type",
    ("privacy_request", "kind"): "droit",
    ("privacy_request", "received_on"): "reçue le",
    ("signup", "channel"): "connu par",
    ("household", "channel"): "connu par",
    ("settlement", "housing"): "logement trouvé",
}
"""Where a column is called otherwise."""

_CODES: dict[str, type[v.Term]] = {
    "household.stage": v.Stage, "household.status": v.CaseStatus, "household.channel": v.Channel,
    "household.close_reason": v.CloseReason, "household.horizon": v.Horizon,
    "household.housing": v.HousingWish, "household.housing_kind": v.HousingKind,
    "person.contract": v.ContractKind, "person.role": v.Role,
    "person.employment": v.Employment, "person.telework": v.Telework, "signup.channel": v.Channel,
    "contact.channel": v.ContactChannel, "contact.direction": v.Direction,
    "contact.result": v.Result, "follow_up.kind": v.FollowUpKind, "follow_up.ending": v.Ending,
    "follow_up.channel": v.ContactChannel, "introduction.state": v.IntroductionState,
    "visit.kind": v.VisitKind, "visit_guest.state": v.GuestState,
    "settlement.housing": v.SettledHousing, "settlement.job": v.SettledJob,
    "settlement.partner_job": v.SettledJob, "settlement.leave_reason": v.CloseReason,
    "settlement_check.result": v.Staying, "set_aside.verdict": v.Identity,
    "identity_decision.verdict": v.Identity, "privacy_request.kind": v.Right,
    "privacy_request.channel": v.ContactChannel, "privacy_request.outcome": v.RequestOutcome,
    "privacy_proof.kind": v.ProofKind, "privacy_proof.purpose": v.Extra,
    "identity_decision.person_id": v.Role, "identity_decision.other_id": v.Role,
    "signup.person_id": v.Role, "introduction.person_id": v.Role,
}  # fmt: skip
"""The columns that hold a code, and the terms that put it in words."""

KEYS = frozenset({"first_key", "last_key", "email_key", "name_key", "claim_key"})
"""What a program compares: copies of a value without capitals and accents, of no use on paper."""


def called(table: str, column: str) -> str:
    """A column in words.

    Raises:
        KeyError: nobody named it.

    """
    return _HERE.get((table, column)) or _LABELS[column]


def said(table: str, column: str, value: Any) -> str:
    """A value in words; one that is hidden stays so."""
    if value == MASK:
        return MASK
    terms = _CODES.get(f"{table}.{column}")
    if terms is not None:
        return labelled(terms, str(value))
    if column in _WRITERS:
        return _WRITERS[column](value)
    return day(value) if column.endswith("_on") else write(value)


def _form(cells: Sequence[tuple[str, Any]]) -> str:
    return " ; ".join(f"{heading} : {cell}" for heading, cell in cells if cell)


def _line(values: Mapping[str, Any]) -> str:
    return " ; ".join(f"{name} : {_inner(one)}" for name, one in values.items() if one)


LISTS = (
    "interests", "motivations", "wished_territories", "wished_communes", "wished_codes",
    "children_births", "themes",
)  # fmt: skip
"""Columns that hold several values, joined by `|`."""


def _list(text: str) -> str:
    return ", ".join(text.split("|"))


def _blockers(text: str) -> str:
    return ", ".join(labelled(v.CloseReason, one) for one in text.split("|"))


def _yes_no(value: Any) -> str:
    return "oui" if value else "non"


def _inner(value: Any) -> str:
    """A value of a line: a day is kept in an envelope of its own."""
    if isinstance(value, dict):
        return day(str(value["jour"])) if "jour" in value else "(vide)"
    return write(value)


def day(text: str) -> str:
    """An ISO day as people write it; anything else as it is."""
    try:
        return short(date.fromisoformat(text))
    except ValueError:  # a value that no command would write
        return text


_WRITERS: dict[str, Callable[[Any], str]] = {
    **dict.fromkeys(("garden", "consent", "spontaneous", "active"), _yes_no),
    **dict.fromkeys(("birth_year", "row_id", "first_id"), str),
    **dict.fromkeys(LISTS, _list),
    "blockers": _blockers,
    "phone": spoken,
    "form": _form,
    "said": _line,
    "notice_id": day,
}
