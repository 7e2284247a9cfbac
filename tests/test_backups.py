"""Backups are whole whatever happens meanwhile; a restore gives all of one back, or nothing."""

from __future__ import annotations

import json
import os
import random
import shutil
import stat
import subprocess
import sys
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pexpect
import pytest

from builders import query
from small_bases import (
    PROGRAM,
    change,
    content,
    filled,
    is_sound,
    killed_after,
    posix_only,
    started,
)
from venez_vivre.errors import Refused
from venez_vivre.store import backups, outputs, places, restoring, saved
from venez_vivre.store.backups import Target
from venez_vivre.store.base import SCHEMA, Store
from venez_vivre.store.driver import sqlite

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conftest import Run

pytestmark = [pytest.mark.plain, pytest.mark.file]
"""Files are spoilt byte by byte here; the encrypted sisters are in test_encrypted_backups."""


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture
def some(run: Run, base: Path, tmp_path: Path) -> Path:
    """A base with thirty people; the backups it has."""
    filled(run, tmp_path)
    return tmp_path / saved.FOLDER


# --- saving ---------------------------------------------------------------------------------


def test_a_backup_holds_what_the_base_holds_and_is_its_owners_alone(
    run: Run, base: Path, some: Path
) -> None:
    said = run("base", "sauvegarder", "-f", "json").json
    made = Path(said["fichier"])
    assert content(made) == content(base)
    assert is_sound(made)
    assert made.parent == some
    assert said["octets"] == made.stat().st_size
    if os.name == "posix":
        assert (mode(made), mode(some), mode(some / saved.REGISTER)) == (0o600, 0o700, 0o600)
    assert files(some) == sorted([made.name, saved.REGISTER]), "no draft is left"
    assert "30 foyers" in run("base", "sauvegarder").out


def test_backups_of_one_second_have_their_own_names(run: Run, base: Path, some: Path) -> None:
    made = {run("base", "sauvegarder", "-f", "json").json["fichier"] for _ in range(4)}
    assert len(made) == 4


def test_a_backup_goes_where_it_is_sent_and_never_over_another_file(
    run: Run, base: Path, some: Path, tmp_path: Path
) -> None:
    there = tmp_path / "clé" / "copie.db"
    there.parent.mkdir()
    run("base", "sauvegarder", "--vers", str(there))
    assert content(there) == content(base)
    before = there.read_bytes()
    assert "--ecraser" in run("base", "sauvegarder", "--vers", str(there), fails_with=1).err
    assert there.read_bytes() == before
    run("foyers", "creer", "--nom", "Neuf", "--email", "neuf@example.org")
    run("base", "sauvegarder", "--vers", str(there), "--ecraser")
    assert content(there) == content(base)
    assert files(there.parent) == ["copie.db"]


@posix_only
def test_a_backup_never_goes_through_a_link(
    run: Run, base: Path, some: Path, tmp_path: Path
) -> None:
    target = tmp_path / "précieux.txt"
    target.write_text("à garder", encoding="utf-8")
    link = tmp_path / "lien.db"
    link.symlink_to(target)
    for more in ((), ("--ecraser",)):
        said = run("base", "sauvegarder", "--vers", str(link), *more, fails_with=1)
        assert "lien" in said.err
    assert target.read_text(encoding="utf-8") == "à garder"
    assert link.is_symlink()
    assert (
        "base elle-même"
        in run("base", "sauvegarder", "--vers", str(base), "--ecraser", fails_with=1).err
    )


def test_a_place_that_will_not_have_it_is_said(run: Run, some: Path, tmp_path: Path) -> None:
    said = run("base", "sauvegarder", "--vers", str(tmp_path / "absent" / "x.db"), fails_with=1)
    assert "introuvable" in said.err
    assert "dossier" in run("base", "sauvegarder", "--vers", str(tmp_path), fails_with=1).err
    run("base", "sauvegarder", "--garder", "0", fails_with=2)
    run("base", "sauvegarder", "--garder", "3", "--vers", "x.db", fails_with=2)
    run("base", "sauvegarder", "--ecraser", fails_with=2)


def test_a_missing_base_is_not_made_to_be_saved(run: Run, base: Path) -> None:
    assert "pas encore de base" in run("base", "sauvegarder", fails_with=3).err
    assert not base.exists()


def test_a_damaged_base_is_not_taken_for_a_backup(run: Run, base: Path, some: Path) -> None:
    """The older backups stay, and nothing new says that it is one."""
    run("base", "sauvegarder")
    before = files(some)
    page = query(base, "SELECT rootpage FROM sqlite_master WHERE name = 'person'")[0][0]
    size = query(base, "PRAGMA page_size")[0][0]
    with base.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\xff" * size)
    said = run("base", "sauvegarder", fails_with=1).err
    assert "base verifier" in said or "abîmée" in said
    assert files(some) == before


WRITER = """
import sys
from venez_vivre.cli import run
base, who = sys.argv[1:]
print("begun", flush=True)
codes = {run(["--base", base, "--agent", who, "contacts", "noter", "a0@example.org",
              f"note {who} {n}", "--resultat", "joint"]) for n in range(25)}
sys.exit(max(codes))
"""


def test_backups_are_consistent_while_four_processes_write(
    run: Run, base: Path, some: Path, tmp_path: Path
) -> None:
    """Each copy holds as many contacts as operations say; no writer fails, nothing is lost."""
    before = query(base, "SELECT count(*) FROM contact")[0][0]
    operations = query(base, "SELECT count(*) FROM operation")[0][0]
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, str(base), f"agent{n}"],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        for n in range(4)
    ]
    for writer in writers:
        assert writer.stdout
        writer.stdout.readline()
    counted = []
    while any(writer.poll() is None for writer in writers):
        time.sleep(0.1)
        made = backups.save(Store(base), Target(keep=100)).path
        assert is_sound(made)
        notes = query(made, "SELECT count(*) FROM contact")[0][0] - before
        assert notes == query(made, "SELECT count(*) FROM operation")[0][0] - operations
        counted.append(notes)
    for writer in writers:
        _, errors = writer.communicate(timeout=120)
        assert writer.returncode == 0, errors.decode()
    assert query(base, "SELECT count(*) FROM contact")[0][0] == before + 100
    assert counted == sorted(counted)
    assert len(set(counted)) > 1, "copies were made while others wrote"


# --- rotation -------------------------------------------------------------------------------


def test_rotation_keeps_the_newest(run: Run, some: Path) -> None:
    made = [run("base", "sauvegarder", "-f", "json").json["fichier"] for _ in range(5)]
    aged(some, 1)
    last = run("base", "sauvegarder", "--garder", "2", "-f", "json").json
    left = [name for name in files(some) if name != saved.REGISTER]
    assert len(left) == 2
    assert Path(last["fichier"]).name in left
    assert len(last["supprimees"]) == 4
    assert set(last["supprimees"]) < set(made)


def test_the_setting_says_how_many_stay(run: Run, some: Path) -> None:
    run("config", "definir", "sauvegardes", "3")
    for _ in range(5):
        run("base", "sauvegarder")
    assert len(files(some)) == 3 + 1


def test_rotation_deletes_nothing_but_verified_backups_of_this_base(
    run: Run, base: Path, some: Path, tmp_path: Path
) -> None:
    """Neither what people put there, nor a backup that changed since, nor one of another base."""
    old = [Path(run("base", "sauvegarder", "-f", "json").json["fichier"]) for _ in range(4)]
    aged(some, 2)
    mine = some / f"{base.stem}-2020-01-01-10h00m00.db"
    shutil.copy(base, mine)
    (some / "notes.txt").write_text("à garder", encoding="utf-8")
    with old[0].open("r+b") as file:
        file.seek(200)
        file.write(b"autre")
    swapped = old[1].read_bytes()
    old[1].unlink()
    old[1].symlink_to(mine) if os.name == "posix" else old[1].write_bytes(swapped + b"x")
    with (some / saved.REGISTER).open("ab") as file:
        file.write(b'{"base": "base.db", "file": "notes.txt"\n{"torn')
    base.rename(tmp_path / "ancienne.db")
    filled(run, tmp_path, 2, "b")  # another base of the same name
    run("base", "sauvegarder", "--garder", "1")
    assert all(os.path.lexists(path) for path in (*old, mine, some / "notes.txt"))
    base.unlink()
    (tmp_path / "ancienne.db").rename(base)
    run("base", "sauvegarder", "--garder", "1")
    gone = [path for path in old if not os.path.lexists(path)]
    assert gone == old[2:], "those two were its verified backups, byte for byte"
    assert (some / "notes.txt").exists()
    assert mine.exists()


def aged(folder: Path, days: int) -> None:
    """Make every backup of the register that many days older."""
    register = folder / saved.REGISTER
    lines = [json.loads(line) for line in register.read_text(encoding="utf-8").splitlines()]
    for line in lines:
        line["made_at"] = (datetime.now(UTC) - timedelta(days=days, hours=1)).isoformat()
    register.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")


# --- restoring ------------------------------------------------------------------------------


def test_a_restore_brings_everything_back_and_keeps_what_was_there(
    run: Run, base: Path, some: Path, tmp_path: Path
) -> None:
    made = run("base", "sauvegarder", "-f", "json").json["fichier"]
    before = content(base)
    filled(run, tmp_path, 5, "b")
    later = content(base)
    said = run("base", "restaurer", made, "-f", "json").json
    assert content(base) == before
    assert content(Path(said["gardee"])) == later
    assert said["foyers"] == 30
    assert is_sound(base)
    run("base", "restaurer", Path(said["gardee"]).name)  # a name of the usual folder is enough
    assert content(base) == later
    run("foyers", "lister")
    leftovers = [name for name in files(tmp_path) if name.startswith(".")]
    assert leftovers == []
    if os.name == "posix":
        assert mode(base) == 0o600


def test_a_restore_says_how_to_go_back(run: Run, base: Path, some: Path) -> None:
    made = run("base", "sauvegarder", "-f", "json").json["fichier"]
    said = run("base", "restaurer", made).out
    assert "Pour revenir en arrière : venez-vivre base restaurer" in said


def test_a_lost_base_comes_back(run: Run, base: Path, some: Path) -> None:
    made = run("base", "sauvegarder", "-f", "json").json["fichier"]
    before = content(base)
    for lose in (base.unlink, lambda: base.write_bytes(b"")):
        lose()
        assert run("base", "restaurer", made, "-f", "json").json["gardee"] is None
        assert content(base) == before


@pytest.mark.parametrize("damage", ["header", "everything", "a page"])
def test_a_damaged_base_is_kept_as_it_is_and_replaced(
    run: Run, base: Path, some: Path, damage: str
) -> None:
    made = run("base", "sauvegarder", "-f", "json").json["fichier"]
    before = content(base)
    raw = bytearray(base.read_bytes())
    half = len(raw) // 2
    spoilt = {
        "header": b"\0" * 100 + bytes(raw[100:]),
        "everything": b"\xa5" * len(raw),
        "a page": bytes(raw[:half]) + b"\xff" * 8192 + bytes(raw[half + 8192 :]),
    }[damage]
    base.write_bytes(spoilt)
    kept = Path(run("base", "restaurer", made, "-f", "json").json["gardee"])
    assert content(base) == before
    assert kept.read_bytes()[100:] == spoilt[100:], "SQLite counts its copies in the header"
    assert backups.DAMAGED in kept.name
    for _ in range(3):
        run("base", "sauvegarder", "--garder", "1")
    assert kept.exists(), "no rotation takes what was never verified"


def bad_files(tmp_path: Path, made: Path, base: Path) -> Iterator[tuple[str, Path]]:
    def copied(name: str) -> Path:
        return Path(shutil.copy(made, tmp_path / name))

    text = tmp_path / "notes.txt"
    text.write_text("bonjour" * 1000, encoding="utf-8")
    yield "notes", text
    other = tmp_path / "autre.db"
    with closing(sqlite.connect(str(other))) as connection:
        connection.execute("CREATE TABLE t (x)")
    yield "foreign", other
    newer = copied("plus-recente.db")
    change(newer, f"PRAGMA user_version={SCHEMA + 1}")
    yield "newer", newer
    cut = copied("tronquee.db")
    cut.write_bytes(cut.read_bytes()[: cut.stat().st_size // 2])
    yield "cut", cut
    longer = copied("plus-longue.db")
    longer.write_bytes(longer.read_bytes() + b"\0" * 4096)
    yield "longer", longer
    orphan = copied("orpheline.db")
    change(orphan, "UPDATE contact SET household_id = 99999 WHERE id = 1")
    yield "orphan", orphan
    flipped = copied("page.db")
    with closing(sqlite.connect(str(flipped))) as connection:
        (page,) = connection.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = 'signup'"
        ).fetchone()
        (size,) = connection.execute("PRAGMA page_size").fetchone()
    raw = bytearray(flipped.read_bytes())
    raw[(page - 1) * size : (page - 1) * size + 64] = b"\xee" * 64
    flipped.write_bytes(raw)
    yield "flipped", flipped
    yield "the base itself", base
    yield "a folder", tmp_path


def test_what_is_no_sound_backup_replaces_nothing(
    run: Run, base: Path, some: Path, tmp_path: Path
) -> None:
    """Nine files: a sentence each, the base and the file as they were, no draft left."""
    made = Path(run("base", "sauvegarder", "-f", "json").json["fichier"])
    before, there = base.read_bytes(), files(some)
    for name, path in list(bad_files(tmp_path, made, base)):
        raw = path.read_bytes() if path.is_file() else b""
        said = run("base", "restaurer", str(path), fails_with=1).err
        assert said.strip().endswith("."), name
        assert base.read_bytes() == before, name
        assert not path.is_file() or path.read_bytes() == raw, name
    assert files(some) == there
    assert not [name for name in files(tmp_path) if name.startswith(".base")]
    assert run("base", "restaurer", "absente.db", fails_with=3).err
    assert "SAUVEGARDE" in run("base", "restaurer", fails_with=2).err


def test_what_is_worked_out_is_put_right_on_the_way(run: Run, base: Path, some: Path) -> None:
    made = Path(run("base", "sauvegarder", "-f", "json").json["fichier"])
    change(made, "UPDATE household SET stage = 'installe'", "DROP INDEX ix_contact_household")
    said = run("base", "restaurer", str(made), "-f", "json").json
    assert len(said["reparations"]) == 2
    assert query(base, "SELECT count(*) FROM household WHERE stage = 'installe'") == [(0,)]
    assert run("base", "verifier", "-f", "json").json["saine"]


def test_a_backup_with_its_hot_journal_is_given_back_without_the_half_written(
    run: Run, base: Path, some: Path, tmp_path: Path
) -> None:
    """A base copied with the journal of a killed command; the copy itself is not touched."""
    before = content(base)
    taken = half_written(base, tmp_path)
    raw = taken.read_bytes()
    assert content(base) == before, "the base itself recovers"
    run("foyers", "creer", "--nom", "Autre", "--email", "autre@example.org")
    run("base", "restaurer", str(taken))
    assert content(base) == before
    assert taken.read_bytes() == raw


def test_a_base_copied_without_its_hot_journal_is_found_out(
    run: Run, base: Path, some: Path, tmp_path: Path
) -> None:
    taken = half_written(base, tmp_path)
    taken.with_name(taken.name + "-journal").unlink()
    assert run("base", "restaurer", str(taken), fails_with=1).err
    moved = tmp_path / "ailleurs"
    moved.mkdir()
    done = subprocess.run(
        [*PROGRAM, "--base", str(taken), "base", "verifier"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1


HALF = """
import os, sys
from venez_vivre.store.driver import sqlite
c = sqlite.connect(sys.argv[1], isolation_level=None)
c.execute("PRAGMA cache_size=5")
c.execute("BEGIN IMMEDIATE")
c.execute("UPDATE signup SET message = message || hex(randomblob(3000))")
c.execute("UPDATE contact SET summary = summary || hex(randomblob(3000))")
print("written", flush=True)
sys.stdin.read()
os._exit(9)
"""


def half_written(base: Path, tmp_path: Path) -> Path:
    """A copy of the base, and of its journal, in the middle of a large transaction."""
    process = subprocess.Popen(
        [sys.executable, "-c", HALF, str(base)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert process.stdout
    assert process.stdout.readline().strip() == b"written"
    taken = tmp_path / "prise.db"
    for tail in ("", "-journal"):
        shutil.copy(f"{base}{tail}", f"{taken}{tail}")
    process.communicate(b"")
    assert os.path.getsize(f"{taken}-journal") > 512  # noqa: PTH202  a name, not a Path
    return taken


@posix_only
def test_a_killed_restore_leaves_the_old_base_or_the_new_one(
    run: Run, base: Path, some: Path, tmp_path: Path
) -> None:
    """Twelve kills at random moments: sound, one of the two, and at least one of each in time."""
    filled(run, tmp_path, 400, "c")
    big = run("base", "sauvegarder", "-f", "json").json["fichier"]
    new = content(base)
    filled(run, tmp_path, 300, "b")
    run("foyers", "creer", "--nom", "Seul", "--email", "seul@example.org")
    old = content(base)
    present = run("base", "sauvegarder", "-f", "json").json["fichier"]
    begin = time.monotonic()
    assert started(base, "base", "restaurer", big).communicate()
    seconds = time.monotonic() - begin
    run("base", "restaurer", present)
    moments, killed = random.Random(3), 0  # noqa: S311  moments, not secrets
    for _ in range(12):
        killed += killed_after(seconds * moments.uniform(0.4, 1.05), base, "base", "restaurer", big)
        assert base.exists()
        assert is_sound(base)
        found = content(base)
        assert found in (old, new)
        if found == new:
            run("base", "restaurer", present)
    assert killed >= 6
    run("base", "restaurer", big)
    assert content(base) == new
    left = [name for name in files(tmp_path) if name.startswith(".base")]
    assert left == [], "the next restore takes the drafts of killed ones away"


def test_nobody_writes_while_a_base_is_replaced_and_everybody_reads(
    run: Run, base: Path, some: Path
) -> None:
    """What is decided since is done again on the draft, which then takes the place of the base."""
    made = Path(run("base", "sauvegarder", "-f", "json").json["fichier"])
    store, seen = Store(base), []

    def again(draft: Path) -> None:
        with closing(sqlite.connect(str(base), timeout=0.1)) as other:
            assert other.execute("SELECT count(*) FROM household").fetchone() == (30,)
            with pytest.raises(sqlite.OperationalError, match="locked"):
                other.execute("UPDATE household SET project = 'perdu'")
        with store.reading() as rows:
            seen.append(rows.value("SELECT count(*) FROM household"))
        with closing(sqlite.connect(str(draft))) as other:
            other.execute("UPDATE household SET project = 'rejoué' WHERE id = 1")
            other.commit()

    done = restoring.restore(store, made, after=again)
    assert seen == [30]
    assert done.kept
    assert query(base, "SELECT project FROM household WHERE id = 1") == [("rejoué",)]
    with closing(sqlite.connect(str(base), timeout=0.1)) as other:
        other.execute("UPDATE household SET project = 'écrit'")


def test_what_spoils_the_draft_is_found_before_it_takes_the_place(
    run: Run, base: Path, some: Path
) -> None:
    made = Path(run("base", "sauvegarder", "-f", "json").json["fichier"])
    before = content(base)

    def spoil(draft: Path) -> None:
        change(draft, "UPDATE contact SET household_id = 99999 WHERE id = 1")

    with pytest.raises(Refused):
        restoring.restore(Store(base), made, after=spoil)
    assert content(base) == before


WAITING = """
import sys
from venez_vivre.cli import run
note = ("contacts", "noter", "a0@example.org", "après", "-r", "joint")
sys.exit(run(["--base", sys.argv[1], *note]))
"""


def test_a_writer_that_waits_for_a_restore_writes_into_what_came_back(
    run: Run, base: Path, some: Path
) -> None:
    """Had the file been renamed, its note would have gone into a file that has no name left."""
    made = Path(run("base", "sauvegarder", "-f", "json").json["fichier"])
    waiting: list[subprocess.Popen[bytes]] = []

    def meanwhile(_draft: Path) -> None:
        waiting.append(subprocess.Popen([sys.executable, "-c", WAITING, str(base)]))
        time.sleep(1.5)
        assert waiting[0].poll() is None, "it waits"

    restoring.restore(Store(base), made, after=meanwhile)
    assert waiting[0].wait(timeout=60) == 0
    assert query(base, "SELECT count(*) FROM contact WHERE summary = 'après'") == [(1,)]


def test_a_full_disk_leaves_the_base_and_no_half_backup(run: Run, base: Path, some: Path) -> None:
    """Saving and restoring where files may not grow: a sentence, and everything as it was."""
    made = run("base", "sauvegarder", "-f", "json").json["fichier"]
    run("foyers", "creer", "--nom", "Seul", "--email", "seul@example.org")
    before, there = content(base), files(some)
    if os.name != "posix":
        pytest.skip("no file size limit on this system")
    for words in (("sauvegarder",), ("restaurer", made)):
        done = subprocess.run(
            [*PROGRAM, "--base", str(base), "base", *words],
            capture_output=True,
            text=True,
            check=False,
            preexec_fn=no_room,
        )
        assert done.returncode == 1, done.stderr
        assert "Traceback" not in done.stderr
        assert content(base) == before
        assert files(some) == there


def no_room() -> None:
    import resource  # noqa: PLC0415
    import signal  # noqa: PLC0415

    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (65_536, 65_536))


def test_on_a_terminal_a_backup_is_chosen_from_a_list_and_agreed_to(
    run: Run, base: Path, some: Path
) -> None:
    run("base", "sauvegarder")
    before = content(base)
    run("foyers", "creer", "--nom", "Neuf", "--email", "neuf@example.org")
    child = pexpect.spawn(
        sys.executable,
        ["-m", "venez_vivre", "--base", str(base), "base", "restaurer"],
        env={**os.environ, "TERM": "xterm", "COLUMNS": "100"},
        encoding="utf-8",
        timeout=30,
    )
    child.expect("quelle sauvegarde")
    child.send("\r")
    child.expect(r"\[o/N\]")
    child.send("o\r")
    child.expect("Base restaurée")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0
    assert content(base) == before


# --- where it is ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("folder", "whose"),
    [
        ("OneDrive - Région", "OneDrive"),
        ("Dropbox", "Dropbox"),
        ("Nextcloud", "Nextcloud"),
        ("Google Drive", "Google Drive"),
        ("iCloud Drive", "iCloud"),
        ("Mobile Documents", "iCloud"),
        ("com~apple~CloudDocs", "iCloud"),
    ],
)
def test_a_synchronised_folder_is_warned_of_when_the_base_is_made_and_after(
    tmp_path: Path, run: Run, folder: str, whose: str
) -> None:
    path = tmp_path / folder / "x" / "base.db"
    said = run("--base", str(path), "foyers", "lister").err
    assert said.count("Attention") == 1
    assert whose in said
    assert "Attention" not in run("--base", str(path), "foyers", "lister").err
    state = run("--base", str(path), "base", "etat", "-f", "json").json
    assert state["emplacement"] == "synchronise"
    assert any(whose in text for text in state["avertissements"])


def test_traces_of_a_service_tell_whatever_the_folder_is_called(tmp_path: Path) -> None:
    folder = tmp_path / "mes papiers" / "sous"
    folder.mkdir(parents=True)
    assert places.danger(folder / "base.db") is None
    (tmp_path / "mes papiers" / ".sync_1a2b.db").touch()
    assert places.danger(folder / "base.db") == ("synchronise", "Nextcloud")
    assert places.danger(tmp_path / "base.db") is None
    named = {"OneDriveCommercial": str(tmp_path)}
    assert places.danger(tmp_path / "base.db", named) == ("synchronise", "OneDrive")


def test_words_that_only_look_like_a_service_are_no_danger(tmp_path: Path) -> None:
    for name in ("onedriver-notes", "dropboxes", "mon icloudy", "nextcloudish"):
        assert places.danger(tmp_path / name / "base.db") is None, name
    assert places.danger(tmp_path / "dropbox.db") is None


MOUNTED = r"""
/dev/sda1 / ext4 rw 0 0
//serveur/part /mnt/partage cifs rw 0 0
serveur:/srv /mnt/nfs\040commun nfs4 rw 0 0
/dev/sdb1 /mnt/partage/local ext4 rw 0 0
portable /mnt/ssh fuse.sshfs rw 0 0
tmpfs /mnt/nfs\040commun/cache tmpfs rw 0 0
"""


@pytest.mark.skipif(os.name != "posix", reason="Windows has no list of mounts")
@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/mnt/partage/base.db", "cifs"),
        ("/mnt/partage/a/b/base.db", "cifs"),
        ("/mnt/partage/local/base.db", None),
        ("/mnt/nfs commun/base.db", "nfs4"),
        ("/mnt/nfs commun/cache/base.db", None),
        ("/mnt/ssh/base.db", "fuse.sshfs"),
        ("/mnt/partages/base.db", None),
        ("/srv/base.db", None),
    ],
)
def test_a_network_drive_is_told_by_its_mount(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str, kind: str | None
) -> None:
    table = tmp_path / "mounts"
    table.write_text(MOUNTED.lstrip(), encoding="utf-8")
    monkeypatch.setattr(places, "MOUNTS", table)
    found = places.danger(Path(path))
    assert found == (None if kind is None else ("reseau", kind))
    assert ("lecteur réseau" in places.warning(Path(path))) == (kind is not None)


def test_a_share_of_windows_is_told_by_its_name() -> None:
    from pathlib import PureWindowsPath  # noqa: PLC0415

    assert places.network(PureWindowsPath(r"\\serveur\part\base.db")) == r"\\serveur\part"
    assert places.network(PureWindowsPath(r"C:\Users\x\base.db")) == ""


# --- state ----------------------------------------------------------------------------------


def test_the_state_says_how_old_the_last_backup_is(run: Run, base: Path, some: Path) -> None:
    def warned() -> list[str]:
        found: list[str] = run("base", "etat", "-f", "json").json["avertissements"]
        return found

    assert any("aucune sauvegarde" in text for text in warned())
    made = Path(run("base", "sauvegarder", "-f", "json").json["fichier"])
    assert warned() == []
    aged(some, 7)
    assert warned() == []
    aged(some, 8)
    assert any("8 jours" in text for text in warned())
    made.unlink()
    state = run("base", "etat", "-f", "json").json
    assert state["derniere_sauvegarde"]["presente"] is False
    assert "n’est plus là" in run("base", "etat").out


def test_the_state_counts_and_changes_nothing(run: Run, base: Path, some: Path) -> None:
    before = base.read_bytes()
    state = run("base", "etat", "-f", "json").json
    assert state["contenu"]["foyers"] == 30
    assert state["contenu"]["echanges"] == 15
    assert state["schema"] == SCHEMA
    assert state["chiffree"] is False
    assert state["octets"] == base.stat().st_size
    assert state["derniere_operation"]["operation"] == 2
    assert "30" in run("base", "etat").out
    assert base.read_bytes() == before


def test_the_state_of_a_missing_base_makes_none(run: Run, base: Path) -> None:
    assert "n’existe pas encore" in run("base", "etat").out
    assert run("base", "etat", "-f", "json").json["existe"] is False
    for words in (("verifier",), ("migrer",)):
        run("base", *words, fails_with=3)
    assert not base.exists()


def test_the_register_holds_no_personal_value(run: Run, some: Path) -> None:
    run("base", "sauvegarder")
    line: dict[str, Any] = json.loads((some / saved.REGISTER).read_text(encoding="utf-8"))
    assert set(line) == set(saved.Saved._fields)
    assert "example.org" not in json.dumps(line)


# --- encrypted bases, erased people ---------------------------------------------------------


@pytest.fixture
def phrase(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file that holds the passphrase of a test."""
    path = tmp_path / "cle.txt"
    path.write_text("cinq mots pour ouvrir la base\n", encoding="utf-8")
    path.chmod(0o600)
    monkeypatch.setenv("VENEZ_VIVRE_CLE_FICHIER", str(path))
    return path


def households(run: Run) -> int:
    return len(run("foyers", "lister", "-f", "json").json)


def test_backups_of_an_encrypted_base_are_encrypted_and_come_back_so(
    run: Run, base: Path, tmp_path: Path, phrase: Path
) -> None:
    """By hand, before a restore, onto a lost base: no byte of a name in any file of the folder."""
    run("base", "chiffrer")
    filled(run, tmp_path, 12)
    made = run("base", "sauvegarder", "-f", "json").json["fichier"]
    run("foyers", "creer", "--nom", "Zyzomys", "--email", "zyzomys@example.org")
    assert run("base", "etat", "-f", "json").json["chiffree"] is True
    assert run("base", "verifier", "-f", "json").json["saine"]
    said = run("base", "restaurer", made, "-f", "json").json
    assert households(run) == 12
    run("base", "restaurer", Path(said["gardee"]).name)
    assert households(run) == 13
    base.unlink()
    run("base", "restaurer", made)
    assert households(run) == 12
    assert run("base", "etat", "-f", "json").json["chiffree"] is True
    for path in (base, *(tmp_path / saved.FOLDER).iterdir()):
        raw = path.read_bytes()
        assert b"Camille" not in raw
        assert b"Zyzomys" not in raw
        assert not raw.startswith(b"SQLite format 3")


def test_a_backup_in_clear_comes_back_encrypted_into_an_encrypted_base(
    run: Run, base: Path, some: Path, phrase: Path
) -> None:
    made = run("base", "sauvegarder", "-f", "json").json["fichier"]
    run("base", "chiffrer")
    run("foyers", "creer", "--nom", "Zyzomys", "--email", "zyzomys@example.org")
    said = run("base", "restaurer", made, "-f", "json").json
    assert households(run) == 30
    assert b"Camille" not in base.read_bytes()
    assert b"Zyzomys" not in Path(said["gardee"]).read_bytes()


def test_a_spoilt_encrypted_base_is_kept_and_replaced(
    run: Run, base: Path, some: Path, phrase: Path
) -> None:
    """Its key no longer opens it; what comes back is encrypted too, be the backup in clear."""
    clear = run("base", "sauvegarder", "-f", "json").json["fichier"]
    run("base", "chiffrer")
    sealed = run("base", "sauvegarder", "-f", "json").json["fichier"]
    spoilt = base.read_bytes()[:16] + b"\x11" * 4080 + base.read_bytes()[4096:]
    for made in (sealed, clear):
        base.write_bytes(spoilt)
        said = run("base", "restaurer", made, "-f", "json").json
        assert Path(said["gardee"]).read_bytes() == spoilt
        assert households(run) == 30
        assert run("base", "etat", "-f", "json").json["chiffree"] is True
        assert b"Camille" not in base.read_bytes()


def test_without_the_key_nothing_is_saved_nor_replaced(
    run: Run, base: Path, some: Path, phrase: Path
) -> None:
    run("base", "chiffrer")
    made = run("base", "sauvegarder", "-f", "json").json["fichier"]
    there, raw = files(some), base.read_bytes()
    phrase.write_text("une tout autre phrase secrète\n", encoding="utf-8")
    for words in (("sauvegarder",), ("restaurer", made), ("verifier",), ("etat",)):
        run("base", *words, fails_with=12)
    assert files(some) == there
    assert base.read_bytes() == raw


def test_whoever_was_erased_since_a_backup_does_not_come_back_with_it(
    run: Run, base: Path, some: Path
) -> None:
    """Also when the base itself is lost: the ledger beside it remembers."""
    made = run("base", "sauvegarder", "-f", "json").json["fichier"]
    run("rgpd", "effacer", "a0@example.org", "--motif", "demande", "--confirmer")
    run("base", "restaurer", made)
    assert b"a0@example.org" not in base.read_bytes()
    run("foyers", "montrer", "a0@example.org", fails_with=3)
    assert run("base", "verifier", "-f", "json").json["saine"]
    base.unlink()
    run("base", "restaurer", made)
    assert b"a0@example.org" not in base.read_bytes()
    assert query(base, "SELECT count(*) FROM household WHERE erased_on IS NOT NULL") == [(1,)]
    assert run("base", "verifier", "-f", "json").json["saine"]


def test_a_backup_that_is_being_read_is_not_rotated_away(run: Run, base: Path, some: Path) -> None:
    run("config", "definir", "sauvegardes", "1")
    made = run("base", "sauvegarder", "-f", "json").json["fichier"]
    first = run("base", "restaurer", made, "-f", "json").json["gardee"]
    run("foyers", "creer", "--nom", "Seul", "--email", "seul@example.org")
    run("base", "restaurer", first)
    assert Path(first).exists()
    assert Path(made).exists(), "what the program makes by itself pushes nothing else out"


def test_drafts_of_dead_processes_are_swept_and_others_are_not(
    run: Run, base: Path, some: Path
) -> None:
    run("base", "sauvegarder")
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    from venez_vivre.store import copies  # noqa: PLC0415

    ours = copies.draft_of(some / "x.db", "copie").name
    gone = some / ours.replace(str(os.getpid()), str(dead.pid))
    alive = some / ours.replace(str(os.getpid()), str(os.getppid()))
    elsewhere = some / f".x.db.ffffff-{dead.pid}.copie"
    mine = some / ".notes.1.copie"
    for path in (gone, alive, elsewhere, mine):
        path.touch()
    run("base", "sauvegarder")
    assert [path.exists() for path in (gone, alive, elsewhere, mine)] == [
        os.name != "posix", True, True, True,
    ]  # fmt: skip


@posix_only
def test_a_backup_replaces_no_pipe_and_nothing_that_the_program_keeps(
    run: Run, base: Path, some: Path
) -> None:
    run("base", "sauvegarder")
    pipe = base.with_name("tuyau")
    os.mkfifo(pipe)
    register = some / saved.REGISTER
    before = register.read_bytes()
    refused = (pipe, register, *(base.with_name(base.name + tail) for tail in outputs.BESIDE))
    for path in refused:
        said = run("base", "sauvegarder", "--vers", str(path), "--ecraser", fails_with=1).err
        assert "rien n’y est écrit" in said, path
    assert pipe.is_fifo()
    assert register.read_bytes() == before


@posix_only
def test_a_pipe_is_no_backup(run: Run, base: Path, some: Path) -> None:
    """Nobody waits for what may never come out of it."""
    pipe = base.with_name("tuyau")
    os.mkfifo(pipe)
    said = run("base", "restaurer", str(pipe), fails_with=1).err
    assert "n’est pas un fichier ordinaire" in said


def test_what_is_wrong_with_a_backup_is_said_of_the_backup(
    run: Run, base: Path, some: Path, tmp_path: Path
) -> None:
    made = Path(run("base", "sauvegarder", "-f", "json").json["fichier"])
    said = {
        name: run("base", "restaurer", str(path), fails_with=1).err
        for name, path in bad_files(tmp_path, made, base)
        if name not in {"the base itself", "a folder"}
    }
    for name, sentence in said.items():
        assert "La base n’a pas changé." in sentence, name
        assert "--base" not in sentence, name
        assert "La base " not in sentence.replace("La base n’a pas changé.", ""), name
    assert "La sauvegarde" in said["cut"]
    assert "n’est pas une sauvegarde" in said["notes"]


def without_rights(*words: str) -> subprocess.CompletedProcess[str]:
    """Run the program as somebody to whom the rights of files apply."""
    root = ["setpriv", "--bounding-set=-all", "--inh-caps=-all"] if os.geteuid() == 0 else []
    line = [*root, *PROGRAM, *words]
    return subprocess.run(line, capture_output=True, text=True, check=False, timeout=60)


@pytest.mark.skipif(
    os.name != "posix" or (os.geteuid() == 0 and not shutil.which("setpriv")),
    reason="root may write anywhere",
)
def test_what_the_rights_forbid_is_said_as_it_is(run: Run, base: Path, some: Path) -> None:
    """Neither a base in a closed folder nor a closed base was replaced: trying again is no help."""
    made = run("base", "sauvegarder", "-f", "json").json["fichier"]
    before = base.read_bytes()
    base.parent.chmod(0o555)
    try:
        new = ("--nom", "Neuf", "--email", "neuf@example.org")
        shut = without_rights("--base", str(base), "foyers", "creer", *new)
    finally:
        base.parent.chmod(0o700)
    assert shut.returncode == 1
    assert "Le dossier de la base" in shut.stderr
    assert "en lecture seule" in shut.stderr
    base.chmod(0o400)
    closed = without_rights("--base", str(base), "base", "restaurer", made, "--oui")
    assert closed.returncode == 1
    assert f"La base {base} est en lecture seule" in closed.stderr
    for said in (shut.stderr, closed.stderr):
        assert "remplacée" not in said
        assert "restauration" not in said
    assert base.read_bytes() == before


@posix_only
def test_a_write_gives_a_base_back_to_its_owner_alone(run: Run, base: Path, some: Path) -> None:
    base.chmod(0o644)
    run("foyers", "lister")
    assert mode(base) == 0o644, "reading changes nothing"
    run("foyers", "creer", "--nom", "Neuf", "--email", "neuf@example.org")
    assert mode(base) == 0o600
