"""The funnel against a count by hand, its rates, and how it is shown."""

# ruff: noqa: E501  pages are kept as they are printed

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from inline_snapshot import snapshot

from bases import store_of
from raw_facts import REACHING, Contact, House, Settled, World, call, make_base
from venez_vivre.dates import Period, month_key
from venez_vivre.screens.steering import data
from venez_vivre.steering.funnel import measure
from venez_vivre.steering.rates import rate, wilson
from venez_vivre.store.queries.steering import GROUPINGS, Scope

STAGES = ("inscrits", "accompagnes", "installes", "spontanees")
FIRST, LAST = date(2025, 1, 10), date(2025, 4, 21)
TERRITORIES = (("T1", "CC du Nord"), ("T2", "CA du Sud"))
OFFICERS = ("Anne", "Bilal")

# --- a count by hand, from the facts alone --------------------------------------------------


@dataclass(frozen=True)
class Fact:
    """Somebody reached a stage on a day."""

    stage: str
    on: date
    house: int
    households: int
    people: int


def registered(house: House) -> date | None:
    return min((day for forms in house.signups for day in forms), default=None)


def accompanied(house: House) -> date | None:
    """The first contact that reached somebody, once the household is registered."""
    reached = [contact.on for contact in house.contacts if contact.result in REACHING]
    start = registered(house)
    return max(start, min(reached)) if start and reached else None


def settled(house: House) -> Settled | None:
    standing = [one for one in house.settlements if one.cancelled is None]
    return min(standing, key=lambda one: one.on, default=None)


def is_spontaneous(house: House) -> bool:
    home, met = settled(house), accompanied(house)
    return home is not None and (met is None or met > home.on)


def facts(world: World) -> list[Fact]:
    found = []
    for n, house in enumerate(world.houses):
        start, met, home = registered(house), accompanied(house), settled(house)
        entries = [min(forms) for forms in house.signups if forms]
        if start:
            found.append(Fact("inscrits", start, n, 1, 0))
        found += [Fact("inscrits", entry, n, 0, 1) for entry in entries]
        if met:
            found.append(Fact("accompagnes", met, n, 1, 0))
            found += [Fact("accompagnes", max(entry, met), n, 0, 1) for entry in entries]
        if home:
            stage = "spontanees" if is_spontaneous(house) else "installes"
            found.append(Fact(stage, home.on, n, 1, home.people))
    return found


def group_of(house: House, by: str, on: date) -> str:
    names = {
        "territoire": TERRITORIES[house.territory - 1][0] if house.territory else None,
        "agent": OFFICERS[house.officer - 1] if house.officer else None,
        "canal": house.channel,
        "departement_origine": house.department,
        "mois": month_key(on),
    }
    return names[by] or "(non renseigne)"


def counted(world: World, scope: Scope) -> dict[str, Counter[str]]:
    """Group -> « stage unit » -> number; the group « » is everybody."""
    sums: dict[str, Counter[str]] = {"": Counter()}
    for fact in facts(world):
        house = world.houses[fact.house]
        start = registered(house)
        if scope.cohort:
            followed = start is not None and Period(scope.start, scope.end).contains(start)
            counts = followed and fact.on <= scope.until
        else:
            counts = Period(scope.start, scope.end).contains(fact.on)
        if not counts:
            continue
        on = start if scope.cohort and start else fact.on
        for group in {"", group_of(house, scope.by, on)} if scope.by else {""}:
            found = sums.setdefault(group, Counter())
            found[f"{fact.stage} foyers"] += fact.households
            found[f"{fact.stage} personnes"] += fact.people
    return sums


def rates_by_hand(world: World, scope: Scope) -> list[tuple[int, int]]:
    """(households that entered a stage in the period, those that reached the next by its end)."""
    window = Period(None if scope.cohort else scope.start, scope.until)
    found = []
    for origin, goal in ((0, 1), (1, 2), (0, 2)):
        base = done = 0
        for house in world.houses:
            start, home = registered(house), settled(house)
            if scope.cohort and not (start and Period(scope.start, scope.end).contains(start)):
                continue
            home_on = home.on if home and not is_spontaneous(house) else None
            days = (start, accompanied(house), home_on)
            if (entered := days[origin]) and window.contains(entered):
                base += 1
                arrived = days[goal]
                done += arrived is not None and arrived <= scope.until
        found.append((base, done))
    return found


# --- any base -------------------------------------------------------------------------------

# Few enough days that facts often fall on the same one, over enough months to group by.
some_day = st.integers(0, 10).map(lambda n: FIRST + timedelta(n * 10))
some_contact = st.builds(
    Contact, some_day, st.sampled_from(["joint", "honore", "joint", "sans_reponse", "absent"])
)
some_settlement = st.builds(
    Settled,
    some_day,
    st.integers(0, 3),
    st.integers(0, 4),
    st.integers(0, 2),
    st.none() | st.none() | some_day,
)
some_people = st.lists(st.lists(some_day, max_size=2).map(tuple), min_size=1, max_size=3).map(tuple)
some_house = st.builds(
    House,
    st.just(()) | some_people | some_people | some_people,
    st.lists(some_contact, max_size=3).map(tuple),
    st.lists(some_settlement, max_size=3).map(tuple),
    st.sampled_from([None, 1, 2]),
    st.sampled_from([None, 1, 2]),
    st.sampled_from([None, "", "site", "linkedin"]),
    st.sampled_from([None, "75", "2A"]),
)
some_world = st.lists(some_house, max_size=15).map(
    lambda houses: World(tuple(houses), TERRITORIES, OFFICERS)
)


# Signed up before the period, met and settled in it; two settlements noted on the same day.
TWICE = World(
    (
        House(
            ((FIRST,),),
            (Contact(FIRST + timedelta(10), "joint"),),
            (Settled(FIRST + timedelta(30), 1), Settled(FIRST + timedelta(30), 2, 2, 1)),
        ),
    )
)


def units(steps: list[dict[str, Any]]) -> Counter[str]:
    return Counter(
        {f"{s['etape']} {unit}": s[unit] for s in steps for unit in ("foyers", "personnes")}
    )


def read(base: Path, scope: Scope) -> dict[str, Any]:
    with store_of(base).reading() as rows:
        return data(measure(rows, scope))


def with_spontaneous(found: dict[str, Any]) -> Counter[str]:
    return units([*found["etapes"], {"etape": "spontanees", **found["spontanees"]}])


@settings(max_examples=200, deadline=None)
@example(TWICE, [FIRST + timedelta(5), LAST, LAST], True)
@given(some_world, st.lists(some_day, min_size=3, max_size=3).map(sorted), st.booleans())
def test_every_count_equals_the_count_by_hand(world: World, days: list[date], bounded: bool):
    """Totals and groups, in flow and in cohort, for every grouping, in any period."""
    start, end, today = days
    first = start if bounded else None
    scopes = [
        scope
        for by in ("", *GROUPINGS)
        for scope in (
            Scope(first, end, end, by),
            Scope(first, end, today, by, cohort=True),
        )
    ]
    with TemporaryDirectory() as folder:
        base = make_base(Path(folder) / "b.db", world)
        for scope in scopes:
            found, wanted = read(base, scope), counted(world, scope)
            assert with_spontaneous(found) == wanted.pop("")
            groups = {g["cle"]: with_spontaneous(g) for g in found["groupes"]}
            assert groups == {k: v for k, v in wanted.items() if v.total()}
            assert sum(groups.values(), Counter()) == +with_spontaneous(found) or not scope.by
            assert [(r["foyers_de"], r["foyers_vers"]) for r in found["taux"]] == rates_by_hand(
                world, scope
            )


@settings(max_examples=100, deadline=None)
@given(some_world, st.lists(some_day, min_size=1, max_size=4, unique=True).map(sorted))
def test_consecutive_periods_sum_to_the_whole(world: World, cuts: list[date]):
    """No fact is lost or counted twice between two reports."""
    starts = [FIRST, *(cut + timedelta(1) for cut in cuts)]
    ends = [*cuts, LAST]
    with TemporaryDirectory() as folder:
        base = make_base(Path(folder) / "b.db", world)
        parts = [
            with_spontaneous(read(base, Scope(a, b, b))) for a, b in zip(starts, ends, strict=True)
        ]
        whole = with_spontaneous(read(base, Scope(None, LAST, LAST)))
    assert +sum(parts, Counter()) == +whole


@settings(max_examples=100, deadline=None)
@given(some_world, some_day)
def test_the_stages_nest(world: World, today: date):
    """Settled households are accompanied, accompanied ones are registered, in every group."""
    with TemporaryDirectory() as folder:
        base = make_base(Path(folder) / "b.db", world)
        for by in set(GROUPINGS) - {"mois"}:
            found = read(base, Scope(None, today, today, by))
            for one in [found, *found["groupes"]]:
                counts = units(one["etapes"])
                assert (
                    counts["inscrits foyers"]
                    >= counts["accompagnes foyers"]
                    >= counts["installes foyers"]
                )


# --- rates ----------------------------------------------------------------------------------


@given(st.integers(1, 10**6).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_an_interval_holds_its_rate(pair: tuple[int, int]):
    """The bounds stay within 0..1, around the rate."""
    low, high = wilson(*pair)
    assert 0 <= low <= pair[0] / pair[1] <= high <= 1
    assert low < high


def test_wilson_equals_published_values():
    """Newcombe (1998), table I: the score method, without continuity correction."""
    for (reached, base), bounds in {
        (81, 263): (0.2553, 0.3662),
        (15, 148): (0.0624, 0.1605),
        (0, 20): (0.0, 0.1611),
        (1, 29): (0.0061, 0.1718),
    }.items():
        assert wilson(reached, base) == pytest.approx(bounds, abs=5e-5)


def test_a_rate_of_nobody_is_unknown():
    """Nobody at the start is not a rate of zero."""
    assert rate("inscrits", "accompagnes", 0, 0).value is None


# --- a small base, shown --------------------------------------------------------------------


def day(text: str) -> date:
    return date.fromisoformat(text)


SMALL = World(
    houses=(
        House(
            ((day("2025-03-03"), day("2025-04-01")), (day("2025-03-20"),)),
            (Contact(day("2025-03-05"), "sans_reponse"), Contact(day("2025-03-10"), "joint")),
            (
                Settled(day("2025-06-01"), 1, 0, 0, cancelled=day("2025-06-10")),
                Settled(day("2025-09-01"), 2, 2, 1),
            ),
            territory=1,
            officer=1,
            channel="linkedin",
            department="75",
        ),
        House(((day("2025-03-15"),),), (Contact(day("2025-04-02"), "honore"),), territory=2),
        House(((day("2025-04-04"),),), (), (Settled(day("2025-10-01"), 1, 1, 1),), 1, 2, "site"),
        House(((day("2025-05-05"),),), (), (), 1, 2, "site", "2A"),
    ),
    territories=TERRITORIES,
    officers=OFFICERS,
)


@pytest.fixture
def base(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The small base, on a terminal of a hundred columns."""
    monkeypatch.setenv("COLUMNS", "100")
    return make_base(tmp_path / "petite.db", SMALL)


def test_json_is_the_promise_made_to_scripts(base: Path, capsys: pytest.CaptureFixture[str]):
    """The keys of the contract, both units everywhere."""
    call(base, "entonnoir", "--par", "territoire", "--format", "json")
    assert json.loads(capsys.readouterr().out) == snapshot(
        {
            "du": None,
            "au": "2025-11-27",
            "cohorte": False,
            "territoire": None,
            "situation_au": "2025-11-27",
            "etapes": [
                {"etape": "inscrits", "foyers": 4, "personnes": 5},
                {"etape": "accompagnes", "foyers": 2, "personnes": 3},
                {"etape": "installes", "foyers": 1, "personnes": 4},
            ],
            "installes": {
                "foyers": 1,
                "personnes": 4,
                "adultes": 2,
                "enfants": 2,
                "enfants_scolarises": 1,
            },
            "spontanees": {"foyers": 1, "personnes": 2},
            "taux": [
                {
                    "de": "inscrits",
                    "vers": "accompagnes",
                    "foyers_de": 4,
                    "foyers_vers": 2,
                    "taux": 0.5,
                    "bas": 0.150039,
                    "haut": 0.849961,
                },
                {
                    "de": "accompagnes",
                    "vers": "installes",
                    "foyers_de": 2,
                    "foyers_vers": 1,
                    "taux": 0.5,
                    "bas": 0.094531,
                    "haut": 0.905469,
                },
                {
                    "de": "inscrits",
                    "vers": "installes",
                    "foyers_de": 4,
                    "foyers_vers": 1,
                    "taux": 0.25,
                    "bas": 0.045587,
                    "haut": 0.699358,
                },
            ],
            "comparaison": None,
            "groupes": [
                {
                    "cle": "T1",
                    "libelle": "CC du Nord",
                    "etapes": [
                        {"etape": "inscrits", "foyers": 3, "personnes": 4},
                        {"etape": "accompagnes", "foyers": 1, "personnes": 2},
                        {"etape": "installes", "foyers": 1, "personnes": 4},
                    ],
                    "spontanees": {"foyers": 1, "personnes": 2},
                    "taux": [
                        {
                            "de": "inscrits",
                            "vers": "accompagnes",
                            "foyers_de": 3,
                            "foyers_vers": 1,
                            "taux": 0.333333,
                            "bas": 0.061492,
                            "haut": 0.79234,
                        },
                        {
                            "de": "accompagnes",
                            "vers": "installes",
                            "foyers_de": 1,
                            "foyers_vers": 1,
                            "taux": 1.0,
                            "bas": 0.206549,
                            "haut": 1.0,
                        },
                        {
                            "de": "inscrits",
                            "vers": "installes",
                            "foyers_de": 3,
                            "foyers_vers": 1,
                            "taux": 0.333333,
                            "bas": 0.061492,
                            "haut": 0.79234,
                        },
                    ],
                    "rangs": [
                        {
                            "vers": "accompagnes",
                            "meilleur": 1,
                            "pire": 2,
                            "parmi": 2,
                            "distinguable": False,
                            "rang": "non distinguables",
                        },
                        {
                            "vers": "installes",
                            "meilleur": 1,
                            "pire": 2,
                            "parmi": 2,
                            "distinguable": False,
                            "rang": "non distinguables",
                        },
                    ],
                },
                {
                    "cle": "T2",
                    "libelle": "CA du Sud",
                    "etapes": [
                        {"etape": "inscrits", "foyers": 1, "personnes": 1},
                        {"etape": "accompagnes", "foyers": 1, "personnes": 1},
                        {"etape": "installes", "foyers": 0, "personnes": 0},
                    ],
                    "spontanees": {"foyers": 0, "personnes": 0},
                    "taux": [
                        {
                            "de": "inscrits",
                            "vers": "accompagnes",
                            "foyers_de": 1,
                            "foyers_vers": 1,
                            "taux": 1.0,
                            "bas": 0.206549,
                            "haut": 1.0,
                        },
                        {
                            "de": "accompagnes",
                            "vers": "installes",
                            "foyers_de": 1,
                            "foyers_vers": 0,
                            "taux": 0.0,
                            "bas": 0.0,
                            "haut": 0.793451,
                        },
                        {
                            "de": "inscrits",
                            "vers": "installes",
                            "foyers_de": 1,
                            "foyers_vers": 0,
                            "taux": 0.0,
                            "bas": 0.0,
                            "haut": 0.793451,
                        },
                    ],
                    "rangs": [
                        {
                            "vers": "accompagnes",
                            "meilleur": 1,
                            "pire": 2,
                            "parmi": 2,
                            "distinguable": False,
                            "rang": "non distinguables",
                        },
                        {
                            "vers": "installes",
                            "meilleur": 1,
                            "pire": 2,
                            "parmi": 2,
                            "distinguable": False,
                            "rang": "non distinguables",
                        },
                    ],
                },
            ],
        }
    )


def test_the_page_of_the_whole(base: Path, capsys: pytest.CaptureFixture[str]):
    """Bars, both units, rates with n and interval, spontaneous apart, method."""
    call(base, "entonnoir")
    assert capsys.readouterr().out == snapshot("""\
Entonnoir · jusqu’au 27/11/2025

 Étape         Personnes   Foyers   Foyers, en proportion
 ───────────────────────────────────────────────────────────
 Inscrits              5        4   ████████████████████████
 Accompagnés           3        2   ████████████
 Installés             4        1   ██████

Installés : 2 adultes et 2 enfants, dont 1 scolarisé.
Installations spontanées (aucun échange avant l’arrivée), comptées à part : 2 personnes, 1 foyer.

                              Foyers      dont
 Passage                   au départ   arrivés     Taux   Intervalle à 95 %
 ──────────────────────────────────────────────────────────────────────────
 Inscrits → accompagnés            4         2   50,0\u202f%   15,0\u202f% à 85,0\u202f%
 Accompagnés → installés           2         1   50,0\u202f%   9,5\u202f% à 90,5\u202f%
 Inscrits → installés              4         1   25,0\u202f%   4,6\u202f% à 69,9\u202f%

Taux de foyers à foyers : parmi les foyers entrés dans l’étape de départ, ceux qui avaient atteint
l’étape d’arrivée le 27/11/2025. Les autres n’y sont pas encore.
Inscrits : personnes distinctes ; accompagnés : inscrits des foyers joints au moins une fois ;
installés : adultes et enfants, grâce aux chargés d’accueil.
""")


def test_the_page_of_the_months(base: Path, capsys: pytest.CaptureFixture[str]):
    """Months of facts have no rates of their own, and the note says what they count."""
    call(base, "entonnoir", "--par", "mois", "--du", "2025-03-10", "--au", "2025-09-30")
    assert capsys.readouterr().out == snapshot("""\
Entonnoir · du 10/03/2025 au 30/09/2025

 Étape         Personnes   Foyers   Foyers, en proportion
 ───────────────────────────────────────────────────────────
 Inscrits              4        3   ████████████████████████
 Accompagnés           3        2   ████████████████
 Installés             4        1   ████████

Installés : 2 adultes et 2 enfants, dont 1 scolarisé.

                             Cette   Période           Un an
 Étape         Unité       période   d’avant   écart   avant   écart
 ───────────────────────────────────────────────────────────────────
 Inscrits      foyers            3         1      +2       0      +3
 Inscrits      personnes         4         1      +3       0      +4
 Accompagnés   foyers            2         0      +2       0      +2
 Accompagnés   personnes         3         0      +3       0      +3
 Installés     foyers            1         0      +1       0      +1
 Installés     personnes         4         0      +4       0      +4

Période d’avant : du 17/08/2024 au 09/03/2025 ; un an avant : du 10/03/2024 au 30/09/2024.

                              Foyers      dont
 Passage                   au départ   arrivés     Taux   Intervalle à 95 %
 ──────────────────────────────────────────────────────────────────────────
 Inscrits → accompagnés            3         1   33,3\u202f%   6,1\u202f% à 79,2\u202f%
 Accompagnés → installés           2         1   50,0\u202f%   9,5\u202f% à 90,5\u202f%
 Inscrits → installés              3         0    0,0\u202f%   0,0\u202f% à 56,1\u202f%

Taux de foyers à foyers : parmi les foyers entrés dans l’étape de départ pendant la période, ceux
qui avaient atteint l’étape d’arrivée le 30/09/2025. Les autres n’y sont pas encore.

                  Inscrits   Inscrits   Accomp.   Accomp.   Installés   Installés   Foyers
 Mois                pers.     foyers     pers.    foyers       pers.      foyers   inscrits
 ─────────────────────────────────────────────────────────────────────────────────────────────
 mars 2025               2          1         2         1           0           0   ██████████
 avril 2025              1          1         1         1           0           0   ██████████
 mai 2025                1          1         0         0           0           0   ██████████
 septembre 2025          0          0         0         0           4           1
 Total                   4          3         3         2           4           1

Chaque mois compte les faits datés de ce mois : d’une étape à l’autre, ce ne sont pas les mêmes
foyers. Pour suivre les mêmes foyers : --cohorte mois.
Inscrits : personnes distinctes ; accompagnés : inscrits des foyers joints au moins une fois ;
installés : adultes et enfants, grâce aux chargés d’accueil.
""")


def test_the_page_of_the_cohorts(base: Path, capsys: pytest.CaptureFixture[str]):
    """A cohort stands under its month of sign-up whatever the day of the settlement."""
    call(base, "entonnoir", "--cohorte")
    assert capsys.readouterr().out == snapshot("""\
Cohorte des inscrits · jusqu’au 27/11/2025 · situation au 27/11/2025

 Étape         Personnes   Foyers   Foyers, en proportion
 ───────────────────────────────────────────────────────────
 Inscrits              5        4   ████████████████████████
 Accompagnés           3        2   ████████████
 Installés             4        1   ██████

Installés : 2 adultes et 2 enfants, dont 1 scolarisé.
Installations spontanées (aucun échange avant l’arrivée), comptées à part : 2 personnes, 1 foyer.

                              Foyers      dont
 Passage                   au départ   arrivés     Taux   Intervalle à 95 %
 ──────────────────────────────────────────────────────────────────────────
 Inscrits → accompagnés            4         2   50,0\u202f%   15,0\u202f% à 85,0\u202f%
 Accompagnés → installés           2         1   50,0\u202f%   9,5\u202f% à 90,5\u202f%
 Inscrits → installés              4         1   25,0\u202f%   4,6\u202f% à 69,9\u202f%

Taux de foyers à foyers : parmi les foyers entrés dans l’étape de départ, ceux qui avaient atteint
l’étape d’arrivée le 27/11/2025. Les autres n’y sont pas encore.

                      Inscrits   Inscrits   Accomp.   Accomp.   Installés   Installés   Foyers
 Mois d’inscription      pers.     foyers     pers.    foyers       pers.      foyers   inscrits
 ─────────────────────────────────────────────────────────────────────────────────────────────────
 mars 2025                   3          2         3         2           4           1   ██████████
 avril 2025                  1          1         0         0           0           0   █████
 mai 2025                    1          1         0         0           0           0   █████
 Total                       5          4         3         2           4           1

Une cohorte suit les foyers inscrits dans la période jusqu’au 27/11/2025, par mois d’inscription
sauf autre regroupement. Les plus récents ont eu moins de temps pour s’installer.

                        Foyers      Taux   Intervalle                     Taux   Intervalle
 Mois d’inscription   inscrits   accomp.   à 95 %             Rang   installés   à 95 %
 ──────────────────────────────────────────────────────────────────────────────────────────────
 mars 2025                   2   100,0\u202f%   34,2\u202f% à 100,0\u202f%   –         50,0\u202f%   9,5\u202f% à 90,5\u202f%
 avril 2025                  1     0,0\u202f%   0,0\u202f% à 79,3\u202f%     –          0,0\u202f%   0,0\u202f% à 79,3\u202f%
 mai 2025                    1     0,0\u202f%   0,0\u202f% à 79,3\u202f%     –          0,0\u202f%   0,0\u202f% à 79,3\u202f%

Un groupe n’a de rang que si l’intervalle de son taux le sépare d’au moins un autre ; « – » : non
distinguable des autres.
Inscrits : personnes distinctes ; accompagnés : inscrits des foyers joints au moins une fois ;
installés : adultes et enfants, grâce aux chargés d’accueil.
""")


def test_markdown_has_the_same_figures(base: Path, capsys: pytest.CaptureFixture[str]):
    """For a report that is pasted elsewhere."""
    call(base, "entonnoir", "--par", "canal", "-f", "md")
    assert capsys.readouterr().out == snapshot("""\
# Entonnoir · jusqu’au 27/11/2025

| Étape | Personnes | Foyers | Foyers, en proportion |
| --- | ---: | ---: | --- |
| Inscrits | 5 | 4 | ████████████████████ |
| Accompagnés | 3 | 2 | ██████████ |
| Installés | 4 | 1 | █████ |

Installés : 2 adultes et 2 enfants, dont 1 scolarisé.

Installations spontanées (aucun échange avant l’arrivée), comptées à part : 2 personnes, 1 foyer.

| Passage | Foyers au départ | dont arrivés | Taux | Intervalle à 95 % |
| --- | ---: | ---: | ---: | --- |
| Inscrits → accompagnés | 4 | 2 | 50,0\u202f% | 15,0\u202f% à 85,0\u202f% |
| Accompagnés → installés | 2 | 1 | 50,0\u202f% | 9,5\u202f% à 90,5\u202f% |
| Inscrits → installés | 4 | 1 | 25,0\u202f% | 4,6\u202f% à 69,9\u202f% |

Taux de foyers à foyers : parmi les foyers entrés dans l’étape de départ, ceux qui avaient atteint l’étape d’arrivée le 27/11/2025. Les autres n’y sont pas encore.

| Canal | Inscrits pers. | Inscrits foyers | Accomp. pers. | Accomp. foyers | Installés pers. | Installés foyers | Foyers inscrits |
| --- | ---: | ---: | ---: | ---: | ---: | ---: | --- |
| Site internet | 2 | 2 | 0 | 0 | 0 | 0 | ████████████████████ |
| LinkedIn | 2 | 1 | 2 | 1 | 4 | 1 | ██████████ |
| (non renseigné) | 1 | 1 | 1 | 1 | 0 | 0 | ██████████ |
| Total | 5 | 4 | 3 | 2 | 4 | 1 |  |

| Canal | Foyers inscrits | Taux accomp. | Intervalle à 95 % | Rang | Taux installés | Intervalle à 95 % | Rang |
| --- | ---: | ---: | --- | --- | ---: | --- | --- |
| Site internet | 2 | 0,0\u202f% | 0,0\u202f% à 65,8\u202f% | – | 0,0\u202f% | 0,0\u202f% à 65,8\u202f% | – |
| LinkedIn | 1 | 100,0\u202f% | 20,7\u202f% à 100,0\u202f% | – | 100,0\u202f% | 20,7\u202f% à 100,0\u202f% | – |
| (non renseigné) | 1 | 100,0\u202f% | 20,7\u202f% à 100,0\u202f% | – | 0,0\u202f% | 0,0\u202f% à 79,3\u202f% | – |

Un groupe n’a de rang que si l’intervalle de son taux le sépare d’au moins un autre ; « – » : non distinguable des autres.

Inscrits : personnes distinctes ; accompagnés : inscrits des foyers joints au moins une fois ; installés : adultes et enfants, grâce aux chargés d’accueil.
""")


def test_csv_has_one_row_a_group(base: Path, capsys: pytest.CaptureFixture[str]):
    """Every count in a column of its own, no total among the rows."""
    call(base, "entonnoir", "--par", "agent", "-f", "csv")
    assert capsys.readouterr().out.removeprefix("\ufeff") == snapshot("""\
cle;libelle;inscrits_foyers;inscrits_personnes;accompagnes_foyers;accompagnes_personnes;installes_foyers;installes_personnes;spontanees_foyers;spontanees_personnes;installes_adultes;installes_enfants;installes_enfants_scolarises\r
Bilal;Bilal;2;2;0;0;0;0;1;2;0;0;0\r
Anne;Anne;1;2;1;2;1;4;0;0;2;2;1\r
(non renseigne);(non renseigné);1;1;1;1;0;0;0;0;0;0;0\r
""")


def test_csv_without_a_group_has_one_row_a_stage(base: Path, capsys: pytest.CaptureFixture[str]):
    """The spontaneous settlements have their own row."""
    call(base, "entonnoir", "-f", "csv")
    text = capsys.readouterr().out.removeprefix("\ufeff")
    rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    assert [row["etape"] for row in rows] == list(STAGES)


def test_one_cohort_is_followed_to_today(base: Path, capsys: pytest.CaptureFixture[str]):
    """`--cohorte 2025-03` counts what those households had reached, and nobody else."""
    call(base, "entonnoir", "--cohorte", "2025-03", "-f", "json")
    found = json.loads(capsys.readouterr().out)
    assert units(found["etapes"]) == {
        "inscrits foyers": 2,
        "inscrits personnes": 3,
        "accompagnes foyers": 2,
        "accompagnes personnes": 3,
        "installes foyers": 1,
        "installes personnes": 4,
    }
    assert [group["cle"] for group in found["groupes"]] == ["2025-03"]


def test_a_cohort_is_seen_from_the_day_it_is(base: Path, capsys: pytest.CaptureFixture[str]):
    """The day before the first exchange, nobody is accompanied."""
    words = ("entonnoir", "--cohorte", "2025-03", "-f", "json")
    call(base, *words, today="2025-03-09")
    found = units(json.loads(capsys.readouterr().out)["etapes"])
    assert (found["inscrits foyers"], found["accompagnes foyers"]) == (1, 0)


def test_one_territory_alone(base: Path, capsys: pytest.CaptureFixture[str]):
    """The filter takes a code in either case, and every stage follows it."""
    call(base, "entonnoir", "--territoire", "t2", "-f", "json")
    found = json.loads(capsys.readouterr().out)
    assert [step["foyers"] for step in found["etapes"]] == [1, 1, 0]
    assert found["spontanees"] == {"foyers": 0, "personnes": 0}


def test_an_empty_base_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    """No division by zero, no rate."""
    empty = make_base(tmp_path / "vide.db", World(()))
    call(empty, "entonnoir", "--par", "mois")
    assert "Aucun fait dans cette période." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("--par", "couleur"), 2, "n’est pas un regroupement : territoire, canal, agent, mois"),
        (("--cohorte", "hiver"), 2, "Mois incompris"),
        (("--cohorte", "2025-03", "--annee", "2025"), 2, "dit déjà la période"),
        (("--du", "2026-03-01"), 2, "après aujourd’hui"),
        (("--territoire", "T9"), 3, "Aucun territoire n’a le code T9."),
        (("--format", "pdfx"), 2, "n’est pas un format connu"),
    ],
)
def test_wrong_use_is_one_sentence(
    base: Path,
    capsys: pytest.CaptureFixture[str],
    words: tuple[str, ...],
    code: int,
    said: str,
):
    """Exit code of the contract, nothing on the standard output."""
    call(base, "entonnoir", *words, fails_with=code)
    told = capsys.readouterr()
    assert said in told.err
    assert told.out == ""


def test_reading_spares_the_models(base: Path):
    """No command that only reads pays for the model libraries; json spares the drawing one too."""
    heavy = ("sqlalchemy", "sqlmodel", "pydantic")
    for words, unwanted in {
        ("entonnoir", "--par", "territoire", "-f", "json"): (*heavy, "rich.console"),
        ("rapport", "bilan", "-f", "json"): (*heavy, "rich.console"),
        ("objectifs", "lister"): heavy,
    }.items():
        program = (
            "import sys; from venez_vivre.cli import run; "
            f"assert run({['--base', str(base), *words]!r}) == 0; "
            f"sys.stderr.write(' '.join({set(unwanted)!r} & set(sys.modules)))"
        )
        done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
        assert done.stderr == b""
