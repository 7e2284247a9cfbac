"""What a page is made of: one value for scripts, and blocks that every format can draw."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, Literal

from venez_vivre import NamedTuple

Kind = Literal["text", "name", "marked", "count", "signed", "day", "rate", "bar", "euros"]
Drawing = Literal["funnel", "curves", "heatmap", "survival", "map"]
Tone = Literal["plain", "title", "section", "dim", "good", "warn"]


class Column(NamedTuple):
    """One column: its key for scripts, its title for people, how its cells are written.

    Kinds: `count` a whole number, `signed` by how much one changed, `rate` and `bar` a ratio in
    0..1, `day` a date, `euros` an amount in euros, `name` text that stands out, `marked` text of
    which `Table.marks` brings parts out and whose line breaks are kept, `text` anything else. None
    is an empty cell.
    `width` is how many characters a full bar takes on a terminal. Where the terminal is narrow,
    the most `minor` columns are left out first; where not even wrapping makes the rest fit, the
    most `spare`. Those of 0 always stay.
    """

    key: str
    title: str
    kind: Kind = "text"
    width: int = 24
    minor: int = 0
    spare: int = 0


class Heading(NamedTuple):
    """One column of a long list that goes to a file: key, title, width, format of its numbers."""

    key: str
    title: str
    width: int
    numbers: str = ""


class Table(NamedTuple):
    """Rows under columns, with a title above and a note below when there are any."""

    columns: Sequence[Column]
    rows: Sequence[Sequence[Any]]
    title: str = ""
    note: str = ""
    empty: str = "Rien à montrer."
    tones: Sequence[Tone] = ()
    """How each row stands out on a terminal, when rows do not all look alike."""
    toned: Sequence[str] = ()
    """The keys of the columns that take the tone of their row; all of them when none is named."""
    marks: Callable[[str], Sequence[tuple[int, int]]] = lambda _: ()
    """The parts of a `marked` text that stand out on a terminal in colour."""


class Facts(NamedTuple):
    """Labels and their values, those without a value left out; the `key` ones open a report."""

    pairs: Sequence[tuple[str, Any]]
    title: str = ""
    key: bool = False


class Prose(NamedTuple):
    """One sentence or title."""

    text: str
    tone: Tone = "plain"


class Picture(NamedTuple):
    """A table that is also drawn where a format can draw; its figures are those of the table.

    `points` are the marks, each a record of plain values whose keys depend on the kind:

    - `funnel`: `etape`, `foyers`, `personnes`;
    - `curves`: `serie`, `jour` (ISO day that a week or a month begins on), `libelle`, `valeur`;
    - `heatmap`: `ligne`, `colonne`, `part` (0..1, None where it is not known yet), `texte`;
    - `survival`: `serie`, `jours`, `part`, `bas`, `haut` (0..1), in steps;
    - `map`: `epci` (SIREN), `nom`, `foyers`, `personnes`.

    A mark whose figure is a statistical secret has None for it. `alt` tells in a sentence or two
    what the picture shows to whoever does not see it.
    """

    kind: Drawing
    title: str
    alt: str
    points: Sequence[Mapping[str, Any]]
    table: Table


Block = Table | Facts | Prose | Picture


def tabled(picture: Picture) -> Table:
    """The table of a picture, under its title."""
    return picture.table._replace(title=picture.table.title or picture.title)


class Page(NamedTuple):
    """What a command shows: `data` for JSON, `blocks` (made only when drawn) for people.

    `keys` are those of the records of a list: a spreadsheet has the same headings when the list
    is empty. `records` are the rows of a spreadsheet, whole, when `data` is no list. `made_on` is
    the day a report says it was drawn up: what its file says too, and never the clock.
    """

    data: Any
    blocks: Callable[[], Sequence[Block]]
    keys: Sequence[str] = ()
    records: Callable[[], Sequence[Mapping[str, Any]]] | None = None
    made_on: date | None = None


def keys_of(record: Callable[[Any], Mapping[str, Any]], line: Any) -> tuple[str, ...]:
    """The keys that `record` gives to a line of that named tuple, whatever it holds."""
    return tuple(record(line(*[None] * len(line._fields))))


def listing(
    columns: Sequence[Column],
    records: Sequence[Mapping[str, Any]],
    *,
    empty: str,
    note: str = "",
    keys: Sequence[str] = (),
) -> Page:
    """A page that is one list: JSON shows the records, people see the columns."""

    def draw() -> Sequence[Block]:
        rows = [[record[column.key] for column in columns] for record in records]
        return [Table(columns, rows, note=note, empty=empty)]

    return Page(list(records), draw, keys or [column.key for column in columns])


TAKE_BACK = "Pour revenir en arrière : `venez-vivre annuler`."
"""How to go back: said by each command that closes, replaces, joins or cancels something."""


def sentence(data: Any, text: str, *, warnings: Sequence[str] = (), back: str = "") -> Page:
    """A page that says in one sentence what was done, and `back`, how to undo it."""

    def draw() -> list[Block]:
        ending = [Prose(back, "dim")] if back else []
        return [Prose(text, "good"), *(Prose(w, "warn") for w in warnings), *ending]

    return Page(data, draw)
