"""The assumptions behind orders of magnitude: what somebody sets is written with its source."""

from __future__ import annotations

from sqlmodel import select

from venez_vivre.models import Setting
from venez_vivre.store.base import Work
from venez_vivre.store.queries.assumptions import PREFIX, Said, read, written


def define(work: Work, name: str, said: Said | None) -> str:
    """Set an assumption, None being the published one: `modifie`, `inchange` or `usuelle`."""
    wanted = f"{PREFIX}{name}"
    found = work.session.exec(select(Setting).where(Setting.name == wanted)).first()
    before = None if found is None else read(found.value)
    if before == said:
        work.idle = True
        return "inchange"
    if said is None:
        work.session.delete(found)
        work.says(f"hypothèse {name} : valeur publiée")
        return "usuelle"
    if found is None:
        found = Setting(name=wanted, value=written(said))
    found.value = written(said)
    work.session.add(found)
    work.says(f"hypothèse {name} = {said.value:g}")
    return "modifie"
