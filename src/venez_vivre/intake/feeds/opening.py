"""Files of offers that other services wrote, opened as sheets whose headings are our fields."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields
from itertools import islice
from pathlib import Path
from typing import Any

from venez_vivre.errors import Refused
from venez_vivre.intake import sheets
from venez_vivre.intake.feeds import france_travail, jsonfile, openagenda
from venez_vivre.intake.feeds.cells import Cells
from venez_vivre.intake.feeds.jsonfile import Record
from venez_vivre.intake.sheets import Row, Sheet

FIELDS = (
    *("reference_externe", "source", "type", "titre", "description", "structure", "commune"),
    *("code_insee", "code_postal", "latitude", "longitude", "metier", "code_rome", "contrat"),
    *("temps", "salaire_min", "salaire_max", "teletravail", "postes", "disponible_le"),
    *("age_min", "age_max", "themes", "publiee_le", "verifiee_le", "expire_le", "url"),
)
"""The fields of an offer that a feed may give, in the order of its rows."""

FIRST = 50
"""Records among which one must be of a service we know; what the others lack rejects them."""

Translate = Callable[[Mapping[str, Any]], Cells]


@dataclass(frozen=True)
class Feed(Sheet):
    """A JSON list of offers, read as if it were a sheet; rows are numbered from 1."""

    translate: Translate | None = None

    def rows(self) -> Iterator[Row]:
        """One row for each record of the list."""
        for number, record in enumerate(_unwrapped(self.path, self.name, self.encoding), start=1):
            yield Row(number, _row(self.translate(record)) if self.translate else [])


@dataclass(frozen=True)
class Agenda(Sheet):
    """A sheet of events, whose rows keep the numbers that a spreadsheet shows."""

    source: Sheet | None = None

    @property
    def unused(self) -> tuple[str, ...]:
        """The headings of the export that we have no use for."""
        headings = self.source.headings if self.source else ()
        used = set((openagenda.places(headings) or {}).values())
        return tuple(h for place, h in enumerate(headings) if h and place not in used)

    def rows(self) -> Iterator[Row]:
        """One row for each event; cells beyond the headings stay, so that they are seen."""
        if self.source is None:
            return
        at = openagenda.places(self.source.headings) or {}
        width = len(self.source.headings)
        for row in self.source.rows():
            cells = row.cells + [""] * (width - len(row.cells))
            event = {part: cells[place] for part, place in at.items()}
            yield Row(row.number, [*_row(openagenda.cells(event)), *cells[width:]])


def open_offers(path: Path, **how: Any) -> Sheet:
    """A file of offers as a sheet: ours as it is, those of other services under our fields.

    `how` is what `sheets.open_sheet` takes: what to call the file, what the user said of it.

    Raises:
        Refused: a JSON file that no service we know wrote, or not well formed.

    """
    if jsonfile.is_json(path):
        return _open_json(path, how.get("name") or path.name, how.get("encoding"))
    sheet = sheets.open_sheet(path, **how)
    if openagenda.places(sheet.headings) is None:
        return sheet
    own = {field.name: getattr(sheet, field.name) for field in fields(Sheet)}
    return Agenda(**{**own, "headings": FIELDS}, source=sheet)


def _open_json(path: Path, name: str, encoding: str | None) -> Sheet:
    found = encoding or jsonfile.encoding_of(path)
    first = list(islice(_unwrapped(path, name, found), FIRST))
    translate = next((known for one in first if (known := _translator(one))), None)
    if first and translate is None:
        raise _unknown(name, 1)
    return Feed(
        path=path,
        name=name,
        encoding=found,
        separator=";",
        headings=FIELDS,
        header_row=0,
        skipped_lines=0,
        translate=translate,
    )


def _unwrapped(path: Path, name: str, encoding: str) -> Iterator[Record]:
    """The records, out of the object that some services put each of them in."""
    for record in jsonfile.records(path, name, encoding):
        held = record
        for wrapper in ("record", "fields", "properties"):
            if isinstance(inner := held.get(wrapper), dict):
                held = inner
        yield held


def _translator(record: Record) -> Translate | None:
    if france_travail.recognises(record):
        return france_travail.cells
    return _event if openagenda.recognises(record) else None


def _event(record: Mapping[str, Any]) -> Cells:
    return openagenda.cells(openagenda.event_of(record))


def _row(cells: Cells) -> list[str]:
    return [cells.get(field, "") for field in FIELDS]


def _unknown(name: str, number: int) -> Refused:
    return Refused(
        f"{name}, élément {number} : ce n’est ni une offre de France Travail ni un événement "
        "d’OpenAgenda. Donnez un de leurs exports, ou un fichier CSV."
    )
