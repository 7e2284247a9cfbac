"""What scripts read of the sheet that an officer leaves, and the words that it shares."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from venez_vivre import vocabulary as v
from venez_vivre.casework.handover import Elsewhere, Held, Promise, Sheet
from venez_vivre.casework.terms import label
from venez_vivre.dates import short
from venez_vivre.store.queries.handover import Member
from venez_vivre.store.queries.households import person_name
from venez_vivre.store.queries.visits import Visit
from venez_vivre.texts import euros, listed, plural, shorten

ROWS = (
    "agent", "reference", "nom", "etape", "nature", "numero", "echeance", "heure", "quoi",
)  # fmt: skip


def data(left: Sheet, handed: dict[str, Any] | None) -> dict[str, Any]:
    """Everything, as JSON; `handed` is what was given to whom."""
    return {
        "agent": left.officer.name,
        "jour": left.today,
        "foyers": len(left.files),
        "par_etape": {stage.value: left.of(stage) for stage in v.Stage},
        "en_veille": left.with_status(v.CaseStatus.DORMANT),
        "clos": left.with_status(v.CaseStatus.CLOSED),
        "promesses": left.promises,
        "en_retard": left.late,
        "dossiers": [_file(held) for held in left.files],
        "autres": [_elsewhere(one) for one in left.elsewhere],
        "visites": [_visit(visit) for visit in left.visits],
        "vers": handed,
        "limites": [
            {"reference": one.reference, "limite_le": one.limited_on} for one in left.limited
        ],
    }


def _file(held: Held) -> dict[str, Any]:
    file, last = held.file, held.last
    return {
        "reference": file.reference,
        "nom": name_of(held),
        "membres": [_member(member) for member in held.adults],
        "etape": held.stage.value,
        "statut": file.status,
        "territoire": file.territory,
        "inscrit_le": file.registered_on,
        "reveil_le": file.wake_up_on,
        "horizon": file.horizon,
        "projet": project(held),
        "freins": (file.blockers or "").split("|") if file.blockers else [],
        "dernier_contact": last
        and {
            "date": last.happened_on,
            "canal": last.channel,
            "resultat": last.result,
            "resume": last.summary,
            "agent": last.agent,
        },
        "promesses": [_promise(promise) for promise in held.promises],
    }


def _member(member: Member) -> dict[str, Any]:
    return {
        "nom": person_name(member.first, member.last),
        "role": member.role,
        "metier": member.occupation,
        "telephone": member.phone,
        "email": member.email,
    }


def _promise(promise: Promise) -> dict[str, Any]:
    return {
        "nature": promise.nature,
        "numero": promise.number,
        "echeance": promise.due_on,
        "heure": promise.due_at,
        "quoi": promise.what,
        "agent": promise.officer,
    }


def _elsewhere(one: Elsewhere) -> dict[str, Any]:
    return {
        "reference": one.who.reference,
        "nom": person_name(one.who.first, one.who.last),
        "telephone": one.who.phone,
        **_promise(one.promise),
    }


def _visit(visit: Visit) -> dict[str, Any]:
    return {
        "reference": visit.reference,
        "titre": visit.title,
        "du": visit.starts_on,
        "au": visit.ends_on,
        "commune": visit.commune,
        "invites": visit.invited,
        "confirmes": visit.confirmed,
        "venus": visit.came,
        "bilans": visit.debriefed,
    }


def flat(left: Sheet) -> Iterator[dict[str, Any]]:
    """One row a promise, for a spreadsheet; a file without any has a row of its own."""
    for held in left.files:
        head = {
            "agent": left.officer.name,
            "reference": held.file.reference,
            "nom": name_of(held),
            "etape": held.stage.value,
        }
        for promise in [_promise(one) for one in held.promises] or [dict.fromkeys(ROWS)]:
            yield head | {key: promise[key] for key in ROWS[4:]}
    for one in left.elsewhere:
        record = {**_elsewhere(one), "agent": left.officer.name, "etape": None}
        yield {key: record[key] for key in ROWS}
    for visit in left.visits:
        what = f"{visit.title} ({visit.reference})"
        record = {"agent": left.officer.name, "nature": "visite_menee", "quoi": what}
        yield dict.fromkeys(ROWS) | record | {"echeance": visit.starts_on}


# --- words ----------------------------------------------------------------------------------


def project(held: Held) -> str:
    """The project in a line: who, when, where, which home, their words."""
    file = held.file
    people = [plural(file.adults, "adulte")] if file.adults else []
    people += [plural(file.children, "enfant")] if file.children else []
    places = file.wished_communes or file.wished_territories
    rent = f"loyer de {euros(file.rent_max)} au plus" if file.rent_max else ""
    budget = f"budget de {euros(file.purchase_budget)}" if file.purchase_budget else ""
    return joined(
        listed(people),
        label(v.Horizon, file.horizon),
        f"souhaité le {short_day(file.wished_on)}" if file.wished_on else "",
        ", ".join((places or "").split("|")[:3]),
        label(v.HousingWish, file.housing),
        rent,
        budget,
        on_one_line(file.project),
    )


def name_of(held: Held) -> str:
    """The adults of a file, by name."""
    names = (person_name(member.first, member.last) for member in held.adults)
    return listed(name for name in names if name)


def on_one_line(text: str | None) -> str:
    """A text on one line, not too long."""
    return shorten(" ".join((text or "").split()), 200)


def short_day(text: str | None) -> str:
    """A day that may be unknown."""
    return short(date.fromisoformat(text)) if text else ""


def joined(*parts: str | None) -> str:
    """Parts of a line, those that are empty left out."""
    return " · ".join(part for part in parts if part)
