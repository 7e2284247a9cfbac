"""Every household at once: the same offers as one by one, and what the file is like."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from datetime import date
from typing import TYPE_CHECKING

import pytest
from python_calamine import load_workbook

from bases import copied, store_of
from conftest import TODAY
from venez_vivre.cli import run as run_program
from venez_vivre.criteria import KINDS, PERSONAL
from venez_vivre.criteria.asked import wants_work
from venez_vivre.proposing import household, proposals, rounds
from venez_vivre.screens.rounds import COLUMNS

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run

DAY = date.fromisoformat(TODAY)
MOST = 3


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("exemple")
    assert (
        run_program(["--date", TODAY, "demo", "--inscrits", "900", "--dossier", str(folder)]) == 0
    )
    return folder / "demo.db"


@pytest.fixture
def base(tmp_path: Path, example: Path) -> Path:
    return copied(example, tmp_path / "base.db")


def _keys(found: list[proposals.Proposal]) -> list[tuple]:
    return [
        (p.offer.number, p.fit.score, p.fit.low, p.fit.high, p.adult and p.adult.number, p.km)
        for p in found
        if p.km == p.km  # NaN equals nothing
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_each_household_gets_what_it_gets_alone(base: Path, kind: str) -> None:
    """Those of whom every adult who looks for work has a trade, for jobs and businesses."""
    with store_of(base).reading() as rows:
        read = rounds.read(rows, [kind], DAY)
        lots = {
            lot.house.number: lot for lot in rounds.lots(read, MOST, rounds.Tally(), empty=True)
        }
        compared = 0
        for house in read.houses[:150]:
            adults = read.adults.get(house.number, [])
            if kind in PERSONAL and not all(one.rome_code for one in adults if wants_work(one)):
                continue
            alone = household.for_household(
                rows, house.number, household.Wanted([kind], MOST), DAY
            ).proposals
            assert _keys(lots[house.number].proposals) == _keys(alone), house.reference
            compared += 1
    assert compared > 40


def test_all_kinds_together_are_those_of_each(base: Path) -> None:
    """Best first, an offer that two adults could take coming once."""
    with store_of(base).reading() as rows:
        read = rounds.read(rows, list(KINDS), DAY)
    tally = rounds.Tally()
    lots = list(rounds.lots(read, MOST, tally))
    for _, found in lots:
        order = [(-one.fit.score, one.offer.number) for one in found]
        assert order == sorted(order)
        numbers = [one.offer.number for one in found]
        assert len(numbers) == len(set(numbers))
    assert tally.proposals == sum(len(found) for _, found in lots)
    assert tally.without == tally.households - len(lots)


def test_a_sheet_has_one_row_a_proposal(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "emplois.csv"
    said = run("apparier", "--tous", "--type", "emploi", "-n", "2", "--sortie", str(path))
    text = path.read_bytes().decode("utf-8")
    assert text.startswith(
        "\ufefffoyer;nom;type;rang;offre;titre;commune;membre;distance_km;score;"
    )
    rows = list(csv.DictReader(io.StringIO(text[1:]), delimiter=";"))
    assert {row["rang"] for row in rows} == {"1", "2"}
    assert said.out == ""
    assert said.err.startswith(f"{len(rows)} propositions dans {path} : ")
    assert "Emplois et reprises ne vont qu’aux adultes dont le métier est reconnu" in said.err
    shown = run("apparier", "--tous", "--type", "emploi", "-n", "2", "-f", "csv").out
    assert shown.splitlines() == text.splitlines()


def test_a_document_has_each_household_and_a_summary(run: Run, tmp_path: Path) -> None:
    """The objects are those of `apparier FOYER`; those to whom nothing is proposed are there."""
    path = tmp_path / "tous.json"
    receipt = run(
        "apparier", "--tous", "--type", "logement", "--sortie", str(path), "-f", "json"
    ).json
    written = json.loads(path.read_text(encoding="utf-8"))
    assert receipt == {"fichier": str(path), **written["bilan"]}
    assert len(written["foyers"]) == receipt["foyers"]
    assert (
        sum(not one["propositions"] for one in written["foyers"])
        == (receipt["foyers_sans_proposition"])
    )
    one = next(one for one in written["foyers"] if one["propositions"])
    alone = run("apparier", one["foyer"], "--type", "logement", "-n", "5", "-f", "json").json
    assert alone["propositions"] == one["propositions"]
    assert run("apparier", "--tous", "--type", "logement", "-f", "json").json == written


def test_a_workbook_has_numbers_and_filters(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "garde.xlsx"
    run("apparier", "--tous", "--type", "garde", "--sortie", str(path))
    (name,) = load_workbook(str(path)).sheet_names
    head, first, *_ = load_workbook(str(path)).get_sheet_by_name(name).to_python()
    assert head == [column.title for column in COLUMNS]
    assert isinstance(first[9], float)
    assert 0 < first[9] <= 1
    with zipfile.ZipFile(path) as parts:
        xml = parts.read("xl/worksheets/sheet1.xml").decode()
    assert "<autoFilter" in xml
    assert 'state="frozen"' in xml


def test_what_a_spreadsheet_would_run_is_disarmed(run: Run, tmp_path: Path) -> None:
    title = "=1+1\u202e fin"
    run("offres", "ajouter", "--type", "sante", "--titre", title, "--commune", "Dijon")
    for ending in ("csv", "xlsx"):
        path = tmp_path / f"sante.{ending}"
        run("apparier", "--tous", "--type", "sante", "-n", "50", "--sortie", str(path))
        if ending == "csv":
            text = path.read_text(encoding="utf-8-sig")
            cells = [row[5] for row in csv.reader(io.StringIO(text), delimiter=";")]
        else:
            sheet = load_workbook(str(path)).get_sheet_by_index(0)
            cells = [row[5] for row in sheet.to_python()]
        assert "'=1+1 fin" in cells
        assert title not in cells


def test_a_file_is_never_replaced_by_accident(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "tous.csv"
    path.write_text("à moi", encoding="utf-8")
    words = ("apparier", "--tous", "--type", "garde", "--sortie", str(path))
    assert "--ecraser" in run(*words, fails_with=1).err
    assert path.read_text(encoding="utf-8") == "à moi"
    run(*words, "--ecraser")
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    assert sorted(p.name for p in tmp_path.iterdir() if p.name.startswith(".")) == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--tous", "--sortie", "f.csv", "-f", "xlsx"), "se contredisent"),
        (("--tous", "--sortie", "f.doc"), ".xlsx"),
        (("--tous", "-f", "xlsx"), "--sortie FICHIER.xlsx"),
        (("--tous", "--sortie", "f", "-f", "md"), "pas en md"),
        (("--tous", "--offre", "X"), "ne vont pas ensemble"),
        (("roy", "--sortie", "f.csv"), "--tous"),
    ],
)
def test_what_does_not_go_together_is_said(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    assert said in run("apparier", *words, fails_with=2).err


def test_the_screen_shows_the_best_of_the_first_ones(run: Run) -> None:
    out = run("apparier", "--tous", "--type", "logement").out
    assert "--sortie FICHIER.xlsx" in out
    assert len([line for line in out.splitlines() if line.strip()[:3].strip().isdigit()]) <= 26


def test_a_page_for_people_shows_what_the_screen_does(run: Run) -> None:
    lines = run("apparier", "--tous", "--type", "logement", "-f", "md").out.splitlines()
    table = [line for line in lines if line.startswith("|")]
    assert table[0].startswith("| Note | Foyer | Nom | Offre |")
    shown = run("apparier", "--tous", "--type", "logement").out
    homes = {line.split("|")[2].strip() for line in table[2:]}
    assert homes
    assert all(home in shown for home in homes)


def test_a_refused_offer_is_not_proposed_again(run: Run) -> None:
    document = run("apparier", "--tous", "--type", "sante", "-n", "1", "-f", "json").json
    one = next(one for one in document["foyers"] if one["propositions"])
    offer = one["propositions"][0]["offre"]
    run("mises-en-relation", "noter", one["foyer"], offer)
    again = run("apparier", "--tous", "--type", "sante", "-n", "1", "-f", "json").json
    after = next(other for other in again["foyers"] if other["foyer"] == one["foyer"])
    assert offer not in {each["offre"] for each in after["propositions"]}


def test_adults_whose_trade_is_unknown_are_counted(run: Run) -> None:
    before = run("apparier", "--tous", "--type", "emploi", "-f", "json").json["bilan"]
    run("foyers", "creer", "--prenom", "Zoé", "--nom", "Roy", "--email", "z@example.org",
        "--commune", "Dijon")  # fmt: skip
    after = run("apparier", "--tous", "--type", "emploi", "-f", "json").json["bilan"]
    assert after["adultes_sans_metier_reconnu"] == before["adultes_sans_metier_reconnu"] + 1
    assert after["foyers"] == before["foyers"] + 1
