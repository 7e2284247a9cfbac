"""The pictures of reports, drawn as SVG by Vega-Lite from the figures of their table."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from typing import Any

from venez_vivre.reports.pictures import lines, maps, plots, style
from venez_vivre.screens.pages import Picture
from venez_vivre.texts import clean

SPECS: dict[str, Callable[[list[dict[str, Any]], int], dict[str, Any]]] = {
    "funnel": plots.funnel,
    "curves": lines.curves,
    "heatmap": plots.heatmap,
    "survival": lines.survival,
    "map": maps.choropleth,
}
"""What draws each kind of picture."""


def svg(picture: Picture, *, width: int = 680) -> str:
    """The picture as an SVG document `width` pixels wide, which scales; the same each time.

    Its text is real text in a sans-serif font. An empty picture gives an empty string.
    """
    points = [{key: _safe(value) for key, value in one.items()} for one in picture.points]
    if not points:
        return ""
    import vl_convert  # noqa: PLC0415  half a second with its first drawing: reports alone

    spec = SPECS[picture.kind](points, width) | {"config": style.CONFIG, "background": None}
    drawn: str = vl_convert.vegalite_to_svg(
        spec,
        vl_version=style.VERSION,
        format_locale=style.NUMBERS,
        time_format_locale=style.DAYS,
    )
    return _scaling(_named(drawn))


def _safe(value: Any) -> Any:
    return clean(value) if isinstance(value, str) else value


def _named(drawn: str) -> str:
    """Name the parts of a drawing after itself.

    The library counts them from one drawing to the next, and two drawings of a page share none.
    """
    names = list(dict.fromkeys(re.findall(r'\bid="([^"]+)"', drawn)))
    bare = re.sub("|".join(map(re.escape, names)), "", drawn) if names else drawn
    digest = hashlib.sha256(bare.encode("utf-8")).hexdigest()[:10]
    new = {name: f"p{digest}-{place}" for place, name in enumerate(names)}
    return re.sub(
        r'(\bid="|url\(#)([^")]+)', lambda found: found[1] + new.get(found[2], found[2]), drawn
    )


def _scaling(drawn: str) -> str:
    """Without a size of its own, the drawing takes the width of the page that shows it."""
    return re.sub(r'^(<svg[^>]*?) width="[\d.]+" height="[\d.]+"', r"\1", drawn, count=1)
