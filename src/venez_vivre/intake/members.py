"""The people of a household as a sign-up describes them: registrant, partner, children."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from functools import lru_cache
from typing import Any

from venez_vivre.intake.parsing import ERASE
from venez_vivre.intake.people import Claim, folded, text_or_none
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

TOLD = {
    table: {column: field for field, column in fields.items()}
    for table, fields in (
        ("household", FIELDS_OF_HOUSEHOLD),
        ("person", FIELDS_OF_PERSON),
        ("partner", FIELDS_OF_PARTNER),
    )
}
"""The field that each column keeps, as changes are told."""

TRADE = ("rome_code", "rome_confidence")
"""What the words of an occupation are understood as."""

PERSON_COLUMNS = (*FIELDS_OF_PERSON.values(), "first_key", "last_key", "email_key", *TRADE)
MOST_CHILDREN = 15
MOST_ADULTS = 12
_YEAR = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])", re.ASCII)


Trades = Callable[[str], tuple[str, int] | None]
"""The ROME code of an occupation as written, with a confidence in percent."""


def with_keys(given: dict[str, Any], trades: Trades) -> dict[str, Any]:
    """The values of a person with the folded keys that identity compares, and the ROME code."""
    for name, key in (("first_name", "first_key"), ("last_name", "last_key")):
        if name in given:
            given[key] = folded(text_or_none(given[name]) or "")
    if "email" in given:
        given["email_key"] = given["email"]
    if "occupation" in given:
        found = trades(text_or_none(given["occupation"]) or "") or (ERASE, ERASE)
        given.update(zip(TRADE, found, strict=True))
    return given


def partner_values(values: dict[str, Any]) -> dict[str, Any]:
    """What a form says of the partner, by column."""
    return {c: values[f] for f, c in FIELDS_OF_PARTNER.items() if f in values}


def _new_partner(values: dict[str, Any]) -> dict[str, Any]:
    """The same for a partner to create: the registrant's last name when none is given."""
    if not any(field in values for field in FIELDS_OF_PARTNER):
        return {}
    given = {c: v for c, v in partner_values(values).items() if v is not ERASE}
    if text_or_none(given.get("first_name")) and "last_name" not in given:
        given["last_name"] = text_or_none(values.get("nom"))
    return given


Row = tuple[Any, ...]


_BLANKS = ("",) * len(FIELDS_OF_PERSON)


def registrant_row(values: dict[str, Any], who: Claim, trades: Trades) -> Row:
    """The values of PERSON_COLUMNS of whoever fills a form that erases nothing; "" for unknown."""
    get = values.get
    said = get("metier")
    code, sure = (trades(said) if said else None) or ("", "")
    said_of = map(get, FIELDS_OF_PERSON, _BLANKS)
    return (*said_of, who.first_key, who.last_key, who.email or "", code, sure)


def partner_row(values: dict[str, Any], trades: Trades) -> Row | None:
    """The values of PERSON_COLUMNS of the partner that a form tells of, if any."""
    partner = _new_partner(values)
    return _row(partner, trades) if partner else None


@lru_cache(maxsize=1 << 12)
def family(adults: Any, children: Any, listed: Any, partner: bool) -> tuple[tuple[str, Any], ...]:
    """Role and birth year of everybody of a household but its registrant and named partner."""
    number = _number(adults)
    people: list[tuple[str, Any]] = []
    if number >= 2 and not partner:  # a second adult is a partner until said otherwise
        people.append((Role.PARTNER.value, None))
    people += [(Role.OTHER_ADULT.value, None)] * (min(number, MOST_ADULTS) - 2)
    years = births({"enfants": children, "naissances_enfants": listed})
    return (*people, *((Role.CHILD.value, year) for year in years))


def family_of(values: dict[str, Any], *, partner: bool) -> tuple[tuple[str, Any], ...]:
    """The same for the values of a form."""
    get = values.get
    return family(get("adultes"), get("enfants"), get("naissances_enfants"), partner)


def _number(value: Any) -> int:
    return value if isinstance(value, int) else 0


def births(values: dict[str, Any]) -> list[int | None]:
    """A birth year, or None when it was not given, for each child that a form tells of."""
    listed, children = values.get("naissances_enfants"), _number(values.get("enfants"))
    if not children and not isinstance(listed, str):
        return []
    years: list[int | None] = (
        [int(y) for y in _YEAR.findall(listed)] if isinstance(listed, str) else []
    )
    known = years[: children or MOST_CHILDREN][:MOST_CHILDREN]
    return known + [None] * (min(children, MOST_CHILDREN) - len(known))


def _row(given: dict[str, Any], trades: Trades) -> Row:
    full = with_keys(dict(given), trades)
    full.setdefault("first_key", "")
    full.setdefault("last_key", "")
    return tuple(stored(full.get(column)) for column in PERSON_COLUMNS)


def stored(value: Any) -> Any:
    """A value as the base keeps it: dates as ISO text, an erasing cell as nothing."""
    if value is ERASE:
        return None
    return value.isoformat() if isinstance(value, date) else value
