"""What moves in time and where: weeks or months, cohorts, delays, the curve, the map."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from venez_vivre.screens.documents.essentials import passage
from venez_vivre.screens.documents.words import (
    Document,
    counted,
    interval,
    plain,
    ratio,
)
from venez_vivre.screens.pages import Block, Column, Picture, Table
from venez_vivre.texts import HIDDEN, number, percent, plural

SERIES = (
    ("inscrits_foyers", "Inscriptions (foyers)"),
    ("echanges", "Échanges"),
    ("accompagnes_foyers", "Nouveaux accompagnements (foyers)"),
    ("installes_foyers", "Installations (foyers)"),
)
ATTRIBUTION = "Contours : © IGN ADMIN EXPRESS (Licence Ouverte) ; découpage : INSEE/Etalab."
RECENT = 6
"""How many weeks or months a terminal shows."""


def weeks(document: Document, *, brief: bool) -> list[Block]:
    """The last weeks, in curves."""
    return [_curves(document["semaines"], "Semaine", brief=brief)]


def months(document: Document, *, brief: bool) -> list[Block]:
    """The last months, in curves."""
    return [_curves(document["mois"], "Mois", brief=brief)]


def _curves(lines: Sequence[Document], heading: str, *, brief: bool) -> Block:
    columns = (
        Column("periode", heading, "name"),
        Column("inscrits_personnes", "Inscrits\npers.", "count"),
        Column("inscrits_foyers", "Inscrits\nfoyers", "count"),
        Column("echanges", "Échanges", "count", spare=3),
        Column("accompagnes_personnes", "Accomp.\npers.", "count", spare=2),
        Column("accompagnes_foyers", "Accomp.\nfoyers", "count", spare=1),
        Column("installes_personnes", "Installés\npers.", "count"),
        Column("installes_foyers", "Installés\nfoyers", "count"),
    )
    shown = lines[-RECENT:] if brief else lines
    rows = [[one[c.key] for c in columns] for one in shown]
    points = [
        {
            "serie": label,
            "jour": _iso(one["du"]),
            "libelle": one["libelle"],
            "valeur": plain(one[key]),
        }
        for key, label in SERIES
        for one in lines
    ]
    title = "Inscriptions, échanges, accompagnements et installations"
    return Picture("curves", title, _curves_alt(lines), points, Table(columns, rows))


def _iso(value: date | str) -> str:
    return value if isinstance(value, str) else value.isoformat()


def _curves_alt(lines: Sequence[Document]) -> str:
    told = []
    for key, label in SERIES:
        values = [one[key] for one in lines if one[key] != HIDDEN]
        if values:
            among = "" if len(values) == len(lines) else " (valeurs publiées)"
            told.append(
                f"{label}{among} : de {number(min(values))} à {number(max(values))}, "
                f"en dernier {number(values[-1])}"
            )
    return f"Une courbe pour chaque série. {'. '.join(told)}."


def cohorts(document: Document, *, brief: bool) -> list[Block]:
    """The share settled by age of each cohort, drawn as a heat-map."""
    found = document["cohortes"]
    ages = found["ages"]
    columns = (
        Column("libelle", "Mois d’inscription", "name"),
        Column("foyers", "Foyers\ninscrits", "count"),
        *(Column(f"a_{age}", f"{age}\nmois", "rate", spare=n) for n, age in enumerate(ages)),
    )
    lines = found["mois"][-RECENT:] if brief else found["mois"]
    rows = [
        [one["libelle"], one["foyers"], *(at["part"] for at in one["installes"])] for one in lines
    ]
    points = [
        {
            "ligne": one["libelle"],
            "colonne": f"{at['age']} mois",
            "part": plain(at["part"]),
            "texte": ratio(at["part"]),
        }
        for one in found["mois"]
        for at in one["installes"]
    ]
    empty = "Aucune inscription."
    table = Table(columns, rows, note=found["methode"], empty=empty)
    title = "Part des foyers installés, selon le temps écoulé depuis l’inscription"
    return [Picture("heatmap", title, _cohorts_alt(found["mois"]), points, table)]


def _cohorts_alt(lines: Sequence[Document]) -> str:
    known = [
        (one["libelle"], at["age"], at["part"])
        for one in lines
        for at in one["installes"]
        if at["part"] not in (None, HIDDEN)
    ]
    if not known:
        return "Aucun mois d’inscription n’est encore assez ancien."
    name, age, part = max(known, key=lambda one: one[2])
    return (
        f"Une ligne par mois d’inscription ({len(lines)}), une colonne par ancienneté. La part la "
        f"plus haute est {percent(part)}, {age} mois après l’inscription, pour {name}."
    )


def delays(document: Document, *, brief: bool) -> list[Block]:
    """The delays between stages, then the curve of settlements."""
    columns = (
        Column("passage", "Passage", "name"),
        Column("foyers", "Foyers\nsuivis", "count"),
        Column("evenements", "dont\narrivés", "count", spare=1),
        Column("quart", "Un quart\nen", spare=2),
        Column("mediane", "La moitié en\n(médiane)"),
        Column("trois_quarts", "Trois quarts\nen", spare=3),
        Column("part", "Arrivés\nà 12 mois", "rate"),
        Column("intervalle", "Intervalle\nà 95 %", spare=1),
    )
    rows = [
        [
            passage(one),
            one["foyers"],
            one["evenements"],
            _days(one, "quart"),
            _median(one),
            _days(one, "trois_quarts"),
            one["part_12_mois"],
            interval(one["part_12_mois_bas"], one["part_12_mois_haut"]),
        ]
        for one in document["delais"]
    ]
    table = Table(columns, rows, note=document["delais_methode"])
    if brief:
        return [table]
    return [table, *_curve(document["courbe"], document["delais"][1]["foyers"])]


def _days(one: Document, name: str) -> str:
    days = one[f"{name}_jours"]
    if days is None or days == HIDDEN:
        return days or "non atteint"
    return plural(days, "jour")


def _median(one: Document) -> str:
    low, high = one["mediane_bas"], one["mediane_haut"]
    if one["mediane_jours"] is None or HIDDEN in (low, high):
        return _days(one, "mediane")
    bounds = f"{number(low or 0)} à {'?' if high is None else number(high)}"
    return f"{_days(one, 'mediane')} [{bounds}]"


def _curve(found: Sequence[Document], followed: Any) -> list[Block]:
    """The curve of settlements of so many followed households."""
    if not found:
        return []
    columns = (
        Column("jours", "Jours depuis le\npremier échange", "count"),
        Column("part", "Part\ninstallée", "rate"),
        Column("bas", "Au\nmoins", "rate"),
        Column("haut", "Au\nplus", "rate"),
    )
    rows = [[one[c.key] for c in columns] for one in found]
    start = {"serie": "Installés", "jours": 0, "part": 0.0, "bas": 0.0, "haut": 0.0}
    points = [
        start,
        *(
            {"serie": "Installés", "jours": one["jours"]}
            | {key: plain(one[key]) for key in ("part", "bas", "haut")}
            for one in found
        ),
    ]
    last = found[-1]
    alt = (
        f"La part des foyers accompagnés qui se sont installés atteint {ratio(last['part'])} "
        f"({interval(last['bas'], last['haut'])}) {number(last['jours'])} jours après le premier "
        "échange."
    )
    title = "Part des foyers accompagnés qui se sont installés"
    table = Table(columns, rows, note=_curve_note(followed))
    return [Picture("survival", title, alt, points, table)]


def _curve_note(followed: Any) -> str:
    count = followed if followed == HIDDEN else number(followed)
    return (
        f"Foyers suivis : {count}. Bande : intervalle à 95 %. La courbe avance par groupes d’au "
        "moins cinq foyers."
    )


def places(document: Document, *, brief: bool) -> list[Block]:
    """Where households settled, by EPCI, on a map."""
    columns = (
        Column("nom", "Intercommunalité", "name"),
        Column("personnes", "Personnes", "count"),
        Column("foyers", "Foyers", "count"),
    )
    lines = document["epci"]
    rows: list[list[Any]] = [[one[c.key] for c in columns] for one in lines]
    if brief:
        rows = rows[:10]
    points = [
        {
            "epci": one["epci"],
            "nom": one["nom"],
            "foyers": plain(one["foyers"]),
            "personnes": plain(one["personnes"]),
        }
        for one in lines
        if one["epci"]
    ]
    table = Table(columns, rows, note=ATTRIBUTION, empty="Aucune installation.")
    title = "Foyers installés, par intercommunalité"
    return [Picture("map", title, _map_alt(lines), points, table)]


def _map_alt(lines: Sequence[Document]) -> str:
    known = [one for one in lines if one["epci"] and one["foyers"] != HIDDEN]
    if not known:
        return "Aucune installation dont l’intercommunalité soit publiée."
    most = sorted(known, key=lambda one: (-one["foyers"], one["nom"]))[:3]
    first = ", ".join(f"{one['nom']} ({counted(one['foyers'], 'foyer')})" for one in most)
    hidden = sum(one["foyers"] == HIDDEN for one in lines)
    left = f" ; {plural(hidden, 'autre')} dont le nombre n’est pas publié" if hidden else ""
    return f"Carte de {plural(len(known), 'intercommunalité')} ; d’abord {first}{left}."
