"""Places are recognised however they are written, and never guessed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from venez_vivre.locations import (
    Certainty,
    Commune,
    commune,
    communes,
    communes_of,
    country_code,
    department_code,
    department_name,
    department_of,
    distance_km,
    epci_name,
    epcis,
    find,
    find_epci,
    gazetteer,
    resolve,
)
from venez_vivre.reference import read
from venez_vivre.texts import fold


def names(*searched: str) -> list[str]:
    return [place.code_insee for place in find(*searched)]


def bare(name: str) -> str:
    """Write a name as postal files do: upper-case, no accent, no hyphen."""
    return fold(name).upper()


FORMER = "communes_deleguees_bfc"
WAYS_OF_WRITING = {
    "as it is": lambda name: name,
    "upper-case": str.upper,
    "lower-case": str.lower,
    "as postal files do": bare,
    "St for Saint": lambda name: re.sub(r"\bSaint(e?)\b", r"St\1", name),
    "ST for SAINT": lambda name: re.sub(r"\bSAINT(E?)\b", r"ST\1", bare(name)),
    "typographic apostrophe": lambda name: name.replace("'", "’"),
    "spaces for hyphens": lambda name: f"  {name.replace('-', ' ')} ",
    "S/ for sur": lambda name: name.replace("-sur-", "-s/-"),
    "article behind": lambda name: re.sub(r"^(L[ae]s?) (.*)$", r"\2 (\1)", name),
    "ARTICLE BEHIND": lambda name: re.sub(r"^(L[ae]s?) (.*)$", r"\2 \1", bare(name)),
}
BESIDE_A_CODE = {
    "code first": "{code} {name}",
    "F-": "F-{code} {name}",
    "glued": "{code}{name}",
    "cut in two": "{head} {tail} {name}",
    "code last": "{name} {code}",
    "in brackets": "{name} ({code})",
    "after a comma": "{name}, {code}",
    "CEDEX": "{code} {name} CEDEX 9",
    "country": "{code} {name}, France",
}


@pytest.mark.parametrize("write", WAYS_OF_WRITING.values(), ids=WAYS_OF_WRITING)
def test_every_commune_is_found_by_name_and_postal_code(write: Callable[[str], str]) -> None:
    """Each of the 3,685 communes is the only answer to its name with any of its postal codes."""
    missed = [
        (place.name, code)
        for place in communes()
        for code in place.postal_codes
        if find(write(place.name), code) != (place,)
    ]
    assert missed == []


@pytest.mark.parametrize("layout", BESIDE_A_CODE.values(), ids=BESIDE_A_CODE)
def test_every_commune_is_found_with_its_postal_code_in_the_same_cell(layout: str) -> None:
    """As the postal service writes it: upper-case, no accent."""
    missed = []
    for place in communes():
        for code in place.postal_codes:
            parts = {"code": code, "head": code[:2], "tail": code[2:], "name": bare(place.name)}
            if resolve(layout.format(**parts)).commune != place:
                missed.append((place.name, code))
    assert missed == []


@pytest.mark.parametrize("write", WAYS_OF_WRITING.values(), ids=WAYS_OF_WRITING)
def test_every_former_commune_is_found_by_name_and_postal_code(write: Callable[[str], str]) -> None:
    """All 198 former names with any postal code of the commune that absorbed them."""
    former = [(row["nom"], commune(row["commune_actuelle"])) for row in read(FORMER)]
    assert len(former) == 198
    missed = [
        (name, code)
        for name, place in former
        if place
        for code in place.postal_codes
        if find(write(name), code) != (place,)
    ]
    assert missed == []


def test_a_name_alone_gives_its_commune_or_is_said_to_be_shared() -> None:
    """Of 3,685 communes, those whose name (former ones included) is borne once are certain."""
    owners: dict[str, set[str]] = {}
    named = [(place.name, place.code_insee) for place in communes()]
    for name, code in [*named, *((row["nom"], row["commune_actuelle"]) for row in read(FORMER))]:
        owners.setdefault(fold(name), set()).add(code)
    for place in communes():
        found = resolve(place.name)
        codes = owners[fold(place.name)]
        assert {candidate.code_insee for candidate in found.candidates} == codes
        shared = len(codes) > 1
        assert found.certainty is (Certainty.AMBIGUOUS if shared else Certainty.EXACT)
        assert found.commune == (None if shared else place)


def test_homonyms_all_come_back_until_the_departement_settles() -> None:
    """Of the 88 shared names, each gives all its communes, and one with its département."""
    counts = Counter(place.name for place in communes())
    shared = [place for place in communes() if counts[place.name] > 1]
    assert len({place.name for place in shared}) == 88
    for place in shared:
        assert place in find(place.name)
        assert len(find(place.name)) >= counts[place.name]
        settled = find(f"{place.name} ({place.department})")
        assert {p.department for p in settled} == {place.department}
        assert place in settled


def test_candidates_come_most_populated_first() -> None:
    found = find("71400")
    assert found[0].name == "Autun"
    assert [p.population for p in found] == sorted((p.population for p in found), reverse=True)


@pytest.mark.parametrize(
    "text",
    [
        "Autun", "AUTUN", " autun ", "71400 Autun", "Autun 71400", "Autun (71)", "71 - Autun",
        "Autun, 71", "F-71400 AUTUN", "AUTUN CEDEX", "71405 Autun Cedex 2",
        "Autun (Saône-et-Loire)", "Autun Saône et Loire",
    ],
)  # fmt: skip
def test_a_code_beside_the_name_is_understood(text: str) -> None:
    assert names(text) == ["71014"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Le Creusot", "71153"), ("Creusot", "71153"), ("CREUSOT (LE)", "71153"),
        ("St-Vallier (71)", "71486"), ("Chalon s/ Saône", "71076"), ("Chalon/Saône", "71076"),
        ("Château-Chinon (Ville)", "58062"), ("chateau chinon campagne", "58063"),
        ("CHAMBOEUF", "21132"), ("L’Isle-sur-le-Doubs", "25315"), ("Ste-Colombe (89)", "89339"),
    ],
)  # fmt: skip
def test_usual_spellings_are_understood(text: str, code: str) -> None:
    assert names(text) == [code]


def test_a_former_commune_gives_the_one_that_absorbed_it() -> None:
    """All 198 former names lead to a present commune, by name and by INSEE code."""
    for row in read("communes_deleguees_bfc"):
        assert row["commune_actuelle"] in names(row["nom"])
        found = commune(row["code_insee"])
        assert found is not None
        assert found.code_insee in {row["commune_actuelle"], row["code_insee"]}
    assert names("Bierre-lès-Semur") == ["21272"]


def test_a_name_shared_with_a_former_commune_is_settled_by_the_code() -> None:
    assert names("Charny") == ["89086", "21147"]
    assert names("Charny", "89120") == ["89086"]
    assert names("Charny", "21350") == ["21147"]


def test_a_name_and_a_code_that_contradict_each_other_give_nothing_and_it_is_said() -> None:
    """Whatever the wrong code is: of a neighbour, of another département, of another region."""
    for code in ("71100", "21000", "75011", "71100 "):
        found = resolve("Autun", code)
        assert found.certainty is Certainty.CONTRADICTED
        assert found.commune is None
        assert [place.name for place in found.candidates] == ["Autun"]
        assert find("Autun", code) == ()
    wrong = [p for p in communes() if resolve(p.name, "33000").commune or find(p.name, "33000")]
    assert wrong == []


GUESSES = [
    ("Bezançon", "", "25056"), ("Besanson", "", "25056"), ("Montbelliard", "", "25388"),
    ("Monbéliard", "", "25388"), ("Auxere", "", "89024"), ("Le Creuzot", "", "71153"),
    ("Châlon", "", "71076"), ("Lons", "", "39300"), ("Luxeuil", "", "70311"),
    ("Beaunne", "21200", "21054"), ("Dijjon", "21078", "21231"), ("Semur", "21140", "21603"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "code", "insee"), GUESSES)
def test_a_slip_or_a_short_name_is_guessed_and_said_to_be(text: str, code: str, insee: str) -> None:
    """And `find`, which never guesses, gives nothing."""
    found = resolve(text, code)
    assert found.commune == commune(insee)
    assert found.certainty is Certainty.GUESS
    assert find(text, code) == ()


@pytest.mark.parametrize("text", ["Montceau", "Semur", "Saint-Jean", "Château-Chinon"])
def test_a_short_name_that_fits_several_communes_is_ambiguous(text: str) -> None:
    found = resolve(text)
    assert found.certainty is Certainty.AMBIGUOUS
    assert found.commune is None
    assert len(found.candidates) > 1


@pytest.mark.parametrize(
    "text",
    ["Vannes", "Épinal", "Nantes", "Lens", "Rennes", "Troyes", "Toulouse", "Genève", "Autin",
     "Bourgogne", "le Morvan", "Jura", "Côte-d’Or", "ville", "à la campagne", "n’importe où"],
)  # fmt: skip
def test_a_town_elsewhere_or_a_region_is_never_taken_for_a_commune(text: str) -> None:
    """Vanne, Épinac and Sens are one letter away."""
    assert resolve(text).certainty is Certainty.UNKNOWN


def test_no_town_of_france_is_guessed_to_be_one_of_ours() -> None:
    """The 5,300 towns of other regions; a few share their name with a commune of the region."""
    taken = {row["nom"]: resolve(row["nom"]) for row in read("villes_ailleurs")}
    guessed = [name for name, found in taken.items() if found.certainty is Certainty.GUESS]
    assert guessed == ["Lons"]  # Lons-le-Saunier is the larger of the two


@given(st.sampled_from(communes()), st.data())
def test_one_slip_beside_the_right_code_never_gives_a_wrong_commune(
    place: Commune, data: st.DataObject
) -> None:
    """The commune, or nothing."""
    at = data.draw(st.integers(1, len(place.name) - 1))
    slip = data.draw(st.sampled_from(["", place.name[at] * 2, "e", "s", "z"]))
    mistyped = place.name[:at] + slip + place.name[at + 1 :]
    others = {p for p in find(mistyped, place.postal_codes[0]) if p != place}
    assert resolve(mistyped, place.postal_codes[0]).commune in {place, None, *others}


def test_a_postal_code_from_elsewhere_forbids_a_homonym() -> None:
    """Unknown is better than wrong."""
    assert find("Saint-Denis", "93200") == ()
    assert find("Beaune", "75011") == ()
    assert find("Nevers (974)") == ()
    assert find("Autun", "1000") == ()


def test_a_cedex_or_wrong_code_of_the_departement_still_settles() -> None:
    assert names("Dijon", "21078") == ["21231"]
    assert names("Belmont", "39999") == ["39048"]


def test_a_code_beside_wins_over_nothing_and_blanks_count_for_nothing() -> None:
    assert names("Autun", "") == ["71014"]
    assert names("Autun", " - ") == ["71014"]
    assert names("Chancia", "1590") == ["39102"]  # a spreadsheet ate the zero
    assert names("", "71400") == names("71400") != []


@pytest.mark.parametrize("text", ["", "   ", "Paris", "xyz", "71014 ", "99999", "cedex", "٧١٤٠٠"])
def test_unknown_places_give_nothing(text: str) -> None:
    assert find(text) == ()


@given(st.text(max_size=30), st.none() | st.text(max_size=8))
@settings(deadline=None)
def test_no_text_is_an_error(text: str, code: str | None) -> None:
    assert all(isinstance(place, Commune) for place in find(text, code))
    assert department_of(text, code or "") is None or department_name(department_of(text) or "")


@pytest.mark.parametrize(
    ("code", "department"),
    [
        ("71400", "71"), ("71 400", "71"), ("F-71400", "71"), ("71400.0", "71"), (" 01000 ", "01"),
        ("21078 CEDEX", "21"), ("21078", "21"), ("20000", "2A"), ("20200", "2B"), ("20303", "2A"),
        ("20405", "2B"), ("97100", "971"), ("97133", "977"), ("97150", "978"), ("97490", "974"),
        ("97699", "976"), ("98800", "988"), ("94390", "91"), ("75116", "75"),
    ],
)  # fmt: skip
def test_a_french_postal_code_gives_its_departement(code: str, department: str) -> None:
    assert department_of(code) == department
    assert department_of(code, "France") == department
    assert department_name(department)


@pytest.mark.parametrize(
    "code", ["", "1000", "714000", "SW1A 1AA", "98000", "99130", "96000", "00100", "٧١٤٠٠", "7140²"]
)
def test_what_is_not_a_french_postal_code_gives_nothing(code: str) -> None:
    assert department_of(code) is None


def test_another_country_has_no_departement() -> None:
    assert department_of("71400", "Allemagne") is None
    assert department_of("71400", "FRANCE") == "71"
    assert department_of("97400", "La Réunion") == "974"


def test_every_postal_code_of_the_table_has_a_known_departement() -> None:
    for row in read("cp_france_min"):
        assert department_of(row["code_postal"]) == row["dep"]
        assert department_name(row["dep"])


@pytest.mark.parametrize(
    ("text", "code"),
    [("Côte-d’Or", "21"), ("COTE D OR", "21"), ("le Jura", "39"), ("dans la Nièvre", "58"),
     ("71", "71"), ("2a", "2A"), ("Territoire de Belfort", "90"), ("Autun", None), ("", None),
     ("99", None)],
)  # fmt: skip
def test_departements_are_known_by_name_and_number(text: str, code: str | None) -> None:
    assert department_code(text) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [("Suisse", "CH"), ("SUISSE", "CH"), ("la Suisse", "CH"), ("ch", "CH"), ("Royaume-Uni", "GB"),
     ("en Angleterre", "GB"), ("États-Unis", "US"), ("Belgique", "BE"), ("La Réunion", "RE"),
     ("France", "FR"), ("Narnie", None), ("", None)],
)  # fmt: skip
def test_countries_are_known_by_their_usual_names(text: str, code: str | None) -> None:
    assert country_code(text) == code


def test_departements_have_names() -> None:
    assert department_name("71") == "Saône-et-Loire"
    assert department_name("2a") == "Corse-du-Sud"
    assert department_name("20") is None


def test_four_communes_keep_their_departement_despite_their_postal_code() -> None:
    odd = {p.name for p in communes() if any(c[:2] != p.department for c in p.postal_codes)}
    assert odd == {"Chancia", "Lajoux", "Lavancia-Epercy", "Change"}


def test_intercommunalities_have_short_tidy_names() -> None:
    assert len(epcis()) == 116
    assert epci_name("200070530") == "Grand Autunois Morvan"
    assert epci_name("200071116") == "ECLA (Espace Communautaire Lons Agglomération)"
    assert epci_name("200070894") == "Gevrey-Chambertin et Nuits-Saint-Georges"
    assert epci_name("243900610") == "La Grandvallière"
    assert epci_name("242100410") == "Dijon Métropole"
    assert epci_name("0") is None
    for epci in epcis():
        assert not re.search(r"^(CC|CA|CU) |  |^(du|des|de|d') ", epci.name)
        assert epci.kind in {"CC", "CA", "CU", "METRO"}


@pytest.mark.parametrize("write", [str, str.upper, bare, "CC du {}".format, "la {}".format])
def test_intercommunalities_are_known_by_name(write: Callable[[str], str]) -> None:
    """All 116 of them."""
    assert [epci.name for epci in epcis() if find_epci(write(epci.name)) != epci] == []


@pytest.mark.parametrize(
    ("text", "siren"),
    [
        ("Communauté de communes du Grand Autunois Morvan", "200070530"),
        ("le Grand Autunois Morvan", "200070530"),
        ("Communauté d’agglomération Grand Dole", "200010650"),
        ("Pays de Montbéliard Agglo", "200065647"),
        ("agglo de Dijon", "242100410"),
        ("Dijon", None),
        ("Grand", None),
        ("", None),
    ],
)
def test_intercommunalities_answer_to_their_legal_form_too(text: str, siren: str | None) -> None:
    found = find_epci(text)
    assert (found.siren if found else None) == siren


def test_every_commune_belongs_to_one_intercommunality() -> None:
    assert sum(len(communes_of(epci.siren)) for epci in epcis()) == len(communes()) == 3685
    assert commune("71014") in communes_of("200070530")
    assert communes_of("0") == ()


def test_communes_lie_in_the_region() -> None:
    for place in communes():
        assert 46.1 < place.lat < 48.5, place
        assert 2.8 < place.lon < 7.2, place
        assert place.population >= 0


def test_distances_are_great_circles() -> None:
    dijon, besancon = commune("21231"), commune("25056")
    assert dijon is not None
    assert besancon is not None
    assert distance_km(dijon, besancon) == pytest.approx(75, abs=3)
    assert distance_km(dijon, dijon) == 0


@given(st.sampled_from(communes()), st.sampled_from(communes()), st.sampled_from(communes()))
def test_distance_is_symmetric_and_takes_no_shortcut(a: Commune, b: Commune, c: Commune) -> None:
    assert distance_km(a, b) == pytest.approx(distance_km(b, a))
    assert distance_km(a, c) <= distance_km(a, b) + distance_km(b, c) + 1e-6


def test_a_table_that_is_not_shipped_is_an_error() -> None:
    with pytest.raises(FileNotFoundError):
        read("inconnue")


@pytest.mark.parametrize(("table", "rows"), [("rome_metiers", 1584), ("naf_divisions", 89)])
def test_occupation_tables_are_shipped(table: str, rows: int) -> None:
    assert sum(1 for _ in read(table)) == rows


def test_one_commune_read_alone_is_the_one_of_the_whole_table() -> None:
    """Present codes and former ones; a code that names none gives none, read either way."""
    whole = gazetteer._by_code()
    gazetteer._alone.cache_clear()
    some = [*list(whole)[:: len(whole) // 250], "00000", "99999", "2A004", ""]
    assert [gazetteer._alone(code) for code in some] == [whole.get(code) for code in some]
