"""The table of commands as typer sees it: mistakes, unusual lines, completion.

A noun's module is imported when the noun is typed. Values stay plain text that our own parsers
convert, because typer's conversion imports pydantic (70 ms).
"""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from typing import Annotated, Any, get_origin

import typer
import typer.main
from typer.core import TyperCommand, TyperGroup
from typer.models import CommandInfo

from venez_vivre.door import lines
from venez_vivre.door.lines import completed, loosened, parsed
from venez_vivre.grammar import Argument, Call, Command, Noun, Param


class TextParam:
    """Turns the text of a parameter into its value by the parser it names, without pydantic."""

    def __init__(self, param: Param | None = None) -> None:
        self._param = param

    def coerce(self, value: Any, param: Any, ctx: Any) -> Any:  # noqa: ARG002
        """Parse one value, or each of several; a default is already a value."""
        if self._param is None or value is None or isinstance(value, bool):
            return value
        if param.multiple or param.nargs == -1:
            value = list(value)
        parser = self._param.mark.parser
        if parser is None or not isinstance(value, (str, list)) or value == self._param.default:
            return value
        return parsed(self._param.mark, parser, value)


class FrenchCommand(TyperCommand):
    """A command whose options may stand alone when they have a usual value."""

    declared: tuple[Param, ...] = ()

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Give its usual value to an option that stands alone, then parse as ever."""
        return super().parse_args(ctx, completed(loosened(self.declared, args)))


class NounGroup(TyperGroup):
    """The verbs of one noun."""

    noun: Noun

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002
        """Build the command of that name."""
        known = self.noun.commands.get(cmd_name)
        return build(known) if known else None

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002
        """The verbs, in the order of the module."""
        return list(self.noun.commands)


class RootGroup(TyperGroup):
    """The whole program: a table of entries, none of them imported yet."""

    table: Mapping[str, Any]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002
        """Import the module of that entry and build its group or command."""
        entry = self.table.get(cmd_name)
        if entry is None:
            return None
        noun = entry.load()
        if entry.verb:
            return build(noun.commands[entry.verb])
        group = NounGroup(name=cmd_name, rich_markup_mode=None, add_help_option=False)
        group.noun = noun
        return group

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002
        """The names of the table, in its order."""
        return list(self.table)


def program(root: Command, table: Mapping[str, Any]) -> RootGroup:
    """The root group; `root` makes the desk out of the root options."""
    command = build(root)
    group = RootGroup(
        name="venez-vivre",
        callback=command.callback,
        params=command.params,
        rich_markup_mode=None,
        add_help_option=False,
    )
    group.table = table
    return group


def build(command: Command) -> Any:
    """One typer command from our declaration of it."""
    params = {param.name: param for param in command.params()}

    def run(ctx: typer.Context, **values: Any) -> Any:
        call = Call(ctx.command_path, ctx.obj)
        result = lines.run(command, call, values)
        if ctx.obj is None:
            ctx.obj = result  # the root's: its desk is handed to the commands
        return result

    hints = [_signature(param) for param in params.values()]
    context = inspect.Parameter("ctx", inspect.Parameter.KEYWORD_ONLY, annotation=typer.Context)
    run.__signature__ = inspect.Signature([context, *hints])  # type: ignore[attr-defined]
    run.__annotations__ = {"ctx": typer.Context, **{p.name: p.annotation for p in hints}}
    info = CommandInfo(command.name, callback=run, cls=FrenchCommand, add_help_option=False)
    built = typer.main.get_command_from_info(
        info, pretty_exceptions_short=True, rich_markup_mode=None
    )
    built.declared = tuple(params.values())  # type: ignore[attr-defined]
    for made in built.params:
        made._runtime_param = TextParam(params[made.name or ""])  # type: ignore[attr-defined]  # noqa: SLF001
    return built


def _signature(param: Param) -> inspect.Parameter:
    mark = param.mark
    if isinstance(mark, Argument):
        said: Any = typer.Argument(metavar=mark.metavar, help=mark.help, show_default=False)
    else:
        said = typer.Option(
            *mark.names, metavar=None if param.flag else mark.metavar, help=mark.help
        )
    kind = list[str] if param.many else bool if param.flag else str
    optional = not param.flag and not (param.many and get_origin(param.kind) is list)
    hint = Annotated[kind | None if optional else kind, said]  # type: ignore[valid-type]
    default = inspect.Parameter.empty if param.required else param.default
    return inspect.Parameter(
        param.name, inspect.Parameter.KEYWORD_ONLY, annotation=hint, default=default
    )
