"""How exchanges look, and what is said when one is noted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from venez_vivre.casework.terms import label
from venez_vivre.dates import hour, short, weekday
from venez_vivre.screens.pages import TAKE_BACK, Column, Page, Prose, Table, keys_of
from venez_vivre.store.queries.contacts import Line
from venez_vivre.store.queries.households import Found, person_name
from venez_vivre.texts import plural, shorten
from venez_vivre.vocabulary import ContactChannel, Direction, Origin, Result

if TYPE_CHECKING:  # that module loads the models, which reading does without
    from venez_vivre.casework.contacts import ContactDraft, Recorded

COLUMNS = (
    Column("date", "Date", "day"),
    Column("foyer", "Foyer", "name"),
    Column("nom", "Nom", minor=2),
    Column("canal", "Canal"),
    Column("resultat", "Résultat"),
    Column("resume", "Résumé"),
    Column("agent", "Par", minor=1),
)
EMPTY = "Aucun contact ne correspond. `venez-vivre contacts noter FOYER` en note un."


def listed(found: Sequence[Line]) -> Page:
    """The list: everything for scripts, what fits a screen for people."""
    records = [_record(line) for line in found]
    return Page(records, lambda: [_table(found)], keys_of(_record, Line))


def _record(line: Line) -> dict[str, Any]:
    return {
        "foyer": line.reference,
        "nom": person_name(line.first, line.last),
        "date": line.happened_on,
        "canal": line.channel,
        "sens": line.direction,
        "resultat": line.result,
        "resume": line.summary,
        "agent": line.agent,
    }


def _table(found: Sequence[Line]) -> Table:
    rest = found[0].total - len(found) if found else 0
    note = f"… et {plural(rest, 'autre')} : `-n {found[0].total}` les montre tous" if rest else ""
    return Table(COLUMNS, [_row(line) for line in found], note=note, empty=EMPTY)


def _row(line: Line) -> list[Any]:
    incoming = " (reçu)" if line.direction == Direction.INCOMING else ""
    return [
        line.happened_on,
        line.reference,
        shorten(person_name(line.first, line.last), 24),
        label(ContactChannel, line.channel) + incoming,
        label(Result, line.result),
        shorten(" ".join((line.summary or "").split()), 120),
        shorten(line.agent or "", 18),
    ]


def noted(found: Found, draft: ContactDraft, done: Recorded) -> Page:
    """An exchange was noted: what it was, what it closed, what follows."""
    data = {
        "foyer": found.reference,
        "nom": found.name,
        "date": draft.happened_on,
        "canal": draft.channel.value,
        "sens": draft.direction.value if draft.direction else None,
        "resultat": draft.result.value,
        "resume": draft.summary,
        "suite": done.planned.action if done.planned else None,
        "echeance": done.planned.due_on if done.planned else None,
        "heure": done.planned.due_at if done.planned else None,
        "relances_faites": done.done,
        "relances_reportees": done.after.put_off,
        "sans_reponse": done.after.count,
        "a_clore": done.after.exhausted,
        "affecte_a": done.assigned_to,
        "rouvert": done.reopened,
    }
    first, *others = _said(found, draft, done)
    back = [Prose(TAKE_BACK, "dim")] if done.done or done.assigned_to or done.reopened else []
    return Page(data, lambda: [Prose(first, "good"), *map(Prose, others), *back])


def _said(found: Found, draft: ContactDraft, done: Recorded) -> list[str]:
    how = f"{draft.channel.label}, {draft.result.label}, {short(draft.happened_on)}"
    said = [f"Contact noté pour {found.reference} ({found.name}) : {how}."]
    if done.done:
        were = "qui était due est faite" if done.done == 1 else "qui étaient dues sont faites"
        said.append(f"{plural(done.done, 'action')} {were}.")
    said += _next(found, done)
    if done.reopened:
        said.append("Le dossier était fermé : il est rouvert.")
    if done.assigned_to:
        said.append(f"Le foyer est désormais suivi par {done.assigned_to}.")
    return said


def _next(found: Found, done: Recorded) -> list[str]:
    """What follows: planned by hand or by a rule, put off, or nothing more to try."""
    after, said = done.after, []
    if done.planned:
        at = f" à {hour(done.planned.due_at)}" if done.planned.due_at else ""
        rule = " (nouvel essai)" if done.planned.origin == Origin.RULE else ""
        said.append(f"À faire{rule} : {done.planned.action}, {weekday(done.planned.due_on)}{at}.")
    if after.put_off and after.again:
        were = "est reporté" if after.put_off == 1 else "sont reportés"
        said.append(f"{plural(after.put_off, 'appel')} {were} au {short(after.again)}.")
    if after.exhausted:
        said.append(
            f"{plural(after.count, 'appel')} de suite sans réponse. Pour clore ce dossier : "
            f"`venez-vivre foyers clore {found.reference} --motif injoignable`."
        )
    return said
