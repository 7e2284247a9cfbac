"""The same for what spreads by channel and place, costs, targets and ranks."""

from __future__ import annotations

import json
from fractions import Fraction
from math import ceil
from typing import Any

from naive_counts import STAGES, TEXT, UNITS, About, By, Days, Tree, about, both
from naive_facts import Home, Row, within
from naive_stocks import Stocks
from naive_survival import wilson
from venez_vivre.locations import commune

MONTH = Fraction(36525, 1200)
"""The mean number of days of a month."""
COEFFICIENTS = {"euros_par_personne": 15200, "euros_par_foyer": 32000, "emplois_par_foyer": 0.16}


class Spread(Stocks):
    """Counts by channel, by place, and in euros."""

    # --- channels and costs -----------------------------------------------------------------

    def channels(self, span: Days) -> Tree:
        """Each stage by the channel of a form; they sum to the stage in both units."""
        counts: dict[tuple[str, str, str], list[int]] = {}
        for home in self.homes:
            for stage, unit, day, count in self.entries(home, span):
                for touch in ("premier", "dernier"):
                    key = home.channel(touch, day), touch, stage
                    counts.setdefault(key, [0, 0])[unit] += count
        codes = {code for code, *_ in counts}
        first = {
            (code, stage): counts.get((code, "premier", stage), [0, 0])[0]
            for code in {*codes, *(one["channel"] or "" for one in self.tables["campaign"])}
            for stage in STAGES
        }
        lines = {
            code or None: {"libelle": TEXT, **{
                touch: [
                    {"etape": s, **both(tuple(counts.get((code, touch, s), [0, 0])))}
                    for s in STAGES
                ]
                for touch in ("premier", "dernier")
            }}
            for code in codes
        }  # fmt: skip
        costs = None if self.code else self.costs(span, first)
        return {"canaux": {"methode": TEXT, "canaux": By(("canal",), lines), "couts": costs}}

    def entries(self, home: Home, span: Days) -> list[tuple[str, int, Any, int]]:
        """When a household (0) and its people (1) entered each stage in these days."""
        met = [max(home.met, day) for day in home.people] if home.met else []
        settled = home.settled
        found = [("inscrits", 0, home.came, 1), ("accompagnes", 0, home.met, 1)]
        found += [("inscrits", 1, day, 1) for day in home.people]
        found += [("accompagnes", 1, day, 1) for day in met]
        if settled:
            people = settled["adults"] + settled["children"]
            found += [("installes", 0, home.with_us, 1), ("installes", 1, home.with_us, people)]
        return [one for one in found if within(one[2], span)]

    def costs(self, span: Days, first: dict[tuple[str, str], int]) -> Tree:
        spent: dict[str, int] = {}
        for one in self.begun(span):
            code = one["channel"] or ""
            spent[code] = spent.get(code, 0) + one["spending_cents"]
        total = sum(spent.values())
        counts = self.stages(self.homes, span)
        return {
            "methode": TEXT,
            "depense": total / 100,
            "etapes": [
                {
                    "etape": stage,
                    "par_foyer": each(total, counts[stage][0]),
                    "par_personne": each(total, counts[stage][1]),
                }
                for stage in STAGES
            ],
            "canaux": By(("canal",), {
                code or None: {"libelle": TEXT, "depense": cents / 100, **{
                    f"par_foyer_{stage[:-1]}": each(cents, first[code, stage]) for stage in STAGES
                }}
                for code, cents in spent.items()
            }),
        }  # fmt: skip

    def begun(self, span: Days) -> list[Row]:
        return [one for one in self.tables["campaign"] if within(one["starts_on"], span)]

    def campaigns(self) -> Tree:
        begun = self.begun(self.now)
        names = {one["axis"] for one in begun}

        def summed(found: list[Row]) -> Tree:
            return {
                "depense": sum(one["spending_cents"] for one in found) / 100,
                "vues": sum(one["views"] for one in found),
                "visites": sum(one["visits"] for one in found),
                "ecoutes": sum(one["plays"] for one in found),
            }

        axes = {name: summed([one for one in begun if one["axis"] == name]) for name in names}
        return {"campagnes": {**summed(begun), "axes": len(axes), "par_axe": By(("axe",), axes)}}

    # --- targets and impact -----------------------------------------------------------------

    def targets(self) -> Tree:
        lines = {}
        for goal in self.tables["target"]:
            lines[goal["indicator"], goal["deadline"]] = self.pace(goal)
        return {"objectifs": By(("indicateur", "echeance"), lines)}

    def pace(self, goal: Row) -> Tree:
        """Of the whole scheme, whatever the territory of the report."""
        unit, stage = goal["indicator"].split("_")
        stage = {"inscri": "inscrits", "accomp": "accompagnes", "instal": "installes"}[stage[:6]]
        deadline, value = goal["deadline"], goal["value"]
        counts = self.stages(self.everybody, (goal["starts_on"], min(deadline, self.end)))
        done = counts[stage][UNITS.index(unit)]
        days = [day for home in self.everybody for day in home.people]
        start = goal["starts_on"] or min(days, default=None)
        expected, left = Fraction(0), (deadline - self.end).days
        if left <= 0:
            expected = Fraction(value)
        elif start is not None and start < self.end:
            expected = Fraction(value * (self.end - start).days, (deadline - start).days)
        months = max(Fraction(left) / MONTH, Fraction(1))
        monthly = max(value - done, 0) / months if left > 0 else None
        return {
            "libelle": TEXT, "valeur": value, "depuis": start, "atteint": done,
            "part": About(Fraction(done, value)), "attendu": About(expected, 1),
            "ecart": About(done - expected, 0), "par_mois": about(monthly, 1),
            "a_faire_par_mois": None if monthly is None else ceil(monthly),
            "rythme": self.state(done, value, expected, left, start),
        }  # fmt: skip

    def state(self, done: int, value: int, expected: Fraction, left: int, start: Any) -> str:
        if start is not None and start > self.end:
            return "a_venir"
        if done >= value:
            return "atteint"
        if left < 0:
            return "manque"
        if abs(done - expected) * 20 <= expected:
            return "dans_les_temps"
        return "en_avance" if done > expected else "en_retard"

    def impact(self) -> Tree:
        said = {
            one["name"].removeprefix("hypothese."): json.loads(one["value"])
            for one in self.tables["setting"] if one["name"].startswith("hypothese.")
        }  # fmt: skip
        known = {name: said[name]["valeur"] if name in said else value
                 for name, value in COEFFICIENTS.items()}  # fmt: skip
        homes, people = self.stages(self.homes, self.now)["installes"]
        by_people = people * known["euros_par_personne"]
        by_homes = homes * known["euros_par_foyer"]
        most = max(by_people, by_homes)
        return {"impact": {
            "par_personne": {"personnes": people, "euros": About(by_people, 0),
                             "euros_par_personne": known["euros_par_personne"]},
            "par_foyer": {"foyers": homes, "euros": About(by_homes, 0),
                          "euros_par_foyer": known["euros_par_foyer"],
                          "emplois": About(homes * known["emplois_par_foyer"], 2),
                          "emplois_par_foyer": known["emplois_par_foyer"]},
            "ecart": {"euros": About(by_people - by_homes, 0),
                      "part": about(abs(by_people - by_homes) / most if most else None)},
            "rendement": None if self.code else self.returned(homes, people, by_people, by_homes),
            "hypotheses": By(("nom",), {
                name: {"valeur": known[name], "publiee": name not in said,
                       "unite": TEXT, "source": TEXT, "le": TEXT}
                for name in COEFFICIENTS
            }),
            "methode": TEXT,
        }}  # fmt: skip

    def returned(self, homes: int, people: int, *ways: float) -> Tree:
        spent = sum(one["spending_cents"] for one in self.begun(self.now)) / 100
        low, high = (min(ways) / spent, max(ways) / spent) if spent else (None, None)
        return {
            "depense": spent,
            "cout_par_foyer": about(spent / homes if homes else None, 2),
            "cout_par_personne": about(spent / people if people else None, 2),
            "euros_pour_un_euro_bas": about(low, 1),
            "euros_pour_un_euro_haut": about(high, 1),
            "methode": TEXT,
        }

    # --- places -----------------------------------------------------------------------------

    def map(self, span: Days) -> Tree:
        found: dict[str | None, list[int]] = {}
        for home in self.homes:
            if within(home.with_us, span):
                town = commune(home.settled["code_insee"]) if home.settled["code_insee"] else None
                own = found.setdefault(town.epci if town else None, [0, 0])
                own[0] += 1
                own[1] += home.settled["adults"] + home.settled["children"]
        lines = {siren: {"nom": TEXT, **both(tuple(own))} for siren, own in found.items()}
        return {"epci": By(("epci",), lines)}

    def territories(self, span: Days) -> Tree:
        """Every active territory, those that have figures, then those without one."""
        shown = {}
        for place in self.tables["territory"]:
            own = [h for h in self.homes if h.row["territory_id"] == place["id"]]
            counts = self.stages(own, span)
            idle = place["active"] and self.code in (None, place["code"])
            if idle or any(any(pair) for pair in counts.values()):
                shown[place["code"]] = place["name"], own, counts
        bounds = {goal: self.bounds(shown, span, goal) for goal in STAGES[1:]}
        nowhere = [h for h in self.homes if h.row["territory_id"] is None]
        return {
            "nombre_territoires": len(shown),
            "territoires": By(("code",), {
                code: {
                    "nom": name,
                    "etapes": self.steps(own, span),
                    "spontanees": both(counts["spontanees"]),
                    "taux": self.rates(own, span),
                    "rangs": [{"vers": goal, **rank(code, bounds[goal])} for goal in bounds],
                }
                for code, (name, own, counts) in shown.items()
            }),
            "sans_territoire": {
                "etapes": self.steps(nowhere, span),
                "spontanees": both(self.stages(nowhere, span)["spontanees"]),
            },
        }  # fmt: skip

    def bounds(self, shown: Tree, span: Days, goal: str) -> dict[str, tuple[float, float]]:
        """The interval of the rate of each territory that has registered households."""
        found = {}
        for code, (_, own, _) in shown.items():
            came = [h for h in own if within(h.came, span)]
            arrived = [h.met if goal == "accompagnes" else h.with_us for h in came]
            if came:
                done = sum(within(day, (None, span[1])) for day in arrived)
                found[code] = wilson(done, len(came))
        return found

    def compared(self) -> Tree:
        whole = Spread(self.tables, self.report, self.asked, self.today)
        own = whole.territories(self.to_date)["territoires"].items.get(self.code)
        return {"comparaison_territoire": {
            "rangs": own["rangs"] if own else [],
            "taux": self.rates(self.homes, self.to_date),
            "dispositif": self.rates(self.everybody, self.to_date),
        }}  # fmt: skip


def rank(code: str, known: dict[str, tuple[float, float]]) -> Tree:
    """A rank only where intervals separate: how many lie wholly above, wholly below."""
    if code not in known:
        return dict.fromkeys(("meilleur", "pire", "parmi", "distinguable", "rang"))
    low, high = known[code]
    above = sum(other_low > high for other_low, _ in known.values())
    below = sum(other_high < low for _, other_high in known.values())
    best, worst = above + 1, len(known) - below
    words = ["1er" if n == 1 else f"{n}e" for n in (best, worst)]
    said = words[0] if best == worst else " à ".join(words)
    told = above + below > 0
    return {
        "meilleur": best, "pire": worst, "parmi": len(known), "distinguable": told,
        "rang": said if told else "non distinguables",
    }  # fmt: skip


def each(cents: int, count: int) -> About | None:
    """What one costs; nothing is said of nobody, or when nothing was spent."""
    return about(Fraction(cents, count * 100), 2) if cents and count else None
