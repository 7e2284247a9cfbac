"""Campaigns, targets, impact and channels, as parts of a report."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from venez_vivre.screens import assumptions, targets
from venez_vivre.screens.documents.words import LABELS, Document, counted, money, ratio
from venez_vivre.screens.pages import Block, Column, Facts, Prose, Table
from venez_vivre.steering.funnel import STAGES
from venez_vivre.steering.targets import STATES
from venez_vivre.texts import HIDDEN, capital, euros, number, plural


def campaigns(document: Document, *, brief: bool) -> list[Block]:
    """What was spent, on how many axes, for what audience."""
    found = document["campagnes"]
    if not found["axes"]:
        return [Prose("Aucune campagne dans cette période.", "dim")]
    told = Facts(
        [
            ("Dépense", f"{euros(found['depense'])} sur {plural(found['axes'], 'axe')}"),
            ("Audience", _audience(found)),
        ]
    )
    return [told] if brief else [told, _axes(found["par_axe"])]


def _audience(found: Document) -> str:
    counts = (("vues", "vue"), ("visites", "visite"), ("ecoutes", "écoute"))
    return ", ".join(plural(found[key], noun) for key, noun in counts)


def _axes(found: Sequence[Document]) -> Table:
    columns = (
        Column("axe", "Axe", "name"),
        Column("depense", "Dépense", "euros"),
        Column("vues", "Vues", "count"),
        Column("visites", "Visites", "count", spare=1),
        Column("ecoutes", "Écoutes", "count", spare=2),
    )
    return Table(columns, [[one[column.key] for column in columns] for one in found])


def paces(document: Document, *, brief: bool) -> list[Block]:
    """Every target and its pace."""
    found = document["objectifs"]
    rows = [
        [
            capital(one["libelle"]),
            *(_target_cell(one, c.key) for c in targets.COLUMNS[1:-1]),
            _state(one),
        ]
        for one in found
    ]
    note = "" if brief or not rows else targets.NOTE
    return [Table(targets.COLUMNS, rows, note=note, empty=targets.EMPTY)]


def _target_cell(one: Document, key: str) -> Any:
    """Nobody settles by halves: what is expected is rounded, what a month must bring rounded up."""
    if key == "par_mois":
        return one["a_faire_par_mois"]
    return one[key] if key != "attendu" or one[key] == HIDDEN else round(one[key])


def _state(one: Document) -> str:
    return HIDDEN if one["rythme"] == HIDDEN else STATES[one["rythme"]]


def impact(document: Document, *, brief: bool) -> list[Block]:
    """What those who settled spend, two ways, the gap, and what campaigns cost beside it."""
    found = document["impact"]
    people, homes, gap = found["par_personne"], found["par_foyer"], found["ecart"]
    jobs = _jobs(homes["emplois"])
    share = f" ({ratio(gap['part'])})" if gap["part"] is not None else ""
    by_people = _product(counted(people["personnes"], "personne"), people, "euros_par_personne")
    by_homes = _product(counted(homes["foyers"], "foyer"), homes, "euros_par_foyer")
    size = gap["euros"] if gap["euros"] == HIDDEN else abs(gap["euros"])
    facts = Facts(
        [
            ("Par personne", by_people),
            ("Par foyer", f"{by_homes}, {jobs}"),
            ("Écart", f"{money(size)}{share} entre les deux calculs"),
            *_returned(found["rendement"]),
        ]
    )
    blocks: list[Block] = [facts, Prose(found["methode"], "dim")]
    if _returned(found["rendement"]) and not brief:
        blocks.append(Prose(found["rendement"]["methode"], "dim"))
    return blocks if brief else [*blocks, _assumptions(found["hypotheses"])]


def _jobs(value: Any) -> str:
    if value == HIDDEN:
        return "s emplois induits"
    induced = "emplois induits" if value >= 2 else "emploi induit"
    return f"{number(value, 0 if value >= 10 else 1)} {induced}"


def _product(count: str, found: Document, each: str) -> str:
    return f"{count} × {euros(found[each])} = {money(found['euros'])} par an"


def _returned(found: Document | None) -> list[tuple[str, Any]]:
    if not found or not found["depense"]:
        return []
    each = [
        f"{_cost(found[key])} par {unit}"
        for key, unit in (("cout_par_foyer", "foyer"), ("cout_par_personne", "personne"))
        if found[key] is not None
    ]
    low, high = found["euros_pour_un_euro_bas"], found["euros_pour_un_euro_haut"]
    pairs: list[tuple[str, Any]] = [("Coût d’une installation", f"{', '.join(each)} (campagnes)")]
    if low and HIDDEN not in (low, high):
        told = f"{number(low, 1)} à {number(high, 1)} € dépensés par an pour 1 € de campagne"
        pairs.append(("Rendement", told))
    return pairs if each else []


def _cost(value: Any) -> str:
    return HIDDEN if value == HIDDEN else euros(round(value))


def _assumptions(found: Sequence[Document]) -> Table:
    rows = [
        [
            assumptions.LABELS[one["nom"]],
            assumptions.figure(one["valeur"]),
            one["unite"],
            one["le"],
            one["source"],
        ]
        for one in found
    ]
    note = "Ordres de grandeur. `venez-vivre hypotheses definir` les change."
    return Table(assumptions.COLUMNS, rows, note=note)


def channels(document: Document, *, brief: bool) -> list[Block]:
    """Stages by first and last channel, in both units, then what a stage costs."""
    found = document["canaux"]
    note = "" if brief else found["methode"]
    tables: list[Block] = [_by_channel(found["canaux"], "foyers", "")]
    if not brief:
        tables.append(_by_channel(found["canaux"], "personnes", note))
    return [*tables, *(_costs(found["couts"], brief=brief) if found["couts"] else [])]


def _by_channel(found: Sequence[Document], unit: str, note: str) -> Table:
    columns = (
        Column("libelle", "Canal", "name"),
        *(
            Column(f"{touch}_{stage}", f"{LABELS[stage]}\n{touch}", "count", spare=n)
            for n, (stage, touch) in enumerate(_PAIRS)
        ),
    )
    rows = [
        [capital(one["libelle"]), *(_of(one, touch, stage)[unit] for stage, touch in _PAIRS)]
        for one in found
    ]
    title = f"{capital(unit)}, par premier et par dernier canal"
    return Table(columns, rows, title=title, note=note, empty="Aucune inscription.")


_PAIRS = tuple((stage, touch) for stage in STAGES for touch in ("premier", "dernier"))


def _of(one: Document, touch: str, stage: str) -> Document:
    found: Document = next(part for part in one[touch] if part["etape"] == stage)
    return found


def _costs(found: Document | None, *, brief: bool) -> list[Block]:
    if not found or not found["depense"]:
        return []
    columns = (
        Column("libelle", "Dépense de campagne", "name"),
        Column("depense", "Dépense", "euros"),
        *(
            Column(f"par_foyer_{stage}", f"par foyer\n{_ONE[stage]}", "euros", spare=n)
            for n, stage in enumerate(_SINGULAR)
        ),
    )
    whole = {one["etape"].removesuffix("s"): one["par_foyer"] for one in found["etapes"]}
    rows: list[list[Any]] = [] if brief else [
        [
            capital(one["libelle"]),
            one["depense"],
            *(_whole(one[f"par_foyer_{stage}"]) for stage in _SINGULAR),
        ]
        for one in found["canaux"]
    ]  # fmt: skip
    rows.append(["Total", found["depense"], *(_whole(whole[stage]) for stage in _SINGULAR)])
    title = "Ce qu’une étape coûte en communication"
    people = {one["etape"]: one["par_personne"] for one in found["etapes"]}
    told = ", ".join(
        f"{_cost(people[stage])} par {_PERSON[stage]}" for stage in STAGES if people[stage]
    )
    note = f"Par personne : {told}. " if told else ""
    return [Table(columns, rows, title=title, note=note + ("" if brief else found["methode"]))]


_SINGULAR = tuple(stage.removesuffix("s") for stage in STAGES)
_PERSON = {"inscrits": "inscrit", "accompagnes": "accompagné", "installes": "installé"}
_ONE = {stage.removesuffix("s"): said for stage, said in _PERSON.items()}


def _whole(value: Any) -> Any:
    return value if value in (None, HIDDEN) else round(value)
