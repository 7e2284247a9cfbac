"""The rejects file: lines to correct, in the format of the input plus `motif`, ready to import."""

from __future__ import annotations

import csv
import io
import os
import re
import tempfile
from pathlib import Path

from venez_vivre.errors import Refused, reason
from venez_vivre.intake.formulas import armed
from venez_vivre.intake.receipts import Receipt
from venez_vivre.intake.sheets import Sheet
from venez_vivre.texts import fold


def place_of(sheet: Sheet, said: Path | None) -> Path:
    """Where the rejects go: where the user said, else beside the input."""
    folder, name = sheet.path.parent, sheet.name
    if name != sheet.path.name:  # it came through a pipe
        folder, name = Path.cwd(), "entree-standard.csv"
    stem = _REJECTS.sub("", Path(name).stem)  # the rejects of rejects keep the first name
    usual = f"{stem}.rejets{Path(name).suffix or '.csv'}"
    if said is None:
        return folder / usual
    return said / usual if said.is_dir() else said


_REJECTS = re.compile(r"\.rejets(-[0-9]+)?$")


def write(sheet: Sheet, receipt: Receipt, said: Path | None) -> Path | None:
    """Write the rejected lines; the file's path, None when there was nothing to write.

    A file of rejects that already says the same is left alone; another one is never overwritten:
    the new one takes the next free name.
    """
    if not receipt.rejects:
        return None
    content = _content(sheet, receipt)
    path = _free(place_of(sheet, said), content)
    if not path.exists():
        _write_whole(path, content)
    return path


def _content(sheet: Sheet, receipt: Receipt) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=sheet.separator, lineterminator="\r\n")
    headings = list(sheet.headings)
    again = fold(headings[-1]) == "motif"  # the file is one of rejects
    width = len(headings) - again
    writer.writerow(armed([*headings[:width], "motif"]))
    for cells, why in receipt.rejects:
        kept = cells[:width] + cells[width + again :]
        writer.writerow(armed([*kept, *[""] * (width - len(kept)), why]))
    return out.getvalue().encode(sheet.encoding, "replace")


def _free(path: Path, content: bytes) -> Path:
    candidate, number = path, 1
    while candidate.is_symlink() or (candidate.exists() and candidate.read_bytes() != content):
        number += 1
        candidate = path.with_name(f"{path.stem}-{number}{path.suffix}")
    return candidate


def _write_whole(path: Path, content: bytes) -> None:
    """All or nothing: a temporary file of the same folder, then its name."""
    name = None
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".rejets-")
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except OSError as error:
        if name:
            Path(name).unlink(missing_ok=True)
        raise Refused(
            f"Le fichier des rejets {path} ne peut pas être écrit ({reason(error)}). "
            "Rien n’a été enregistré. Donnez un autre chemin avec --rejets."
        ) from None
