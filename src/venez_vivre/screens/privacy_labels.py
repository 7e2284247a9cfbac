"""What tables and columns are called when people read what is held about them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from venez_vivre import vocabulary as v
from venez_vivre.casework.terms import label as labelled
from venez_vivre.dates import short
from venez_vivre.intake.places import ABROAD
from venez_vivre.locations.departments import department_name
from venez_vivre.locations.gazetteer import commune
from venez_vivre.occupations.lexicon import labels
from venez_vivre.privacy.masking import MASK
from venez_vivre.screens.cells import write
from venez_vivre.screens.fields import called as field_called
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
    "wished_codes": "communes souhaitées reconnues", "max_distance_km": "distance maximale (km)",
    "adults": "adultes", "children": "enfants", "children_births": "naissances des enfants",
    "housing": "logement", "housing_kind": "type de logement", "rooms_min": "pièces au moins",
    "area_min": "surface au moins (m²)", "rent_max": "loyer maximal (€)",
    "purchase_budget": "budget d’achat (€)", "garden": "jardin souhaité", "horizon": "horizon",
    "wished_on": "date souhaitée", "maturity": "maturité du projet (1 à 5)",
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
    "occupation": "métier", "rome_code": "métier reconnu",
    "rome_confidence": "sûreté de ce métier (%)", "employment": "situation professionnelle",
    "contract": "contrat", "telework": "télétravail", "salary_min": "salaire souhaité (€)",
    "consent": "consentement du formulaire", "message": "message",
    "form": "formulaire tel que reçu", "person_id": "personne", "received_on": "reçu le",
    "summary": "résumé", "happened_on": "échange du", "direction": "sens", "result": "résultat",
    "action": "action", "place": "lieu", "contact_id": "après l’échange du", "kind": "type",
    "origin": "origine", "planned_on": "prévu le", "due_on": "échéance", "due_at": "heure",
    "done_on": "fait le", "ending": "issue", "first_id": "première relance du", "note": "note",
    "reason": "motif", "offer_id": "offre", "resource_id": "personne ressource",
    "introduced_on": "mis en relation le", "state": "état", "answered_on": "réponse le",
    "ended_on": "terminé le", "refused_by": "refus de", "title": "titre",
    "code_insee": "commune reconnue", "starts_on": "du", "ends_on": "au",
    "capacity": "foyers accueillis", "cancelled_on": "annulé le", "feedback": "retour",
    "visit_id": "visite", "people": "personnes", "invited_on": "invité le", "came_on": "venu le",
    "debriefed_on": "bilan le", "satisfaction": "satisfaction (1 à 5)",
    "schooled": "enfants scolarisés", "job": "emploi", "partner_job": "emploi du conjoint",
    "cancel_reason": "motif d’annulation", "left_on": "reparti le",
    "leave_reason": "motif du départ", "needs": "besoins", "settlement_id": "installation du",
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
    "follow_up.channel": v.ContactChannel, "follow_up.origin": v.Origin,
    "introduction.refused_by": v.Party, "introduction.reason": v.RefusalReason,
    "introduction.state": v.IntroductionState,
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


ONE: dict[str, str] = {
    "signup": "Formulaire",
    "set_aside": "Ligne mise de côté",
    "identity_decision": "Rapprochement",
    "contact": "Échange",
    "follow_up": "Relance ou rendez-vous",
    "introduction": "Mise en relation",
    "visit": "Visite",
    "visit_guest": "Participation",
    "settlement": "Installation",
    "settlement_check": "Appel",
    "transfer": "Réorientation",
    "privacy_request": "Demande",
    "privacy_proof": "Information ou accord",
    "purge_notice": "Préavis",
}
"""What one row of a table is called before its day."""


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
    return " ; ".join(
        f"{field_called(name)} : {_inner(one)}" for name, one in values.items() if one
    )


LISTS = (
    "interests", "motivations", "wished_territories", "wished_communes", "wished_codes",
    "children_births", "themes",
)  # fmt: skip
"""Columns that hold several values, joined by `|`."""


def _list(text: str) -> str:
    return ", ".join(text.split("|"))


def _communes(text: str) -> str:
    return ", ".join(_commune(one) for one in text.split("|"))


def _commune(code: str) -> str:
    """« Autun (71014) »; a code that nobody knows stays alone."""
    known = commune(code)
    return f"{known.name} ({code})" if known else code


def _occupation(code: str) -> str:
    """« Soudeur (H2913) »."""
    known = labels().get(code)
    return f"{known} ({code})" if known else code


def _department(code: str) -> str:
    """« Paris (75) », « étranger »."""
    name = department_name(code)
    if name is None:
        return "étranger" if code == ABROAD else code
    return f"{name} ({code})"


def _roles(those: Sequence[str]) -> str:
    return ", ".join(labelled(v.Role, one) for one in those)


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
    **dict.fromkeys(("birth_year", "row_id"), str),
    **dict.fromkeys(LISTS, _list),
    "blockers": _blockers,
    "wished_codes": _communes,
    "code_insee": _commune,
    "rome_code": _occupation,
    "origin_department": _department,
    "candidates": _roles,
    "phone": spoken,
    "form": _form,
    "said": _line,
    "notice_id": day,
}
