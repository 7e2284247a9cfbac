"""What an import says it did: one outcome for each line, and the problems to look at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Literal

Gravity = Literal["rejet", "avertissement"]
Outcome = Literal["creees", "mises_a_jour", "inchangees", "mises_de_cote", "rejetees"]

OUTCOMES: tuple[Outcome, ...] = (
    "creees",
    "mises_a_jour",
    "inchangees",
    "mises_de_cote",
    "rejetees",
)


MOST_REJECTIONS = 10_000
MOST_WARNINGS = 1_000
"""Problems that a receipt tells one by one; beyond, it says how many more there are."""
MOST_CHANGES = 200
"""Changed cells that it tells one by one; the others are counted."""


@dataclass(frozen=True)
class Problem:
    """Something a person should look at: where, what, why, and the gesture that mends it.

    `ligne` is the row as a spreadsheet numbers it; `nombre` says how many lines have the same one.
    """

    ligne: int
    colonne: str
    valeur: str
    motif: str
    remede: str
    gravite: Gravity = "avertissement"
    nombre: int = 1


@dataclass(frozen=True, slots=True)
class Changed:
    """One cell that a line changes in a record that stands: what it said, what it will say.

    `fiche` is what the record is called by (a household's reference, a register's code or title),
    `colonne` the field of the file; an empty text is a cell that says nothing.
    """

    ligne: int
    fiche: str
    colonne: str
    avant: str
    apres: str


@dataclass
class Receipt:
    """The counts of one file; `lues`, counted as lines are read, must equal the sum of outcomes."""

    fichier: str
    encodage: str
    separateur: str
    feuille: str = ""
    """The sheet of a workbook; empty for a text."""
    operation: str = ""
    lues: int = 0
    creees: int = 0
    mises_a_jour: int = 0
    inchangees: int = 0
    mises_de_cote: int = 0
    rejetees: int = 0
    colonnes_ignorees: list[str] = field(default_factory=list)
    rejects: list[tuple[list[str], str]] = field(default_factory=list)
    rejected_lines: list[int] = field(default_factory=list)
    """The line of each of `rejects`."""
    fichier_rejets: str | None = None
    simulation: bool = False
    waited_before: int = 0
    """Lines set aside that an earlier import had set aside already."""
    modifications: list[Changed] = field(default_factory=list)
    line: int = 0
    """The line under way."""
    autres_modifications: int = 0
    """Changed cells beyond those of `modifications`."""
    _rejections: list[Problem] = field(default_factory=list)
    _warnings: dict[tuple[str, str, str], Problem] = field(default_factory=dict)
    _others: int = 0
    _other_warnings: int = 0
    """How many warnings were too many to be kept, and the line of the first."""

    def count(self, outcome: Outcome, lines: int = 1) -> None:
        """Add lines to an outcome."""
        setattr(self, outcome, getattr(self, outcome) + lines)

    def check(self) -> None:
        """Make sure that every line read has exactly one outcome.

        Raises:
            AssertionError: a line was lost or counted twice, which is our fault.

        """
        counted = sum(getattr(self, outcome) for outcome in OUTCOMES)
        if counted != self.lues:
            raise AssertionError(f"{self.lues} lines read, {counted} outcomes")

    def reject(self, cells: list[str], problem: Problem) -> None:
        """Count a line as rejected and keep it for the rejects file."""
        self.count("rejetees")
        if len(self._rejections) < MOST_REJECTIONS:
            self._rejections.append(problem)
        self.rejects.append((cells, problem.motif))
        self.rejected_lines.append(problem.ligne)

    def warn(self, problem: Problem, *, alike: bool = False) -> None:
        """Note a warning; the same one on several lines is kept once, with its number.

        `alike` says that the value does not matter: the first one stands as an example.
        """
        same = (problem.colonne, "" if alike else problem.valeur, problem.motif)
        known = self._warnings.get(same)
        if known is None and len(self._warnings) < MOST_WARNINGS:
            self._warnings[same] = problem
        elif known is None:
            self._other_warnings = self._other_warnings or problem.ligne
            self._others += 1
        else:
            self._warnings[same] = replace(known, nombre=known.nombre + 1)

    @property
    def tells_changes(self) -> bool:
        """Whether one more changed cell is told, not only counted."""
        return len(self.modifications) < MOST_CHANGES

    def rejections(self) -> Iterator[tuple[Problem, list[str]]]:
        """The lines rejected and their cells, the first ones if they are very many."""
        for problem, (cells, _) in zip(self._rejections, self.rejects, strict=False):
            yield problem, cells

    @property
    def problems(self) -> list[Problem]:
        """Rejections first, then warnings, each in the order of the lines."""
        warnings = sorted(self._warnings.values(), key=lambda p: p.ligne)
        found = [*self._rejections, *warnings]
        left = self.rejetees - len(self._rejections)
        if left:
            reason, remedy = "autres lignes rejetées", "Le fichier des rejets les donne toutes."
            last = self._rejections[-1].ligne
            place = len(self._rejections)
            found.insert(place, Problem(last, "", "", reason, remedy, "rejet", left))
        if self._others:
            reason = "autres avertissements"
            remedy = "Corrigez les premiers, puis importez de nouveau."
            where = self._other_warnings
            found.append(Problem(where, "", "", reason, remedy, nombre=self._others))
        return found

    @property
    def wrote(self) -> bool:
        """Whether the file changed anything in the base."""
        return bool(self.creees or self.mises_a_jour or self.mises_de_cote > self.waited_before)

    @property
    def needs_correction(self) -> bool:
        """Whether somebody has lines to correct or to decide on."""
        return bool(self.rejetees or self.mises_de_cote)

    def as_json(self) -> dict[str, Any]:
        """The receipt as scripts read it."""
        self.check()
        counts: dict[str, Any] = {outcome: getattr(self, outcome) for outcome in OUTCOMES}
        return {
            "operation": self.operation,
            "fichier": self.fichier,
            "encodage": self.encodage,
            "separateur": self.separateur,
            "feuille": self.feuille or None,
            "lues": self.lues,
            **counts,
            "colonnes_ignorees": self.colonnes_ignorees,
            "problemes": [asdict(problem) for problem in self.problems],
            "modifications": [asdict(changed) for changed in self.modifications],
            "autres_modifications": self.autres_modifications,
            "fichier_rejets": self.fichier_rejets,
            "simulation": self.simulation,
        }
