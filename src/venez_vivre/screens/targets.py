"""How targets look: what was to be reached, what is, and the pace."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from venez_vivre.dates import short
from venez_vivre.screens.pages import TAKE_BACK, Block, Column, Page, Table, sentence
from venez_vivre.steering.targets import LABELS, STATES, Pace
from venez_vivre.store.queries.steering import Goal
from venez_vivre.texts import number

EMPTY = (
    "Aucun objectif. `venez-vivre objectifs definir personnes_inscrites 15000 "
    "--echeance 31/12/2026` en pose un."
)
NOTE = (
    "Attendu : progression régulière de zéro, au début (--depuis, sinon la première inscription), "
    "jusqu’à l’objectif, à l’échéance. « Dans les temps » : à 5 % près."
)
DONE = {
    "cree": "",
    "modifie": " Il remplace le précédent pour cette échéance.",
    "inchange": " Il était déjà posé.",
}
COLUMNS = (
    Column("libelle", "Objectif", "name"),
    Column("valeur", "Valeur", "count"),
    Column("echeance", "Échéance", "day"),
    Column("atteint", "Atteint", "count"),
    Column("part", "Part", "rate", minor=2),
    Column("attendu", "Attendu\nce jour", "count", minor=1),
    Column("par_mois", "À faire\npar mois", "count", spare=1),
    Column("rythme", "Rythme"),
)


def summary(goal: Goal) -> str:
    """« objectif personnes_inscrites : 15 000 au 31/12/2026 »."""
    return f"objectif {goal.indicator} : {number(goal.value)} au {short(goal.deadline)}"


def defined(goal: Goal, done: str) -> Page:
    """What defining a target did."""
    record = {
        "indicateur": goal.indicator,
        "valeur": goal.value,
        "depuis": goal.starts_on,
        "echeance": goal.deadline,
        "resultat": done,
    }
    counted = f"{number(goal.value)} {LABELS[goal.indicator]}"
    text = f"Objectif : {counted} au {short(goal.deadline)}.{DONE[done]}"
    return sentence(record, text, back=TAKE_BACK if done == "modifie" else "")


def listed(paces: Sequence[Pace]) -> Page:
    """Every target with its pace."""

    def draw() -> Sequence[Block]:
        return [table(paces, note=NOTE)]

    return Page(data(paces), draw)


def data(paces: Sequence[Pace]) -> list[dict[str, Any]]:
    """Targets for scripts."""
    return [
        {
            "indicateur": pace.goal.indicator,
            "libelle": LABELS[pace.goal.indicator],
            "valeur": pace.goal.value,
            "depuis": pace.start,
            "echeance": pace.goal.deadline,
            "atteint": pace.reached,
            "part": round(pace.share, 6),
            "attendu": round(pace.expected, 1),
            "ecart": pace.gap,
            "par_mois": None if pace.per_month is None else round(pace.per_month, 1),
            "a_faire_par_mois": pace.per_month_whole,
            "rythme": pace.state,
        }
        for pace in paces
    ]


def table(paces: Sequence[Pace], note: str = "") -> Table:
    """Targets for people."""
    return Table(COLUMNS, [_row(pace) for pace in paces], note=note, empty=EMPTY)


def _row(pace: Pace) -> list[Any]:
    return [
        LABELS[pace.goal.indicator].capitalize(),
        pace.goal.value,
        pace.goal.deadline,
        pace.reached,
        pace.share,
        pace.expected_whole,
        pace.per_month_whole,
        STATES[pace.state],
    ]
