"""How the day looks: a line of counts, then what to do, the most urgent first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from venez_vivre import NamedTuple
from venez_vivre.casework.day import Day
from venez_vivre.casework.day_lines import Task
from venez_vivre.casework.urgency import Term
from venez_vivre.dates import WEEKDAYS, hour, long, short
from venez_vivre.screens.pages import Block, Column, Page, Prose, Table, Tone
from venez_vivre.screens.phones import spoken
from venez_vivre.store.settings import Settings
from venez_vivre.texts import capital, number, plural, shorten
from venez_vivre.vocabulary import DayKind

COLUMNS = (
    Column("quand", "Quand"),
    Column("foyer", "Foyer", "name"),
    Column("nom", "Nom"),
    Column("telephone", "Téléphone", minor=1),
    Column("quoi", "À faire"),
    Column("raison", "Pourquoi"),
)
WEIGHED = (
    Column("urgence", "Urgence", "count"),
    *COLUMNS[1:3],
    COLUMNS[4],
    Column("termes", "Ses termes"),
)
NOTHING_FITS = "Rien ne tient dans ce temps. Essayez avec plus d’heures."
EMPTY = "Rien n’attend aujourd’hui. `venez-vivre aujourdhui --semaine` montre ce qui vient."
KEYS = (
    "nature", "urgence", "foyer", "offre", "visite", "nom", "quoi", "raison", "echeance", "heure",
    "retard_jours", "telephone", "agent", "minutes", "numero", "commande", "termes",
)  # fmt: skip
OTHERS = frozenset({DayKind.OFFER, DayKind.VISIT})
"""Kinds whose reference is not a household's."""

COUNTED = {
    DayKind.APPOINTMENT: ("rendez-vous", "rendez-vous"),
    DayKind.VISIT: ("visite", "visites"),
    DayKind.REPLY: ("message reçu", "messages reçus"),
    DayKind.REMINDER: ("rendez-vous à confirmer", "rendez-vous à confirmer"),
    DayKind.FOLLOW_UP: ("relance", "relances"),
    DayKind.FIRST_CONTACT: ("premier appel", "premiers appels"),
    DayKind.NEW_ATTEMPT: ("nouvel essai", "nouveaux essais"),
    DayKind.SILENCE: ("foyer silencieux", "foyers silencieux"),
    DayKind.DEBRIEF: ("visite à débriefer", "visites à débriefer"),
    DayKind.ARRIVAL: ("appel après l’arrivée", "appels après l’arrivée"),
    DayKind.INTRODUCTION: ("mise en relation sans réponse", "mises en relation sans réponse"),
    DayKind.OFFER: ("offre à vérifier", "offres à vérifier"),
    DayKind.UNREACHABLE: ("dossier à clore", "dossiers à clore"),
    DayKind.WAKE_UP: ("dossier à réveiller", "dossiers à réveiller"),
}
"""What a kind is counted in, one and several."""


class View(NamedTuple):
    """How a day is shown: with the terms of each urgency, with what fits so many hours, whole."""

    why: bool = False
    hours: float | None = None
    form: str | None = None


def page(day: Day, whose: str, settings: Settings, view: View) -> Page:
    """The day of somebody."""
    records = [record(task, day.today, settings) for task in day.tasks]
    data = {
        "date": day.today,
        "pour": whose or None,
        "total": day.total,
        "natures": day.counts,
        "minutes": sum(one["minutes"] for one in records),
        "lignes": records,
    }

    if view.form == "csv":
        return Page([{**one, "termes": None} for one in records], list, KEYS)

    def draw() -> Sequence[Block]:
        return [
            Prose(long(day.today).capitalize() + (f" · {whose}" if whose else ""), "title"),
            *([Prose(counts(day), "dim")] if day.counts else []),
            _table(day, settings, view),
        ]

    return Page(data, draw, KEYS)


def record(task: Task, today: date, settings: Settings) -> dict[str, Any]:
    """One line for scripts."""
    stakes = task.stakes
    return {
        "nature": str(stakes.kind),
        "urgence": task.urgency,
        "foyer": task.reference if stakes.kind not in OTHERS else None,
        "offre": task.reference if stakes.kind == DayKind.OFFER else None,
        "visite": task.reference if stakes.kind == DayKind.VISIT else None,
        "nom": task.name,
        "quoi": task.what,
        "raison": task.why,
        "echeance": stakes.due_on,
        "heure": stakes.at,
        "retard_jours": max(0, (today - stakes.due_on).days),
        "telephone": task.phone,
        "agent": task.officer,
        "minutes": settings[task.minutes_setting],
        "numero": task.number,
        "commande": f"venez-vivre {task.command}",
        "termes": [
            {"terme": t.name, "facteur": round(t.factor, 2), "points": t.points} for t in task.terms
        ],
    }


def counts(day: Day) -> str:
    """How many lines of each kind: « 3 rendez-vous · 12 relances »."""
    parts = (plural(n, *COUNTED[kind]) for kind, n in _by_kind(day))
    return " · ".join(part.replace(" ", "\u00a0") for part in parts)


def _by_kind(day: Day) -> list[tuple[DayKind, int]]:
    return [(kind, day.counts[kind]) for kind in DayKind if day.counts.get(kind)]


def _table(day: Day, settings: Settings, view: View) -> Table:
    cut = CUT if view.form in {None, "table"} else WHOLE
    draw = _weighed if view.why else _row
    rows = [draw(task, day.today, cut) for task in day.tasks]
    tones = [_tone(task, day.today) for task in day.tasks]
    return Table(
        WEIGHED if view.why else COLUMNS,
        rows,
        note=_note(day, settings, view.hours),
        empty=EMPTY if view.hours is None else NOTHING_FITS,
        tones=tones,
        toned=("quand", "urgence"),
    )


def _tone(task: Task, today: date) -> Tone:
    if task.kind == DayKind.APPOINTMENT and task.stakes.due_on == today:
        return "good"
    return "warn" if task.stakes.due_on < today else "plain"


CUT, WHOLE = (26, 80, 90), (1000, 1000, 1000)
"""How long a name, a gesture and a reason are at most; on a screen, and anywhere else."""


def _row(task: Task, today: date, cut: tuple[int, int, int]) -> list[Any]:
    return [
        _when(task, today),
        task.reference,
        shorten(task.name, cut[0]),
        spoken(task.phone),
        shorten(capital(task.what), cut[1]),
        shorten(task.why, cut[2]),
    ]


def _when(task: Task, today: date) -> str:
    at, due_on = task.stakes.at, task.stakes.due_on
    late = (today - due_on).days
    if late > 0:
        return f"retard {number(late)}\u00a0j"
    if late == 0:
        return hour(at) if at else "aujourd’hui"
    if task.kind == DayKind.REMINDER:
        day = f"{WEEKDAYS[due_on.weekday()][:3]}. {short(due_on)[:5]}"
        return f"{day} {hour(at)}" if at else day
    return f"d’ici le {short(due_on)[:5]}"


def _weighed(task: Task, today: date, cut: tuple[int, int, int]) -> list[Any]:  # noqa: ARG001
    said = " + ".join(_term(term) for term in task.terms).replace("+ −", "−\u00a0")
    return [
        number(task.urgency, 1),
        task.reference,
        shorten(task.name, 26),
        shorten(task.what, 60),
        said,
    ]


def _term(term: Term) -> str:
    value = number(abs(term.value), 0 if term.value == int(term.value) else 1)
    sign = "−" if term.value < 0 else ""
    if term.factor == 1.0:
        return f"{sign}{value}\u00a0{term.name}"
    part = f"{number(term.factor, 2)}\u00a0×\u00a0{number(abs(term.points))}"
    return f"{sign}{value}\u00a0{term.name} ({part})"


def _note(day: Day, settings: Settings, hours: float | None) -> str:
    rest = day.total - len(day.tasks)
    parts = []
    if hours is not None:
        minutes = sum(settings[task.minutes_setting] for task in day.tasks)
        parts.append(f"{plural(len(day.tasks), 'ligne')} pour {duration(minutes)} de travail")
    if rest > 0:
        parts.append(f"… et {plural(rest, 'autre')} : `-n {day.total}` les montre")
    return ". ".join(parts)


def duration(minutes: int) -> str:
    """Write `3 h 40`, `45 min`."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{rest}\u00a0min"
    return f"{hours}\u00a0h" + (f"\u00a0{rest:02}" if rest else "")
