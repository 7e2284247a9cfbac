"""The import of sign-ups: somebody new, somebody known, or a line that a person must look at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from venez_vivre.errors import Refused
from venez_vivre.intake.abroad import PhonesAbroad
from venez_vivre.intake.acquaintances import Acquaintances
from venez_vivre.intake.columns import SIGNUPS, Layout, require
from venez_vivre.intake.doubts import Doubts
from venez_vivre.intake.drafts import Draft, Rejected
from venez_vivre.intake.files import Files
from venez_vivre.intake.forgotten import Forgotten
from venez_vivre.intake.identity import Newcomer, recognise
from venez_vivre.intake.members import FIELDS_OF_PARTNER, TOLD
from venez_vivre.intake.naming import name_order, told_apart
from venez_vivre.intake.newcomers import Newcomers
from venez_vivre.intake.people import Known, claim
from venez_vivre.intake.places import Places
from venez_vivre.intake.plan import Importer
from venez_vivre.intake.plausible import checked
from venez_vivre.intake.receipts import Outcome, Problem
from venez_vivre.intake.relatives import Relatives
from venez_vivre.intake.returning import Returning
from venez_vivre.intake.sheets import Sheet
from venez_vivre.intake.splitting import NameOrder
from venez_vivre.intake.trades import Trades
from venez_vivre.intake.unkeyed import key_everybody
from venez_vivre.intake.withheld import Withheld
from venez_vivre.intake.writing import Observe
from venez_vivre.store import heavy, stages
from venez_vivre.store.base import Work
from venez_vivre.vocabulary import Identity, Role

FIRST_YEAR = 2000
"""Nobody signed up on a site before; an older date is a slip."""

LARGEST = ("person", "household", "signup")
"""The tables that a large file fills."""

NEEDED = (("nom", "prenom", "nom_complet"), ("email", "telephone"))


class SignupImporter(Importer):
    """Sign-ups become households with their members; the form is kept as received."""

    columns = SIGNUPS
    table = "signup"
    unit = ("foyer", "foyers")

    def __init__(self, work: Work, import_id: int) -> None:
        self._work = work
        self._places, self._trades = Places(work.rows), Trades(work.rows)
        self._new = Newcomers(work, import_id, self._places, self._trades)
        self._files = Files(work, self._new)
        self._changes = self._files.changes
        self._relatives = Relatives(self._files, self._new.persons, self._changes, self._trades)
        self._back = Returning(work, import_id, self._changes, self._files, self._new)
        self._people = Acquaintances(work.rows)
        self._doubts = Doubts(work, import_id)
        self._forgotten, self._withheld = Forgotten(work.rows), Withheld(work.rows)
        self._order = NameOrder()
        self._abroad: PhonesAbroad | None = None
        self._heavy: heavy.Load | None = None
        self._heard_again: set[int] = set()
        self._subject = 0
        """The person of the line under way, when they are known."""
        key_everybody(work.rows)

    @staticmethod
    def check(layout: Layout, file_name: str) -> None:
        """A name, and one of e-mail and phone, are all that a file must have."""
        require(layout, NEEDED, file_name)

    def watch(self, observe: Observe) -> None:
        """Tell an observer of the cells that lines change."""
        self._changes.observe = observe

    def called(self, household: int) -> str | None:
        """Households of a batch are read already."""
        return self._files.reference(household)

    def field_of(self, table: str, current: Mapping[str, Any], column: str) -> str | None:
        """A person is told of as whoever fills the form, as their partner, or as a child."""
        if table != "person":
            return TOLD["household"].get(column)
        if current["id"] == self._subject:
            return TOLD["person"].get(column)
        if current["role"] == Role.CHILD:
            return "naissances_enfants" if column == "birth_year" else None
        return TOLD["partner"].get(column)

    def expect(self, sheet: Sheet, layout: Layout) -> None:
        """Learn how names are written; put indices off for more than what the base holds."""
        self._order = name_order(sheet, layout)
        self._abroad = PhonesAbroad(layout)
        self._new.expect(layout.fields)
        self._heavy = heavy.begun(self._work.rows, LARGEST, sheet.path.stat().st_size)
        if self._heavy is not None:
            self.batch, self._new.sifted = self._heavy.batch, True
            self._people.sift(self._doubts.size())

    def known(self, hashes: Sequence[int]) -> Mapping[int, Outcome]:
        """Lines that were imported before, and those that still wait for a decision."""
        found = dict(super().known(hashes))
        found |= dict.fromkeys(self._said_before(hashes), "inchangees")
        return found | dict.fromkeys(self._doubts.waiting(hashes), "mises_de_cote")

    def _said_before(self, hashes: Sequence[int]) -> list[int]:
        """Lines that say what a form that stands already said, in another layout.

        Two questions, of which the second one is rare: as one, a server that knows little of both
        tables yet read every form for each batch.
        """
        among, by_hash = self._work.rows.among, "row_hash IN ({keys})"
        seen = list(among(f"SELECT row_hash, signup_id FROM seen_row WHERE {by_hash}", hashes))
        forms = sorted({form for _, form in seen})
        standing = {n for (n,) in among("SELECT id FROM signup WHERE id IN ({keys})", forms)}
        return [line for line, form in seen if form in standing]

    def steady(self) -> bool:
        """A file that outweighs the base is digested in another process."""
        if self._heavy is not None:
            self._trades.load()
        return self._heavy is not None

    def digest(self, draft: Draft) -> None:
        """Names told apart, what nobody can believe, who it is about, the rows it would make."""
        line, values = draft.line, draft.values
        for notice in (
            *told_apart(values, self._order, line),
            *checked(values, line, self._work.today.year),
        ):
            draft.tell(notice)
        if self._abroad is not None and "pays" in values:
            self._abroad.read(draft)
        draft.who = claim(values)
        if _names_partner(values):
            draft.partner = claim(values, "_conjoint")
        draft.rejected = self._refused(draft)
        if draft.rejected is None:
            if unknown := self._places.unknown(draft):
                draft.tell(unknown)
            draft.ready = self._new.ready(draft, self._received(values))

    def prepare(self, drafts: Sequence[Draft]) -> None:
        """Look everybody of a batch up at once."""
        self._people.prepare(drafts)
        self._files.read(sorted({known.household for d in drafts for known in self._met(d)}))

    def _met(self, draft: Draft) -> Iterator[Known]:
        """Whom a line is surely about: many more share a key with it, whose files stay unread."""
        alike = self._people.alike(draft.ready.asks)
        known = recognise(draft.who, alike) if alike else None
        partner = self._known_partner(draft) if draft.ready.partner_keys else None
        yield from (found for found in (known, partner) if found is not None)

    def apply(self, draft: Draft) -> Outcome:
        """Write one line."""
        alike = self._people.alike(draft.ready.asks)
        known = recognise(draft.who, alike) if alike else None
        if known is not None:
            return self._withheld.of(draft, known.household) or self._again(draft, known)
        partner = self._known_partner(draft) if draft.ready.partner_keys else None
        if partner is not None:
            return self._withheld.of(draft, partner.household) or self._beside(draft, partner)
        if self._forgotten.tells(draft):
            return "inchangees"
        if not alike:
            self._create(draft)
            return "creees"
        judged = self._doubts.judge(draft.who, alike)
        if judged.doubtful:
            self._doubts.set_aside(draft, judged.doubtful)
            return "mises_de_cote"
        person = judged.person
        held = person and self._withheld.of(draft, person.household)
        return held or self._settle(draft, judged.verdict, person)

    def settle(self, draft: Draft, verdict: str, person: Known | None) -> Outcome:
        """Do what somebody decided of a line that was set aside."""
        self.digest(draft)
        self.prepare([draft])
        try:
            return self._settle(draft, verdict, person)
        except Rejected as rejected:
            why = rejected.problem
            raise Refused(f"Ligne {why.ligne} : {why.motif}. {why.remede}") from None

    def flush(self) -> None:
        """Send the batch to the base."""
        self._files.send()
        self._doubts.send()
        self._people.flush()

    def finish(self) -> int:
        """Derive the stages of what was touched; how many households are new."""
        made = self._new.finish()
        self._doubts.finish()
        self._people.seal(self._new.persons.first_number, self._new.keyless)
        if self._heavy is not None:
            self._heavy.finish()
        stages.derive(self._work.rows, self._heard_again)
        return made

    def _settle(self, draft: Draft, verdict: str, person: Known | None) -> Outcome:
        if person is not None and verdict == Identity.SAME:
            return self._again(draft, person)
        if person is not None and verdict == Identity.HOUSEHOLD:
            self._join(draft, person.household)
        else:
            self._create(draft)
        return "creees"

    def _refused(self, draft: Draft) -> Problem | None:
        """Why a line cannot be imported: no name, nobody to reach, a day nobody can believe."""
        get = draft.values.get
        if not (isinstance(get("nom"), str) or isinstance(get("prenom"), str)):
            return draft.problem("nom", "", "ni nom ni prénom", "Complétez le nom.")
        if not (isinstance(get("email"), str) or isinstance(get("telephone"), str)):
            reason, remedy = "ni e-mail ni téléphone lisible", "Complétez l’un des deux."
            return draft.problem("email", "", reason, remedy)
        received = self._received(draft.values)
        late = received > self._work.today
        if late or received.year < FIRST_YEAR:
            said = f"{received:%d/%m/}{received.year}"
            reason = "date dans le futur" if late else "date trop ancienne"
            remedy = "Corrigez la date d’inscription."
            return draft.problem("date_inscription", said, reason, remedy)
        return None

    def _received(self, values: dict[str, Any]) -> date:
        received = values.get("date_inscription")
        return received if isinstance(received, date) else self._work.today

    def _known_partner(self, draft: Draft) -> Known | None:
        """The partner that a form names, when an e-mail or a phone proves who that is."""
        said = draft.partner
        if said is None or not (said.email or said.phone):
            return None
        return recognise(said, self._people.alike(draft.ready.partner_asks))

    def _beside(self, draft: Draft, partner: Known) -> Outcome:
        """Somebody whose partner is known: in the place that is kept for them, or one more."""
        known = self._relatives.awaited(partner, draft.who)
        if known is not None:
            return self._again(draft, known)
        if self._relatives.are_two(partner.household):
            # A third adult who names one of a couple does not become their other half.
            draft.values, draft.partner = _without_partner(draft.values), None
            draft.ready = self._new.ready(draft, self._received(draft.values))
            self._create(draft)
        else:
            self._join(draft, partner.household)
        return "creees"

    def _create(self, draft: Draft) -> None:
        """A new person in a new household."""
        ready = draft.ready
        self._new.check_ours(draft)
        household = self._new.household(ready)
        number, form = self._new.registrant(household, draft), self._new.signups.next_number - 1
        self._people.welcome(number, Newcomer(household, Role.REGISTRANT, draft))
        partner = self._new.relatives(household, ready)
        if partner is not None:
            self._people.welcome(partner, Newcomer(household, Role.PARTNER, draft))
        if self._new.stays_as_made(ready):
            self._files.made(household, range(number, self._new.persons.next_number), form)
        self._new.stream()

    def _join(self, draft: Draft, household: int) -> None:
        """A registrant more in a household that stands."""
        values, home = draft.values, self._files.of(household)
        received = self._received(values)
        newer = home.is_newer(received)
        person = self._new.registrant(household, draft)
        self._files.came(household, person)
        self._back.update_household(values, household, received)
        self._relatives.children(values, household, newer=newer)
        self._heard(household, person, received, values)

    def _again(self, draft: Draft, who: Known) -> Outcome:
        """Somebody known: their newer form completes and corrects, an older one only completes."""
        values = draft.values
        received = self._received(values)
        self._subject = who.person
        home = self._files.of(who.household)
        newest = home.is_newer(received)  # of the household; the person may have been silent since
        late = who.heard_on is not None and received < who.heard_on
        newer = not late and not home.edited_since(received)
        changed = self._back.update_person(values, who, self._trades, newer=newer)
        changed |= self._back.update_household(values, who.household, received)
        changed |= self._relatives.complete(draft, who, self._people.alike, newer=newest)
        if not changed and self._back.is_known_form(draft, who, received):
            return "inchangees"
        self._new.form(draft, who.household, who.person)
        self._heard(who.household, who.person, received, values)
        return "mises_a_jour"

    def _heard(self, household: int, person: int, received: date, values: dict[str, Any]) -> None:
        """Know a household again by what is now said of it, as another batch would."""
        self._files.hear(household, person, received, values)
        self._people.renew(household, self._files.people(household))
        self._heard_again.add(household)


def _names_partner(values: dict[str, Any]) -> bool:
    return isinstance(values.get("prenom_conjoint"), str)


def _without_partner(values: dict[str, Any]) -> dict[str, Any]:
    return {field: value for field, value in values.items() if field not in FIELDS_OF_PARTNER}
