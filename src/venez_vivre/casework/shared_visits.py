"""Two files that become one and were guests of the same visit: one guest is left."""

from __future__ import annotations

from typing import Any

from venez_vivre.intake.writing import Changes
from venez_vivre.store.base import Work
from venez_vivre.store.reader import Reader
from venez_vivre.vocabulary import GuestState, Origin

STRENGTH = (
    GuestState.CAME,
    GuestState.MISSED,
    GuestState.CONFIRMED,
    GuestState.DECLINED,
    GuestState.INVITED,
)
"""What is known of one household's coming says more than the other's invitation."""

PRESENCE = ("state", "answered_on", "came_on", "contact_id")
"""Columns that say one thing together."""


def shared(rows: Reader, kept: int, gone: int) -> list[tuple[int, int]]:
    """The guests of both households at one visit: (row of the kept one, row of the other)."""
    found = rows.rows(
        "SELECT k.id, g.id FROM visit_guest k JOIN visit_guest g ON g.visit_id = k.visit_id "
        "WHERE k.household_id = :kept AND g.household_id = :gone ORDER BY k.id",
        kept=kept,
        gone=gone,
    )
    return [(int(one), int(other)) for one, other in found]


def combined(one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    """What the guest that is left holds, from the row that stays and the one that goes."""
    ranks = [STRENGTH.index(row["state"]) for row in (one, other)]
    stronger = other if ranks[1] < ranks[0] else one
    told = [row["feedback"] for row in (one, other) if row["feedback"]]
    marks = [row["satisfaction"] for row in (one, other) if row["satisfaction"]]
    known = [row["people"] for row in (one, other) if row["people"]]
    debriefs = [row["debriefed_on"] for row in (one, other) if row["debriefed_on"]]
    return {
        **{column: stronger[column] for column in PRESENCE},
        "invited_on": min(one["invited_on"], other["invited_on"]),
        "people": max(known, default=None),
        "debriefed_on": max(debriefs, default=None),
        "satisfaction": marks[0] if marks else None,
        "feedback": "\n".join(dict.fromkeys(told)) or None,
    }


def unite(work: Work, kept: int, gone: int) -> None:
    """Leave one guest a visit to two households that become one, and one exchange for it."""
    for one, other in shared(work.rows, kept, gone):
        changes = Changes(work)
        stays, goes = changes.current("visit_guest", one), changes.current("visit_guest", other)
        held = combined(stays, goes)
        contacts = {stays["contact_id"], goes["contact_id"]} - {None, held["contact_id"]}
        _rewrite(work, one, {c: value for c, value in held.items() if value != stays[c]})
        _remove(work, "visit_guest", other)
        for contact in contacts:
            _drop(work, contact)


def _rewrite(work: Work, number: int, held: dict[str, Any]) -> None:
    """Write what differs: an undo gives back fields, and nothing else changes a version."""
    if not held:
        return
    work.journal.touch("visit_guest", [number])
    setting = ", ".join(f"{column} = ?" for column in held)
    work.rows.run(
        f"UPDATE visit_guest SET {setting}, version = version + 1 WHERE id = ?",
        (*held.values(), number),
    )


def _drop(work: Work, contact: int) -> None:
    """The second exchange of one visit goes with what a rule planned from it.

    It stays when people planned something from it.
    """
    planned = work.rows.rows(
        "SELECT id, origin FROM follow_up WHERE contact_id = :contact", contact=contact
    )
    if any(origin != Origin.RULE for _, origin in planned):
        return
    for number, _ in planned:
        _remove(work, "follow_up", number)
    _remove(work, "contact", contact)


def _remove(work: Work, table: str, number: int) -> None:
    work.journal.touch(table, [number])
    work.rows.run(f"DELETE FROM {table} WHERE id = ?", (number,))
