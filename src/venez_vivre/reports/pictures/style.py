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
STAGES = ("#33658a", "#b5651d", "#7a1f3d")
"""Registered, accompanied, settled: told apart without seeing red or green, each 4.5:1 on white."""
SERIES = ("#33658a", "#5b6770", "#b5651d", "#7a1f3d")
SCALE = ("#f6ebe0", "#e3b78f", "#c06a4e", "#7a1f3d", "#4a1026")
"""From few to many."""
NOBODY = "#eef0f2"
NOT_SAID = "#c3c9cf"

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
    "header": {"labelColor": INK, "labelFontSize": 13, "labelFontWeight": "bold"},
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
