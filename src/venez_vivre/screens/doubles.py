"""How people who may be one are shown: a list to fill in, and one case side by side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from venez_vivre.screens.cells import write
from venez_vivre.screens.pages import (
    TAKE_BACK,
    Block,
    Column,
    Page,
    Prose,
    Table,
    Tone,
    listing,
    sentence,
)
from venez_vivre.texts import fold, listed, plural
from venez_vivre.vocabulary import Identity

if TYPE_CHECKING:  # the module loads the models, which reading does without
    from venez_vivre.casework.doubles import Case, Settled

LABELS = {
    "prenom": "prénom",
    "nom": "nom",
    "email": "e-mail",
    "telephone": "téléphone",
    "annee_naissance": "né(e) en",
    "code_postal": "code postal",
    "commune": "commune",
    "metier": "métier",
    "inscrit_le": "inscrit(e) le",
}
LIST = (
    Column("cas", "Cas", "name"),
    Column("decision", "Décision"),
    Column("proposition", "Proposition"),
    Column("une", "L’une"),
    Column("autre", "L’autre"),
    Column("raisons", "Raisons", minor=1),
)
NOTHING = "Aucun doublon à examiner."
ANSWERS = {"m": Identity.SAME, "f": Identity.HOUSEHOLD, "n": Identity.OTHER}
HELP = "m même personne · f même foyer · n sans lien · p passer · q quitter ; t devant : toujours"


def to_review(found: Sequence[Case], shown: int | None) -> Page:
    """The list: as a spreadsheet, its `decision` column can be filled in and given back."""
    records = [_record(case) for case in found[:shown]]
    left = len(found) - len(records)
    more = f"… et {plural(left, 'autre')} : `-n {len(found)}` les montre tous. " if left else ""
    note = (
        f"{more}Dans un terminal, `venez-vivre inscrits doublons` les passe en revue ; "
        "`-f csv` donne un fichier à remplir pour `--decisions`."
    )
    return listing(LIST, records, empty=NOTHING, note=note if records else "", keys=KEYS)


KEYS = (
    *(column.key for column in LIST),
    *(f"{side}_{field}" for side in ("une", "autre") for field in LABELS),
)


def _record(case: Case) -> dict[str, Any]:
    record: dict[str, Any] = {
        "cas": case.name,
        "decision": "",
        "proposition": case.proposed.value,
        "une": _called(case.one.title, case.one.values),
        "autre": _called(case.other.title, case.other.values),
        "raisons": " ; ".join(case.reasons),
    }
    for side, values in (("une", case.one.values), ("autre", case.other.values)):
        record |= {f"{side}_{field}": values.get(field) for field in LABELS}
    return record


def _called(title: str, values: Any) -> str:
    name = " ".join(str(values[f]) for f in ("prenom", "nom") if values.get(f))
    return f"{name} ({title})" if name else title


def side_by_side(case: Case, place: int, total: int) -> Page:
    """One case: each field of both sides, those that differ standing out."""

    def draw() -> list[Block]:
        rows = [
            (label, case.one.values.get(field), case.other.values.get(field))
            for field, label in LABELS.items()
            if case.one.values.get(field) or case.other.values.get(field)
        ]
        columns = (
            Column("champ", "", minor=0),
            Column("une", case.one.title),
            Column("autre", case.other.title),
        )
        marked = [(label, _said(one), _said(other)) for label, one, other in rows]
        return [
            Prose(f"Cas {place} sur {total} ({case.name})", "section"),
            Table(columns, marked, tones=[_tone(one, other) for _, one, other in rows]),
            Prose(_why(case)),
            Prose(HELP, "dim"),
        ]

    return Page(_record(case), draw)


def _said(value: Any) -> str:
    # A year or a postal code is no quantity: 1984, not 1 984.
    return str(value) if isinstance(value, int) else write(value)


def _tone(one: Any, other: Any) -> Tone:
    if one in (None, "") or other in (None, ""):
        return "dim"
    return "plain" if fold(str(one)) == fold(str(other)) else "warn"


def _why(case: Case) -> str:
    reasons = f" : {listed(case.reasons)}" if case.reasons else ""
    return f"Proposition : {case.proposed.label}{reasons}."


def settled(done: Sequence[Settled]) -> Page:
    """What was decided."""
    data = [
        {"cas": one.name, "decision": one.verdict.value, "foyer": one.reference} for one in done
    ]
    counts = [
        plural(sum(one.verdict is verdict for one in done), verdict.label, verdict.label)
        for verdict in Identity
        if any(one.verdict is verdict for one in done)
    ]
    said = f"{plural(len(done), 'décision enregistrée', 'décisions enregistrées')}"
    back = TAKE_BACK if counts else ""
    return sentence(data, f"{said} : {listed(counts)}." if counts else NOTHING, back=back)
