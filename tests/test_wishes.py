"""The place wished, in people's own words, gives one territory or none, and says why."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import a_csv, a_territory, opened
from conftest import Run
from venez_vivre.intake.drafts import Draft
from venez_vivre.intake.places import ABROAD, Places
from venez_vivre.intake.sheets import Row
from venez_vivre.intake.wishes import wished_codes
from venez_vivre.locations import communes
from venez_vivre.store.reader import Reader

TERRITORIES = (
    a_territory(code="GAM", nom="Grand Autunois Morvan", communes="200070530"),
    a_territory(code="DM", nom="Dijon Métropole", type="METRO", communes="242100410"),
    a_territory(code="BEAUNE", nom="Beaune, Côte et Sud", type="CA", communes="200006682"),
    a_territory(code="MB", nom="Montbardois", communes="242101491"),
    a_territory(code="CM", nom="Creusot Montceau", type="CU", communes="247100290"),
    a_territory(code="D58", nom="Nièvre", type="DEPT", departement="58", communes=""),
)


@pytest.fixture
def places(run: Run, base: Path, tmp_path: Path) -> Iterator[Places]:
    """The places of a base with six territories."""
    path = a_csv(tmp_path / "territoires.csv", TERRITORIES)
    run("territoires", "importer", str(path))
    connection = opened(base, write=False)
    yield Places(Reader(connection))
    connection.close()


def code_of(places: Places, **values: Any) -> str | None:
    number = places.territory(values)
    codes = {places.named(line["code"]): line["code"] for line in TERRITORIES}
    return None if number is None else codes[number]


def said(places: Places, **values: Any) -> tuple[str, str]:
    problem = places.unknown(Draft(Row(2, []), 0, values))
    return (problem.motif, problem.remede) if problem else ("", "")


@pytest.mark.parametrize(
    ("wish", "code"),
    [
        ("GAM", "GAM"), ("grand autunois-morvan", "GAM"),
        ("Communauté de communes du Grand Autunois Morvan", "GAM"), ("Autun", "GAM"),
        ("Autun et alentours", "GAM"), ("Autun et ses environs", "GAM"), ("près d’Autun", "GAM"),
        ("71400", "GAM"), ("71400 AUTUN", "GAM"), ("Autun (71)", "GAM"), ("vers Dijon", "DM"),
        ("Dijon centre", "DM"), ("agglo de Dijon", "DM"), ("région de Beaune", "BEAUNE"),
        ("Beaune|Côte et Sud", "BEAUNE"), ("Dijon ou Beaune", "DM"), ("Beaune et Dijon", "BEAUNE"),
        ("Paris / Beaune", "BEAUNE"), ("Paris|Autun", "GAM"), ("Nièvre", "D58"),
        ("dans la Nièvre", "D58"), ("58", "D58"), ("Épinac puis Dijon", "GAM"),
        ("Côte-d’Or", None), ("Doubs", None), ("Bourgogne", None), ("le Morvan", None),
        ("n’importe où", None), ("Autun (21)", None), ("Vesoul", None), ("|", None), ("", None),
    ],
)  # fmt: skip
def test_a_wish_gives_the_territory_it_names_or_that_holds_its_commune(
    places: Places, wish: str, code: str | None
) -> None:
    """In either list, alone or behind a wish that leads nowhere."""
    assert code_of(places, territoires_souhaites=wish) == code
    assert code_of(places, communes_souhaitees=wish) == code
    both = {"territoires_souhaites": "Ailleurs", "communes_souhaitees": wish}
    assert code_of(places, **both) == code


def test_every_commune_of_a_territory_leads_to_it_and_no_other_does(places: Places) -> None:
    held = {line["communes"]: line["code"] for line in TERRITORIES if line["communes"]}
    wrong = []
    for place in communes():
        found = code_of(places, communes_souhaitees=f"{place.postal_codes[0]} {place.name}")
        if found != held.get(place.epci):
            wrong.append((place.name, found))
    assert wrong == []


def test_a_territory_unknown_or_one_of_several_is_said(places: Places) -> None:
    assert said(places, territoires_souhaites="Ailleurs")[0] == "territoire inconnu"
    for field in ("territoires_souhaites", "communes_souhaitees"):
        reason, remedy = said(places, **{field: "Marmagne"})
        assert reason == "plusieurs territoires possibles"
        assert "Marmagne 71710 ou Marmagne 21500" in remedy
        assert code_of(places, **{field: "Marmagne"}) is None
        assert code_of(places, **{field: "Marmagne|Dijon"}) == "DM"
        assert code_of(places, **{field: "Marmagne 21500"}) == "MB"
    assert said(places, territoires_souhaites="Autun") == ("", "")
    assert said(places) == ("", "")


def test_communes_that_are_not_found_for_sure_are_said(places: Places) -> None:
    reason, remedy = said(places, communes_souhaitees="Semur")
    assert reason == "plusieurs communes possibles"
    assert "Semur-en-Auxois 21140" in remedy
    assert "Besançon 25000" in said(places, communes_souhaitees="Bezançon")[0]
    assert "contredisent" in said(places, communes_souhaitees="Autun (21)")[0]
    for text in ("Autun", "Paris", "71400", "n’importe où", "Dijon ou Beaune"):
        assert said(places, communes_souhaitees=text) == ("", "")


def test_without_any_territory_the_remedy_is_to_import_them(run: Run, base: Path) -> None:
    run("territoires", "lister")
    connection = opened(base, write=False)
    places = Places(Reader(connection))
    assert places.territory({"territoires_souhaites": "Autun"}) is None
    assert "territoires importer" in said(places, territoires_souhaites="Autun")[1]
    connection.close()


@pytest.mark.parametrize(
    ("listed", "codes"),
    [
        ("Autun", ["71014"]),
        ("Autun|Dijon", ["71014", "21231"]),
        ("Autun|71400", ["71014"]),
        ("71400|Autun|21000|Dijon", ["71014", "21231"]),
        ("Autun|71400|Dijon|21000", ["71014", "21231"]),
        ("Saint-Aubin|21190", ["21541"]),
        ("Dijon ou Beaune", ["21231", "21054"]),
        ("Autun et alentours", ["71014"]),
        ("vers Dijon / Paris", ["21231"]),
        ("Bezançon", ["25056"]),
        ("Autun|autun", ["71014"]),
        ("Saint-Martin|Montceau|Côte-d’Or|Doubs|71400|Paris", []),
        ("Grand Autunois Morvan", []),
        ("", []),
    ],
)
def test_the_communes_wished_are_listed_once_each_when_they_are_sure(
    listed: str, codes: list[str]
) -> None:
    assert wished_codes(listed) == codes


def test_codes_are_kept_without_what_a_comma_cut_in_two(places: Places) -> None:
    """« Beaune, Côte et Sud » is a territory, not a town and two others."""
    assert places.wished_codes({"communes_souhaitees": "Autun|Dijon"}) == "71014|21231"
    assert places.wished_codes({"communes_souhaitees": "Beaune|Côte et Sud"}) is None
    assert places.wished_codes({}) is None


@given(st.text(max_size=30))
def test_no_wish_is_an_error(text: str) -> None:
    known = {place.code_insee for place in communes()}
    assert set(wished_codes(text)) <= known


@pytest.mark.parametrize(
    ("values", "origin"),
    [
        ({"code_postal": "71400"}, "71"),
        ({"code_postal": "71"}, "71"),
        ({"code_postal": "21078", "commune": "Dijon"}, "21"),
        ({"code_postal": "01590", "commune": "Chancia"}, "39"),
        ({"code_postal": "1000", "pays": "France"}, "01"),
        ({"code_postal": "1000"}, None),
        ({"code_postal": "1204", "pays": "Suisse"}, ABROAD),
        ({"pays": "Narnie"}, ABROAD),
        ({"pays": "La Réunion"}, "974"),
        ({"pays": "Guadeloupe", "code_postal": "97100"}, "971"),
        ({"commune": "Paris (75)"}, "75"),
        ({"commune": "71 - Autun"}, "71"),
        ({"commune": "Autun"}, None),
        ({"pays": "France"}, None),
        ({}, None),
    ],
)
def test_people_come_from_the_departement_that_their_line_says(
    places: Places, values: dict[str, str], origin: str | None
) -> None:
    """Four communes of the region have a postal code of the next département."""
    assert places.origin(values) == origin
