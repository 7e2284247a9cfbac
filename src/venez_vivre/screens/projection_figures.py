"""The projection as figures: data for scripts, rows for a spreadsheet, and what it rests on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from venez_vivre.dates import short
from venez_vivre.steering.forecasting.chances import ENOUGH
from venez_vivre.steering.forecasting.results import (
    LEVEL,
    Amount,
    Backtest,
    Cohort,
    Line,
    Origin,
    Outlook,
    Range,
    Settled,
)
from venez_vivre.steering.projection import METHOD, Projection
from venez_vivre.steering.targets import LABELS, MONTH_DAYS
from venez_vivre.texts import number, plural

BORROWED = (
    "Chaque territoire emprunte les délais de l’ensemble : il se distingue par ses foyers ouverts, "
    "accompagnés ou non, et par ses inscriptions récentes."
)
PACE = "Les inscriptions continuent au rythme des {days} derniers jours : {foyers} par mois."
CARRIED = (
    "Moins de {few} foyers ont été suivis plus de {signup} jours après l’inscription, plus de "
    "{exchange} jours après le premier échange : au-delà, le rythme des {tail} derniers jours de "
    "suivi se prolonge."
)
SIZED = (
    "Un foyer qui s’installe compte {size} personnes, comme ceux d’avant. Un foyer en veille peut "
    "encore s’installer, un dossier clos non."
)


def data(value: Projection) -> dict[str, Any]:
    """The projection for scripts; these names are a promise."""
    return {
        "jour": value.day,
        "au": value.until,
        "territoire": value.territory.code if value.territory else None,
        "niveau": LEVEL,
        "installations": {
            "deja": _settled(value.settled),
            "a_venir": _amount(value.expected),
            "total": _amount(value.total),
        },
        "origines": [_origin(one) for one in value.origins],
        "territoires": [_line(one) for one in value.territories],
        "cohortes": [_cohort(one) for one in value.cohorts],
        "retrospective": [_backtest(one) for one in value.backtests],
        "objectifs": [_outlook(one) for one in value.outlooks],
        "methode": METHOD,
        "hypotheses": _basis(value) | {"phrases": assumptions(value)},
    }


def _settled(found: Settled) -> dict[str, int]:
    return {"foyers": found.households, "personnes": found.people}


def _range(found: Range) -> dict[str, Any]:
    return {"attendu": found.expected, "bas": found.low, "haut": found.high}


def _amount(found: Amount) -> dict[str, Any]:
    return {"foyers": _range(found.households), "personnes": _range(found.people)}


def _origin(one: Origin) -> dict[str, Any]:
    expected = {"foyers": one.expected, "personnes": one.people}
    return {"origine": one.key, "foyers": one.households, "attendu": expected}


def _line(one: Line) -> dict[str, Any]:
    return {
        "code": one.key,
        "nom": one.label,
        "foyers_ouverts": one.waiting,
        "deja": _settled(one.settled),
        "a_venir": _amount(one.expected),
    }


def _cohort(one: Cohort) -> dict[str, Any]:
    return {
        "mois": one.month,
        "foyers_inscrits": one.registered,
        "foyers_installes": one.settled,
        "foyers_ouverts": one.waiting,
        "attendu": {"foyers": one.expected, "personnes": one.people},
    }


def _backtest(one: Backtest) -> dict[str, Any]:
    return {
        "jour": one.day,
        "au": one.until,
        "annonce": _amount(one.said),
        "realise": _settled(one.came),
        "dans_la_fourchette": one.held,
    }


def _outlook(one: Outlook) -> dict[str, Any]:
    goal = one.pace.goal
    ranged = one.by_projection and one.expected
    return {
        "indicateur": goal.indicator,
        "libelle": LABELS[goal.indicator],
        "valeur": goal.value,
        "echeance": goal.deadline,
        "atteint": one.pace.reached,
        "rythme": one.pace.state,
        "methode": "projection" if one.by_projection else "rythme_recent",
        "rythme_jours": one.days,
        "a_l_echeance": one.expected.expected if one.expected else None,
        "bas": one.expected.low if one.expected and ranged else None,
        "haut": one.expected.high if one.expected and ranged else None,
        "chances": one.chance,
        "atteint_le": one.met_on,
        "pas_avant": one.seen if one.met_on is None else None,
    }


def _basis(value: Projection) -> dict[str, Any]:
    basis = value.basis
    signup, exchange = basis.followed
    return {
        "installations": basis.settlements,
        "recul_jours": basis.history,
        "suivi_jours_apres_inscription": signup,
        "suivi_jours_apres_premier_echange": exchange,
        "prolongement_jours": basis.tail,
        "rythme_inscriptions_jours": basis.pace,
        "inscriptions_par_mois": round(value.newcomers / value.days * MONTH_DAYS, 1),
        "personnes_par_foyer": round(basis.size, 2),
        "tirages": basis.draws,
    }


def assumptions(value: Projection) -> list[str]:
    """What must stay as it is for the projection to hold, one sentence each."""
    basis = value.basis
    signup, exchange = map(number, basis.followed)
    a_month = round(value.newcomers / value.days * MONTH_DAYS)
    return [
        BORROWED,
        PACE.format(days=number(basis.pace), foyers=plural(a_month, "foyer")),
        CARRIED.format(signup=signup, exchange=exchange, few=ENOUGH, tail=basis.tail),
        SIZED.format(size=number(basis.size, 1)),
    ]


def records(value: Projection) -> Sequence[dict[str, Any]]:
    """One row for each territory; they sum to the total, but for the bounds."""
    return [
        {
            "code": one.key,
            "nom": one.label,
            "au": value.until,
            "foyers_ouverts": one.waiting,
            "deja_foyers": one.settled.households,
            "deja_personnes": one.settled.people,
            **_flat("foyers", one.expected.households),
            **_flat("personnes", one.expected.people),
        }
        for one in value.territories
    ]


RECORD_KEYS = (
    "code", "nom", "au", "foyers_ouverts", "deja_foyers", "deja_personnes", "foyers_attendu",
    "foyers_bas", "foyers_haut", "personnes_attendu", "personnes_bas", "personnes_haut",
)  # fmt: skip


def _flat(unit: str, found: Range) -> dict[str, Any]:
    return {f"{unit}_{name}": amount for name, amount in _range(found).items()}


def told(one: Backtest) -> str:
    """« La projection du 01/03/2026 annonçait 18 à 27 foyers pour le …, réalisé 22. »."""
    said = one.said.households
    return (
        f"La projection du {short(one.day)} annonçait {number(said.low)} à "
        f"{plural(said.high, 'foyer')} pour le {short(one.until)}, réalisé "
        f"{number(one.came.households)}."
    )
