"""What is settled for one machine and no base: who acts, and which base, in a small TOML file."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from venez_vivre import NamedTuple
from venez_vivre.errors import Misuse, Refused, reason
from venez_vivre.texts import clean, shorten

PLACE = "VENEZ_VIVRE_CONFIG"
"""The variable that names another file."""

LONGEST = 500


class Choice(NamedTuple):
    """One setting of the machine; nothing is usual but what the system says."""

    name: str
    help: str


CHOICES = (
    Choice("agent", "Qui agit, quand --agent ne le dit pas."),
    Choice("base", "La base à ouvrir, quand --base ne le dit pas."),
)
BY_NAME = {choice.name: choice for choice in CHOICES}


def place() -> Path:
    """The file of this machine, be it there or not."""
    named = os.environ.get(PLACE)
    if named:
        return Path(named)
    from platformdirs import user_config_path  # noqa: PLC0415  asked only where nothing is named

    return user_config_path("venez-vivre", appauthor=False) / "config.toml"


def folder() -> Path:
    """Where what people set and edit is kept: beside the configuration of this machine."""
    return place().parent


def chosen() -> dict[str, str]:
    """What the file says of `CHOICES`; nothing when there is no file.

    Raises:
        Refused: the file cannot be read, is no TOML, or holds something else than a text.

    """
    path = place()
    return _chosen(path, _text(path))


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return ""
    except UnicodeDecodeError:
        raise _broken(path, "il n’est pas en UTF-8") from None
    except OSError as error:
        raise _broken(path, reason(error)) from None


def _chosen(path: Path, text: str) -> dict[str, str]:
    said = _parsed(path, text) if text.strip() else {}
    known = {name: said[name] for name in BY_NAME if name in said}
    for name, value in known.items():
        if not (isinstance(value, str) and value.strip()):
            raise _broken(path, f"{name} doit être un texte entre guillemets")
    return {name: str(value) for name, value in known.items()}


def _parsed(path: Path, text: str) -> dict[str, object]:
    import tomllib  # noqa: PLC0415  most machines have no such file

    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"at line ([0-9]+)", str(error))
        raise _broken(path, f"ligne {line[1]} mal formée" if line else "la fin manque") from None


def _broken(path: Path, why: str) -> Refused:
    return Refused(
        f"Le fichier de configuration {path} ne peut pas être lu ({why}). "
        "Corrigez-le, ou supprimez-le : il sera refait."
    )


def check(name: str, value: str) -> str:
    """A value that may be kept, without blanks around.

    Raises:
        Misuse: it is empty, too long, or holds what no line holds.

    """
    text = value.strip()
    if not text:
        raise Misuse(f"{name} : la valeur est vide. `config definir {name} --usuel` l’enlève.")
    if len(text) > LONGEST or clean(text) != text or not text.isprintable():
        shown = shorten(clean(text), 40)
        raise Misuse(f"{name} : « {shown} » ne peut pas être retenu. Écrivez-le plus simplement.")
    return text


def keep(changes: Mapping[str, str | None]) -> None:
    """Write these choices, None taking one away; all the rest of the file stays as it is.

    Raises:
        Refused: the file cannot be read, understood or written.

    """
    path = place()
    text = _text(path)
    wanted = {**_chosen(path, text), **changes}
    for name, value in changes.items():
        text = _with(text, name, value)
    if _chosen(path, text) != {name: value for name, value in wanted.items() if value is not None}:
        raise Refused(
            f"Le fichier {path} est écrit d’une façon inattendue : corrigez-le à la main."
        )
    try:
        _write(path, text)
    except OSError as error:
        raise Refused(
            f"Le fichier de configuration {path} ne peut pas être écrit ({reason(error)}). "
            f"Vérifiez le dossier et vos droits, ou nommez-en un autre par {PLACE}."
        ) from None


def _with(text: str, name: str, value: str | None) -> str:
    """The text once the line of a choice is changed, added or taken away."""
    lines = text.splitlines()
    tables = (place for place, line in enumerate(lines) if line.lstrip().startswith("["))
    end = next(tables, len(lines))  # what follows the heading of a table belongs to the table
    old = [i for i in range(end) if re.match(rf"\s*{name}\s*=", lines[i])]
    new = [] if value is None else [f"{name} = {_quoted(value)}"]
    if old:
        lines[old[0] : old[0] + 1] = new
    else:
        lines[:0] = new
    return "".join(f"{line}\n" for line in lines)


def _quoted(value: str) -> str:
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _write(path: Path, text: str) -> None:
    """The whole text or nothing, readable by its owner alone."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    target = path.resolve()  # a link to the file stays a link
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)  # born 0600
    draft = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(target)
    finally:
        with suppress(FileNotFoundError):
            draft.unlink()
