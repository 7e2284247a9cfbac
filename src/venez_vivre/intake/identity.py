"""Who is this? Ordered keys that recognise a person among those who are known.

The keys, strongest first: the external reference, unless nothing else agrees (two files may number
their lines alike); the e-mail and the first name; the phone and the first name; both names and the
birth year or the postal code, as long as neither e-mail nor phone says otherwise. A different first
name is a different person, whatever a couple shares; so is another birth year, or a last name that
is no slip of the same one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Any

from venez_vivre.store.reader import Reader
from venez_vivre.texts import fold
from venez_vivre.vocabulary import Role


@dataclass(slots=True)
class Known:
    """A person of the base, or of the lines just read, as far as identity goes."""

    person: int
    household: int
    role: str
    first_key: str
    last_key: str
    external_reference: str | None
    email: str | None
    phone: str | None
    birth_year: int | None
    postal_code: str | None
    heard_on: date | None

    @property
    def called(self) -> str:
        """The name that must agree: the first name, else the last one."""
        return self.first_key or self.last_key

    @property
    def said_their_name(self) -> bool:
        """Whether the last name is their own word: a partner's may be the registrant's."""
        return self.role == Role.REGISTRANT or self.heard_on is not None


@dataclass(frozen=True, slots=True)
class Claim:
    """What a line says of one person."""

    first_key: str
    last_key: str
    external_reference: str | None = None
    email: str | None = None
    phone: str | None = None
    birth_year: int | None = None
    postal_code: str | None = None
    presumed_last: bool = False
    """The last name is the registrant's, until somebody says the partner's."""

    @property
    def called(self) -> str:
        """The name that must agree: the first name, else the last one."""
        return self.first_key or self.last_key


def text_or_none(value: Any) -> str | None:
    """The text of a value that was given, None when it was left out or erased."""
    return value if isinstance(value, str) and value else None


def claim(values: dict[str, Any], suffix: str = "") -> Claim:
    """What the values of a line say of the registrant, or of the partner (suffix `_conjoint`)."""
    get = values.get
    year = None if suffix else get("annee_naissance")
    first, last = text_or_none(get("prenom" + suffix)), text_or_none(get("nom" + suffix))
    presumed = bool(suffix and first and "nom" + suffix not in values)
    if presumed:
        last = text_or_none(get("nom"))  # as long as nobody says otherwise
    return Claim(
        fold(first or ""),
        fold(last or ""),
        None if suffix else text_or_none(get("reference_externe")),
        text_or_none(get("email" + suffix)),
        text_or_none(get("telephone" + suffix)),
        year if isinstance(year, int) else None,
        text_or_none(get("code_postal")),
        presumed,
    )


Key = tuple[str, ...]


class Directory:
    """The people who could be those of a batch of lines, found again by their keys."""

    def __init__(self) -> None:
        self._by_key: dict[Key, list[Known]] = {}
        self._by_household: dict[int, list[Known]] = {}

    def add(self, known: Known) -> None:
        """Make a person findable by each of their keys."""
        for key in _keys(known):
            self._by_key.setdefault(key, []).append(known)
        self._by_household.setdefault(known.household, []).append(known)

    def renew(self, household: int, members: Iterable[Known]) -> None:
        """Know the members of a household by what the base says of them now, and nothing else.

        An address that was replaced no longer finds anybody, whether or not a batch ends here.
        """
        for known in self._by_household.pop(household, ()):
            for key in _keys(known):
                self._by_key[key].remove(known)
        for known in members:
            self.add(known)

    def find(self, claim: Claim) -> Known | None:
        """The person a claim is about, None when nobody known answers to it."""
        called = claim.called
        if claim.external_reference:
            found = self._first(("reference", claim.external_reference), claim, _agrees)
            if found:
                return found
        if not called:
            return None
        for kind, value in (("email", claim.email), ("phone", claim.phone)):
            if value and (found := self._first((kind, value, called), claim, _may_be)):
                return found
        return self._first(("names", claim.last_key, claim.first_key), claim, _namesake)

    def _first(
        self, key: Key, claim: Claim, answers: Callable[[Known, Claim], bool]
    ) -> Known | None:
        """Of those who answer, one of the same last name, then the one known first."""
        found = [known for known in self._by_key.get(key, ()) if answers(known, claim)]
        return min(found, key=lambda k: (k.last_key != claim.last_key, k.person), default=None)


def _keys(known: Known) -> list[Key]:
    keys: list[Key] = []
    if known.external_reference:
        keys.append(("reference", known.external_reference))
    if known.email:
        keys.append(("email", known.email, known.called))
    if known.phone:
        keys.append(("phone", known.phone, known.called))
    if known.first_key and known.last_key:
        keys.append(("names", known.last_key, known.first_key))
    return keys


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
    return named and _born_or_living_alike(known, claim) and not _contradicted(known, claim)


def _born_or_living_alike(known: Known, claim: Claim) -> bool:
    if known.birth_year and claim.birth_year:
        return known.birth_year == claim.birth_year
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


_PERSON = """
SELECT p.id, p.household_id, p.role, p.first_key, p.last_key, p.external_reference, p.email_key,
       p.phone, p.birth_year, h.postal_code,
       (SELECT max(s.received_on) FROM signup s WHERE s.person_id = p.id)
FROM person p JOIN household h ON h.id = p.household_id
WHERE """


def look_up(rows: Reader, claims: Iterable[Claim]) -> Directory:
    """Everybody in the base who shares a key with one of these claims."""
    claims = list(claims)
    directory = Directory()
    keys = {
        "p.external_reference": {c.external_reference for c in claims},
        "p.email_key": {c.email for c in claims},
        "p.phone": {c.phone for c in claims},
    }
    found: dict[int, Known] = {}
    for column, wanted in keys.items():
        values = sorted(value for value in wanted if value)
        for row in rows.among(f"{_PERSON} {column} IN ({{keys}})", values):
            found[row[0]] = _known(row)
    for row in _namesakes(rows, claims):
        found[row[0]] = _known(row)
    for number in sorted(found):
        directory.add(found[number])
    return directory


def members_of(rows: Reader, household: int) -> list[Known]:
    """Everybody of a household of the base."""
    found = rows.rows(f"{_PERSON} p.household_id = :number", number=household)
    return [_known(row) for row in found]


def known_person(rows: Reader, number: int) -> Known:
    """One person of the base."""
    return _known(rows.rows(f"{_PERSON} p.id = :number", number=number)[0])


def _namesakes(rows: Reader, claims: list[Claim]) -> Iterable[tuple[Any, ...]]:
    names = sorted({(c.last_key, c.first_key) for c in claims if c.last_key and c.first_key})
    for start in range(0, len(names), 500):
        part = names[start : start + 500]
        marks = ",".join(["(?, ?)"] * len(part))
        flat = tuple(key for pair in part for key in pair)
        sql = f"{_PERSON} (p.last_key, p.first_key) IN (VALUES {marks})"
        yield from rows.connection.execute(sql, flat)


def _known(row: tuple[Any, ...]) -> Known:
    heard = date.fromisoformat(row[-1]) if row[-1] else None
    return Known(*(*row[:-1], heard))
