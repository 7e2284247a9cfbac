"""The lines of the day, each made from one fact that waits: what to do, why, and how."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta

from venez_vivre import NamedTuple
from venez_vivre.casework.calls import Call, due_calls
from venez_vivre.casework.terms import label
from venez_vivre.casework.urgency import MINUTES, Stakes, Term
from venez_vivre.dates import ago, hour, short, weekday
from venez_vivre.store.queries import settlements, visits
from venez_vivre.store.queries.day import Case, Names, Stale, Stay, Unanswered, Waiting
from venez_vivre.store.queries.followups import Line
from venez_vivre.store.queries.households import NOBODY, person_name
from venez_vivre.store.queries.scope import Scope
from venez_vivre.store.reader import Reader
from venez_vivre.store.settings import Settings
from venez_vivre.texts import plural
from venez_vivre.vocabulary import (
    CloseReason,
    DayKind,
    FollowUpKind,
    OfferKind,
    Origin,
)

Words = tuple[str, str, str]
"""What to do, why, what to type."""


class Task(NamedTuple):
    """One line of the day.

    `reference` and `name` are of a household or an offer; `what` is the gesture in words, `why`
    its reason, `command` what to type. `number` is that of a follow-up or an introduction.
    """

    stakes: Stakes
    reference: str
    name: str
    what: str
    why: str
    command: str
    phone: str | None = None
    officer: str | None = None
    number: int | None = None
    terms: tuple[Term, ...] = ()
    urgency: float = 0.0
    tell: Callable[[], Words] | None = None
    unnamed: int | None = None
    """The household whose name, phone and officer are still to be read."""

    def called(self, names: Mapping[int, Names]) -> Task:
        """The same line with the names that it lacked."""
        if self.unnamed is None:
            return self
        who = names[self.unnamed]
        name = person_name(who.first, who.last)
        return self._replace(name=name, phone=who.phone, officer=who.officer, unnamed=None)

    def told(self) -> Task:
        """The same line with its words, which wait until it is shown when there are thousands."""
        if self.tell is None:
            return self
        what, why, command = self.tell()
        return self._replace(what=what, why=why, command=command, tell=None)

    @property
    def kind(self) -> str:
        """A code of `DayKind`."""
        return self.stakes.kind

    @property
    def minutes_setting(self) -> str:
        """The setting that says how long it takes."""
        return MINUTES.get(self.kind, "minutes_appel")


def of(
    case: Case, stakes: Stakes, words: Words | Callable[[], Words], number: int | None = None
) -> Task:
    """A line about a household: what to do, why, what to type; said at once, or when shown."""
    name = person_name(case.first, case.last) if case.named else ""
    told, tell = (("", "", ""), words) if callable(words) else (words, None)
    about = (case.phone, case.officer, number)
    unnamed = None if case.named else case.household
    return Task(stakes, case.reference, name, *told, *about, tell=tell, unnamed=unnamed)


def stakes_of(case: Case, kind: str, due_on: date, *, promised: bool = False) -> Stakes:
    """What the urgency of a line about a household depends on."""
    return Stakes(
        kind,
        due_on,
        horizon=case.horizon,
        maturity=case.maturity,
        accompanied=bool(case.accompanied),
        promised=promised,
    )


def follow_up(line: Line, today: date) -> Task | None:
    """An appointment, today's or past without a word, or to be confirmed; an action that is due."""
    due_on = date.fromisoformat(line.due_on)
    meeting = line.kind == FollowUpKind.APPOINTMENT
    if due_on > today and not meeting:
        return None
    kind = DayKind.FOLLOW_UP
    if meeting:
        kind = DayKind.APPOINTMENT if due_on <= today else DayKind.REMINDER
    stakes = Stakes(
        kind,
        due_on,
        at=line.due_at,
        horizon=line.horizon,
        maturity=line.maturity,
        accompanied=bool(line.accompanied),
        promised=line.origin == Origin.CONTACT,
    )
    return Task(
        stakes,
        line.reference,
        person_name(line.first, line.last),
        " ".join(line.action.split()) + (f", {line.place}" if line.place else ""),
        _due(line, due_on, today),
        _gesture(line, due_on, today),
        line.phone,
        line.officer,
        line.number,
    )


ORIGINS: dict[str, str] = {Origin.CONTACT: "promis", Origin.RULE: "nouvel essai"}


def planned(line: Line) -> Task:
    """An action or an appointment of the coming days, on its own day."""
    meeting = line.kind == FollowUpKind.APPOINTMENT
    due_on = date.fromisoformat(line.due_on)
    return Task(
        Stakes(
            DayKind.APPOINTMENT if meeting else DayKind.FOLLOW_UP,
            due_on,
            at=line.due_at,
            horizon=line.horizon,
            maturity=line.maturity,
            accompanied=bool(line.accompanied),
            promised=line.origin == Origin.CONTACT,
        ),
        line.reference,
        person_name(line.first, line.last),
        " ".join(line.action.split()) + (f", {line.place}" if line.place else ""),
        _origin(line),
        f"contacts noter {line.reference}",
        line.phone,
        line.officer,
        line.number,
    )


def _due(line: Line, due_on: date, today: date) -> str:
    at = f" à {hour(line.due_at)}" if line.due_at else ""
    if line.kind == FollowUpKind.APPOINTMENT:
        if due_on > today:
            return f"rendez-vous {ago(due_on, today)}, {weekday(due_on)}{at} : le confirmer"
        if due_on == today:
            return "rendez-vous du jour"
        return f"rendez-vous du {short(due_on)} : venu ou absent ?"
    return _origin(line) + (at and f", pour {at.strip()}")


def _origin(line: Line) -> str:
    """Where an action comes from: promised in an exchange, planned by hand or by a rule."""
    planned = date.fromisoformat(line.planned_on) if line.planned_on else None
    since = f" le {short(planned)}" if planned and line.origin == Origin.CONTACT else ""
    return ORIGINS.get(line.origin or "", "prévu") + since


def _gesture(line: Line, due_on: date, today: date) -> str:
    if line.kind == FollowUpKind.APPOINTMENT and due_on <= today:
        return f"contacts noter {line.reference} -c {line.channel or 'rendez_vous'} -r honore"
    return f"contacts noter {line.reference}"


def first_contact(case: Case, day: str, due_on: date, today: date) -> Task:
    """Somebody who signed up that day and was never called."""
    signed_on = date.fromisoformat(day)
    stakes = Stakes(
        DayKind.FIRST_CONTACT,
        due_on,
        horizon=case.horizon,
        maturity=case.maturity,
        signed_on=signed_on,
    )
    why = f"inscrit {ago(signed_on, today)}, jamais appelé"
    return of(case, stakes, ("premier appel", why, f"contacts noter {case.reference}"))


def waking(one: Waiting) -> Task:
    """A file asleep whose day has come."""
    due_on = date.fromisoformat(one.wake_up_on)
    reason = label(CloseReason, one.reason)
    why = f"en veille jusqu’au {short(due_on)}" + (f" ({reason})" if reason else "")
    stakes = stakes_of(one.case, DayKind.WAKE_UP, due_on)
    return of(
        one.case, stakes, ("reprendre le dossier", why, f"foyers rouvrir {one.case.reference}")
    )


def introduction(one: Unanswered, wait: timedelta, today: date) -> Task:
    """An introduction that waits for its answer."""
    made_on = date.fromisoformat(one.introduced_on)
    target = one.target or "sans titre"
    sort = f"{label(OfferKind, one.kind)} : " if one.kind else ""
    stakes = stakes_of(one.case, DayKind.INTRODUCTION, made_on + wait, promised=True)
    words = (
        f"demander la réponse ({sort}{target})",
        f"mis en relation {ago(made_on, today)}, sans réponse",
        f"mises-en-relation suivre {one.case.reference}",
    )
    return of(one.case, stakes, words, one.number)


def watched(rows: Reader, scope: Scope) -> list[settlements.Watched]:
    """The settled households of a scope."""
    whose = [settlements.Filter(day=scope.day, officer=scope.officer)]
    if scope.unowned:
        whose.append(settlements.Filter(day=scope.day, territory=scope.territory, officer=NOBODY))
    return [one for kept in whose for one in settlements.watched(rows, kept)]


def arrivals(rows: Reader, scope: Scope, settings: Settings) -> Iterator[Task]:
    """The calls after arrival that are due."""
    today = date.fromisoformat(scope.day)
    for call in due_calls(watched(rows, scope), today, settings):
        if not (call.tried_on and call.due_on > today):  # tried: it waits for its new day
            yield arrival(call, min(call.due_on, today))


def arrival(call: Call, due_on: date) -> Task:
    """A call some months after arrival."""
    one = call.household
    arrived = date.fromisoformat(one.settled_on)
    where = f" à {one.commune}" if one.commune else ""
    tried = f", sans réponse le {short(call.tried_on)}" if call.tried_on else ""
    return Task(
        Stakes(DayKind.ARRIVAL, due_on, accompanied=True),
        one.reference,
        person_name(one.first, one.last),
        f"appel des {call.month} mois" if call.month > 1 else "appel du premier mois",
        f"installé{where} le {short(arrived)}, appel dû le {short(call.due_on)}{tried}",
        f"installations suivi {one.reference} --mois {call.month}",
        one.phone,
        one.officer,
    )


def stay(one: Stay, day: date) -> Task:
    """A visit, on one of its days."""
    where = f" à {one.commune}" if one.commune else ""
    until = f" au {short(date.fromisoformat(one.ends_on))}" if one.ends_on != one.starts_on else ""
    return Task(
        Stakes(DayKind.VISIT, day),
        one.reference,
        one.title,
        f"visite{where}",
        f"du {short(date.fromisoformat(one.starts_on))}{until}, "
        f"{plural(one.guests, 'foyer attendu', 'foyers attendus')}",
        f"visites montrer {one.reference}",
        None,
        one.officer,
    )


def debriefs(
    rows: Reader, scope: Scope, settings: Settings, until: date | None = None
) -> Iterator[Task]:
    """The visits that nobody debriefed, by the day `until` if there is one."""
    today, delay = until or date.fromisoformat(scope.day), settings["bilan_visite"]
    officers = [scope.officer, *([NOBODY] if scope.unowned else [])]
    for officer in officers:
        for one in visits.awaiting_debrief(rows, today, delay, officer):
            yield _debrief(one, delay, today)


def _debrief(one: visits.Awaiting, delay: int, today: date) -> Task:
    ended = date.fromisoformat(one.ended_on)
    which = f" ({one.visit} : {one.title})" if one.visit else ""
    command = f"visites bilan {one.visit} {one.reference}"
    return Task(
        Stakes(DayKind.DEBRIEF, ended + timedelta(days=delay), accompanied=True),
        one.reference,
        person_name(one.first, one.last),
        "prendre des nouvelles après la visite",
        f"visite {ago(ended, today)}{which}, sans bilan",
        command if one.visit else f"contacts noter {one.reference}",
        one.phone,
        one.officer,
    )


def offer(one: Stale, settings: Settings, today: date) -> Task:
    """An offer that nobody looked at for long."""
    seen_on = date.fromisoformat(one.seen_on)
    due_on = seen_on + timedelta(days=settings["offre_a_verifier"])
    where = f", {one.commune}" if one.commune else ""
    households = f", {plural(one.introduced, 'foyer')} en relation" if one.introduced else ""
    return Task(
        Stakes(DayKind.OFFER, due_on, promised=bool(one.introduced)),
        one.reference,
        one.title,
        f"vérifier l’offre ({label(OfferKind, one.kind)}{where})",
        f"vue pour la dernière fois {ago(seen_on, today)}{households}",
        f"offres verifier {one.reference}",
    )
