"""A large file is understood one process ahead: same outcome, same words, same refusals."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from bases import address_of, is_there, taken_away
from builders import a_csv, a_signup, tables
from conftest import Run
from venez_vivre.errors import FailedElsewhere, Refused
from venez_vivre.intake import ahead, keyring, sortedkeys
from venez_vivre.intake.drafts import Draft
from venez_vivre.intake.parsing import ERASE
from venez_vivre.intake.people import Claim
from venez_vivre.intake.sheets import Row

alone = pytest.mark.skipif(not ahead.is_possible(), reason="Linux and two cores are needed")
PROGRAM = [sys.executable, "-m", "venez_vivre", "--date", "2025-11-27"]


ODD = {
    0: {"prenom_conjoint": "Alix", "email_conjoint": "alix{household}@example.org"},
    1: {"prenom": "Alix", "email": "alix{household}@example.org"},
    2: {"telephone": "639981234"},
    3: {"email": "", "telephone": ""},
    4: {"date_inscription": "31/12/2031"},
    5: {"annee_naissance": "mille neuf cents"},
}
"""What some lines of each fifty say."""


def a_large_file(path: Path) -> Path:
    """More than a megabyte: couples, doubles, slips, cells to mend and lines to reject."""
    lines = []
    for number in range(5_000):
        household, place = divmod(number, 50)
        said = {k: v.format(household=household) for k, v in ODD.get(place, {}).items()}
        line = a_signup(projet="Vivre au calme, " * 10, **said)
        lines.append(line if place != 6 else lines[-1] | {"projet": "(vide)"})
    fields = dict.fromkeys(field for line in lines for field in line)
    return a_csv(path, [dict.fromkeys(fields, "") | line for line in lines])


@alone
def test_one_process_or_two_leave_the_same_base_and_the_same_receipt(
    run: Run, base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = a_large_file(tmp_path / "grand.csv")
    assert file.stat().st_size > 1_000_000
    words = ("inscrits", "importer", str(file), "--rejets", str(tmp_path / "r.csv"), "-f", "json")
    started = []
    aside = ahead.reading
    monkeypatch.setattr(ahead, "reading", lambda *a: started.append(1) or aside(*a))
    two = run(*words, fails_with=5).json
    assert started == [1]
    kept = tables(base, besides=("operation", "import_run", "base_mark"))
    taken_away(base)
    (tmp_path / "r.csv").unlink()
    monkeypatch.setattr(ahead, "is_possible", lambda: False)
    one = run(*words, fails_with=5).json
    assert (one, started) == (two, [1])
    assert tables(base, besides=("operation", "import_run", "base_mark")) == kept
    assert one["rejetees"] == 200
    assert one["creees"] + one["mises_a_jour"] + one["mises_de_cote"] + one["inchangees"] == 4_800


def test_people_are_met_wherever_their_keys_are_kept(
    run: Run, base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the dict of the newest, in one sorted array or in many: the same base."""
    file = a_large_file(tmp_path / "grand.csv")
    words = ("inscrits", "importer", str(file), "--rejets", str(tmp_path / "r.csv"))
    run(*words, fails_with=5)
    kept = tables(base, besides=("operation", "import_run", "base_mark"))
    for most, longest in ((700, 3_000), (1, 1)):
        taken_away(base)
        monkeypatch.setattr(keyring, "MOST_RECENT", most)
        monkeypatch.setattr(sortedkeys, "LONGEST", longest)
        run(*words, fails_with=5)
        assert tables(base, besides=("operation", "import_run", "base_mark")) == kept


def understood(batches: list[list[Draft]], understand: ahead.Understand) -> Iterator[list[Draft]]:
    with ahead.reading(lambda: iter(batches), understand) as received:
        yield from received


@alone
def test_lines_come_in_order_and_hold_what_was_understood() -> None:
    def understand(draft: Draft) -> None:
        draft.values = {"nom": draft.row.cells[0], "jour": date(2025, 1, 2), "projet": ERASE}
        draft.who = Claim("zoe", "roy", keys=(1, 2))

    batches = [[Draft(Row(n, [f"N{n}", "é"]), n) for n in range(b, b + 10)] for b in (0, 10, 20)]
    found = [draft for batch in understood(batches, understand) for draft in batch]
    assert [draft.line for draft in found] == list(range(30))
    last = found[-1]
    assert last.row == Row(29, ["N29", "é"])
    assert last.values["projet"] is ERASE
    assert last.values["jour"] == date(2025, 1, 2)
    assert last.who == Claim("zoe", "roy", keys=(1, 2))
    with pytest.raises(AttributeError):
        _ = last.nothing


@alone
def test_what_the_other_process_refuses_is_refused_here() -> None:
    def understand(_: Draft) -> None:
        raise Refused("La ligne 3 est illisible.")

    with pytest.raises(Refused, match=r"La ligne 3 est illisible\."):
        list(understood([[Draft(Row(1, []), 1)]], understand))


@alone
def test_a_failure_elsewhere_tells_where_and_no_value() -> None:
    def understand(_: Draft) -> None:
        raise ValueError("zoe@example.org")

    with pytest.raises(FailedElsewhere) as failed:
        list(understood([[Draft(Row(1, []), 1)]], understand))
    assert failed.value.kind == "ValueError"
    assert failed.value.where[-1].endswith("understand")
    assert "example.org" not in repr(failed.value)


@alone
def test_a_process_that_is_killed_is_told_not_waited_for() -> None:
    def understand(_: Draft) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    with pytest.raises(FailedElsewhere):
        list(understood([[Draft(Row(1, []), 1)]], understand))


def started_here() -> set[str]:
    """The processes that this one started, a server of other tests among them."""
    tasks = Path("/proc/self/task").glob("*/children")
    return {child for task in tasks for child in task.read_text().split()}


@alone
def test_somebody_who_stops_in_the_middle_leaves_no_process_behind() -> None:
    many = [[Draft(Row(n, ["x" * 100_000]), n)] for n in range(200)]
    before = started_here()
    with ahead.reading(lambda: iter(many), lambda _: None) as received:
        next(received)
        assert len(started_here() - before) == 1
    assert started_here() <= before


@alone
@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL])
def test_both_processes_end_together(tmp_path: Path, sent: signal.Signals) -> None:
    """Ctrl-C or a kill in the middle: nothing is kept, and nobody is left at work."""
    file, base = a_large_file(tmp_path / "grand.csv"), tmp_path / "b.db"
    importing = subprocess.Popen(
        [*PROGRAM, "--base", address_of(base), "inscrits", "importer", str(file)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    deadline = time.monotonic() + 30
    while not children(importing.pid) and time.monotonic() < deadline:
        time.sleep(0.0002)
    (child,) = children(importing.pid)
    (os.kill if sent == signal.SIGKILL else os.killpg)(importing.pid, sent)
    _, said = importing.communicate(timeout=30)
    assert importing.returncode == (-sent if sent == signal.SIGKILL else 130)
    assert b"Traceback" not in said
    while Path(f"/proc/{child}").exists() and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not Path(f"/proc/{child}").exists()
    assert tables(base)["person"] == []


def children(parent: int) -> list[int]:
    """The processes that a process started."""
    found = Path(f"/proc/{parent}/task/{parent}/children")
    with contextlib.suppress(OSError):
        return [int(number) for number in found.read_text(encoding="ascii").split()]
    return []


@alone
def test_what_is_ready_of_a_line_crosses_as_plain_values(
    run: Run, base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A value of a class of ours would cross too, three times slower, and nobody would see it."""
    kinds: set[bytes] = set()
    unpacked = ahead._unpacked
    monkeypatch.setattr(ahead, "_unpacked", lambda m: kinds.add(m[:1]) or unpacked(m))
    file = a_large_file(tmp_path / "grand.csv")
    run("inscrits", "importer", str(file), "--rejets", str(tmp_path / "r.csv"), fails_with=5)
    assert kinds == {ahead.PLAIN}
    assert is_there(base)
