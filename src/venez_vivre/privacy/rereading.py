"""Reread every free text of the base; what somebody accepted is not shown again."""

from __future__ import annotations

from venez_vivre import NamedTuple
from venez_vivre.privacy import notes
from venez_vivre.privacy.notes import Finding
from venez_vivre.store import ledger
from venez_vivre.store.queries import notes as queries
from venez_vivre.store.queries.notes import SOURCES, Text
from venez_vivre.store.reader import Reader


class Reread(NamedTuple):
    """A text, and what it must not hold."""

    text: Text
    findings: tuple[Finding, ...]


def reread(rows: Reader) -> list[Reread]:
    """Every text that holds what it must not, and that nobody accepted as it stands."""
    accepted = queries.accepted(rows)
    secret = ledger.read(rows).secret if accepted else ""
    found = []
    for source in SOURCES:
        for text in queries.texts(rows, source):
            findings = tuple(notes.read(text.text))
            if findings and not (secret and verdict_of(text, secret) in accepted):
                found.append(Reread(text, findings))
    return found


def verdict_of(text: Text, secret: str) -> tuple[str, int, str]:
    """How a text is remembered as accepted: a keyed hash, so that an edited one is read again."""
    said = f"note {text.source.column} {text.text}"
    return text.source.table, text.number, ledger.hashed(secret, said)
