"""One cell that holds several things is told apart, and said when that is not sure."""

from __future__ import annotations

from itertools import cycle, islice
from time import process_time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from venez_vivre import locations
from venez_vivre.demo import names
from venez_vivre.intake import parsing
from venez_vivre.intake.parsing import ERASE
from venez_vivre.intake.splitting import NameOrder, Notice, learn, split
from venez_vivre.texts import fold

UNKNOWN = NameOrder()
FIRST_NAMES = (*names.WOMEN_SINCE_1975, *names.MEN_SINCE_1975)
NAMES = {fold(name) for name in (*FIRST_NAMES, *names.WOMEN_BEFORE_1975, *names.MEN_BEFORE_1975)}
LAST_NAMES = tuple(name for name in names.LAST_NAMES if fold(name) not in NAMES)


def told(order: NameOrder = UNKNOWN, **values: Any) -> tuple[dict[str, Any], list[Notice]]:
    """The values of a line once told apart, and what was said."""
    notices = split(values, order)
    return values, notices


def named(text: str, order: NameOrder = UNKNOWN) -> tuple[Any, Any]:
    """First and last name of a line that has one cell for both."""
    values, _ = told(order, nom=text)
    return values.get("prenom"), values["nom"]


# --- names ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("DUPONT Jean", "Jean", "Dupont"),
        ("Jean DUPONT", "Jean", "Dupont"),
        ("Dupont Jean-Philippe", "Jean-Philippe", "Dupont"),
        ("Jean-Philippe Dupont", "Jean-Philippe", "Dupont"),
        ("DE LA TOUR Marie Anne", "Marie Anne", "De la Tour"),
        ("De La Tour Marie Anne", "Marie Anne", "De La Tour"),
        ("Marie de la Tour du Pin", "Marie", "de la Tour du Pin"),
        ("Mme LEFEBVRE Anne", "Anne", "Lefebvre"),
        ("dr. Paul Durand", "Paul", "Durand"),
        ("M Dupont Jean", "Jean", "Dupont"),
        ("Monsieur Durand Paul", "Paul", "Durand"),
        ("Dupont, M. Paul", "Paul", "Dupont"),
        ("Martin, Paul", "Paul", "Martin"),
        ("Sophie, Durand", "Sophie", "Durand"),
        ("Anne-Sophie Le Goff", "Anne-Sophie", "Le Goff"),
        ("LE GOFF Anne-Sophie", "Anne-Sophie", "Le Goff"),
        ("le goff anne-sophie", "Anne-Sophie", "Le Goff"),
        ("Garcia Lopez Maria", "Maria", "Garcia Lopez"),
        ("Jean Paul Dupont", "Jean Paul", "Dupont"),
        ("Dupont Jean Paul", "Jean Paul", "Dupont"),
        ("Jean d’ORMESSON", "Jean", "d’Ormesson"),
        ("D’ALMEIDA Zoé", "Zoé", "D’Almeida"),
        ("Ben Saïd Karim", "Karim", "Ben Saïd"),
        ("Van den Broeck Jan", "Jan", "Van den Broeck"),
        ("McDONALD Liam", "Liam", "McDonald"),
        ("O’Brien Liam", "Liam", "O’Brien"),
        ("Oumayma Zerouali", "Oumayma", "Zerouali"),
        ("Sophie Martin", "Sophie", "Martin"),
        ("Martin Sophie", "Sophie", "Martin"),
        ("DUPONT J.", "J.", "Dupont"),
        ("DUPONT (Jean)", "Jean", "Dupont"),
        ("Dupont Jean (bureau)", "Jean", "Dupont"),
        ("Anne DUPONT née MARTIN", "Anne", "Dupont"),
        ("Durand née Martin Anne", "Anne", "Durand"),
        ("MARTIN Oumayma", "Oumayma", "Martin"),
        ("XYLOPHAGE Zbigniew", "Zbigniew", "Xylophage"),
    ],
)
@pytest.mark.parametrize("field", ["nom", "prenom"])
def test_a_whole_name_is_told_apart_by_what_it_shows(
    text: str, first: str, last: str, field: str
) -> None:
    """In the column of last names or in that of first names; nothing has to be checked."""
    values, notices = told(**{field: parsing.name(text)})
    assert values == {"prenom": first, "nom": last}
    assert notices == []


@pytest.mark.parametrize(
    "text",
    ["Dupont", "Le Goff", "De la Tour", "Jean-Pierre", "El Amrani", "d’Almeida", "Dupont et Durand",
     "M. et Mme", "Dupont / Durand", "", " ", ",", "Durand Jean DUPONT", "A, B, C"],
)  # fmt: skip
def test_what_is_one_name_or_no_clear_name_stays_as_it_is(text: str) -> None:
    assert told(nom=text) == ({"nom": text}, [])


@pytest.mark.parametrize(
    "text",
    ["M. et Mme DURAND", "Mr et Mme Durand", "M. & Mme Durand", "Mme et M. Durand",
     "M. et Mme Paul DURAND", "Monsieur et Madame Durand", "Jean et Marie DURAND",
     "DURAND Jean et Marie", "Jean & Marie Durand", "famille Durand"],
)  # fmt: skip
@pytest.mark.parametrize("field", ["nom", "prenom"])
def test_a_couple_is_nobody_s_first_name(text: str, field: str) -> None:
    """The last name is kept, and it is said."""
    values, notices = told(**{field: text})
    assert values == {"nom": "Durand"}
    assert [(n.field, n.text) for n in notices] == [(field, text)]
    assert "couple" in notices[0].reason
    assert notices[0].remedy.endswith(".")


def test_of_two_whole_names_the_first_is_kept_and_it_is_said() -> None:
    values, notices = told(nom="Jean Dupont et Marie Durand")
    assert values == {"prenom": "Jean", "nom": "Dupont"}
    assert "deux personnes" in notices[0].reason


def test_two_first_names_follow_the_habit_of_their_column() -> None:
    """Capitals and known first names of the other cells decide; then nothing has to be checked."""
    last_first = learn(["DUPONT Jean", "Le Goff Anne", "Durand Sophie", "Jean Michel"])
    first_first = learn(["Jean DUPONT", "Anne Le Goff", "Sophie Durand", "Jean Michel"])
    assert named("Jean Michel", last_first) == ("Michel", "Jean")
    assert named("Jean Michel", first_first) == ("Jean", "Michel")
    assert told(last_first, nom="Jean Michel")[1] == []


@pytest.mark.parametrize(
    ("heading", "first", "last"),
    [
        ("Nom et prénom", "Michel", "Jean"),
        ("NOM Prénom", "Michel", "Jean"),
        ("Prénom et nom", "Jean", "Michel"),
        ("Vos prénom et NOM", "Jean", "Michel"),
        ("Nom complet", "Jean", "Michel"),
        ("", "Jean", "Michel"),
    ],
)
def test_without_any_habit_the_heading_decides_and_it_is_said(
    heading: str, first: str, last: str
) -> None:
    order = learn(["Jean Michel", "Paul Thomas"], heading)
    values, notices = told(order, nom="Jean Michel")
    assert values == {"prenom": first, "nom": last}
    assert "ordre" in notices[0].reason


def test_a_cell_that_shows_its_order_wins_over_a_habit_but_not_over_a_steady_one() -> None:
    """In an export, a last name that is also a first name changes nothing, and it is said."""
    cells = [f"{last} {first}" for first, last in zip(FIRST_NAMES, LAST_NAMES, strict=False)]
    steady, loose = learn(cells), learn([*cells[:3], "Zoé Kœnig"] * 2 + cells[3:5])
    assert (steady.habit, steady.steady) == (False, True)
    assert (loose.habit, loose.steady) == (False, False)
    assert named("Quentin Zerouali", loose) == ("Quentin", "Zerouali")
    values, notices = told(steady, nom="Quentin Zerouali")
    assert values == {"prenom": "Zerouali", "nom": "Quentin"}
    assert len(notices) == 1
    assert named("Quentin ZEROUALI", steady) == ("Quentin", "Zerouali")
    assert named("Quentin Le Goff", steady) == ("Quentin", "Le Goff")


def test_double_names_stay_whole_where_the_file_has_both_columns() -> None:
    """A first name that somebody left out is no reason to cut « Garcia Lopez » in two."""
    beside = learn(["Garcia Lopez", "Durand"], alone=False)
    for text in ("Garcia Lopez", "Martin Dubois", "Saint Martin", "Jean Michel"):
        assert told(beside, nom=text) == ({"nom": text}, [])
    assert named("DUPONT Jean", beside) == ("Jean", "Dupont")
    assert named("Sophie Durand", beside) == ("Sophie", "Durand")


def test_a_column_of_last_names_is_not_taken_for_whole_names() -> None:
    """The file may have no column for first names at all."""
    order = learn(["Durand", "Le Goff", "Garcia Lopez", "Kowalski"], "Nom")
    assert told(order, nom="Garcia Lopez") == ({"nom": "Garcia Lopez"}, [])
    assert learn(["Durand"], "Nom et prénom").alone


def test_names_that_have_their_columns_are_left_alone() -> None:
    values = {"prenom": "Jean Paul", "nom": "DUPONT Marie", "commune": "Autun"}
    assert told(**values) == (values, [])
    assert told(nom=ERASE, prenom="Jean") == ({"nom": ERASE, "prenom": "Jean"}, [])
    assert told() == ({}, [])


def test_a_partner_s_whole_name_is_told_apart_only_when_it_is_sure() -> None:
    me = {"prenom": "Zoé", "nom": "Kœnig"}
    values, _ = told(**me, prenom_conjoint="DURAND Paul")
    assert (values["prenom_conjoint"], values["nom_conjoint"]) == ("Paul", "Durand")
    for text in ("Jean Michel", "Marie Anne", "Jean"):
        assert told(**me, prenom_conjoint=text)[0] == {**me, "prenom_conjoint": text}
    values, _ = told(**me, prenom_conjoint="DURAND Paul", nom_conjoint="Durand")
    assert values["prenom_conjoint"] == "DURAND Paul"


@pytest.mark.parametrize("layout", ["{first} {last}", "{last} {first}"])
@pytest.mark.parametrize("write", [str, str.upper, fold])
def test_a_column_of_whole_names_is_told_apart(layout: str, write: Any) -> None:
    """Whatever the case: 2,000 invented people, at most one in a hundred wrong."""
    people = list(islice(zip(cycle(FIRST_NAMES), cycle(LAST_NAMES), strict=False), 2_000))
    cells = [parsing.name(write(layout.format(first=f, last=n))) for f, n in people]
    order = learn(cells)
    wrong = [
        (cell, first, last)
        for cell, (first, last) in zip(cells, people, strict=True)
        if tuple(fold(str(part)) for part in named(cell, order)) != (fold(first), fold(last))
    ]
    assert len(wrong) <= 20, wrong


@given(st.text(max_size=40), st.sampled_from([UNKNOWN, NameOrder(True), NameOrder(alone=False)]))
def test_no_name_is_an_error_and_none_loses_a_letter(text: str, order: NameOrder) -> None:
    """What was told apart holds nothing that was not there."""
    values, _ = told(order, nom=text)
    written = fold(" ".join(str(values.get(field, "")) for field in ("nom", "prenom")))
    assert set(written.split()) <= set(fold(text).split())


# --- places ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "code", "town"),
    [
        ("71400 Autun", "71400", "Autun"),
        ("71400 AUTUN CEDEX", "71400", "AUTUN"),
        ("F-71400 Autun", "71400", "Autun"),
        ("71 400 Autun", "71400", "Autun"),
        ("Autun 71400", "71400", "Autun"),
        ("Autun, 71400", "71400", "Autun"),
        ("Autun (71400)", "71400", "Autun"),
        ("71400 - Autun", "71400", "Autun"),
        ("Autun (71)", "71400", "Autun"),
        ("71 - Autun", "71400", "Autun"),
        ("Paris 15e", "75015", "Paris"),
        ("PARIS 1er", "75001", "PARIS"),
        ("Paris 75015", "75015", "Paris"),
        ("75015 Paris 15e", "75015", "Paris"),
        ("Lyon 3", "69003", "Lyon"),
        ("Lyon 3ème arrondissement", "69003", "Lyon"),
        ("Marseille 8e arr.", "13008", "Marseille"),
        ("12 rue des Lilas, 71400 Autun", "71400", "Autun"),
        ("1000 Bourg-en-Bresse", "1000", "Bourg-en-Bresse"),
    ],
)
def test_a_code_in_the_cell_of_a_town_is_told_apart(text: str, code: str, town: str) -> None:
    assert told(commune=text) == ({"commune": town, "code_postal": code}, [])


@pytest.mark.parametrize("text", ["71400 AUTUN", "AUTUN 71400", "71400-AUTUN", "F-71400 AUTUN"])
def test_a_town_in_the_cell_of_a_code_is_told_apart(text: str) -> None:
    values = {"code_postal": parsing.postal_code(text)}
    assert told(**values) == ({"code_postal": "71400", "commune": "AUTUN"}, [])
    values = {"code_postal": parsing.postal_code(text), "commune": "Autun"}
    assert told(**values) == ({"code_postal": "71400", "commune": "Autun"}, [])


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("12 rue des Lilas, 71400 Autun", {"code_postal": "71400", "commune": "Autun"}),
        (
            "12 bis, avenue Foch - 25000 BESANCON - France",
            {"code_postal": "25000", "commune": "BESANCON", "pays": "France"},
        ),
        ("12 rue des Lilas\n71400 Autun", {"code_postal": "71400", "commune": "Autun"}),
        ("BP 12345\r\n21000 DIJON CEDEX 9", {"code_postal": "21000", "commune": "DIJON"}),
        ("21000 DIJON BP 12345", {"code_postal": "21000", "commune": "DIJON"}),
        ("3 place du Marché Autun 71400", {"code_postal": "71400", "commune": "Autun"}),
        ("3 place du Marché, Autun, 71400", {"code_postal": "71400", "commune": "Autun"}),
        ("3 place du Marché, 71400, Autun", {"code_postal": "71400", "commune": "Autun"}),
        ("8 impasse du 8 mai 1945 39100 Dole", {"code_postal": "39100", "commune": "Dole"}),
        ("12 rue de la Paix 75002 Paris 2e", {"code_postal": "75002", "commune": "Paris"}),
        (
            "Le Bourg 58120 Château-Chinon (Ville)",
            {"code_postal": "58120", "commune": "Château-Chinon (Ville)"},
        ),
        ("12 rue des Lilas, Autun", {"commune": "Autun"}),
        (
            "Rue du Lac 3, CH-1003 Lausanne",
            {"code_postal": "1003", "commune": "Lausanne", "pays": "Suisse"},
        ),
        ("1204 Genève, Suisse", {"code_postal": "1204", "commune": "Genève", "pays": "Suisse"}),
        ("10 Sample Street, London SW1A 2AA, Royaume-Uni", {"pays": "Royaume-Uni"}),
    ],
)
def test_a_whole_address_gives_the_place_and_nothing_of_the_street(
    text: str, where: dict[str, str]
) -> None:
    assert told(adresse=text) == (where, [])


def test_an_address_without_a_place_is_said_without_being_repeated() -> None:
    values, (notice,) = told(adresse="12 rue des Lilas")
    assert values == {}
    assert "Lilas" not in f"{notice.text}{notice.reason}{notice.remedy}"


def test_cells_of_their_own_win_over_an_address_and_a_contradiction_is_said() -> None:
    given_twice = {"code_postal": "21000", "commune": "Dijon"}
    values, notices = told(**given_twice, adresse="1 rue X, 71400 Autun")
    assert values == given_twice
    assert [notice.field for notice in notices] == ["code_postal", "commune"]
    values, notices = told(code_postal="21000", commune="71400 Autun")
    assert values["code_postal"] == "21000"
    assert len(notices) == 1
    assert told(code_postal="71400", commune="71400 Autun")[1] == []
    assert told(code_postal="1000", commune="01000 Bourg-en-Bresse")[1] == []


@pytest.mark.parametrize(
    "values",
    [
        {"commune": "Paris 25"},
        {"commune": "Les 3 Villages"},
        {"commune": "Paris (75)"},
        {"code_postal": "SW1A1AA", "commune": "London"},
        {"code_postal": "L-1234"},
        {"commune": ERASE, "code_postal": ERASE},
    ],
)
def test_what_holds_one_thing_stays_as_it_is(values: dict[str, Any]) -> None:
    assert told(**values) == (values, [])


def test_every_commune_is_told_apart_from_its_code() -> None:
    """As one cell « CP Ville », for each postal code of each commune of the region."""
    missed = []
    for place in locations.communes():
        for code in place.postal_codes:
            values, notices = told(commune=f"{code} {place.name}")
            if notices or values != {"code_postal": code, "commune": place.name}:
                missed.append((place.name, code, values))
    assert missed == []


@given(st.text(st.sampled_from("712 40,-\nAutunParis(e)F"), max_size=25))
def test_no_place_is_an_error(text: str) -> None:
    for field in ("commune", "code_postal", "adresse"):
        values, _ = told(**{field: text})
        assert "adresse" not in values


def test_a_line_with_a_cell_for_each_thing_costs_nearly_nothing() -> None:
    """Less than a microsecond on most machines; ten are allowed to a busy one."""
    values = {"prenom": "Zoé", "nom": "Kœnig", "commune": "Autun", "code_postal": "71400"}
    start = process_time()
    for _ in range(20_000):
        split(values, UNKNOWN)
    assert process_time() - start < 0.2
