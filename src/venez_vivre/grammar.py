"""What a command line is made of: its options, arguments, verbs and nouns.

Typer stays the judge: it writes the help, names the mistakes, completes words. It also takes 40 ms
to import, which is most of a read command; so a plain line is read by `door.lines` from the same
declarations, and anything else is left to typer.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Annotated, Any, get_args, get_origin

from venez_vivre import NamedTuple
from venez_vivre.errors import Misuse


class Option(NamedTuple):
    """An option: its names, what its help says, how its text becomes a value.

    `completes` says what may be typed: values, or the name of a source of `door.completing`.
    """

    names: tuple[str, ...]
    help: str
    metavar: str
    parser: Callable[[str], Any] | None
    completes: str | tuple[str, ...] = ""


class Argument(NamedTuple):
    """A word without a name: what its help says, how its text becomes a value.

    With `dashes`, a word that begins with a dash and is no option is one of its texts.
    """

    metavar: str
    help: str
    parser: Callable[[str], Any] | None
    completes: str | tuple[str, ...] = ""
    dashes: bool = False


def option(
    *names: str,
    help: str,  # noqa: A002  the word everybody uses for it
    metavar: str = "TEXTE",
    parser: Callable[[str], Any] | None = None,
    completes: str | tuple[str, ...] = "",
) -> Option:
    """An option, to be put in the annotation of a parameter: `Annotated[str | None, …]`."""
    return Option(names, help, metavar, parser, completes)


def argument(
    *,
    metavar: str,
    help: str,  # noqa: A002  same
    parser: Callable[[str], Any] | None = None,
    completes: str | tuple[str, ...] = "",
    dashes: bool = False,
) -> Argument:
    """A word without a name, to be put in the annotation of a parameter: `Annotated[str, …]`."""
    return Argument(metavar, help, parser, completes, dashes)


class Call(NamedTuple):
    """One command line being run: the path of its command, and the desk."""

    command_path: str
    obj: Any


class Param(NamedTuple):
    """One parameter of a command, as its signature declares it."""

    name: str
    mark: Option | Argument
    kind: Any
    default: Any
    required: bool

    @property
    def flag(self) -> bool:
        """Whether it is a switch without a value."""
        return self.kind is bool

    @property
    def many(self) -> bool:
        """Whether it may be given several times."""
        return any(get_origin(kind) is list for kind in (self.kind, *get_args(self.kind)))


class Command(NamedTuple):
    """A verb and the function that does it; its first parameter is the `Call`.

    `more` gives parameters that a table declares: the function receives them as `**values`.
    """

    name: str
    run: Callable[..., Any]
    more: Callable[[], tuple[Param, ...]] = tuple

    @property
    def doc(self) -> str:
        """Its help text."""
        return self.run.__doc__ or ""

    def params(self) -> list[Param]:
        """The parameters after the call, read from the annotations, then those of the table."""
        code = self.run.__code__
        names = code.co_varnames[1 : code.co_argcount]
        defaults = self.run.__defaults__ or ()
        padded = [()] * (len(names) - len(defaults)) + [(value,) for value in defaults]
        home = sys.modules[self.run.__module__].__dict__
        hints = self.run.__annotations__
        own = [_param(n, hints[n], home, d) for n, d in zip(names, padded, strict=True)]
        return [*own, *self.more()]


def _param(name: str, said: Any, home: dict[str, Any], default: tuple[Any, ...]) -> Param:
    hint = eval(said, home) if isinstance(said, str) else said  # noqa: S307  our own annotation
    if get_origin(hint) is not Annotated:
        raise TypeError(f"{name}: {said}")
    kind, mark = get_args(hint)[:2]
    return Param(name, mark, kind, default[0] if default else None, not default)


class Noun:
    """The verbs of one noun."""

    def __init__(self, *shared: Command) -> None:
        self._own: dict[str, Command] = {}
        self._shared = {command.name: command for command in shared}

    @property
    def commands(self) -> dict[str, Command]:
        """Its verbs by name: its own first, then those it shares with other nouns."""
        return self._own | self._shared

    def command(
        self, name: str, more: Callable[[], tuple[Param, ...]] = tuple
    ) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        """Declare a verb, with the parameters of a table when it takes `**values`."""

        def declare(run: Callable[..., Any]) -> Callable[..., Any]:
            self._own[name] = Command(name, run, more)
            return run

        return declare


def filled(text: str) -> str:
    """A value that is there, for an option whose usual value must not stand for an empty one."""
    if not text.strip():
        raise Misuse("la valeur est vide. Donnez-en une, ou enlevez l’option.")
    return text
