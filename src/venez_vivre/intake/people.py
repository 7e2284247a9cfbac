"""Who a line speaks of and who is known, as far as identity goes, with the keys to find them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any
from zlib import crc32

from venez_vivre.likeness.keys import Keys, line_keys
from venez_vivre.likeness.profile import Profile
from venez_vivre.store.queries.keeping import SHOWN
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
    commune: str | None = None

    @property
    def called(self) -> str:
        """The name that must agree: the first name, else the last one."""
        return self.first_key or self.last_key

    @property
    def said_their_name(self) -> bool:
        """Whether the last name is their own word: a partner's may be the registrant's."""
        return self.role == Role.REGISTRANT or self.heard_on is not None


@dataclass(slots=True)
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
    commune: str | None = None
    keys: tuple[int, ...] = ()
    """By which this one is found."""
    asks: tuple[int, ...] = ()
    """By which the people who may be this one are."""

    def __reduce__(self) -> tuple[type[Claim], tuple[Any, ...]]:
        # What dataclasses do by themselves takes longer than all the rest of a line that is sent.
        return Claim, tuple(getattr(self, name) for name in self.__slots__)

    @property
    def called(self) -> str:
        """The name that must agree: the first name, else the last one."""
        return self.first_key or self.last_key


def text_or_none(value: Any) -> str | None:
    """The text of a value that was given, None when it was left out or erased."""
    return value if value.__class__ is str and value else None


folded = lru_cache(maxsize=1 << 16)(fold)
"""Names come back from line to line."""


def claim(values: dict[str, Any], suffix: str = "") -> Claim:
    """What the values of a line say of the registrant, or of the partner (suffix `_conjoint`)."""
    get = values.get
    first, last = text_or_none(get("prenom" + suffix)), text_or_none(get("nom" + suffix))
    presumed = bool(suffix and first and "nom" + suffix not in values)
    if presumed:
        last = text_or_none(get("nom"))  # as long as nobody says otherwise
    reference, year = (None, None) if suffix else (get("reference_externe"), get("annee_naissance"))
    said = Claim(
        folded(first) if first else "",
        folded(last) if last else "",
        text_or_none(reference),
        text_or_none(get("email" + suffix)),
        text_or_none(get("telephone" + suffix)),
        year if isinstance(year, int) else None,
        text_or_none(get("code_postal")),
        presumed,
        text_or_none(get("commune")),
    )
    said.keys, said.asks = keys_of(said)
    return said


def keys_of(who: Claim | Known) -> Keys:
    """The keys of somebody, on 32 bits: those of likeness, and of the ordered rules."""
    found: list[int] = []
    if who.external_reference:
        found.append(_exactly("r", who.external_reference))
    if who.email:
        found.append(_exactly("e", who.email, who.called))
    if who.phone:
        found.append(_exactly("t", who.phone, who.called))
    answers, asks = line_keys(profile(who))
    return Keys((*answers, *found), (*asks, *found))


def _exactly(*said: str) -> int:
    """A key of the ordered rules: it finds somebody in a crowd that shares an address."""
    return crc32("\x1f".join(said).encode("utf-8", "replace"))


def profile(who: Claim | Known) -> Profile:
    """Somebody as likeness compares them."""
    number, household = (who.person, who.household) if isinstance(who, Known) else (0, 0)
    return Profile(
        number,
        household,
        who.first_key,
        who.last_key,
        who.email,
        who.phone,
        who.birth_year,
        who.postal_code,
        folded(who.commune) if who.commune else None,
    )


_PERSON = f"""
SELECT p.id, p.household_id, p.role, p.first_key, p.last_key, p.external_reference, p.email_key,
       p.phone, p.birth_year, h.postal_code,
       (SELECT max(s.received_on) FROM signup s WHERE s.person_id = p.id), h.commune
FROM person p JOIN household h ON h.id = p.household_id
WHERE {SHOWN} AND """


def known_people(rows: Reader, people: Sequence[int]) -> list[Known]:
    """These people of the base, those who are gone left out."""
    return [_known(row) for row in rows.among(f"{_PERSON} p.id IN ({{keys}})", people)]


def members_of(rows: Reader, household: int) -> list[Known]:
    """Everybody of a household of the base."""
    found = rows.rows(f"{_PERSON} p.household_id = :number", number=household)
    return [_known(row) for row in found]


def known_person(rows: Reader, number: int) -> Known:
    """One person of the base."""
    return _known(rows.rows(f"{_PERSON} p.id = :number", number=number)[0])


def _known(row: tuple[Any, ...]) -> Known:
    heard = date.fromisoformat(row[10]) if row[10] else None
    return Known(*(*row[:10], heard, row[11]))
