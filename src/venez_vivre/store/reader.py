"""Named reads over one driver connection: bound parameters in, rows or frozen dataclasses out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, TypeVar

T = TypeVar("T")


class Reader:
    """SQL text with `:name` parameters, run on the connection it was given."""

    def __init__(self, connection: Any) -> None:
        self.connection = connection

    @property
    def engine(self) -> str:
        """Who answers: `sqlite` or `postgresql`."""
        return str(getattr(self.connection, "engine", "sqlite"))

    def rows(self, sql: str, **values: Any) -> list[tuple[Any, ...]]:
        """Every row of a query."""
        found: list[tuple[Any, ...]] = self.connection.execute(sql, values).fetchall()
        return found

    def row(self, sql: str, **values: Any) -> tuple[Any, ...] | None:
        """The first row of a query, None when there is none."""
        first: tuple[Any, ...] | None = self.connection.execute(sql, values).fetchone()
        return first

    def value(self, sql: str, **values: Any) -> Any:
        """The first cell of the first row, None when there is none."""
        found = self.row(sql, **values)
        return None if found is None else found[0]

    def into(self, make: Callable[..., T], sql: str, **values: Any) -> list[T]:
        """Every row as a value made of its columns, in order."""
        return [make(*row) for row in self.rows(sql, **values)]

    def among(
        self, sql: str, keys: Sequence[Any], *, chunk: int = 500
    ) -> Iterator[tuple[Any, ...]]:
        """Rows of a query whose `{keys}` stands for a list of bound values, chunk by chunk."""
        for start in range(0, len(keys), chunk):
            part = keys[start : start + chunk]
            marks = ",".join("?" * len(part))
            # Whole: a walk that an error cuts short would outlive its connection.
            yield from self.connection.execute(sql.replace("{keys}", marks), tuple(part)).fetchall()

    def run(self, sql: str, values: Sequence[Any] | dict[str, Any] = ()) -> int:
        """A statement that changes rows; how many it changed."""
        return int(self.connection.execute(sql, values).rowcount)

    def run_many(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        """The same statement for each row of values."""
        self.connection.executemany(sql, rows)
