"""Keep a report as it was published."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from venez_vivre.errors import Refused
from venez_vivre.models import FrozenReport
from venez_vivre.store.base import Work
from venez_vivre.store.known import last_operation
from venez_vivre.store.queries.bridge import Line

Counts = Mapping[Line, int]


def publish(
    work: Work,
    document: Mapping[str, Any],
    figures: Counts,
    territory: int | None,
    to_date: Counts | None = None,
) -> int:
    """Keep this report; the number it is kept under. An older one of the same period stays too.

    Args:
        work: the transaction in which the report was drawn up, so that nothing was written since.
        document: the report as every format reads it: figures, and never a personal value.
        figures: those of its period, `steering.frozen.figures`, as they are before any mask.
        territory: the number of its territory, None for the whole scheme.
        to_date: the same of everything up to its last day, when its period has a beginning.

    Raises:
        Refused: it shows what was known in the past, which is not what was published then.

    """
    if document.get("tel_que_su"):
        raise Refused(
            "Un rapport établi avec --tel-que-su montre le passé : il ne se fige pas. "
            "Retirez --tel-que-su, ou --figer."
        )
    report = FrozenReport(
        kind=document["rapport"],
        starts_on=document["du"],
        ends_on=document["au"],
        territory_id=territory,
        published_on=work.today,
        last_operation=last_operation(work.rows),
        agent=work.heading.agent,
        diffusion=document.get("diffusion"),
        content=_content(document, figures, to_date),
    )
    work.session.add(report)
    work.session.flush()
    work.says(f"rapport {report.kind} publié, {document['periode']}")
    return report.id or 0


def _content(document: Mapping[str, Any], figures: Counts, to_date: Counts | None) -> str:
    """What `store.queries.frozen.Frozen` reads."""
    whole = {
        "figures": _by_stage(figures),
        "figures_to_date": None if to_date is None else _by_stage(to_date),
        "counted_to": document["situation_au"],
        "document": document,
    }
    return json.dumps(whole, ensure_ascii=False, default=_plain)


def _by_stage(figures: Counts) -> dict[str, dict[str, int]]:
    said: dict[str, dict[str, int]] = {}
    for line, count in figures.items():
        said.setdefault(line.stage, {})[line.unit] = count
    return said


def _plain(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(type(value).__name__)
