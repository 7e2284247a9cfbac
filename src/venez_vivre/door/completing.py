"""Completion: what a shell asks through the environment, answered in the form that it expects."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any

from venez_vivre.desk import LAPTOP_BASE, data_folder, write_text
from venez_vivre.door.candidates import Answer, Candidate, Line, answer
from venez_vivre.grammar import Command
from venez_vivre.texts import Pattern, clean

if TYPE_CHECKING:
    from venez_vivre.store.reader import Reader

VARIABLES = ("_VENEZ_VIVRE_COMPLETE", "_VV_COMPLETE")
"""The variables by which a shell asks, one for each name of the program."""

SAFE = Pattern(r"[\w .,:;+/@=’'()&-]*")
"""Characters that a proposed word may have; a name with any other is left out: shells run lines."""


def asked() -> str:
    """What a shell asks for, such as `complete_bash`; empty when no shell asks."""
    return next((os.environ[name] for name in VARIABLES if os.environ.get(name)), "")


def reply(question: str, root: Command, table: Mapping[str, Any]) -> int:
    """Answer a shell. Nothing is printed when anything goes wrong: the person is typing."""
    try:
        return _reply(question, root, table)
    except Exception:  # noqa: BLE001  same
        return 1


def _reply(question: str, root: Command, table: Mapping[str, Any]) -> int:
    action, _, shell = question.partition("_")
    if action in SHELLS:  # click says `bash_complete`
        action, shell = shell, action
    if shell not in SHELLS:
        return 1
    if action == "source":
        from venez_vivre.door.shells import script  # noqa: PLC0415

        write_text(script(shell))
        return 0
    line = _bash_line() if shell == "bash" else _typed_line()
    found = answer(line, root, table, names)
    safe = [c for c in found.candidates if SAFE.fullmatch(c.value)]
    return SHELLS[shell](Answer(safe, found.files), line)


def names(source: str, typed: str, base: str | None) -> Iterable[Candidate]:
    """The names of a source in the base that the line, the environment or the habit says."""
    from venez_vivre.store.queries.completing import SOURCES  # noqa: PLC0415

    said = base or os.environ.get("VENEZ_VIVRE_BASE")
    with _seen(said) as rows:
        found = SOURCES[source](rows, typed) if rows is not None and source in SOURCES else []
    return [Candidate(one.value, clean(one.about), begins=not one.by_name) for one in found]


def _seen(said: str | None) -> AbstractContextManager[Reader | None]:
    """The base that was named, in a file or on a server, looked at in passing."""
    from venez_vivre.store.addresses import SERVED, named, store_at  # noqa: PLC0415  same
    from venez_vivre.store.glance import glance  # noqa: PLC0415  same

    if said and said.partition("://")[0].casefold() in SERVED:
        return store_at(said, announce=lambda _: None, ask=None).reading()
    where = named(said) if said else data_folder() / LAPTOP_BASE
    return glance(where)


# What was typed.


def _bash_line() -> Line:
    """The words that bash has cut, where `=` stands alone between an option and its value."""
    words, quoted = _words(os.environ.get("COMP_WORDS", ""))
    place = int(os.environ.get("COMP_CWORD") or len(words) - 1)
    before, typed = words[1:place], words[place] if place < len(words) else ""
    if typed == "=":
        typed = ""
    elif before and before[-1] == "=":
        before = before[:-1]
    return Line([word for word in before if word != "="], typed, quoted)


def _typed_line() -> Line:
    text = os.environ.get("_TYPER_COMPLETE_ARGS", "")
    words, quoted = _words(text)
    if not text or (text[-1:].isspace() and not quoted):
        return Line(words[1:], "")
    return Line(words[1:-1], words[-1] if len(words) > 1 else "", quoted)


def _words(text: str) -> tuple[list[str], bool]:
    """The words of a line, and whether the quote of the last one is still open."""
    import shlex  # noqa: PLC0415  only here

    lexer = shlex.shlex(text, posix=True)
    lexer.whitespace_split = True
    lexer.commenters = ""
    words: list[str] = []
    try:
        words.extend(lexer)
    except ValueError:
        return [*words, lexer.token], True
    return words, False


# How each shell is told.


def _tell_bash(found: Answer, line: Line) -> int:
    """One word a line. Several that were found by name are told with it, and replace nothing."""
    candidates = found.candidates
    if len(candidates) > 1 and any(_obscure(c) for c in candidates):
        lines = [f"{c.value}  {_safe(c.about)}".rstrip() for c in candidates]
        if len({line[:1] for line in lines}) == 1:  # bash would write what they share
            lines.append(line.typed)
    elif line.quoted:
        lines = [c.value for c in candidates]
    else:
        lines = [re.sub(r"([ '()&;’])", r"\\\1", c.value) for c in candidates]
    write_text("".join(f"{line}\n" for line in lines))
    return 0


def _obscure(candidate: Candidate) -> bool:
    """A word that says nothing by itself: it does not look like what was typed, or is a number."""
    return not candidate.begins or bool(candidate.about and candidate.value.isdecimal())


def _tell_zsh(found: Answer, line: Line) -> int:
    """Commands that the completion function of zsh runs."""
    if found.files:
        write_text("_files\n")
        return 0
    kept = [c for c in found.candidates if "'" not in c.value]
    if not kept:
        return 0
    values = " ".join(f"'{c.value}'" for c in kept)
    shown = " ".join(f"'{c.value}{_told(c)}'" for c in kept)
    write_text(f"local -a v d\nv=({values})\nd=({shown})\n")
    if all(c.value.startswith(line.typed) for c in kept):
        write_text("compadd -l -d d -a v\n")
        return 0
    write_text("compadd -U -l -d d -a v\n")  # even what does not look like what was typed
    if len(kept) > 1:  # and then zsh would erase it
        write_text("compstate[insert]=\ncompstate[list]='list force'\n")
    return 0


def _told(candidate: Candidate) -> str:
    about = _safe(candidate.about)
    return f"  -- {about}" if about else ""


def _safe(text: str) -> str:
    """A description that no shell can take for anything else."""
    return " ".join("".join(c if c.isalnum() or c in " .,/+-’" else " " for c in text).split())


def _tell_fish(found: Answer, line: Line) -> int:  # noqa: ARG001  same call for every shell
    """One word and what it is a line; fish proposes files by itself where there is no word."""
    if os.environ.get("_TYPER_COMPLETE_FISH_ACTION") == "is-args":
        return 0 if found.candidates else 1
    lines = _fish_lines(found.candidates)
    write_text("".join(f"{value}\t{' '.join(about.split())}\n" for value, about in lines))
    return 0


def _fish_lines(candidates: Sequence[Candidate]) -> Iterable[tuple[str, str]]:
    """Fish drops words that do not look like the one typed: a name is then proposed as well."""
    for one in candidates:
        yield one.value, one.about
        if not one.begins and one.about and SAFE.fullmatch(one.about):
            yield one.about, one.value


SHELLS = {"bash": _tell_bash, "zsh": _tell_zsh, "fish": _tell_fish}
