"""Rows put into a base as they are, for facts that no command under test writes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bases import SERVED, put
from builders import opened
from venez_vivre.references import household_reference
from venez_vivre.store.reader import Reader
from venez_vivre.store.stages import derive


class Rows:
    """Inserts into one base; a household comes with the person and the form that made it."""

    def __init__(self, connection: Any) -> None:
        self.connection = connection

    def put(self, table: str, **values: Any) -> int:
        """One row; its number."""
        return put(self.connection, table, values)

    def household(
        self, *, registered: str = "2025-11-20", person: dict[str, Any] | None = None, **values: Any
    ) -> int:
        """A household that nothing is missing from, but for the values that say otherwise."""
        known = {
            "postal_code": "75011", "commune": "Paris", "horizon": "3_6_mois",
            "wished_territories": "Autunois", "adults": 1, "children": 0,
            "housing": "location", "rent_max": 700,
        }  # fmt: skip
        used = self.connection.execute("SELECT coalesce(max(id), 0) FROM household").fetchone()[0]
        number = used + 1
        self.put(
            "household", id=number, reference=household_reference(number), **{**known, **values}
        )
        said = {
            "first_name": f"Camille{number}", "last_name": "Durand",
            "first_key": f"camille{number}", "last_key": "durand",
            "email": f"c{number}@example.org", "phone": "+33639981234",
            "occupation": "boulanger", "rome_code": "D1102", "rome_confidence": 97, "consent": 1,
        }  # fmt: skip
        who = self.put("person", household_id=number, role="inscrit", **{**said, **(person or {})})
        self.put("signup", household_id=number, person_id=who, received_on=registered)
        return number

    def reach(self, household: int, on: str = "2025-11-22") -> int:
        """An exchange that reached it."""
        return self.put(
            "contact",
            household_id=household,
            happened_on=on,
            channel="telephone",
            result="joint",
            officer_id=1,
        )

    def settle(self, household: int, on: str = "2025-11-24", **values: Any) -> int:
        """It lives in Autun."""
        known = {"commune": "Autun", "code_insee": "71014", "adults": 2, "children": 1}
        return self.put("settlement", household_id=household, settled_on=on, **{**known, **values})


@contextmanager
def rows_of(base: Path) -> Iterator[Rows]:
    """The base to put rows into; stages are derived at the end."""
    connection = opened(base, write=True)
    try:
        if not SERVED:
            connection.execute("PRAGMA synchronous=OFF")
        connection.execute("BEGIN IMMEDIATE")
        yield Rows(connection)
        numbers = [n for (n,) in connection.execute("SELECT id FROM household").fetchall()]
        derive(Reader(connection), numbers)
        connection.execute("COMMIT")
    finally:
        connection.close()


def a_world(rows: Rows) -> None:
    """One territory, and one officer in it."""
    rows.put("territory", code="T1", name="Autunois", kind="CC", department="71")
    rows.put("territory_commune", territory_id=1, code_insee="71014")
    rows.put("officer", name="Léa Martin", name_key="lea martin", territory_id=1)
