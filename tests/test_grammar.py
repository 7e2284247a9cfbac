"""The straight reading of a command line and typer's agree, and typer judges all the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bases import SERVED
from builders import is_untouched
from venez_vivre import cli
from venez_vivre.door import lines
from venez_vivre.door.lazy import build
from venez_vivre.door.lines import Unusual
from venez_vivre.grammar import Argument, Command, Option, Param

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run

VERBS = [
    (noun, command)
    for noun, entry in cli.COMMANDS.items()
    for command in entry.load().commands.values()
    if not entry.verb or command.name == entry.verb
]
TEXTS = st.sampled_from(
    ["1", "12", "Dupont", "lundi", "2025-03", "zoe@example.org", "joint", "tel", "json", "-1", "",
     "un mot", "--du", "--", "x=y", "T4 à Autun"]
)  # fmt: skip


def lines_for(command: Command) -> st.SearchStrategy[list[str]]:
    """Lines made of the command's own words, in any order, well formed or not."""
    pieces: list[st.SearchStrategy[list[str]]] = [TEXTS.map(lambda text: [text])]
    for param in command.params():
        if isinstance(param.mark, Option):
            pieces += [_piece(name, param) for name in param.mark.names]
    return st.lists(st.one_of(pieces), max_size=5).map(lambda parts: [w for p in parts for w in p])


def _piece(name: str, param: Param) -> st.SearchStrategy[list[str]]:
    if param.flag:
        return st.just([name])
    apart = TEXTS.map(lambda text: [name, text])
    return apart | TEXTS.map(lambda text: [f"{name}={text}"]) if name.startswith("--") else apart


def by_typer(command: Command, words: list[str]) -> Any:
    """The values that typer passes to the command, or the class of its error."""
    seen: dict[str, Any] = {}

    def catch(call: Any, **values: Any) -> None:
        seen.update(values)

    watched = _with_run(command, catch)
    try:
        watched.main(words, prog_name="essai", standalone_mode=False)
    except Exception as error:  # noqa: BLE001
        return type(error).__name__
    return seen


def _with_run(command: Command, run: Any) -> Any:
    class Same(Command):
        def params(self) -> list[Param]:
            return command.params()

    return build(Same(command.name, run, command.more))


def plain(values: dict[str, Any]) -> dict[str, Any]:
    return {k: list(v) if isinstance(v, (list, tuple)) else v for k, v in values.items()}


@pytest.mark.parametrize(("noun", "command"), VERBS, ids=lambda v: getattr(v, "name", v))
@settings(max_examples=40)
@given(data=st.data())
def test_both_readings_of_a_line_agree(noun: str, command: Command, data: st.DataObject) -> None:
    """Where the straight reading understands a line, typer understands the same."""
    words = data.draw(lines_for(command))
    try:
        straight: Any = plain(lines.read(command, words))
    except Unusual:
        return
    except Exception as error:  # noqa: BLE001
        straight = type(error).__name__
    judged = by_typer(command, words)
    judged = plain(judged) if isinstance(judged, dict) else judged
    empty = {k: v or None for k, v in straight.items()} if isinstance(straight, dict) else straight
    assert (
        {k: v or None for k, v in judged.items()} if isinstance(judged, dict) else judged
    ) == empty, (noun, words)


def test_every_verb_documents_itself() -> None:
    """Each verb says what it does, each parameter what it is, in French."""
    for noun, command in VERBS:
        assert command.doc.strip(), (noun, command.name)
        for param in command.params():
            assert param.mark.help, (noun, command.name, param.name)
            assert isinstance(param.mark, (Argument, Option))


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["jurnal"], "Vouliez-vous dire journal ?"),
        (["foyers", "liste"], "Vouliez-vous dire lister ?"),
        (["métiers"], "Vouliez-vous dire metiers ?"),
        (["depart"], "Vouliez-vous dire installations depart ?"),
        (["journal", "-f", "jsno"], "Vouliez-vous dire json ?"),
        (["journal", "--fromat", "json"], "Vouliez-vous dire --format ?"),
        (["journal", "--format"], "L’option --format est mal employée"),
        (["journal", "un", "mot"], "Il y a des mots en trop"),
        (["journal", "--format", "xml"], "--format : « xml » n’est pas un format connu"),
        (["annuler", "douze"], "N : « douze » n’est pas un nombre entier."),
        (["journal", "--base", "x.db"], "se place avant la commande"),
        (["inscrits", "importer"], "Il manque FICHIER"),
    ],
)
def test_a_mistake_is_one_french_sentence_with_code_2(
    run: Run, words: list[str], sentence: str
) -> None:
    """Misuse is told in a sentence that names the word and the gesture; nothing is written."""
    said = run(*words, fails_with=2)
    assert sentence in said.err
    assert not said.out


def test_the_program_alone_shows_what_it_can_do(run: Run) -> None:
    """`--help` answers on the output with code 0; a noun alone on the error side with 2."""
    assert "entonnoir" in run("--help").out
    assert "importer" in run("inscrits", "--help").out
    assert "importer" in run("inscrits", fails_with=2).err
    assert run("--version").out.startswith("venez-vivre ")


@pytest.mark.plain
def test_the_program_alone_welcomes_then_shows_the_day(run: Run, base: Path) -> None:
    """Three lines while there is no base, which they do not make; the day once there is one.

    Who names a server has one, where the day begins empty.
    """
    said = run()
    assert ("venez-vivre demo" in said.out) is not SERVED
    assert SERVED or len(said.out.splitlines()) == 3
    assert is_untouched(base)
    run("foyers", "creer", "--nom", "Roy", "--email", "roy@example.org")
    assert run().out == run("aujourdhui").out
    assert "ROY" in run().out
