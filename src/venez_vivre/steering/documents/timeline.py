"""The weeks or the months that lead to the end of a report."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from venez_vivre.dates import MONTHS, add_months
from venez_vivre.steering.documents.figures import Figure
from venez_vivre.steering.documents.making import Making
from venez_vivre.steering.documents.spans import DAY, Span
from venez_vivre.steering.documents.stages import UNITS
from venez_vivre.steering.funnel import STAGES
from venez_vivre.store.queries import activity
from venez_vivre.store.queries import steering as queries
from venez_vivre.store.queries.steering import Step

WEEKS = 13
MONTHS_SHOWN = 13


def weeks(making: Making) -> list[dict[str, Any]]:
    """The last thirteen weeks, the last one cut at the end of the report."""
    monday = making.until - timedelta(days=making.until.weekday())
    starts = [monday - timedelta(weeks=n) for n in reversed(range(WEEKS))]
    return _parts(making, [Span(s, min(s + 6 * DAY, making.until)) for s in starts], _week)


def months(making: Making) -> list[dict[str, Any]]:
    """The last thirteen months: a year, and the same month of the year before."""
    first = making.until.replace(day=1)
    starts = [add_months(first, -n) for n in reversed(range(MONTHS_SHOWN))]
    ends = [add_months(start, 1) - DAY for start in starts]
    spans = [Span(s, min(e, making.until)) for s, e in zip(starts, ends, strict=True)]
    return _parts(making, spans, _month)


def _week(start: date) -> dict[str, Any]:
    year, week, _ = start.isocalendar()
    return {"periode": f"{year}-W{week:02}", "libelle": f"S{week:02}"}


def _month(start: date) -> dict[str, Any]:
    return {
        "periode": f"{start:%Y-%m}",
        "libelle": f"{MONTHS[start.month - 1]} {start.year}",
    }


def _parts(making: Making, spans: list[Span], named: Any) -> list[dict[str, Any]]:
    """Each span with its stages and exchanges, read in two queries for all of them."""
    whole = Span(spans[0].start, spans[-1].end)
    steps, exchanges = _by_day(making, whole)
    lines = []
    for span in spans:
        days = list(_days(span))
        line = {**named(span.start), "du": span.start, "au": span.end}
        for stage in STAGES:
            step = sum((steps[stage, d] for d in days if (stage, d) in steps), Step())
            for unit, count in zip(UNITS, (step.households, step.people), strict=True):
                line[f"{stage}_{unit}"] = Figure((*span.moment, stage, unit), count)
        held = sum(exchanges.get(day, 0) for day in days)
        line["echanges"] = Figure((*span.moment, "echanges", "nombre"), held)
        lines.append(line)
    return lines


def _by_day(making: Making, span: Span) -> tuple[dict[tuple[str, str], Step], dict[str, int]]:
    found = queries.funnel(making.rows, making.scope(span, queries.DAY))
    steps: dict[tuple[str, str], Step] = {}
    for stage, day, step in found:
        steps[stage, str(day)] = steps.get((stage, str(day)), Step()) + step
    return steps, dict(activity.exchanges_by_day(making.rows, making.days(span)))


def _days(span: Span) -> Iterator[str]:
    day = span.start or span.end
    while day <= span.end:
        yield day.isoformat()
        day += DAY
