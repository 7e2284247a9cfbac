"""The sheet of calls about offers to verify."""

from __future__ import annotations

from venez_vivre.casework import offer_calls as cases
from venez_vivre.commands.options import lines
from venez_vivre.desk import Desk
from venez_vivre.screens import offer_calls as screens


def show(
    desk: Desk, kind: str | None, territory: str | None, limit: int | None, form: str | None
) -> None:
    """Show whom to call."""
    with desk.reading() as rows:
        found = cases.calls(rows, desk.today, kind, territory)
    desk.show(screens.calls(found, desk.today, lines(limit, form)), form)
