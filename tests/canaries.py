"""A file whose every personal text, present or past, holds a word found nowhere else.

`plant` writes such a file through the models, the edits, the removals, the merges and the undo
that leave old values in the journal. What it returns says which word stands where: a copy given to
the person must show all of them, an erasure must leave none in the bytes of the base.
"""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import Text
from sqlmodel import SQLModel

from bases import store_of
from venez_vivre import models
from venez_vivre.casework import history
from venez_vivre.casework.merging import merge, merge_people
from venez_vivre.references import household_reference, visit_reference
from venez_vivre.store.base import Store, Work
from venez_vivre.store.operations import Heading
from venez_vivre.store.personal import KEPT, Nature, nature
from venez_vivre.store.queries.households import by_number

if TYPE_CHECKING:
    from pathlib import Path

FILE = household_reference(1)
"""The reference of the planted file."""

NEIGHBOUR = household_reference(2)
"""The reference of the other file, whose words belong to nobody of the planted one."""

TABLES = (
    "household",
    "person",
    "signup",
    "contact",
    "follow_up",
    "introduction",
    "visit",
    "visit_guest",
    "settlement",
    "settlement_check",
    "transfer",
    "set_aside",
    "privacy_request",
    "privacy_proof",
)
"""The tables that hold texts about people, in the order their rows are made."""

CODED: dict[str, str] = {
    "household": "reference housing_kind children_births housing horizon blockers",
    "person": "rome_code employment contract telework",
    "signup": "",
    "contact": "direction",
    "follow_up": "due_at channel origin ending",
    "introduction": "state refused_by",
    "visit": "reference kind code_insee",
    "visit_guest": "",
    "settlement": "code_insee housing",
    "settlement_check": "",
    "transfer": "",
    "set_aside": "candidates verdict",
    "privacy_request": "kind channel outcome",
    "privacy_proof": "kind purpose",
}
"""The columns that hold a code or a shape of their own: no word can be planted in them.

Those that `KEPT` names hold codes too, and stay after an erasure.
"""

ROLES = ("inscrit", "conjoint", "enfant", "autre_adulte")
DAY = date(2025, 11, 3)
SETTLED = {"settled_on": DAY, "verdict": "meme_personne"}
HEADINGS = ["Date", "Prénom", "Nom", "Message"]


def free(table: str) -> list[str]:
    """The text columns of a table that may hold any word about somebody."""
    coded = {*CODED[table].split(), *KEPT.get(table, "").split()}
    return [
        column.name
        for column in SQLModel.metadata.tables[table].columns
        if type(column.type) is Text
        and column.name not in coded
        and nature(table, column.name).personal
        and nature(table, column.name) is not Nature.STAFF
        and (table, column.name) != ("household", "next_action")  # derived from follow_up
    ]


class Words:
    """Gives out words, each once, and remembers where it stands."""

    def __init__(self, start: int) -> None:
        self._start = start
        self.planted: dict[str, str] = {}

    def at(self, place: str) -> str:
        """A word for this place; digits where a phone number is needed."""
        number = self._start + len(self.planted)
        phone = ".phone" in place
        word = f"+3363998{number:04}" if phone else f"zqcanari{number:04}"
        self.planted[place] = word
        return word

    def of(self, table: str, label: str) -> dict[str, str]:
        """A value with a word for every free column of a row."""
        return {name: _shaped(table, name, self.at(f"{label}.{name}")) for name in free(table)}


def _shaped(table: str, column: str, word: str) -> str:
    """The word as a value of that column."""
    if column in {"email", "email_key"}:
        return f"{word}@example.org"
    if column == "form":
        return json.dumps(["03/11/2025", "Camille", "Durand", word])
    if (table, column) == ("set_aside", "said"):
        return json.dumps({"prenom": "Camille", "message": word})
    return word


def plant(base: Path) -> dict[str, str]:
    """Make an empty base hold the file FILE; its words by place.

    A place is « moment.table.column », a role after the table `person`. Moments: `avant` was
    edited since, `apres` stands, `supprime` was deleted, `fusion` came with a file merged into
    this one, `double` with a second entry of its registrant, `annule` with a command undone.
    """
    words, store = Words(1), store_of(base)
    with _work(store, "importer") as work:
        _surroundings(work)
        house = _household(work, words.of("household", "avant.household"))
        kept = _Rows(work, words, house).all("avant")
    _neighbour(store, Words(5001))
    with _work(store, "modifier") as work:
        _edit(work, words, kept)
    _delete(store, words, house)
    _merge(store, words, house)
    _undo(store, words, house)
    return words.planted


def plant_neighbour(base: Path) -> dict[str, str]:
    """Make an empty base hold the same files; the words of NEIGHBOUR, which concern no other."""
    plant(base)
    return neighbour_words()


def neighbour_words() -> dict[str, str]:
    """The words of NEIGHBOUR in a planted base: nothing of FILE may show or take them."""
    words = Words(5001)
    words.of("household", "voisin.household")
    for table, label in _labels("voisin"):
        words.of(table, label)
    return words.planted


def _labels(moment: str) -> list[tuple[str, str]]:
    """The rows of a file in the order they are made, each with its place."""
    people = [("person", f"{moment}.person.{role}") for role in ROLES]
    rest = [
        (table, f"{moment}.{table}") for table in TABLES if table not in {"household", "person"}
    ]
    return [*people, *rest, ("set_aside", f"{moment}.set_aside_settled")]


def _work(store: Store, command: str) -> Any:
    return store.transact(Heading("Test", command, DAY))


def _surroundings(work: Work) -> None:
    """What a file points at and that tells nothing of its people."""
    session = work.session
    session.add(models.Territory(code="T1", name="Autunois", kind="CC", department="71"))
    session.add(models.Territory(code="T2", name="Morvan", kind="CC", department="58"))
    session.add(models.Officer(name="Léa Martin", name_key="lea martin"))
    session.add(models.Offer(reference="TAMIRO-42", kind="emploi", title="Boulanger"))
    session.add(models.ResourcePerson(reference="PR-1", name="Paul Blanc", name_key="paul blanc"))
    session.add(
        models.ImportRun(
            kind="inscrits",
            file_name="inscriptions.csv",
            headings=json.dumps(HEADINGS, ensure_ascii=False),
            imported_on=DAY,
        )
    )
    session.add(models.PrivacyNotice(settled_on=DAY, content="Vos données servent à l’accueil."))
    session.flush()


def _household(work: Work, values: dict[str, str]) -> int:
    number = work.next_number("household")
    house = models.Household(
        reference=household_reference(number),
        territory_id=1,
        officer_id=1,
        adults=2,
        children=1,
        **values,
    )
    work.session.add(house)
    work.session.flush()
    return house.id or 0


class Row(NamedTuple):
    """A row that was made: its model and its number."""

    model: Any
    number: int


class _Rows:
    """Makes the rows of one file."""

    def __init__(self, work: Work, words: Words, house: int) -> None:
        self._work, self._words, self._house = work, words, house
        self.people: list[int] = []
        self._made: dict[str, int] = {}

    def all(self, moment: str) -> list[tuple[str, Row]]:
        """Every row but the household's, each with its place."""
        return [
            (label.partition(".")[2], self.one(table, label)) for table, label in _labels(moment)
        ]

    def one(self, table: str, label: str) -> Row:
        """One more row of a table."""
        values = self._words.of(table, label)
        model = _model(table)
        row = model(**values, **self._given(table, label))
        self._work.session.add(row)
        self._work.session.flush()
        self._made[table] = row.id
        if table == "person":
            self.people.append(row.id)
        return Row(model, row.id)

    def _given(self, table: str, label: str) -> dict[str, Any]:
        """The values of a row that are no words."""
        owner = {} if table in {"visit", "set_aside"} else {"household_id": self._house}
        return {**owner, **self._facts(table, label.rpartition(".")[2])}

    def _facts(self, table: str, last: str) -> dict[str, Any]:
        who = self.people[0] if self.people else 0
        signed = 7_000_000 + self._house
        facts: dict[str, dict[str, Any]] = {
            "person": {"role": last, "birth_year": 2016 if last == "enfant" else 1985},
            "signup": {
                "person_id": who, "received_on": DAY, "import_id": 1, "row_hash": signed,
            },
            "contact": {"happened_on": DAY, "channel": "telephone", "result": "sans_reponse"},
            "follow_up": {"due_on": DAY, "planned_on": DAY, "done_on": DAY},
            "introduction": {
                "person_id": who, "offer_id": 1, "resource_id": 1, "introduced_on": DAY,
                "state": "en_attente",
            },
            "visit": {
                "reference": visit_reference(self._work.next_number("visit")), "kind": "sejour",
                "starts_on": DAY, "ends_on": DAY,
            },
            "visit_guest": {"visit_id": self._made.get("visit"), "invited_on": DAY},
            "settlement": {"settled_on": DAY, "cancelled_on": DAY},
            "settlement_check": {
                "settlement_id": self._made.get("settlement"), "month": 1, "checked_on": DAY,
                "result": "sans_reponse",
            },
            "transfer": {"from_territory_id": 2, "to_territory_id": 1, "moved_on": DAY},
            "set_aside": {
                "import_id": 1, "line": 3, "received_on": DAY, "claim_key": 0,
                "candidates": json.dumps([who]),
                "row_hash": signed if last.endswith("settled") else signed + 1000,
                **(SETTLED if last.endswith("settled") else {}),
            },
            "privacy_request": {"kind": "acces", "received_on": DAY, "due_on": DAY},
            "privacy_proof": {"notice_id": 1, "kind": "information", "noted_on": DAY},
        }  # fmt: skip
        return facts[table]


def _model(table: str) -> Any:
    named = {
        model.__tablename__: model
        for model in vars(models).values()
        if isinstance(model, type) and hasattr(model, "__table__")
    }
    return named[table]


def _neighbour(store: Store, words: Words) -> None:
    with _work(store, "importer") as work:
        house = _household(work, words.of("household", "voisin.household"))
        _Rows(work, words, house).all("voisin")


def _edit(work: Work, words: Words, kept: list[tuple[str, Row]]) -> None:
    """Replace every word of the file by a new one."""
    for label, (model, number) in [("household", Row(models.Household, 1)), *kept]:
        row = work.session.get(model, number)
        for column, value in words.of(model.__tablename__, f"apres.{label}").items():
            setattr(row, column, value)


def _delete(store: Store, words: Words, house: int) -> None:
    """Rows that stood for a while."""
    with _work(store, "noter") as work:
        rows = _Rows(work, words, house)
        rows.people = [1]
        names = ("contact", "follow_up", "introduction", "visit", "visit_guest", "settlement")
        made = [rows.one(table, f"supprime.{table}") for table in names]
        made.append(rows.one("person", "supprime.person.enfant"))
    with _work(store, "retirer") as work:
        for model, number in reversed(made):
            if model is not models.Visit:
                work.session.delete(work.session.get(model, number))


def _merge(store: Store, words: Words, house: int) -> None:
    """Two other files become one with this one: as a household, and as one person."""
    others = {}
    for moment in ("fusion", "double"):
        with _work(store, "importer") as work:
            other = _household(work, words.of("household", f"{moment}.household"))
            rows = _Rows(work, words, other)
            rows.all(moment)
            others[moment] = other, rows.people[0]
    with _work(store, "fusionner") as work:
        kept, gone = by_number(work.rows, [house]), by_number(work.rows, [others["fusion"][0]])
        merge(work, kept[0], gone[0])
    with _work(store, "doublons") as work:
        merge_people(work, 1, others["double"][1])


def _undo(store: Store, words: Words, house: int) -> None:
    """A command that wrote a row and a value, and was taken back."""
    with _work(store, "noter") as work:
        rows = _Rows(work, words, house)
        rows.one("contact", "annule.contact")
        there = work.session.get(models.Household, house)
        assert there is not None
        there.project = words.at("annule.household.project")
    with _work(store, "annuler") as work:
        history.undo_all(work, history.undoable(work.rows, 1))
