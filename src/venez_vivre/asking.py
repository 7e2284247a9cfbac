"""Questions to a person on a terminal; Ctrl-C at any of them writes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import questionary

from venez_vivre.errors import Interrupted

STOPPED = "Interrompu : rien n’a été enregistré."


def ask(question: str, choices: Sequence[tuple[str, str]] | None = None) -> str:
    """One answer: free text, or one of the (value, label) choices."""
    if choices is None:
        return str(_answer(questionary.text(question)))
    items = [questionary.Choice(title=label, value=value) for value, label in choices]
    return str(
        _answer(questionary.select(question, choices=items, instruction="(flèches, Entrée)"))
    )


def confirm(question: str) -> bool:
    """Yes or no; no by default."""
    prompt = questionary.text(f"{question} [o/N]")
    return str(_answer(prompt)).strip().casefold() in {"o", "oui", "y", "yes"}


def letters(question: str, known: Sequence[str]) -> str:
    """A short answer typed as letters, asked again until it is one of those known."""

    def check(typed: str) -> bool | str:
        said = ", ".join(letter or "Entrée" for letter in known)
        return typed.strip().casefold() in known or f"Répondez par {said}."

    prompt = questionary.text(question, validate=check, validate_while_typing=False)
    return str(_answer(prompt)).strip().casefold()


def _answer(prompt: Any) -> Any:
    try:
        answer = prompt.unsafe_ask()
    except (KeyboardInterrupt, EOFError):
        raise Interrupted(STOPPED) from None
    if answer is None:
        raise Interrupted(STOPPED)
    return answer
