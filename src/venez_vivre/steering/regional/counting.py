"""The funnel of united households: counted as `store.queries.steering.funnel` counts a base."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from venez_vivre import NamedTuple
from venez_vivre.errors import Misuse
from venez_vivre.steering.funnel import SPONTANEOUS, Funnel, assemble
from venez_vivre.steering.groups import Name, Namer, month_name
from venez_vivre.steering.regional.uniting import United
from venez_vivre.store.queries.steering import Key, Scope, Step

QUARTER, YEAR = "trimestre", "annee"
GROUPINGS = ("territoire", "mois", QUARTER, YEAR)
"""What `--par` takes: a shared file says nothing else of households."""

Fact = tuple[str, Key, Step]


class _Span(NamedTuple):
    """The days whose facts count, and those of the sign-ups that are followed."""

    start: str
    end: str
    first: str
    last: str

    def holds(self, day: str | None) -> bool:
        return day is not None and self.start <= day <= self.end

    def follows(self, day: str | None) -> bool:
        return (not self.first and not self.last) or (
            day is not None and self.first <= day <= self.last
        )


def check(by: str) -> str:
    """A grouping that exists here, else a sentence that lists them."""
    if by not in GROUPINGS:
        raise Misuse(f"« {by} » n’est pas un regroupement d’ici : {', '.join(GROUPINGS)}.")
    return by


def measure(homes: Iterable[United], scope: Scope, names: dict[str, str]) -> Funnel:
    """Count the stages of this scope; `names` are those of territories, by code."""
    facts = (fact for home in homes for fact in _facts(home, _span(scope), scope))
    return assemble(scope, facts, _namer(scope.by, names))


def _span(scope: Scope) -> _Span:
    first, last = scope.start.isoformat() if scope.start else "", scope.end.isoformat()
    if scope.cohort:
        return _Span("", scope.until.isoformat(), first, last)
    return _Span(first, last, "", "")


def _facts(home: United, span: _Span, scope: Scope) -> Iterator[Fact]:
    """What one household adds to each stage."""
    if not span.follows(home.registered_on):
        return
    entered = (home.registered_on or "") >= span.start and home.registered_on is not None

    def fact(stage: str, on: str | None, step: Step) -> Fact:
        return stage, _key(home, scope, on or ""), step

    if span.holds(home.registered_on):
        yield fact("inscrits", home.registered_on, Step(households=1))
    for day in filter(span.holds, home.people):
        yield fact("inscrits", day, Step(people=1))
    if span.holds(home.accompanied_on):
        step = Step(households=1, of_registered=int(entered))
        yield fact("accompagnes", home.accompanied_on, step)
    for day in filter(span.holds, _accompanied_people(home)):
        yield fact("accompagnes", day, Step(people=1))
    if span.holds(home.settled_on):
        stage = SPONTANEOUS if home.spontaneous else "installes"
        yield fact(stage, home.settled_on, _settled(home, span, entered=entered))


def _accompanied_people(home: United) -> Iterator[str]:
    """Somebody counts on the later of two days: theirs, and that of the first exchange."""
    met = home.accompanied_on
    return (max(day, met) for day in home.people if met is not None)


def _settled(home: United, span: _Span, *, entered: bool) -> Step:
    met = home.accompanied_on is not None and home.accompanied_on >= span.start
    return Step(
        1,
        home.adults + home.children,
        home.adults,
        home.children,
        home.schooled,
        int(entered),
        int(met),
    )


def _key(home: United, scope: Scope, on: str) -> Key:
    if scope.by == "territoire":
        return home.territory
    day = (home.registered_on or "") if scope.cohort else on
    return _of_day(scope.by, day)


def _of_day(by: str, day: str) -> str:
    if by == QUARTER:
        return quarter(day)
    return day[: {"mois": 7, YEAR: 4}.get(by, 0)]


def quarter(day: str) -> str:
    """The quarter of an ISO day: `2025-T3`; "" for none."""
    return f"{day[:4]}-T{(int(day[5:7]) + 2) // 3}" if day else ""


def _namer(by: str, names: dict[str, str]) -> Namer:
    if by == "territoire":
        return Namer(lambda key: Name(str(key), names.get(str(key), str(key))))
    if by == "mois":
        return Namer(month_name)
    return Namer(lambda key: Name(str(key), _plain(by, str(key))))


def _plain(by: str, key: str) -> str:
    return f"{key[6:]}e trimestre {key[:4]}".replace("1e t", "1er t") if by == QUARTER else key
