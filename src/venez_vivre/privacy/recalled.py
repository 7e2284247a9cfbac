"""Whether the ledger of erasures beside a base can be read, is its own, and is kept to.

A restoration relies on it: a base that was put back by hand forgets who was erased since.
"""

from __future__ import annotations

from collections.abc import Iterator

from venez_vivre.privacy.replaying import copy_of, readable
from venez_vivre.privacy.returned import Gone, returned
from venez_vivre.store import checks, ledger
from venez_vivre.store.base import SCHEMA, Store
from venez_vivre.store.checks import Examined, Finding
from venez_vivre.store.ledger import Ledger
from venez_vivre.store.reader import Reader
from venez_vivre.texts import listed, plural

NAME = "registre des effacements"

REWRITE = "registre"
"""The repair that writes it again from the base: `replaying.keep_copy`."""

LOST = (
    "Remettez-le d’une copie. S’il est perdu, ôtez ce fichier, puis `venez-vivre base verifier "
    "--reparer` l’écrit de nouveau d’après la base."
)
AGAIN = (
    "`venez-vivre base sauvegarder`, puis `venez-vivre base restaurer` cette sauvegarde : la "
    "restauration efface de nouveau, d’après ce registre."
)


def examine(store: Store) -> Examined:
    """Every check of a base, its ledger of erasures included; nothing is changed.

    Raises:
        Refused: see `checks.examine`.

    """
    seen = checks.examine(store)
    if seen.schema != SCHEMA or any(finding.grave for finding in seen.findings):
        seen.left.append(NAME)
        return seen
    seen.done.append(NAME)
    seen.findings.extend(of_ledger(store))
    return seen


def of_ledger(store: Store) -> Iterator[Finding]:
    """What is wrong with the ledger beside a sound base, or with who is in the base in spite of it.

    Who was erased with the knowledge of the base and is in it came back by right: they signed up
    again. Only erasures that the base itself does not know tell that somebody was put back.
    """
    place = copy_of(store.path)
    with store.reading() as rows:
        own = ledger.read(rows)
        if not place.exists():
            if own.entries:
                yield _behind(f"Le registre {place.name} n’est plus à côté de la base.")
            return
        found = readable(store, place)
        if found is None:
            yield Finding(NAME, f"Le registre {place.name} ne peut pas être lu.", LOST)
        elif own.secret not in {"", found.secret}:
            yield Finding(NAME, f"Le registre {place.name} est celui d’une autre base.", LOST)
        else:
            yield from _compared(rows, own, found)


def _compared(rows: Reader, own: Ledger, found: Ledger) -> Iterator[Finding]:
    """The erasures that only one of the two knows; those of the base are written again."""
    unknown = ledger.missing(own.entries, found.entries)
    if unknown:
        yield _forgotten(rows, own, found, len(unknown))
    elif ledger.missing(found.entries, own.entries):
        yield _behind("Il manque des effacements au registre gardé à côté de la base.")


def _behind(what: str) -> Finding:
    return Finding(NAME, what, checks.MEND, repair=REWRITE)


def _forgotten(rows: Reader, own: Ledger, found: Ledger, unknown: int) -> Finding:
    """The base was put back as it was before some erasures."""
    files, people = returned(rows, Gone.of([found], own))
    again = [
        plural(len(files), "dossier effacé", "dossiers effacés") if files else "",
        plural(len(people), "personne effacée", "personnes effacées") if people else "",
    ]
    what = (
        f"La base ignore {plural(unknown, 'effacement')} de son registre : elle a sans doute été "
        "remise à la main."
    )
    if files or people:
        count = len(files) + len(people)
        verb = "y est" if count == 1 else "y sont"
        what += f" {listed(filter(None, again))} {verb} de nouveau."
        return Finding(NAME, what, AGAIN, count, grave=True)
    return Finding(NAME, what, AGAIN, unknown)
