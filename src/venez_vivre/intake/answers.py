"""Values of coded columns that nobody knew, and the codes that somebody gave them for good."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from typing import Any

from venez_vivre.intake import parsing as p
from venez_vivre.intake.formulas import disarmed
from venez_vivre.intake.layouts import Column, Layout
from venez_vivre.intake.nearness import clearly_nearest
from venez_vivre.intake.sheets import Row
from venez_vivre.store.base import Work
from venez_vivre.store.reader import Reader
from venez_vivre.texts import fold
from venez_vivre.vocabulary import Term

MOST_ASKED = 12
"""Unknown values that a person is asked about in one import, the most frequent first."""

Codes = Mapping[str, str]
"""What was said, folded, and the code that it means; an empty code leaves the cell empty."""

Answers = Mapping[str, Codes]
"""The codes of each field."""

_SEPARATED = re.compile(r"\s*(?:[,;|/&+\n]|\bet\b)\s*")


@dataclass(frozen=True, eq=False)
class Coded:
    """The parser of a coded column that knows answers, several answers in a cell, near misses."""

    inner: p.Parser
    family: type[Term]
    known: Codes = field(default_factory=dict)
    several: bool = True

    def __call__(self, text: str) -> Any:
        """The code of a cell, None when it was answered to be left empty."""
        try:
            return self.inner(text)
        except p.Unreadable as error:
            return self._otherwise(text, error)

    def _otherwise(self, text: str, error: p.Unreadable) -> Any:
        key = fold(text)
        if key in self.known:
            return self.known[key] or None
        codes = list(filter(None, map(self._code, _SEPARATED.split(text)))) if self.several else []
        if codes:
            if len(set(codes)) == 1 and len(codes) > 1:
                return codes[0]
            remedy = f"« {codes[0]} » est retenu ; écrivez une seule réponse pour en changer."
            return p.Mended(codes[0], "plusieurs réponses : la première connue est prise", remedy)
        near = nearest(key, self.family)
        remedy = f"Vouliez-vous dire {near} ? {error.remedy}" if near else error.remedy
        raise p.Unreadable(error.reason, remedy) from None

    def _code(self, part: str) -> str | None:
        try:
            return str(self.inner(part)) if part else None
        except p.Unreadable:
            return self.known.get(fold(part))


def nearest(key: str, family: type[Term]) -> str | None:
    """The code that a folded text is a slip for, when one is clearly ahead."""
    known = (
        (fold(word), term.value)
        for term in family
        for word in (term.value, term.label, *term.spellings)
    )
    return clearly_nearest(key, known)


def applied(layout: Layout, known: Answers) -> Layout:
    """The layout with coded columns read with these answers; lines read before are read again."""
    columns = (
        column and _answered(column, known.get(column.field, {})) for column in layout.columns
    )
    return replace(layout, columns=tuple(columns))


def _answered(column: Column, known: Codes) -> Column:
    if column.family is None:
        return column
    inner = column.parse.inner if isinstance(column.parse, Coded) else column.parse
    said = "\x1e".join(f"{key}\x1d{code}" for key, code in sorted(known.items()))
    return replace(
        column,
        parse=Coded(inner, column.family, known, several=not column.vital),
        variant=blake2b(said.encode(), digest_size=8).hexdigest() if known else "",
    )


@dataclass(frozen=True)
class Unknown:
    """A value that no code answers to, in so many cells of a column."""

    column: Column
    said: str
    count: int

    @property
    def choices(self) -> list[tuple[str, str]]:
        """The codes and labels of its family, the likeliest first."""
        family = self.column.family
        terms = [(str(term), term.label) for term in family] if family else []
        near = nearest(fold(self.said), family) if family else None
        return sorted(terms, key=lambda term: term[0] != near)


def unknown(rows: Iterable[Row], layout: Layout) -> list[Unknown]:
    """The unknown values of the coded columns of a file, the most frequent first."""
    coded = [(place, c) for place, c in enumerate(layout.columns) if c and c.family]
    counts: Counter[tuple[int, str]] = Counter()
    for row in map(disarmed, rows):
        for place, _ in coded:
            if place < len(row.cells) and (text := row.cells[place].strip()):
                counts[place, text] += 1
    by_place = dict(coded)
    merged: dict[tuple[int, str], Unknown] = {}
    for (place, text), count in counts.items():
        if not _is_read(by_place[place], text):
            key = place, fold(text)
            before = merged.get(key)
            merged[key] = Unknown(
                by_place[place],
                before.said if before else text,
                count + (before.count if before else 0),
            )
    return sorted(merged.values(), key=lambda one: -one.count)[:MOST_ASKED]


def _is_read(column: Column, text: str) -> bool:
    if text.lower() == "(vide)":
        return True
    try:
        column.parse(text)
    except p.Unreadable:
        return False
    return True


def remembered(rows: Reader, kind: str) -> dict[str, dict[str, str]]:
    """The answers given in earlier imports of a kind, by field."""
    found: dict[str, dict[str, str]] = {}
    known = rows.rows("SELECT field, said_key, value FROM coded_answer ORDER BY id")
    for name, key, code in known:
        of, _, one = name.partition(".")
        if of == kind:
            found.setdefault(one, {})[key] = code
    return found


def remember(work: Work, kind: str, given: Answers) -> None:
    """Keep answers for later imports of a kind; one that changes replaces the former."""
    known = remembered(work.rows, kind)
    for name, codes in given.items():
        for key, code in codes.items():
            if known.get(name, {}).get(key) != code:
                _keep(work, f"{kind}.{name}", key, code)


def _keep(work: Work, name: str, key: str, code: str) -> None:
    sql = "SELECT id FROM coded_answer WHERE field = :name AND said_key = :key"
    number = work.rows.value(sql, name=name, key=key)
    who = work.heading.agent, work.today.isoformat()
    if number is None:
        number = work.next_number("coded_answer")
        work.rows.run(
            "INSERT INTO coded_answer (id, field, said_key, value, agent, settled_on) "
            "VALUES (?, ?, ?, ?, ?, ?)",
            (number, name, key, code, *who),
        )
        work.journal.added("coded_answer", number)
        return
    work.journal.touch("coded_answer", [number])
    sql = "UPDATE coded_answer SET value = ?, agent = ?, settled_on = ? WHERE id = ?"
    work.rows.run(sql, (code, *who, number))
