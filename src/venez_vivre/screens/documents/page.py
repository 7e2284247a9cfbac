"""A report on a page: the title, what it opens with, then each of its sections in order."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Protocol

from venez_vivre.screens import frozen
from venez_vivre.screens.documents import curves, essentials, money, standing, territories
from venez_vivre.screens.documents.words import HIDDEN_NOTE, Document, day
from venez_vivre.screens.pages import Block, Page, Picture, Prose, Table
from venez_vivre.steering.documents.kinds import KINDS, titled


class Drawing(Protocol):
    """How a section looks; `brief` keeps it to what a terminal shows in one go."""

    def __call__(self, document: Document, *, brief: bool) -> list[Block]:
        """The blocks of the section."""


SECTIONS: dict[str, Drawing] = {
    "entonnoir": essentials.funnel,
    "etapes": essentials.funnel,
    "indicateurs": essentials.indicators,
    "semaines": curves.weeks,
    "mois": curves.months,
    "cohortes": curves.cohorts,
    "delais": curves.delays,
    "carte": curves.places,
    "canaux": money.channels,
    "abandons": standing.dropped,
    "blocages": standing.blocked,
    "besoins": standing.lacking,
    "a_venir": standing.ahead,
    "qualite": standing.quality,
    "campagnes": money.campaigns,
    "objectifs": money.paces,
    "impact": money.impact,
    "territoires": territories.table,
    "comparaison": territories.compared,
}
"""How each section of a report looks."""

LONG = frozenset({"cohortes", "delais", "carte", "canaux", "mois", "semaines"})
"""Sections that a terminal leaves to the other formats, unless the report is about them."""
KEPT = {
    "hebdo": {"semaines"},
    "mensuel": {"mois", "canaux"},
    "bilan": {"delais"},
    "territoire": {"mois"},
}
WHOLE = frozenset({"campagnes", "objectifs"})
"""Sections about the whole scheme, whatever the territory of the report."""


def page(document: Document, form: str | None, *, brief: bool = False) -> Page:
    """A report; `brief` keeps a table to what a terminal shows in one go, csv gets plain rows."""
    brief = brief and form in {None, "table"}
    made_on = document["etabli_le"]
    return Page(
        document,
        lambda: _for_readers(_blocks(document, brief=brief), form, document),
        records=lambda: list(rows(document)),
        made_on=date.fromisoformat(made_on) if isinstance(made_on, str) else made_on,
    )


OFFICERS = frozenset({None, "table", "md"})
"""The formats that officers read, who may type a command."""
GESTURE = re.compile(r"(?:^|(?<=[.?!]) )[^.?!]*`venez-vivre [^`]*`[^.?!]*[.?!]")


def _for_readers(blocks: list[Block], form: str | None, document: Document) -> list[Block]:
    """The same without what to type, where elected officials or the public read."""
    if form in OFFICERS and document["diffusion"] == "interne":
        return blocks
    kept = [_silent(block) for block in blocks]
    return [block for block in kept if not (isinstance(block, Prose) and not block.text)]


def _silent(block: Block) -> Block:
    if isinstance(block, Prose):
        return block._replace(text=GESTURE.sub("", block.text).strip())
    if isinstance(block, Table):
        note, empty = (GESTURE.sub("", said).strip() for said in (block.note, block.empty))
        return block._replace(note=note, empty=empty)
    if isinstance(block, Picture):
        table = _silent(block.table)
        return block._replace(table=table) if isinstance(table, Table) else block
    return block


def _blocks(document: Document, *, brief: bool) -> list[Block]:
    blocks: list[Block] = [Prose(titled(document), "title")]
    blocks += [Prose(told, "warn") for told in _warnings(document)]
    blocks.append(essentials.key_figures(document))
    left = []
    for section in KINDS[document["rapport"]].sections:
        if brief and section.code in LONG - KEPT[document["rapport"]]:
            left.append(section.title)
            continue
        title = section.title
        if section.code in WHOLE and document["territoire"]:
            title = f"{title} (ensemble du dispositif)"
        blocks.append(Prose(title, "section"))
        blocks += SECTIONS[section.code](document, brief=brief)
    if document["ponts"]:
        blocks.append(Prose("Depuis la publication", "section"))
        blocks += [block for one in document["ponts"] for block in frozen.blocks(one)]
    if document["masques"]:
        blocks.append(Prose(HIDDEN_NOTE, "dim"))
    if left:
        told = ", ".join(f"« {title} »" for title in left)
        blocks.append(
            Prose(f"Aussi dans le rapport complet (--sortie rapport.html) : {told}.", "dim")
        )
    return blocks


def _warnings(document: Document) -> Iterator[str]:
    """What whoever reads the report must know before its figures."""
    if document.get("territoire_type") == "DEPT":
        yield (
            "Foyers que le département accompagne lui-même : ceux de ses intercommunalités sont "
            "comptés chez elles, et aucun deux fois."
        )
    if document.get("tel_que_su"):
        known = day(document["tel_que_su"])
        yield f"Tel que su le {known} : ce qui a été saisi depuis n’y est pas."
    if document.get("diffusion") == "publique":
        yield "Version publique : les petits nombres sont masqués."


# --- rows for a spreadsheet -----------------------------------------------------------------

NAMES = (
    *(
        "libelle",
        "nom",
        "etape",
        "axe",
        "periode",
        "indicateur",
        "echeance",
        "motif",
        "age",
        "vers",
    ),
)
"""What names an item of a list, the first that it has."""
NAMING = frozenset({*NAMES, "de", "code", "cle", "canal", "epci", "unite", "mois", "besoin"})


def rows(document: Document) -> Iterator[dict[str, Any]]:
    """Every figure of a report, one a row, once: `rubrique`, `element`, `mesure`, `valeur`."""
    seen: set[tuple[Any, ...]] = set()
    for row in _all_rows(document):
        said = tuple(row.values())
        if said not in seen:
            seen.add(said)
            yield row


def _all_rows(document: Document) -> Iterator[dict[str, Any]]:
    for key, value in document.items():
        if not isinstance(value, (Mapping, list, tuple)):
            yield _record("rapport", "", key, value)
        elif key in OF_FUNNEL:
            yield from _rows("entonnoir", "" if key == "etapes" else key, value)
        else:
            yield from _rows(key, "", value)


OF_FUNNEL = frozenset({"etapes", "installes", "spontanees"})
"""The keys of the bilan that are its funnel."""


def _rows(heading: str, element: str, node: Any) -> Iterator[dict[str, Any]]:
    if not isinstance(node, Mapping):
        for place, (name, one) in enumerate(zip(_names(node), node, strict=True)):
            if isinstance(one, Mapping):
                yield from _rows(heading, _joined(element, name), one)
            else:
                yield _record(heading, element, str(place + 1), one)
        return
    for key, value in node.items():
        if key == "etapes" and heading in BY_PLACE:
            yield from _wide(heading, element, value)
        elif isinstance(value, (Mapping, list, tuple)):
            yield from _rows(heading, _joined(element, "" if key in UNSAID else key), value)
        elif key not in NAMING:
            yield _record(heading, element, key, value)


BY_PLACE = frozenset({"territoires", "sans_territoire"})
"""Where the stages of a group stand side by side: `inscrits_foyers`, `inscrits_personnes`…"""


def _wide(heading: str, element: str, steps: Any) -> Iterator[dict[str, Any]]:
    for step in steps:
        for unit in ("foyers", "personnes"):
            yield _record(heading, element, f"{step['etape']}_{unit}", step[unit])


UNSAID = frozenset({"etapes", "taux", "mois", "canaux", "motifs", "freins", "manques", "lignes"})
"""Lists whose items say by themselves what they are."""


def _names(items: Sequence[Any]) -> list[str]:
    """What names each item; those of one name (territories of two departments) are told apart."""
    names = [_name(one, place) for place, one in enumerate(items)]
    return [
        name if names.count(name) == 1 else f"{name} ({_mark(one, place)})"
        for place, (name, one) in enumerate(zip(names, items, strict=True))
    ]


def _mark(one: Any, place: int) -> str:
    marks = (one.get(key) for key in ("code", "epci")) if isinstance(one, Mapping) else ()
    return str(next((mark for mark in marks if mark), place + 1))


def _name(one: Any, place: int) -> str:
    if not isinstance(one, Mapping):
        return str(place + 1)
    if "de" in one and "vers" in one:
        return f"{one['de']} → {one['vers']}"
    found = next((str(one[key]) for key in NAMES if one.get(key) is not None), str(place + 1))
    if not {"indicateur", "etape"} & one.keys():
        return found
    # A line of indicators, of a bridge, is of one unit; a target, of one deadline.
    mark = next((one[key] for key in ("unite", "echeance") if key in one), None)
    return found if mark is None else f"{found} ({mark})"


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


def _record(heading: str, element: str, measure: str, value: Any) -> dict[str, Any]:
    return {"rubrique": heading, "element": element, "mesure": measure, "valeur": value}
