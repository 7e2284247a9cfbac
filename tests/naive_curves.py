"""The same for what moves in time: weeks, months, cohorts, delays."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from fractions import Fraction

from naive_counts import STAGES, TEXT, WEEK, About, Count, Days, Tree, about
from naive_facts import DAY, Home, months_after, within
from naive_survival import first_day, points


class Curves(Count):
    """Counts week by week, by month of sign-up, and how long it takes."""

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
        """Steps of at least five households, no more than 24, while ten are still followed."""
        long = sorted((days for days, _ in ends), reverse=True)
        lasting = long[9] if len(long) > 9 else -1
        found, shown, last = points(ends), [], Fraction(0)
        if not found:
            return []
        least = max(Fraction(5, len(ends)), found[-1].share / 24)
        for one in found:
            if one.days <= lasting and one.share - last >= least:
                shown.append(one)
                last = one.share
        return [
            {"jours": one.days, "part": About(one.share), "bas": About(one.low),
             "haut": About(one.high)}
            for one in shown
        ]  # fmt: skip
