"""Help pages and usage errors, in French and without the cost of a rendering library."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from typing import Any

from venez_vivre.grammar import Argument, Command, Noun, Option, Param
from venez_vivre.reports.layout import wrap
from venez_vivre.texts import fold, listed

Lines = list[tuple[str, str]]

ROOT_OPTIONS = ("--base", "--date", "--agent", "--sans-couleur")


HELP = ("--help", "Montrer cette aide.")


def command_page(command: Command, path: str) -> str:
    """The help page of a command: usage, what it does, its arguments and options."""
    params = command.params()
    arguments = [p for p in params if isinstance(p.mark, Argument)]
    words = "".join(_usage(p) + " " for p in arguments)
    parts = [
        _title("Usage") + f" {path} {words}[OPTIONS]",
        _prose(command.doc),
        _section("Arguments", [(p.mark.metavar, p.mark.help) for p in arguments]),
        _section("Options", _option_lines(params)),
    ]
    return "\n\n".join(part for part in parts if part)


def noun_page(path: str, about: str, noun: Noun) -> str:
    """The help page of a noun: its verbs."""
    verbs = [(name, _first_line(command.doc)) for name, command in noun.commands.items()]
    return _group_page(path, about, [("Commandes", verbs)], [])


def root_page(path: str, about: str, table: Mapping[str, Any], root: Command) -> str:
    """The help page of the program: its commands by panel, its options."""
    panels: dict[str, list[tuple[str, str]]] = {}
    for name, entry in table.items():
        panels.setdefault(entry.panel, []).append((name, entry.help))
    return _group_page(path, about, list(panels.items()), root.params())


def _group_page(
    path: str, about: str, panels: Sequence[tuple[str, Lines]], params: Sequence[Param]
) -> str:
    parts = [_title("Usage") + f" {path} [OPTIONS] COMMANDE…", _prose(about)]
    parts += [_section(panel, lines) for panel, lines in panels]
    parts.append(_section("Options", _option_lines(params)))
    parts.append(_dim(f"« {path} COMMANDE --help » montre l’aide d’une commande."))
    return "\n\n".join(part for part in parts if part)


def _usage(param: Param) -> str:
    name = param.mark.metavar + ("…" if param.many else "")
    return name if param.required else f"[{name}]"


def _option_lines(params: Sequence[Param]) -> Lines:
    lines = []
    for param in params:
        if isinstance(param.mark, Option):
            names = ", ".join(sorted(param.mark.names, key=len))
            metavar = "" if param.flag else f" {param.mark.metavar}"
            lines.append((names + metavar, param.mark.help))
    return [*lines, HELP]


def _section(title: str, lines: Lines) -> str:
    if not lines:
        return ""
    room = _width()
    column = min(max(len(name) for name, _ in lines), 34)
    out = [_title(title)]
    for name, text in lines:
        wrapped = filled(text, max(room - column - 4, 20))
        gap = " " * (column + 2)
        head = name.ljust(column)
        if len(name) > column:
            out.append(f"  {_bold(name)}")
            out.extend(f"  {gap}{line}" for line in wrapped)
            continue
        out.append(f"  {_bold(head)}  {wrapped[0]}".rstrip())
        out.extend(f"  {gap}{line}" for line in wrapped[1:])
    return "\n".join(out)


def _prose(text: str | None) -> str:
    """Paragraphs filled to the width; lines that are indented are examples and stay as they are."""
    paragraphs = _dedented(text or "").split("\n\n")
    return "\n\n".join(
        p if p.startswith("  ") else "\n".join(filled(p, _width())) for p in paragraphs
    )


def filled(text: str, width: int) -> list[str]:
    """The words of a text on lines of that width; its own line breaks are no matter."""
    return wrap(" ".join(part for part in text.replace("\n", " ").split(" ") if part), width)


def _dedented(text: str) -> str:
    """A docstring without the margin of its function."""
    first, newline, rest = text.strip().partition("\n")
    body = "\n".join(line.removeprefix("    ").rstrip() for line in rest.split("\n"))
    return first + newline + body


def _first_line(text: str | None) -> str:
    return (text or "").strip().partition("\n")[0].removesuffix(".")


def _width() -> int:
    try:
        columns = int(os.environ.get("COLUMNS") or os.get_terminal_size(1).columns)
    except (OSError, ValueError):
        columns = 100
    return max(40, min(columns, 100))


def _colored() -> bool:
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")


def _bold(text: str) -> str:
    return f"\x1b[1m{text}\x1b[0m" if _colored() else text


def _title(text: str) -> str:
    return f"\x1b[1;33m{text}\x1b[0m" if _colored() else text


def _dim(text: str) -> str:
    return f"\x1b[2m{text}\x1b[0m" if _colored() else text


def usage_sentence(error: Any) -> str:
    """A French sentence for any usage error of the command-line parser."""
    ctx = getattr(error, "ctx", None)
    path = ctx.command_path if ctx else "venez-vivre"
    return f"{_what(error, ctx)} « {path} --help » montre ce qui est possible."


def _what(error: Any, ctx: Any) -> str:
    kind = type(error).__name__
    if kind == "NoSuchOption":
        return _unknown_option(error, ctx)
    if kind == "MissingParameter" and error.param is not None:
        param = error.param
        name = param.metavar or max(param.opts, key=len)
        return f"Il manque {name}" + "." * (not name.endswith("…"))
    if kind == "BadOptionUsage":
        return f"L’option {error.option_name} est mal employée (il lui manque une valeur ?)."
    return _said(str(getattr(error, "message", error)), ctx)


def _said(words: str, ctx: Any) -> str:
    """The mistakes that the parser only tells by its message."""
    if words.startswith("No such command"):
        return _unknown_command(words.partition("'")[2].rpartition("'")[0], ctx)
    if "unexpected extra argument" in words:
        extra = words.partition(" (")[2].rpartition(")")[0]
        return (
            f"Il y a des mots en trop : {extra}. "
            "Une valeur qui contient des espaces se met entre guillemets."
        )
    if words.startswith("Missing command"):
        return "Il manque une commande."
    return "La commande est mal formée."


def _unknown_option(error: Any, ctx: Any) -> str:
    name = error.option_name
    if name in ROOT_OPTIONS:
        return f"L’option {name} se place avant la commande : venez-vivre {name} … ."
    known = [opt for p in ctx.command.params for opt in p.opts] if ctx else []
    return f"L’option {name} n’existe pas.{_suggestion(name, known)}"


def _unknown_command(name: str, ctx: Any) -> str:
    known = ctx.command.list_commands(ctx) if ctx else []
    meant = _elsewhere(name, ctx) or _suggestion(name, known)
    return f"La commande « {name} » n’existe pas.{meant}"


def _elsewhere(verb: str, ctx: Any) -> str:
    """The nouns that have this verb, when it was typed without one."""
    table: Mapping[str, Any] = getattr(ctx.command, "table", {}) if ctx else {}
    nouns = (name for name, entry in table.items() if not entry.verb)
    having = [f"{noun} {verb}" for noun in nouns if verb in table[noun].load().commands]
    return f" Vouliez-vous dire {listed(having[:4], 'ou')} ?" if having else ""


def _suggestion(word: str, known: Sequence[str]) -> str:
    from difflib import get_close_matches  # noqa: PLC0415

    folded = {fold(one): one for one in known}
    near = [folded[one] for one in get_close_matches(fold(word), folded, n=2)]
    return f" Vouliez-vous dire {' ou '.join(near)} ?" if near else ""
