"""The native charts of a workbook, drawn from marks that stand on a sheet of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from venez_vivre import NamedTuple
from venez_vivre.reports.workbook.styles import GREY, Styles, cell_of, put, text_of
from venez_vivre.screens.pages import Picture
from venez_vivre.texts import shorten

COLOURS = ("#1F5673", "#C8692B", "#4B8B5A", "#7A5C99", "#9A8A2E", "#B5476B")
"""Told apart by people who do not see colours alike, and by their darkness in black and white."""
CHART_ROWS = 16
"""Rows of a sheet that a chart stands beside."""
PIXELS = 20
"""Height of a row."""
MOST_PLACES = 15

Marks = Sequence[Mapping[str, Any]]


class Size(NamedTuple):
    """How large a chart is, in pixels and rows, and its rank among those of its picture."""

    width: int
    rows: int
    rank: int = 0


class Span(NamedTuple):
    """Where the values of a chart stand on the sheet of data: rows under a heading."""

    sheet: str
    head: int
    last: int

    def column(self, place: int) -> list[str | int]:
        """The cells of a column, as a chart names them."""
        return [self.sheet, self.head + 1, place, self.last, place]

    def heading(self, place: int) -> list[str | int]:
        """The cell that names a column."""
        return [self.sheet, self.head, place]


class Ledger:
    """The values that charts are drawn from, one list after the other."""

    name = "Données des graphiques"

    def __init__(self) -> None:
        self.lines: list[Sequence[tuple[Any, str]]] = []

    def add(self, title: str, heads: Sequence[tuple[str, str]], rows: Sequence[Any]) -> Span:
        """Keep the rows of a chart, under the name and the kind of each column."""
        kinds = [kind for _, kind in heads]
        self.lines += [[(title, "head")], [(name, "name") for name, _ in heads]]
        head = len(self.lines)
        self.lines += [list(zip(row, kinds, strict=True)) for row in rows] + [[]]
        return Span(self.name, head, head + len(rows))

    def write(self, sheet: Any, styles: Styles) -> None:
        """Write them on their sheet."""
        sheet.set_column(0, 0, 26)
        sheet.set_column(1, 8, 14)
        told = "Ce que les graphiques dessinent : les chiffres des tableaux qui les accompagnent."
        sheet.write_string(0, 0, told, styles.of(font_color=GREY))
        for row, line in enumerate(self.lines, 1):
            for place, (value, kind) in enumerate(line):
                cell = cell_of(value, "text" if kind in {"head", "name"} else kind)
                look = {"bold": True} if kind == "head" else {}
                if cell.value is not None:  # a chart takes a blank that is written for a zero
                    put(sheet, row, place, cell, styles.of(num_format=cell.numbers, **look))


def charts(book: Any, ledger: Ledger, picture: Picture) -> Iterator[tuple[Size, Any]]:
    """The charts of a picture: none for a heat map, whose table is coloured."""
    draw = DRAWN.get(picture.kind)
    if draw is not None and picture.points:
        yield from draw(book, ledger, picture)


def _funnel(book: Any, ledger: Ledger, picture: Picture) -> Iterator[tuple[Size, Any]]:
    heads = (("Étape", "text"), ("Personnes", "count"), ("Foyers", "count"))
    rows = [(p["etape"], p["personnes"], p["foyers"]) for p in picture.points]
    yield _bars(book, ledger.add(picture.title, heads, rows), picture.title)


def _map(book: Any, ledger: Ledger, picture: Picture) -> Iterator[tuple[Size, Any]]:
    heads = (("Intercommunalité", "text"), ("Personnes", "count"), ("Foyers", "count"))
    ranked = sorted(picture.points, key=lambda p: (p["foyers"] is None, -(p["foyers"] or 0)))
    rows = [(p["nom"], p["personnes"], p["foyers"]) for p in ranked[:MOST_PLACES]]
    yield _bars(book, ledger.add(picture.title, heads, rows), picture.title)


def _bars(book: Any, span: Span, title: str) -> tuple[Size, Any]:
    """Bars that lie, the first row on top, persons beside households."""
    chart = book.add_chart({"type": "bar"})
    for place in (1, 2):
        chart.add_series(
            {
                "name": span.heading(place),
                "categories": span.column(0),
                "values": span.column(place),
                "fill": {"color": COLOURS[2 - place]},
                "data_labels": {"value": True},
                "gap": 60,
            }
        )
    chart.set_y_axis({**_axis(""), "reverse": True, "crossing": "max"})
    chart.set_x_axis({**_axis("Personnes et foyers"), "num_format": "#,##0"})
    size = Size(600, max(CHART_ROWS, 2 + span.last - span.head + CHART_ROWS // 2))
    return _finished(chart, title, size)


def _curves(book: Any, ledger: Ledger, picture: Picture) -> Iterator[tuple[Size, Any]]:
    """A small chart for each series: they are never on the same scale."""
    step = picture.table.columns[0].title if picture.table.columns else ""
    series = dict.fromkeys(point["serie"] for point in picture.points)
    for rank, name in enumerate(series):
        rows = [(p["libelle"], p["valeur"]) for p in picture.points if p["serie"] == name]
        span = ledger.add(f"{picture.title} : {name}", ((step, "text"), (name, "count")), rows)
        chart = book.add_chart({"type": "line"})
        chart.add_series(
            {
                "name": span.heading(1),
                "categories": span.column(0),
                "values": span.column(1),
                "line": {"color": COLOURS[rank % len(COLOURS)], "width": 2.25},
                "marker": {"type": "circle", "size": 4, "fill": {"color": COLOURS[rank % 6]}},
            }
        )
        chart.set_x_axis(_axis(step))
        chart.set_y_axis({**_axis("Nombre"), "min": 0, "num_format": "#,##0"})
        chart.show_blanks_as("gap")
        yield _finished(chart, name, Size(430, 12, rank), legend="none")


def _survival(book: Any, ledger: Ledger, picture: Picture) -> Iterator[tuple[Size, Any]]:
    """A line in steps for each series, between those of its bounds."""
    chart = book.add_chart({"type": "scatter", "subtype": "straight"})
    heads = (("Jours", "count"), ("", "rate"), ("au moins", "rate"), ("au plus", "rate"))
    for rank, name in enumerate(dict.fromkeys(point["serie"] for point in picture.points)):
        rows = _steps([point for point in picture.points if point["serie"] == name])
        named = [heads[0], *((f"{name} {head}".strip(), kind) for head, kind in heads[1:])]
        span = ledger.add(f"{picture.title} : {name}", named, rows)
        for place in (1, 2, 3):
            usual = {"width": 2.25} if place == 1 else {"width": 1, "dash_type": "dash"}
            chart.add_series(
                {
                    "name": span.heading(place),
                    "categories": span.column(0),
                    "values": span.column(place),
                    "line": {"color": COLOURS[rank % len(COLOURS)], **usual},
                }
            )
    chart.set_x_axis({**_axis("Jours écoulés"), "min": 0, "num_format": "#,##0"})
    chart.set_y_axis({**_axis("Part des foyers"), "min": 0, "num_format": "0\\ %"})
    yield _finished(chart, picture.title, Size(600, CHART_ROWS + 2))


def _steps(points: Marks) -> list[tuple[Any, ...]]:
    """The corners of a line in steps: a share holds until the day of the next."""
    corners: list[tuple[Any, ...]] = []
    for point in sorted(points, key=lambda p: p["jours"]):
        shares = (point["part"], point["bas"], point["haut"])
        if corners:
            corners.append((point["jours"], *corners[-1][1:]))
        corners.append((point["jours"], *shares))
    return corners


def _called(name: str) -> str:
    """The name of a chart or of an axis, no longer than one may be, and never a formula."""
    return shorten(text_of(name), 250)


def _axis(name: str) -> dict[str, Any]:
    return {
        "name": _called(name),
        "name_font": {"bold": False, "color": GREY, "size": 9},
        "num_font": {"color": GREY, "size": 9},
        "major_gridlines": {"visible": bool(name), "line": {"color": "#E1E7EB"}},
        "line": {"color": "#C9D3DA"},
    }


def _finished(chart: Any, title: str, size: Size, legend: str = "bottom") -> tuple[Size, Any]:
    chart.set_title({"name": _called(title), "name_font": {"size": 12}, "overlay": False})
    chart.set_legend({"position": legend})
    chart.set_size({"width": size.width, "height": (size.rows - 1) * PIXELS})
    chart.set_chartarea({"border": {"none": True}})
    return size, chart


DRAWN: dict[str, Callable[[Any, Ledger, Picture], Iterator[tuple[Size, Any]]]] = {
    "funnel": _funnel,
    "curves": _curves,
    "survival": _survival,
    "map": _map,
}
"""How each kind of picture is drawn."""
