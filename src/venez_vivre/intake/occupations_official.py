"""The official files of the ROME: titles of occupations, moves from one to another; their use."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from venez_vivre import occupations
from venez_vivre.intake.columns import OCCUPATIONS, Layout, require
from venez_vivre.intake.drafts import Draft, Rejected
from venez_vivre.intake.members import stored
from venez_vivre.intake.plan import Importer
from venez_vivre.intake.receipts import Outcome
from venez_vivre.intake.records import Key, RecordImporter
from venez_vivre.intake.writing import Changes
from venez_vivre.occupations import Occupation
from venez_vivre.store.base import Work
from venez_vivre.store.reader import Reader
from venez_vivre.texts import fold

_ROME = re.compile(r"[A-N][0-9]{4}", re.ASCII)
_MOVE = frozenset({"code_rome_cible", "numero_ordre"})
"""Fields that only a file of moves has."""


class Corrections(Changes):
    """Edits of rows that have no version, since nobody changes them by hand."""

    def __init__(self, work: Work) -> None:
        super().__init__(work)
        self._work = work

    def change(
        self,
        table: str,
        number: int,
        given: dict[str, Any],
        *,
        newer: bool,  # noqa: ARG002  the newest official file is right
        is_new: bool = False,
    ) -> bool:
        """Bring a row to what is given; whether anything changes."""
        names = ", ".join(given)
        current = self._work.rows.row(f"SELECT {names} FROM {table} WHERE id = :id", id=number)
        if current == tuple(given.values()):
            return False
        if not is_new:
            self._work.journal.touch(table, [number])
        setting = ", ".join(f"{name} = ?" for name in given)
        values = (*given.values(), number)
        self._work.rows.run(f"UPDATE {table} SET {setting} WHERE id = ?", values)
        return True


class OfficialImporter(RecordImporter):
    """A line of an official file is one row, that only another file corrects."""

    columns = OCCUPATIONS
    table = ""

    def __init__(self, work: Work, import_id: int) -> None:
        super().__init__(work, import_id)
        self._changes = Corrections(work)


class TitleImporter(OfficialImporter):
    """One line is one official title, recognised by its OGR code."""

    target = "occupation_title"
    unit = ("appellation", "appellations")
    fields = {  # noqa: RUF012  a table of the class, never changed
        "code_ogr": "code_ogr",
        "libelle_appellation_long": "title",
        "code_rome": "rome_code",
    }
    extra = ("title_key",)

    @staticmethod
    def check(layout: Layout, file_name: str) -> None:
        """An OGR code, a title and a ROME code."""
        titles = ("libelle_appellation_long", "libelle_appellation_court")
        require(layout, (("code_ogr",), titles, ("code_rome",)), file_name)

    def _known(self) -> dict[Key, int]:
        rows = self._work.rows.rows("SELECT code_ogr, id FROM occupation_title")
        return {(code,): number for code, number in rows}

    def _complete(self, draft: Draft, row: dict[str, Any]) -> None:
        if not stored(row.get("title")):
            row["title"] = stored(draft.values.get("libelle_appellation_court"))
        for field, column in (("code_ogr", "code_ogr"), ("libelle_appellation_long", "title")):
            _must_have(draft, row, field, column)
        row["rome_code"] = _rome(draft, row, "code_rome", "rome_code")
        row["title_key"] = fold(row["title"])

    def _key(self, draft: Draft, row: Mapping[str, Any]) -> Key:  # noqa: ARG002  same call for every kind
        return (row["code_ogr"],)


class MoveImporter(OfficialImporter):
    """One line is one official move, recognised by the two occupations."""

    target = "occupation_move"
    unit = ("mobilité", "mobilités")
    fields = {  # noqa: RUF012  a table of the class, never changed
        "code_rome": "rome_code",
        "code_rome_cible": "target_code",
        "numero_ordre": "rank",
    }

    @staticmethod
    def check(layout: Layout, file_name: str) -> None:
        """The two occupations and the rank of the move."""
        require(layout, (("code_rome",), ("code_rome_cible",), ("numero_ordre",)), file_name)

    def _known(self) -> dict[Key, int]:
        rows = self._work.rows.rows("SELECT rome_code, target_code, id FROM occupation_move")
        return {(code, target): number for code, target, number in rows}

    def _complete(self, draft: Draft, row: dict[str, Any]) -> None:
        for field, column in (("code_rome", "rome_code"), ("code_rome_cible", "target_code")):
            row[column] = _rome(draft, row, field, column)
        _must_have(draft, row, "numero_ordre", "rank")

    def _key(self, draft: Draft, row: Mapping[str, Any]) -> Key:  # noqa: ARG002  same call for every kind
        return row["rome_code"], row["target_code"]


class OccupationImporter(Importer):
    """A file of titles or a file of moves, told by its headings."""

    columns = OCCUPATIONS
    table = ""
    unit = ("ligne", "lignes")

    def __init__(self, work: Work, import_id: int) -> None:
        self._work = work
        self._titles = TitleImporter(work, import_id)
        self._moves = MoveImporter(work, import_id)

    @staticmethod
    def check(layout: Layout, file_name: str) -> None:
        """What a file of titles must have, or a file of moves."""
        (MoveImporter if layout.fields & _MOVE else TitleImporter).check(layout, file_name)

    def apply(self, draft: Draft) -> Outcome:
        """Create, change or recognise one title or one move."""
        moves = not _MOVE.isdisjoint(draft.values)
        return self._moves.apply(draft) if moves else self._titles.apply(draft)

    def flush(self) -> None:
        """Send both batches to the base."""
        self._titles.flush()
        self._moves.flush()

    def finish(self) -> int:
        """How many titles and moves were made."""
        return self._titles.finish() + self._moves.finish()


def _must_have(draft: Draft, row: Mapping[str, Any], field: str, column: str) -> None:
    if stored(row.get(column)) is None:
        raise Rejected(draft.problem(field, "", "cellule vide", f"Complétez « {field} »."))


def _rome(draft: Draft, row: Mapping[str, Any], field: str, column: str) -> str:
    _must_have(draft, row, field, column)
    code = str(row[column]).upper()
    if not _ROME.fullmatch(code):
        remedy = "Écrivez une lettre de A à N et quatre chiffres, comme J1506."
        raise Rejected(draft.problem(field, str(row[column]), "code ROME mal formé", remedy))
    return code


# --- what a base knows --------------------------------------------------------------------------


def titles(rows: Reader) -> dict[str, tuple[str, str]]:
    """Folded official title, for men and for women -> ROME code and title as it was imported."""
    found: dict[str, tuple[str, str]] = {}
    for title, code in rows.rows("SELECT title, rome_code FROM occupation_title ORDER BY id"):
        for form in occupations.both_genders(title):
            found.setdefault(fold(form), (code, title))
    return found


def moves(rows: Reader) -> dict[tuple[str, str], int]:
    """(from, to) -> rank of the official moves, as `occupations.nearness` takes them."""
    found = rows.rows("SELECT rome_code, target_code, rank FROM occupation_move")
    return {(code, target): rank for code, target, rank in found}


class Occupations:
    """The occupations that one base knows: the official titles it was given, then our lexicon."""

    def __init__(self, rows: Reader) -> None:
        self._titles = titles(rows)

    def find(self, text: str) -> Occupation | None:
        """The occupation that a text names, None when there is none or when it is not sure."""
        if self._titles:
            for key in dict.fromkeys((fold(text), occupations.without_endings(text))):
                if official := self._titles.get(key):
                    return _official(*official)
        return occupations.find(text)


def _official(code: str, title: str) -> Occupation:
    return Occupation(code, occupations.labels().get(code, title), 1.0, "officielle")
