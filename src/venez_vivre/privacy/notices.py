"""The information given to people (art. 13 and 14), made from the table of treatments."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from venez_vivre import NamedTuple
from venez_vivre.errors import Refused
from venez_vivre.privacy.parties import Parties, parties
from venez_vivre.privacy.retention import SETTING
from venez_vivre.privacy.treatments import (
    AGREEMENT,
    AUTOMATED,
    COMPLAINT,
    DELAY,
    RIGHTS,
    TRANSFERS,
    TREATMENTS,
    WORDS,
    Treatment,
)
from venez_vivre.store.base import Work
from venez_vivre.store.queries import privacy as queries
from venez_vivre.store.reader import Reader
from venez_vivre.store.settings import settings
from venez_vivre.texts import capital, listed

UNSAID = "(à compléter)"


class Part(NamedTuple):
    """One paragraph of the information: its title, its words."""

    title: str
    words: str


@dataclass(frozen=True)
class Notice:
    """The information as it would be given today; `settled_on` (ISO) if it is kept word for word.

    `missing` are the options without which it cannot be kept, `last_on` the day of the text that
    is kept, be it another one.
    """

    parts: tuple[Part, ...]
    missing: tuple[str, ...]
    settled_on: str | None
    last_on: str | None

    @property
    def text(self) -> str:
        """The whole text, ready to be sent."""
        return "\n\n".join(f"{part.title}\n{part.words}" for part in self.parts) + "\n"


def draw_up(rows: Reader, day: str) -> Notice:
    """The information of this base, and the one that was in force on that day (ISO)."""
    known = parties(rows)
    parts = tuple(_parts(rows, known))
    last = queries.notice(rows, day)
    made = Notice(parts, known.missing, None, last.settled_on if last else None)
    same = last is not None and last.content == made.text
    return Notice(parts, known.missing, made.last_on if same else None, made.last_on)


def settle(work: Work) -> bool:
    """Keep the information word for word; whether it had changed.

    Raises:
        Refused: nobody said who answers for the data.

    """
    notice = draw_up(work.rows, work.today.isoformat())
    if notice.missing:
        raise Refused(
            f"La notice n’est pas complète : il manque {listed(notice.missing)}. Par exemple : "
            '`venez-vivre rgpd notice --responsable "Nom de la collectivité" --contact '
            '"adresse où écrire"`.'
        )
    if notice.settled_on is not None:
        return False
    from venez_vivre.models import PrivacyNotice  # noqa: PLC0415  reading does without

    agent = work.heading.agent
    work.session.add(PrivacyNotice(settled_on=work.today, content=notice.text, agent=agent))
    return True


def kept(rows: Reader, treatment: Treatment) -> str:
    """How long the data of a treatment is kept here, with the territories that chose otherwise."""
    if "{months}" not in treatment.kept:
        return treatment.kept
    usual = settings(rows)[SETTING]
    others = [
        f"{one.months} mois pour {one.name}"
        for one in queries.retentions(rows)
        if one.months != usual
    ]
    months = f"{usual} mois" + (f" ({', '.join(others)})" if others else "")
    return treatment.kept.replace("{months}", months)


def _parts(rows: Reader, known: Parties) -> Iterator[Part]:
    told = [one for one in TREATMENTS if one.told]
    yield Part("Qui utilise vos données", _who(known))
    yield Part(
        "Pourquoi, et de quel droit",
        "\n".join(
            f"- {one.name} : {' ; '.join(one.purposes)}. Base : {one.basis}." for one in told
        ),
    )
    yield Part("Quelles données", _what(told))
    yield Part("D’où elles viennent", ORIGIN)
    recipients = dict.fromkeys(one for each in told for one in each.recipients)
    yield Part("Qui les reçoit", _items([*recipients]) + f"\n{capital(TRANSFERS)}.")
    yield Part("Combien de temps", "\n".join(f"- {one.name} : {kept(rows, one)}." for one in told))
    extras = [extra for one in told for extra in one.extras]
    yield Part(
        "Ce qui demande votre accord",
        f"{capital(listed(extras))} : {AGREEMENT}. Refuser ne change rien à l’accueil.",
    )
    yield Part("Vos droits", _rights(known))


ORIGIN = (
    "De vous : formulaire d’inscription, appels, courriels, visites. Une autre personne de votre "
    "foyer peut aussi les avoir données : cette information vaut alors pour vous. Seuls vos nom, "
    "moyen de vous joindre et projet sont nécessaires pour vous répondre ; le reste est libre."
)


def _who(known: Parties) -> str:
    lines = [f"Responsable : {known.responsable or UNSAID}."]
    lines.append(f"Pour écrire : {known.contact or UNSAID}.")
    if known.delegue:
        lines.append(f"Délégué à la protection des données : {known.delegue}.")
    return "\n".join(lines)


def _what(told: list[Treatment]) -> str:
    natures = dict.fromkeys(nature for one in told for nature in one.columns())
    return _items([WORDS[nature] for nature in natures])


def _items(those: Sequence[str]) -> str:
    """A list in which each item has its line."""
    return "".join(f"- {one} ;\n" for one in those[:-1]) + f"- {those[-1]}."


def _rights(known: Parties) -> str:
    ways = _items([*RIGHTS, "retirer un accord que vous avez donné"])
    where = known.delegue or known.contact or UNSAID
    return f"Vous pouvez :\n{ways}\nÉcrivez à : {where}. {DELAY}\n{AUTOMATED}\n{COMPLAINT}"
