"""Named reads of introductions, as they stood on a day: who was put in touch, what came of it."""

from __future__ import annotations

from datetime import date, timedelta

from venez_vivre import NamedTuple
from venez_vivre.store.queries.households import person_name
from venez_vivre.store.queries.keeping import ERASED
from venez_vivre.store.reader import Reader
from venez_vivre.store.settings import settings
from venez_vivre.vocabulary import IntroductionState, Role

OPEN = (IntroductionState.PENDING, IntroductionState.ANSWERED)
"""The states that something is still to come of."""

FOREVER = "9999-12-31"


class Filter(NamedTuple):
    """What a list of introductions is kept to; None keeps everything."""

    number: int | None = None
    household: int | None = None
    state: str | None = None
    offer: int | None = None
    resource: int | None = None
    officer: int | None = None
    since: str | None = None
    until: str | None = None
    late: int | None = None
    open: int | None = None


_LATE = f"k.standing = '{IntroductionState.PENDING}' AND k.introduced_on <= :late_since"
CONDITIONS = {
    "number": "k.id = :number",
    "household": "k.household_id = :household",
    "state": "k.standing = :state",
    "offer": "k.offer_id = :offer",
    "resource": "k.resource_id = :resource",
    "officer": "coalesce(k.officer_id, 0) = :officer",
    "since": "k.introduced_on >= :since",
    "until": "k.introduced_on <= :until",
    "late": f"({_LATE}) = :late",
    "open": "(k.ended IS NULL) = :open",
}


class Line(NamedTuple):
    """One introduction as it stands on `today`; `patience` is how many days one waits at most.

    `total` is how many the whole list holds, `total_late` how many of them have waited too long.
    """

    number: int
    household: str
    first: str | None
    last: str | None
    member: str | None
    offer: str | None
    kind: str | None
    title: str | None
    resource: str | None
    resource_name: str | None
    introduced_on: str
    state: str
    answered_on: str | None
    ended_on: str | None
    refused_by: str | None
    reason: str | None
    note: str | None
    agent: str | None
    today: str
    patience: int
    person: int | None
    total: int
    total_late: int

    @property
    def name(self) -> str:
        """The registrant's name."""
        return person_name(self.first, self.last)

    @property
    def target(self) -> str:
        """The reference of the offer or of the contact person."""
        return self.offer or self.resource or "?"

    @property
    def called(self) -> str:
        """The title of the offer or the name of the contact person."""
        return self.title or self.resource_name or ""

    @property
    def waiting(self) -> int | None:
        """How many days it has waited for an answer, None when it waits no more."""
        if self.state != IntroductionState.PENDING:
            return None
        return (date.fromisoformat(self.today) - date.fromisoformat(self.introduced_on)).days

    @property
    def late(self) -> bool:
        """Whether it has waited long enough for somebody to ask what became of it."""
        return self.waiting is not None and self.waiting >= self.patience


_KNOWN = f"""
WITH known AS (
  SELECT i.*, CASE WHEN i.ended_on <= :today THEN i.ended_on END AS ended,
    CASE WHEN i.answered_on <= :today THEN i.answered_on END AS answered,
    CASE WHEN i.ended_on <= :today THEN i.state
      WHEN i.answered_on <= :today THEN '{IntroductionState.ANSWERED}'
      ELSE '{IntroductionState.PENDING}' END AS standing
  FROM introduction i
  WHERE i.introduced_on <= :today AND i.household_id NOT IN {ERASED}
), chosen AS (
  SELECT k.*, count(*) OVER () AS total, sum({_LATE}) OVER () AS late,
    CASE k.standing WHEN '{IntroductionState.PENDING}' THEN 0
      WHEN '{IntroductionState.ANSWERED}' THEN 1 ELSE 2 END AS rank
  FROM known k WHERE {{conditions}}
)
SELECT c.id, h.reference, r.first_name, r.last_name, m.first_name, f.reference, f.kind, f.title,
  s.reference, s.name, c.introduced_on, c.standing, c.answered, c.ended,
  CASE WHEN c.ended IS NOT NULL THEN c.refused_by END,
  CASE WHEN c.ended IS NOT NULL THEN c.reason END,
  c.note, coalesce(o.name, c.agent), :today, :patience,
  c.person_id, c.total, c.late
FROM chosen c JOIN household h ON h.id = c.household_id
LEFT JOIN offer f ON f.id = c.offer_id
LEFT JOIN resource_person s ON s.id = c.resource_id
LEFT JOIN officer o ON o.id = c.officer_id
LEFT JOIN person m ON m.id = c.person_id
LEFT JOIN person r ON r.id = (
  SELECT min(p.id) FROM person p WHERE p.household_id = h.id AND p.role = '{Role.REGISTRANT}')
ORDER BY c.rank, CASE WHEN c.ended IS NULL THEN c.introduced_on END, c.ended DESC, c.id DESC
LIMIT :limit
"""


def listed(rows: Reader, kept: Filter, today: date, limit: int | None = None) -> list[Line]:
    """The introductions of a filter as they stand that day, those that have waited longest first.

    Then those that were answered, then the ended ones, the newest first.
    """
    values = {name: value for name, value in kept._asdict().items() if value is not None}
    conditions = " AND ".join(CONDITIONS[name] for name in values) or "1 = 1"
    patience = settings(rows)["reponse_mise_en_relation"]
    return rows.into(
        Line,
        _KNOWN.format(conditions=conditions),
        **values,
        today=today.isoformat(),
        patience=patience,
        late_since=(today - timedelta(days=patience)).isoformat(),
        limit=-1 if limit is None else limit,
    )


def refused_offers(rows: Reader, household: int, today: date | None = None) -> set[int]:
    """The offers that this household refused, or that were refused to it, by that day."""
    sql = (
        "SELECT offer_id FROM introduction WHERE household_id = :household "
        f"AND offer_id IS NOT NULL AND state = '{IntroductionState.REFUSED}' AND ended_on <= :today"
    )
    on = today.isoformat() if today else FOREVER
    return {int(number) for (number,) in rows.rows(sql, household=household, today=on)}


def introduced_offers(rows: Reader, household: int, today: date | None = None) -> set[int]:
    """The offers that this household was put in touch with by that day, whatever came of it."""
    sql = (
        "SELECT offer_id FROM introduction WHERE household_id = :household "
        "AND offer_id IS NOT NULL AND introduced_on <= :today"
    )
    on = today.isoformat() if today else FOREVER
    return {int(number) for (number,) in rows.rows(sql, household=household, today=on)}


class Past(NamedTuple):
    """An introduction of one household to one offer or contact person, as it was written."""

    number: int
    introduced_on: str
    state: str
    ended_on: str | None
    refused_by: str | None
    reason: str | None


def past(rows: Reader, household: int, offer: int | None, resource: int | None) -> list[Past]:
    """What already was between a household and an offer or a contact person, the newest first."""
    sql = (
        "SELECT id, introduced_on, state, ended_on, refused_by, reason FROM introduction "
        "WHERE household_id = :household AND (offer_id = :offer OR resource_id = :resource) "
        "ORDER BY introduced_on DESC, id DESC"
    )
    return rows.into(Past, sql, household=household, offer=offer, resource=resource)


class Offered(NamedTuple):
    """An offer that a household may be put in touch with."""

    number: int
    reference: str
    kind: str
    title: str
    structure: str | None
    commune: str | None
    url: str | None
    contact: str | None
    closed_on: str | None
    expires_on: str | None
    verified_on: str | None


_OFFERED = (
    "SELECT id, reference, kind, title, structure, commune, url, contact, closed_on, expires_on, "
    "verified_on FROM offer"
)


def offer(rows: Reader, reference: str) -> Offered | None:
    """The offer of that reference, as it is stored."""
    found = rows.into(Offered, f"{_OFFERED} WHERE reference = :reference", reference=reference)
    return found[0] if found else None


MOST_TITLED = 1000
"""How many offers of a few words are looked at: whoever types them cannot mean one of more."""


def offers_titled(
    rows: Reader, words: list[str], today: date, *, each: bool = True
) -> list[Offered]:
    """Offers whose title has a word that starts with each of these, or with one of them.

    Those that stand come first.
    """
    if not words:
        return []
    tests = (f"instr(' ' || title_key, ' ' || :w{i}) > 0" for i in range(len(words)))
    return rows.into(
        Offered,
        f"{_OFFERED} WHERE {(' AND ' if each else ' OR ').join(tests)} ORDER BY "
        "(closed_on IS NOT NULL AND closed_on <= :today) "
        "OR (expires_on IS NOT NULL AND expires_on < :today), id "
        f"LIMIT {MOST_TITLED}",
        **{f"w{i}": word for i, word in enumerate(words)},
        today=today.isoformat(),
    )


class Member(NamedTuple):
    """A person of a household, as far as an introduction needs them."""

    number: int
    role: str
    first: str | None
    last: str | None
    email: str | None
    phone: str | None
    occupation: str | None
    consent: int | None

    @property
    def name(self) -> str:
        """`Marie DUPONT`, from what is known of it."""
        return person_name(self.first, self.last)


def members(rows: Reader, household: int) -> list[Member]:
    """The people of a household, the registrant first."""
    sql = (
        "SELECT id, role, first_name, last_name, email, phone, occupation, consent FROM person "
        f"WHERE household_id = :household ORDER BY role <> '{Role.REGISTRANT}', "
        f"role <> '{Role.PARTNER}', id"
    )
    return rows.into(Member, sql, household=household)


class Project(NamedTuple):
    """What a household wants, as far as an offerer needs to know."""

    project: str | None
    adults: int | None
    children: int | None
    territory: str | None
    status: str
    closed_on: str | None


def project(rows: Reader, household: int) -> Project:
    """What this household wants, and whether its file is open."""
    (found,) = rows.into(
        Project,
        "SELECT h.project, h.adults, h.children, t.name, h.status, h.closed_on FROM household h "
        "LEFT JOIN territory t ON t.id = h.territory_id WHERE h.id = :household",
        household=household,
    )
    return found


def officer_card(rows: Reader, officer: int | None) -> tuple[str | None, str | None]:
    """The e-mail and the phone of an officer, None for what is unknown."""
    sql = "SELECT email, phone FROM officer WHERE id = :officer"
    return rows.row(sql, officer=officer) or (None, None)
