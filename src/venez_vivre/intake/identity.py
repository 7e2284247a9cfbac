"""Who is this? Ordered keys that recognise a person among those who are known.

The keys, strongest first: the external reference, unless nothing else agrees (two files may number
their lines alike); the e-mail and the first name; the phone and the first name; both names and the
birth year or the postal code, as long as neither e-mail nor phone says otherwise. A different first
name is a different person, whatever a couple shares.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from venez_vivre.store.reader import Reader
from venez_vivre.texts import fold


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

    def learn(self, said: Claim, heard_on: date | None) -> None:
        """Take over what a form said; one that is not newer (`heard_on` None) only completes."""
        for name in LEARNT:
            value = getattr(said, name)
            if value and (heard_on or not getattr(self, name)):
                setattr(self, name, value)
        self.heard_on = heard_on or self.heard_on


LEARNT = (
    "external_reference",
    "first_key",
    "last_key",
    "email",
    "phone",
    "birth_year",
    "postal_code",
)


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
    if suffix and first and "nom" + suffix not in values:
        last = text_or_none(get("nom"))  # as long as nobody says otherwise
    return Claim(
        fold(first or ""),
        fold(last or ""),
        None if suffix else text_or_none(get("reference_externe")),
        text_or_none(get("email" + suffix)),
        text_or_none(get("telephone" + suffix)),
        year if isinstance(year, int) else None,
        text_or_none(get("code_postal")),
    )


class Directory:
    """The people who could be those of a batch of lines, found again by their keys."""

    def __init__(self) -> None:
        self._by_reference: dict[str, Known] = {}
        self._by_email: dict[tuple[str, str], Known] = {}
        self._by_phone: dict[tuple[str, str], Known] = {}
        self._by_names: dict[tuple[str, str], list[Known]] = {}

    def add(self, known: Known) -> None:
        """Make a person findable by each of their keys; the first comer keeps a shared one."""
        if known.external_reference:
            self._by_reference.setdefault(known.external_reference, known)
        called = known.first_key or known.last_key
        if known.email:
            self._by_email.setdefault((known.email, called), known)
        if known.phone:
            self._by_phone.setdefault((known.phone, called), known)
        if known.first_key and known.last_key:
            same = self._by_names.setdefault((known.last_key, known.first_key), [])
            if known not in same:
                same.append(known)

    def find(self, claim: Claim) -> Known | None:
        """The person a claim is about, None when nobody known answers to it."""
        if claim.external_reference:
            found = self._by_reference.get(claim.external_reference)
            if found and _agrees(found, claim):
                return found
        called = claim.called
        if not called:
            return None
        if claim.email and (found := self._by_email.get((claim.email, called))):
            return found
        if claim.phone and (found := self._by_phone.get((claim.phone, called))):
            return found
        return self._namesake(claim)

    def _namesake(self, claim: Claim) -> Known | None:
        for known in self._by_names.get((claim.last_key, claim.first_key), ()):
            if _born_or_living_alike(known, claim) and not _contradicted(known, claim):
                return known
        return None


def _agrees(known: Known, claim: Claim) -> bool:
    """Whether the e-mail, the phone or the names are the same too."""
    if 1 in (_compare(known.email, claim.email), _compare(known.phone, claim.phone)):
        return True
    last = _compare(known.last_key, claim.last_key)
    first = _compare(known.first_key, claim.first_key)
    return -1 not in (first, last) and 1 in (first, last)


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
       p.phone, p.birth_year, h.postal_code, h.edited_on,
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
    edited_on, received_on = row[-2:]
    heard = max((day for day in (edited_on, received_on) if day), default=None)
    return Known(*row[:-2], heard_on=date.fromisoformat(heard) if heard else None)  # type: ignore[misc]  # ten cells
