"""The corpus: each file that somebody could import has the verdict that tests/corpus gives it."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
import time
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from bases import address_of, copied
from builders import query, written
from venez_vivre.cli import run as run_program
from venez_vivre.intake.receipts import OUTCOMES
from venez_vivre.intake.sheets import open_sheet
from venez_vivre.texts import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conftest import Run

ROOT = Path(__file__).parent.parent
CORPUS = Path(__file__).parent / "corpus"
TODAY = "2025-11-27"

LONGEST = 30
"""Seconds a file may take."""
MOST_MEMORY = 512
"""Megabytes a hostile file may take."""
ADDRESS_SPACE = 3 << 29
"""Bytes of address space: past them the program is stopped before the machine suffers."""

DANGEROUS = frozenset(
    {*map(chr, range(0x20)), *map(chr, range(0x7F, 0xA0)), *"\u200b\u200e\u200f\u2066\u2067"}
    | {*"\u202a\u202b\u202c\u202d\u202e\u2068\u2069\ufeff"}
) - {"\n"}
ARMED = ("=", "+", "-", "@", "\t", "\uff1d", "\uff0b", "\uff0d", "\uff20")

KEYS = {
    "why", "note", "file", "noun", "options", "before", "hostile", "either",
    "exit", "lues", *OUTCOMES, "encoding", "separator", "ignored", "says", "says_any", "never",
    "silent", "rejected_lines", "kept",
}  # fmt: skip
"""What a verdict may say: tests/corpus/README.md explains each."""


@dataclass(frozen=True)
class Case:
    """One file, how it is imported, and what must come of it."""

    folder: str
    name: str
    verdict: dict[str, Any]

    @property
    def file(self) -> str:
        file = self.verdict.get("file", self.name)
        return file if "/" in file else f"{self.folder}/{file}"

    @property
    def hostile(self) -> bool:
        return bool(self.verdict.get("hostile"))

    def words(self, path: Path) -> list[str]:
        verdict = self.verdict
        options = [word.format(corpus=CORPUS) for word in verdict.get("options", ())]
        return [verdict["noun"], "importer", str(path), *options]


def cases() -> Iterator[Case]:
    """Every case of every folder."""
    for index in sorted(CORPUS.glob("*/verdicts.toml")):
        told = tomllib.loads(index.read_text(encoding="utf-8"))
        defaults = told.pop("defaults")
        for name, verdict in told.items():
            yield Case(index.parent.name, name, {**defaults, **verdict})


CASES = list(cases())
FILES = sorted({case.file for case in CASES})


@cache
def maker() -> Any:
    """tools/corpus.py, as a module."""
    spec = spec_from_file_location("tools_corpus", ROOT / "tools" / "corpus.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    sys.modules["tools_corpus"] = module
    spec.loader.exec_module(module)
    return module


def put(file: str, folder: Path) -> Path:
    """A copy of a file of the corpus, made now when it is not stored."""
    path = folder / Path(file).name
    stored = CORPUS / file
    if stored.exists():
        path.write_bytes(stored.read_bytes())
    else:
        path.write_bytes(maker().MADE[file]())
    return path


@pytest.fixture(scope="session")
def bases(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Bases that stand before an import, by what was imported into them."""
    return {"": tmp_path_factory.mktemp("bases")}


@pytest.fixture
def start(
    bases: dict[str, Path], base: Path, run: Run, tmp_path_factory: pytest.TempPathFactory
) -> Any:
    """Give the test's base what a case says was imported before."""

    def copy(before: list[list[str]]) -> None:
        key = json.dumps([[], *before])
        if key not in bases:
            run("territoires", "lister")
            for noun, file, *options in before:
                source = put(file, tmp_path_factory.mktemp("avant"))
                run(noun, "importer", str(source), *options)
            bases[key] = bases[""] / f"{len(bases)}.db"
            copied(base, bases[key])
        copied(bases[key], base)

    return copy


# --- what is checked of a file ----------------------------------------------------------------


@dataclass(frozen=True)
class Outcome:
    """What came of an import: exit code, receipt when there is one, and everything it said."""

    code: int
    receipt: dict[str, Any]
    words: str

    def says(self, text: str) -> bool:
        """Whether a message has these words; an option must be there letter by letter."""
        return text in self.words if text.startswith("--") else fold(text) in fold(self.words)

    @property
    def problems(self) -> list[dict[str, Any]]:
        return list(self.receipt.get("problemes", ()))


def outcome(code: int, out: str, err: str) -> Outcome:
    receipt = json.loads(out) if code in {0, 5} else {}
    said = [str(problem[key]) for problem in receipt.get("problemes", ()) for key in problem]
    words = " \n ".join([err, *said, *receipt.get("colonnes_ignorees", ())])
    return Outcome(code, receipt, words)


def faults(verdict: dict[str, Any], found: Outcome, base: Path) -> list[str]:
    """What of a verdict did not come true."""
    wrong = []
    if found.code != verdict.get("exit", 0):
        wrong.append(f"exit {found.code}, not {verdict.get('exit', 0)}")
    return [
        *wrong,
        *_wrong_counts(verdict, found),
        *_wrong_reading(verdict, found),
        *_wrong_words(verdict, found),
        *_wrong_rows(verdict, base),
    ]


def _wrong_counts(verdict: dict[str, Any], found: Outcome) -> Iterator[str]:
    said = {key for key in OUTCOMES if key in verdict}
    for key in OUTCOMES if said else ():
        if found.receipt.get(key) != verdict.get(key, 0):
            yield f"{key} = {found.receipt.get(key)}, not {verdict.get(key, 0)}"
    if "lues" in verdict and found.receipt.get("lues") != verdict["lues"]:
        yield f"lues = {found.receipt.get('lues')}, not {verdict['lues']}"


def _wrong_reading(verdict: dict[str, Any], found: Outcome) -> Iterator[str]:
    receipt = found.receipt
    for key, name in (("encoding", "encodage"), ("separator", "separateur")):
        if key in verdict and receipt.get(name) != verdict[key]:
            yield f"{name} {receipt.get(name)!r}, not {verdict[key]!r}"
    if "ignored" in verdict and receipt.get("colonnes_ignorees") != verdict["ignored"]:
        yield f"ignored {receipt.get('colonnes_ignorees')}, not {verdict['ignored']}"
    lines = sorted({p["ligne"] for p in found.problems if p["gravite"] == "rejet"})
    if "rejected_lines" in verdict and lines != verdict["rejected_lines"]:
        yield f"rejected lines {lines}, not {verdict['rejected_lines']}"


def _wrong_words(verdict: dict[str, Any], found: Outcome) -> Iterator[str]:
    for text in verdict.get("says", ()):
        if not found.says(text):
            yield f"does not say « {text} »"
    either = verdict.get("says_any")
    if either and not any(map(found.says, either)):
        yield f"says nothing of {either}"
    for text in verdict.get("never", ()):
        if found.says(text):
            yield f"says « {text} »"
    if verdict.get("silent") and found.problems:
        yield f"says {found.problems}"


def _wrong_rows(verdict: dict[str, Any], base: Path) -> Iterator[str]:
    for sql, wanted in verdict.get("kept", {}).items():
        ordered = sql if "ORDER BY" in sql or "count(" in sql else f"{sql} ORDER BY id"
        rows = [["" if v is None else v for v in row] for row in query(base, f"SELECT {ordered}")]
        if rows != wanted:
            yield f"{sql}: {rows}, not {wanted}"


def judged(case: Case, found: Outcome, base: Path) -> None:
    """Fail with what is wrong, unless one of the verdicts that are accepted is true."""
    verdicts = [case.verdict, *case.verdict.get("either", ())]
    wrong = [faults(verdict, found, base) for verdict in verdicts]
    if all(wrong):
        told = "\n  or  ".join("; ".join(one) for one in wrong)
        pytest.fail(f"{case.verdict['why']}\n      {told}\n  said {found.words[:600]}", False)


# --- what holds for every file ----------------------------------------------------------------


class Trial:
    """Imports the file of a case, and checks what holds whatever the file."""

    def __init__(self, case: Case, path: Path, base: Path, capfd: Any) -> None:
        self.case, self.path, self.base, self._capfd = case, path, base, capfd

    def load(self, path: Path | None = None, *more: str) -> Outcome:
        words = [*self.case.words(path or self.path), "-f", "json", *more]
        self._capfd.readouterr()
        began = time.monotonic()
        code = run_program(
            ["--base", address_of(self.base), "--date", TODAY, "--agent", "Test", *words]
        )
        assert time.monotonic() - began < LONGEST
        said = self._capfd.readouterr()
        assert code in {0, 1, 2, 3, 5}, f"exit {code}\n{said.err}"
        assert "Traceback" not in said.err
        assert not DANGEROUS.intersection(said.out + said.err)
        found = outcome(code, said.out, said.err)
        if found.receipt:
            _check_receipt(found)
        else:
            _check_refusal(said.out, said.err)
        return found

    def first(self) -> Outcome:
        """The import, which does what its simulation foresaw."""
        before = written(self.base)
        foreseen = self.load(None, "--simuler")
        assert written(self.base) == before, "a simulation wrote"
        found = self.load()
        assert (found.code, _counts(found)) == (foreseen.code, _counts(foreseen))
        if found.code not in {0, 5}:
            assert written(self.base) == before, "a refused file wrote"
        return found

    def again(self, first: Outcome) -> None:
        """The same file twice changes nothing; rejects are rejected again, for the same number."""
        again = self.load()
        assert (again.receipt["creees"], again.receipt["mises_a_jour"]) == (0, 0), again.receipt
        assert again.receipt["lues"] == first.receipt["lues"]
        assert again.receipt["rejetees"] == first.receipt["rejetees"]
        if first.receipt["rejetees"]:
            rejects = Path(first.receipt["fichier_rejets"])
            _check_disarmed(rejects)
            back = self.load(rejects)
            counts = {key: back.receipt[key] for key in OUTCOMES if back.receipt[key]}
            assert counts == {"rejetees": first.receipt["rejetees"]}


def _counts(found: Outcome) -> dict[str, Any]:
    return {key: found.receipt.get(key) for key in ("lues", *OUTCOMES)}


def _check_receipt(found: Outcome) -> None:
    receipt = found.receipt
    assert receipt["lues"] == sum(receipt[key] for key in OUTCOMES)
    assert (found.code == 5) == bool(receipt["rejetees"] or receipt["mises_de_cote"])
    for problem in found.problems:
        assert problem["motif"], problem
        assert problem["remede"], problem
        assert problem["gravite"] in {"rejet", "avertissement"}


def _check_refusal(out: str, err: str) -> None:
    assert out == ""
    assert err.strip()
    assert err.strip().splitlines()[-1][-1] in ".!?»", err


def _check_disarmed(rejects: Path) -> None:
    """No cell of a file of rejects runs in a spreadsheet."""
    if rejects.suffix in {".csv", ".txt", ".tsv"}:
        sheet = open_sheet(rejects)
        with rejects.open(encoding=sheet.encoding, newline="") as file:
            rows = list(csv.reader(file, delimiter=sheet.separator))
        assert [c for row in rows for c in row if c.lstrip().startswith(ARMED)] == []


@pytest.mark.parametrize(
    "case", [c for c in CASES if not c.hostile], ids=lambda c: f"{c.folder}/{c.name}"
)
def test_a_file_has_its_verdict(
    case: Case,
    start: Any,
    base: Path,
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
) -> None:
    """Simulated, imported, imported again, its rejects imported: all of it agrees."""
    start(case.verdict.get("before", []))
    trial = Trial(case, put(case.file, tmp_path), base, capfd)
    found = trial.first()
    judged(case, found, base)
    if found.receipt:
        trial.again(found)


# --- files that attack ------------------------------------------------------------------------

CONFINED = """
import sys
from venez_vivre.cli import run
try:
    code = run(sys.argv[2:])
finally:
    status = open("/proc/self/status").read()
    peak = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    open(sys.argv[1], "w").write(peak.split()[1])
sys.exit(code)
"""
"""The program, then the most memory it held, in kilobytes, in the file named first."""


def confine() -> None:
    """Limit what a process may take."""
    import resource  # noqa: PLC0415  there is none on Windows

    resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, ADDRESS_SPACE))
    resource.setrlimit(resource.RLIMIT_CPU, (LONGEST, LONGEST))


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is read in /proc")
@pytest.mark.parametrize(
    "case", [c for c in CASES if c.hostile], ids=lambda c: f"{c.folder}/{c.name}"
)
def test_a_hostile_file_harms_nothing(case: Case, start: Any, base: Path, tmp_path: Path) -> None:
    """In a process of its own: it ends by itself, in time and within its memory."""
    start(case.verdict.get("before", []))
    path, peak = put(case.file, tmp_path), tmp_path / "memoire"
    words = ["--base", address_of(base), "--date", TODAY, *case.words(path), "-f", "json"]
    done = subprocess.run(
        [sys.executable, "-c", CONFINED, str(peak), *words],
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=LONGEST * 2,
        preexec_fn=confine,
    )
    assert done.returncode in {0, 1, 2, 5}, f"{done.returncode}\n{done.stderr[-2000:]}"
    assert "Traceback" not in done.stderr
    assert int(peak.read_text()) / 1024 <= MOST_MEMORY
    judged(case, outcome(done.returncode, done.stdout, done.stderr), base)


# --- the corpus itself ------------------------------------------------------------------------


def test_the_corpus_is_whole() -> None:
    """At least 150 files; each has a verdict that says why it is there, in words we know."""
    assert len(FILES) >= 150
    for case in CASES:
        assert (CORPUS / case.file).exists() != (case.file in maker().MADE), case.file
        for verdict in (case.verdict, *case.verdict.get("either", ())):
            assert set(verdict) <= KEYS, (case.file, set(verdict) - KEYS)
        assert case.verdict["why"], case.file
    stored = {
        path.relative_to(CORPUS).as_posix()
        for path in CORPUS.glob("*/*")
        if path.is_file() and path.suffix not in {".toml", ".md"}
    }
    assert stored <= {*FILES, *(case.file for case in CASES)} | used_before()
    assert set(maker().MADE) <= set(FILES)


def used_before() -> set[str]:
    """Files that are imported before others."""
    return {before[1] for case in CASES for before in case.verdict.get("before", ())}


def test_each_kind_of_import_has_its_files() -> None:
    nouns = {case.verdict["noun"] for case in CASES}
    assert nouns >= {
        "inscrits", "contacts", "installations", "offres", "campagnes", "territoires",
    }  # fmt: skip


# --- other people's files ---------------------------------------------------------------------

SPECTRUM = sorted((CORPUS / "csv-spectrum").glob("*.csv"))


@pytest.mark.parametrize("path", SPECTRUM, ids=lambda path: path.stem)
def test_cells_come_back_equal(path: Path) -> None:
    """As csv-spectrum expects them."""
    expected = path.parent / "expected" / f"{path.stem}.json"
    wanted = json.loads(expected.read_text(encoding="utf-8"))
    sheet = open_sheet(path)
    rows = [dict(zip(sheet.headings, row.cells, strict=True)) for row in sheet.rows()]
    assert rows == (wanted if isinstance(wanted, list) else [wanted])
