"""A page as Markdown that any reader renders, foreign text escaped."""

from __future__ import annotations

import re
from typing import Any

from venez_vivre.screens.cells import BLOCKS, NUMERIC, write
from venez_vivre.screens.pages import Block, Facts, Page, Picture, Prose, Table, tabled
from venez_vivre.texts import HIDDEN, clean

SPECIAL = re.compile(r"([\\`*_{}\[\]<>|#!~])")
GESTURE = re.compile(r"(`venez-vivre [\w /.«»’()-]*`)")
"""A command line that we tell people to type: nothing in it can be taken for markup."""
MARKS = {"title": "# ", "section": "## "}


def render(page: Page, *, colored: bool, width: int) -> str:  # noqa: ARG001  same call for every format
    """Every block in its order, one blank line between."""
    return "\n\n".join(_block(block) for block in page.blocks()) + "\n"


def escaped(text: str) -> str:
    """Foreign text that shows as it is and starts no markup; our command lines stay code."""
    parts = GESTURE.split(clean(text))
    return "".join(
        part if place % 2 else SPECIAL.sub(r"\\\1", part) for place, part in enumerate(parts)
    )


def _block(block: Block) -> str:
    if isinstance(block, Prose):
        return MARKS.get(block.tone, "") + escaped(block.text)
    if isinstance(block, Facts):
        lines = [
            (f"- **{escaped(k)}** : " if k else "- ") + escaped(write(v))
            for k, v in block.pairs
            if v is not None
        ]
        return "\n".join([*([f"### {escaped(block.title)}", ""] if block.title else []), *lines])
    return _table(tabled(block) if isinstance(block, Picture) else block)


def _table(table: Table) -> str:
    parts = [f"### {escaped(table.title)}\n"] if table.title else []
    if not table.rows:
        return "\n".join([*parts, escaped(table.empty)])
    rule = ["---:" if c.kind in NUMERIC else "---" for c in table.columns]
    lines = [[escaped(c.title) for c in table.columns], rule]
    lines.extend(
        [_cell(v, c.kind) for v, c in zip(row, table.columns, strict=True)] for row in table.rows
    )
    parts += ["| " + " | ".join(line) + " |" for line in lines]
    if table.note:
        parts += ["", escaped(table.note)]
    return "\n".join(parts)


def _cell(value: Any, kind: str) -> str:
    if kind == "bar" and value != HIDDEN:
        return BLOCKS[-1] * round(float(value or 0) * 20)
    return escaped(write(value, kind))
