"""How the results of a search look: one line for each household, offer or contact person."""

from __future__ import annotations

from typing import Any

from venez_vivre.casework.searching import Found, Passage, Search
from venez_vivre.casework.terms import label
from venez_vivre.casework.wanted import spans
from venez_vivre.screens.pages import Block, Column, Page, Prose, Table, Tone
from venez_vivre.store.queries.search import HOUSEHOLD
from venez_vivre.texts import clean, listed, number, plural, shorten
from venez_vivre.vocabulary import OfferKind, Stage, VisitKind

COLUMNS = (
    Column("reference", "Référence", "name"),
    Column("nom", "Nom ou titre", "marked"),
    Column("nature", "Nature"),
    Column("date", "Date", "day", minor=1),
    Column("extrait", "Passage", "marked"),
)
KEYS = ("rang", "nature", "reference", "nom", "etat", "date", "champ", "extrait", "autres_extraits")

FIELDS = {
    "telephone": "téléphone",
    "email": "e-mail",
    "metier": "métier",
    "mise_en_relation": "mise en relation",
}
"""The fields whose name for people is not that for scripts."""

STATES = {"clos": "clos", "en_veille": "en veille", "expire": "expirée"}
FEMININE = {
    "offre": {"clos": "close"},
    "ressource": {"clos": "retirée"},
    "visite": {"clos": "annulée"},
}


def page(search: Search) -> Page:
    """The results: everything for scripts, one line each for people."""
    records = [_record(rank, found) for rank, found in enumerate(search.found, 1)]
    return Page(records, lambda: _blocks(search), KEYS)


def _record(rank: int, found: Found) -> dict[str, Any]:
    """What the line says; `fiche` is the field of what is said when the name alone answers."""
    first = found.passages[0] if found.passages else _standing_passage(found)
    stage = found.about if found.kind == HOUSEHOLD else None
    return {
        "rang": rank,
        "nature": found.kind,
        "reference": found.reference,
        "nom": found.name,
        "etat": found.state or stage,
        "date": found.day,
        "champ": first.field if first else None,
        "extrait": first.text if first else None,
        "autres_extraits": [f"{p.field} : {p.text}" for p in found.passages[1:]],
    }


def _blocks(search: Search) -> list[Block]:
    if not search.found:
        return [Prose(text, tone) for text, tone in _nothing(search)]
    rows = [_row(found) for found in search.found]
    rest = search.total - len(search.found)
    note = f"… et {plural(rest, 'autre')} : `-n {search.total}` les montre tous." if rest else ""
    return [Table(COLUMNS, rows, note=note, marks=lambda text: spans(text, search.asked))]


def _row(found: Found) -> list[Any]:
    passages = "\n".join(map(_told, found.passages)) or _standing(found)
    name = shorten(clean(found.name), 60) or "(sans nom)"
    return [found.reference, name, _nature(found), found.day, passages]


def _told(passage: Passage) -> str:
    text = passage.text
    if passage.field == "telephone":
        from venez_vivre.screens.phones import spoken  # noqa: PLC0415  6 ms

        text = spoken(text)
    return f"{FIELDS.get(passage.field, passage.field)} : {text}"


def _standing_passage(found: Found) -> Passage | None:
    said = _standing(found)
    return Passage("fiche", None, said) if said else None


def _standing(found: Found) -> str:
    """What is worth saying of something that its name alone answers for."""
    about = _about(found)
    return ", ".join(clean(part) for part in (about, found.commune) if part)


def _about(found: Found) -> str:
    """A coded value in words; the position of a contact person is one already."""
    kind = {"offre": OfferKind, "visite": VisitKind, "foyer": Stage}.get(found.kind)
    return label(kind, found.about) if kind else found.about or ""


def _nature(found: Found) -> str:
    state = FEMININE.get(found.kind, {}).get(found.state or "") or STATES.get(found.state or "", "")
    return f"{found.kind} {state}".strip()


def _nothing(search: Search) -> list[tuple[str, Tone]]:
    """What to try when nothing was found; never an error."""
    if not search.asked:
        return [("Tapez un mot, un nom, un numéro ou une référence à chercher.", "dim")]
    shown = shorten(clean(search.typed).strip(), 40)
    said: list[tuple[str, Tone]] = [(f"Rien ne répond à « {shown} ».{_meant(search)}", "plain")]
    if len(search.alone) > 1 and all(count for _, count in search.alone):
        counts = listed([f"« {clean(word)} » ({number(count)})" for word, count in search.alone])
        said.append((f"Chaque mot se trouve, mais jamais avec les autres : {counts}.", "plain"))
    without = " sans guillemets," if set(search.typed) & set('«»"“”') else ""
    return [*said, (f"Essayez{without} moins de mots ou le début d’un mot.", "dim")]


def _meant(search: Search) -> str:
    return f" Vouliez-vous dire « {search.meant} » ?" if search.meant else ""
