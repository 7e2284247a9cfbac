"""Old forms of people who were erased: what they say is not taken in again."""

from __future__ import annotations

from datetime import date

from venez_vivre.intake.drafts import Draft
from venez_vivre.intake.people import Claim
from venez_vivre.intake.receipts import Problem
from venez_vivre.store import ledger
from venez_vivre.store.ledger import Someone
from venez_vivre.store.reader import Reader

TOLD = "personne effacée de la base : cette ancienne inscription n’est pas reprise"
REMEDY = "Rien à faire. Une nouvelle inscription, datée d’après l’effacement, serait reprise."


class Forgotten:
    """The ledger of erasures, as an import asks it of somebody whom nobody knows."""

    def __init__(self, rows: Reader) -> None:
        self._turned = ledger.turned(rows)

    def tells(self, draft: Draft) -> bool:
        """Whether a line is an old form of somebody erased; it is then told of."""
        if self._turned is None:
            return False
        people = [_someone(who) for who in (draft.who, draft.partner) if who is not None]
        said = draft.values.get("date_inscription")
        if self._turned.on(people, said if isinstance(said, date) else None) is None:
            return False
        draft.tell(Problem(draft.line, "email", "", TOLD, REMEDY), alike=True)
        return True


def _someone(who: Claim) -> Someone:
    return Someone(who.first_key, who.last_key, who.email, who.phone)
