"""Households as they were at the end of a day: only facts dated by then count."""

from __future__ import annotations

from venez_vivre.store.reader import Reader
from venez_vivre.vocabulary import CaseStatus, Stage

_LATER = (
    "household WHERE registered_on > :day",
    "household WHERE settled_on > :day",
    "settlement WHERE cancelled_on > :day",
    "follow_up WHERE planned_on > :day OR done_on > :day",
    "household WHERE accompanied_on > :day OR last_contact_on > :day OR closed_on > :day",
)
"""Where something may be dated after a day; the dearest to ask comes last."""


def is_past(rows: Reader, day: str) -> bool:
    """Whether something is dated after that day: else the columns of `household` are right."""
    tests = " OR ".join(f"EXISTS (SELECT 1 FROM {table})" for table in _LATER)
    return bool(rows.value(f"SELECT {tests}", day=day))


PRESENT = "household"
"""What a list of households reads when nothing is dated after its day."""

# The first exchange that counts, and the first sign-up, are dates themselves: they were known from
# that day on. A settlement may have been cancelled since, an exchange or a follow-up may be newer.
PAST = f"""(
SELECT f.*, CASE WHEN f.settled_on IS NOT NULL THEN '{Stage.SETTLED}'
    WHEN f.accompanied_on IS NOT NULL THEN '{Stage.ACCOMPANIED}'
    ELSE '{Stage.REGISTERED}' END AS stage
FROM (
  SELECT p.id, p.reference, p.territory_id, p.officer_id, p.channel, p.adults, p.children,
    p.erased_on, p.limited_on, p.opposed_on, p.registered_on,
    CASE WHEN p.accompanied_on <= :day THEN p.accompanied_on END AS accompanied_on,
    (SELECT min(i.settled_on) FROM settlement i
      WHERE i.household_id = p.id AND i.settled_on <= :day
        AND (i.cancelled_on IS NULL OR i.cancelled_on > :day)) AS settled_on,
    (SELECT max(c.happened_on) FROM contact c
      WHERE c.household_id = p.id AND c.happened_on <= :day) AS last_contact_on,
    CASE WHEN p.closed_on > :day THEN '{CaseStatus.ACTIVE}' ELSE p.status END AS status,
    n.action AS next_action, n.due_on AS next_due_on
  FROM household p LEFT JOIN follow_up n ON n.id = (
    SELECT u.id FROM follow_up u
    WHERE u.household_id = p.id AND (u.planned_on IS NULL OR u.planned_on <= :day)
      AND (u.done_on IS NULL OR u.done_on > :day)
    ORDER BY u.due_on, u.due_at, u.id LIMIT 1)
  WHERE p.registered_on IS NULL OR p.registered_on <= :day
) f)"""
"""What it reads otherwise: the same columns, derived anew."""
