"""How the week looks: one block a day, hours first, like an agenda."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from venez_vivre.casework.day_lines import Task
from venez_vivre.casework.week import Week, WeekDay
from venez_vivre.dates import MONTHS, WEEKDAYS, hour, short
from venez_vivre.screens.day import KEYS, counts, record
from venez_vivre.screens.pages import Block, Column, Page, Prose, Table
from venez_vivre.screens.phones import spoken
from venez_vivre.store.settings import Settings
from venez_vivre.texts import capital, plural, shorten
from venez_vivre.vocabulary import DayKind

COLUMNS = (
    Column("jour", "Jour"),
    Column("heure", "Heure"),
    Column("foyer", "Foyer", "name"),
    Column("nom", "Nom"),
    Column("quoi", "À faire"),
    Column("raison", "Pourquoi", minor=2),
    Column("telephone", "Téléphone", minor=1),
)
SEVERAL = 5
"""More first calls than this on one day are counted, not named: `aujourdhui` names them."""

EMPTY = "Rien n’est prévu cette semaine."


def page(week: Week, whose: str, settings: Settings, form: str | None) -> Page:
    """The seven days of somebody."""
    if form == "csv":
        return Page(_sheet(week, settings), list, ("jour", *KEYS))

    def draw() -> Sequence[Block]:
        title = f"Du {_named(week.days[0])} au {_named(week.days[-1])}"
        waiting = counts(week.today)
        if week.overdue:
            waiting += f". {plural(week.overdue, 'relance', 'relances')} en retard"
        rows = [row for day in week.days for row in _rows(day)]
        return [
            Prose(title + (f" · {whose}" if whose else ""), "title"),
            *([Prose(f"Aujourd’hui : {waiting}.", "dim")] if waiting else []),
            Table(COLUMNS, rows, empty=EMPTY),
        ]

    return Page(_data(week, whose, settings), draw)


def _sheet(week: Week, settings: Settings) -> list[dict[str, Any]]:
    """One record a line, each with its day."""
    today = week.days[0].day
    lines = [(day.day, task) for day in week.days for task in day.tasks]
    return [{"jour": d, **record(task, today, settings), "termes": None} for d, task in lines]


def _data(week: Week, whose: str, settings: Settings) -> dict[str, Any]:
    today = week.days[0].day
    return {
        "du": today,
        "au": week.days[-1].day,
        "pour": whose or None,
        "en_retard": week.overdue,
        "aujourdhui": week.today.counts,
        "jours": [
            {
                "date": day.day,
                "jour": WEEKDAYS[day.day.weekday()],
                "ouvre": day.working,
                "lignes": [record(task, today, settings) for task in day.tasks],
            }
            for day in week.days
        ],
    }


def _named(day: WeekDay) -> str:
    name = day.day
    rank = "1er" if name.day == 1 else str(name.day)
    return f"{WEEKDAYS[name.weekday()]} {rank} {MONTHS[name.month - 1]}"


def _rows(day: WeekDay) -> list[list[Any]]:
    label = f"{WEEKDAYS[day.day.weekday()][:3]}. {short(day.day)[:5]}"
    if not day.tasks:
        closed = "" if day.working else ("week-end" if day.day.weekday() > 4 else "jour férié")
        return [[label, "", "", "", closed or "—", "", ""]]
    calls = [task for task in day.tasks if task.kind == DayKind.FIRST_CONTACT]
    crowd = calls if len(calls) > SEVERAL else []
    rows = [_row(task) for task in day.tasks if task not in crowd]
    if crowd:
        rows.append(["", "", "", "", f"{plural(len(crowd), 'premier appel', 'premiers appels')}",
                     "au plus tard ce jour", ""])  # fmt: skip
    rows[0][0] = label
    return rows


def _row(task: Task) -> list[Any]:
    return [
        "",
        hour(task.stakes.at) if task.stakes.at else "",
        task.reference,
        shorten(task.name, 26),
        shorten(capital(task.what), 80),
        shorten(task.why, 80),
        spoken(task.phone),
    ]
