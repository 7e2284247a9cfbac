"""Announce files whose time is over, and dispose of those that nobody claimed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from venez_vivre.errors import Refused
from venez_vivre.models import PurgeNotice
from venez_vivre.privacy import belongings, erasing
from venez_vivre.privacy.retention import NOTICE, Due, Review, Standing, numbers, review
from venez_vivre.privacy.slips import Slip, as_data
from venez_vivre.store.base import Work
from venez_vivre.store.queries import purge as queries
from venez_vivre.texts import plural

REASON = "durée de conservation écoulée"


@dataclass(frozen=True)
class Announced:
    """The files that were announced, and the day they may be erased from on."""

    found: tuple[Due, ...]
    purge_on: date


@dataclass(frozen=True)
class Ground:
    """Why archives may go: the reference of the visa, or the reason that none is needed."""

    visa: str | None
    without_visa: str | None


@dataclass(frozen=True)
class Disposed:
    """What was erased: households, people, the proofs that may be given; the slip that is kept."""

    households: int
    people: int
    proofs: tuple[str, ...]
    slip: Slip
    ground: Ground


def announce(work: Work) -> Announced:
    """Write a notice for each file whose time is over and that has none."""
    found = review(work.rows, work.today).of(Standing.TO_ANNOUNCE)
    purge_on = work.today + NOTICE
    for one in found:
        notice = PurgeNotice(
            household_id=one.file.number,
            announced_on=work.today,
            purge_on=purge_on,
            agent=work.heading.agent,
        )
        work.session.add(notice)
    work.idle = not found
    work.says(f"fin de conservation annoncée : {plural(len(found), 'dossier')}")
    return Announced(found, purge_on)


def dispose(work: Work, shown: Review, slip: Slip, ground: Ground) -> Disposed:
    """Erase for good the files of a review whose slip was shown, and keep the slip.

    Raises:
        Refused: the files that may be erased are no longer those that were shown, or the ground,
            which stays, names somebody of theirs.

    """
    present = review(work.rows, work.today).erasable
    _check_same(shown.erasable, present)
    _check_ground(work, ground, present)
    erased = erasing.erase(work, numbers(present), origin=erasing.PURGED, reason=REASON)
    queries.keep(work.rows, _kept(work, slip, ground))
    return Disposed(erased.households, erased.people, tuple(erased.proofs), slip, ground)


def _check_same(shown: Sequence[Due], present: Sequence[Due]) -> None:
    if numbers(shown) != numbers(present):
        raise Refused(
            "Quelqu’un a modifié des dossiers entre-temps : le bordereau montré n’est plus "
            "exact, rien n’est effacé. Relancez `venez-vivre rgpd purger`."
        )


def _check_ground(work: Work, ground: Ground, present: Sequence[Due]) -> None:
    """The ground is read from the slip for ever: it names nobody whose file goes."""
    files = belongings.of(work.rows, numbers(present)).files
    option = "--sans-objet" if ground.visa is None else "--visa"
    try:
        erasing.check_reason(work.rows, ground.visa or ground.without_visa or "", files)
    except Refused:
        raise Refused(
            f"{option} nomme une personne dont le dossier s’en va, et le bordereau le garderait : "
            "dites-le sans son nom. Rien n’est effacé."
        ) from None


def _kept(work: Work, slip: Slip, ground: Ground) -> queries.Kept:
    return queries.Kept(
        None,
        work.today.isoformat(),
        ground.visa,
        ground.without_visa,
        slip.households,
        slip.people,
        json.dumps(as_data(slip), ensure_ascii=False),
        work.heading.agent,
    )
