"""Files that somebody could import, and the same ones damaged: each has its verdict."""

from __future__ import annotations

import io
import json
import os
import random
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import test_corpus as corpus
from reliability import program
from reliability.results import LONG, MIDDLE, SHORT, Result, Trials

SIZES = {SHORT: (12, 60), MIDDLE: (2, 300), LONG: (1, 2_000)}
"""One case of the corpus in so many, and how many damaged files."""
SEED = 5
ENDED = {0, 1, 2, 5}
"""How an import may end, whatever the file."""
OFFER = '{{"intitule": "Soudeur", "id": "1", "lieuTravail": {{"commune": "71014"}}, "x": {}}}'
JSON = {
    "not a number": OFFER.format("NaN"),
    "infinity": OFFER.format("-Infinity"),
    "a number beyond all": OFFER.format("1e999"),
    "a number of 5,000 digits": OFFER.format("9" * 5_000),
    "the same name twice": '{"resultats": [{"intitule": "A", "intitule": "B"}]}',
    "the same name twice, deeper": OFFER.format('{"a": 1, "a": 2}'),
    "two hundred lists inside each other": OFFER.format("[" * 200 + "]" * 200),
    "a million lists opened": "[" * 1_000_000,
    "two hundred objects inside each other": OFFER.format('{"a":' * 200 + "1" + "}" * 200),
    "half of a character": OFFER.format('"\\ud83d"'),
    "half of a character in a name": OFFER.format('{"\\udc00": 1}'),
    "a text without end": '[{"intitule": "A',
    "an object without end": '[{"intitule": "A"}, {',
    "a comma too many": '[{"intitule": "A"},]',
    "a control character": '[{"intitule": "A\x01"}]',
    "a comment": '[{"intitule": "A"} /* b */]',
    "no object": "[1, 2, 3]",
    "NUL": '[{"intitule": "A"}]\x00',
}
"""JSON that strict readers refuse, each by its fault."""


def run(scale: str, folder: Path) -> Result:
    """The corpus, JSON by fault, then files of the corpus cut, swapped and flipped at random."""
    every, damaged = SIZES[scale]
    trials = Trials("fichiers abîmés ou hostiles", "verdict attendu 100 %, 0 plantage")
    cases = corpus.CASES[::every]
    bases: dict[str, Path] = {}
    for number, case in enumerate(cases):
        with trials.trial(f"{case.folder}/{case.name}"):
            _verdict(case, _fresh(folder, f"cas-{number}"), _before(case, folder, bases))
    for name, text in JSON.items():
        with trials.trial(f"JSON: {name}"):
            _refused(text, _fresh(folder, "json"))
    _damage(trials, damaged, folder)
    return trials.ended(
        f"{len(cases)} cas du corpus, {len(JSON)} fautes de JSON, {damaged} fichiers coupés, "
        "mélangés ou altérés au hasard"
    )


def _fresh(folder: Path, name: str) -> Path:
    place = folder / name
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir()
    return place


def _before(case: corpus.Case, folder: Path, bases: dict[str, Path]) -> Path:
    """The base that stands before a case, made once for all that begin alike."""
    before = case.verdict.get("before", [])
    key = json.dumps(before)
    if key not in bases:
        base = folder / f"avant-{len(bases)}.db"
        program.must(program.typed(base, "territoires", "lister"))
        for noun, file, *options in before:
            source = corpus.put(file, _fresh(folder, "avant"))
            program.must(program.typed(base, noun, "importer", str(source), *options), 0, 5)
        bases[key] = base
    return bases[key]


def _verdict(case: corpus.Case, place: Path, before: Path) -> None:
    """Import the file of a case; what of its verdict did not come true is raised."""
    base = place / "base.db"
    shutil.copyfile(before, base)
    words = [*case.words(corpus.put(case.file, place)), "-f", "json"]
    said = _confined(base, words) if case.hostile else program.typed(base, *words)
    if "Traceback" in said.err:
        raise AssertionError(said.err[-300:])
    found = corpus.outcome(said.code, said.out, said.err)
    verdicts = [case.verdict, *case.verdict.get("either", ())]
    wrong = [corpus.faults(verdict, found, base) for verdict in verdicts]
    if all(wrong):
        raise AssertionError(wrong)
    shutil.rmtree(place)


def _confined(base: Path, words: list[str]) -> program.Said:
    """In a process of its own, that may take neither the memory nor the time of the machine."""
    line = [sys.executable, "-c", corpus.CONFINED, str(base.with_name("memoire"))]
    done = subprocess.run(
        [*line, "--base", str(base), "--date", program.TODAY, *words],
        capture_output=True, encoding="utf-8", check=False, timeout=corpus.LONGEST * 2,
        preexec_fn=corpus.confine if os.name == "posix" else None,
    )  # fmt: skip
    return program.Said(done.returncode, done.stdout, done.stderr)


def _refused(text: str, place: Path) -> None:
    """One sentence, code 1, nothing written."""
    path, base = place / "offres.json", place / "base.db"
    path.write_text(text, encoding="utf-8")
    program.must(program.typed(base, "territoires", "lister"))
    before = base.read_bytes()
    said = program.must(program.typed(base, "offres", "importer", str(path), "-f", "json"), 1)
    if said.out or len(said.err.strip().splitlines()) != 1 or "offres.json" not in said.err:
        raise AssertionError(f"{said.out}{said.err}")
    if base.read_bytes() != before:
        raise AssertionError("a refused file wrote")


# --- damage -------------------------------------------------------------------------------------


def _damage(trials: Trials, times: int, folder: Path) -> None:
    """Files of the corpus that no verdict foresees any more: an end among those of an import."""
    drawn = random.Random(SEED)  # noqa: S311  damage, not secrets
    cases = [case for case in corpus.CASES if not case.hostile]
    base = folder / "abimes.db"
    program.must(program.typed(base, "territoires", "lister"))
    fresh = base.read_bytes()
    for number in range(times):
        case = drawn.choice(cases)
        place = _fresh(folder, "abime")
        path = corpus.put(case.file, place)
        if path.stat().st_size > 1 << 20:
            continue
        path.write_bytes(_damaged(path.read_bytes(), path.suffix == ".xlsx", drawn))
        with trials.trial(f"{case.file}, damage {number}"):
            words = (case.verdict["noun"], "importer", str(path), "-f", "json")
            ours = path.suffix != ".xlsx"
            said = program.typed(base, *words) if ours else _confined(base, list(words))
            _ended(said, base)
        base.write_bytes(fresh)


def _ended(said: program.Said, base: Path) -> None:
    program.must(said, *ENDED)
    if "Traceback" in said.err or program.sound(base):
        raise AssertionError(f"{said.err[-300:]} {program.sound(base)}")
    if said.code in {0, 5}:
        receipt: dict[str, Any] = json.loads(said.out)
        ends = sum(receipt[key] for key in corpus.OUTCOMES)
        if receipt["lues"] != ends:
            raise AssertionError(f"{receipt['lues']} lines read, {ends} accounted for")


def _damaged(content: bytes, archive: bool, drawn: random.Random) -> bytes:
    """Bytes cut, flipped, repeated or swapped; inside a part, when the file is an archive."""
    if archive and drawn.random() < 0.7:
        try:
            return _damaged_part(content, drawn)
        except (zipfile.BadZipFile, NotImplementedError):
            pass
    return _altered(content, drawn)


def _altered(content: bytes, drawn: random.Random) -> bytes:
    text = bytearray(content)
    for _ in range(drawn.randint(1, 4)):
        start, end = sorted((drawn.randint(0, len(text)), drawn.randint(0, len(text))))
        kind = drawn.randrange(5)
        if kind == 0:
            del text[start:]
        elif kind == 1:
            del text[start : min(end, start + 200)]
        elif kind == 2:
            text[start:start] = text[start : min(end, start + 200)]
        elif kind == 3:
            text[start:start] = drawn.choice((b'"', b";", b"\x00", b"\r", b"\xff", b"\xc3", b"\n"))
        elif text:
            text[start % len(text)] ^= 1 << drawn.randrange(8)
    return bytes(text)


def _damaged_part(content: bytes, drawn: random.Random) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(out, "w") as after:
        names = before.namelist()
        chosen = drawn.choice(names)
        for name in names:
            part = before.read(name)
            after.writestr(name, _altered(part, drawn) if name == chosen else part)
    return out.getvalue()
