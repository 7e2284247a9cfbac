"""What tells most people apart without comparing them: a few values of each, for `sieve`."""

from __future__ import annotations

from venez_vivre.intake.people import Claim, folded
from venez_vivre.likeness.contacts import local_part, same_box

Sketch = tuple[str, str, str, str, str, str, int, tuple[str, str]]
"""External reference, first and last name, box, its local part, phone, birth year, place.

The place is a postal code and a folded commune; "" and 0 stand for unknown. A plain tuple, which
`marshal` takes from one process to the other.
"""


def sketch(who: Claim) -> Sketch:
    """The sketch of somebody; their people are compared by the same values in `likeness`."""
    box = same_box(who.email)
    place = who.postal_code or "", folded(who.commune) if who.commune else ""
    return (
        who.external_reference or "",
        who.first_key,
        who.last_key,
        box,
        local_part(box),
        who.phone or "",
        who.birth_year or 0,
        place,
    )
