"""Lines about files that a right holds back: they change nothing of them, and it is said."""

from __future__ import annotations

from venez_vivre.intake.drafts import Draft
from venez_vivre.intake.receipts import Outcome, Problem
from venez_vivre.store import restraint
from venez_vivre.store.reader import Reader

LIMITED = "dossier {} limité à la demande de la personne : la ligne n’y change rien"
OPPOSED = "le foyer {} s’est opposé à être accompagné : cet échange n’est pas noté"
TAKEN = "le foyer {} s’est opposé à être accompagné : la ligne est prise, il n’est pas recontacté"
AGAIN = "S’il le veut de nouveau : `venez-vivre rgpd opposition {} --lever`."
LATER = "Réimportez ce fichier si c’est levé : `venez-vivre rgpd {} {} --lever`."


class Withheld:
    """The files that are limited, or whose people objected, as an import asks of them.

    A line is « inchangée », not set aside: nobody has anything to decide of it. It is not
    remembered either: the same file is taken in once the right is lifted.
    """

    def __init__(self, rows: Reader) -> None:
        self._files = restraint.held(rows)

    def of(self, draft: Draft, household: int, *, approach: bool = False) -> Outcome | None:
        """What becomes of a line about a household, when its file may not be written to.

        `approach` says that the line is an exchange, which who objected does not have any more.
        Any other line about them is taken, and told of: they may want to be accompanied again.
        """
        file = self._files.get(household)
        if file is None:
            return None
        if not (file.limited_on or approach):
            said, remedy = TAKEN.format(file.reference), AGAIN.format(file.reference)
            draft.tell(Problem(draft.line, "foyer", "", said, remedy))
            return None
        said, verb = (LIMITED, "limiter") if file.limited_on else (OPPOSED, "opposition")
        remedy = LATER.format(verb, file.reference)
        draft.tell(Problem(draft.line, "foyer", "", said.format(file.reference), remedy))
        return "inchangees"
