"""What a line of sign-ups says that nobody can believe as it stands: left out, mended, or said."""

from __future__ import annotations

import re
from typing import Any

from venez_vivre import locations
from venez_vivre.intake import scripts
from venez_vivre.intake.habits import MOST_PEOPLE
from venez_vivre.intake.receipts import Problem
from venez_vivre.locations.guessing import is_town_elsewhere
from venez_vivre.texts import fold

LONGEST_NAME = 100
FURTHEST = 1000
"""The most kilometres that somebody would go: what a file by hand takes."""
NAMES = ("prenom", "nom", "prenom_conjoint", "nom_conjoint")
_FRANCE = frozenset({"france", "fr", "metropole", "france metropolitaine"})
_FOUR_DIGITS = re.compile(r"[0-9]{4}", re.ASCII)


def checked(values: dict[str, Any], line: int, this_year: int) -> list[Problem]:
    """Look at the values of a line, in place; what has to be said."""
    said = _names(values, line)
    year = values.get("annee_naissance")
    if year.__class__ is int and year > this_year:
        del values["annee_naissance"]
        reason = "année de naissance dans le futur"
        said.append(_left_out(line, "annee_naissance", str(year), reason))
    for field in ("adultes", "enfants"):
        number = values.get(field)
        if number.__class__ is int and number > MOST_PEOPLE:
            del values[field]
            said.append(_left_out(line, field, str(number), f"plus de {MOST_PEOPLE} personnes"))
    far = values.get("distance_max_km")
    if far.__class__ is int and far > FURTHEST:
        values["distance_max_km"] = FURTHEST
        reason = f"distance de plus de {FURTHEST} km, ramenée à {FURTHEST} km"
        remedy = f"Donnez une distance d’au plus {FURTHEST} km."
        said.append(Problem(line, "distance_max_km", str(far), reason, remedy))
    code = values.get("code_postal")
    if code.__class__ is str and len(code) == 4 and _FOUR_DIGITS.fullmatch(code):
        said += _four_digits(values, code, line)
    return said


def _left_out(line: int, field: str, value: str, reason: str) -> Problem:
    return Problem(line, field, value, reason, "La cellule est laissée de côté : corrigez-la.")


def _names(values: dict[str, Any], line: int) -> list[Problem]:
    said = []
    for field in NAMES:
        text = values.get(field)
        if text.__class__ is not str:
            continue
        if len(text) > LONGEST_NAME:
            del values[field]
            reason = f"nom trop long (plus de {LONGEST_NAME} caractères)"
            said.append(_left_out(line, field, text, reason))
        elif wrong := scripts.oddity(text):
            remedy = "Retapez ce nom : des lettres qui se ressemblent y sont mêlées."
            said.append(Problem(line, field, text, wrong, remedy))
    return said


def _four_digits(values: dict[str, Any], code: str, line: int) -> list[Problem]:
    """A French postal code that lost its zero, unless the country or nothing says so."""
    country = fold(values.get("pays") or "") if isinstance(values.get("pays"), str) else ""
    if country and country not in _FRANCE:
        return []
    full, town = f"0{code}", values.get("commune")
    known = locations.department_of(full) is not None
    of_town = isinstance(town, str) and bool(locations.find(town, full) or is_town_elsewhere(town))
    if known and (country or of_town):
        values["code_postal"] = full
        remedy = "Vérifiez le code ; mettez la colonne au format Texte."
        return [Problem(line, "code_postal", code, "le zéro perdu a été remis", remedy)]
    remedy = "Écrivez cinq chiffres, ou le pays."
    return [Problem(line, "code_postal", code, "code postal à quatre chiffres, sans pays", remedy)]
