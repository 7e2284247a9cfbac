"""Columns share the width of a terminal, and no word of a page is lost on the way."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from venez_vivre.reports import terminal
from venez_vivre.reports.layout import NARROWEST, Track, crop, share, width_of, wrap
from venez_vivre.screens.pages import Column, Facts, Page, Prose, Table

WORDS = st.lists(st.text("abcéœ…’日本", min_size=1, max_size=30), max_size=12).map(" ".join)


@given(WORDS, st.integers(2, 60))
def test_wrapped_lines_fit_and_say_everything(text: str, width: int) -> None:
    """No line is wider than asked, and the letters come back in their order."""
    lines = wrap(text, width)
    assert all(width_of(line) <= width for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


@given(WORDS, st.integers(2, 60))
def test_a_cropped_text_fits_and_says_that_it_is_cut(text: str, width: int) -> None:
    """A text that fits stays whole; another ends with « … »."""
    short = crop(text, width)
    assert width_of(short) <= width
    assert short == text or short.endswith("…")


@given(st.lists(st.sampled_from(["mot", "«", "»", "»,", ":", "?", "un"]), max_size=14))
def test_french_signs_stay_with_their_word(words: list[str]) -> None:
    """No line begins with « ? », « : », « » », nor ends with an opening guillemet."""
    lines = wrap(" ".join(words), 60)
    assert " ".join(lines) == " ".join(words)
    for line, following in pairwise(lines):
        assert not line.endswith("«")
        assert following[0] not in "?:»"


def test_a_sign_comes_down_with_its_word() -> None:
    """And blanks that are doubled stay so."""
    assert wrap("Enregistrer les 12 lignes ?", 25) == ["Enregistrer les 12", "lignes ?"]
    assert wrap("Rien pour « un deux »", 19) == ["Rien pour « un", "deux »"]
    assert wrap("  un  deux trois", 12) == ["  un  deux", "trois"]


TRACKS = st.lists(
    st.builds(Track, st.integers(1, 60), st.booleans(), word=st.integers(0, 16)), min_size=1
)


@given(TRACKS, st.integers(1, 200))
def test_columns_share_the_room(tracks: list[Track], room: int) -> None:
    """Nobody grows, what does not wrap keeps its width, and all fit unless all are narrow."""
    widths = share(tracks, room)
    for track, width in zip(tracks, widths, strict=True):
        assert width <= track.natural
        assert width == track.natural if not track.wraps else width >= min(track.natural, NARROWEST)
    able = [w for t, w in zip(tracks, widths, strict=True) if t.wraps and w > NARROWEST]
    assert sum(widths) <= room or not able


def test_a_word_is_broken_only_when_there_is_no_room_anywhere() -> None:
    """The column of the longest text gives way before the one whose words are long."""
    assert share([Track(40, wraps=True, word=5), Track(14, wraps=True, word=14)], 30) == [16, 14]
    assert share([Track(40, wraps=True, word=9), Track(14, wraps=True, word=14)], 24) == [10, 14]
    assert share([Track(40, wraps=True, word=9), Track(14, wraps=True, word=14)], 18) == [9, 9]


def test_wide_characters_take_two_cells() -> None:
    """A Japanese name keeps the columns after it straight."""
    assert width_of("日本") == 4
    assert width_of("Zoé") == 3


COLUMNS = (
    Column("nom", "Nom", "name"),
    Column("note", "Note"),
    Column("foyers", "Foyers", "count"),
)


def drawn(rows: list[tuple[object, ...]], *, colored: bool = False, width: int = 60) -> str:
    page = Page(None, lambda: [Table(COLUMNS, rows, empty="Rien.")])
    return terminal.render(page, colored=colored, width=width)


def test_no_line_is_wider_than_the_terminal() -> None:
    """Long cells wrap, numbers stay whole and to the right."""
    text = drawn([("Marie-Antoinette de la Tour", "un mot " * 30, 12_000)], width=50)
    assert all(width_of(line) <= 50 for line in text.splitlines())
    assert "12\u202f000" in text


def test_without_colour_there_is_no_escape_at_all() -> None:
    """Readable when copied; in colour every style is closed."""
    rows: list[tuple[object, ...]] = [("Zoé", "mot", 1)]
    assert "\x1b" not in drawn(rows)
    painted = drawn(rows, colored=True)
    assert painted.count("\x1b[0m") == painted.count("\x1b[") / 2


def test_hostile_text_is_never_drawn_raw() -> None:
    """Escapes, bidirectional marks and rich markup in names stay without effect."""
    text = drawn([("\x1b[2J\u202eZoé", "[/red][bold]", 1)], colored=True)
    assert "\x1b[2J" not in text
    assert "\u202e" not in text
    assert "[/red][bold]" in text


def test_an_empty_table_says_so() -> None:
    """No heading above nothing."""
    assert drawn([]) == "Rien.\n"


def test_facts_line_up_and_skip_the_unknown() -> None:
    """Labels in one column; a fact without a value is not shown."""
    facts = Facts((("Habite", "Paris"), ("Inconnu", None), ("Métier", "infirmière")))
    page = Page(None, lambda: [Prose("Titre", "title"), facts])
    assert terminal.render(page, colored=False, width=60) == (
        "Titre\nHabite  Paris\nMétier  infirmière\n"
    )
