"""Write a free text anew so that nothing keeps the old one: rows, journal, search, pages."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from venez_vivre import NamedTuple
from venez_vivre.errors import Refused
from venez_vivre.privacy.erasing import UNFINISHED
from venez_vivre.privacy.verdicts import named
from venez_vivre.store import lookups, operations
from venez_vivre.store.base import Work
from venez_vivre.store.blanking import Edit, rewrite_images
from venez_vivre.store.journal import Image
from venez_vivre.store.queries import notes as queries
from venez_vivre.store.queries.notes import Text
from venez_vivre.store.reader import Reader
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
    former = {text.text}
    queries.write(rows, text, new)
    rewrite_images(rows, (text.source.table,), _edit(text, new, former))
    _rewrite_forms(rows, queries.household_of(rows, text), Cells(frozenset(former), new))
    if text.source.table in lookups.TEXTS:
        rows.run(lookups.rebuild(text.source.table))
    derive(rows, queries.household_of(rows, text))
    rows.run(
        "INSERT INTO setting (name, value) VALUES (?, '1') ON CONFLICT DO NOTHING", (UNFINISHED,)
    )
    operations.record(rows, work.heading, f"{text.name} réécrit", OperationKind.ERASURE)
    return Reworded(text, new)


def _edit(text: Text, new: str | None, former: set[str]) -> Edit:
    """What becomes of the images of the row of a text: they say the new one; `former` grows."""
    column = text.source.column

    def edit(_table: str, number: int, image: Image) -> Image:
        if number != text.number or not image.get(column):
            return image
        former.add(image[column])
        return image | {column: new}

    return edit


PHRASE = 3
"""Words from which on a text is recognised inside a longer cell."""


class Cells:
    """The cells of a form that said one of the former texts say the new one."""

    def __init__(self, former: Collection[str], new: str | None) -> None:
        self._exact = frozenset(one.strip() for one in former)
        self._keys = frozenset(key for one in former if (key := fold(one)))
        self._phrases = [f" {key} " for key in self._keys if len(key.split()) >= PHRASE]
        self._new = new or ""

    def told(self, form: str | None) -> str | None:
        """A form in JSON, with the new words; the very same one when it said none of the old."""
        if not form:
            return form
        cells = json.loads(form)
        told = self._of(cells)
        return form if told == cells else json.dumps(told, ensure_ascii=False)

    def _of(self, value: Any) -> Any:
        if isinstance(value, list):
            return [self._of(one) for one in value]
        if isinstance(value, dict):
            return {key: self._of(one) for key, one in value.items()}
        return self._new if isinstance(value, str) and self._said(value) else value

    def _said(self, cell: str) -> bool:
        key = fold(cell)
        known = cell.strip() in self._exact or key in self._keys
        return known or any(phrase in f" {key} " for phrase in self._phrases)


FORMS: Mapping[str, tuple[str, ...]] = {"signup": ("form",), "set_aside": ("said", "form")}
"""Where forms are kept as they were received."""


def _rewrite_forms(rows: Reader, households: Sequence[int], cells: Cells) -> None:
    """Pass through `cells` every form that the base or its journal keeps of these households."""
    if not households:
        return
    marks = frozenset(queries.form_marks(rows, households))

    def told(image: Image, table: str) -> Image:
        return {name: cells.told(image[name]) for name in FORMS[table] if name in image}

    def own(image: Image) -> bool:
        return image.get("household_id") in households or image.get("row_hash") in marks

    def edit(table: str, _number: int, image: Image) -> Image:
        return image | told(image, table) if own(image) else image

    for table, keys in (("signup", households), ("set_aside", marks)):
        found = queries.forms(rows, table, FORMS[table], keys)
        queries.write_forms(rows, table, [(n, told(image, table)) for n, image in found])
    rewrite_images(rows, FORMS, edit)
