"""The import of settlements: a household, a day, a commune, and who came."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from venez_vivre import locations
from venez_vivre.intake.cases import Case, Cases
from venez_vivre.intake.columns import SETTLEMENTS, Layout, require
from venez_vivre.intake.drafts import Draft, Rejected
from venez_vivre.intake.habits import MOST_PEOPLE
from venez_vivre.intake.members import stored
from venez_vivre.intake.parsing import ERASE
from venez_vivre.intake.plan import Importer
from venez_vivre.intake.receipts import Outcome, Problem
from venez_vivre.intake.withheld import Withheld
from venez_vivre.intake.writing import Changes, Inserts, Observe
from venez_vivre.store import stages
from venez_vivre.store.base import Work
from venez_vivre.texts import fold
from venez_vivre.vocabulary import CaseStatus

FIELDS = {
    "commune": "commune",
    "adultes": "adults",
    "enfants": "children",
    "scolarises": "schooled",
    "logement": "housing",
    "emploi": "job",
    "conjoint_emploi": "partner_job",
}
COLUMNS = (
    "household_id",
    "settled_on",
    "code_insee",
    *FIELDS.values(),
    "import_id",
    "row_hash",
)
MOST_NAMED = 5
DEFAULTS = {"adultes": 1, "enfants": 0, "scolarises": 0}


@dataclass
class Standing:
    """The settlement that a household has."""

    number: int
    day: str
    left_on: str | None
    children: int
    schooled: int


class SettlementImporter(Importer):
    """One line settles one household; the same day again corrects it."""

    columns = SETTLEMENTS
    table = "settlement"
    standing = "cancelled_on IS NULL"
    unit = ("installation", "installations")
    tells = {"settlement": {column: field for field, column in FIELDS.items()}}  # noqa: RUF012  a table

    def __init__(self, work: Work, import_id: int) -> None:
        self._work = work
        self._import_id = import_id
        self._cases, self._withheld = Cases(work.rows), Withheld(work.rows)
        self._settlements = Inserts(work, "settlement", COLUMNS)
        self._changes = Changes(work)
        self._standing: dict[int, Standing] = {}
        self._cancelled: dict[tuple[int, str], tuple[str, str]] = {}
        """By household and day: when a settlement was cancelled, and where it was."""
        self._rehashed: set[int] = set()
        self._touched: set[int] = set()

    @staticmethod
    def check(layout: Layout, file_name: str) -> None:
        """A household, a day, a commune and the number of adults must be there."""
        require(layout, (("foyer",), ("date",), ("commune",), ("adultes",)), file_name)

    def watch(self, observe: Observe) -> None:
        """Tell an observer of the cells that lines change."""
        self._changes.observe = observe

    def prepare(self, drafts: Sequence[Draft]) -> None:
        """Look the households of a batch up, and where they already live."""
        self._cases.look_up(drafts)
        rows = self._work.rows.rows(
            "SELECT household_id, id, settled_on, left_on, children, schooled FROM settlement "
            "WHERE cancelled_on IS NULL ORDER BY settled_on, id"
        )
        self._standing.update({household: Standing(*found) for household, *found in rows})
        cancelled = self._work.rows.rows(
            "SELECT household_id, settled_on, cancelled_on, commune FROM settlement "
            "WHERE cancelled_on IS NOT NULL ORDER BY id"
        )
        self._cancelled.update(
            {
                (household, day): (on, fold(commune or ""))
                for household, day, on, commune in cancelled
            }
        )

    def apply(self, draft: Draft) -> Outcome:
        """Write one settlement, correct the one that stands, or say why it is impossible."""
        case = self._cases.of(draft)
        if held := self._withheld.of(draft, case.number):
            return held
        values = {field: stored(value) for field, value in draft.values.items()}
        standing = self._standing.get(case.number)
        corrected = standing if standing and standing.day == values.get("date") else None
        known = (
            {"enfants": corrected.children, "scolarises": corrected.schooled} if corrected else {}
        )
        self._check(draft, case, DEFAULTS | known | _given(values))
        place = self._place(draft, case)
        if corrected:
            return self._correct(case, corrected, draft, place)
        self._check_past(draft, case, standing)
        self._check_told(draft, values)
        self._settle(draft, case, DEFAULTS | _given(values), place)
        return "creees"

    def flush(self) -> None:
        """Send the batch to the base."""
        self._settlements.send()
        self._changes.send()

    def finish(self) -> int:
        """Derive the stages of the households; how many settlements were made."""
        first, last = self._settlements.finish()
        stages.derive(self._work.rows, self._touched)
        return last - first + 1

    def _check(self, draft: Draft, case: Case, values: dict[str, Any]) -> None:
        settled = draft.values.get("date")
        if not isinstance(settled, date):
            raise _refused(draft, "date", "date non renseignée", "Complétez la date.")
        if settled > self._work.today:
            raise _refused(draft, "date", "date dans le futur", "Corrigez la date.")
        if case.registered_on and settled < case.registered_on:
            said = case.registered_on.strftime("%d/%m/%Y")
            raise _refused(draft, "date", f"avant l’inscription du {said}", "Corrigez la date.")
        if not values.get("commune"):
            raise _refused(draft, "commune", "commune non renseignée", "Complétez la commune.")
        _check_people(draft, values)

    def _check_told(self, draft: Draft, values: dict[str, Any]) -> None:
        """A new settlement says how many came: nobody is invented, children left out are said."""
        if values.get("adultes") is None:
            raise _refused(draft, "adultes", "nombre d’adultes non renseigné", "Complétez-le.")
        for field in ("enfants", "scolarises"):
            if values.get(field) is None:
                reason = "non renseigné : compté 0"
                remedy = "Complétez la cellule et importez de nouveau."
                self.warn(Problem(draft.line, field, "", reason, remedy))

    def _check_past(self, draft: Draft, case: Case, standing: Standing | None) -> None:
        """Refuse what contradicts an earlier settlement, or takes back what was cancelled."""
        settled = draft.values["date"]
        if standing and standing.left_on is None:
            raise _refused(draft, "date", "déjà installé", "Annulez d’abord l’installation connue.")
        if standing and standing.left_on and settled.isoformat() < standing.left_on:
            left = date.fromisoformat(standing.left_on).strftime("%d/%m/%Y")
            raise _refused(draft, "date", f"avant le départ du {left}", "Corrigez la date.")
        on, commune = self._cancelled.get((case.number, settled.isoformat()), ("", ""))
        if on and commune == fold(str(draft.values["commune"])):
            said = date.fromisoformat(on).strftime("%d/%m/%Y")
            remedy = "Si elle a bien eu lieu, notez-la avec installations noter."
            raise _refused(draft, "date", f"installation annulée le {said}", remedy)

    def _place(self, draft: Draft, case: Case) -> locations.Commune:
        """The commune that a line names; of homonyms, the one of the household's territory."""
        code = draft.values.get("code_postal")
        found = locations.find(
            str(draft.values["commune"]), code if isinstance(code, str) else None
        )
        if not found:
            raise _refused(draft, "commune", "commune inconnue", "Vérifiez le nom de la commune.")
        if len(found) > 1:
            found = self._near(case, found) or found
        if len(found) > 1:
            some = ", ".join(one.told for one in found[:MOST_NAMED])
            remedy = f"Ajoutez le code postal : {some}."
            raise _refused(draft, "commune", f"{len(found)} communes de ce nom", remedy)
        return found[0]

    def _near(
        self, case: Case, found: Sequence[locations.Commune]
    ) -> tuple[locations.Commune, ...]:
        if case.territory is None:
            return ()
        rows = self._work.rows.rows(
            "SELECT code_insee FROM territory_commune WHERE territory_id = :id", id=case.territory
        )
        return tuple(one for one in found if (one.code_insee,) in rows)

    def _settle(
        self, draft: Draft, case: Case, values: dict[str, Any], place: locations.Commune
    ) -> None:
        row = [values.get(field) for field in FIELDS]
        number = self._settlements.add(
            case.number, values["date"], place.code_insee, *row, self._import_id, draft.row_hash
        )
        self._standing[case.number] = Standing(
            number, values["date"], None, values["enfants"], values["scolarises"]
        )
        self._reopen(case)

    def _correct(
        self, case: Case, standing: Standing, draft: Draft, place: locations.Commune
    ) -> Outcome:
        self._settlements.send()
        values = draft.values | {f: d for f, d in DEFAULTS.items() if draft.values.get(f) is ERASE}
        given = {column: values[f] for f, column in FIELDS.items() if f in values}
        given["code_insee"] = place.code_insee
        is_new = standing.number >= self._settlements.first_number
        changed = self._changes.change(
            "settlement", standing.number, given, newer=True, is_new=is_new
        )
        if changed and not is_new and standing.number not in self._rehashed:
            # The line that was imported before is a change from now on; of several lines of one
            # file the first one counts, so that the same file twice changes nothing.
            self._rehashed.add(standing.number)
            row_hash = {"row_hash": draft.row_hash}
            self._changes.change("settlement", standing.number, row_hash, newer=True)
        standing.children = values.get("enfants", standing.children)
        standing.schooled = values.get("scolarises", standing.schooled)
        self._touched.add(case.number)
        return "mises_a_jour" if changed else "inchangees"

    def _reopen(self, case: Case) -> None:
        """Somebody who settled has not given up after all."""
        self._touched.add(case.number)
        if case.status != CaseStatus.ACTIVE:
            opened = {"status": CaseStatus.ACTIVE.value}
            opened |= dict.fromkeys(("closed_on", "close_reason", "wake_up_on"), ERASE)
            self._changes.change("household", case.number, opened, newer=True)


def _given(values: dict[str, Any]) -> dict[str, Any]:
    """Without the cells that were empty or erased."""
    return {field: value for field, value in values.items() if value is not None}


def _check_people(draft: Draft, values: dict[str, Any]) -> None:
    if values["adultes"] < 1:
        raise _refused(draft, "adultes", "aucun adulte", "Écrivez au moins 1.")
    for field in ("adultes", "enfants"):
        if values[field] > MOST_PEOPLE:
            remedy = "Corrigez le nombre."
            raise _refused(draft, field, f"plus de {MOST_PEOPLE} personnes", remedy)
    if values["scolarises"] > values["enfants"]:
        raise _refused(draft, "scolarises", "plus de scolarisés que d’enfants", "Corrigez.")


def _refused(draft: Draft, field: str, reason: str, remedy: str) -> Rejected:
    value = draft.values.get(field)
    said = value.strftime("%d/%m/%Y") if isinstance(value, date) else str(value or "")
    return Rejected(draft.problem(field, said, reason, remedy))
