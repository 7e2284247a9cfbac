"""How the bilan looks: one page for elected officials."""

from __future__ import annotations

from collections.abc import Sequence

from venez_vivre.screens import bilan_figures as figures
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
        return figures.sheet(value)
    brief = brief and form in {None, "table"}
    return Page(figures.data(value), lambda: _blocks(value, brief=brief))


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
        Column("visites", "Visites", "count", spare=1),
        Column("ecoutes", "Écoutes", "count", spare=2),
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
        Column("evenements", "dont\narrivés", "count", spare=1),
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
