"""Our fault: a sentence and a log ready to send, neither with a personal value."""

from __future__ import annotations

import os
import platform
import sys
import tempfile
import traceback
from datetime import UTC, datetime
from pathlib import Path


def report(error: BaseException) -> str:
    """Write the log; the sentence that names it."""
    where = _write(error)
    return (
        "Le programme a rencontré une erreur de sa part ; rien n’a été enregistré. "
        f"Envoyez ce fichier, qui ne contient aucune donnée personnelle : {where}"
    )


def _lines(error: BaseException) -> list[str]:
    """Where it happened: files, lines, functions and error classes, never messages or values."""
    now = datetime.now(UTC).isoformat(timespec="seconds")
    lines = [f"{now} Python {platform.python_version()} {platform.system()}"]
    link: BaseException | None = error
    while link is not None:
        lines.append(type(link).__qualname__)
        lines += [
            f"  {Path(frame.filename).name}:{frame.lineno} {frame.name}"
            for frame in traceback.extract_tb(link.__traceback__)
        ]
        link = link.__cause__ or link.__context__
    return lines


def _write(error: BaseException) -> str:
    text = "\n".join(_lines(error)) + "\n"
    if os.environ.get("VENEZ_VIVRE_DEBUG"):
        traceback.print_exception(error, file=sys.stderr)
    handle, name = tempfile.mkstemp(prefix="venez-vivre-", suffix=".log", text=True)
    with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as log:
        log.write(text)
    return name
