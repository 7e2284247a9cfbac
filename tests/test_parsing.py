"""Each cell is understood in its usual spellings, repaired and said, or refused with a remedy."""

from __future__ import annotations

import unicodedata
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from venez_vivre import vocabulary as v
from venez_vivre.errors import Misuse, Refused
from venez_vivre.intake import columns
from venez_vivre.intake import parsing as p
from venez_vivre.intake.parsing import Mended, Unreadable
from venez_vivre.texts import fold

TABLES = {
    "inscriptions": columns.SIGNUPS,
    "contacts": columns.CONTACTS,
    "installations": columns.SETTLEMENTS,
    "campagnes": columns.CAMPAIGNS,
    "territoires": columns.TERRITORIES,
    "agents": columns.OFFICERS,
    "offres": columns.OFFERS,
}
PARSERS = sorted({c.parse for table in TABLES.values() for c in table} | {p.phone}, key=str)


def refused(parse: p.Parser, text: str) -> Unreadable:
    with pytest.raises(Unreadable) as unreadable:
        parse(text)
    assert unreadable.value.reason
    assert unreadable.value.remedy.endswith(".")
    return unreadable.value


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("06 12 34 56 78", "+33612345678"),
        ("0612345678", "+33612345678"),
        ("06.12.34.56.78", "+33612345678"),
        ("06-12-34-56-78", "+33612345678"),
        ("06/12/34/56/78", "+33612345678"),
        ("06\u00a012\u202f34\u200956 78", "+33612345678"),
        ("06\u201112\u201134\u201356\u201478", "+33612345678"),
        ("\u202a0612345678\u202c", "+33612345678"),
        ("+33612345678", "+33612345678"),
        ("+33 6 12 34 56 78", "+33612345678"),
        ("+33 (0)6 12 34 56 78", "+33612345678"),
        ("+33(0)612345678", "+33612345678"),
        ("+330612345678", "+33612345678"),
        ("0033612345678", "+33612345678"),
        ("0033 6 12 34 56 78", "+33612345678"),
        ("00 33 (0) 6 12 34 56 78", "+33612345678"),
        ("33612345678", "+33612345678"),
        ("03 80 12 34 56", "+33380123456"),
        ("+41 79 123 45 67", "+41791234567"),
        ("0041791234567", "+41791234567"),
        ("+1 (555) 010-9999", "+15550109999"),
        ("+262 692 12 34 56", "+262692123456"),
    ],
)
def test_phones_of_all_shapes_become_e164(text: str, number: str) -> None:
    assert p.sheet_phone(text) == p.phone(text) == number


def test_a_phone_that_lost_its_zero_is_repaired_with_a_notice() -> None:
    mended = p.sheet_phone("612345678")
    assert isinstance(mended, Mended)
    assert mended.value == p.phone("612345678") == "+33612345678"
    assert "zéro" in mended.reason


@pytest.mark.parametrize(
    "text",
    ["6.12E+08", "6,12E+08", "612345678.0", "06 12 34 56", "+33 6 12 34 56 7", "061234567890",
     "06 12 34 56 78 / 03 80 12 34 56", "٠٦١٢٣٤٥٦٧٨", "06²2345678", "rouge", "+", "-", "00000000",
     "0", "1234567890", "++33612345678", "+0612345678", "06 12 34 56 78 (bureau)"],
)  # fmt: skip
def test_what_is_no_phone_number_is_refused(text: str) -> None:
    refused(p.sheet_phone, text)


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("Zoe@Example.ORG", "zoe@example.org"),
        ("mailto:zoe@example.org", "zoe@example.org"),
        ("<zoe@example.org>", "zoe@example.org"),
        ("zoe.o'neil+vv_1%x@mail-1.example.co.uk", "zoe.o'neil+vv_1%x@mail-1.example.co.uk"),
    ],
)
def test_emails_are_kept_in_lower_case(text: str, address: str) -> None:
    assert p.email(text) == address


@pytest.mark.parametrize(
    "text",
    ["zoe", "zoe@", "@example.org", "zoe@example", "zoe@@example.org", "zoe@example..org",
     "zo..e@example.org", "zoé@example.org", "a@example.org, b@example.org", "zoe @example.org",
     "zoe@-example.org", "zoe@example.org\u200b", "zoe@exam ple.org", "a" * 65 + "@example.org"],
)  # fmt: skip
def test_what_is_no_email_is_refused(text: str) -> None:
    refused(p.email, text)


@pytest.mark.parametrize(
    "text",
    ["27/11/2025", "27-11-2025", "27.11.2025", "2025-11-27", "2025/11/27", "27/11/25",
     "2025-11-27T10:22:00Z", "27/11/2025 10:22", "27/11/2025 10:22:33",
     "2025/11/27 10:22:33 AM GMT+1", "2025-11-27 10:22:33.123456+00:00"],
)  # fmt: skip
def test_dates_and_timestamps_of_exports_are_read(text: str) -> None:
    assert p.day(text) == date(2025, 11, 27)


@pytest.mark.parametrize(
    "text",
    [
        "31/02/2025",
        "2025-13-01",
        "00/11/2025",
        "27/11",
        "hier",
        "45988",
        "27 novembre",
        "٢٧/١١/٢٠٢٥",
        "27/11/1750",
        "2025-11-27T25:00",
        "n/a",
        "/",
        "27/11/20255",
    ],
)
def test_what_is_no_date_is_refused(text: str) -> None:
    """An export holds calendar days: « hier » would change with the day of the import."""
    refused(p.day, text)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", 0), ("007", 7), ("1500", 1500), ("1 500", 1500), ("1\u00a0500", 1500),
        ("1\u202f500 €", 1500), ("1'500", 1500), ("1’500", 1500), ("1500€", 1500),
        ("1500 EUR", 1500), ("750,00 €", 750), ("12.0", 12), ("750 €/mois", 750),
        ("38 000 € par an", 38000), ("85 m²", 85), ("85m2", 85), ("30 km", 30), ("3 pièces", 3),
        ("999999999999", 999_999_999_999),
    ],
)  # fmt: skip
def test_whole_numbers_lose_their_blanks_and_unit(text: str, value: int) -> None:
    assert p.whole(text) == p.amount(text) == value


@pytest.mark.parametrize(
    "text",
    ["1_000", "²", "١٢", "1e3", "6.12E+08", "0x10", "douze", "1.500", "1 500,505", "€", "+5",
     "1234567890123", "1,2,3", "--5", "½", "NaN", "inf", "1 à 2"],
)  # fmt: skip
def test_what_is_no_number_is_refused(text: str) -> None:
    """Python would take several of them."""
    for parse in (p.whole, p.amount, p.cents):
        assert refused(parse, text).reason == "nombre illisible"


@pytest.mark.parametrize("text", ["-1", "-1 500 €", "-0,50"])
def test_negative_numbers_are_refused(text: str) -> None:
    for parse in (p.whole, p.amount, p.cents):
        assert refused(parse, text).reason == "nombre négatif"


def test_decimals_are_refused_for_people_rounded_with_a_notice_for_amounts_and_kept_in_cents() -> (
    None
):
    assert refused(p.whole, "1,5").reason == "nombre à virgule"
    mended = p.amount("750,50 €")
    assert isinstance(mended, Mended)
    assert mended.value == 751
    assert p.cents("1 234,5 €") == 123_450
    assert p.cents("0,05") == 5


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1985", 1985),
        ("1985.0", 1985),
        ("12/05/1985", 1985),
        ("1985-05-12", 1985),
        ("12/05/85", 1985),
    ],
)
def test_years_of_birth_are_read_from_a_date_too(text: str, value: int) -> None:
    assert p.year(text) == value


@pytest.mark.parametrize("text", ["85", "1785", "19855", "40 ans", "١٩٨٥", "199²", "x1985"])
def test_what_is_no_year_is_refused(text: str) -> None:
    refused(p.year, text)


@pytest.mark.parametrize(
    ("text", "code"),
    [("71400", "71400"), ("71 400", "71400"), ("71\u00a0400", "71400"), ("71400.0", "71400"),
     ("1003", "1003"), ("l-1234", "L-1234"), ("2A004", "2A004"), ("sw1a 1aa", "SW1A1AA")],
)  # fmt: skip
def test_postal_codes_lose_their_blanks(text: str, code: str) -> None:
    assert p.postal_code(text) == code


@pytest.mark.parametrize(
    "text",
    [
        "vélo|lecture|jazz",
        "vélo, lecture, jazz",
        "vélo; lecture ;jazz",
        "vélo\nlecture\njazz",
        "vélo|lecture, jazz",
        ",vélo,,lecture|jazz|",
        "vélo, vélo, lecture, jazz",
    ],
)
def test_lists_are_kept_with_one_separator(text: str) -> None:
    assert p.items(text) == "vélo|lecture|jazz"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("oui", 1),
        ("OUI", 1),
        ("o", 1),
        ("Yes", 1),
        ("x", 1),
        ("1", 1),
        ("Vrai", 1),
        ("J’accepte", 1),
        ("Oui, avec plaisir", 1),
        ("J'accepte d'être recontacté(e)", 1),
        ("non", 0),
        ("Non.", 0),
        ("n", 0),
        ("FALSE", 0),
        ("0", 0),
        ("Non merci", 0),
        ("Je refuse tout", 0),
        ("Je n’accepte pas", 0),
    ],
)
def test_yes_and_no_are_understood(text: str, value: int) -> None:
    assert p.yes_no(text) == value


@pytest.mark.parametrize(
    "text", ["peut-être", "oui ou non", "oui/non", "2", "ouïe", "nonante", "?"]
)
def test_neither_yes_nor_no_is_never_guessed(text: str) -> None:
    """A consent least of all."""
    refused(p.yes_no, text)


@pytest.mark.parametrize(
    ("kind", "text", "code"),
    [
        (v.Channel, "LinkedIn", "linkedin"),
        (v.Channel, "Bouche à oreille", "bouche_a_oreille"),
        (v.Channel, "bouche_a_oreille", "bouche_a_oreille"),
        (v.Horizon, "3 à 6 mois", "3_6_mois"),
        (v.Horizon, "JE NE SAIS PAS", "indefini"),
        (v.HousingWish, "les deux", "les_deux"),
        (v.Result, "pas de réponse", "sans_reponse"),
        (v.ContactChannel, "RDV", "rendez_vous"),
    ],
)
def test_coded_values_are_known_by_code_label_and_spelling(
    kind: type[v.Term], text: str, code: str
) -> None:
    assert p.term(kind)(text) == code


def test_an_unknown_coded_value_is_refused_with_the_possible_ones() -> None:
    assert "linkedin" in refused(p.term(v.Channel), "pigeon").remedy


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("DUPONT", "Dupont"),
        ("dupont", "Dupont"),
        ("JEAN-PIERRE", "Jean-Pierre"),
        ("D'ALMEIDA", "D'Almeida"),
        ("élodie", "Élodie"),
        ("DE LA TOUR", "De la Tour"),
        ("MARIE DE LA TOUR", "Marie de la Tour"),
        ("McAdam", "McAdam"),
        ("  Le   Goff ", "Le Goff"),
        ("Zoe\u0308", "Zoë"),
        ("Kœnig", "Kœnig"),
    ],
)
def test_names_in_capitals_get_their_capitals_back(text: str, value: str) -> None:
    assert p.name(text) == value


def test_text_is_kept_as_typed_but_for_its_blanks() -> None:
    assert p.words(" chef \t de\nprojet\r") == "chef de projet"
    assert p.prose("une\r\ndeux\rtrois") == "une\ndeux\ntrois"
    assert p.words(unicodedata.normalize("NFD", "Besançon")) == "Besançon"


@pytest.mark.parametrize(("text", "value"), [("47.32", 47.32), ("-4,5", -4.5), ("5", 5.0)])
def test_degrees_take_a_point_or_a_comma(text: str, value: float) -> None:
    assert p.degrees(text) == value


@pytest.mark.parametrize("text", ["47°", "200", "4,5,6", "NaN", "inf", "1e2", "٤٧"])
def test_what_is_no_degree_is_refused(text: str) -> None:
    refused(p.degrees, text)


def plain(value: Any) -> Any:
    return value.value if isinstance(value, Mended) else value


LIKELY = st.one_of(
    st.text(st.sampled_from("0123456789+-./()€, ²١_eE'\u00a0"), min_size=1, max_size=18),
    st.text(st.sampled_from("aéÉœ-’ ,;|@.\nO1"), min_size=1, max_size=18),
    st.text(min_size=1, max_size=18),
)


@pytest.mark.parametrize("parse", PARSERS, ids=lambda parse: getattr(parse, "__name__", "x"))
@given(text=LIKELY.map(str.strip).filter(bool))
def test_a_parser_understands_or_says_unreadable_and_understands_what_it_gave(
    parse: p.Parser, text: str
) -> None:
    """Never another error; what was stored, exported and imported again stays the same."""
    try:
        value = plain(parse(text))
    except Unreadable:
        return
    again = value.isoformat() if isinstance(value, date) else str(value)
    if parse is p.cents:
        again = f"{value // 100},{value % 100:02}"
    if again.strip() and "e-" not in again:
        assert plain(parse(again.strip())) == (value.strip() if parse is p.prose else value)


# --- headings -------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", TABLES)
def test_every_field_answers_to_its_own_name(kind: str) -> None:
    """Also in capitals, with blanks, and all together."""
    table = TABLES[kind]
    for column in table:
        for heading in (column.field, column.field.upper(), column.field.replace("_", " ")):
            assert columns.match([heading], table).columns == (column,)
    layout = columns.match([column.field for column in table], table)
    assert layout.columns == tuple(table)
    assert layout.ignored == ()


@pytest.mark.parametrize("kind", TABLES)
def test_every_usual_heading_is_folded_and_names_one_field(kind: str) -> None:
    """A spelling that is not folded would never be met; one of two fields would be a guess."""
    owners: dict[str, set[str]] = {}
    for column in TABLES[kind]:
        for heading in (fold(column.field), *column.headings):
            assert heading == fold(heading)
            owners.setdefault(heading, set()).add(column.field)
    assert {heading: names for heading, names in owners.items() if len(names) > 1} == {}


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Horodateur", "date_inscription"),
        ("Adresse e-mail", "email"),
        ("Votre\nPRÉNOM *", "prenom"),
        ("Prénom (obligatoire)", "prenom"),
        ("N° de téléphone", "telephone"),
        ("Code postal actuel", "code_postal"),
        ("Comment avez-vous connu le dispositif ?", "canal"),
        ("Distance maximale (km)", "distance_max_km"),
        ("Salaire annuel brut minimum (€)", "salaire_min"),
        ("Métier recherché", "metier"),
        ("Submitted At", "date_inscription"),
        ("Année de naissance des enfants", "naissances_enfants"),
    ],
)
def test_usual_headings_of_forms_are_known(heading: str, field: str) -> None:
    layout = columns.match([heading], columns.SIGNUPS)
    assert layout.fields == {field}


def fields(*headings: str, said: dict[str, str] | None = None) -> list[str | None]:
    layout = columns.match(headings, columns.SIGNUPS, said)
    return [column.field if column else None for column in layout.columns]


def test_of_two_headings_for_a_field_the_second_is_ignored_and_listed() -> None:
    layout = columns.match(["E-mail", "Courriel", "Nom"], columns.SIGNUPS)
    assert [c.field if c else None for c in layout.columns] == ["email", None, "nom"]
    assert layout.ignored == ("Courriel",)


def test_the_closer_heading_wins_wherever_it_stands() -> None:
    """« Téléphone 2 » never takes the place of « Téléphone »."""
    assert fields("Téléphone 2", "Téléphone") == [None, "telephone"]
    assert fields("Date", "date_inscription") == [None, "date_inscription"]


def test_ignored_columns_are_listed_and_blank_headings_numbered() -> None:
    """The column that a rejects file adds is not worth a word."""
    layout = columns.match(["nom", "", "Couleur", "motif"], columns.SIGNUPS)
    assert layout.ignored == ("(colonne 2 sans nom)", "Couleur")


def test_the_user_has_the_last_word() -> None:
    said = {"Couriel principal": "email"}
    assert fields("email", "couriel PRINCIPAL", said=said) == [None, "email"]


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"Couleur": "email"}, "pas de colonne « Couleur »"),
        ({"Nom": "couleur"}, "« couleur » n’est pas un champ"),
        ({"Nom": "email", "Mail": "email"}, "deux colonnes"),
    ],
)
def test_what_the_user_names_must_exist(said: dict[str, str], words: str) -> None:
    with pytest.raises(Misuse, match=words):
        fields("Nom", "Mail", said=said)


def test_missing_columns_are_named_with_the_way_out() -> None:
    layout = columns.match(["Prénom"], columns.SIGNUPS)
    needed = (("nom", "prenom"), ("email", "telephone"))
    with pytest.raises(Refused, match=r"il manque la colonne email ou telephone.*--colonne"):
        columns.require(layout, needed, "x.csv")
