"""A byte that no encoding explains, in any text of any command that writes, is never our fault."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bases import copied
from builders import query, tables
from test_safety import ACTS, COMING, OFFER, PERSON, PLANNED
from venez_vivre import cli
from venez_vivre.grammar import Command, Option

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from conftest import Run

BAD = ("A\udc9b31m", "x\udcff")
"""What Python makes of `$'A\\x9b31m'` and `$'x\\xff'` on a command line."""

CREATED = ("foyers", "creer", "--prenom", "Zoé", "--nom", "Ly", "--email", "zoe@example.org")
ADDED: dict[str, tuple[tuple[tuple[str, ...], ...], tuple[str, ...]]] = {
    "foyers creer": ((), CREATED),
    "relances planifier": ((), PLANNED),
    "ressources ajouter": ((), PERSON),
    "offres ajouter": ((), OFFER),
    "visites creer": ((), COMING),
    "visites inviter": ((COMING,), ("visites", "inviter", "V-1", "roy")),
    "mises-en-relation noter": ((PERSON,), ("mises-en-relation", "noter", "roy", "PR-1")),
    "agents ajouter": ((), ("agents", "ajouter", "--nom", "Ana Bel")),
    "territoires ajouter": (
        (), ("territoires", "ajouter", "--code", "T1", "--nom", "Autunois", "--type", "CC"),
    ),
    "campagnes ajouter": ((), ("campagnes", "ajouter", "--axe", "A1", "--debut", "2025-09-01")),
}  # fmt: skip
LINES = {name: act[:2] for name, act in ACTS.items() if name != "inscrits doublons"} | ADDED


def command_of(name: str) -> Command:
    noun, _, verb = name.partition(" ")
    return cli.COMMANDS[noun].load().commands[verb or noun]


def with_bad(name: str, words: tuple[str, ...], bad: str) -> Iterator[list[str]]:
    """The line with each of its texts in turn made bad, those it does not give included."""
    command = command_of(name)
    path = name.count(" ") + 1
    for param in command.params():
        if param.flag or not isinstance(param.mark, Option):
            continue
        kept, rest = [], list(words)
        while rest:
            word = rest.pop(0)
            if word in param.mark.names:
                rest.pop(0)
            else:
                kept.append(word)
        yield [*kept, f"{param.mark.names[0]}={bad}"]
    for place in range(path, len(words)):
        if not words[place].startswith("--"):
            yield [*words[:place], bad, *words[place + 1 :]]


@pytest.fixture
def two(run: Run) -> None:
    for first, last in (("Ève", "Roy"), ("Luc", "Blum")):
        run("foyers", "creer", "--prenom", first, "--nom", last, "--email", f"{last}@example.org",
            "--inscrit-le", "12/03/2025")  # fmt: skip


@pytest.mark.usefixtures("two")
@pytest.mark.parametrize("name", LINES)
def test_a_byte_that_cannot_be_read_is_cleaned_or_refused(run: Run, base: Path, name: str) -> None:
    """The program never breaks, and what it keeps can be written in UTF-8."""
    before, words = LINES[name]
    for line in before:
        run(*line)
    kept = base.with_name("kept.db")
    copied(base, kept)
    present = tables(base)
    for bad in BAD:
        for line in with_bad(name, words, bad):
            said = run(*line, fails_with=frozenset({0, 1, 2, 3, 4, 5}))
            if said.code in {1, 2, 3, 4}:
                assert tables(base) == present, line
            else:
                copied(kept, base)


def test_every_command_that_adds_is_tried() -> None:
    adding = {noun for noun, entry in cli.COMMANDS.items() if "ajouter" in entry.load().commands}
    assert {name.partition(" ")[0] for name in ADDED if name.endswith(" ajouter")} == adding


def test_the_readable_rest_of_a_text_is_kept(run: Run, base: Path) -> None:
    run("offres", "ajouter", "--type", "emploi", "--titre", "Sou\udcffdeur", "--contact", BAD[0],
        "--commune", "Autun")  # fmt: skip
    run("agents", "ajouter", "--nom", "Ana\udce9 Bel")
    assert query(base, "SELECT title, contact FROM offer") == [("Soudeur", "A31m")]
    assert query(base, "SELECT name FROM officer") == [("Ana Bel",)]


def test_whoever_acts_may_be_misread_too(run: Run, base: Path) -> None:
    run("--agent", "Zo\udce9", "agents", "ajouter", "--nom", "Bo Cyr")
    assert query(base, "SELECT agent FROM operation") == [("Zo",)]
    run("config", "definir", "agent", "Zo\udce9", fails_with=frozenset({0, 1, 2}))
