"""Reports born whole in a file: written beside it, then renamed, never over another by accident."""

from __future__ import annotations

import contextlib
import os
import re
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import BinaryIO

from venez_vivre.errors import Misuse, Refused, reason
from venez_vivre.reports import RENDERERS, render
from venez_vivre.screens.pages import Page

WIDTH = 100
SUFFIXES = {".txt": "table"} | {f".{name}": name for name in RENDERERS}


def format_of(path: Path) -> str | None:
    """The format that the name of a file calls for, None when it has no suffix.

    Raises:
        Misuse: its suffix is of no known format.

    """
    suffix = path.suffix.lower()
    if suffix and suffix not in SUFFIXES:
        raise Misuse(
            f"--sortie : « {path.suffix} » n’est pas un format connu : {', '.join(SUFFIXES)}. "
            "Changez le nom, ou ajoutez --format."
        )
    return SUFFIXES.get(suffix)


def named(pattern: str, words: Mapping[str, str]) -> str:
    """The name of a file, its `{semaine}`, `{mois}`… replaced.

    Raises:
        Misuse: it asks for a word that is not known.

    """

    def word(match: re.Match[str]) -> str:
        if match[1] not in words:
            known = ", ".join(f"{{{name}}}" for name in words)
            raise Misuse(f"--sortie : {match[0]} n’est pas connu. Ce qui l’est : {known}.")
        return re.sub(r"[^\w.-]", "-", words[match[1]])  # a name is no path

    done = re.sub(r"\{(\w*)\}", word, pattern)
    if re.search(r"[{}]", done):
        raise Misuse(f"--sortie : une accolade reste seule dans « {pattern} ».")
    return done


def check(path: Path, *, overwrite: bool, option: str = "--sortie") -> None:
    """Refuse a place where nothing may be written, before any work is done.

    Neither a base, nor what goes with it, nor what is no regular file is ever replaced.
    """
    from venez_vivre.store.outputs import refuse_ours  # noqa: PLC0415  few commands write files

    if path.is_symlink():
        raise Refused(f"{path} est un lien vers un autre fichier. Donnez à {option} un vrai nom.")
    if path.is_dir():
        raise Refused(f"{path} est un dossier. Donnez à {option} le nom d’un fichier.")
    if not path.parent.is_dir():
        raise Refused(f"Le dossier {path.parent} n’existe pas. Créez-le ou changez {option}.")
    refuse_ours(path, option)
    if path.exists() and not overwrite:
        raise _exists(path)


def _exists(path: Path) -> Refused:
    return Refused(f"{path} existe déjà. Ajoutez --ecraser pour le remplacer.")


def save(path: Path, page: Page, form: str | None, *, overwrite: bool) -> None:
    """Write a page to a file in that format; a table is a hundred columns wide."""
    with prepared(path, page, form, overwrite=overwrite):
        pass


@contextlib.contextmanager
def prepared(path: Path, page: Page, form: str | None, *, overwrite: bool) -> Iterator[None]:
    """The same, whole on the disk at once; it takes its name when the block ends well."""
    done = render(page, form or "table", colored=False, width=WIDTH)
    with born(path, overwrite=overwrite) as file:
        file.write(done.encode("utf-8") if isinstance(done, str) else done)
        file.flush()
        os.fsync(file.fileno())
        yield


def write(path: Path, done: str | bytes, *, overwrite: bool) -> None:
    """Write it whole, text in UTF-8, readable by its owner alone; nothing is left on failure."""
    with born(path, overwrite=overwrite) as file:
        file.write(done.encode("utf-8") if isinstance(done, str) else done)


@contextlib.contextmanager
def born(path: Path, *, overwrite: bool) -> Iterator[BinaryIO]:
    """A file to be written, which takes its name only when the block ends well."""
    check(path, overwrite=overwrite)
    try:
        with _draft(path) as (file, draft):
            yield file
            file.flush()
            os.fsync(file.fileno())
            file.close()
            _rename(draft, path, overwrite=overwrite)
    except FileExistsError:
        raise _exists(path) from None
    except OSError as error:
        raise Refused(
            f"{path} ne peut pas être écrit ({reason(error)}) : rien n’a été enregistré. "
            "Vérifiez le dossier et vos droits."
        ) from None


@contextlib.contextmanager
def _draft(path: Path) -> Iterator[tuple[BinaryIO, Path]]:
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)  # born 0600
    draft = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            yield file, draft
    finally:
        with contextlib.suppress(FileNotFoundError):
            draft.unlink()


def _rename(draft: Path, path: Path, *, overwrite: bool) -> None:
    if overwrite:
        draft.replace(path)
    elif os.name == "nt":
        draft.rename(path)  # refuses an existing name there
    else:
        _link(draft, path)


def _link(draft: Path, path: Path) -> None:
    """Give the draft its name unless it is taken; not every file system knows links."""
    try:
        path.hardlink_to(draft)
    except FileExistsError:
        raise
    except OSError:
        check(path, overwrite=False)
        draft.rename(path)
