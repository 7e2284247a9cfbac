"""A file of decisions on likely duplicates: the list of cases, its `decision` column filled in."""

from __future__ import annotations

from pathlib import Path

from venez_vivre.errors import Refused
from venez_vivre.intake import parsing, sheets
from venez_vivre.intake.formulas import disarmed
from venez_vivre.intake.parsing import Unreadable
from venez_vivre.texts import fold
from venez_vivre.vocabulary import Identity


def read(path: Path) -> list[tuple[str, Identity]]:
    """The decided cases of a file, in its order; lines without a decision are left out.

    Raises:
        NotFound, Refused: no such file, no such columns, or a decision that is none.

    """
    with sheets.readable(path) as (file, name):
        sheet = sheets.open_sheet(file, name=name)
        places = _places(sheet)
        found = []
        for row in map(disarmed, sheet.rows()):
            case, said = (row.cells[p].strip() if p < len(row.cells) else "" for p in places)
            if said:
                found.append((case, _decision(sheet.name, row.number, said)))
    return found


def _places(sheet: sheets.Sheet) -> tuple[int, int]:
    folded = [fold(heading) for heading in sheet.headings]
    missing = [name for name in ("cas", "decision") if name not in folded]
    if missing:
        raise Refused(
            f"{sheet.name} : il manque la colonne {' et '.join(missing)}. "
            "`venez-vivre inscrits doublons -f csv` donne le fichier à remplir."
        )
    return folded.index("cas"), folded.index("decision")


def _decision(name: str, line: int, said: str) -> Identity:
    try:
        code = parsing.term(Identity)(said)
    except Unreadable as error:
        raise Refused(
            f"{name}, ligne {line} : « {said} » n’est pas une décision. {error.remedy}"
        ) from None
    return next(verdict for verdict in Identity if verdict.value == code)
