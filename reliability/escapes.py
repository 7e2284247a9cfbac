"""No text that came from outside drives or disguises a terminal, whatever the command."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from pathlib import Path

import test_hostile as hostile
from reliability import program
from reliability.results import LONG, MIDDLE, SHORT, Result, Trials
from venez_vivre.door.lines import by_name
from venez_vivre.references import household_reference
from venez_vivre.texts import number

SIZES = {SHORT: (9, 60), MIDDLE: (2, 500), LONG: (1, 5_000)}
"""One command of the table in so many for the payloads, and how many random strings."""
BATCH = 250
"""Random strings of one base: each stands in every free text of a row of every table."""
SEED = 3
PIECES = (
    "\x1b[", "\x1b]", "\x1bP", "\x1b\\", "\x1b_", "\x1b", "\x9b", "\x9d", "\x9c", "\x90", "\x07",
    "31m", "2J", "0;titre", "8;;https://example.org", "\x00", "\x7f", "\x85", "\r", "\n", "\t",
    "\u202e", "\u2066", "\u2069", "\u200b", "\u200d", "\ufeff", "\u061c", "\U000e0041", "\u2028",
    "\u0301", "\u0353", "[red]", "[/]", "é", "mot ", "👩‍👩‍👧", "ﷺ", "\ufe0f", "\u3164",
)  # fmt: skip
HALVES = ("\ud83d", "\udc9b", "\udcff")
"""What no base holds, and any command line may."""
TYPED = (("chercher",), ("foyers", "montrer"), ("foyers", "lister", "--agent"))
"""Gestures that repeat what was typed when nothing answers to it."""


def run(scale: str, folder: Path) -> Result:
    """Known payloads through every command, random strings through every list, and as typed."""
    every, times = SIZES[scale]
    trials = Trials("séquences de terminal", "0 octet dangereux")
    _payloads(trials, every, folder)
    lines = trials.count
    drawn = random.Random(SEED)  # noqa: S311  texts, not secrets
    texts = [_text(drawn) for _ in range(times)]
    for number_of, start in enumerate(range(0, times, BATCH)):
        _batch(trials, texts[start : start + BATCH], folder, number_of)
    for text in texts:
        _as_typed(trials, folder / "base.db", text + drawn.choice(("", *HALVES)))
    return trials.ended(
        f"{len(hostile.PAYLOADS)} attaques × {len(hostile.RUN[::every])} commandes "
        f"({number(lines)} lignes tapées), {number(times)} textes au hasard dans chaque liste et "
        "comme mots tapés"
    )


def _text(drawn: random.Random) -> str:
    """Pieces of attacks and any character, which a base can hold."""
    pieces = [drawn.choice(PIECES) for _ in range(drawn.randint(1, 8))]
    pieces += [chr(drawn.randrange(0xD800)) for _ in range(drawn.randint(0, 4))]
    drawn.shuffle(pieces)
    return "".join(pieces)


def _payloads(trials: Trials, every: int, folder: Path) -> None:
    full, base = folder / "attaques.db", folder / "base.db"
    hostile.make(full)
    for name, command in hostile.RUN[::every]:
        shutil.copyfile(full, base)
        form = "--format" in by_name(command.params())
        for line in hostile.lines_of(name, command):
            shapes = [shape for shape, options in hostile.FORMS.items() if form or not options]
            _seen(trials, base, [*name.split(), *line], shapes)


def _batch(trials: Trials, texts: list[str], folder: Path, turn: int) -> None:
    """Every list of a base made of these texts, in one format of each in turn, and every file."""
    base = folder / "base.db"
    base.unlink(missing_ok=True)
    hostile.make(base, texts)
    shapes = list(hostile.FORMS)
    for place, (words, form) in enumerate(_lists(), turn):
        kept = shapes if form else ["table", "couleur"]
        _seen(trials, base, words, [kept[place % len(kept)]])
    for place in range(1, len(texts) + 1):
        words = ["foyers", "montrer", household_reference(place)]
        _seen(trials, base, words, [shapes[(place + turn) % len(shapes)]])


def _lists() -> Iterator[tuple[list[str], bool]]:
    """Every command that needs nothing to be said, with as many lines as there are."""
    for name, command in hostile.RUN:
        known = by_name(command.params())
        if hostile.lines_of(name, command)[0] == [] or name.endswith(" lister"):
            most = ["--limite", "9999"] if "--limite" in known else []
            yield [*name.split(), *most], "--format" in known


def _seen(trials: Trials, base: Path, words: list[str], shapes: list[str]) -> None:
    """One line in these formats, with or without colour."""
    for shape in shapes:
        options = hostile.FORMS[shape]
        with trials.trial(ascii([*words, *options])[:200]):
            terminal = shape == "couleur"
            said = program.typed(base, *words, *options, terminal=terminal)
            calendar = words[:2] == ["relances", "exporter"]  # its lines end as those of a sheet
            _harmless(said, "csv" if calendar else shape)


def _as_typed(trials: Trials, base: Path, text: str) -> None:
    for words in TYPED:
        with trials.trial(ascii([*words, text])[:200]):
            _harmless(program.typed(base, *words, "--", text), "table")


def _harmless(said: program.Said, shape: str) -> None:
    program.must(said, 0, 1, 2, 3, 4, 5)
    found = hostile.danger(said.out, shape) + hostile.danger(said.err, "")
    if found:
        raise AssertionError(found[:3])
