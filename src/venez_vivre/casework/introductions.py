"""Put a household in touch with offers and local contact people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from venez_vivre.casework.offerers import Target, ended
from venez_vivre.casework.terms import label
from venez_vivre.dates import short
from venez_vivre.errors import Ambiguous, NotFound, Refused
from venez_vivre.models import Introduction
from venez_vivre.store.base import Work
from venez_vivre.store.queries import introductions as queries
from venez_vivre.store.queries.contacts import Agent, agent_named
from venez_vivre.store.queries.households import Found
from venez_vivre.store.queries.introductions import Line, Member, Past
from venez_vivre.store.queries.resources import Resource
from venez_vivre.store.reader import Reader
from venez_vivre.store.restraint import refuse_approach
from venez_vivre.texts import clean, fold, listed, plural, shorten
from venez_vivre.vocabulary import CaseStatus, IntroductionState, Party, RefusalReason


@dataclass(frozen=True)
class IntroductionDraft:
    """A household and whom it is put in touch with; `member` is the person it is for, if one is."""

    household: Found
    targets: tuple[Target, ...]
    on: date
    member: Member | None = None
    note: str | None = None


@dataclass(frozen=True)
class Introduced:
    """The introductions that were written, and what is worth knowing of their offers."""

    lines: tuple[Line, ...]
    warnings: tuple[str, ...]


def find_member(rows: Reader, found: Found, text: str | None) -> Member | None:
    """The member of a household who has that first name, None when nobody is named.

    Raises:
        NotFound: nobody of the household is called so.
        Ambiguous: several are.

    """
    if text is None:
        return None
    people = queries.members(rows, found.number)
    wanted = set(fold(text).split())
    named = [one for one in people if wanted and wanted <= set(fold(one.name).split())]
    if len(named) == 1:
        return named[0]
    shown = shorten(clean(text).strip(), 40) or "(vide)"
    if named:
        raise Ambiguous(
            f"--membre : plusieurs personnes du foyer {found.reference} répondent à « {shown} » :",
            tuple(one.name for one in named),
        )
    known = listed([clean(one.first) for one in people if one.first])
    who = f" Il compte {known}." if known else ""
    raise NotFound(
        f"--membre : personne ne s’appelle « {shown} » dans le foyer {found.reference}.{who}"
    )


def member(rows: Reader, found: Found, number: int | None) -> Member | None:
    """The member of a household of that number, if it still is one."""
    people = queries.members(rows, found.number)
    return next((one for one in people if one.number == number), None)


def unlike(targets: Sequence[Target]) -> tuple[Target, ...]:
    """The same without those that were named twice."""
    return tuple({(type(one).__name__, one.number): one for one in targets}.values())


def check(rows: Reader, draft: IntroductionDraft, today: date) -> str | None:
    """The sentence that refuses an impossible introduction, None when all are possible."""
    since = draft.household.registered_on
    if draft.on > today:
        return (
            f"La mise en relation du {short(draft.on)} est dans le futur. Notez-la quand elle aura "
            "eu lieu."
        )
    if since and draft.on < date.fromisoformat(since):
        return (
            f"La mise en relation du {short(draft.on)} précède l’inscription du "
            f"{short(date.fromisoformat(since))}. Corrigez --le."
        )
    running = (_running(rows, draft, target) for target in draft.targets)
    return next((said for said in running if said), None)


def _running(rows: Reader, draft: IntroductionDraft, target: Target) -> str | None:
    """The same introduction is still open: its outcome is to be noted, not another one."""
    for past in _past(rows, draft, target):
        if past.ended_on is None or date.fromisoformat(past.ended_on) > draft.on:
            day, reference = short(date.fromisoformat(past.introduced_on)), target.reference
            return (
                f"{_named(target)} est déjà en relation avec le foyer {draft.household.reference} "
                f"depuis le {day}. `venez-vivre mises-en-relation suivre "
                f"{draft.household.reference} {reference}` note ce qu’il en est."
            )
    return None


def _past(rows: Reader, draft: IntroductionDraft, target: Target) -> list[Past]:
    person = isinstance(target, Resource)
    offer, resource = (None, target.number) if person else (target.number, None)
    return queries.past(rows, draft.household.number, offer, resource)


def _named(target: Target) -> str:
    return f"« {shorten(clean(target.title), 60)} » ({target.reference})"


def objections(rows: Reader, draft: IntroductionDraft) -> tuple[str, ...]:
    """What speaks against introductions without making them impossible, one sentence each.

    Raises:
        Refused: a right of the household forbids any: nobody is to be asked whether to insist.

    """
    refuse_approach(rows, draft.household.number)
    return tuple(_objections(rows, draft))


def _objections(rows: Reader, draft: IntroductionDraft) -> Iterator[str]:
    file = queries.project(rows, draft.household.number)
    if file.status == CaseStatus.CLOSED:
        yield (
            f"Le dossier de {draft.household.reference} ({clean(draft.household.name)}) est clos : "
            f"`venez-vivre foyers rouvrir {draft.household.reference}` le rouvre."
        )
    for target in draft.targets:
        for past in _past(rows, draft, target):
            if past.state in {IntroductionState.REFUSED, IntroductionState.SUCCEEDED}:
                yield _outcome(draft, target, past)
                break
        if isinstance(target, Resource):
            yield from _busy(target)


def _outcome(draft: IntroductionDraft, target: Target, past: Past) -> str:
    """What came of the same introduction before."""
    day = short(date.fromisoformat(past.ended_on or past.introduced_on))
    if past.state == IntroductionState.SUCCEEDED:
        return f"{_named(target)} a déjà abouti pour {draft.household.reference}, le {day}."
    why = label(RefusalReason, past.reason)
    because = f" : {why}" if why else ""
    if past.refused_by == Party.OFFERER:
        return f"L’offreur de {_named(target)} a déjà dit non, le {day}{because}."
    who = clean(draft.household.name)
    return f"{who} a déjà refusé {_named(target)}, le {day}{because}."


def _busy(target: Resource) -> Iterator[str]:
    name = clean(target.name)
    if target.closed_on:
        yield f"{name} n’est plus proposée depuis le {short(date.fromisoformat(target.closed_on))}."
    elif target.full:
        yield f"{name} suit déjà {plural(target.load, 'foyer')} sur {target.capacity}."


def introduce(work: Work, draft: IntroductionDraft, *, insist: bool) -> Introduced:
    """Write that a household was put in touch, once for each offer or person.

    Raises:
        Refused: what `check` says, or what `objections` say unless one insists.

    """
    problem = check(work.rows, draft, work.today)
    if problem:
        raise Refused(problem)
    against = () if insist else objections(work.rows, draft)
    if against:
        raise Refused(" ".join((*against, "--oui passe outre.")))
    agent = agent_named(work.rows, work.heading.agent)
    written = [_row(draft, target, agent) for target in draft.targets]
    work.session.add_all(written)
    work.session.flush()
    references = ", ".join(target.reference for target in draft.targets)
    work.says(f"mise en relation du foyer {draft.household.reference} avec {references}")
    return Introduced(
        tuple(line(work.rows, row.id or 0, work.today) for row in written),
        tuple(_standing(draft)),
    )


def _row(draft: IntroductionDraft, target: Target, agent: Agent) -> Introduction:
    person = isinstance(target, Resource)
    return Introduction(
        household_id=draft.household.number,
        person_id=draft.member.number if draft.member else None,
        offer_id=None if person else target.number,
        resource_id=target.number if person else None,
        officer_id=agent.officer,
        agent=agent.name,
        introduced_on=draft.on,
        state=IntroductionState.PENDING.value,
        note=draft.note,
    )


def _standing(draft: IntroductionDraft) -> Iterator[str]:
    """The offers that no longer stand that day."""
    for target in draft.targets:
        why = None if isinstance(target, Resource) else ended(target, draft.on)
        if why:
            yield f"{_named(target)} {why} : assurez-vous qu’elle tient toujours."


def line(rows: Reader, number: int, today: date) -> Line:
    """The introduction of that number, as it stands that day.

    Raises:
        NotFound: there is none.

    """
    found = queries.listed(rows, queries.Filter(number=number), today)
    if not found:
        raise NotFound(
            f"Aucune mise en relation n’a le numéro {number}. "
            "`venez-vivre mises-en-relation lister -f json` donne les numéros."
        )
    return found[0]
