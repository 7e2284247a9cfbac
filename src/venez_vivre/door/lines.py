"""A plain command line, read from the declarations of its command, without typer.

Anything that is not plain is left to typer, which judges it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from venez_vivre.grammar import Argument, Call, Command, Option, Param
from venez_vivre.texts import Pattern

OPTIONAL_VALUES = {"--cohorte": "mois", "--ics": "-"}
"""Options that may stand alone, with the value they then take."""

SEVERAL = frozenset({"--venus", "--absents"})
"""Options that take every word up to the next option: `--venus A B` is `--venus A --venus B`."""


class Unusual(Exception):
    """The line is not in a plain form."""


class Missing(Unusual):
    """A word that must be there is not; `word` is what help calls it."""

    def __init__(self, word: str) -> None:
        super().__init__(word)
        self.word = word


def completed(words: Sequence[str], usual: Mapping[str, str] = OPTIONAL_VALUES) -> list[str]:
    """The words, each option with one value: a usual one, or one of the several that follow it."""
    done: list[str] = []
    many = ""
    for place, word in enumerate(words):
        if word.startswith("-"):
            many = word if word in SEVERAL else ""
        elif many and done[-1] != many:
            done.append(many)
        done.append(word)
        after = words[place + 1 : place + 2]
        alone = not after or (after[0].startswith("-") and after[0] != "-")
        if alone and word in usual:
            done.append(usual[word])
    return done


def loosened(params: Sequence[Param], words: Sequence[str]) -> list[str]:
    """The same line with the texts that begin with a dash put after `--`, where a command has some.

    A word that looks like the name of an option stays where it is: it is a slip, and is told.
    """
    if not any(isinstance(p.mark, Argument) and p.mark.dashes for p in params):
        return list(words)
    options, kept, texts = by_name(params), list[str](), list[str]()
    rest = list(words)
    while rest:
        word = rest.pop(0)
        if word == "--":
            texts += rest
            break
        param = options.get(word.partition("=")[0])
        if param is None and not _mistaken(word, options):
            texts.append(word)
            continue
        kept.append(word)
        if param and not param.flag and "=" not in word and rest:
            kept.append(rest.pop(0))
    return [*kept, "--", *texts] if texts else kept


_NAME = Pattern(r"--[a-z][a-z-]+(=.*)?|-[a-z]([0-9]+|=.*)?")


def _mistaken(word: str, options: Mapping[str, Param]) -> bool:
    """Whether a word reads like an option: `--dnas`, `-n5`, and not `-jardin` or `- 12`."""
    return bool(_NAME.fullmatch(word)) and (word.startswith("--") or word[:2] in options)


def split(
    words: Sequence[str], options: dict[str, Param], *, stop: bool = False
) -> tuple[dict[str, Any], list[str]]:
    """Texts of the options by parameter, and the other words; `stop` at the first of those.

    Raises:
        Unusual: an unknown option, a cluster, a value that is missing.

    """
    texts: dict[str, Any] = {}
    rest = list(words)
    others: list[str] = []
    while rest:
        word = rest.pop(0)
        if word == "--":
            return texts, others + rest
        if not word.startswith("-") or word == "-":
            if stop:
                return texts, [word, *rest]
            others.append(word)
            continue
        _take(word, rest, options, texts)
    return texts, others


def _take(word: str, rest: list[str], options: dict[str, Param], texts: dict[str, Any]) -> None:
    name, equals, text = word.partition("=")
    param = options.get(name)
    if param is None or (equals and (param.flag or not name.startswith("--"))):
        raise Unusual
    if param.flag:
        texts[param.name] = True
        return
    if not equals:
        if not rest:
            raise Unusual
        text = rest.pop(0)
    if param.many:
        texts.setdefault(param.name, []).append(text)
    else:
        texts[param.name] = text


def by_name(params: Sequence[Param]) -> dict[str, Param]:
    """The options among these parameters, by each of their names."""
    return {
        name: param
        for param in params
        if isinstance(param.mark, Option)
        for name in param.mark.names
    }


def read(command: Command, words: Sequence[str]) -> dict[str, Any]:
    """The values of a command's parameters from the words of a plain line.

    Raises:
        Unusual: the line is not plain: typer will read it, or say what is wrong with it.
        Misuse: a text cannot become a value; the sentence names the parameter.

    """
    params = command.params()
    texts, others = split(completed(loosened(params, words)), by_name(params))
    for param in params:
        if isinstance(param.mark, Argument):
            _fill(param, others, texts)
    if others:
        raise Unusual
    return {param.name: value_of(param, texts) for param in params}


def run(command: Command, call: Call, values: dict[str, Any]) -> Any:
    """Run a command; where a name fits several things, the one that is chosen takes its place."""
    from venez_vivre.errors import Ambiguous  # noqa: PLC0415

    if call.obj is not None:
        call.obj.errand = call.command_path.partition(" ")[2].partition(" ")[0]
    try:
        return command.run(call, **values)
    except Ambiguous as several:
        meant = call.obj.decided(several)
        return command.run(call, **instead(values, several.typed, meant))


def instead(values: dict[str, Any], typed: str, meant: str) -> dict[str, Any]:
    """The values, with what was meant where a name was typed: alone, in a list, or word by word."""

    def replaced(value: Any) -> Any:
        if value == typed or (isinstance(value, list) and " ".join(value).strip() == typed):
            return [meant] if isinstance(value, list) else meant
        if isinstance(value, list):
            return [meant if one == typed else one for one in value]
        return value

    return {name: replaced(value) for name, value in values.items()}


def _fill(param: Param, others: list[str], texts: dict[str, Any]) -> None:
    if param.many:
        texts[param.name] = others[:]
        others.clear()
    elif others:
        texts[param.name] = others.pop(0)
    if param.required and not texts.get(param.name):
        raise Missing(called(param.mark))


def value_of(param: Param, texts: dict[str, Any]) -> Any:
    """The value of one parameter from its text, or its default."""
    text = texts.get(param.name)
    if text is None or text == []:
        return param.default
    parser = param.mark.parser
    if param.flag or parser is None:
        return text
    return parsed(param.mark, parser, text)


def called(mark: Option | Argument) -> str:
    """How messages call a parameter: its longest name, or its word in capitals."""
    return mark.metavar if isinstance(mark, Argument) else max(mark.names, key=len)


def parsed(mark: Option | Argument, parser: Callable[[str], Any], text: Any) -> Any:
    """One text, or each of several, through the parser; its error names the parameter."""
    from venez_vivre.errors import Misuse  # noqa: PLC0415

    try:
        return [parser(one) for one in text] if isinstance(text, list) else parser(text)
    except Misuse as error:
        raise Misuse(f"{called(mark)} : {error}") from None
