"""What arrived or changed since the last time: the households that each of those offers suits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from venez_vivre import NamedTuple
from venez_vivre.criteria.facts import OfferFacts
from venez_vivre.proposing import rounds
from venez_vivre.proposing.proposals import Proposal, Ranked, explained
from venez_vivre.proposing.rounds import Readings
from venez_vivre.store.queries import matching as queries
from venez_vivre.store.queries import news
from venez_vivre.store.queries.news import Mark, Written
from venez_vivre.store.reader import Reader

FIRST_DAYS = 7
"""How far back the very first time looks, in days, by the day of publication."""

WORTH = 0.5
"""Below that score a household is not told of an offer."""

NEW, CHANGED = "nouvelle", "modifiee"

_SAID = (set(OfferFacts._fields) - {"number", "experience", "published_on", "verified_on"}) | {
    "closed_on"
}
"""What makes an offer another one for those who look; that it was verified does not."""


class Waiting(NamedTuple):
    """The open offers of these kinds that are new or changed, and since which day.

    `gone` counts those that were closed or expired in between; `last` is the newest operation seen.
    """

    since: str
    last: int
    states: Mapping[int, str]
    offers: Mapping[str, list[OfferFacts]]
    gone: int


class Fresh(NamedTuple):
    """An offer that is new or changed, and the households it suits best."""

    offer: OfferFacts
    state: str
    proposals: list[Proposal]


class News(NamedTuple):
    """What is new; `weak` counts the offers that suit nobody well enough."""

    since: str
    offers: list[Fresh]
    weak: int
    gone: int


def waiting(rows: Reader, kinds: Sequence[str], today: date) -> Waiting:
    """Read which offers are new or changed since each of these kinds was last looked at."""
    marks = {kind: mark for kind, mark in news.marks(rows).items() if kind in kinds}
    fresh = [kind for kind in kinds if kind not in marks]
    start = (today - timedelta(days=FIRST_DAYS)).isoformat()
    states: dict[int, str] = {}
    if fresh:
        recent = news.published(rows, start, today.isoformat())
        states = {number: NEW for number, kind in recent if kind in fresh}
    if marks:
        since = min(mark.operation for mark in marks.values())
        states |= _states(rows, list(news.offers_since(rows, since)), marks)
    day = today.isoformat()
    offers = {
        kind: [
            one for one in queries.open_offers(rows, OfferFacts, kind, day) if one.number in states
        ]
        for kind in (kinds if states else ())
    }
    days = [mark.day for mark in marks.values()] + ([start] if fresh else [])
    found = sum(map(len, offers.values()))
    return Waiting(min(days), news.last(rows), states, offers, len(states) - found)


def _states(rows: Reader, written: list[Written], marks: Mapping[str, Mark]) -> dict[int, str]:
    """New or changed, for each offer of a marked kind that was written after the mark."""
    kinds = queries.kinds_of(rows, {one.number for one in written})
    first: dict[int, Written] = {}
    final: dict[int, Written] = {}
    for one in written:
        mark = marks.get(kinds.get(one.number, ""))
        if mark is not None and one.operation > mark.operation:
            first.setdefault(one.number, one)
            final[one.number] = one
    return dict(_told(first, final))


def _told(first: Mapping[int, Written], final: Mapping[int, Written]) -> Iterator[tuple[int, str]]:
    for number, one in first.items():
        if one.before is None:
            yield number, NEW
        elif _differs(one.before, final[number].after or {}):
            yield number, CHANGED


def _differs(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    return any(before.get(name) != after.get(name) for name in _SAID)


def read(rows: Reader, found: Waiting, today: date) -> Readings:
    """Read everybody, to be matched with the offers that are new."""
    return rounds.everybody(rows, found.offers, today)


def told(found: Waiting, read: Readings, most: int) -> News:
    """For each new offer the `most` best households, by type and then by number."""
    people = rounds.People(read)
    offers = []
    for kind in read.offers:
        for place, ranked in enumerate(people.takers(kind, most)):
            offer = read.offers[kind][place]
            proposals = [explained(one, read.known) for one in _worth(ranked)]
            offers.append(Fresh(offer, found.states[offer.number], proposals))
        read.known.offers.forget()
    kept = [one for one in offers if one.proposals]
    return News(found.since, kept, len(offers) - len(kept), found.gone)


def nothing(found: Waiting) -> News:
    """The news when nothing was written."""
    return News(found.since, [], 0, found.gone)


def _worth(ranked: Sequence[Ranked]) -> Iterator[Ranked]:
    return (one for one in ranked if one.score >= WORTH)
