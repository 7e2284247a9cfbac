"""What kind of folder a base is in: a shared drive and a synchronised folder can spoil it."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePath, PureWindowsPath

from venez_vivre import NamedTuple
from venez_vivre.texts import fold

MOUNTS = Path("/proc/self/mounts")
REMOTE_DRIVE = 4
"""What Windows answers for a letter that stands for a shared folder (DRIVE_REMOTE)."""

NETWORK_SYSTEMS = re.compile(
    r"nfs\d?|cifs|smb\w*|ncpfs|afs|9p|ceph|glusterfs|lustre|davfs2?|"
    r"fuse\.(sshfs|davfs2?|rclone|gvfsd-fuse|glusterfs|s3fs|onedriver|smbnetfs|google-drive.*)"
)
"""Types of file systems whose files are elsewhere, as Linux names them."""

SYNCHRONISED: dict[str, str] = {
    "onedrive": "OneDrive",
    "dropbox": "Dropbox",
    "nextcloud": "Nextcloud",
    "owncloud": "ownCloud",
    "google drive": "Google Drive",
    "googledrive": "Google Drive",
    "drivefs": "Google Drive",
    "icloud drive": "iCloud",
    "iclouddrive": "iCloud",
    "icloud": "iCloud",
    "mobile documents": "iCloud",
    "com apple clouddocs": "iCloud",
    "cloudstorage": "un service de synchronisation",
    "kdrive": "kDrive",
    "pcloud drive": "pCloud",
    "pclouddrive": "pCloud",
    "seafile": "Seafile",
    "syncthing": "Syncthing",
}
"""How the folders of these services begin, folded, and what people call them."""

TRACES: dict[str, str] = {
    ".sync_*.db": "Nextcloud",
    "._sync_*.db": "Nextcloud",
    ".owncloudsync.log": "ownCloud",
    ".dropbox": "Dropbox",
    ".dropbox.cache": "Dropbox",
    ".stfolder": "Syncthing",
    ".849C9593-D756-4E56-8D6E-42412F2A707B": "OneDrive",
}
"""What these services leave in a folder that they synchronise, whatever it is called."""

VARIABLES = dict.fromkeys(("OneDrive", "OneDriveCommercial", "OneDriveConsumer"), "OneDrive")
"""Variables of Windows that name a synchronised folder."""


class Danger(NamedTuple):
    """Why a folder is no good place: `reseau` or `synchronise`, and whose it is."""

    kind: str
    whose: str


def danger(path: Path, environment: Mapping[str, str] = os.environ) -> Danger | None:
    """What threatens a base at that place, None when nothing is known to."""
    place = path.expanduser().absolute().resolve()
    found = network(place)
    if found:
        return Danger("reseau", found)
    service = _service(place) or _named_by_system(place, environment) or _traced(place)
    return Danger("synchronise", service) if service else None


def warning(path: Path) -> str:
    """One sentence about the place of a base, empty when there is nothing to say."""
    found = danger(path)
    if found is None:
        return ""
    if found.kind == "reseau":
        return (
            f"Attention : {path} est sur un lecteur réseau ({found.whose}), où deux personnes qui "
            "écrivent à la fois peuvent abîmer la base. Gardez-la sur le disque de l’ordinateur et "
            "envoyez-y ses sauvegardes : venez-vivre base sauvegarder --vers FICHIER."
        )
    return (
        f"Attention : {path} est dans un dossier synchronisé ({found.whose}), qui peut remplacer "
        "la base par une copie ancienne ou incomplète. Gardez-la hors de ce dossier et envoyez-y "
        "ses sauvegardes : venez-vivre base sauvegarder --vers FICHIER."
    )


def network(place: PurePath) -> str:
    """The share or type of file system of a place on another computer; empty for this one."""
    if isinstance(place, PureWindowsPath):
        return _windows_share(place)
    return _remote_mount(place, _mounts())


def _windows_share(place: PureWindowsPath) -> str:
    if place.drive.startswith("\\\\"):
        return place.drive
    if sys.platform == "win32":
        import ctypes  # noqa: PLC0415  exists there only with these functions

        kind = ctypes.windll.kernel32.GetDriveTypeW(f"{place.drive}\\")
        return place.drive if kind == REMOTE_DRIVE else ""
    return ""


def _mounts() -> list[tuple[str, str]]:
    """Where file systems are mounted, and their types; empty where the system has no such list."""
    try:
        lines = MOUNTS.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    except OSError:
        return []
    fields = [line.split(" ") for line in lines]
    return [(_unescaped(field[1]), field[2]) for field in fields if len(field) > 2]


def _unescaped(text: str) -> str:
    return re.sub(r"\\([0-7]{3})", lambda match: chr(int(match[1], 8)), text)


def _remote_mount(place: PurePath, mounts: list[tuple[str, str]]) -> str:
    """The type of the file system that holds the place, when it is elsewhere."""
    parents = {str(parent) for parent in (place, *place.parents)}
    around = [(point, kind) for point, kind in mounts if point in parents]
    if not around:
        return ""
    longest = max(len(point) for point, _ in around)
    kind = [kind for point, kind in around if len(point) == longest][-1]  # the last one covers
    return kind if NETWORK_SYSTEMS.fullmatch(kind) else ""


def _service(place: PurePath) -> str:
    for part in place.parent.parts:
        word = fold(part)
        for begun, whose in SYNCHRONISED.items():
            if word == begun or word.startswith(f"{begun} "):
                return whose
    return ""


def _named_by_system(place: Path, environment: Mapping[str, str]) -> str:
    for variable, whose in VARIABLES.items():
        root = environment.get(variable)
        if root and place.is_relative_to(Path(root).absolute()):
            return whose
    return ""


def _traced(place: Path) -> str:
    return next((whose for folder in place.parents for whose in _traces(folder)), "")


def _traces(folder: Path) -> Iterator[str]:
    for pattern, whose in TRACES.items():
        try:
            if next(folder.glob(pattern), None) is not None:
                yield whose
        except OSError:
            return
