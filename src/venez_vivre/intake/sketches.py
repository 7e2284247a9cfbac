"""What tells most people apart without comparing them: a few values of each, for `sieve`."""

from __future__ import annotations

from typing import NamedTuple

from venez_vivre.intake.people import Claim, folded
from venez_vivre.likeness.contacts import local_part, same_box


class Sketch(NamedTuple):
    """What a line says of one person, "" and 0 for unknown."""

    reference: str
    first: str
    last: str
    box: str
    local: str
    phone: str
    year: int
    place: tuple[str, str]
    """Postal code and folded commune."""


def sketch(who: Claim) -> Sketch:
    """The sketch of somebody; their people are compared by the same values in `likeness`."""
    box = same_box(who.email)
    place = who.postal_code or "", folded(who.commune) if who.commune else ""
    return Sketch(
        who.external_reference or "",
        who.first_key,
        who.last_key,
        box,
        local_part(box),
        who.phone or "",
        who.birth_year or 0,
        place,
    )
