"""Take what named an erased person out of what others wrote: a colleague's note, a partner's form.

An e-mail, a phone however it is written, the first name beside the last one, the last one after
« Mme » or « famille »: each is replaced. A lone first name, or a lone last one, is many people.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Iterator
from itertools import pairwise

from venez_vivre import NamedTuple
from venez_vivre.store.ledger import Someone
from venez_vivre.store.personal import COLUMNS, Nature
from venez_vivre.store.reader import Reader
from venez_vivre.texts import fold

ERASED = "(effacé)"
ALSO: dict[str, str] = {
    "resource_person": "note",
    "offer": "title description contact",
    "breach": "description consequences measures",
    "import_run": "file_name",
    "operation": "summary",
    "visit": "title note",
}
"""Texts that are not about a file, in which somebody may still have named one."""


def _places() -> Iterator[tuple[str, str]]:
    for table, natures in COLUMNS.items():
        words = f"{natures.get(Nature.WORDS, '')} {ALSO.get(table, '')}"
        for column in dict.fromkeys(words.split()):
            if (table, column) != ("household", "next_action"):  # derived
                yield table, column


PLACES = tuple(_places())
"""The columns in which people write what they like."""
TABLES = tuple(dict.fromkeys(table for table, _ in PLACES))

_MAIL = re.compile(r"[\w.+%'-]+@[\w-]+(?:\.[\w-]+)+")
_PHONE = re.compile(
    r"(?<![0-9])(?=((?:(?:(?:\+|00)[ .-]?[0-9]{2,3}[ .-]{0,2}(?:\(0\)[ .-]?)?|0)?[1-9]"
    r"(?:[ .()\u00a0\u202f-]{0,2}[0-9]){8})(?![0-9])))"
)
"""A phone at each place where one may begin: a day or another number just before hides none."""
_WORD = re.compile(r"[^\W\d_]+")
_GAP = re.compile(r"[ \u00a0\u202f.’'-]{1,3}")
TITLES = ("m", "mr", "mme", "mlle", "monsieur", "madame", "famille")
LOCAL = 9
"""Digits that tell a phone, its country left out."""


class Names(NamedTuple):
    """What named people: addresses, the last digits of phones, runs of folded words, cells."""

    mails: frozenset[str]
    phones: frozenset[str]
    runs: dict[str, tuple[tuple[str, ...], ...]]
    cells: frozenset[tuple[str, str]]

    def clear(self, text: str) -> str:
        """The text without them; a list of cells, cell by cell."""
        if text.startswith("[") and (cells := _cells(text)) is not None:
            return self._clear_cells(text, cells)
        text = _MAIL.sub(lambda m: ERASED if m[0].lower() in self.mails else m[0], text)
        spans = [m.span(1) for m in _PHONE.finditer(text) if _local(m[1]) in self.phones]
        return _without(text, [*spans, *self._named(text)])

    def _clear_cells(self, text: str, cells: list[str]) -> str:
        folded = [fold(cell) for cell in cells]
        held = set(folded)
        named = {word for pair in self.cells if held.issuperset(pair) for word in pair}
        cleared = [
            ERASED if word in named else self.clear(cell)
            for word, cell in zip(folded, cells, strict=True)
        ]
        return text if cleared == cells else json.dumps(cleared, ensure_ascii=False)

    def _named(self, text: str) -> Iterator[tuple[int, int]]:
        """Where the names of somebody stand side by side."""
        words = (
            [(fold(m[0]), m.start(), m.end()) for m in _WORD.finditer(text)] if self.runs else []
        )
        for place, (word, start, _) in enumerate(words):
            for run in self.runs.get(word, ()):
                said = words[place : place + len(run)]
                if tuple(one for one, _, _ in said) == run and _close(text, said):
                    yield start, said[-1][2]


def _without(text: str, spans: list[tuple[int, int]]) -> str:
    """The text without these parts of it, those that overlap taken together."""
    parts: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if parts and start < parts[-1][1]:
            parts[-1] = (parts[-1][0], max(end, parts[-1][1]))
        else:
            parts.append((start, end))
    for start, end in reversed(parts):
        text = text[:start] + ERASED + text[end:]
    return text


def _cells(text: str) -> list[str] | None:
    try:
        said = json.loads(text)
    except ValueError:
        return None
    listed = isinstance(said, list) and all(isinstance(cell, str) for cell in said)
    return said if listed else None


def _close(text: str, said: list[tuple[str, int, int]]) -> bool:
    return all(_GAP.fullmatch(text[one[2] : other[1]]) for one, other in pairwise(said))


def _local(phone: str) -> str:
    return re.sub(r"[^0-9]", "", phone)[-LOCAL:]


def names_of(
    rows: Reader, people: Iterable[Someone], leaving: Collection[int] | None = None
) -> Names:
    """What named these people, but for what somebody else of the base goes by.

    `leaving` are the numbers of the people who go; None takes nobody for somebody else.
    """
    gone = set(people)
    found = [] if leaving is None else rows.rows(_OTHERS)
    others = [Someone._make(row[1:]) for row in found if row[0] not in (leaving or ())]
    mails = {one.email.lower() for one in gone if one.email} - {one.email for one in others}
    phones = {_local(one.phone) for one in gone if one.phone}
    phones -= {_local(one.phone) for one in others if one.phone}
    held = {(one.first_key, one.last_key) for one in others}
    pairs = {(one.first_key, one.last_key) for one in gone if one.first_key and one.last_key}
    runs: dict[str, set[tuple[str, ...]]] = {}
    for first, last in pairs - held:
        family = last in {one.last_key for one in others}
        for run in _runs(first.split(), last.split(), titled=not family):
            runs.setdefault(run[0], set()).add(run)
    ordered = {word: tuple(sorted(several)) for word, several in runs.items()}
    return Names(frozenset(mails), frozenset(phones), ordered, frozenset(pairs - held))


_OTHERS = (
    "SELECT p.id, p.first_key, p.last_key, p.email_key, p.phone FROM person p "
    "JOIN household h ON h.id = p.household_id WHERE h.erased_on IS NULL"
)


def _runs(first: list[str], last: list[str], *, titled: bool) -> Iterator[tuple[str, ...]]:
    yield (*first, *last)
    yield (*last, *first)
    if titled:
        for title in TITLES:
            yield (title, *last)


def redact(rows: Reader, names: Names) -> None:
    """Take these names out of every free text of the base."""
    for table, column in PLACES:
        found = rows.rows(f'SELECT id, "{column}" FROM {table} WHERE "{column}" <> \'\'')
        cleared = ((names.clear(text), number, text) for number, text in found)
        rows.run_many(
            f'UPDATE {table} SET "{column}" = ? WHERE id = ?',
            [(new, number) for new, number, text in cleared if new != text],
        )
