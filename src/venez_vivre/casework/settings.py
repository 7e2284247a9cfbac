"""The settings of a base: what was set is written, what is usual again is taken away."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlmodel import select

from venez_vivre.models import Setting
from venez_vivre.store.base import Work
from venez_vivre.store.settings import BY_NAME, settings

Value = int | tuple[int, ...]


@dataclass(frozen=True)
class Change:
    """One setting before and after; `usual` says that it follows the usual value from now on."""

    name: str
    before: Value
    after: Value
    usual: bool
    changed: bool


def define(work: Work, wanted: Mapping[str, Value | None]) -> list[Change]:
    """Give settings their values, None being the usual one; what already is so is not written."""
    present = settings(work.rows)
    done = [
        Change(
            name,
            before=present.value(name),
            after=BY_NAME[name].usual if value is None else value,
            usual=value is None,
            changed=name in present.kept if value is None else value != present.value(name),
        )
        for name, value in wanted.items()
    ]
    for change in done:
        if change.changed:
            _write(work, change)
    work.idle = not any(change.changed for change in done)
    said = (f"{c.name} = {BY_NAME[c.name].written(c.after)}" for c in done if c.changed)
    work.says(f"réglage {', '.join(said)}")
    return done


def _write(work: Work, change: Change) -> None:
    found = work.session.exec(select(Setting).where(Setting.name == change.name)).first()
    if change.usual:
        if found is not None:
            work.session.delete(found)
        return
    text = BY_NAME[change.name].written(change.after)
    if found is None:
        found = Setting(name=change.name, value=text)
    found.value = text
    work.session.add(found)
