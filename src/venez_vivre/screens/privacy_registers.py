"""How proofs of information, requests and breaches of data look."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from venez_vivre.casework.terms import label
from venez_vivre.dates import ago, short
from venez_vivre.screens.pages import TAKE_BACK, Block, Column, Page, Table, sentence
from venez_vivre.store.queries.households import Found, person_name
from venez_vivre.store.queries.privacy import Proof, Request
from venez_vivre.texts import plural, shorten
from venez_vivre.vocabulary import (
    ContactChannel,
    Extra,
    ProofKind,
    RequestOutcome,
    Right,
)

if TYPE_CHECKING:  # those modules load the models, which reading does without
    from venez_vivre.privacy.proofs import Proved
    from venez_vivre.privacy.requests import Answered, Draft, Noted

PROOFS = (
    Column("le", "Le", "day"),
    Column("preuve", "Preuve", "name"),
    Column("objet", "Objet"),
    Column("par", "Par", minor=1),
    Column("notice", "Texte du", "day"),
    Column("agent", "Notée par", minor=2),
)
REQUESTS = (
    Column("numero", "N°", "count"),
    Column("echeance", "Réponse due le", "day"),
    Column("droit", "Droit", "name"),
    Column("foyer", "Foyer"),
    Column("nom", "Nom", minor=3),
    Column("recue_le", "Reçue le", "day", minor=2),
    Column("canal", "Par", minor=4),
    Column("etat", "État", spare=1),
)


def proofs(found: Found, known: Sequence[Proof]) -> Page:
    """The proofs of a household; JSON has the text that was shown, word for word."""
    data = [_proof(found, one) | {"texte": one.text} for one in known]
    rows = [
        [
            one.noted_on,
            label(ProofKind, one.kind),
            label(Extra, one.purpose),
            shorten(one.means or "", 24),
            one.notice,
            shorten(one.agent or "", 24),
        ]
        for one in known
    ]
    empty = (
        f"Aucune information n’est notée pour {found.reference}. Après l’avoir donnée : "
        f"`venez-vivre rgpd information {found.reference} --par courriel`."
    )
    keys = ["foyer", "preuve", "objet", "le", "par", "notice", "agent", "texte"]
    return Page(data, lambda: [Table(PROOFS, rows, empty=empty)], keys)


def _proof(found: Found, one: Proof) -> dict[str, Any]:
    return {
        "foyer": found.reference,
        "preuve": one.kind,
        "objet": one.purpose,
        "le": one.noted_on,
        "par": one.means,
        "notice": one.notice,
        "agent": one.agent,
    }


def proved(found: Found, done: Proved) -> Page:
    """A proof was kept."""
    draft = done.draft
    data = {
        "foyer": found.reference,
        "preuve": draft.kind.value,
        "objet": draft.purpose.value if draft.purpose else None,
        "le": draft.noted_on,
        "par": draft.means,
        "notice": done.notice,
    }
    about = f" ({draft.purpose.label})" if draft.purpose else ""
    shown = f", texte du {short(date.fromisoformat(done.notice))}" if done.notice else ""
    text = (
        f"Noté pour {found.reference} ({found.name}) : {draft.kind.label}{about} le "
        f"{short(draft.noted_on)}, par {draft.means}{shown}."
    )
    return sentence(data, text, back=TAKE_BACK if draft.kind is ProofKind.WITHDRAWAL else "")


def requests(known: Sequence[Request], today: date, limit: int | None) -> Page:
    """The register of requests, those that wait first."""
    shown = known[:limit]
    late = sum(_is_late(one, today) for one in known)
    rest = len(known) - len(shown)
    notes = [f"… et {plural(rest, 'autre')} : `-n {len(known)}` les montre toutes"] if rest else []
    notes += [plural(late, "réponse en retard", "réponses en retard")] if late else []

    def draw() -> list[Block]:
        tones = ["warn" if _is_late(one, today) else "plain" for one in shown]
        table = Table(
            REQUESTS, [_request_line(one, today) for one in shown], note=" · ".join(notes),
            empty="Aucune demande n’attend. --toutes montre aussi celles qui ont eu leur réponse.",
            tones=tones,  # type: ignore[arg-type]
            toned=("echeance", "etat"),
        )  # fmt: skip
        return [table]

    return Page([_request(one, today) for one in shown], draw, REQUEST_KEYS)


REQUEST_KEYS = (
    "numero", "droit", "foyer", "nom", "recue_le", "echeance", "jours_restants", "canal",
    "repondue_le", "issue", "note", "agent",
)  # fmt: skip


def _request(one: Request, today: date) -> dict[str, Any]:
    left = (date.fromisoformat(one.due_on) - today).days if one.answered_on is None else None
    return {
        "numero": one.number,
        "droit": one.kind,
        "foyer": one.reference,
        "nom": person_name(one.first, one.last) if one.reference else None,
        "recue_le": one.received_on,
        "echeance": one.due_on,
        "jours_restants": left,
        "canal": one.channel,
        "repondue_le": one.answered_on,
        "issue": one.outcome,
        "note": one.note,
        "agent": one.agent,
    }


def _request_line(one: Request, today: date) -> list[Any]:
    return [
        one.number,
        one.due_on,
        label(Right, one.kind),
        one.reference or "hors de la base",
        shorten(person_name(one.first, one.last), 24) if one.reference else "",
        one.received_on,
        label(ContactChannel, one.channel),
        _request_state(one, today),
    ]


def _request_state(one: Request, today: date) -> str:
    if one.answered_on:
        day = short(date.fromisoformat(one.answered_on))
        return f"{label(RequestOutcome, one.outcome)}, le {day}"
    left = (date.fromisoformat(one.due_on) - today).days
    if left < 0:
        return f"en retard de {plural(-left, 'jour')}"
    return f"à répondre {ago(date.fromisoformat(one.due_on), today)}"


def _is_late(one: Request, today: date) -> bool:
    return one.answered_on is None and one.due_on < today.isoformat()


def request_noted(found: Found | None, draft: Draft, done: Noted) -> Page:
    """A request was written down."""
    data = {
        "numero": done.number,
        "droit": draft.right.value,
        "foyer": found.reference if found else None,
        "recue_le": draft.received_on,
        "echeance": done.due_on,
        "canal": draft.channel.value if draft.channel else None,
    }
    who = f"{found.reference} ({found.name})" if found else "quelqu’un hors de la base"
    text = (
        f"Demande n° {done.number} notée : {draft.right.label}, {who}, reçue le "
        f"{short(draft.received_on)}. Réponse due le {short(done.due_on)} au plus tard."
    )
    return sentence(data, text, warnings=_gesture(draft.right, found))


def _gesture(right: Right, found: Found | None) -> list[str]:
    """The command that answers a request."""
    if found is None:
        return []
    return [f"La suite : `venez-vivre rgpd {GESTURES[right]} {found.reference}`."]


GESTURES = {
    Right.ACCESS: "acces",
    Right.RECTIFICATION: "rectifier",
    Right.RESTRICTION: "limiter",
    Right.OBJECTION: "opposition",
    Right.ERASURE: "effacer",
    Right.INFORMATION: "information",
}


def request_answered(done: Answered, outcome: RequestOutcome, on: date) -> Page:
    """A request had its answer."""
    data = {
        "numero": done.number,
        "droit": done.right.value,
        "repondue_le": on,
        "issue": outcome.value,
        "echeance": done.due_on,
        "en_retard": done.late,
    }
    text = f"Demande n° {done.number} ({done.right.label}) : {outcome.label}, le {short(on)}."
    late = [f"La réponse était due le {short(done.due_on)}."] if done.late else []
    return sentence(data, text, warnings=late, back=TAKE_BACK)


def request_prolonged(done: Answered) -> Page:
    """A request has two more months."""
    data = {"numero": done.number, "droit": done.right.value, "echeance": done.due_on}
    text = f"Demande n° {done.number} prolongée : réponse due le {short(done.due_on)} au plus tard."
    told = ["Dites-le à la personne, avec la raison, avant la fin du premier mois."]
    return sentence(data, text, warnings=told, back=TAKE_BACK)
