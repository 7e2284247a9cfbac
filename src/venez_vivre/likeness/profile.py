"""What is known of a person, as far as likeness goes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Profile:
    """One person; every text is folded (`texts.fold`) but the e-mail and the phone.

    `first` and `last` are words of lower-case ASCII letters, "" when unknown. `email` is as it was
    given, `phone` is in E.164 form, `birth_year` has four digits, `commune` is the folded name of
    the place. `household` is 0 for somebody who has none yet.
    """

    number: int
    household: int
    first: str
    last: str
    email: str | None = None
    phone: str | None = None
    birth_year: int | None = None
    postal_code: str | None = None
    commune: str | None = None


@dataclass(frozen=True, slots=True)
class Columns:
    """A whole base of people, column by column, in the same order as the fields of `Profile`."""

    household: list[int]
    first: list[str]
    last: list[str]
    email: list[str | None]
    phone: list[str | None]
    birth_year: list[int | None]
    postal_code: list[str | None]
    commune: list[str | None]

    def __len__(self) -> int:
        return len(self.first)

    def profile(self, place: int) -> Profile:
        """The person at a place; their number is that place."""
        return Profile(
            place,
            self.household[place],
            self.first[place],
            self.last[place],
            self.email[place],
            self.phone[place],
            self.birth_year[place],
            self.postal_code[place],
            self.commune[place],
        )


def columns(profiles: Iterable[Profile]) -> Columns:
    """The same people, column by column."""
    people = list(profiles)
    return Columns(
        [p.household for p in people],
        [p.first for p in people],
        [p.last for p in people],
        [p.email for p in people],
        [p.phone for p in people],
        [p.birth_year for p in people],
        [p.postal_code for p in people],
        [p.commune for p in people],
    )
