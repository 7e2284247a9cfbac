"""Files of the store that are born whole: written beside their place, then named."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


@contextmanager
def born(target: Path) -> Iterator[Path]:
    """The path of a draft, its owner's alone, which takes the place of `target` if all goes well.

    Raises:
        OSError: the folder takes no file, or the name cannot be given.

    """
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    os.close(handle)
    draft = Path(name)
    try:
        yield draft
        draft.replace(target)
    finally:
        with suppress(FileNotFoundError):
            draft.unlink()
