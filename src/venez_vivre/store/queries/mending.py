"""Named reads of what the machine may mend: the rows, and the words to understand them by."""

from __future__ import annotations

from venez_vivre import NamedTuple
from venez_vivre.store.queries.gaps import (
    ACTIVE,
    OPEN_FOLLOW_UP,
    OPEN_OFFER,
    OURS,
    SETTLED,
    STANDING_OFFER,
    Scope,
)
from venez_vivre.store.reader import Reader
from venez_vivre.vocabulary import CaseStatus, OfferKind


class Row(NamedTuple):
    """A row to mend: its number, the reference people know it by, and what it says."""

    number: int
    reference: str
    said: str | None
    also: str | None = None


def _read(rows: Reader, scope: Scope, sql: str) -> list[Row]:
    return rows.into(Row, sql, **scope._asdict())


def uncoded_trades(rows: Reader, scope: Scope) -> list[Row]:
    """Persons of active files whose occupation has no ROME code."""
    return _read(
        rows,
        scope,
        "SELECT p.id, h.reference, p.occupation, NULL FROM person p "
        f"JOIN household h ON h.id = p.household_id WHERE {ACTIVE} AND {OURS} "
        f"AND NOT {SETTLED} AND p.occupation IS NOT NULL AND p.rome_code IS NULL "
        "ORDER BY h.id, p.id",
    )


def uncoded_jobs(rows: Reader, scope: Scope) -> list[Row]:
    """Open job offers without a ROME code: the occupation, else the title."""
    return _read(
        rows,
        scope,
        "SELECT f.id, f.reference, coalesce(f.occupation, f.title), NULL FROM offer f "
        f"WHERE {OPEN_OFFER} AND f.kind = '{OfferKind.JOB}' AND f.rome_code IS NULL ORDER BY f.id",
    )


def unplaced_offers(rows: Reader, scope: Scope) -> list[Row]:
    """Open offers that are nowhere on a map, with the commune and postal code they say."""
    return _read(
        rows,
        scope,
        f"SELECT f.id, f.reference, f.commune, f.postal_code FROM offer f WHERE {OPEN_OFFER} "
        "AND f.code_insee IS NULL AND f.latitude IS NULL "
        "AND coalesce(f.commune, f.postal_code) IS NOT NULL ORDER BY f.id",
    )


def unplaced_settlements(rows: Reader, scope: Scope) -> list[Row]:
    """Standing settlements whose commune has no code."""
    return _read(
        rows,
        scope,
        "SELECT i.id, h.reference, i.commune, NULL FROM settlement i "
        f"JOIN household h ON h.id = i.household_id WHERE {OURS} AND i.code_insee IS NULL "
        "AND i.commune IS NOT NULL AND i.settled_on <= :day "
        "AND (i.cancelled_on IS NULL OR i.cancelled_on > :day) ORDER BY i.id",
    )


def unassigned(rows: Reader, scope: Scope) -> list[Row]:
    """Active files without a territory: codes of the communes they wish, territories they name."""
    return _read(
        rows,
        scope,
        "SELECT h.id, h.reference, h.wished_codes, h.wished_territories FROM household h "
        f"WHERE {ACTIVE} AND {OURS} AND h.territory_id IS NULL AND h.wished_codes IS NOT NULL "
        "ORDER BY h.id",
    )


def territory_of_commune(rows: Reader) -> dict[str, tuple[int, str, str]]:
    """Number, code and name of the territory of each commune, by INSEE code."""
    sql = (
        "SELECT c.code_insee, t.id, t.code, t.name FROM territory_commune c "
        "JOIN territory t ON t.id = c.territory_id WHERE t.active = 1"
    )
    return {code: (number, short, name) for code, number, short, name in rows.rows(sql)}


def unsigned_contacts(rows: Reader, scope: Scope) -> list[Row]:
    """Exchanges noted under a name that no officer had then."""
    return _read(
        rows,
        scope,
        "SELECT c.id, h.reference, c.agent, NULL FROM contact c "
        f"JOIN household h ON h.id = c.household_id WHERE {OURS} AND c.officer_id IS NULL "
        "AND c.agent IS NOT NULL AND c.happened_on <= :day ORDER BY c.id",
    )


def officer_keys(rows: Reader) -> dict[str, tuple[int, str]]:
    """Number and name of every officer by folded name."""
    found = rows.rows("SELECT name_key, id, name FROM officer")
    return {key: (number, name) for key, number, name in found}


def closed_follow_ups(rows: Reader, scope: Scope) -> list[Row]:
    """Follow-ups that are still open in closed files."""
    return _read(
        rows,
        scope,
        "SELECT d.id, h.reference, d.action, NULL FROM follow_up d "
        f"JOIN household h ON h.id = d.household_id WHERE {OURS} AND {OPEN_FOLLOW_UP} "
        f"AND d.done_on IS NULL AND h.status = '{CaseStatus.CLOSED}' AND h.closed_on <= :day "
        "ORDER BY d.id",
    )


def expired_offers(rows: Reader, scope: Scope) -> list[Row]:
    """Offers that expired and were never closed."""
    return _read(
        rows,
        scope,
        f"SELECT f.id, f.reference, f.title, f.expires_on FROM offer f WHERE {STANDING_OFFER} "
        "AND f.closed_on IS NULL AND f.expires_on < :day ORDER BY f.id",
    )
