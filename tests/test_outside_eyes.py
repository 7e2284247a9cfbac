"""What a reviewer found with files of their own: each was wrong once."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from builders import a_csv, query
from conftest import TAKEN, Run
from venez_vivre.intake.columns import OFFERS, match

Line = dict[str, str]
HOME = {"nom": "Kerbec", "email": "famille@example.org"}


@pytest.fixture
def imported(run: Run, tmp_path: Path) -> Any:
    """Import lines of a kind; the receipt."""

    def do(*lines: Line, noun: str = "inscrits", code: int | frozenset[int] = 0) -> Any:
        path = a_csv(tmp_path / f"{noun}-{len(list(tmp_path.iterdir()))}.csv", lines)
        return run(noun, "importer", str(path), "-f", "json", fails_with=code).json

    return do


def reasons(receipt: Any) -> list[str]:
    return [problem["motif"] for problem in receipt["problemes"]]


COUPLES = [
    "Gabriel/Gabriela",
    "Ali/Alia",
    "Hakim/Hakima",
    "Antonio/Antonia",
    "Rafaël/Rafaela",
    "Ismael/Ismaelle",
    "Nour/Noura",
    "Mikael/Mikaela",
    "Elio/Elia",
    "Livio/Livia",
    "Adel/Adèle",
    "Jan/Jana",
    "Emma/Emmy",
    "Malo/Milo",
    "Lou/Loup",
    "Camille/Camilla",
    "Rayan/Nayan",
    "Ayan/Rayan",
    "Nolan/Dolan",
    "Aaron/Maron",
    "Driss/Idriss",
    "Alan/Alain",
]


@pytest.mark.parametrize("two", COUPLES)
@pytest.mark.parametrize("shared", [{}, {"telephone": "06 39 98 12 34"}])
def test_two_first_names_a_letter_apart_are_never_merged(
    imported: Any, base: Path, two: str, shared: Line
) -> None:
    """A couple, a brother and a sister: one e-mail, at times one phone."""
    receipt = imported(*({**HOME, **shared, "prenom": n} for n in two.split("/")), code=TAKEN)
    assert receipt["mises_a_jour"] == 0
    assert query(base, "SELECT count(*) FROM person")[0][0] == receipt["creees"]


@pytest.mark.parametrize(
    ("text", "country", "number"),
    [
        ("079 123 45 67", "Suisse", "+41791234567"),
        ("0470 12 34 56", "Belgique", "+32470123456"),
        ("06 12345678", "Pays-Bas", "+31612345678"),
        ("912 345 678", "Portugal", "+351912345678"),
        ("0612345674", "Maroc", "+212612345674"),
        ("612 345 679", "Espagne", "+34612345679"),
        ("621 123 456", "Luxembourg", "+352621123456"),
        ("0151 12345678", "Allemagne", "+4915112345678"),
        ("347 1234567", "Italie", "+393471234567"),
        ("07911 123456", "Royaume-Uni", "+447911123456"),
        ("06 39 98 12 34", "France", "+33639981234"),
        ("06 39 98 12 34", "Atlantide", "+33639981234"),
    ],
)
def test_a_phone_is_read_in_the_country_of_its_line(
    imported: Any, base: Path, text: str, country: str, number: str
) -> None:
    line = {"prenom": "Zoé", "nom": "Roy", "email": "z@example.org", "pays": country}
    line |= {"telephone": text, "prenom_conjoint": "Luc", "telephone_conjoint": text}
    imported(line)
    found = query(base, "SELECT DISTINCT phone FROM person WHERE phone IS NOT NULL")
    assert found == [(number,)]


def test_one_reference_and_one_first_name_are_looked_at_by_somebody(
    imported: Any, base: Path
) -> None:
    """She married, moved and changed everything: her number is still hers."""
    first = {
        "prenom": "Hélène",
        "nom": "Kœnig",
        "email": "h.k@example.org",
        "reference_externe": "R1",
    }
    other = {**first, "nom": "Dupont", "email": "hd@example.org", "telephone": "06 39 98 12 34"}
    imported(first)
    assert imported(other, code=5)["mises_de_cote"] == 1
    (people,) = query(base, "SELECT candidates FROM set_aside")[0]
    assert json.loads(people) == [1]
    couple = {**first, "prenom": "Paul", "email": "paul@example.org"}
    assert imported(couple)["creees"] == 1


OFFER = {"type": "emploi", "titre": "Poste"}


@pytest.mark.parametrize(
    ("said", "insee", "reason"),
    [
        ({"commune": "Sainte-Colombe"}, None, "plusieurs communes possibles"),
        ({"commune": "Dijonn", "code_postal": "21000"}, "21231", "commune comprise comme Dijon"),
        ({"commune": "Dijon", "code_postal": "75001"}, None, "se contredisent"),
        ({"code_postal": "21000"}, "21231", ""),
        ({"commune": "Autun", "code_insee": "21231"}, "21231", "se contredisent"),
        ({"commune": "Autun"}, "71014", ""),
    ],
)
def test_the_place_of_an_offer_is_found_or_said_not_to_be(
    imported: Any, base: Path, said: Line, insee: str | None, reason: str
) -> None:
    receipt = imported({**OFFER, **said}, noun="offres")
    assert query(base, "SELECT code_insee FROM offer") == [(insee,)]
    assert len(reasons(receipt)) == bool(reason)
    assert reason in "".join(reasons(receipt))


def test_the_occupation_of_an_offer_has_its_code(imported: Any, base: Path) -> None:
    imported({**OFFER, "metier": "boulanger"}, noun="offres")
    assert query(base, "SELECT rome_code FROM offer") == [("D1102",)]


def test_a_feed_says_what_it_does_not_know_and_rejects_only_what_is_wrong(
    run: Run, base: Path, tmp_path: Path
) -> None:
    path = tmp_path / "offres.json"
    good = {"id": "1", "intitule": "Boulanger", "typeContrat": "ZZZ", "nombrePostes": "abc"}
    path.write_text(json.dumps({"resultats": [good, {"id": "6"}]}), encoding="utf-8")
    receipt = run("offres", "importer", str(path), "-f", "json", fails_with=5).json
    assert (receipt["lues"], receipt["creees"], receipt["rejetees"]) == (2, 1, 1)
    told = {(p["colonne"], p["valeur"]) for p in receipt["problemes"]}
    assert {("contrat", "ZZZ"), ("postes", "abc")} <= told
    assert query(base, "SELECT title FROM offer") == [("Boulanger",)]


@pytest.mark.parametrize(
    ("text", "yearly"),
    [
        ("1 800 € / mois", 21_600),
        ("2 500 €/mois", 30_000),
        ("1800 euros bruts mensuels", 21_600),
        ("12,50 € / heure", 22_750),
        ("30 000 € / an", 30_000),
        ("30000 € brut annuel", 30_000),
        ("28 000", 28_000),
        ("2 000", 24_000),
        ("6000 €", 72_000),
        ("6001", 6_001),
        ("999", 999),
        ("5 000 € / an", 5_000),
        ("45 k€", 45_000),
        ("30k€", 30_000),
        ("38,5 k€ brut annuel", 38_500),
        ("2,5 k€ / mois", 30_000),
    ],
)
def test_a_pay_is_kept_by_the_year(imported: Any, base: Path, text: str, yearly: int) -> None:
    receipt = imported({**OFFER, "salaire_min": text}, noun="offres")
    assert query(base, "SELECT salary_min FROM offer") == [(yearly,)]
    mended = "mois" in text or "mens" in text or "heure" in text or text in {"2 000", "6000 €"}
    assert bool(reasons(receipt)) == mended


@pytest.mark.parametrize(
    ("text", "two"),
    [
        ("de 28000 à 32000", (28_000, 32_000)),
        ("28-32 k€", (28_000, 32_000)),
        ("entre 1 800 et 2 000 € / mois", (21_600, 24_000)),
        ("28k€ à 32k€", (28_000, 32_000)),
        ("28 000 €", (28_000, None)),
    ],
)
def test_two_pays_in_one_cell_are_the_least_and_the_most(
    run: Run, imported: Any, base: Path, text: str, two: tuple[int, int | None]
) -> None:
    imported({**OFFER, "salaire_min": text}, noun="offres")
    assert query(base, "SELECT salary_min, salary_max FROM offer") == [two]
    (reference,) = query(base, "SELECT reference FROM offer")[0]
    run("offres", "modifier", reference, "--salaire-min", "de 20000 à 25000")
    assert query(base, "SELECT salary_min, salary_max FROM offer") == [(20_000, 25_000)]


def test_a_pay_of_a_month_that_somebody_asks_for_is_said(imported: Any, base: Path) -> None:
    line = {"prenom": "Zoé", "nom": "Roy", "email": "z@example.org", "salaire_min": "2000"}
    assert reasons(imported(line)) == ["salaire trop bas pour l’année, pris par mois (× 12)"]
    assert query(base, "SELECT salary_min FROM person") == [(24_000,)]


@pytest.mark.parametrize(
    ("place", "point"),
    [
        ({"commune": "Lyon", "code_postal": "69001"}, (45.77, 4.83)),
        ({"commune": "69001 Lyon"}, (45.77, 4.83)),
        ({"commune": "Saint-Denis", "code_postal": "93200"}, (48.94, 2.36)),
        ({"commune": "Lyon", "code_postal": "69001", "latitude": "45", "longitude": "4"}, (45, 4)),
        ({"commune": "Autun", "code_postal": "69001"}, (None, None)),
        ({"commune": "Lyon"}, (None, None)),
    ],
)
def test_an_offer_elsewhere_is_where_its_postal_code_says(
    imported: Any, base: Path, place: Line, point: tuple[float | None, float | None]
) -> None:
    """Nobody is asked where exactly Lyon is."""
    line = {k: v for k, v in OFFER.items() if k not in {"commune", "code_postal", "code_insee"}}
    imported(line | place, noun="offres")
    assert query(base, "SELECT latitude, longitude FROM offer") == [point]


def test_a_distance_that_cannot_be_typed_is_brought_down(imported: Any, base: Path) -> None:
    line = {"prenom": "Zoé", "nom": "Roy", "email": "z@example.org", "distance_max_km": "5000"}
    assert reasons(imported(line)) == ["distance de plus de 1000 km, ramenée à 1000 km"]
    assert query(base, "SELECT max_distance_km FROM household") == [(1000,)]


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Intitulé du poste", "titre"),
        ("Intitulé de l’offre", "titre"),
        ("Poste", "titre"),
        ("Poste(s)", "postes"),
        ("Nombre de postes", "postes"),
        ("Places disponibles", "places"),
        ("Places restantes", "places"),
    ],
)
def test_usual_headings_of_offers_are_known(heading: str, field: str) -> None:
    assert [column and column.field for column in match([heading], OFFERS).columns] == [field]


def test_a_title_is_taken_before_a_post() -> None:
    found = match(["Poste", "Titre", "Nom"], OFFERS).columns
    assert [column and column.field for column in found] == [None, "titre", None]


@pytest.mark.parametrize(
    ("wish", "unknown"),
    [("Xyzville", True), ("Autun", False), ("Nièvre", False), ("peu importe", False)],
)
def test_a_wish_that_names_no_place_is_said(imported: Any, wish: str, unknown: bool) -> None:
    receipt = imported(
        {"prenom": "Zoé", "nom": "Roy", "email": "z@example.org", "communes_souhaitees": wish}
    )
    assert ("commune inconnue en Bourgogne-Franche-Comté" in reasons(receipt)) == unknown


def test_a_cedex_does_not_contradict_its_town(imported: Any) -> None:
    line = {"prenom": "Zoé", "nom": "Roy", "email": "z@example.org"}
    receipt = imported(line | {"code_postal": "25030", "commune": "BESANCON CEDEX 3"})
    assert reasons(receipt) == []


def test_rejects_keep_the_order_of_the_file_and_their_columns(run: Run, tmp_path: Path) -> None:
    """A surplus cell stays surplus: the same line is rejected for the same reason again."""
    path = tmp_path / "f.csv"
    path.write_text(
        "Nom;Prénom;E-mail\nSans;Mail;\nJean;Dup;j@example.org;trop\nSans;Rien;\n", encoding="utf-8"
    )
    receipt = run("inscrits", "importer", str(path), "-f", "json", fails_with=5).json
    rejects = Path(receipt["fichier_rejets"])
    with rejects.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file, delimiter=";"))
    assert [row[:2] for row in rows[1:]] == [["Sans", "Mail"], ["Jean", "Dup"], ["Sans", "Rien"]]
    assert [row[3] for row in rows[1:]][1] == "plus de cellules que de colonnes"
    again = run("inscrits", "importer", str(rejects), "-f", "json", fails_with=5).json
    surplus = [p["valeur"] for p in again["problemes"] if p["ligne"] == 3]
    assert surplus == ["trop"]


def test_empty_on_purpose_erases_the_channel_and_the_years_of_birth(
    imported: Any, base: Path
) -> None:
    line = {
        "prenom": "Zoé",
        "nom": "Roy",
        "email": "z@example.org",
        "date_inscription": "2025-01-20",
    }
    imported(line | {"canal": "linkedin", "enfants": "1", "naissances_enfants": "2015"})
    erased = {"date_inscription": "2025-01-21", "canal": "(vide)", "naissances_enfants": "(vide)"}
    assert imported(line | erased)["mises_a_jour"] == 1
    assert query(base, "SELECT channel FROM household") == [(None,)]
    assert query(base, "SELECT birth_year FROM person WHERE role = 'enfant'") == [(None,)]


def test_a_settlement_takes_the_postal_code_beside_its_commune(
    run: Run, imported: Any, base: Path
) -> None:
    imported(
        {"prenom": "Zoé", "nom": "Roy", "email": "z@example.org", "date_inscription": "2025-01-20"}
    )
    settled = {"foyer": "z@example.org", "date": "2025-06-20", "commune": "Sainte-Colombe"}
    settled |= {"code_postal": "89440", "adultes": "1", "enfants": "0", "scolarises": "0"}
    imported(settled, noun="installations")
    ((code,),) = query(base, "SELECT code_insee FROM settlement")
    assert code.startswith("89")
    assert run("installations", "lister", "-f", "json").json


def test_sisters_are_proposed_as_one_household(run: Run, imported: Any) -> None:
    """« Emma » and « Emmy », one e-mail, one year: nobody is led to merge them."""
    line = {**HOME, "annee_naissance": "1990", "code_postal": "71400"}
    imported(line | {"prenom": "Emma"}, line | {"prenom": "Emmy"}, code=5)
    (case,) = run("inscrits", "doublons", "-f", "json").json
    assert case["proposition"] == "meme_foyer"
