"""The scripts of examples/, run as cron runs them: files in, reports out, the right exit code."""

from __future__ import annotations

import configparser
import json
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pexpect
import pytest

from bases import SERVED, address_of
from builders import (
    JOURNAL,
    a_contact,
    a_csv,
    a_settlement,
    a_signup,
    a_territory,
    is_untouched,
    query,
    tables,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.skipif(os.name != "posix", reason="the script is one of sh")

EXAMPLES = Path(__file__).parents[1] / "examples"
SCRIPT = EXAMPLES / "rapport-hebdo.sh"
MONDAY, WEEK = "2025-12-01", "rapport-2025-W48"
STARTS = {"html": b"<!doctype html>", "xlsx": b"PK", "pdf": b"%PDF-", "json": b"{"}
"""How a file of each format begins."""

AS_ANYBODY = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"]
"""What makes root obey the modes of files, as everybody does."""
ROOT_WRITES = os.name == "posix" and not os.geteuid()

USUAL_SHELLS = [name for name in ("dash", "bash", "busybox") if shutil.which(name)]


class Place(NamedTuple):
    """A folder where files arrive, one of reports, a base, and what cron would say of them."""

    root: Path
    env: dict[str, str]

    @property
    def arrivals(self) -> Path:
        return self.root / "arrivées du mois"

    @property
    def reports(self) -> Path:
        return self.root / "rapports"

    @property
    def archive(self) -> Path:
        return self.arrivals / "archives" / MONDAY

    @property
    def base(self) -> Path:
        return self.root / "base.db"

    def drop(self, name: str, *lines: dict[str, str]) -> Path:
        """A file that arrives."""
        path = self.arrivals / name
        path.parent.mkdir(exist_ok=True)
        return a_csv(path, lines or [a_signup()])

    def line(self, *forms: str, shell: str = "sh") -> list[str]:
        applet = ["sh"] if shell == "busybox" else []
        return [shell, *applet, str(SCRIPT), str(self.arrivals), str(self.reports), *forms]

    def run(self, *forms: str, code: int = 0, shell: str = "sh", obeying: bool = not SERVED) -> str:
        """Run the script without a terminal; what it said, once its code is the one expected.

        Who obeys the modes of files does not reach the socket of a server that is somebody else's.
        """
        first = AS_ANYBODY if obeying and ROOT_WRITES and shutil.which(AS_ANYBODY[0]) else []
        done = subprocess.run(
            [*first, *self.line(*forms, shell=shell)],
            env=self.env,
            capture_output=True,
            stdin=subprocess.DEVNULL,
            check=False,
            timeout=120,
        )
        said = done.stderr.decode("utf-8")
        assert done.returncode == code, said
        assert done.stdout == b""
        assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f]", said), "a line a step, nothing that moves"
        assert "Traceback" not in said
        assert not list(self.arrivals.glob(".*")), "the lock is given back"
        return said

    def frozen(self) -> list[tuple[str, str]]:
        """The reports that were published: their kind, their first day."""
        return query(self.base, "SELECT kind, starts_on FROM frozen_report")

    def people(self) -> int:
        return query(self.base, "SELECT count(*) FROM person")[0][0]

    def instead(self, script: str) -> None:
        """Put a program before ours, which calls it as "$ours"."""
        ours = self.root / "bin" / "ours"
        if not ours.exists():
            (self.root / "bin" / "venez-vivre").rename(ours)
        a_program(self.root / "bin" / "venez-vivre", f"ours={ours}\n{script}")

    def again(self) -> None:
        """Put our program back."""
        (self.root / "bin" / "ours").rename(self.root / "bin" / "venez-vivre")


def a_program(path: Path, script: str) -> None:
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o755)


def names(folder: Path) -> list[str]:
    """Everything a folder holds, hidden or not."""
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """Folders that exist, no base yet, and the bare environment of cron."""
    found = Place(
        tmp_path,
        {
            "PATH": f"{tmp_path / 'bin'}:/usr/local/bin:/usr/bin:/bin",
            "HOME": str(tmp_path),
            "TMPDIR": str(tmp_path / "journaux"),
            "VENEZ_VIVRE_BASE": address_of(tmp_path / "base.db"),
            "VENEZ_VIVRE_CONFIG": str(tmp_path / "config.toml"),
            "VENEZ_VIVRE_DATE": MONDAY,
            "VENEZ_VIVRE_AGENT": "Automate",
            **{name: os.environ[name] for name in ("PYTHONPATH",) if name in os.environ},
        },
    )
    for folder in (found.arrivals, tmp_path / "bin", tmp_path / "journaux"):
        folder.mkdir()
    program = f'exec {shlex.quote(sys.executable)} -m venez_vivre "$@"'
    a_program(tmp_path / "bin" / "venez-vivre", program)
    return found


# A Monday.


def test_a_monday_imports_writes_freezes_and_puts_away(place):
    """Sign-ups, then exchanges, then settlements; four formats, one publication, each file kept."""
    place.drop("été n°1.csv", a_signup(email="a@example.org"), a_signup(email="b@example.org"))
    place.drop("contacts/échanges.CSV", a_contact("a@example.org", date="2025-11-25"))
    place.drop("installations/i.csv", a_settlement("a@example.org", date="26/11/2025"))
    (place.arrivals / "note.docx").write_bytes(b"x")
    (place.arrivals / "~$ouvert.xlsx").write_bytes(b"x")
    said = place.run()
    assert ("Nouvelle base créée" in said) is not SERVED
    assert "note.docx : laissé de côté" in said
    assert names(place.reports) == sorted(f"{WEEK}.{form}" for form in STARTS)
    for form, start in STARTS.items():
        path = place.reports / f"{WEEK}.{form}"
        assert path.read_bytes()[: len(start)].lower() == start.lower()
        assert path.stat().st_mode & 0o077 == 0, "what is not public is its owner's"
    kept = ["i.csv", "échanges.CSV", "été n°1.csv"]
    receipts = [path for path in place.archive.iterdir() if path.suffix == ".txt"]
    assert all(path.stat().st_mode & 0o077 == 0 for path in (place.archive, *receipts))
    assert names(place.archive) == sorted([*kept, *(f"{name}.recu.txt" for name in kept)])
    assert names(place.arrivals) == sorted(
        ["archives", "contacts", "installations", "note.docx", "~$ouvert.xlsx"]
    )
    assert place.frozen() == [("hebdo", "2025-11-24")]
    report = json.loads((place.reports / f"{WEEK}.json").read_text(encoding="utf-8"))
    assert (report["du"], report["etabli_le"]) == ("2025-11-24", MONDAY)
    assert query(place.base, "SELECT count(*) FROM settlement") == [(1,)]
    assert query(place.base, "SELECT count(*) FROM contact") == [(1,)]
    assert {agent for (agent,) in query(place.base, "SELECT agent FROM operation")} == {"Automate"}
    assert names(place.root / "journaux") == []


def test_the_same_monday_again_changes_nothing(place):
    """The file that came back is known, the report is replaced, the week stays published once."""
    content = place.drop("a.csv").read_bytes()
    place.run("md", "json")
    before = tables(place.base, besides=JOURNAL)
    (place.arrivals / "a.csv").write_bytes(content)
    for path in place.reports.iterdir():
        path.write_text("abîmé", encoding="utf-8")
    said = place.run("md", "json")
    assert "déjà figée" in said
    assert tables(place.base, besides=JOURNAL) == before
    assert len(place.frozen()) == 1
    json.loads((place.reports / f"{WEEK}.json").read_text(encoding="utf-8"))
    assert (place.archive / "a.csv").read_bytes() == (place.archive / "a-2.csv").read_bytes()


def test_the_monday_after_freezes_its_own_week(place):
    place.run("json")
    later = place._replace(env={**place.env, "VENEZ_VIVRE_DATE": "2025-12-08"})
    later.run("json")
    assert place.frozen() == [("hebdo", "2025-11-24"), ("hebdo", "2025-12-01")]
    assert names(place.reports) == ["rapport-2025-W48.json", "rapport-2025-W49.json"]
    assert names(place.arrivals) == [], "no folder is left that holds nothing"


def test_a_public_or_local_publication_does_not_count_for_the_whole(place):
    """Only the internal report of the whole scheme is the one that the script publishes."""
    place.drop("a.csv")
    program = str(place.root / "bin" / "venez-vivre")
    territories = str(a_csv(place.root / "t.csv", [a_territory()]))
    for words in (
        ["territoires", "importer", territories],
        ["rapport", "hebdo", "--figer", "--diffusion", "publique", "--sortie", "p.md"],
        ["rapport", "hebdo", "--figer", "--territoire", "T1", "--sortie", "t.md"],
    ):
        subprocess.run([program, *words], env=place.env, cwd=place.root, check=True)
    place.run("json")
    assert len(place.frozen()) == 3


# Lines to correct, files that are refused.


@pytest.mark.parametrize("shell", USUAL_SHELLS)
def test_lines_to_correct_stop_nothing_and_are_said_at_the_end(place, shell):
    """Code 5 after the report; the corrected lines, put back, are taken the next time."""
    place.drop("a.csv", a_signup(), a_signup(date_inscription="32/13/2025"))
    place.drop("b.csv")
    said = place.run("json", code=5, shell=shell)
    assert "b.csv : importé" in said
    assert "32/13/2025" not in said, "no value of a person goes into a mail"
    assert place.people() == 2
    assert names(place.reports) == [f"{WEEK}.json"]
    receipt = (place.archive / "a.csv.recu.txt").read_text(encoding="utf-8")
    assert "32/13/2025" in receipt
    rejects = place.arrivals / "rejets" / "a.rejets.csv"
    corrected = rejects.read_text(encoding="utf-8").replace("32/13/2025", "25/11/2025")
    rejects.unlink()
    (place.arrivals / "a.rejets.csv").write_text(corrected, encoding="utf-8")
    place.run("json", shell=shell)
    assert place.people() == 3


@pytest.mark.parametrize("content", [b"\x00\x01\x02", b"coucou\n"])
def test_a_file_that_is_no_list_stops_everything_before_the_report(place, content):
    """What came before it is put away; it and what comes after wait; no report is half true."""
    place.drop("a.csv")
    (place.arrivals / "b.csv").write_bytes(content)
    place.drop("c.csv")
    said = place.run("json", code=1)
    assert "b.csv : arrêt (inscrits, code 1)" in said
    assert names(place.archive) == ["a.csv", "a.csv.recu.txt"]
    assert names(place.arrivals) == ["archives", "b.csv", "c.csv"]
    assert names(place.reports) == []
    assert place.people() == 1
    assert place.frozen() == []
    (place.arrivals / "b.csv").unlink()
    place.run("json")
    assert place.people() == 2
    assert len(place.frozen()) == 1


STEPS = [
    ('*"inscrits importer"*', 70),
    ('*"rapport figes"*', 1),
    ("*/semaine/*", 3),
    ("*.md", 2),
    ("*--figer", 70),
]
"""An import, the list of what is published, the week, a report, the one that is published."""


@pytest.mark.parametrize(("step", "code"), STEPS)
def test_what_the_tool_answers_is_what_the_script_answers(place, step, code):
    """Whatever step fails; the report that would be published is not written."""
    place.drop("a.csv")
    place.instead(f'case "$*" in {step}) exit {code} ;; esac\nexec "$ours" "$@"')
    assert f"code {code}" in place.run("md", "json", code=code)
    assert names(place.reports) == ([f"{WEEK}.md"] if step == "*--figer" else [])
    imported = step != STEPS[0][0]
    assert (place.arrivals / "a.csv").exists() is not imported
    place.again()
    place.run("json")
    assert len(place.frozen()) == 1


# Places that cannot be written, words that miss.


def test_reports_that_have_no_place_are_refused_before_any_import(place):
    place.drop("a.csv")
    place.reports.write_text("ceci est un fichier", encoding="utf-8")
    assert "rapports ne peut pas être créé" in place.run(code=1)
    assert names(place.arrivals) == ["a.csv"]
    assert is_untouched(place.base)


@pytest.mark.skipif(
    ROOT_WRITES and not shutil.which(AS_ANYBODY[0]), reason="root writes everywhere, no setpriv"
)
@pytest.mark.parametrize("closed", ["arrivals", "reports"])
def test_a_folder_that_cannot_be_written_is_refused_before_any_import(place, closed):
    """Nothing is imported that could not be put away, nor for a report that has no place."""
    place.drop("a.csv")
    place.reports.mkdir()
    folder = getattr(place, closed)
    folder.chmod(0o500)
    assert f"{folder} ne peut pas être écrit" in place.run(code=1, obeying=True)
    assert names(place.arrivals) == ["a.csv"]
    assert is_untouched(place.base)


def test_a_report_that_cannot_take_its_name_is_not_published(place):
    """A folder has the name of the last file: the others are whole, the week is not frozen."""
    (place.reports / f"{WEEK}.json").mkdir(parents=True)
    said = place.run("md", "json", code=1)
    assert "est un dossier" in said
    assert "le rapport json n’est pas écrit" in said
    assert names(place.reports) == [f"{WEEK}.json", f"{WEEK}.md"]
    assert place.frozen() == []


def test_what_is_missing_is_said(place):
    """A folder that was not given, one that does not exist, a program that is not found."""
    bare = subprocess.run(["sh", SCRIPT], env=place.env, capture_output=True, check=False)
    assert (bare.returncode, bare.stdout) == (2, b"")
    assert "ARRIVEES RAPPORTS" in bare.stderr.decode("utf-8")
    (place.root / "bin" / "venez-vivre").unlink()
    assert "venez-vivre est introuvable" in place.run(code=1)
    place.arrivals.rmdir()
    a_program(place.root / "bin" / "venez-vivre", "exit 0")
    assert "n’existe pas" in place.run(code=1)


# Two at once, and none to the end.


@pytest.fixture
def held(place: Place) -> Iterator[subprocess.Popen[bytes]]:
    """A run that waits in the middle of its first import, until `hold` is taken away."""
    place.drop("a.csv")
    (place.root / "hold").touch()
    place.instead(
        f"touch {place.root}/there; while [ -e {place.root}/hold ]; do sleep 0.05; done\n"
        'exec "$ours" "$@"'
    )
    with subprocess.Popen(
        place.line("json"), env=place.env, stderr=subprocess.PIPE, start_new_session=True
    ) as running:
        deadline = time.monotonic() + 30
        while not (place.root / "there").exists():
            assert time.monotonic() < deadline
            time.sleep(0.02)
        yield running
        (place.root / "hold").unlink(missing_ok=True)


def test_two_runs_never_overlap(place, held):
    """The second says so and does nothing; the first ends as if it were alone."""
    second = subprocess.run(place.line("json"), env=place.env, capture_output=True, check=False)
    assert (second.returncode, second.stdout) == (1, b"")
    assert "Un autre passage est en cours" in second.stderr.decode("utf-8")
    assert (place.arrivals / "a.csv").exists()
    (place.root / "hold").unlink()
    _, said = held.communicate(timeout=60)
    assert held.returncode == 0, said
    assert place.people() == 1
    assert len(place.frozen()) == 1
    assert names(place.arrivals) == ["archives"]


def test_a_run_that_was_killed_leaves_its_place_to_the_next(place, held):
    os.killpg(held.pid, signal.SIGKILL)
    held.wait(timeout=30)
    assert (place.arrivals / ".rapport-hebdo").is_dir(), "it could not give its lock back"
    (place.root / "hold").unlink()
    assert "Le passage précédent a été coupé" in place.run("json")
    assert names(place.arrivals) == ["archives"]


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_a_run_that_is_stopped_gives_its_lock_back(place, held, number, code):
    """As when the machine goes down: the file waits for the next run."""
    os.killpg(held.pid, number)
    held.wait(timeout=30)
    assert held.returncode == code
    assert names(place.arrivals) == ["a.csv"]
    assert not place.reports.exists() or names(place.reports) == []


# By hand, on a terminal.


def test_by_hand_on_a_terminal_nothing_is_asked(place):
    """Even of a file with lines that the program offers to correct to somebody who is there."""
    place.drop("a.csv", a_signup(), a_signup(date_inscription="32/13/2025"))
    line = place.line("json")
    child = pexpect.spawn(line[0], line[1:], env={**place.env, "TERM": "xterm"}, timeout=60)
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 5
    assert names(place.reports) == [f"{WEEK}.json"]


def test_progress_is_for_terminals_alone(place):
    """An import counts its lines on a terminal, and a report has nothing to count."""
    file = str(place.drop("a.csv"))
    program = str(place.root / "bin" / "venez-vivre")

    def seen(*words: str) -> str:
        child = pexpect.spawn(
            program, list(words), env={**place.env, "TERM": "xterm"}, encoding="utf-8", timeout=60
        )
        child.expect(pexpect.EOF)
        child.close()
        assert child.exitstatus == 0
        return str(child.before)

    assert re.search(
        "Lecture…|lignes? lue", seen("inscrits", "importer", file, "--oui", "-f", "json")
    )
    assert "\x1b" not in seen("rapport", "hebdo", "--sortie", str(place.root / "r.md"))


# What starts it.


def test_cron_starts_the_script_on_monday_morning():
    """Five fields that say Monday, 7 o'clock; paths that cron does not have to guess."""
    written = (EXAMPLES / "cron.txt").read_text(encoding="utf-8").splitlines()
    lines = [line for line in written if line and not line.startswith("#")]
    settings = dict(line.split("=", 1) for line in lines if re.match(r"[A-Z_]+=", line))
    assert set(settings) >= {"MAILTO", "PATH", "VENEZ_VIVRE_BASE", "VENEZ_VIVRE_AGENT"}
    assert settings["MAILTO"].endswith("@example.org")
    assert not any("~" in value or "$" in value for value in settings.values())
    (task,) = (line for line in lines if "=" not in line)
    minute, hour, day, month, weekday, command = task.split(maxsplit=5)
    assert (minute, hour, day, month, weekday) == ("0", "7", "*", "*", "1")
    assert "%" not in command, "cron makes a new line of it"
    script, arrivals, reports = shlex.split(command)
    assert Path(script).name == SCRIPT.name
    assert all(Path(path).is_absolute() for path in (script, arrivals, reports))


def unit(name: str) -> configparser.ConfigParser:
    """A unit of systemd, whose keys are written as they are and may come again."""
    found = configparser.ConfigParser(strict=False, interpolation=None)
    found.optionxform = str
    found.read(EXAMPLES / name, encoding="utf-8")
    return found


def test_the_service_runs_the_script_in_a_closed_room():
    service = unit("venez-vivre-hebdo.service")["Service"]
    assert service["Type"] == "oneshot"
    script, arrivals, reports = service["ExecStart"].split()
    assert Path(script).name == SCRIPT.name
    for key, value in {"NoNewPrivileges": "yes", "PrivateTmp": "yes", "UMask": "0077"}.items():
        assert service[key] == value
    assert service["ProtectSystem"] == "strict"
    (room,) = service["ReadWritePaths"].split()
    text = (EXAMPLES / "venez-vivre-hebdo.service").read_text(encoding="utf-8")
    told = dict(line.split("=", 2)[1:] for line in text.splitlines() if line[:12] == "Environment=")
    written = (arrivals, reports, told["VENEZ_VIVRE_BASE"], told["TMPDIR"])
    assert all(path.startswith(f"{room}/") for path in written), "what it writes is in its room"


def test_the_timer_is_a_monday_morning_and_catches_up():
    timer = unit("venez-vivre-hebdo.timer")
    assert timer["Timer"]["OnCalendar"] == "Mon *-*-* 07:00:00"
    assert timer["Timer"]["Persistent"] == "true"
    assert timer["Install"]["WantedBy"] == "timers.target"
    assert (EXAMPLES / "venez-vivre-hebdo.timer").stem == "venez-vivre-hebdo", "as its service"


SYSTEMD = shutil.which("systemd-analyze")


@pytest.mark.skipif(SYSTEMD is None, reason="systemd-analyze is not there: units unread by systemd")
def test_systemd_reads_the_units(tmp_path):
    """The schedule is the next Monday at 7; no key is unknown, the script can be started."""
    when = unit("venez-vivre-hebdo.timer")["Timer"]["OnCalendar"]
    told = subprocess.run(
        [SYSTEMD, "calendar", when],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "LC_ALL": "C"},
    ).stdout
    assert re.search(r"Next elapse: Mon \d{4}-\d\d-\d\d 07:00:00", told)
    home = tmp_path / "venez-vivre"
    home.mkdir()
    shutil.copy(SCRIPT, home)
    units = [str(EXAMPLES / f"venez-vivre-hebdo.{kind}") for kind in ("service", "timer")]
    env = {**os.environ, "HOME": str(tmp_path), "XDG_RUNTIME_DIR": str(tmp_path), "LC_ALL": "C"}
    read = subprocess.run(
        [SYSTEMD, "--user", "verify", *units], capture_output=True, text=True, check=False, env=env
    )
    assert (read.returncode, read.stderr) == (0, "")


# What people read.


def test_the_page_of_the_examples_knows_every_file_and_code():
    """Each file of the folder is told, each code the script may answer has its line."""
    page = (EXAMPLES / "LISEZMOI.md").read_text(encoding="utf-8")
    for path in EXAMPLES.iterdir():
        assert path.name == "LISEZMOI.md" or path.name in page or f"{path.stem}.*" in page
    rows = re.findall(r"^\| ([\d, ]+) \|", page, re.MULTILINE)
    codes = {int(code) for row in rows for code in row.split(", ")}
    assert codes == {0, 1, 2, 3, 4, 5, 70, 129, 130, 143}
    assert "examples/" in (EXAMPLES.parent / "docs" / "guide.md").read_text(encoding="utf-8")


def test_the_script_may_be_started():
    """Its mode in the repository, and the syntax of the plainest shell."""
    assert os.access(SCRIPT, os.X_OK)
    subprocess.run(["sh", "-n", SCRIPT], check=True)
