"""The secret that a Region shares with its territories, and the keys that are drawn from it.

It is a line of a file, never a word of a command; each use has a key of its own, so that nothing
that one of them shows helps with another.
"""

from __future__ import annotations

import hmac
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from venez_vivre.errors import WrongKey
from venez_vivre.store import keys

MARK = "venez-vivre-secret-regional-1"
"""What the line of a secret begins with; the number is that of its form."""

SIZE = 32


@dataclass(frozen=True)
class Secret:
    """The 32 bytes that everything is drawn from; they are never shown."""

    raw: bytes

    def __repr__(self) -> str:
        """Say nothing of them, wherever that is printed."""
        return f"Secret({self.name})"

    def key(self, use: str) -> bytes:
        """The key of one use (RFC 5869 in one step: the secret is already uniform)."""
        return hmac.new(self.raw, f"venez-vivre/partage/1/{use}".encode(), sha256).digest()

    @property
    def name(self) -> str:
        """What tells this secret from others without saying anything of it."""
        return self.key("nom").hex()[:8]


def drawn() -> str:
    """The line of a new secret."""
    return f"{MARK} {urlsafe_b64encode(secrets.token_bytes(SIZE)).decode().rstrip('=')}\n"


def read(path: Path) -> Secret:
    """The secret that a file holds.

    Raises:
        WrongKey: the file is missing, open to others, or holds no such secret.

    """
    mark, _, said = keys.from_file(path).partition(" ")
    raw = _decoded(said)
    if mark != MARK or len(raw) != SIZE:
        raise WrongKey(
            f"{path} n’est pas le secret d’une Région. `venez-vivre base partager --nouvelle-cle "
            "FICHIER` en fait un ; la Région le remet à ses territoires."
        )
    return Secret(raw)


def _decoded(said: str) -> bytes:
    try:
        return urlsafe_b64decode(said.encode("ascii") + b"=")
    except ValueError:
        return b""
