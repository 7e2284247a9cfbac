"""Joint solutions: nobody is left behind, each piece at its best, what is missing is said."""

from __future__ import annotations

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from conftest import Run
from venez_vivre.criteria.facts import AdultFacts, OfferFacts
from venez_vivre.proposing.bundles import HOME, Bundle, Piece, order, solutions, value
from venez_vivre.proposing.pieces import CULTURE, RAMPS, Candidate, Need, between, worth
from venez_vivre.proposing.places import Wished, vector
from venez_vivre.vocabulary import OfferKind

JOB, SCHOOL = OfferKind.JOB.value, OfferKind.SCHOOL.value


def an_offer(number: int, kind: str) -> OfferFacts:
    blank = OfferFacts(*[None] * len(OfferFacts._fields))  # type: ignore[arg-type]
    return blank._replace(
        number=number, reference=f"R-{number}", kind=kind, title=f"offre {number}"
    )


def an_adult(number: int) -> AdultFacts:
    blank = AdultFacts(*[None] * len(AdultFacts._fields))  # type: ignore[arg-type]
    return blank._replace(number=number, rome_code="J1506", first_name=f"Adulte {number}")


# --- exact among the candidates -------------------------------------------------------------

WANTED = (
    Need(JOB, "emploi de A", an_adult(1)),
    Need(JOB, "emploi de B", an_adult(2)),
    Need(HOME, "logement T3"),
    Need(SCHOOL, "collège", None, "college"),
    Need(CULTURE, "lien culturel"),
)
places = st.one_of(st.none(), st.builds(vector, st.floats(46.9, 47.6), st.floats(4.6, 5.8)))


@st.composite
def pools(draw):
    """A few candidates for each need; the two adults compete for the same jobs."""
    numbers = iter(range(1, 100))
    score = st.floats(0.5, 1.0)

    def some(kind: str, most: int, at=places) -> list[Candidate]:
        found = [
            Candidate(an_offer(next(numbers), kind), draw(score), draw(at), draw(st.integers(1, 2)))
            for _ in range(draw(st.integers(0, most)))
        ]
        return sorted(found, key=lambda one: -one.score)

    jobs = some(JOB, 4)
    both = sorted([one._replace(score=draw(score)) for one in jobs], key=lambda one: -one.score)
    somewhere = places.filter(lambda at: at is not None)
    found = [jobs, both, some(HOME, 3, somewhere), some(SCHOOL, 3), some("association", 3)]
    return {need.key: list(one) for need, one in zip(WANTED, found, strict=True)}


def every_bundle(pool) -> list[Bundle]:
    """All the ways to take one candidate, or none, for each need, from each home."""
    found = []
    for home in pool[HOME, "", 0]:
        options = [[home] if need.kind == HOME else [*pool[need.key], None] for need in WANTED]
        for chosen in product(*options):
            pieces, missing = [], []
            for need, one in zip(WANTED, chosen, strict=True):
                what, km = (home.score, 0.0) if need.kind == HOME else (0.0, 0.0)
                if one is not None and need.kind != HOME:
                    what, km = worth(need.kind, one, home.at)
                if one is None or what == 0:
                    missing.append(need)
                else:
                    pieces.append(Piece(need, one, what, km))
            jobs = [one.offer.offer.number for one in pieces if one.need.adult]
            takes = {one.offer.offer.number: one.offer.takes for one in pieces}
            if all(jobs.count(number) <= takes[number] for number in jobs):
                found.append(Bundle(home.at, pieces, missing, value(pieces, missing)))
    return found


@given(pools())
def test_the_first_bundle_is_the_best_of_all_combinations(pool) -> None:
    every = every_bundle(pool)
    best = min(solutions(WANTED, pool, Wished()), key=order, default=None)
    if not every:
        return
    least = min((len(one.missing), -one.value) for one in every)
    assert best is not None
    assert len(best.missing) == least[0]
    assert abs(best.value - -least[1]) < 1e-12


@given(pools(), st.integers(0, 4), st.floats(0.5, 1.0))
def test_one_more_candidate_never_makes_things_worse(pool, place: int, score: float) -> None:
    need = WANTED[place]
    before = min(solutions(WANTED, pool, Wished()), key=order, default=None)
    if before is None or before.home is None or not pool[HOME, "", 0]:
        return
    more = Candidate(an_offer(500, need.kind), score, before.home, 1)
    some = sorted([*pool[need.key], more], key=lambda one: -one.score)
    after = min(solutions(WANTED, {**pool, need.key: some}, Wished()), key=order)
    assert order(after)[:2] <= (order(before)[0], order(before)[1] + 1e-12)


@given(st.sampled_from(sorted(RAMPS)), st.floats(0.5, 1), places, places)
def test_worth_falls_with_the_way_and_stays_in_bounds(kind, score, at, home) -> None:
    if home is None:
        return
    what, km = worth(kind, Candidate(an_offer(1, kind), score, at, 1), home)
    assert 0 <= what <= score
    assert km == (0.0 if at is None else between(at, home))
    assert (what == 0) == (km > RAMPS[kind][-1][0])


# --- through the program ----------------------------------------------------------------------


def couple(run: Run) -> None:
    run("foyers", "creer", "--prenom", "Ève", "--nom", "Roy", "--email", "roy@example.org",
        "--metier", "infirmière", "--contrat", "cdi", "--prenom-conjoint", "Luc",
        "--nom-conjoint", "Roy", "--metier-conjoint", "soudeur", "--communes-souhaitees",
        "Autun|Dole", "--distance-max-km", "30", "--logement", "location", "--loyer-max", "900",
        "--adultes", "2", "--enfants", "0", "--pieces-min", "3")  # fmt: skip


def offer(run: Run, title: str, kind: str, commune: str, **values: str) -> str:
    words = [
        part for name, text in values.items() for part in (f"--{name.replace('_', '-')}", text)
    ]
    line = ("offres", "ajouter", "--type", kind, "--titre", title, "--commune", commune)
    return run(*line, *words, "-f", "json").json["reference"]


def home(run: Run, commune: str) -> str:
    what = {"transaction": "location", "pieces": "3", "surface": "65", "loyer": "700"}
    return offer(run, f"T3 {commune}", "logement", commune, **what)


def test_two_fair_jobs_in_one_area_pass_two_excellent_ones_for_one_of_them(run: Run) -> None:
    couple(run)
    for number in (1, 2):
        offer(run, f"Infirmière {number}", "emploi", "Autun", metier="infirmière", contrat="cdi",
              salaire_max="38000")  # fmt: skip
    fair = [
        offer(run, "Infirmière CDD", "emploi", "Dole", metier="infirmière", contrat="cdd"),
        offer(run, "Soudeur", "emploi", "Dole", metier="soudeur", contrat="cdd"),
    ]
    home(run, "Autun"), home(run, "Dole")
    first, second = run("apparier", "roy", "--bouquet", "-n", "2", "-f", "json").json["bouquets"]
    jobs = [one["offre"] for one in first["pieces"] if one["type"] == "emploi"]
    assert first["complet"]
    assert jobs == fair
    assert second["manque"] == ["emploi de Luc"]
    assert first["valeur"] > second["valeur"]


def test_what_is_missing_is_said_and_the_ways_to_work_are_shown(run: Run) -> None:
    couple(run)
    offer(run, "Infirmière", "emploi", "Autun", metier="infirmière", contrat="cdi")
    said = run("apparier", "roy", "--bouquet").out
    assert "manque" in said
    assert "logement T3 à louer" in said
    home(run, "Étang-sur-Arroux")
    found = run("apparier", "roy", "--bouquet", "-f", "json").json
    (only,) = found["bouquets"]
    assert only["manque"] == ["emploi de Luc"]
    assert 10 < only["trajet_km"] < 25
    assert found["borne"] is None, "every candidate was combined"


def test_one_job_is_not_given_to_both(run: Run) -> None:
    run("foyers", "creer", "--prenom", "Ève", "--nom", "Roy", "--email", "roy@example.org",
        "--metier", "soudeur", "--prenom-conjoint", "Luc", "--nom-conjoint", "Roy",
        "--metier-conjoint", "soudeur", "--communes-souhaitees", "Autun")  # fmt: skip
    offer(run, "Soudeur", "emploi", "Autun", metier="soudeur")
    home(run, "Autun")
    (only,) = run("apparier", "roy", "--bouquet", "-f", "json").json["bouquets"]
    assert len([one for one in only["pieces"] if one["type"] == "emploi"]) == 1
    run("offres", "modifier", "Soudeur", "--postes", "2")
    (only,) = run("apparier", "roy", "--bouquet", "-f", "json").json["bouquets"]
    assert only["complet"]
