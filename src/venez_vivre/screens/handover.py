"""How the sheet that an officer leaves looks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from venez_vivre import vocabulary as v
from venez_vivre.casework.handover import Held, Promise, Sheet
from venez_vivre.casework.terms import label
from venez_vivre.dates import ago, long, short
from venez_vivre.screens.households import state
from venez_vivre.screens.pages import TAKE_BACK, Block, Column, Facts, Page, Prose, Table
from venez_vivre.screens.phones import spoken
from venez_vivre.store.queries.handover import Due, Member
from venez_vivre.store.queries.households import person_name
from venez_vivre.texts import euros, listed, plural, shorten

if TYPE_CHECKING:  # it loads the models, which reading does without
    from venez_vivre.casework.assigning import Handed

NATURES = {
    "relance": "à faire",
    "rendez_vous": "rendez-vous",
    "mise_en_relation": "réponse attendue",
    "visite": "visite",
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
    Column("quoi", "Promis"),
)
ROWS = (
    "agent", "reference", "nom", "etape", "nature", "numero", "echeance", "heure", "quoi",
)  # fmt: skip


def sheet(left: Sheet, *, form: str | None = None) -> Page:
    """Everything an officer leaves."""
    if form == "csv":
        return Page(list(_flat(left)), list, ROWS)
    return Page(_data(left, None), lambda: list(_blocks(left)))


def handed(left: Sheet, done: Handed, form: str | None) -> Page:
    """The same once it was given to somebody else; people saw the sheet before."""
    data = _data(left, {"agent": done.to, "foyers": done.files, "relances": done.follow_ups})
    text = (
        f"{plural(done.files, 'foyer')} et {plural(done.follow_ups, 'relance')} de "
        f"{left.officer.name} sont désormais à {done.to}."
    )
    if form == "csv":
        return sheet(left, form=form)
    blocks = list(_blocks(left)) if form == "md" else []
    return Page(data, lambda: [*blocks, Prose(text, "good"), Prose(TAKE_BACK, "dim")])


def _data(left: Sheet, handed: dict[str, Any] | None) -> dict[str, Any]:
    return {
        "agent": left.officer.name,
        "jour": left.today,
        "foyers": len(left.files),
        "par_etape": {stage.value: left.of(stage) for stage in v.Stage},
        "en_veille": left.with_status(v.CaseStatus.DORMANT),
        "clos": left.with_status(v.CaseStatus.CLOSED),
        "promesses": left.promises,
        "en_retard": left.late,
        "dossiers": [_file(held) for held in left.files],
        "autres": [_elsewhere(due) for due in left.elsewhere],
        "vers": handed,
    }


def _file(held: Held) -> dict[str, Any]:
    file, last = held.file, held.last
    return {
        "reference": file.reference,
        "nom": _name(held),
        "membres": [_member(member) for member in held.adults],
        "etape": held.stage.value,
        "statut": file.status,
        "territoire": file.territory,
        "inscrit_le": file.registered_on,
        "reveil_le": file.wake_up_on,
        "horizon": file.horizon,
        "projet": _project(held),
        "freins": (file.blockers or "").split("|") if file.blockers else [],
        "dernier_contact": last
        and {
            "date": last.happened_on,
            "canal": last.channel,
            "resultat": last.result,
            "resume": last.summary,
            "agent": last.agent,
        },
        "promesses": [_promise(promise) for promise in held.promises],
    }


def _member(member: Member) -> dict[str, Any]:
    return {
        "nom": person_name(member.first, member.last),
        "role": member.role,
        "metier": member.occupation,
        "telephone": member.phone,
        "email": member.email,
    }


def _promise(promise: Promise) -> dict[str, Any]:
    return {
        "nature": promise.nature,
        "numero": promise.number,
        "echeance": promise.due_on,
        "heure": promise.due_at,
        "quoi": promise.what,
        "agent": promise.officer,
    }


def _elsewhere(due: Due) -> dict[str, Any]:
    return {
        "reference": due.reference,
        "nom": person_name(due.first, due.last),
        "telephone": due.phone,
        "nature": "rendez_vous" if due.kind == v.FollowUpKind.APPOINTMENT else "relance",
        "numero": due.number,
        "echeance": due.due_on,
        "heure": due.due_at,
        "quoi": due.action,
    }


def _flat(left: Sheet) -> Iterator[dict[str, Any]]:
    """One row a promise, for a spreadsheet; a file without any has a row of its own."""
    for held in left.files:
        head = {
            "agent": left.officer.name,
            "reference": held.file.reference,
            "nom": _name(held),
            "etape": held.stage.value,
        }
        for promise in [_promise(one) for one in held.promises] or [dict.fromkeys(ROWS)]:
            yield head | {key: promise[key] for key in ROWS[4:]}
    for due in left.elsewhere:
        record = {"agent": left.officer.name, "etape": None, **_elsewhere(due)}
        yield {key: record[key] for key in ROWS}


def _blocks(left: Sheet) -> Iterator[Block]:
    yield Prose(f"Passation de {left.officer.name}, le {long(left.today)}", "title")
    yield Prose(_summary(left))
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
        yield Table(ELSEWHERE, [_elsewhere_row(due) for due in left.elsewhere])


def _summary(left: Sheet) -> str:
    if not (left.files or left.elsewhere):
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
    return f"{files}. {promised}{late}."


def _block(held: Held, today: date) -> Iterator[Block]:
    yield Prose(f"{held.file.reference}  {_name(held)}", "section")
    yield Facts([(title, text) for title, text in _facts(held, today) if text])
    if held.promises:
        yield Table(PROMISES, [_due_row(promise, today) for promise in held.promises])


def _facts(held: Held, today: date) -> Iterable[tuple[str, str]]:
    file = held.file
    since = {v.Stage.SETTLED: file.settled_on, v.Stage.ACCOMPANIED: file.accompanied_on}
    day = since.get(held.stage, file.registered_on)
    asleep = f"réveil le {_short(file.wake_up_on)}" if file.wake_up_on else ""
    where = state(held.stage, file.status) + (f" depuis le {_short(day)}" if day else "")
    yield "Étape", _joined(where, asleep, file.territory or "sans territoire")
    for place, member in enumerate(held.adults):
        yield ("ou" if place else "Joindre"), _reached(member, alone=len(held.adults) == 1)
    yield "Projet", _project(held)
    yield "Freins", _blockers(file.blockers)
    yield "Dernier échange", _exchange(held, today)
    if not held.promises:
        yield "À faire", "rien n’est promis"


def _reached(member: Member, *, alone: bool) -> str:
    name = "" if alone else person_name(member.first, member.last)
    return _joined(name, spoken(member.phone), member.email, member.occupation)


def _exchange(held: Held, today: date) -> str:
    last = held.last
    if last is None:
        return "jamais"
    day = date.fromisoformat(last.happened_on)
    words = (label(v.ContactChannel, last.channel), label(v.Result, last.result))
    how = ", ".join(word for word in words if word)
    return _joined(f"{short(day)} ({ago(day, today)})", how, last.agent, _line(last.summary))


def _project(held: Held) -> str:
    """The project in a line: who, when, where, which home, their words."""
    file = held.file
    people = [plural(file.adults, "adulte")] if file.adults else []
    people += [plural(file.children, "enfant")] if file.children else []
    places = file.wished_communes or file.wished_territories
    rent = f"loyer de {euros(file.rent_max)} au plus" if file.rent_max else ""
    budget = f"budget de {euros(file.purchase_budget)}" if file.purchase_budget else ""
    return _joined(
        listed(people),
        label(v.Horizon, file.horizon),
        f"souhaité le {_short(file.wished_on)}" if file.wished_on else "",
        ", ".join((places or "").split("|")[:3]),
        label(v.HousingWish, file.housing),
        rent,
        budget,
        _line(file.project),
    )


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
        shorten(_name(held), 30),
        spoken(who.phone) if who else "",
        who.email if who else "",
        held.file.registered_on,
        label(v.Horizon, held.file.horizon),
    ]


def _elsewhere_row(due: Due) -> list[Any]:
    hour = f"{due.due_at}, " if due.due_at else ""
    name = shorten(person_name(due.first, due.last), 28)
    return [due.due_on, due.reference, name, spoken(due.phone), hour + due.action]


def _name(held: Held) -> str:
    names = (person_name(member.first, member.last) for member in held.adults)
    return listed(name for name in names if name)


def _line(text: str | None) -> str:
    return shorten(" ".join((text or "").split()), 200)


def _short(text: str | None) -> str:
    return short(date.fromisoformat(text)) if text else ""


def _joined(*parts: str | None) -> str:
    return " · ".join(part for part in parts if part)
