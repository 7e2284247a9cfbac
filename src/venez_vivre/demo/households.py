"""Households of the demonstration: who they are, where from, what they wish, how far they got."""

from __future__ import annotations

from dataclasses import dataclass

from venez_vivre.demo import seasons
from venez_vivre.demo.draws import Dice, mixture
from venez_vivre.demo.occupations import OCCUPATIONS, VAGUE, Occupation
from venez_vivre.demo.people import Adult, Registry, far_apart
from venez_vivre.demo.places import Commune, Origin, big_towns, small_towns
from venez_vivre.demo.plan import Fate, Kind, Size
from venez_vivre.demo.territories import Territory, wished

YEAR = 2025
SCHOOL_AGE = 3

_CHILDREN_OF_COUPLES = mixture(((0, 38), (1, 24), (2, 27), (3, 9), (4, 2)))
_CHILDREN_OF_OTHERS = mixture(((0, 78), (1, 14), (2, 7), (3, 1)))
HURRIED = 200
"""Draws of a delay before a household moves on the very last day."""
_CALLED = frozenset((Fate.TRIED, Fate.ACCOMPANIED, Fate.SETTLED, Fate.SPONTANEOUS))


@dataclass(slots=True)
class Home:
    """A household as it is, before anybody fills in a form."""

    kind: Kind
    fate: Fate
    start: int  # seconds since the first day, at the first form
    me: Adult
    partner: Adult | None
    origin: Origin | None
    adults: int
    births: list[int]  # years of birth of the children
    territories: tuple[Territory, ...]
    towns: list[Commune]
    occupation: Occupation | None
    job: str
    settled_on: int = -1  # day
    size: Size | None = None

    @property
    def day(self) -> int:
        """The day of the first form."""
        return self.start // 86_400

    @property
    def followed(self) -> bool:
        """Whether an officer writes notes about it, under its first e-mail address."""
        return self.fate in _CALLED


class Builder:
    """Draws households one after the other."""

    def __init__(self, dice: Dice, registry: Registry) -> None:
        self.dice = dice
        self.registry = registry
        self._big = big_towns()
        self._small = small_towns()
        self.moves = self._big

    def home(self, card: tuple[Kind, Fate], start: int, size: Size | None) -> Home:
        """Draw a household of this kind and fate; `size` is given for those who settle."""
        kind, fate = card
        adults = size.adults if size else self._adults(kind)
        origin = self._origin(kind)
        me = self._me(origin, sure=fate in _CALLED)
        births = self._births(start // 86_400, adults, size, me.year)
        home = Home(kind, fate, start, me, None, origin, adults, births, (), [], None, "")
        self._relations(home)
        self._wishes(home)
        self.work(home)
        if size:
            home.size = size
            home.settled_on = self._settling_day(home.day)
        return home

    def _adults(self, kind: Kind) -> int:
        if kind is not Kind.SINGLE:
            return 2
        return self.dice.pick((1, 1, 1, 1, 2, 2, 2, 2, 2, 2))

    def _origin(self, kind: Kind) -> Origin | None:
        if kind is Kind.SINGLE and self.dice.chance(0.05):
            return None
        return self.dice.pick(self._big if self.dice.chance(0.5) else self._small)

    def _me(self, origin: Origin | None, *, sure: bool) -> Adult:
        """Draw the registrant, whom an e-mail or a phone can reach; an e-mail if `sure`."""
        dice = self.dice
        adult = self.registry.adult(
            woman=dice.chance(0.54),
            year=dice.triangular(1956, 2004, 1987),
            age_known=dice.chance(0.82),
            postal=origin.number if origin else -1,
        )
        adult.phone = self.registry.phones.any(dice) if dice.chance(0.84) else ""
        if sure or not adult.phone or dice.chance(0.96):
            adult.email = self.registry.email(adult.first, adult.last)
        return adult

    def other(self, home: Home, *, reachable: bool) -> Adult:
        """Draw the second adult of a household, with an e-mail or a phone of their own."""
        dice, me = self.dice, home.me
        woman = not me.woman if dice.chance(0.95) else me.woman
        year = (me.year or 1985) + dice.between(-5, 5)
        adult = self._other_name(home, woman=woman, year=year)
        draw = dice.random()
        if draw < (0.75 if reachable else 0.4):
            adult.email = self.registry.email(adult.first, adult.last)
        if draw > (0.5 if reachable else 0.3) and dice.chance(0.6):
            adult.phone = self.registry.phones.any(dice)
        if reachable and not (adult.email or adult.phone):
            adult.email = self.registry.email(adult.first, adult.last)
        return adult

    def _other_name(self, home: Home, *, woman: bool, year: int) -> Adult:
        registry, me = self.registry, home.me
        if home.kind is Kind.TWIN or self.dice.chance(0.6):
            relative = registry.relative(me, woman=woman, year=year)
            if relative:
                return relative
        while True:
            postal = home.origin.number if home.origin else -1
            adult = registry.adult(woman=woman, year=year, age_known=False, postal=postal)
            if far_apart(adult.first, me.first):
                return adult

    def _relations(self, home: Home) -> None:
        """Add the second adult: always to doubles and twins, often to couples."""
        if home.kind is not Kind.SINGLE:
            home.partner = self.other(home, reachable=home.kind is Kind.DOUBLE)
        elif home.adults == 2 and self.dice.chance(0.45):
            home.partner = self.other(home, reachable=False)
            if not home.partner.phone and self.dice.chance(0.06):
                home.partner.phone = home.me.phone

    def _births(self, day: int, adults: int, size: Size | None, year: int) -> list[int]:
        """Draw the children's years of birth; those at school are three or more on arrival."""
        dice = self.dice
        if size:
            at_school = [YEAR - dice.between(SCHOOL_AGE + 1, 16) for _ in range(size.schooled)]
            small = [YEAR - dice.between(1, 2) for _ in range(size.children - size.schooled)]
            return sorted(at_school + small)
        number = dice.pick(_CHILDREN_OF_COUPLES if adults == 2 else _CHILDREN_OF_OTHERS)
        latest = seasons.day_at(day).year
        earliest = max(latest - 19, (year or 1980) + 18)
        return sorted(dice.between(min(earliest, latest), latest) for _ in range(number))

    def _wishes(self, home: Home) -> None:
        dice = self.dice
        if home.followed or dice.chance(0.74):
            home.territories = wished(dice)
            if dice.chance(0.55):
                home.towns = list(dict.fromkeys(self._towns(home.territories[0])))

    def _towns(self, territory: Territory) -> list[Commune]:
        return [self.dice.pick(territory.towns) for _ in range(self.dice.pick((1, 1, 2, 3)))]

    def work(self, home: Home) -> None:
        """Draw the registrant's occupation, in their own words."""
        home.occupation, home.job = self.occupation(woman=home.me.woman)

    def occupation(self, *, woman: bool) -> tuple[Occupation | None, str]:
        """Draw an occupation and how it is written; nothing, or vague words, now and then."""
        dice = self.dice
        if dice.chance(0.12):
            return None, dice.pick(VAGUE) if dice.chance(0.3) else ""
        occupation = dice.pick(OCCUPATIONS)
        return occupation, dice.pick(occupation.women if woman else occupation.men)

    def _settling_day(self, day: int) -> int:
        """Draw a move two to twelve months after the first form, within the year."""
        least, usual, most = seasons.SETTLING_TAKES
        for _ in range(HURRIED):
            delay = self.dice.triangular(least, most, usual)
            if day + delay <= seasons.LAST:
                return day + delay
        return seasons.LAST

    def town(self, home: Home) -> Commune:
        """Choose the commune that is spoken of: the wished one, or one of the territory."""
        return home.towns[0] if home.towns else self.dice.pick(home.territories[0].towns)
