"""Which shares a Region has received: an older one of the same base never comes back as the last.

Kept beside the secret, signed as shares are; it holds no person and no figure.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Iterable
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from venez_vivre.errors import Refused, reason
from venez_vivre.steering.regional.secret import Secret
from venez_vivre.steering.regional.shares import Share
from venez_vivre.store.files import born

TAIL = ".recus"

Order = tuple[date, int]


class File(NamedTuple):
    """A file that was named and the share it holds."""

    path: Path
    share: Share


class Received(NamedTuple):
    """The newest share of each base, and the files whose base has a newer one here."""

    kept: tuple[File, ...]
    older: tuple[File, ...]


def newest(files: Iterable[File]) -> Received:
    """Each base once, by its newest file.

    Raises:
        Refused: two files of one base and moment do not say the same.

    """
    kept: dict[str, File] = {}
    older = []
    for file in files:
        other = kept.setdefault(file.share.source, file)
        if other is file:
            continue
        if other.share.order == file.share.order and other.share != file.share:
            raise Refused(
                f"{other.path} et {file.path} viennent de la même base, du même moment, et ne "
                "disent pas la même chose. Rien n’a été compté. Demandez à ce territoire lequel "
                "est le bon."
            )
        first, last = sorted((other, file), key=lambda one: one.share.order, reverse=True)
        kept[file.share.source] = first
        older.append(last)
    return Received(tuple(kept.values()), tuple(older))


def beside(key: Path) -> Path:
    """Where it is noted what was received with a secret."""
    return key.with_name(key.name + TAIL)


def known(path: Path, secret: Secret) -> dict[str, Order]:
    """The newest share of each base that was counted before.

    Raises:
        Refused: the note was changed by somebody else.

    """
    try:
        signature, _, said = path.read_text("utf-8").partition("\n")
    except FileNotFoundError:
        return {}
    except (OSError, ValueError):
        raise _spoilt(path) from None
    if not hmac.compare_digest(signature.encode(), _signature(said, secret).encode()):
        raise _spoilt(path)
    found = json.loads(said)
    return {source: (date.fromisoformat(day), number) for source, (day, number) in found.items()}


def check(files: Iterable[File], before: dict[str, Order], note: Path) -> None:
    """Refuse a file that is older than one of the same base that was counted before.

    Raises:
        Refused: it is; the sentence says of when the newer one was.

    """
    for path, share in files:
        last = before.get(share.source)
        if last is not None and share.order < last:
            raise Refused(
                f"{path} (du {share.made_on:%d/%m/%Y}) est plus ancien que le fichier déjà compté "
                f"de la même base (du {last[0]:%d/%m/%Y}). Rien n’a été compté. Demandez le "
                f"dernier à ce territoire ; pour compter celui-ci quand même, retirez {note}."
            )


def keep(files: Iterable[File], before: dict[str, Order], note: Path, secret: Secret) -> None:
    """Note what was counted, when that is news.

    Raises:
        Refused: the note cannot be written.

    """
    now = before | {share.source: share.order for _, share in files}
    if now == before:
        return
    said = json.dumps({source: (day.isoformat(), n) for source, (day, n) in sorted(now.items())})
    try:
        with born(note) as draft:
            draft.write_text(f"{_signature(said, secret)}\n{said}", "utf-8")
    except OSError as error:
        raise Refused(
            f"{note}, qui retient les fichiers déjà comptés, ne peut pas être écrit "
            f"({reason(error)}). Rien n’a été compté. Vérifiez le dossier du secret et vos droits."
        ) from None


def _signature(said: str, secret: Secret) -> str:
    return hmac.new(secret.key("recus"), said.encode(), sha256).hexdigest()


def _spoilt(path: Path) -> Refused:
    return Refused(
        f"{path}, qui retient les fichiers déjà comptés, a été modifié ou n’est pas lisible. Rien "
        "n’a été compté. Retirez-le : les prochains fichiers seront retenus de nouveau."
    )
