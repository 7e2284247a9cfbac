"""Officers' notes: attempts, first real exchanges, follow-ups, and moves."""

from __future__ import annotations

from venez_vivre.demo import phrases, seasons
from venez_vivre.demo.draws import Dice
from venez_vivre.demo.households import Builder, Home
from venez_vivre.demo.plan import Fate

FIELDS = (
    *("foyer", "date", "canal", "sens", "resultat"),
    *("resume", "suite", "echeance", "agent"),
)
SETTLEMENT_FIELDS = (
    *("foyer", "date", "commune", "adultes", "enfants", "scolarises"),
    *("logement", "emploi", "conjoint_emploi"),
)
REACHING = frozenset(("joint", "honore"))
_RECENT = seasons.LAST - 50  # since then, what is to be done next is still to be done

_FAILURES = (
    ("telephone", "sortant", "sans_reponse"),
    ("telephone", "sortant", "sans_reponse"),
    ("telephone", "sortant", "message"),
    ("telephone", "sortant", "message"),
    ("email", "sortant", "message"),
    ("email", "sortant", "sans_reponse"),
    ("sms", "sortant", "sans_reponse"),
    ("visio", "sortant", "absent"),
    ("rendez_vous", "sortant", "absent"),
)
_SUCCESSES = (
    ("telephone", "sortant", "joint"),
    ("telephone", "sortant", "joint"),
    ("telephone", "sortant", "joint"),
    ("telephone", "entrant", "joint"),
    ("email", "entrant", "joint"),
    ("visio", "sortant", "honore"),
    ("visio", "sortant", "joint"),
    ("rendez_vous", "sortant", "honore"),
    ("evenement", "entrant", "honore"),
)
_VISITS = (*_SUCCESSES, ("visite", "sortant", "honore"), ("rendez_vous", "sortant", "honore"))

Note = tuple[int, list[str]]  # day, cells
Way = tuple[str, str, str]  # canal, sens, resultat


class Officers:
    """Writes what the officers note about a household."""

    def __init__(self, dice: Dice, builder: Builder) -> None:
        self.dice = dice
        self.builder = builder

    def notes(self, home: Home, email: str) -> list[Note]:
        """Return the dated notes of a household, in order, under the e-mail as it was typed."""
        days = self._attempts(home)
        reached = home.fate in {Fate.ACCOMPANIED, Fate.SETTLED}
        agent = self.dice.pick(home.territories[0].officers)
        last = min(days[-1], seasons.LAST)
        notes = [self._attempt(home, day) for day in days[:-1] if day < last]  # once a day
        notes += self._exchanges(home, last) if reached else [self._attempt(home, last)]
        self._plan_next(home, notes[-1])
        for day, row in notes:
            row[:2] = [email, seasons.FRENCH_DAYS[day]]
            row[-1] = agent
        return notes

    def _attempts(self, home: Home) -> list[int]:
        """Draw the days of the first calls, the last of which may succeed."""
        dice = self.dice
        wait = dice.pick((0, 1, 1, 1, 2, 2, 3, 4, 6, 9, 15))
        days = [seasons.working_day(home.day + wait)]
        for _ in range(dice.pick((0, 0, 0, 1, 1, 2))):
            days.append(seasons.working_day(days[-1] + dice.between(2, 8)))
        return days

    def _row(self, way: Way, resume: str) -> list[str]:
        return ["", "", *way, resume, "", "", ""]

    def _attempt(self, home: Home, day: int) -> Note:
        way = self.dice.pick(_FAILURES)
        if day - home.day < 3 and way[2] == "absent":
            way = _FAILURES[0]
        return day, self._row(way, self.dice.pick(phrases.TRIED_NOTES[way[0], way[2]]))

    def _exchanges(self, home: Home, day: int) -> list[Note]:
        """Write the first real exchange and those that follow, until the year ends."""
        dice = self.dice
        settled = home.fate is Fate.SETTLED
        notes = [(day, self._row(dice.pick(_SUCCESSES), self._say(home, phrases.FIRST_NOTES)))]
        for _ in range(dice.between(2, 5) if settled else dice.pick((0, 0, 1, 1, 2, 2, 3, 4))):
            day = seasons.working_day(day + dice.between(4, 40))
            if day >= seasons.LAST:
                break
            notes.append(self._exchange(home, day))
        return notes

    def _exchange(self, home: Home, day: int) -> Note:
        if self.dice.chance(0.18):
            return self._attempt(home, day)
        if 0 <= home.settled_on < day:
            way = ("telephone", "sortant", "joint")
            return day, self._row(way, self._say(home, phrases.ARRIVED_NOTES))
        text = self._say(home, phrases.WORK_NOTES)
        if self.dice.chance(0.7):
            theme = self.dice.pick((phrases.HOME_NOTES, phrases.LIFE_NOTES))
            text = f"{text} {self._say(home, theme)}"
        return day, self._row(self.dice.pick(_VISITS), text)

    def _say(self, home: Home, sentences: tuple[str, ...]) -> str:
        town = self.builder.town(home).name
        job = home.job if home.occupation else "poste à définir"
        return phrases.fill(self.dice.pick(sentences), town=town, job=job, first=home.me.first)

    def _plan_next(self, home: Home, last: Note) -> None:
        """Plan the next action of the households that were spoken to lately, and of few others."""
        day, row = last
        if home.fate is Fate.SPONTANEOUS or not self.dice.chance(0.6 if day > _RECENT else 0.03):
            return
        row[6] = self._say(home, phrases.NEXT_ACTIONS)
        row[7] = seasons.FRENCH_DAYS[day + self.dice.between(5, 35)]

    def settlement(self, home: Home, email: str) -> Note:
        """Write the row of a settlement, in a commune of the household's territory."""
        dice, size = self.dice, home.size
        if size is None:
            raise ValueError("this household did not settle")
        job = dice.pick(("trouve",) * 5 + ("teletravail", "teletravail", "mutation", "recherche"))
        partner = dice.pick(("trouve", "trouve", "recherche", "teletravail", "sans_objet"))
        return home.settled_on, [
            email,
            seasons.FRENCH_DAYS[home.settled_on],
            self.builder.town(home).name,
            str(size.adults),
            str(size.children),
            str(size.schooled),
            dice.pick(("location", "location", "location", "location_sociale", "achat", "achat")),
            job,
            partner if size.adults > 1 else "",
        ]
