"""The record of processing activities (art. 30): the table of treatments, and what is true here."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from pathlib import Path

from venez_vivre.privacy.notices import kept
from venez_vivre.privacy.parties import Parties, parties
from venez_vivre.privacy.treatments import TREATMENTS, Treatment
from venez_vivre.store.queries import privacy as queries
from venez_vivre.store.reader import Reader

PLAIN = b"SQLite format 3\x00"
"""How a base that is not encrypted begins."""


@dataclass(frozen=True)
class Security:
    """What protects a base in one file; `owner_only` is None where rights are not told so."""

    encrypted: bool
    owner_only: bool | None


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
        security(base),
        queries.people(rows),
    )


def security(base: Path) -> Security:
    """What is true of the file of a base."""
    with base.open("rb") as file:
        encrypted = file.read(len(PLAIN)) != PLAIN
    return Security(encrypted, _owner_only(base))


def _owner_only(base: Path) -> bool | None:
    """Whether nobody else of this machine may read it; Windows says it elsewhere than here."""
    if os.name == "nt":
        return None
    return not stat.S_IMODE(base.stat().st_mode) & (stat.S_IRWXG | stat.S_IRWXO)
