"""What an encrypted file is, as SQLCipher 4 writes it: a salt in clear, then pages under a key.

The key is derived here from a passphrase exactly as SQLCipher would: any tool that speaks its
fourth format opens the file with the same words. Deriving takes a tenth of a second on purpose;
a command does it once, however many times it opens the base.
"""

from __future__ import annotations

import os
from functools import lru_cache
from typing import TYPE_CHECKING

from venez_vivre import NamedTuple
from venez_vivre.errors import Misuse

if TYPE_CHECKING:
    from pathlib import Path

PLAIN = b"SQLite format 3\0"
"""How a file that is not encrypted begins."""

SALT = 16
"""Bytes that an encrypted file begins with, drawn at random when it is made."""

LEAST_DRAWN = 4
"""Sixteen bytes drawn at random never hold fewer different ones."""

PAGE = 4096
ROUNDS = 256_000
"""What SQLCipher 4 does by itself: PBKDF2-HMAC-SHA512, this many times."""

SHORTEST = 12
FEWEST = 5
"""A new passphrase has this many characters, of which this many differ."""


class Key(NamedTuple):
    """What opens a file: 32 bytes, and the salt that they were derived with; never shown."""

    raw: bytes
    salt: bytes

    def __repr__(self) -> str:
        """Nothing of the key: it could end in a message."""
        return "Key(…)"

    @property
    def word(self) -> str:
        """The key as SQLCipher reads it, hexadecimal throughout: it needs no escape in SQL."""
        return f"x'{self.raw.hex()}{self.salt.hex()}'"


def salt_of(path: Path | str) -> bytes | None:
    """The salt of an encrypted file; None for a plain one, an empty one, a missing one.

    Never call it on a file that this process has open: on POSIX, to close any handle of a file
    drops the locks that SQLite holds on it.
    """
    try:
        with open(path, "rb") as file:  # noqa: PTH123  without pathlib
            head, size = file.read(SALT), file.seek(0, 2)
    except OSError:  # whoever opens it says why
        return None
    if head == PLAIN or len(head) < SALT or (head.isascii() and head.decode().isprintable()):
        return None
    if len(set(head)) < LEAST_DRAWN:  # what a disk leaves of a lost beginning: zeros
        return None
    whole = size % PAGE == 0 or os.path.exists(f"{os.fspath(path)}-journal")  # noqa: PTH110  without pathlib
    return head if whole else None


def tidied(phrase: str) -> str:
    """A passphrase without blanks around, its accents composed: a Mac types them in two."""
    from unicodedata import normalize  # noqa: PLC0415  plain bases do without

    return normalize("NFC", phrase.strip())


def check(phrase: str) -> str:
    """A new passphrase, tidied.

    Raises:
        Misuse: it would be guessed too soon.

    """
    words = tidied(phrase)
    if len(words) < SHORTEST or len(set(words)) < FEWEST:
        raise Misuse(
            f"Trop facile à deviner : au moins {SHORTEST} caractères, quatre ou cinq mots sans "
            "lien."
        )
    return words


@lru_cache(maxsize=16)
def derived(phrase: str, salt: bytes) -> Key:
    """The key that a passphrase makes with a salt; a tenth of a second the first time."""
    from hashlib import pbkdf2_hmac  # noqa: PLC0415  plain bases do without

    return Key(pbkdf2_hmac("sha512", tidied(phrase).encode(), salt, ROUNDS, 32), salt)


def drawn(phrase: str) -> Key:
    """The key of a new file: a salt of its own."""
    from secrets import token_bytes  # noqa: PLC0415  same

    return derived(phrase, token_bytes(SALT))


def passing() -> Key:
    """A key that nobody keeps, for what is encrypted on the way to something else."""
    from secrets import token_bytes  # noqa: PLC0415  same

    return Key(token_bytes(32), token_bytes(SALT))
