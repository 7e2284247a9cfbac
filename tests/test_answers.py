"""Values of coded columns: what is understood, what is asked, what is remembered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from builders import a_csv, query, tables
from venez_vivre.intake import answers
from venez_vivre.intake.columns import CONTACTS, OFFERS, SIGNUPS, match
from venez_vivre.intake.parsing import Mended, Unreadable
from venez_vivre.intake.sheets import Row

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run
    from venez_vivre.intake.layouts import Column


def column(field: str, table: Any = SIGNUPS, **known: str) -> Column:
    """A coded column that knows some answers."""
    layout = answers.applied(match((field,), table), {field: known})
    (found,) = layout.columns
    assert found is not None
    return found


def read(field: str, text: str, table: Any = SIGNUPS, **known: str) -> Any:
    return column(field, table, **known).parse(text)


def test_an_answer_gives_its_code_and_an_empty_one_leaves_the_cell_empty() -> None:
    """However the value is capitalised or accented."""
    assert read("canal", "Le Marché", **{"le marche": "salon"}) == "salon"
    assert read("canal", "LE MARCHE !", **{"le marche": "salon"}) == "salon"
    assert read("canal", "?? rien", rien="") is None
    assert read("canal", "Instagram", instagram="presse") == "instagram"


@pytest.mark.parametrize(
    ("said", "first"),
    [
        ("Facebook, Instagram", "facebook"),
        ("Poney; Instagram;", "instagram"),
        ("Salon | Presse", "salon"),
        ("Bouche à oreille et salon", "bouche_a_oreille"),
        ("Poney / LinkedIn", "linkedin"),
    ],
)
def test_of_several_answers_the_first_known_one_is_taken_and_said(said: str, first: str) -> None:
    found = read("canal", said)
    assert isinstance(found, Mended)
    assert found.value == first
    assert "plusieurs réponses" in found.reason


def test_the_same_answer_twice_is_one_answer() -> None:
    assert read("canal", "Facebook, fb") == "facebook"


def test_several_results_of_a_contact_decide_nothing() -> None:
    """A line whose code decides of the stage of a household is for a person to read."""
    with pytest.raises(Unreadable):
        read("resultat", "joint, absent", CONTACTS)


@pytest.mark.parametrize(
    ("field", "said", "code", "table"),
    [
        ("canal", "telephonne", "telephone", CONTACTS),
        ("canal", "Instgram", "instagram", SIGNUPS),
        ("contrat", "Interimm", "interim", OFFERS),
    ],
)
def test_a_near_value_is_suggested_and_never_applied(
    field: str, said: str, code: str, table: Any
) -> None:
    with pytest.raises(Unreadable) as unread:
        read(field, said, table)
    assert unread.value.reason == "valeur inconnue"
    assert unread.value.remedy.startswith(f"Vouliez-vous dire {code} ? Valeurs possibles")


def test_a_value_near_nothing_has_the_list_of_codes() -> None:
    with pytest.raises(Unreadable) as unread:
        read("canal", "poney")
    assert unread.value.remedy.startswith("Valeurs possibles")


def test_answers_change_what_recognises_a_column_and_nothing_else_does() -> None:
    """Lines read before are read again once a value is answered, and only then."""
    bare = match(("canal", "nom"), SIGNUPS)
    assert [c and c.reading for c in answers.applied(bare, {}).columns] == ["canal", "nom"]
    known = answers.applied(bare, {"canal": {"x": "site"}, "nom": {"x": "y"}})
    again = answers.applied(known, {"canal": {"x": "site"}})
    assert known.columns[0].reading == again.columns[0].reading != "canal"
    assert known.columns[1] == bare.columns[1]
    assert answers.applied(known, {}).columns[0].reading == "canal"


def test_the_most_frequent_unknown_values_come_first_with_the_likeliest_code() -> None:
    """Counted whatever their case; known values, erasing cells and other columns left out."""
    layout = answers.applied(match(("nom", "canal"), SIGNUPS), {})
    said = ["Poney", "Instgram", "instgram ", "INSTGRAM", "site", "(vide)", "", "Facebook, fb"]
    rows = [Row(n, [f"N{n}", text]) for n, text in enumerate(said)] + [Row(99, ["court"])]
    found = answers.unknown(rows, layout)
    assert [(one.said, one.count) for one in found] == [("Instgram", 3), ("Poney", 1)]
    assert found[0].choices[0] == ("instagram", "Instagram")
    assert len(found[1].choices) == len(found[0].choices)


def test_no_more_than_a_few_values_are_asked_about() -> None:
    layout = answers.applied(match(("canal",), SIGNUPS), {})
    rows = [Row(n, [f"poney {n}"]) for n in range(50)]
    assert len(answers.unknown(rows, layout)) == answers.MOST_ASKED


# Through an import.

LINE = {"titre": "Menuisier", "type": "emploi", "contrat": "contrat maison"}


@pytest.fixture
def load(run: Run) -> Any:
    def once(*words: str, fails_with: int = 0) -> Any:
        return run("offres", "importer", *words, "-f", "json", fails_with=fails_with).json

    return once


@pytest.fixture
def toml(tmp_path: Path) -> Path:
    path = tmp_path / "codes.toml"
    path.write_text('[valeurs.contrat]\n"Contrat maison" = "cdd"\n', encoding="utf-8")
    return path


def test_an_answer_given_later_reaches_the_lines_imported_before(
    base: Path, load: Any, toml: Path, tmp_path: Path
) -> None:
    path = str(a_csv(tmp_path / "o.csv", [LINE]))
    assert [p["motif"] for p in load(path)["problemes"]] == ["valeur inconnue"]
    assert load(path, "--correspondance", str(toml))["mises_a_jour"] == 1
    assert query(base, "SELECT contract FROM offer") == [("cdd",)]
    before = tables(base)
    assert load(path)["inchangees"] == 1
    assert load(path, "--correspondance", str(toml))["inchangees"] == 1
    assert tables(base) == before


def test_a_later_answer_replaces_the_former(
    base: Path, load: Any, toml: Path, tmp_path: Path
) -> None:
    path = str(a_csv(tmp_path / "o.csv", [LINE]))
    load(path, "--correspondance", str(toml))
    toml.write_text('[valeurs.contrat]\n"CONTRAT MAISON" = "cdi"\n', encoding="utf-8")
    load(path, "--correspondance", str(toml))
    known = query(base, "SELECT field, said_key, value, agent FROM coded_answer")
    assert known == [("offer.contrat", "contrat maison", "cdi", "Test")]


def test_the_answers_of_a_kind_are_not_those_of_another(
    run: Run, load: Any, toml: Path, tmp_path: Path
) -> None:
    """« canal » of a sign-up and « canal » of a contact have other codes."""
    path = str(a_csv(tmp_path / "o.csv", [LINE]))
    load(path, "--correspondance", str(toml))
    said = run("contacts", "importer", path, "--correspondance", str(toml), fails_with=2).err
    assert "« contrat » n’est pas un champ" in said


def test_unknown_values_are_counted(load: Any, tmp_path: Path) -> None:
    lines = [{**LINE, "titre": f"T{n}", "contrat": "poney"} for n in range(5)]
    (problem,) = load(str(a_csv(tmp_path / "o.csv", lines)))["problemes"]
    assert (problem["valeur"], problem["nombre"], problem["colonne"]) == ("poney", 5, "contrat")
