"""How the list of published reports looks, and the bridge from one of them to today."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from venez_vivre.dates import Period, short
from venez_vivre.screens.pages import Block, Column, Page, Prose, Table, listing
from venez_vivre.steering import frozen
from venez_vivre.steering.bridge import Bridge
from venez_vivre.steering.frozen import Standing
from venez_vivre.store.queries.bridge import Line
from venez_vivre.store.queries.frozen import Frozen
from venez_vivre.texts import capital

COLUMNS = (
    Column("numero", "N°", "count"),
    Column("rapport", "Rapport", "name"),
    Column("periode", "Période"),
    Column("territoire", "Territoire", minor=1),
    Column("publie_le", "Publié le", "day"),
    Column("publie_par", "Par", minor=3),
    Column("diffusion", "Diffusion", minor=2),
    Column("etat", "Depuis"),
)
EMPTY = "Aucun rapport publié. `venez-vivre rapport mensuel --figer` garde celui qu’il établit."
NOTE = "`venez-vivre rapport figes N` dit d’où vient chaque écart."
STAGES = {
    "inscrits": "Inscrits",
    "accompagnes": "Accompagnés",
    "installes": "Installés",
    "spontanees": "Installations spontanées",
}
BRIDGE = (
    Column("etape", "Étape", "name"),
    Column("unite", "Unité"),
    Column("phrase", "Publié → actuel"),
)


def listed(found: Sequence[Standing]) -> Page:
    """Every published report, the newest first."""
    records = [_record(one) for one in found]
    moved = any(one.changed for one in found)
    return listing(COLUMNS, records, empty=EMPTY, note=NOTE if moved else "", keys=KEYS)


KEYS = (
    *("numero", "rapport", "periode", "du", "au", "territoire", "publie_le", "publie_par"),
    *("diffusion", "differe", "chiffres_changes", "etat"),
)


def _record(one: Standing) -> dict[str, Any]:
    report = one.report
    return {
        "numero": report.number,
        "rapport": report.kind,
        "periode": period(report),
        "du": report.starts_on,
        "au": report.ends_on,
        "territoire": report.territory.code if report.territory else None,
        "publie_le": report.published_on,
        "publie_par": report.agent,
        "diffusion": report.diffusion,
        "differe": bool(one.changed),
        "chiffres_changes": [f"{line.stage}_{line.unit}" for line in one.changed],
        "etat": _state(one.changed),
    }


def period(report: Frozen) -> str:
    """« novembre 2025 »."""
    return Period(report.starts_on, report.ends_on).label()


def _state(changed: Sequence[Line]) -> str:
    if not changed:
        return "inchangé"
    stages = dict.fromkeys(STAGES[line.stage].lower() for line in changed)
    return f"changé : {', '.join(stages)}"


def compared(report: Frozen, found: Sequence[tuple[Bridge, ...]]) -> Page:
    """One published report beside today’s figures: every line, and where each gap comes from."""
    value = frozen.data(report, found)
    return Page(value, lambda: [Prose(_title(report), "title"), *blocks(value)])


def _title(report: Frozen) -> str:
    place = f" · {report.territory.name}" if report.territory else ""
    told = f"publié le {short(report.published_on)}"
    return f"Rapport {report.kind}{place} · {period(report)} · {told}"


def blocks(value: Mapping[str, Any]) -> list[Block]:
    """The bridge of `steering.frozen.data` as a report shows it: the lines that changed."""
    day = value["publie_le"]
    told = short(day if isinstance(day, date) else date.fromisoformat(day))
    rows = [
        [f"{STAGES[one['etape']]}{when}", one["unite"], one["phrase"]]
        for key, when in (("chiffres", ""), ("depuis_le_debut", ", depuis le début"))
        for one in value[key]
        if one["ecarts"]
    ]
    about = f"{capital(value['periode'])}, publié le {told}"
    return [Table(BRIDGE, rows, title=about, empty="Aucun chiffre n’a changé depuis.")]
