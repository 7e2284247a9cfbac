"""Empty the rows of a file, and their images in the journal, of all that no figure reads."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Collection, Iterable, Mapping
from functools import cached_property
from typing import Any

from venez_vivre.store.journal import Change, Image, block_changes
from venez_vivre.store.personal import KEPT, KEPT_OF_FOLLOWED, PRESENT
from venez_vivre.store.reader import Reader
from venez_vivre.vocabulary import CloseReason, Employment, HousingWish, Role

NOBODY = "EFFACE"
"""How the reference of a file that was erased begins."""

Edit = Callable[[str, int, Image], Image | None]
"""What becomes of an image of a row; None when it is to be forgotten."""


NEEDED_EMPLOYMENT = frozenset({Employment.RETIRED.value, Employment.STUDENT.value})
"""Whose job nobody looks for: all that figures ask of an employment."""
HOUSING = frozenset(wish.value for wish in HousingWish)
BLOCKERS = frozenset(reason.value for reason in CloseReason)
INFANT = 3
"""Years of age up to which reports ask whether there is a small child."""
DOMAIN = 3
"""Characters of a ROME code that name a domain."""


class Blanks:
    """What a row of a file holds once it says nothing but what figures read.

    Args:
        rows: the base.
        followed: the households that were accompanied, and in which year: a little more is read
            of them.

    """

    def __init__(self, rows: Reader, followed: Mapping[int, int]) -> None:
        self._rows = rows
        self._followed = followed

    @cached_property
    def _wanted(self) -> dict[tuple[str, str], Any]:
        """The columns that cannot be unknown, and what they hold when they say nothing."""
        found = self._rows.rows(
            "SELECT m.name, c.name, c.type FROM sqlite_master m "
            "JOIN pragma_table_info(m.name) c ON 1 = 1 WHERE m.type = 'table' AND c.\"notnull\" = 1"
        )
        return {(table, name): "" if kind == "TEXT" else 0 for table, name, kind in found}

    def image(self, table: str, number: int, image: Image) -> Image:
        """What is left of a row, or of an image of it."""
        home = number if table == "household" else image.get("household_id")
        followed = self._followed.get(home or 0)
        kept = set(KEPT[table].split())
        if followed:
            kept |= set(KEPT_OF_FOLLOWED.get(table, "").split())
        left = {name: image[name] for name in image if name in kept}
        left |= {name: self._empty(table, number, name) for name in image if name not in kept}
        if followed:
            left |= _left_of_followed(table, image, followed)
        return left

    def _empty(self, table: str, number: int, name: str) -> Any:
        if (table, name) == ("household", "reference"):
            return f"{NOBODY}-{number}"
        return self._wanted.get((table, name))

    def rows(self, table: str, numbers: Collection[int]) -> int:
        """Empty these rows, which are then of a newer version; how many there were."""
        columns = self._rows.rows("SELECT name FROM pragma_table_info(:table)", table=table)
        names = [name for (name,) in columns]
        chosen = ", ".join(f'"{name}"' for name in names)
        sql = f"SELECT {chosen} FROM {table} WHERE id IN ({{keys}})"
        found = [dict(zip(names, row, strict=True)) for row in self._rows.among(sql, list(numbers))]
        for image in found:
            left = self.image(table, image["id"], image)
            left.pop("id", None)  # a server lets nobody give a row another number
            if "version" in left:
                left["version"] += 1
            setting = ", ".join(f'"{name}" = ?' for name in left)
            self._rows.run(
                f"UPDATE {table} SET {setting} WHERE id = ?", (*left.values(), image["id"])
            )
        return len(found)


def _left_of_followed(table: str, image: Image, year: int) -> Image:
    """Values made coarse: the domain of an occupation, the year of a small child, and no more."""
    left: Image = {
        name: "" for name in PRESENT.get(table, "").split() if image.get(name) is not None
    }
    if table == "household":
        return _left_of_household(image)
    if table != "person":
        return left
    if image.get("rome_code"):
        left["rome_code"] = image["rome_code"][:DOMAIN]
    born = image.get("birth_year")
    if image.get("role") == Role.CHILD and born is not None and born >= year - INFANT:
        left["birth_year"] = born
    if "employment" in image and image["employment"] not in NEEDED_EMPLOYMENT:
        left["employment"] = None
    return left


def _left_of_household(image: Image) -> Image:
    """Codes, as far as they are codes; whether there was a horizon, be it said as a day."""
    left: Image = {}
    if "horizon" in image:
        known = image["horizon"] is not None or image.get("wished_on") is not None
        left["horizon"] = "" if known else None
    if "housing" in image:
        left["housing"] = image["housing"] if image["housing"] in HOUSING else None
    if image.get("blockers"):
        codes = (code for code in image["blockers"].split("|") if code in BLOCKERS)
        left["blockers"] = "|".join(codes)
    return left


def rewrite_images(rows: Reader, tables: Iterable[str], edit: Edit) -> int:
    """Pass every image of these tables that the journal holds through `edit`.

    A change that loses an image it had is forgotten whole. Returns how many changes were touched.
    """
    touched = 0
    for table in tables:
        sql = "SELECT id FROM journal_block WHERE table_name = :table AND payload IS NOT NULL"
        for (block,) in rows.rows(sql, table=table):
            touched += _rewrite_block(rows, block, edit)
    return touched


def _rewrite_block(rows: Reader, block: int, edit: Edit) -> int:
    changes = block_changes(rows, block)
    edited = [_edited(change, edit) for change in changes]
    touched = sum(new != old for new, old in zip(edited, changes, strict=True))
    if touched:
        kept = [[c.number, c.before, c.after] for c in edited if c is not None]
        packed = zlib.compress(json.dumps(kept, ensure_ascii=False).encode(), 6)
        rows.run("UPDATE journal_block SET payload = ? WHERE id = ?", (packed, block))
    return touched


def _edited(change: Change, edit: Edit) -> Change | None:
    before, after = (
        None if image is None else edit(change.table, change.number, image)
        for image in (change.before, change.after)
    )
    lost = (before is None and change.before is not None) or (
        after is None and change.after is not None
    )
    return None if lost else Change(change.table, change.number, before, after)
