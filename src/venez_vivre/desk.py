"""What a command holds in hand: who acts, which day it is, the store, and how to show things."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cached_property
from typing import TYPE_CHECKING, Any, TextIO

from venez_vivre.errors import REASONS, Ambiguous, Interrupted, Misuse, reason

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from venez_vivre.screens.pages import Page
    from venez_vivre.store.base import Store, Work
    from venez_vivre.store.reader import Reader

LAPTOP_BASE = "venez-vivre.db"


class OutputLost(Exception):
    """The standard output takes no more: its disk is full, or whoever read it has left."""


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


class Desk:
    """The root options, turned into what commands need, each on first use.

    Imports wait for the first use too: a help page or a figure in JSON needs few of them.
    """

    def __init__(
        self,
        base: str | None = None,
        date_text: str | None = None,
        agent_text: str | None = None,
        *,
        colored: bool = True,
    ) -> None:
        self._base = base
        self.date_text = date_text
        self._agent_text = agent_text
        self.colored = colored
        self.errand = ""
        """The first word of the command that is run."""
        self.written: list[str] = []
        """The commands whose transaction is committed: what a later failure cannot take back."""

    def on(self, base: str) -> Desk:
        """The same desk before another base."""
        other = Desk(base, self.date_text, self._agent_text, colored=self.colored)
        other.written, other.errand = self.written, self.errand
        return other

    @cached_property
    def today(self) -> date:
        """The day the command acts on; the only place that asks the clock."""
        from datetime import date  # noqa: PLC0415

        real = date.today()  # noqa: DTZ011  an officer's day is her local day
        return self._parsed(self.date_text, real) if self.date_text else real

    @cached_property
    def chosen(self) -> dict[str, str]:
        """What is settled for this machine."""
        from venez_vivre.store import machine  # noqa: PLC0415

        return machine.chosen()

    @cached_property
    def agent(self) -> str:
        """Who acts."""
        from venez_vivre.texts import clean  # noqa: PLC0415

        return clean(self._agent_text or self.chosen.get("agent") or login())

    @cached_property
    def store(self) -> Store:
        """The base that was asked for, else that of this machine, else one of its data folder."""
        from venez_vivre.store.addresses import store_at  # noqa: PLC0415

        said = self._base or self.chosen.get("base") or str(data_folder() / LAPTOP_BASE)
        typed = self.origin("base") == "commande"
        ask, errand = self.secret, self.errand
        return store_at(said, announce=self.tell, ask=ask, typed=typed, errand=errand)

    def origin(self, name: str) -> str:
        """What says `agent` or `base`: `commande`, `environnement`, `machine` or `usuelle`."""
        said = {"agent": self._agent_text, "base": self._base}[name]
        if said:
            named = os.environ.get(f"VENEZ_VIVRE_{name.upper()}") == said
            return "environnement" if named else "commande"
        return "machine" if name in self.chosen else "usuelle"

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
        from venez_vivre.store.operations import Heading  # noqa: PLC0415

        command = ctx.command_path.partition(" ")[2]
        with self.store.transact(Heading(self.agent, command, self.today), dry=dry) as work:
            yield work
        if not (dry or work.idle):
            self.written.append(command)

    def day(self, text: str | None, default: date | None = None) -> date | None:
        """The date that was typed, else the default."""
        return self._parsed(text, self.today) if text else default

    @staticmethod
    def _parsed(text: str, today: date) -> date:
        from venez_vivre.dates import parse_date  # noqa: PLC0415

        return parse_date(text, today)

    def need(
        self,
        option: str,
        value: Any,
        question: str = "",
        choices: Any = None,
        *,
        check: Callable[[str], Any] | None = None,
        optional: bool = False,
    ) -> Any:
        """The value; asked for on a terminal when missing, else an error that names the option.

        An answer that `check` refuses is asked again, with the sentence of its error; one that is
        `optional` may be empty.
        """
        if value is not None:
            return value
        if not self.asks:
            raise Misuse(f"Il manque {option}.")
        return self.asking.ask(question or option, choices, check=check, optional=optional)

    def wish(self, question: str, *, check: Callable[[str], Any] | None = None) -> str | None:
        """An answer that may be left out, asked on a terminal; None when it was, or nobody asks."""
        if not self.asks:
            return None
        return str(self.asking.ask(question, check=check, optional=True)).strip() or None

    @property
    def asking(self) -> Any:
        """The questions, as `venez_vivre.asking` puts them."""
        from venez_vivre import asking  # noqa: PLC0415  heavy, and few commands ask

        return asking

    def secret(self, question: str) -> str | None:
        """A passphrase, not shown while it is typed; None when nobody is there to type it."""
        return str(self.asking.secret(question)) if self.asks else None

    def pick(self, question: str, choices: Any) -> str:
        """One of many (value, label), completed while it is typed; only on a terminal."""
        return str(self.asking.pick(question, choices))

    def decided(self, several: Ambiguous) -> str:
        """Which of several things was meant, chosen on a terminal; else the error goes on."""
        if not (self.asks and several.choices):
            raise several
        self.tell(str(several))
        return str(self.asking.ask("Lequel ?", several.choices))

    def confirm(self, question: str, *, yes: bool) -> bool:
        """Whether to go on: yes without asking when `yes` or when nobody is there to answer."""
        if yes or not self.asks:
            return True
        return bool(self.asking.confirm(_last_line(question)))

    def agree(self, question: str, *, yes: bool) -> None:
        """Go on only if somebody who is there says yes.

        Raises:
            Interrupted: they said no.

        """
        if not self.confirm(question, yes=yes):
            raise Interrupted("Rien n’a été enregistré.")

    def show(self, page: Page, form: str | None = None) -> None:
        """Write a page to the standard output in the format that was asked for."""
        from venez_vivre.reports import render  # noqa: PLC0415

        name = form or "table"
        on_terminal = sys.stdout is not None and sys.stdout.isatty()
        done = render(page, name, colored=self.colored and on_terminal)
        if name == "table" and isinstance(done, str):
            _write_or_page(done)
        else:
            write_bytes(done)

    def tell(self, text: str) -> None:
        """Say something to the person, beside the data."""
        from venez_vivre.texts import clean  # noqa: PLC0415

        say(clean(text))


@contextmanager
def output() -> Iterator[TextIO]:
    """The standard output; what was written to it has left when the block ends.

    Raises:
        OutputLost: not all of it could be written.

    """
    if sys.stdout is None:  # closed before the program began
        raise OutputLost(REASONS["EBADF"])
    try:
        yield sys.stdout
        sys.stdout.flush()
    except OSError as error:
        raise OutputLost(reason(error)) from error


def say(text: str) -> None:
    """Lines on the error side, their words kept whole at the edge of a terminal."""
    from venez_vivre.texts import for_console  # noqa: PLC0415

    err = sys.stderr
    said = for_console(text, err.encoding or "utf-8")
    with suppress(OSError):  # a full error side stops no work, nobody may be left to read it
        if err.isatty() and not said.startswith(" "):
            from venez_vivre.reports.layout import wrap  # noqa: PLC0415

            room = os.get_terminal_size(err.fileno()).columns or 80  # some terminals say 0
            said = "\n".join(wrap(said, room - 1))
        print(said, file=err)


def _last_line(question: str) -> str:
    """What is left to ask of a question once its other lines are said: a prompt breaks words."""
    if not sys.stderr.isatty():
        return question
    from venez_vivre.reports.layout import wrap  # noqa: PLC0415

    room = os.get_terminal_size(sys.stderr.fileno()).columns or 80
    *first, last = wrap(question, max(room - len("?  [o/N] "), 20))
    if first:
        say("\n".join(first))
    return last


def _write_or_page(text: str) -> None:
    """Write a table; one that is taller than the terminal of somebody goes through a pager."""
    if sys.stdout is not None and sys.stdout.isatty():
        from venez_vivre.reports import pager  # noqa: PLC0415

        words = pager.wanted(text)
        if words and pager.read_through(words, text):
            return
    write_text(text)


def write_text(text: str) -> None:
    """Write to the standard output, as far as its encoding goes."""
    from venez_vivre.texts import for_console  # noqa: PLC0415

    with output() as out:
        out.write(for_console(text, out.encoding or "utf-8"))


def write_bytes(done: str | bytes) -> None:
    """Write bytes, or UTF-8, to the standard output whatever its encoding and newlines are."""
    with output() as out:
        out.flush()
        buffer = getattr(out, "buffer", None)
        if buffer is None:
            out.write(done if isinstance(done, str) else done.decode("utf-8", "replace"))
        else:
            buffer.write(done.encode("utf-8") if isinstance(done, str) else done)
            buffer.flush()


def check_format(name: str) -> str:
    """A known output format, for options that take one."""
    from venez_vivre.reports import check_format as check  # noqa: PLC0415

    return check(name)
