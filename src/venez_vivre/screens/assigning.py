"""How files that change hands look, before and after."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from venez_vivre.screens.households import state
from venez_vivre.screens.pages import TAKE_BACK, Block, Column, Page, Prose, Table, sentence
from venez_vivre.store.queries.handover import Candidate
from venez_vivre.store.queries.households import person_name
from venez_vivre.texts import listed, number, plural, shorten

if TYPE_CHECKING:  # it loads the models, which reading does without
    from venez_vivre.casework.assigning import Assigned

FIRST = 10
"""How many of the chosen files are shown before anything is done."""

CHOSEN = (
    Column("reference", "Foyer", "name"),
    Column("nom", "Nom"),
    Column("etape", "Étape"),
    Column("territoire", "Territoire", minor=1),
    Column("agent", "Suivi par"),
)


def chosen(found: Sequence[Candidate], done: Assigned, left_out: int) -> Page:
    """Files that a filter chose, before anything is done."""
    moving = set(done.references)
    first = [one for one in found if one.reference in moving][:FIRST]

    def draw() -> list[Block]:
        rest = len(done.references) - len(first)
        note = f"… et {plural(rest, 'autre')}." if rest else ""
        others = [Prose(aside(left_out), "warn")] if left_out else []
        return [Table(CHOSEN, [_row(one) for one in first], note=note), Prose(would(done)), *others]

    return Page({**_data(done, left_out), "simulation": True}, draw)


def _row(one: Candidate) -> list[str]:
    return [
        one.reference,
        shorten(person_name(one.first, one.last), 28),
        state(one.stage, one.status),
        shorten(one.territory_name or "", 24),
        shorten(one.officer_name or "personne", 24),
    ]


def would(done: Assigned) -> str:
    """« 312 foyers seraient suivis par Léa Martin, 3 le sont déjà. 9 relances suivraient. »."""
    count = len(done.references)
    verb = "seraient" if count > 1 else "serait"
    same = len(done.unchanged)
    already = f", {number(same)} {'le sont' if same > 1 else 'l’est'} déjà" if same else ""
    along = plural(done.follow_ups, "relance suivrait", "relances suivraient")
    text = f"{plural(count, 'foyer')} {verb} {destination(done)}{already}."
    return f"{text} {along}." if done.follow_ups else text


def aside(left_out: int) -> str:
    """What to say of the files that a filter leaves where they are."""
    which = plural(
        left_out, "dossier clos ou en veille reste", "dossiers clos ou en veille restent"
    )
    return f"{which} de côté : --statut choisit ceux-là."


def assigned(done: Assigned, left_out: int) -> Page:
    """Files changed hands."""
    text = f"{_named(done.references)} désormais {destination(done)}."
    if done.follow_ups:
        text += f" {plural(done.follow_ups, 'relance suit', 'relances suivent')}."
    already = plural(len(done.unchanged), "foyer l’était déjà", "foyers l’étaient déjà")
    warnings = [f"{already}."] if done.unchanged else []
    warnings += [aside(left_out)] if left_out else []
    return sentence(_data(done, left_out), text, warnings=warnings, back=TAKE_BACK)


def _data(done: Assigned, left_out: int) -> dict[str, Any]:
    return {
        "foyers": list(done.references),
        "inchanges": list(done.unchanged),
        "agent": done.officer,
        "agent_retire": done.removed,
        "territoire": done.territory,
        "relances": done.follow_ups,
        "non_actifs": left_out,
        "simulation": False,
    }


def destination(done: Assigned) -> str:
    """« suivis par Léa Martin et dans le territoire Autunois »."""
    s = "s" if len(done.references) > 1 else ""
    to = [f"suivi{s} par {done.officer}"] if done.officer else []
    to += ["sans chargé d’accueil"] if done.removed else []
    to += [f"dans le territoire {done.territory}"] if done.territory else []
    return listed(to)


def _named(references: Sequence[str]) -> str:
    if len(references) == 1:
        return f"Le foyer {references[0]} est"
    if len(references) <= 6:
        return f"Les foyers {listed(references)} sont"
    return f"{plural(len(references), 'foyer')} sont"
