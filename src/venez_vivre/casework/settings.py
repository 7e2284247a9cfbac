"""The settings of a base: what was set is written, what is usual again is taken away."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlmodel import select

from venez_vivre.models import Setting
from venez_vivre.store.base import Work
from venez_vivre.store.settings import Setting as Known
from venez_vivre.store.settings import settings

Value = int | tuple[int, ...]


@dataclass(frozen=True)
class Change:
    """One setting before and after; `usual` says that it follows the usual value from now on."""

    setting: Known
    before: Value
    after: Value
    usual: bool
    changed: bool

    @property
    def name(self) -> str:
        """How the setting is called."""
        return self.setting.name

    @property
    def text(self) -> str:
        """The new value as it is stored."""
        return self.setting.written(self.after)


def define(
    work: Work, wanted: Mapping[str, Value | None], known: Mapping[str, Known]
) -> list[Change]:
    """Give settings their values, None being the usual one; what already is so is not written."""
    present = settings(work.rows, known)
    done = [
        Change(
            known[name],
            before=present.value(name),
            after=known[name].usual if value is None else value,
            usual=value is None,
            changed=name in present.kept if value is None else value != present.value(name),
        )
        for name, value in wanted.items()
    ]
    for change in done:
        if change.changed:
            _write(work, change)
    work.idle = not any(change.changed for change in done)
    said = (f"{c.name} = {c.text}" for c in done if c.changed)
    work.says(f"réglage {', '.join(said)}")
    return done


def _write(work: Work, change: Change) -> None:
    found = work.session.exec(select(Setting).where(Setting.name == change.name)).first()
    if change.usual:
        if found is not None:
            work.session.delete(found)
        return
    if found is None:
        found = Setting(name=change.name, value=change.text)
    found.value = change.text
    work.session.add(found)
