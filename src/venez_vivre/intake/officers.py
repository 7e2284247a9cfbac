"""The import of officers: who is in charge, and of which territory."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from venez_vivre.intake.columns import OFFICERS, Layout, require
from venez_vivre.intake.drafts import Draft, Rejected
from venez_vivre.intake.members import stored
from venez_vivre.intake.parsing import ERASE
from venez_vivre.intake.places import Places
from venez_vivre.intake.records import Key, RecordImporter
from venez_vivre.store.base import Work
from venez_vivre.texts import fold


class OfficerImporter(RecordImporter):
    """One line is one colleague, recognised by their name."""

    columns = OFFICERS
    table = ""
    target = "officer"
    unit = ("agent", "agents")
    fields = {"nom": "name", "email": "email", "telephone": "phone"}  # noqa: RUF012  a table
    extra = ("name_key", "territory_id")

    def __init__(self, work: Work, import_id: int) -> None:
        super().__init__(work, import_id)
        self._places = Places(work.rows)

    def field_of(self, table: str, current: Mapping[str, Any], column: str) -> str | None:
        """A territory is told too, by its code."""
        if column == "territory_id":
            return "territoire"
        return super().field_of(table, current, column)

    @staticmethod
    def check(layout: Layout, file_name: str) -> None:
        """A name is all that a file must have."""
        require(layout, (("nom",),), file_name)

    def _known(self) -> dict[Key, int]:
        return {(key,): n for key, n in self._work.rows.rows("SELECT name_key, id FROM officer")}

    def _complete(self, draft: Draft, row: dict[str, Any]) -> None:
        row["name_key"] = fold(stored(row.get("name")) or "")
        said = stored(draft.values.get("territoire"))
        if draft.values.get("territoire") is ERASE:
            row["territory_id"] = ERASE
        if said:
            row["territory_id"] = self._places.named(said)
            if row["territory_id"] is None:
                remedy = "Importez d’abord les territoires, ou corrigez le code."
                raise Rejected(draft.problem("territoire", said, "territoire inconnu", remedy))

    def _key(self, draft: Draft, row: Mapping[str, Any]) -> Key:
        if not row["name_key"]:
            raise Rejected(draft.problem("nom", "", "cellule vide", "Complétez le nom."))
        return (row["name_key"],)
