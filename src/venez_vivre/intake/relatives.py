"""The people around a registrant, when a form tells more of them than the household's file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from venez_vivre.intake.cells import ERASE
from venez_vivre.intake.drafts import Draft
from venez_vivre.intake.files import Files
from venez_vivre.intake.identity import recognise
from venez_vivre.intake.members import (
    Trades,
    births,
    partner_row,
    partner_values,
    stored,
    with_keys,
)
from venez_vivre.intake.people import Claim, Known
from venez_vivre.intake.writing import Changes, Inserts
from venez_vivre.vocabulary import Role

Children = Sequence[tuple[int, int | None]]
"""The number and the birth year of each."""

Alike = Callable[[bytes], list[Known]]
"""The people who share one of these keys."""


_CHILD = Role.CHILD.value


class Relatives:
    """Partners and children of households that stand."""

    def __init__(self, files: Files, persons: Inserts, changes: Changes, trades: Trades) -> None:
        self._files = files
        self._trades = trades
        self._persons = persons
        self._changes = changes

    def awaited(self, partner: Known, who: Claim) -> Known | None:
        """The place that the household of their partner keeps for somebody who signs up."""
        number = self._adult(partner.household, who.first_key, partner.person)
        people = self._files.people(partner.household)
        return next((known for known in people if known.person == number), None)

    def are_two(self, household: int) -> bool:
        """Whether a household has a couple whose names are both known."""
        couple = {Role.REGISTRANT.value, Role.PARTNER.value}
        members = self._files.members(household)
        return sum(bool(m["first_key"]) and m["role"] in couple for m in members) >= 2

    def complete(self, draft: Draft, known: Known, alike: Alike, *, newer: bool) -> bool:
        """Bring the relatives to what the form of `known` says; whether anything changes."""
        said = draft.partner
        partner = None
        if said is not None and (said.email or said.phone):
            partner = recognise(said, alike(draft.ready.partner_asks))
        changed = self._partner(draft, known, partner, newer=newer)
        return self.children(draft.values, known.household, newer=newer) or changed

    def _partner(self, draft: Draft, known: Known, partner: Known | None, *, newer: bool) -> bool:
        """A partner named only now takes the place kept for them, or joins the household."""
        values, said = draft.values, draft.partner
        if said is None or not said.first_key or known.role != Role.REGISTRANT:
            return False
        if partner is not None and partner.household != known.household:
            return False
        number = (
            partner.person
            if partner
            else self._adult(known.household, said.first_key, known.person)
        )
        if number is not None:
            given = with_keys(partner_values(values), self._trades)
            return self._change(number, given, newer=newer)
        row = partner_row(values, self._trades)
        if row is None:
            return False
        number = self._persons.add(known.household, Role.PARTNER.value, None, *row)
        place = {"id": 0, "household_id": known.household, "role": Role.PARTNER}
        said = {column: stored(value) for column, value in partner_values(values).items()}
        self._changes.tell("person", place, {c: value for c, value in said.items() if value})
        self._files.came(known.household, number)
        return True

    def _adult(self, household: int, first_key: str, besides: int) -> int | None:
        """The adult of that first name, else a partner whose name nobody gave yet."""
        if not first_key:
            return None
        others = [m for m in self._files.members(household) if m["id"] != besides]
        called = [m for m in others if m["first_key"] == first_key and m["role"] != _CHILD]
        nameless = [m for m in others if m["first_key"] == "" and m["role"] == Role.PARTNER.value]
        return next((int(member["id"]) for member in (*called, *nameless)), None)

    def children(self, values: dict[str, Any], household: int, *, newer: bool) -> bool:
        """Children the file lacks, and birth years it did not know or no longer knows."""
        told, erased = births(values), values.get("naissances_enfants") is ERASE
        if not told and not erased:
            return False
        standing = [
            (member["id"], member["birth_year"])
            for member in self._files.members(household)
            if member["role"] == _CHILD
        ]
        if standing and not newer:
            return False
        changed = self._forget(standing, newer=newer) if erased else False
        years = [year for year in told if year is not None]
        for _, year in standing:
            if year in years:
                years.remove(year)
        changed |= self._give(standing, years, newer=newer)
        for _ in range(len(told) - len(standing)):
            year = years.pop(0) if years else None
            self._files.came(household, self._persons.add_short(household, _CHILD, year))
            changed = True
        return changed

    def _forget(self, standing: Children, *, newer: bool) -> bool:
        changed = False
        for number, _ in standing:
            changed |= self._change(number, {"birth_year": ERASE}, newer=newer)
        return changed

    def _give(self, standing: Children, years: list[int], *, newer: bool) -> bool:
        """Give the first years to the children of whom none is known."""
        changed = False
        for number, year in standing:
            if year is None and years:
                changed |= self._change(number, {"birth_year": years.pop(0)}, newer=newer)
        return changed

    def _change(self, number: int, given: dict[str, Any], *, newer: bool) -> bool:
        is_new = number >= self._persons.first_number
        return self._changes.change("person", number, given, newer=newer, is_new=is_new)
