"""What the sections of a report have in hand while it is drawn up."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property

from venez_vivre.steering.documents.figures import Key, Tie
from venez_vivre.steering.documents.spans import Span, Spans
from venez_vivre.steering.funnel import Counts, Funnel, measure
from venez_vivre.store.queries import stocks
from venez_vivre.store.queries.activity import Days
from venez_vivre.store.queries.steering import Place, Scope
from venez_vivre.store.queries.stocks import Alike, At
from venez_vivre.store.reader import Reader
from venez_vivre.store.settings import Settings, settings


@dataclass
class Making:
    """A report under way: the base, the days, the territory; the sums that its figures keep.

    `rows` is the base as it is, or as it was known on the day `known_on`.
    """

    rows: Reader
    spans: Spans
    today: date
    place: Place | None = None
    known_on: date | None = None
    ties: list[Tie] = field(default_factory=list)
    _counts: dict[Span, Counts] = field(default_factory=dict)
    _followed: dict[At, list[Alike]] = field(default_factory=dict)

    @cached_property
    def settings(self) -> Settings:
        """The delays of the base."""
        return settings(self.rows)

    @property
    def until(self) -> date:
        """The last day that the report knows of."""
        return self.spans.now.end

    @property
    def to_date(self) -> Span:
        """From the very beginning to the last day of the period."""
        return Span(None, self.until)

    def scope(self, span: Span, by: str = "") -> Scope:
        """The scope of the facts of those days."""
        return Scope(span.start, span.end, min(span.end, self.today), by, territory=self.place)

    def counts(self, span: Span) -> Counts:
        """The stages of those days, counted once."""
        if span not in self._counts:
            self._counts[span] = measure(self.rows, self.scope(span)).total
        return self._counts[span]

    def grouped(self, span: Span, by: str) -> Funnel:
        """The same by group."""
        return measure(self.rows, self.scope(span, by))

    def days(self, span: Span) -> Days:
        """Those days, as queries take them."""
        first = span.start.isoformat() if span.start else ""
        return Days(first, span.end.isoformat(), self.place.number if self.place else None)

    def at(self, day: date | None = None) -> At:
        """A day, the last of the period if none is said, as queries take it."""
        number = self.place.number if self.place else None
        return At((day or self.until).isoformat(), number)

    @property
    def followed(self) -> list[Alike]:
        """The households followed on the last day, read once for all the sections about them."""
        at = self.at()
        if at not in self._followed:
            since = self.until - timedelta(days=self.settings["silence"])
            self._followed[at] = stocks.followed(self.rows, at, since.isoformat())
        return self._followed[at]

    def tie(self, total: Key, *parts: Key) -> None:
        """Remember that a figure is the sum of others."""
        self.ties.append(Tie(total, parts))
