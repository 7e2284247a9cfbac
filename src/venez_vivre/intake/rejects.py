"""The rejects file: lines to correct, in the format of the input plus `motif`, ready to import."""

from __future__ import annotations

import csv
import io
import os
import tempfile
from pathlib import Path

from venez_vivre.errors import Refused
from venez_vivre.intake.receipts import Receipt
from venez_vivre.intake.sheets import Sheet


def place_of(sheet: Sheet, said: Path | None) -> Path:
    """Where the rejects go: where the user said, else beside the input."""
    if said is not None:
        return said
    if sheet.name == sheet.path.name:
        return sheet.path.with_name(f"{sheet.path.stem}.rejets{sheet.path.suffix or '.csv'}")
    return Path.cwd() / "entree-standard.rejets.csv"


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
    headings = [h for h in sheet.headings if h.casefold() != "motif"]
    width = len(headings)
    writer.writerow([*headings, "motif"])
    for cells, reason in receipt.rejects:
        writer.writerow([*_fitted(cells, width), reason])
    return out.getvalue().encode(sheet.encoding, "replace")


def _fitted(cells: list[str], width: int) -> list[str]:
    return cells if len(cells) >= width else cells + [""] * (width - len(cells))


def _free(path: Path, content: bytes) -> Path:
    candidate, number = path, 1
    while candidate.is_symlink() or (candidate.exists() and candidate.read_bytes() != content):
        number += 1
        candidate = path.with_name(f"{path.stem}-{number}{path.suffix}")
    return candidate


def _write_whole(path: Path, content: bytes) -> None:
    """All or nothing: a temporary file of the same folder, then its name."""
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".rejets-")
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except OSError as error:
        raise Refused(
            f"Le fichier des rejets {path} ne peut pas être écrit ({error.strerror}). "
            "Donnez un autre chemin avec --rejets."
        ) from None
