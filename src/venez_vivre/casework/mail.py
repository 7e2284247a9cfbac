"""Drafts of messages as .eml files; nothing is sent: a mail program opens them to be read again."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

from venez_vivre import NamedTuple
from venez_vivre.casework.templates import Message
from venez_vivre.errors import Refused, reason
from venez_vivre.texts import clean, shorten


class Letter(NamedTuple):
    """One draft: the name of its file without the ending, its message, what to look at."""

    stem: str
    message: EmailMessage
    warnings: tuple[str, ...]


class Sender(NamedTuple):
    """Who writes: a name, and an e-mail and a phone when they are known."""

    name: str
    email: str | None
    phone: str | None


Addressee = tuple[str, str | None, str]
"""A name, an e-mail if one is known, and the sentence that says how to correct it."""

_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_DOMAIN = re.compile(r"[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")


def message_of(sender: Sender, to: Addressee, filled: Message) -> EmailMessage:
    """A message that opens as one to send.

    Raises:
        Refused: an address cannot be written in a message.

    """
    message = EmailMessage(policy=SMTP)
    message["X-Unsent"] = "1"  # opened as a message to send, not as one that was received
    if sender.email:
        gesture = "`venez-vivre agents importer …` la corrige."
        message["From"] = _address(sender.name, sender.email, gesture)
    if to[1]:
        message["To"] = _address(to[0], to[1], to[2])
    message["Subject"] = _one_line(filled.subject)
    message.set_content(filled.body, charset="utf-8", cte="quoted-printable")
    return message


def _address(name: str, email: str, gesture: str) -> Address:
    """An address as headers take it.

    Raises:
        Refused: it cannot be written in a message; the sentence says how to correct it.

    """
    local, _, domain = email.strip().rpartition("@")
    try:
        plain = domain.encode("idna").decode("ascii")
    except UnicodeError:
        plain = ""
    if _LOCAL.fullmatch(local) and _DOMAIN.fullmatch(plain):
        return Address(_display(name), local, plain)
    shown = shorten(clean(email).strip(), 60)
    raise Refused(
        f"L’adresse « {shown} » ne peut pas s’écrire dans un message : rien n’est noté. "
        f"{gesture} Sans --brouillon, la mise en relation se note quand même."
    )


_STRUCTURE = str.maketrans(dict.fromkeys('<>@,;:"\\()[]', " "))
"""What ends a name or begins an address: the standard library loses its quotes where it folds."""


LONGEST_NAME = 60
"""Characters of a name: the standard library does not fold a longer one well."""


def _display(name: str) -> str:
    return shorten(_one_line(name.translate(_STRUCTURE)), LONGEST_NAME)


def _one_line(text: str) -> str:
    """Text for a header; an encoded word that somebody wrote would be decoded, line breaks too."""
    return " ".join(clean(text).split()).replace("=?", "= ?").replace("?=", "? =")


@contextmanager
def writing(folder: Path, option: str = "--sortie") -> Iterator[Callable[[Letter], Path]]:
    """Write drafts in a folder that an option named; those of a block that fails are taken away.

    A file that is there is never replaced: the next one gets a number.
    """
    written: list[Path] = []

    def write(letter: Letter) -> Path:
        try:
            path = _new_file(folder, letter.stem, written)
            with path.open("r+b") as file:
                file.write(letter.message.as_bytes())
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise _unwritten(folder, error, option) from None
        return path

    try:
        yield write
    except BaseException:
        for path in written:
            path.unlink(missing_ok=True)
        raise


MOST_COPIES = 1000


def _new_file(folder: Path, stem: str, written: list[Path]) -> Path:
    for copy in range(1, MOST_COPIES):
        path = folder / (f"{stem}.eml" if copy == 1 else f"{stem}-{copy}.eml")
        try:
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        except FileExistsError:
            continue
        written.append(path)
        return path
    raise Refused(f"{folder} contient déjà trop de brouillons {stem} : rangez-les d’abord.")


def _unwritten(folder: Path, error: OSError, option: str) -> Refused:
    return Refused(
        f"Le brouillon ne peut pas être écrit dans {folder} ({reason(error)}) : rien n’a été "
        f"enregistré. Donnez un autre dossier avec {option}."
    )
