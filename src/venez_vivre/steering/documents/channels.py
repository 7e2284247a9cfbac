"""Which channels lead to which stage, and what a stage costs in communication."""

from __future__ import annotations

from typing import Any

from venez_vivre.steering.documents.figures import Derived, Figure, Key
from venez_vivre.steering.documents.making import Making
from venez_vivre.steering.documents.spans import Span
from venez_vivre.steering.documents.stages import UNITS
from venez_vivre.steering.funnel import STAGES
from venez_vivre.store.queries import origins
from venez_vivre.vocabulary import Channel

LABELS = {str(channel): channel.label for channel in Channel}
NOT_SAID = "(non renseigné)"
TOUCHES = ("premier", "dernier")
METHOD = (
    "Premier canal : celui de la première inscription du foyer. Dernier canal : celui de la "
    "dernière inscription reçue le jour où l’étape est atteinte, ou avant. Un foyer, une personne "
    "comptent une fois dans chaque colonne."
)
COST_METHOD = (
    "Dépense des campagnes commencées dans la période, rapportée à ce qui a été compté dans la "
    "même période. Une campagne agit aussi plus tard, et d’autres moyens comptent : c’est un "
    "ordre de grandeur. Par canal : foyers dont c’est le premier canal."
)

Counts = dict[tuple[str, str, str], tuple[int, int]]


def section(making: Making, span: Span) -> dict[str, Any]:
    """Households and people of each stage by first and last channel; what each channel cost."""
    found: Counts = {
        (one.touch, one.stage, one.channel): (one.households, one.people)
        for one in origins.touches(making.rows, making.days(span))
    }
    codes = sorted({code for *_, code in found}, key=lambda c: (not c, -_first(found, c), c))
    for touch in TOUCHES:
        for stage in STAGES:
            for unit in UNITS:
                parts = tuple(_key(span, touch, code, stage, unit) for code in codes)
                making.tie((*span.moment, stage, unit), *parts)
    return {
        "methode": METHOD,
        "canaux": [
            {
                "canal": code or None,
                "libelle": LABELS.get(code, code) or NOT_SAID,
                **{touch: _stages(span, touch, code, found) for touch in TOUCHES},
            }
            for code in codes
        ],
        # Campaigns speak to the whole region: what they cost is nothing that a territory spent.
        "couts": None if making.place else costs(making, span, found),
    }


def _first(found: Counts, code: str) -> int:
    return found.get(("premier", "inscrits", code), (0, 0))[0]


def _key(span: Span, touch: str, code: str, stage: str, unit: str) -> Key:
    return (*span.moment, "canal", touch, code, stage, unit)


def _stages(span: Span, touch: str, code: str, found: Counts) -> list[dict[str, Any]]:
    return [
        {
            "etape": stage,
            **{
                unit: Figure(
                    _key(span, touch, code, stage, unit),
                    found.get((touch, stage, code), (0, 0))[place],
                )
                for place, unit in enumerate(UNITS)
            },
        }
        for stage in STAGES
    ]


def costs(making: Making, span: Span, found: Counts) -> dict[str, Any]:
    """What a household and a person cost at each stage, in euros, in all and by channel."""
    spent = {one.channel: one.cents for one in origins.spent(making.rows, making.days(span))}
    total = sum(spent.values())
    return {
        "methode": COST_METHOD,
        "depense": amount(total),
        "etapes": [_stage_cost(making, span, stage, total) for stage in STAGES],
        "canaux": [_channel_cost(span, code, cents, found) for code, cents in spent.items()],
    }


def _stage_cost(making: Making, span: Span, stage: str, cents: int) -> dict[str, Any]:
    step = making.counts(span).step(stage)
    key = (*span.moment, stage)
    return {
        "etape": stage,
        "par_foyer": _each(cents, step.households, (*key, "foyers")),
        "par_personne": _each(cents, step.people, (*key, "personnes")),
    }


def _channel_cost(span: Span, code: str, cents: int, found: Counts) -> dict[str, Any]:
    each = {
        f"par_foyer_{stage.removesuffix('s')}": _each(
            cents,
            found.get(("premier", stage, code), (0, 0))[0],
            _key(span, "premier", code, stage, "foyers"),
        )
        for stage in STAGES
    }
    return {
        "canal": code or None,
        "libelle": LABELS.get(code, code) or "(sans canal)",
        "depense": amount(cents),
        **each,
    }


def _each(cents: int, count: int, key: Key) -> Derived:
    """The cost of one, in euros and cents; None when there is nobody, or nothing was spent."""
    return Derived(round(cents / count / 100, 2) if count and cents else None, (key,))


def amount(cents: int) -> float | int:
    """An amount in euros, whole when it has no cents."""
    whole, rest = divmod(cents, 100)
    return cents / 100 if rest else whole
