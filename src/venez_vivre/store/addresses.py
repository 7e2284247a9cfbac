"""What a `--base` value names."""

from __future__ import annotations

import stat
from pathlib import Path

from venez_vivre.errors import Refused


def place(base: str) -> Path:
    """The file that a `--base` value names: a path, or a URL `sqlite:///path`.

    Raises:
        Refused: it is another kind of address, or names what can be no base.

    """
    if base.startswith("sqlite:///"):
        return _possible(Path(base.removeprefix("sqlite:///")))
    if base.casefold().startswith("file:"):
        raise Refused("Les adresses file: ne sont pas reconnues. Donnez à --base un chemin.")
    if "://" in base:
        kind = base.partition("://")[0]
        raise Refused(
            f"{kind}:// n’est pas une base que cette version sait ouvrir. Donnez à --base le "
            "chemin d’un fichier, ou sqlite:///chemin."
        )
    return _possible(Path(base))


def _possible(path: Path) -> Path:
    """The same path, unless what it names can be no base."""
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError):  # nothing there, or whoever opens it says why
        if any(letter.isalnum() for letter in path.name):
            return path
        raise Refused(f"« {path} » n’est pas un nom de fichier. Donnez-en un à --base.") from None
    if stat.S_ISDIR(mode):
        raise Refused(f"{path} est un dossier. Donnez à --base le chemin d’un fichier.")
    if not stat.S_ISREG(mode):
        raise Refused(f"{path} n’est pas un fichier ordinaire. Donnez-en un à --base.")
    return path
