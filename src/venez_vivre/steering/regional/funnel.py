"""From the files of the territories to one funnel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from venez_vivre.dates import Period, short
from venez_vivre.errors import Misuse, NotFound, Refused
from venez_vivre.steering.documents.spans import spans
from venez_vivre.steering.funnel import Funnel
from venez_vivre.steering.regional import counting, received, sealed, uniting
from venez_vivre.steering.regional.received import File, Received
from venez_vivre.steering.regional.secret import Secret
from venez_vivre.steering.regional.uniting import Union, United
from venez_vivre.store.queries.steering import Place, Scope


@dataclass(frozen=True)
class Consolidated:
    """The funnel of several bases, the files it was made of, and what several of them know."""

    funnel: Funnel
    files: Received
    union: Union
    until: date
    """The day of the oldest file: nothing that followed is known of everybody."""

    @property
    def shared(self) -> int:
        """The households that several bases know, counted once."""
        return sum(home.bases > 1 for home in self.union.homes)

    @property
    def unseen(self) -> int:
        """The households that nobody may recognise, counted where they are."""
        return sum(file.share.unseen for file in self.files.kept)


def read(paths: Sequence[Path], key: Path, secret: Secret) -> Received:
    """The newest share of each base among these files; the others were read and checked too.

    Raises:
        Misuse: no file is named.
        Refused: a file is not to be trusted, or is older than one that was counted before.
        WrongKey: a file was made with another secret.

    """
    if not paths:
        raise Misuse("Il manque FICHIER : les fichiers que les territoires ont remis.")
    files = received.newest([File(path, sealed.read(path, secret)) for path in paths])
    note = received.beside(key)
    before = received.known(note, secret)
    received.check(files.kept, before, note)
    return files


def remember(files: Received, key: Path, secret: Secret) -> None:
    """Note that these files were counted.

    Raises:
        Refused: the note cannot be written.

    """
    note = received.beside(key)
    received.keep(files.kept, received.known(note, secret), note, secret)


def consolidate(files: Received, scope: Scope, territory: str | None = None) -> Consolidated:
    """The funnel of these bases; no fact later than the oldest file counts.

    Raises:
        Refused: the period begins after that day.
        NotFound: no household is of that territory.

    """
    until = min(file.share.made_on for file in files.kept)
    union = uniting.unite([file.share for file in files.kept])
    names: dict[str, str] = {}
    for file in files.kept:
        names |= file.share.names
    asked = _until(scope, until)
    if territory:
        asked = asked._replace(territory=_place(territory, names))
    homes = [
        home
        for home in union.homes
        if asked.territory is None or home.territory == asked.territory.code
    ]
    return Consolidated(_compared(homes, asked, names), files, union, until)


def _compared(homes: Sequence[United], scope: Scope, names: dict[str, str]) -> Funnel:
    """The funnel, beside the period before and the same one a year earlier."""
    value = counting.measure(homes, scope, names)
    if scope.start is None or scope.cohort:
        return value
    around = spans(Period(scope.start, scope.end), scope.until).others
    found = (
        (name, one, scope._replace(start=one.start, end=one.end, by=""))
        for name, one in around
        if one is not None
    )
    return value._replace(
        compared=tuple(
            (name, one, counting.measure(homes, asked, names).total) for name, one, asked in found
        ),
    )


def _until(scope: Scope, last: date) -> Scope:
    if scope.start and scope.start > last:
        raise Refused(
            f"Le fichier le plus ancien est du {short(last)} : rien de ce qui a suivi n’est connu "
            "de tous les territoires. Demandez-leur un fichier plus récent, ou changez la période."
        )
    if last >= scope.until:
        return scope
    return scope._replace(end=min(scope.end, last), until=last)


def _place(code: str, names: dict[str, str]) -> Place:
    found = {one.upper(): one for one in names}.get(code.strip().upper())
    if found is None:
        raise NotFound(
            f"Aucun foyer de ces fichiers n’est du territoire {code}. --par territoire les montre."
        )
    return Place(0, found, names[found], 1)
