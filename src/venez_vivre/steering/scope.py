"""From the options of a command to the facts that are counted."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from venez_vivre.dates import Period, parse_month, period, short
from venez_vivre.errors import Misuse
from venez_vivre.store.queries.steering import Scope

EVERY_MONTH = "mois"


def read(
    today: date, days: Mapping[str, str | None], *, par: str = "", cohort: str | None = None
) -> Scope:
    """The scope of a period (`du`, `au`, `semaine`, `mois`, `annee`) or of a cohort.

    A cohort is `mois` (every month of sign-up) or one month, `2025-03`; it is grouped by month of
    sign-up unless `par` says otherwise. A period without an end goes to today.
    """
    asked = period(today, **days)
    if cohort is not None:
        return _cohort(today, asked, cohort, par or "mois")
    end = _end(asked, today)
    return Scope(asked.start, end, min(end, today), par)


def _cohort(today: date, asked: Period, cohort: str, par: str) -> Scope:
    if cohort != EVERY_MONTH:
        if asked != Period(None, None):
            raise Misuse("Un mois de cohorte dit déjà la période : retirez les autres dates.")
        asked = parse_month(cohort)
    return Scope(asked.start, _end(asked, today), today, par, cohort=True)


def _end(asked: Period, today: date) -> date:
    end = asked.end or today
    if asked.start and asked.start > end:
        raise Misuse(f"La période commence le {short(asked.start)}, après aujourd’hui.")
    return end
