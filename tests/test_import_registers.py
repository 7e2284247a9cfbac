"""Campaigns, territories, officers and offers: a line creates its row or corrects it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from bases import SERVED
from builders import JOURNAL, Line, a_csv, a_territory, query, tables

if TYPE_CHECKING:
    from conftest import Run

CAMPAIGN = {
    "axe": "Podcast",
    "canal": "podcast",
    "du": "2025-03-01",
    "au": "2025-03-31",
    "depense": "1 234,50 €",
    "vues": "10 000",
    "visites": "",
    "ecoutes": "500",
}
OFFICER = {"nom": "Sophie Aubry", "email": "s.aubry@example.org", "telephone": "03 85 00 00 01"}
OFFER = {
    "reference_externe": "EMP-1",
    "type": "emploi",
    "titre": "Menuisier",
    "structure": "Bois & Cie",
    "commune": "Autun",
    "code_rome": "H2206",
    "contrat": "CDI",
    "salaire_min": "24 000 €",
    "publiee_le": "2025-11-01",
}
RESOURCE = {
    "nom": "Jeanne Martin",
    "structure": "Mairie d’Autun",
    "commune": "Autun",
    "thèmes": "école, petite enfance",
    "capacité": "3",
}
LINES = {
    "campagnes": (CAMPAIGN, "campaign"),
    "territoires": (a_territory(), "territory"),
    "agents": (OFFICER, "officer"),
    "offres": (OFFER, "offer"),
    "ressources": (RESOURCE, "resource_person"),
}


class Registers:
    """Imports into the test's base."""

    def __init__(self, run: Run, base: Path, folder: Path) -> None:
        self.run, self.base, self.folder = run, base, folder

    def load(
        self, noun: str, *lines: Line, options: tuple[str, ...] = (), fails_with: int = 0
    ) -> Any:
        path = a_csv(self.folder / f"{noun}.csv", lines)
        words = (noun, "importer", str(path), *options, "-f", "json")
        return self.run(*words, fails_with=fails_with).json

    def rows(self, columns: str, table: str) -> list[tuple[Any, ...]]:
        return query(self.base, f'SELECT {columns} FROM "{table}" ORDER BY id')


@pytest.fixture
def registers(run: Run, base: Path, tmp_path: Path) -> Registers:
    return Registers(run, base, tmp_path)


@pytest.mark.parametrize("noun", LINES)
def test_a_line_is_created_once_then_recognised(registers: Registers, noun: str) -> None:
    line, table = LINES[noun]
    assert registers.load(noun, line, line)["creees"] == 1
    assert len(registers.rows("id", table)) == 1
    before = tables(registers.base)
    receipt = registers.load(noun, line, line)
    assert (receipt["lues"], receipt["inchangees"]) == (2, 2)
    assert tables(registers.base) == before


@pytest.mark.parametrize(
    ("noun", "change", "column", "values"),
    [
        ("campagnes", {"depense": "2000"}, "spending_cents", (123_450, 200_000)),
        ("campagnes", {"vues": "(vide)"}, "views", (10_000, 0)),
        ("territoires", {"nom": "Grand Autunois"}, "name", ("Autunois", "Grand Autunois")),
        ("territoires", {"actif": "non"}, "active", (1, 0)),
        ("agents", {"telephone": "0385000002"}, "phone", ("+33385000001", "+33385000002")),
        ("agents", {"email": "(vide)"}, "email", ("s.aubry@example.org", None)),
        ("offres", {"salaire_min": "25000"}, "salary_min", (24_000, 25_000)),
        ("offres", {"contrat": "(vide)"}, "contract", ("cdi", None)),
    ],
)
def test_a_changed_cell_is_corrected_journalled_and_undone(
    registers: Registers, noun: str, change: Line, column: str, values: tuple[Any, Any]
) -> None:
    """`refaire` brings it back."""
    line, table = LINES[noun]
    registers.load(noun, line)
    assert registers.load(noun, {**line, **change})["mises_a_jour"] == 1
    assert registers.rows(column, table) == [(values[1],)]
    registers.run("annuler", "--oui")
    assert registers.rows(column, table) == [(values[0],)]
    registers.run("refaire")
    assert registers.rows(column, table) == [(values[1],)]


@pytest.mark.parametrize("noun", LINES)
def test_an_empty_cell_never_erases(registers: Registers, noun: str) -> None:
    """The key alone, and the cells a file cannot do without."""
    line, table = LINES[noun]
    registers.load(noun, line)
    before = registers.rows("*", table)
    kept = {"axe", "canal", "du", "code", "nom", "type", "titre", "reference_externe"}
    registers.load(noun, {field: value if field in kept else "" for field, value in line.items()})
    assert registers.rows("*", table) == before


@pytest.mark.parametrize("noun", LINES)
def test_an_import_is_undone_and_redone_whole(registers: Registers, noun: str) -> None:
    line, _ = LINES[noun]
    # A server notes which territories there were when an import was: done again, its own are.
    aside = {*JOURNAL, *(("import_run",) if SERVED and noun == "territoires" else ())}
    registers.load("agents", {"nom": "Quelqu’un"})
    start = tables(registers.base, besides=aside)
    registers.load(noun, line)
    full = tables(registers.base, besides=aside)
    registers.run("annuler", "--oui")
    assert tables(registers.base, besides=aside) == start
    registers.run("refaire")
    assert tables(registers.base, besides=aside) == full


@pytest.mark.parametrize(
    ("noun", "change", "reason"),
    [
        ("campagnes", {"axe": ""}, "cellule vide"),
        ("campagnes", {"du": ""}, "cellule vide"),
        ("campagnes", {"au": "2025-02-01"}, "fin avant le début"),
        ("campagnes", {"depense": "-5"}, "nombre négatif"),
        ("campagnes", {"vues": "beaucoup"}, "nombre illisible"),
        ("territoires", {"code": ""}, "cellule vide"),
        ("territoires", {"type": "duché"}, "valeur inconnue"),
        ("territoires", {"communes": "75056"}, "commune inconnue"),
        ("territoires", {"communes": "999999999"}, "commune inconnue"),
        ("agents", {"nom": "(vide)"}, "cellule vide"),
        ("agents", {"territoire": "T9"}, "territoire inconnu"),
        ("offres", {"titre": ""}, "cellule vide"),
        ("offres", {"type": ""}, "cellule vide"),
        ("offres", {"type": "poney"}, "valeur inconnue"),
        ("offres", {"code_rome": "Z99"}, "code ROME mal formé"),
    ],
)
def test_each_refusal_has_its_reason(
    registers: Registers, noun: str, change: Line, reason: str
) -> None:
    line, table = LINES[noun]
    receipt = registers.load(noun, {**line, **change}, fails_with=5)
    assert [p["motif"] for p in receipt["problemes"]] == [reason]
    assert registers.rows("id", table) == []


def test_a_campaign_is_its_axis_channel_and_first_day(registers: Registers) -> None:
    other = {**CAMPAIGN, "canal": "site"}
    later = {**CAMPAIGN, "du": "02/03/2025"}
    same = {**CAMPAIGN, "axe": "PODCAST", "vues": "20000"}
    receipt = registers.load("campagnes", CAMPAIGN, other, later, same)
    assert (receipt["creees"], receipt["mises_a_jour"]) == (3, 1)
    assert registers.rows("spending_cents, views, visits, plays", "campaign")[0] == (
        123_450,
        20_000,
        0,
        500,
    )


def test_a_siren_stands_for_all_its_communes(registers: Registers) -> None:
    """Lost zeros of codes included."""
    registers.load("territoires", a_territory(communes="242100410"))
    assert ("21231",) in registers.rows("code_insee", "territory_commune")


def test_a_commune_in_two_territories_is_refused(registers: Registers) -> None:
    """In one file or in two; the territory that has it keeps it."""
    other = a_territory(code="T2", nom="Ailleurs", communes="71014, 58194")
    receipt = registers.load("territoires", a_territory(), other, fails_with=5)
    assert receipt["problemes"][0]["motif"] == "déjà dans un autre territoire"
    assert registers.load("territoires", other, fails_with=5)["rejetees"] == 1
    assert registers.rows("code", "territory") == [("T1",)]


def test_a_territory_gains_and_loses_communes(registers: Registers) -> None:
    """The list that is given is the list; undoing gives the former one back."""
    registers.load("territoires", a_territory(communes="71014|58194"))
    registers.load("territoires", a_territory(communes="71014|21231"))
    codes = "SELECT code_insee FROM territory_commune ORDER BY code_insee"
    assert query(registers.base, codes) == [("21231",), ("71014",)]
    registers.load("territoires", a_territory(code="T2", nom="Nivernais", communes="58194"))
    registers.run("annuler", "2", "--oui")
    assert query(registers.base, codes) == [("58194",), ("71014",)]


def test_an_officer_belongs_to_a_territory_until_vide(registers: Registers) -> None:
    registers.load("territoires", a_territory())
    registers.load("agents", {**OFFICER, "territoire": "autunois"})
    assert registers.rows("territory_id", "officer") == [(1,)]
    registers.load("agents", {"nom": "SOPHIE AUBRY", "territoire": "(vide)"})
    assert registers.rows("territory_id", "officer") == [(None,)]


def test_an_offer_gets_its_place_from_the_commune(registers: Registers) -> None:
    registers.load("offres", OFFER)
    ((code, latitude, reference),) = registers.rows("code_insee, latitude, reference", "offer")
    assert code == "71014"
    assert 46 < latitude < 48
    assert reference


def test_the_kind_of_offers_may_be_given_for_the_whole_file(registers: Registers) -> None:
    """Lines that say theirs keep it; the import is remembered as one of offers."""
    bare = {"titre": "Chorale", "commune": "Autun"}
    registers.load("offres", {**bare, "type": ""}, OFFER, options=("--type", "association"))
    assert registers.rows("kind", "offer") == [("association",), ("emploi",)]
    assert registers.rows("kind", "import_run") == [("offer",)]


def test_an_offer_without_a_reference_is_its_kind_title_structure_and_commune(
    registers: Registers,
) -> None:
    offer = {**OFFER, "reference_externe": ""}
    elsewhere = {**offer, "commune": "Nevers"}
    again = {**offer, "titre": "MENUISIER", "salaire_min": "25000"}
    receipt = registers.load("offres", offer, elsewhere, again)
    assert (receipt["creees"], receipt["mises_a_jour"]) == (2, 1)


def test_a_contact_person_is_situated_numbered_and_corrected(registers: Registers) -> None:
    """The territory is that of the commune; a line without the structure is the same person."""
    registers.load("territoires", a_territory())
    roy = {"nom": "Paul Roy", "commune": "Saint-Sauveur", "thèmes": "emploi, poney"}
    receipt = registers.load("ressources", RESOURCE, roy)
    warned = {(p["colonne"], p["motif"]) for p in receipt["problemes"]}
    assert warned == {
        ("commune", "plusieurs communes possibles"),
        ("themes", "thème inconnu : poney"),
    }
    known = "reference, name_key, code_insee, territory_id, themes, capacity"
    assert registers.rows(known, "resource_person") == [
        ("PR-1", "jeanne martin", "71014", 1, "ecole|garde", 3),
        ("PR-2", "paul roy", None, None, "emploi", None),
    ]
    line = {"nom": "JEANNE MARTIN", "commune": "(vide)", "capacité": "5"}
    assert registers.load("ressources", line)["mises_a_jour"] == 1
    assert registers.rows("code_insee, capacity, structure", "resource_person")[0] == (
        None, 5, "Mairie d’Autun",
    )  # fmt: skip
    line = {"nom": "Ana", "territoire": "Z9"}
    assert registers.load("ressources", line, fails_with=5)["rejetees"] == 1
