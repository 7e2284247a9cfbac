"""What arrived or changed since the last time, whom it suits, how that time is remembered."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from bases import copied, store_of
from builders import tables
from conftest import TODAY
from venez_vivre.cli import run as run_program
from venez_vivre.criteria import KINDS, PERSONAL
from venez_vivre.proposing import proposals, rounds
from venez_vivre.screens.pages import TAKE_BACK

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run

DAY = date.fromisoformat(TODAY)
MOST = 4
NEWS = ("apparier", "--nouvelles")
HOME = (
    "offres",
    "ajouter",
    "--type",
    "logement",
    "--commune",
    "Dijon",
    "--transaction",
    "location",
)


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("exemple")
    assert (
        run_program(["--date", TODAY, "demo", "--inscrits", "900", "--dossier", str(folder)]) == 0
    )
    return folder / "demo.db"


@pytest.fixture
def many(tmp_path: Path, base: Path, example: Path) -> Path:
    """A base that holds the demonstration."""
    return copied(example, base)


@pytest.fixture
def home(run: Run) -> str:
    """A household that wishes for Dijon, and a flat there; its reference."""
    run("foyers", "creer", "--prenom", "Ève", "--nom", "Roy", "--email", "e@example.org",
        "--communes-souhaitees", "Dijon", "--logement", "location", "--loyer-max", "900",
        "--adultes", "1")  # fmt: skip
    added = run(*HOME, "--titre", "Studio", "--pieces", "2", "--loyer", "600", "-f", "json").json
    return added["reference"]


@pytest.mark.parametrize("kind", KINDS)
def test_each_offer_has_the_households_it_has_alone(many: Path, kind: str) -> None:
    """Jobs and businesses: for the households of whom every adult has a trade."""
    with store_of(many).reading() as rows:
        read = rounds.read(rows, [kind], DAY)
        if kind in PERSONAL:
            traded = {n: [a for a in some if a.rome_code] for n, some in read.adults.items()}
            read = read._replace(adults=traded)
        found = list(rounds.People(read).takers(kind, MOST))
        assert len(found) == len(read.offers[kind]) > 2
        for offer, ranked in zip(read.offers[kind][:12], found, strict=False):
            _, alone = proposals.for_offer(rows, offer.number, 10_000, DAY)
            expected = [
                (p.house.reference, p.adult and p.adult.number, p.fit.score)
                for p in alone.proposals
                if kind not in PERSONAL or p.adult.rome_code
            ]
            mine = [
                (
                    one.seeker.house.reference,
                    one.seeker.adult and one.seeker.adult.number,
                    one.score,
                )
                for one in ranked
            ]
            if kind not in PERSONAL:
                assert mine == expected[:MOST]
            else:  # alone, a household may come for an adult whose trade is unknown
                assert [score for *_, score in mine] >= [score for *_, score in expected[:MOST]]


def test_the_first_time_looks_at_the_last_seven_days(run: Run, home: str) -> None:
    run(*HOME, "--titre", "Ancien", "--publiee-le", "2025-11-19")
    told = run(*NEWS, "-f", "json").json
    assert told["depuis"] == "2025-11-20"
    (one,) = told["offres"]
    assert (one["offre"], one["etat"], one["type"]) == (home, "nouvelle", "logement")
    (proposal,) = one["propositions"]
    alone = run("apparier", "--offre", home, "-f", "json").json["propositions"][0]
    assert proposal == alone


def test_the_next_time_begins_where_the_last_one_ended(run: Run, home: str) -> None:
    """By what was written since, not by the day: an old offer that arrives is new."""
    run(*NEWS)
    assert run(*NEWS).out == "Rien de nouveau depuis le 27/11/2025.\n"
    run(*HOME, "--titre", "Maison", "--publiee-le", "2025-09-01", "--loyer", "500")
    told = run(*NEWS, "-f", "json").json
    assert [(one["titre"], one["etat"]) for one in told["offres"]] == [("Maison", "nouvelle")]
    assert run(*NEWS, "-f", "json").json["offres"] == []


def test_what_changed_for_those_who_look_is_shown_again(run: Run, home: str) -> None:
    """A lower rent does; that it was verified does not."""
    run(*NEWS)
    run("offres", "verifier", home)
    assert run(*NEWS, "-f", "json").json["offres"] == []
    run("offres", "modifier", home, "--loyer", "550")
    (one,) = run(*NEWS, "-f", "json").json["offres"]
    assert (one["offre"], one["etat"]) == (home, "modifiee")


def test_an_imported_file_is_new_once(run: Run, home: str, tmp_path: Path) -> None:
    run(*NEWS)
    path = tmp_path / "offres.csv"
    path.write_text(
        "reference_externe;type;titre;commune;transaction;loyer;publiee_le\n"
        "A1;logement;Appartement;Dijon;location;700;2025-11-01\n"
        "A2;logement;Autre;Dijon;location;710;2025-11-02\n",
        encoding="utf-8",
    )
    run("offres", "importer", str(path))
    assert len(run(*NEWS, "-f", "json").json["offres"]) == 2
    run("offres", "importer", str(path))
    assert run(*NEWS, "-f", "json").json["offres"] == []


def test_what_was_undone_is_no_news_until_it_is_done_again(run: Run, home: str) -> None:
    run(*NEWS)
    run("offres", "modifier", home, "--loyer", "550")
    run("annuler")
    assert run(*NEWS, "--simuler", "-f", "json").json["offres"] == []
    run("refaire")
    assert len(run(*NEWS, "-f", "json").json["offres"]) == 1


def test_a_simulation_moves_nothing(run: Run, base: Path, home: str) -> None:
    before = tables(base)
    simulated = run(*NEWS, "--simuler", "-f", "json").json
    assert tables(base) == before
    assert run(*NEWS, "-f", "json").json == simulated


def test_an_undo_makes_it_new_again(run: Run, home: str) -> None:
    said = run(*NEWS).out
    assert said.endswith(f"{TAKE_BACK}\n")
    run("annuler")
    assert len(run(*NEWS, "-f", "json").json["offres"]) == 1


def test_one_type_leaves_the_others_new(run: Run, home: str) -> None:
    run(*NEWS, "--type", "sante")
    assert len(run(*NEWS, "-f", "json").json["offres"]) == 1


def test_offers_that_suit_nobody_are_counted(run: Run, home: str) -> None:
    """Below 50 out of 100, or closed in the meantime."""
    run(*HOME, "--titre", "Château", "--loyer", "9000")
    closed = run(*HOME, "--titre", "Loft", "--loyer", "800", "-f", "json").json["reference"]
    run("offres", "clore", closed)
    told = run(*NEWS, "-f", "json").json
    assert [one["offre"] for one in told["offres"]] == [home]
    assert (told["sans_foyer"], told["fermees"]) == (1, 1)
    assert all(p["score"] >= 0.5 for one in told["offres"] for p in one["propositions"])


def test_a_sheet_has_each_household_of_each_offer(run: Run, home: str) -> None:
    head, line, *rest = run(*NEWS, "--simuler", "-f", "csv").out.splitlines()
    assert head.removeprefix("\ufeff").startswith("offre;type;titre;commune;etat;rang;foyer;nom;")
    assert line.startswith(f"{home};logement;Studio;Dijon;nouvelle;1;")
    assert rest == []
