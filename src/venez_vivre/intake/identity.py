"""Who is this? Ordered keys that recognise a person among those who are known.

The keys, strongest first: the external reference, unless nothing else agrees (two files may number
their lines alike); the e-mail and the first name; the phone and the first name; both names and the
birth year or the postal code, as long as neither e-mail nor phone says otherwise. A different first
name is a different person, whatever a couple shares; so is another birth year, or a last name that
is no slip of the same one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from difflib import SequenceMatcher
from functools import lru_cache

from venez_vivre import NamedTuple
from venez_vivre.intake.drafts import Draft
from venez_vivre.intake.people import Claim, Known, known_people
from venez_vivre.store.reader import Reader
from venez_vivre.vocabulary import Role


class Newcomer(NamedTuple):
    """Somebody just written: the registrant of a line, or their partner."""

    household: int
    role: str
    draft: Draft


class Directory:
    """The people who could be those of a batch of lines, by number."""

    def __init__(self) -> None:
        self._known: dict[int, Known] = {}
        self._newcomers: dict[int, Newcomer] = {}
        self._by_household: dict[int, list[int]] = {}

    def add(self, known: Known) -> None:
        """Know one person more."""
        self._known[known.person] = known
        self._by_household.setdefault(known.household, []).append(known.person)

    def welcome(self, number: int, newcomer: Newcomer) -> None:
        """Know somebody who was just written; worked out only when a line resembles them."""
        self._newcomers[number] = newcomer

    def renew(self, household: int, members: Iterable[Known]) -> None:
        """Know the members of a household by what the base says of them now, and nothing else.

        An address that was replaced no longer finds anybody, whether or not a batch ends here.
        """
        for number in self._by_household.pop(household, ()):
            self._known.pop(number, None)
        for known in members:
            self._newcomers.pop(known.person, None)
            self.add(known)

    def people(self, numbers: Iterable[int]) -> list[Known]:
        """Those of these people who are in the directory, by number."""
        for number in numbers:
            if number in self._newcomers:
                self.add(_written(number, self._newcomers.pop(number)))
        return [self._known[number] for number in sorted(numbers) if number in self._known]


def _written(number: int, newcomer: Newcomer) -> Known:
    registers = newcomer.role == Role.REGISTRANT
    who: Claim = newcomer.draft.who if registers else newcomer.draft.partner
    return Known(
        number,
        newcomer.household,
        newcomer.role,
        who.first_key,
        who.last_key,
        who.external_reference,
        who.email,
        who.phone,
        who.birth_year,
        who.postal_code,
        date.fromisoformat(newcomer.draft.ready.received) if registers else None,
        who.commune,
    )


def recognise(claim: Claim, among: Sequence[Known]) -> Known | None:
    """The person a claim is about among those who share a key with it, None when nobody answers."""
    if not among:
        return None
    for answers in RULES if claim.called else RULES[:1]:
        found = [known for known in among if answers(known, claim)]
        if found:
            # One of the same last name, then the one known first.
            return min(found, key=lambda known: (known.last_key != claim.last_key, known.person))
    return None


def _same_reference(known: Known, claim: Claim) -> bool:
    said = claim.external_reference
    return bool(said) and known.external_reference == said and _agrees(known, claim)


def _same_email(known: Known, claim: Claim) -> bool:
    said = claim.email
    return (
        bool(said)
        and known.email == said
        and known.called == claim.called
        and _may_be(known, claim)
    )


def _same_phone(known: Known, claim: Claim) -> bool:
    said = claim.phone
    return (
        bool(said)
        and known.phone == said
        and known.called == claim.called
        and (_as_old(known, claim) or _compare(known.email, claim.email) == 1)
        and _may_be(known, claim)
    )


def _as_old(known: Known, claim: Claim) -> bool:
    """Whether the birth years agree, or nobody told any.

    One year only proves nothing: a father and a son of one first name share a phone and a place.
    """
    return known.birth_year == claim.birth_year


def _agrees(known: Known, claim: Claim) -> bool:
    """Whether the e-mail, the phone or the names are the same too, and nothing forbids it.

    The reference alone may be the number of a household.
    """
    first = _compare(known.first_key, claim.first_key)
    if first == -1 or not _may_be(known, claim):
        return False
    if 1 in (_compare(known.email, claim.email), _compare(known.phone, claim.phone)):
        return True
    last = _compare(known.last_key, claim.last_key)
    return last != -1 and 1 in (first, last)


def _may_be(known: Known, claim: Claim) -> bool:
    """Whether neither birth years nor last names say that these are two people."""
    if known.birth_year and claim.birth_year and known.birth_year != claim.birth_year:
        return False
    if claim.presumed_last or not known.said_their_name:
        return True
    return _alike(known.last_key, claim.last_key)


ALIKE = 0.6
"""Above this, two last names may be one that was mistyped."""


@lru_cache(maxsize=1 << 12)
def _alike(one: str, other: str) -> bool:
    if not one or not other or one == other:
        return True
    parts, others = set(one.split()), set(other.split())
    if parts <= others or others <= parts:  # one part of a double name
        return True
    return SequenceMatcher(None, one, other).ratio() >= ALIKE


def _namesake(known: Known, claim: Claim) -> bool:
    named = bool(claim.last_key and claim.first_key)
    same = known.last_key == claim.last_key and known.first_key == claim.first_key
    return (
        named and same and _born_or_living_alike(known, claim) and not _contradicted(known, claim)
    )


def _born_or_living_alike(known: Known, claim: Claim) -> bool:
    if not _as_old(known, claim):
        return False
    if known.birth_year:
        return True
    return bool(known.postal_code) and known.postal_code == claim.postal_code


def _contradicted(known: Known, claim: Claim) -> bool:
    """Whether an e-mail or a phone differs while the other does not agree."""
    email = _compare(known.email, claim.email)
    phone = _compare(known.phone, claim.phone)
    return -1 in (email, phone) and 1 not in (email, phone)


def _compare(one: str | None, other: str | None) -> int:
    if not one or not other:
        return 0
    return 1 if one == other else -1


RULES: tuple[Callable[[Known, Claim], bool], ...] = (
    _same_reference,
    _same_email,
    _same_phone,
    _namesake,
)
"""The ordered keys, strongest first: the first that anybody answers to says who it is."""


def look_up(rows: Reader, people: Sequence[int]) -> Directory:
    """These people of the base, by number."""
    directory = Directory()
    for known in known_people(rows, people):
        directory.add(known)
    return directory
