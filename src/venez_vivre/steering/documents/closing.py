"""Why households give up, in the period and in the one before."""

from __future__ import annotations

from typing import Any

from venez_vivre.steering.documents.figures import Figure, Key
from venez_vivre.steering.documents.making import Making
from venez_vivre.steering.documents.spans import Span
from venez_vivre.steering.documents.stages import UNITS
from venez_vivre.store.queries import activity
from venez_vivre.vocabulary import CaseStatus, CloseReason

UNSAID = "non_precise"


def section(making: Making) -> dict[str, Any]:
    """Drop-outs by reason, the commonest first, and their total."""
    spans = making.spans
    now, before = _by_reason(making, spans.now), _by_reason(making, spans.before)
    reasons = sorted(now.keys() | before.keys(), key=lambda r: (-now.get(r, (0, 0))[0], r))
    for span in (spans.now, spans.before):
        if span:
            _tie(making, span, reasons)
    return {
        "motifs": [
            {
                "motif": reason,
                "libelle": LABELS.get(reason, reason),
                **_both(spans.now, reason, now),
                **_both(spans.before, reason, before, "precedent_"),
            }
            for reason in reasons
        ],
        "total": {
            **_both(spans.now, "", {"": _total(now)}),
            **_both(spans.before, "", {"": _total(before)}, "precedent_"),
        },
    }


LABELS = {str(reason): reason.label for reason in CloseReason} | {UNSAID: "non précisé"}


def _by_reason(making: Making, span: Span | None) -> dict[str, tuple[int, int]]:
    if span is None:
        return {}
    return {
        one.reason or UNSAID: (one.households, one.people)
        for one in activity.dropped(making.rows, making.days(span))
        if one.status == CaseStatus.CLOSED
    }


def _total(found: dict[str, tuple[int, int]]) -> tuple[int, int]:
    return sum(n for n, _ in found.values()), sum(n for _, n in found.values())


def _key(span: Span, reason: str, unit: str) -> Key:
    return (*span.moment, "abandons", *((reason,) if reason else ()), unit)


def _both(
    span: Span | None, reason: str, found: dict[str, tuple[int, int]], prefix: str = ""
) -> dict[str, Any]:
    """Households and people of a reason, of all reasons when it is empty."""
    if span is None:
        return {f"{prefix}{unit}": None for unit in UNITS}
    counts = found.get(reason, (0, 0))
    return {
        f"{prefix}{unit}": Figure(_key(span, reason, unit), count)
        for unit, count in zip(UNITS, counts, strict=True)
    }


def _tie(making: Making, span: Span, reasons: list[str]) -> None:
    for unit in UNITS:
        making.tie(_key(span, "", unit), *(_key(span, reason, unit) for reason in reasons))
