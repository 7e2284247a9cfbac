"""How the table of who stayed looks, in households and in people."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from venez_vivre.casework.terms import label
from venez_vivre.dates import short
from venez_vivre.screens.pages import Block, Column, Page, Prose, Table
from venez_vivre.steering.retention import Count, Departure, Month, Retention
from venez_vivre.texts import percent
from venez_vivre.vocabulary import CloseReason

COLUMNS = (
    Column("mois", "Après", "name"),
    Column("unite", ""),
    Column("dus", "Échus", "count"),
    Column("restes", "Restés", "count"),
    Column("repartis", "Repartis", "count"),
    Column("sans_reponse", "Sans\nréponse", "count", minor=1),
    Column("inconnus", "Jamais\nappelés", "count"),
    Column("pas_encore", "Pas\nencore", "count", minor=2),
    Column("taux", "Part\nde restés", "rate", minor=3),
)
RATES = (
    Column("mois", "Après", "name"),
    Column("unite", ""),
    Column("n", "Connus", "count"),
    Column("taux", "Part\nde restés", "rate"),
    Column("intervalle", "Intervalle\nà 95 %"),
    Column("au_moins", "Si les\ninconnus\nétaient\nrepartis", "rate", minor=1),
    Column("au_plus", "Si les\ninconnus\nétaient\nrestés", "rate", minor=2),
)
LINE_KEYS = (
    "mois", "unite", "dus", "restes", "repartis", "sans_reponse", "inconnus", "pas_encore", "n",
    "taux", "si_inconnus_repartis", "si_inconnus_restes", "bas", "haut",
)  # fmt: skip
LEAVING = (
    Column("motif", "Pourquoi", "name"),
    Column("foyers", "Foyers", "count"),
    Column("personnes", "Personnes", "count"),
)
EMPTY = "Aucune installation à cette date. `venez-vivre installations noter` en note une."
COUNTED = (
    "« Échus » : arrivés depuis au moins ce temps. Qui est reparti compte comme reparti aux mois "
    "suivants ; qui a dit plus tard être toujours là était là avant."
)
RATED = (
    "Restés sur restés et repartis : les inconnus (sans réponse, jamais appelés) ne comptent "
    "d’aucun côté. L’intervalle (Wilson) porte sur les foyers, dont les membres partent ensemble."
)


def page(found: Retention, form: str | None = None) -> Page:
    """The table, then the reasons for leaving; a spreadsheet gets one line a month and unit."""
    if form == "csv":
        return Page(_lines(found), list, LINE_KEYS)

    def draw() -> list[Block]:
        title = f"Foyers installés encore là, au {short(found.day)}"
        if not any(month.households.due + month.households.pas_encore for month in found.months):
            return [Prose(EMPTY, "dim")]
        pairs = [pair for month in found.months for pair in _pairs(month)]
        counts = [[*names, *_counts(count)] for names, count, _ in pairs]
        rates = [[*names, *_rates(count, interval)] for names, count, interval in pairs]
        return [
            Table(COLUMNS, counts, title=title, note=COUNTED),
            Prose(""),
            Table(RATES, rates, title="Part de ceux qui sont restés", note=RATED),
            Prose(""),
            _reasons(found.departures),
        ]

    return Page(_data(found), draw)


def _pairs(month: Month) -> list[tuple[list[str], Count, str]]:
    """Two lines: their names, what they count, the interval if there is one."""
    low, high = month.rate.low, month.rate.high
    interval = "" if low is None or high is None else f"{_whole(low)} à {_whole(high)}"
    return [
        ([f"{month.month} mois", "foyers"], month.households, interval),
        (["", "pers."], month.people, ""),
    ]


def _counts(count: Count) -> list[Any]:
    states = (count.restes, count.repartis, count.sans_reponse, count.inconnus, count.pas_encore)
    return [count.due, *states, count.share]


def _rates(count: Count, interval: str) -> list[Any]:
    return [count.known, count.share, interval, count.lowest, count.highest]


def _whole(ratio: float) -> str:
    return percent(ratio, 0)


def _reasons(departures: Sequence[Departure]) -> Table:
    rows = [[_reason(d.reason), d.households, d.people] for d in departures]
    return Table(LEAVING, rows, title="Départs", empty="Aucun départ connu à cette date.")


def _reason(reason: str | None) -> str:
    return label(CloseReason, reason) if reason else "(non renseigné)"


def _data(found: Retention) -> dict[str, Any]:
    return {
        "au": found.day,
        "mois": [
            {
                "mois": month.month,
                "foyers": _numbers(month.households)
                | {"bas": _ratio(month.rate.low), "haut": _ratio(month.rate.high)},
                "personnes": _numbers(month.people),
            }
            for month in found.months
        ],
        "departs": [
            {"motif": d.reason, "foyers": d.households, "personnes": d.people}
            for d in found.departures
        ],
    }


def _lines(found: Retention) -> list[dict[str, Any]]:
    return [
        {"mois": month.month, "unite": unit, **_numbers(count), "bas": low, "haut": high}
        for month in found.months
        for unit, count, low, high in (
            ("foyers", month.households, _ratio(month.rate.low), _ratio(month.rate.high)),
            ("personnes", month.people, None, None),
        )
    ]


def _numbers(count: Count) -> dict[str, Any]:
    return {
        "dus": count.due,
        "restes": count.restes,
        "repartis": count.repartis,
        "sans_reponse": count.sans_reponse,
        "inconnus": count.inconnus,
        "pas_encore": count.pas_encore,
        "n": count.known,
        "taux": _ratio(count.share),
        "si_inconnus_repartis": _ratio(count.lowest),
        "si_inconnus_restes": _ratio(count.highest),
    }


def _ratio(value: float | None) -> float | None:
    return None if value is None else round(value, 6)
