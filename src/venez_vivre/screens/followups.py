"""How what is due looks, and what is said when it is planned, done or put off."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from venez_vivre.casework.terms import label
from venez_vivre.dates import hour, short, weekday
from venez_vivre.screens.pages import TAKE_BACK, Column, Page, Prose, Table, Tone, keys_of, sentence
from venez_vivre.screens.phones import spoken
from venez_vivre.store.queries.followups import Line
from venez_vivre.store.queries.households import Found, person_name
from venez_vivre.texts import clean, plural, shorten
from venez_vivre.vocabulary import ContactChannel, Ending, FollowUpKind, Origin

if TYPE_CHECKING:  # those modules load the models, which reading does without
    from venez_vivre.casework.followups import Plan
    from venez_vivre.casework.planning import Ended

COLUMNS = (
    Column("numero", "N°", "count"),
    Column("echeance", "Échéance", "day"),
    Column("retard", "Retard", minor=2),
    Column("foyer", "Foyer", "name"),
    Column("nom", "Nom"),
    Column("action", "À faire"),
    Column("telephone", "Téléphone", minor=3),
    Column("agent", "Par", minor=4),
)
DONE = (
    Column("numero", "N°", "count"),
    Column("faite_le", "Le", "day"),
    Column("issue", "Issue"),
    Column("foyer", "Foyer", "name"),
    Column("nom", "Nom", minor=2),
    Column("action", "Action"),
    Column("echeance", "Échéance", "day", minor=1),
    Column("agent", "Par", minor=3),
)
EMPTY = "Rien n’est à faire. `venez-vivre relances planifier FOYER ACTION` prévoit quelque chose."
NONE_DONE = "Aucune relance faite ne correspond."


def listed(found: Sequence[Line], today: date, *, done: bool) -> Page:
    """The list: everything for scripts, what fits a screen for people."""

    def record(line: Line) -> dict[str, Any]:
        return _record(line, today)

    draw = _closed if done else _open
    return Page([record(line) for line in found], lambda: [draw(found, today)], _keys(today))


def _keys(today: date) -> tuple[str, ...]:
    return keys_of(lambda line: _record(line, today), Line)


def _record(line: Line, today: date) -> dict[str, Any]:
    return {
        "numero": line.number,
        "foyer": line.reference,
        "nom": person_name(line.first, line.last),
        "action": line.action,
        "type": line.kind,
        "echeance": line.due_on,
        "heure": line.due_at,
        "lieu": line.place,
        "canal": line.channel,
        "retard_jours": late_by(line.due_on, today) if line.due_on and not line.done_on else None,
        "telephone": line.phone,
        "agent": line.officer,
        "origine": line.origin,
        "prevue_le": line.planned_on,
        "faite_le": line.done_on,
        "issue": line.ending,
    }


def late_by(due_on: str, today: date) -> int:
    """How many days ago something was due; none when its day has not passed."""
    return max(0, (today - date.fromisoformat(due_on)).days)


def _open(found: Sequence[Line], today: date) -> Table:
    tones: list[Tone] = ["warn" if late_by(x.due_on, today) else "plain" for x in found]
    return Table(COLUMNS, [_row(x, today) for x in found], note=_left_out(found), empty=EMPTY,
                 tones=tones, toned=("echeance", "retard"))  # fmt: skip


def _row(line: Line, today: date) -> list[Any]:
    late = late_by(line.due_on, today)
    return [
        line.number,
        line.due_on,
        plural(late, "jour") if late else "",
        line.reference,
        shorten(person_name(line.first, line.last), 24),
        shorten(what(line), 90),
        spoken(line.phone),
        shorten(line.officer or "", 18),
    ]


def what(line: Line) -> str:
    """What is to be done, with the hour and the place of an appointment."""
    said = " ".join(line.action.split())
    said += f", {hour(line.due_at)}" if line.due_at else ""
    return said + (f", {line.place}" if line.place else "")


def _closed(found: Sequence[Line], today: date) -> Table:  # noqa: ARG001  same call as the other
    rows = [
        [
            line.number,
            line.done_on,
            label(Ending, line.ending),
            line.reference,
            shorten(person_name(line.first, line.last), 24),
            shorten(what(line), 90),
            line.due_on,
            shorten(line.officer or "", 18),
        ]
        for line in found
    ]
    return Table(DONE, rows, note=_left_out(found), empty=NONE_DONE)


def _left_out(found: Sequence[Line]) -> str:
    rest = found[0].total - len(found) if found else 0
    return f"… et {plural(rest, 'autre')} : `-n {found[0].total}` les montre" if rest else ""


def counted(found: Sequence[Line]) -> str:
    """How many appointments and actions a list holds: `2 rendez-vous et 14 actions`."""
    meetings = sum(line.kind == FollowUpKind.APPOINTMENT for line in found)
    return f"{plural(meetings, 'rendez-vous')} et {plural(len(found) - meetings, 'action')}"


def choices(found: Sequence[Line]) -> list[tuple[str, str]]:
    """The lines of a list as (number, line), to choose from."""
    return [
        (str(x.number), f"{x.number}  {person_name(x.first, x.last)} : {what(x)}") for x in found
    ]


def planned(found: Found, number: int, plan: Plan) -> Page:
    """Something was planned by hand."""
    data = {
        "numero": number,
        "foyer": found.reference,
        "nom": found.name,
        "action": plan.action,
        "type": str(plan.kind),
        "echeance": plan.due_on,
        "heure": plan.due_at,
        "lieu": plan.place,
        "canal": plan.channel,
        "origine": str(Origin.HAND),
    }
    at = f" à {hour(plan.due_at)}" if plan.due_at else ""
    where = f", {plan.place}" if plan.place else ""
    how = f" ({label(ContactChannel, plan.channel)})" if plan.channel else ""
    return sentence(
        data,
        f"Prévu pour {found.reference} ({found.name}) : {plan.action}{how}, "
        f"{weekday(plan.due_on)}{at}{where} (n° {number}).",
    )


def ended(done: Ended) -> Page:
    """Follow-ups were closed or put off; how to go back."""
    data = {
        "issue": str(done.ending),
        "relances": [
            {"numero": x.number, "foyer": x.reference, "action": x.action, "echeance": x.due_on}
            for x in done.lines
        ],
        "le": done.on,
        "echeance": done.until,
        "heure": done.at,
        "nouveaux_numeros": list(done.numbers),
    }
    return Page(data, lambda: [*(Prose(_said(x, done), "good") for x in done.lines),
                               Prose(TAKE_BACK, "dim")])  # fmt: skip


def _said(line: Line, done: Ended) -> str:
    name = f"{line.reference} ({person_name(line.first, line.last)})"
    text = clean(" ".join(line.action.split()))
    if done.until:
        at = f" à {hour(done.at)}" if done.at else ""
        return f"Reporté au {weekday(done.until)}{at} pour {name} : {text}."
    word = {Ending.DONE: "Fait", Ending.CANCELLED: "Retiré"}.get(done.ending, done.ending.label)
    return f"{word} le {short(done.on)} pour {name} : {text}."
