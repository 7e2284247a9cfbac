"""What has to be kept while a file is read: in memory where the system allows, else on the disk.

People are in it: a base may be encrypted, and a kill would leave a file of the temporary folder
behind, in clear.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def scratch(suffix: str) -> Iterator[Path]:
    """The path of an empty private file, to be written and read by name until the block ends."""
    if hasattr(os, "memfd_create") and Path("/proc/self/fd").is_dir():
        handle = os.memfd_create("venez-vivre")
        os.fchmod(handle, 0o600)
        try:
            yield Path(f"/proc/self/fd/{handle}")
        finally:
            os.close(handle)
        return
    with tempfile.NamedTemporaryFile(prefix="venez-vivre-", suffix=suffix, delete=False) as made:
        path = Path(made.name)
    try:
        yield path
    finally:
        path.unlink(missing_ok=True)
