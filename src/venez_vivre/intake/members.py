"""The people of a household as a sign-up describes them: registrant, partner, children."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Any

from venez_vivre.intake.identity import Claim, claim, text_or_none
from venez_vivre.intake.parsing import ERASE
from venez_vivre.texts import fold
from venez_vivre.vocabulary import Role

FIELDS_OF_HOUSEHOLD = {
    "code_postal": "postal_code",
    "commune": "commune",
    "pays": "country",
    "canal": "channel",
    "campagne": "campaign",
    "territoires_souhaites": "wished_territories",
    "communes_souhaitees": "wished_communes",
    "distance_max_km": "max_distance_km",
    "horizon": "horizon",
    "date_souhaitee": "wished_on",
    "adultes": "adults",
    "enfants": "children",
    "naissances_enfants": "children_births",
    "logement": "housing",
    "type_logement": "housing_kind",
    "pieces_min": "rooms_min",
    "surface_min": "area_min",
    "loyer_max": "rent_max",
    "budget_achat": "purchase_budget",
    "jardin": "garden",
    "interets": "interests",
    "motivations": "motivations",
    "projet": "project",
}
"""Fields of a sign-up that describe the household, and the columns that keep them."""

FIELDS_OF_PERSON = {
    "reference_externe": "external_reference",
    "prenom": "first_name",
    "nom": "last_name",
    "email": "email",
    "telephone": "phone",
    "annee_naissance": "birth_year",
    "metier": "occupation",
    "statut_professionnel": "employment",
    "contrat": "contract",
    "teletravail": "telework",
    "salaire_min": "salary_min",
    "consentement": "consent",
}
"""Fields of a sign-up that describe the registrant, and the columns that keep them."""

FIELDS_OF_PARTNER = {
    "prenom_conjoint": "first_name",
    "nom_conjoint": "last_name",
    "email_conjoint": "email",
    "telephone_conjoint": "phone",
    "metier_conjoint": "occupation",
}
"""Fields of a sign-up that describe the partner, and the columns that keep them."""

PERSON_COLUMNS = (*FIELDS_OF_PERSON.values(), "first_key", "last_key", "email_key")
MOST_CHILDREN = 15
MOST_ADULTS = 12
_YEAR = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])", re.ASCII)


def with_keys(given: dict[str, Any]) -> dict[str, Any]:
    """The values of a person with the folded keys that identity compares."""
    for name, key in (("first_name", "first_key"), ("last_name", "last_key")):
        if name in given:
            given[key] = fold(text_or_none(given[name]) or "")
    if "email" in given:
        given["email_key"] = given["email"]
    return given


def partner_values(values: dict[str, Any]) -> dict[str, Any]:
    """What a form says of the partner, by column."""
    return {c: values[f] for f, c in FIELDS_OF_PARTNER.items() if f in values}


def _new_partner(values: dict[str, Any]) -> dict[str, Any]:
    """The same for a partner to create: the registrant's last name when none is given."""
    given = {c: v for c, v in partner_values(values).items() if v is not ERASE}
    if text_or_none(given.get("first_name")) and "last_name" not in given:
        given["last_name"] = text_or_none(values.get("nom"))
    return given


def members(
    values: dict[str, Any], *, alone: bool = False
) -> Iterator[tuple[Role, tuple[Any, ...], Claim | None]]:
    """Each member: role, values of PERSON_COLUMNS, and what identifies them when anything does.

    `alone` leaves everybody but the registrant out: the household already has them.
    """
    registrant = {c: values[f] for f, c in FIELDS_OF_PERSON.items() if f in values}
    yield Role.REGISTRANT, _row(registrant), claim(values)
    if alone:
        return
    adults = _number(values.get("adultes"))
    partner = _new_partner(values)
    if partner or adults >= 2:  # a second adult is a partner until said otherwise
        yield (
            Role.PARTNER,
            _row(partner) if partner else bare_row(None),
            claim(values, "_conjoint") if partner else None,
        )
    for _ in range(min(adults, MOST_ADULTS) - 2):
        yield Role.OTHER_ADULT, bare_row(None), None
    for year in births(values):
        yield Role.CHILD, bare_row(year), None


def _number(value: Any) -> int:
    return value if isinstance(value, int) else 0


def births(values: dict[str, Any]) -> list[int | None]:
    """A birth year, or None when it was not given, for each child that a form tells of."""
    listed, children = values.get("naissances_enfants"), _number(values.get("enfants"))
    years: list[int | None] = (
        [int(y) for y in _YEAR.findall(listed)] if isinstance(listed, str) else []
    )
    known = years[: children or MOST_CHILDREN][:MOST_CHILDREN]
    return known + [None] * (min(children, MOST_CHILDREN) - len(known))


@cache
def bare_row(year: int | None) -> tuple[Any, ...]:
    """The values of PERSON_COLUMNS for somebody of whom the birth year at most is known."""
    return _row({"birth_year": year} if year else {})


def _row(given: dict[str, Any]) -> tuple[Any, ...]:
    full = with_keys(dict(given))
    full.setdefault("first_key", "")
    full.setdefault("last_key", "")
    return tuple(stored(full.get(column)) for column in PERSON_COLUMNS)


def stored(value: Any) -> Any:
    """A value as the base keeps it: dates as ISO text, an erasing cell as nothing."""
    if value is ERASE:
        return None
    return value.isoformat() if isinstance(value, date) else value
