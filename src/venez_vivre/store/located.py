"""Where a base in a file is: its name as a text, which is all that a read needs.

A read does without pathlib, whose import takes 4 ms of its 60.
"""

from __future__ import annotations

import os
from functools import cached_property
from typing import TYPE_CHECKING

from venez_vivre.store import drafts

if TYPE_CHECKING:
    from pathlib import Path


class Located:
    """The name of a base, and what stands at that place."""

    def __init__(self, path: Path | str) -> None:
        self._named = os.fspath(path)
        self._swept = False

    @cached_property
    def path(self) -> Path:
        """Its file, to work with."""
        from pathlib import Path  # noqa: PLC0415  see the top

        return Path(self._named)

    @property
    def shown(self) -> str:
        """The base as sentences name it."""
        return self._named

    def exists(self) -> bool:
        """Whether the base is there already."""
        return os.path.exists(self._named)  # noqa: PTH110  without pathlib

    def _is_mine(self, path: Path | str) -> bool:  # by whatever name
        mine = self._named
        return os.fspath(path) == mine or os.path.realpath(path) == os.path.realpath(mine)

    def _sweep(self) -> None:
        """Erase, once, what a killed command left beside the base: it may hold it in clear."""
        if not self._swept:
            self._swept = True
            beside = os.path.dirname(os.path.realpath(self._named))  # noqa: PTH120  without pathlib
            drafts.sweep(beside)
