"""The blocks of a page as plain values that the template of a document lays out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from venez_vivre.dates import MONTHS
from venez_vivre.reports.alike import headline
from venez_vivre.reports.pdf.tables import SMALL, USUAL, table_of
from venez_vivre.reports.pdf.typography import typographic
from venez_vivre.reports.pictures import svg
from venez_vivre.screens.cells import write
from venez_vivre.screens.pages import Block, Facts, Page, Picture, Prose
from venez_vivre.texts import clean

Value = dict[str, Any]

DRAWN = 660
"""Pixels that a picture is drawn on: the text of an A4 page is as wide, at 96 pixels an inch."""

TOP, SECTION = 1, 2
"""Levels of the headings that open a document and its sections; titles come right below."""


def document(page: Page, made: datetime | None) -> Value:
    """The document: its title, the day it was drawn up, its blocks."""
    blocks = page.blocks()
    return {
        "title": typographic(headline(blocks)),
        "made": [made.year, made.month, made.day] if made else None,
        "day": _day(made) if made else "",
        "blocks": turned(list(_blocks(blocks))),
    }


def turned(blocks: Sequence[Value]) -> list[Value]:
    """The blocks, those that need a lying page gathered on it with the headings before them."""
    found: list[Value] = []
    for block in blocks:
        if not _lies(block):
            found.append(block)
            continue
        led: list[Value] = []
        while found and found[-1]["kind"] == "prose" and _leads(found):
            led.insert(0, found.pop())
        if found and found[-1]["kind"] == "lying" and not led:
            found[-1]["blocks"].append(block)
        else:
            found.append({"kind": "lying", "blocks": [*led, block]})
    return found


def _lies(block: Value) -> bool:
    return bool(block.get("lying") or block.get("table", {}).get("lying"))


def _leads(found: Sequence[Value]) -> bool:
    """Whether the last sentences of these blocks follow a heading, or are one."""
    for block in reversed(found):
        if block["kind"] != "prose":
            return False
        if block["tone"] == "section":
            return True
    return False


def _day(made: datetime) -> str:
    rank = "1er" if made.day == 1 else str(made.day)
    return typographic(f"{rank} {MONTHS[made.month - 1]} {made.year}")


def _blocks(blocks: Sequence[Block]) -> Iterator[Value]:
    level, titled, section = TOP, False, ""
    for block in blocks:
        if isinstance(block, Prose):
            if block.tone == "title" and not titled:
                titled = True  # what opens the document
                continue
            if block.tone in {"title", "section"}:
                level, section = SECTION, block.text
            if clean(block.text).strip():
                yield _prose(block)
        elif isinstance(block, Facts):
            yield _facts(block, level + 1)
        elif isinstance(block, Picture):
            yield _picture(block, level + 1, section)
        else:
            yield table_of(block, level + 1, USUAL)


def _prose(prose: Prose) -> Value:
    tone = "section" if prose.tone == "title" else prose.tone
    return {"kind": "prose", "tone": tone, "text": typographic(prose.text), "level": SECTION}


def _facts(facts: Facts, level: int) -> Value:
    pairs = [(label, write(value)) for label, value in facts.pairs if value not in (None, "")]
    return {
        "kind": "cards" if facts.key else "facts",
        "title": typographic(facts.title).strip(),
        "level": level,
        "pairs": [[typographic(label), typographic(value)] for label, value in pairs],
    }


def _picture(picture: Picture, level: int, section: str) -> Value:
    """A picture and its table; its title is not said again right under that of its section."""
    title = "" if picture.title == section else typographic(picture.title).strip()
    if not picture.points:  # nothing is drawn: what its table says stands alone
        alone = picture.table._replace(title=picture.table.title or title)
        return table_of(alone, level, SMALL)
    return {
        "kind": "picture",
        "title": title,
        "alt": typographic(picture.alt).strip() or title or "Graphique",
        "level": level,
        "svg": svg(picture, width=DRAWN),
        "table": table_of(picture.table, level + bool(title), SMALL),
    }
