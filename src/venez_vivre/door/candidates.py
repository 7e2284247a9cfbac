"""What may come next on a command line: commands, options, coded values, names from the base."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from venez_vivre import NamedTuple
from venez_vivre.door.lines import SEVERAL, by_name
from venez_vivre.grammar import Argument, Command, Noun, Option, Param
from venez_vivre.texts import fold

HELP = ("--help", "Montrer cette aide.")
FILE = "fichier"

BY_METAVAR: dict[str, str | tuple[str, ...]] = {
    "FOYER": "foyer",
    "FOYER…": "foyer",
    "FOYER|NUMERO": "relance",
    "CIBLE": "cible",
    "AUTRE": "foyer",
    "OFFRE": "offre",
    "RESSOURCE": "ressource",
    "VISITE": "visite",
    "TERRITOIRE": "territoire",
    "FICHIER": FILE,
    "DOSSIER": FILE,
    "CHEMIN|URL": FILE,
    "FORMAT": ("table", "json", "csv", "md"),
    "DATE": ("aujourdhui", "hier", "demain", "lundi"),
    "ORDRE": (),
}
BY_OPTION: dict[str, str | tuple[str, ...]] = {
    "--agent": "agent",
    "--de-agent": "agent",
    "--pour": "agent",
    "--territoire": "territoire",
    "--de-territoire": "territoire",
    "--vers": "territoire",
    "--offre": "offre",
    "--foyer": "foyer",
    "--ressource": "ressource",
    "--install-completion": ("bash", "zsh", "fish"),
    "--show-completion": ("bash", "zsh", "fish"),
}
"""What completes a parameter that does not say it itself, by its name or by what help calls it."""


LISTED = frozenset({"CODES", "FOYER…"})
"""What takes several values in one word, separated by commas."""


class Candidate(NamedTuple):
    """One word that may come next, what it is, and whether it begins as what was typed does."""

    value: str
    about: str = ""
    begins: bool = True


class Line(NamedTuple):
    """The words before the one being typed, that one, and whether its quote is still open."""

    before: Sequence[str]
    typed: str
    quoted: bool = False


class Answer(NamedTuple):
    """The words that may come next, or that a file is expected."""

    candidates: Sequence[Candidate] = ()
    files: bool = False


Names = Callable[[str, str, str | None], Iterable[Candidate]]
"""Reads the names of a source that begin so, from a base (None for the usual one)."""


def answer(line: Line, root: Command, table: Mapping[str, Any], names: Names) -> Answer:
    """What may come next on a line, whatever it holds so far."""
    rest = list(line.before)
    base, waiting = _past_root(rest, by_name(root.params()))
    if waiting is not None:
        return _values(waiting, line.typed, names, base)
    if not rest:
        return Answer(_matching(_root_words(line.typed, root, table), line.typed))
    entry = table.get(rest.pop(0))
    if entry is None:
        return Answer()
    noun: Noun = entry.load()
    if entry.verb:
        return _in_command(noun.commands[entry.verb], rest, line.typed, names, base)
    if not rest:
        verbs = [Candidate(name, _first_line(verb.doc)) for name, verb in noun.commands.items()]
        return Answer(_matching([*verbs, Candidate(*HELP)], line.typed))
    verb = noun.commands.get(rest.pop(0))
    return _in_command(verb, rest, line.typed, names, base) if verb else Answer()


def _root_words(typed: str, root: Command, table: Mapping[str, Any]) -> Iterator[Candidate]:
    if typed.startswith("-"):
        yield from _options(root.params(), ())
    else:
        yield from (Candidate(name, entry.help) for name, entry in table.items())


def _past_root(rest: list[str], options: Mapping[str, Param]) -> tuple[str | None, Param | None]:
    """Take the root options off the line; the base they name, the one whose value is typed."""
    base = None
    while rest and rest[0].startswith("-"):
        name, equals, text = rest.pop(0).partition("=")
        param = options.get(name)
        if param is None or param.flag:
            continue
        if not equals:
            if not rest:
                return base, param
            text = rest.pop(0)
        base = text if name == "--base" else base
    return base, None


def _in_command(
    command: Command, rest: Sequence[str], typed: str, names: Names, base: str | None
) -> Answer:
    params = command.params()
    options = by_name(params)
    name, equals, begun = typed.partition("=")
    if equals and name in options:  # one word for both, in zsh and fish
        found = _values(options[name], begun, names, base)
        glued = [c._replace(value=f"{name}={c.value}") for c in found.candidates]
        return Answer(glued, found.files)
    waiting, given, place = _position(rest, options)
    if waiting:
        return _values(waiting, typed, names, base)
    if typed.startswith("-"):
        return Answer(_matching(_options(params, given), typed))
    words = [param for param in params if isinstance(param.mark, Argument)]
    if not words or (place >= len(words) and not words[-1].many):
        return Answer()
    return _values(words[min(place, len(words) - 1)], typed, names, base)


def _position(
    rest: Sequence[str], options: Mapping[str, Param]
) -> tuple[Param | None, set[str], int]:
    """The option that waits for its value, the options given, how many other words there are."""
    waiting: Param | None = None
    given: set[str] = set()
    place = 0
    for word in rest:
        name, equals, _ = word.partition("=")
        param = options.get(name)
        if waiting and not (param and _takes_all(waiting)):
            waiting = waiting if _takes_all(waiting) else None
            continue
        if param is None:
            place += 1
            continue
        given.add("" if param.many else param.name)
        waiting = None if param.flag or equals else param
    return waiting, given, place


def _takes_all(param: Param) -> bool:
    """Whether every word up to the next option is a value of this one."""
    return isinstance(param.mark, Option) and not SEVERAL.isdisjoint(param.mark.names)


def _options(params: Sequence[Param], given: Iterable[str]) -> Iterator[Candidate]:
    """The long name of each option that may still be given."""
    for param in params:
        if isinstance(param.mark, Option) and param.name not in given:
            yield Candidate(max(param.mark.names, key=len), param.mark.help)
    yield Candidate(*HELP)


def source_of(param: Param) -> str | tuple[str, ...]:
    """What completes a parameter: the name of a source, or values; nothing when it is free text."""
    mark = param.mark
    if mark.completes:
        return mark.completes
    if isinstance(mark, Option):
        named = [BY_OPTION[name] for name in mark.names if name in BY_OPTION]
        if named:
            return named[0]
    words = mark.metavar.split("|")
    if len(words) > 1 and all(word.isalnum() and not word.isupper() for word in words):
        return tuple(words)
    return BY_METAVAR.get(mark.metavar, "")


def _values(param: Param, typed: str, names: Names, base: str | None) -> Answer:
    """What may be typed of a parameter; of a list, what may come after its last comma."""
    if param.mark.metavar not in LISTED or "," not in typed:
        return _alone(param, typed, names, base)
    before, _, last = typed.rpartition(",")
    found = _alone(param, last.strip(), names, base).candidates
    known = {word.strip() for word in before.split(",")}
    glued = (c._replace(value=f"{before},{c.value}") for c in found if c.value not in known)
    return Answer(list(glued))


def _family(param: Param) -> Any:
    """The coded values that a parameter takes: those that it names, else all of its parser's."""
    said = param.mark.completes
    if said:
        return said if isinstance(said, tuple) and hasattr(said[0], "label") else None
    return getattr(param.mark.parser, "kind", None)


def _alone(param: Param, typed: str, names: Names, base: str | None) -> Answer:
    family = _family(param)
    if family is not None:
        return Answer(_terms(family, typed))
    source = source_of(param)
    if isinstance(source, tuple):
        return Answer(_matching([Candidate(value) for value in source], typed))
    if source == FILE:
        return Answer(files=True)
    return Answer(list(names(source, typed, base)) if source else ())


def _terms(family: Any, typed: str) -> list[Candidate]:
    """The codes that begin so; else those of which the label or a spelling does."""
    wanted = fold(typed)
    codes = [Candidate(str(term), term.label) for term in family if fold(term).startswith(wanted)]
    return codes or [
        Candidate(str(term), term.label, begins=False)
        for term in family
        if any(fold(said).startswith(wanted) for said in (term.label, *term.spellings))
    ]


def _matching(candidates: Iterable[Candidate], typed: str) -> list[Candidate]:
    return [candidate for candidate in candidates if candidate.value.startswith(typed)]


def _first_line(doc: str) -> str:
    return doc.strip().partition("\n")[0]
