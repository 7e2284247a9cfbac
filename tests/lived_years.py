"""Years invented day by day from known hazards: what was seen by a day, and what came after it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

import numpy as np

from venez_vivre.steering.forecasting.known import NEVER, Facts, Whole
from venez_vivre.store.queries.projection import Arrived, History

Chance = np.ndarray

TODAY = date(2026, 1, 1)
DAYS = 1200
SIZES, PARTS = (1, 2, 3, 4), (0.35, 0.3, 0.15, 0.2)


def hazard(*steps: tuple[int, float]) -> Chance:
    """The chance of each day: from each of these days on, that much."""
    found = np.zeros(DAYS)
    for day, chance in steps:
        found[day:] = chance
    return found


@dataclass(frozen=True)
class Hazards:
    """What may happen to a household, each day of its wait.

    Most first exchanges come in the days after the form; nobody settles at once; the pace is the
    same from the fourth month on, which is what the projection supposes of days never seen.
    """

    meet: Chance = field(default_factory=lambda: hazard((0, 0.012), (8, 0.0015), (60, 0.0002)))
    alone: Chance = field(default_factory=lambda: hazard((0, 0.00003)))
    leave: Chance = field(default_factory=lambda: hazard((0, 0.0004)))
    settle: Chance = field(default_factory=lambda: hazard((0, 0.0002), (45, 0.0016), (120, 0.0011)))
    give_up: Chance = field(default_factory=lambda: hazard((0, 0.0006)))


@dataclass(frozen=True)
class Lived:
    """Households of one invented year and of what follows: the day of each thing, `NEVER` if none.

    `settled` counts from the first exchange when there was one before; else it was alone.
    """

    territory: Whole
    registered: Whole
    met: Whole
    settled: Whole
    closed: Whole
    size: Whole

    def facts(self, day: date = TODAY) -> Facts:
        """What the base would hold on the evening of that day."""
        end = day.toordinal()
        columns = (self.registered, self.met, self.settled, self.closed)
        rows = zip(self.territory, *columns, self.size, strict=True)
        seen = [row for row in rows if row[1] <= end]
        found = [
            History(
                int(t),
                _iso(r, end) or "",
                _iso(m, end),
                _iso(s, end),
                _iso(c, end),
                None,
                None,
                None,
                1,
            )
            for t, r, m, s, c, _ in seen
        ]
        came = [row for row in seen if row[2] <= row[3] <= end]
        return Facts(
            found, [Arrived(int(t), _iso(s, end) or "", int(n), 1) for t, _, _, s, _, n in came]
        )

    def came(self, start: date, end: date) -> tuple[int, int]:
        """Households and people settled thanks to the officers after `start`, by `end`."""
        first, last = start.toordinal(), end.toordinal()
        here = (self.settled > first) & (self.settled <= last) & (self.met <= self.settled)
        return int(here.sum()), int(self.size[here].sum())


def _iso(day: int, end: int) -> str | None:
    return date.fromordinal(int(day)).isoformat() if day <= end else None


def live(
    rng: np.random.Generator,
    hazards: Hazards,
    *,
    history: int = 365,
    ahead: int = 180,
    a_day: float = 11,
    territories: int = 4,
) -> Lived:
    """Sign-ups of `history` days up to `TODAY` and of the days `ahead`, and all that they live."""
    daily = rng.poisson(a_day, history + ahead)
    start = TODAY.toordinal() - history + 1
    registered = np.repeat(np.arange(history + ahead) + start, daily)
    many = len(registered)
    first = [_draw(rng, one, many) for one in (hazards.meet, hazards.alone, hazards.leave)]
    meet, alone, leave = (np.where(wait < DAYS, registered + wait, NEVER) for wait in first)
    met = np.where((meet <= alone) & (meet <= leave), meet, NEVER)
    after = [_draw(rng, one, many) for one in (hazards.settle, hazards.give_up)]
    settle, give_up = (np.where((met < NEVER) & (w < DAYS), met + w, NEVER) for w in after)
    unmet = met == NEVER
    return Lived(
        rng.integers(1, territories + 1, many),
        registered,
        met,
        np.where(
            unmet,
            np.where(alone <= leave, alone, NEVER),
            np.where(settle <= give_up, settle, NEVER),
        ),
        np.where(
            unmet, np.where(leave < alone, leave, NEVER), np.where(give_up < settle, give_up, NEVER)
        ),
        rng.choice(SIZES, many, p=PARTS),
    )


def _draw(rng: np.random.Generator, chance: Chance, many: int) -> Whole:
    """How many days each waits; `DAYS` when it is longer than anybody looks."""
    waiting = np.cumprod(1 - chance)
    return np.searchsorted(-waiting, -rng.random(many), side="left")
