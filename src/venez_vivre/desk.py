"""What a command holds in hand: who acts, which day it is, the store, and how to show things."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from venez_vivre import dates
from venez_vivre.errors import Misuse
from venez_vivre.store.base import Store, place
from venez_vivre.store.operations import Heading

if TYPE_CHECKING:
    from venez_vivre.screens.pages import Page
    from venez_vivre.store.base import Work
    from venez_vivre.store.reader import Reader

LAPTOP_BASE = "venez-vivre.db"


def version() -> str:
    """The version of the installed package."""
    from importlib.metadata import version as of  # noqa: PLC0415

    return of("venez-vivre")


def data_folder() -> Path:
    """Where this platform keeps a program's data."""
    from platformdirs import user_data_path  # noqa: PLC0415

    return user_data_path("venez-vivre", appauthor=False)


def login() -> str:
    """The name of the session's user, as the system knows it."""
    import getpass  # noqa: PLC0415

    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "inconnu"


@dataclass
class Desk:
    """The root options, turned into what commands need, each on first use."""

    base: str | None = None
    date_text: str | None = None
    agent_text: str | None = None
    colored: bool = True

    @cached_property
    def today(self) -> date:
        """The day the command acts on; the only place that asks the clock."""
        real = date.today()  # noqa: DTZ011  an officer's day is her local day
        return dates.parse_date(self.date_text, real) if self.date_text else real

    @cached_property
    def agent(self) -> str:
        """Who acts."""
        return self.agent_text or login()

    @cached_property
    def store(self) -> Store:
        """The base that was asked for, else the one of this platform's data folder."""
        path = place(self.base) if self.base else data_folder() / LAPTOP_BASE
        return Store(path, announce=self.tell)

    @property
    def asks(self) -> bool:
        """Whether somebody is there to answer a question."""
        return sys.stdin.isatty() and sys.stderr.isatty()

    @contextmanager
    def reading(self) -> Iterator[Reader]:
        """A consistent view of the base."""
        with self.store.reading() as rows:
            yield rows

    @contextmanager
    def working(self, ctx: Any, *, dry: bool = False) -> Iterator[Work]:
        """One operation, named after the command that was typed."""
        command = ctx.command_path.partition(" ")[2]
        with self.store.transact(Heading(self.agent, command, self.today), dry=dry) as work:
            yield work

    def day(self, text: str | None, default: date | None = None) -> date | None:
        """The date that was typed, else the default."""
        return dates.parse_date(text, self.today) if text else default

    def need(self, option: str, value: Any, question: str = "", choices: Any = None) -> Any:
        """The value; asked for on a terminal when missing, else an error that names the option."""
        if value is not None:
            return value
        if not self.asks:
            raise Misuse(f"Il manque {option}.")
        from venez_vivre import asking  # noqa: PLC0415

        return asking.ask(question or option, choices)

    def confirm(self, question: str, *, yes: bool) -> bool:
        """Whether to go on: yes without asking when `yes` or when nobody is there to answer."""
        if yes or not self.asks:
            return True
        from venez_vivre import asking  # noqa: PLC0415

        return asking.confirm(question)

    def show(self, page: Page, form: str | None = None) -> None:
        """Write a page to the standard output in the format that was asked for."""
        import shutil  # noqa: PLC0415

        from venez_vivre.reports import render  # noqa: PLC0415

        name = form or "table"
        out = sys.stdout
        width = shutil.get_terminal_size((120, 24)).columns
        text = render(page, name, colored=self.colored and out.isatty(), width=width)
        if name == "table":
            from venez_vivre.texts import for_console  # noqa: PLC0415

            out.write(for_console(text, out.encoding))
        else:
            write_bytes(text)

    def tell(self, text: str) -> None:
        """Say something to the person, beside the data."""
        from venez_vivre.texts import clean, for_console  # noqa: PLC0415

        print(for_console(clean(text), sys.stderr.encoding or "utf-8"), file=sys.stderr)  # noqa: T201


def write_bytes(text: str) -> None:
    """Write UTF-8 to the standard output whatever its encoding and newlines are."""
    sys.stdout.flush()
    buffer = getattr(sys.stdout, "buffer", None)
    if buffer is None:
        sys.stdout.write(text)
    else:
        buffer.write(text.encode("utf-8"))
        buffer.flush()


def check_format(name: str) -> str:
    """A known output format, for options that take one."""
    from venez_vivre.reports import check_format as check  # noqa: PLC0415

    return check(name)
