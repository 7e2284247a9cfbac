"""Where it happens: territories, ranked only where they differ; towns grouped by EPCI for a map."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from venez_vivre.locations import commune, epci_name
from venez_vivre.steering import groups
from venez_vivre.steering.documents.figures import Figure, Key
from venez_vivre.steering.documents.making import Making
from venez_vivre.steering.documents.ranks import ranks
from venez_vivre.steering.documents.spans import Span
from venez_vivre.steering.documents.stages import UNITS, both, rated, shared, steps
from venez_vivre.steering.funnel import SPONTANEOUS, Counts, Funnel, Group
from venez_vivre.store.queries import origins
from venez_vivre.store.queries import steering as queries
from venez_vivre.store.queries.steering import Place


def territories(making: Making, span: Span) -> dict[str, Any]:
    """Every active territory and those that have figures, in the order of the funnel.

    With `sans_territoire`, the households that have none yet, they sum to the total.
    """
    found = making.grouped(span, "territoire")
    places = [making.place] if making.place else queries.places(making.rows)
    shown = in_order(found, places)
    moment = span.moment
    keys, none = [_key(moment, one.key) for one in shown], _key(moment, "")
    elsewhere = sum((g.counts for g in found.groups if g.key == groups.UNKNOWN), Counts())
    making.ties += shared(moment, [*keys, none])
    return {
        "nombre_territoires": len(shown),
        "territoires": [
            {**_one(one, key), "rangs": own}
            for one, key, own in zip(shown, keys, ranks(shown, moment, "territoire"), strict=True)
        ],
        "sans_territoire": {
            "etapes": steps(elsewhere, none),
            "spontanees": both(elsewhere.step(SPONTANEOUS), (*none, SPONTANEOUS)),
        },
    }


def _one(group: Group, key: Key) -> dict[str, Any]:
    return {
        "code": group.key,
        "nom": group.label,
        "etapes": steps(group.counts, key),
        "spontanees": both(group.counts.step(SPONTANEOUS), (*key, SPONTANEOUS)),
        "taux": [rated(rate, key) for rate in group.counts.rates],
    }


def _key(moment: Key, code: str) -> Key:
    return (*moment, "territoire", code)


def in_order(found: Funnel, places: Sequence[Place]) -> tuple[Group, ...]:
    """Those with figures in the order of the funnel, then the other active ones by name."""
    known = [group for group in found.groups if group.key != groups.UNKNOWN]
    seen = {group.key for group in known}
    idle = [Group(p.code, p.name, Counts()) for p in places if p.active and p.code not in seen]
    return (*known, *idle)


def settled_by_epci(making: Making, span: Span) -> dict[str, Any]:
    """Settlements by EPCI, most households first; those whose commune is not known come last."""
    counts: dict[str, tuple[int, int]] = {}
    for town in origins.towns(making.rows, making.days(span)):
        found = commune(town.code_insee) if town.code_insee else None
        siren = found.epci if found else ""
        known = counts.get(siren, (0, 0))
        counts[siren] = known[0] + town.households, known[1] + town.people
    order = sorted(counts, key=lambda siren: (not siren, -counts[siren][0], siren))
    for unit in UNITS:
        parts = tuple(_at(span, siren, unit) for siren in order)
        making.tie((*span.moment, "installes", unit), *parts)
    return {
        "epci": [
            {
                "epci": siren or None,
                "nom": (epci_name(siren) if siren else None) or "(commune non renseignée)",
                **{
                    unit: Figure(_at(span, siren, unit), counts[siren][place])
                    for place, unit in enumerate(UNITS)
                },
            }
            for siren in order
        ],
    }


def _at(span: Span, siren: str, unit: str) -> Key:
    return (*span.moment, "epci", siren, "installes", unit)
