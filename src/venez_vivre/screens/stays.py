"""How the comparison of households with and without a visit looks."""

from __future__ import annotations

from typing import Any

from venez_vivre.dates import Period, short
from venez_vivre.screens.pages import Block, Column, Page, Prose, Table
from venez_vivre.screens.steering import interval
from venez_vivre.steering.stays import Conversion, Group

COLUMNS = (
    Column("groupe", "Foyers\naccompagnés", "name"),
    Column("foyers", "Foyers", "count"),
    Column("personnes", "Personnes", "count", minor=2),
    Column("installes", "dont\ninstallés", "count"),
    Column("personnes_installees", "Personnes\ninstallées", "count", minor=1),
    Column("taux", "Taux", "rate"),
    Column("intervalle", "Intervalle\nà 95 %"),
)
CAUTION = (
    "C’est une comparaison, pas une preuve : les foyers qui viennent étaient souvent déjà plus "
    "décidés que les autres, et suivis depuis plus longtemps."
)
METHOD = (
    "Taux de foyers à foyers. Avec visite : venus à une visite ou à un séjour avant de "
    "s’installer ; une visite le jour de l’installation ou après ne compte pas. Les autres ne sont "
    "pas encore installés : rien ne dit qu’ils ne le seront pas. Personnes : inscrits des foyers ; "
    "personnes installées : adultes et enfants."
)
APART = "Les deux intervalles ne se touchent pas : l’écart tient difficilement au hasard."
TOUCHING = "Les deux intervalles se touchent : l’écart peut tenir au seul hasard."
NOBODY = "L’un des deux groupes est vide : il n’y a rien à comparer."


def conversion(value: Conversion, territory: str | None, form: str | None) -> Page:
    """The two groups side by side, and how far they may be compared."""
    if form == "csv":
        groups = {"avec_visite": value.visited, "sans_visite": value.others}
        return Page([{"groupe": name, **_record(group)} for name, group in groups.items()], list)
    data = {
        "du": value.start,
        "au": value.end,
        "situation_au": value.until,
        "territoire": territory,
        "avec_visite": _record(value.visited),
        "sans_visite": _record(value.others),
    }
    return Page(data, lambda: _blocks(value, territory))


def _record(group: Group) -> dict[str, Any]:
    found = group.rate
    return {
        "foyers": group.households,
        "personnes": group.people,
        "installes": group.settled,
        "personnes_installees": group.settled_people,
        "taux": _rounded(found.value),
        "bas": _rounded(found.low),
        "haut": _rounded(found.high),
    }


def _rounded(ratio: float | None) -> float | None:
    return None if ratio is None else round(ratio, 6)


def _blocks(value: Conversion, territory: str | None) -> list[Block]:
    period = Period(value.start, value.end).label()
    where = f"{territory} · " if territory else ""
    title = f"Visites et installations · {where}accompagnés {period}"
    rows = [_row("avec visite", value.visited), _row("sans visite", value.others)]
    verdict = {True: APART, False: TOUCHING, None: NOBODY}[value.apart]
    return [
        Prose(title, "title"),
        Prose(f"Situation au {short(value.until)}.", "dim"),
        Table(COLUMNS, rows),
        Prose(f"{verdict} {CAUTION}"),
        Prose(METHOD, "dim"),
    ]


def _row(label: str, group: Group) -> list[Any]:
    found = group.rate
    return [
        label,
        group.households,
        group.people,
        group.settled,
        group.settled_people,
        found.value,
        interval(found.low, found.high),
    ]
