"""The tables, nothing else: what the scheme remembers of households, exchanges and settlements.

Dates are stored as ISO text, coded values as the French text of `vocabulary`, yes/no as 1/0 and
unknown as NULL. The columns under « Derived » are written by `store.stages` alone.
"""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from sqlalchemy import REAL, Index, LargeBinary, Text, UniqueConstraint
from sqlalchemy import text as sql
from sqlalchemy.orm import declared_attr
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field, SQLModel

STRICT = {"sqlite_strict": True, "sqlite_autoincrement": True}
"""SQLite checks the type of every value, and the number of a deleted row is never given again."""


HELD = sql("limited_on IS NOT NULL OR opposed_on IS NOT NULL")
"""The files that a right holds back."""
VISIT = sql("channel = 'visite'")
"""The exchanges that were visits: few among all."""
REMOTE = sql("telework = 'total'")
"""The offers that are done from home, whose place does not matter."""


class IsoDate(TypeDecorator[date]):
    """A calendar day kept as `YYYY-MM-DD`, the same text on every engine."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: date | None, dialect: Any) -> str | None:  # noqa: ARG002
        """Write the day as text."""
        return None if value is None else value.isoformat()

    def process_result_value(self, value: str | None, dialect: Any) -> date | None:  # noqa: ARG002
        """Read the day back."""
        return None if value is None else date.fromisoformat(value)


def key() -> Any:
    """The number of a row, given by the base."""
    return Field(default=None, primary_key=True)


def text(default: str | None = None, **options: Any) -> Any:
    """A text column, empty unless said."""
    if default is not None:
        options |= {"nullable": False, "sa_column_kwargs": {"server_default": default}}
    return Field(default=default, sa_type=Text, **options)


def count(default: int = 0) -> Any:
    """A number that is always known."""
    return Field(default=default, nullable=False, sa_column_kwargs={"server_default": str(default)})


def day(**options: Any) -> Any:
    """A calendar day, unknown unless said."""
    return Field(default=None, sa_type=IsoDate, **options)


def to(table: str, **options: Any) -> Any:
    """A link to a row of another table."""
    return Field(default=None, foreign_key=f"{table}.id", **({"index": True} | options))


class Row(SQLModel):
    """A row of a table."""

    model_config = {"defer_build": True}
    """No validator is made of the forty classes before one is asked for, which none is: 20 ms."""


class Versioned(Row):
    """A row that several people may edit: a stale edit is refused by its version."""

    version: int = count(1)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:  # noqa: N805
        return {"version_id_col": cls.__table__.c.version}  # type: ignore[attr-defined]


class Territory(Versioned, table=True):
    """One of the collectivités that welcome."""

    __table_args__: ClassVar[Any] = STRICT
    id: int | None = key()
    code: str = Field(sa_type=Text, unique=True)
    name: str = Field(sa_type=Text)
    kind: str = Field(sa_type=Text)
    department: str | None = text()
    active: int = count(1)
    retention_months: int | None = None


class TerritoryCommune(Row, table=True):
    """A commune of a territory; a commune belongs to one territory at most."""

    __tablename__ = "territory_commune"
    __table_args__: ClassVar[Any] = STRICT
    id: int | None = key()
    territory_id: int = to("territory", nullable=False)
    code_insee: str = Field(sa_type=Text, unique=True)


class Officer(Versioned, table=True):
    """A colleague in charge of households."""

    __table_args__: ClassVar[Any] = STRICT
    id: int | None = key()
    name: str = Field(sa_type=Text)
    name_key: str = Field(sa_type=Text, unique=True)
    email: str | None = text()
    phone: str | None = text()
    territory_id: int | None = to("territory")
    active: int = count(1)


class Household(Versioned, table=True):
    """The people who would move together: the case, its project and its state."""

    __table_args__: ClassVar[Any] = (
        Index("ix_household_stage", "stage", "registered_on"),
        Index("ix_household_next_due_on", "next_due_on"),
        # Covers the funnel: its counts never read the wide rows (3.5 s → 1.7 s on a million).
        Index(
            "ix_household_funnel",
            "registered_on",
            "accompanied_on",
            "settled_on",
            "spontaneous",
            "territory_id",
            "officer_id",
            "channel",
            "origin_department",
        ),
        # Those below each cover what a read of the day or a report asks of many files (0010).
        Index(
            "ix_household_accompanied",
            *("accompanied_on", "settled_on", "status", "closed_on", "erased_on", "territory_id"),
        ),
        Index("ix_household_territory", "territory_id", "registered_on"),
        Index("ix_household_closed", "closed_on", "status", "close_reason", "territory_id"),
        Index(
            "ix_household_day",
            *("officer_id", "territory_id", "last_contact_on", "registered_on", "status"),
            *("closed_on", "settled_on", "horizon", "maturity", "accompanied_on"),
            *("erased_on", "limited_on", "opposed_on", "reference"),
        ),
        # Of a million files, those alone that a right holds back: asked for by every write.
        Index("ix_household_held", "id", sqlite_where=HELD),
        STRICT,
    )
    id: int | None = key()
    reference: str = Field(sa_type=Text, unique=True)
    territory_id: int | None = to("territory", index=False)
    officer_id: int | None = to("officer", index=False)
    postal_code: str | None = text()
    commune: str | None = text()
    country: str | None = text()
    origin_department: str | None = text()
    channel: str | None = text()
    campaign: str | None = text()
    wished_territories: str | None = text()
    wished_communes: str | None = text()
    wished_codes: str | None = text()
    max_distance_km: int | None = None
    horizon: str | None = text()
    wished_on: date | None = day()
    maturity: int | None = None
    adults: int | None = None
    children: int | None = None
    children_births: str | None = text()
    housing: str | None = text()
    housing_kind: str | None = text()
    rooms_min: int | None = None
    area_min: int | None = None
    rent_max: int | None = None
    purchase_budget: int | None = None
    garden: int | None = None
    interests: str | None = text()
    motivations: str | None = text()
    project: str | None = text()
    blockers: str | None = text()
    status: str = text("actif")
    closed_on: date | None = day()
    close_reason: str | None = text()
    wake_up_on: date | None = day()
    edited_on: date | None = day()
    # The rights of the people: a limited or opposed file is kept but no longer worked on.
    limited_on: date | None = day()
    limit_reason: str | None = text()
    opposed_on: date | None = day()
    # Nobody is behind the row any more: what is left of it only counts in figures.
    erased_on: date | None = day(index=True)
    # Derived: written only by store.stages.
    stage: str = text("inscrit")
    registered_on: date | None = day()
    accompanied_on: date | None = day()
    settled_on: date | None = day(index=True)
    spontaneous: int = count(0)
    last_contact_on: date | None = day()
    next_action: str | None = text()
    next_due_on: date | None = day()


class Person(Versioned, table=True):
    """A member of a household: registrant, partner, child or other adult."""

    __table_args__: ClassVar[Any] = (
        Index("ix_person_names", "last_key", "first_key"),
        Index("ix_person_household", "household_id", "registered_on", "role"),
        STRICT,
    )
    id: int | None = key()
    household_id: int = Field(foreign_key="household.id", nullable=False)
    role: str = Field(sa_type=Text)
    external_reference: str | None = text(index=True)
    first_name: str | None = text()
    last_name: str | None = text()
    first_key: str = text("")
    last_key: str = text("")
    email: str | None = text()
    email_key: str | None = text(index=True)
    phone: str | None = text(index=True)
    birth_year: int | None = None
    occupation: str | None = text()
    rome_code: str | None = text()
    rome_confidence: int | None = None
    employment: str | None = text()
    contract: str | None = text()
    telework: str | None = text()
    salary_min: int | None = None
    consent: int | None = None
    # Derived: written only by store.stages.
    registered_on: date | None = day(index=True)


class Signup(Row, table=True):
    """One form as received: `form` is the JSON list of its cells, under its import's headings."""

    __table_args__: ClassVar[Any] = STRICT
    id: int | None = key()
    household_id: int = to("household", nullable=False)
    person_id: int = to("person", nullable=False)
    import_id: int | None = to("import_run")
    received_on: date = Field(sa_type=IsoDate)
    channel: str | None = text()
    campaign: str | None = text()
    message: str | None = text()
    form: str | None = text()
    row_hash: int | None = Field(default=None, index=True)


class Contact(Versioned, table=True):
    """An exchange that took place, with its outcome."""

    __table_args__: ClassVar[Any] = (
        Index("ix_contact_household", "household_id", "happened_on"),
        Index("ix_contact_period", "happened_on", "household_id", "result"),
        Index("ix_contact_visit", "happened_on", sqlite_where=VISIT),
        STRICT,
    )
    id: int | None = key()
    household_id: int = to("household", nullable=False, index=False)
    officer_id: int | None = to("officer")
    agent: str | None = text()
    happened_on: date = Field(sa_type=IsoDate)
    channel: str = Field(sa_type=Text)
    direction: str | None = text()
    result: str | None = text()
    summary: str | None = text()
    import_id: int | None = to("import_run")
    row_hash: int | None = Field(default=None, index=True)


class FollowUp(Versioned, table=True):
    """An action or an appointment that is due for a household.

    It is open until `done_on`, the day it was done, put off or given up (`ending`). What is put
    off is closed and planned anew, so that a past day still shows what was due then.
    `due_at` is the hour of an appointment, `HH:MM`; `channel` how and `place` where it is held;
    `first_id` the number under which what was put off was first planned.
    """

    __tablename__ = "follow_up"
    __table_args__: ClassVar[Any] = (
        Index("ix_follow_up_open", "done_on", "due_on"),
        Index("ix_follow_up_household", "household_id", "done_on", "planned_on", "due_on"),
        STRICT,
    )
    id: int | None = key()
    household_id: int = to("household", nullable=False, index=False)
    contact_id: int | None = to("contact")
    officer_id: int | None = to("officer")
    kind: str = text("action")
    origin: str | None = text()
    action: str = Field(sa_type=Text)
    planned_on: date | None = day()
    due_on: date = Field(sa_type=IsoDate)
    due_at: str | None = text()
    channel: str | None = text()
    place: str | None = text()
    done_on: date | None = day()
    ending: str | None = text()
    first_id: int | None = None


class Introduction(Versioned, table=True):
    """A household put in touch with an offer or a local contact person, and what came of it.

    It waits until `answered_on`; `ended_on` is the day it succeeded, was refused or given up
    (`state`). `refused_by` and `reason` say who refused and why.
    """

    __table_args__: ClassVar[Any] = STRICT
    id: int | None = key()
    household_id: int = to("household", nullable=False)
    person_id: int | None = to("person")
    offer_id: int | None = to("offer")
    resource_id: int | None = to("resource_person")
    officer_id: int | None = to("officer")
    agent: str | None = text()
    introduced_on: date = Field(sa_type=IsoDate)
    state: str = text("en_attente")
    answered_on: date | None = day()
    ended_on: date | None = day()
    refused_by: str | None = text()
    reason: str | None = text()
    note: str | None = text()


class ResourcePerson(Versioned, table=True):
    """Somebody of the place who helps newcomers: for what, where, for how many at a time.

    `themes` are codes joined by `|`; `capacity` is how many households at a time, unknown if NULL.
    """

    __tablename__ = "resource_person"
    __table_args__: ClassVar[Any] = STRICT
    id: int | None = key()
    reference: str = Field(sa_type=Text, unique=True)
    name: str = Field(sa_type=Text)
    name_key: str = Field(sa_type=Text, index=True)
    position: str | None = text()
    structure: str | None = text()
    email: str | None = text()
    phone: str | None = text()
    commune: str | None = text()
    code_insee: str | None = text()
    territory_id: int | None = to("territory")
    themes: str | None = text()
    capacity: int | None = None
    note: str | None = text()
    closed_on: date | None = day()


class Visit(Versioned, table=True):
    """Days spent here to see: the stay of one household, or a weekend of several.

    `capacity` is how many households a weekend takes, unknown if NULL.
    """

    __table_args__: ClassVar[Any] = STRICT
    id: int | None = key()
    reference: str = Field(sa_type=Text, unique=True)
    title: str = Field(sa_type=Text)
    kind: str = Field(sa_type=Text)
    starts_on: date = Field(sa_type=IsoDate)
    ends_on: date = Field(sa_type=IsoDate)
    commune: str | None = text()
    code_insee: str | None = text()
    territory_id: int | None = to("territory")
    officer_id: int | None = to("officer")
    capacity: int | None = None
    note: str | None = text()
    cancelled_on: date | None = day()


class VisitGuest(Versioned, table=True):
    """A household invited to a visit: whether it came, and what it said afterwards.

    `contact_id` is the exchange that its coming, or its absence, was noted as.
    """

    __tablename__ = "visit_guest"
    __table_args__: ClassVar[Any] = STRICT
    id: int | None = key()
    household_id: int = to("household", nullable=False)
    visit_id: int = to("visit", nullable=False)
    contact_id: int | None = to("contact")
    people: int | None = None
    state: str = text("invite")
    invited_on: date = Field(sa_type=IsoDate)
    answered_on: date | None = day()
    came_on: date | None = day()
    debriefed_on: date | None = day()
    satisfaction: int | None = None
    feedback: str | None = text()


class Settlement(Versioned, table=True):
    """The household lives here since that day; cancelled settlements stop counting."""

    __table_args__: ClassVar[Any] = STRICT
    id: int | None = key()
    household_id: int = to("household", nullable=False)
    settled_on: date = Field(sa_type=IsoDate)
    commune: str | None = text()
    code_insee: str | None = text()
    adults: int = count(1)
    children: int = count(0)
    schooled: int = count(0)
    housing: str | None = text()
    job: str | None = text()
    partner_job: str | None = text()
    cancelled_on: date | None = day()
    cancel_reason: str | None = text()
    left_on: date | None = day(index=True)
    leave_reason: str | None = text()
    import_id: int | None = to("import_run")
    row_hash: int | None = Field(default=None, index=True)


class SettlementCheck(Versioned, table=True):
    """What a household said 1, 3, 6 or 12 months after its arrival."""

    __tablename__ = "settlement_check"
    __table_args__: ClassVar[Any] = (UniqueConstraint("settlement_id", "month"), STRICT)
    id: int | None = key()
    household_id: int = to("household", nullable=False)
    settlement_id: int = to("settlement", nullable=False)
    month: int
    checked_on: date = Field(sa_type=IsoDate)
    result: str = Field(sa_type=Text)
    satisfaction: int | None = None
    needs: str | None = text()


class Transfer(Row, table=True):
    """A household handed from one territory to another, with the note that goes along."""

    __table_args__: ClassVar[Any] = STRICT
    id: int | None = key()
    household_id: int = to("household", nullable=False)
    from_territory_id: int | None = to("territory")
    to_territory_id: int = to("territory", nullable=False)
    moved_on: date = Field(sa_type=IsoDate)
    note: str | None = text()


class Campaign(Versioned, table=True):
    """A communication action: its spending in cents and its audience."""

    __table_args__: ClassVar[Any] = STRICT
    id: int | None = key()
    axis: str = Field(sa_type=Text)
    channel: str | None = text()
    starts_on: date = Field(sa_type=IsoDate)
    ends_on: date | None = day()
    spending_cents: int = count(0)
    views: int = count(0)
    visits: int = count(0)
    plays: int = count(0)


class Target(Versioned, table=True):
    """An indicator, a number to reach, a deadline."""

    __table_args__: ClassVar[Any] = (UniqueConstraint("indicator", "deadline"), STRICT)
    id: int | None = key()
    indicator: str = Field(sa_type=Text)
    value: int
    starts_on: date | None = day()
    deadline: date = Field(sa_type=IsoDate)


class Offer(Versioned, table=True):
    """A job, a home, a school, a club… that a household could be put in touch with."""

    __table_args__: ClassVar[Any] = (
        Index("ix_offer_kind", "kind", "closed_on"),
        Index("ix_offer_standing", "kind", "closed_on", "expires_on"),
        Index(
            "ix_offer_matching",
            *("kind", "rome_code", "latitude", "longitude", "telework", "closed_on", "expires_on"),
            *("code_insee", "salary_min", "salary_max"),
        ),
        # What is near a household, one index for each way of being near: of 127,000 offers, those
        # of a zone alone are read.
        Index("ix_offer_place", "kind", "latitude", "longitude"),
        Index("ix_offer_commune", "code_insee", "kind"),
        Index("ix_offer_remote", "kind", sqlite_where=REMOTE),
        STRICT,
    )
    id: int | None = key()
    reference: str = Field(sa_type=Text, unique=True)
    external_reference: str | None = text(index=True)
    source: str | None = text(index=True)
    kind: str = Field(sa_type=Text)
    title: str = Field(sa_type=Text)
    title_key: str = text("")
    description: str | None = text()
    structure: str | None = text()
    commune: str | None = text()
    code_insee: str | None = text()
    postal_code: str | None = text()
    latitude: float | None = Field(default=None, sa_type=REAL)
    longitude: float | None = Field(default=None, sa_type=REAL)
    occupation: str | None = text()
    rome_code: str | None = text(index=True)
    contract: str | None = text()
    working_time: str | None = text()
    salary_min: int | None = None
    salary_max: int | None = None
    telework: str | None = text()
    openings: int | None = None
    transaction: str | None = text()
    housing_kind: str | None = text()
    rooms: int | None = None
    area: int | None = None
    rent: int | None = None
    charges: int | None = None
    price: int | None = None
    garden: int | None = None
    available_on: date | None = day()
    levels: str | None = text()
    age_min: int | None = None
    age_max: int | None = None
    themes: str | None = text()
    places: int | None = None
    published_on: date | None = day()
    verified_on: date | None = day()
    expires_on: date | None = day()
    url: str | None = text()
    contact: str | None = text()
    closed_on: date | None = day()
    import_id: int | None = to("import_run")
    row_hash: int | None = Field(default=None, index=True)


class OfferTwin(Row, table=True):
    """What somebody decided of two offers that look alike.

    Joined, `other_id` is closed for `offer_id`, which stays; else they are two for good.
    """

    __tablename__ = "offer_twin"
    __table_args__: ClassVar[Any] = STRICT
    id: int | None = key()
    offer_id: int = to("offer", nullable=False)
    other_id: int = to("offer", nullable=False)
    verdict: str = Field(sa_type=Text)
    agent: str | None = text()
    decided_on: date = Field(sa_type=IsoDate)


class ImportRun(Row, table=True):
    """One file that was imported: its headings, how it was read, what became of its lines."""

    __tablename__ = "import_run"
    __table_args__: ClassVar[Any] = STRICT
    id: int | None = key()
    kind: str = Field(sa_type=Text)
    file_name: str = Field(sa_type=Text)
    headings: str = Field(sa_type=Text)
    encoding: str | None = text()
    separator: str | None = text()
    sheet: str | None = text()
    agent: str | None = text()
    imported_on: date = Field(sa_type=IsoDate)
    lines_read: int = count(0)
    created: int = count(0)
    updated: int = count(0)
    unchanged: int = count(0)
    set_aside: int = count(0)
    rejected: int = count(0)


class SetAside(Versioned, table=True):
    """A line of sign-ups that waits for somebody to say who it is about.

    `said` is the JSON of the values it gives by field, `form` of its cells. It points at the
    persons it resembles without holding them back: `candidates` is the JSON list of their numbers.
    """

    __tablename__ = "set_aside"
    __table_args__: ClassVar[Any] = STRICT
    id: int | None = key()
    import_id: int | None = to("import_run")
    line: int
    row_hash: int = Field(index=True)
    received_on: date = Field(sa_type=IsoDate)
    said: str = Field(sa_type=Text)
    form: str | None = text()
    candidates: str = Field(sa_type=Text)
    claim_key: int
    settled_on: date | None = day()
    verdict: str | None = text()
    agent: str | None = text()


class IdentityDecision(Row, table=True):
    """What somebody decided of two people, or of a line (`claim_key`) and a person."""

    __tablename__ = "identity_decision"
    __table_args__: ClassVar[Any] = STRICT
    id: int | None = key()
    person_id: int = Field(index=True)
    other_id: int | None = Field(default=None, index=True)
    claim_key: int | None = Field(default=None, index=True)
    verdict: str = Field(sa_type=Text)
    agent: str | None = text()
    decided_on: date = Field(sa_type=IsoDate)


class IdentityRule(Row, table=True):
    """What is always to be answered where two people agree and differ in the same points."""

    __tablename__ = "identity_rule"
    __table_args__: ClassVar[Any] = STRICT
    id: int | None = key()
    pattern: str = Field(sa_type=Text, unique=True)
    verdict: str = Field(sa_type=Text)
    agent: str | None = text()
    decided_on: date = Field(sa_type=IsoDate)


class ColumnMapping(Row, table=True):
    """What the columns of files with these headings were settled to mean.

    `mapping` is the JSON object heading → field; `signature` recognises the headings.
    """

    __tablename__ = "column_mapping"
    __table_args__: ClassVar[Any] = (UniqueConstraint("kind", "signature"), STRICT)
    id: int | None = key()
    kind: str = Field(sa_type=Text)
    signature: str = Field(sa_type=Text)
    mapping: str = Field(sa_type=Text)
    agent: str | None = text()
    settled_on: date = Field(sa_type=IsoDate)


class CodedAnswer(Row, table=True):
    """The code that somebody gave for a value that a coded field did not know; empty for none."""

    __tablename__ = "coded_answer"
    __table_args__: ClassVar[Any] = (UniqueConstraint("field", "said_key"), STRICT)
    id: int | None = key()
    field: str = Field(sa_type=Text)
    said_key: str = Field(sa_type=Text)
    value: str = Field(sa_type=Text)
    agent: str | None = text()
    settled_on: date = Field(sa_type=IsoDate)


class OccupationTitle(Row, table=True):
    """An official title of an occupation (« appellation » of the ROME)."""

    __tablename__ = "occupation_title"
    __table_args__: ClassVar[Any] = STRICT
    id: int | None = key()
    code_ogr: int = Field(unique=True)
    title: str = Field(sa_type=Text)
    title_key: str = Field(sa_type=Text, index=True)
    rome_code: str = Field(sa_type=Text)


class OccupationMove(Row, table=True):
    """An official move from one occupation to a near one, the nearest ranked first."""

    __tablename__ = "occupation_move"
    __table_args__: ClassVar[Any] = (UniqueConstraint("rome_code", "target_code"), STRICT)
    id: int | None = key()
    rome_code: str = Field(sa_type=Text)
    target_code: str = Field(sa_type=Text)
    rank: int


class Setting(Row, table=True):
    """One setting of this base: a name and its value."""

    __table_args__: ClassVar[Any] = STRICT
    id: int | None = key()
    name: str = Field(sa_type=Text, unique=True)
    value: str = Field(sa_type=Text)


class FrozenReport(Row, table=True):
    """A report as it was published: `content` is its JSON, figures only, never a personal value.

    It counted the period `starts_on` (NULL: since the beginning) to `ends_on`, for one territory
    or all, from what was known once operation `last_operation` had been written (0: none).
    """

    __tablename__ = "frozen_report"
    __table_args__: ClassVar[Any] = (Index("ix_frozen_report_period", "kind", "ends_on"), STRICT)
    id: int | None = key()
    kind: str = Field(sa_type=Text)
    starts_on: date | None = day()
    ends_on: date = Field(sa_type=IsoDate)
    territory_id: int | None = to("territory")
    published_on: date = Field(sa_type=IsoDate)
    last_operation: int = count()
    agent: str | None = text()
    diffusion: str | None = text()
    content: str = Field(sa_type=Text)


class Erasure(Row, table=True):
    """One file that was erased: who it was about is known by keyed hashes alone.

    `keys` is the JSON list of the hashes of what identified it, so that a restored copy or an old
    file does not bring it back; `proof` is a speakable number that may be given to the person.
    """

    __table_args__: ClassVar[Any] = STRICT
    id: int | None = key()
    proof: str = Field(sa_type=Text, unique=True)
    erased_on: date = Field(sa_type=IsoDate)
    origin: str = Field(sa_type=Text)
    reason: str = Field(sa_type=Text)
    people: int = count(0)
    agent: str | None = text()
    keys: str = Field(sa_type=Text)


class PrivacyRequest(Versioned, table=True):
    """Somebody uses one of their rights: the answer is due within a month of `received_on`."""

    __tablename__ = "privacy_request"
    __table_args__: ClassVar[Any] = STRICT
    id: int | None = key()
    household_id: int | None = to("household")
    kind: str = Field(sa_type=Text)
    received_on: date = Field(sa_type=IsoDate)
    due_on: date = Field(sa_type=IsoDate)
    channel: str | None = text()
    answered_on: date | None = day()
    outcome: str | None = text()
    note: str | None = text()
    agent: str | None = text()


class PrivacyNotice(Row, table=True):
    """The information given to people, word for word, since the day it was settled."""

    __tablename__ = "privacy_notice"
    __table_args__: ClassVar[Any] = STRICT
    id: int | None = key()
    settled_on: date = Field(sa_type=IsoDate)
    content: str = Field(sa_type=Text)
    agent: str | None = text()


class PrivacyProof(Row, table=True):
    """What was shown or agreed to, when, how, by whom.

    `kind` says information, agreement or withdrawal; `purpose` what is agreed to.
    """

    __tablename__ = "privacy_proof"
    __table_args__: ClassVar[Any] = STRICT
    id: int | None = key()
    household_id: int = to("household", nullable=False)
    notice_id: int | None = to("privacy_notice")
    kind: str = Field(sa_type=Text)
    purpose: str | None = text()
    noted_on: date = Field(sa_type=IsoDate)
    means: str | None = text()
    agent: str | None = text()


class PurgeNotice(Versioned, table=True):
    """A file whose time is over: it is erased on `purge_on` unless somebody hears of it before."""

    __tablename__ = "purge_notice"
    __table_args__: ClassVar[Any] = STRICT
    id: int | None = key()
    household_id: int = to("household", nullable=False)
    announced_on: date = Field(sa_type=IsoDate)
    purge_on: date = Field(sa_type=IsoDate)
    cancelled_on: date | None = day()
    agent: str | None = text()


class Disposal(Row, table=True):
    """The slip of one purge (« bordereau d'élimination »): kinds of files, dates, counts; no name.

    `visa` is the reference of the archives' agreement, else `without_visa` says why none is needed.
    """

    __table_args__: ClassVar[Any] = STRICT
    id: int | None = key()
    disposed_on: date = Field(sa_type=IsoDate)
    visa: str | None = text()
    without_visa: str | None = text()
    households: int = count(0)
    people: int = count(0)
    content: str = Field(sa_type=Text)
    agent: str | None = text()


class Breach(Versioned, table=True):
    """A violation of personal data: what happened, to how many, what was done (art. 33)."""

    __table_args__: ClassVar[Any] = STRICT
    id: int | None = key()
    discovered_at: str = Field(sa_type=Text)
    nature: str = Field(sa_type=Text)
    description: str = Field(sa_type=Text)
    people: int | None = None
    consequences: str | None = text()
    measures: str | None = text()
    risk: str | None = text()
    authority_told_at: str | None = text()
    people_told_on: date | None = day()
    closed_on: date | None = day()
    agent: str | None = text()


class NoteVerdict(Row, table=True):
    """A word that the control of notes found and somebody accepted: it is not shown again.

    `text_key` is a keyed hash of the text as it stood: an edited note is read again.
    """

    __tablename__ = "note_verdict"
    __table_args__: ClassVar[Any] = (UniqueConstraint("table_name", "row_id", "text_key"), STRICT)
    id: int | None = key()
    table_name: str = Field(sa_type=Text)
    row_id: int
    text_key: str = Field(sa_type=Text)
    decided_on: date = Field(sa_type=IsoDate)
    agent: str | None = text()


class Operation(Row, table=True):
    """One command that wrote: who, when, what in words; never a personal value.

    `recorded_on` is the day it was for who acted (`--date`), ISO.
    """

    __table_args__: ClassVar[Any] = (Index("ix_operation_recorded_on", "recorded_on"), STRICT)
    id: int | None = key()
    happened_at: str = Field(sa_type=Text)
    agent: str = Field(sa_type=Text)
    kind: str = Field(sa_type=Text)
    command: str = Field(sa_type=Text)
    summary: str = Field(sa_type=Text)
    target_id: int | None = to("operation")
    undone: int = count(0)
    recorded_on: str = text("")


class JournalBlock(Row, table=True):
    """Rows of one table that an operation touched.

    `payload` is compressed JSON, a list of [id, before, after]; empty for a bulk insertion, whose
    rows are `first_id` to `last_id` as long as they stand.
    """

    __tablename__ = "journal_block"
    __table_args__: ClassVar[Any] = STRICT
    id: int | None = key()
    operation_id: int = to("operation", nullable=False)
    table_name: str = Field(sa_type=Text)
    first_id: int
    last_id: int
    payload: bytes | None = Field(default=None, sa_type=LargeBinary)


class BaseMark(Row, table=True):
    """What tells this base from every other, drawn when it was made: 32 hexadecimal digits."""

    __tablename__ = "base_mark"
    __table_args__: ClassVar[Any] = STRICT
    id: int | None = key()
    identity: str = Field(sa_type=Text, unique=True)


class MergedBase(Row, table=True):
    """A local base whose rows were brought into this one.

    `identity` is its mark; `trail` has eight hexadecimal digits for each operation of its journal
    that was brought, by which a later copy is told from one that went another way since.
    """

    __tablename__ = "merged_base"
    __table_args__: ClassVar[Any] = STRICT
    id: int | None = key()
    identity: str = Field(sa_type=Text, index=True)
    name: str = Field(sa_type=Text)
    trail: str = Field(sa_type=Text)
    merged_on: date = Field(sa_type=IsoDate)
    agent: str | None = text()


class MergedRow(Row, table=True):
    """A row of a local base and the row of this one that holds what it says.

    `fingerprint` has four characters a column, by which what changed since is told; empty once
    the people of the row were erased.
    """

    __tablename__ = "merged_row"
    __table_args__: ClassVar[Any] = (
        UniqueConstraint("base_id", "table_name", "source_id"),
        Index("ix_merged_row_row", "table_name", "row_id"),
        STRICT,
    )
    id: int | None = key()
    base_id: int = Field(foreign_key="merged_base.id", nullable=False)
    table_name: str = Field(sa_type=Text)
    source_id: int
    row_id: int
    fingerprint: str = text("")
