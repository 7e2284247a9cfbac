"""From a published figure to today’s: what was typed, joined, cancelled or moved in between.

Each household, or person, that one of the two states counts and the other does not has one reason,
read in the row that made it count: is it there, does it count, is its day, its file the same?
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from venez_vivre.store.queries.bridge import (
    LINES,
    PEOPLE,
    Contributions,
    Fact,
    Home,
    Line,
    Member,
    Source,
    State,
)
from venez_vivre.texts import NARROW, number

REASONS: dict[str, tuple[str, str]] = {
    "saisie_tardive": ("saisie tardive", "saisies tardives"),
    "entre": ("entré dans le territoire", "entrés dans le territoire"),
    "separation": ("séparation de foyers", "séparations de foyers"),
    "installation_retablie": ("installation rétablie", "installations rétablies"),
    "effectif_corrige": ("personne (effectif corrigé)", "personnes (effectifs corrigés)"),
    "date_corrigee": ("date corrigée", "dates corrigées"),
    "reclassee": (
        "installation reclassée (accompagnée ou spontanée)",
        "installations reclassées (accompagnées ou spontanées)",
    ),
    "fait_plus_ancien": ("fait plus ancien saisi depuis", "faits plus anciens saisis depuis"),
    "echange_requalifie": ("échange requalifié", "échanges requalifiés"),
    "doublon_fusionne": ("doublon fusionné", "doublons fusionnés"),
    "installation_annulee": ("installation annulée", "installations annulées"),
    "sorti": ("sorti du territoire", "sortis du territoire"),
    "saisie_annulee": ("saisie annulée", "saisies annulées"),
    "dossier_efface": ("dossier effacé", "dossiers effacés"),
    "autre": ("autre correction", "autres corrections"),
}
"""Every reason: its code, and how it is said of one and of many."""


class Part(NamedTuple):
    """How much a reason adds, or takes away."""

    reason: str
    amount: int

    @property
    def label(self) -> str:
        """« saisies tardives », « doublon fusionné »."""
        one, many = REASONS[self.reason]
        return one if abs(self.amount) < 2 else many

    @property
    def told(self) -> str:
        """« +3 saisies tardives »."""
        sign = "+" if self.amount > 0 else "−"
        return f"{sign}{number(abs(self.amount))} {self.label}"


@dataclass(frozen=True)
class Bridge:
    """From what a figure was to what it is: `before` plus the parts make `now`."""

    line: Line
    before: int
    now: int
    parts: tuple[Part, ...] = ()

    @property
    def changed(self) -> bool:
        """Whether there is anything to tell."""
        return bool(self.parts)

    @property
    def sentence(self) -> str:
        """« 41 → 43 : +3 saisies tardives, −1 doublon fusionné »."""
        told = f"{number(self.before)} → {number(self.now)}"
        if not self.parts:
            return told
        return f"{told}{NARROW}: {', '.join(part.told for part in self.parts)}"


@dataclass(frozen=True)
class Why:
    """Both states of those whose figures differ, and the rows whose insertion was undone."""

    before: State
    now: State
    undone: frozenset[Source] = frozenset()


def differing(before: Contributions, now: Contributions) -> dict[Line, list[int]]:
    """Those that bring another amount to each line, or nothing any more, or something at last."""
    return {
        line: sorted(
            one
            for one in {*before[line], *now[line]}
            if before[line].get(one, 0) != now[line].get(one, 0)
        )
        for line in LINES
    }


def bridge(
    before: Contributions, now: Contributions, why: Why, published: Mapping[Line, int] | None = None
) -> tuple[Bridge, ...]:
    """The bridge of every line, in the order of the funnel.

    `published` are the figures as they were: what the journal cannot bring back of them any more
    was erased since.
    """
    changes = differing(before, now)
    return tuple(
        _bridge(line, (before[line], now[line]), changes[line], why, published) for line in LINES
    )


def _bridge(
    line: Line,
    brought: tuple[Mapping[int, int], Mapping[int, int]],
    changed: Collection[int],
    why: Why,
    published: Mapping[Line, int] | None,
) -> Bridge:
    before, now = brought
    sums: dict[str, int] = {}
    for one in changed:
        was, became = before.get(one, 0), now.get(one, 0)
        code = "effectif_corrige" if was and became else reason(line, one, why, gained=became > was)
        sums[code] = sums.get(code, 0) + became - was
    known = sum(before.values())
    first = known if published is None else published[line]
    if first != known:
        code = "dossier_efface" if first > known else "autre"
        sums[code] = sums.get(code, 0) + known - first
    return Bridge(line, first, sum(now.values()), _parts(sums))


def _parts(sums: Mapping[str, int]) -> tuple[Part, ...]:
    """What adds first, then what takes away, the largest first; nothing that comes to zero."""
    order = list(REASONS)

    def place(part: Part) -> tuple[bool, int, int]:
        return part.amount < 0, -abs(part.amount), order.index(part.reason)

    return tuple(sorted((Part(c, amount) for c, amount in sums.items() if amount), key=place))


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
