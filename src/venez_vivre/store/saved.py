"""The register of verified backups, beside them: what a rotation may take away, and nothing else.

One line of JSON a backup, only ever added: a line that a crash cut short is passed over, and its
file is then never deleted. No personal value is in it.
"""

from __future__ import annotations

import hashlib
import json
import os
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from venez_vivre import NamedTuple

FOLDER = "sauvegardes"
REGISTER = "registre.jsonl"


class Saved(NamedTuple):
    """One verified backup of a base, as it was when it was made.

    `base` is the name of the file that was saved and `born` what tells it from another base that
    bore the same name; `made_at` is an ISO moment in UTC; `digest` the SHA-256 of the backup.
    """

    base: str
    born: str
    file: str
    made_at: str
    why: str
    schema: int
    size: int
    digest: str
    rows: int

    @property
    def moment(self) -> datetime:
        """When it was made."""
        return datetime.fromisoformat(self.made_at)


def folder_of(base: Path) -> Path:
    """Where the backups of a base are kept unless another place is named."""
    return base.resolve().parent / FOLDER


def make_folder(base: Path) -> Path:
    """The same, made if need be, for its owner alone."""
    folder = folder_of(base)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def path_of(base: Path, saved: Saved) -> Path:
    """Where the file of a backup is; `file` is a whole path when it is kept elsewhere."""
    return folder_of(base) / saved.file


def add(base: Path, saved: Saved) -> None:
    """Write a verified backup down."""
    place = make_folder(base) / REGISTER
    flags = os.O_CREAT | os.O_APPEND | os.O_WRONLY | getattr(os, "O_NOFOLLOW", 0)
    line = json.dumps(saved._asdict(), ensure_ascii=False) + "\n"
    with os.fdopen(os.open(place, flags, 0o600), "ab") as file:
        file.write(line.encode())
        file.flush()
        os.fsync(file.fileno())


def renew(base: Path, path: Path) -> None:
    """Write a backup down again when its file was rewritten: other bytes, the same content."""
    for saved in {saved.file: saved for saved in _written(base)}.values():
        if path_of(base, saved).resolve() == path.resolve():
            add(base, saved._replace(size=path.stat().st_size, digest=digest(path)))


def known(base: Path) -> list[Saved]:
    """The verified backups of this base whose file is still there as it was, newest first."""
    return [saved for saved in _newest_first(base) if _stands(path_of(base, saved), saved)]


def last(base: Path) -> Saved | None:
    """The newest backup of this base, be its file on a disk that is not plugged in."""
    return next(iter(_newest_first(base)), None)


def _newest_first(base: Path) -> list[Saved]:
    """Of two of the same second, the one that was first written down later is the newer one."""
    own = [saved for saved in _written(base) if saved.base == base.resolve().name]
    found = list(enumerate({saved.file: saved for saved in own}.values()))
    return [one for _, one in sorted(found, key=lambda n: (n[1].moment, n[0]), reverse=True)]


def _written(base: Path) -> list[Saved]:
    try:
        lines = (folder_of(base) / REGISTER).read_bytes().splitlines()
    except OSError:
        return []
    return [saved for line in lines if (saved := _read(line))]


def _read(line: bytes) -> Saved | None:
    with suppress(ValueError, TypeError, KeyError):
        said: dict[str, Any] = json.loads(line)
        saved = Saved(**{name: said[name] for name in Saved._fields})
        if saved.moment.astimezone(UTC):
            return saved
    return None


def _stands(path: Path, saved: Saved) -> bool:
    try:
        return not path.is_symlink() and path.is_file() and path.stat().st_size == saved.size
    except OSError:
        return False


def digest(path: Path) -> str:
    """The SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def drop_old(base: Path, made: Saved, keep: int, spare: Path | None = None) -> list[Path]:
    """Delete backups of the base of `made`, made for the same reason, but the newest `keep`.

    What the program makes by itself pushes nothing else out. Only files of the usual folder go,
    byte for byte what was once verified: neither one that somebody put there or changed since, nor
    one of another base, nor `spare`. What was deleted is returned.
    """
    alike = [one for one in known(base) if (one.born, one.why) == (made.born, made.why)]
    own = [one for one in alike if Path(one.file).name == one.file]
    if len(own) <= keep:
        return []
    sound = [one for one in own if digest(path_of(base, one)) == one.digest]
    gone = []
    for saved in sound[max(keep, 1) :]:
        path = path_of(base, saved)
        with suppress(OSError):
            if spare is None or not spare.samefile(path):
                path.unlink()
                gone.append(path)
    return gone
