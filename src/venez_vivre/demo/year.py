"""The year, day by day: forms come in, officers write notes, households settle."""

from __future__ import annotations

from collections import defaultdict

from venez_vivre.demo import plan as plans
from venez_vivre.demo import repeats, seasons
from venez_vivre.demo.contacts import Officers
from venez_vivre.demo.draws import Deck, Dice
from venez_vivre.demo.forms import AT, Clerk
from venez_vivre.demo.households import Builder, Home
from venez_vivre.demo.people import Registry
from venez_vivre.demo.plan import Card, Fate, Kind, Plan, Size
from venez_vivre.demo.sheets import Answers, Entries, Sheet

Form = tuple[int, list[str]]


class Year:
    """Unrolls the year into the sheets; keeps in memory only what is still to come."""

    def __init__(self, plan: Plan, dice: Dice, registry: Registry) -> None:
        self.plan = plan
        self.dice = dice
        builder = Builder(dice, registry)
        self.builder, self.clerk = builder, Clerk(dice, builder)
        self.officers = Officers(dice, builder)
        self.forms: dict[int, list[Form]] = defaultdict(list)
        self.notes: dict[int, list[list[str]]] = defaultdict(list)
        self.moves: dict[int, list[list[str]]] = defaultdict(list)
        self.repeated = 0
        self.sizes = {
            Fate.SETTLED: plans.sizes(plan.settled, plan.settled_people, plan.schooled, dice),
            Fate.SPONTANEOUS: plans.sizes(
                plan.spontaneous, plan.spontaneous_people, plan.spontaneous_people // 6, dice
            ),
        }
        self.settled_adults = sum(size.adults for size in self.sizes[Fate.SETTLED])
        self.couples = self._set_couples_aside(plan.settled_doubles)
        self._decks()

    def _set_couples_aside(self, count: int) -> list[Size]:
        """Keep couples for the doubles who settle."""
        sizes = self.sizes[Fate.SETTLED]
        couples = [size for size in sizes if size.adults == 2][:count]
        for size in couples:
            sizes.remove(size)
        return couples

    def _decks(self) -> None:
        """Prepare the cards of the households, and who repeats, double or spoils a form."""
        plan = self.plan
        self.quotas = seasons.quotas(plan.starts)
        starts = range(0, seasons.DAYS, seasons.BAND)
        sizes = [sum(self.quotas[day : day + seasons.BAND]) for day in starts]
        # Seen from the last day of a stretch: everybody in it has the time for the shortest move.
        left = [seasons.LAST - min(day + seasons.BAND - 1, seasons.LAST) for day in starts]
        chances = [seasons.settled_within(days) for days in left]
        self.decks = [Deck(cards) for cards in plans.bands(plans.cards(plan), sizes, chances)]
        able = sum(self.quotas[: seasons.LAST])
        self.repeats = Deck({True: plan.repeats, False: able - plan.repeats})
        self.copies = Deck({True: plan.copies, False: plan.starts - plan.copies})
        self.rejects = Deck({True: plan.rejects, False: plan.starts - plan.rejects})
        self.rejected = 0

    def unroll(self, answers: Answers, entries: Entries, notes: Sheet, moves: Sheet) -> None:
        """Write every day of the year, in order."""
        for day, quota in enumerate(self.quotas):
            for _ in range(quota):
                self._household(day)
            sheet = answers if day < seasons.NOVEMBER else entries
            for moment, row in sorted(self.forms.pop(day, ()), key=lambda form: form[0]):
                sheet.form(moment, row)
            notes.extend(self.notes.pop(day, ()))
            moves.extend(self.moves.pop(day, ()))

    def _household(self, day: int) -> None:
        """Draw a household, and put all that it will do on the calendar."""
        card = self.decks[day // seasons.BAND].deal(self.dice)
        home = self.builder.home(card, seasons.moment(day, self.dice), self._size(card))
        first = self.clerk.form(home)
        self._receive(home.start, first)
        if self.copies.deal(self.dice):
            self._copy(home.start, first)
        if home.kind is not Kind.SINGLE:
            self._receive_all(repeats.partner_too(self.clerk, home, first))
        if day < seasons.LAST and self.repeats.deal(self.dice):
            forms = repeats.again(self.clerk, home, first)
            self.repeated += len(forms)
            self._receive_all(forms)
        if self.rejects.deal(self.dice):
            self._receive_all([repeats.unusable(self.clerk, day, self.rejected)])
            self.rejected += 1
        if home.followed:
            self._follow(home, first[AT["email"]])

    def _size(self, card: Card) -> Size | None:
        """Take the composition of a household that settles; a couple for a double."""
        kind, fate = card
        if fate not in self.sizes:
            return None
        return (self.couples if kind is Kind.DOUBLE else self.sizes[fate]).pop()

    def _receive(self, moment: int, row: list[str]) -> None:
        self.forms[moment // 86_400].append((moment, row))

    def _receive_all(self, forms: list[Form]) -> None:
        for moment, row in forms:
            self._receive(moment, row)

    def _copy(self, moment: int, row: list[str]) -> None:
        """Export a form twice: the copy stands with the day after, in the same file."""
        day = moment // 86_400
        same_file = day + 1 not in {seasons.NOVEMBER, seasons.DAYS}
        self.forms[day + 1 if same_file else day].append((moment, row))

    def _follow(self, home: Home, email: str) -> None:
        """Put the officers' notes and the move on the calendar."""
        if home.fate is not Fate.SPONTANEOUS or self.dice.chance(0.3):
            for day, row in self.officers.notes(home, email):
                self.notes[day].append(row)
        if home.size:
            day, row = self.officers.settlement(home, email)
            self.moves[day].append(row)
