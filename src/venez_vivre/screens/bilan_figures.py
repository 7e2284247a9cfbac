"""The bilan as figures: data for scripts, rows for a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from venez_vivre.screens import steering, targets
from venez_vivre.screens.pages import Page
from venez_vivre.steering import impact
from venez_vivre.steering.bilan import Bilan
from venez_vivre.steering.delays import Delay
from venez_vivre.steering.funnel import SPONTANEOUS, Group
from venez_vivre.steering.groups import NOT_SAID
from venez_vivre.steering.impact import ASSUMPTIONS, Impact
from venez_vivre.store.queries.steering import Spending


def data(value: Bilan) -> dict[str, Any]:
    """The bilan for scripts: the funnel's keys and its own; these names are a promise."""
    return steering.data(value.funnel) | {
        "campagnes": _spent(value.campaigns.total)
        | {
            "axes": len(value.campaigns.axes),
            "par_axe": [{"axe": one.axis, **_spent(one)} for one in value.campaigns.axes],
        },
        "objectifs": targets.data(value.targets),
        "impact": _impact(value.impact),
        "delais": [_delay(delay) for delay in value.delays],
        "nombre_territoires": len(value.territories),
        "territoires": [_territory(group) for group in value.territories],
        "sans_territoire": {"etapes": steering.steps(value.elsewhere)},
    }


def _spent(one: Spending) -> dict[str, Any]:
    whole, cents = divmod(one.cents, 100)
    return {
        "depense": one.cents / 100 if cents else whole,
        "vues": one.views,
        "visites": one.visits,
        "ecoutes": one.plays,
    }


def _impact(value: Impact) -> dict[str, Any]:
    return {
        "par_personne": {
            "personnes": value.people,
            "euros_par_personne": ASSUMPTIONS["euros_par_personne"].value,
            "euros": round(value.euros_by_people),
        },
        "par_foyer": {
            "foyers": value.households,
            "euros_par_foyer": ASSUMPTIONS["euros_par_foyer"].value,
            "euros": round(value.euros_by_households),
            "emplois_par_foyer": ASSUMPTIONS["emplois_par_foyer"].value,
            "emplois": value.jobs,
        },
        "ecart": {"euros": round(value.gap), "part": _rounded(value.gap_ratio)},
        "hypotheses": [
            {"nom": name, "valeur": one.value, "unite": one.unit, "source": one.source}
            for name, one in ASSUMPTIONS.items()
        ],
        "methode": impact.METHOD,
    }


def _rounded(ratio: float | None) -> float | None:
    return None if ratio is None else round(ratio, 6)


def _delay(delay: Delay) -> dict[str, Any]:
    return {
        "de": delay.origin,
        "vers": delay.goal,
        "foyers": delay.households,
        "evenements": delay.events,
        "mediane_jours": delay.median.days,
        "mediane_bas": delay.median.low,
        "mediane_haut": delay.median.high,
        "part_12_mois": _rounded(delay.within_year),
        "part_12_mois_bas": _rounded(delay.low),
        "part_12_mois_haut": _rounded(delay.high),
    }


def _territory(group: Group) -> dict[str, Any]:
    alone = group.counts.step(SPONTANEOUS)
    return {
        "code": group.key,
        "nom": group.label,
        "etapes": steering.steps(group.counts),
        "spontanees": {"foyers": alone.households, "personnes": alone.people},
    }


Row = tuple[str, str, str, Any]
NAMING = frozenset(
    {"etape", "passage", "de", "vers", "axe", "indicateur", "libelle", "nom", "par_axe"}
)
"""Keys that name a thing and measure nothing."""


def sheet(value: Bilan) -> Page:
    """The bilan as rows `rubrique, element, mesure, valeur`."""
    names = ("rubrique", "element", "mesure", "valeur")
    return Page([dict(zip(names, row, strict=True)) for row in _rows(data(value))], list)


def _rows(found: dict[str, Any]) -> Iterable[Row]:
    """Every figure of the bilan, one a row."""
    yield from _measures("periode", "", {"du": found["du"], "au": found["au"]})
    yield from _named("entonnoir", "etape", _all_steps(found))
    yield from _named("taux", "passage", map(_passage, found["taux"]))
    yield from _measures("campagnes", "", found["campagnes"])
    yield from _named("campagnes", "axe", found["campagnes"]["par_axe"])
    yield from _named("objectifs", "indicateur", found["objectifs"])
    for way in ("par_personne", "par_foyer", "ecart"):
        yield from _measures("impact", way, found["impact"][way])
    yield from _named("delais", "passage", map(_passage, found["delais"]))
    places = [*found["territoires"], {"nom": NOT_SAID, **found["sans_territoire"]}]
    yield from _named("territoires", "nom", map(_flat, places))


def _all_steps(found: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        *found["etapes"][:-1],
        {"etape": "installes", **found["installes"]},
        {"etape": SPONTANEOUS, **found["spontanees"]},
    ]


def _passage(found: dict[str, Any]) -> dict[str, Any]:
    return {"passage": f"{found['de']} → {found['vers']}", **found}


def _flat(place: dict[str, Any]) -> dict[str, Any]:
    units = ("foyers", "personnes")
    counts = {f"{step['etape']}_{unit}": step[unit] for step in place["etapes"] for unit in units}
    return {"nom": place["nom"], **counts}


def _named(heading: str, name: str, found: Iterable[dict[str, Any]]) -> Iterable[Row]:
    for one in found:
        yield from _measures(heading, one[name], one)


def _measures(heading: str, element: str, found: dict[str, Any]) -> Iterable[Row]:
    for name, value in found.items():
        if name not in NAMING:
            yield heading, element, name, value
