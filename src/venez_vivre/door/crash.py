"""Our fault: a sentence and a log ready to send, neither with a personal value."""

from __future__ import annotations

import contextlib
import os
import platform
import sys
import tempfile
import traceback
from datetime import UTC, datetime
from pathlib import Path

from venez_vivre.errors import FailedElsewhere


def report(error: BaseException, *, written: bool = False) -> str:
    """Write the log; the sentence that names it, and says whether the command had `written`."""
    kept = "ce que vous demandiez est enregistré" if written else "rien n’a été enregistré"
    what = f"Le programme a rencontré une erreur de sa part ; {kept}. "
    where = _write(error)
    if where is None:
        return f"{what}Le détail n’a pas pu être écrit dans le dossier temporaire."
    return f"{what}Envoyez ce fichier, qui ne contient aucune donnée personnelle : {where}"


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
        if isinstance(link, FailedElsewhere):
            lines += [link.kind, *(f"  {where}" for where in link.where)]
        link = link.__cause__ or link.__context__
    return lines


def _write(error: BaseException) -> str | None:
    """The log's path; None when the temporary folder is full or missing."""
    text = "\n".join(_lines(error)) + "\n"
    if os.environ.get("VENEZ_VIVRE_DEBUG"):
        traceback.print_exception(error, file=sys.stderr)
    try:
        handle, name = tempfile.mkstemp(prefix="venez-vivre-", suffix=".log", text=True)
    except OSError:
        return None
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as log:
            log.write(text)
    except OSError:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        return None
    return name
