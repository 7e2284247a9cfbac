"""People whom somebody knew: what a form of theirs changes in their household's file."""

from __future__ import annotations

from datetime import date
from typing import Any

from venez_vivre.intake.drafts import Draft
from venez_vivre.intake.files import Files
from venez_vivre.intake.homes import FIRST_TOUCH
from venez_vivre.intake.members import (
    FIELDS_OF_HOUSEHOLD,
    FIELDS_OF_PERSON,
    Trades,
    stored,
    with_keys,
)
from venez_vivre.intake.newcomers import Newcomers
from venez_vivre.intake.parsing import ERASE
from venez_vivre.intake.people import Known, folded, text_or_none
from venez_vivre.intake.writing import Changes
from venez_vivre.likeness.names import first_names, last_names
from venez_vivre.likeness.weights import Level
from venez_vivre.store.base import Work


class Returning:
    """Brings persons and households that stand to what a form says of them."""

    def __init__(
        self, work: Work, import_id: int, changes: Changes, files: Files, new: Newcomers
    ) -> None:
        self._work = work
        self._import_id = import_id
        self._changes = changes
        self._files = files
        self._new = new

    def update_person(
        self, values: dict[str, Any], known: Known, trades: Trades, *, newer: bool
    ) -> bool:
        """Complete or correct the person; whether anything changes."""
        given = {FIELDS_OF_PERSON[f]: v for f, v in values.items() if f in FIELDS_OF_PERSON}
        _keep_names(given, known)
        return self._changes.change(
            "person",
            known.person,
            with_keys(given, trades),
            newer=newer,
            is_new=known.person >= self._new.persons.first_number,
        )

    def update_household(self, values: dict[str, Any], number: int, received: date) -> bool:
        """Complete or correct the household; whether anything changes."""
        home = self._files.of(number)
        is_new = number >= self._new.households.first_number
        newer = home.is_newer(received)
        given = self._given(values)
        changed = self._changes.change("household", number, given, newer=newer, is_new=is_new)
        current = self._changes.current("household", number)
        touch = home.first_touch(received, values, current)
        changed |= self._changes.change("household", number, touch, newer=True, is_new=is_new)
        # A territory that an officer chose, or an earlier form, is not changed by a wish.
        wished = {"territory_id": self._new.places.territory(values)}
        return (
            self._changes.change("household", number, wished, newer=False, is_new=is_new) or changed
        )

    def _given(self, values: dict[str, Any]) -> dict[str, Any]:
        given = {
            column: values[field]
            for field, column in FIELDS_OF_HOUSEHOLD.items()
            if field in values and field not in FIRST_TOUCH
        }
        places = self._new.places
        if "postal_code" in given or "country" in given:
            gone = given.get("postal_code") is ERASE
            given["origin_department"] = places.origin(values) or (ERASE if gone else None)
        if "wished_communes" in given:
            given["wished_codes"] = places.wished_codes(values) or ERASE
        return given

    def is_known_form(self, draft: Draft, who: Known, received: date) -> bool:
        """Whether an earlier import kept a form of that day: the same line in another layout.

        The line is then known by its own hash too, so that it never speaks again.
        """
        found = self._work.rows.rows(
            "SELECT id, message, channel FROM signup WHERE person_id = :person "
            "AND received_on = :day AND coalesce(import_id, 0) <> :import",
            person=who.person,
            day=received.isoformat(),
            **{"import": self._import_id},
        )
        values = draft.values
        message, channel = stored(values.get("message")), stored(values.get("canal"))
        for number, kept, came_by in found:
            if (message or kept) == kept and (channel or came_by) == came_by:
                self._see(number, draft.row_hash)
                return True
        return False

    def _see(self, signup: int, row_hash: int) -> None:
        self._work.rows.run(
            "INSERT INTO seen_row (row_hash, signup_id) VALUES (?, ?) ON CONFLICT DO NOTHING",
            (row_hash, signup),
        )
        self._work.learnt = True


def _keep_names(given: dict[str, Any], known: Known) -> None:
    """Leave the names as they stand when a form swaps or shortens them."""
    said = tuple(folded(text_or_none(given.get(c)) or "") for c in ("first_name", "last_name"))
    if said[0] and said == (known.last_key, known.first_key):
        del given["first_name"], given["last_name"]
        return
    for column, stands, new in (
        ("first_name", known.first_key, said[0]),
        ("last_name", known.last_key, said[1]),
    ):
        shorter = new and len(new) < len(stands)
        if shorter and _compared(column, stands, new) in {Level.VARIANT, Level.SHORT, Level.PART}:
            del given[column]


def _compared(column: str, one: str, other: str) -> Level:
    """How far two first names, or two last names, agree."""
    return (first_names if column == "first_name" else last_names)(one, other)
