"""The record of processing activities (art. 30): the table of treatments, and what is true here."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from venez_vivre.privacy.notices import kept
from venez_vivre.privacy.parties import Parties, parties
from venez_vivre.privacy.treatments import TREATMENTS, Treatment
from venez_vivre.store import condition, saved
from venez_vivre.store.queries import privacy as queries
from venez_vivre.store.reader import Reader


@dataclass(frozen=True)
class Security:
    """What protects a base in one file: encrypted, for its owner alone, how many verified backups.

    `last_backup` is the day (ISO) of the newest one whose file is there. Of a served base, whoever
    administers the server knows.
    """

    encrypted: bool
    private: bool
    backups: int
    last_backup: str | None
    served: bool


@dataclass(frozen=True)
class Entry:
    """One treatment and how long its data is kept here."""

    treatment: Treatment
    kept: str


@dataclass(frozen=True)
class Record:
    """The whole record; `people` is how many persons the base holds."""

    parties: Parties
    entries: tuple[Entry, ...]
    security: Security
    people: int


def record(rows: Reader, base: Path) -> Record:
    """The record of this base, as it stands."""
    return Record(
        parties(rows),
        tuple(Entry(one, kept(rows, one)) for one in TREATMENTS),
        security(rows, base),
        queries.people(rows),
    )


def security(rows: Reader, base: Path) -> Security:
    """What is true of the file of a base."""
    place, newest = base.resolve(), condition.newest(base)
    return Security(
        condition.is_encrypted(rows),
        not place.exists() or condition.is_private(place),  # nothing lies here of a served base
        len(saved.known(base)),
        newest.made_at[:10] if newest and newest.there else None,
        rows.engine != "sqlite",
    )
