"""The calls that offers to verify ask for: one for all that an employer or a landlord offers."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from venez_vivre.casework.finding import territory_number
from venez_vivre.likeness.offerer_keys import (
    contact_key,
    mails_of,
    phone_key,
    phones_of,
    structure_key,
)
from venez_vivre.store.queries import offers as queries
from venez_vivre.store.queries.offers import Filter, ToCall, Wanted
from venez_vivre.store.reader import Reader
from venez_vivre.store.settings import Settings, settings
from venez_vivre.texts import fold


@dataclass(frozen=True)
class Call:
    """One call: who answers, the offers to ask about, those of most use first.

    `seen_on` is the day the oldest of them was seen, '' when one never was; `running` is how many
    introductions to them wait for a sequel.
    """

    structure: str | None
    contact: str | None
    phones: tuple[str, ...]
    mails: tuple[str, ...]
    urls: tuple[str, ...]
    communes: tuple[str, ...]
    offers: tuple[ToCall, ...]

    @property
    def running(self) -> int:
        """How many introductions wait."""
        return sum(one.running for one in self.offers)

    @property
    def seen_on(self) -> str:
        """The day its oldest offer was seen."""
        return min(one.seen_on for one in self.offers)

    def days(self, today: date) -> int | None:
        """How long ago its oldest offer was seen, None when one never was."""
        return (today - date.fromisoformat(self.seen_on)).days if self.seen_on else None


@dataclass(frozen=True)
class Calls:
    """The calls in the order in which they are of use, and how long they take in all."""

    calls: tuple[Call, ...]
    offers: int
    minutes: int


def calls(rows: Reader, today: date, kind: str | None, territory: str | None) -> Calls:
    """Everything to verify, one call for each person who answers for some of it.

    Pending introductions first, then what nobody has seen for longest.

    Raises:
        NotFound: the territory is unknown.
        Ambiguous: several answer.

    """
    known = settings(rows)
    since = queries.stale_since(today, known["offre_a_verifier"])
    kept = Filter(kind, territory=territory_number(rows, territory), stale_since=since)
    found = queries.to_call(rows, Wanted(kept), today)
    grouped = [_call(group) for group in _groups(found)]
    grouped.sort(key=lambda call: (-call.running, call.seen_on))
    return Calls(tuple(grouped), len(found), _minutes(known, len(grouped), len(found)))


def _minutes(known: Settings, calls: int, offers: int) -> int:
    """A call verifies one offer; each other one of the same call takes half of that time."""
    once = known["minutes_verification"]
    return calls * once + (offers - calls) * once // 2


def _groups(found: Sequence[ToCall]) -> list[list[ToCall]]:
    """Offers of one contact together; those without one join their structure, where it is one."""
    groups: dict[object, list[ToCall]] = defaultdict(list)
    contacts: dict[str, set[object]] = defaultdict(set)
    for one in found:
        if one.contact:
            key = reached(one.contact)
            groups[key].append(one)
            contacts[structure_key(one.structure or "")].add(key)
    for one in found:
        if not one.contact:
            name = structure_key(one.structure or "")
            answering = contacts[name] if name else set()
            groups[next(iter(answering)) if len(answering) == 1 else _alone(name, one)].append(one)
    return [sorted(group, key=lambda o: (-o.running, o.seen_on)) for group in groups.values()]


def _alone(name: str, one: ToCall) -> object:
    """Without a contact: the structure of that commune; without a name either, the offer itself."""
    return (name, fold(one.commune or "")) if name else one.reference


def reached(contact: str) -> str:
    """What tells one contact from another: the phone, else the e-mail, else the words."""
    return contact_key(contact) or fold(contact)


def _call(group: Sequence[ToCall]) -> Call:
    said = [one.contact for one in group if one.contact]
    phones = {phone_key(phone): phone for text in reversed(said) for phone in phones_of(text)}
    return Call(
        _usual(one.structure for one in group),
        _usual(said),
        tuple(phones.values()),
        tuple(dict.fromkeys(mail for text in said for mail in mails_of(text))),
        tuple(dict.fromkeys(one.url for one in group if one.url)),
        tuple(dict.fromkeys(one.commune for one in group if one.commune)),
        tuple(group),
    )


def _usual(said: Iterable[str | None]) -> str | None:
    """The spelling that most use."""
    counts = Counter(one for one in said if one)
    return counts.most_common(1)[0][0] if counts else None
