"""Two offers joined into one: what the kept one lacks is filled, who was in touch follows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from venez_vivre.casework.fields import Change
from venez_vivre.casework.offer_twins import offered, refuse_unlike, remember
from venez_vivre.casework.offerers import ended
from venez_vivre.errors import Refused
from venez_vivre.intake.offers import OfferImporter
from venez_vivre.intake.writing import Changes
from venez_vivre.store.base import Work
from venez_vivre.store.queries import offer_twins as queries
from venez_vivre.store.queries.introductions import Offered
from venez_vivre.store.queries.offer_twins import Met
from venez_vivre.texts import clean, shorten
from venez_vivre.vocabulary import IntroductionState, OfferTie

TOGETHER = (
    ("code_insee", "commune", "postal_code", "latitude", "longitude"),
    ("rome_code", "occupation"),
    ("salary_min", "salary_max"),
    ("rent", "price", "transaction", "charges"),
    ("age_min", "age_max"),
)
"""Values that go together: the pay of one and the ceiling of the other would be a third offer.

They are filled where the first two of them are unknown.
"""
ALONE = (
    "description", "structure", "contract", "working_time", "telework", "openings",
    "housing_kind", "rooms", "area", "garden", "available_on", "levels", "themes", "places",
    "published_on", "url", "contact",
)  # fmt: skip
"""Values that fill an empty one by themselves."""
FOLLOWED = "Offres réunies : la suite est dans l’autre mise en relation."
"""The note of an introduction that another one of the same household goes on with."""


@dataclass(frozen=True)
class Joined:
    """The offer that stays, those that were joined into it, what that changed.

    `moved` introductions followed; `dropped` of them are over: the household had one already.
    """

    kept: Offered
    gone: tuple[Offered, ...]
    filled: tuple[Change, ...]
    moved: int
    dropped: int


def join(work: Work, found: Sequence[Offered]) -> Joined:
    """Join offers into the first one, which keeps everything it says.

    Raises:
        Refused: they are of several kinds, or the first one no longer stands.

    """
    kept, *others = found
    refuse(found, work.today)
    gone = list({one.number: one for one in others}.values())
    before = Changes(work).current("offer", kept.number)
    moved = dropped = 0
    for one in gone:
        _fill(work, kept.number, one.number)
        moved += _move(work, one.number, kept.number)
        _close(work, one)
        remember(work, kept.number, one.number, OfferTie.SAME)
    dropped = _settle(work, kept.number)
    after = Changes(work).current("offer", kept.number)
    work.says(f"fusion de l’offre {', '.join(o.reference for o in gone)} dans {kept.reference}")
    return Joined(
        offered(work.rows, kept.reference),
        tuple(offered(work.rows, one.reference) for one in gone),
        _changes(before, after),
        moved,
        dropped,
    )


def refuse(found: Sequence[Offered], today: date) -> None:
    """Refuse what cannot be joined: several kinds, an offer with itself, into one that is over."""
    refuse_unlike(found)
    kept, *others = found
    why = ended(kept, today)
    standing = next((one for one in others if not ended(one, today)), None)
    if why and standing:
        raise Refused(
            f"« {shorten(clean(kept.title), 60)} » ({kept.reference}) {why}. Gardez l’autre : "
            f"`venez-vivre offres fusionner {standing.reference} {kept.reference}`."
        )
    if why:
        raise Refused(
            f"« {shorten(clean(kept.title), 60)} » ({kept.reference}) {why}, et l’autre ne tient "
            "plus non plus : rien n’est à réunir."
        )


def _changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Change, ...]:
    return tuple(
        Change(field, before[column], after[column])
        for field, column in OfferImporter.fields.items()
        if before[column] != after[column]
    )


def _fill(work: Work, kept: int, gone: int) -> None:
    """What the kept offer does not say comes from the other; the latest verification of both."""
    changes = Changes(work)
    ours, theirs = changes.current("offer", kept), changes.current("offer", gone)
    given = {column: theirs[column] for column in ALONE}
    for group in TOGETHER:
        if all(ours[column] is None for column in group[:2]) and _agree(ours, theirs, group):
            given |= {column: theirs[column] for column in group}
    if (theirs["expires_on"] or "") >= work.today.isoformat():
        given["expires_on"] = theirs["expires_on"]
    changes.change("offer", kept, given, newer=False)
    seen = max(ours["verified_on"] or "", theirs["verified_on"] or "")
    changes.change("offer", kept, {"verified_on": seen or None}, newer=True)
    changes.send()


def _agree(ours: Mapping[str, Any], theirs: Mapping[str, Any], group: Sequence[str]) -> bool:
    """Whether what both say of a group is the same: no price for what is to rent."""
    both = (c for c in group if ours[c] is not None and theirs[c] is not None)
    return all(ours[column] == theirs[column] for column in both)


def _move(work: Work, gone: int, kept: int) -> int:
    """Introductions to one offer become introductions to the other; how many."""
    numbers = [one.number for one in queries.met(work.rows, gone)]
    work.journal.touch("introduction", numbers)
    work.rows.run_many(
        "UPDATE introduction SET offer_id = ?, version = version + 1 WHERE id = ?",
        [(kept, number) for number in numbers],
    )
    return len(numbers)


def _settle(work: Work, kept: int) -> int:
    """A household has one open introduction to an offer: the most advanced; how many are over."""
    running: dict[int, list[Met]] = {}
    for one in queries.met(work.rows, kept):
        if one.ended_on is None:
            running.setdefault(one.household, []).append(one)
    extra = [one for found in running.values() for one in found[1:]]
    work.journal.touch("introduction", [one.number for one in extra])
    work.rows.run_many(
        "UPDATE introduction SET state = ?, ended_on = ?, note = ?, version = version + 1 "
        "WHERE id = ?",
        [
            (
                IntroductionState.DROPPED.value,
                work.today.isoformat(),
                "\n".join(part for part in (one.note, FOLLOWED) if part),
                one.number,
            )
            for one in extra
        ],
    )
    return len(extra)


def _close(work: Work, gone: Offered) -> None:
    if gone.closed_on is None:
        changes = Changes(work)
        closed = {"closed_on": work.today.isoformat()}
        changes.change("offer", gone.number, closed, newer=True)
        changes.send()
