"""Who may be one person, or live in one household: the cases, and what is decided of them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from venez_vivre.casework.merging import merge, merge_people, remember
from venez_vivre.errors import Misuse, NotFound
from venez_vivre.intake.cells import ERASE
from venez_vivre.intake.doubts import EXPECTED, pattern, unpacked
from venez_vivre.intake.drafts import ERASING, Draft
from venez_vivre.intake.people import claim, folded, known_person, profile
from venez_vivre.intake.sheets import Row
from venez_vivre.intake.signups import SignupImporter
from venez_vivre.likeness import batch, judge
from venez_vivre.likeness.profile import Profile
from venez_vivre.likeness.weights import Level
from venez_vivre.store.base import Work
from venez_vivre.store.queries import doubles as queries
from venez_vivre.store.queries.doubles import Entry, Waiting
from venez_vivre.store.queries.households import by_number
from venez_vivre.store.reader import Reader
from venez_vivre.vocabulary import Identity

LINE, PAIR = "L", "P"
"""How the name of a case begins: a line that waits and a person, or two people of the base."""

_NAME = re.compile(r"([LP])([0-9]{1,12})/([0-9]{1,12})", re.ASCII | re.IGNORECASE)
FIELDS = (
    *("prenom", "nom", "email", "telephone"),
    *("annee_naissance", "code_postal", "commune", "metier"),
)
"""What is compared on the screen, in this order."""


@dataclass(frozen=True)
class Side:
    """One of the two: what to call it, and its values by field."""

    title: str
    values: Mapping[str, Any]


@dataclass(frozen=True)
class Case:
    """Two who may be one: a name for scripts, both sides, what is proposed and why."""

    name: str
    one: Side
    other: Side
    proposed: Identity
    bits: float
    reasons: tuple[str, ...]
    pattern: str


@dataclass(frozen=True)
class Settled:
    """What was done of a case; `left` says how many of the same line still wait."""

    name: str
    verdict: Identity
    reference: str | None
    waiting: bool = False


def cases(rows: Reader) -> list[Case]:
    """Everything to review: the lines that wait, then people of the base, the likeliest first."""
    pairs = sorted(_pairs(rows), key=lambda case: -case.bits)
    same = [case for case in pairs if case.proposed is Identity.SAME]
    together = [case for case in pairs if case.proposed is not Identity.SAME]
    return [*_lines(rows), *same, *together]


def _lines(rows: Reader) -> Iterator[Case]:
    for waiting in queries.waiting(rows):
        found = queries.entries(rows, json.loads(waiting.candidates))
        one = _line_side(waiting)
        if not found:
            yield Case(f"{LINE}{waiting.number}/0", one, _NOBODY, Identity.OTHER, 0, (), "")
        for person in sorted(found):
            yield _line_case(waiting, one, found[person])


_NOBODY = Side("plus personne (la fiche a été retirée)", {})


def _line_case(waiting: Waiting, one: Side, entry: Entry) -> Case:
    said = profile(claim(unpacked(waiting.said)))
    comparison = judge.compare(said, _profile(entry))
    name = f"{LINE}{waiting.number}/{entry.person}"
    return _case(name, one, entry, comparison, Identity.SAME)


def _case(
    name: str, one: Side, entry: Entry, comparison: judge.Comparison, proposed: Identity
) -> Case:
    reasons = tuple(part.label for part in comparison.parts if part.label)
    said = pattern(comparison)
    if comparison.first is Level.CLOSE:  # « Emma » and « Emmy »: sisters sooner than a slip
        proposed = Identity.HOUSEHOLD
    return Case(name, one, _side(entry), proposed, comparison.bits, reasons, said)


def _line_side(waiting: Waiting) -> Side:
    values = unpacked(waiting.said)
    where = f"{waiting.file_name or 'saisie'}, ligne {waiting.line}"
    said = {f: ERASING if values.get(f) is ERASE else values.get(f) for f in FIELDS}
    said["inscrit_le"] = date.fromisoformat(waiting.received_on)
    return Side(where, said)


def _side(entry: Entry) -> Side:
    values = {
        "prenom": entry.first_name,
        "nom": entry.last_name,
        "email": entry.email,
        "telephone": entry.phone,
        "annee_naissance": entry.birth_year,
        "code_postal": entry.postal_code,
        "commune": entry.commune,
        "metier": entry.occupation,
        "inscrit_le": date.fromisoformat(entry.received_on) if entry.received_on else None,
    }
    return Side(entry.reference, values)


def _profile(entry: Entry) -> Profile:
    return Profile(
        entry.person,
        entry.household,
        folded(entry.first_name or ""),
        folded(entry.last_name or ""),
        entry.email,
        entry.phone,
        entry.birth_year,
        entry.postal_code,
        folded(entry.commune or ""),
    )


def _pairs(rows: Reader) -> Iterator[Case]:
    """People of the base who look alike, or live together, and of whom nothing was decided."""
    people = [Profile(*(*row[:8], folded(row[8] or ""))) for row in queries.everybody(rows)]
    decided = queries.decided(rows)
    wanted: dict[tuple[int, int], Identity] = {}
    for i, j, verdict in _alike(people):
        one, other = people[i], people[j]
        apart = one.household != other.household
        pair = (min(one.number, other.number), max(one.number, other.number))
        if pair not in decided and (verdict is Identity.SAME or apart):
            wanted[pair] = verdict
    found = queries.entries(rows, sorted({number for pair in wanted for number in pair}))
    for (one_number, other_number), verdict in wanted.items():
        one_entry, other_entry = found[one_number], found[other_number]
        comparison = judge.compare(_profile(one_entry), _profile(other_entry))
        name = f"{PAIR}{one_number}/{other_number}"
        yield _case(name, _side(one_entry), other_entry, comparison, verdict)


def _alike(people: list[Profile]) -> Iterator[tuple[int, int, Identity]]:
    for pair in batch.pairs(people, max(len(people), EXPECTED)):
        together = pair.verdict.outcome is judge.Outcome.HOUSEHOLD
        yield pair.one, pair.other, Identity.HOUSEHOLD if together else Identity.SAME


def settle(work: Work, name: str, verdict: Identity) -> Settled:
    """Do what somebody decided of one case.

    Raises:
        Misuse: that is no name of a case.
        NotFound: it was settled already, or one of the two is gone.

    """
    found = _NAME.fullmatch(name.strip())
    if not found:
        raise Misuse(f"« {name} » n’est pas un cas. `venez-vivre inscrits doublons` les montre.")
    one, other = int(found[2]), int(found[3])
    if found[1].upper() == PAIR:
        return _settle_pair(work, name, (one, other), verdict)
    waiting = queries.waiting_line(work.rows, one)
    if waiting is None:
        raise _gone(name)
    return _settle_line(work, waiting, (name, other), verdict)


def _gone(name: str) -> NotFound:
    return NotFound(
        f"Le cas {name} n’est plus à décider. `venez-vivre inscrits doublons` montre ceux qui "
        "restent."
    )


def _settle_pair(work: Work, name: str, pair: tuple[int, int], verdict: Identity) -> Settled:
    found = queries.entries(work.rows, list(pair))
    if len(found) < 2:
        raise _gone(name)
    one, other = found[pair[0]], found[pair[1]]
    if verdict is Identity.SAME:
        merge_people(work, one.person, other.person)
    else:
        if verdict is Identity.HOUSEHOLD and one.household != other.household:
            kept, gone = (by_number(work.rows, [e.household])[0] for e in (one, other))
            merge(work, kept, gone, says=False)
        remember(work, one.person, other.person, verdict)
    return Settled(name, verdict, one.reference)


def _settle_line(work: Work, waiting: Waiting, case: tuple[str, int], verdict: Identity) -> Settled:
    name, person = case
    if person and person not in queries.entries(work.rows, [person]):
        raise _gone(name)
    if person:
        _remember_line(work, waiting, person, verdict)
    left = [n for n in json.loads(waiting.candidates) if n != person]
    if verdict is Identity.OTHER and person and queries.entries(work.rows, left):
        _change(work, waiting.number, {"candidates": json.dumps(left)})
        return Settled(name, verdict, None, waiting=True)
    new, reference = _import_line(work, waiting, person, verdict)
    _keep_apart(work, waiting.claim_key, new)
    _change(
        work,
        waiting.number,
        {
            "settled_on": work.today.isoformat(),
            "verdict": verdict.value,
            "agent": work.heading.agent,
        },
    )
    return Settled(name, verdict, reference)


def _import_line(
    work: Work, waiting: Waiting, person: int, verdict: Identity
) -> tuple[int, str | None]:
    """Import the line at last, as the decision says; its person, and their household."""
    cells = json.loads(waiting.form) if waiting.form else []
    draft = Draft(Row(waiting.line, cells), waiting.row_hash, unpacked(waiting.said))
    draft.values.setdefault("date_inscription", date.fromisoformat(waiting.received_on))
    importer = SignupImporter(work, waiting.import_id or 0)
    known = known_person(work.rows, person) if person else None
    importer.settle(draft, verdict, known)
    importer.flush()
    importer.finish()
    found = work.rows.row(
        "SELECT s.person_id, h.reference FROM signup s JOIN household h ON h.id = s.household_id "
        "WHERE s.row_hash = :hash ORDER BY s.id DESC LIMIT 1",
        hash=waiting.row_hash,
    )
    return (found[0], found[1]) if found else (person, None)


def _keep_apart(work: Work, claim_key: int, new: int) -> None:
    """Those who were said to be somebody else than the line are so in the base too."""
    others = work.rows.rows(
        "SELECT person_id, verdict FROM identity_decision "
        "WHERE claim_key = :key AND verdict <> :same AND person_id <> :new",
        key=claim_key,
        same=Identity.SAME.value,
        new=new,
    )
    for person, verdict in others:
        remember(work, person, new, verdict)


def _remember_line(work: Work, waiting: Waiting, person: int, verdict: Identity) -> None:
    number = work.next_number("identity_decision")
    work.rows.run(
        "INSERT INTO identity_decision (id, person_id, claim_key, verdict, agent, decided_on) "
        "VALUES (?, ?, ?, ?, ?, ?)",
        (
            number,
            person,
            waiting.claim_key,
            verdict.value,
            work.heading.agent,
            work.today.isoformat(),
        ),
    )
    work.journal.added("identity_decision", number)


def _change(work: Work, number: int, given: Mapping[str, Any]) -> None:
    work.journal.touch("set_aside", [number])
    setting = ", ".join(f"{column} = ?" for column in given)
    work.rows.run(
        f"UPDATE set_aside SET {setting}, version = version + 1 WHERE id = ?",
        (*given.values(), number),
    )


def always(work: Work, said: str, verdict: Identity) -> None:
    """Answer the same from now on wherever two people agree and differ in the same points."""
    known = work.rows.value("SELECT id FROM identity_rule WHERE pattern = :said", said=said)
    number = known or work.next_number("identity_rule")
    if known:
        work.journal.touch("identity_rule", [number])
    work.rows.run(
        "INSERT INTO identity_rule (id, pattern, verdict, agent, decided_on) "
        "VALUES (?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET verdict = excluded.verdict, "
        "agent = excluded.agent, decided_on = excluded.decided_on",
        (number, said, verdict.value, work.heading.agent, work.today.isoformat()),
    )
    if not known:
        work.journal.added("identity_rule", number)


def settle_all(work: Work, decisions: Iterable[tuple[str, Identity]]) -> list[Settled]:
    """Do what was decided of several cases, in their order."""
    return [settle(work, name, verdict) for name, verdict in decisions]
