"""From a published figure to today’s: the parts sum exactly, and each has its reason."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bases import copied, store_of
from builders import opened
from raw_facts import World, make_base
from test_funnel import FIRST as DAY_ONE
from test_funnel import some_day, some_world
from test_known import EDITS, FACTS, FIRST, TURNS, lived, reading, start, type_in
from venez_vivre.steering.bridge import REASONS, Bridge, Part
from venez_vivre.steering.frozen import between, figures
from venez_vivre.store.known import last_operation
from venez_vivre.store.operations import Heading
from venez_vivre.store.queries.bridge import LINES, Line, contributions
from venez_vivre.store.queries.steering import Place, Scope
from venez_vivre.store.reader import Reader

__all__ = ["start"]
NORTH = Place(1, "E1", "Essai Autun", 1)
YEAR = Scope(date(2025, 1, 1), date(2025, 12, 31), date(2025, 12, 31))
LATER = FIRST + timedelta(1)


@settings(max_examples=150)
@given(
    some_world,
    st.lists(some_day, min_size=2, max_size=2).map(sorted),
    st.booleans(),
    st.sampled_from([None, NORTH]),
)
def test_contributions_sum_to_the_funnel(
    world: World, days: list[date], bounded: bool, place: Place | None
) -> None:
    """Every figure, in any period, with or without a territory, is the sum of who makes it up."""
    first, last = days
    scope = Scope(first if bounded else None, last, last, territory=place)
    with TemporaryDirectory() as folder, reading(make_base(Path(folder) / "b.db", world)) as rows:
        found = contributions(rows, scope)
        assert {line: sum(found[line].values()) for line in LINES} == figures(rows, scope)
    assert all(amount > 0 for line in LINES for amount in found[line].values())


SCOPES = st.builds(
    lambda first, length, place: Scope(
        first, first + timedelta(length), first + timedelta(length), territory=place
    ),
    st.dates(date(2025, 1, 1), FIRST),
    st.sampled_from([30, 90, 400]),
    st.sampled_from([None, NORTH]),
)


@settings(max_examples=120)
@given(
    steps=st.lists(st.tuples(st.integers(0, 2), FACTS | EDITS | TURNS), min_size=1, max_size=12),
    scopes=st.lists(SCOPES, min_size=1, max_size=3),
)
def test_a_bridge_sums_exactly_and_every_part_has_its_reason(
    start: Path,
    tmp_path_factory: pytest.TempPathFactory,
    steps: list[tuple[int, list[str]]],
    scopes: list[Scope],
) -> None:
    """From any moment to now, whatever was done: nothing is left for « autres corrections »."""
    base = tmp_path_factory.mktemp("case") / "base.db"
    copied(start / "start.db", base)
    marks = {step.last for step in lived(base, start, steps)}
    with reading(base) as rows:
        for scope in scopes:
            now = figures(rows, scope)
            for mark in marks:
                for one in between(rows, mark, scope):
                    assert one.before + sum(part.amount for part in one.parts) == one.now
                    assert one.now == now[one.line]
                    assert "autre" not in {part.reason for part in one.parts}
                    assert all(part.amount for part in one.parts)


# --- one case for each reason ---------------------------------------------------------------


@pytest.fixture
def case(start: Path, tmp_path: Path) -> Path:
    """Zoé (with Hugo), Léa and Noël, all signed up in January; two territories."""
    base = tmp_path / "base.db"
    copied(start / "start.db", base)
    return base


def mark(base: Path) -> int:
    with reading(base) as rows:
        return last_operation(rows)


def told(base: Path, after: int, scope: Scope = YEAR) -> dict[str, str]:
    """The sentence of every figure that changed since an operation."""
    with reading(base) as rows:
        return _told(rows, after, scope)


def _told(rows: Reader, after: int, scope: Scope) -> dict[str, str]:
    found = between(rows, after, scope)
    return {f"{one.line.stage} {one.line.unit}": one.sentence for one in found if one.changed}


def settle(base: Path, name: str, *more: str, day: date = FIRST) -> None:
    words = ("installations", "noter", f"{name}@example.org", "--commune", "Autun", *more)
    assert type_in(base, day, *words) == 0


HOME = ("--le", "2025-06-01", "--adultes", "2", "--enfants", "1", "--scolarises", "1")


def test_what_was_typed_late_is_told(case: Path) -> None:
    """An exchange, a settlement and two sign-ups of the period, recorded after the report."""
    after = mark(case)
    type_in(case, LATER, "contacts", "noter", "zoe@example.org", "Un mot", "-r", "joint", "--le",
            "2025-02-01")  # fmt: skip
    settle(case, "zoe", *HOME, day=LATER)
    folder = case.parent / "f.csv"
    folder.write_text("date_inscription;prenom;nom;email\n01/02/2025;Ana;Silva;ana@example.org\n"
                      "02/02/2025;Max;Roi;max@example.org\n", "utf-8")  # fmt: skip
    type_in(case, LATER, "inscrits", "importer", str(folder))
    assert told(case, after) == {
        "inscrits foyers": "3 → 5 : +2 saisies tardives",
        "inscrits personnes": "3 → 5 : +2 personnes (saisie tardive)",
        "accompagnes foyers": "0 → 1 : +1 saisie tardive",
        "accompagnes personnes": "0 → 1 : +1 personne (saisie tardive)",
        "installes foyers": "0 → 1 : +1 saisie tardive",
        "installes personnes": "0 → 3 : +3 personnes (saisie tardive)",
    }


def test_a_double_that_was_joined_is_told_beside_what_was_typed(case: Path) -> None:
    """« 3 → 4 : +2 saisies tardives, −1 doublon fusionné »."""
    after = mark(case)
    folder = case.parent / "f.csv"
    folder.write_text("date_inscription;prenom;nom;email\n01/02/2025;Ana;Silva;ana@example.org\n"
                      "02/02/2025;Max;Roi;max@example.org\n", "utf-8")  # fmt: skip
    type_in(case, LATER, "inscrits", "importer", str(folder))
    assert type_in(case, LATER, "foyers", "fusionner", "zoe@example.org", "lea@example.org",
                   "--oui") == 0  # fmt: skip
    found = told(case, after)
    assert found["inscrits foyers"] == "3 → 4 : +2 saisies tardives, −1 doublon fusionné"
    assert found["inscrits personnes"] == "3 → 5 : +2 personnes (saisie tardive)"


def test_a_settlement_that_follows_its_household_into_another_file_changes_nothing(
    case: Path,
) -> None:
    """The double was settled: joined, the household that stays counts in its place."""
    settle(case, "lea", *HOME)
    after = mark(case)
    type_in(case, LATER, "foyers", "fusionner", "zoe@example.org", "lea@example.org", "--oui")
    assert told(case, after) == {"inscrits foyers": "3 → 2 : −1 doublon fusionné"}


def test_somebody_who_joins_a_file_that_was_met_is_met_too(case: Path) -> None:
    """Léa had never been reached; the file she is brought into was."""
    type_in(case, FIRST, "contacts", "noter", "zoe@example.org", "x", "-r", "joint")
    after = mark(case)
    type_in(case, LATER, "foyers", "fusionner", "zoe@example.org", "lea@example.org", "--oui")
    assert told(case, after) == {
        "inscrits foyers": "3 → 2 : −1 doublon fusionné",
        "accompagnes personnes": "1 → 2 : +1 personne (doublon fusionné)",
    }


def test_a_cancelled_settlement_is_told_then_its_return(case: Path) -> None:
    """Cancelled after the report; then typed again, which is another settlement."""
    settle(case, "lea", *HOME)
    after = mark(case)
    assert type_in(case, LATER, "installations", "annuler", "lea@example.org") == 0
    assert told(case, after)["spontanees foyers"] == "1 → 0 : −1 installation annulée"
    cancelled = mark(case)
    assert type_in(case, LATER, "annuler") == 0
    assert told(case, after) == {}
    assert (
        told(case, cancelled)["spontanees personnes"]
        == "0 → 3 : +3 personnes (installation rétablie)"
    )


def test_a_command_undone_since_is_told(case: Path) -> None:
    """The settlement was typed on another file, and taken back."""
    settle(case, "lea", *HOME)
    after = mark(case)
    assert type_in(case, LATER, "annuler") == 0
    assert told(case, after) == {
        "spontanees foyers": "1 → 0 : −1 saisie annulée",
        "spontanees personnes": "3 → 0 : −3 personnes (saisie annulée)",
    }


def test_a_whole_import_undone_since_is_told(case: Path) -> None:
    """Its households are gone as if they had never been there."""
    folder = case.parent / "f.csv"
    folder.write_text("date_inscription;prenom;nom;email\n01/02/2025;Ana;Silva;ana@example.org\n")
    type_in(case, FIRST, "inscrits", "importer", str(folder))
    after = mark(case)
    assert type_in(case, LATER, "annuler") == 0
    assert told(case, after)["inscrits foyers"] == "4 → 3 : −1 saisie annulée"


def test_a_household_that_left_a_territory_came_into_another(case: Path) -> None:
    """Seen from one territory it came, from the other it left; together nothing changed."""
    type_in(case, FIRST, "foyers", "reorienter", "lea@example.org", "--vers", "E1")
    after = mark(case)
    type_in(case, LATER, "foyers", "reorienter", "lea@example.org", "--vers", "E2")
    north = Scope(None, FIRST, FIRST, territory=NORTH)
    south = Scope(None, FIRST, FIRST, territory=Place(2, "E2", "Essai Dole", 1))
    assert told(case, after, north)["inscrits foyers"] == "1 → 0 : −1 sorti du territoire"
    assert told(case, after, south)["inscrits foyers"] == "0 → 1 : +1 entré dans le territoire"
    assert told(case, after) == {}


def correct(base: Path, sql: str, table: str) -> None:
    """Correct rows as a use case does: the journal knows them."""
    with store_of(base).transact(Heading("Test", "correction", LATER)) as work:
        numbers = work.rows.rows(f"SELECT id FROM {table}")
        work.journal.touch(table, [number for (number,) in numbers])
        work.rows.run(sql)


def test_a_corrected_date_is_told_where_it_leaves_and_where_it_comes(case: Path) -> None:
    """The settlement of June was in May: June loses it, May has it."""
    settle(case, "lea", *HOME)
    after = mark(case)
    correct(case, "UPDATE settlement SET settled_on = '2025-05-31'", "settlement")
    may = Scope(date(2025, 5, 1), date(2025, 5, 31), FIRST)
    june = Scope(date(2025, 6, 1), date(2025, 6, 30), FIRST)
    assert told(case, after, june)["spontanees foyers"] == "1 → 0 : −1 date corrigée"
    assert told(case, after, may)["spontanees personnes"] == "0 → 3 : +3 personnes (date corrigée)"


def test_a_corrected_number_of_people_is_told(case: Path) -> None:
    """One more child than was said: people change, households do not."""
    settle(case, "lea", *HOME)
    after = mark(case)
    correct(case, "UPDATE settlement SET children = 2", "settlement")
    assert told(case, after) == {
        "spontanees personnes": "3 → 4 : +1 personne (effectif corrigé)",
    }


def test_an_exchange_that_reached_nobody_after_all_is_told(case: Path) -> None:
    """Corrected from « joint » to « sans réponse »."""
    type_in(case, FIRST, "contacts", "noter", "lea@example.org", "x", "-r", "joint")
    after = mark(case)
    correct(case, "UPDATE contact SET result = 'sans_reponse'", "contact")
    assert told(case, after)["accompagnes foyers"] == "1 → 0 : −1 échange requalifié"


def test_a_settlement_whose_exchange_is_known_at_last_changes_lines(case: Path) -> None:
    """It was spontaneous; a late exchange makes it one of those who were accompanied."""
    settle(case, "lea", *HOME)
    after = mark(case)
    type_in(case, LATER, "contacts", "noter", "lea@example.org", "x", "-r", "joint", "--le",
            "2025-02-01")  # fmt: skip
    found = told(case, after)
    reclassed = "installation reclassée (accompagnée ou spontanée)"
    assert found["installes foyers"] == f"0 → 1 : +1 {reclassed}"
    assert found["spontanees foyers"] == f"1 → 0 : −1 {reclassed}"


def test_an_older_exchange_typed_since_moves_a_household_to_its_own_month(case: Path) -> None:
    """March loses what February gains."""
    said = ("contacts", "noter", "lea@example.org", "x", "-r", "joint", "--le")
    type_in(case, FIRST, *said, "2025-03-05")
    after = mark(case)
    type_in(case, LATER, *said, "2025-02-20")
    march = Scope(date(2025, 3, 1), date(2025, 3, 31), FIRST)
    february = Scope(date(2025, 2, 1), date(2025, 2, 28), FIRST)
    lost = told(case, after, march)["accompagnes foyers"]
    assert lost == "1 → 0 : −1 fait plus ancien saisi depuis"
    assert told(case, after, february)["accompagnes foyers"] == "0 → 1 : +1 saisie tardive"


def test_a_file_in_two_is_told(case: Path) -> None:
    """Hugo, who was in Zoé’s file, has his own: he signed up the day it was opened."""
    month = Scope(date(2025, 11, 1), date(2025, 11, 30), FIRST)
    after = mark(case)
    assert type_in(case, LATER, "foyers", "separer", "zoe@example.org", "Hugo", "--oui") == 0
    assert told(case, after, month) == {
        "inscrits foyers": "0 → 1 : +1 séparation de foyers",
        "inscrits personnes": "0 → 1 : +1 personne (séparation de foyers)",
    }


def test_what_the_journal_forgot_was_erased(case: Path) -> None:
    """An erasure leaves no row and no image: the figure that was published says who is missing."""
    with reading(case) as rows:
        published = figures(rows, YEAR)
    connection = opened(case, write=True)
    for table in ("signup", "person", "household"):
        column = "id" if table == "household" else "household_id"
        connection.execute(f"DELETE FROM {table} WHERE {column} = 2")
    connection.close()
    with reading(case) as rows:
        found = {one.line: one for one in between(rows, 2, YEAR, published)}
    line = Line("inscrits", "foyers")
    assert found[line] == Bridge(line, 3, 2, (Part("dossier_efface", -1),))


def test_a_sentence_begins_with_what_adds() -> None:
    """Additions first, the largest first; one of a kind in the singular."""
    parts = (Part("saisie_tardive", 3), Part("doublon_fusionne", -1))
    said = Bridge(LINES[0], 41, 43, parts).sentence
    assert said == "41 → 43 : +3 saisies tardives, −1 doublon fusionné"
    assert Bridge(LINES[0], 1200, 1200).sentence == "1\u202f200 → 1\u202f200"


def test_every_reason_has_a_singular_and_a_plural() -> None:
    """No two reasons are said alike."""
    said = [word for words in REASONS.values() for word in words]
    assert len(set(said)) == len(said)
    assert DAY_ONE < FIRST
