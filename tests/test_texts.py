"""Text from anywhere becomes comparable, and harmless on a screen."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from venez_vivre.texts import (
    NARROW,
    clean,
    euros,
    fold,
    for_console,
    listed,
    millions,
    number,
    of_name,
    percent,
    plural,
    shorten,
)

ANY_TEXT = st.text(alphabet=st.characters(exclude_categories=()))
HOSTILE_TEXT = st.lists(
    st.sampled_from(
        [
            "\x1b",
            "\x9b",
            "\x9d",
            "\x90",
            "[",
            "]",
            "0;",
            "31m",
            "\x07",
            "\x1b\\",
            "a\u0301\u0302\u0303",
        ]
    )
    | st.characters(exclude_categories=())
).map("".join)

FORBIDDEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}
ALSO_FORBIDDEN = set("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0\ufffe\uffff") | {
    chr(code) for code in (*range(0xFE00, 0xFE10), *range(0xE0000, 0xE1000), *range(0xFDD0, 0xFDF0))
}


def is_safe(text: str) -> bool:
    return not any(
        unicodedata.category(char) in FORBIDDEN or char in ALSO_FORBIDDEN for char in text
    )


PAYLOADS = [
    ("red", "\x1b[31mrouge\x1b[0m", "rouge"),
    ("true colour", "\x1b[38;2;255;0;0mrouge", "rouge"),
    ("clear screen", "\x1b[2J\x1b[Hvide", "vide"),
    ("cursor up and erase", "bon\x1b[1A\x1b[2Kfaux", "bonfaux"),
    ("alternate screen", "\x1b[?1049hpiège", "piège"),
    ("title, BEL", "\x1b]0;pirate\x07Martin", "Martin"),
    ("title, ST", "\x1b]2;pirate\x1b\\Martin", "Martin"),
    ("title, C1 terminator", "\x1b]2;pirate\x9cMartin", "Martin"),
    ("title without end", "\x1b]0;Martin", "Martin"),
    ("hyperlink", "\x1b]8;;http://mal.example\x1b\\clic\x1b]8;;\x1b\\", "clic"),
    ("clipboard", "\x1b]52;c;cm0gLXJm\x07Martin", "Martin"),
    ("8-bit CSI", "\x9b31mrouge\x9b0m", "rouge"),
    ("8-bit OSC", "\x9d0;pirate\x9cMartin", "Martin"),
    ("DCS", "\x1bPq#0;2;0;0;0\x1b\\Martin", "Martin"),
    ("APC", "\x1b_Gf=24;AAAA\x1b\\Martin", "Martin"),
    ("PM", "\x1b^secret\x1b\\Martin", "Martin"),
    ("SOS", "\x1bXsecret\x1b\\Martin", "Martin"),
    ("reset", "\x1bcMartin", "Martin"),
    ("character set", "\x1b(0Martin", "Martin"),
    ("double height", "\x1b#3Martin", "Martin"),
    ("lone escape at the end", "Martin\x1b", "Martin"),
    ("cut sequence", "Martin\x1b[31", "Martin31"),
    ("sequence inside a sequence", "\x1b[\x1b[31mmMartin", "mMartin"),
    ("backspaces", "faux\b\b\b\bvrai", "fauxvrai"),
    ("carriage return", "caché\rvu", "caché vu"),
    ("bell and delete", "Mar\x07\x7ftin", "Martin"),
    ("null", "Mar\x00tin", "Martin"),
    ("right-to-left override", "photo\u202egnp.exe", "photognp.exe"),
    ("isolates", "\u2066Mar\u2069tin", "Martin"),
    ("arabic letter mark", "Mar\u061ctin", "Martin"),
    ("zero width", "Mar\u200b\u200c\u200d\ufefftin", "Martin"),
    ("soft hyphen and word joiner", "Mar\xad\u2060tin", "Martin"),
    ("tags", "Martin\U000e0041\U000e0042\U000e007f", "Martin"),
    ("variation selectors", "Mar\ufe0ftin\U000e0100", "Martin"),
    ("hangul fillers", "Mar\u3164\uffa0tin", "Martin"),
    ("lone surrogates", "Mar\ud800\udfff\udc9btin", "Martin"),
    ("line separators", "un\u2028deux\u2029trois\x85quatre", "un deux trois quatre"),
    ("tab and newlines", "un\tdeux\r\ntrois\nquatre", "un deux trois quatre"),
    ("piled marks", "Z\u0335\u0336\u0337\u0338\u0339algo", "Z\u0335\u0336algo"),
    ("non-characters", "Mar\ufffe\uffff\ufdd0tin", "Martin"),
]


@pytest.mark.parametrize(
    ("payload", "shown"), [case[1:] for case in PAYLOADS], ids=[case[0] for case in PAYLOADS]
)
def test_an_attack_on_the_terminal_leaves_plain_words(payload: str, shown: str) -> None:
    """Sequences go with their parameters; the words around them stay."""
    assert clean(payload) == shown
    assert is_safe(shown)


@given(ANY_TEXT | HOSTILE_TEXT)
def test_cleaned_text_holds_nothing_dangerous(text: str) -> None:
    """Whatever comes in, no control, direction, invisible or surrogate character comes out."""
    cleaned = clean(text)
    assert is_safe(cleaned)
    cleaned.encode("utf-8")
    assert clean(cleaned) == cleaned


@given(ANY_TEXT | HOSTILE_TEXT)
def test_multiline_text_keeps_line_breaks_and_nothing_else(text: str) -> None:
    """A note keeps its lines; every other rule holds."""
    assert is_safe(clean(text, multiline=True).replace("\n", ""))


def test_every_unicode_control_and_format_character_is_removed() -> None:
    """The strip list is complete for the Unicode version of this Python."""
    characters = map(chr, range(0x110000))
    wrong = [hex(ord(c)) for c in characters if not is_safe(c) and clean(c) not in {"", " "}]
    assert wrong == []


def test_multiline_makes_one_newline_of_every_line_break() -> None:
    assert (
        clean("un\r\ndeux\rtrois\u2028quatre\tcinq", multiline=True)
        == "un\ndeux\ntrois\nquatre cinq"
    )


@pytest.mark.parametrize(
    "text", ["Zoë Lefèvre-N’Diaye", "12 000 €", "Łukasz", "日本", "«\xa0oui\xa0»", ""]
)
def test_honest_text_is_left_alone(text: str) -> None:
    assert clean(text) == text


def test_text_is_composed() -> None:
    """The two spellings of an accented letter look and compare the same."""
    assert clean("e\u0301te\u0301") == "été"


def test_cleaning_long_hostile_text_takes_linear_time() -> None:
    """Unfinished sequences in great number do not stall the program."""
    for start in ("\x1b]", "\x9d", "\x1b[", "\x1bP0;", "\x1b[;;;"):
        assert is_safe(clean(start * 100_000))


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Éloïse", "eloise"),
        ("  L’Œuf-Blanc ", "l oeuf blanc"),
        ("STRASSE", "strasse"),
        ("Straße", "strasse"),
        ("Ægir, (Łódź)", "aegir lodz"),
        ("Quel est votre projet ? (2)", "quel est votre projet 2"),
        ("code_postal", "code postal"),
        ("n\u00ad°\u200b 5", "n 5"),
        ("ＡＢＣ", "abc"),
        ("e\u0301", "e"),
        ("...", ""),
    ],
)
def test_fold_ignores_case_accents_and_punctuation(text: str, key: str) -> None:
    assert fold(text) == key


@given(ANY_TEXT)
def test_fold_is_idempotent(text: str) -> None:
    """A key is its own key, trimmed and single-spaced."""
    key = fold(text)
    assert fold(key) == key
    assert key == " ".join(key.split())


@given(st.text(alphabet=st.characters(max_codepoint=0x17F)))
def test_fold_is_blind_to_composition_and_case(text: str) -> None:
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))
    assert fold(text.lower()) == fold(text) or "İ" in text


@pytest.mark.parametrize(
    ("value", "decimals", "written"),
    [
        (0, 0, "0"),
        (999, 0, "999"),
        (12_000, 0, f"12{NARROW}000"),
        (-1_234_567, 0, f"-1{NARROW}234{NARROW}567"),
        (5.7, 1, "5,7"),
        (2.5, 0, "3"),
        (0.125, 2, "0,13"),
        (-0.4, 0, "0"),
        (-2.5, 0, "-3"),
    ],
)
def test_numbers_are_written_the_french_way(value: float, decimals: int, written: str) -> None:
    assert number(value, decimals) == written


@given(st.integers(-(10**12), 10**12))
def test_a_written_number_reads_back(value: int) -> None:
    assert int(number(value).replace(NARROW, "")) == value


def test_amounts_and_ratios_carry_their_sign_after_a_narrow_space() -> None:
    assert euros(250_000) == f"250{NARROW}000{NARROW}€"
    assert euros(12.5) == f"12,50{NARROW}€"
    assert euros(3.0) == f"3{NARROW}€"
    assert millions(5_700_000) == f"5,7{NARROW}M€"
    assert percent(0.105) == f"10,5{NARROW}%"
    assert percent(1, 0) == f"100{NARROW}%"


@pytest.mark.parametrize(
    ("count", "words", "written"),
    [
        (0, ("foyer",), "0 foyer"),
        (1, ("foyer", "foyers"), "1 foyer"),
        (2, ("foyer",), "2 foyers"),
        (41, ("foyer", None), "41 foyers"),
        (3, ("mois",), "3 mois"),
        (2, ("mise en relation", "mises en relation"), "2 mises en relation"),
        (1200, ("enfant",), f"1{NARROW}200 enfants"),
    ],
)
def test_zero_and_one_are_singular(count: int, words: tuple[str, ...], written: str) -> None:
    assert plural(count, *words) == written


def test_lists_are_enumerated_as_a_sentence_does() -> None:
    assert listed(["a", "b", "c"]) == "a, b et c"
    assert listed(iter("ab"), "ou") == "a ou b"
    assert listed(["a"]) == "a"
    assert listed([]) == ""


def test_shortening_prefers_whole_words() -> None:
    assert shorten("Bonjour tout le monde", 21) == "Bonjour tout le monde"
    assert shorten("Bonjour tout le monde", 18) == "Bonjour tout le…"
    assert shorten("Anticonstitutionnellement", 10) == "Anticonst…"


@given(st.text(), st.integers(1, 40))
def test_shortened_text_fits(text: str, width: int) -> None:
    short = shorten(text, width)
    assert len(short) <= width
    assert short == text or short.endswith("…")


@pytest.mark.parametrize(
    ("encoding", "written"),
    [
        ("utf-8", "L’œuf « 12\u202f000 € » → … │─┌█ Łé日"),
        ("cp1252", "L’œuf « 12\xa0000 € » -> … |-+# Lé?"),
        ("cp850", "L'oeuf « 12\xa0000 EUR » -> ... │─┌█ Lé?"),
        ("ascii", 'L\'oeuf " 12 000 EUR " -> ... |-+# Le?'),
        ("inconnu", 'L\'oeuf " 12 000 EUR " -> ... |-+# Le?'),
        (None, 'L\'oeuf " 12 000 EUR " -> ... |-+# Le?'),
    ],
)
def test_a_poor_console_gets_near_equivalents(encoding: str | None, written: str) -> None:
    assert for_console("L’œuf « 12\u202f000 € » → … │─┌█ Łé日", encoding) == written


@given(ANY_TEXT, st.sampled_from(["cp1252", "cp850", "ascii", "latin-1", "utf-8"]))
def test_console_text_can_always_be_written(text: str, encoding: str) -> None:
    for_console(text, encoding).encode(encoding)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Léa Martin", "de Léa Martin"),
        ("Odile Petit", "d’Odile Petit"),
        ("Éric", "d’Éric"),
        ("Hélène Roy", "d’Hélène Roy"),
        ("Hamid", "de Hamid"),
        ("Yves", "d’Yves"),
        ("Yann", "de Yann"),
        ("", "de "),
    ],
)
def test_de_loses_its_vowel_before_another(name: str, said: str) -> None:
    assert of_name(name) == said
