"""Which tables point at which: what an undo must know before it takes a row away."""

from __future__ import annotations

from venez_vivre.store.journal import CASE_TABLES

REFERENCES: dict[str, tuple[tuple[str, str], ...]] = {
    "household": tuple((table, "household_id") for table in sorted(CASE_TABLES)),
    "person": (("signup", "person_id"), ("introduction", "person_id")),
    "contact": (("follow_up", "contact_id"), ("visit_guest", "contact_id")),
    "offer": (
        ("introduction", "offer_id"),
        ("offer_twin", "offer_id"),
        ("offer_twin", "other_id"),
    ),
    "resource_person": (("introduction", "resource_id"),),
    "visit": (("visit_guest", "visit_id"),),
    "settlement": (("settlement_check", "settlement_id"),),
    "territory": (
        ("household", "territory_id"),
        ("officer", "territory_id"),
        ("territory_commune", "territory_id"),
        ("transfer", "to_territory_id"),
        ("transfer", "from_territory_id"),
        ("resource_person", "territory_id"),
        ("visit", "territory_id"),
        ("frozen_report", "territory_id"),
    ),
    "officer": (
        ("household", "officer_id"),
        ("contact", "officer_id"),
        ("follow_up", "officer_id"),
        ("introduction", "officer_id"),
        ("visit", "officer_id"),
    ),
    "privacy_notice": (("privacy_proof", "notice_id"),),
    "merged_base": (("merged_row", "base_id"),),
    "import_run": (
        ("signup", "import_id"),
        ("contact", "import_id"),
        ("settlement", "import_id"),
        ("offer", "import_id"),
        ("set_aside", "import_id"),
    ),
}
"""Who points at whom: a row that something else still needs is kept."""
