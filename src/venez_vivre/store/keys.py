"""Where the key of an encrypted file comes from: a named file, the keyring, or somebody there.

Never the command line nor the value of a variable: others read those.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path

from venez_vivre.errors import Refused, WrongKey, reason
from venez_vivre.store import cipher, driver, wallet
from venez_vivre.store.cipher import Key

VARIABLE = "VENEZ_VIVRE_CLE_FICHIER"
"""Names the file whose first line is the passphrase."""

LONGEST = 4096
"""No first line is longer, in bytes."""

Ask = Callable[[str], str | None]
"""Asks a question to which the answer is not shown; None when nobody is there."""


class Keys:
    """The keys of the files that one command opens; each is looked for once."""

    def __init__(self, ask: Ask | None = None) -> None:
        self._ask = ask
        self._typed: str | None = None
        self._known: dict[bytes, Key] = {}

    def of(self, path: Path | str) -> Key | None:
        """The key of a file, None when it needs none; it was not tried yet.

        Raises:
            WrongKey: no key is to be found, or the file that should hold it is no good.
            Refused: this machine cannot open encrypted files.

        """
        salt = cipher.salt_of(path)
        if salt is None:
            return None
        if not driver.ENCRYPTS:
            raise driver.no_cipher(f"La base {path} est chiffrée")
        if salt not in self._known:
            self._known[salt] = self._found(path, salt)
        return self._known[salt]

    def _found(self, path: Path | str, salt: bytes) -> Key:
        phrase = from_variable() or self._typed
        if phrase is None:
            if found := wallet.kept(salt):
                return found
            phrase = self._typed = self._ask("Phrase secrète de la base :") if self._ask else None
        if phrase is None:
            raise missing(f"La base {path} est chiffrée et sa clé manque")
        return cipher.derived(phrase, salt)


def missing(what: str) -> WrongKey:
    """The error when nobody is there to type a passphrase."""
    return WrongKey(
        f"{what}. Nommez par {VARIABLE} le fichier qui contient la phrase secrète, gardez la clé "
        "dans le trousseau (`venez-vivre base trousseau`), ou lancez la commande dans un terminal."
    )


def from_variable() -> str | None:
    """The passphrase of the file that the environment names; None when it names none.

    Raises:
        WrongKey: the file cannot be used, with the reason.

    """
    named = os.environ.get(VARIABLE)
    return from_file(Path(named)) if named else None


def from_file(path: Path) -> str:
    """The passphrase that the first line of a file holds.

    Raises:
        WrongKey: the file is missing, open to others, empty or no text.

    """
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
        with os.fdopen(handle, "rb") as file:
            _check_private(path, os.fstat(handle))
            line = file.readline(LONGEST + 1)
    except OSError as error:
        raise _no_good(path, reason(error)) from None
    return _phrase(path, line)


def _check_private(path: Path, info: os.stat_result) -> None:
    if not stat.S_ISREG(info.st_mode):
        raise _no_good(path, "ce n’est pas un fichier ordinaire")
    if os.name == "posix" and info.st_mode & 0o077:
        raise _no_good(path, f"d’autres que vous peuvent le lire : `chmod 600 {path}`")


def _phrase(path: Path, line: bytes) -> str:
    try:
        phrase = cipher.tidied(line.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise _no_good(path, "il n’est pas en UTF-8") from None
    if len(line) > LONGEST:
        raise _no_good(path, "sa première ligne est trop longue")
    if not phrase:
        raise _no_good(path, "sa première ligne est vide")
    return phrase


def _no_good(path: Path, why: str) -> WrongKey:
    return WrongKey(f"Le fichier de clé {path} ne peut pas servir : {why}.")


def forgotten(salts: set[bytes]) -> int:
    """Take the keys of these files out of the keyring; how many there were."""
    return sum(wallet.forget(salt) for salt in salts)


def keep(key: Key | None) -> None:
    """Keep a key in the keyring.

    Raises:
        Refused: there is no key to keep, or no keyring.

    """
    if key is None:
        raise Refused("La base n’est pas chiffrée : il n’y a pas de clé à garder.")
    wallet.keep(key)
