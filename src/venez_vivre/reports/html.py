"""A page as one HTML file: no script, nothing from elsewhere, readable on a phone and on paper."""

from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from html import escape
from itertools import pairwise
from pathlib import Path
from typing import Any

from venez_vivre.dates import long
from venez_vivre.reports.pictures import svg
from venez_vivre.screens.cells import NUMERIC, write
from venez_vivre.screens.pages import Block, Column, Facts, Page, Picture, Prose, Table
from venez_vivre.texts import HIDDEN, clean

STYLE = Path(__file__).with_name("page.css")
GESTURE = re.compile(r"`(venez-vivre [^`]*)`")
WIDE, NARROW = 680, 348
"""Pictures are drawn twice, in pixels: for a page, and for a phone of 380 less its margins."""
STEPS = 20
"""A bar is drawn to the twentieth, by a class of the style: no style is written in the page."""


def render(page: Page, *, colored: bool, width: int) -> str:  # noqa: ARG001  same call for every format
    """The whole document; the same page gives the same bytes."""
    style = STYLE.read_text(encoding="utf-8")
    blocks = list(page.blocks())
    title = next((b.text for b in blocks if isinstance(b, Prose) and b.tone == "title"), "Rapport")
    body = _told_apart("\n".join(_body(blocks)))
    return f"""<!doctype html>
<html lang="fr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="{policy(style)}">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex">{_dated(page.made_on)}
<title>{text(title)}</title>
<style>{style}</style>
</head>
<body>
<a class="skip" href="#contenu">Aller au contenu</a>
{body}
{_footer(page.made_on)}
</body>
</html>
"""


def policy(style: str) -> str:
    """Nothing may be loaded or run; the one style is known by its digest."""
    digest = base64.b64encode(hashlib.sha256(style.encode("utf-8")).digest()).decode("ascii")
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


def text(said: Any) -> str:
    """Any text made inert; the only way into the page."""
    return escape(clean(str(said), multiline=True), quote=True)


def told(said: str) -> str:
    """A sentence, its command lines in code."""
    return GESTURE.sub(r"<code>\1</code>", text(said))


def _dated(day: date | None) -> str:
    return f'\n<meta name="date" content="{day.isoformat()}">' if day else ""


def _footer(day: date | None) -> str:
    made = f"Établi le {long(day)} avec venez-vivre." if day else "Établi avec venez-vivre."
    return f"<footer><p>{text(made)}</p></footer>"


# --- blocks ---------------------------------------------------------------------------------


def _body(blocks: Sequence[Block]) -> Iterator[str]:
    """The header, the contents, then a section for each section of the page."""
    starts = [i for i, b in enumerate(blocks) if isinstance(b, Prose) and b.tone == "section"]
    before = blocks[: starts[0] if starts else len(blocks)]
    opening = next(
        (i for i, b in enumerate(before) if isinstance(b, (Table, Picture))), len(before)
    )
    yield "<header>"
    yield from map(_leading, before[:opening])
    yield "</header>"
    titles = [_title(blocks[i]) for i in starts]
    if len(starts) > 1:
        links = "".join(f'<li><a href="#s{n}">{text(t)}</a></li>' for n, t in enumerate(titles))
        yield f'<nav aria-label="Sommaire"><ol>{links}</ol></nav>'
    yield '<main id="contenu">'
    yield from map(_leading, before[opening:])
    for n, (start, end) in enumerate(pairwise([*starts, len(blocks)])):
        yield f'<section aria-labelledby="s{n}">'
        yield f'<h2 id="s{n}">{text(titles[n])}</h2>'
        yield from (_block(block, titles[n]) for block in blocks[start + 1 : end])
        yield "</section>"
    yield "</main>"


def _leading(block: Block) -> str:
    """A block that no section holds: its title comes right below that of the page."""
    return _block(block).replace("<h3>", "<h2>").replace("</h3>", "</h2>")


def _told_apart(body: str) -> str:
    """Each table is a landmark of its own: a number follows a name that several have."""
    seen: Counter[str] = Counter()

    def named(match: re.Match[str]) -> str:
        seen[match[1]] += 1
        rank = f" ({seen[match[1]]})" if seen[match[1]] > 1 else ""
        place = f"t{seen.total()}"
        return (
            f'role="region" aria-labelledby="{place}" tabindex="0"><table>'
            f'<caption id="{place}">{match[1]}{rank}</caption>'
        )

    return re.sub(re.escape(REGION.format("@")).replace("@", "([^<]*)"), named, body)


REGION = 'role="region" tabindex="0"><table><caption>{}</caption>'
"""What scrolls sideways is reached by keyboard, under the name of its table."""


def _title(block: Block) -> str:
    return block.text if isinstance(block, Prose) else ""


def _block(block: Block, section: str = "") -> str:
    """The block; a table without a title is called after the section that holds it."""
    if isinstance(block, Prose):
        return _prose(block)
    if isinstance(block, Facts):
        return _facts(block)
    if isinstance(block, Picture):
        return _picture(block, section)
    return _table(block, section)


def _prose(prose: Prose) -> str:
    if prose.tone == "title":
        return f"<h1>{text(prose.text)}</h1>"
    return f'<p class="{prose.tone}">{told(prose.text)}</p>'


def _facts(facts: Facts) -> str:
    pairs = [(label, write(value)) for label, value in facts.pairs if value not in (None, "")]
    if not pairs:
        return ""
    kind = "cards" if facts.key else "facts"
    heading = f"<h3>{text(facts.title)}</h3>" if facts.title else ""
    items = "".join(
        f"<div><dt>{text(label)}</dt><dd>{told(value)}</dd></div>" for label, value in pairs
    )
    return f'{heading}<dl class="{kind}">{items}</dl>'


def _picture(picture: Picture, section: str) -> str:
    """The drawing, wide and narrow, then its table: open, for paper cannot open what is folded."""
    table = picture.table._replace(title="")
    caption = f"<figcaption>{text(picture.title)}</figcaption>" if picture.title else ""
    if not table.rows:
        return f'<p class="dim">{told(table.empty)}</p>'
    if not picture.points:
        return _table(picture.table._replace(title=table.title or picture.title), section)
    drawn = "".join(
        f'<div class="{name}">{_drawn(picture, width)}</div>'
        for name, width in (("wide", WIDE), ("narrow", NARROW))
    )
    about = f"Les chiffres : {picture.title}" if picture.title else "Les chiffres"
    figures = _table(table, picture.title or section)
    return (
        f"<figure>{caption}{drawn}</figure>"
        f"<details open><summary>{text(about)}</summary>{figures}</details>"
    )


def _drawn(picture: Picture, width: int) -> str:
    """The picture as one image for who cannot see it: its marks are not read out one by one."""
    plain = re.sub(r' (?:role|aria-[a-z]+)="[^"]*"', "", svg(picture, width=width))
    return plain.replace("<svg ", f'<svg role="img" aria-label="{text(picture.alt)}" ', 1)


def _table(table: Table, about: str = "") -> str:
    if not table.rows:
        heading = f"<h3>{text(table.title)}</h3>" if table.title else ""
        return f'{heading}<p class="dim">{told(table.empty)}</p>'
    heading = f"<h3>{text(table.title)}</h3>" if table.title else ""
    head = "".join(_head(column) for column in table.columns)
    rows = "".join(_row(table, place) for place in range(len(table.rows)))
    name = f"Tableau : {table.title or about or table.columns[0].title}"
    note = f'<p class="note">{told(table.note)}</p>' if table.note else ""
    return (
        f'{heading}<div class="scroll" {REGION.format(text(name))}'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>{note}"
    )


def _head(column: Column) -> str:
    kind = "number" if column.kind in NUMERIC else "words"
    return f'<th scope="col" class="{kind}">{text(column.title).replace(chr(10), " ")}</th>'


def _row(table: Table, place: int) -> str:
    row = table.rows[place]
    tone = table.tones[place] if table.tones else "plain"
    total = " total" if place == len(table.rows) - 1 and row[0] == "Total" else ""
    cells = "".join(
        _cell(value, column, first=n == 0)
        for n, (value, column) in enumerate(zip(row, table.columns, strict=True))
    )
    return f'<tr class="{tone}{total}">{cells}</tr>'


def _cell(value: Any, column: Column, *, first: bool) -> str:
    kind = "number" if column.kind in NUMERIC else "words"
    if column.kind == "bar":
        return f'<td class="bar">{_bar(value)}</td>'
    if value == HIDDEN and column.kind in NUMERIC:
        return f'<td class="number"><abbr title="secret statistique">{HIDDEN}</abbr></td>'
    said = text(write(value, column.kind)).replace("\n", "<br>")
    if first:
        return f'<th scope="row" class="{kind}">{said}</th>'
    return f'<td class="{kind}">{said}</td>'


def _bar(value: Any) -> str:
    """A bar to the twentieth; what it says is in the other cells."""
    if value in (None, HIDDEN):
        return ""
    ratio = max(0.0, min(1.0, float(value)))
    steps = max(round(ratio * STEPS), 1 if ratio else 0)
    return f'<span class="b{steps}" aria-hidden="true"></span>'
