"""What stands at the end of a report: what blocks, what no offer meets, what is due, what lacks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from venez_vivre.dates import add_months
from venez_vivre.steering.documents.figures import Figure
from venez_vivre.steering.documents.making import Making
from venez_vivre.steering.documents.spans import DAY, WEEK
from venez_vivre.store.queries import stocks as queries
from venez_vivre.store.queries.stocks import Stock
from venez_vivre.vocabulary import CloseReason, FollowUpKind

BLOCKERS = {str(reason): reason.label for reason in CloseReason}
GAPS = {
    "sans_territoire": "sans territoire",
    "sans_agent": "sans chargé d’accueil",
    "sans_metier": "sans métier",
    "sans_telephone": "sans numéro de téléphone",
    "sans_horizon": "sans horizon de projet",
    "sans_prochaine_action": "sans prochaine action",
}
DUE = {
    "retard": "relances déjà en retard",
    FollowUpKind.APPOINTMENT.value: "rendez-vous",
    FollowUpKind.ACTION.value: "relances",
}


def blocked(making: Making) -> dict[str, Any]:
    """Households that are followed, silent, and blocked, by what blocks them."""
    every = making.followed
    found = queries.blocked(every)
    whole = next((one for one in found if not one.code), Stock("", 0, 0))
    silent = queries.summed("silence", (one for one in every if one.silent))
    return {
        "suivis": _both(making, "suivis", queries.summed("suivis", every)),
        "silencieux": {
            "jours": making.settings["silence"],
            **_both(making, "silence", silent),
        },
        "bloques": _both(making, "bloques", whole),
        "freins": [
            {
                "frein": one.code,
                "libelle": BLOCKERS.get(one.code, one.code),
                **_both(making, f"frein {one.code}", one),
            }
            for one in found
            if one.code
        ],
    }


def incomplete(making: Making) -> dict[str, Any]:
    """What the files of followed households lack; the lines that nobody has identified yet."""
    every = making.followed
    found = [
        queries.summed(gap, (one for one in every if gap in one.lacks)) for gap in queries.GAPS
    ]
    return {
        "manques": [
            {
                "manque": one.code,
                "libelle": GAPS[one.code],
                **_both(making, f"manque {one.code}", one),
            }
            for one in found
        ],
        "lignes_a_identifier": Figure(
            ("stock", making.until, "lignes"), queries.waiting_lines(making.rows, making.at().day)
        ),
    }


def ahead(making: Making) -> dict[str, Any]:
    """What the seven days after the report hold."""
    at, last = making.at(), making.until + WEEK
    due = queries.due(making.rows, at, last.isoformat())
    lines = [
        _due(making, code, label, [number for kind, number in due if kind == code])
        for code, label in DUE.items()
    ]
    seen = queries.visits(making.rows, at, last.isoformat())
    guests = [number for _, number in seen if number is not None]
    lines += [
        _due(making, "visites", "visites", guests, len({visit for visit, _ in seen})),
        _due(making, "suivis", "appels après l’arrivée", _calls(making, last)),
        _due(
            making,
            "reveils",
            "dossiers à réveiller",
            queries.waking(making.rows, at, last.isoformat()),
        ),
    ]
    return {"du": making.until + DAY, "au": last, "lignes": lines}


def _due(
    making: Making, code: str, label: str, households: Sequence[int], times: int | None = None
) -> dict[str, Any]:
    """How many of one kind; a household with several is one."""
    own = set(households)
    counts = {
        "nombre": len(households) if times is None else times,
        "foyers": len(own),
        "personnes": queries.people(making.rows, making.at(), own),
    }
    moment = ("à venir", making.until, code)
    figures = {unit: Figure((*moment, unit), count) for unit, count in counts.items()}
    return {"echeance": code, "libelle": label, **figures}


def _calls(making: Making, last: date) -> list[int]:
    """Calls after an arrival whose month comes in the days ahead and that nobody made yet.

    Each is the number of its household: one may be called more than once.
    """
    months = making.settings.months
    return [
        one.household
        for one in queries.arrivals(making.rows, making.at())
        for month in _left(months, one.calls)
        if making.until < add_months(date.fromisoformat(one.settled_on), month) <= last
    ]


def _left(months: Iterable[int], calls: str) -> list[int]:
    made = {int(month) for month in calls.split(",") if month}
    return [month for month in months if month not in made]


def _both(making: Making, what: str, one: Stock) -> dict[str, Any]:
    moment = ("stock", making.until, what)
    return {
        "foyers": Figure((*moment, "foyers"), one.households),
        "personnes": Figure((*moment, "personnes"), one.people),
    }
