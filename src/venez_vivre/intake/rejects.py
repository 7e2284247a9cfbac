"""The rejects file: lines to correct, in the format of the input plus `motif`, ready to import."""

from __future__ import annotations

import csv
import io
import os
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from operator import itemgetter
from pathlib import Path

from venez_vivre.errors import Refused, reason
from venez_vivre.intake.formulas import armed, disarmed
from venez_vivre.intake.receipts import Receipt
from venez_vivre.intake.sheets import Row, Sheet
from venez_vivre.store import outputs
from venez_vivre.texts import fold


def place_of(sheet: Sheet, said: Path | None, ending: str) -> Path:
    """Where the rejects go: where the user said, else beside the input."""
    folder, name = sheet.path.parent, sheet.name
    if name != sheet.path.name:  # it came through a pipe
        folder, name = Path.cwd(), "entree-standard"
    stem = _REJECTS.sub("", Path(name).stem)  # the rejects of rejects keep the first name
    usual = f"{stem}.rejets{ending}"
    if said is None:
        return folder / usual
    return said / usual if said.is_dir() else said


_TEXTS = frozenset({".csv", ".tsv", ".tab", ".txt"})


def _ending(sheet: Sheet, *, workbook: bool) -> str:
    """How the name ends: as that of the input, when it says what the rejects are."""
    found = Path(sheet.name).suffix
    if workbook:
        return ".xlsx"
    return found if found.lower() in _TEXTS else ".csv"


_REJECTS = re.compile(r"\.rejets(-[0-9]+)?$")


def is_of_rejects(name: str) -> bool:
    """Whether a file is called as those that hold rejected lines."""
    return bool(_REJECTS.search(Path(name).stem))


Writer = Callable[[Sheet, Receipt, Path | None], Path | None]


@contextmanager
def writing() -> Iterator[Writer]:
    """Write the rejects of several files; those of a block that fails are taken away."""
    made: list[Path] = []
    try:
        yield lambda sheet, receipt, said: _written(sheet, receipt, said, made)
    except BaseException:
        for path in made:
            path.unlink(missing_ok=True)
        raise


def write(sheet: Sheet, receipt: Receipt, said: Path | None) -> Path | None:
    """Write the rejected lines; the file's path, None when there was nothing to write.

    A file of rejects that already says the same is left alone; another one is never overwritten:
    the new one takes the next free name.
    """
    with writing() as one:
        return one(sheet, receipt, said)


def _written(sheet: Sheet, receipt: Receipt, said: Path | None, made: list[Path]) -> Path | None:
    if not receipt.rejects:
        return None
    rows = list(_rows(sheet, receipt))
    as_workbook = _wanted_as_workbook(sheet, said) and _fits_workbook(rows)
    content = workbook(sheet.tab, rows) if as_workbook else _text(sheet, rows)
    path = _free(place_of(sheet, said, _ending(sheet, workbook=as_workbook)), content)
    outputs.refuse_inner(path, "--rejets")
    if not path.exists():
        _write_whole(path, content)
        made.append(path)
    return path


def _wanted_as_workbook(sheet: Sheet, said: Path | None) -> bool:
    ending = said.suffix.lower() if said else ""
    return ending == ".xlsx" or (sheet.is_workbook and ending not in _TEXTS)


def _rows(sheet: Sheet, receipt: Receipt) -> Iterator[list[str]]:
    headings = list(sheet.headings)
    again = fold(headings[-1]) == "motif"  # the file is one of rejects
    if again:
        headings = disarmed(Row(sheet.header_row, headings)).cells
    width = len(headings) - again
    yield armed([*headings[:width], "motif"])
    in_order = sorted(zip(receipt.rejected_lines, receipt.rejects, strict=True), key=itemgetter(0))
    for _, (cells, why) in in_order:
        kept, beyond = cells[:width], cells[width + again :]
        # What stands outside the columns stays outside of them, after the reason.
        yield armed([*kept, *[""] * (width - len(kept)), why, *beyond])


def _text(sheet: Sheet, rows: Iterable[Sequence[str]]) -> bytes:
    out = io.StringIO()
    separator, encoding = (
        (sheet.separator, sheet.written) if sheet.separator else (";", "utf-8-sig")
    )
    csv.writer(out, delimiter=separator, lineterminator="\r\n").writerows(rows)
    return out.getvalue().encode(encoding, "replace")


def _fits_workbook(rows: Sequence[Sequence[str]]) -> bool:
    """Whether a sheet of Excel can hold these rows: what it cannot would be cut in silence."""
    return len(rows) < 1 << 20 and not any(len(cell) > 32_767 for row in rows for cell in row)


def workbook(tab: str, rows: Iterable[Sequence[str]]) -> bytes:
    """A workbook of one sheet whose cells are all texts: nothing in it is guessed again."""
    from xlsxwriter import Workbook  # type: ignore[import-untyped]  # noqa: PLC0415  seldom needed

    out = io.BytesIO()
    with Workbook(out, {"in_memory": True, **_AS_TEXT}) as book:
        book.set_properties({"created": datetime(2000, 1, 1, tzinfo=UTC)})  # the same bytes again
        as_text = book.add_format({"num_format": "@"})
        sheet = book.add_worksheet(tab if _TAB.fullmatch(tab) else "Rejets")
        for number, cells in enumerate(rows):
            for place, cell in enumerate(cells):
                sheet.write_string(number, place, cell, as_text)
    return out.getvalue()


_AS_TEXT = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_TAB = re.compile(r"(?!')[^\[\]:*?/\\\x00-\x1f]{1,31}(?<!')")


def _free(path: Path, content: bytes) -> Path:
    candidate, number = path, 1
    while candidate.is_symlink() or (candidate.exists() and not _says(candidate, content)):
        number += 1
        candidate = path.with_name(f"{path.stem}-{number}{path.suffix}")
    return candidate


def _says(path: Path, content: bytes) -> bool:
    """Whether a file says just that; the base, which is open, is told by its size alone."""
    alike = path.is_file() and path.stat().st_size == len(content)
    return alike and path.read_bytes() == content


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
