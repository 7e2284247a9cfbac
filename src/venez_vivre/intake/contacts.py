"""The import of contacts: exchanges that took place, and the actions that they plan."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from venez_vivre.intake.cases import Case, Cases
from venez_vivre.intake.columns import CONTACTS, Layout, require
from venez_vivre.intake.drafts import Draft, Rejected
from venez_vivre.intake.members import stored
from venez_vivre.intake.parsing import ERASE
from venez_vivre.intake.plan import Importer
from venez_vivre.intake.receipts import Outcome
from venez_vivre.intake.writing import Changes, Inserts
from venez_vivre.store import stages
from venez_vivre.store.base import Work
from venez_vivre.texts import fold
from venez_vivre.vocabulary import REACHING_RESULTS

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
CALL_BACK = "rappeler"
DAYS_TO_FOLLOW_UP = 7
_REACHING = ", ".join(f"'{result}'" for result in REACHING_RESULTS)


class ContactImporter(Importer):
    """One line is one exchange; the same one under another spelling is recognised."""

    columns = CONTACTS
    table = "contact"
    unit = ("contact", "contacts")

    def __init__(self, work: Work, import_id: int) -> None:
        self._work = work
        self._import_id = import_id
        self._cases = Cases(work.rows)
        self._contacts = Inserts(work, "contact", COLUMNS)
        self._follow_ups = Inserts(
            work, "follow_up", ("household_id", "contact_id", "officer_id", "action", "due_on")
        )
        self._changes = Changes(work)
        self._officers: dict[str, int] = dict(work.rows.rows("SELECT name_key, id FROM officer"))
        self._same: dict[tuple[Any, ...], int] = {}
        self._touched: set[int] = set()

    @staticmethod
    def check(layout: Layout, file_name: str) -> None:
        """A household, a day and a channel are all that a file must have."""
        require(layout, (("foyer",), ("date",), ("canal",)), file_name)

    def prepare(self, drafts: Sequence[Draft]) -> None:
        """Look the households of a batch up, and what they already have."""
        self._cases.look_up(drafts)
        self._same = {}
        numbers = sorted({case.number for case in map(self._case_or_none, drafts) if case})
        for number, *known in self._work.rows.among(
            "SELECT id, household_id, happened_on, channel, direction, summary FROM contact "
            "WHERE household_id IN ({keys})",
            numbers,
        ):
            self._same[_same(*known)] = number

    def _case_or_none(self, draft: Draft) -> Case | None:
        try:
            return self._cases.of(draft)
        except Rejected:
            return None

    def apply(self, draft: Draft) -> Outcome:
        """Write one exchange, or correct the one that stands."""
        case, happened = self._cases.of(draft), self._day(draft)
        values = {field: stored(value) for field, value in draft.values.items()}
        channel = values.get("canal")
        if not channel:
            remedy = "Complétez le canal : telephone, email, visio…"
            raise Rejected(draft.problem("canal", "", "canal non renseigné", remedy))
        row = self._row(case, happened, channel, values)
        key = _same(case.number, happened.isoformat(), channel, *row[5:8:2])
        self._touched.add(case.number)
        known = self._same.get(key)
        if known is not None:
            return self._correct(case, known, happened, values)
        number = self._contacts.add(*row, self._import_id, draft.row_hash)
        self._same[key] = number
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

    def _correct(self, case: Case, number: int, happened: date, values: dict[str, Any]) -> Outcome:
        self.flush()
        given = {
            column: values[field]
            for field, column in (("resultat", "result"), ("agent", "agent"))
            if values.get(field)
        }
        if "agent" in given:
            given["officer_id"] = self._officers.get(fold(given["agent"])) or ERASE
        is_new = number >= self._contacts.first_number
        changed = self._changes.change("contact", number, given, newer=True, is_new=is_new)
        changed |= self._plan_again(case, number, happened, values)
        return "mises_a_jour" if changed else "inchangees"

    def _plan_again(self, case: Case, number: int, happened: date, values: dict[str, Any]) -> bool:
        """Correct the action that this exchange planned, or plan it if it had none."""
        given = {"action": values.get("suite"), "due_on": values.get("echeance")}
        planned = self._work.rows.value(
            "SELECT id FROM follow_up WHERE contact_id = :number ORDER BY id LIMIT 1", number=number
        )
        if planned is None:
            self._plan(case, number, happened, values)
            return any(given.values())
        is_new = planned >= self._follow_ups.first_number
        return self._changes.change("follow_up", planned, given, newer=True, is_new=is_new)

    def _plan(self, case: Case, number: int, happened: date, values: dict[str, Any]) -> None:
        action, due = values.get("suite"), values.get("echeance")
        if not action and not due:
            return
        due = due or (happened + timedelta(days=DAYS_TO_FOLLOW_UP)).isoformat()
        officer = self._officers.get(fold(values.get("agent") or ""))
        self._follow_ups.add(case.number, number, officer, action or CALL_BACK, due)

    def _close_follow_ups(self, first_contact: int) -> None:
        """An action due on or before the day somebody was reached is done."""
        answered = (
            "SELECT f.id, min(c.happened_on) FROM follow_up f "
            "JOIN contact c ON c.household_id = f.household_id AND c.id >= :first "
            f"AND c.result IN ({_REACHING}) AND c.happened_on >= f.due_on "
            "AND c.id <> coalesce(f.contact_id, 0) "
            "WHERE f.done_on IS NULL GROUP BY f.id"
        )
        new = self._follow_ups.first_number
        for number, day in self._work.rows.rows(answered, first=first_contact):
            self._changes.change(
                "follow_up", number, {"done_on": day}, newer=True, is_new=number >= new
            )

    def _assign(self, first_contact: int) -> None:
        """A file that nobody owns goes to the officer who had its last exchange."""
        owners = (
            "SELECT c.household_id, c.officer_id, max(c.happened_on) FROM contact c "
            "JOIN household h ON h.id = c.household_id "
            "WHERE c.id >= :first AND c.officer_id IS NOT NULL AND h.officer_id IS NULL "
            "GROUP BY c.household_id"
        )
        for household, officer, _ in self._work.rows.rows(owners, first=first_contact):
            self._changes.change("household", household, {"officer_id": officer}, newer=True)


def _same(household: int, day: str, channel: str, direction: Any, summary: Any) -> tuple[Any, ...]:
    return household, day, channel, direction or "", fold(summary or "")
