"""The same for what stands on a day: drop-outs, what blocks, what lacks, what is due."""

from __future__ import annotations

from collections.abc import Iterator
from copy import copy
from datetime import timedelta
from typing import Any

from naive_counts import TEXT, UNITS, WEEK, By, Days, Pair, Tree, both
from naive_curves import Curves
from naive_facts import DAY, Home, Row, months_after, within


class Stocks(Curves):
    """Counts of what is true on the last day of the report."""

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

    def stock(self, found: list[Home]) -> Tree:
        return both(self.pair(found, self.end))

    @property
    def followed(self) -> list[Home]:
        return [home for home in self.homes if home.followed(self.end)]

    def blocked(self) -> Tree:
        return self.earlier("_blocked")

    def quality(self) -> Tree:
        return self.earlier("_quality")

    def ahead(self) -> Tree:
        return self.earlier("_ahead")

    def lacking(self) -> Tree:
        return self.earlier("_lacking")

    def earlier(self, section: str) -> Tree:
        """The section beside the same seen on the day before the period."""
        then = None
        if self.now[0] is not None:
            other = copy(self)
            other.end = self.now[0] - DAY
            then = getattr(other, section)()
        return beside(getattr(self, section)(), then)

    def _blocked(self) -> Tree:
        silence = int(self.setting("silence", "30"))
        since = self.end - timedelta(days=silence - 1)
        silent = [
            home
            for home in self.followed
            if not any(within(c["happened_on"], (since, self.end)) for c in home.contacts)
        ]
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

    def _quality(self) -> Tree:
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

    def pending(self, follow_up: Row) -> bool:
        """Planned by the end of the report, and not done by then."""
        planned, done = follow_up["planned_on"], follow_up["done_on"]
        return (planned is None or planned <= self.end) and (done is None or done > self.end)

    def _ahead(self) -> Tree:
        last = self.end + WEEK
        days = self.end + DAY, last
        found: dict[str, list[tuple[Any, int]]] = {
            code: [] for code in ("retard", "rendez_vous", "action", "suivis", "reveils")
        }
        for home in self.homes:
            for code in self.due(home, days):
                found[code].append((home.row["id"], 1))
        lines = {
            code: (len(own), *self.counted({n for n, _ in own})) for code, own in found.items()
        }
        lines["visites"] = self.visits_ahead(days)
        return {"a_venir": {"du": days[0], "au": last, "lignes": By(("echeance",), {
            code: {"libelle": TEXT, "nombre": n, "foyers": own, "personnes": people}
            for code, (n, own, people) in lines.items()
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

    def counted(self, numbers: set[int]) -> Pair:
        """These households, and those of them who had signed up by the end."""
        people = [
            day for home in self.everybody if home.row["id"] in numbers for day in home.people
        ]
        return len(numbers), sum(day <= self.end for day in people)

    def visits_ahead(self, days: Days) -> tuple[int, int, int]:
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
        return (len(ours), *self.counted(guests))

    def _lacking(self) -> Tree:
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
        youngest = max(
            (p["birth_year"] or 0 for p in home.persons if p["role"] == "enfant"), default=0
        )
        infants = youngest >= self.end.year - 3
        return infants and not offers

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


COUNTED = frozenset({"foyers", "personnes", "nombre", "lignes_a_identifier"})


def beside(now: Any, then: Any) -> Any:
    """A tree, each count with its earlier one: nobody where nothing of the kind was counted."""
    if isinstance(now, By):
        names = [
            *now.items,
            *(name for name in (then.items if then else ()) if name not in now.items),
        ]
        zero = {"foyers": 0, "personnes": 0, "libelle": TEXT}
        return By(now.names, {
            name: beside(now.items.get(name, zero), then and then.items.get(name, zero))
            for name in names
        })  # fmt: skip
    if not isinstance(now, dict):
        return now
    found = {}
    for key, value in now.items():
        before = None if then is None else then.get(key)
        found[key] = beside(value, before)
        if key in COUNTED:
            found[f"precedent_{key}"] = before
    return found


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
