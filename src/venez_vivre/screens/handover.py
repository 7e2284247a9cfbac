"""How the sheet that an officer leaves looks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from venez_vivre import vocabulary as v
from venez_vivre.casework.handover import Elsewhere, Held, Promise, Sheet, staying
from venez_vivre.casework.terms import label
from venez_vivre.dates import ago, long, short
from venez_vivre.screens.handover_records import (
    ROWS,
    data,
    flat,
    joined,
    name_of,
    on_one_line,
    project,
    short_day,
)
from venez_vivre.screens.pages import TAKE_BACK, Block, Column, Facts, Page, Prose, Table
from venez_vivre.screens.phones import spoken
from venez_vivre.store.queries.handover import Member
from venez_vivre.store.queries.households import person_name
from venez_vivre.store.queries.visits import Visit
from venez_vivre.texts import listed, of_name, plural, shorten

if TYPE_CHECKING:  # it loads the models, which reading does without
    from venez_vivre.casework.assigning import Handed

NATURES = {
    "relance": "à faire",
    "rendez_vous": "rendez-vous",
    "mise_en_relation": "mise en relation",
    "visite": "visite",
    "presence": "présence à noter",
    "bilan_visite": "bilan de visite",
    "suivi": "suivi",
}
PROMISES = (
    Column("echeance", "Pour le", "day"),
    Column("nature", "Quoi"),
    Column("quoi", "Promis"),
    Column("retard", "Quand", minor=1),
)
UNTOUCHED = (
    Column("reference", "Foyer", "name"),
    Column("nom", "Nom"),
    Column("telephone", "Téléphone"),
    Column("email", "E-mail", minor=1),
    Column("inscrit_le", "Inscrit le", "day"),
    Column("horizon", "Quand"),
)
ELSEWHERE = (
    Column("echeance", "Pour le", "day"),
    Column("reference", "Foyer", "name"),
    Column("nom", "Nom"),
    Column("telephone", "Téléphone", minor=1),
    Column("nature", "Quoi", minor=2),
    Column("quoi", "Promis"),
)
VISITS = (
    Column("du", "Du", "day"),
    Column("au", "Au", "day", minor=1),
    Column("reference", "Visite", "name"),
    Column("titre", "Titre"),
    Column("commune", "Commune", minor=2),
    Column("reste", "Où elle en est"),
)


def sheet(left: Sheet, *, form: str | None = None) -> Page:
    """Everything an officer leaves."""
    if form == "csv":
        return Page(list(flat(left)), list, ROWS)
    return Page(data(left, None), lambda: list(_blocks(left)))


def handed(left: Sheet, given: tuple[Handed, str, str], form: str | None) -> Page:
    """The same once it was given to somebody else; people saw the sheet before.

    `given` is what changed hands, the same in words, and who has it now.
    """
    done, told, to = given
    if form == "csv":
        return sheet(left, form=form)
    now = {
        "agent": to, "foyers": done.files, "relances": done.follow_ups, "visites": done.visits,
    }  # fmt: skip
    said = f"Confié à {to} : {told} {of_name(left.officer.name)}."
    blocks = list(_blocks(left)) if form == "md" else _staying(left)
    return Page(data(left, now), lambda: [*blocks, Prose(said, "good"), Prose(TAKE_BACK, "dim")])


def _staying(left: Sheet) -> list[Block]:
    """What does not change hands, and why."""
    said = staying(left.officer, left.limited)
    return [Prose(said, "warn")] if said else []


def _blocks(left: Sheet) -> Iterator[Block]:
    name = left.officer.name
    yield Prose(f"Passation {of_name(name)}, le {long(left.today)}", "title")
    yield Prose(_summary(left))
    yield from _staying(left)
    for held in left.files:
        if not held.untouched:
            yield from _block(held, left.today)
    fresh = [held for held in left.files if held.untouched]
    if fresh:
        yield Prose(
            f"{plural(len(fresh), 'inscrit')} à appeler, rien n’est encore promis", "section"
        )
        yield Table(UNTOUCHED, [_untouched(held) for held in fresh])
    if left.elsewhere:
        yield Prose("Promis à son nom dans les dossiers des autres", "section")
        yield Table(ELSEWHERE, [_elsewhere_row(one) for one in left.elsewhere])
    if left.visits:
        yield Prose(f"Visites menées par {name}", "section")
        yield Table(VISITS, [_visit_row(visit, left.today) for visit in left.visits])


def _summary(left: Sheet) -> str:
    if not (left.files or left.elsewhere or left.visits):
        return "Rien à passer : aucun foyer à sa charge, aucune promesse ouverte."
    counts = [
        f"{left.of(stage)} {stage.label}{'s' if left.of(stage) > 1 else ''}"
        for stage in (v.Stage.ACCOMPANIED, v.Stage.SETTLED, v.Stage.REGISTERED)
        if left.of(stage)
    ]
    others = {"en veille": v.CaseStatus.DORMANT, "clos": v.CaseStatus.CLOSED}
    counts += [f"{left.with_status(s)} {word}" for word, s in others.items() if left.with_status(s)]
    promised = plural(left.promises, "promesse ouverte", "promesses ouvertes")
    late = f", dont {left.late} en retard" if left.late else ""
    files = f"{plural(len(left.files), 'foyer')}" + (f" : {listed(counts)}" if counts else "")
    led = f" {plural(len(left.visits), 'visite menée', 'visites menées')}." if left.visits else ""
    return f"{files}. {promised}{late}.{led}"


def _block(held: Held, today: date) -> Iterator[Block]:
    yield Prose(f"{held.file.reference}  {name_of(held)}", "section")
    yield Facts([(title, text) for title, text in _facts(held, today) if text])
    if held.promises:
        yield Table(PROMISES, [_due_row(promise, today) for promise in held.promises])


def _facts(held: Held, today: date) -> Iterable[tuple[str, str]]:
    file = held.file
    since = {v.Stage.SETTLED: file.settled_on, v.Stage.ACCOMPANIED: file.accompanied_on}
    day = since.get(held.stage, file.registered_on)
    asleep = f"réveil le {short_day(file.wake_up_on)}" if file.wake_up_on else ""
    where = label(v.Stage, held.stage) + (f" depuis le {short_day(day)}" if day else "")
    gone = f"reparti le {short_day(file.left_on)}" if file.left_on else ""
    status = "" if file.status == v.CaseStatus.ACTIVE else label(v.CaseStatus, file.status)
    yield "Étape", joined(where, gone, status, asleep, file.territory or "sans territoire")
    for place, member in enumerate(held.adults):
        yield ("ou" if place else "Joindre"), _reached(member, alone=len(held.adults) == 1)
    yield "Projet", project(held)
    yield "Freins", _blockers(file.blockers)
    yield "Dernier échange", _exchange(held, today)
    if not held.promises:
        yield "À faire", "rien n’est promis"


def _reached(member: Member, *, alone: bool) -> str:
    name = "" if alone else person_name(member.first, member.last)
    return joined(name, spoken(member.phone), member.email, member.occupation)


def _exchange(held: Held, today: date) -> str:
    last = held.last
    if last is None:
        return "jamais"
    day = date.fromisoformat(last.happened_on)
    words = (label(v.ContactChannel, last.channel), label(v.Result, last.result))
    how = ", ".join(word for word in words if word)
    return joined(f"{short(day)} ({ago(day, today)})", how, last.agent, on_one_line(last.summary))


def _blockers(codes: str | None) -> str:
    return listed(label(v.CloseReason, code) for code in (codes or "").split("|") if code)


def _due_row(promise: Promise, today: date) -> list[Any]:
    day = date.fromisoformat(promise.due_on)
    hour = f"{promise.due_at}, " if promise.due_at else ""
    return [day, NATURES[promise.nature], hour + promise.what, ago(day, today)]


def _untouched(held: Held) -> list[Any]:
    who = held.adults[0] if held.adults else None
    return [
        held.file.reference,
        shorten(name_of(held), 30),
        spoken(who.phone) if who else "",
        who.email if who else "",
        held.file.registered_on,
        label(v.Horizon, held.file.horizon),
    ]


def _elsewhere_row(one: Elsewhere) -> list[Any]:
    who, due = one.who, one.promise
    hour = f"{due.due_at}, " if due.due_at else ""
    name = shorten(person_name(who.first, who.last), 28)
    phone, nature = spoken(who.phone), NATURES[due.nature]
    return [due.due_on, who.reference, name, phone, nature, hour + due.what]


def _visit_row(visit: Visit, today: date) -> list[Any]:
    """What is left to see to: who is expected, whose presence is not noted, who is to call."""
    expected = visit.invited + visit.confirmed
    over = visit.ends_on < today.isoformat()
    missing = visit.came - visit.debriefed
    standing = (
        [
            plural(expected, "présence à noter", "présences à noter")
            if over
            else plural(expected, "foyer attendu", "foyers attendus")
        ]
        if expected or not over
        else []
    )
    standing += [plural(missing, "bilan à faire", "bilans à faire")] if missing else []
    commune = visit.commune or ""
    return [
        visit.starts_on, visit.ends_on, visit.reference, shorten(visit.title, 40), commune,
        listed(standing),
    ]  # fmt: skip
