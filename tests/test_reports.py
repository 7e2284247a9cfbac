"""Every figure of every report equals a plain count; groups sum to totals."""

from __future__ import annotations

import ast
import copy
import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from bases import store_of
from naive_counts import Asked, Tree
from naive_facts import DAY, months_after, read, working_days_after
from naive_reports import differences, expected
from report_worlds import World, make_world
from venez_vivre.dates import Period, add_months, add_working_days
from venez_vivre.steering import groups
from venez_vivre.steering.documents.figures import Draft, cells
from venez_vivre.steering.documents.kinds import KINDS, Ordered, draw_up
from venez_vivre.steering.documents.publishing import published
from venez_vivre.texts import HIDDEN

BASES, LOT = 200, 20
STAGES, UNITS = ("inscrits", "accompagnes", "installes"), ("foyers", "personnes")


class Wish(NamedTuple):
    """A report that somebody asks for."""

    kind: str
    asked: Asked
    today: date
    code: str | None = None


def wishes(world: World) -> list[Wish]:
    """One report of each kind that this base may have."""
    dice = world.dice
    codes = [one["code"] for one in world.tables.get("territory", [])]
    found = []
    for kind in KINDS:
        today = dice.choice(world.marked)
        code = (
            dice.choice(codes) if codes and (kind == "territoire" or dice.random() < 0.3) else None
        )
        if code or kind != "territoire":
            found.append(Wish(kind, period_of(world, today), today, code))
    return found


def period_of(world: World, today: date) -> Asked:
    """A week, a month, a year, some days, an open period; under way about half the time."""
    dice = world.dice
    past = [one for one in world.marked if one < today] or [world.day(date(2024, 8, 1), today)]
    day = today if world.chance(0.5) else dice.choice(past)
    monday = day - timedelta(days=day.weekday())
    month, year = day.replace(day=1), day.replace(day=1, month=1)
    length = timedelta(days=dice.randint(0, 120))
    return dice.choice(
        (
            Asked(),
            Asked(monday, monday + 6 * DAY),
            Asked(month, months_after(month, 1) - DAY),
            Asked(year, months_after(year, 12) - DAY),
            Asked(day - length, day),
            Asked(day, day + length),
            Asked(day, None),
            Asked(None, day + length),
        )
    )


def drawn(base: Path, wish: Wish) -> Draft:
    """The report as it is drawn up."""
    with store_of(base).reading() as rows:
        place = groups.territory(rows, wish.code) if wish.code else None
        return draw_up(rows, KINDS[wish.kind], Ordered(Period(*wish.asked), wish.today, place))


@pytest.mark.parametrize("lot", range(BASES // LOT))
def test_every_figure_equals_a_plain_count(tmp_path: Path, lot: int):
    """Each kind of report, on bases drawn at random: no leaf is left uncounted."""
    for seed in range(lot * LOT, (lot + 1) * LOT):
        world = World(seed)
        base = make_world(tmp_path / "base.db", world.tables)
        for wish in wishes(world):
            draft = drawn(base, wish)
            found = published(draft, public=False)
            wanted = expected(read(base), wish.kind, wish.asked, wish.today, wish.code)
            assert list(differences(found, wanted)) == [], (seed, wish)
            check_sums(draft)
            check_groups(found)


def check_sums(draft: Draft) -> None:
    """What is published as the sum of other figures is their sum."""
    counts = cells(draft.content)
    ties = [t for t in draft.ties if t.parts and counts.keys() >= {t.total, *t.parts}]
    assert ties
    for tie in ties:
        assert counts[tie.total] == sum(counts[part] for part in tie.parts), tie


def check_groups(found: Tree) -> None:
    """Read in the document itself: territories, channels, towns and reasons make up the whole."""
    funnel = found if "etapes" in found else found["entonnoir"]
    if "territoires" in found and not found["territoire"]:
        check_territories(found, funnel)
    for unit in UNITS if "epci" in found else ():
        assert sum(one[unit] for one in found["epci"]) == funnel["installes"][unit]
    if "canaux" in found:
        check_channels(found, funnel)
    dropped = found.get("abandons", {"total": {}})
    for name, value in dropped["total"].items():
        assert value is None or sum(one[name] for one in dropped["motifs"]) == value


def check_territories(found: Tree, funnel: Tree) -> None:
    """With those who have none, territories make up each stage and the spontaneous."""
    parts = [*found["territoires"], found["sans_territoire"]]
    for unit in UNITS:
        for n, step in enumerate(funnel["etapes"]):
            assert sum(part["etapes"][n][unit] for part in parts) == step[unit]
        alone = sum(part["spontanees"][unit] for part in parts)
        assert alone == funnel["spontanees"][unit]


def check_channels(found: Tree, funnel: Tree) -> None:
    """Each channel column makes up the stage of the period, in both units."""
    if "indicateurs" in found:
        whole = {(i["indicateur"], i["unite"]): i["valeur"] for i in found["indicateurs"]}
    else:
        whole = {(s["etape"], unit): s[unit] for s in funnel["etapes"] for unit in UNITS}
    for touch in ("premier", "dernier"):
        for n, stage in enumerate(STAGES):
            for unit in UNITS:
                parts = [one[touch][n][unit] for one in found["canaux"]["canaux"]]
                assert sum(parts) == whole[stage, unit], (touch, stage, unit)


# --- the check itself -----------------------------------------------------------------------


def numbers(node: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The path of every number of a document."""
    if isinstance(node, dict):
        for key, one in node.items():
            yield from numbers(one, (*path, key))
    elif isinstance(node, list):
        for place, one in enumerate(node):
            yield from numbers(one, (*path, place))
    elif isinstance(node, (int, float)) and not isinstance(node, bool):
        yield path


def changed(document: Tree, path: tuple[Any, ...]) -> Tree:
    """The same document, one number off by one."""
    other = copy.deepcopy(document)
    node: Any = other
    for key in path[:-1]:
        node = node[key]
    node[path[-1]] += 1
    return other


@pytest.mark.parametrize("kind", KINDS)
def test_no_number_can_be_wrong_unseen(tmp_path: Path, kind: str):
    """Of each kind of report, any single number off by one is found."""
    world = World(
        next(seed for seed in range(99) if len(World(seed).tables.get("territory", [])) > 2)
    )
    base = make_world(tmp_path / "base.db", world.tables)
    code = "T1" if kind == "territoire" else None
    wish = Wish(kind, Asked(date(2025, 3, 1), None), date(2025, 11, 27), code)
    found = published(drawn(base, wish), public=False)
    wanted = expected(read(base), kind, wish.asked, wish.today, code)
    assert list(differences(found, wanted)) == []
    paths = list(numbers(found))
    assert len(paths) > 200
    for path in paths:
        assert list(differences(changed(found, path), wanted)), path


def test_bases_hold_everything_that_reports_count(tmp_path: Path):
    """What is never drawn would be counted right by chance: each figure is somewhere not zero."""
    seen: set[str] = set()
    for seed in range(40):
        world = World(seed)
        base = make_world(tmp_path / "base.db", world.tables)
        for wish in wishes(world):
            found = published(drawn(base, wish), public=False)
            seen |= set(named_numbers(found))
    missing = {
        *(f"indicateurs {code}" for code in INDICATORS),
        *(f"lignes {code}" for code in AHEAD),
        *("besoins emploi", "besoins logement", "besoins ecole", "besoins garde"),
        *("silencieux", "bloques", "lignes_a_identifier", "sortis", "enfants_scolarises"),
        *("trois_quarts_jours", "euros_pour_un_euro_bas", "distinguable", "par_personne"),
    } - seen
    assert missing == set()


INDICATORS = (
    "inscrits", "premiers_appels", "premiers_appels_a_temps", "echanges", "joints", "accompagnes",
    "mises_en_relation", "visites", "installes", "spontanees", "abandons", "mises_en_veille",
    "departs",
)  # fmt: skip
AHEAD = ("retard", "rendez_vous", "action", "visites", "suivis", "reveils")


def named_numbers(node: Any, name: str = "") -> Iterator[str]:
    """What is not nothing somewhere: the keys of numbers, of what holds them, of lines of lists."""
    if isinstance(node, dict):
        codes = (node.get(key) for key in ("indicateur", "echeance", "besoin"))
        code = next((one for one in codes if isinstance(one, str)), "")
        if any(isinstance(v, int) and v for v in node.values()):
            yield f"{name} {code}".strip()
        for key, one in node.items():
            yield from [key] if one and not isinstance(one, (dict, list)) else []
            yield from named_numbers(one, key)
    elif isinstance(node, list):
        for one in node:
            yield from named_numbers(one, name)


@pytest.mark.parametrize("lot", range(3))
def test_a_public_report_says_the_same_or_nothing(tmp_path: Path, lot: int):
    """Each figure of the public version is the one that was counted, or is hidden."""
    for seed in range(lot * 5, lot * 5 + 5):
        world = World(seed)
        base = make_world(tmp_path / "base.db", world.tables)
        for wish in wishes(world):
            found = published(drawn(base, wish), public=True)
            wanted = expected(read(base), wish.kind, wish.asked, wish.today, wish.code)
            wanted |= {"diffusion": "publique", "masques": found["masques"]}
            told = [d for d in differences(found, wanted) if f": {HIDDEN!r} instead of" not in d]
            assert told == [], (seed, wish)


def test_the_plain_counts_share_nothing_with_the_program():
    """They import our names of places, and no query, no rule, no date of ours."""
    for path in sorted(Path(__file__).parent.glob("naive_*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        used = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
        ours = {name for name in used if name and name.startswith("venez_vivre")}
        assert ours <= {"venez_vivre.locations"}
        sql = re.findall(r"\b(?:SELECT|COUNT|SUM|GROUP|JOIN)\b.*", path.read_text(encoding="utf-8"))
        assert all(statement.startswith("SELECT *") for statement in sql)


def test_the_days_counted_by_hand_are_those_of_the_program():
    """Working days and months, on every day of two years."""
    for n in range(800):
        day = date(2024, 6, 1) + timedelta(days=n)
        assert months_after(day, 1) == add_months(day, 1)
        assert months_after(day, -13) == add_months(day, -13)
        if day.year < 2026:
            for count in (1, 2, 3, 10):
                assert working_days_after(day, count) == add_working_days(day, count)
