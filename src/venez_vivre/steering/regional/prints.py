"""What stands for a person in a shared file: keyed prints of what identity compares, no word.

Each print is the beginning of an HMAC-SHA-256 under a key of the Region's secret. Two prints of one
kind are equal when what they stand for is; nothing else is told of it to who lacks the secret. Who
holds it can try the names that they think of: pseudonyms, not anonymity.
"""

from __future__ import annotations

from venez_vivre import NamedTuple
from venez_vivre.intake.people import Known
from venez_vivre.likeness.contacts import local_part, same_box, years
from venez_vivre.likeness.names import forms
from venez_vivre.likeness.phonetics import sound
from venez_vivre.likeness.weights import Level
from venez_vivre.steering.regional import given_names
from venez_vivre.steering.regional.given_names import Given
from venez_vivre.steering.regional.stamps import SHORTEST, SMALL, TINY, Stamp, joined, one_less


class Prints(NamedTuple):
    """A person; "" stands for what is unknown, and each text is a print or several end to end."""

    called: str
    first: str
    last: str
    email: str
    box: str
    local: str
    phone: str
    reference: str
    year: str
    code: str
    commune: str
    given: Given
    words: str
    forms: str
    slips: str
    sound: str
    years: str
    """The year of who is wholly known, then each that a slip makes of it, printed with the rest."""
    said: bool
    """Whether the last name is their own word."""


def of(known: Known, made: Stamp) -> Prints:
    """The prints of somebody, from the same folded keys that imports compare."""
    box = same_box(known.email)
    first, last = known.first_key, known.last_key
    year = str(known.birth_year) if known.birth_year else ""

    def one(kind: str, *words: str) -> str:
        return made(kind, *words) if all(words) else ""

    return Prints(
        one("nom", known.called),
        one("nom", first),
        one("nom", last),
        one("email", known.email or ""),
        one("boite", box),
        one("adresse", local_part(box)),
        one("telephone", known.phone or ""),
        one("reference", known.external_reference or ""),
        one("annee", year),
        one("code", known.postal_code or ""),
        one("commune", known.commune or ""),
        given_names.of(first, made),
        *_last(last, made),
        _years(known, made),
        known.said_their_name,
    )


def _squashed(name: str) -> str:
    return name.replace(" ", "")


def _last(last: str, made: Stamp) -> tuple[str, str, str, str]:
    """`words`, `forms`, `slips` and `sound`."""
    if not last:
        return "", "", "", ""

    squashed = _squashed(last)
    return (
        joined(made, "mot", last.split(), SMALL),
        joined(made, "forme", forms(last), SMALL),
        joined(made, "faute", one_less(squashed), TINY),
        made("son", sound(last), digits=SMALL) if len(squashed) > SHORTEST else "",
    )


def _years(known: Known, made: Stamp) -> str:
    """The years that a slip makes of theirs, printed with all that must then be the same."""
    names = sorted((_squashed(known.first_key), _squashed(known.last_key)))  # or swapped
    who = (*names, same_box(known.email), known.phone or "")
    if not (all(who) and known.birth_year):
        return ""
    born = known.birth_year
    near = [year for year in range(born - 14, born + 15) if years(born, year) is Level.NEAR]
    return "".join(made("ne", *who, str(year), digits=TINY) for year in (born, *near))
