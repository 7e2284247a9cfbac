"""Named reads of how visits stand today, whatever the day of the command."""

from __future__ import annotations

from venez_vivre.store.queries.keeping import OF_SOMEBODY
from venez_vivre.store.queries.visits import Known
from venez_vivre.store.reader import Reader
from venez_vivre.vocabulary import GuestState


def standing(rows: Reader) -> list[Known]:
    """Every visit that was not cancelled, the newest first, but for those of the erased."""
    sql = (
        "SELECT w.id, w.reference, w.title, w.starts_on, w.ends_on FROM visit w "
        f"WHERE w.cancelled_on IS NULL AND {OF_SOMEBODY} ORDER BY w.starts_on DESC, w.id"
    )
    return rows.into(Known, sql)


def expected(rows: Reader, number: int) -> frozenset[int]:
    """The households that are guests of a visit and did not decline."""
    sql = (
        "SELECT household_id FROM visit_guest WHERE visit_id = :number "
        f"AND state <> '{GuestState.DECLINED}'"
    )
    return frozenset(int(household) for (household,) in rows.rows(sql, number=number))


def outcome(rows: Reader, number: int) -> tuple[str | None, int]:
    """When a visit was cancelled, whatever the day, and how many households came."""
    sql = (
        "SELECT w.cancelled_on, (SELECT count(*) FROM visit_guest g WHERE g.visit_id = w.id "
        f"AND g.state = '{GuestState.CAME}') FROM visit w WHERE w.id = :number"
    )
    cancelled_on, came = rows.row(sql, number=number) or (None, 0)
    return cancelled_on, int(came)
