"""One cell that holds several things of a sign-up: a whole name, a code and a town, an address."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from venez_vivre import locations
from venez_vivre.intake.addresses import Whereabouts, whereabouts
from venez_vivre.intake.fullnames import FullName, NameOrder, full_name, learn
from venez_vivre.texts import fold

__all__ = ["ADDRESS", "NameOrder", "Notice", "learn", "split"]

ADDRESS = "adresse"
"""The field of whole addresses; only the place is kept, the street is nobody's business."""


@dataclass(frozen=True, slots=True)
class Notice:
    """What to check on a line that was told apart: the field, what stood there, why, the remedy."""

    field: str
    text: str
    reason: str
    remedy: str


_DIGIT = re.compile("[0-9]")


def split(values: dict[str, Any], order: NameOrder) -> list[Notice]:
    """Tell apart what one cell of a sign-up holds together, in place; what has to be checked.

    `values` are those of a line, by field; `order` is what `learn` made of the column of names.
    The names must be told apart before anybody looks for who it is.
    """
    get = values.get
    notices: list[Notice] = []
    if not (get("prenom") and get("nom")):
        notices += _names(values, order)
    if "prenom_conjoint" in values and "nom_conjoint" not in values:
        _partner(values, order)
    town, code = get("commune"), get("code_postal")
    if (
        (town.__class__ is str and _DIGIT.search(town))
        or (code.__class__ is str and len(code) > 5)
        or ADDRESS in values
    ):
        notices += _places(values)
    return notices


# --- names ----------------------------------------------------------------------------------

_REMEDY = "Vérifiez le prénom et le nom, ou séparez-les en deux colonnes."


def _names(values: dict[str, Any], order: NameOrder) -> list[Notice]:
    """Give both names to a line that has one cell for them."""
    field = "nom" if isinstance(values.get("nom"), str) else "prenom"
    text = values.get(field)
    found = full_name(text, order) if isinstance(text, str) and " " in text else None
    if found is None or not isinstance(text, str):
        return []
    _name(values, found)
    return [Notice(field, text, found.doubt, _REMEDY)] if found.doubt else []


def _name(values: dict[str, Any], found: FullName, suffix: str = "") -> None:
    values["nom" + suffix] = found.last
    if found.first:
        values["prenom" + suffix] = found.first
    else:
        values.pop("prenom" + suffix, None)


def _partner(values: dict[str, Any], order: NameOrder) -> None:
    """The same for a partner, only when the cell itself leaves no doubt."""
    text = values["prenom_conjoint"]
    if isinstance(text, str) and " " in text:
        found = full_name(text, NameOrder(order.habit, order.convention, alone=False))
        if found and found.first and not found.doubt:
            _name(values, found, "_conjoint")


# --- places ---------------------------------------------------------------------------------


_CEDEX = re.compile(r"\bcedex\b(?: *[0-9]{1,2}\b)?", re.IGNORECASE)
"""Its number is of the post office: it says nothing of the place."""
_WHERE = "Vérifiez le code postal et la commune de cette ligne."


def _places(values: dict[str, Any]) -> list[Notice]:
    """Give a postal code, a town and a country to a line that has them in one cell."""
    notices = []
    code, town = values.get("code_postal"), values.get("commune")
    if isinstance(code, str) and len(code) > 5:
        notices += _in_code(values, whereabouts(code))
    if isinstance(town, str) and _DIGIT.search(_CEDEX.sub("", town)):
        notices += _in_town(values, town)
    address = values.pop(ADDRESS, None)
    if isinstance(address, str):
        notices += _in_address(values, whereabouts(address))
    return notices


def _in_code(values: dict[str, Any], found: Whereabouts) -> list[Notice]:
    """« 71400 AUTUN » as a postal code; what has no town is the code of another country."""
    if not (found.postal_code and found.town):
        return []
    values["code_postal"] = found.postal_code
    return _complete(values, "commune", found.town)


def _in_town(values: dict[str, Any], text: str) -> list[Notice]:
    """« 71400 Autun », « Paris 15e », « Autun (71) » or a whole address as a town."""
    found = whereabouts(text)
    if not found.postal_code:
        found = _of_the_region(text) or found
    if not (found.postal_code or found.town):
        return []
    if found.town:
        values["commune"] = found.town
    else:
        del values["commune"]
    _complete(values, "pays", found.country)
    return _complete(values, "code_postal", found.postal_code)


def _of_the_region(text: str) -> Whereabouts | None:
    """The commune of the region that a département settles, when it has one postal code."""
    places = locations.find(text)
    if len(places) != 1 or len(places[0].postal_codes) != 1:
        return None
    return Whereabouts(places[0].postal_codes[0], places[0].name)


def _in_address(values: dict[str, Any], found: Whereabouts) -> list[Notice]:
    """What a whole address says, where the line has no cell for it."""
    notices = _complete(values, "code_postal", found.postal_code)
    notices += _complete(values, "commune", found.town)
    _complete(values, "pays", found.country)
    if any(values.get(known) for known in ("code_postal", "commune", "pays")):
        return notices
    return [Notice(ADDRESS, "", "adresse sans code postal ni commune reconnus", _WHERE)]


def _complete(values: dict[str, Any], field: str, said: str) -> list[Notice]:
    """Fill a field that the line leaves empty; a cell that says otherwise stays, and is said."""
    known = values.get(field)
    if not known and said:
        values[field] = said
    if not said or not isinstance(known, str) or _agree(known, said):
        return []
    return [Notice(field, known, "une autre cellule dit autre chose du lieu", _WHERE)]


def _agree(one: str, other: str) -> bool:
    """Whether two codes or two towns may be the same, one being told in more words."""
    a, b = fold(one), fold(other)
    return a in b or b in a or a.zfill(5) == b.zfill(5)
