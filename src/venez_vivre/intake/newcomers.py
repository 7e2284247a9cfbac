"""People whom nobody knew: their household, its members, the form they filled."""

from __future__ import annotations

import json
import re
from collections.abc import Collection
from datetime import date
from typing import Any

from venez_vivre.intake.drafts import Draft, Rejected
from venez_vivre.intake.keyring import pack
from venez_vivre.intake.members import (
    FIELDS_OF_HOUSEHOLD,
    PERSON_COLUMNS,
    Trades,
    family_of,
    partner_row,
    registrant_row,
)
from venez_vivre.intake.parsing import ERASE
from venez_vivre.intake.people import text_or_none
from venez_vivre.intake.places import Places
from venez_vivre.intake.ready import Ready, Row
from venez_vivre.intake.sketches import Sketch, sketch
from venez_vivre.intake.writing import Inserts
from venez_vivre.references import household_reference
from venez_vivre.store.base import Work
from venez_vivre.store.reach import writable
from venez_vivre.vocabulary import Role, Stage

SAID_AS_IS = tuple(field for field in FIELDS_OF_HOUSEHOLD if field != "date_souhaitee")
"""Fields that the base keeps as they were read: all but the date."""

TOLD_APART = frozenset({"code_postal", "commune", "pays"})
"""Fields that a line may give without a column of theirs: an address says all three."""

STREAM = 500
"""Households that are sent together: a server spends on each parcel what ten of them cost."""


class Newcomers:
    """Writes new households; the rows wait until they are sent."""

    def __init__(self, work: Work, import_id: int, places: Places, trades: Trades) -> None:
        self._import_id = import_id
        self.places = places
        self._trades = trades
        self._work = work
        self._writable = writable(work.rows)
        self.households = Inserts(work, "household", HOUSEHOLD_COLUMNS, kept=True)
        self._said = SAID_AS_IS
        self.keyless: list[int] = []
        """Partners of whom a form gives the last name alone: nobody is looked for by their keys."""
        self.sifted = False
        """Whether a line is told apart from others by its sketches: a large file."""
        columns = ("household_id", "role", "registered_on", *PERSON_COLUMNS)
        self.persons = Inserts(
            work, "person", columns, ("household_id", "role", "birth_year"), kept=True
        )
        self.signups = Inserts(work, "signup", SIGNUP_COLUMNS, kept=True)

    def expect(self, fields: Collection[str]) -> None:
        """Know which fields lines will give: a household is written without the others."""
        self._said = tuple(f for f in SAID_AS_IS if f in fields or f in TOLD_APART)
        said = (FIELDS_OF_HOUSEHOLD[field] for field in self._said)
        self.households = Inserts(self._work, "household", (*WORKED_OUT, *said), kept=True)

    def ready(self, draft: Draft, received: date) -> Ready:
        """What a line makes of somebody new, registered that day."""
        values = _standing(draft.values)
        get, day = values.get, received.isoformat()
        partner = partner_row(values, self._trades)
        return Ready(
            day,
            self._household(values, day),
            registrant_row(values, draft.who, self._trades),
            partner,
            family_of(values, partner=partner is not None),
            (get("canal", ""), get("campagne", ""), get("message", ""), as_json(draft.row.cells)),
            pack(draft.who.keys),
            pack(draft.who.asks),
            pack(draft.partner.keys) if draft.partner is not None else b"",
            pack(draft.partner.asks) if draft.partner is not None else b"",
            self._sketches(draft) if self.sifted else (),
        )

    @staticmethod
    def _sketches(draft: Draft) -> tuple[Sketch, ...]:
        return tuple(sketch(who) for who in (draft.who, draft.partner) if who is not None)

    def _household(self, values: dict[str, Any], received: str) -> Row:
        get, places = values.get, self.places
        wished_on = get("date_souhaitee")
        return (
            places.territory(values) or "",
            places.origin(values) or "",
            places.wished_codes(values) or "",
            Stage.REGISTERED.value,
            received,
            wished_on.isoformat() if wished_on else "",
            *map(get, self._said, _BLANKS),
        )

    def check_ours(self, draft: Draft) -> None:
        """On a server, whoever is of another territory is for the officers of that territory.

        Raises:
            Rejected: the line is not for whoever imports it.

        """
        if self._writable is None:
            return
        territory = draft.ready.household[0]
        if not territory and len(self._writable) != 1:
            said, reason, remedy = "", "territoire non renseigné", "Écrivez lequel des vôtres."
        elif territory and territory not in self._writable:
            said = text_or_none(draft.values.get("territoires_souhaites")) or ""
            reason = "d’un territoire où vous n’êtes pas habilité"
            remedy = "Donnez cette ligne à ce territoire, ou à la Région."
        else:
            return
        raise Rejected(draft.problem("territoires_souhaites", said, reason, remedy))

    def stays_as_made(self, ready: Ready) -> bool:
        """Whether the base keeps a household as it is made.

        A server gives one that has no territory to the only territory of whoever imports.
        """
        return self._writable is None or bool(ready.household[0])

    def household(self, ready: Ready) -> int:
        """A household more."""
        number = self.households.next_number
        return self.households.put((household_reference(number), *ready.household))

    def registrant(self, household: int, draft: Draft) -> int:
        """Whoever filled the form, and the form."""
        ready: Ready = draft.ready
        number = self.persons.put(
            (household, Role.REGISTRANT.value, ready.received, *ready.registrant)
        )
        self.form(draft, household, number)
        return number

    def relatives(self, household: int, ready: Ready) -> int | None:
        """The others of the household; the number of a partner who has a name."""
        number = None
        if ready.partner is not None:
            number = self.persons.add(household, Role.PARTNER.value, None, *ready.partner)
            if not ready.partner_keys:
                self.keyless.append(number)
        for role, year in ready.family:
            self.persons.add_short(household, role, year)
        return number if ready.partner_keys else None

    def form(self, draft: Draft, household: int, person: int) -> None:
        """Keep a form as received."""
        day, form = draft.ready.received, draft.ready.form
        self.signups.put((household, person, self._import_id or "", day, *form, draft.row_hash))

    def stream(self) -> None:
        """Send rows when there are some: a server then works while the next lines are read."""
        if self.households.waiting >= STREAM:
            self.send()

    def send(self) -> None:
        """Send the rows that wait, in the order that the links between them ask for."""
        for inserts in (self.households, self.persons, self.signups):
            inserts.send()

    def forget(self) -> None:
        """Keep in mind only the rows that come from now on."""
        for inserts in (self.households, self.persons, self.signups):
            inserts.forget()

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


WORKED_OUT = (
    "reference",
    "territory_id",
    "origin_department",
    "wished_codes",
    "stage",
    "registered_on",
    "wished_on",
)
HOUSEHOLD_COLUMNS = (*WORKED_OUT, *(FIELDS_OF_HOUSEHOLD[field] for field in SAID_AS_IS))
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
