"""Named reads of the reports that were published: what each said, and from what was known."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from venez_vivre import NamedTuple
from venez_vivre.store.queries.bridge import LINES, Line
from venez_vivre.store.queries.steering import Place, Scope
from venez_vivre.store.reader import Reader


class Frozen(NamedTuple):
    """A report as it was published, from what was known after operation `last_operation`.

    `content` is the JSON object of `figures` (stage → unit → count), of `counted_to`, the last day
    they count, and of the `document` itself.
    """

    number: int
    kind: str
    starts_on: date | None
    ends_on: date
    territory: Place | None
    published_on: date
    last_operation: int
    agent: str | None
    diffusion: str | None
    content: str

    @property
    def read(self) -> dict[str, Any]:
        """The content as plain values."""
        found: dict[str, Any] = json.loads(self.content)
        return found

    @property
    def document(self) -> dict[str, Any]:
        """The report as it was published; its days are ISO text."""
        found: dict[str, Any] = self.read["document"]
        return found

    @property
    def figures(self) -> dict[Line, int]:
        """The figures of the funnel as they were published, masks apart."""
        said = self.read["figures"]
        return {line: said[line.stage][line.unit] for line in LINES}

    @property
    def to_date(self) -> list[tuple[Scope, dict[Line, int]]]:
        """The figures to date that it opened with; none where its period has no beginning."""
        said = self.read.get("figures_to_date")
        if said is None:
            return []
        figures = {line: said[line.stage][line.unit] for line in LINES}
        return [(self.scope._replace(start=None), figures)]

    @property
    def scope(self) -> Scope:
        """The facts that these figures count."""
        end = date.fromisoformat(self.read["counted_to"])
        return Scope(self.starts_on, end, end, territory=self.territory)


_FROZEN = """
SELECT f.id, f.kind, f.starts_on, f.ends_on, t.id, t.code, t.name, t.active, f.published_on,
  f.last_operation, f.agent, f.diffusion, f.content
FROM frozen_report f LEFT JOIN territory t ON t.id = f.territory_id"""

_SAME = "f.kind = :kind AND f.territory_id IS :territory"


def listed(rows: Reader) -> list[Frozen]:
    """Every report that was published, the newest first."""
    return _read(rows, f"{_FROZEN} ORDER BY f.published_on DESC, f.id DESC")


def find(rows: Reader, number: int) -> Frozen | None:
    """The published report of that number."""
    return _first(_read(rows, f"{_FROZEN} WHERE f.id = :number", number=number))


def latest(
    rows: Reader, kind: str, start: date | None, end: date, territory: int | None
) -> Frozen | None:
    """The last report published for exactly this period and territory: the reference."""
    sql = (
        f"{_FROZEN} WHERE {_SAME} AND f.starts_on IS :start AND f.ends_on = :end "
        "ORDER BY f.id DESC LIMIT 1"
    )
    days = {"start": start.isoformat() if start else None, "end": end.isoformat()}
    return _first(_read(rows, sql, kind=kind, territory=territory, **days))


def newest(rows: Reader, kind: str, end: date, territory: int | None) -> Frozen | None:
    """What the next report tells of: the last published for the newest period that ended by then.

    The longest of several periods that end together is the one.
    """
    sql = (
        f"{_FROZEN} WHERE {_SAME} AND f.ends_on <= :end "
        "ORDER BY f.ends_on DESC, coalesce(f.starts_on, ''), f.id DESC LIMIT 1"
    )
    return _first(_read(rows, sql, kind=kind, end=end.isoformat(), territory=territory))


def _first(found: list[Frozen]) -> Frozen | None:
    return found[0] if found else None


def _read(rows: Reader, sql: str, **values: Any) -> list[Frozen]:
    return [_frozen(*row) for row in rows.rows(sql, **values)]


def _frozen(number: int, kind: str, start: str | None, end: str, *others: Any) -> Frozen:
    place, code, name, active, published_on, *said = others
    return Frozen(
        number,
        kind,
        date.fromisoformat(start) if start else None,
        date.fromisoformat(end),
        None if place is None else Place(place, code, name, active),
        date.fromisoformat(published_on),
        *said,
    )
