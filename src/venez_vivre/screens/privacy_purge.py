"""How the purge looks: what it would do, its slip, what was announced or erased."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from venez_vivre.dates import long, short
from venez_vivre.privacy.retention import NOTICE, Due, Review, Standing
from venez_vivre.privacy.slips import BASIS, KINDS, Group, Slip, as_data, drawn, groups
from venez_vivre.screens.pages import TAKE_BACK, Block, Column, Page, Prose, Table, listing
from venez_vivre.store.queries.purge import Kept
from venez_vivre.texts import capital, clean, listed, plural

if TYPE_CHECKING:  # those modules load the models, which reading does without
    from venez_vivre.privacy.farewells import Farewells
    from venez_vivre.privacy.purging import Announced, Disposed

STANDINGS = {
    Standing.TO_ANNOUNCE.value: "à annoncer",
    Standing.UNDER_NOTICE.value: "sous préavis",
    Standing.ERASABLE.value: "à effacer",
    Standing.LIMITED.value: "gardé : limité",
    Standing.ASKED.value: "gardé : demande en cours",
    Standing.UNDATED.value: "sans aucune date",
}
GROUPS = (
    Column("etat", "État", "name"),
    Column("typologie", "Dossiers"),
    Column("annee", "Dernier échange"),
    Column("dossiers", "Nombre", "count"),
    Column("personnes", "Personnes", "count", minor=1),
)
FILES = (
    Column("foyer", "Foyer", "name"),
    Column("etat", "État"),
    Column("dernier_echange", "Dernier échange", "day"),
    Column("terme", "Terme", "day", minor=1),
    Column("effacable_le", "Effaçable le", "day"),
)
SLIP = (
    Column("typologie", "Typologie", "name"),
    Column("premiere_date", "Du", "day"),
    Column("derniere_date", "Au", "day"),
    Column("dossiers", "Dossiers", "count"),
    Column("personnes", "Personnes", "count", minor=1),
)
KEPT = (
    Column("numero", "N°", "count"),
    Column("efface_le", "Effacé le", "day"),
    Column("dossiers", "Dossiers", "count"),
    Column("personnes", "Personnes", "count", minor=1),
    Column("fondement", "Visa, ou pourquoi il n’en faut pas"),
    Column("agent", "Par", minor=2),
)
FOREVER = "Un effacement ne s’annule pas."
UNDATED = (
    "Sans aucune date, un dossier n’a pas de terme : notez un échange, ou effacez-le par "
    "`venez-vivre rgpd effacer`."
)


def foreseen(seen: Review, *, details: bool) -> Page:
    """What would be announced, what is under notice, what may be erased; nothing is written."""
    counts = [_group(one) for one in groups(seen)]
    files = [_file(one) for one in seen.found] if details else []
    data = {
        "jour": seen.day,
        "conservation_mois": seen.months,
        "groupes": counts,
        "dossiers": files,
        "bordereau": as_data(drawn(seen)) if seen.erasable else None,
    }

    def draw() -> list[Block]:
        shown: list[Block] = [_table(seen)]
        if details and seen.found:
            rows = [[_said(one).get(column.key) for column in FILES] for one in seen.found]
            shown.append(Table(FILES, rows, title="Les dossiers"))
        if seen.erasable:
            shown += slip_blocks(drawn(seen))
        return [*shown, *(Prose(text, "dim") for text in _next_steps(seen))]

    return Page(data, draw, records=lambda: files or counts)


def _table(seen: Review) -> Table:
    rows = [
        [STANDINGS[one.standing], one.kind, one.year and str(one.year), one.households, one.people]
        for one in groups(seen)
    ]
    return Table(
        GROUPS,
        rows,
        title=f"Dossiers au terme de leur conservation le {short(seen.day)}",
        empty="Aucun dossier n’est au terme de sa conservation.",
    )


def _next_steps(seen: Review) -> list[str]:
    """The gestures that follow, each with its command."""
    said = []
    if seen.of(Standing.TO_ANNOUNCE):
        said.append(
            "`venez-vivre rgpd purger --annoncer --brouillons DOSSIER` donne un préavis de "
            f"{NOTICE.days} jours et écrit les courriers ; un échange noté d’ici là le fait tomber."
        )
    if seen.erasable:
        said.append(
            "`venez-vivre rgpd purger --confirmer --visa REF` efface, une fois le bordereau visé "
            f"par les Archives départementales. {FOREVER}"
        )
    if seen.of(Standing.UNDATED):
        said.append(UNDATED)
    return said


def _group(one: Group) -> dict[str, Any]:
    return {
        "etat": one.standing,
        "typologie": one.kind,
        "annee": one.year,
        "dossiers": one.households,
        "personnes": one.people,
    }


def _file(one: Due) -> dict[str, Any]:
    return {
        "foyer": one.file.reference,
        "etat": one.standing.value,
        "typologie": KINDS[one.file.stage],
        "dernier_echange": one.last_on,
        "terme": one.due_on,
        "effacable_le": one.purge_on,
    }


def _said(one: Due) -> dict[str, Any]:
    return {**_file(one), "etat": STANDINGS[one.standing.value]}


def slip(seen: Slip) -> Page:
    """The slip alone, as it is read before anything is erased."""
    return Page(as_data(seen), lambda: slip_blocks(seen))


def slip_blocks(seen: Slip) -> list[Block]:
    """The slip: typology, extreme days, counts, legal basis."""
    rows = [[one.kind, one.first_on, one.last_on, one.households, one.people] for one in seen.lines]
    total = f"{plural(seen.households, 'dossier')}, {plural(seen.people, 'personne')}."
    kept = f"Conservation : {seen.months} mois après le dernier échange, sauf durée du territoire."
    title = f"Bordereau d’élimination du {short(date.fromisoformat(seen.drawn_on))}"
    return [Table(SLIP, rows, title=title, note=total), *(Prose(one) for one in (kept, *BASIS))]


def announced(done: Announced, drafted: Farewells | None, paths: Sequence[Path]) -> Page:
    """How many files were announced, until when, and the drafts that were written."""
    count = len(done.found)
    lost = drafted.unreachable if drafted else []
    data = {
        "annonces": count,
        "effacables_le": done.purge_on if count else None,
        "foyers": [one.file.reference for one in done.found],
        "brouillons": [str(path) for path in paths],
        "sans_adresse": lost,
    }
    if not count:
        return Page(data, lambda: [Prose("Aucun dossier n’est à annoncer : rien n’est changé.")])
    files = plural(count, "dossier annoncé", "dossiers annoncés")
    said = capital(f"{files} : effaçables à partir du {long(done.purge_on)}.")
    drafts = f"{plural(len(paths), 'brouillon écrit', 'brouillons écrits')}, rien n’est envoyé."

    def draw() -> list[Block]:
        shown: list[Block] = [Prose(said, "good")]
        if drafted is not None:
            shown.append(Prose(drafts))
        if lost:
            shown.append(Prose(_unreachable(lost), "warn"))
        return [*shown, Prose(TAKE_BACK, "dim")]

    return Page(data, draw)


MOST_NAMED = 8


def _unreachable(references: Sequence[str]) -> str:
    shown = [*references[:MOST_NAMED]]
    more = len(references) - len(shown)
    names = listed([*shown, *([plural(more, "autre")] if more else [])])
    return f"Sans adresse e-mail, à appeler ou à prévenir par courrier : {names}."


def erased(done: Disposed) -> Page:
    """What is gone for good, and under which visa."""
    data = {
        "effaces": {"dossiers": done.households, "personnes": done.people},
        "visa": done.ground.visa,
        "sans_objet": done.ground.without_visa,
        "bordereau": as_data(done.slip),
    }
    files = plural(done.households, "dossier effacé", "dossiers effacés")
    ground = done.ground.visa or f"sans objet, {done.ground.without_visa}"
    said = f"{files}, {plural(done.people, 'personne')}. Visa : {clean(ground)}."
    after = f"Le bordereau est gardé : `venez-vivre rgpd bordereaux`. {FOREVER}"
    return Page(data, lambda: [Prose(said, "good"), Prose(after, "dim")])


def nothing_erasable() -> Page:
    """Nothing has come to the end of its notice."""
    data = {"effaces": {"dossiers": 0, "personnes": 0}, "bordereau": None}
    return Page(data, lambda: [Prose("Aucun dossier n’est effaçable aujourd’hui.")])


def slips(found: Sequence[Kept]) -> Page:
    """The slips of past purges; each is whole for scripts, a line for people."""
    records = [_kept(one) for one in found]
    page = listing(KEPT, records, empty="Aucune purge n’a encore eu lieu.")
    whole = [
        {**record, "bordereau": json.loads(one.content)}
        for record, one in zip(records, found, strict=True)
    ]
    return page._replace(data=whole, records=lambda: records)


def _kept(one: Kept) -> dict[str, Any]:
    return {
        "numero": one.number,
        "efface_le": one.disposed_on,
        "dossiers": one.households,
        "personnes": one.people,
        "fondement": one.visa or f"sans objet : {one.without_visa}",
        "agent": one.agent,
        "visa": one.visa,
        "sans_objet": one.without_visa,
    }
