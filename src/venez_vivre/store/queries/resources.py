"""Named reads of local contact people, and of the households that each of them follows."""

from __future__ import annotations

from datetime import date, timedelta

from venez_vivre import NamedTuple
from venez_vivre.store.queries.keeping import SHOWN
from venez_vivre.store.reader import Reader

UNANSWERED = timedelta(days=60)
"""How long an introduction without an answer takes the place of a household."""

ANSWERED = timedelta(days=365)
"""How long an answered one does: nobody is followed for years because an end was not noted."""


class Resource(NamedTuple):
    """A local contact person, and how many households they follow on a day."""

    number: int
    reference: str
    name: str
    position: str | None
    structure: str | None
    email: str | None
    phone: str | None
    commune: str | None
    code_insee: str | None
    territory: str | None
    themes: str | None
    capacity: int | None
    note: str | None
    closed_on: str | None
    load: int

    @property
    def title(self) -> str:
        """What they are called in a list of offers and people."""
        return self.name

    @property
    def full(self) -> bool:
        """Whether they follow as many households as they can; no if that is unknown."""
        return self.capacity is not None and self.load >= self.capacity


class Filter(NamedTuple):
    """What a list of contact people is kept to; None keeps everything."""

    theme: str | None = None
    code_insee: str | None = None
    territory: int | None = None


CONDITIONS = {
    "theme": "instr('|' || s.themes || '|', '|' || :theme || '|') > 0",
    "code_insee": "s.code_insee = :code_insee",
    "territory": "coalesce(s.territory_id, 0) = :territory",
}

_RESOURCE = f"""
SELECT s.id, s.reference, s.name, s.position, s.structure, s.email, s.phone, s.commune,
  s.code_insee, t.name, s.themes, s.capacity, s.note,
  CASE WHEN s.closed_on <= :today THEN s.closed_on END,
  (SELECT count(DISTINCT i.household_id) FROM introduction i
   JOIN household h ON h.id = i.household_id
   WHERE i.resource_id = s.id AND i.introduced_on <= :today
     AND (i.ended_on IS NULL OR i.ended_on > :today)
     AND (h.closed_on IS NULL OR h.closed_on > :today) AND {SHOWN}
     AND CASE WHEN i.answered_on <= :today THEN i.answered_on > :answered
         ELSE i.introduced_on > :unanswered END)
FROM resource_person s LEFT JOIN territory t ON t.id = s.territory_id
"""
_STANDING = "(s.closed_on IS NULL OR s.closed_on > :today)"


def _days(today: date) -> dict[str, str]:
    return {
        "today": today.isoformat(),
        "answered": (today - ANSWERED).isoformat(),
        "unanswered": (today - UNANSWERED).isoformat(),
    }


def listed(rows: Reader, kept: Filter, today: date) -> list[Resource]:
    """The contact people of a filter whom one may still turn to that day, by name."""
    values = {name: value for name, value in kept._asdict().items() if value is not None}
    conditions = " AND ".join([_STANDING, *(CONDITIONS[name] for name in values)])
    sql = f"{_RESOURCE} WHERE {conditions} ORDER BY s.name_key, s.id"
    return rows.into(Resource, sql, **values, **_days(today))


def by_reference(rows: Reader, reference: str, today: date) -> Resource | None:
    """The contact person of that reference, as it is stored."""
    sql = f"{_RESOURCE} WHERE s.reference = :reference"
    found = rows.into(Resource, sql, reference=reference, **_days(today))
    return found[0] if found else None


def named(rows: Reader, words: list[str], today: date) -> list[Resource]:
    """Those whose name has a word that starts with each of these folded words, by name."""
    if not words:
        return []
    tests = " AND ".join(f"instr(' ' || s.name_key, ' ' || :w{i}) > 0" for i in range(len(words)))
    return rows.into(
        Resource,
        f"{_RESOURCE} WHERE {tests} ORDER BY s.name_key, s.id",
        **{f"w{i}": word for i, word in enumerate(words)},
        **_days(today),
    )
