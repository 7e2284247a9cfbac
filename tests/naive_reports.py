"""The whole of a report as it should be, and where a document differs from it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from naive_counts import TEXT, About, Asked, By, Tree
from naive_facts import Row
from naive_money import Spread


def expected(
    tables: dict[str, list[Row]], report: str, asked: Asked, today: date, code: str | None = None
) -> Tree:
    """The document that a report should be."""
    count = Spread(tables, report, asked, today, code)
    tree = heading(count)
    for part in SECTIONS[report](count):
        tree |= part
    return tree


def heading(count: Spread) -> Tree:
    def span(days: Any) -> Tree | None:
        return days and {"du": days[0], "au": days[1], "libelle": TEXT}

    names = {one["code"]: one["name"] for one in count.tables["territory"]}
    kinds = {one["code"]: one["kind"] for one in count.tables["territory"]}
    return {
        "rapport": count.report,
        "titre": TEXT,
        "periode": TEXT,
        "du": count.whole[0],
        "au": count.whole[1],
        "situation_au": count.end,
        "en_cours": count.end < count.whole[1],
        "territoire": count.code,
        "territoire_nom": names.get(count.code),
        "territoire_type": kinds.get(count.code),
        "etabli_le": count.today,
        "tel_que_su": None,
        "compare_a": {"precedent": span(count.before), "annee_precedente": span(count.year)},
        "ponts": [],
        "diffusion": "interne",
        "masques": 0,
    }


def _week(c: Spread) -> Iterator[Tree]:
    yield from (c.indicators(), c.funnel(), c.weeks(), c.dropped(), *_standing(c), *_long(c))


def _month(c: Spread) -> Iterator[Tree]:
    yield from (c.indicators(), c.funnel(), c.months(), c.targets(), c.territories(c.to_date))
    yield from (c.channels(c.now), c.dropped(), c.blocked(), c.lacking(), *_long(c), c.quality())


def _whole(c: Spread) -> Iterator[Tree]:
    yield from (c.of_period(), c.campaigns(), c.targets(), c.impact(), c.delays(c.now))
    yield from (c.territories(c.now), c.channels(c.now), c.months(), c.cohorts(), c.map(c.now))


def _place(c: Spread) -> Iterator[Tree]:
    yield from (c.indicators(), c.funnel(), c.compared(), c.months(), c.dropped())
    yield from (*_standing(c), *_long(c))


def _standing(c: Spread) -> tuple[Tree, ...]:
    return c.blocked(), c.lacking(), c.ahead(), c.quality()


def _long(c: Spread) -> tuple[Tree, ...]:
    return c.cohorts(), c.delays(c.to_date), c.map(c.to_date)


SECTIONS = {"hebdo": _week, "mensuel": _month, "bilan": _whole, "territoire": _place}


def differences(found: Any, wanted: Any, path: str = "") -> Iterator[str]:
    """Where a document is not what was counted; a leaf that nothing expects is a difference too."""
    if isinstance(wanted, By):
        yield from _by_name(found, wanted, path)
    elif isinstance(wanted, dict):
        yield from _by_key(found, wanted, path)
    elif isinstance(wanted, list):
        yield from _by_place(found, wanted, path)
    elif not same(found, wanted):
        yield f"{path}: {found!r} instead of {wanted!r}"


def _by_key(found: Any, wanted: Tree, path: str) -> Iterator[str]:
    if not isinstance(found, Mapping):
        yield f"{path}: {found!r} is no mapping"
        return
    for key in dict.fromkeys((*found, *wanted)):
        if key not in wanted or key not in found:
            yield f"{path}.{key}: {'not expected' if key in found else 'missing'}"
        else:
            yield from differences(found[key], wanted[key], f"{path}.{key}")


def _by_place(found: Any, wanted: list[Any], path: str) -> Iterator[str]:
    if not isinstance(found, list) or len(found) != len(wanted):
        yield f"{path}: {found!r} instead of {len(wanted)} items"
        return
    for place, (one, other) in enumerate(zip(found, wanted, strict=True)):
        yield from differences(one, other, f"{path}[{place}]")


def _by_name(found: Any, wanted: By, path: str) -> Iterator[str]:
    """A list whose items are told by their names, each once."""
    items: dict[Any, Tree] = {}
    for one in found:
        rest = {key: value for key, value in one.items() if key not in wanted.names}
        name = tuple(one[key] for key in wanted.names)
        name = name[0] if len(name) == 1 else name
        if name in items:
            yield f"{path}[{name}]: twice"
        items[name] = rest
    yield from differences(items, wanted.items, path)


def same(found: Any, wanted: Any) -> bool:
    """Whether one value is what was counted: a sentence is said, a number has its value."""
    if wanted is TEXT:
        return isinstance(found, (str, date)) and bool(found)
    if isinstance(wanted, About):
        if isinstance(found, bool) or not isinstance(found, (int, float)):
            return False
        return abs(found - float(wanted.value)) <= 0.5 * 10**-wanted.digits + 1e-9
    if isinstance(wanted, bool) or isinstance(found, bool):
        return found is wanted
    assert not isinstance(found, datetime)
    return found == wanted
