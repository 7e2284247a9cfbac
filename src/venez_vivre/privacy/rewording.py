"""Write a free text anew so that nothing keeps the old one: rows, journal, search, pages."""

from __future__ import annotations

import json
from typing import NamedTuple

from venez_vivre.errors import Refused
from venez_vivre.privacy.erasing import UNFINISHED
from venez_vivre.privacy.verdicts import named
from venez_vivre.store import lookups, operations
from venez_vivre.store.base import Work
from venez_vivre.store.blanking import Edit, rewrite_images
from venez_vivre.store.journal import Image
from venez_vivre.store.queries import notes as queries
from venez_vivre.store.queries.notes import Text
from venez_vivre.store.stages import derive
from venez_vivre.texts import fold
from venez_vivre.vocabulary import OperationKind

NEEDED = ("relance", "titre")
"""Texts that cannot be empty: an action, the title of a visit."""


class Reworded(NamedTuple):
    """A text as it stood, and what it says now (None: nothing)."""

    text: Text
    new: str | None


def reword(work: Work, name: str, new: str | None) -> Reworded:
    """Replace a text wherever the base keeps it; `erasing.scrub` is to be called once committed.

    The images of the journal say the new text too: what came before is undone as ever, and nothing
    brings the old words back. An operation says so, and cannot be undone.

    Raises:
        Misuse, NotFound: no text has that name.
        Refused: a text that is needed would be empty, or nothing would change.

    """
    text = named(work.rows, name)
    if new is None and text.source.name in NEEDED:
        raise Refused(f"{text.name} ne peut pas être vide : donnez un texte à --par.")
    if new == text.text:
        raise Refused(f"{text.name} dit déjà cela : rien n’est changé.")
    rows = work.rows
    rows.run("PRAGMA secure_delete=ON")
    queries.write(rows, text, new)
    if text.source.name == "inscription":
        queries.write_form(rows, text.number, _form(queries.form(rows, text.number), text, new))
    rewrite_images(rows, (text.source.table,), _edit(text, new))
    if text.source.table in lookups.TEXTS:
        rows.run(lookups.rebuild(text.source.table))
    derive(rows, queries.household_of(rows, text))
    rows.run("INSERT OR IGNORE INTO setting (name, value) VALUES (?, '1')", (UNFINISHED,))
    operations.record(rows, work.heading, f"{text.name} réécrit", OperationKind.ERASURE)
    return Reworded(text, new)


def _edit(text: Text, new: str | None) -> Edit:
    """What becomes of the images of the row of a text: they all say the new one."""
    column = text.source.column

    def edit(table: str, number: int, image: Image) -> Image:
        if number != text.number or not image.get(column):
            return image
        told = {column: new}
        if table == "signup" and "form" in image:
            told["form"] = _form(image["form"], text, new)
        return image | told

    return edit


def _form(form: str | None, text: Text, new: str | None) -> str | None:
    """The form as received, but for the cells that hold the message."""
    if not form:
        return form
    cells = json.loads(form)
    old = fold(text.text)
    told = [new or "" if isinstance(one, str) and fold(one) == old else one for one in cells]
    return json.dumps(told, ensure_ascii=False)
