"""The gaps of a base ranked by what they cost, and what to ask a household at the next call."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Literal

from venez_vivre import NamedTuple
from venez_vivre import vocabulary as v
from venez_vivre.casework.gaps import BY_CODE, GAPS, OF_HOUSEHOLDS, OF_RECORDS, Gap
from venez_vivre.errors import Misuse
from venez_vivre.store.queries import gaps as queries
from venez_vivre.store.queries.gaps import Case, Measure, Scope
from venez_vivre.store.queries.households import Record
from venez_vivre.store.reader import Reader
from venez_vivre.store.settings import settings
from venez_vivre.texts import clean, fold, listed, plural, shorten

Gravity = Literal["haute", "moyenne", "basse"]
LEAST: tuple[tuple[Gravity, float], ...] = (("haute", 10.0), ("moyenne", 1.0), ("basse", 0.0))
"""From how many points on a gap is that grave; a point is one accompanied household at a stop."""


class Finding(NamedTuple):
    """A gap that stands, and what it costs."""

    gap: Gap
    measure: Measure

    @property
    def gravity(self) -> Gravity:
        """How grave it is."""
        return next(word for word, least in LEAST if self.measure.points >= least)

    @property
    def sentence(self) -> str:
        """« 12 foyers sans métier, dont 3 accompagnés : 372 évaluations perdues »."""
        return f"{self.missing} : {self.loss}"

    @property
    def missing(self) -> str:
        """« 12 foyers sans métier, dont 3 accompagnés »."""
        count, hot = self.measure.size, self.measure.hot
        among = f", dont {plural(hot, 'accompagné')}" if hot and count > 1 else ""
        return plural(count, *self.gap.what) + among

    @property
    def loss(self) -> str:
        """« 372 évaluations perdues »."""
        return plural(self.measure.cost, *self.gap.unit)


def scope(
    rows: Reader, today: date, territory: int | None = None, officer: int | None = None
) -> Scope:
    """What an examination of that day is kept to, by the settings of the base."""
    kept = settings(rows)
    recent = today - timedelta(days=kept["inscrits_recents"])
    stale = today - timedelta(days=kept["offre_a_verifier"])
    return Scope(today.isoformat(), recent.isoformat(), stale.isoformat(), territory, officer)


def examine(rows: Reader, kept: Scope) -> list[Finding]:
    """Every gap that stands, the costliest first."""
    found = [*_of_households(rows, kept), *_of_records(rows, kept)]
    standing = [finding for finding in found if finding.measure.size]
    places = {gap.code: place for place, gap in enumerate(GAPS)}
    return sorted(
        standing,
        key=lambda one: (-round(one.measure.points, 2), -one.measure.size, places[one.gap.code]),
    )


def concerns(gap: Gap, kept: Scope) -> bool:
    """Whether a gap makes sense under these filters."""
    if kept.officer is not None:
        return gap.of == "foyers"
    return kept.territory is None or gap.of != "base"


def named(code: str) -> Gap:
    """The gap of that code.

    Raises:
        Misuse: there is none; the sentence lists the codes.

    """
    wanted = fold(code).replace(" ", "_")
    gap = BY_CODE.get(wanted)
    begun = [one for name, one in BY_CODE.items() if wanted and name.startswith(wanted)]
    if gap is None and len(begun) == 1:
        return begun[0]
    if gap is None:
        shown = shorten(clean(code).strip(), 40) or "(vide)"
        raise Misuse(f"« {shown} » n’est pas un manque connu. Codes : {', '.join(BY_CODE)}.")
    return gap


def detail(rows: Reader, kept: Scope, gap: Gap, limit: int | None) -> tuple[Finding, list[Case]]:
    """A gap and the households or offers concerned, the costliest first."""
    finding = next((one for one in examine(rows, kept) if one.gap is gap), Finding(gap, Measure()))
    if not concerns(gap, kept):
        return finding, []
    if gap.whole:
        return finding, queries.cases(rows, kept, gap.found, limit)
    found = queries.households(rows, kept, (gap.found, gap.figure, gap.said), limit)
    return finding, [case._replace(points=case.points * gap.share) for case in found]


def _of_households(rows: Reader, kept: Scope) -> Iterator[Finding]:
    """The gaps of active files, all found in one reading of the base."""
    groups = queries.of_households(rows, kept, [gap.found for gap in OF_HOUSEHOLDS])
    for place, gap in enumerate(OF_HOUSEHOLDS):
        holding = [group for group in groups if group.size and group.mask >> place & 1]
        first = tuple(
            group.reference for group in groups if group.reference and group.mask == 1 << place
        )
        yield Finding(
            gap,
            Measure(
                sum(group.size for group in holding),
                gap.share * sum(group.points for group in holding),
                sum(group.figures[gap.figure] for group in holding),
                first,
                sum(group.hot for group in holding),
            ),
        )


def _of_records(rows: Reader, kept: Scope) -> Iterator[Finding]:
    for gap in OF_RECORDS:
        if concerns(gap, kept):
            yield Finding(gap, queries.measured(rows, kept, gap.found))


# --- one household --------------------------------------------------------------------------

MOST_QUESTIONS = 5
WANTS_JOB = frozenset({v.Employment.RETIRED.value, v.Employment.STUDENT.value})
"""Who is not asked for an occupation."""


def gaps_of(file: Record) -> list[str]:
    """The questions most worth asking at the next call, the most useful first, each with its why.

    `file` is the document of `whole_file`. A household that settled is asked nothing of a project.
    """
    questions = [*_reaching(file)]
    if file["etape"] != v.Stage.SETTLED:
        questions += [*_working(file), *_housing(file), *_coming(file), *_family(file)]
    questions += [*_agreeing(file)]
    return [f"{question} ({why})" for question, why in questions[:MOST_QUESTIONS]]


Question = tuple[str, str]


def _reaching(file: Record) -> Iterator[Question]:
    adults = [m for m in file["membres"] if m["role"] != v.Role.CHILD]
    if not any(member["telephone"] for member in adults):
        why = "seul l’e-mail permet de le joindre"
        if not any(member["email"] for member in adults):
            why = "rien ne permet de le rappeler"
        yield "À quel numéro le rappeler ?", why


def _working(file: Record) -> Iterator[Question]:
    roles = {v.Role.REGISTRANT.value: "", v.Role.PARTNER.value: " (conjoint)"}
    for member in file["membres"]:
        if member["role"] not in roles or member["statut_professionnel"] in WANTS_JOB:
            continue
        who = (clean(member["prenom"] or "") or "l’autre adulte") + roles[member["role"]]
        if not member["metier"]:
            yield f"Quel métier exerce {who} ?", "sans lui, aucune offre d’emploi à proposer"


def _housing(file: Record) -> Iterator[Question]:
    wish = file["projet"]
    kind = wish["logement"]
    if not kind:
        yield "Louer ou acheter ?", "aucun logement ne peut être proposé"
    if kind in {v.HousingWish.RENT, v.HousingWish.EITHER} and wish["loyer_max"] is None:
        yield "Quel loyer au plus ?", "les logements trop chers ne se distinguent pas"
    if kind in {v.HousingWish.BUY, v.HousingWish.EITHER} and wish["budget_achat"] is None:
        yield "Quel budget d’achat ?", "les biens trop chers ne se distinguent pas"


def _coming(file: Record) -> Iterator[Question]:
    wish = file["projet"]
    if not (wish["territoires_souhaites"] or wish["communes_souhaitees"]):
        yield "Où voudraient-ils vivre ?", "aucune distance ne départage les offres"
    if wish["horizon"] in {None, v.Horizon.UNDEFINED.value} and not wish["date_souhaitee"]:
        yield "Quand voudraient-ils s’installer ?", "rien ne dit l’urgence du projet"


def _family(file: Record) -> Iterator[Question]:
    wish = file["projet"]
    if wish["adultes"] is None:
        yield "Combien seront-ils, adultes et enfants ?", "la taille du logement en dépend"
    children = wish["enfants"] or 0
    told = [year for year in (wish["naissances_enfants"] or "").split("|") if year]
    born = [m for m in file["membres"] if m["role"] == v.Role.CHILD and m["annee_naissance"]]
    unknown = children - max(len(told), len(born))
    if unknown > 0:
        yield _birth_question(children, unknown), "l’école et la garde se choisissent à l’âge"


def _birth_question(children: int, unknown: int) -> str:
    if children == 1:
        return "En quelle année est né leur enfant ?"
    if unknown == children:
        return f"En quelle année sont nés les {children} enfants ?"
    return f"En quelle année {'est né' if unknown == 1 else 'sont nés'} {_others(unknown)} ?"


def _others(unknown: int) -> str:
    return "l’autre enfant" if unknown == 1 else f"les {unknown} autres enfants"


def _agreeing(file: Record) -> Iterator[Question]:
    registrant = next((m for m in file["membres"] if m["role"] == v.Role.REGISTRANT), None)
    if registrant and registrant["consentement"] is None:
        yield "Est-il d’accord pour être recontacté ?", "l’accord se garde par écrit"
    if registrant and registrant["consentement"] == 0:
        yield "Veut-il toujours qu’on ne le rappelle pas ?", "il a refusé d’être recontacté"


def first_named(examples: Sequence[str]) -> str:
    """« MIRO-425 et BAFI-042 d’abord », nothing when there is nobody to name."""
    return f"{listed(examples)} d’abord" if examples else ""
