"""What each report should say, counted by plain loops over raw rows, key by key.

Written from « How things are counted » and from the notes that reports print, not from our queries.
The tree has the shape of the JSON document: `TEXT` is any sentence, `By` a list whose items are
found by what names them, `About` a number that was rounded when it was written.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Any, NamedTuple

from naive_facts import DAY, Home, Row, homes, months_after, within, working_days_after
from naive_survival import wilson

WEEK = timedelta(days=7)
STAGES = ("inscrits", "accompagnes", "installes")
UNITS = ("foyers", "personnes")
Days = tuple[date | None, date]
Pair = tuple[int, int]
Tree = dict[str, Any]
TEXT = object()
"""Any sentence or label."""


class By(NamedTuple):
    """A list in any order, each item under what names it."""

    names: tuple[str, ...]
    items: dict[Any, Tree]


class About(NamedTuple):
    """A number written with so many decimals."""

    value: float | Fraction
    digits: int = 6


def about(value: float | Fraction | None, digits: int = 6) -> About | None:
    """The same, or nothing."""
    return None if value is None else About(value, digits)


class Asked(NamedTuple):
    """A period as somebody asks for it: its first and last day; neither is the usual one."""

    start: date | None = None
    end: date | None = None


def kind_of(start: date, end: date) -> str:
    """A whole week, month or year is compared with whole ones."""
    after = end + DAY
    if start.day == 1 and after == months_after(start, 1):
        return "mois"
    if (start.month, start.day, after) == (1, 1, months_after(start, 12)):
        return "annee"
    return "jours"


def usual(report: str, today: date) -> Days:
    """The days of a report when nobody says: the last week, the last month that is over, or all."""
    if report == "bilan":
        return None, today
    tomorrow = today + DAY
    if report == "hebdo":
        end = tomorrow - timedelta(days=tomorrow.weekday()) - DAY
        return end - 6 * DAY, end
    return months_after(tomorrow.replace(day=1), -1), tomorrow.replace(day=1) - DAY


@dataclass
class Count:
    """A report counted by hand: `whole` as asked, `now` cut at today, what it is compared with."""

    tables: dict[str, list[Row]]
    report: str
    asked: Asked
    today: date
    code: str | None = None

    def __post_init__(self) -> None:
        self.everybody = homes(self.tables)
        places = {one["code"]: one["id"] for one in self.tables["territory"]}
        self.place = places[self.code] if self.code else None
        self.homes = [h for h in self.everybody if self.code is None or self.ours(h)]
        start, end = self.asked.start, self.asked.end
        if (start, end) == (None, None):
            start, end = usual(self.report, self.today)
        self.whole: Days = (start, end or self.today)
        self.now: Days = (start, min(self.whole[1], self.today))
        self.end = self.now[1]
        self.to_date: Days = (None, self.end)
        self.before, self.year = self._compared()

    def ours(self, home: Home) -> bool:
        return home.row["territory_id"] == self.place

    def _compared(self) -> tuple[Days | None, Days | None]:
        start, end = self.whole
        if start is None:
            return None, None
        length = {"mois": 1, "annee": 12}.get(kind_of(start, end))
        first = months_after(start, -length) if length else start - (end - start) - DAY
        last = start - DAY
        if (start.weekday(), end - start) == (0, 6 * DAY):  # a week, with one of the same days
            ago = start - 52 * WEEK, end - 52 * WEEK
        else:
            ago = months_after(start, -12), months_after(end + DAY, -12) - DAY
        return self._cut(first, last), self._cut(*ago)

    def _cut(self, first: date, last: date) -> Days:
        """As many days as the period has when it is under way."""
        if self.end == self.whole[1]:
            return first, last
        return first, min(last, first + (self.end - self.whole[0]))

    def setting(self, name: str, usual: str) -> str:
        kept = [one["value"] for one in self.tables["setting"] if one["name"] == name]
        return kept[0] if kept else usual

    # --- stages -----------------------------------------------------------------------------

    def stages(self, found: list[Home], span: Days) -> dict[str, Pair]:
        """Households and people of each stage in these days."""
        counts = {stage: [0, 0] for stage in (*STAGES, "spontanees")}
        for home in found:
            counts["inscrits"][0] += within(home.came, span)
            counts["inscrits"][1] += sum(within(day, span) for day in home.people)
            counts["accompagnes"][0] += within(home.met, span)
            if home.met:
                entered = [max(home.met, day) for day in home.people]
                counts["accompagnes"][1] += sum(within(day, span) for day in entered)
            if within(home.settled_on, span):
                stage = "spontanees" if home.alone else "installes"
                counts[stage][0] += 1
                counts[stage][1] += home.settled["adults"] + home.settled["children"]
        return {stage: (a, b) for stage, (a, b) in counts.items()}

    def rates(self, found: list[Home], span: Days) -> list[Tree]:
        """Among the households that entered a stage in these days, those that reached another."""
        came = [h for h in found if within(h.came, span)]
        met = [h for h in found if within(h.met, span)]

        def line(origin: str, goal: str, entered: list[Home], reached: int) -> Tree:
            base = len(entered)
            low, high = wilson(reached, base) if base else (None, None)
            ratio = Fraction(reached, base) if base else None
            return {
                "de": origin, "vers": goal, "foyers_de": base, "foyers_vers": reached,
                "taux": about(ratio), "bas": about(low), "haut": about(high),
            }  # fmt: skip

        end = span[1]
        return [
            line("inscrits", "accompagnes", came, sum(within(h.met, (None, end)) for h in came)),
            line("accompagnes", "installes", met, sum(within(h.with_us, (None, end)) for h in met)),
            line("inscrits", "installes", came, sum(within(h.with_us, (None, end)) for h in came)),
        ]

    def steps(self, found: list[Home], span: Days) -> list[Tree]:
        counts = self.stages(found, span)
        return [{"etape": stage, **both(counts[stage])} for stage in STAGES]

    def totals(self, span: Days) -> Tree:
        counts = self.stages(self.homes, span)
        settled = [h.settled for h in self.homes if within(h.with_us, span)]
        return {
            "etapes": self.steps(self.homes, span),
            "installes": {
                **both(counts["installes"]),
                "adultes": sum(one["adults"] for one in settled),
                "enfants": sum(one["children"] for one in settled),
                "enfants_scolarises": sum(one["schooled"] for one in settled),
            },
            "spontanees": both(counts["spontanees"]),
            "taux": self.rates(self.homes, span),
        }

    def funnel(self) -> Tree:
        before = None
        if self.now[0]:
            end = self.now[0] - DAY
            before = {"au": end, "etapes": self.steps(self.homes, (None, end))}
        return {"entonnoir": {"au": self.end, **self.totals(self.to_date), "precedent": before}}

    def of_period(self) -> Tree:
        others = {"precedente": self.before, "annee_precedente": self.year}
        beside = {
            name: {"du": span[0], "au": span[1], "etapes": self.steps(self.homes, span)}
            for name, span in others.items()
            if span
        }
        part = {"cohorte": False, "situation_au": self.end, "groupes": []}
        return {**part, "comparaison": beside or None, **self.totals(self.now)}

    # --- indicators -------------------------------------------------------------------------

    def indicators(self) -> Tree:
        spans = (self.now, self.before, self.year)
        now, before, year = (None if span is None else self.acts(span) for span in spans)
        lines = {}
        for key, value in now.items():
            earlier, ago = before and before[key], year and year[key]
            lines[key] = {
                "libelle": TEXT,
                "valeur": value,
                "precedent": earlier,
                "ecart": None if earlier is None else value - earlier,
                "annee_precedente": ago,
                "ecart_annee": None if ago is None else value - ago,
            }
        return {"indicateurs": By(("indicateur", "unite"), lines)}

    def acts(self, span: Days) -> dict[tuple[str, str], int]:
        """Every indicator of these days by code and unit."""
        found = {}
        for stage, (homes_, people) in self.stages(self.homes, span).items():
            found |= {(stage, "foyers"): homes_, (stage, "personnes"): people}
        for code, noun, done in self.deeds(span):
            found[code, "foyers"] = len(done)
            found[code, "personnes"] = sum(people for _, people in done)
            if noun:
                found[code, noun] = sum(times for times, _ in done)
        return found

    def deeds(self, span: Days) -> Iterator[tuple[str, str, list[Pair]]]:
        """What was done: code, its own unit, and (times, people) of each household."""
        end = span[1]

        def counted(times: list[int]) -> list[Pair]:
            pairs = zip(times, self.homes, strict=True)
            return [(n, home.registrants(end)) for n, home in pairs if n]

        due = [self.call(home, span) for home in self.homes]
        yield "premiers_appels", "", counted([bool(one) for one in due])
        yield "premiers_appels_a_temps", "", counted([one == "fait" for one in due])
        held = [[c for c in h.contacts if within(c["happened_on"], span)] for h in self.homes]
        reached = [[c for c in own if c["result"] in ("joint", "honore")] for own in held]
        yield "echanges", "échanges", counted([len(own) for own in held])
        yield "joints", "échanges", counted([len(own) for own in reached])
        met = [self.dated("introduction", h, "introduced_on", span) for h in self.homes]
        yield "mises_en_relation", "mises en relation", counted([len(own) for own in met])
        yield "visites", "venues", self.visits(span)
        for code, status in (("abandons", "abandon"), ("mises_en_veille", "en_veille")):
            gone = [h.row["status"] == status and within(h.row["closed_on"], span)
                    for h in self.homes]  # fmt: skip
            yield code, "", counted(gone)
        left = [[s for s in h.standing if within(s["left_on"], span)] for h in self.homes]
        people = [[s["adults"] + s["children"] for s in own] for own in left]
        yield "departs", "", [(len(own), max(own)) for own in people if own]

    def dated(self, table: str, home: Home, column: str, span: Days) -> list[Row]:
        rows = [one for one in self.tables[table] if one["household_id"] == home.row["id"]]
        return [one for one in rows if within(one[column], span)]

    def visits(self, span: Days) -> list[Pair]:
        """Who came, of each household; its people count once however often they came."""
        found = []
        for home in self.homes:
            own = self.dated("visit_guest", home, "came_on", span)
            came = [
                one["people"] if one["people"] is not None else home.registrants(span[1])
                for one in own if one["state"] == "venu"
            ]  # fmt: skip
            if came:
                found.append((len(came), max(came)))
        return found

    def call(self, home: Home, span: Days) -> str:
        """Whether its first call was due in these days, and whether it was made by then."""
        if home.came is None:
            return ""
        deadline = working_days_after(home.came, int(self.setting("premier_contact", "2")))
        if not within(deadline, span):
            return ""
        made = any(c["happened_on"] <= deadline for c in home.contacts)
        return "fait" if made else "manqué"

    def pair(self, found: list[Home], day: date) -> Pair:
        """Households and those of them who had signed up by a day."""
        return len(found), sum(home.registrants(day) for home in found)

    def of(self, home: Home, table: str) -> list[Row]:
        return [one for one in self.tables[table] if one["household_id"] == home.row["id"]]


def both(pair: Pair) -> Tree:
    return dict(zip(UNITS, pair, strict=True))
