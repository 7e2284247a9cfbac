"""Files made beside their place before they take its name; a killed process leaves its own."""

from __future__ import annotations

import os
import time
from contextlib import suppress
from typing import TYPE_CHECKING

from venez_vivre.texts import Pattern

if TYPE_CHECKING:
    from pathlib import Path

DRAFT = Pattern(r"\..+\.([0-9a-f]{6})-([0-9]+)\.(?:copie|restauration|chiffrement)(?:-journal)?")
"""The name of a draft, with what stands for the machine and the process that makes it."""

BLOCK = 1 << 20

LONGEST = 86_400
"""Seconds after which a draft is left by a process that is gone."""


def named(final: Path, ending: str) -> Path:
    """Where a file is made before it takes its name: `copie`, `restauration`, `chiffrement`."""
    return final.with_name(f".{final.name}.{_machine()}-{os.getpid()}.{ending}")


def sweep(folder: Path | str, *, own: bool = False) -> None:
    """Take away the drafts that killed processes left: they hold what a base holds.

    Args:
        folder: where they lie; nothing is said of those that cannot be taken away.
        own: those that bear the number of this process too, which makes none yet.

    """
    for name in _hidden(folder):
        found = DRAFT.fullmatch(name)
        if not found:
            continue
        from pathlib import Path  # noqa: PLC0415  4 ms, and there is hardly ever a draft

        path = Path(folder, name)
        with suppress(OSError):  # another command sweeps, or the folder is read-only
            if not _runs(found[1], int(found[2]), path, own=own):
                erase(path)


def _hidden(folder: Path | str) -> list[str]:
    try:
        return [name for name in os.listdir(folder) if name.startswith(".")]  # noqa: PTH208  without pathlib
    except OSError:  # whoever opens the base says why
        return []


def erase(path: Path) -> None:
    """Overwrite a file, then take its name away; another name of it keeps its content."""
    with suppress(OSError):  # the name goes all the same
        if not path.is_symlink() and path.stat().st_nlink == 1:
            _overwrite(path)
    path.unlink(missing_ok=True)


def _overwrite(path: Path) -> None:
    with path.open("r+b") as file:
        size = path.stat().st_size
        for start in range(0, size, BLOCK):
            file.write(bytes(min(BLOCK, size - start)))
        file.flush()
        os.fsync(file.fileno())


def _machine() -> str:
    """What stands for this machine in the name of a draft, without its name."""
    import platform  # noqa: PLC0415  only when there is a draft
    from hashlib import sha256  # noqa: PLC0415  same

    return sha256(platform.node().encode()).hexdigest()[:6]


def _runs(machine: str, number: int, path: Path, *, own: bool) -> bool:
    """Whether the process that makes a draft may still be at work."""
    if machine != _machine() or os.name != "posix":  # on Windows, asking may end a process
        return time.time() - path.stat().st_mtime < LONGEST
    if number == os.getpid():
        return not own
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
