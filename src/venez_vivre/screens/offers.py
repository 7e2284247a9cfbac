"""What is said when offers are added, corrected, verified, closed or reopened."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from venez_vivre.dates import short
from venez_vivre.screens.pages import TAKE_BACK, Column, Page, Prose, Table, sentence
from venez_vivre.store.queries.introductions import Offered
from venez_vivre.texts import clean, plural, shorten
from venez_vivre.vocabulary import RefusalReason

if TYPE_CHECKING:  # that module loads the models, which reading does without
    from venez_vivre.casework.offer_edits import Edited
    from venez_vivre.casework.offers import Added, Check, Checked


def _record(offer: Offered) -> dict[str, Any]:
    return {
        "reference": offer.reference,
        "type": offer.kind,
        "titre": offer.title,
        "structure": offer.structure,
        "commune": offer.commune,
        "verifiee_le": offer.verified_on,
        "expire_le": offer.expires_on,
        "close_le": offer.closed_on,
    }


def added(done: Added) -> Page:
    """An offer was added by hand."""
    data = {**_record(done.offer), "avertissements": list(done.doubts)}
    where = f" à {done.offer.commune}" if done.offer.commune else ""
    text = f"Offre ajoutée : {done.offer.reference}, « {done.offer.title} »{where}."
    return sentence(data, text, warnings=done.doubts)


def verified(done: Sequence[Checked], check: Check) -> Page:
    """Offers were verified, or closed because they were filled."""
    word = "pourvue et close" if check.filled else "vérifiée"
    on = short(check.on)
    said = [
        Prose(f"Offre {word} le {on} : {c.offer.reference}, « {c.offer.title} ».", "good")
        for c in done
        if check.filled or c.later is None
    ]
    undo = [Prose(TAKE_BACK, "dim")] if check.filled else []
    warnings = [said for one in done for said in _warnings(one)]
    data = [{**_record(one.offer), "en_cours": one.running} for one in done]
    return Page(data, lambda: [*said, *(Prose(w, "warn") for w in warnings), *undo])


def _warnings(one: Checked) -> Iterator[str]:
    """What an officer should still do about an offer."""
    reference = one.offer.reference
    if one.later:
        yield f"{reference} est déjà vérifiée plus tard, le {short(one.later)} : ce jour est gardé."
    if one.expired:
        yield (
            f"{reference} {one.expired} : `venez-vivre offres verifier {reference} --expire-le "
            "+30j` la prolonge."
        )
    if one.offer.closed_on and one.running:
        running = plural(one.running, "mise en relation attend", "mises en relation attendent")
        yield (f"{running} une suite : `venez-vivre mises-en-relation lister --offre {reference}`.")


def closing(offer: Offered, running: int) -> str:
    """What is asked before an offer is closed."""
    title = shorten(clean(offer.title), 60)
    run = plural(running, "mise en relation attend", "mises en relation attendent")
    told = f" {run} encore une suite." if running else ""
    return f"Clore l’offre {offer.reference} (« {title} ») ? Elle ne sera plus proposée.{told}"


def closed(done: Checked, reason: RefusalReason | None) -> Page:
    """An offer was closed."""
    data = {
        **_record(done.offer),
        "motif": reason.value if reason else None,
        "en_cours": done.running,
    }
    why = f" ({reason.label})" if reason else ""
    text = (
        f"Offre close{why} : {done.offer.reference}, « {done.offer.title} ». Elle n’est plus "
        "proposée."
    )
    return sentence(data, text, warnings=list(_warnings(done)), back=TAKE_BACK)


def reopened(done: Checked) -> Page:
    """An offer is proposed again."""
    data = {**_record(done.offer), "en_cours": done.running}
    text = f"Offre rouverte : {done.offer.reference}, « {done.offer.title} »."
    return sentence(data, text, warnings=list(_warnings(done)), back=TAKE_BACK)


def edited(done: Edited) -> Page:
    """An offer was corrected: each field before and after."""
    changes = [{"champ": c.field, "avant": c.before, "apres": c.after} for c in done.changes]
    data = {**_record(done.offer), "changements": changes, "avertissements": list(done.doubts)}
    head = Prose(f"Offre {done.offer.reference} (« {done.offer.title} ») modifiée.", "good")
    columns = (Column("champ", "Champ"), Column("avant", "Avant"), Column("apres", "Après"))
    rows = [[c.field, c.before, c.after] for c in done.changes]
    doubts = [Prose(doubt, "warn") for doubt in done.doubts]
    return Page(data, lambda: [head, Table(columns, rows), *doubts, Prose(TAKE_BACK, "dim")])
