"""The decision table of matches, `cas.csv`: read, checked, and written as files to import.

A line is a household, two offers of one kind, and what an experienced officer says of them on
2026-03-02. Of the verdicts, `A` and `B` name the better offer: the other comes after it, or is not
proposed at all. `égal` means that neither has a reason to come first. `A exclue`, `B exclue` and
`A et B exclues` name what must not be proposed, and only that. `ni A ni B exclue` means that both
must be proposed, in whatever order.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from venez_vivre import locations, occupations
from venez_vivre.intake.columns import OFFERS, SIGNUPS, Column
from venez_vivre.intake.parsing import Unreadable
from venez_vivre.locations import Certainty
from venez_vivre.vocabulary import OfferKind

PATH = Path(__file__).with_name("cas.csv")
TODAY = "2026-03-02"
SIGNED_UP_ON = "2026-02-20"
FEWEST = 240

THEMES = (
    *("metier", "contrat", "temps", "teletravail", "salaire", "experience", "lieu"),
    *("taille_commune", "logement_transaction", "logement_taille", "logement_budget"),
    *("logement_type", "jardin", "disponibilite", "ecole", "garde", "sante", "culture"),
    *("association", "reprise", "fraicheur", "horizon", "exclusion", "inconnu", "compromis"),
)
VERDICTS = ("A", "B", "égal", "A exclue", "B exclue", "A et B exclues", "ni A ni B exclue")
HEADINGS = ("cas", "theme", "foyer", "offre_a", "offre_b", "verdict", "pourquoi")

Facts = dict[str, str]
"""What is known of a household or of an offer: fields of the contract and their text."""


class Case(NamedTuple):
    """One line of the table."""

    key: str
    theme: str
    household: Facts
    offer_a: Facts
    offer_b: Facts
    verdict: str
    reason: str

    @property
    def email(self) -> str:
        """The household's e-mail address in `signups.csv`."""
        return f"{self.key.lower()}@example.org"

    @property
    def sides(self) -> tuple[tuple[str, Facts], ...]:
        """Both offers, each with its external reference in `offers.csv`."""
        return (f"{self.key}-A", self.offer_a), (f"{self.key}-B", self.offer_b)

    @property
    def excluded(self) -> frozenset[str]:
        """The external references of what must not be proposed."""
        sides = {
            "A exclue": ("A",),
            "B exclue": ("B",),
            "A et B exclues": ("A", "B"),
        }.get(self.verdict, ())
        return frozenset(f"{self.key}-{side}" for side in sides)


def facts(text: str) -> Facts:
    """Read `champ=valeur | champ=valeur`; a pair without `=`, or said twice, is an error."""
    pairs = [pair.split("=", 1) for pair in text.split(" | ")] if text else []
    bad = [pair for pair in pairs if len(pair) != 2 or not all(pair)]
    read = {pair[0]: pair[-1] for pair in pairs}
    if bad or len(read) != len(pairs):
        raise ValueError(f"pairs cannot be read: {text}")
    return read


def read(path: Path = PATH) -> tuple[Case, ...]:
    """Read every line of the table, in order."""
    with path.open(encoding="utf-8", newline="") as source:
        rows = csv.reader(source, delimiter=";", strict=True)
        if tuple(next(rows)) != HEADINGS:
            raise ValueError("headings of the decision table")
        return tuple(
            Case(key, theme, facts(home), facts(a), facts(b), verdict, reason)
            for key, theme, home, a, b, verdict, reason in rows
        )


# --- what is wrong with the table -----------------------------------------------------------

_KEY = re.compile(r"T[0-9]{3}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
DAYS = frozenset({"date_souhaitee", "disponible_le", "publiee_le", "verifiee_le", "expire_le"})
TRADES = frozenset({"metier", "metier_conjoint"})
IDENTITY = frozenset({"reference_externe", "nom", "email", "telephone", "date_inscription"})
"""What `write_imports` makes up: no case gives it."""


def _by_field(columns: Iterable[Column]) -> dict[str, Column]:
    return {column.field: column for column in columns if column.field not in IDENTITY}


SIGNUP_COLUMNS, OFFER_COLUMNS = _by_field(SIGNUPS), _by_field(OFFERS)


def problems(cases: Sequence[Case]) -> list[str]:
    """Everything that is wrong, one sentence each; none when the table can be used."""
    said = [] if len(cases) >= FEWEST else [f"{len(cases)} lines, {FEWEST} are asked for"]
    seen = Counter(case.key for case in cases)
    said += [f"{key}: {times} times" for key, times in seen.items() if times > 1]
    twins = Counter(
        (*sorted(case.household.items()), "", *sorted(case.offer_a.items()),
         "", *sorted(case.offer_b.items()), case.verdict)
        for case in cases
    )  # fmt: skip
    said += [f"the same case {times} times: {case}" for case, times in twins.items() if times > 1]
    said += [f"no case of the theme {theme}" for theme in set(THEMES) - {c.theme for c in cases}]
    return said + [f"{case.key}: {problem}" for case in cases for problem in _of_case(case)]


def _of_case(case: Case) -> Iterator[str]:
    if not _KEY.fullmatch(case.key):
        yield "the identifier is no T and three digits"
    if case.theme not in THEMES:
        yield f"theme {case.theme}"
    if case.verdict not in VERDICTS:
        yield f"verdict {case.verdict}"
    if not case.reason.endswith((".", "!")):
        yield "the reason is no sentence"
    kinds = {offer.get("type", "") for _, offer in case.sides}
    if len(kinds) != 1 or not kinds <= {kind.value for kind in OfferKind}:
        yield f"kinds of the offers: {sorted(kinds)}"
    yield from _of_facts(case.household, SIGNUP_COLUMNS, case.theme)
    for _, offer in case.sides:
        yield from _of_facts(offer, OFFER_COLUMNS, case.theme)


def _of_facts(said: Facts, columns: dict[str, Column], theme: str) -> Iterator[str]:
    for field, value in said.items():
        if field not in columns:
            yield f"unknown field {field}"
            continue
        try:
            columns[field].parse(value)
        except Unreadable:
            yield f"{field} cannot be read: {value}"
        if field in DAYS and not _DAY.fullmatch(value):
            yield f"{field} is no ISO date: {value}"
        if field in TRADES and theme != "inconnu" and occupations.find(value) is None:
            yield f"{field} is no known occupation: {value}"
    for name in (*said.get("communes_souhaitees", "").split(","), said.get("commune", "")):
        found = locations.resolve(name, said.get("code_postal"))
        if name and found.certainty is not Certainty.EXACT:
            yield f"no single commune is named {name}"


# --- the files to import --------------------------------------------------------------------

_FIRST = (
    *("Camille", "Gaspard", "Yasmine", "Bruno", "Océane", "Hervé", "Fatou", "Régis", "Zélie"),
    *("Kevin", "Solange", "Mehdi", "Prune", "Thibault", "Wanda", "Jules", "Delphine"),
)
_LAST_BEGINS = (
    *("Bel", "Cour", "Dufres", "Gran", "Haut", "Jol", "Lar", "Mon", "Nor", "Pert", "Quin"),
    *("Ross", "Sauv", "Tarn", "Vaux", "Zimm"),
)
_LAST_ENDS = (
    *("adier", "boux", "cordat", "dreville", "étoile", "froment", "gival", "hublot", "inard"),
    *("jacquet", "kerval", "lombard", "mirande", "nouvelle", "ouvrard", "pincemin", "quesnel"),
    *("rochebrune", "sébastien", "tavernier", "ubald", "villedieu", "yvernault"),
)
_TITLES = {
    "emploi": "Poste à pourvoir",
    "logement": "Logement",
    "culture": "Saison culturelle",
    "association": "Association locale",
    "ecole": "Établissement scolaire",
    "garde": "Garde d’enfants",
    "sante": "Cabinet de santé",
    "reprise": "Entreprise à reprendre",
}


def signup(case: Case, number: int) -> Facts:
    """A household as the line of a sign-up file: invented people, and what the case says."""
    end = _LAST_ENDS[number // len(_LAST_BEGINS) % len(_LAST_ENDS)]
    return {
        "date_inscription": SIGNED_UP_ON,
        "prenom": _FIRST[number % len(_FIRST)],
        "nom": _LAST_BEGINS[number % len(_LAST_BEGINS)] + end,
        "email": case.email,
        "telephone": f"06 39 98 {number // 100:02} {number % 100:02}",
        "consentement": "oui",
    } | case.household


def offer(reference: str, said: Facts) -> Facts:
    """An offer as the line of an offers file; its title, when none is given, says no more.

    The structure, « Structure T001-A », tells which side of which case an offer is.
    """
    title = said.get("metier") or _TITLES[said["type"]]
    return {
        "reference_externe": reference,
        "titre": title,
        "structure": f"Maison {reference}",
    } | said


def write_imports(cases: Sequence[Case], folder: Path) -> tuple[Path, Path]:
    """Write `signups.csv` and `offers.csv` into a folder, for `inscrits` and `offres importer`.

    A household and its offers keep the same names and numbers whichever cases are written.
    """
    signups = [signup(case, int(case.key[1:])) for case in cases]
    offers = [offer(*side) for case in cases for side in case.sides]
    return (
        _write(folder / "signups.csv", signups),
        _write(folder / "offers.csv", offers),
    )


def _write(path: Path, lines: Sequence[Facts]) -> Path:
    fields = dict.fromkeys(field for line in lines for field in line)
    with path.open("w", encoding="utf-8", newline="") as target:
        table = csv.DictWriter(target, list(fields), delimiter=";", restval="")
        table.writeheader()
        table.writerows(lines)
    return path
