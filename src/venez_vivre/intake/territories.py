"""The import of territories, with the communes that each one holds."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from venez_vivre import locations
from venez_vivre.intake.columns import TERRITORIES, Layout, require
from venez_vivre.intake.drafts import Draft, Rejected
from venez_vivre.intake.members import stored
from venez_vivre.intake.receipts import Outcome
from venez_vivre.intake.records import Key, RecordImporter
from venez_vivre.intake.writing import Inserts
from venez_vivre.store.base import Work
from venez_vivre.texts import fold

_SIREN = re.compile(r"[0-9]{9}", re.ASCII)


class TerritoryImporter(RecordImporter):
    """One line is one territory, recognised by its code; a commune belongs to one at most."""

    columns = TERRITORIES
    table = ""
    target = "territory"
    unit = ("territoire", "territoires")
    fields = {  # noqa: RUF012  a table of the class, never changed
        "code": "code",
        "nom": "name",
        "type": "kind",
        "departement": "department",
        "actif": "active",
        "conservation_mois": "retention_months",
    }
    defaults = {"active": 1}  # noqa: RUF012  same

    def __init__(self, work: Work, import_id: int) -> None:
        super().__init__(work, import_id)
        self._communes = Inserts(work, "territory_commune", ("territory_id", "code_insee"))
        self._holder: dict[str, int] = dict(
            work.rows.rows("SELECT code_insee, territory_id FROM territory_commune")
        )

    @staticmethod
    def check(layout: Layout, file_name: str) -> None:
        """A code, a name and a legal form are all that a file must have."""
        require(layout, (("code",), ("nom",), ("type",)), file_name)

    def apply(self, draft: Draft) -> Outcome:
        """Create or correct the territory, then give it the communes of its list and no other."""
        codes = self._codes(draft)
        key = (fold(stored(draft.values.get("code")) or ""),)
        self._check_holders(draft, codes, self._numbers.get(key))
        outcome = super().apply(draft)
        number = self._numbers[key]
        released = self._release(number, codes) if "communes" in draft.values else []
        new = [code for code in codes if code not in self._holder]
        for code in new:
            self._holder[code] = number
            self._communes.add(number, code)
        if (new or released) and outcome != "creees":
            self._tell(number, new, released)
        return "mises_a_jour" if (new or released) and outcome == "inchangees" else outcome

    def field_of(self, table: str, current: Mapping[str, Any], column: str) -> str | None:
        """The communes are told too, as a list."""
        return column if column == "communes" else super().field_of(table, current, column)

    def _tell(self, number: int, new: list[str], released: list[str]) -> None:
        held = {code for code, holder in self._holder.items() if holder == number}
        before = "|".join(sorted(held.difference(new).union(released)))
        current = {**self._changes.current("territory", number), "communes": before or None}
        self._changes.tell("territory", current, {"communes": "|".join(sorted(held)) or None})

    def _release(self, number: int, codes: list[str]) -> list[str]:
        """Take away the communes that the territory held and that its list no longer has."""
        gone = [c for c, holder in self._holder.items() if holder == number and c not in codes]
        if gone:
            self._communes.send()
        sql = "SELECT id FROM territory_commune WHERE code_insee IN ({keys})"
        numbers = [row for (row,) in self._work.rows.among(sql, gone)]
        old = [row for row in numbers if row < self._communes.first_number]
        self._work.journal.touch("territory_commune", old)
        self._work.rows.run_many(
            "DELETE FROM territory_commune WHERE id = ?", [(row,) for row in numbers]
        )
        for code in gone:
            del self._holder[code]
        return gone

    def flush(self) -> None:
        """Send territories before their communes."""
        super().flush()
        self._communes.send()

    def finish(self) -> int:
        """How many territories were made."""
        made = super().finish()
        self._communes.finish()
        return made

    def _known(self) -> dict[Key, int]:
        rows = self._work.rows.rows("SELECT code, id FROM territory")
        return {(fold(code),): number for code, number in rows}

    def _key(self, draft: Draft, row: Mapping[str, Any]) -> Key:
        for field, column in (("code", "code"), ("nom", "name"), ("type", "kind")):
            if not stored(row.get(column)):
                raise Rejected(draft.problem(field, "", "cellule vide", f"Complétez « {field} »."))
        return (fold(row["code"]),)

    def _codes(self, draft: Draft) -> list[str]:
        """The INSEE codes that a line lists, those of an EPCI's communes for its SIREN."""
        codes: dict[str, None] = {}
        for said in (stored(draft.values.get("communes")) or "").split("|"):
            if not said:
                continue
            found = _communes(said)
            if not found:
                remedy = "Écrivez des codes INSEE de la région ou le SIREN d’un EPCI."
                raise Rejected(draft.problem("communes", said, "commune inconnue", remedy))
            codes.update(dict.fromkeys(found))
        return list(codes)

    def _check_holders(self, draft: Draft, codes: list[str], number: int | None) -> None:
        taken = [code for code in codes if self._holder.get(code, number) != number]
        if taken:
            remedy = "Une commune appartient à un seul territoire : retirez-la de l’un des deux."
            raise Rejected(
                draft.problem(
                    "communes", "|".join(taken[:5]), "déjà dans un autre territoire", remedy
                )
            )


def _communes(said: str) -> list[str]:
    if _SIREN.fullmatch(said):
        return [commune.code_insee for commune in locations.communes_of(said)]
    found = locations.commune(said.rjust(5, "0"))
    return [found.code_insee] if found else []
