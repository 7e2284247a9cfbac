"""What a report opens with: its key figures, its indicators, its funnel."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from venez_vivre.screens.documents.words import (
    LABELS,
    Document,
    both,
    counted,
    day,
    interval,
    part_of,
    plain,
    step,
)
from venez_vivre.screens.pages import Block, Column, Facts, Picture, Prose, Table
from venez_vivre.screens.steering import RATE_COLUMNS, RATES_NOTE, UNITS
from venez_vivre.steering.funnel import STAGES
from venez_vivre.texts import HIDDEN, number

PARTIAL = "Période en cours : chiffres arrêtés au {until}, comparés à des périodes de même durée."


def key_figures(document: Document) -> Facts:
    """The stages in both units, and who settled without us."""
    funnel = document.get("entonnoir", document)
    settled = funnel["installes"]
    pairs: list[tuple[str, Any]] = [(LABELS[s], both(step(funnel, s))) for s in STAGES[:2]]
    made_up = f" : {makeup(settled)}" if settled["foyers"] else ""
    pairs.append((LABELS["installes"], both(settled) + made_up))
    pairs.append(("Arrivés sans échange", f"{both(funnel['spontanees'])} (comptés à part)"))
    if "nombre_territoires" in document and not document["territoire"]:
        pairs.append(("Territoires", number(document["nombre_territoires"])))
    return Facts(pairs, key=True)


def makeup(settled: Document) -> str:
    """Adults and children: « 220 adultes et 155 enfants, dont 110 scolarisés »."""
    schooled = f"dont {counted(settled['enfants_scolarises'], 'scolarisé')}"
    adults, children = counted(settled["adultes"], "adulte"), counted(settled["enfants"], "enfant")
    return f"{adults} et {children}, {schooled}"


def indicators(document: Document, *, brief: bool) -> list[Block]:
    """Each indicator in its units, beside the period before and the same one a year before."""
    compared = document["compare_a"]
    columns = _columns(compared)
    by_code: dict[str, dict[str, Document]] = {}
    for line in document["indicateurs"]:
        by_code.setdefault(line["indicateur"], {})[_unit(line)] = line
    rows = [
        _row(lines, columns) for lines in by_code.values() if not brief or _tells(lines.values())
    ]
    empty = "Rien dans cette période."
    blocks: list[Block] = [Table(columns, rows, note=_compared_note(document), empty=empty)]
    if document["en_cours"]:
        blocks.append(Prose(PARTIAL.format(until=day(document["situation_au"])), "dim"))
    return blocks


def _unit(line: Document) -> str:
    return line["unite"] if line["unite"] in {"foyers", "personnes"} else "nombre"


def _columns(compared: Document) -> list[Column]:
    """What is shown of each unit: its columns are named `foyers.ecart`, `personnes.valeur`…"""
    columns = [
        Column("libelle", "Indicateur", "name"),
        Column("nombre.valeur", "Nombre", "count", minor=1),
        Column("foyers.valeur", "Foyers", "count"),
    ]
    if compared["precedent"]:
        columns += [
            Column("foyers.precedent", "avant", "count"),
            Column("foyers.ecart", "écart", "signed"),
        ]
    if compared["annee_precedente"]:
        columns.append(Column("foyers.annee_precedente", "un an\navant", "count", minor=2))
    columns.append(Column("personnes.valeur", "Personnes", "count"))
    if compared["precedent"]:
        columns += [
            Column("personnes.precedent", "avant", "count", minor=1),
            Column("personnes.ecart", "écart", "signed", minor=3),
        ]
    return columns


def _row(lines: Mapping[str, Document], columns: Sequence[Column]) -> list[Any]:
    cells: list[Any] = [lines["foyers"]["libelle"]]
    for column in columns[1:]:
        unit, _, key = column.key.partition(".")
        cells.append(lines[unit][key] if unit in lines else None)
    return cells


def _tells(lines: Iterable[Document]) -> bool:
    """Whether an indicator has something to say: all zero, it is left out of a terminal."""
    names = ("valeur", "precedent", "annee_precedente")
    return any(line[name] for line in lines for name in names)


def _compared_note(document: Document) -> str:
    spans = document["compare_a"]
    said = [
        f"{name} : {spans[key]['libelle']}"
        for name, key in (("Avant", "precedent"), ("un an avant", "annee_precedente"))
        if spans[key]
    ]
    return f"{' ; '.join(said)}." if said else ""


def funnel(document: Document, *, brief: bool) -> list[Block]:
    """The three stages with bars and their rates; before, when there is something before."""
    found = document.get("entonnoir", document)
    until = found.get("au") or document["situation_au"]
    when = " pendant la période" if "entonnoir" not in document and document["du"] else ""
    until = document["situation_au"] if "entonnoir" not in document else until
    blocks: list[Block] = [picture(found)]
    blocks += [Prose(told) for told in details(found)] if "entonnoir" in document else []
    blocks.append(rates(found["taux"], RATES_NOTE.format(when=when, until=day(until))))
    return blocks if brief else [*blocks, Prose(UNITS, "dim")]


def details(found: Document) -> list[str]:
    """Who settled, and who settled without an exchange before, in sentences."""
    settled, alone = found["installes"], found["spontanees"]
    told = [f"Installés : {makeup(settled)}."] if settled["foyers"] else []
    if alone["foyers"]:
        told.append(
            "Installations spontanées (aucun échange avant l’arrivée), comptées à part : "
            f"{both(alone)}."
        )
    return told


def picture(found: Document) -> Picture:
    """The three stages, drawn; in both units, with what they were when the period began."""
    steps = [step(found, stage) for stage in STAGES]
    before = found.get("precedent")
    columns = [
        Column("etape", "Étape", "name"),
        Column("personnes", "Personnes", "count"),
        Column("foyers", "Foyers", "count"),
    ]
    rows = [[LABELS[s["etape"]], s["personnes"], s["foyers"]] for s in steps]
    if before:
        columns.append(Column("ecart", f"depuis le\n{day(before['au'])}", "signed", spare=1))
        for row, now in zip(rows, steps, strict=True):
            row.append(_since(now, step(before, now["etape"])))
    columns.append(Column("proportion", "Foyers, en proportion", "bar", minor=1))
    most = steps[0]["foyers"]
    most = max([s["foyers"] for s in steps if s["foyers"] != HIDDEN] or [0]) or most
    for row, now in zip(rows, steps, strict=True):
        row.append(part_of(now["foyers"], most))
    points = [
        {
            "etape": LABELS[s["etape"]],
            "foyers": plain(s["foyers"]),
            "personnes": plain(s["personnes"]),
        }
        for s in steps
    ]
    alt = "Entonnoir : " + " ; ".join(f"{LABELS[s['etape']].lower()}, {both(s)}" for s in steps)
    return Picture("funnel", "", f"{alt}.", points, Table(columns, rows))


def _since(now: Document, before: Document) -> Any:
    pair = now["foyers"], before["foyers"]
    return HIDDEN if HIDDEN in pair else pair[0] - pair[1]


def rates(found: Sequence[Document], note: str) -> Table:
    """The conversion rates, each with its numbers and its interval."""
    rows = [
        [
            passage(one),
            one["foyers_de"],
            one["foyers_vers"],
            one["taux"],
            interval(one["bas"], one["haut"]),
        ]
        for one in found
    ]
    return Table(RATE_COLUMNS, rows, note=note)


def passage(one: Document) -> str:
    """« Inscrits → accompagnés »."""
    return f"{LABELS[one['de']]} → {LABELS[one['vers']].lower()}"
