"""Raw facts of a base, to be poured into it as they are and to be counted by hand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bases import address_of, an_empty_base, store_of
from venez_vivre.cli import run
from venez_vivre.references import household_reference
from venez_vivre.store.base import Store
from venez_vivre.store.operations import Heading
from venez_vivre.store.stages import derive

REACHING = ("joint", "honore")


@dataclass(frozen=True)
class Contact:
    on: date
    result: str


@dataclass(frozen=True)
class Settled:
    on: date
    adults: int = 1
    children: int = 0
    schooled: int = 0
    cancelled: date | None = None

    @property
    def people(self) -> int:
        return self.adults + self.children


@dataclass(frozen=True)
class House:
    """A household; `signups` holds, for each person, the days of their forms."""

    signups: tuple[tuple[date, ...], ...]
    contacts: tuple[Contact, ...] = ()
    settlements: tuple[Settled, ...] = ()
    territory: int | None = None
    officer: int | None = None
    channel: str | None = None
    department: str | None = None
    closed_on: date | None = None


@dataclass(frozen=True)
class World:
    houses: tuple[House, ...]
    territories: tuple[tuple[str, str], ...] = ()
    officers: tuple[str, ...] = ()
    campaigns: tuple[tuple[object, ...], ...] = ()
    targets: tuple[tuple[object, ...], ...] = ()


def pour(store: Store, world: World) -> None:
    """Write the facts in one operation, and derive the stages from them."""
    with store.transact(Heading("test", "test", date(2026, 1, 1))) as work:
        rows = work.rows
        rows.run_many(
            "INSERT INTO territory (code, name, kind) VALUES (?, ?, 'CC')", world.territories
        )
        rows.run_many(
            "INSERT INTO officer (name, name_key) VALUES (?, ?)",
            [(name, name.lower()) for name in world.officers],
        )
        rows.run_many(
            "INSERT INTO campaign (axis, starts_on, spending_cents, views, visits, plays) "
            "VALUES (?, ?, ?, ?, ?, ?)",
            world.campaigns,
        )
        rows.run_many(
            "INSERT INTO target (indicator, value, starts_on, deadline) VALUES (?, ?, ?, ?)",
            world.targets,
        )
        for table, sql, values in _files(world):
            rows.run_many(f"INSERT INTO {table} {sql}", values)
        derive(rows, range(1, len(world.houses) + 1))


def _files(world: World) -> list[tuple[str, str, list[tuple[object, ...]]]]:
    numbered = list(enumerate(world.houses, 1))
    people = [(n, forms) for n, house in numbered for forms in house.signups]
    return [
        (
            "household",
            (
                "(id, reference, territory_id, officer_id, channel, origin_department, status, "
                "closed_on) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
            ),
            [_household(n, house) for n, house in numbered],
        ),
        (
            "person",
            "(id, household_id, role) VALUES (?, ?, 'inscrit')",
            [(p, n) for p, (n, _) in enumerate(people, 1)],
        ),
        (
            "signup",
            "(household_id, person_id, received_on) VALUES (?, ?, ?)",
            [(n, p, day.isoformat()) for p, (n, forms) in enumerate(people, 1) for day in forms],
        ),
        (
            "contact",
            "(household_id, happened_on, result, channel) VALUES (?, ?, ?, 'telephone')",
            [(n, c.on.isoformat(), c.result) for n, house in numbered for c in house.contacts],
        ),
        (
            "settlement",
            (
                "(household_id, settled_on, adults, children, schooled, cancelled_on) "
                "VALUES (?, ?, ?, ?, ?, ?)"
            ),
            [_settlement(n, s) for n, house in numbered for s in house.settlements],
        ),
    ]


def _household(number: int, house: House) -> tuple[object, ...]:
    return (
        number,
        household_reference(number),
        house.territory,
        house.officer,
        house.channel,
        house.department,
        "abandon" if house.closed_on else "actif",
        house.closed_on and house.closed_on.isoformat(),
    )


def _settlement(number: int, settled: Settled) -> tuple[object, ...]:
    return (
        number,
        settled.on.isoformat(),
        settled.adults,
        settled.children,
        settled.schooled,
        settled.cancelled and settled.cancelled.isoformat(),
    )


def make_base(path: Path, world: World) -> Path:
    """A base that holds these facts and nothing else."""
    pour(store_of(an_empty_base(path)), world)
    return path


def call(base: Path, *words: str, today: str = "2025-11-27", fails_with: int = 0) -> None:
    """Run one command line in this process; its exit code must be the expected one."""
    code = run(["--base", address_of(base), "--date", today, "--agent", "test", *words])
    assert code == fails_with
