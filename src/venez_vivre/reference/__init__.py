"""Tables of places and occupations shipped with the program; SOURCES.md says where from."""

from collections.abc import Iterator


def read(name: str) -> Iterator[dict[str, str]]:
    """Yield the rows of a packaged table, heading -> text, in file order.

    ``name`` is a file name of this folder without ``.csv`` (UTF-8, comma, quoted where needed).
    Raises FileNotFoundError for a table that is not shipped.
    """
    import csv  # noqa: PLC0415  (these two cost milliseconds that only readers of a table owe)
    from importlib.resources import files  # noqa: PLC0415

    text = files(__package__).joinpath(f"{name}.csv").read_text(encoding="utf-8")
    headings, *rows = csv.reader(text.splitlines())
    return (dict(zip(headings, row, strict=True)) for row in rows)
