"""The file that a territory hands over: a few masked counts to read, the rest sealed, all signed.

JSON of one form to the byte: a file is read again only if writing what it says gives it back. What
is sealed is encrypted under the Region's secret (HMAC-SHA-256 in counter mode, its number drawn
from the content, so that one never serves twice), then everything is signed (HMAC-SHA-256).
"""

from __future__ import annotations

import hmac
import json
from base64 import b64decode, b64encode
from collections.abc import Iterator, Mapping
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from venez_vivre.errors import NotFound, Refused, WrongKey, reason
from venez_vivre.steering.regional import shares
from venez_vivre.steering.regional.secret import Secret
from venez_vivre.steering.regional.shares import Share

FORMAT, VERSION = "venez-vivre-partage", 1
SIGNATURE = "signature"
BLOCK = sha256().digest_size
NONCE = 16
MOST = 256 * 1024 * 1024
"""No share is as large, in bytes."""

NOTHING = "Rien n’a été compté."


def written(share: Share, table: list[dict[str, Any]], secret: Secret) -> str:
    """The text of a share; `table` is what may be read by anybody."""
    content = shares.packed(share.trail, share.homes)
    head = {
        "format": FORMAT,
        "version": VERSION,
        "secret": secret.name,
        "base": share.source,
        "au": share.made_on.isoformat(),
        "non_compares": share.unseen,
        "territoires": share.names,
        "lisible": table,
    }
    nonce = _nonce(head, content, secret)
    body = {
        **head,
        "numero": nonce.hex(),
        "scelle": b64encode(mixed(content, nonce, secret)).decode(),
    }
    return _text({**body, SIGNATURE: _signature(body, secret)})


def read(path: Path, secret: Secret) -> Share:
    """The share that a file holds.

    Raises:
        NotFound: there is no such file.
        Refused: it is no share, of another version, or not as it was signed.
        WrongKey: it was made with another secret.

    """
    raw = _bytes(path)
    said = _said(raw, path)
    body = {name: value for name, value in said.items() if name != SIGNATURE}
    if body.get("secret") != secret.name:
        raise WrongKey(
            f"{path} a été fait avec un autre secret que le vôtre. {NOTHING} Demandez à ce "
            "territoire de le refaire avec le secret de la Région."
        )
    signed = hmac.compare_digest(
        str(said.get(SIGNATURE, "")).encode(), _signature(body, secret).encode()
    )
    if not signed or _text(said).encode() != raw:
        raise _altered(path)
    return _share(body, secret, path)


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            raw = file.read(MOST + 1)
    except FileNotFoundError:
        raise NotFound(f"Le fichier {path} n’existe pas. {NOTHING}") from None
    except OSError as error:
        raise Refused(f"{path} ne peut pas être lu ({reason(error)}). {NOTHING}") from None
    if len(raw) > MOST:
        raise _foreign(path)
    return raw


def _said(raw: bytes, path: Path) -> dict[str, Any]:
    try:
        said = json.loads(raw.decode("utf-8"))
    except (ValueError, RecursionError):
        # The name comes first: what was cut short still says what it was.
        raise (_altered(path) if FORMAT.encode() in raw[:200] else _foreign(path)) from None
    if not isinstance(said, dict) or said.get("format") != FORMAT:
        raise _foreign(path)
    if said.get("version") != VERSION:
        raise Refused(
            f"{path} est d’une version que ce programme ne connaît pas. {NOTHING} Mettez le "
            "programme à jour, ici ou dans ce territoire."
        )
    return said


def _share(body: Mapping[str, Any], secret: Secret, path: Path) -> Share:
    try:
        content = mixed(b64decode(body["scelle"]), bytes.fromhex(body["numero"]), secret)
        trail, homes = shares.unpacked(content)
        return Share(
            source=body["base"],
            made_on=date.fromisoformat(body["au"]),
            trail=trail,
            names=body["territoires"],
            homes=homes,
            unseen=body["non_compares"],
        )
    except (KeyError, ValueError, TypeError):  # signed all the same: who holds the secret wrote it
        raise _altered(path) from None


def _altered(path: Path) -> Refused:
    return Refused(
        f"{path} a été modifié ou coupé depuis qu’il a été fait. {NOTHING} Demandez-le de nouveau "
        "à ce territoire."
    )


def _foreign(path: Path) -> Refused:
    return Refused(f"{path} n’est pas un fichier de `venez-vivre base partager`. {NOTHING}")


# --- bytes ----------------------------------------------------------------------------------


def _text(said: Mapping[str, Any]) -> str:
    return json.dumps(said, ensure_ascii=True, indent=1) + "\n"


def _canonical(body: Mapping[str, Any]) -> bytes:
    return json.dumps(body, ensure_ascii=True, sort_keys=True, separators=(",", ":")).encode()


def _signature(body: Mapping[str, Any], secret: Secret) -> str:
    return hmac.new(secret.key("signature"), _canonical(body), sha256).hexdigest()


def _nonce(head: Mapping[str, Any], content: bytes, secret: Secret) -> bytes:
    said = _canonical(head) + b"\n" + content
    return hmac.new(secret.key("numero"), said, sha256).digest()[:NONCE]


def mixed(content: bytes, nonce: bytes, secret: Secret) -> bytes:
    """The content encrypted, or what was encrypted in clear again."""
    stream = b"".join(_stream(len(content), nonce, secret.key("sceau")))[: len(content)]
    both = int.from_bytes(content) ^ int.from_bytes(stream)
    return both.to_bytes(len(content))


def _stream(size: int, nonce: bytes, key: bytes) -> Iterator[bytes]:
    start = hmac.new(key, nonce, sha256)
    for number in range(-(-size // BLOCK)):
        block = start.copy()
        block.update(number.to_bytes(8))
        yield block.digest()
