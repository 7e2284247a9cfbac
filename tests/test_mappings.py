"""What headings mean: usual spellings, slips that are asked about, and what is remembered."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import JOURNAL, a_csv, query, tables
from venez_vivre.errors import Misuse, NotFound, Refused
from venez_vivre.intake import mappings
from venez_vivre.intake.columns import CONTACTS, OFFERS, SIGNUPS, match
from venez_vivre.intake.headings import signature
from venez_vivre.intake.layouts import Likely, recogniser
from venez_vivre.intake.mappings import Habits, Said, Settled
from venez_vivre.texts import fold

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from conftest import Run

FORMS = {
    "Google Forms": {
        "Horodateur": "date_inscription",
        "Adresse e-mail": "email",
        "NOM Prénom": "nom_complet",
        "Numéro de téléphone ": "telephone",
        "Où habitez-vous ?": "adresse",
        "Comment avez-vous connu le dispositif ?": "canal",
        "Quand souhaitez-vous vous installer ?": "horizon",
    },
    "Microsoft Forms": {
        "ID": "reference_externe",
        "Heure de début": "date_inscription",
        "Heure de fin": None,
        "Adresse de messagerie": "email",
        "Nom": "nom",
        "Heure de la dernière modification": None,
        "Comment avez-vous connu le dispositif ?2": "canal",
    },
    "Microsoft Forms, answered without an account": {
        "ID": "reference_externe",
        "Heure de début": "date_inscription",
        "Heure de fin": None,
        "Adresse de messagerie": None,
        "Nom": None,
        "Quel est votre prénom ?": "prenom",
        "Quel est votre nom ?": "nom",
        "Votre adresse e-mail": "email",
    },
    "Typeform": {
        "#": "reference_externe",
        "First name": "prenom",
        "Last name": "nom",
        "Phone number": "telephone",
        "Email": "email",
        "Start Date (UTC)": None,
        "Submit Date (UTC)": "date_inscription",
        "Network ID": None,
    },
    "Tally": {
        "Submission ID": "reference_externe",
        "Respondent ID": None,
        "Submitted at": "date_inscription",
        "Votre prénom": "prenom",
        "Votre nom": "nom",
        "E-mail": "email",
    },
    "Brevo": {
        "CONTACT ID": "reference_externe",
        "EMAIL": "email",
        "NOM": "nom",
        "PRENOM": "prenom",
        "SMS": "telephone",
        "OPT_IN": "consentement",
        "ADDED_TIME": "date_inscription",
        "MODIFIED_TIME": None,
    },
    "démarche-numérique": {
        "ID": "reference_externe",
        "Email": "email",
        "FranceConnect ?": None,
        "Civilité": None,
        "Nom": "nom",
        "Prénom": "prenom",
        "Archivé": None,
        "État du dossier": None,
        "Déposé le": "date_inscription",
        "Motivation de la décision": None,
        "Instructeurs": None,
        "Code postal de résidence": "code_postal",
    },
    "LimeSurvey": {
        "ID de la réponse": "reference_externe",
        "Date de soumission": "date_inscription",
        "Dernière page": None,
        "Langue de départ": None,
        "Date de lancement": None,
        "G01Q01. Prénom": "prenom",
        "G01Q02. Nom de famille": "nom",
        "G02Q03. Adresse électronique": "email",
    },
    "Framaforms": {
        "SID": "reference_externe",
        "Heure de soumission": "date_inscription",
        "Brouillon": None,
        "Adresse IP": None,
        "Nom d'utilisateur": None,
        "Prénom": "prenom",
        "Courriel": "email",
        "Téléphone (facultatif)": "telephone",
    },
    "HubSpot": {
        "Record ID": "reference_externe",
        "First Name": "prenom",
        "Last Name": "nom",
        "Phone Number": "telephone",
        "Create Date": "date_inscription",
        "Country/Region": "pays",
        "Postal Code": "code_postal",
        "Job Title": "metier",
    },
    "Mailchimp": {
        "Email Address": "email",
        "First Name": "prenom",
        "Last Name": "nom",
        "Address": "adresse",
        "OPTIN_TIME": "date_inscription",
        "LEID": "reference_externe",
        "TAGS": None,
    },
    "Excel": {
        "N°": "reference_externe",
        "Nom ": "nom",
        "PRENOM": "prenom",
        "Mél": "email",
        "Tél. portable": "telephone",
        "CP": "code_postal",
        "Date de naissance (JJ/MM/AAAA)": "annee_naissance",
        "Nb enfants": "enfants",
        "Observations": "message",
    },
    "questions": {
        "1. Votre nom et prénom (obligatoire)": "nom_complet",
        "2) Merci d'indiquer votre numéro de téléphone": "telephone",
        "Q3 Quelle est votre profession actuelle ?": "metier",
        "Veuillez préciser votre adresse postale": "adresse",
        "Comment avez-vous entendu parler du dispositif Venez vivre ici ?": "canal",
        "Commentaires (2)": "message",
        "Couleur préférée": None,
    },
}


@pytest.mark.parametrize("form", FORMS)
def test_the_headings_of_each_tool_mean_what_they_say(form: str) -> None:
    headings = tuple(FORMS[form])
    layout = match(headings, SIGNUPS)
    found = [column.field if column else None for column in layout.columns]
    assert dict(zip(headings, found, strict=True)) == FORMS[form]
    assert layout.ignored == tuple(heading for heading in headings if not FORMS[form][heading])


def test_a_heading_that_is_a_sign_can_be_named() -> None:
    layout = match(("#", "", "Nom"), SIGNUPS, {"#": "message"})
    assert [column and column.field for column in layout.columns] == ["message", None, "nom"]


def test_the_heading_of_a_field_is_kept_as_it_is_written() -> None:
    """The order of the words tells the order of the names."""
    assert match(("Mail", "Prénom et NOM"), SIGNUPS).heading("nom_complet") == "Prénom et NOM"
    assert match(("Mail",), SIGNUPS).heading("nom_complet") == ""


@pytest.mark.parametrize(
    ("headings", "place"),
    [
        (("Votre prénom", "prenom"), 1),
        (("Prénom (2)", "Prénom"), 1),
        (("Prénom", "Prénom (2)"), 0),
        (("Prénom (2)",), 0),
    ],
)
def test_of_two_headings_of_a_field_the_closer_one_is_taken(
    headings: tuple[str, ...], place: int
) -> None:
    layout = match(headings, SIGNUPS)
    assert [column is not None for column in layout.columns].index(True) == place
    assert len(layout.ignored) == len(headings) - 1


@given(st.lists(st.text(max_size=12), max_size=8))
def test_any_headings_give_each_field_once(headings: list[str]) -> None:
    layout = match(headings, SIGNUPS)
    fields = [column.field for column in layout.columns if column]
    assert len(fields) == len(set(fields))
    assert len(layout.columns) == len(headings)


def test_known_headings_are_counted_to_find_where_they_stand() -> None:
    count = recogniser(SIGNUPS)
    assert count(["Export du 27/11", "", ""]) == 0
    assert count(["1. Votre prénom", "NOM ", "Couleur", "", "E-mail (obligatoire)"]) == 3


# Slips.


def likely(*headings: str) -> dict[str, str]:
    layout = match(headings, SIGNUPS)
    return {one.heading: one.field for one in mappings.suggestions(layout, SIGNUPS, {})}


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Prenmo", "prenom"),
        ("Emial", "email"),
        ("Téléphonne", "telephone"),
        ("Comune", "commune"),
        ("Code postale", "code_postal"),
        ("Votre projte", "projet"),
    ],
)
def test_a_slip_is_suggested_and_never_applied(heading: str, field: str) -> None:
    assert likely(heading) == {heading: field}
    assert match((heading,), SIGNUPS).fields == frozenset()


@pytest.mark.parametrize("heading", ["Couleur", "Nmo", "xyz", "Instructeurs", "", "Prix", "Groupe"])
def test_what_is_near_nothing_is_not_suggested(heading: str) -> None:
    assert likely(heading) == {}


def test_a_field_that_the_file_has_is_not_suggested() -> None:
    assert likely("Prénom", "Prenmo") == {}


def test_two_meanings_that_are_as_near_make_no_suggestion() -> None:
    """« emploi » and « email » are one slip away from each other’s neighbours."""
    assert (
        mappings.clearly_nearest(
            "email conjoin", [("email conjoins", "a"), ("email conjoint", "b")]
        )
        is None
    )


# Through the import of offers, whose lines need nothing else.

LINE = {"Titre": "Menuisier", "Tipe": "emploi", "Réf": "1", "Contrta": "CDI"}


@pytest.fixture
def load(run: Run) -> Any:
    def once(*words: str, fails_with: int = 0) -> Any:
        return run("offres", "importer", *words, "-f", "json", fails_with=fails_with).json

    return once


def motives(receipt: Any) -> list[str]:
    return [problem["motif"] for problem in receipt["problemes"]]


def test_a_slip_is_said_with_the_option_that_maps_it(load: Any, tmp_path: Path) -> None:
    path = a_csv(tmp_path / "o.csv", [LINE])
    (said,) = [
        p for p in load(str(path), "--type", "emploi")["problemes"] if "Contrta" in p["motif"]
    ]
    assert said["motif"] == "colonne « Contrta » ignorée : vouliez-vous dire contrat ?"
    assert '--colonne "Contrta=contrat"' in said["remede"]
    assert (said["ligne"], said["gravite"]) == (1, "avertissement")


def test_a_missing_column_names_the_heading_that_looks_like_it(run: Run, tmp_path: Path) -> None:
    path = a_csv(tmp_path / "o.csv", [{"Tritre": "Menuisier", "type": "emploi"}])
    said = run("offres", "importer", str(path), fails_with=1).err
    assert '--colonne "Tritre=titre"' in said
    assert run("offres", "importer", str(path), "--colonne", "Tritre=titre").code == 0


def test_a_mapping_that_was_settled_is_used_again_and_said(
    run: Run, base: Path, load: Any, tmp_path: Path
) -> None:
    """For the same headings, in another file; what is said now wins; undo forgets it."""
    path = a_csv(tmp_path / "o.csv", [LINE])
    options = ("--colonne", "Tipe=type", "--colonne", "Contrta=contrat")
    assert load(str(path), *options)["creees"] == 1
    other = a_csv(tmp_path / "autre.csv", [{**LINE, "Réf": "2"}])
    receipt = load(str(other))
    assert receipt["creees"] == 1
    assert motives(receipt) == ["correspondance des colonnes reprise de l’import du 27/11/2025"]
    assert query(base, "SELECT contract FROM offer") == [("cdi",), ("cdi",)]
    assert load(str(other), "--colonne", "Contrta=description")["mises_a_jour"] == 1
    run("annuler", "3", "--oui")
    assert query(base, "SELECT mapping FROM column_mapping") == []
    assert load(str(other), fails_with=5)["rejetees"] == 1


def test_a_rehearsal_remembers_nothing(base: Path, load: Any, tmp_path: Path) -> None:
    path = a_csv(tmp_path / "o.csv", [LINE])
    options = ("--colonne", "Tipe=type")
    load(str(path), *options)
    before = tables(base)
    load(str(path), "--colonne", "Contrta=contrat", "--simuler")
    assert tables(base) == before


def test_a_mapping_is_remembered_though_every_line_is_rejected(
    base: Path, load: Any, tmp_path: Path
) -> None:
    """The file of rejects has the same headings, and is read in the same way."""
    path = a_csv(tmp_path / "o.csv", [{**LINE, "Tipe": "poney"}])
    assert load(str(path), "--colonne", "Tipe=type", fails_with=5)["rejetees"] == 1
    rejected = tmp_path / "o.rejets.csv"
    rejected.write_text(rejected.read_text(encoding="utf-8").replace("poney", "emploi"), "utf-8")
    assert load(str(rejected))["creees"] == 1
    assert query(base, "SELECT kind FROM column_mapping") == [("offer",)]


def test_signatures_fold_headings_and_leave_the_motive_out() -> None:
    assert signature(("Prénom ", "NOM")) == signature(("prenom", "Nom", "motif"))
    assert signature(("Prénom", "Nom")) != signature(("Nom", "Prénom"))
    assert signature(("Nom prénom",)) != signature(("Nom", "prénom"))


def sheet_of(*headings: str) -> Any:
    class Headings:
        header_row = 1

    Headings.headings = headings  # type: ignore[attr-defined]
    return Headings


def understood(headings: Sequence[str], said: Said, **how: Any) -> dict[str, str | None]:
    layout = mappings.understood(sheet_of(*headings), SIGNUPS, said, **how)
    pairs = zip(headings, layout.columns, strict=True)
    return {heading: column.field if column else None for heading, column in pairs}


def test_options_win_over_the_file_of_correspondences_and_that_over_the_past() -> None:
    headings = ("A", "B", "C")
    past = Settled({"A": "prenom", "B": "nom", "C": "pays"}, date(2025, 11, 1))
    said = Said(
        named={"B": "email"},
        usual={"a": "commune", "absent": "pays", "B": "prenom"},
        habits=Habits({signature(headings): past}),
    )
    assert understood(headings, said) == {"A": "commune", "B": "email", "C": "pays"}
    assert understood(headings, Said(usual={"A": ""}, habits=said.habits))["A"] is None
    gone = Settled({"A": "champ_disparu"}, date(2025, 11, 1))
    assert understood(headings, Said(habits=Habits({signature(headings): gone})))["A"] is None


def test_what_somebody_accepts_is_settled() -> None:
    """A heading that was refused stays ignored, and is not remembered."""
    asked: list[Likely] = []

    def choose(one: Likely) -> bool:
        asked.append(one)
        return one.field == "prenom"

    sheet = sheet_of("Prenmo", "Emial", "Nom")
    layout = mappings.understood(sheet, SIGNUPS, Said(), choose)
    assert [one.field for one in asked] == ["prenom", "email"]
    assert layout.settled == {"Prenmo": "prenom"}
    assert layout.fields == {"prenom", "nom"}


# The file of correspondences.

TOML = """
kind = "offres"
[colonnes]
"Tipe" = "type"
"Couleur" = ""
"Absente" = "description"
[valeurs.contrat]
"Contrat pro." = "alternance"
"Rien" = ""
"""


@pytest.fixture
def toml(tmp_path: Path) -> Path:
    path = tmp_path / "formulaire.toml"
    path.write_text(TOML, encoding="utf-8")
    return path


def test_a_file_of_correspondences_maps_headings_and_values(
    base: Path, load: Any, toml: Path, tmp_path: Path
) -> None:
    """Both are remembered; headings that the file lacks do not matter."""
    line = {"Titre": "Menuisier", "Tipe": "emploi", "Couleur": "bleu", "Contrat": "contrat pro"}
    path = a_csv(tmp_path / "o.csv", [line, {**line, "Titre": "Maçon", "Contrat": "rien"}])
    receipt = load(str(path), "--correspondance", str(toml))
    assert (receipt["creees"], receipt["problemes"]) == (2, [])
    assert receipt["colonnes_ignorees"] == ["Couleur"]
    assert query(base, "SELECT contract FROM offer ORDER BY id") == [("alternance",), (None,)]
    mapping = json.loads(query(base, "SELECT mapping FROM column_mapping")[0][0])
    assert mapping == {"Tipe": "type", "Couleur": ""}
    more = a_csv(tmp_path / "p.csv", [{**line, "Titre": "Peintre"}])
    assert motives(load(str(more))) == [
        "correspondance des colonnes reprise de l’import du 27/11/2025"
    ]
    assert query(base, "SELECT contract FROM offer WHERE title = 'Peintre'") == [("alternance",)]


@pytest.mark.parametrize(
    ("text", "error", "words"),
    [
        ("[colonnes", Refused, "TOML bien formé"),
        ('"a" = x', Refused, "ligne 1"),
        ('[colonnes]\n"A" = "poney"', Misuse, "« poney » n’est pas un champ"),
        ('[colonnes]\n"A" = 3', Misuse, "[colonnes] contient"),
        ("colonnes = 3", Misuse, "[colonnes] contient"),
        ("valeurs = 3", Misuse, "[valeurs]"),
        ('[valeurs.poney]\n"A" = "B"', Misuse, "« poney » n’est pas un champ"),
        ('[valeurs.titre]\n"A" = "B"', Misuse, "« titre » n’a pas de codes"),
        ('[valeurs.contrat]\n"A" = "B"', Misuse, "« B » n’est pas un code de contrat : cdi"),
        ("[valeurs]\ncontrat = 3", Misuse, "[valeurs.contrat] contient"),
        ("[couleurs]", Misuse, "« couleurs » n’est pas connu"),
        ('kind = "contacts"', Misuse, "fait pour « contacts »"),
    ],
)
def test_a_file_of_correspondences_that_says_nothing_known_is_refused(
    toml: Path, text: str, error: type[Exception], words: str
) -> None:
    toml.write_text(text, encoding="utf-8")
    with pytest.raises(error) as refused:
        mappings.correspondence(toml, "offres", OFFERS)
    assert words in str(refused.value)
    assert str(refused.value).startswith("formulaire.toml")
    assert str(refused.value).endswith((".", '"champ".'))


def test_a_file_of_correspondences_that_is_not_there_or_not_text(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="n’existe pas"):
        mappings.correspondence(tmp_path / "absent.toml", "contacts", CONTACTS)
    with pytest.raises(Refused):
        mappings.correspondence(tmp_path, "contacts", CONTACTS)
    (tmp_path / "x.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(Refused, match="TOML"):
        mappings.correspondence(tmp_path / "x.toml", "contacts", CONTACTS)


def facts(base: Path) -> dict[str, Any]:
    """What the base says; how it finds words again is its own business."""
    found = tables(base, besides=JOURNAL)
    return {name: rows for name, rows in found.items() if "_text" not in name}


def test_undoing_an_import_forgets_what_it_settled_and_redoing_knows_it_again(
    run: Run, base: Path, load: Any, toml: Path, tmp_path: Path
) -> None:
    run("agents", "ajouter", "--nom", "Quelqu’un")
    start = facts(base)
    line = {"Titre": "Menuisier", "Tipe": "emploi", "Contrat": "contrat pro"}
    load(str(a_csv(tmp_path / "o.csv", [line])), "--correspondance", str(toml))
    full = facts(base)
    assert full["coded_answer"]
    assert full["column_mapping"]
    run("annuler", "--oui")
    assert facts(base) == start
    run("refaire")
    assert facts(base) == full


def test_no_spelling_of_a_heading_stands_for_two_fields() -> None:
    """But where two tables of forms agree that the first one wins."""
    for table in (SIGNUPS, OFFERS, CONTACTS):
        owners: dict[str, str] = {fold(column.field): column.field for column in table}
        for column in table:
            for heading in column.headings:
                assert owners.setdefault(heading, column.field) == column.field, heading
