"""The import of local contact people: an address book that was kept in a sheet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from venez_vivre.intake.columns import RESOURCES, Layout, require
from venez_vivre.intake.drafts import Draft, Rejected
from venez_vivre.intake.members import stored
from venez_vivre.intake.offers import named_commune
from venez_vivre.intake.parsing import ERASE
from venez_vivre.intake.places import Places
from venez_vivre.intake.receipts import Problem
from venez_vivre.intake.records import Key, RecordImporter
from venez_vivre.references import resource_reference
from venez_vivre.store.base import Work
from venez_vivre.texts import fold


class ResourceImporter(RecordImporter):
    """One line is one person, recognised by their name and their structure.

    A line without a structure is the first person of that name.
    """

    columns = RESOURCES
    table = ""
    target = "resource_person"
    unit = ("personne ressource", "personnes ressources")
    fields = {  # noqa: RUF012  a table of the class, never changed
        "nom": "name",
        "fonction": "position",
        "structure": "structure",
        "email": "email",
        "telephone": "phone",
        "commune": "commune",
        "themes": "themes",
        "capacite": "capacity",
        "note": "note",
    }
    extra = ("reference", "name_key", "code_insee", "territory_id")

    @staticmethod
    def check(layout: Layout, file_name: str) -> None:
        """A name is all that a file must have."""
        require(layout, (("nom",),), file_name)

    def __init__(self, work: Work, import_id: int) -> None:
        super().__init__(work, import_id)
        self._places = Places(work.rows)

    def field_of(self, table: str, current: Mapping[str, Any], column: str) -> str | None:
        """A territory is told too, by its code."""
        if column == "territory_id":
            return "territoire"
        return super().field_of(table, current, column)

    def _known(self) -> dict[Key, int]:
        sql = "SELECT name_key, structure, id FROM resource_person ORDER BY id"
        known: dict[Key, int] = {}
        for name_key, structure, number in self._work.rows.rows(sql):
            known.setdefault((name_key, fold(structure or "")), number)
            known.setdefault((name_key, ""), number)
        return known

    def _complete(self, draft: Draft, row: dict[str, Any]) -> None:
        row["name_key"] = fold(stored(row.get("name")) or "")
        self._situate(draft, row)
        said = stored(draft.values.get("territoire"))
        if draft.values.get("territoire") is ERASE:
            row["territory_id"] = ERASE
        if said:
            row["territory_id"] = self._places.named(said)
            if row["territory_id"] is None:
                remedy = "Importez d’abord les territoires, ou corrigez le code."
                raise Rejected(draft.problem("territoire", said, "territoire inconnu", remedy))

    def _situate(self, draft: Draft, row: dict[str, Any]) -> None:
        """The code of the commune and its territory; what leaves a doubt is said."""
        if row.get("commune") is ERASE:
            row["code_insee"] = ERASE
        name = stored(row.get("commune")) or ""
        postal = stored(draft.values.get("code_postal")) or ""
        if not (name or postal):
            return
        found, said = named_commune(name, postal)
        for field, value, reason, remedy in said:
            self.warn(Problem(draft.line, field, value, reason, remedy))
        if found is not None:
            row.update(commune=found.name, code_insee=found.code_insee)
            around = self._places.around(found.code_insee)
            row.update({"territory_id": around} if around is not None else {})

    def _key(self, draft: Draft, row: Mapping[str, Any]) -> Key:
        if not row["name_key"]:
            raise Rejected(draft.problem("nom", "", "cellule vide", "Complétez le nom."))
        return row["name_key"], fold(stored(row.get("structure")) or "")

    def _insert(self, row: Mapping[str, Any]) -> int:
        reference = resource_reference(self._inserts.next_number)
        return super()._insert({**row, "reference": reference})
