"""Reads of the purge: when somebody last exchanged with each household, what was announced."""

from __future__ import annotations

from venez_vivre import NamedTuple
from venez_vivre.store.reader import Reader
from venez_vivre.vocabulary import REACHING_RESULTS, Direction, Staying

_REACHING = ", ".join(f"'{result}'" for result in REACHING_RESULTS)

LAST_EXCHANGE = f"""
SELECT household_id, max(happened_on) AS last_on FROM (
  SELECT household_id, happened_on FROM contact
    WHERE direction = '{Direction.INCOMING}' OR result IN ({_REACHING})
  UNION ALL SELECT household_id, received_on FROM signup
  UNION ALL SELECT household_id, answered_on FROM visit_guest WHERE answered_on IS NOT NULL
  UNION ALL SELECT household_id, came_on FROM visit_guest WHERE came_on IS NOT NULL
  UNION ALL SELECT household_id, debriefed_on FROM visit_guest WHERE debriefed_on IS NOT NULL
  UNION ALL SELECT household_id, checked_on FROM settlement_check
    WHERE result <> '{Staying.NO_ANSWER}'
) AS exchange GROUP BY household_id
"""
"""The last human exchange of each household: the one rule of what counts as one.

Counted: a contact that reached somebody or came from the household; a form of sign-up; an answer
to an invitation, a visit and what was said of it; a call after the arrival that was answered.
Not counted, for nobody of the household took part: an unanswered call, a message left, a missed
appointment, a message sent to many, an import made again, an edit of the file, a planned action,
an introduction.
"""


class File(NamedTuple):
    """One file as the purge sees it; days are ISO.

    `stage` is its kind; `first_on` its oldest day; `last_on` its last human exchange; `settled_on`
    its latest arrival; `months` what its territory settled; `asked` says that a request of the
    person waits for an answer; `announced_on` and `purge_on` are those of the latest notice.
    """

    number: int
    reference: str
    stage: str
    first_on: str | None
    last_on: str | None
    settled_on: str | None
    months: int | None
    territory: str | None
    limited: int
    opposed: int
    asked: int
    people: int
    announced_on: str | None
    purge_on: str | None


_NOTICE = """(SELECT n.{column} FROM purge_notice n
   WHERE n.household_id = h.id AND n.cancelled_on IS NULL
   ORDER BY n.announced_on DESC, n.id DESC LIMIT 1)"""

_FILES = f"""
SELECT h.id, h.reference, h.stage, coalesce(h.registered_on, x.last_on, s.settled_on),
  x.last_on, s.settled_on, t.retention_months, t.name,
  h.limited_on IS NOT NULL, h.opposed_on IS NOT NULL,
  EXISTS (SELECT 1 FROM privacy_request q
    WHERE q.household_id = h.id AND q.answered_on IS NULL),
  (SELECT count(*) FROM person p WHERE p.household_id = h.id),
  {_NOTICE.format(column="announced_on")}, {_NOTICE.format(column="purge_on")}
FROM household h
LEFT JOIN ({LAST_EXCHANGE}) x ON x.household_id = h.id
LEFT JOIN (SELECT household_id, max(settled_on) AS settled_on FROM settlement
  WHERE cancelled_on IS NULL GROUP BY household_id) s ON s.household_id = h.id
LEFT JOIN territory t ON t.id = h.territory_id
WHERE h.erased_on IS NULL AND coalesce(x.last_on, '') <= :latest
ORDER BY h.reference
"""


def files(rows: Reader, latest: str) -> list[File]:
    """The files nobody exchanged with after that day, and those without any exchange."""
    return rows.into(File, _FILES, latest=latest)


def shortest(rows: Reader, usual: int) -> int:
    """The shortest retention in force, in months; `usual` is that of territories without one."""
    return int(
        rows.value(
            "SELECT min(months) FROM (SELECT :usual AS months UNION ALL "
            "SELECT retention_months FROM territory WHERE retention_months IS NOT NULL) AS said",
            usual=usual,
        )
    )


class Kept(NamedTuple):
    """One slip that was kept, `number` None until it is; `content` is its JSON."""

    number: int | None
    disposed_on: str
    visa: str | None
    without_visa: str | None
    households: int
    people: int
    content: str
    agent: str | None


def slips(rows: Reader) -> list[Kept]:
    """The slips of past purges, the newest first."""
    return rows.into(
        Kept,
        "SELECT id, disposed_on, visa, without_visa, households, people, content, agent "
        "FROM disposal ORDER BY disposed_on DESC, id DESC",
    )


def keep(rows: Reader, slip: Kept) -> None:
    """Write a slip beside the journal: it stands whatever is taken back, as the erasure does."""
    rows.run(
        "INSERT INTO disposal (disposed_on, visa, without_visa, households, people, content, agent)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        slip[1:],
    )
