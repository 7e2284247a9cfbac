"""Values typed by hand, read as the cells of an import are."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from venez_vivre.errors import Misuse, Refused
from venez_vivre.intake.drafts import ERASING, Draft, Rejected
from venez_vivre.intake.parsing import ERASE, Mended, Unreadable
from venez_vivre.intake.plan import Importer
from venez_vivre.intake.receipts import Outcome, Problem
from venez_vivre.intake.sheets import Row
from venez_vivre.store.base import Work
from venez_vivre.texts import clean


def read(
    kind: type[Importer], texts: Mapping[str, str | None], *, erasing: bool = False
) -> dict[str, Any]:
    """The values by field, those without a text left out; `(vide)` is `ERASE` where it may be.

    Raises:
        Misuse: a value cannot be read; the sentence names its option.

    """
    values: dict[str, Any] = {}
    by_field = {column.field: column for column in kind.columns}
    for name, said in texts.items():
        text = clean(said or "").strip()
        if erasing and text.casefold() == ERASING:
            values[name] = ERASE
        elif text:
            values[name] = _value(by_field[name].parse, name, text)
    return values


def _value(parse: Callable[[str], Any], name: str, text: str) -> Any:
    try:
        value = parse(text)
    except Unreadable as error:
        option = "--" + name.replace("_", "-")
        raise Misuse(f"{option} : {error.reason} (« {text} »). {error.remedy}") from None
    return value.value if isinstance(value, Mended) else value


def line(values: dict[str, Any]) -> Draft:
    """These values as a line."""
    return Draft(Row(1, []), 0, values)


def enter(
    work: Work,
    kind: type[Importer],
    values: dict[str, Any],
    warn: Callable[[Problem], None] = lambda _: None,
) -> Outcome:
    """Do for one set of values, by field, what an import does for a line.

    Raises:
        Refused: the values do not make a line that an import would take.

    """
    draft = line(values)
    importer = kind(work, 0)
    importer.warn = warn
    try:
        importer.prepare([draft])
        outcome = importer.apply(draft)
    except Rejected as rejected:
        raise refused(rejected) from None
    importer.flush()
    importer.finish()
    return outcome


def refused(rejected: Rejected) -> Refused:
    """The reason and the remedy of a line that cannot be taken, as a sentence."""
    problem = rejected.problem
    return Refused(f"{problem.motif.capitalize()}. {problem.remede}")
