"""Whatever is typed to look for somebody, the answer is found, nothing, several or misuse."""

from __future__ import annotations

import os
import random
from contextlib import redirect_stdout
from pathlib import Path

from reliability import program
from reliability.results import LONG, MIDDLE, SHORT, Result, Trials
from venez_vivre import cli

SIZES = {SHORT: 500, MIDDLE: 3_000, LONG: 10_000}
SEED = 11
NASTY = (
    '"', "'", "*", "(", ")", ":", "^", "-", "+", "AND", "OR", "NOT", "NEAR", "NEAR(a b, 3)", "%",
    "_", "\\", "\x00", "\ud800", "\udcff", "\x1b[2J", "\u202e", "\u200b", "\U000e0041", "{", "}",
    "[", "]", "person:", "first_name:", ";", "--", "/*", "*/", "DROP TABLE person", "' OR 1=1 --",
    "e\u0301", "ﬁ", "Ⅷ", "１２", "١٢", "²", "1_000", "06 39 98 00 01", "+33", "@", "a@b", "«", "»",
    "roy", "Ève", "eve@example.org", "\U0001f600", "ẞ", "İ", "\t", "\n", "🇫🇷", "zoé", "l’", "d'",
)  # fmt: skip
"""What a query language, SQL, a terminal or Unicode takes for something else than words."""
COMMANDS = (
    ("chercher", "{}"),
    ("foyers", "montrer", "{}"),
    ("contacts", "noter", "{}", "--resultat", "joint"),
    ("foyers", "lister", "--agent", "{}"),
    ("offres", "montrer", "{}"),
    ("metiers", "chercher", "{}"),
)
ALLOWED = {0, 1, 2, 3, 4}
"""Code 1 is for a note of a file that is closed, say; never for the words."""
COMPLETED = ("foyers montrer ", "offres montrer ", "foyers lister --agent ")


def run(scale: str, folder: Path) -> Result:
    """Random and nasty strings through every gesture that looks somebody up, and completion."""
    trials = Trials("textes de recherche", "0 exception")
    base = _base(folder)
    drawn = random.Random(SEED)  # noqa: S311  words, not secrets
    for number in range(SIZES[scale]):
        text = _text(drawn)
        command = COMMANDS[number % len(COMMANDS)] if number % 2 else COMMANDS[0]
        words = [*(word.format(text) if word == "{}" else word for word in command)]
        if number % 3 == 0:
            words = ["--" if word == text else word for word in words[:-1]] + words[-1:]
        _ask(trials, base, words)
        if number % 10 == 0:
            _complete(trials, base, COMPLETED[number // 10 % 3] + text)
    return trials.ended(
        f"{trials.count} textes tirés au sort ou hostiles, par {len(COMMANDS)} commandes et par la "
        "complétion"
    )


def _base(folder: Path) -> Path:
    base = folder / "base.db"
    source = program.signups(folder / "inscrits.csv", 200)
    program.must(program.typed(base, "inscrits", "importer", str(source)))
    for first, last in (("Ève", "Roy"), ("Zoé", "d’Arc"), ("Éve", "Roy-Martin")):
        email = f"{last.lower().replace('’', '')}@example.org"
        who = ("--prenom", first, "--nom", last, "--email", email)
        program.must(program.typed(base, "foyers", "creer", *who))
    return base


def _text(drawn: random.Random) -> str:
    """Nasty pieces together, any characters at all, or both."""
    pieces = [drawn.choice(NASTY) for _ in range(drawn.randint(0, 6))]
    if drawn.random() < 0.5:
        top = drawn.choice((0x80, 0x250, 0x3000, 0x110000))
        pieces += [chr(drawn.randrange(top)) for _ in range(drawn.randint(0, 30))]
    drawn.shuffle(pieces)
    return drawn.choice(("", " ")).join(pieces) * drawn.choice((1, 1, 1, 1, 40))


def _ask(trials: Trials, base: Path, words: list[str]) -> None:
    with trials.trial(ascii(words)):
        said = program.typed(base, *words)
        program.must(said, *ALLOWED)
        if "Traceback" in said.err or (said.code and not said.err.strip()):
            raise AssertionError(said.err[-300:])


def _complete(trials: Trials, base: Path, line: str) -> None:
    """What a shell asks, which answers 0 whatever stands there."""
    words = f"venez-vivre --base {base} {line}".replace("\x00", "")
    asked = {
        "_VENEZ_VIVRE_COMPLETE": "complete_bash",
        "COMP_WORDS": words,
        "COMP_CWORD": str(len(words.split(" ")) - 1),
    }
    kept = dict(os.environ)
    screen = program.Screen()
    with trials.trial(f"completion of {line!a}"):
        try:
            os.environ |= {name: _environmental(text) for name, text in asked.items()}
            with redirect_stdout(screen):
                code = cli.run([])
        finally:
            os.environ.clear()
            os.environ |= kept
        if code:
            raise AssertionError(f"exit {code}")


def _environmental(text: str) -> str:
    """As a process finds it in its environment: bytes that no encoding explains come as halves."""
    return os.fsdecode(text.encode("utf-8", "replace"))
