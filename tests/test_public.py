"""Public reports: no small number in any format, and none that the others would tell."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import pytest

from bases import address_of, store_of
from disclosure_tables import hidden as not_told
from disclosure_tables import solved
from raw_facts import Contact, House, Settled, World, call, make_base
from venez_vivre.cli import run
from venez_vivre.dates import Period
from venez_vivre.screens.cells import NUMERIC
from venez_vivre.screens.documents.page import page, rows
from venez_vivre.screens.pages import Picture, Table
from venez_vivre.steering.disclosure.figures import Figures, Key
from venez_vivre.steering.documents import masks
from venez_vivre.steering.documents.figures import Derived, Draft, Figure, cells, settled
from venez_vivre.steering.documents.kinds import KINDS, Ordered, draw_up
from venez_vivre.store.queries.steering import place
from venez_vivre.texts import HIDDEN

TODAY = date(2025, 11, 27)
PLACES = tuple((f"T{n}", f"CC numéro {n}") for n in range(1, 7))


def a_world(seed: int) -> World:
    """Households in six territories, some of which hardly anybody chose."""
    draw = Random(seed)  # noqa: S311  invented facts

    def day(first: date, most: int) -> date:
        return date.fromordinal(min(first.toordinal() + draw.randrange(most), TODAY.toordinal()))

    def house() -> House:
        came = day(date(2025, 1, 6), 320)
        met = day(came, 60) if draw.random() < 0.5 else None
        arrived = day(met or came, 150) if draw.random() < 0.25 else None
        children = draw.choice((0, 0, 1, 2))
        return House(
            ((came,), *(((day(came, 9),),) if draw.random() < 0.3 else ())),
            (Contact(met, "joint"),) if met else (),
            (Settled(arrived, draw.choice((1, 2)), children, min(children, 1)),) if arrived else (),
            territory=draw.choice((None, 1, 1, 1, 2, 2, 3, 4, 5, 6)),
            channel=draw.choice((None, "site", "site", "linkedin", "salon")),
            closed_on=day(came, 90) if draw.random() < 0.1 else None,
        )

    return World(tuple(house() for _ in range(draw.choice((8, 40, 150)))), PLACES)


def drafts(base: Path) -> Iterator[Draft]:
    """Each report, of its usual period, to date and of a week."""
    with store_of(base).reading() as read:
        where = place(read, "T1")
        for code, kind in KINDS.items():
            for asked in (Period(None, None), Period(date(2025, 11, 10), date(2025, 11, 16))):
                chosen = where if code == "territoire" else None
                yield draw_up(read, kind, Ordered(asked, TODAY, chosen, public=True))


@pytest.mark.parametrize("seed", range(25))
def test_no_small_figure_is_told_nor_can_be_found(tmp_path: Path, seed: int):
    """Every count of 1 to 4 is hidden, and an independent solver finds none of what is hidden."""
    base = make_base(tmp_path / "petite.db", a_world(seed))
    for draft in drafts(base):
        figures, hidden = masks.told(draft), masks.hidden(draft)
        small = {key for key, count in cells(draft.content).items() if 0 < count < 5}
        assert small <= hidden
        assert found_again(figures, hidden) == []
        assert not small or not_told(figures, hidden)


def found_again(figures: Figures, hidden: AbstractSet[Key]) -> list[Key]:
    """What the sums give back, of what is hidden or too small, shown on a page or not."""
    secret = {*hidden, *figures.small}
    return [key for key in solved(figures, hidden) if key in secret]


def pairs(before: Any, after: Any) -> Iterator[tuple[Any, Any]]:
    """Each figure of a draft, or what is worked out of some, and what became of it."""
    if isinstance(before, (Figure, Derived)):
        yield before, after
    elif isinstance(before, Mapping):
        for key, value in before.items():
            yield from pairs(value, after[key])
    elif isinstance(before, (list, tuple)):
        for one, other in zip(before, after, strict=True):
            yield from pairs(one, other)


@pytest.mark.parametrize("seed", range(6))
def test_a_hidden_figure_is_hidden_wherever_it_is_told(tmp_path: Path, seed: int):
    """In every place that shows it, and in every rate, gap, cost or rank that it would tell."""
    base = make_base(tmp_path / "petite.db", a_world(seed))
    for draft in drafts(base):
        hidden = masks.hidden(draft)
        for one, value in pairs(draft.content, settled(draft.content, hidden)):
            keys = (one.key,) if isinstance(one, Figure) else one.of
            if hidden.intersection(keys):
                assert value == (None if one.value is None else HIDDEN)
            else:
                assert value == one.value


def tables(document: Mapping[str, Any]) -> list[Table]:
    """The tables of a page."""
    blocks = page(document, "html").blocks()
    found = [block.table if isinstance(block, Picture) else block for block in blocks]
    return [one for one in found if isinstance(one, Table)]


def test_the_same_figures_are_hidden_in_every_format(tmp_path: Path):
    """Cell by cell of what the other formats draw; in scripts' data and in their rows."""
    base = make_base(tmp_path / "petite.db", a_world(2))
    for kind in ("hebdo", "mensuel", "bilan"):
        words = ("rapport", kind, "--diffusion", "publique")
        made = {}
        for form in ("json", "csv", "md", "html"):
            path = tmp_path / f"{kind}.{form}"
            call(base, *words, "--sortie", str(path))
            made[form] = path.read_text(encoding="utf-8-sig")
        document = json.loads(made["json"])
        assert document["diffusion"] == "publique"
        assert document["masques"] > 0
        shown = [
            column.kind
            for table in tables(document)
            for row in table.rows
            for cell, column in zip(row, table.columns, strict=True)
            if cell == HIDDEN
        ]
        assert shown
        numbers = sum(kind in NUMERIC for kind in shown)
        assert made["html"].count('<abbr title="secret statistique">s</abbr>') == numbers
        lines = [line for line in made["md"].splitlines() if line.startswith("| ")]
        assert [c for line in lines for c in line.split(" | ")[1:]].count(HIDDEN) + sum(
            line.endswith(f"| {HIDDEN} |") for line in lines
        ) == len(shown)
        hidden = [one for one in rows(document) if one["valeur"] == HIDDEN]
        assert made["csv"].count(f";{HIDDEN}\n") == len(hidden) > 0


def told_by_the_others(base: Path) -> bool:
    """Whether hiding the small figures of the bilan, and no more, would hide nothing."""
    with store_of(base).reading() as read:
        figures = masks.told(
            draw_up(read, KINDS["bilan"], Ordered(Period(None, None), TODAY, public=True))
        )
    return bool(found_again(figures, frozenset(figures.small)))


def test_a_report_whose_masks_could_be_undone_is_not_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    """Were the search wrong, the proof stops it: nothing is written, and it is our fault."""
    bases = (make_base(tmp_path / f"{seed}.db", a_world(seed)) for seed in range(40))
    base = next(one for one in bases if told_by_the_others(one))
    monkeypatch.setattr(masks, "mask", lambda figures: frozenset(figures.small))
    path = tmp_path / "bilan.html"
    words = ("rapport", "bilan", "--diffusion", "publique", "--sortie", str(path))
    assert run(["--base", address_of(base), "--date", TODAY.isoformat(), *words]) == 70
    assert not path.exists()
    assert "rien n’a été enregistré" in capsys.readouterr().err


def test_lists_of_a_public_report_are_in_the_order_of_their_names(tmp_path: Path):
    """By households, the rank of a hidden figure would bound it."""
    base = make_base(tmp_path / "petite.db", a_world(2))
    path = tmp_path / "bilan.json"
    call(base, "rapport", "bilan", "--diffusion", "publique", "--sortie", str(path))
    names = [one["nom"] for one in json.loads(path.read_text("utf-8"))["territoires"]]
    assert names == sorted(names)


def test_another_audience_is_misuse(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    base = make_base(tmp_path / "petite.db", World(()))
    call(base, "rapport", "bilan", "--diffusion", "tout le monde", fails_with=2)
    assert "interne, publique" in capsys.readouterr().err


def subtracted(document: Mapping[str, Any]) -> Iterator[str]:
    """What a reader finds by taking the months that are shown from a total that is shown."""
    for stage in ("inscrits", "accompagnes", "installes"):
        for unit in ("foyers", "personnes"):
            months = [one[f"{stage}_{unit}"] for one in document["mois"] if inside(one, document)]
            total = next(s[unit] for s in document["etapes"] if s["etape"] == stage)
            if total != HIDDEN and months.count(HIDDEN) == 1:
                yield f"{stage} {unit}"


def inside(month: Mapping[str, Any], document: Mapping[str, Any]) -> bool:
    return bool(document["du"] <= month["du"] and month["au"] <= document["situation_au"])


@pytest.mark.parametrize("seed", range(25))
def test_a_month_is_not_found_by_taking_the_others_from_the_year(tmp_path: Path, seed: int):
    """The months of a year are its figures again: they sum, and are hidden accordingly."""
    base = make_base(tmp_path / "petite.db", a_world(seed))
    path = tmp_path / "b.json"
    words = ("rapport", "bilan", "--annee", "2025", "--diffusion", "publique")
    call(base, *words, "--sortie", str(path))
    assert list(subtracted(json.loads(path.read_text("utf-8")))) == []


@pytest.mark.parametrize("seed", range(8))
def test_a_week_is_not_found_from_what_was_published_the_week_before(tmp_path: Path, seed: int):
    """Two totals to date give the week between them: one of them is then hidden."""
    base = make_base(tmp_path / "petite.db", a_world(seed))
    totals = []
    for week, today in (("2025-W45", "2025-11-10"), ("2025-W46", "2025-11-17")):
        path = tmp_path / f"{week}.json"
        words = ("rapport", "hebdo", "--semaine", week, "--diffusion", "publique", "--figer")
        call(base, *words, "--sortie", str(path), today=today)
        found = json.loads(path.read_text("utf-8"))
        totals.append({s["etape"]: s["foyers"] for s in found["entonnoir"]["etapes"]})
    for stage, before in totals[0].items():
        now = totals[1][stage]
        if HIDDEN not in (before, now):
            assert now - before not in {1, 2, 3, 4}
