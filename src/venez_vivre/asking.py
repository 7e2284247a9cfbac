"""Questions to a person on a terminal; Ctrl-C at any of them writes nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import questionary
from prompt_toolkit.completion import Completer, Completion

from venez_vivre.errors import Interrupted, Misuse, VenezVivreError
from venez_vivre.texts import clean, fold

STOPPED = "Interrompu : rien n’a été enregistré."
Check = Callable[[str], Any]
"""Reads an answer; the sentence of its error is shown, and the question stays."""

POINTER = "(flèches, Entrée)"
SUGGESTED = 200
"""More names than this are not worth scrolling: another letter is quicker."""


def ask(
    question: str,
    choices: Sequence[tuple[str, str]] | None = None,
    *,
    check: Check | None = None,
    optional: bool = False,
) -> str:
    """One answer: free text, asked again until `check` takes it, or one of (value, label)."""
    if choices is None:
        validate = _validator(check, optional=optional)
        prompt = questionary.text(question, validate=validate, validate_while_typing=False)
        return str(_answer(prompt))
    items = [questionary.Choice(title=label, value=value) for value, label in choices]
    return str(_answer(questionary.select(question, choices=items, instruction=POINTER)))


def pick(question: str, choices: Sequence[tuple[str, str]]) -> str:
    """One of many (value, label), completed while it is typed, accents and case ignored."""
    known = [(value, clean(label), f" {fold(label)}") for value, label in choices]

    def chosen(typed: str) -> str | None:
        words = fold(typed).split()
        exact = [value for value, label, _ in known if typed.strip() in {value, label}]
        near = [value for value, _, key in known if words and _has(key, words)]
        return exact[0] if exact else near[0] if len(near) == 1 else None

    def check(typed: str) -> bool | str:
        return chosen(typed) is not None or "Choisissez dans la liste : quelques lettres, puis Tab."

    prompt = questionary.autocomplete(
        question,
        choices=[label for _, label, _ in known] or [""],
        completer=_Names(known),
        validate=check,
        validate_while_typing=False,
    )
    return chosen(str(_answer(prompt))) or ""


class _Names(Completer):
    """Proposes the labels that have a word beginning with each of the words typed."""

    def __init__(self, known: Sequence[tuple[str, str, str]]) -> None:
        self._known = known

    def get_completions(self, document: Any, complete_event: Any) -> Iterator[Completion]:  # noqa: ARG002
        """The labels that answer to the text before the cursor."""
        words = fold(document.text_before_cursor).split()
        found = (label for _, label, key in self._known if _has(key, words))
        for label, _ in zip(found, range(SUGGESTED), strict=False):
            yield Completion(label, start_position=-len(document.text_before_cursor))


def _has(key: str, words: Sequence[str]) -> bool:
    return all(f" {word}" in key for word in words)


def confirm(question: str) -> bool:
    """Yes or no; no by default."""
    prompt = questionary.text(f"{question} [o/N]")
    return str(_answer(prompt)).strip().casefold() in {"o", "oui", "y", "yes"}


def secret(question: str, *, check: Check | None = None) -> str:
    """A passphrase, replaced by stars while it is typed, asked again until `check` takes it."""
    validate = _validator(check, optional=False)
    prompt = questionary.password(question, validate=validate, validate_while_typing=False)
    return str(_answer(prompt))


def new_secret(question: str, *, check: Check) -> str:
    """A new passphrase that `check` takes, typed twice alike."""
    first = secret(question, check=check)

    def same(typed: str) -> None:
        if typed != first:
            raise Misuse("Ce n’est pas la même. Recommencez (Ctrl-C pour abandonner).")

    return secret("La même, encore une fois :", check=same)


def letters(question: str, known: Sequence[str]) -> str:
    """A short answer typed as letters, asked again until it is one of those known."""

    def check(typed: str) -> bool | str:
        said = ", ".join(letter or "Entrée" for letter in known)
        return typed.strip().casefold() in known or f"Répondez par {said}."

    prompt = questionary.text(question, validate=check, validate_while_typing=False)
    return str(_answer(prompt)).strip().casefold()


def _validator(check: Check | None, *, optional: bool) -> Callable[[str], bool | str]:
    def validate(typed: str) -> bool | str:
        if not typed.strip():
            return optional or "Une réponse est attendue (Ctrl-C pour abandonner)."
        try:
            if check is not None:
                check(typed)
        except VenezVivreError as error:
            return str(error)
        return True

    return validate


def _answer(prompt: Any) -> Any:
    try:
        answer = prompt.unsafe_ask()
    except (KeyboardInterrupt, EOFError):
        raise Interrupted(STOPPED) from None
    if answer is None:
        raise Interrupted(STOPPED)
    return answer
