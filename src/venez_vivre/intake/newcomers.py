"""People whom nobody knew: their household, its members, the form they filled."""

from __future__ import annotations

import json
import re
from typing import Any

from venez_vivre.intake.drafts import Draft
from venez_vivre.intake.members import (
    FIELDS_OF_HOUSEHOLD,
    PERSON_COLUMNS,
    Trades,
    family_of,
    partner_row,
    registrant_row,
)
from venez_vivre.intake.parsing import ERASE
from venez_vivre.intake.people import Claim
from venez_vivre.intake.places import Places
from venez_vivre.intake.writing import Inserts
from venez_vivre.references import household_reference
from venez_vivre.store.base import Work
from venez_vivre.vocabulary import Role, Stage

SAID_AS_IS = tuple(field for field in FIELDS_OF_HOUSEHOLD if field != "date_souhaitee")
"""Fields that the base keeps as they were read: all but the date."""


class Newcomers:
    """Writes new households; the rows wait until they are sent."""

    def __init__(self, work: Work, import_id: int, places: Places, trades: Trades) -> None:
        self._import_id = import_id
        self.places = places
        self._trades = trades
        self.households = Inserts(work, "household", HOUSEHOLD_COLUMNS)
        columns = ("household_id", "role", "registered_on", *PERSON_COLUMNS)
        self.persons = Inserts(work, "person", columns, ("household_id", "role", "birth_year"))
        self.signups = Inserts(work, "signup", SIGNUP_COLUMNS)

    def household(self, values: dict[str, Any], received: str) -> int:
        """A household more, registered that day."""
        values = _standing(values)
        get, places = values.get, self.places
        wished_on = get("date_souhaitee")
        return self.households.put(
            (
                household_reference(self.households.next_number),
                places.territory(values) or "",
                places.origin(values) or "",
                places.wished_codes(values) or "",
                Stage.REGISTERED.value,
                received,
                wished_on.isoformat() if wished_on else "",
                *map(get, SAID_AS_IS, _BLANKS),
            )
        )

    def registrant(self, household: int, draft: Draft, who: Claim, received: str) -> int:
        """Whoever filled the form, and the form."""
        row = registrant_row(_standing(draft.values), who, self._trades)
        number = self.persons.put((household, Role.REGISTRANT.value, received, *row))
        self.form(draft, household, number, received)
        return number

    def relatives(self, household: int, values: dict[str, Any]) -> int | None:
        """The others of the household; the number of a partner who has a name."""
        row = partner_row(values, self._trades)
        number = None
        if row is not None:
            number = self.persons.add(household, Role.PARTNER.value, None, *row)
        for role, year in family_of(values, partner=row is not None):
            self.persons.add_short(household, role, year)
        return number if values.get("prenom_conjoint") else None

    def form(self, draft: Draft, household: int, person: int, received: str) -> None:
        """Keep a form as received."""
        get = _standing(draft.values).get
        said = get("canal", ""), get("campagne", ""), get("message", "")
        form = as_json(draft.row.cells)
        self.signups.put(
            (household, person, self._import_id or "", received, *said, form, draft.row_hash)
        )

    def send(self) -> None:
        """Send the rows that wait, in the order that the links between them ask for."""
        for inserts in (self.households, self.persons, self.signups):
            inserts.send()

    def finish(self) -> int:
        """Send the rest and tell the journal; how many households are new."""
        first, last = self.households.finish()
        self.persons.finish()
        self.signups.finish()
        return last - first + 1


def _standing(values: dict[str, Any]) -> dict[str, Any]:
    """The values of a form without those that it only takes away."""
    if ERASE not in values.values():
        return values
    return {field: value for field, value in values.items() if value is not ERASE}


_BLANKS = ("",) * len(SAID_AS_IS)
_SPECIAL = re.compile(r'[\x00-\x1f"\\]')
_encode = json.JSONEncoder(ensure_ascii=False).encode


def as_json(cells: list[str]) -> str:
    """A form as JSON text; joined by hand when no cell needs an escape, in a fifth of the time."""
    if _SPECIAL.search("".join(cells)):
        return _encode(cells)
    return '["' + '", "'.join(cells) + '"]'


HOUSEHOLD_COLUMNS = (
    "reference",
    "territory_id",
    "origin_department",
    "wished_codes",
    "stage",
    "registered_on",
    "wished_on",
    *(FIELDS_OF_HOUSEHOLD[field] for field in SAID_AS_IS),
)
SIGNUP_COLUMNS = (
    "household_id",
    "person_id",
    "import_id",
    "received_on",
    "channel",
    "campaign",
    "message",
    "form",
    "row_hash",
)
