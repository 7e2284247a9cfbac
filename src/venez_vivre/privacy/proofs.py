"""Proof of what people were told, of what they agreed to, and of what they took back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from venez_vivre.dates import short
from venez_vivre.errors import Misuse, Refused
from venez_vivre.models import PrivacyProof
from venez_vivre.store.base import Work
from venez_vivre.store.queries import privacy as queries
from venez_vivre.store.queries.households import Found
from venez_vivre.texts import clean
from venez_vivre.vocabulary import Extra, ProofKind

LONGEST = 100


@dataclass(frozen=True)
class Draft:
    """What is to be noted: the day, the means, and the extra that was agreed to or taken back."""

    noted_on: date
    means: str
    kind: ProofKind = ProofKind.INFORMATION
    purpose: Extra | None = None


@dataclass(frozen=True)
class Proved:
    """What was noted, and the day (ISO) of the text that was shown; None for a withdrawal."""

    draft: Draft
    notice: str | None


def means(text: str) -> str:
    """How something was shown, in a few words.

    Raises:
        Misuse: it is empty or too long.

    """
    tidy = clean(text).strip()
    if not tidy:
        raise Misuse("--par est vide : dites comment, par exemple « courriel » ou « guichet ».")
    if len(tidy) > LONGEST:
        raise Misuse(f"--par est trop long : au plus {LONGEST} caractères.")
    return tidy


def note(work: Work, found: Found, draft: Draft) -> Proved:
    """Keep the proof, with the text that was in force that day.

    Raises:
        Refused: the day is to come, no text was in force, or there is nothing to take back.

    """
    if draft.noted_on > work.today:
        raise Refused(f"Le {short(draft.noted_on)} est dans le futur : une preuve se note après.")
    shown = None if draft.kind is ProofKind.WITHDRAWAL else _shown(work, draft.noted_on)
    if draft.kind is ProofKind.WITHDRAWAL:
        _refuse_nothing_to_withdraw(work, found, draft)
    work.session.add(
        PrivacyProof(
            household_id=found.number,
            notice_id=shown.number if shown else None,
            kind=draft.kind.value,
            purpose=draft.purpose.value if draft.purpose else None,
            noted_on=draft.noted_on,
            means=draft.means,
            agent=work.heading.agent,
        )
    )
    work.says(f"{draft.kind.label} pour le foyer {found.reference}")
    return Proved(draft, shown.settled_on if shown else None)


def agreed(proofs: list[queries.Proof], purpose: Extra) -> bool:
    """Whether an agreement stands; `proofs` is the newest first."""
    said = [one for one in proofs if one.purpose == purpose.value]
    return bool(said) and said[0].kind == ProofKind.AGREEMENT


def _shown(work: Work, day: date) -> queries.Notice:
    notice = queries.notice(work.rows, day.isoformat())
    if notice is None:
        raise Refused(
            f"Aucune notice n’était fixée le {short(day)} : on ne saurait pas dire ce qui a été "
            "montré. Fixez-la d’abord : `venez-vivre rgpd notice --fixer`."
        )
    return notice


def _refuse_nothing_to_withdraw(work: Work, found: Found, draft: Draft) -> None:
    purpose = draft.purpose
    proofs = [
        p for p in queries.proofs(work.rows, found.number) if p.noted_on <= str(draft.noted_on)
    ]
    if purpose is not None and not agreed(proofs, purpose):
        raise Refused(
            f"{found.reference} n’a pas d’accord en cours pour « {purpose.label} » : il n’y a rien "
            "à retirer."
        )
