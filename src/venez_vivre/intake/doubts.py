"""Lines whose person nobody knows for sure: what likeness says, what was decided, what waits."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b
from typing import Any

from venez_vivre.intake.drafts import Draft
from venez_vivre.intake.parsing import ERASE
from venez_vivre.intake.people import Claim, Known, profile
from venez_vivre.likeness import judge
from venez_vivre.likeness.judge import Comparison, Outcome
from venez_vivre.likeness.names import first_names
from venez_vivre.likeness.weights import Level
from venez_vivre.store.base import Work
from venez_vivre.vocabulary import Identity

LIMIT = 5
"""People a line is compared with on the screen: the likeliest."""


EXPECTED = 12_000
"""People that a scheme meets in a year: two lines of a base that fills are not alone in the world,
and what is said of them must not depend on which came first.
"""


@dataclass(frozen=True, slots=True)
class Judged:
    """Who a line is about: a verdict and a person, or those whom somebody must choose among."""

    verdict: str
    person: Known | None = None
    doubtful: tuple[Known, ...] = ()


NOBODY = Judged(Identity.OTHER)


class Doubts:
    """Judges lines by likeness and by what was decided before; keeps those that must wait."""

    def __init__(self, work: Work, import_id: int) -> None:
        self._work = work
        self._import_id = import_id
        self._people: int | None = None
        self._rules: dict[str, str] | None = None
        self._first = self._next = work.next_number("set_aside")
        self._waiting: list[tuple[Any, ...]] = []

    def waiting(self, hashes: Sequence[int]) -> list[int]:
        """Those of these lines that wait for a decision."""
        sql = "SELECT row_hash FROM set_aside WHERE row_hash IN ({keys}) AND settled_on IS NULL"
        return [number for (number,) in self._work.rows.among(sql, hashes)]

    def judge(self, who: Claim, alike: Sequence[Known]) -> Judged:
        """Who a claim is about, among people who share a key with it."""
        if not alike:
            return NOBODY
        said, people = profile(who), self.size()
        compared = [(known, judge.likely(said, profile(known), people)) for known in alike]
        worth = [(k, c) for k, c in compared if c is not None and self._outcome(c) in _WORTH]
        if not worth:
            return self._numbered(who, alike)
        return self._weigh(who, sorted(worth, key=lambda pair: -pair[1].bits))

    def _numbered(self, who: Claim, alike: Sequence[Known]) -> Judged:
        """One external reference, one first name, and nothing else that agrees: somebody looks."""
        doubtful = [known for known in alike if _same_number(who, known)]
        if not doubtful:
            return NOBODY
        decided = self._decisions(claim_key(who))
        for known in doubtful:
            if decided.get(known.person) in {Identity.SAME, Identity.HOUSEHOLD}:
                return Judged(decided[known.person], known)
        doubtful = [known for known in doubtful if known.person not in decided]
        return Judged("", None, tuple(doubtful[:LIMIT])) if doubtful else NOBODY

    def _weigh(self, who: Claim, worth: list[tuple[Known, Comparison]]) -> Judged:
        decided = self._decisions(claim_key(who))
        doubtful: list[Known] = []
        for known, comparison in worth:
            said = decided.get(known.person) or self._ruled(comparison)
            if said in {Identity.SAME, Identity.HOUSEHOLD}:
                return Judged(said, known)
            if said is None:
                doubtful.append(known)
        if not doubtful:
            return NOBODY
        sure = [k for k, c in worth if k in doubtful and self._outcome(c) is Outcome.SAME]
        if len(sure) == 1:
            return Judged(Identity.SAME, sure[0])
        return Judged("", None, tuple(doubtful[:LIMIT]))

    def size(self) -> int:
        """The number of people that thresholds carry."""
        if self._people is None:
            held = self._work.rows.value("SELECT max(id) FROM person") or 0
            self._people = max(held, EXPECTED)
        return self._people

    def _outcome(self, comparison: Comparison) -> Outcome:
        return judge.verdict(comparison, self.size()).outcome

    def _decisions(self, key: int) -> dict[int, str]:
        found = self._work.rows.rows(
            "SELECT person_id, verdict FROM identity_decision WHERE claim_key = :key ORDER BY id",
            key=key,
        )
        return dict(found)

    def _ruled(self, comparison: Comparison) -> str | None:
        if self._rules is None:
            self._rules = dict(self._work.rows.rows("SELECT pattern, verdict FROM identity_rule"))
        return self._rules.get(pattern(comparison)) if self._rules else None

    def set_aside(self, draft: Draft, doubtful: Iterable[Known]) -> None:
        """Keep a line until somebody says who it is about."""
        self._waiting.append(
            (
                self._next,
                self._import_id or None,
                draft.line,
                draft.row_hash,
                draft.ready.received,
                packed(draft.values),
                json.dumps(draft.row.cells, ensure_ascii=False),
                json.dumps([known.person for known in doubtful]),
                claim_key(draft.who),
            )
        )
        self._next += 1

    def send(self) -> None:
        """Write the lines that wait."""
        if self._waiting:
            self._work.rows.run_many(
                "INSERT INTO set_aside (id, import_id, line, row_hash, received_on, said, form, "
                "candidates, claim_key) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                self._waiting,
            )
            self._waiting.clear()

    def finish(self) -> None:
        """Tell the journal."""
        self.send()
        self._work.journal.inserted("set_aside", self._first, self._next - 1)


def _same_number(who: Claim, known: Known) -> bool:
    said = who.external_reference
    if not said or said != known.external_reference:
        return False
    return first_names(who.first_key, known.first_key) not in {Level.DIFFERENT, Level.ABSENT}


_WORTH = frozenset({Outcome.SAME, Outcome.DOUBT})


def claim_key(who: Claim | Known) -> int:
    """A number that recognises what a line says of somebody, whatever file says it."""
    said = (who.first_key, who.last_key, who.email, who.phone, who.birth_year, who.postal_code)
    raw = "\x1f".join(str(part or "") for part in said).encode("utf-8", "replace")
    return int.from_bytes(blake2b(raw, digest_size=8).digest(), "little", signed=True)


def pattern(comparison: Comparison) -> str:
    """In what two people agree and differ, as one text: what « toujours » remembers."""
    return " ; ".join(sorted(part.label for part in comparison.parts))


def packed(values: dict[str, Any]) -> str:
    """The values of a line as JSON text."""
    return json.dumps({field: _plain(value) for field, value in values.items()}, ensure_ascii=False)


def unpacked(said: str) -> dict[str, Any]:
    """The values of a line that waited."""
    return {field: _value(value) for field, value in json.loads(said).items()}


def _plain(value: Any) -> Any:
    if value is ERASE:
        return {"vide": True}
    return {"jour": value.isoformat()} if isinstance(value, date) else value


def _value(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    return date.fromisoformat(value["jour"]) if "jour" in value else ERASE
