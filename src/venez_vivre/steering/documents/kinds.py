"""The reports: which sections each is made of, and the days it is about when nobody says."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from venez_vivre import NamedTuple
from venez_vivre.dates import Period
from venez_vivre.errors import Misuse
from venez_vivre.steering.documents import (
    atoms,
    bridges,
    channels,
    closing,
    cohorts,
    delays,
    indicators,
    lacking,
    money,
    places,
    stages,
    standing,
    timeline,
)
from venez_vivre.steering.documents.earlier import beside
from venez_vivre.steering.documents.figures import Draft, Hint
from venez_vivre.steering.documents.making import Making
from venez_vivre.steering.documents.spans import (
    DAY,
    Span,
    Usual,
    everything,
    last_month,
    last_week,
    spans,
)
from venez_vivre.steering.funnel import Funnel, compare
from venez_vivre.store.queries import steering as queries
from venez_vivre.store.queries.steering import Place
from venez_vivre.store.reader import Reader

Part = dict[str, Any]


class Section(NamedTuple):
    """One section of a report: its code, its title, the keys it adds to the document."""

    code: str
    title: str
    make: Callable[[Making], Part]


class Kind(NamedTuple):
    """A report: its code, its title, the days it is usually about, its sections in order."""

    code: str
    title: str
    usual: Usual
    sections: tuple[Section, ...]


def _funnel(making: Making) -> Part:
    """The funnel to date, and as it was when the period began."""
    moment = making.to_date.moment
    making.ties.append(stages.made_up(moment))
    part: Part = stages.totals(making.counts(making.to_date), moment)
    begun = making.spans.now.start
    earlier = None if begun is None else Span(None, begun - DAY)
    part["precedent"] = earlier and {
        "au": earlier.end,
        "etapes": stages.steps(making.counts(earlier), earlier.moment),
    }
    return {"entonnoir": {"au": making.until, **part}}


def _of_period(making: Making) -> Part:
    """The funnel of the period itself: the keys of `entonnoir`."""
    span = making.spans.now
    making.ties.append(stages.made_up(span.moment))
    value = Funnel(making.scope(span), making.counts(span))
    part = stages.funnel(compare(making.rows, value, making.spans.others))
    return {**part, "au": making.spans.whole.end}


def _territories(making: Making) -> Part:
    return places.territories(making, making.spans.now)


def _to_date_territories(making: Making) -> Part:
    return places.territories(making, making.to_date)


def _compared(making: Making) -> Part:
    """A territory beside the whole scheme, and its rank where intervals separate."""
    if making.place is None:
        raise Misuse("Le rapport d’un territoire demande --territoire CODE.")
    whole = replace(making, place=None, ties=[], _counts={})
    found = places.territories(whole, making.to_date)
    own = next((t for t in found["territoires"] if t["code"] == making.place.code), None)
    moment = ("dispositif", *making.to_date.moment)
    return {
        "comparaison_territoire": {
            "rangs": own["rangs"] if own else [],
            "taux": stages.totals(making.counts(making.to_date), making.to_date.moment)["taux"],
            "dispositif": stages.totals(whole.counts(making.to_date), moment)["taux"],
        }
    }


def _blocked(making: Making) -> Part:
    return {"blocages": standing.blocked(making)}


def _ahead(making: Making) -> Part:
    return {"a_venir": standing.ahead(making)}


def _quality(making: Making) -> Part:
    return {"qualite": standing.incomplete(making)}


FUNNEL = Section("entonnoir", "Des inscrits aux installés, depuis le début", _funnel)
OF_PERIOD = Section("etapes", "Des inscrits aux installés", _of_period)
INDICATORS = Section("indicateurs", "L’essentiel", lambda m: {"indicateurs": indicators.section(m)})
WEEKS = Section("semaines", "Semaine par semaine", lambda m: {"semaines": timeline.weeks(m)})
MONTHLY = Section("mois", "Mois par mois", lambda m: {"mois": timeline.months(m)})
COHORTS = Section("cohortes", "Par mois d’inscription", lambda m: {"cohortes": cohorts.section(m)})
DELAYS = Section("delais", "Délais", lambda m: delays.section(m, m.to_date))
OWN_DELAYS = Section("delais", "Délais", lambda m: delays.section(m, m.spans.now))
MAP = Section(
    "carte", "Où les foyers se sont installés", lambda m: places.settled_by_epci(m, m.to_date)
)
OWN_MAP = Section(
    "carte", "Où les foyers se sont installés", lambda m: places.settled_by_epci(m, m.spans.now)
)
CHANNELS = Section(
    "canaux", "Canaux et coûts", lambda m: {"canaux": channels.section(m, m.spans.now)}
)
DROPPED = Section("abandons", "Abandons", lambda m: {"abandons": closing.section(m)})
BLOCKED = Section("blocages", "Foyers bloqués", lambda m: beside(m, _blocked))
LACKING = Section("besoins", "Besoins sans aucune offre", lambda m: beside(m, lacking.section))
AHEAD = Section("a_venir", "La semaine qui vient", lambda m: beside(m, _ahead))
QUALITY = Section("qualite", "Qualité des dossiers", lambda m: beside(m, _quality))
CAMPAIGNS = Section("campagnes", "Campagnes", lambda m: {"campagnes": money.campaigns(m)})
TARGETS = Section("objectifs", "Objectifs", lambda m: {"objectifs": money.paces(m)})
IMPACT = Section("impact", "Retombées", lambda m: {"impact": money.impact(m)})
TERRITORIES = Section("territoires", "Territoires", _territories)
ALL_TERRITORIES = Section("territoires", "Territoires, depuis le début", _to_date_territories)
COMPARED = Section("comparaison", "Parmi les territoires", _compared)

STANDING = (BLOCKED, LACKING, AHEAD, QUALITY)

KINDS = {
    kind.code: kind
    for kind in (
        Kind(
            "hebdo",
            "Rapport hebdomadaire",
            last_week,
            (INDICATORS, FUNNEL, WEEKS, DROPPED, *STANDING, COHORTS, DELAYS, MAP),
        ),
        Kind(
            "mensuel",
            "Rapport mensuel",
            last_month,
            (
                *(INDICATORS, FUNNEL, MONTHLY, TARGETS, ALL_TERRITORIES, CHANNELS, DROPPED),
                *(BLOCKED, LACKING, COHORTS, DELAYS, MAP, QUALITY),
            ),
        ),
        Kind(
            "bilan",
            "Bilan",
            everything,
            (
                *(OF_PERIOD, CAMPAIGNS, TARGETS, IMPACT, OWN_DELAYS, TERRITORIES, CHANNELS),
                *(MONTHLY, COHORTS, OWN_MAP),
            ),
        ),
        Kind(
            "territoire",
            "Rapport de territoire",
            last_month,
            (INDICATORS, FUNNEL, COMPARED, MONTHLY, DROPPED, *STANDING, COHORTS, DELAYS, MAP),
        ),
    )
}


class Ordered(NamedTuple):
    """What is asked of a report: the period (the usual one when it has no side), the territory.

    `today` is the day it is drawn up; with `known_on`, only what was known that day is shown.
    A `public` one hides small figures.
    """

    asked: Period
    today: date
    place: Place | None = None
    known_on: date | None = None
    public: bool = False


def draw_up(rows: Reader, kind: Kind, order: Ordered) -> Draft:
    """Compute a report, once; nothing of it is computed later.

    Args:
        rows: the base as it is, or as it was known on the day that `order` says.
        kind: which report.
        order: its period, its territory, its day.

    """
    day = order.known_on or order.today
    period = kind.usual(day) if order.asked == Period(None, None) else order.asked
    making = Making(rows, spans(period, day), order.today, order.place, order.known_on)
    content: Part = _heading(making, kind)
    for section in kind.sections:
        content |= section.make(making)
    content |= bridges.section(making, kind.code)
    hint = atoms.hint(making, kind.code, content) if order.public else Hint()
    return Draft(content, making.scope(making.spans.now), tuple(making.ties), hint)


def _heading(making: Making, kind: Kind) -> Part:
    found = making.spans
    return {
        "rapport": kind.code,
        "titre": kind.title,
        "periode": found.whole.label,
        "du": found.whole.start,
        "au": found.whole.end,
        "situation_au": found.now.end,
        "en_cours": found.under_way,
        "territoire": making.place.code if making.place else None,
        "territoire_nom": making.place.name if making.place else None,
        "territoire_type": making.place and queries.kind_of(making.rows, making.place),
        "etabli_le": making.today,
        "tel_que_su": making.known_on,
        "compare_a": {
            name: span and {"du": span.start, "au": span.end, "libelle": span.label}
            for name, span in (("precedent", found.before), ("annee_precedente", found.year))
        },
    }


def titled(document: Mapping[str, Any]) -> str:
    """« Rapport hebdomadaire · CC du Nord · semaine 48 de 2025 »."""
    parts = (document["titre"], document["territoire_nom"], document["periode"])
    return " · ".join(part for part in parts if part)
