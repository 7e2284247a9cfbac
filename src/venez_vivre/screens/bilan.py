"""How the bilan looks: one page for elected officials, rows for a spreadsheet, data for scripts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from venez_vivre.screens import steering, targets
from venez_vivre.screens.pages import Block, Column, Facts, Page, Prose, Table
from venez_vivre.steering import delays, impact
from venez_vivre.steering.bilan import Bilan, shortened
from venez_vivre.steering.delays import Delay
from venez_vivre.steering.funnel import SPONTANEOUS, Group
from venez_vivre.steering.groups import NOT_SAID
from venez_vivre.steering.impact import ASSUMPTIONS, Impact
from venez_vivre.store.queries.steering import Spending
from venez_vivre.texts import euros, millions, number, percent, plural

SHORT = 10
"""How many territories a terminal shows before summing the others."""


def page(value: Bilan, form: str | None, *, brief: bool = False) -> Page:
    """The bilan; `brief` keeps a table to what a terminal shows in one go, csv gets plain rows."""
    if form == "csv":
        return sheet(value)
    brief = brief and form in {None, "table"}
    return Page(data(value), lambda: _blocks(value, brief=brief))


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


# --- a page for people ----------------------------------------------------------------------


def _blocks(value: Bilan, *, brief: bool) -> list[Block]:
    return [
        Prose(_title(value), "title"),
        _key_figures(value),
        Prose("Des inscrits aux installés", "section"),
        steering.stage_table(value.funnel),
        steering.rate_table(value.funnel),
        Prose(_whole("Campagnes", value), "section"),
        *_campaigns(value, brief=brief),
        Prose(_whole("Objectifs", value), "section"),
        targets.table(value.targets, note="" if brief or not value.targets else targets.NOTE),
        Prose("Retombées", "section"),
        _spending_facts(value.impact),
        Prose(impact.METHOD, "dim"),
        Prose("Délais", "section"),
        _delay_table(value.delays),
        Prose("Territoires", "section"),
        _territory_table(value, brief=brief),
    ]


def _title(value: Bilan) -> str:
    return f"Bilan · {steering.within(value.funnel)}"


def _whole(title: str, value: Bilan) -> str:
    return f"{title} (ensemble du dispositif)" if value.funnel.scope.territory else title


def _key_figures(value: Bilan) -> Facts:
    total = value.funnel.total
    settled, alone = total.step("installes"), total.step(SPONTANEOUS)
    made_up = f" : {steering.household_makeup(settled)}" if settled.households else ""
    return Facts(
        [
            ("Inscrits", steering.both(total.step("inscrits"))),
            ("Accompagnés", steering.both(total.step("accompagnes"))),
            ("Installés", steering.both(settled) + made_up),
            ("Arrivés sans échange", f"{steering.both(alone)} (comptés à part)"),
            (
                "Territoires",
                None if value.funnel.scope.territory else number(len(value.territories)),
            ),
        ]
    )


def _campaigns(value: Bilan, *, brief: bool) -> list[Block]:
    total, axes = value.campaigns.total, value.campaigns.axes
    if not axes:
        return [Prose("Aucune campagne dans cette période.", "dim")]
    told = Facts(
        [
            ("Dépense", f"{euros(total.cents / 100)} sur {plural(len(axes), 'axe')}"),
            ("Audience", _audience(total)),
        ]
    )
    return [told] if brief else [told, _axis_table(axes)]


def _audience(total: Spending) -> str:
    counts = ((total.views, "vue"), (total.visits, "visite"), (total.plays, "écoute"))
    return ", ".join(plural(count, noun) for count, noun in counts)


def _axis_table(axes: Sequence[Spending]) -> Table:
    columns = (
        Column("axe", "Axe", "name"),
        Column("depense", "Dépense", "euros"),
        Column("vues", "Vues", "count"),
        Column("visites", "Visites", "count"),
        Column("ecoutes", "Écoutes", "count"),
    )
    return Table(columns, [[a.axis, a.cents / 100, a.views, a.visits, a.plays] for a in axes])


def _spending_facts(value: Impact) -> Facts:
    each = {name: euros(one.value) for name, one in ASSUMPTIONS.items()}
    people = plural(value.people, "personne"), each["euros_par_personne"]
    households = plural(value.households, "foyer"), each["euros_par_foyer"]
    jobs = number(value.jobs, 0 if value.jobs >= 10 else 1)
    induced = "emplois induits" if value.jobs >= 2 else "emploi induit"
    gap = f" ({percent(value.gap_ratio)})" if value.gap_ratio is not None else ""
    return Facts(
        [
            ("Par personne", _product(*people, value.euros_by_people)),
            ("Par foyer", f"{_product(*households, value.euros_by_households)}, {jobs} {induced}"),
            ("Écart", f"{_amount(abs(value.gap))}{gap} entre les deux calculs"),
        ]
    )


def _product(count: str, each: str, total: float) -> str:
    return f"{count} × {each} = {_amount(total)} par an"


def _amount(total: float) -> str:
    return millions(total) if total >= 1_000_000 else euros(total)


def _delay_table(found: Sequence[Delay]) -> Table:
    columns = (
        Column("passage", "Passage", "name"),
        Column("foyers", "Foyers\nsuivis", "count"),
        Column("evenements", "dont\narrivés", "count"),
        Column("mediane", "Délai médian"),
        Column("part", "Arrivés\nà 12 mois", "rate"),
        Column("intervalle", "Intervalle\nà 95 %"),
    )
    rows = [
        [
            f"{steering.LABELS[d.origin]} → {steering.LABELS[d.goal].lower()}",
            d.households,
            d.events,
            _median(d),
            d.within_year,
            steering.interval(d.low, d.high),
        ]
        for d in found
    ]
    return Table(columns, rows, note=delays.METHOD)


def _median(delay: Delay) -> str:
    if delay.median.days is None:
        return "non atteint"
    low = number(delay.median.low or 0)
    high = "?" if delay.median.high is None else number(delay.median.high)
    return f"{plural(delay.median.days, 'jour')} [{low} à {high}]"


def _territory_table(value: Bilan, *, brief: bool) -> Table:
    shown, others = shortened(value, SHORT) if brief else (value.territories, None)
    rows = [steering.counted(group) for group in shown]
    if others:
        rows.append(steering.counted(others))
    if value.elsewhere.size:
        rows.append(steering.counted(Group("", NOT_SAID, value.elsewhere)))
    if len(rows) > 1:
        rows.append(steering.counted(Group("", "Total", value.funnel.total)))
    note = "`venez-vivre entonnoir --par territoire` les montre tous." if others else ""
    columns = (Column("territoire", "Territoire", "name"), *steering.COUNT_COLUMNS)
    empty = "Aucun territoire. `venez-vivre territoires importer` les enregistre."
    return Table(columns, rows, note=note, empty=empty)


# --- rows for a spreadsheet -----------------------------------------------------------------


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
