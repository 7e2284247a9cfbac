"""The keyring of the system, where the key of a base may be kept for the user of this machine.

`keyring` is an extra of the package, imported only when an encrypted base asks for its key. What
is kept is the derived key, under the salt of its file: copies of a base share it, and nothing has
to be derived at each start.
"""

from __future__ import annotations

from typing import Any

from venez_vivre.errors import Refused
from venez_vivre.store.cipher import Key

SERVICE = "venez-vivre"
"""What the entries are filed under."""

NOT_HERE = (
    "Le trousseau demande un paquet de plus : `pip install 'venez-vivre[trousseau]'`. Sans lui, "
    "la phrase secrète se tape, ou se lit dans le fichier que nomme VENEZ_VIVRE_CLE_FICHIER."
)
SILENT = (
    "Le trousseau de cette machine ne répond pas : la clé n’y est pas gardée. Déverrouillez-le, "
    "ou nommez un fichier par VENEZ_VIVRE_CLE_FICHIER."
)


def kept(salt: bytes) -> Key | None:
    """The key of the file that has this salt; None without the package, a keyring, an entry."""
    ring = _ring()
    if ring is None:
        return None
    try:
        raw = bytes.fromhex(ring.get_password(SERVICE, salt.hex()) or "")
    except (ring.errors.KeyringError, ValueError):
        return None
    return Key(raw, salt) if len(raw) == 32 else None


def keep(key: Key) -> None:
    """Keep a key for the user of this machine.

    Raises:
        Refused: there is no keyring, or it did not take the key.

    """
    ring = _ring()
    if ring is None:
        raise Refused(NOT_HERE)
    try:
        ring.set_password(SERVICE, key.salt.hex(), key.raw.hex())
    except ring.errors.KeyringError:
        raise Refused(SILENT) from None
    if kept(key.salt) != key:  # some keyrings take everything and keep nothing
        raise Refused(SILENT)


def forget(salt: bytes) -> bool:
    """Take a key away; whether there was one.

    Raises:
        Refused: it is still there.

    """
    ring = _ring()
    if ring is None or kept(salt) is None:
        return False
    try:
        ring.delete_password(SERVICE, salt.hex())
    except ring.errors.KeyringError:
        raise Refused("Le trousseau de cette machine n’a pas retiré la clé.") from None
    return True


def _ring() -> Any:
    try:
        import keyring  # noqa: PLC0415  an extra, and slow
        import keyring.errors  # noqa: PLC0415
    except ImportError:
        return None
    return keyring
