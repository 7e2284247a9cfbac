"""How the gaps of a base look, and what is said of their mending."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from venez_vivre.casework.doctor import Finding, first_named
from venez_vivre.casework.gaps import COUNTED, Gap
from venez_vivre.screens.pages import (
    TAKE_BACK,
    Block,
    Column,
    Facts,
    Page,
    Prose,
    Table,
    Tone,
    sentence,
)
from venez_vivre.store.queries.gaps import Case
from venez_vivre.store.queries.households import person_name
from venez_vivre.texts import number, percent, plural, shorten

if TYPE_CHECKING:  # it loads what reading does without
    from venez_vivre.casework.mending import Plan

PROGRAM = "venez-vivre "
TONES: dict[str, Tone] = {"haute": "warn", "moyenne": "plain", "basse": "dim"}
COLUMNS = (
    Column("points", "Points", "count"),
    Column("phrase", "Ce qui manque, et ce que cela coûte"),
    Column("geste", "Pour y remédier"),
    Column("code", "Code"),
)
CASES = (
    Column("points", "Points", "count"),
    Column("reference", "Référence", "name"),
    Column("nom", "Nom"),
    Column("cout", "Coût", "count"),
    Column("dit", "Ce qui est dit", minor=1),
)
KEYS = (
    "code", "gravite", "points", "nombre", "accompagnes", "cout", "unite", "phrase", "geste",
    "corrigeable", "exemples", "pourquoi", "calcul",
)  # fmt: skip
POINT = (
    "Un point est un foyer accompagné dont le dossier n’avance plus. Un inscrit récent en vaut un "
    "cinquième, un inscrit ancien jamais joint un centième ; deux fois plus quand il viendrait "
    "dans les six mois, trois fois dans les trois mois. Le manque en perd une part."
)
ALL_WELL = (
    "Rien ne manque : chaque dossier peut être suivi, chaque offre comparée. C’est assez rare pour "
    "se fêter."
)


def page(
    found: Sequence[Finding], limit: int | None, mendable: frozenset[str], *, explained: bool
) -> Page:
    """The gaps, the costliest first; with how each is computed when that is asked.

    `mendable` are the codes of those that the machine can mend in part now.
    """
    shown = found[:limit]
    records = [_record(finding, mendable) for finding in shown]

    def draw() -> list[Block]:
        if not found:
            return [Prose(ALL_WELL, "good")]
        return (
            list(_explained(shown, mendable)) if explained else [_table(shown, _note(found, shown))]
        )

    return Page(records, draw, KEYS)


def _record(finding: Finding, mendable: frozenset[str]) -> dict[str, Any]:
    gap, measure = finding.gap, finding.measure
    return {
        "code": gap.code,
        "gravite": finding.gravity,
        "points": round(measure.points, 2),
        "nombre": measure.size,
        "accompagnes": None if gap.whole else measure.hot,
        "cout": measure.cost,
        "unite": gap.unit[1],
        "phrase": finding.sentence,
        "geste": gap.gesture,
        "corrigeable": gap.code in mendable,
        "exemples": list(measure.examples),
        "pourquoi": gap.why,
        "calcul": computed(gap),
    }


def computed(gap: Gap) -> str:
    """How the cost and the points of a gap are computed, in a sentence."""
    share = percent(gap.share, 0)
    if gap.whole:
        return f"Coût : {gap.how}. Points : {number(gap.share, 2)} au plus par ligne."
    return f"Coût : {COUNTED[gap.figure]}. Points : {share} de ceux du foyer."


def _table(found: Sequence[Finding], note: str) -> Table:
    rows = [
        [
            _points(one.measure.points),
            one.sentence.replace(" : ", "\u00a0: "),
            one.gap.gesture.replace(PROGRAM, ""),
            one.gap.code,
        ]
        for one in found
    ]
    return Table(COLUMNS, rows, note=note, empty=ALL_WELL, tones=[TONES[f.gravity] for f in found])


def _points(points: float) -> str:
    return number(points, 1) if points >= 0.05 else "< 0,1"


def _note(found: Sequence[Finding], shown: Sequence[Finding]) -> str:
    rest = len(found) - len(shown)
    left = f"… et {plural(rest, 'autre')} : `-n {len(found)}` les montre tous. " if rest else ""
    total = number(sum(one.measure.points for one in found), 0)
    mending = any(one.gap.mends for one in found)
    return (
        f"{left}{plural(len(found), 'manque')}, {total} points : un point est un foyer accompagné "
        "à l’arrêt. `docteur --expliquer` dit comment ils se comptent, "
        "`docteur CODE` montre qui est concerné"
        + (", `docteur --corriger` répare ce qui est sûr." if mending else ".")
    )


def _explained(found: Sequence[Finding], mendable: frozenset[str]) -> Iterator[Block]:
    yield Prose("Ce que coûtent les manques", "title")
    yield Prose(POINT)
    for finding in found:
        yield Prose(finding.sentence, "section")
        yield Facts(_facts(finding, mendable))


def _facts(finding: Finding, mendable: frozenset[str]) -> list[tuple[str, Any]]:
    gap = finding.gap
    return [
        ("Code", gap.code),
        ("Pourquoi", gap.why),
        ("Calcul", computed(gap)),
        ("Gravité", f"{finding.gravity}, {_points(finding.measure.points)} points"),
        ("Le geste", gap.gesture),
        ("Corrigeable", _mending(gap) if gap.code in mendable else None),
        ("Concernés", first_named(finding.measure.examples) or None),
    ]


def _mending(gap: Gap) -> str:
    return f"venez-vivre docteur {gap.code} --corriger"


def detail(finding: Finding, found: Sequence[Case], mendable: frozenset[str]) -> Page:
    """One gap, and the households or offers concerned."""
    records = [_case(case) for case in found]
    data = {**_record(finding, mendable), "concernes": records}

    def draw() -> list[Block]:
        if not finding.measure.size:
            nothing = f"Rien de tel : {plural(0, *finding.gap.what)}."
            return [Prose(nothing, "good"), Prose(finding.gap.why, "dim")]
        left = finding.measure.size - len(found)
        note = f"… et {plural(left, 'autre')} : `-n {finding.measure.size}` les montre tous."
        rows = [
            [_points(c["points"]), c["reference"], c["nom"], c["cout"], shorten(c["dit"] or "", 50)]
            for c in records
        ]
        if not any(c["dit"] for c in records):
            rows = [row[:-1] for row in rows]
        return [
            Prose(finding.sentence, "title"),
            Facts(_facts(finding, mendable)[:-1]),
            Table(CASES[: len(rows[0])] if rows else CASES, rows, note=note if left > 0 else ""),
        ]

    return Page(data, draw)


def _case(case: Case) -> dict[str, Any]:
    return {
        "reference": case.reference,
        "nom": shorten(person_name(case.first, case.last) if case.last else case.first or "", 60),
        "points": round(case.points, 2),
        "cout": case.cost,
        "dit": case.said,
    }


# --- mending --------------------------------------------------------------------------------

PLANNED = (
    Column("nombre", "Combien", "count"),
    Column("quoi", "Correction"),
    Column("exemples", "Par exemple"),
)


def planned(chosen: Sequence[Plan], tells: dict[str, tuple[str, str]], left: str) -> Page:
    """What would be mended, before it is."""
    return Page(_mended_data(chosen), lambda: _planned(chosen, tells, left))


def _planned(chosen: Sequence[Plan], tells: dict[str, tuple[str, str]], left: str) -> list[Block]:
    rows = [
        [
            len(plan.fixes),
            tells[plan.gap.code][len(plan.fixes) > 1],
            ", ".join(f"{f.reference} ({shorten(f.told, 40)})" for f in plan.fixes[:2]),
        ]
        for plan in chosen
    ]
    return [Table(PLANNED, rows, title="Ce qui peut être corrigé sans risque", note=left)]


def mended(chosen: Sequence[Plan], tells: dict[str, tuple[str, str]]) -> Page:
    """What was mended, and how to take it back."""
    parts = [plural(len(plan.fixes), *tells[plan.gap.code]) for plan in chosen]
    text = f"Corrigé : {', '.join(parts)}."
    return sentence(_mended_data(chosen), text, back=TAKE_BACK)


def _mended_data(chosen: Sequence[Plan]) -> dict[str, Any]:
    return {
        "corrections": sum(len(plan.fixes) for plan in chosen),
        "corriges": [
            {
                "code": plan.gap.code,
                "nombre": len(plan.fixes),
                "references": list(dict.fromkeys(fix.reference for fix in plan.fixes)),
            }
            for plan in chosen
        ],
    }


def nothing_to_mend(left: str) -> Page:
    """Nothing can be mended for sure."""
    return Page(
        _mended_data(()),
        lambda: [Prose("Rien ne peut être corrigé sans risque.", "good"), Prose(left, "dim")],
    )
