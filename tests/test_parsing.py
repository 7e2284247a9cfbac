"""Each cell is understood in its usual spellings, repaired and said, or refused with a remedy."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from venez_vivre import vocabulary as v
from venez_vivre.errors import Misuse, Refused
from venez_vivre.intake import columns, phones
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
    "ressources": columns.RESOURCES,
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
    for text in ("612345678", "6 12 34 56 78", "612345678.0"):
        mended = p.sheet_phone(text)
        assert isinstance(mended, Mended)
        assert mended.value == p.phone(text) == "+33612345678"
        assert "zéro" in mended.reason


@pytest.mark.parametrize(
    "text",
    ["6.12E+08", "6,12E+08", "06 12 34 56", "+33 6 12 34 56 7", "061234567890", "3615", "sans",
     "٠٦١٢٣٤٥٦٧٨", "06²2345678", "rouge", "+", "-", "00000000", "0", "1234567890",
     "++33612345678", "+0612345678", "06 12 34 56 78 90", "+999 12345678", "+41 1", "١٢"],
)  # fmt: skip
def test_what_is_no_phone_number_is_refused(text: str) -> None:
    assert refused(p.sheet_phone, text).reason.startswith(("num", "nombre"))


def test_a_refused_phone_number_says_what_is_wrong_with_it() -> None:
    assert "tableur" in refused(p.sheet_phone, "6.12E+08").reason
    assert "8 chiffres, il en manque" in refused(p.sheet_phone, "06 39 98 12").reason
    assert "11 chiffres, il y en a trop" in refused(p.sheet_phone, "06 39 98 12 345").reason
    assert "étranger" in refused(p.sheet_phone, "+999 12345678").reason


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("tel : 06 39 98 12 34", "+33639981234"),
        ("06 39 98 12 34 (bureau)", "+33639981234"),
        ("N° 06 39 98 12 34 poste 12", "+33639981234"),
        ("06 39 98 12 34 après 18 h", "+33639981234"),
        ("tel:+33639981234", "+33639981234"),
        ("(+33) (0)6 39 98 12 34", "+33639981234"),
        ("+41 (0)79 123 45 67", "+41791234567"),
        ("Suisse : 0041 22 700 12 34", "+41227001234"),
    ],
)
def test_a_phone_number_is_found_amid_words(text: str, number: str) -> None:
    assert p.sheet_phone(text) == number


@pytest.mark.parametrize(
    ("text", "number", "said"),
    [
        ("06.39.98.12.34 / 03 53 01 23 45", "+33639981234", "plusieurs"),
        ("03 53 01 23 45 ou 06 39 98 12 34", "+33639981234", "premier portable"),
        ("03 53 01 23 45; 01 99 00 12 34", "+33353012345", "le premier est gardé"),
        ("0639981234 0353012345", "+33639981234", "plusieurs"),
        ("06 39 98 12 34 / 03 53", "+33639981234", "autres chiffres"),
        ("o6 39 98 12 34", "+33639981234", "lettre O"),
        ("41791234567", "+41791234567", "sans +"),
    ],
)
def test_several_or_damaged_numbers_are_repaired_with_a_notice(
    text: str, number: str, said: str
) -> None:
    mended = p.sheet_phone(text)
    assert isinstance(mended, Mended)
    assert (mended.value, p.phone(text)) == (number, number)
    assert said in mended.reason
    assert mended.remedy.endswith((".", "34"))


@pytest.mark.parametrize("code", ["+33", "0033 ", "0"])
@pytest.mark.parametrize(
    ("digits", "number"),
    [
        ("692123456", "+262692123456"), ("262123456", "+262262123456"),
        ("639012345", "+262639012345"), ("690123456", "+590690123456"),
        ("694123456", "+594694123456"), ("696123456", "+596696123456"),
        ("596123456", "+596596123456"), ("639981234", "+33639981234"),
    ],
)  # fmt: skip
def test_numbers_overseas_get_their_own_code(code: str, digits: str, number: str) -> None:
    """06 39 98 is kept for invented numbers."""
    assert p.sheet_phone(code + digits) == number


@pytest.mark.parametrize(
    ("text", "country", "number"),
    [
        ("07700 900123", "Royaume-Uni", "+447700900123"),
        ("612 345 678", "Espagne", "+34612345678"),
        ("621 123 456", "Luxembourg", "+352621123456"),
        ("0170 1234567", "Allemagne", "+491701234567"),
        ("514 555 0123", "Canada", "+15145550123"),
        ("06 39 98 12 34", "Suisse", "+33639981234"),
        ("06 39 98 12 34", "France", "+33639981234"),
        ("06 39 98 12 34", "", "+33639981234"),
        ("06 39 98 12 34", "Narnie", "+33639981234"),
        ("+33 6 39 98 12 34", "Suisse", "+33639981234"),
        ("0041 22 700 12 34", "Belgique", "+41227001234"),
        ("0692 12 34 56", "La Réunion", "+262692123456"),
    ],
)
def test_a_national_number_is_read_in_the_country_of_the_line(
    text: str, country: str, number: str
) -> None:
    assert phones.phone_of(text, country) == number


def test_a_number_that_two_countries_could_have_is_said() -> None:
    mended = phones.phone_of("079 123 45 67", "Suisse")
    assert isinstance(mended, Mended)
    assert mended.value == "+41791234567"
    assert p.sheet_phone("079 123 45 67") == "+33791234567"


def test_what_is_no_number_in_any_country_is_refused() -> None:
    for country in ("Suisse", "Royaume-Uni", "Narnie", ""):
        with pytest.raises(Unreadable):
            phones.phone_of("06", country)


@given(st.integers(1, 9), st.integers(0, 10**8 - 1), st.sampled_from(["", " ", ".", "-", "/"]))
def test_every_french_number_is_read_whatever_stands_between_its_pairs(
    first: int, rest: int, gap: str
) -> None:
    """And the same number in E.164 stays as it is."""
    digits = f"0{first}{rest:08}"
    number = p.sheet_phone(gap.join(digits[at : at + 2] for at in range(0, 10, 2)))
    assert isinstance(number, str)
    assert number.endswith(digits[1:])
    assert p.sheet_phone(number) == number


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("Zoe@Example.ORG", "zoe@example.org"),
        ("mailto:zoe@example.org", "zoe@example.org"),
        ("<zoe@example.org>", "zoe@example.org"),
        ("Zoé Müller <zoe@example.org>", "zoe@example.org"),
        ("zoe.o'neil+vv_1%x@mail-1.example.co.uk", "zoe.o'neil+vv_1%x@mail-1.example.co.uk"),
        ("a&b@example.org", "a&b@example.org"),
        ("zoe@mairie-évry.example.fr", "zoe@mairie-évry.example.fr"),
        ('"zoe müller"@example.org', None),
        ('"zoe dupont"@example.org', '"zoe dupont"@example.org'),
        ("用户@例子.广告", "用户@例子.广告"),
    ],
)
def test_emails_are_kept_in_lower_case(text: str, address: str | None) -> None:
    if address is None:
        refused(p.email, text)
    else:
        assert p.email(text) == address


@pytest.mark.parametrize(
    ("text", "address", "said"),
    [
        ("zoe@example.org.", "zoe@example.org", "ponctuation"),
        ("zoe@example.org;", "zoe@example.org", "ponctuation"),
        (".zoe@example.org", "zoe@example.org", "ponctuation"),
        ("'zoe@example.org'", "zoe@example.org", "ponctuation"),
        ("zoe@example.org\u200b", "zoe@example.org", "ponctuation"),
        ("zoe @ example.org", "zoe@example.org", "espaces"),
        ("zoe@example .org", "zoe@example.org", "espaces"),
        ("zoe@example,org", "zoe@example.org", "virgule"),
        ("zoe@gmail,com", "zoe@gmail.com", "virgule"),
        ("zoe(at)example.org", "zoe@example.org", "arobase"),
        ("zoeàgmail.com", "zoe@gmail.com", "arobase"),
        ("zoe@gmaïl.com", "zoe@gmail.com", "accent"),
        ("mail : zoe@example.org", "zoe@example.org", "texte"),
        ("zoe@example.org (perso)", "zoe@example.org", "texte"),
        ("a@example.org, b@example.org", "a@example.org", "plusieurs"),
        ("a@example.org / b@example.org", "a@example.org", "plusieurs"),
        ("a@example.org ou b@example.org", "a@example.org", "plusieurs"),
        ("a@example.org\nb@example.org", "a@example.org", "plusieurs"),
        ("a@example.org a@example.org", "a@example.org", "deux fois"),
    ],
)
def test_sure_slips_in_emails_are_repaired_with_a_notice(
    text: str, address: str, said: str
) -> None:
    mended = p.email(text)
    assert isinstance(mended, Mended)
    assert mended.value == address
    assert said in mended.reason
    assert mended.remedy.endswith(".")


@pytest.mark.parametrize(
    ("domain", "meant"),
    [
        ("gmail.con", "gmail.com"), ("gmial.com", "gmail.com"), ("gmail.fr", "gmail.com"),
        ("gmai.com", "gmail.com"), ("orange.ft", "orange.fr"), ("wanado.fr", "wanadoo.fr"),
        ("hotmail.fe", "hotmail.fr"), ("hotmial.com", "hotmail.com"), ("oultook.fr", "outlook.fr"),
    ],
)  # fmt: skip
def test_a_domain_that_looks_mistyped_is_kept_and_said(domain: str, meant: str) -> None:
    """Nobody knows for sure: the address stays as it is."""
    mended = p.email(f"zoe@{domain}")
    assert isinstance(mended, Mended)
    assert mended.value == f"zoe@{domain}"
    assert meant in mended.remedy


@pytest.mark.parametrize(
    "domain",
    ["gmail.com", "mail.com", "email.com", "ymail.com", "hotmail.be", "yahoo.es", "live.be",
     "orange.com", "sfr.com", "fee.fr", "example.org", "ac-dijon.fr"],
)  # fmt: skip
def test_a_domain_that_exists_is_not_doubted(domain: str) -> None:
    assert p.email(f"zoe@{domain}") == f"zoe@{domain}"


@pytest.mark.parametrize(
    "text",
    ["zoe", "zoe@", "@example.org", "zoe@example", "zoe@@example.org", "zoe@example..org",
     "zo..e@example.org", "zoé@example.org", "zoe.@example.org",
     "zoe dupont@example.org", "zoe;dupont@example.org", "zoe@-example.org", "zoe@exam ple.org",
     "zoeàexample.org", "zoe@localhost", "zoe@[127.0.0.1]", "a" * 65 + "@example.org",
     "a@example.org, b@example", "a@example.org b"],
)  # fmt: skip
def test_what_is_no_email_is_refused(text: str) -> None:
    assert refused(p.email, text).reason == "adresse e-mail illisible"


def test_a_refused_email_says_what_is_missing() -> None:
    assert "arobase" in refused(p.email, "zoe.example.org").remedy
    assert "fin du domaine" in refused(p.email, "zoe@example").remedy
    assert "accent" in refused(p.email, "zoé@example.org").remedy


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
        "4598",
        "2025",
        "71400",
        "12345",
        "4,6E+04",
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
    ["1_000", "²", "١٢", "0x10", "douze", "1.500", "1 500,505", "€", "+5",
     "1234567890123", "1,2,3", "--5", "½", "NaN", "inf", "1 à 2"],
)  # fmt: skip
def test_what_is_no_number_is_refused(text: str) -> None:
    """Python would take several of them."""
    for parse in (p.whole, p.amount, p.cents):
        assert refused(parse, text).reason == "nombre illisible"


@pytest.mark.parametrize("text", ["1e3", "1E3", "6.12E+08", "6,12E+08 €", "6,12E08", "-1,5E-3"])
def test_a_number_that_a_spreadsheet_shortened_is_refused(text: str) -> None:
    """Its digits are lost: it never becomes a value."""
    for parse in (p.whole, p.amount, p.cents):
        assert "chiffres sont perdus" in refused(parse, text).reason


def test_a_reference_that_a_spreadsheet_shortened_is_refused() -> None:
    """« 12E4 » may be one that people gave."""
    for text in ("6,12E+08", "6.12e+11"):
        for parse in (p.reference, p.postal_code, p.sheet_phone):
            assert "format Texte" in refused(parse, text).remedy
    for text in ("12E4", "E+08", "A6,12E+08", "2025-E+1", "réf  3"):
        assert p.reference(text) == p.words(text)


@pytest.mark.parametrize("text", ["45988", "45988,5", "45988.4321"])
def test_the_days_that_a_spreadsheet_counts_are_read_and_said(text: str) -> None:
    mended = p.day(text)
    assert isinstance(mended, p.Mended)
    assert mended.value == date(2025, 11, 27)
    assert "format Date" in mended.remedy
    assert p.day_from_1904("44526").value == date(2025, 11, 27)


def test_months_may_come_first_when_a_column_says_so() -> None:
    assert p.month_first_day("11/27/2025 3:15:00 PM") == date(2025, 11, 27)
    assert p.month_first_day("2025-11-27") == p.month_first_day("27 nov. 2025")
    refused(p.month_first_day, "27/11/2025")


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
     ("1003", "1003"), ("l-1234", "L-1234"), ("2A004", "2A004"), ("sw1a 1aa", "SW1A1AA"),
     ("F-71400", "71400"), ("71400 AUTUN", "71400 AUTUN"), ("Autun 71400", "Autun 71400"),
     ("71400-Autun", "71400-Autun")],
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
        ("Mme LEFEBVRE", "Lefebvre"),
        ("dr. Zoé", "Zoé"),
        ("M. et Mme Durand", "M. et Mme Durand"),
        ("Jean\u2011Pierre", "Jean-Pierre"),
        ("Durand,", "Durand"),
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


def test_several_missing_columns_are_counted_and_told_apart() -> None:
    layout = columns.match(["Commune"], columns.SIGNUPS)
    needed = (("nom", "prenom", "nom_complet"), ("email", "telephone"))
    said = "x.csv : il manque 2 colonnes : nom, prenom ou nom_complet ; email ou telephone. "
    with pytest.raises(Refused, match=re.escape(said) + "Ajoutez-les, .*--colonne"):
        columns.require(layout, needed, "x.csv")
