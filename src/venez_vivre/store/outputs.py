"""Where nothing that people ask for is ever written: the base, what lies beside it, no file."""

from __future__ import annotations

from codecs import getincrementaldecoder
from pathlib import Path
from typing import NoReturn

from venez_vivre.errors import Refused
from venez_vivre.store import cipher, driver, saved

BESIDE = {
    "-journal": "le journal de secours",
    "-wal": "le journal de secours",
    "-shm": "le journal de secours",
    ".effacements": "le registre des effacements",
}
"""What the program and SQLite add to the name of a base, and what that file is."""

HEAD = 72
"""Bytes of a SQLite file up to the end of its application number, which is four bytes long."""

OF_OTHERS = (b"%PDF", b"PK\x03\x04", b"\x89PNG", b"\xff\xd8\xff", b"GIF8")
"""How files of known kinds begin, which look drawn at random as encrypted bases do."""


def refuse_ours(path: Path, option: str) -> None:
    """Refuse a place that holds, or would hold, what the program needs: no `--ecraser` does it.

    Only files that are not open may be asked about (`cipher.salt_of`).

    Raises:
        Refused: it is no regular file, a base or a backup, or one that goes with them.

    """
    refuse_inner(path, option)
    if path.is_file() and is_base(path):
        _refuse(path, "est une base ou une sauvegarde de venez-vivre", option)


def refuse_inner(path: Path, option: str) -> None:
    """The same but for bases and backups, whose content is not looked at."""
    if path.exists() and not path.is_file():
        _refuse(path, "n’est pas un fichier ordinaire", option)
    name = path.name.casefold()
    if name == saved.REGISTER and path.absolute().parent.name.casefold() == saved.FOLDER:
        _refuse(path, "est le registre des sauvegardes", option)
    for tail, what in BESIDE.items():
        if name.endswith(tail) and path.with_name(path.name[: -len(tail)]).is_file():
            _refuse(path, f"est {what} d’une base", option)


def _refuse(path: Path, what: str, option: str) -> NoReturn:
    raise Refused(f"{path} {what} : rien n’y est écrit. Donnez à {option} un autre nom.")


def is_base(path: Path) -> bool:
    """Whether a file that is not open is a base of ours, or looks like an encrypted one."""
    try:
        with path.open("rb") as file:
            head = file.read(HEAD)
    except OSError:  # whoever writes there says why not
        return False
    if head.startswith(cipher.PLAIN):
        return int.from_bytes(head[68:HEAD]) == driver.APPLICATION_ID
    if head.startswith(OF_OTHERS) or _is_text(head[: cipher.SALT]):
        return False
    return cipher.salt_of(path) is not None


def _is_text(head: bytes) -> bool:
    """Whether these first bytes are words; a character may be cut at their end."""
    try:
        text = getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return False
    return all(one.isprintable() or one in "\r\n\t\ufeff" for one in text)
