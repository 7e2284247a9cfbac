"""Random bases with everything that reports count, poured in as raw rows."""

from __future__ import annotations

import json
import random
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from bases import an_empty_base, store_of
from venez_vivre.references import household_reference
from venez_vivre.store.operations import Heading
from venez_vivre.store.stages import derive

if TYPE_CHECKING:
    from pathlib import Path

Row = dict[str, Any]
FIRST, LAST = date(2024, 6, 1), date(2026, 1, 31)
"""Between which days facts fall, give or take."""
CHANNELS = ("site", "linkedin", "salon", "podcast", None)
RESULTS = ("joint", "message", "sans_reponse", "honore", "absent", None)
REASONS = ("emploi_conjoint", "logement_introuvable", "injoignable", "autre", None)
TOWNS = ("21231", "25056", "71270", "58194", "39300", "70550", "89024", "90010")
TRADES = ("M1805", "M1810", "F1703", "J1506")
INDICATORS = (
    "personnes_inscrites",
    "foyers_inscrits",
    "personnes_accompagnees",
    "foyers_accompagnes",
    "personnes_installees",
    "foyers_installes",
)
LED_TO = ("territory", "officer", "visit", "household", "person", "contact", "settlement")
"""Tables that others lead to."""
NEVER_ASKED = 20
"""One chance in so many that something odd happens."""


class World:
    """Rows by table, drawn from a seed: the same seed makes the same base."""

    def __init__(self, seed: int, homes: int | None = None) -> None:
        self.dice = random.Random(seed)
        self.marked: list[date] = []
        # Where all falls within months, the same household meets the same figure twice.
        self.first = self.dice.choice((FIRST, FIRST, date(2025, 3, 1), date(2025, 9, 1)))
        self.contrasted = self.chance(0.2)
        # What happens on the very last day of a report, or the day after, is where counts go wrong.
        self.marked = [self.day(date(2025, 2, 1), date(2025, 12, 31)) for _ in range(3)]
        self.tables: dict[str, list[Row]] = {}
        self._surroundings()
        self._offers()
        self._visits()
        for number in range(1, (self.dice.randint(5, 40) if homes is None else homes) + 1):
            self._household(number)
        for line in range(self.dice.randint(0, 4)):
            self._set_aside(line)

    def add(self, table: str, **row: Any) -> int:
        """Write a row; its number."""
        rows = self.tables.setdefault(table, [])
        rows.append({"id": len(rows) + 1, **row})
        return len(rows)

    def day(self, first: date | None = None, last: date = LAST) -> date:
        """Any day between two."""
        first = first or self.first
        if self.marked and self.chance(0.2):
            day = self.dice.choice(self.marked) + timedelta(days=self.dice.choice((0, 0, 1, -1, 7)))
            if first <= day <= last:
                return day
        return first + timedelta(days=self.dice.randint(0, max((last - first).days, 0)))

    def chance(self, ratio: float) -> bool:
        return self.dice.random() < ratio

    def maybe(self, value: Any, ratio: float = 0.5) -> Any:
        return value if self.chance(ratio) else None

    def among(self, table: str) -> int | None:
        """The number of some row of a table, or nothing."""
        rows = self.tables.get(table, [])
        return self.dice.choice(rows)["id"] if rows and self.chance(0.8) else None

    # --- what surrounds households ----------------------------------------------------------

    def _surroundings(self) -> None:
        dice = self.dice
        places = 2 if self.contrasted else dice.randint(0, 5)
        for n in range(places):
            name = f"CC {dice.choice('ABCDE')}"  # some bear the same name
            self.add(
                "territory", code=f"T{n + 1}", name=name, kind="CC", active=int(self.chance(0.8))
            )
        for town in TOWNS:
            if places and self.chance(0.7):
                self.add("territory_commune", territory_id=dice.randint(1, places), code_insee=town)
        for n in range(dice.randint(0, 3)):
            self.add("officer", name=f"Agent {n}", name_key=f"agent {n}")
        for _ in range(dice.randint(0, 6)):
            self._campaign()
        pairs = {(dice.choice(INDICATORS), self.day()) for _ in range(dice.randint(0, 4))}
        for indicator, deadline in sorted(pairs):
            start = self.maybe(deadline - timedelta(days=dice.randint(1, 500)))
            value = dice.choice((1, 2, 5, 10, 20, 33))
            self.add("target", indicator=indicator, deadline=deadline, starts_on=start, value=value)
        self._settings()

    def _campaign(self) -> None:
        dice = self.dice
        self.add(
            "campaign",
            axis=dice.choice(("Réseaux", "Podcast", "Salons")),
            channel=dice.choice(CHANNELS),
            starts_on=self.day(),
            spending_cents=dice.choice((0, 1, 99, 12_345, 500_000, 1_000_050)),
            views=dice.randint(0, 10_000),
            visits=dice.randint(0, 500),
            plays=dice.randint(0, 50),
        )

    def _settings(self) -> None:
        said = {"premier_contact": "3", "silence": "45", "suivis": "1,2,9"}
        for name, value in said.items():
            if self.chance(0.1):
                self.add("setting", name=name, value=value)
        if self.chance(0.1):
            kept = {"valeur": 30500.5, "source": "étude", "le": "2025-06-01"}
            self.add("setting", name="hypothese.euros_par_foyer", value=json.dumps(kept))

    def _offers(self) -> None:
        dice = self.dice
        for n in range(dice.randint(0, 12)):
            kind = dice.choice(("emploi", "logement", "ecole", "garde", "culture"))
            published = self.maybe(self.day(), 0.7)
            self.add(
                "offer",
                reference=f"O-{n}",
                kind=kind,
                title=f"Offre {n}",
                code_insee=self.maybe(dice.choice(TOWNS), 0.8),
                rome_code=self.maybe(dice.choice(TRADES), 0.9) if kind == "emploi" else None,
                transaction=dice.choice(("location", "vente", None)),
                rooms=self.maybe(dice.randint(1, 5)),
                rent=self.maybe(dice.randint(300, 900)),
                price=self.maybe(dice.randint(80_000, 200_000)),
                published_on=published,
                expires_on=self.maybe(self.day(published), 0.3),
                closed_on=self.maybe(self.day(published), 0.3),
            )

    def _visits(self) -> None:
        for n in range(self.dice.randint(0, 8)):
            day = self.day()
            self.add(
                "visit",
                reference=f"V-{n}",
                title=f"Visite {n}",
                kind="groupe",
                starts_on=day,
                ends_on=day + timedelta(days=self.dice.randint(0, 2)),
                territory_id=self.among("territory"),
                cancelled_on=self.maybe(day - timedelta(days=3), 0.1),
            )

    def _set_aside(self, line: int) -> None:
        day = self.day()
        self.add(
            "set_aside",
            line=line + 1,
            row_hash=line,
            received_on=day,
            said="{}",
            candidates="[]",
            claim_key=line,
            settled_on=self.maybe(self.day(day), 0.3),
        )

    # --- a household and what happened to it ------------------------------------------------

    def _household(self, number: int) -> None:
        dice, came = self.dice, self.day()
        status = dice.choices(("actif", "abandon", "en_veille"), (6, 2, 2))[0]
        closed = None if status == "actif" else self.day(came)
        place = dice.choice((1, 2)) if self.contrasted else self.among("territory")
        self.add(
            "household",
            reference=household_reference(number),
            territory_id=place,
            officer_id=self.among("officer"),
            channel=dice.choice(CHANNELS),
            status=status,
            closed_on=closed,
            close_reason=dice.choice(REASONS) if status == "abandon" else None,
            wake_up_on=closed and self.maybe(self.day(closed + timedelta(days=1)), 0.9),
            blockers=self.maybe("|".join(dice.sample(REASONS[:3], dice.randint(1, 2))), 0.3),
            horizon=self.maybe("3_6_mois"),
            wished_on=self.maybe(self.day(), 0.2),
            housing=self.maybe(dice.choice(("location", "achat", "les_deux"))),
            rooms_min=self.maybe(dice.randint(1, 4)),
            rent_max=self.maybe(dice.randint(400, 800)),
            purchase_budget=self.maybe(dice.randint(90_000, 180_000)),
            children=self.maybe(dice.randint(0, 3)),
        )
        if not self.chance(1 / NEVER_ASKED):
            self._people(number, came)
        self._facts(number, came)

    def _people(self, number: int, came: date) -> None:
        dice = self.dice
        for place in range(dice.choice((1, 1, 1, 2, 2, 3))):
            role = "inscrit" if place == 0 or self.chance(0.5) else "conjoint"
            person = self._person(number, role)
            first = came if place == 0 else self.day(came, came + timedelta(days=200))
            for n in range(dice.choice((1, 1, 1, 2, 3)) if place == 0 or self.chance(0.7) else 0):
                day = first if n == 0 else self.day(first, first + timedelta(days=300))
                channel = dice.choice(CHANNELS)
                self.add(
                    "signup",
                    household_id=number,
                    person_id=person,
                    received_on=day,
                    channel=channel,
                )
        for _ in range(dice.choice((0, 0, 1, 2))):
            born = dice.randint(2015, 2025)
            self.add("person", household_id=number, role="enfant", birth_year=born)

    def _person(self, number: int, role: str) -> int:
        dice, trade = self.dice, self.dice.choice(TRADES)
        return self.add(
            "person",
            household_id=number,
            role=role,
            phone=self.maybe("+33199001122"),
            occupation=self.maybe("métier"),
            rome_code=self.maybe(trade, 0.6),
            employment=self.maybe(dice.choice(("salarie", "etudiant", "retraite"))),
        )

    def _facts(self, number: int, came: date) -> None:
        dice = self.dice
        for _ in range(self._exchanges(number)):
            early = 10 if self.chance(0.2) else 0
            last = came + timedelta(days=40) if self.contrasted else LAST
            day = self.day(came - timedelta(days=early), last)
            self._contact(number, day, dice.choice(RESULTS))
        if self.chance(0.4):
            self._settlements(number, came)
        for _ in range(dice.choice((0, 0, 1, 2))):
            self._follow_up(number)
        for _ in range(dice.choice((0, 0, 0, 1, 2))):
            self.add("introduction", household_id=number, introduced_on=self.day())
        for visit in self.tables.get("visit", []):
            if self.chance(0.4):
                self._guest(number, visit)

    def _exchanges(self, number: int) -> int:
        """How many; in some bases one territory calls everybody and the others nearly nobody."""
        home = self.tables["household"][number - 1]
        if self.contrasted:
            return 8 if home["territory_id"] == 1 else 0
        return self.dice.choice((0, 0, 1, 2, 3, 6))

    def _contact(self, number: int, day: date, result: str | None, channel: str = "email") -> int:
        direction = self.dice.choice(("sortant", "entrant", None))
        return self.add(
            "contact",
            household_id=number,
            happened_on=day,
            result=result,
            channel=channel,
            direction=direction,
        )

    def _settlements(self, number: int, came: date) -> None:
        dice = self.dice
        day = None
        for _ in range(dice.choice((1, 1, 1, 2))):
            early = 60 if self.chance(1 / NEVER_ASKED) else 0
            again = day if self.chance(0.2) else None
            day = again or self.day(came - timedelta(days=early))
            children = dice.choice((0, 0, 1, 2, 3))
            settlement = self.add(
                "settlement",
                household_id=number,
                settled_on=day,
                code_insee=self.maybe(dice.choice(TOWNS), 0.8),
                adults=dice.choice((1, 2)),
                children=children,
                schooled=dice.randint(0, children),
                cancelled_on=self.maybe(self.day(day), 0.2),
                left_on=self.maybe(self.day(day), 0.2),
            )
            for month in (1, 3):
                if self.chance(0.3):
                    self.add(
                        "settlement_check",
                        household_id=number,
                        settlement_id=settlement,
                        month=month,
                        checked_on=day + timedelta(days=30 * month + dice.randint(-5, 5)),
                        result=dice.choice(("reste", "sans_reponse")),
                    )

    def _follow_up(self, number: int) -> None:
        planned = self.day()
        due = planned + timedelta(days=self.dice.randint(0, 30))
        self.add(
            "follow_up",
            household_id=number,
            action="rappeler",
            kind=self.dice.choice(("action", "rendez_vous")),
            planned_on=self.maybe(planned, 0.9),
            due_on=due,
            done_on=self.maybe(self.day(planned, due + timedelta(days=20)), 0.5),
        )

    def _guest(self, number: int, visit: Row) -> None:
        state = self.dice.choice(("invite", "confirme", "decline", "venu", "absent"))
        came = state == "venu"
        contact = None
        if came:  # a household that came was met: the program notes it with the guest
            contact = self._contact(number, visit["starts_on"], "honore", "visite")
        self.add(
            "visit_guest",
            household_id=number,
            visit_id=visit["id"],
            contact_id=contact,
            people=self.maybe(self.dice.randint(1, 4)),
            state=state,
            invited_on=visit["starts_on"] - timedelta(days=20),
            came_on=visit["starts_on"] if came else None,
        )


def make_world(path: Path, tables: dict[str, list[Row]]) -> Path:
    """A base that holds these rows, their stages derived, and nothing else."""
    an_empty_base(path)
    order = dict.fromkeys((*LED_TO, *tables))
    with store_of(path).transact(Heading("test", "test", date(2026, 1, 1))) as work:
        for table in order:
            pour_rows(work.rows, table, tables.get(table, []))
        derive(work.rows, [one["id"] for one in tables.get("household", [])])
    return path


def pour_rows(rows: Any, table: str, lines: list[Row]) -> None:
    """Write rows as they are, their days as ISO text."""
    for keys in dict.fromkeys(tuple(one) for one in lines):
        names = ", ".join(f'"{name}"' for name in keys)
        marks = ", ".join("?" for _ in keys)
        alike = [one for one in lines if tuple(one) == keys]
        values = [tuple(map(_plain, one.values())) for one in alike]
        rows.run_many(f"INSERT INTO {table} ({names}) VALUES ({marks})", values)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
