"""Up to where new offers were looked at, kept in the base: a colleague goes on from there."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import select

from venez_vivre.models import Setting
from venez_vivre.store.base import Work
from venez_vivre.store.queries.news import PREFIX, Mark


def seen(work: Work, kinds: Sequence[str], operation: int) -> None:
    """Remember that these kinds of offers were looked at up to an operation."""
    mark = str(Mark(operation, work.today.isoformat()))
    for kind in kinds:
        name = f"{PREFIX}{kind}"
        found = work.session.exec(select(Setting).where(Setting.name == name)).first()
        if found is None:
            found = Setting(name=name, value=mark)
        found.value = mark
        work.session.add(found)
    work.says("nouvelles offres regardées")
