"""A server that stops, a line that is cut, a door that stays shut: one sentence, nothing half."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg
import pytest

from own_server import LOCAL, Line, running
from venez_vivre.errors import Refused
from venez_vivre.store.base import SCHEMA
from venez_vivre.store.postgres import store as served_store
from venez_vivre.store.postgres.address import parsed
from venez_vivre.store.postgres.link import WRITERS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from own_server import OwnServer

pytestmark = pytest.mark.file
"""The server of these tests is their own, whatever the others run on."""

PROGRAM = (sys.executable, "-m", "venez_vivre", "--date", "2025-11-27", "--agent", "Test")
CREATE = ("foyers", "creer", "--nom", "Roy", "--email", "roy@example.org")
SECRET = "tres-secret"  # noqa: S105  invented
PATIENCE = 60.0


@pytest.fixture(scope="module")
def own() -> Iterator[OwnServer]:
    """A server that these tests may stop, in a folder whose name is short enough for a socket."""
    with tempfile.TemporaryDirectory(prefix="vv-pg-", ignore_cleanup_errors=True) as folder:
        yield from running(Path(folder))


@pytest.fixture
def database(own: OwnServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A base on it, with one household."""
    for name in [name for name in os.environ if name.startswith(("VENEZ_VIVRE_", "PG"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("VENEZ_VIVRE_CONFIG", str(tmp_path / "config.toml"))
    monkeypatch.setenv("COLUMNS", "120")
    name = own.server.new()
    done(run(own.server.url(name), "foyers", "creer", "--nom", "Blum", "--email", "b@example.org"))
    yield name
    own.server.drop(name)


def begin(url: str, *words: str) -> subprocess.Popen[str]:
    """A command in a process of its own."""
    line = [*PROGRAM, "--base", url, *words]
    pipe = subprocess.PIPE
    return subprocess.Popen(line, stdout=subprocess.DEVNULL, stderr=pipe, encoding="utf-8")


def ended(process: subprocess.Popen[str]) -> tuple[int, str]:
    """Its exit code, and what it said."""
    _, err = process.communicate(timeout=PATIENCE)
    return process.returncode, err


def run(url: str, *words: str) -> tuple[int, str]:
    """The same for a command that nobody disturbs."""
    return ended(begin(url, *words))


def done(said: tuple[int, str]) -> None:
    """It worked."""
    assert said[0] == 0, said


def refused(said: tuple[int, str], *parts: str) -> None:
    """One message, the exit code of a refusal, nothing of a person, of a password or of ours."""
    code, err = said
    message = " ".join(err.split())
    assert code == Refused.exit_code, said
    for part in parts:
        assert part in message
    assert re.fullmatch(r"(Erreur : )?[A-ZÀ-Ü][^\n]*[.)»]", message), message
    assert len(err.strip().split("\n\n")) == 1, err
    for word in ("Traceback", "psycopg", "FATAL", SECRET, "example.org", "Roy"):
        assert word not in err


def held(own: OwnServer, database: str) -> dict[str, Any]:
    """How many rows each table of the base has, and the numbers it gave."""
    with psycopg.connect(own.server.conninfo(database)) as link:
        names = [
            name
            for (name,) in link.execute(
                "SELECT relname FROM pg_class WHERE relkind = 'r' "
                "AND relnamespace = 'venez_vivre'::regnamespace ORDER BY 1"
            )
        ]
        rows: dict[str, Any] = {
            name: link.execute(f"SELECT count(*) FROM venez_vivre.{name}").fetchall()
            for name in names
        }
        rows["numbers"] = link.execute("SELECT * FROM venez_vivre.counter ORDER BY 1").fetchall()
    return rows


def many(folder: Path, rows: int = 6_000) -> str:
    """A file that takes some seconds."""
    lines = ["prenom;nom;email;date_inscription;adultes;enfants;message"]
    lines += [
        f"P{n};Nom{n};p{n}@example.org;2025-03-01;2;1;Une maison, projet {n}" for n in range(rows)
    ]
    path = folder / "many.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return str(path)


WRITING = (
    "SELECT pid FROM pg_stat_activity WHERE application_name = 'venez-vivre' "
    "AND backend_xid IS NOT NULL"
)


def halfway(own: OwnServer, process: subprocess.Popen[str]) -> int:
    """Wait until a command has begun to write; the session that does."""
    until = time.monotonic() + PATIENCE
    with psycopg.connect(own.server.conninfo("postgres"), autocommit=True) as link:
        while time.monotonic() < until:
            assert process.poll() is None, "it ended before anything could go wrong"
            if found := link.execute(WRITING).fetchone():
                time.sleep(0.3)
                return int(found[0])
            time.sleep(0.005)
    raise AssertionError("it never wrote")


def works_again(own: OwnServer, database: str, before: dict[str, Any]) -> None:
    """Nothing is there by half, and the next command is done."""
    assert held(own, database) == before
    done(run(own.server.url(database), *CREATE))
    assert held(own, database)["household"] == [(2,)]


@pytest.mark.parametrize("how", ["fast", "immediate"])
def test_a_server_that_stops_in_mid_import_leaves_nothing(
    own: OwnServer, database: str, tmp_path: Path, how: str
) -> None:
    """Stopped by its administrator, or as by a power cut: the import never was."""
    before = held(own, database)
    process = begin(own.server.url(database), "inscrits", "importer", many(tmp_path))
    halfway(own, process)
    own.stop(how)
    refused(ended(process), "serveur", "Rien n’a été enregistré.")
    refused(run(own.server.url(database), "foyers", "lister"), "ne répond pas")
    own.start()
    works_again(own, database, before)


def test_a_session_that_is_ended_in_mid_import_leaves_nothing(
    own: OwnServer, database: str, tmp_path: Path
) -> None:
    """Whoever administers the server ends it; the lock is free at once."""
    before = held(own, database)
    process = begin(own.server.url(database), "inscrits", "importer", many(tmp_path))
    session = halfway(own, process)
    own.server.run(f"SELECT pg_terminate_backend({session})")
    refused(ended(process), "Rien n’a été enregistré.")
    works_again(own, database, before)


@pytest.mark.parametrize("rows", [6_000, 20_000])
def test_a_program_that_is_killed_in_mid_import_leaves_nothing(
    own: OwnServer, database: str, tmp_path: Path, rows: int
) -> None:
    """Also a large one, of which another process reads the file: nobody holds the lock then."""
    before = held(own, database)
    process = begin(own.server.url(database), "inscrits", "importer", many(tmp_path, rows))
    halfway(own, process)
    process.send_signal(signal.SIGKILL)
    assert ended(process)[0] == -signal.SIGKILL
    begun = time.monotonic()
    done(run(own.server.url(database), *CREATE))
    assert time.monotonic() - begun < PATIENCE / 2
    after = held(own, database)
    assert after["household"] == [(2,)]
    assert (after["signup"], after["import_run"]) == ([(2,)], before["import_run"])


def through(own: OwnServer, database: str, line: Line) -> str:
    """The address of a base by a line that breaks."""
    return f"postgresql://{own.server.user}@{LOCAL}:{line.port}/{database}"


def test_a_line_that_is_cut_in_mid_command_leaves_nothing(own: OwnServer, database: str) -> None:
    """The household was sent, the journal was not."""
    before = held(own, database)
    with closing(Line(own, b"INSERT INTO operation", heard=False)) as line:
        refused(run(through(own, database, line), *CREATE), "Rien n’a été enregistré.")
        assert line.cut.is_set()
    works_again(own, database, before)


def test_a_line_that_is_cut_in_mid_import_leaves_nothing(
    own: OwnServer, database: str, tmp_path: Path
) -> None:
    """Among the rows of a file."""
    before = held(own, database)
    with closing(Line(own, b"p2500@example.org", heard=False)) as line:
        url = through(own, database, line)
        refused(run(url, "inscrits", "importer", many(tmp_path)), "Rien n’a été enregistré.")
        assert line.cut.is_set()
    works_again(own, database, before)


@pytest.mark.parametrize("heard", [False, True])
def test_a_line_that_is_cut_at_the_last_word_says_that_nobody_knows(
    own: OwnServer, database: str, *, heard: bool
) -> None:
    """Heard by the server or not, all or nothing is there; the sentence says to look."""
    before = held(own, database)
    with closing(Line(own, b"COMMIT", heard=heard)) as line:
        said = run(through(own, database, line), *CREATE)
        refused(said, "en entier ou pas du tout", "venez-vivre journal")
    after = held(own, database)
    if heard:
        assert (after["household"], after["operation"]) == ([(2,)], [(2,)])
        done(run(own.server.url(database), "annuler"))
    else:
        assert after == before
    done(run(own.server.url(database), *CREATE))


@pytest.mark.parametrize("given", [None, f"{SECRET}-faux"])
def test_a_password_that_is_wrong_or_missing_is_said_and_not_shown(
    own: OwnServer, database: str, monkeypatch: pytest.MonkeyPatch, given: str | None
) -> None:
    """By a port that asks for one; with the right one, the command works."""
    own.server.run(
        "SET password_encryption = 'scram-sha-256'",
        "DROP ROLE IF EXISTS lea",
        f"CREATE ROLE lea LOGIN SUPERUSER PASSWORD '{SECRET}'",
    )
    own.lets_in(f"host all all {LOCAL}/32 scram-sha-256")
    url = f"postgresql://lea@{LOCAL}:{own.port}/{database}"
    if given:
        monkeypatch.setenv("PGPASSWORD", given)
    refused(run(url, "foyers", "lister"), "mot de passe")
    monkeypatch.setenv("PGPASSWORD", SECRET)
    done(run(url, "foyers", "lister"))


def test_who_has_no_rights_is_told_whom_to_ask(own: OwnServer, database: str) -> None:
    """No right at all, then tables that were opened by hand: a command that writes is refused."""
    role = f"paul_{database}"
    own.server.run(f"CREATE ROLE {role} LOGIN")
    url = own.server.url(database, role)
    before = held(own, database)
    try:
        refused(run(url, "foyers", "lister"), "pas le droit", "Demandez-le à qui administre")
        own.server.run(
            f"GRANT USAGE ON SCHEMA venez_vivre TO {role}",
            f"GRANT SELECT ON ALL TABLES IN SCHEMA venez_vivre TO {role}",
            database=database,
        )
        refused(run(url, *CREATE), "pas le droit", "Rien n’a été enregistré.")
        works_again(own, database, before)
    finally:
        own.server.run(f"DROP OWNED BY {role}", f"DROP ROLE {role}", database=database)


@pytest.mark.parametrize(
    ("number", "said"),
    [(SCHEMA - 1, "version plus ancienne"), (SCHEMA + 1, "version plus récente")],
)
def test_another_schema_is_neither_read_nor_written(
    own: OwnServer, database: str, number: int, said: str
) -> None:
    """Who administers it brings an older one up to date; a newer one asks for a newer program."""
    own.server.run(
        f"UPDATE venez_vivre.alembic_version SET version_num = '{number:04}'", database=database
    )
    before = held(own, database)
    refused(run(own.server.url(database), "foyers", "lister"), said)
    refused(run(own.server.url(database), *CREATE), said)
    assert held(own, database) == before


def test_a_server_that_accepts_and_says_nothing_is_not_waited_for(database: str) -> None:
    """Ten seconds unless the address says otherwise."""
    assert "connect_timeout=10" in parsed("postgresql://lea@localhost/base").conninfo
    with socket.create_server((LOCAL, 0)) as deaf:
        url = f"postgresql://lea@{LOCAL}:{deaf.getsockname()[1]}/{database}?connect_timeout=2"
        begun = time.monotonic()
        refused(run(url, "foyers", "lister"), "ne répond pas")
        assert time.monotonic() - begun < PATIENCE / 2


def test_a_command_that_waits_too_long_for_another_says_so(
    own: OwnServer, database: str, call: Callable[..., tuple[int, str]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """As on a base in a file: busy, nothing written, and later it works."""
    before = held(own, database)
    monkeypatch.setattr(served_store, "WAIT", "SET lock_timeout = '200ms'")
    with psycopg.connect(own.server.conninfo(database)) as other:
        other.execute(f"SELECT pg_advisory_xact_lock({WRITERS})")
        refused(call(own.server.url(database), *CREATE), "est occupée par une autre commande")
        assert call(own.server.url(database), "foyers", "lister")[0] == 0, "readers never wait"
    works_again(own, database, before)


@pytest.fixture
def call(capfd: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str]]:
    """Run a command in this process."""
    from venez_vivre.cli import run as run_program  # noqa: PLC0415

    def once(url: str, *words: str) -> tuple[int, str]:
        capfd.readouterr()
        code = run_program(["--base", url, "--date", "2025-11-27", "--agent", "T", *words])
        return code, capfd.readouterr().err

    return once


def test_a_command_that_the_server_finds_too_long_is_stopped_whole(
    own: OwnServer, database: str, tmp_path: Path
) -> None:
    """Its administrator gives statements so much time, and this one takes more."""
    before = held(own, database)
    own.server.run(f"ALTER DATABASE {database} SET statement_timeout = '1ms'")
    said = run(own.server.url(database), "inscrits", "importer", many(tmp_path))
    refused(said, "a arrêté la commande", "Rien n’a été enregistré.")
    own.server.run(f"ALTER DATABASE {database} RESET statement_timeout")
    works_again(own, database, before)


@pytest.fixture
def small_disk(own: OwnServer) -> Iterator[Path]:
    """A disk of 24 MB in memory, where mounting one is allowed."""
    place = Path(tempfile.mkdtemp(prefix="disque-", dir=own.folder.parent))
    place.chmod(0o755)
    size = ["mount", "-t", "tmpfs", "-o", "size=24m,mode=777", "tmpfs", str(place)]
    try:
        mounted = subprocess.run(size, capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        mounted = False
    if not mounted:
        place.rmdir()
        pytest.skip("no disk may be mounted here")
    (place / "ici").mkdir(mode=0o777)
    (place / "ici").chmod(0o777)
    os.chown(place / "ici", own.folder.stat().st_uid, own.folder.stat().st_gid)
    try:
        yield place / "ici"
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)
        place.rmdir()


def test_a_disk_that_fills_up_on_the_server_leaves_nothing(
    own: OwnServer, database: str, tmp_path: Path, small_disk: Path
) -> None:
    """The base is on a small disk: the import stops; once there is room, commands work again."""
    own.server.run(
        f"CREATE TABLESPACE petit LOCATION '{small_disk}'",
        f"ALTER DATABASE {database} SET TABLESPACE petit",
    )
    try:
        before = held(own, database)
        said = run(own.server.url(database), "inscrits", "importer", many(tmp_path, 20_000))
        refused(said, "Le disque du serveur", "est plein. Rien n’a été enregistré.")
        more = ["mount", "-o", "remount,size=64m", str(small_disk.parent)]
        subprocess.run(more, check=True)
        works_again(own, database, before)
    finally:
        own.server.drop(database)
        own.server.run("DROP TABLESPACE petit")
