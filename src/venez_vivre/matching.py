"""The engine of matching: it weighs what criteria answer, bounds the unknown, and says why.

It knows no criterion: `criteria.KINDS` holds them, with their weights and vetoes. A criterion is
asked about one pair (numbers) or about blocks of pairs (numpy arrays) through the same function:
the operations it needs are handed to it (`Plain` here, `proposing.arrays.Arrays` for blocks), made
of the same IEEE operations in the same order, so that both answer to the last bit.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from venez_vivre import NamedTuple

UNKNOWN = float("nan")
"""What a criterion answers when it lacks a fact: it leaves the mean and is to be asked for."""

MOOT = -1.0
"""What a criterion answers when there is nothing to judge: it leaves the mean without a word."""

GOOD, BAD = 0.8, 0.3
"""From `GOOD` on a criterion says yes, below `BAD` no."""

KNOWLEDGE = 30.0
"""What knowing weighs, in points, beside about a hundred for the criteria of a kind."""

KNOWN = "connaissance"
"""How the share of what is known is called among the criteria."""

STEPS = 1_000_000
"""Scores are compared to the millionth."""

Say = Callable[[], str]

EITHER_WAY, UP, DOWN = 1.0, 2.0, 3.0
"""Which way a value may still go once a fact that nobody gave is known."""


class Answer(NamedTuple):
    """What a criterion says: a value in 0..1, `UNKNOWN` or `MOOT`, and a sentence for one pair.

    Of something unknown the sentence is the question that would settle it. `assumed` marks a value
    that rests on something nobody said, a usual figure, no wish: which way it may still go, true
    being `EITHER_WAY`. The interval covers that. It is looked at for one pair only.
    """

    value: Any
    say: Say
    assumed: Any = False


class Plain:
    """The operations of criteria, on numbers."""

    @staticmethod
    def where(condition: Any, yes: Any, no: Any) -> Any:
        """One or the other."""
        return yes if condition else no

    @staticmethod
    def both(*conditions: Any) -> bool:
        """Whether all are true."""
        return all(conditions)

    @staticmethod
    def either(*conditions: Any) -> bool:
        """Whether one is true."""
        return any(conditions)

    @staticmethod
    def least(one: Any, other: Any) -> Any:
        """The smaller of two known numbers."""
        return min(other, one)

    @staticmethod
    def most(one: Any, other: Any) -> Any:
        """The greater of two known numbers."""
        return max(other, one)

    @staticmethod
    def ramp(x: Any, *points: tuple[float, float]) -> Any:
        """The height at `x` of a broken line through points, level beyond its ends.

        Unknown where `x` is.
        """
        if x != x:
            return UNKNOWN
        (before, height), *rest = points
        if x < before:
            return height
        for end, top in rest:
            if x < end:
                return height + (x - before) * ((top - height) / (end - before))
            before, height = end, top
        return height

    @staticmethod
    def look(table: Sequence[Sequence[float]], row: Any, column: Any) -> Any:
        """The cell of a table; unknown when its row or its column is."""
        known = row == row and column == column
        return table[int(row)][int(column)] if known else UNKNOWN

    @staticmethod
    def meets(one: Any, other: Any) -> bool:
        """Whether two sets of bits share one."""
        return bool(int(one) & int(other))


class Weighed(NamedTuple):
    """A criterion in the table of a kind of offers: its name, weight in points and the reason.

    `needs` is the field of what is asked without which it is unknown, whatever the offer.
    """

    name: str
    rule: Callable[[Any, Any], Answer]
    weight: float
    reason: str
    needs: str = ""


class Veto(NamedTuple):
    """What excludes an offer, whatever its score; `told` is the reason as it is counted.

    `levers` are the fields of the household that could lift it. `sees` are the columns of the
    offer that it depends on, when they are few: offers that share them are excluded together. It
    excludes none as long as `needs`, a field of what is asked, is unknown.
    """

    code: str
    rule: Callable[[Any, Any], Any]
    told: str
    levers: tuple[str, ...] = ()
    sees: tuple[str, ...] | None = None
    needs: str = ""


class Rules(NamedTuple):
    """How offers of one kind are judged."""

    vetoes: tuple[Veto, ...]
    criteria: tuple[Weighed, ...]


class Totals(NamedTuple):
    """What the criteria of a pair add up to: points won, points known, points unknown."""

    won: Any
    known: Any
    missing: Any


class Told(NamedTuple):
    """What one criterion said of one pair; `value` is None when unknown."""

    name: str
    verdict: str
    value: float | None
    weight: float
    reason: str


class Fit(NamedTuple):
    """How an offer fits: score and its bounds in 0..1, each criterion, what to ask first."""

    score: float
    low: float
    high: float
    told: list[Told]
    asks: list[str]


def add_up(rules: Rules, pair: Any, ops: Any) -> Totals:
    """Add the points of every criterion; on arrays, one total a pair."""
    won: Any = 0.0
    known: Any = 0.0
    missing: Any = 0.0
    for _, rule, weight, *_ in rules.criteria:
        value = rule(pair, ops).value
        said = value >= 0.0
        won = won + ops.where(said, value * weight, 0.0)
        known = known + ops.where(said, weight, 0.0)
        missing = missing + ops.where(value != value, weight, 0.0)
    return Totals(won, known, missing)


def coverage(totals: Totals, ops: Any) -> Any:
    """The share of the points that is known."""
    total = totals.known + totals.missing
    return totals.known / ops.where(total <= 0.0, 1.0, total)


def score(totals: Totals, ops: Any) -> Any:
    """The weighted mean of what is known and of how much is known, to the millionth.

    It is absolute: nothing depends on what other offers are worth. What is unknown leaves the
    mean, but an offer of which little is known does not pass one that is known to suit.
    """
    share = coverage(totals, ops)
    mean = (totals.won + KNOWLEDGE * share) / (totals.known + KNOWLEDGE)
    return (mean * STEPS + 0.5) // 1.0 / STEPS


def vetoed(rules: Rules, pair: Any) -> Veto | None:
    """The first veto that a pair meets, None when it meets none."""
    return next((veto for veto in rules.vetoes if veto.rule(pair, Plain)), None)


def all_vetoes(rules: Rules, pair: Any) -> list[Veto]:
    """Every veto that a pair meets."""
    return [veto for veto in rules.vetoes if veto.rule(pair, Plain)]


class Bounds:
    """What the score of a pair may become, as criteria answer one after the other.

    Filling a fact in keeps each criterion within its own bounds, and brings in or takes out only
    those that are not firm: the score is then least with the worst of all, be they few or all.
    """

    def __init__(self) -> None:
        self.worst = self.best = self.firm = self.whole = 0.0

    def add(self, value: float, weight: float, assumed: float) -> None:
        """A criterion that counts, or that may come to count."""
        known = value >= 0.0
        firm = known and assumed in {0.0, UP}
        self.worst += value * weight if firm else 0.0
        self.best += value * weight if known and assumed in {0.0, DOWN} else weight
        self.firm += weight if firm else 0.0
        self.whole += weight

    def around(self, found: float) -> tuple[float, float]:
        """The lowest and the highest score, that of today between them."""
        few = score(Totals(self.worst, self.firm, self.whole - self.firm), Plain)
        low = score(Totals(self.worst, self.whole, 0.0), Plain)
        high = score(Totals(self.best, self.whole, 0.0), Plain)
        return min(few, low, found), max(high, found)


def fit(rules: Rules, pair: Any) -> Fit:
    """How an offer fits, explained.

    The bounds are what the score may become once all that is unknown, or only assumed, is known:
    filling one of these facts in never leads out of them, unless it excludes the offer.
    """
    told: list[Told] = []
    bounds = Bounds()
    for name, rule, weight, *_ in rules.criteria:
        value, say, assumed = rule(pair, Plain)
        if value != MOOT or assumed:
            bounds.add(float(value), weight, float(assumed))
        if value != MOOT:
            known = float(value) if value == value else None
            told.append(Told(name, _verdict(value), known, weight, say()))
    totals = add_up(rules, pair, Plain)
    found = score(totals, Plain)
    asks = _asks(told)
    told.append(_knowledge(coverage(totals, Plain), len(asks)))
    return Fit(found, *bounds.around(found), told, asks)


def _knowledge(share: float, asks: int) -> Told:
    said = "une chose reste" if asks == 1 else f"{asks} choses restent"
    said = f"{said} à savoir" if asks else "rien ne reste à savoir"
    return Told(KNOWN, _verdict(share), share, KNOWLEDGE, said)


def _verdict(value: float) -> str:
    if value != value:
        return "inconnu"
    if value >= GOOD:
        return "oui"
    return "non" if value < BAD else "partiel"


def _asks(told: Sequence[Told]) -> list[str]:
    """The questions, the one that would narrow the interval most first."""
    open_ones = [one for one in told if one.value is None]
    return [one.reason for one in sorted(open_ones, key=lambda one: -one.weight)]


def reweighed(rules: Rules, weights: Mapping[str, float]) -> Rules:
    """The same rules with other weights, by the names of the criteria; 0 leaves one out."""
    kept = (one._replace(weight=float(weights.get(one.name, one.weight))) for one in rules.criteria)
    return rules._replace(criteria=tuple(one for one in kept if one.weight > 0))


# What would change the outcome.


class Change(NamedTuple):
    """One field of the household, its value, and the nearest value that alters the outcome."""

    field: str
    before: Any
    after: Any


def smallest_step(holds: Callable[[int], bool], start: int, limit: int) -> int | None:
    """The whole number nearest to `start`, towards `limit`, for which `holds` answers yes.

    `holds` is false at `start` and, once true, stays true towards `limit`; None if it never is.
    """
    if not holds(limit):
        return None
    wrong, right = start, limit
    while abs(right - wrong) > 1:
        middle = (wrong + right) // 2
        if holds(middle):
            right = middle
        else:
            wrong = middle
    return right
