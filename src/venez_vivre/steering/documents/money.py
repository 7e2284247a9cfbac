"""Campaigns, targets and impact, as parts of a report."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from venez_vivre.steering import impact as figures
from venez_vivre.steering import targets
from venez_vivre.steering.documents.channels import amount
from venez_vivre.steering.documents.figures import Derived, Figure, Key
from venez_vivre.steering.documents.making import Making
from venez_vivre.steering.documents.spans import Span
from venez_vivre.steering.documents.stages import rounded
from venez_vivre.steering.impact import Assumption, Impact
from venez_vivre.steering.targets import LABELS, MEASURES, Pace
from venez_vivre.store.queries import steering as queries
from venez_vivre.store.queries.steering import Spending

UNITS = {"people": "personnes", "households": "foyers"}


def campaigns(making: Making) -> dict[str, Any]:
    """What communication cost, and its audience, in total and by axis."""
    found = queries.spending(making.rows, making.scope(making.spans.now))
    total = Spending(
        "",
        sum(one.cents for one in found),
        sum(one.views for one in found),
        sum(one.visits for one in found),
        sum(one.plays for one in found),
    )
    return _spent(total) | {
        "axes": len(found),
        "par_axe": [{"axe": one.axis, **_spent(one)} for one in found],
    }


def _spent(one: Spending) -> dict[str, Any]:
    return {
        "depense": amount(one.cents),
        "vues": one.views,
        "visites": one.visits,
        "ecoutes": one.plays,
    }


def paces(making: Making) -> list[dict[str, Any]]:
    """Every target of the scheme and where it stands at the end of the report."""
    return [pace(one, making) for one in targets.paces(making.rows, making.until)]


def pace(one: Pace, making: Making) -> dict[str, Any]:
    """One target; what it has reached is the figure of the whole scheme, whatever the territory."""
    stage, unit = MEASURES[one.goal.indicator]
    span = Span(one.goal.starts_on, min(one.goal.deadline, making.until))
    moment = span.moment if making.place is None else ("dispositif", *span.moment)
    key: Key = (*moment, stage, UNITS[unit])
    reached = (key,)
    per_month = None if one.per_month is None else round(one.per_month, 1)
    return {
        "indicateur": one.goal.indicator,
        "libelle": LABELS[one.goal.indicator],
        "valeur": one.goal.value,
        "depuis": one.start,
        "echeance": one.goal.deadline,
        "atteint": Figure(key, one.reached),
        "part": Derived(round(one.share, 6), reached),
        "attendu": round(one.expected, 1),
        "ecart": Derived(one.gap, reached),
        "par_mois": Derived(per_month, reached),
        "a_faire_par_mois": Derived(one.per_month_whole, reached),
        "rythme": Derived(one.state, reached),
    }


def impact(making: Making) -> dict[str, Any]:
    """What those who settled in the period spend, two ways; what campaigns cost beside it."""
    span = making.spans.now
    settled = making.counts(span).step("installes")
    spent = 0 if making.place else _cents(making)
    known = figures.assumptions(making.rows)
    found = figures.estimate(settled.people, settled.households, spent / 100, known)
    people, households = ((*span.moment, "installes", unit) for unit in ("personnes", "foyers"))
    return {
        "par_personne": {
            "personnes": Figure(people, found.people),
            "euros_par_personne": figures.plain(known["euros_par_personne"].value),
            "euros": Derived(round(found.euros_by_people), (people,)),
        },
        "par_foyer": {
            "foyers": Figure(households, found.households),
            "euros_par_foyer": figures.plain(known["euros_par_foyer"].value),
            "euros": Derived(round(found.euros_by_households), (households,)),
            "emplois_par_foyer": figures.plain(known["emplois_par_foyer"].value),
            "emplois": Derived(found.jobs, (households,)),
        },
        "ecart": {
            "euros": Derived(round(found.gap), (people, households)),
            "part": Derived(rounded(found.gap_ratio), (people, households)),
        },
        "rendement": None if making.place else _returned(found, people, households),
        "hypotheses": _assumptions(known),
        "methode": figures.METHOD,
    }


def _assumptions(known: Mapping[str, Assumption]) -> list[dict[str, Any]]:
    return [
        {
            "nom": name,
            "valeur": figures.plain(one.value),
            "unite": one.unit,
            "source": one.source,
            "le": one.dated,
            "publiee": one.usual,
        }
        for name, one in known.items()
    ]


def _cents(making: Making) -> int:
    return sum(one.cents for one in queries.spending(making.rows, making.scope(making.spans.now)))


def _returned(found: Impact, people: Key, households: Key) -> dict[str, Any]:
    low, high = found.returned or (None, None)
    both = (people, households)
    return {
        "depense": found.spent,
        "cout_par_foyer": Derived(_cents_of(found.cost_per_household), (households,)),
        "cout_par_personne": Derived(_cents_of(found.cost_per_person), (people,)),
        "euros_pour_un_euro_bas": Derived(_tenth(low), both),
        "euros_pour_un_euro_haut": Derived(_tenth(high), both),
        "methode": figures.RETURN_METHOD,
    }


def _cents_of(value: float | None) -> float | None:
    return None if value is None else round(value, 2)


def _tenth(value: float | None) -> float | None:
    return None if value is None else round(value, 1)
