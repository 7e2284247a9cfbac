"""Help pages and usage errors, in French and without the cost of a rendering library."""

from __future__ import annotations

import difflib
import inspect
import os
import shutil
import sys
import textwrap
from collections.abc import Iterable, Sequence
from typing import Any

ROOT_OPTIONS = ("--base", "--date", "--agent", "--sans-couleur")


def name_of(param: Any) -> str:
    """How messages call a parameter: its long option, or its argument in capitals."""
    if param.param_type_name == "argument":
        return str(param.metavar or param.name.upper())
    return max(param.opts, key=len)


def command_page(command: Any, ctx: Any) -> str:
    """The help page of a command: usage, what it does, its arguments and options."""
    arguments = [p for p in command.params if p.param_type_name == "argument"]
    options = [p for p in command.get_params(ctx) if p.param_type_name == "option" and not p.hidden]
    words = " ".join(_usage(p) for p in arguments)
    parts = [_title("Usage") + f" {ctx.command_path} {words + ' ' if words else ''}[OPTIONS]"]
    parts.append(_prose(command.help))
    parts.append(_section("Arguments", [(name_of(p), p.help or "") for p in arguments]))
    parts.append(_section("Options", [_option_line(p) for p in options]))
    return "\n\n".join(part for part in parts if part)


def group_page(group: Any, ctx: Any) -> str:
    """The help page of a group: usage, what it holds, its commands by panel, its options."""
    options = [p for p in group.get_params(ctx) if p.param_type_name == "option" and not p.hidden]
    parts = [_title("Usage") + f" {ctx.command_path} [OPTIONS] COMMANDE…", _prose(group.help)]
    for panel, lines in _panels(group, ctx):
        parts.append(_section(panel, lines))
    parts.append(_section("Options", [_option_line(p) for p in options]))
    parts.append(_dim(f"« {ctx.command_path} COMMANDE --help » montre l’aide d’une commande."))
    return "\n\n".join(part for part in parts if part)


def _panels(group: Any, ctx: Any) -> Iterable[tuple[str, list[tuple[str, str]]]]:
    table = getattr(group, "table", None)
    if table is None:
        verbs = [(i.name, _first_line(i.callback.__doc__)) for i in group.app.registered_commands]
        return [("Commandes", verbs)]
    panels: dict[str, list[tuple[str, str]]] = {}
    for name in group.list_commands(ctx):
        panels.setdefault(table[name].panel, []).append((name, table[name].help))
    return panels.items()


def _usage(param: Any) -> str:
    name = name_of(param) + ("…" if param.nargs == -1 else "")
    return name if param.required else f"[{name}]"


def _option_line(param: Any) -> tuple[str, str]:
    names = ", ".join(sorted(param.opts, key=len))
    metavar = "" if param.is_flag or param.count else f" {param.metavar or 'TEXTE'}"
    return names + metavar, param.help or ""


def _section(title: str, lines: Sequence[tuple[str, str]]) -> str:
    if not lines:
        return ""
    room = _width()
    column = min(max(len(name) for name, _ in lines), 34)
    out = [_title(title)]
    for name, text in lines:
        wrapped = textwrap.wrap(text, max(room - column - 4, 20)) or [""]
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
    paragraphs = inspect.cleandoc(text or "").split("\n\n")
    return "\n\n".join(
        p if p.startswith("  ") else textwrap.fill(" ".join(p.split()), _width())
        for p in paragraphs
    )


def _first_line(text: str | None) -> str:
    return inspect.cleandoc(text or "").partition("\n")[0].removesuffix(".")


def _width() -> int:
    return min(shutil.get_terminal_size((100, 24)).columns, 100)


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
        return f"Il manque {name_of(error.param)}."
    if kind == "BadOptionUsage":
        return f"L’option {error.option_name} est mal employée (il lui manque une valeur ?)."
    words = str(getattr(error, "message", error))
    if words.startswith("No such command"):
        return _unknown_command(words.partition("'")[2].rpartition("'")[0], ctx)
    if "unexpected extra argument" in words:
        extra = words.partition("(")[2].rpartition(")")[0]
        return f"Il y a des mots en trop : {extra}. Une valeur qui contient des espaces se met entre guillemets."
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
    return f"La commande « {name} » n’existe pas.{_suggestion(name, known)}"


def _suggestion(word: str, known: Sequence[str]) -> str:
    near = difflib.get_close_matches(word, known, n=2)
    return f" Vouliez-vous dire {' ou '.join(near)} ?" if near else ""
