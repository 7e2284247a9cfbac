"""What was done and reached in a period, beside the period before and the same a year before."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from venez_vivre import NamedTuple
from venez_vivre.dates import add_working_days
from venez_vivre.steering.documents.figures import Derived, Figure, Key
from venez_vivre.steering.documents.making import Making
from venez_vivre.steering.documents.spans import DAY, Span
from venez_vivre.steering.documents.stages import UNITS
from venez_vivre.steering.funnel import SPONTANEOUS
from venez_vivre.store.queries import activity
from venez_vivre.vocabulary import CaseStatus

TIMES = "nombre"


class Indicator(NamedTuple):
    """What is counted: its code, its name, the noun of its own unit when it has one."""

    code: str
    label: str
    times: str = ""


INDICATORS = (
    Indicator("inscrits", "Nouvelles inscriptions"),
    Indicator("premiers_appels", "Premiers appels dus"),
    Indicator("premiers_appels_a_temps", "… dont faits à temps"),
    Indicator("echanges", "Échanges", "échanges"),
    Indicator("joints", "… dont la personne a été jointe", "échanges"),
    Indicator("accompagnes", "Nouveaux accompagnements"),
    Indicator("mises_en_relation", "Mises en relation", "mises en relation"),
    Indicator("visites", "Visites", "venues"),
    Indicator("installes", "Installations"),
    Indicator(SPONTANEOUS, "Installations spontanées"),
    Indicator("abandons", "Abandons"),
    Indicator("mises_en_veille", "Mises en veille"),
    Indicator("departs", "Départs après installation"),
)
"""The lines of a report, in the order of the journey."""

Values = dict[tuple[str, str], int]
"""What was counted: (code, unit) → how many."""


class Pair(NamedTuple):
    """Households and people."""

    households: int = 0
    people: int = 0

    def plus(self, households: int, people: int) -> Pair:
        """The two together."""
        return Pair(self.households + households, self.people + people)

    def values(self, code: str) -> Values:
        """The indicator of that code, in both units."""
        return {(code, unit): count for unit, count in zip(UNITS, self, strict=True)}


def section(making: Making) -> list[dict[str, Any]]:
    """Every indicator in each of its units, with its two comparisons."""
    spans = making.spans
    found = {span: values(making, span) for span in (spans.now, spans.before, spans.year) if span}
    _tied(making)
    return [
        _line(making, one, unit, found)
        for one in INDICATORS
        for unit in ((TIMES,) if one.times else ()) + UNITS
    ]


def _line(making: Making, one: Indicator, unit: str, found: dict[Span, Values]) -> dict[str, Any]:
    def figure(span: Span | None) -> Figure | None:
        if span is None:
            return None
        return Figure((*span.moment, one.code, unit), found[span][one.code, unit])

    now, before, year = (
        figure(s) for s in (making.spans.now, making.spans.before, making.spans.year)
    )
    return {
        "indicateur": one.code,
        "libelle": one.label,
        "unite": one.times if unit == TIMES else unit,
        "valeur": now,
        "precedent": before,
        "ecart": _gap(now, before),
        "annee_precedente": year,
        "ecart_annee": _gap(now, year),
    }


def _gap(now: Figure | None, before: Figure | None) -> Derived | None:
    if now is None or before is None:
        return None
    return Derived(now.value - before.value, (now.key, before.key))


def values(making: Making, span: Span) -> Values:
    """Every indicator of those days."""
    found: Values = {}
    for stage in ("inscrits", "accompagnes", "installes", SPONTANEOUS):
        step = making.counts(span).step(stage)
        found[stage, "foyers"], found[stage, "personnes"] = step.households, step.people
    for act in activity.ACTS:
        done = activity.done(making.rows, act, making.days(span))
        found[act, TIMES], found[act, "foyers"], found[act, "personnes"] = done
    return found | _calls(making, span) | _dropped(making, span)


def _calls(making: Making, span: Span) -> Values:
    """First calls whose delay ended in those days, and those of them made within it."""
    delay = making.settings["premier_contact"]
    first = span.start - timedelta(days=delay * 3 + 10) if span.start else None
    due, in_time = Pair(), Pair()
    for one in activity.first_calls(making.rows, making.days(Span(first, span.end))):
        deadline = add_working_days(one.registered_on, delay)
        if deadline > span.end or (span.start and deadline < span.start):
            continue
        due = due.plus(one.households, one.people)
        if one.called_on and one.called_on <= deadline:
            in_time = in_time.plus(one.households, one.people)
    return due.values("premiers_appels") | in_time.values("premiers_appels_a_temps")


def _dropped(making: Making, span: Span) -> Values:
    gone = activity.dropped(making.rows, making.days(span))
    found: Values = {}
    for code, status in CLOSED.items():
        kept = [one for one in gone if one.status == status]
        found |= Pair(sum(one.households for one in kept), sum(one.people for one in kept)).values(
            code
        )
    return found


CLOSED = {"abandons": CaseStatus.CLOSED, "mises_en_veille": CaseStatus.DORMANT}
"""What closing a household counts as."""


def _tied(making: Making) -> None:
    """What has happened to date is what had happened before, and what happened since."""
    now = making.spans.now
    if now.start is None:
        return
    before = Span(None, now.start - DAY)
    for code in ("inscrits", "accompagnes", "installes", SPONTANEOUS):
        for unit in UNITS:
            end: Key = (code, unit)
            making.tie((*making.to_date.moment, *end), (*before.moment, *end), (*now.moment, *end))
