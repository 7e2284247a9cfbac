"""What speaks against a visit or an invitation without making it impossible."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from venez_vivre.casework.visit_names import days
from venez_vivre.errors import Refused
from venez_vivre.store.queries import introductions, standing
from venez_vivre.store.queries.households import Found
from venez_vivre.store.queries.visits import Known
from venez_vivre.store.reader import Reader
from venez_vivre.store.restraint import refuse_approach
from venez_vivre.texts import clean, fold, shorten
from venez_vivre.vocabulary import CaseStatus


def of_guests(
    rows: Reader, households: Sequence[Found], known: Known | None = None
) -> tuple[str, ...]:
    """One sentence for each household whose file is closed; its guests already have their place.

    Raises:
        Refused: a right of one that is no guest yet forbids to invite it: nobody may insist.

    """
    expected = standing.expected(rows, known.number) if known else frozenset()
    for found in households:
        if found.number not in expected:
            refuse_approach(rows, found.number)
    return tuple(
        f"Le dossier de {found.reference} ({clean(found.name)}) est clos : "
        f"`venez-vivre foyers rouvrir {found.reference}` le rouvre."
        for found in dict.fromkeys(households)
        if found.number not in expected
        and introductions.project(rows, found.number).status == CaseStatus.CLOSED
    )


def of_visit(rows: Reader, values: dict[str, Any], households: Sequence[Found]) -> tuple[str, ...]:
    """What speaks against a new visit: the same one is there, or a file is closed."""
    return (*_same(rows, values), *of_guests(rows, households))


def refuse(against: Sequence[str], *, insist: bool) -> None:
    """Stop at what speaks against an act, unless one insists.

    Raises:
        Refused: something does.

    """
    if against and not insist:
        raise Refused(" ".join((*against, "--oui passe outre.")))


def _same(rows: Reader, values: dict[str, Any]) -> Iterator[str]:
    first: date = values["starts_on"]
    last: date = values.get("ends_on") or first
    on = (first.isoformat(), last.isoformat())
    for known in standing.standing(rows):
        if (known.starts_on, known.ends_on) == on and fold(known.title) == fold(values["title"]):
            title = shorten(clean(known.title), 60)
            yield f"Cette visite existe déjà : {known.reference}, « {title} », {days(known)}."
            return
