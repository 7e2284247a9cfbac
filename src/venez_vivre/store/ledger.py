"""The ledger of erasures: keyed hashes of who was erased, who must not come back."""

from __future__ import annotations

import hmac
import json
import secrets
from collections.abc import Collection, Iterable
from datetime import date
from hashlib import sha256

from venez_vivre import NamedTuple
from venez_vivre.store.reader import Reader

SECRET = "cle_effacements"  # noqa: S105  the name of a row, not its value
"""The setting that holds the key of the hashes: 64 hexadecimal digits, born with the first one."""

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""What numbers of proof are made of: nothing that the ear or the eye confuses."""


class Someone(NamedTuple):
    """What identifies a person, as the base holds it; "" or None where it is unknown."""

    first_key: str
    last_key: str
    email: str | None
    phone: str | None

    def named_in(self, files: Collection[str]) -> list[str]:
        """What is hashed of who is reached nowhere: a name, in each of these files."""
        name = f"{self.first_key} {self.last_key}".strip()
        return [f"dossier {file} {name}" for file in sorted(files)] if name else []

    def identities(self) -> list[str]:
        """What is hashed: an e-mail or a phone, with a first name; either may be shared alone."""
        called = self.first_key or self.last_key
        found = []
        if self.email:
            found.append(f"e-mail {self.email} {called}")
        if self.phone:
            found.append(f"telephone {self.phone} {called}")
        return found


class Entry(NamedTuple):
    """One erasure: its number of proof, its day, where it came from, why, and the hashes."""

    proof: str
    erased_on: str
    origin: str
    reason: str
    people: int
    agent: str | None
    keys: tuple[str, ...]


class Ledger(NamedTuple):
    """The key of the hashes and every erasure; `secret` is empty as long as there was none.

    `others` are the keys of the bases whose erasures were taken over.
    """

    secret: str
    entries: tuple[Entry, ...]
    others: tuple[str, ...] = ()

    def hashes(self, people: Iterable[Someone], files: Collection[str] = ()) -> frozenset[str]:
        """The hashes of what identifies these people.

        Who has neither e-mail nor phone is known by a name in a file: `files` are its references.
        """
        return frozenset(
            hashed(secret, said)
            for secret in (self.secret, *self.others)
            for person in people
            for said in person.identities() or person.named_in(files)
        )


def hashed(secret: str, said: str) -> str:
    """The keyed hash of an identity, 32 hexadecimal digits (HMAC-SHA-256, cut in two)."""
    return hmac.new(bytes.fromhex(secret), said.encode(), "sha256").hexdigest()[:32]


def read(rows: Reader) -> Ledger:
    """The ledger of a base."""
    secret = rows.value("SELECT value FROM setting WHERE name = :name", name=SECRET)
    found = rows.rows(
        "SELECT proof, erased_on, origin, reason, people, agent, keys FROM erasure ORDER BY id"
    )
    entries = tuple(Entry._make((*said, tuple(json.loads(keys)))) for *said, keys in found)
    others = rows.rows(
        "SELECT value FROM setting WHERE name LIKE :names ORDER BY name", names=f"{SECRET}:%"
    )
    return Ledger(str(secret or ""), entries, tuple(value for (value,) in others))


def opened(rows: Reader, secret: str = "") -> Ledger:
    """The same, with a key: the one given, or a new one, if the base has none."""
    ledger = read(rows)
    if ledger.secret:
        return ledger
    secret = secret or secrets.token_hex(32)
    rows.run("INSERT INTO setting (name, value) VALUES (?, ?)", (SECRET, secret))
    return ledger._replace(secret=secret)


def take_over(rows: Reader, foreign: Ledger) -> int:
    """Have the erasures of another base hold here too; how many were not known."""
    known = opened(rows, foreign.secret)
    added = missing(known.entries, foreign.entries)
    for entry in added:
        write(rows, entry)
    if added:
        _keep_secrets(rows, {foreign.secret, *foreign.others} - {known.secret, *known.others})
    return len(added)


def _keep_secrets(rows: Reader, secrets: Iterable[str]) -> None:
    for secret in sorted(secrets):
        name = f"{SECRET}:{sha256(secret.encode()).hexdigest()[:16]}"
        rows.run("INSERT INTO setting (name, value) VALUES (?, ?)", (name, secret))


def write(rows: Reader, entry: Entry) -> None:
    """Add an erasure."""
    *said, keys = entry
    rows.run(
        "INSERT INTO erasure (proof, erased_on, origin, reason, people, agent, keys) "
        "VALUES (?, ?, ?, ?, ?, ?, ?)",
        (*said, json.dumps(sorted(keys))),
    )


def make(rows: Reader, ledger: Ledger) -> None:
    """Write a ledger into an empty file."""
    rows.run("BEGIN IMMEDIATE")
    rows.run("CREATE TABLE setting (name TEXT NOT NULL, value TEXT NOT NULL) STRICT")
    rows.run(
        "CREATE TABLE erasure (id INTEGER PRIMARY KEY, proof TEXT NOT NULL, "
        "erased_on TEXT NOT NULL, origin TEXT NOT NULL, reason TEXT NOT NULL, "
        "people INTEGER NOT NULL, agent TEXT, keys TEXT NOT NULL) STRICT"
    )
    opened(rows, ledger.secret)
    _keep_secrets(rows, ledger.others)
    for entry in ledger.entries:
        write(rows, entry)
    rows.run("COMMIT")


def new_proof() -> str:
    """A number of proof that can be said over the phone: « EF-7K3M-Q2XD »."""
    drawn = "".join(secrets.choice(ALPHABET) for _ in range(8))
    return f"EF-{drawn[:4]}-{drawn[4:]}"


class Turned(NamedTuple):
    """Who may not come back by an old form: the last day of each hash."""

    ledger: Ledger
    until: dict[str, str]

    def on(self, people: Iterable[Someone], received: date | None) -> str | None:
        """The day one of these people was erased, if the form is not newer; else None.

        A form that has no day is taken as old: who signed up again did it on a day.
        """
        days = [self.until[key] for key in self.ledger.hashes(people) if key in self.until]
        last = max(days, default=None)
        if last is None or (received is not None and received.isoformat() > last):
            return None
        return last


def turned(rows: Reader) -> Turned | None:
    """What an import asks before it lets somebody new in; None when nobody was ever erased."""
    ledger = read(rows)
    if not ledger.entries:
        return None
    until: dict[str, str] = {}
    for entry in ledger.entries:
        for key in entry.keys:
            until[key] = max(until.get(key, ""), entry.erased_on)
    return Turned(ledger, until)


def missing(known: Collection[Entry], others: Iterable[Entry]) -> list[Entry]:
    """The erasures of `others` that `known` lacks."""
    proofs = {entry.proof for entry in known}
    return [entry for entry in others if entry.proof not in proofs]
