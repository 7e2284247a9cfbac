"""How a lead is told: an offer, and in a few words why it is worth a look."""

from __future__ import annotations

from datetime import date
from typing import Any

from venez_vivre.store.queries.households import Record
from venez_vivre.store.queries.leads import (
    COMMUNE,
    DEPARTMENT,
    ELSEWHERE,
    TERRITORY,
    Lead,
    leads,
)
from venez_vivre.store.reader import Reader
from venez_vivre.vocabulary import CaseStatus, Stage

PLACES = {
    COMMUNE: "dans une commune souhaitée",
    TERRITORY: "dans le territoire",
    DEPARTMENT: "dans le département",
    ELSEWHERE: "ailleurs dans la région",
}


def of(rows: Reader, file: Record, number: int, today: date) -> list[Record]:
    """The leads of a household that still looks for something: open, and not settled."""
    if file["statut"] != CaseStatus.ACTIVE or file["etape"] == Stage.SETTLED:
        return []
    return [record(lead) for lead in leads(rows, number, today.isoformat())]


def record(lead: Lead) -> dict[str, Any]:
    """One lead for scripts and for the file."""
    who = f"pour {lead.member}, " if lead.member else ""
    return {
        "offre": lead.reference,
        "type": lead.kind,
        "titre": lead.title,
        "commune": lead.commune,
        "membre": lead.member,
        "raison": who + PLACES[lead.place],
    }
