"""What goes from a base to another: each table, what it points at, what makes a twin of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from venez_vivre import NamedTuple
from venez_vivre.references import (
    household_reference,
    offer_reference,
    resource_reference,
    visit_reference,
)


class Kind(NamedTuple):
    """One table.

    `points` names the table that each column of numbers points at, `needs` those without which a
    row makes no sense. `same` are the columns by which a row of another base says the same thing;
    none where two are never the same.
    """

    table: str
    points: Mapping[str, str] = {}
    needs: tuple[str, ...] = ()
    same: tuple[str, ...] = ()
    reference: Callable[[int], str] | None = None


HOUSEHOLD = {"household_id": "household"}
OFFICER = {"officer_id": "officer"}
IMPORT = {"import_id": "import_run"}
TERRITORY = {"territory_id": "territory"}
FILE = ("household_id",)

REGISTERS = (
    Kind("territory", same=("code",)),
    Kind("territory_commune", TERRITORY, ("territory_id",), ("code_insee",)),
    Kind("officer", TERRITORY, (), ("name_key",)),
    Kind("import_run"),
    Kind("campaign", same=("axis", "channel", "starts_on", "ends_on")),
    Kind("target", same=("indicator", "deadline")),
    Kind(
        "offer",
        IMPORT,
        (),
        ("kind", "external_reference", "source", "title_key", "structure", "code_insee",
         "published_on"),
        offer_reference,
    ),
    Kind(
        "resource_person",
        TERRITORY,
        (),
        ("name_key", "structure", "email", "phone"),
        resource_reference,
    ),
    Kind(
        "visit",
        TERRITORY | OFFICER,
        (),
        ("kind", "title", "starts_on", "ends_on", "code_insee"),
        visit_reference,
    ),
    Kind("privacy_notice", same=("settled_on", "content")),
)  # fmt: skip
"""What households point at, in an order where nothing points ahead."""

HOMES = Kind("household", TERRITORY | OFFICER, reference=household_reference)
PEOPLE = Kind("person", HOUSEHOLD, FILE)

FACTS = (
    Kind(
        "signup",
        HOUSEHOLD | IMPORT | {"person_id": "person"},
        ("household_id", "person_id"),
        ("household_id", "person_id", "received_on", "channel", "row_hash"),
    ),
    Kind(
        "contact",
        HOUSEHOLD | OFFICER | IMPORT,
        FILE,
        ("household_id", "happened_on", "channel", "direction", "result", "summary"),
    ),
    Kind(
        "follow_up",
        HOUSEHOLD | OFFICER | {"contact_id": "contact", "first_id": "follow_up"},
        FILE,
        ("household_id", "kind", "action", "origin", "due_on", "due_at", "done_on"),
    ),
    Kind(
        "settlement",
        HOUSEHOLD | IMPORT,
        FILE,
        ("household_id", "settled_on", "code_insee", "cancelled_on"),
    ),
    Kind(
        "settlement_check",
        HOUSEHOLD | {"settlement_id": "settlement"},
        ("household_id", "settlement_id"),
        ("settlement_id", "month"),
    ),
    Kind(
        "transfer",
        HOUSEHOLD | {"from_territory_id": "territory", "to_territory_id": "territory"},
        ("household_id", "to_territory_id"),
        ("household_id", "from_territory_id", "to_territory_id", "moved_on"),
    ),
    Kind(
        "introduction",
        HOUSEHOLD
        | OFFICER
        | {"person_id": "person", "offer_id": "offer", "resource_id": "resource_person"},
        FILE,
        ("household_id", "person_id", "offer_id", "resource_id", "introduced_on"),
    ),
    Kind(
        "visit_guest",
        HOUSEHOLD | {"visit_id": "visit", "contact_id": "contact"},
        ("household_id", "visit_id"),
        ("household_id", "visit_id"),
    ),
    Kind("privacy_request", HOUSEHOLD, (), ("household_id", "kind", "received_on")),
    Kind(
        "privacy_proof",
        HOUSEHOLD | {"notice_id": "privacy_notice"},
        FILE,
        ("household_id", "kind", "purpose", "noted_on", "means"),
    ),
    Kind("purge_notice", HOUSEHOLD, FILE, ("household_id", "announced_on", "purge_on")),
    Kind("set_aside", IMPORT, (), ("row_hash", "received_on", "said")),
    Kind(
        "identity_decision",
        {"person_id": "person", "other_id": "person"},
        ("person_id",),
        ("person_id", "other_id", "claim_key", "verdict"),
    ),
    Kind(
        "offer_twin",
        {"offer_id": "offer", "other_id": "offer"},
        ("offer_id", "other_id"),
        ("offer_id", "other_id"),
    ),
    Kind("disposal"),
    Kind("breach"),
)
"""What was noted, in an order where nothing points ahead but at rows of its own table."""

KINDS = (*REGISTERS, HOMES, PEOPLE, *FACTS)

LEFT = {
    "setting": "how the target works is its own affair; the key of erasures goes another way",
    "identity_rule": "what is always answered is its own affair too",
    "column_mapping": "what columns of files mean is settled where they are imported",
    "coded_answer": "the same of codes",
    "occupation_title": "a public reference, loaded where it is wanted",
    "occupation_move": "the same",
    "frozen_report": "a report as it was published tells of its own base and journal",
    "note_verdict": "its keys are made with a secret of its base",
    "erasure": "the ledger is honoured, and written, before the rest",
    "operation": "the journal tells what was done to its own base",
    "journal_block": "the same",
    "base_mark": "what tells the source from others",
    "merged_base": "what the source itself was made of",
    "merged_row": "the same",
}
"""The tables that stay where they are, and why."""

NATURAL = {"territory": "code", "officer": "name_key"}
"""Registers that everybody knows by one name, by which rows are compared."""
