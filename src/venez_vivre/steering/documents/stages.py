"""The stages of the funnel as figures: totals, groups and rates, and what sums to what."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from venez_vivre.steering.documents.figures import Derived, Figure, Key, Tie
from venez_vivre.steering.documents.ranks import ranks
from venez_vivre.steering.documents.spans import Span
from venez_vivre.steering.funnel import SPONTANEOUS, STAGES, Counts, Funnel, Group
from venez_vivre.steering.rates import Rate
from venez_vivre.store.queries.steering import Step

Part = dict[str, Any]
UNITS = ("foyers", "personnes")


def funnel(value: Funnel) -> Part:
    """The funnel for scripts; these names are a promise."""
    scope, moment = value.scope, moment_of(value)
    return {
        "du": scope.start,
        "au": scope.end,
        "cohorte": scope.cohort,
        "territoire": scope.territory.code if scope.territory else None,
        "situation_au": scope.until,
        **totals(value.total, moment),
        "comparaison": {
            name: {"du": one.start, "au": one.end, "etapes": steps(counts, one.moment)}
            for name, one, counts in value.compared
        }
        or None,
        "groupes": _groups(value, moment),
    }


def _groups(value: Funnel, moment: Key) -> list[Part]:
    """Each group, its rank where groups are the same households at every stage."""
    by = value.scope.by
    found = [_group(value, group, (*moment, by, group.key)) for group in value.groups]
    if not value.follows or not found:
        return found
    pairs = zip(found, ranks(value.groups, moment, by), strict=True)
    return [{**group, "rangs": own} for group, own in pairs]


def moment_of(value: Funnel) -> Key:
    """When the facts that a funnel counts took place."""
    scope = value.scope
    if scope.cohort:
        return ("cohorte", scope.start, scope.end, scope.until)
    return Span(scope.start, scope.end).moment


def totals(counts: Counts, moment: Key) -> Part:
    """The stages, who settled, the spontaneous, and the rates."""
    settled = counts.step("installes")
    return {
        "etapes": steps(counts, moment),
        "installes": {
            **both(settled, (*moment, "installes")),
            "adultes": Figure((*moment, "installes", "adultes"), settled.adults),
            "enfants": Figure((*moment, "installes", "enfants"), settled.children),
            "enfants_scolarises": Figure((*moment, "installes", "scolarises"), settled.schooled),
        },
        "spontanees": both(counts.step(SPONTANEOUS), (*moment, SPONTANEOUS)),
        "taux": [rated(rate, moment) for rate in counts.rates],
    }


def steps(counts: Counts, moment: Key) -> list[Part]:
    """The stages, from the first to the last."""
    return [{"etape": s, **both(counts.step(s), (*moment, s))} for s in STAGES]


def both(step: Step, key: Key) -> Part:
    """A stage in both units."""
    return {
        "foyers": Figure((*key, "foyers"), step.households),
        "personnes": Figure((*key, "personnes"), step.people),
    }


def rated(one: Rate, moment: Key) -> Part:
    """A conversion rate, and the figures it is made of."""
    base: Key = (*moment, one.origin, "foyers")
    # Of all that ever happened, every household of a stage came from the one before.
    among = () if moment[0] != "du" else ("venus de", one.origin)
    reached: Key = (*moment, one.goal, "foyers", *among)
    return {
        "de": one.origin,
        "vers": one.goal,
        "foyers_de": Figure(base, one.base),
        "foyers_vers": Figure(reached, one.reached),
        **ratio(one, (base, reached)),
    }


def ratio(one: Rate, of: tuple[Key, ...]) -> Part:
    """The rate and its interval, which tell the figures they are made of."""
    bounds = {"taux": one.value, "bas": one.low, "haut": one.high}
    return {name: Derived(rounded(value), of) for name, value in bounds.items()}


def rounded(value: float | None) -> float | None:
    """A ratio as it is published."""
    return None if value is None else round(value, 6)


def _group(value: Funnel, group: Group, key: Key) -> Part:
    found = {
        "cle": group.key,
        "libelle": group.label,
        "etapes": steps(group.counts, key),
        "spontanees": both(group.counts.step(SPONTANEOUS), (*key, SPONTANEOUS)),
    }
    if value.follows:
        found["taux"] = [rated(rate, key) for rate in group.counts.rates]
    return found


def made_up(moment: Key) -> Tie:
    """People who settled are adults and children."""
    parts = tuple((*moment, "installes", name) for name in ("adultes", "enfants"))
    return Tie((*moment, "installes", "personnes"), parts)


def shared(moment: Key, groups: Sequence[Key]) -> list[Tie]:
    """Each stage is the sum of its groups, in both units."""
    return [
        Tie((*moment, stage, unit), tuple((*group, stage, unit) for group in groups))
        for stage in (*STAGES, SPONTANEOUS)
        for unit in UNITS
    ]
