"""How settlements and the calls after them look."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from venez_vivre.casework.calls import Call
from venez_vivre.dates import ago, short
from venez_vivre.screens.pages import TAKE_BACK, Column, Page, Table, keys_of, sentence
from venez_vivre.screens.phones import spoken
from venez_vivre.store.queries.households import Found, person_name
from venez_vivre.store.queries.settlements import Home, Line
from venez_vivre.texts import plural, shorten

if TYPE_CHECKING:  # those modules load the models, which reading does without
    from venez_vivre.casework.aftercare import CheckDraft, Followed, Left
    from venez_vivre.casework.settlements import Cancelled, Settled, SettlementDraft

COLUMNS = (
    Column("date", "Depuis le", "day"),
    Column("foyer", "Foyer", "name"),
    Column("nom", "Nom"),
    Column("commune", "Commune"),
    Column("adultes", "Adultes", "count"),
    Column("enfants", "Enfants", "count", spare=1),
    Column("scolarises", "À l’école", "count", spare=2),
    Column("territoire", "Territoire", minor=1),
    Column("suite", "", minor=2),
)
CALLS = (
    Column("echeance", "Appel dû le", "day"),
    Column("foyer", "Foyer", "name"),
    Column("nom", "Nom"),
    Column("telephone", "Téléphone"),
    Column("mois", "Suivi à"),
    Column("commune", "Commune", minor=3),
    Column("agent", "Suivi par", minor=2),
    Column("retard", "", minor=1),
    Column("manques", "Manqués", minor=4),
)
CALL_KEYS = (
    "foyer", "nom", "telephone", "mois", "echeance", "retard_jours", "commune", "installe_le",
    "agent", "manques", "essaye_le",
)  # fmt: skip


def listed(found: Sequence[Line], limit: int | None) -> Page:
    """The settlements, and how many people they all are."""
    shown = found[:limit]
    records = [_record(line) for line in shown]
    return Page(records, lambda: [_table(shown, _total(found, shown))], keys_of(_record, Line))


def _record(line: Line) -> dict[str, Any]:
    return {
        "foyer": line.reference,
        "nom": person_name(line.first, line.last),
        "date": line.settled_on,
        "commune": line.commune,
        "code_insee": line.code_insee,
        "adultes": line.adults,
        "enfants": line.children,
        "scolarises": line.schooled,
        "territoire": line.territory,
        "agent": line.officer,
        "logement": line.housing,
        "emploi": line.job,
        "conjoint_emploi": line.partner_job,
        "spontanee": bool(line.spontaneous),
        "parti_le": line.left_on,
        "motif_depart": line.leave_reason,
    }


def _table(found: Sequence[Line], note: str) -> Table:
    rows = [
        [
            line.settled_on,
            line.reference,
            shorten(person_name(line.first, line.last), 26),
            line.commune,
            line.adults,
            line.children,
            line.schooled,
            shorten(line.territory or "", 24),
            _since(line),
        ]
        for line in found
    ]
    empty = "Aucune installation ne correspond. `venez-vivre installations noter` en note une."
    return Table(COLUMNS, rows, note=note, empty=empty)


def _since(line: Line) -> str:
    if line.left_on:
        return f"reparti le {short(date.fromisoformat(line.left_on))}"
    return "spontanée" if line.spontaneous else ""


def _total(found: Sequence[Line], shown: Sequence[Line]) -> str:
    people = sum(line.adults + line.children for line in found)
    schooled = sum(line.schooled for line in found)
    return _beyond(len(found), len(shown)) + (
        f"{plural(len({line.reference for line in found}), 'foyer')}, {plural(people, 'personne')} "
        f"dont {plural(schooled, 'enfant scolarisé', 'enfants scolarisés')}"
    )


def _beyond(total: int, shown: int) -> str:
    rest = total - shown
    return f"… et {plural(rest, 'autre')} : `-n {total}` les montre tous · " if rest else ""


def settled(found: Found, draft: SettlementDraft, done: Settled) -> Page:
    """A household has settled."""
    data = {
        "foyer": found.reference,
        "nom": found.name,
        "date": draft.settled_on,
        "commune": draft.commune,
        "code_insee": draft.code_insee,
        "adultes": draft.adults,
        "enfants": draft.children,
        "scolarises": draft.schooled,
        "logement": draft.housing.value if draft.housing else None,
        "emploi": draft.job.value if draft.job else None,
        "conjoint_emploi": draft.partner_job.value if draft.partner_job else None,
        "rouvert": done.reopened,
    }
    people = f"{plural(draft.adults, 'adulte')}, {plural(draft.children, 'enfant')}"
    if draft.schooled:
        people += f" dont {plural(draft.schooled, 'scolarisé', 'scolarisés')}"
    text = (
        f"Foyer {found.reference} ({found.name}) installé à {draft.commune} depuis le "
        f"{short(draft.settled_on)} : {people}."
    )
    reopened = ["Le dossier était clos ou en veille : il est rouvert."] if done.reopened else []
    return sentence(data, text, warnings=reopened, back=TAKE_BACK if reopened else "")


def cancelled(found: Found, done: Cancelled) -> Page:
    """A settlement stopped counting."""
    data = {"foyer": found.reference, "date": done.settled_on, "commune": done.commune}
    return sentence(
        data,
        f"Installation de {found.reference} ({found.name}) à {done.commune or '?'} le "
        f"{short(done.settled_on)} annulée : elle ne compte plus.",
        back=TAKE_BACK,
    )


def cancelling(found: Found, home: Home) -> str:
    """What is asked before a settlement stops counting."""
    day = short(date.fromisoformat(home.settled_on))
    return (
        f"Retirer l’installation de {found.reference} ({found.name}) à {home.commune or '?'} le "
        f"{day} ? Elle ne comptera plus."
    )


def left(found: Found, done: Left) -> Page:
    """A household went away again."""
    data = {
        "foyer": found.reference,
        "commune": done.commune,
        "installe_le": done.settled_on,
        "parti_le": done.left_on,
        "motif": done.reason.value,
    }
    return sentence(
        data,
        f"Départ de {found.reference} ({found.name}) noté, le {short(done.left_on)} : "
        f"{done.reason.label}.",
        back=TAKE_BACK,
    )


def followed(found: Found, draft: CheckDraft, done: Followed) -> Page:
    """A call after arrival was noted, and what it means for the household."""
    data = {
        "foyer": found.reference,
        "mois": draft.month,
        "date": draft.checked_on,
        "resultat": draft.result.value,
        "satisfaction": draft.satisfaction,
        "besoins": draft.needs,
        "parti_le": done.left.left_on if done.left else None,
        "motif": done.left.reason.value if done.left else None,
        "remplace_le": done.retried,
        "a_rappeler_le": done.again_on,
    }
    mark = f", satisfaction {draft.satisfaction} sur 5" if draft.satisfaction else ""
    text = (
        f"Suivi à {draft.month} mois de {found.reference} ({found.name}) noté : "
        f"{draft.result.label}{mark}."
    )
    back = TAKE_BACK if done.left or done.retried else ""
    return sentence(data, text, warnings=_sequel(draft, done), back=back)


def _sequel(draft: CheckDraft, done: Followed) -> list[str]:
    said = []
    if done.retried:
        said.append(f"Il remplace l’appel sans réponse du {short(done.retried)}.")
    if done.again_on:
        said.append(f"À rappeler le {short(done.again_on)}.")
    if done.left:
        told = "" if draft.left_on else ", jour de l’appel"
        said.append(f"Départ noté le {short(done.left.left_on)}{told} : {done.left.reason.label}.")
    return said


def due(calls: Sequence[Call], today: date, limit: int | None) -> Page:
    """Who is to be called, the most overdue first."""
    shown = calls[:limit]
    note = _beyond(len(calls), len(shown)) + _calls(calls, today)
    data = [_call_record(call, today) for call in shown]
    empty = "Aucun foyer installé n’attend d’appel."
    return Page(
        data,
        lambda: [Table(CALLS, [_call_row(c, today) for c in shown], note=note, empty=empty)],
        CALL_KEYS,
    )


def understood(call: Call) -> str:
    """What is said when nobody told which call was made, and only one is due."""
    return f"Suivi à {call.month} mois, le seul appel dû, depuis le {short(call.due_on)}."


def months(call: Call | None, known: Sequence[int]) -> list[tuple[str, str]]:
    """The months to choose from, the one that is due first, then those that nobody answered."""
    due = [call.month] if call else []
    missed = list(call.missed) if call else []
    rest = [month for month in known if month not in {*due, *missed}]
    told = dict.fromkeys(missed, ", sans appel")
    if call:
        told[call.month] = f", dû le {short(call.due_on)}"
    return [(str(m), f"{m} mois{told.get(m, '')}") for m in (*due, *reversed(missed), *rest)]


def _calls(calls: Sequence[Call], today: date) -> str:
    late = sum(1 for call in calls if call.due_on < today)
    return f"{plural(len(calls), 'appel')} à passer, dont {late} en retard"


def _call_record(call: Call, today: date) -> dict[str, Any]:
    one = call.household
    return {
        "foyer": one.reference,
        "nom": person_name(one.first, one.last),
        "telephone": one.phone,
        "mois": call.month,
        "echeance": call.due_on,
        "retard_jours": max((today - call.due_on).days, 0),
        "commune": one.commune,
        "installe_le": one.settled_on,
        "agent": one.officer,
        "manques": list(call.missed),
        "essaye_le": call.tried_on,
    }


def _call_row(call: Call, today: date) -> list[Any]:
    one = call.household
    return [
        call.due_on,
        one.reference,
        shorten(person_name(one.first, one.last), 26),
        spoken(one.phone),
        f"{call.month} mois",
        one.commune,
        shorten(one.officer or "", 18),
        f"essayé le {short(call.tried_on)}" if call.tried_on else ago(call.due_on, today),
        ", ".join(str(month) for month in call.missed),
    ]
