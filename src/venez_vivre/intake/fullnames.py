"""A first and a last name written in one cell, told apart by what the cell and its column show."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from venez_vivre import NamedTuple
from venez_vivre.intake.namewords import (
    COUPLE_NAME,
    Word,
    bare_name,
    first_names,
    is_plain,
    words_of,
)
from venez_vivre.intake.parsing import name
from venez_vivre.texts import fold


@dataclass(frozen=True, slots=True)
class NameOrder:
    """How a column writes whole names.

    `habit` is what its cells show, `convention` what its heading says (True: first name first,
    None: nothing). `alone` says that the file has no other column for names: a cell of several
    words then holds a whole name, and not a double one; `steady`, that the habit knows next to
    no exception, so that a first name which is somebody's last name changes nothing.
    """

    habit: bool | None = None
    convention: bool | None = None
    alone: bool = True
    steady: bool = False


class FullName(NamedTuple):
    """A name told apart; `first` is empty for a couple, `doubt` says what has to be checked."""

    first: str
    last: str
    doubt: str = ""


ENOUGH_VOTES, STEADY_VOTES = 500, 20
CLEAR, STEADY = 0.8, 0.97
"""The shares of votes from which a habit is one, and from which it has no exception."""


def learn(names: Iterable[str], heading: str = "", *, alone: bool = True) -> NameOrder:
    """What the cells of a column, or the first thousands of them, show of its whole names."""
    votes: Counter[bool] = Counter()
    cells = whole = 0
    for text in names:
        words = words_of(bare_name(text))
        cells += bool(words)
        whole += len(words) > 1
        vote = (_by_capitals(words) or _by_first_names(words)) if len(words) > 1 else None
        if vote and vote.strong:
            votes[vote.first_name_first] += 1
        if votes.total() >= ENOUGH_VOTES:
            break
    said = _said(heading)
    if whole * 2 < cells and said is None:  # most cells hold a last name only
        alone = False
    if votes.total() < 2 or votes.total() * 3 < whole:
        return NameOrder(None, said, alone)
    (habit, count), *_ = votes.most_common(1)
    share = count / votes.total()
    steady = share >= STEADY and votes.total() >= STEADY_VOTES
    return NameOrder(habit if share >= CLEAR else None, said, alone, steady)


def _said(heading: str) -> bool | None:
    """Whether a heading names the first name first (« Prénom et nom »), None when it is silent."""
    words = fold(heading).split()
    firsts = [n for n, word in enumerate(words) if word in {"prenom", "prenoms", "first", "given"}]
    lasts = [n for n, word in enumerate(words) if word in {"nom", "noms", "last", "family"}]
    return firsts[0] < lasts[0] if firsts and lasts else None


@lru_cache(maxsize=1 << 14)
def full_name(text: str, order: NameOrder) -> FullName | None:
    """The two parts of a whole name, None when the text is one name or cannot be told apart."""
    plain = is_plain(text)
    bare = text if plain else bare_name(text)
    if not plain:
        if "," in bare:
            return _around_comma(bare)
        if COUPLE_NAME.fullmatch(bare) or _AND.search(bare):
            return _two_people(bare, order)
    found = _told_apart(words_of(bare), order)
    return FullName(_calm(found.first), _calm(found.last), found.doubt) if found else None


def _told_apart(words: list[Word], order: NameOrder) -> _Split | None:
    """The surest way first: the cell itself, the habit of its column, the heading."""
    if len(words) < 2 or _is_scattered(words):
        return None
    found = _by_capitals(words) or _by_first_names(words)
    if not order.alone:
        return found if found and found.strong else None
    if found and found.strong:
        return found if found.first_name_first == order.habit else _despite(found, words, order)
    if order.habit is not None:
        return _taken(words, first_name_first=order.habit)
    if found is None:
        return _by_heading(words, order)
    contradicted = order.convention not in {None, found.first_name_first}
    return found._replace(doubt=found.doubt or ORDER) if contradicted else found


def _despite(found: _Split, words: list[Word], order: NameOrder) -> _Split:
    """A name that goes against the habit of its column; only what it shows by itself may win."""
    shown = any(word.capitals for word in words) or any(word.rank < 0 for word in words)
    if order.habit is None or not order.steady or shown:
        return found
    return _taken(words, first_name_first=order.habit)._replace(doubt=ORDER)


_CAPITALS = re.compile("[A-ZÀ-ÖØ-ÞŒŠŽŸ]{2,}")


def _calm(part: str) -> str:
    """A part of a name without the capitals that told it apart (« d’ORMESSON »)."""
    tidy = name(part)
    return _CAPITALS.sub(lambda found: found[0].capitalize(), tidy)


# --- which is which -------------------------------------------------------------------------


class _Split(NamedTuple):
    first: str
    last: str
    first_name_first: bool
    strong: bool = True
    doubt: str = ""


def _by_capitals(words: list[Word]) -> _Split | None:
    """The last name in capitals, at one end, and nothing else so."""
    flags = [word.capitals for word in words]
    if all(flags) or not any(flags):
        return None
    at = flags.index(not flags[0])
    found = _cut(words, at, first_name_first=flags[-1])
    small = words[at:] if flags[0] else words[:at]
    large = words[:at] if flags[0] else words[at:]
    if max(word.rank for word in small) < 1 and min(word.rank for word in large) == 2:
        # « SOPHIE Durand »: hardly a last name
        return _Split(found.last, found.first, not flags[-1], doubt=UNUSUAL)
    return found


ORDER = "prénom et nom distingués d’après leur ordre"
UNUSUAL = "le prénom semble écrit en capitales"


def _by_first_names(words: list[Word]) -> _Split | None:
    """A first name at one end only; weak when it is often a last name and the other unknown."""
    start, end = words[0].rank, words[-1].rank
    both = " ".join(fold(word.text) for word in words)
    if start == end or both in first_names() or (len(words) > 2 and max(start, end) < 1):
        return None
    found = _taken(words, first_name_first=start > end)
    if max(start, end) == 2 or min(start, end) == -1:
        return found
    return found._replace(strong=False)


def _by_heading(words: list[Word], order: NameOrder) -> _Split | None:
    """What the heading says, first name first when it says nothing: a convention, said to be."""
    found = _taken(words, first_name_first=order.convention is not False)
    return found._replace(doubt=ORDER)


def _is_scattered(words: list[Word]) -> bool:
    """Whether neither end tells anything while something in between does."""
    if len(words) < 3:
        return False
    flags = [word.capitals for word in words]
    if sum(flags[n] != flags[n - 1] for n in range(1, len(flags))) > 1:
        return True
    ends = max(words[0].rank, words[-1].rank)
    return ends == 0 and any(word.rank > 0 for word in words[1:-1])


def _taken(words: list[Word], *, first_name_first: bool) -> _Split:
    """As many first names as surely are, one at least, from the end where they stand."""
    inwards = words if first_name_first else words[::-1]
    count = 1
    while count < len(words) - 1 and inwards[count].rank > 0:
        pair = inwards[count - 1 : count + 1]
        both = " ".join(fold(word.text) for word in (pair if first_name_first else pair[::-1]))
        if both not in first_names() and inwards[count].rank == 1:
            break
        count += 1
    cut = count if first_name_first else len(words) - count
    found = _cut(words, cut, first_name_first=first_name_first)
    if count < len(words) - 1 and inwards[count].rank > 0:
        return found._replace(doubt="plusieurs prénoms possibles dans un nom complet")
    return found


def _cut(words: list[Word], at: int, *, first_name_first: bool) -> _Split:
    start = " ".join(word.text for word in words[:at])
    end = " ".join(word.text for word in words[at:])
    return _Split(*((start, end) if first_name_first else (end, start)), first_name_first)


def _around_comma(bare: str) -> FullName | None:
    """« Martin, Paul »: the last name comes first, unless only the other way makes sense."""
    last, first, *others = (part.strip() for part in bare.split(","))
    if others or not last or not first:
        return None
    ranks = [min((word.rank for word in words_of(part)), default=0) for part in (last, first)]
    if ranks[0] == 2 and ranks[1] < 1:
        last, first = first, last
    return FullName(name(first), name(last))


# --- two people -----------------------------------------------------------------------------

_AND = re.compile(r"\s+(?:et|&|\+|/)\s+", re.IGNORECASE)
COUPLE = "nom d’un couple : le prénom reste à demander"
FIRST_OF_TWO = "deux personnes dans un nom : la première est gardée"


def _two_people(bare: str, order: NameOrder) -> FullName | None:
    """The last name of a couple, the first of two whole names; None when neither can be told."""
    if couple := COUPLE_NAME.fullmatch(bare):
        found = full_name(couple[1], order)
        return FullName("", found.last if found else name(couple[1]), COUPLE)
    one, *others = _AND.split(bare)
    if len(others) != 1:
        return None
    alone = [len(words_of(part)) == 1 for part in (one, others[0])]
    known = full_name(others[0] if alone[0] else one, order)
    if all(alone) or known is None:
        return None
    if any(alone):  # « Jean et Marie Dupont »
        return FullName("", known.last, COUPLE)
    return FullName(known.first, known.last, FIRST_OF_TWO)
