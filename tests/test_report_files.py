"""Reports as files: their names, their formats, whole or not at all."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bases import address_of
from raw_facts import World, call, make_base
from test_bilan import SMALL
from venez_vivre.cli import run
from venez_vivre.errors import Misuse, Refused
from venez_vivre.reports import RENDERERS, files
from venez_vivre.steering.documents.kinds import KINDS
from venez_vivre.store import cipher
from venez_vivre.store.creation import create

WORDS = {"semaine": "2025-W48", "territoire": "T/1 ..", "date": "2025-11-30"}
HEADS = {
    "html": b"<!doctype html>",
    "pdf": b"%PDF-",
    "xlsx": b"PK",
    "md": b"# {title}",
    "json": b"{",
    "csv": "\ufeffrubrique".encode(),
    "txt": b"{title}",
}


@pytest.fixture
def base(tmp_path: Path) -> Path:
    return make_base(tmp_path / "petite.db", SMALL)


def test_the_name_of_a_file_takes_the_words_of_the_report():
    """Each word once or more; what is no letter of a name becomes a dash."""
    assert files.named("r-{semaine}-{semaine}.html", WORDS) == "r-2025-W48-2025-W48.html"
    assert files.named("{territoire}.pdf", WORDS) == "T-1-...pdf"
    assert files.named("sans.pdf", WORDS) == "sans.pdf"
    with pytest.raises(Misuse, match=r"\{mois\} n’est pas connu"):
        files.named("{mois}.pdf", WORDS)


@pytest.mark.parametrize("suffix", HEADS)
@pytest.mark.parametrize("kind", ["hebdo", "mensuel", "bilan", "territoire"])
def test_each_report_is_written_in_each_format(base: Path, kind: str, suffix: str):
    """As the end of the name says, and nothing else is left in the folder."""
    folder = base.parent / "sorties"
    folder.mkdir()
    words = ("--territoire", "T1") if kind == "territoire" else ()
    pattern = str(folder / f"{{rapport}}-{{semaine}}.{suffix}")
    call(base, "rapport", kind, *words, "--sortie", pattern)
    (made,) = folder.iterdir()
    assert made.name.startswith(f"{kind}-2025-W")
    head = HEADS[suffix].replace(b"{title}", KINDS[kind].title.encode())
    assert made.read_bytes().startswith(head)


@pytest.mark.parametrize("form", RENDERERS)
def test_the_same_day_and_base_give_the_same_bytes(base: Path, form: str):
    """In two processes, whatever the hour and the seed of hashes."""
    folder = base.parent
    made = []
    for seed, zone in (("1", "Asia/Tokyo"), ("2", "America/Cayenne")):
        path = folder / f"r{seed}.{form}"
        words = ["--base", address_of(base), "--date", "2025-11-27", "rapport", "hebdo", "-f", form]
        env = os.environ | {"PYTHONHASHSEED": seed, "TZ": zone, "SOURCE_DATE_EPOCH": "1764201600"}
        subprocess.run(
            [sys.executable, "-m", "venez_vivre", *words, "--sortie", str(path)],
            check=True,
            capture_output=True,
            env=env,
        )
        made.append(path.read_bytes())
    assert made[0] == made[1]


def test_a_pipe_takes_the_bytes_of_any_format(base: Path):
    """`rapport bilan -f pdf > bilan.pdf` is a document."""
    words = ["--base", address_of(base), "--date", "2025-11-27", "rapport", "bilan", "-f", "pdf"]
    done = subprocess.run(
        [sys.executable, "-m", "venez_vivre", *words], check=True, capture_output=True
    )
    assert done.stdout.startswith(b"%PDF-")
    assert done.stdout.rstrip().endswith(b"%%EOF")
    assert done.stderr == b""


def test_a_territory_is_asked_for(base: Path, capsys: pytest.CaptureFixture[str]):
    """Its report without one is misuse; one that does not exist is not found."""
    call(base, "rapport", "territoire", fails_with=2)
    assert "--territoire" in capsys.readouterr().err
    call(base, "rapport", "hebdo", "--territoire", "T99", fails_with=3)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("hebdo", "--semaine", "2025-W54"), 2),
        (("hebdo", "--semaine", "2026-W40"), 2),
        (("mensuel", "--mois", "2025-13"), 2),
        (("bilan", "--tel-que-su", "2026-01-01"), 2),
        (("bilan", "--figer", "--tel-que-su", "2025-01-01"), 2),
        (("bilan", "--tel-que-su", "2020-01-01"), 1),
        (("bilan", "--sortie", "absent/dossier/r.html"), 1),
        (("bilan", "--sortie", "r-{truc}.html"), 2),
    ],
)
def test_wrong_use_is_one_sentence(
    base: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], code: int
):
    """And nothing is written, nor kept."""
    before = sorted(base.parent.iterdir())
    call(base, "rapport", *words, fails_with=code)
    said = capsys.readouterr()
    assert said.out == ""
    assert len(said.err.strip().splitlines()) == 1
    assert sorted(base.parent.iterdir()) == before
    call(base, "rapport", "figes", "-f", "json")
    assert json.loads(capsys.readouterr().out) == []


def test_a_report_that_cannot_be_written_is_not_kept_either(
    base: Path, capsys: pytest.CaptureFixture[str]
):
    """`--figer` and the file: both, or neither."""
    path = base.parent / "r.html"
    path.write_text("ancien", encoding="utf-8")
    call(base, "rapport", "bilan", "--figer", "--sortie", str(path), fails_with=1)
    assert path.read_text(encoding="utf-8") == "ancien"
    call(base, "rapport", "figes", "-f", "json")
    assert json.loads(capsys.readouterr().out) == []
    call(base, "rapport", "bilan", "--figer", "--sortie", str(path), "--ecraser")
    capsys.readouterr()
    call(base, "rapport", "figes", "-f", "json")
    (kept,) = json.loads(capsys.readouterr().out)
    assert kept["rapport"] == "bilan"


@pytest.mark.parametrize("kind", ["hebdo", "mensuel", "bilan"])
def test_an_empty_base_has_every_report(
    tmp_path: Path, kind: str, capsys: pytest.CaptureFixture[str]
):
    """Zeros and sentences, in every format."""
    empty = make_base(tmp_path / "vide.db", World(()))
    for suffix in HEADS:
        call(empty, "rapport", kind, "--sortie", str(tmp_path / f"{kind}.{suffix}"))
    call(empty, "rapport", kind)
    assert "0 personne, 0 foyer" in capsys.readouterr().out


def test_a_report_is_drawn_up_on_the_day_of_the_epoch(
    base: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    """SOURCE_DATE_EPOCH says which day it is when nobody does; `--date` says it better."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1764201600")
    monkeypatch.delenv("VENEZ_VIVRE_DATE", raising=False)
    assert run(["--base", address_of(base), "rapport", "hebdo", "-f", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["etabli_le"], found["au"]) == ("2025-11-27", "2025-11-23")
    call(base, "rapport", "hebdo", "-f", "json", today="2025-10-01")
    assert json.loads(capsys.readouterr().out)["etabli_le"] == "2025-10-01"


@pytest.mark.parametrize("name", ["", "  ", "r-{semaine.html", "r-{semaine!r}.html"])
def test_a_name_that_says_nothing_is_misuse(base: Path, name: str):
    """An empty variable of a script, a brace left alone: nothing is shown, nothing written."""
    before = sorted(base.parent.iterdir())
    call(base, "rapport", "bilan", "--sortie", name, fails_with=2)
    assert sorted(base.parent.iterdir()) == before


def test_a_dash_is_the_standard_output(base: Path, capsys: pytest.CaptureFixture[str]):
    call(base, "rapport", "bilan", "--sortie", "-", "-f", "json")
    assert json.loads(capsys.readouterr().out)["rapport"] == "bilan"


def test_a_name_that_says_another_format_is_told(base: Path, capsys: pytest.CaptureFixture[str]):
    """`--format` wins, and the name does not lie in silence."""
    path = base.parent / "r.html"
    call(base, "rapport", "bilan", "-f", "pdf", "--sortie", str(path))
    assert "contenu est au format pdf" in capsys.readouterr().err
    assert path.read_bytes().startswith(b"%PDF-")


def test_officials_are_not_told_what_to_type(base: Path):
    """Commands are for officers: in the terminal and in md, when the report is internal."""
    for suffix, told in (("html", False), ("md", True), ("txt", True)):
        path = base.parent / f"h.{suffix}"
        call(base, "rapport", "hebdo", "--sortie", str(path))
        assert ("venez-vivre docteur" in path.read_text(encoding="utf-8")) is told
    path = base.parent / "public.md"
    call(base, "rapport", "hebdo", "--diffusion", "publique", "--sortie", str(path))
    assert "venez-vivre " not in path.read_text(encoding="utf-8")


def refused(base: Path, path: Path, capfd: pytest.CaptureFixture[str]) -> str:
    """What is said when a report is to replace that file."""
    words = ["rapport", "hebdo", "--sortie", str(path), "--format", "md", "--ecraser"]
    assert run(["--base", address_of(base), "--date", "2025-11-27", *words]) == 1
    return capfd.readouterr().err


@pytest.mark.file
def test_no_report_replaces_a_base_nor_what_goes_with_it(
    base: Path, capfd: pytest.CaptureFixture[str]
):
    """By the base's own name or another, as a backup, or as what SQLite would take for its own."""
    call(base, "base", "sauvegarder")
    saved = base.parent / "sauvegardes"
    (backup,) = saved.glob("*.db")
    (base.parent / "dur.md").hardlink_to(base)
    for path in (base, base.parent / "dur.md", backup):
        before = path.read_bytes()
        with pytest.raises(Refused, match="est une base ou une sauvegarde"):
            files.check(path, overwrite=True)
        assert path.read_bytes() == before
    assert "est le registre des sauvegardes" in refused(base, saved / "registre.jsonl", capfd)
    for tail in ("-journal", "-wal", "-shm", ".effacements"):
        beside = base.with_name(base.name + tail)
        assert "d’une base : rien n’y est écrit" in refused(base, beside, capfd)
        assert not beside.exists()


def test_no_report_replaces_an_encrypted_base(tmp_path: Path):
    """Nothing tells it from noise: pictures, documents and words are told from it."""
    path = tmp_path / "secret.md"
    create(path, cipher.drawn("quatre mots sans lien"))
    with pytest.raises(Refused, match="est une base"):
        files.check(path, overwrite=True)
    for head in (
        b"%PDF-1.7\n%\xe2\xe3\xcf\xd3",
        b"PK\x03\x04\x14\x00\x08\x08",
        "\ufeffn°;né(e) à".encode(),
    ):
        path.write_bytes(head.ljust(4096, b"\x93"))
        files.check(path, overwrite=True)


@pytest.mark.skipif(os.name != "posix", reason="named pipes of POSIX")
def test_what_is_no_regular_file_is_never_replaced(base: Path, capfd: pytest.CaptureFixture[str]):
    pipe = base.parent / "tuyau.md"
    os.mkfifo(pipe)
    assert "n’est pas un fichier ordinaire" in refused(base, pipe, capfd)
    assert pipe.is_fifo()
