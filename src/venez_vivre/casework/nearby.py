"""What may have been meant by a word with a slip: « Vouliez-vous dire »."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from venez_vivre.casework.finding import by_name
from venez_vivre.references import HOUSEHOLD, OFFER, tidy
from venez_vivre.store.reader import Reader
from venez_vivre.texts import clean, fold, listed

NEAR = 0.8
"""How alike two spellings must be, in 0..1: one slip in five letters, two in nine."""

LIKELY = 3
"""How many are proposed."""


def nearest(text: str, known: Iterable[str], *, most: int = 1) -> list[str]:
    """The known texts most like this one, compared without case or accents, the nearest first."""
    from rapidfuzz import process  # noqa: PLC0415  a word was wrong: there is time
    from rapidfuzz.distance import DamerauLevenshtein, JaroWinkler  # noqa: PLC0415

    wanted = fold(text)
    if not wanted:
        return []
    choices = {one: fold(one) for one in known}
    found = process.extract(
        wanted,
        choices,
        scorer=DamerauLevenshtein.normalized_similarity,
        score_cutoff=_cutoff(wanted),
        limit=10,
    )
    ranked = sorted(found, key=lambda f: (-f[1], -JaroWinkler.similarity(wanted, f[0]), str(f[2])))
    return [str(key) for _, score, key in ranked if score == ranked[0][1]][:most]


def _cutoff(text: str) -> float:
    """A short word may differ by one letter, however much of it that is."""
    return min(NEAR, 1 - 1 / max(len(text), 3)) - 0.01


def suggestion(known: Iterable[str], *, word: str = "ou") -> str:
    """` Vouliez-vous dire A ou B ?`, nothing when there is nothing to propose."""
    near = list(known)
    return f" Vouliez-vous dire {listed(near, word)} ?" if near else ""


def corrected(words: Sequence[str], known: Collection[str]) -> list[str] | None:
    """The folded words with those that nothing begins with replaced by the nearest known ones.

    None when a word is like nothing that is known.
    """
    done = []
    for word in words:
        if any(one.startswith(word) for one in known):
            done.append(word)
            continue
        near = nearest(word, known)
        if not near:
            return None
        done += near
    return done


def household_meant(rows: Reader, typed: str) -> str:
    """The sentence that proposes the households whose reference, e-mail or name is nearest."""
    reference = tidy(typed, HOUSEHOLD)
    if reference or "@" in typed:
        column, table = ("reference", "household") if reference else ("email_key", "person")
        sql = f"SELECT {column} FROM {table} WHERE {column} IS NOT NULL"
        known = [text for (text,) in rows.rows(sql)]
        return suggestion(nearest(reference or typed, known, most=LIKELY))
    keys = [f"{last} {first}" for last, first in rows.rows(_KEYS)]
    words = corrected(fold(typed).split(), {word for key in keys for word in key.split()})
    if not words:
        return ""
    found = by_name(rows, words)
    if len(found) > LIKELY:
        return suggestion([f"« {' '.join(words)} »"])
    return suggestion([f"{clean(one.name)} ({one.reference})" for one in found])


_KEYS = "SELECT DISTINCT last_key, first_key FROM person"


def offer_meant(rows: Reader, typed: str) -> str:
    """The sentence that proposes the offers whose reference or title is nearest."""
    known = rows.rows("SELECT reference, title, title_key FROM offer")
    reference = tidy(typed, OFFER)
    if reference:
        return suggestion(nearest(reference, [one[0] for one in known], most=LIKELY))
    words = corrected(fold(typed).split(), {w for _, _, key in known for w in key.split()})
    titled = [
        f"{clean(title)} ({reference})"
        for reference, title, key in known
        if words and all(f" {word}" in f" {key}" for word in words)
    ]
    if len(titled) > LIKELY:
        return suggestion([f"« {' '.join(words or ())} »"])
    return suggestion(titled)


def name_meant(typed: str, names: Iterable[str]) -> str:
    """The sentence that proposes the names, of a register, that are nearest."""
    keys = {fold(name): name for name in names}
    words = corrected(fold(typed).split(), {word for key in keys for word in key.split()})
    near = [
        clean(name)
        for key, name in keys.items()
        if words and all(f" {word}" in f" {key}" for word in words)
    ]
    return suggestion(near[:LIKELY])
