"""Real processes: no byte in clear, one whole base after a kill, nothing lost of others' work."""

from __future__ import annotations

import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from builders import WORDS, a_key_file, opened, query, tables
from test_crash import signups
from venez_vivre.errors import Refused, WrongKey
from venez_vivre.store import cipher, driver, encryption
from venez_vivre.store.base import Store
from venez_vivre.store.keys import VARIABLE
from venez_vivre.store.operations import Heading
from workbook_files import workbook

pytestmark = [
    pytest.mark.file,
    pytest.mark.plain,
    pytest.mark.skipif(not driver.ENCRYPTS, reason="no wheel of sqlcipher3 here"),
    pytest.mark.skipif(os.name != "posix", reason="no kill -9 on this system"),
]

PROGRAM = [sys.executable, "-m", "venez_vivre"]
OTHER = "quatre autres mots longs"
CANARIES = ("Zquaggabel", "Vtapirnom", "okapi-prive", "Wombatnote", "Xnumbatclasseur")
"""Words that nothing else holds: in a name, an e-mail, a note, a workbook."""


@pytest.fixture
def key_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = a_key_file(tmp_path / "cle.txt")
    monkeypatch.setenv(VARIABLE, str(path))
    return path


def run(base: Path, *words: str, **more: Any) -> subprocess.CompletedProcess[Any]:
    return subprocess.run(
        [*PROGRAM, "--base", str(base), *words], capture_output=True, check=False, **more
    )


# 0 byte in clear.

CRASH_WHILE_WRITING = """
import os, signal, sys
from datetime import date
from pathlib import Path
from venez_vivre.store.base import Store
from venez_vivre.store.operations import Heading
with Store(Path(sys.argv[1])).transact(Heading("Test", "essai", date(2025, 11, 27))) as work:
    work.rows.connection.execute("PRAGMA cache_size=5")  # what is written leaves for the disk
    for number in range(int(sys.argv[2])):
        work.rows.run(f"UPDATE person SET last_name = last_name || 'Vtapirnom{number}'")
    os.kill(os.getpid(), signal.SIGKILL)
"""


def lines(path: Path, rows: int) -> Path:
    """Sign-ups whose names and messages are canaries."""
    told = ["prenom;nom;email;message;date_inscription"]
    told += [
        f"Zquaggabel{n};Vtapirnom{n};okapi-prive{n}@example.org;Wombatnote;2025-03-01"
        for n in range(rows)
    ]
    path.write_text("\n".join(told) + "\n", encoding="utf-8")
    return path


def lived(base: Path, outside: Path, tmp: Path) -> None:
    """All that a base goes through, files and pipes of the officer lying elsewhere."""
    environment = {**os.environ, "TMPDIR": str(tmp), "VENEZ_VIVRE_AGENT": "Test"}
    steps: list[tuple[str, ...]] = [
        ("--date", "2025-11-03", "inscrits", "importer", str(lines(outside / "f.csv", 300))),
        ("inscrits", "importer", str(outside / "f.csv"), "--reparer"),
        ("contacts", "noter", "okapi-prive1@example.org", "Wombatnote au téléphone", "-r", "joint"),
        ("foyers", "modifier", "okapi-prive2@example.org", "--projet", "Wombatnote"),
        ("annuler",),
        ("refaire",),
        ("chercher", "Wombatnote"),
        ("rapport", "bilan", "--tel-que-su", "2025-11-03"),
    ]
    for words in steps:
        done = run(base, *words, env=environment)
        assert done.returncode in {0, 5}, (words, done.stderr)
    rows = [["prenom", "nom", "email"], ["Léa", "Xnumbatclasseur", "okapi-prive999@example.org"]]
    book = workbook(outside / "f.xlsx", inscrits=rows)
    assert run(base, "inscrits", "importer", str(book), env=environment).returncode in {0, 5}
    piped = (outside / "f.csv").read_bytes().replace(b"prive", b"prive-bis")
    done = run(base, "inscrits", "importer", "-", env=environment, input=piped)
    assert done.returncode in {0, 5}, done.stderr
    copy = base.with_name("base.db.copie")
    store = Store(base)
    with (
        closing(store.open(base, write=False)) as source,
        closing(store.open(copy, write=True)) as target,
    ):
        source.backup(target)
    killed_midway(base, outside, environment)
    script = [sys.executable, "-c", CRASH_WHILE_WRITING, str(base), "3"]
    done = subprocess.run(script, env=environment, check=False)
    assert done.returncode == -signal.SIGKILL
    assert base.with_name("base.db-journal").stat().st_size > 4096, "the journal is left hot"


def killed_midway(base: Path, outside: Path, environment: dict[str, str]) -> None:
    """Imports by a file and by a pipe, killed at several moments."""
    many = lines(outside / "g.csv", 6000).read_bytes()
    for delay in (0.5, 0.8, 1.2):
        child = subprocess.Popen(
            [*PROGRAM, "--base", str(base), "inscrits", "importer", "-"],
            stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            env=environment,
        )  # fmt: skip
        assert child.stdin is not None
        child.stdin.write(many.replace(b"prive", f"prive{delay}".encode()))
        child.stdin.close()
        time.sleep(delay)
        child.kill()
        child.wait()


def in_clear(*folders: Path) -> dict[str, list[str]]:
    """The files that hold a canary in clear, with those that they hold."""
    found: dict[str, list[str]] = {}
    for path in (one for folder in folders for one in folder.rglob("*") if one.is_file()):
        content = path.read_bytes()
        for word in CANARIES:
            for form in (word, word.lower(), word.upper()):
                if form.encode() in content or form.encode("utf-16-le") in content:
                    found.setdefault(path.name, []).append(word)
                    break
    return found


@pytest.fixture
def places(tmp_path: Path) -> tuple[Path, Path, Path]:
    """The folder of the base, that of the officer's files, and the temporary folder."""
    made = tuple(tmp_path / name for name in ("base", "ailleurs", "tmp"))
    for folder in made:
        folder.mkdir()
    return made[0], made[1], made[2]


def test_no_byte_of_an_encrypted_base_is_in_clear(
    places: tuple[Path, Path, Path], key_file: Path
) -> None:
    """Imports, edits, undo, the past, copies, kills, a hot journal: 0 canary in 0 file."""
    folder, outside, tmp = places
    base = folder / "base.db"
    assert run(base, "base", "chiffrer").returncode == 0
    lived(base, outside, tmp)
    assert len(list(folder.iterdir())) >= 3, "the base, its journal, its copy"
    assert in_clear(folder, tmp) == {}
    secret = Store(base).key
    assert secret is not None
    everything = b"".join(one.read_bytes() for one in (*folder.iterdir(), *tmp.iterdir()))
    assert WORDS.encode() not in everything
    assert secret.raw not in everything
    assert secret.raw.hex().encode() not in everything


def test_the_same_life_of_a_base_in_clear_shows_every_canary(
    places: tuple[Path, Path, Path],
) -> None:
    """What the test above looks for can be found: in the base, its journal and its copy."""
    folder, outside, tmp = places
    lived(folder / "base.db", outside, tmp)
    found = in_clear(folder, tmp)
    assert {"base.db", "base.db-journal", "base.db.copie"} <= set(found)
    assert set(found["base.db"]) == set(CANARIES)


def test_a_hot_journal_waits_for_the_right_key(
    tmp_path: Path, key_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Looked at without a key, or with a wrong one, a base that crashed loses nothing."""
    base = tmp_path / "base.db"
    run(base, "base", "chiffrer")
    run(base, "inscrits", "importer", str(signups(tmp_path / "f.csv", 300)))
    before = tables(base)
    subprocess.run([sys.executable, "-c", CRASH_WHILE_WRITING, str(base), "3"], check=False)
    assert base.with_name("base.db-journal").stat().st_size > 4096
    monkeypatch.delenv(VARIABLE)
    assert run(base, "entonnoir").returncode == 12
    monkeypatch.setenv(VARIABLE, str(a_key_file(tmp_path / "autre.txt", OTHER)))
    assert run(base, "entonnoir").returncode == 12
    monkeypatch.setenv(VARIABLE, str(key_file))
    assert run(base, "entonnoir").returncode == 0
    assert not base.with_name("base.db-journal").exists()
    assert tables(base) == before
    assert query(base, "PRAGMA integrity_check") == [("ok",)]


# One whole base, whatever happens.

WAYS = {
    "chiffrer": ("base", "chiffrer"),
    "changer-cle": ("base", "changer-cle", "--nouvelle", "{other}"),
    "dechiffrer": ("base", "dechiffrer"),
}


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A base in clear and the same one encrypted, with 1 000 households."""
    folder = tmp_path_factory.mktemp("modeles")
    plain, sealed = folder / "clair.db", folder / "chiffre.db"
    assert run(plain, "inscrits", "importer", str(signups(folder / "f.csv", 1000))).returncode == 0
    shutil.copy(plain, sealed)
    encryption.convert(sealed, None, cipher.drawn(WORDS))
    return {"chiffrer": plain, "changer-cle": sealed, "dechiffrer": sealed}


def whole(base: Path, files: tuple[Path, ...], monkeypatch: pytest.MonkeyPatch) -> Any:
    """What a base holds, opened by whichever key opens it."""
    for file in files:
        monkeypatch.setenv(VARIABLE, str(file))
        try:
            with closing(opened(base, write=False)) as connection:
                assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        except WrongKey:
            continue
        return tables(base)
    pytest.fail("no key opens the base")


@pytest.mark.parametrize("way", WAYS)
def test_a_kill_at_any_moment_leaves_one_whole_base(
    way: str,
    models: dict[str, Path],
    tmp_path: Path,
    key_file: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """12 kills for each verb, spread over its time: every row, under the old key or the new one."""
    other = a_key_file(tmp_path / "autre.txt", OTHER)
    words = [word.format(other=other) for word in WAYS[way]]
    expected = tables(models[way])
    base = tmp_path / "base.db"
    whole_runs = []
    for _ in range(2):  # the shorter one: a machine that was busy once would kill too late
        begin = time.monotonic()
        shutil.copy(models[way], base)
        assert run(base, *words).returncode == 0
        whole_runs.append(time.monotonic() - begin)
    seconds, moments, killed = min(whole_runs), random.Random(11), 0  # noqa: S311  moments
    for number in range(12):
        shutil.copy(models[way], base)
        monkeypatch.setenv(VARIABLE, str(key_file))
        child = subprocess.Popen(
            [*PROGRAM, "--base", str(base), *words],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        time.sleep(seconds * (0.4 + 0.6 * (number + moments.random()) / 12))
        child.kill()
        killed += child.wait() == -signal.SIGKILL
        assert whole(base, (key_file, other), monkeypatch) == expected
    assert killed >= 6


STEPS = """
import os, signal, sys
left = int(sys.argv[1])
def step(event, arguments):
    global left
    watched = event in {"os.rename", "os.remove", "open"} and "base.db" in str(arguments[0])
    if watched or event == "os.truncate":
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
from venez_vivre.cli import run
sys.addaudithook(step)
sys.exit(run(sys.argv[2:]))
"""


def test_a_kill_before_each_step_on_a_file_leaves_one_whole_base(
    models: dict[str, Path], tmp_path: Path, key_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not at random: before each opening, renaming or erasing of a file, one after the other."""
    expected, base, codes = tables(models["chiffrer"]), tmp_path / "base.db", []
    for number in range(1, 40):
        shutil.copy(models["chiffrer"], base)
        script = [sys.executable, "-c", STEPS, str(number), "--base", str(base), "base", "chiffrer"]
        done = subprocess.run(script, capture_output=True, check=False)
        codes.append(done.returncode)
        assert whole(base, (key_file,), monkeypatch) == expected
        if done.returncode == 0:
            break
    assert codes.count(-signal.SIGKILL) >= 5
    assert codes[-1] == 0
    assert not list(tmp_path.glob(".base.db.*")), "the last one cleared what the others left"


def test_a_journal_that_a_kill_left_does_not_outlive_the_encryption(
    models: dict[str, Path], tmp_path: Path, key_file: Path
) -> None:
    """Killed before SQLite finished its journal: the names in it are overwritten, then erased."""
    base, journal = tmp_path / "base.db", tmp_path / "base.db-journal"
    shutil.copy(models["chiffrer"], base)
    before = tables(base)
    pages = base.read_bytes()
    journal.write_bytes(bytes(512) + pages)  # as it is before its first flush: no mark at its head
    with journal.open("rb") as watched:
        done = run(base, "base", "chiffrer", text=True)
        assert done.returncode == 0, done.stderr
        assert not any(watched.read()), "the bytes themselves, and not the name alone"
    assert not journal.exists()
    assert tables(base) == before


READERS = (
    ("base", "etat"),
    ("base", "verifier"),
    ("base", "sauvegarder"),
    ("diagnostic",),
    ("contacts", "noter", "p0@example.org", "Bonjour", "-r", "joint"),
)


@pytest.mark.parametrize("words", READERS, ids=" ".join)
def test_a_copy_in_clear_that_a_kill_left_goes_with_the_next_command(
    words: tuple[str, ...], models: dict[str, Path], tmp_path: Path, key_file: Path
) -> None:
    """A killed `base dechiffrer`; the draft of a process that is at work stays."""
    base = tmp_path / "base.db"
    shutil.copy(models["dechiffrer"], base)
    for number in range(1, 60):
        script = [sys.executable, "-c", STEPS, str(number), "--base", str(base)]
        done = subprocess.run(
            [*script, "base", "dechiffrer", "--oui"], capture_output=True, check=False
        )
        if left := list(tmp_path.glob(".base.db.*")):
            break
        assert done.returncode != 0, "no kill left a draft"
    at_work = tmp_path / re.sub(r"-\d+\.", f"-{os.getpid()}.", left[0].name)
    at_work.write_bytes(b"of another process")
    done = run(base, *words, text=True)
    assert done.returncode == 0, done.stderr
    assert not left[0].exists()
    assert at_work.exists()


@pytest.mark.parametrize("room", [0, 1 << 16, 1 << 20])
def test_a_full_disk_leaves_the_old_base(
    models: dict[str, Path], tmp_path: Path, key_file: Path, room: int
) -> None:
    """No file may grow beyond a little: one sentence, and the same bytes as before."""
    base = tmp_path / "base.db"
    shutil.copy(models["chiffrer"], base)
    before = base.read_bytes()
    assert room < len(before)

    def no_more_room() -> None:
        import resource  # noqa: PLC0415

        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))

    done = run(base, "base", "chiffrer", preexec_fn=no_more_room, text=True)
    assert done.returncode == 1, done.stderr
    assert done.stderr.count("\n") == 1
    assert base.read_bytes() == before
    assert not list(tmp_path.glob(".*"))


NOTES = """
import sys
from venez_vivre.cli import run
base, times = sys.argv[1:]
done = 0
for n in range(int(times)):
    done += run(["--base", base, "contacts", "noter", "p0@example.org", f"note {n}", "-r", "joint",
                 "-f", "json"]) == 0
print(f"FAITS {done}")
"""


@pytest.mark.parametrize("way", ["chiffrer", "dechiffrer"])
def test_what_others_write_meanwhile_is_kept(
    way: str, models: dict[str, Path], tmp_path: Path, key_file: Path
) -> None:
    """Two writers during three rewritings: every note that was answered « done » is in the base."""
    base = tmp_path / "base.db"
    shutil.copy(models[way], base)
    before = query(base, "SELECT count(*) FROM contact")[0][0]
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", NOTES, str(base), "25"],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )
        for _ in range(2)
    ]  # fmt: skip
    time.sleep(1.0)
    other = {"chiffrer": "dechiffrer", "dechiffrer": "chiffrer"}
    for verb in (way, other[way], way):
        done = run(base, "base", verb, text=True)
        assert done.returncode == 0, done.stderr
    said = [writer.communicate(timeout=120) for writer in writers]
    answered = sum(int(out.rpartition("FAITS ")[2]) for out, _ in said)
    errors = "".join(error for _, error in said)
    assert "Traceback" not in errors
    assert "erreur de sa part" not in errors
    assert query(base, "SELECT count(*) FROM contact")[0][0] - before == answered
    assert answered >= 25
    assert query(base, "PRAGMA integrity_check") == [("ok",)]


def test_a_command_whose_base_is_replaced_under_it_says_so(
    models: dict[str, Path], tmp_path: Path, key_file: Path
) -> None:
    """A writer that had the old file open is refused: nothing goes into a file without a name."""
    base = tmp_path / "base.db"
    shutil.copy(models["chiffrer"], base)
    heading = Heading("Test", "essai", date(2025, 11, 27))
    store = Store(base)

    def lost() -> None:
        with store.transact(heading) as work:
            shutil.copy(models["dechiffrer"], tmp_path / "nouvelle.db")
            (tmp_path / "nouvelle.db").replace(base)
            work.rows.run("UPDATE person SET last_name = 'Perdu'")

    with pytest.raises(Refused, match="vient d’être remplacée"):
        lost()
    assert query(base, "SELECT count(*) FROM person WHERE last_name = 'Perdu'") == [(0,)]
