"""What is said of a shared file, of a new secret, and of the funnel of a Region."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from venez_vivre.dates import short
from venez_vivre.screens import steering
from venez_vivre.screens.pages import Block, Column, Page, Prose, Table, sentence
from venez_vivre.steering.regional.funnel import Consolidated
from venez_vivre.steering.regional.received import File
from venez_vivre.steering.regional.shares import Share
from venez_vivre.texts import plural

UNSEEN = (
    "{} (dossiers limités, effacés, ou de personnes qui se sont opposées) : comptés là où ils "
    "sont, rien ne les fait reconnaître ailleurs."
)


def made(path: Path, name: str) -> Page:
    """A secret was drawn."""
    text = (
        f"Secret de la Région fait : {path} (il se reconnaît à « {name} »). Remettez-le à chaque "
        "territoire par un moyen sûr, jamais par le même chemin que les fichiers ; gardez-en une "
        "copie."
    )
    return sentence({"fichier": str(path), "secret": name}, text)


def shared(path: Path, share: Share, size: int) -> Page:
    """A base was shared."""
    people = sum(len(home.people) for home in share.homes)
    data = {
        "fichier": str(path),
        "au": share.made_on,
        "foyers": len(share.homes),
        "adultes": people,
        "non_compares": share.unseen,
        "octets": size,
    }
    text = (
        f"{path} est prêt pour la Région : {plural(len(share.homes), 'foyer')}, "
        f"{plural(people, 'adulte')}, sans un nom, situation au {short(share.made_on)}."
    )
    warnings = [UNSEEN.format(plural(share.unseen, "foyer"))] if share.unseen else []
    return sentence(data, text, warnings=warnings)


def consolidated(value: Consolidated, form: str | None) -> Page:
    """The funnel of a Region on a page; a spreadsheet gets the table of `entonnoir`."""
    if form == "csv":
        return steering.sheet(value.funnel)
    return Page(_data(value), lambda: _blocks(value))


def _data(value: Consolidated) -> dict[str, Any]:
    return {
        **steering.data(value.funnel),
        "communs": {"foyers": value.shared, "personnes": value.union.shared_people},
        "a_verifier": value.union.doubts,
        "non_compares": value.unseen,
        "fichiers": [
            *(_file(file, counted=True) for file in value.files.kept),
            *(_file(file, counted=False) for file in value.files.older),
        ],
    }


def _file(file: File, *, counted: bool) -> dict[str, Any]:
    return {
        "fichier": str(file.path),
        "au": file.share.made_on,
        "foyers": len(file.share.homes),
        "compte": counted,
    }


def _blocks(value: Consolidated) -> list[Block]:
    return [
        *steering.blocks(value.funnel),
        Prose(_shared(value), "good" if value.shared else "plain"),
        *(Prose(told, "warn") for told in _warnings(value)),
        _files(value),
    ]


def _shared(value: Consolidated) -> str:
    if not value.shared:
        return "Aucun foyer n’est connu de plusieurs territoires."
    counted = "compté une fois" if value.shared == 1 else "comptés une fois"
    known = "connu" if value.shared == 1 else "connus"
    return f"{plural(value.shared, 'foyer')} {known} de plusieurs territoires, {counted}."


def _warnings(value: Consolidated) -> list[str]:
    told = []
    if any(file.share.made_on > value.until for file in value.files.kept):
        told.append(
            f"Les chiffres s’arrêtent au {short(value.until)}, jour du fichier le plus ancien."
        )
    if doubts := value.union.doubts:
        told.append(
            f"{plural(doubts, 'rapprochement possible', 'rapprochements possibles')} d’un "
            "territoire à l’autre, sans certitude : comptés à part. Seuls les territoires peuvent "
            "en décider, ou `venez-vivre base reunir`."
        )
    if value.unseen:
        told.append(UNSEEN.format(plural(value.unseen, "foyer")))
    return told


def _files(value: Consolidated) -> Table:
    columns = (
        Column("fichier", "Fichier", "name"),
        Column("au", "Situation\nau", "day"),
        Column("foyers", "Foyers", "count"),
        Column("compte", "Compté"),
    )
    rows = [
        [file.path.name, file.share.made_on, len(file.share.homes), said]
        for said, files in (("oui", value.files.kept), ("déjà là", value.files.older))
        for file in files
    ]
    return Table(columns, rows, title="Fichiers reçus")
