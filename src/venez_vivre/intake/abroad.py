"""Phone numbers of people who live abroad, as they are dialled there."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from venez_vivre.intake.cells import Mended, Unreadable
from venez_vivre.intake.drafts import Draft
from venez_vivre.intake.layouts import Layout
from venez_vivre.intake.phones import phone_of
from venez_vivre.intake.receipts import Problem
from venez_vivre.locations import country_code

FIELDS = ("telephone", "telephone_conjoint")


class PhonesAbroad:
    """Reads the phones of a line again when its country is not France."""

    def __init__(self, layout: Layout) -> None:
        fields = [column.field if column else "" for column in layout.columns]
        self._places = {field: fields.index(field) for field in FIELDS if field in fields}
        self._corrections = layout.corrections

    def read(self, draft: Draft) -> None:
        """Replace what the cells gave as French numbers, and what was said of them."""
        country = draft.values.get("pays")
        if not isinstance(country, str) or country_code(country) in {None, "FR"}:
            return
        for field, place in self._places.items():
            cells = draft.row.cells
            given = self._corrections.get(draft.line, {}) if self._corrections else {}
            text = given.get(place, cells[place] if place < len(cells) else "").strip()
            if any(char.isdigit() for char in text):
                draft.notices = [told for told in draft.notices if told[0].colonne != field]
                self._keep(draft, field, text, _read(text, country))

    def _keep(self, draft: Draft, field: str, text: str, found: Any) -> None:
        if isinstance(found, (Mended, Unreadable)):
            draft.tell(Problem(draft.line, field, text, found.reason, found.remedy))
        if isinstance(found, Unreadable):
            draft.values.pop(field, None)
        else:
            draft.values[field] = found.value if isinstance(found, Mended) else found


@lru_cache(maxsize=1 << 10)
def _read(text: str, country: str) -> str | Mended | Unreadable:
    try:
        return phone_of(text, country)
    except Unreadable as error:
        return error.with_traceback(None)
