"""The plan for lines of sign-ups: new person, change, nothing new; and its writing, in bulk."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from venez_vivre.intake.columns import SIGNUPS, Layout, require
from venez_vivre.intake.drafts import Draft, Rejected
from venez_vivre.intake.homes import FIRST_TOUCH, Homes
from venez_vivre.intake.identity import Claim, Directory, Known, claim, look_up, members_of
from venez_vivre.intake.members import (
    FIELDS_OF_HOUSEHOLD,
    FIELDS_OF_PARTNER,
    FIELDS_OF_PERSON,
    PERSON_COLUMNS,
    members,
    stored,
    with_keys,
)
from venez_vivre.intake.parsing import ERASE
from venez_vivre.intake.places import Places
from venez_vivre.intake.plan import Importer
from venez_vivre.intake.receipts import Outcome
from venez_vivre.intake.relatives import Relatives
from venez_vivre.intake.writing import Changes, Inserts
from venez_vivre.references import household_reference
from venez_vivre.store import stages
from venez_vivre.store.base import Work
from venez_vivre.vocabulary import Role

NEEDED = (("nom", "prenom"), ("email", "telephone"))


class SignupImporter(Importer):
    """Sign-ups become households with their members; the form is kept as received."""

    columns = SIGNUPS
    table = "signup"
    unit = ("foyer", "foyers")

    def __init__(self, work: Work, import_id: int) -> None:
        self._work = work
        self._import_id = import_id
        self._places = Places(work.rows)
        self._households = Inserts(work, "household", HOUSEHOLD_COLUMNS)
        self._persons = Inserts(work, "person", ("household_id", "role", *PERSON_COLUMNS))
        self._signups = Inserts(work, "signup", SIGNUP_COLUMNS)
        self._changes = Changes(work)
        self._relatives = Relatives(work.rows, self._persons, self._changes)
        self._heard_again: set[int] = set()
        self._directory = Directory()
        self._homes = Homes(work.rows)

    @staticmethod
    def check(layout: Layout, file_name: str) -> None:
        """A name, and one of e-mail and phone, are all that a file must have."""
        require(layout, NEEDED, file_name)

    def prepare(self, drafts: Sequence[Draft]) -> None:
        """Look everybody of a batch up at once."""
        claims = [claim(draft.values) for draft in drafts]
        claims += [claim(d.values, "_conjoint") for d in drafts if _names_partner(d.values)]
        self._directory = look_up(self._work.rows, claims)
        self._homes.clear()

    def apply(self, draft: Draft) -> Outcome:
        """Write one line.

        Raises:
            Rejected: no name, no way to reach the person, or a date in the future.

        """
        received = self._check(draft)
        if unknown := self._places.unknown(draft):
            self.warn(unknown)
        who = claim(draft.values)
        known = self._directory.find(who)
        partner = None if known else self._known_partner(draft.values)
        if partner is not None:
            self._send_inserts()
            known = self._relatives.awaited(partner, who)
            if known is None and self._relatives.are_two(partner.household):
                # A third adult who names one of a couple does not become their other half.
                draft.values = _without_partner(draft.values)
                partner = None
        if known is not None:
            return self._again(draft, known, received)
        self._create(draft, partner, received)
        return "creees"

    def flush(self) -> None:
        """Send the batch to the base."""
        self._send_inserts()
        self._changes.send()

    def finish(self) -> int:
        """Derive the stages of what was touched; how many households are new."""
        first, last = self._households.finish()
        self._persons.finish()
        self._signups.finish()
        if last >= first:
            stages.derive_range(self._work.rows, first, last)
        stages.derive(self._work.rows, self._heard_again)
        return last - first + 1

    def _check(self, draft: Draft) -> date:
        values = draft.values
        if not any(isinstance(values.get(field), str) for field in ("nom", "prenom")):
            raise Rejected(draft.problem("nom", "", "ni nom ni prénom", "Complétez le nom."))
        if not any(isinstance(values.get(field), str) for field in ("email", "telephone")):
            raise Rejected(
                draft.problem(
                    "email",
                    "",
                    "ni e-mail ni téléphone lisible",
                    "Complétez l’un des deux.",
                )
            )
        received = values.get("date_inscription")
        if not isinstance(received, date):
            return self._work.today
        if received > self._work.today:
            raise Rejected(
                draft.problem(
                    "date_inscription",
                    received.strftime("%d/%m/%Y"),
                    "date dans le futur",
                    "Corrigez la date d’inscription.",
                )
            )
        return received

    def _create(self, draft: Draft, partner: Known | None, received: date) -> None:
        """A new person, in the household of their partner when that is known, else in a new one."""
        if partner is not None:
            self._join(draft, partner.household, received)
            return
        values = draft.values
        household = self._new_household(values)
        for role, row, said in members(values):
            number = self._persons.add(household, role.value, *row)
            if said is not None:
                own = received if role is Role.REGISTRANT else None
                self._remember(number, household, role, said, own)
            if role is Role.REGISTRANT:
                self._keep_form(draft, household, number, received)
        self._homes.start(household).hear(received, values)

    def _join(self, draft: Draft, household: int, received: date) -> None:
        """A registrant more in a household that stands."""
        values, home = draft.values, self._homes.of(household)
        newer = home.is_newer(received)
        (_, row, _), *_ = members(values, alone=True)
        number = self._persons.add(household, Role.REGISTRANT.value, *row)
        self._keep_form(draft, household, number, received)
        self._update_household(values, household, received)
        self._relatives.children(values, household, newer=newer)
        self._heard(household, received, values)

    def _heard(self, household: int, received: date, values: dict[str, Any]) -> None:
        """Know a household again by what the base now says, as another batch would."""
        self.flush()
        self._homes.of(household).hear(received, values)
        self._directory.renew(household, members_of(self._work.rows, household))
        if household < self._households.first_number:
            self._heard_again.add(household)

    def _known_partner(self, values: dict[str, Any]) -> Known | None:
        """The partner that a form names, when an e-mail or a phone proves who that is."""
        if not _names_partner(values):
            return None
        said = claim(values, "_conjoint")
        if not (said.email or said.phone):
            return None
        return self._directory.find(said)

    def _new_household(self, values: dict[str, Any]) -> int:
        given = {k: v for k, v in values.items() if v is not ERASE}
        return self._households.add(
            household_reference(self._households.next_number),
            self._places.territory(given),
            self._places.origin(given),
            *(stored(given.get(field)) for field in FIELDS_OF_HOUSEHOLD),
        )

    def _remember(
        self, number: int, household: int, role: str, who: Claim, day: date | None
    ) -> None:
        self._directory.add(
            Known(
                number,
                household,
                role,
                who.first_key,
                who.last_key,
                who.external_reference,
                who.email,
                who.phone,
                who.birth_year,
                who.postal_code,
                day,
            )
        )

    def _keep_form(self, draft: Draft, household: int, person: int, received: date) -> None:
        values = draft.values
        self._signups.add(
            household,
            person,
            self._import_id,
            received.isoformat(),
            stored(values.get("canal")),
            stored(values.get("campagne")),
            stored(values.get("message")),
            _as_json(draft.row.cells),
            draft.row_hash,
        )

    def _again(self, draft: Draft, who: Known, received: date) -> Outcome:
        """Somebody known: their newer form completes and corrects, an older one only completes."""
        values = draft.values
        self._send_inserts()
        home = self._homes.of(who.household)
        newest = home.is_newer(received)  # of the household; the person may have been silent since
        late = who.heard_on is not None and received < who.heard_on
        newer = not late and not home.edited_since(received)
        changed = self._update_person(values, who, newer=newer)
        changed |= self._update_household(values, who.household, received)
        changed |= self._relatives.complete(values, who, self._directory, newer=newest)
        if not changed and self._is_known_form(who.person, received, values):
            return "inchangees"
        self._keep_form(draft, who.household, who.person, received)
        self._heard(who.household, received, values)
        return "mises_a_jour"

    def _is_known_form(self, person: int, received: date, values: dict[str, Any]) -> bool:
        """Whether an earlier import kept a form of that day (the same line in another layout)."""
        found = self._work.rows.rows(
            "SELECT message, channel FROM signup WHERE person_id = :person "
            "AND received_on = :day AND coalesce(import_id, 0) <> :import",
            person=person,
            day=received.isoformat(),
            **{"import": self._import_id},
        )
        said = (stored(values.get("message")), stored(values.get("canal")))
        return any((said[0] or row[0]) == row[0] and (said[1] or row[1]) == row[1] for row in found)

    def _update_person(self, values: dict[str, Any], known: Known, *, newer: bool) -> bool:
        given = {FIELDS_OF_PERSON[f]: v for f, v in values.items() if f in FIELDS_OF_PERSON}
        return self._changes.change(
            "person",
            known.person,
            with_keys(given),
            newer=newer,
            is_new=known.person >= self._persons.first_number,
        )

    def _update_household(self, values: dict[str, Any], number: int, received: date) -> bool:
        home = self._homes.of(number)
        is_new = number >= self._households.first_number
        given = {
            column: values[field]
            for field, column in FIELDS_OF_HOUSEHOLD.items()
            if field in values and field not in FIRST_TOUCH
        }
        if "postal_code" in given or "country" in given:
            gone = given.get("postal_code") is ERASE
            given["origin_department"] = self._places.origin(values) or (ERASE if gone else None)
        newer = home.is_newer(received)
        changed = self._changes.change("household", number, given, newer=newer, is_new=is_new)
        current = self._changes.current("household", number)
        touch = home.first_touch(received, values, current)
        changed |= self._changes.change("household", number, touch, newer=True, is_new=is_new)
        # A territory that an officer chose, or an earlier form, is not changed by a wish.
        wished = {"territory_id": self._places.territory(values)}
        return (
            self._changes.change("household", number, wished, newer=False, is_new=is_new) or changed
        )

    def _send_inserts(self) -> None:
        for inserts in (self._households, self._persons, self._signups):
            inserts.send()


def _names_partner(values: dict[str, Any]) -> bool:
    return isinstance(values.get("prenom_conjoint"), str)


def _without_partner(values: dict[str, Any]) -> dict[str, Any]:
    return {field: value for field, value in values.items() if field not in FIELDS_OF_PARTNER}


_as_json = json.JSONEncoder(ensure_ascii=False).encode

HOUSEHOLD_COLUMNS = (
    "reference",
    "territory_id",
    "origin_department",
    *FIELDS_OF_HOUSEHOLD.values(),
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
