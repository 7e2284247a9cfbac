"""How the funnel looks: stages with bars, rates with their interval, groups and their total."""

from __future__ import annotations

from typing import Any

from venez_vivre.dates import Period, short
from venez_vivre.screens.pages import Block, Column, Page, Prose, Table
from venez_vivre.steering.documents import figures, stages
from venez_vivre.steering.funnel import SPONTANEOUS, STAGES, TIMES, Counts, Funnel, Group
from venez_vivre.steering.ranking import Rank, rank
from venez_vivre.store.queries.steering import Step
from venez_vivre.texts import capital, percent, plural

LABELS = {"inscrits": "Inscrits", "accompagnes": "Accompagnés", "installes": "Installés"}
GROUPINGS = {
    "territoire": "Territoire",
    "canal": "Canal",
    "agent": "Chargé d’accueil",
    "mois": "Mois",
    "trimestre": "Trimestre",
    "annee": "Année",
    "departement_origine": "Département d’origine",
}
UNITS = (
    "Inscrits : personnes distinctes ; accompagnés : inscrits des foyers joints au moins une "
    "fois ; installés : adultes et enfants, grâce aux chargés d’accueil."
)
RATES_NOTE = (
    "Taux de foyers à foyers : parmi les foyers entrés dans l’étape de départ{when}, ceux qui "
    "avaient atteint l’étape d’arrivée le {until}. Les autres n’y sont pas encore."
)
MONTHS_NOTE = (
    "Chaque mois compte les faits datés de ce mois : d’une étape à l’autre, ce ne sont pas les "
    "mêmes foyers. Pour suivre les mêmes foyers : --cohorte mois."
)
TIMES_NOTE = (
    "Chaque ligne compte les faits datés de ses jours : d’une étape à l’autre, ce ne sont pas les "
    "mêmes foyers. Pour suivre les mêmes foyers : --cohorte mois."
)
COHORT_NOTE = (
    "Une cohorte suit les foyers inscrits dans la période jusqu’au {until}, par mois d’inscription "
    "sauf autre regroupement. Les plus récents ont eu moins de temps pour s’installer."
)


def funnel(value: Funnel, form: str | None) -> Page:
    """The funnel on a page; a spreadsheet gets one table and nothing else."""
    return sheet(value) if form == "csv" else Page(data(value), lambda: blocks(value))


def sheet(value: Funnel) -> Page:
    """The funnel as rows for a spreadsheet: one a group, or one a stage when there is no group."""
    if value.scope.by:
        return Page([_wide(group) for group in value.groups], lambda: [_group_table(value)])
    found = [
        {"etape": stage, **_units(value.total.step(stage))} for stage in (*STAGES, SPONTANEOUS)
    ]
    return Page(found, list)


def data(value: Funnel) -> dict[str, Any]:
    """The funnel for scripts; these names are a promise."""
    found: dict[str, Any] = figures.settled(stages.funnel(value))
    return found


def _units(step: Step) -> dict[str, int]:
    return {"foyers": step.households, "personnes": step.people}


def _wide(group: Group) -> dict[str, Any]:
    row: dict[str, Any] = {"cle": group.key, "libelle": group.label}
    for stage in (*STAGES, SPONTANEOUS):
        units = _units(group.counts.step(stage))
        row |= {f"{stage}_{unit}": count for unit, count in units.items()}
    settled = group.counts.step("installes")
    return row | {
        "installes_adultes": settled.adults,
        "installes_enfants": settled.children,
        "installes_enfants_scolarises": settled.schooled,
    }


def blocks(value: Funnel) -> list[Block]:
    """The funnel for people."""
    drawn: list[Block] = [Prose(_title(value), "title"), stage_table(value)]
    drawn += [Prose(told) for told in details(value.total)]
    if value.compared:
        drawn.append(_compared(value))
    drawn.append(rate_table(value))
    if value.scope.by:
        drawn.append(_group_table(value))
        if value.follows:
            drawn.append(_group_rates(value))
    return [*drawn, Prose(UNITS, "dim")]


def _title(value: Funnel) -> str:
    scope = value.scope
    if not scope.cohort:
        return f"Entonnoir · {within(value)}"
    return f"Cohorte des inscrits · {within(value)} · situation au {short(scope.until)}"


def within(value: Funnel) -> str:
    """The territory, when there is one, and the period: « CC du Nord · novembre 2025 »."""
    scope = value.scope
    label = Period(scope.start, scope.end).label()
    return f"{scope.territory.name} · {label}" if scope.territory else label


def stage_table(value: Funnel) -> Table:
    """The three stages in both units, with bars of households."""
    columns = (
        Column("etape", "Étape", "name"),
        Column("personnes", "Personnes", "count"),
        Column("foyers", "Foyers", "count"),
        Column("proportion", "Foyers, en proportion", "bar"),
    )
    rows = [
        [LABELS[stage], value.total.step(stage).people, value.total.step(stage).households, bar]
        for stage, bar in zip(STAGES, value.total.bars, strict=True)
    ]
    return Table(columns, rows)


NAMES = {"precedente": "Période\nd’avant", "annee_precedente": "Un an\navant"}


def _compared(value: Funnel) -> Table:
    """The stages of the period beside those of the others, in households and in people."""
    columns = [Column("etape", "Étape", "name"), Column("unite", "Unité")]
    columns.append(Column("valeur", "Cette\npériode", "count"))
    for name, _, _ in value.compared:
        columns.append(Column(name, NAMES[name], "count"))
        columns.append(Column(f"ecart_{name}", "écart", "signed", minor=1))
    rows = []
    for stage in STAGES:
        for unit, part in (("foyers", "households"), ("personnes", "people")):
            now = getattr(value.total.step(stage), part)
            others = [getattr(counts.step(stage), part) for _, _, counts in value.compared]
            gaps = [cell for other in others for cell in (other, now - other)]
            rows.append([LABELS[stage], unit, now, *gaps])
    told = (
        f"{_called(name)} : {Period(one.start, one.end).label()}" for name, one, _ in value.compared
    )
    return Table(columns, rows, note=f"{capital(' ; '.join(told))}.")


def _called(name: str) -> str:
    return NAMES[name].replace("\n", " ").lower()


def details(counts: Counts) -> list[str]:
    """Who settled, and who settled without an exchange before, in sentences."""
    settled, alone = counts.step("installes"), counts.step(SPONTANEOUS)
    told = [f"Installés : {household_makeup(settled)}."] if settled.households else []
    if alone.households:
        told.append(
            f"Installations spontanées (aucun échange avant l’arrivée), comptées à part : "
            f"{both(alone)}."
        )
    return told


def household_makeup(step: Step) -> str:
    """Adults and children: « 220 adultes et 155 enfants, dont 110 scolarisés »."""
    schooled = f"dont {plural(step.schooled, 'scolarisé')}"
    return f"{plural(step.adults, 'adulte')} et {plural(step.children, 'enfant')}, {schooled}"


def both(step: Step) -> str:
    """Both units: « 375 personnes, 175 foyers »."""
    return f"{plural(step.people, 'personne')}, {plural(step.households, 'foyer')}"


def rate_table(value: Funnel) -> Table:
    """The conversion rates, each with its numbers and its interval."""
    rows = [
        [
            f"{LABELS[r.origin]} → {LABELS[r.goal].lower()}",
            r.base,
            r.reached,
            r.value,
            interval(r.low, r.high),
        ]
        for r in value.total.rates
    ]
    when = " pendant la période" if value.scope.start and not value.scope.cohort else ""
    note = RATES_NOTE.format(when=when, until=short(value.scope.until))
    return Table(RATE_COLUMNS, rows, note=note)


RATE_COLUMNS = (
    Column("passage", "Passage", "name"),
    Column("foyers_de", "Foyers\nau départ", "count"),
    Column("foyers_vers", "dont\narrivés", "count"),
    Column("taux", "Taux", "rate"),
    Column("intervalle", "Intervalle à 95 %"),
)
"""A rate with its numbers and its interval, in every page that shows some."""


def interval(low: float | None, high: float | None) -> str:
    """« 9,9 % à 11,0 % », or nothing when there is nobody to count."""
    return "" if low is None or high is None else f"{percent(low)} à {percent(high)}"


COUNT_COLUMNS = (
    Column("inscrits_personnes", "Inscrits\npers.", "count"),
    Column("inscrits_foyers", "Inscrits\nfoyers", "count"),
    Column("accompagnes_personnes", "Accomp.\npers.", "count", spare=2),
    Column("accompagnes_foyers", "Accomp.\nfoyers", "count", spare=1),
    Column("installes_personnes", "Installés\npers.", "count"),
    Column("installes_foyers", "Installés\nfoyers", "count"),
)


def _group_table(value: Funnel) -> Table:
    columns = (
        Column("libelle", grouping(value), "name"),
        *COUNT_COLUMNS,
        Column("proportion", "Foyers\ninscrits", "bar", width=10, minor=1),
    )
    rows = [[*counted(group), group.bar] for group in value.groups]
    if rows:
        rows.append([*counted(Group("", "Total", value.total)), None])
    return Table(columns, rows, note=_group_note(value), empty="Aucun fait dans cette période.")


def grouping(value: Funnel) -> str:
    """The heading of the groups."""
    heading = GROUPINGS.get(value.scope.by, "")
    followed = value.scope.cohort and value.scope.by in TIMES
    return f"{heading} d’inscription" if followed else heading


def counted(group: Group) -> list[Any]:
    """A row of a table of groups: the name, then both units of each stage."""
    found = (group.counts.step(stage) for stage in STAGES)
    return [group.label, *(n for step in found for n in (step.people, step.households))]


def _group_note(value: Funnel) -> str:
    if value.scope.cohort:
        return COHORT_NOTE.format(until=short(value.scope.until))
    if value.scope.by == "mois":
        return MONTHS_NOTE
    return TIMES_NOTE if value.scope.by in TIMES else ""


def _group_rates(value: Funnel) -> Table:
    columns = (
        Column("libelle", grouping(value), "name"),
        Column("foyers_inscrits", "Foyers\ninscrits", "count"),
        Column("taux_accompagnes", "Taux\naccomp.", "rate"),
        Column("intervalle_accompagnes", "Intervalle\nà 95 %", spare=1),
        Column("rang_accompagnes", "Rang", minor=1),
        Column("taux_installes", "Taux\ninstallés", "rate"),
        Column("intervalle_installes", "Intervalle\nà 95 %", spare=2),
        Column("rang_installes", "Rang", minor=2),
    )
    rates = [group.counts.rates for group in value.groups]
    met, settled = rank([one[0] for one in rates]), rank([one[2] for one in rates])
    rows = [
        _rates_row(group, (first, last))
        for group, first, last in zip(value.groups, met, settled, strict=True)
    ]
    return Table(columns, rows, note=RANK_NOTE, empty="")


RANK_NOTE = (
    "Un groupe n’a de rang que si l’intervalle de son taux le sépare d’au moins un autre ; « – » : "
    "non distinguable des autres."
)


def _rank(one: Rank | None) -> str:
    return one.words if one and one.told else "–"


def _rates_row(group: Group, ranks: tuple[Rank | None, Rank | None]) -> list[Any]:
    met, _, settled = group.counts.rates
    row: list[Any] = [group.label, met.base]
    for rate, one in zip((met, settled), ranks, strict=True):
        row += [rate.value, interval(rate.low, rate.high), _rank(one)]
    return row
