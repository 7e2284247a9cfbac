"""The import of campaigns: spending and audience by axis, channel and first day."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from venez_vivre.intake.columns import CAMPAIGNS, Layout, require
from venez_vivre.intake.drafts import Draft, Rejected
from venez_vivre.intake.members import stored
from venez_vivre.intake.records import Key, RecordImporter
from venez_vivre.texts import fold


class CampaignImporter(RecordImporter):
    """One line is what one axis spent and reached on one channel from one day on."""

    columns = CAMPAIGNS
    table = ""
    target = "campaign"
    unit = ("campagne", "campagnes")
    fields = {  # noqa: RUF012  a table of the class, never changed
        "axe": "axis",
        "canal": "channel",
        "du": "starts_on",
        "au": "ends_on",
        "depense": "spending_cents",
        "vues": "views",
        "visites": "visits",
        "ecoutes": "plays",
    }
    defaults = dict.fromkeys(("spending_cents", "views", "visits", "plays"), 0)

    @staticmethod
    def check(layout: Layout, file_name: str) -> None:
        """An axis and a first day are all that a file must have."""
        require(layout, (("axe",), ("du",)), file_name)

    def _known(self) -> dict[Key, int]:
        rows = self._work.rows.rows("SELECT axis, channel, starts_on, id FROM campaign")
        return {(fold(a), fold(c or ""), day): number for a, c, day, number in rows}

    def _key(self, draft: Draft, row: Mapping[str, Any]) -> Key:
        for field, column in (("axe", "axis"), ("du", "starts_on")):
            if not stored(row.get(column)):
                raise Rejected(draft.problem(field, "", "cellule vide", f"Complétez « {field} »."))
        ends = row.get("ends_on")
        if ends and stored(ends) and stored(ends) < stored(row["starts_on"]):
            said = ends.strftime("%d/%m/%Y")
            raise Rejected(draft.problem("au", said, "fin avant le début", "Corrigez les dates."))
        return fold(row["axis"]), fold(stored(row.get("channel")) or ""), stored(row["starts_on"])
