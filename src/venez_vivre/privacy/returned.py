"""Who was erased and is there again: the people of a base, read with the ledgers it lacks."""

from __future__ import annotations

from collections.abc import Sequence

from venez_vivre import NamedTuple
from venez_vivre.privacy.vanished import vanished
from venez_vivre.store import ledger
from venez_vivre.store.ledger import Ledger, Someone
from venez_vivre.store.queries import erasures as queries
from venez_vivre.store.reader import Reader


class Gone(NamedTuple):
    """The erasures that a copy does not know of, with the key that their hashes were made with."""

    ledgers: tuple[tuple[Ledger, frozenset[str]], ...]

    @classmethod
    def of(cls, lasting: Sequence[Ledger], own: Ledger) -> Gone:
        """Those of these ledgers that `own` lacks."""
        return cls(
            tuple(
                (
                    one,
                    frozenset(k for e in ledger.missing(own.entries, one.entries) for k in e.keys),
                )
                for one in lasting
            )
        )

    def holds(self, who: Someone, file: str) -> bool:
        """Whether somebody of a file (its reference) was erased."""
        return any(keys & one.hashes([who], [file]) for one, keys in self.ledgers)


def returned(rows: Reader, gone: Gone) -> tuple[list[int], list[int]]:
    """Who was erased and is there again: files whole, people alone, by number.

    The files that only the journal knows are among them.
    """
    homes: dict[int, dict[int, bool]] = {}
    for household, reference, person, *said in queries.identities(rows):
        homes.setdefault(household, {})[person] = gone.holds(Someone._make(said), reference)
    files = [home for home, people in homes.items() if all(people.values())]
    files += [
        one.number
        for one in vanished(rows)
        if any(gone.holds(who, one.reference) for who in one.people)
    ]
    people = [
        person
        for home, several in homes.items()
        if home not in files
        for person, erased in several.items()
        if erased
    ]
    return sorted(set(files)), sorted(people)
