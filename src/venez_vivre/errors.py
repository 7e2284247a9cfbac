"""What can go wrong, one class a family, each with its exit code."""

from __future__ import annotations


class VenezVivreError(Exception):
    """A complete French sentence for the user, and an exit code for scripts."""

    exit_code = 1


class Refused(VenezVivreError):
    """The act is understood but not allowed; the sentence says what to do instead."""

    exit_code = 1


class Misuse(VenezVivreError):
    """The command line or a value is not of an accepted form."""

    exit_code = 2


class NotFound(VenezVivreError):
    """Nothing answers to the name that was given."""

    exit_code = 3


class Ambiguous(VenezVivreError):
    """Several things answer to the name; `candidates` lists them, one line each.

    On a terminal one of `choices`, (reference, line), may take the place of `typed`.
    """

    exit_code = 4

    def __init__(
        self,
        sentence: str,
        candidates: tuple[str, ...] = (),
        *,
        typed: str = "",
        choices: tuple[tuple[str, str], ...] = (),
    ) -> None:
        super().__init__(sentence)
        self.candidates = candidates
        self.typed = typed
        self.choices = choices


class WrongKey(VenezVivreError):
    """The key of an encrypted base is missing, or does not open it; nothing of the key is said."""

    exit_code = 12


class Interrupted(VenezVivreError):
    """The user stopped the command; nothing was written."""

    exit_code = 130


class FailedElsewhere(Exception):
    """Our fault, in another process: the class of the error, and the lines of the program."""

    def __init__(self, kind: str, where: tuple[str, ...]) -> None:
        super().__init__(kind, where)
        self.kind = kind
        self.where = where

    @classmethod
    def of(cls, error: BaseException) -> FailedElsewhere:
        """What may be told of an error: no value of it."""
        import os.path  # noqa: PLC0415  only when something went wrong
        import traceback  # noqa: PLC0415  same

        frames = traceback.extract_tb(error.__traceback__)
        names = (f"{os.path.basename(f.filename)}:{f.lineno} {f.name}" for f in frames)  # noqa: PTH119
        return cls(type(error).__qualname__, tuple(names))


REASONS = {
    "ENOENT": "introuvable",
    "EACCES": "accès refusé",
    "EPERM": "accès refusé",
    "EROFS": "disque en lecture seule",
    "ENOSPC": "disque plein",
    "EDQUOT": "quota dépassé",
    "EEXIST": "existe déjà",
    "EISDIR": "c’est un dossier",
    "ENOTDIR": "ce n’est pas un dossier",
    "ENAMETOOLONG": "nom trop long",
    "EIO": "erreur du disque",
    "EBADF": "sortie fermée",
}
"""What the system's error codes mean, in French."""


def reason(error: OSError) -> str:
    """Why the system refused, in a few French words."""
    from errno import errorcode  # noqa: PLC0415  only when something went wrong

    return REASONS.get(errorcode.get(error.errno or 0, ""), "le système refuse")


DONE = 0
MISUSE = 2
TO_CORRECT = 5
OUR_FAULT = 70
