"""The import of contacts: exchanges that took place, and the actions that they plan."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from venez_vivre.intake.cases import Case, Cases
from venez_vivre.intake.columns import CONTACTS, Layout, require
from venez_vivre.intake.drafts import Draft, Rejected
from venez_vivre.intake.exchanges import Exchange, Exchanges
from venez_vivre.intake.habits import CALL_BACK
from venez_vivre.intake.members import stored
from venez_vivre.intake.parsing import ERASE
from venez_vivre.intake.plan import Importer
from venez_vivre.intake.receipts import Outcome
from venez_vivre.intake.withheld import Withheld
from venez_vivre.intake.writing import Changes, Inserts, Observe
from venez_vivre.store import stages
from venez_vivre.store.base import Work
from venez_vivre.store.settings import settings
from venez_vivre.texts import fold
from venez_vivre.vocabulary import (
    MEETING_CHANNELS,
    REACHING_RESULTS,
    Ending,
    FollowUpKind,
    Origin,
    Result,
)

COLUMNS = (
    "household_id",
    "officer_id",
    "agent",
    "happened_on",
    "channel",
    "direction",
    "result",
    "summary",
    "import_id",
    "row_hash",
)
_REACHING = ", ".join(f"'{result}'" for result in REACHING_RESULTS)


_CLOSES = f"""CASE f.kind WHEN '{FollowUpKind.APPOINTMENT}'
  THEN c.channel IN ({", ".join(f"'{channel}'" for channel in MEETING_CHANNELS)})
    AND c.result IN ('{Result.HELD}', '{Result.MISSED}')
  ELSE c.result IN ({_REACHING}) END"""
"""An exchange that reached somebody closes actions; only a meeting closes an appointment."""


class ContactImporter(Importer):
    """One line is one exchange; the same one under another spelling is recognised."""

    columns = CONTACTS
    table = "contact"
    unit = ("contact", "contacts")
    tells = {  # noqa: RUF012  a table of the class, never changed
        "contact": {
            "direction": "sens",
            "result": "resultat",
            "summary": "resume",
            "agent": "agent",
        },
        "follow_up": {"action": "suite", "due_on": "echeance"},
    }

    def __init__(self, work: Work, import_id: int) -> None:
        self._work = work
        self._import_id = import_id
        self._cases, self._withheld = Cases(work.rows), Withheld(work.rows)
        self._contacts = Inserts(work, "contact", COLUMNS)
        self._follow_ups = Inserts(
            work,
            "follow_up",
            (
                "household_id",
                "contact_id",
                "officer_id",
                "action",
                "due_on",
                "origin",
                "planned_on",
            ),
        )
        self._changes = Changes(work)
        self._usual_delay = timedelta(days=settings(work.rows)["suite_usuelle"])
        self._officers: dict[str, int] = dict(work.rows.rows("SELECT name_key, id FROM officer"))
        self._exchanges = Exchanges(work.rows)
        self._rehashed: set[int] = set()
        self._reached: set[int] = set()
        """Contacts that stood and that this file says reached somebody after all."""
        self._touched: set[int] = set()

    @staticmethod
    def check(layout: Layout, file_name: str) -> None:
        """A household, a day and a channel are all that a file must have."""
        require(layout, (("foyer",), ("date",), ("canal",)), file_name)

    def watch(self, observe: Observe) -> None:
        """Tell an observer of the cells that lines change."""
        self._changes.observe = observe

    def prepare(self, drafts: Sequence[Draft]) -> None:
        """Look the households of a batch up, and what they already have."""
        self._cases.look_up(drafts)
        numbers = sorted({case.number for case in map(self._case_or_none, drafts) if case})
        self._exchanges.look_up(numbers)

    def recall(self, hashes: Sequence[int]) -> None:
        """The exchanges of lines that were imported before are told of by this file too."""
        self._exchanges.recall(hashes)

    def _case_or_none(self, draft: Draft) -> Case | None:
        try:
            return self._cases.of(draft)
        except Rejected:
            return None

    def apply(self, draft: Draft) -> Outcome:
        """Write one exchange, or correct the one that stands."""
        case, happened = self._cases.of(draft), self._day(draft)
        if held := self._withheld.of(draft, case.number, approach=True):
            return held
        values = {field: stored(value) for field, value in draft.values.items()}
        channel = values.get("canal")
        if not channel:
            remedy = "Complétez le canal : telephone, email, visio…"
            raise Rejected(draft.problem("canal", "", "canal non renseigné", remedy))
        row = self._row(case, happened, channel, values)
        self._touched.add(case.number)
        key = (case.number, happened.isoformat(), channel)
        known = self._exchanges.recognise(key, draft.values)
        if known is not None:
            return self._correct(case, known, draft)
        number = self._contacts.add(*row, self._import_id, draft.row_hash)
        told = values.get("resultat"), False, values.get("sens"), fold(values.get("resume") or "")
        new = Exchange(number, *told)
        self._exchanges.add(key, new)
        self._exchanges.claimed.add(number)
        self._plan(case, number, happened, values)
        return "creees"

    def flush(self) -> None:
        """Send the batch to the base."""
        self._contacts.send()
        self._follow_ups.send()
        self._changes.send()

    def finish(self) -> int:
        """Close the follow-ups that these exchanges answer, give files their officer, derive."""
        first, last = self._contacts.finish()
        self._follow_ups.finish()
        self._changes.send()
        self._close_follow_ups(first)
        self._assign(first)
        self._changes.send()
        stages.derive(self._work.rows, self._touched)
        return last - first + 1

    def _day(self, draft: Draft) -> date:
        happened = draft.values.get("date")
        if not isinstance(happened, date):
            raise Rejected(draft.problem("date", "", "date non renseignée", "Complétez la date."))
        if happened > self._work.today:
            said = happened.strftime("%d/%m/%Y")
            remedy = "Un contact a déjà eu lieu : corrigez la date, ou planifiez une relance."
            raise Rejected(draft.problem("date", said, "date dans le futur", remedy))
        due = draft.values.get("echeance")
        if isinstance(due, date) and due < happened:
            said = due.strftime("%d/%m/%Y")
            raise Rejected(
                draft.problem("echeance", said, "échéance avant le contact", "Corrigez l’échéance.")
            )
        return happened

    def _row(
        self, case: Case, happened: date, channel: str, values: dict[str, Any]
    ) -> tuple[Any, ...]:
        agent = values.get("agent")
        return (
            case.number,
            self._officers.get(fold(agent or "")),
            agent,
            happened.isoformat(),
            channel,
            values.get("sens"),
            values.get("resultat"),
            values.get("resume"),
        )

    def _correct(self, case: Case, known: Exchange, draft: Draft) -> Outcome:
        """Bring an exchange to what a line says of it; what an officer noted stays as it is."""
        self.flush()
        self._exchanges.claimed.add(known.number)
        changed = False if known.by_hand else self._change(known, draft)
        changed |= self._plan_again(case, known, draft)
        return "mises_a_jour" if changed else "inchangees"

    def _change(self, known: Exchange, draft: Draft) -> bool:
        values, number = draft.values, known.number
        columns = (
            ("sens", "direction"),
            ("resultat", "result"),
            ("resume", "summary"),
            ("agent", "agent"),
        )
        given = {column: values[field] for field, column in columns if field in values}
        if given.get("summary") is not ERASE or not known.summary:
            given.pop("summary", None)  # another spelling of the same words changes nothing
        if "agent" in given:
            said = stored(given["agent"]) or ""
            given["officer_id"] = self._officers.get(fold(said)) or ERASE
        is_new = number >= self._contacts.first_number
        if not self._changes.change("contact", number, given, newer=True, is_new=is_new):
            return False
        self._remember(known, given, draft.row_hash)
        return True

    def _remember(self, known: Exchange, given: dict[str, Any], row_hash: int) -> None:
        """Know the exchange as it now is, by the line that says so.

        The first line of a file keeps its hash when others correct it: that file twice changes
        nothing.
        """
        if "result" in given:
            if known.result not in REACHING_RESULTS and given["result"] in REACHING_RESULTS:
                self._reached.add(known.number)
            known.result = stored(given["result"])
        if "summary" in given:
            known.summary = ""
        known.direction = stored(given.get("direction")) or known.direction
        if known.number < self._contacts.first_number and known.number not in self._rehashed:
            self._rehashed.add(known.number)
            self._changes.change("contact", known.number, {"row_hash": row_hash}, newer=True)

    def _plan_again(self, case: Case, known: Exchange, draft: Draft) -> bool:
        """Correct the action that this exchange planned, or plan it if it had none."""
        values = {field: stored(value) for field, value in draft.values.items()}
        given = {"action": values.get("suite"), "due_on": values.get("echeance")}
        planned = self._work.rows.row(
            "SELECT id, done_on FROM follow_up WHERE contact_id = :number ORDER BY id LIMIT 1",
            number=known.number,
        )
        if planned is None:
            self._plan(case, known.number, draft.values["date"], values)
            planned_now = {column: value for column, value in given.items() if value}
            self._changes.tell("follow_up", {"household_id": case.number}, planned_now)
            return bool(planned_now)
        if known.by_hand:
            return False
        number, done_on = planned
        if draft.values.get("suite") is ERASE and done_on is None:
            return self._drop(number)
        is_new = number >= self._follow_ups.first_number
        return self._changes.change("follow_up", number, given, newer=True, is_new=is_new)

    def _drop(self, follow_up: int) -> bool:
        """Nothing is to be done any more."""
        current = self._changes.current("follow_up", follow_up)
        self._changes.tell("follow_up", current, {"action": None, "due_on": None})
        if follow_up < self._follow_ups.first_number:
            self._work.journal.touch("follow_up", [follow_up])
        self._work.rows.run("DELETE FROM follow_up WHERE id = ?", (follow_up,))
        return True

    def _plan(self, case: Case, number: int, happened: date, values: dict[str, Any]) -> None:
        action, due = values.get("suite"), values.get("echeance")
        if not action and not due:
            return
        due = due or (happened + self._usual_delay).isoformat()
        officer = self._officers.get(fold(values.get("agent") or ""))
        what = (officer, action or CALL_BACK, due, Origin.CONTACT.value, happened.isoformat())
        self._follow_ups.add(case.number, number, *what)

    def _close_follow_ups(self, first_contact: int) -> None:
        """What was due by the day of an exchange that closes it is done, or was missed."""
        closing = (
            "SELECT f.id, c.happened_on, c.result FROM follow_up f "
            "JOIN contact c ON c.household_id = f.household_id AND c.id {which} "
            f"AND {_CLOSES} AND c.happened_on >= f.due_on "
            "AND c.id <> coalesce(f.contact_id, 0) WHERE f.done_on IS NULL"
        )
        rows, new = self._work.rows, self._follow_ups.first_number
        found = rows.rows(closing.replace("{which}", ">= :first"), first=first_contact)
        found += rows.among(closing.replace("{which}", "IN ({keys})"), sorted(self._reached))
        done: dict[int, tuple[str, str]] = {}
        for number, day, result in found:
            done[number] = min((day, result), done.get(number, (day, result)))
        for number, (day, result) in done.items():
            ending = Ending.MISSED if result == Result.MISSED else Ending.DONE
            given = {"done_on": day, "ending": ending.value}
            self._changes.change("follow_up", number, given, newer=True, is_new=number >= new)

    def _assign(self, first_contact: int) -> None:
        """A file that nobody owns goes to the officer who had its last exchange."""
        owners = (
            "SELECT household_id, officer_id FROM ("
            "SELECT c.household_id, c.officer_id, row_number() OVER ("
            "PARTITION BY c.household_id ORDER BY c.happened_on DESC, c.id) AS place "
            "FROM contact c JOIN household h ON h.id = c.household_id WHERE c.id >= :first "
            "AND c.officer_id IS NOT NULL AND h.officer_id IS NULL) ranked "
            "WHERE place = 1 ORDER BY household_id"
        )
        for household, officer in self._work.rows.rows(owners, first=first_contact):
            self._changes.change("household", household, {"officer_id": officer}, newer=True)
