"""What each report should say, counted by plain loops over raw rows, key by key.

Written from « How things are counted » and from the notes that reports print, not from our queries.
The tree has the shape of the JSON document: `TEXT` is any sentence, `By` a list whose items are
found by what names them, `About` a number that was rounded when it was written.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from math import ceil
from typing import Any, NamedTuple

from naive_facts import DAY, Home, Row, homes, months_after, within, working_days_after
from naive_survival import first_day, points, wilson
from venez_vivre.locations import commune

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
        if length:
            ago = months_after(start, -12), months_after(end + DAY, -12) - DAY
        else:
            ago = start - 52 * WEEK, end - 52 * WEEK
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
        if self.before:
            end = self.before[1]
            before = {"au": end, "etapes": self.steps(self.homes, (None, end))}
        return {"entonnoir": {"au": self.end, **self.totals(self.to_date), "precedent": before}}

    def of_period(self) -> Tree:
        return {
            "cohorte": False, "situation_au": self.end, "groupes": [], **self.totals(self.now),
        }  # fmt: skip

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

    # --- in time ----------------------------------------------------------------------------

    def weeks(self) -> Tree:
        monday = self.end - timedelta(days=self.end.weekday())
        starts = [monday - n * WEEK for n in range(12, -1, -1)]
        spans = [(one, min(one + 6 * DAY, self.end)) for one in starts]
        names = [f"{s.isocalendar().year}-W{s.isocalendar().week:02}" for s in starts]
        return {"semaines": self.flows(spans, names)}

    def months(self) -> Tree:
        starts = [months_after(self.end.replace(day=1), -n) for n in range(12, -1, -1)]
        spans = [(one, min(months_after(one, 1) - DAY, self.end)) for one in starts]
        return {"mois": self.flows(spans, [f"{s.year}-{s.month:02}" for s in starts])}

    def flows(self, spans: list[Days], names: list[str]) -> list[Tree]:
        lines = []
        for span, name in zip(spans, names, strict=True):
            counts = self.stages(self.homes, span)
            line = {"periode": name, "libelle": TEXT, "du": span[0], "au": span[1]}
            for stage in STAGES:
                line[f"{stage}_foyers"], line[f"{stage}_personnes"] = counts[stage]
            held = (c["happened_on"] for h in self.homes for c in h.contacts)
            lines.append({**line, "echanges": sum(within(day, span) for day in held)})
        return lines

    def cohorts(self) -> Tree:
        months: dict[str, list[Home]] = {}
        for home in self.homes:
            if within(home.came, self.to_date):
                months.setdefault(f"{home.came:%Y-%m}", []).append(home)
        ages = [1, 2, 3, 6, 9, 12, 18]
        return {"cohortes": {"ages": ages, "methode": TEXT, "mois": [
            {
                "mois": name,
                "libelle": TEXT,
                "foyers": len(months[name]),
                "installes": [self.at_age(months[name], age) for age in ages],
            }
            for name in sorted(months)[-24:]
        ]}}  # fmt: skip

    def at_age(self, found: list[Home], age: int) -> Tree:
        """Unknown until every household of the month has reached that age."""
        if any(months_after(home.came, age) > self.end for home in found):
            return {"age": age, "foyers": None, "part": None}
        done = sum(within(h.with_us, (None, months_after(h.came, age))) for h in found)
        return {"age": age, "foyers": done, "part": about(Fraction(done, len(found)))}

    # --- delays -----------------------------------------------------------------------------

    def delays(self, span: Days) -> Tree:
        ways = (
            ("inscrits", "accompagnes"),
            ("accompagnes", "installes"),
            ("inscrits", "installes"),
        )
        ends = {way: list(self.passages(*way, span)) for way in ways}
        return {
            "delais": [self.delay(*way, ends[way]) for way in ways],
            "delais_methode": TEXT,
            "courbe": self.curve(ends[ways[1]]),
        }

    def passages(self, origin: str, goal: str, span: Days) -> Iterator[tuple[int, str | None]]:
        """How many days each household was followed, and what ended it."""
        end = span[1]
        for home in self.homes:
            start = home.came if origin == "inscrits" else home.met
            arrived = home.met if goal == "accompagnes" else home.with_us
            if not within(start, span) or (origin == "accompagnes" and home.alone):
                continue
            left = [home.row["closed_on"]] if home.row["status"] == "abandon" else []
            left += [home.settled_on] if home.alone else []
            gone = min((day for day in left if within(day, (None, end))), default=None)
            if within(arrived, (None, end)):
                yield (arrived - start).days, "arrive"
            elif gone is not None:
                yield max((gone - start).days, 0), "parti"
            else:
                yield (end - start).days, None

    def delay(self, origin: str, goal: str, ends: list[tuple[int, str | None]]) -> Tree:
        found = points(ends)
        long = ends and (all(kind for _, kind in ends) or max(days for days, _ in ends) >= 365)
        by_year = [one for one in found if one.days <= 365]
        year = by_year[-1] if by_year else None
        none = 0 if long else None
        tree = {
            "de": origin, "vers": goal, "foyers": len(ends),
            "evenements": sum(kind == "arrive" for _, kind in ends),
            "sortis": sum(kind == "parti" for _, kind in ends),
            "part_12_mois": about(year.share if year and long else none),
            "part_12_mois_bas": about(year.low if year and long else none),
            "part_12_mois_haut": about(year.high if year and long else none),
        }  # fmt: skip
        for name, share in (("quart", 1), ("mediane", 2), ("trois_quarts", 3)):
            for part, by in (("jours", "share"), ("bas", "high"), ("haut", "low")):
                tree[f"{name}_{part}"] = first_day(found, Fraction(share, 4), by)
        return tree

    def curve(self, ends: list[tuple[int, str | None]]) -> list[Tree]:
        """Steps of at least five households, and no more than 24 of them."""
        found, shown, last = points(ends), [], Fraction(0)
        if not found:
            return []
        least = max(Fraction(5, len(ends)), found[-1].share / 24)
        for one in found:
            if one.share - last >= least:
                shown.append(one)
                last = one.share
        return [
            {"jours": one.days, "part": About(one.share), "bas": About(one.low),
             "haut": About(one.high)}
            for one in shown
        ]  # fmt: skip

    # --- what stands ------------------------------------------------------------------------

    def dropped(self) -> Tree:
        def by_reason(span: Days | None) -> dict[str, list[Home]]:
            found: dict[str, list[Home]] = {}
            for home in self.homes if span else []:
                if home.row["status"] == "abandon" and within(home.row["closed_on"], span):
                    found.setdefault(home.row["close_reason"] or "non_precise", []).append(home)
            return found

        def counts(found: list[Home], span: Days | None, prefix: str = "") -> Tree:
            pair = (None, None) if span is None else self.pair(found, span[1])
            return {f"{prefix}{unit}": n for unit, n in zip(UNITS, pair, strict=True)}

        now, before = by_reason(self.now), by_reason(self.before)

        def line(reasons: set[str]) -> Tree:
            return {
                **counts([h for r in reasons for h in now.get(r, [])], self.now),
                **counts(
                    [h for r in reasons for h in before.get(r, [])], self.before, "precedent_"
                ),
            }

        every = {*now, *before}
        lines = {reason: {"libelle": TEXT, **line({reason})} for reason in every}
        return {"abandons": {"motifs": By(("motif",), lines), "total": line(every)}}

    def pair(self, found: list[Home], day: date) -> Pair:
        """Households and those of them who had signed up by a day."""
        return len(found), sum(home.registrants(day) for home in found)

    def stock(self, found: list[Home]) -> Tree:
        return both(self.pair(found, self.end))

    @property
    def followed(self) -> list[Home]:
        return [home for home in self.homes if home.followed(self.end)]

    def blocked(self) -> Tree:
        silence = int(self.setting("silence", "30"))
        since = self.end - timedelta(days=silence - 1)
        silent = [h for h in self.followed
                  if not any(within(c["happened_on"], (since, self.end)) for c in h.contacts)]  # fmt: skip
        codes: dict[str, list[Home]] = {}
        for home in self.followed:
            for code in set((home.row["blockers"] or "").split("|")) - {""}:
                codes.setdefault(code, []).append(home)
        return {"blocages": {
            "suivis": self.stock(self.followed),
            "silencieux": {"jours": silence, **self.stock(silent)},
            "bloques": self.stock([h for h in self.followed if h.row["blockers"]]),
            "freins": By(("frein",), {
                code: {"libelle": TEXT, **self.stock(found)} for code, found in codes.items()
            }),
        }}  # fmt: skip

    def quality(self) -> Tree:
        def open_one(home: Home) -> bool:
            return any(self.pending(one) for one in self.of(home, "follow_up"))

        gaps = {
            "sans_territoire": lambda h: h.row["territory_id"] is None,
            "sans_agent": lambda h: h.row["officer_id"] is None,
            "sans_metier": lambda h: (
                not any(p["role"] == "inscrit" and p["occupation"] for p in h.persons)
            ),
            "sans_telephone": lambda h: not any(p["phone"] for p in h.persons),
            "sans_horizon": lambda h: not h.row["horizon"] and not h.row["wished_on"],
            "sans_prochaine_action": lambda h: not open_one(h),
        }
        waiting = [
            one for one in self.tables["set_aside"]
            if one["received_on"] <= self.end
            and (one["settled_on"] is None or one["settled_on"] > self.end)
        ]  # fmt: skip
        return {"qualite": {
            "manques": By(("manque",), {
                code: {"libelle": TEXT, **self.stock([h for h in self.followed if lacks(h)])}
                for code, lacks in gaps.items()
            }),
            "lignes_a_identifier": len(waiting),
        }}  # fmt: skip

    def of(self, home: Home, table: str) -> list[Row]:
        return [one for one in self.tables[table] if one["household_id"] == home.row["id"]]

    def pending(self, follow_up: Row) -> bool:
        """Planned by the end of the report, and not done by then."""
        planned, done = follow_up["planned_on"], follow_up["done_on"]
        return (planned is None or planned <= self.end) and (done is None or done > self.end)

    def ahead(self) -> Tree:
        last = self.end + WEEK
        days = self.end + DAY, last
        found: dict[str, list[tuple[Any, int]]] = {
            code: [] for code in ("retard", "rendez_vous", "action", "suivis", "reveils")
        }
        for home in self.homes:
            for code in self.due(home, days):
                found[code].append((home.row["id"], 1))
        lines = {code: (len(own), len({n for n, _ in own})) for code, own in found.items()}
        lines["visites"] = self.visits_ahead(days)
        return {"a_venir": {"du": days[0], "au": last, "lignes": By(("echeance",), {
            code: {"libelle": TEXT, "nombre": n, "foyers": own} for code, (n, own) in lines.items()
        })}}  # fmt: skip

    def due(self, home: Home, days: Days) -> Iterator[str]:
        """What is due for a household in the days ahead, once for each time."""
        for one in self.of(home, "follow_up"):
            if self.pending(one) and not home.closed(self.end) and one["due_on"] <= days[1]:
                yield "retard" if one["due_on"] <= self.end else one["kind"]
        for one in home.standing:
            there = one["settled_on"] <= self.end and not within(one["left_on"], (None, self.end))
            checks = [c for c in self.tables["settlement_check"] if c["settlement_id"] == one["id"]]
            made = {c["month"] for c in checks if c["checked_on"] <= self.end}
            for month in self.setting("suivis", "1,3,6,12").split(",") if there else ():
                if int(month) not in made and within(
                    months_after(one["settled_on"], int(month)), days
                ):
                    yield "suivis"
        if home.row["status"] == "en_veille" and home.closed(self.end):
            yield from ("reveils",) if within(home.row["wake_up_on"], days) else ()

    def visits_ahead(self, days: Days) -> Pair:
        ours = [
            one for one in self.tables["visit"]
            if within(one["starts_on"], days) and one["cancelled_on"] is None
            and (self.code is None or one["territory_id"] == self.place)
        ]  # fmt: skip
        numbers = {one["id"] for one in ours}
        guests = {
            one["household_id"] for one in self.tables["visit_guest"]
            if one["visit_id"] in numbers and one["state"] in ("invite", "confirme")
        }  # fmt: skip
        return len(ours), len(guests)

    def lacking(self) -> Tree:
        kinds = ("emploi", "logement", "ecole", "garde")
        return {
            "besoins": By(("besoin",), {
                kind: {"libelle": TEXT, **self.stock([h for h in self.followed
                                                      if self.lacks(h, kind)])}
                for kind in kinds
            }),
            "besoins_methode": TEXT,
        }  # fmt: skip

    def lacks(self, home: Home, kind: str) -> bool:
        """Whether a household needs an offer of a kind, and none is open where it would live."""
        offers = [
            one for one in self.tables["offer"] if one["kind"] == kind and self.near(home, one)
        ]
        if kind == "emploi":
            trades = {
                p["rome_code"][:3] for p in home.persons
                if p["rome_code"] and p["employment"] not in ("retraite", "etudiant")
            }  # fmt: skip
            return bool(trades - {(one["rome_code"] or "")[:3] for one in offers})
        if kind == "logement":
            wanted = home.row["housing"]
            return bool(wanted) and not any(suits(home.row, one) for one in offers)
        if kind == "ecole":
            return bool(home.row["children"]) and not offers
        infants = [p for p in home.persons
                   if p["role"] == "enfant" and (p["birth_year"] or 0) >= self.end.year - 3]  # fmt: skip
        return bool(infants) and not offers

    def near(self, home: Home, offer: Row) -> bool:
        """Open on the last day, and in the territory of the household as far as is known."""
        day = self.end
        if offer["published_on"] and offer["published_on"] > day:
            return False
        if (offer["closed_on"] and offer["closed_on"] <= day) or (
            offer["expires_on"] and offer["expires_on"] < day
        ):
            return False
        place = home.row["territory_id"]
        where = [
            one["territory_id"] for one in self.tables["territory_commune"]
            if one["code_insee"] == offer["code_insee"]
        ]  # fmt: skip
        return place is None or not where or place in where


def suits(wish: Row, home: Row) -> bool:
    """Rented or sold as wished, large enough, not too dear; what is unknown is no obstacle."""
    sold = {"location": "location", "achat": "vente"}.get(wish["housing"])
    if sold and home["transaction"] and home["transaction"] != sold:
        return False
    pairs = (
        (home["rooms"], wish["rooms_min"]),
        (wish["rent_max"], home["rent"]),
        (wish["purchase_budget"], home["price"]),
    )
    return all(more is None or less is None or more >= less for more, less in pairs)


def both(pair: Pair) -> Tree:
    return dict(zip(UNITS, pair, strict=True))
