"""Everybody whom a line may be about: found by their keys, in a large file sieved by numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from venez_vivre.intake.drafts import Draft
from venez_vivre.intake.identity import Directory, Newcomer, look_up
from venez_vivre.intake.keyring import Keyring, pack
from venez_vivre.intake.people import Known, keys_of
from venez_vivre.store.reader import Reader
from venez_vivre.vocabulary import Role

if TYPE_CHECKING:
    from venez_vivre.intake.sieve import Sieve


class Acquaintances:
    """The people of the base and of the lines just read, as a batch meets them."""

    def __init__(self, rows: Reader) -> None:
        self._rows = rows
        self._directory, self._keyring = Directory(), Keyring(rows)
        self._sieve: Sieve | None = None
        self._places: dict[int, int] = {}
        """The place in the batch of each line, by its number."""

    def sift(self, size: int) -> None:
        """Tell people apart by numbers first, in an import of many new ones; see `Sieve`."""
        from venez_vivre.intake.sieve import Sieve  # noqa: PLC0415  numpy takes 0.1 s to import

        self._sieve = Sieve(size)

    def prepare(self, drafts: Sequence[Draft]) -> None:
        """Look everybody of a batch up at once."""
        asked = [draft.ready.asks for draft in drafts]
        asked += [draft.ready.partner_asks for draft in drafts]
        if self._sieve is None:
            people = self._keyring.prepare(asked)
        else:
            answers = [draft.ready.keys for draft in drafts]
            answers += [draft.ready.partner_keys for draft in drafts]
            self._places = {draft.line: place for place, draft in enumerate(drafts)}
            self._sieve.read(drafts)
            people = self._keyring.prepare_many(asked, answers, self._sieve.keep)
        self._directory = look_up(self._rows, people)

    def alike(self, keys: bytes) -> list[Known]:
        """The people who share one of these keys, which must have been prepared."""
        people = self._keyring.sharing(keys)
        return self._directory.people(people) if people else []

    def welcome(self, number: int, newcomer: Newcomer) -> None:
        """Know somebody who was just written."""
        self._directory.welcome(number, newcomer)
        partner = newcomer.role == Role.PARTNER
        ready = newcomer.draft.ready
        keys = ready.partner_keys if partner else ready.keys
        if self._sieve is None:
            self._keyring.add(number, keys)
        else:
            place = self._places[newcomer.draft.line] + partner * len(self._places)
            self._keyring.became(number, keys, place)
            self._sieve.add(number, place)

    def renew(self, household: int, members: Sequence[Known]) -> None:
        """Know a household by what is said of it now, as another batch would."""
        self._directory.renew(household, members)
        for known in members:
            self._keyring.add(known.person, pack(keys_of(known).answers))
            if self._sieve is not None:
                self._sieve.doubt(known.person)

    def flush(self) -> None:
        """Write the keys of those who were welcomed."""
        self._keyring.flush()

    def seal(self, first_person: int, keyless: Sequence[int]) -> None:
        """Say that everybody of this import but these has their keys, and give the memory back."""
        self._keyring.seal(first_person, keyless)
        self._sieve = None
