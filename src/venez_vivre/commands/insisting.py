"""What speaks against an act without making it impossible: asked on a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from venez_vivre.desk import Desk


def insists(desk: Desk, objections: Sequence[str], act: str) -> bool:
    """Whether somebody goes on in spite of it; `act` ends the question: « Inviter ».

    Raises:
        Interrupted: they would rather not.

    """
    if not objections or not desk.asks:
        return False
    desk.agree(f"{' '.join(objections)} {act} quand même ?", yes=False)
    return True
