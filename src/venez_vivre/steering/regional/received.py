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

from venez_vivre import NamedTuple
from venez_vivre.errors import Refused, reason
from venez_vivre.steering.regional.secret import Secret
from venez_vivre.steering.regional.shares import Share, Version
from venez_vivre.store.files import born

TAIL = ".recus"


class File(NamedTuple):
    """A file that was named and the share it holds."""

    path: Path
    share: Share


class Received(NamedTuple):
    """The newest share of each base, and the files whose base has a newer one here."""

    kept: tuple[File, ...]
    older: tuple[File, ...]


def newest(files: Iterable[File]) -> Received:
    """Each base once, by its newest file; a copy that lived apart is another base.

    Raises:
        Refused: two files of one base and moment do not say the same.

    """
    kept: list[File] = []
    older: list[File] = []
    for file in files:
        twin = next((one for one in kept if one.share.version == file.share.version), None)
        if twin is not None:
            _check_same(twin, file)
            older.append(file)
        elif any(file.share.version.precedes(one.share.version) for one in kept):
            older.append(file)
        else:
            gone = [one for one in kept if one.share.version.precedes(file.share.version)]
            kept = [one for one in kept if one not in gone] + [file]
            older += gone
    return Received(tuple(kept), tuple(older))


def _check_same(one: File, other: File) -> None:
    if one.share != other.share:
        raise Refused(
            f"{one.path} et {other.path} viennent de la même base, du même moment, et ne disent "
            "pas la même chose. Rien n’a été compté. Demandez à ce territoire lequel est le bon."
        )


def beside(key: Path) -> Path:
    """Where it is noted what was received with a secret."""
    return key.with_name(key.name + TAIL)


def known(path: Path, secret: Secret) -> tuple[Version, ...]:
    """The bases that were counted before, as they were then.

    Raises:
        Refused: the note was changed by somebody else.

    """
    try:
        signature, _, said = path.read_text("utf-8").partition("\n")
    except FileNotFoundError:
        return ()
    except (OSError, ValueError):
        raise _spoilt(path) from None
    if not hmac.compare_digest(signature.encode(), _signature(said, secret).encode()):
        raise _spoilt(path)
    found = json.loads(said)
    return tuple(Version(source, trail, date.fromisoformat(day)) for source, trail, day in found)


def check(files: Iterable[File], before: Iterable[Version], note: Path) -> None:
    """Refuse a file that is older than one of the same base that was counted before.

    Raises:
        Refused: it is; the sentence says of when the newer one was.

    """
    for path, share in files:
        later = [one.made_on for one in before if share.version.precedes(one)]
        if later:
            raise Refused(
                f"{path} (du {share.made_on:%d/%m/%Y}) est plus ancien que le fichier déjà compté "
                f"de la même base (du {max(later):%d/%m/%Y}). Rien n’a été compté. Demandez le "
                f"dernier à ce territoire ; pour compter celui-ci quand même, retirez {note}."
            )


def keep(files: Iterable[File], before: tuple[Version, ...], note: Path, secret: Secret) -> None:
    """Note what was counted, when that is news.

    Raises:
        Refused: the note cannot be written.

    """
    now = {share.version for _, share in files}
    if now <= set(before):
        return
    kept = now | {one for one in before if not any(one.precedes(other) for other in now)}
    said = json.dumps([(one[0], one[1], one.made_on.isoformat()) for one in sorted(kept)])
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
