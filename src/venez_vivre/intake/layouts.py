"""Which column of a file holds which field: what the user said, exact names, usual spellings."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from venez_vivre.errors import Misuse, Refused
from venez_vivre.intake import parsing as p
from venez_vivre.intake.headings import QUIET, beginnings, key, of_account, stripped
from venez_vivre.intake.receipts import Problem
from venez_vivre.texts import fold
from venez_vivre.vocabulary import Term


@dataclass(frozen=True)
class Column:
    """One field of a file: its name in the contract, how a cell is read, headings it answers to.

    `vital` says that a line whose cell cannot be read is rejected; otherwise the cell is left out
    with a warning. Headings are compared folded: no case, accents or punctuation.
    """

    field: str
    parse: p.Parser
    headings: tuple[str, ...] = ()
    vital: bool = False
    family: type[Term] | None = None
    """The terms that its cells are coded with."""
    variant: str = ""
    """What tells this way of reading the cells from the usual one, when answers change it."""

    @property
    def reading(self) -> str:
        """What recognises the field and the way its cells are read."""
        return f"{self.field}\x1e{self.variant}" if self.variant else self.field

    @property
    def repeats(self) -> bool:
        """Whether the same cells come back often enough for their reading to be remembered."""
        return self.parse not in HARDLY_REPEATED


HARDLY_REPEATED = frozenset({p.email, p.phone, p.sheet_phone, p.prose})


@dataclass(frozen=True)
class Layout:
    """Which column each cell of a row is read as; `ignored` headings answer to no field."""

    columns: tuple[Column | None, ...]
    ignored: tuple[str, ...]
    headings: tuple[str, ...] = ()
    """Every heading, as it is written."""
    likely: tuple[Likely, ...] = ()
    """The ignored headings that look like a field which the file does not have."""
    notices: tuple[Problem, ...] = ()
    """What is to be said of the headings, before any line is."""
    corrections: Mapping[int, Mapping[int, str]] = field(default_factory=dict)
    """By number of row, then by place: cells that somebody corrected before this import."""
    settled: Mapping[str, str] = field(default_factory=dict)
    """Headings whose field somebody settled in this import, to be remembered; empty: no field."""
    answers: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """By field, what somebody answered in this import for values nobody knew; to be remembered."""

    @property
    def fields(self) -> frozenset[str]:
        """The fields that the file has."""
        return frozenset(column.field for column in self.columns if column)

    def heading(self, field: str) -> str:
        """The heading of a field, as it is written; nothing when the file does not have it."""
        pairs = zip(self.headings, self.columns, strict=False)
        return next((heading for heading, c in pairs if c and c.field == field), "")


@dataclass(frozen=True)
class Likely:
    """A heading nobody knows, and the field that it may be a slip for."""

    heading: str
    field: str

    @property
    def option(self) -> str:
        """What to type to say that it is that field."""
        return f'--colonne "{self.heading}={self.field}"'


def match(
    headings: Sequence[str], table: Sequence[Column], said: Mapping[str, str] | None = None
) -> Layout:
    """Match each heading to a field: what the user said, then exact names, then usual spellings.

    Of two headings that answer to the same field, the closer one is taken, then the one whose
    spelling comes first in the table, then the first one; the other is ignored, and listed as such.

    Raises:
        Misuse: a heading or a field named by the user does not exist, or a field is named twice.

    """
    folded = [key(heading) for heading in headings]
    chosen = _said(headings, {column.field: column for column in table}, said or {})
    weak = of_account(folded) - chosen.keys()
    free = [place for place in range(len(headings)) if place not in chosen]
    for places in ([place for place in free if place not in weak], sorted(weak)):
        for way in _ways(table):
            _choose(chosen, {place: way(folded[place]) for place in places})
    columns = tuple(chosen.get(place) for place in range(len(headings)))
    unknown = [place for place, column in enumerate(columns) if column is None]
    ignored = tuple(
        headings[place] or f"(colonne {place + 1} sans nom)"
        for place in unknown
        if folded[place] not in QUIET
    )
    return Layout(columns, ignored, tuple(headings))


Found = tuple[int, Column]
"""A column that a heading may name, and how far down its spellings the heading was found."""


def _choose(chosen: dict[int, Column | None], found: Mapping[int, Found | None]) -> None:
    """Give each field that is still free to the best of the headings found for it."""
    taken = {column.field for column in chosen.values() if column}
    ranked = sorted((rank, place) for place, one in found.items() if one for rank in (one[0],))
    for _, place in ranked:
        one = found[place]
        if one and place not in chosen and one[1].field not in taken:
            chosen[place] = one[1]
            taken.add(one[1].field)


def recogniser(table: Sequence[Column]) -> Callable[[Sequence[str]], int]:
    """What counts, among cells, those that a table knows as headings."""
    known = _spellings(table)

    def count(cells: Sequence[str]) -> int:
        return sum(any(f in known for f in stripped(key(cell))) for cell in cells if cell.strip())

    return count


def _ways(table: Sequence[Column]) -> Iterator[Callable[[str], Found | None]]:
    """How a folded heading may name a field, the surest way first."""
    exact = {fold(column.field): (0, column) for column in table}
    known = _spellings(table)
    yield exact.get
    yield known.get
    yield lambda heading: next((known[f] for f in stripped(heading) if f in known), None)
    yield lambda heading: next((known[f] for f in beginnings(heading) if f in known), None)


def _spellings(table: Sequence[Column]) -> dict[str, Found]:
    """Exact names of fields win over spellings, earlier columns over later ones."""
    known = {fold(column.field): (0, column) for column in table}
    for column in table:
        for rank, heading in enumerate(column.headings, start=1):
            known.setdefault(heading, (rank, column))
    return known


def _said(
    headings: Sequence[str], by_field: Mapping[str, Column], said: Mapping[str, str]
) -> dict[int, Column | None]:
    """What the user said of headings; an empty field leaves the heading out."""
    folded = [key(heading) for heading in headings]
    chosen: dict[int, Column | None] = {}
    for heading, name in said.items():
        if key(heading) not in folded:
            raise Misuse(f"--colonne : le fichier n’a pas de colonne « {heading} ».")
        if name and name not in by_field:
            raise Misuse(f"--colonne : « {name} » n’est pas un champ : {', '.join(by_field)}.")
        column = by_field.get(name)
        if column and column in chosen.values():
            raise Misuse(f"--colonne : deux colonnes sont données pour « {name} ».")
        chosen[folded.index(key(heading))] = column
    return chosen


def require(layout: Layout, needed: Sequence[Sequence[str]], file_name: str) -> None:
    """Refuse a file that lacks a field; of each item of `needed`, one field is enough."""
    missing = [group for group in needed if not layout.fields.intersection(group)]
    if not missing:
        return
    wanted = {field for group in missing for field in group}
    likely = next((one for one in layout.likely if one.field in wanted), None)
    if likely:
        remedy = f"« {likely.heading} » y ressemble : si c’est elle, ajoutez {likely.option}."
    else:
        option = f'--colonne "En-tête={missing[0][0]}"'
        which = (
            "la, ou dites laquelle c’est" if len(missing) == 1 else "les, ou dites où elles sont"
        )
        remedy = f"Ajoutez-{which} avec {option}."
    raise Refused(f"{file_name} : il manque {_named(missing)}. {remedy}")


def _named(missing: Sequence[Sequence[str]]) -> str:
    """The columns that are missing; of each, the fields of which one is enough."""
    names = [" ou ".join(filter(None, (", ".join(one[:-1]), one[-1]))) for one in missing]
    if len(names) == 1:
        return f"la colonne {names[0]}"
    return f"{len(names)} colonnes : {' ; '.join(names)}"
