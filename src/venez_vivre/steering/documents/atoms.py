"""What the days of a report have in common: the stretches that its periods are all made of.

A month, a week, the period and the total to date overlap. Whoever has some of them can subtract:
each is told as a sum of stretches of days, which no page shows, and which are protected too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import pairwise
from typing import Any

from venez_vivre.steering.documents.figures import Hint, Key, Tie, cells
from venez_vivre.steering.documents.making import Making
from venez_vivre.steering.documents.spans import DAY, Span
from venez_vivre.steering.documents.stages import UNITS
from venez_vivre.steering.funnel import SPONTANEOUS, STAGES
from venez_vivre.store.queries import activity, frozen
from venez_vivre.store.queries import steering as queries
from venez_vivre.texts import HIDDEN

BEGINNING = date.min
EXCHANGES = ("echanges", "nombre")
FOLLOWED = frozenset({(s, u) for s in (*STAGES, SPONTANEOUS) for u in UNITS} | {EXCHANGES})
"""What is counted by day: what, in which unit."""

Daily = dict[tuple[str, str], dict[date, int]]


def hint(making: Making, kind: str, content: Mapping[str, Any]) -> Hint:
    """The stretches behind a document, and what the public already has of them."""
    daily = _daily(making)
    shown = {key: n for key, n in cells(content).items() if _is_flow(key)}
    known = dict(_published(making, kind, daily))
    unprinted: dict[Key, int] = {}
    ties: list[Tie] = []
    for what in FOLLOWED:
        keys = [key for key in {**shown, **known} if key[3:] == what]
        stretches = _stretches(keys)
        for start, end in stretches:
            unprinted[_atom(start, end, what)] = _sum(daily, what, start, end)
        for key in keys:
            first, last = key[1] or BEGINNING, key[2]
            parts = tuple(
                _atom(start, end, what)
                for start, end in stretches
                if first <= start and end <= last
            )
            ties.append(Tie(key, parts))
    return Hint(unprinted, known, tuple(ties))


def _is_flow(key: Key) -> bool:
    return len(key) == 5 and key[0] in {"du", "depuis le début"} and key[3:] in FOLLOWED


def _atom(start: date, end: date, what: tuple[str, str]) -> Key:
    return ("jours", start, end, *what)


def _stretches(keys: list[Key]) -> list[tuple[date, date]]:
    """The days between one beginning or end and the next, which no period cuts."""
    cuts = sorted({key[1] or BEGINNING for key in keys} | {key[2] + DAY for key in keys})
    return [(start, after - DAY) for start, after in pairwise(cuts)]


def _daily(making: Making) -> Daily:
    """Every stage day by day, in both units, and the exchanges, up to the end of the report."""
    whole = making.to_date
    found: Daily = {what: {} for what in FOLLOWED}
    for stage, day, step in queries.funnel(making.rows, making.scope(whole, queries.DAY)):
        on = date.fromisoformat(str(day))
        for unit, count in zip(UNITS, (step.households, step.people), strict=True):
            days = found[stage, unit]
            days[on] = days.get(on, 0) + count
    for text, count in activity.exchanges_by_day(making.rows, making.days(whole)):
        found[EXCHANGES][date.fromisoformat(text)] = count
    return found


def _sum(daily: Daily, what: tuple[str, str], start: date, end: date) -> int:
    return sum(count for day, count in daily[what].items() if start <= day <= end)


def _published(making: Making, kind: str, daily: Daily) -> Iterator[tuple[Key, int]]:
    """What earlier public reports printed, as long as it is still what is counted.

    A figure that was corrected since tells nothing exact of today’s.
    """
    number = making.place.number if making.place else None
    for report in frozen.listed(making.rows):
        same = report.kind == kind and report.diffusion == "publique"
        if same and (report.territory.number if report.territory else None) == number:
            for key, value in _printed(report.document):
                first = key[1] or BEGINNING
                if key[2] <= making.until and value == _sum(daily, (key[3], key[4]), first, key[2]):
                    yield key, value


def _printed(document: Mapping[str, Any]) -> Iterator[tuple[Key, int]]:
    """The figures by day that a kept document shows, its hidden ones left out."""
    until = date.fromisoformat(document["situation_au"])
    for step in document.get("entonnoir", {}).get("etapes", ()):
        for unit in UNITS:
            if step[unit] != HIDDEN:
                yield (*Span(None, until).moment, step["etape"], unit), step[unit]
    for line in (*document.get("semaines", ()), *document.get("mois", ())):
        days = Span(date.fromisoformat(line["du"]), date.fromisoformat(line["au"]))
        for stage in STAGES:
            for unit in UNITS:
                if line[f"{stage}_{unit}"] != HIDDEN:
                    yield (*days.moment, stage, unit), line[f"{stage}_{unit}"]
