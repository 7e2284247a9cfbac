"""The chance that a household settles within some days, by how long it has waited already."""

from __future__ import annotations

import numpy as np

from venez_vivre import NamedTuple
from venez_vivre.steering.forecasting.known import DONE, ELSEWHERE, Known, Real, Wait, Whole

ENOUGH = 30
"""Fewer households followed that long say nothing by themselves of what comes after."""
TAIL = 180
"""The last days of follow-up whose pace goes on afterwards: about six months."""


class Course(NamedTuple):
    """What becomes of a wait, by days since it began; one row for each draw of the past.

    `done` is the chance to get to the next stage on that very day, `share` by that day
    (Aalen–Johansen), `waiting` the chance that nothing has happened yet.
    """

    done: Real
    share: Real
    waiting: Real


def course(exits: Whole, observed: Whole, length: int) -> Course:
    """The Aalen–Johansen estimate of each draw of `exits`, carried on to `length` days.

    Days that fewer than `ENOUGH` households were followed to, and those to come, have one chance
    a day: what happened over what could have in the last `TAIL` days before them and after.

    Args:
        exits: draws × 3 × days, as `Wait.exits`.
        observed: those of the base, 3 × days: where the curve stops is the same for every draw.
        length: how many days are wanted, from day 0.

    """
    at_risk = _at_risk(exits)
    known = followed(observed)
    risks = [_carried_on(exits[:, kind], at_risk, known, length) for kind in (DONE, ELSEWHERE)]
    left: Real = 1 - np.clip(risks[0] + risks[1], 0, 1)
    waiting: Real = np.asarray(np.cumprod(left, axis=1), dtype=np.float64)
    before = np.concatenate([np.ones((len(left), 1)), waiting[:, :-1]], axis=1)
    done: Real = before * risks[0]
    return Course(done, np.cumsum(done, axis=1), waiting)


def followed(exits: Whole) -> int:
    """How many days, from day 0, at least `ENOUGH` households were followed through."""
    return int((_at_risk(exits[None])[0] >= ENOUGH).sum())


def _at_risk(exits: Whole) -> Whole:
    """How many were still followed and waiting at the beginning of each day."""
    found: Whole = np.cumsum(exits.sum(axis=1)[:, ::-1], axis=1)[:, ::-1]
    return found


def _carried_on(events: Whole, at_risk: Whole, known: int, length: int) -> Real:
    """The chance of an event on each day for who still waits."""
    last = slice(max(known - TAIL, 0), None)
    rate = events[:, last].sum(axis=1) / np.maximum(at_risk[:, last].sum(axis=1), 1)
    found = np.repeat(rate[:, None], length, axis=1)
    kept = min(known, length)
    found[:, :kept] = events[:, :kept] / np.maximum(at_risk[:, :kept], 1)
    return found


def drawn(wait: Wait, draws: int, rng: np.random.Generator) -> Whole:
    """The base, then as many others of the same size made of its households drawn again.

    Bootstrap over households, by counts of those that share a way out and a day: draws × 3 × days.
    """
    flat = wait.exits.ravel()
    seen = np.flatnonzero(flat)
    found = np.zeros((draws + 1, flat.size), dtype=np.int64)
    found[0] = flat
    if seen.size:
        total = flat.sum()
        found[1:, seen] = rng.multinomial(total, flat[seen] / total, size=draws)
    return found.reshape(draws + 1, *wait.exits.shape)


class Chances(NamedTuple):
    """The chance to settle within a number of days; one row for each draw of the past.

    `registered` for a household not met yet, by days since it signed up; `accompanied` by days
    since its first exchange; `newcomer` for one that will sign up, by days left after its sign-up.
    """

    registered: Real
    accompanied: Real
    newcomer: Real


class Courses:
    """Both stages of the way, for the base and for each draw of its past."""

    def __init__(self, known: Known, longest: int, draws: int, rng: np.random.Generator) -> None:
        self.ages = [wait.exits.shape[1] for wait in (known.first, known.second)]
        self.first, self.second = (
            course(drawn(wait, draws, rng), wait.exits, age + longest + 1)
            for wait, age in zip((known.first, known.second), self.ages, strict=True)
        )

    def within(self, days: int) -> Chances:
        """The chances to settle in the next `days`.

        Who was met must settle between its age and its age then, knowing that it has waited until
        now. Who was not must be met first, and settle in what is left.
        """
        young, old = self.ages
        share, waiting = self.second.share, self.second.waiting[:, :old]
        accompanied = np.clip(ratio(share[:, days : old + days] - share[:, :old], waiting), 0, 1)
        left = share[:, :days]
        registered = _meeting(self.first.done[:, 1 : young + days], left[:, ::-1], young)
        newcomer = _convolved(self.first.done[:, :days], left)
        registered = np.clip(ratio(registered, self.first.waiting[:, :young]), 0, 1)
        return Chances(registered, accompanied, newcomer)


def ratio(part: Real | Whole, waiting: Real) -> Real:
    """What falls on each of those who still wait; nothing where nobody may still be waiting."""
    none = np.zeros(waiting.shape)
    found: Real = np.divide(part, waiting, out=none, where=waiting > 0)
    return found


def _meeting(done: Real, left: Real, ages: int) -> Real:
    """For each age, the sum over the days to come of: met that day, settled in what is left."""
    size = done.shape[1] + left.shape[1]
    turned = np.conj(np.fft.rfft(left, size))
    found: Real = np.fft.irfft(np.fft.rfft(done, size) * turned, size)[:, :ages]
    return found


def _convolved(one: Real, other: Real) -> Real:
    length = one.shape[1]
    size = 2 * length
    found: Real = np.fft.irfft(np.fft.rfft(one, size) * np.fft.rfft(other, size), size)
    return np.clip(found[:, :length], 0, 1)
