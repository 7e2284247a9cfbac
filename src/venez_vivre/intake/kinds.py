"""What kind of file stands at a path: a text, a workbook, or nothing that holds rows."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from venez_vivre.errors import NotFound, Refused, reason

LARGEST_FILE = 2 << 30
BLOCK = 1 << 20

WORKBOOK = b"PK\x03\x04"
WORKBOOKS = frozenset({".xlsx", ".xlsm"})
"""How the names of workbooks end."""
OLE = b"\xd0\xcf\x11\xe0"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
FOREIGN = (
    (b"%PDF", "un PDF"),
    (b"SQLite format", "une base SQLite"),
    (b"\x89PNG", "une image"),
    (b"\xff\xd8\xff", "une image"),
    (b"\x1f\x8b", "un fichier compressé"),
    (b"7z\xbc\xaf", "un fichier compressé"),
    (b"Rar!", "un fichier compressé"),
    (b"PK\x05\x06", "une archive vide"),
    (b"{\\rtf", "un texte mis en forme (RTF)"),
)


def is_workbook(path: Path, name: str) -> bool:
    """Whether the file is a workbook; what is no file of rows at all is refused.

    Raises:
        NotFound: no such file.
        Refused: a folder, a device, an empty or an enormous file, or one of another kind.

    """
    info, head = _beginning(path)
    if not head:
        raise Refused(f"{name} est vide : rien à importer.")
    if info.st_size > LARGEST_FILE:
        raise too_large(name)
    if head.startswith(OLE):
        raise _old_workbook(path, name)
    for signature, kind in FOREIGN:
        if head.startswith(signature):
            raise Refused(
                f"{name} est {kind}, ni un CSV ni un classeur .xlsx. "
                "Enregistrez-le d’abord sous l’une de ces formes."
            )
    return head.startswith(WORKBOOK)


def check_named(path: Path, name: str) -> None:
    """Refuse a text that is called a workbook, when no heading of it is known.

    Raises:
        Refused: its name says a workbook.

    """
    if path.suffix.lower() in WORKBOOKS:
        raise Refused(
            f"{name} n’est pas un classeur, malgré son nom : c’est un texte. Enregistrez-le depuis "
            "un tableur, ou donnez-lui la fin .csv si c’en est un."
        )


def _beginning(path: Path) -> tuple[os.stat_result, bytes]:
    try:
        info = path.stat()
        if stat.S_ISDIR(info.st_mode):
            raise Refused(f"{path} est un dossier. Donnez le chemin d’un fichier CSV ou XLSX.")
        if not stat.S_ISREG(info.st_mode):
            raise Refused(f"{path} n’est pas un fichier ordinaire. Donnez un fichier CSV ou XLSX.")
        with path.open("rb") as file:
            return info, file.read(16)
    except (FileNotFoundError, NotADirectoryError, ValueError):
        raise NotFound(f"Le fichier {path} n’existe pas. Vérifiez son chemin.") from None
    except PermissionError:
        raise Refused(f"Vous n’avez pas le droit de lire {path}.") from None
    except OSError as error:
        raise Refused(f"{path} ne peut pas être lu ({reason(error)}).") from None


def too_large(name: str) -> Refused:
    """The sentence for a file that no spreadsheet wrote."""
    return Refused(f"{name} dépasse 2 Go : coupez-le en plusieurs fichiers.")


def _old_workbook(path: Path, name: str) -> Refused:
    """Why a file of the old container of Microsoft is not read."""
    tail = b""
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            if ENCRYPTED in tail + block:
                return Refused(
                    f"{name} est protégé par un mot de passe. Ouvrez-le dans un tableur, retirez "
                    "le mot de passe (Fichier, Informations), puis enregistrez-le."
                )
            tail = block[-len(ENCRYPTED) :]
    return Refused(
        f"{name} est un ancien classeur Excel (.xls). Ouvrez-le dans un tableur et "
        "enregistrez-le en .xlsx ou en CSV."
    )
