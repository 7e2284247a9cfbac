"""What a `--base` value names."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from typing import TYPE_CHECKING

from venez_vivre.errors import Misuse, Refused

if TYPE_CHECKING:
    from pathlib import Path

    from venez_vivre.store.base import Store
    from venez_vivre.store.keys import Ask


def store_at(
    base: str,
    *,
    announce: Callable[[str], None],
    ask: Ask | None,
    typed: bool = False,
    errand: str = "",
) -> Store:
    """The store that a `--base` value names, typed in a command or settled elsewhere.

    `errand` is the first word of the command: a server may let somebody in for some only.

    Raises:
        Misuse: a password was typed on the command line, where others can read it.
        Refused: it names what can be no base.

    """
    if base.partition("://")[0].casefold() in SERVED and "://" in base:
        from venez_vivre.store.postgres.address import parsed  # noqa: PLC0415
        from venez_vivre.store.postgres.store import ServedStore  # noqa: PLC0415

        address = parsed(base)
        if typed and address.has_password:
            raise Misuse(
                "Un mot de passe tapé dans une commande se lit dans l’historique et la liste des "
                "programmes. Mettez-le dans ~/.pgpass ou dans PGPASSWORD, et ôtez-le de --base."
            )
        return ServedStore(address, announce, ask, errand)
    from venez_vivre.store.base import Store  # noqa: PLC0415

    return Store(named(base), announce, ask)


def in_file(store: Store) -> Store:
    """The same store, for what concerns a base in a file.

    Raises:
        Refused: it is on a server.

    """
    if store.served:
        raise Refused(
            f"Cette commande concerne une base en fichier, et {store.shown} est sur un serveur : "
            "ses sauvegardes et son chiffrement sont l’affaire de qui l’administre."
        )
    return store


SERVED = frozenset({"postgresql", "postgresql+psycopg", "postgres"})
"""The beginnings of an address that names a server."""


def place(base: str) -> Path:
    """The same as `named`, as a path to work with.

    Raises:
        Refused: it is another kind of address, or names what can be no base.

    """
    return _path(named(base))


def _path(text: str) -> Path:
    from pathlib import Path  # noqa: PLC0415  4 ms of the 60 of a read, which does without

    return Path(text)


def named(base: str) -> str:
    """The file that a `--base` value names: a path, or a URL `sqlite:///path`.

    Raises:
        Refused: it is another kind of address, or names what can be no base.

    """
    if base.startswith("sqlite:///"):
        return _possible(_tidied(_at_home(base.removeprefix("sqlite:///"))))
    if base.casefold().startswith("file:"):
        raise Refused("Les adresses file: ne sont pas reconnues. Donnez à --base un chemin.")
    if "://" in base:
        kind = base.partition("://")[0]
        raise Refused(
            f"{kind}:// n’est pas une base que cette version sait ouvrir. Donnez à --base le "
            "chemin d’un fichier, sqlite:///chemin, ou postgresql://utilisateur@serveur/base."
        )
    return _possible(_tidied(_at_home(base)))


def _at_home(base: str) -> str:
    """The same path from the personal folder: a shell leaves `--base=~/b.db` as it is typed."""
    if not base.startswith("~"):
        return base
    found = os.path.expanduser(base)  # noqa: PTH111  without pathlib
    if found.startswith("~"):
        whose = base.partition("/")[0]
        raise Refused(
            f"« {base} » : personne ne s’appelle {whose[1:] or whose} sur cette machine. Donnez à "
            f"--base le chemin d’un fichier ; s’il s’appelle ainsi, ./{base}."
        )
    return found


def _tidied(base: str) -> str:
    """A path as pathlib writes it, without importing it for one that is so already."""
    first, *others = base.split("/")
    if os.name == "posix" and first != "." and all(part not in {"", "."} for part in others):
        return base or "."
    return str(_path(base))


def _possible(path: str) -> str:
    """The same path, unless what it names can be no base."""
    try:
        mode = os.stat(path).st_mode  # noqa: PTH116  without pathlib
    except (OSError, ValueError):  # nothing there, or whoever opens it says why
        if any(letter.isalnum() for letter in os.path.basename(path)):  # noqa: PTH119  without pathlib
            return path
        raise Refused(f"« {path} » n’est pas un nom de fichier. Donnez-en un à --base.") from None
    if stat.S_ISDIR(mode):
        raise Refused(f"{path} est un dossier. Donnez à --base le chemin d’un fichier.")
    if not stat.S_ISREG(mode):
        raise Refused(f"{path} n’est pas un fichier ordinaire. Donnez-en un à --base.")
    return path
