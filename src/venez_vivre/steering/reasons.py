"""Why somebody counts in one state of the base and not in the other, read in the rows that say so.

A figure comes from rows: a sign-up, an exchange, a settlement. Is the row there in the other state,
does it count, is its day, its file the same? Else, what else is not?
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from venez_vivre import NamedTuple
from venez_vivre.store.queries.bridge import PEOPLE, Fact, Home, Line, Member, Source, State


@dataclass(frozen=True)
class Why:
    """Both states of those whose figures differ, and the rows whose insertion was undone."""

    before: State
    now: State
    undone: frozenset[Source] = frozenset()


class Entry(NamedTuple):
    """Why somebody counts in a line: where, since when, and the rows that say so."""

    stage: str
    territory: int | None
    on: str
    home: int
    person: int | None
    sources: tuple[Source, ...]


def reason(line: Line, one: int, why: Why, *, gained: bool) -> str:
    """Why one of the two states counts somebody and the other does not."""
    here, there = (why.now, why.before) if gained else (why.before, why.now)
    counted, other = entry(line, one, here), entry(line, one, there)
    if counted is None:
        return "autre"
    found = next(_fates(counted, here, there, why, gained=gained), None)
    return found or _apart(counted, other, why, gained=gained)


def _apart(counted: Entry, other: Entry | None, why: Why, *, gained: bool) -> str:
    """The rows that count are the same in both states: what else is not?"""
    if other is None:
        return _with_others(counted, why) or "autre"
    if other.on != counted.on:
        here, there = (why.now, why.before) if gained else (why.before, why.now)
        fate = next(_fates(other, there, here, why, gained=not gained), None)
        if fate == "saisie_tardive":
            return "fait_plus_ancien"
        return fate or _with_others(counted, why) or "date_corrigee"
    if other.territory != counted.territory:
        return "entre" if gained else "sorti"
    return "reclassee" if other.stage != counted.stage else "autre"


def _with_others(counted: Entry, why: Why) -> str | None:
    """Somebody who is in another file counts with those of that file."""
    was, became = (state.members.get(counted.person or 0) for state in (why.before, why.now))
    if was is None or became is None or was.household == became.household:
        return None
    return "separation" if was.household in why.now.homes else "doublon_fusionne"


def _fates(counted: Entry, here: State, there: State, why: Why, *, gained: bool) -> Iterator[str]:
    """What became of each row that makes somebody count, where it does not any more."""
    for source in counted.sources:
        code = _fate(source, counted, (here.facts[source], there), why, gained=gained)
        if code:
            yield code


def _fate(
    source: Source, counted: Entry, states: tuple[Fact, State], why: Why, *, gained: bool
) -> str | None:
    said, there = states
    other = there.facts.get(source)
    if other is None:
        return _new(said, why) if gained else _lost(source, counted, why)
    if _moved(said, other, counted):
        return _joined(said, other, counted, why, gained=gained)
    if other.on != said.on:
        return "date_corrigee"
    if not other.counts:
        return _cancelled(source, gained=gained)
    return None


def _new(said: Fact, why: Why) -> str:
    """A row that was not there: typed since, unless it opens the file of somebody who left one."""
    was = why.before.members.get(said.person or 0)
    if was and was.household != said.household and was.household in why.now.homes:
        return "separation"
    return "saisie_tardive"


def _lost(source: Source, counted: Entry, why: Why) -> str:
    """A row that is gone: its insertion was undone, or the whole file was erased."""
    if source in why.undone or counted.home in why.now.homes:
        return "saisie_annulee"
    return "dossier_efface"


def _moved(said: Fact, other: Fact, counted: Entry) -> bool:
    """Whether the row is of another file, or of another person where a person is counted."""
    if counted.person is not None and said.person == counted.person:
        return other.person != said.person
    return other.household != said.household


def _joined(said: Fact, other: Fact, counted: Entry, why: Why, *, gained: bool) -> str:
    """Rows change files when two are joined, or one is parted: then both files are still there."""
    was, became = (other, said) if gained else (said, other)
    if counted.person is not None and said.person == counted.person:
        stays = was.person in why.now.members
    else:
        stays = was.household in why.now.homes
    return "separation" if stays and became.household != was.household else "doublon_fusionne"


def _cancelled(source: Source, *, gained: bool) -> str:
    if source.table == "settlement":
        return "installation_retablie" if gained else "installation_annulee"
    return "echange_requalifie"


# --- who counts, and since when -------------------------------------------------------------


def entry(line: Line, one: int, state: State) -> Entry | None:
    """What a state says of somebody in a line, whatever the period and the territory."""
    if line.unit == PEOPLE and line.stage in {"inscrits", "accompagnes"}:
        member = state.members.get(one)
        home = state.homes.get(member.household) if member else None
        return _of_person(line.stage, member, home) if member and home else None
    home = state.homes.get(one)
    return _of_home(line.stage, home) if home else None


def _of_home(stage: str, home: Home) -> Entry | None:
    if stage == "inscrits":
        return _entry(stage, home, home.registered_on, (("signup", home.signup),))
    if stage == "accompagnes":
        sources = (("contact", home.contact), ("signup", home.signup))
        return _entry(stage, home, home.accompanied_on, sources)
    settled = "spontanees" if home.spontaneous else "installes"
    return _entry(settled, home, home.settled_on, (("settlement", home.settlement),))


def _of_person(stage: str, member: Member, home: Home) -> Entry | None:
    own = (("signup", member.signup),)
    if stage == "inscrits":
        return _entry(stage, home, member.registered_on, own, member.number)
    if not (member.registered_on and home.accompanied_on):
        return None
    sources = (*own, ("contact", home.contact), ("signup", home.signup))
    return _entry(
        stage, home, max(member.registered_on, home.accompanied_on), sources, member.number
    )


def _entry(
    stage: str,
    home: Home,
    on: str | None,
    sources: tuple[tuple[str, int | None], ...],
    person: int | None = None,
) -> Entry | None:
    if on is None:
        return None
    known = tuple(Source(table, number) for table, number in sources if number is not None)
    return Entry(stage, home.territory, on, home.number, person, known)


def sources_of(changes: Mapping[Line, Collection[int]], state: State) -> set[Source]:
    """The rows that make those who differ count, as one state knows them."""
    found: set[Source] = set()
    for line, numbers in changes.items():
        for one in numbers:
            counted = entry(line, one, state)
            found.update(counted.sources if counted else ())
    return found
