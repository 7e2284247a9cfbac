"""One look for every picture: colours, letters, French numbers and days."""

from __future__ import annotations

from typing import Any

VERSION = "5.20"
"""The Vega-Lite that pictures are written for, among those that the library carries."""

FONT = "Liberation Sans, Arial, Helvetica, sans-serif"
INK = "#22303c"
GREY = "#5b6770"
LINE = "#d9dde1"
PAPER = "#ffffff"
WINE = "#7a1f3d"
STAGES = ("#33658a", "#a3570f", "#7a1f3d")
"""Registered, accompanied, settled: told apart without seeing red or green, each 5:1 on white."""
SERIES = ("#33658a", "#5b6770", "#a3570f", "#7a1f3d")
SCALE = ("#f6ebe0", "#e3b78f", "#c06a4e", "#7a1f3d", "#4a1026")
"""From few to many."""
BLACK = "#000000"
NOBODY = "#eef0f2"
NOT_SAID = "#c3c9cf"


def shade(part: float) -> str:
    """The colour of `part` (0..1) on `SCALE`, in between its steps where need be."""
    place = max(0.0, min(1.0, part)) * (len(SCALE) - 1)
    step = min(int(place), len(SCALE) - 2)
    pairs = zip(_rgb(SCALE[step]), _rgb(SCALE[step + 1]), strict=True)
    mixed = [round(low + (high - low) * (place - step)) for low, high in pairs]
    return "#" + "".join(f"{one:02x}" for one in mixed)


def readable_on(color: str) -> str:
    """Black or white, whichever is read best on that colour: 4.58:1 at the very least.

    The ink of the page would not do: half-way between light and dark, it is no better than 3.7:1.
    """
    return max((BLACK, PAPER), key=lambda ink: contrast(ink, color))


def contrast(one: str, other: str) -> float:
    """How much two colours differ, 1 to 21, as WCAG 2 works it out."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(color: str) -> float:
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (one / 255 for one in _rgb(color))
    ]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def _rgb(color: str) -> tuple[int, ...]:
    return tuple(int(color[at : at + 2], 16) for at in (1, 3, 5))


CONFIG: dict[str, Any] = {
    "font": FONT,
    "view": {"stroke": None},
    "axis": {
        "labelColor": GREY,
        "titleColor": GREY,
        "labelFontSize": 12,
        "titleFontSize": 12,
        "titleFontWeight": "normal",
        "gridColor": LINE,
        "domainColor": LINE,
        "tickColor": LINE,
        "labelLimit": 320,
    },
    "title": {"color": INK, "fontSize": 13, "fontWeight": "bold"},
    "legend": {"labelColor": GREY, "titleColor": GREY, "labelFontSize": 12, "titleFontSize": 12},
    "text": {"color": INK, "fontSize": 13},
}

NUMBERS: dict[str, Any] = {
    "decimal": ",",
    "thousands": "\u202f",
    "grouping": [3],
    "currency": ["", "\u202f€"],
    "percent": "\u202f%",
}
_MONTHS = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre"
DAYS: dict[str, Any] = {
    "dateTime": "%A %e %B %Y à %X",
    "date": "%d/%m/%Y",
    "time": "%H:%M:%S",
    "periods": ["", ""],
    "days": ["dimanche", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi"],
    "shortDays": ["dim.", "lun.", "mar.", "mer.", "jeu.", "ven.", "sam."],
    "months": _MONTHS.split(),
    "shortMonths": (
        *("janv.", "févr.", "mars", "avril", "mai", "juin"),
        *("juil.", "août", "sept.", "oct.", "nov.", "déc."),
    ),
}
