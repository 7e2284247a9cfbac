"""A group that shows its table and imports a command only when it is called.

Three things differ from stock typer, each with a measured reason: a noun's module is imported when
the noun is typed; values are plain text converted by our own parsers, because typer's conversion
imports pydantic (70 ms on every command); help pages and errors are French.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any, ClassVar

import typer
import typer.main
from typer.core import TyperCommand, TyperGroup

from venez_vivre import manual
from venez_vivre.errors import Misuse

OPTIONAL_VALUES = {"--cohorte": "mois"}
"""Options that may stand alone, with the value they then take."""


@dataclass(frozen=True)
class Entry:
    """One line of the table of commands.

    `module` is a module of `venez_vivre.commands`; `verb` names one command of its `app` that
    stands alone at the root, and is empty for a noun with verbs of its own.
    """

    module: str
    help: str
    panel: str
    verb: str = ""


class TextParam:
    """Turns the text of a parameter into its value by the parser it names, without pydantic."""

    def coerce(self, value: Any, param: Any, ctx: Any) -> Any:  # noqa: ARG002
        """Parse one value, or each of several; a French error names the option."""
        many = param.multiple or param.nargs == -1
        if value is None:
            return () if many else None
        parser = param.type_descriptor.parameter_info.parser
        if parser is None or not isinstance(value, (str, list, tuple)):
            return value  # a default is already a value
        try:
            return tuple(parser(one) for one in value) if many else parser(value)
        except Misuse as error:
            raise Misuse(f"{manual.name_of(param)} : {error}") from None


_TEXT = TextParam()


class FrenchCommand(TyperCommand):
    """A command with text parameters and a French help page."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        for param in self.params:
            param._runtime_param = _TEXT  # type: ignore[attr-defined]  # noqa: SLF001

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Give its usual value to an option that stands alone, then parse as ever."""
        return super().parse_args(ctx, _completed(args))

    def get_help(self, ctx: Any) -> str:
        """The help page."""
        return manual.command_page(self, ctx)

    def get_help_option(self, ctx: Any) -> Any:
        """The help option, in French."""
        return _help_option(super().get_help_option(ctx))


def _help_option(option: Any) -> Any:
    if option is not None:
        option.help = "Montrer cette aide."
        option._runtime_param = _TEXT  # noqa: SLF001
    return option


def _completed(args: Sequence[str]) -> list[str]:
    done: list[str] = []
    for place, word in enumerate(args):
        done.append(word)
        if word in OPTIONAL_VALUES and (place + 1 == len(args) or args[place + 1].startswith("-")):
            done.append(OPTIONAL_VALUES[word])
    return done


class FrenchGroup(TyperGroup):
    """A group with a French help page."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.subcommand_metavar = "COMMANDE…"
        for param in self.params:
            param._runtime_param = _TEXT  # type: ignore[attr-defined]  # noqa: SLF001

    def get_help(self, ctx: Any) -> str:
        """The help page."""
        return manual.group_page(self, ctx)

    def get_help_option(self, ctx: Any) -> Any:
        """The help option, in French."""
        return _help_option(super().get_help_option(ctx))


class NounGroup(FrenchGroup):
    """The verbs of one noun, each built when it is typed."""

    app: typer.Typer

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002
        """Build the command of that name."""
        if cmd_name not in self.commands:
            for info in self.app.registered_commands:
                if info.name == cmd_name:
                    self.commands[cmd_name] = build(info)
        return self.commands.get(cmd_name)

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002
        """The verbs, in the order of the module."""
        return [info.name or "" for info in self.app.registered_commands]


class RootGroup(FrenchGroup):
    """The whole program: a table of entries, none of them imported yet."""

    table: ClassVar[dict[str, Entry]] = {}

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002
        """Import the module of that entry and build its group or command."""
        entry = self.table.get(cmd_name)
        if entry is None:
            return None
        if cmd_name not in self.commands:
            self.commands[cmd_name] = load(cmd_name, entry)
        return self.commands[cmd_name]

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002
        """The names of the table, in its order."""
        return list(self.table)


def load(name: str, entry: Entry) -> Any:
    """The group or the command that an entry stands for."""
    app = import_module(f"venez_vivre.commands.{entry.module}").app
    if entry.verb:
        return build(next(i for i in app.registered_commands if i.name == entry.verb))
    group = NounGroup(name=name, help=entry.help, rich_markup_mode=None, no_args_is_help=True)
    group.app = app
    return group


def build(info: Any) -> Any:
    """One command from its registration."""
    info.cls = FrenchCommand
    return typer.main.get_command_from_info(
        info, pretty_exceptions_short=True, rich_markup_mode=None
    )
