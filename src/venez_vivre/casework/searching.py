"""The search in full text: households, offers and contact people that have every word."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from venez_vivre import NamedTuple
from venez_vivre.casework.wanted import Wish, excerpt, says, wishes
from venez_vivre.errors import Misuse
from venez_vivre.store.queries import search as queries
from venez_vivre.store.queries.households import person_name
from venez_vivre.store.queries.search import Card, Doc, Hit
from venez_vivre.store.reader import Reader
from venez_vivre.texts import clean, fold, shorten
from venez_vivre.vocabulary import CaseStatus, Stage

PLACES: dict[str, tuple[str, ...]] = {
    "foyers": ("person", "household", "signup"),
    "contacts": ("contact",),
    "mises-en-relation": ("introduction",),
    "visites": ("visit_guest",),
    "installations": ("settlement_check",),
    "offres": ("offer",),
    "ressources": ("resource_person",),
}
"""Where a search may be kept to, and the tables that it then reads."""

FIELDS = {
    ("person", "email"): "email",
    ("person", "phone"): "telephone",
    ("person", "occupation"): "metier",
    ("household", "commune"): "commune",
    ("household", "project"): "projet",
    ("signup", "message"): "message",
    ("contact", "summary"): "contact",
    ("offer", "title"): "titre",
    ("offer", "description"): "description",
    ("offer", "structure"): "structure",
    ("offer", "commune"): "commune",
    ("introduction", "note"): "mise_en_relation",
    ("resource_person", "name"): "nom",
    ("resource_person", "position"): "fonction",
    ("resource_person", "structure"): "structure",
    ("resource_person", "commune"): "commune",
    ("resource_person", "note"): "note",
    ("visit_guest", "feedback"): "visite",
    ("settlement_check", "needs"): "installation",
}
"""What scripts call each text that is searched."""

WIDTH = 90
"""How long an excerpt is at most, in characters."""


class Passage(NamedTuple):
    """A text that says something of what was asked for; `day` is when it was written."""

    field: str
    day: str | None
    text: str


class Found(NamedTuple):
    """One result: a household, an offer, a contact person or a visit, and the texts that say so.

    `state` says why it is not open; `about` is the stage of a household, the kind of an offer…
    """

    kind: str
    reference: str
    name: str
    state: str | None
    about: str | None
    commune: str | None
    day: str | None
    passages: tuple[Passage, ...]


class Search(NamedTuple):
    """What was looked for, what was found, how much there is in all, what may have been meant."""

    typed: str
    asked: tuple[Wish, ...]
    found: tuple[Found, ...]
    total: int
    meant: str | None
    alone: tuple[tuple[str, int], ...] = ()
    """When nothing has every word: how many have each."""


def place(text: str) -> str:
    """One of `PLACES`, however it is spelled.

    Raises:
        Misuse: it is none of them, or may be several.

    """
    wanted = fold(text)
    keys = {fold(name): name for name in PLACES}
    near = [name for key, name in keys.items() if wanted and key.startswith(wanted)]
    near = near or [name for key, name in keys.items() if wanted and wanted.rstrip("s") in key]
    if len(near) == 1:
        return near[0]
    shown = shorten(clean(text).strip(), 40)
    raise Misuse(f"« {shown} » n’est pas un endroit où chercher : {', '.join(PLACES)}.")


def search(
    rows: Reader, typed: str, places: Sequence[str], today: date, limit: int | None
) -> Search:
    """Everything that has all the words of the text, as far as it was known that day."""
    asked = wishes(typed)
    tables = frozenset(t for name in places or PLACES for t in PLACES[name])
    scope = queries.Scope(tables, today.isoformat(), limit)
    hits = queries.search(rows, [_term(wish) for wish in asked], scope) if asked else []
    found = [*_visits(rows, asked, today), *_results(rows, hits, asked, today)]
    if not found and asked:
        alone = [(wish, _count(rows, [wish], scope)) for wish in asked]
        meant = _meant(rows, alone, scope)
        counts = tuple((" ".join(w.words) or w.digits, n) for w, n in alone)
        return Search(typed, tuple(asked), (), 0, meant, counts)
    total = hits[0].total if hits else len(found)
    return Search(typed, tuple(asked), tuple(found), max(total, len(found)), None)


def _count(rows: Reader, asked: Sequence[Wish], scope: queries.Scope) -> int:
    """How many have every word."""
    first = queries.search(rows, [_term(wish) for wish in asked], scope._replace(limit=1))
    return first[0].total if first else 0


def _term(wish: Wish) -> queries.Term:
    return queries.Term(wish.match, wish.exact, wish.direct, wish.names or wish.match)


def _visits(rows: Reader, asked: Sequence[Wish], today: date) -> Iterable[Found]:
    """The visit whose reference was typed alone."""
    if len(asked) == 1 and asked[0].direct:
        column, reference = asked[0].direct
        card = queries.visit(rows, reference) if column == "reference" else None
        if card:
            yield _result(queries.VISIT, card, (), today)


def _results(
    rows: Reader, hits: Sequence[Hit], asked: Sequence[Wish], today: date
) -> Iterable[Found]:
    """The hits in their order, with what is said of each and the texts that say it."""
    cards = {
        kind: queries.cards(rows, kind, [hit.number for hit in hits if hit.kind == kind])
        for kind in dict.fromkeys(hit.kind for hit in hits)
    }
    docs = _docs(rows, hits)
    for hit in hits:
        card = cards[hit.kind][hit.number]
        name = _name(hit.kind, card)
        told = _passages(docs.get((hit.kind, hit.number), []), asked, name)
        yield _result(hit.kind, card, told, today)


def _docs(rows: Reader, hits: Sequence[Hit]) -> dict[tuple[str, int], list[Doc]]:
    """The rows that were found, by what they are about."""
    numbers: dict[str, list[int]] = {}
    for hit in hits:
        for doc in hit.docs.split(","):
            table, _, number = doc.partition(" ")
            numbers.setdefault(table, []).append(int(number))
    kinds = {source.table: source.kind for source in queries.SOURCES}
    found: dict[tuple[str, int], list[Doc]] = {}
    for table, wanted in numbers.items():
        for row in queries.docs(rows, table, wanted):
            found.setdefault((kinds[table], row.owner), []).append(row)
    return found


def _name(kind: str, card: Card) -> str:
    return person_name(card.first, card.last) if kind == queries.HOUSEHOLD else card.first or ""


def _result(kind: str, card: Card, told: Sequence[Passage], today: date) -> Found:
    day = next((passage.day for passage in told if passage.day), card.day)
    state = _state(card, today.isoformat())
    name = _name(kind, card)
    about = _stage(card, today.isoformat()) if kind == queries.HOUSEHOLD else card.about
    return Found(kind, card.reference, name, state, about, card.commune, day, tuple(told))


def _stage(card: Card, today: str) -> str:
    """The stage of a household that day."""
    if card.settled_on and card.settled_on <= today:
        return str(Stage.SETTLED)
    reached = card.accompanied_on and card.accompanied_on <= today
    return str(Stage.ACCOMPANIED if reached else Stage.REGISTERED)


def _state(card: Card, today: str) -> str | None:
    """`clos`, `en_veille` or `expire`; None for what is open that day."""
    closed = card.closed_on is not None and card.closed_on <= today
    if closed and card.status != CaseStatus.ACTIVE:
        return "en_veille" if card.status == CaseStatus.DORMANT else "clos"
    return "expire" if card.expires_on and card.expires_on < today else None


def _passages(docs: Sequence[Doc], asked: Sequence[Wish], name: str) -> list[Passage]:
    """The fewest texts, the newest first, that say every word that the name does not say."""
    texts = [
        Passage(field, doc.day, text)
        for doc in sorted(docs, key=lambda doc: doc.day or "", reverse=True)
        for field, text in _texts(doc)
    ]
    told: list[Passage] = []
    left = [wish for wish in asked if not says(name, wish)]
    while left:
        best = max(texts, key=lambda text: _said(text.text, left), default=None)
        if best is None or not _said(best.text, left):
            break
        told.append(best._replace(text=excerpt(best.text, asked, WIDTH)))
        left = [wish for wish in left if not says(best.text, wish)]
    return told


def _texts(doc: Doc) -> Iterable[tuple[str, str]]:
    """The texts of a row under the names of their fields; a person's two names are one text."""
    said = dict(doc.texts)
    if doc.table == "person":
        names = person_name(said.pop("first_name", None), said.pop("last_name", None))
        yield "nom", names
    for column, text in said.items():
        yield FIELDS[doc.table, column], text


def _said(text: str, asked: Sequence[Wish]) -> int:
    return sum(says(text, wish) for wish in asked)


def _meant(rows: Reader, alone: Sequence[tuple[Wish, int]], scope: queries.Scope) -> str | None:
    """The search with its unknown words replaced by the nearest that exist, if it then finds."""
    from venez_vivre.casework.nearby import corrected  # noqa: PLC0415  only when nothing is found

    if all(count for _, count in alone) or not all(wish.words for wish, _ in alone):
        return None
    known = {word for text in queries.known_words(rows) for word in fold(text).split()}
    words = [list(w.words) if count else corrected(w.words, known) for w, count in alone]
    text = " ".join(word for part in words for word in part or ())
    return text if all(words) and _count(rows, wishes(text), scope) else None
