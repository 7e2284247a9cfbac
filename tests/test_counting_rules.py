"""One rule of counting at a time, on households of which each differs by one fact."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from bases import store_of
from raw_facts import Contact, House, Settled, World, make_base
from venez_vivre.errors import Misuse, NotFound
from venez_vivre.steering.funnel import Counts, Funnel, Group, assemble, compare, measure
from venez_vivre.steering.groups import UNKNOWN, Name, check, namer, territory, within
from venez_vivre.store.base import Store
from venez_vivre.store.operations import Heading
from venez_vivre.store.queries import steering as queries
from venez_vivre.store.queries.steering import Place, Scope, Step, Way
from venez_vivre.store.reader import Reader
from venez_vivre.store.stages import derive, derive_range

DAY0 = date(2025, 3, 10)
LAST = date(2025, 12, 31)


def day(number: int) -> date:
    """So many days after the first."""
    return DAY0 + timedelta(number)


def home(
    *signups: int, met: tuple[int, ...] = (), settled: tuple[Settled, ...] = (), **more: object
) -> House:
    """A household: the days of the only form of each person, of what reached it, its homes."""
    return House(
        tuple((day(n),) for n in signups),
        tuple(Contact(day(n), "joint") for n in met),
        settled,
        **more,  # type: ignore[arg-type]
    )


Reading = Callable[..., list[tuple[object, ...]]]


@pytest.fixture
def derived(tmp_path: Path) -> Callable[..., list[tuple[object, ...]]]:
    """The columns that the stages of these households are derived into."""

    def read(*houses: House) -> list[tuple[object, ...]]:
        base = make_base(tmp_path / "base.db", World(houses))
        with store_of(base).reading() as rows:
            return rows.rows(
                "SELECT stage, registered_on, accompanied_on, settled_on, spontaneous, "
                "last_contact_on FROM household ORDER BY id"
            )

    return read


def iso(number: int) -> str:
    return day(number).isoformat()


# --- the stage of a household ---------------------------------------------------------------


def test_a_household_is_registered_from_its_first_form(derived: Reading) -> None:
    (found,) = derived(House(((day(5), day(2)), (day(3),))))
    assert found == ("inscrit", iso(2), None, None, 0, None)


def test_a_household_nobody_registered_is_nowhere(derived: Reading) -> None:
    (found,) = derived(House((), (Contact(day(1), "joint"),)))
    assert found == ("inscrit", None, None, None, 0, iso(1))


def test_the_first_exchange_that_reached_somebody_accompanies(derived: Reading) -> None:
    contacts = (
        Contact(day(1), "sans_reponse"),
        Contact(day(6), "joint"),
        Contact(day(4), "honore"),
        Contact(day(9), "absent"),
    )
    (found,) = derived(House(((day(0),),), contacts))
    assert found == ("accompagne", iso(0), iso(4), None, 0, iso(9))


def test_who_was_never_reached_is_not_accompanied(derived: Reading) -> None:
    (found,) = derived(House(((day(0),),), (Contact(day(1), "message"),)))
    assert found[:3] == ("inscrit", iso(0), None)


def test_an_exchange_before_the_form_counts_from_the_form(derived: Reading) -> None:
    """Met at a fair on the first day, signed up on the fifth and again on the eighth."""
    (found,) = derived(House(((day(5), day(8)),), (Contact(day(0), "joint"),)))
    assert found[2] == iso(5)


def test_a_cancelled_home_is_no_home_and_the_first_that_stands_counts(derived: Reading) -> None:
    homes = (Settled(day(3), cancelled=day(4)), Settled(day(9)), Settled(day(7)))
    all_gone, standing = derived(
        home(0, met=(1,), settled=homes[:1]), home(0, met=(1,), settled=homes)
    )
    assert all_gone[:4] == ("accompagne", iso(0), iso(1), None)
    assert standing[:4] == ("installe", iso(0), iso(1), iso(7))


@pytest.mark.parametrize(("met", "alone"), [((), 1), ((8,), 1), ((7,), 0), ((6,), 0), ((6, 8), 0)])
def test_who_settled_before_anybody_reached_them_did_it_alone(
    derived: Reading, met: tuple[int, ...], alone: int
) -> None:
    """Reached on the day of the move is reached in time."""
    (found,) = derived(home(0, met=met, settled=(Settled(day(7)),)))
    assert (found[0], found[4]) == ("installe", alone)


def test_each_household_has_its_own_facts(derived: Reading) -> None:
    found = derived(
        home(0), home(2, met=(3,)), home(4, met=(5,), settled=(Settled(day(6)),)), home(8)
    )
    assert [one[1:4] for one in found] == [
        (iso(0), None, None),
        (iso(2), iso(3), None),
        (iso(4), iso(5), iso(6)),
        (iso(8), None, None),
    ]


def test_a_person_counts_from_their_own_first_form(tmp_path: Path) -> None:
    base = make_base(tmp_path / "base.db", World((House(((day(6), day(4)), (day(9),), ())),)))
    with store_of(base).reading() as rows:
        found = rows.rows("SELECT registered_on FROM person ORDER BY id")
    assert found == [(iso(4),), (iso(9),), (None,)]


FOLLOW_UPS = (
    "INSERT INTO follow_up (household_id, action, due_on, due_at, done_on, kind, origin) "
    "VALUES (?, ?, ?, ?, ?, 'relance', 'saisie')"
)


def test_what_comes_next_is_the_first_that_is_due_and_not_done(tmp_path: Path) -> None:
    """By day, then by hour, then as it was noted; what is done comes no more."""
    base = make_base(tmp_path / "base.db", World((home(0), home(0), home(0), home(0))))
    with store_of(base).transact(Heading("test", "test", DAY0)) as work:
        work.rows.run_many(
            FOLLOW_UPS,
            [
                (1, "tard", iso(9), None, None),
                (1, "tôt", iso(7), None, None),
                (1, "fait", iso(5), None, iso(6)),
                (2, "soir", iso(7), "18:00", None),
                (2, "matin", iso(7), "09:00", None),
                (3, "un", iso(7), None, None),
                (3, "deux", iso(7), None, None),
                (4, "fait", iso(7), None, iso(7)),
            ],
        )
        derive(work.rows, [4, 3, 2, 1])
        found = work.rows.rows("SELECT next_action, next_due_on FROM household ORDER BY id")
    assert found == [("tôt", iso(7)), ("matin", iso(7)), ("un", iso(7)), (None, None)]


def test_only_the_households_asked_for_are_derived(tmp_path: Path) -> None:
    """One by one, or by numbers from first to last, both included."""
    base = make_base(tmp_path / "base.db", World(tuple(home(0) for _ in range(6))))

    def again(work: Callable[[Reader], None]) -> list[int]:
        with store_of(base).transact(Heading("t", "t", DAY0), dry=True) as unit:
            unit.rows.run("UPDATE household SET stage = 'installe'")
            unit.rows.run("UPDATE person SET registered_on = NULL")
            work(unit.rows)
            found = unit.rows.rows(
                "SELECT h.id FROM household h JOIN person p ON p.household_id = h.id "
                "WHERE h.stage = 'inscrit' AND p.registered_on IS NOT NULL"
            )
            return sorted(number for (number,) in found)

    assert again(lambda rows: derive(rows, [5, 2, 2])) == [2, 5]
    assert again(lambda rows: derive(rows, [])) == []
    assert again(lambda rows: derive_range(rows, 2, 4)) == [2, 3, 4]


def test_more_households_than_one_statement_takes_are_all_derived(tmp_path: Path) -> None:
    count = 1001
    base = make_base(tmp_path / "base.db", World(tuple(home(0, met=(1,)) for _ in range(count))))
    with store_of(base).reading() as rows:
        found = rows.rows("SELECT stage, count(*) FROM household GROUP BY stage")
    assert found == [("accompagne", count)]


# --- the funnel -----------------------------------------------------------------------------

SMALL = World(
    (
        home(0, 20, met=(5,), settled=(Settled(day(10), 2, 3, 1),), channel="site", territory=1),
        home(4, met=(12,), channel="site", territory=2, officer=1),
        home(10, channel="salon", territory=1, officer=2, department="71"),
        home(2, settled=(Settled(day(8), 1, 2, 2),), department="2A"),
        home(6, met=(7,), settled=(Settled(day(9), 1), Settled(day(9), 4, 4, 4))),
    ),
    (("T1", "Pays d’Autun"), ("T2", "Bresse")),
    ("Zoé", "Anne"),
)


@pytest.fixture
def small(tmp_path: Path) -> Store:
    return store_of(make_base(tmp_path / "base.db", SMALL))


def scope(first: int | None, last: int, **more: object) -> Scope:
    start = None if first is None else day(first)
    return Scope(start, day(last), day(last), **more)  # type: ignore[arg-type]


def told(store: Store, asked: Scope) -> dict[str, tuple[int, ...]]:
    with store.reading() as rows:
        steps = measure(rows, asked).total.steps
    return {
        stage: (one.households, one.people, one.adults, one.children, one.schooled)
        for stage, one in steps.items()
        if one != Step()
    }


def test_everything_since_the_beginning(small: Store) -> None:
    """Registered people are persons, accompanied ones too, settled ones adults and children."""
    assert told(small, scope(None, 30)) == {
        "inscrits": (5, 6, 0, 0, 0),
        "accompagnes": (3, 4, 0, 0, 0),
        "installes": (2, 6, 3, 3, 1),
        "spontanees": (1, 3, 1, 2, 2),
    }


@pytest.mark.parametrize(
    ("first", "last", "inscrits"), [(0, 0, 1), (1, 4, 2), (4, 10, 3), (5, 9, 1), (11, 19, 0)]
)
def test_both_days_of_a_period_count(small: Store, first: int, last: int, inscrits: int) -> None:
    assert told(small, scope(first, last)).get("inscrits", (0,))[0] == inscrits


@pytest.mark.parametrize(
    ("first", "last", "found"), [(10, 10, (1, 5)), (9, 10, (2, 6)), (11, 20, None), (9, 9, (1, 1))]
)
def test_a_home_counts_on_its_day_once_and_by_what_was_noted_first(
    small: Store, first: int, last: int, found: tuple[int, int] | None
) -> None:
    """Two homes noted for one day are one: the first line says who moved."""
    assert told(small, scope(first, last)).get("installes", (None,))[:2] == (found or (None,))


def test_somebody_who_joins_later_is_accompanied_from_their_own_form(small: Store) -> None:
    """The household was met on day 5, its second person came on day 20."""
    assert told(small, scope(5, 5))["accompagnes"][:2] == (1, 1)
    assert told(small, scope(6, 19))["accompagnes"][:2] == (2, 2)
    assert told(small, scope(20, 20))["accompagnes"][:2] == (0, 1)
    assert "accompagnes" not in told(small, scope(21, 30))


def test_a_cohort_follows_those_who_signed_up_and_nobody_else(small: Store) -> None:
    """Signed up from day 0 to 4; seen from day 9, then from day 12."""
    cohort = Scope(day(0), day(4), day(9), cohort=True)
    assert told(small, cohort) == {
        "inscrits": (3, 3, 0, 0, 0),
        "accompagnes": (1, 1, 0, 0, 0),
        "spontanees": (1, 3, 1, 2, 2),
    }
    later = Scope(day(0), day(4), day(12), cohort=True)
    assert told(small, later)["accompagnes"][:2] == (2, 2)
    assert told(small, later)["installes"][:2] == (1, 5)


def test_a_territory_counts_its_own(small: Store) -> None:
    with small.reading() as rows:
        inside = within(rows, scope(None, 30), "t1 ")
    assert told(small, inside) == {
        "inscrits": (2, 3, 0, 0, 0),
        "accompagnes": (1, 2, 0, 0, 0),
        "installes": (1, 5, 2, 3, 1),
    }


@pytest.mark.parametrize(
    ("first", "last", "wanted"),
    [
        # (reached, entered) from sign-up to exchange, from exchange to home, from sign-up to home
        (None, 30, [(3, 5), (2, 3), (2, 5)]),
        (0, 4, [(0, 3), (0, 0), (0, 3)]),
        (5, 9, [(1, 1), (1, 2), (1, 1)]),
        (5, 10, [(1, 2), (2, 2), (1, 2)]),
        (0, 10, [(2, 5), (2, 2), (2, 5)]),
        (4, 12, [(2, 3), (2, 3), (1, 3)]),
    ],
)
def test_a_rate_follows_those_who_entered_in_the_period(
    small: Store, first: int | None, last: int, wanted: list[tuple[int, int]]
) -> None:
    with small.reading() as rows:
        rates = measure(rows, scope(first, last)).total.rates
    assert [(one.reached, one.base) for one in rates] == wanted
    assert [(one.origin, one.goal) for one in rates] == [
        ("inscrits", "accompagnes"),
        ("accompagnes", "installes"),
        ("inscrits", "installes"),
    ]


def test_every_count_of_a_stage_is_its_own(tmp_path: Path) -> None:
    """People are counted where they are people, followers where they follow; sums are sums."""
    world = World(
        (
            home(0, 1, met=(2,), settled=(Settled(day(5), 2, 3, 2),)),
            home(1, met=(1,), settled=(Settled(day(6), 1, 1, 1),)),
            home(3),
        )
    )
    with store_of(make_base(tmp_path / "base.db", world)).reading() as rows:
        steps = measure(rows, scope(1, 6)).total.steps
        cohort = measure(rows, Scope(day(1), day(3), day(6), cohort=True)).total.steps
    assert steps == {
        "inscrits": Step(2, 3),
        "accompagnes": Step(2, 3, of_registered=1),
        "installes": Step(2, 7, 3, 4, 3, of_registered=1, of_accompanied=2),
    }
    assert cohort == {
        "inscrits": Step(2, 2),
        "accompagnes": Step(1, 1, of_registered=1),
        "installes": Step(1, 2, 1, 1, 1, of_registered=1, of_accompanied=1),
    }


def test_bars_are_parts_of_the_largest_stage(small: Store) -> None:
    with small.reading() as rows:
        assert measure(rows, scope(None, 30)).total.bars == (1.0, 0.6, 0.4)
    assert Counts().bars == (0.0, 0.0, 0.0)
    assert Counts({"installes": Step(households=4)}).bars == (0.0, 0.0, 1.0)


def test_nothing_counted_has_no_size() -> None:
    assert Counts().size == 0
    assert Counts({"inscrits": Step(2, 3), "installes": Step(1, 4, 2, 2, 1)}).size == 10
    assert Counts({"inscrits": Step(people=1)}).size == 1


def test_counts_add_up_field_by_field() -> None:
    one = Step(1, 2, 3, 4, 5, 6, 7)
    other = Step(10, 20, 30, 40, 50, 60, 70)
    assert one + other == Step(11, 22, 33, 44, 55, 66, 77)
    both = Counts({"inscrits": one}) + Counts({"inscrits": other, "installes": one})
    assert both == Counts({"inscrits": one + other, "installes": one})


def test_a_comparison_counts_the_same_scope_on_other_days(small: Store) -> None:
    """Without its groups, and without the spans that do not exist."""

    class Span:
        start, end = day(0), day(4)
        moment = ("", None, end)

    with small.reading() as rows:
        value = measure(rows, scope(5, 30, by="canal", territory=territory(rows, "T1")))
        found = compare(rows, value, [("avant", Span()), ("an", None)])
        before = measure(rows, scope(0, 4, territory=territory(rows, "T1"))).total
    assert [(name, span, counts) for name, span, counts in found.compared] == [
        ("avant", found.compared[0][1], before)
    ]
    assert before.step("inscrits").households == 1
    assert found.groups == value.groups


# --- groups ---------------------------------------------------------------------------------


def groups(store: Store, by: str, **more: object) -> list[tuple[str, str, int]]:
    with store.reading() as rows:
        found = measure(rows, scope(None, 30, by=by, **more)).groups
    return [(one.key, one.label, one.counts.step("inscrits").households) for one in found]


@pytest.mark.parametrize(
    ("by", "wanted"),
    [
        (
            "territoire",
            [
                ("T1", "Pays d’Autun", 2),
                ("T2", "Bresse", 1),
                (UNKNOWN, "(non renseigné)", 2),
            ],
        ),
        ("agent", [("Anne", "Anne", 1), ("Zoé", "Zoé", 1), (UNKNOWN, "(non renseigné)", 3)]),
        ("mois", [("2025-03", "mars 2025", 5)]),
        (
            "departement_origine",
            [
                ("2A", "Corse-du-Sud (2A)", 1),
                ("71", "Saône-et-Loire (71)", 1),
                (UNKNOWN, "(non renseigné)", 3),
            ],
        ),
    ],
)
def test_groups_are_named_and_the_largest_comes_first(
    small: Store, by: str, wanted: list[tuple[str, str, int]]
) -> None:
    """Those of one size by name, the unknown at the end however large."""
    assert groups(small, by) == wanted


def test_channels_are_called_as_the_vocabulary_says(small: Store) -> None:
    """A word that it does not hold names itself."""
    assert [(key, count) for key, _, count in groups(small, "canal")] == [
        ("site", 2),
        ("salon", 1),
        (UNKNOWN, 2),
    ]
    with small.reading() as rows:
        names = namer(rows, "canal")
    assert names["bouche_a_oreille"].label != "bouche_a_oreille"
    assert names["pigeon"] == Name("pigeon", "pigeon")


def test_months_come_in_their_order_and_count_their_own_facts(tmp_path: Path) -> None:
    """Signed up in March, met in April: two months, and two households of March in cohort."""
    world = World((home(0, met=(40,)), home(1), home(45)))
    store = store_of(make_base(tmp_path / "base.db", world))
    with store.reading() as rows:
        flow = measure(rows, scope(None, 90, by="mois"))
        cohort = measure(rows, Scope(day(0), day(90), day(90), "mois", cohort=True))
    assert [one.label for one in flow.groups] == ["mars 2025", "avril 2025"]
    assert not flow.follows
    assert cohort.follows
    march, april = flow.groups
    assert (march.counts.step("inscrits").households, march.bar) == (2, 1.0)
    assert (april.counts.step("inscrits").households, april.bar) == (1, 0.5)
    assert april.counts.step("accompagnes").households == 1
    assert cohort.groups[0].counts.step("accompagnes").households == 1


def test_rates_of_any_other_group_mean_something() -> None:
    assert Funnel(scope(0, 9, by="canal"), Counts()).follows
    assert Funnel(scope(0, 9), Counts()).follows


def test_a_group_with_nothing_to_show_is_left_out() -> None:
    asked, names = scope(0, 9, by="canal"), {"a": Name("a", "A"), "b": Name("b", "B")}
    found = assemble(asked, [("inscrits", "a", Step()), ("installes", "b", Step(1, 2, 2))], names)
    assert found.groups == (Group("b", "B", Counts({"installes": Step(1, 2, 2)}), 0.0),)
    assert found.total.step("installes") == Step(1, 2, 2)
    assert assemble(scope(0, 9), [("inscrits", "a", Step(1))], names).groups == ()


def test_people_from_abroad_are_a_group_and_an_unknown_code_names_itself(small: Store) -> None:
    with small.reading() as rows:
        names = namer(rows, "departement_origine")
    assert names["etranger"] == Name("etranger", "Étranger")
    assert names["00"] == Name("00", "00")
    assert names[""] == Name(UNKNOWN, "(non renseigné)")


def test_a_day_names_itself_and_no_group_has_no_name(small: Store) -> None:
    with small.reading() as rows:
        assert namer(rows, queries.DAY)["2025-03-10"] == Name("2025-03-10", "2025-03-10")
        assert namer(rows, "")[""].key == UNKNOWN


def test_groups_of_one_size_come_by_their_names_not_by_their_codes(tmp_path: Path) -> None:
    world = World(
        (home(0, territory=1), home(0, territory=2), home(0, territory=3)),
        (("T1", "Vallée"), ("T2", "Étang"), ("T3", "Bresse")),
    )
    found = groups(store_of(make_base(tmp_path / "base.db", world)), "territoire")
    assert [label for _, label, _ in found] == ["Bresse", "Étang", "Vallée"]


def test_a_label_is_filed_without_its_accents() -> None:
    assert Name("x", "Éducation").sorting == "education"


def test_a_grouping_that_does_not_exist_is_told_with_those_that_do() -> None:
    assert check("canal") == "canal"
    with pytest.raises(Misuse, match=r"« couleur » .*territoire, canal, agent, mois, depart"):
        check("couleur")


def test_a_territory_that_does_not_exist_is_told(small: Store) -> None:
    with small.reading() as rows:
        assert within(rows, scope(0, 9), None) == scope(0, 9)
        with pytest.raises(NotFound, match=r"Aucun territoire n’a le code T9\."):
            territory(rows, "T9")


# --- the other named reads ------------------------------------------------------------------


def test_ways_gather_households_that_went_through_the_same_days(tmp_path: Path) -> None:
    """A file given up is told apart from those that are not, and counted once."""
    world = World(
        (
            home(0, met=(5,)),
            home(0, met=(5,)),
            home(0, met=(5,), closed_on=day(9)),
            home(0, settled=(Settled(day(8)),), territory=1),
            home(20),
            home(3, closed_on=day(9)),
        ),
        (("T1", "Autunois"),),
    )
    store = store_of(make_base(tmp_path / "base.db", world))
    with store.reading() as rows:
        found = queries.ways(rows, scope(None, 10))
        inside = queries.ways(rows, scope(None, 10, territory=territory(rows, "T1")))
        on_the_day = queries.ways(rows, scope(None, 20))
    alone = Way(iso(0), None, iso(8), 1, None, 1)
    assert sorted(found, key=repr) == sorted(
        [
            Way(iso(0), iso(5), None, 0, None, 2),
            Way(iso(0), iso(5), None, 0, iso(9), 1),
            Way(iso(3), None, None, 0, iso(9), 1),
            alone,
        ],
        key=repr,
    )
    assert inside == [alone]
    assert Way(iso(20), None, None, 0, None, 1) in on_the_day


def test_the_first_sign_up(tmp_path: Path) -> None:
    empty = store_of(make_base(tmp_path / "vide.db", World(())))
    full = store_of(make_base(tmp_path / "base.db", World((home(4), home(2), home(7)))))
    with empty.reading() as rows:
        assert queries.first_signup(rows) is None
    with full.reading() as rows:
        assert queries.first_signup(rows) == day(2)


def test_spending_is_summed_by_axis_dearest_first(tmp_path: Path) -> None:
    """Both days of the period count; axes that cost the same come by name."""
    campaigns = (
        ("Salon", iso(0), 100, 1, 2, 3),
        ("Salon", iso(9), 150, 10, 20, 30),
        ("Radio", iso(5), 900, 5, 6, 7),
        ("Presse", iso(4), 250, 1, 1, 1),
        ("Avant", iso(-1), 9999, 1, 1, 1),
        ("Après", iso(10), 9999, 1, 1, 1),
    )
    store = store_of(make_base(tmp_path / "base.db", World((), campaigns=campaigns)))
    with store.reading() as rows:
        found = queries.spending(rows, scope(0, 9))
    assert [(one.axis, one.cents, one.views, one.visits, one.plays) for one in found] == [
        ("Radio", 900, 5, 6, 7),
        ("Presse", 250, 1, 1, 1),
        ("Salon", 250, 11, 22, 33),
    ]


def test_goals_come_by_deadline_then_as_they_were_set(tmp_path: Path) -> None:
    targets = (
        ("foyers_installes", 30, None, iso(50)),
        ("foyers_installes", 10, iso(1), iso(20)),
        ("foyers_accompagnes", 20, None, iso(20)),
    )
    store = store_of(make_base(tmp_path / "base.db", World((), targets=targets)))
    with store.reading() as rows:
        found = queries.goals(rows)
    assert [(one.value, one.starts_on, one.deadline) for one in found] == [
        (10, day(1), day(20)),
        (20, None, day(20)),
        (30, None, day(50)),
    ]


def test_places_come_by_name_and_are_found_by_their_code(small: Store) -> None:
    with small.reading() as rows:
        bresse, autun = queries.places(rows)
        assert (bresse, autun) == (Place(2, "T2", "Bresse", 1), Place(1, "T1", "Pays d’Autun", 1))
        assert queries.place(rows, " t2 ") == bresse
        assert queries.place(rows, "T3") is None
        assert queries.kind_of(rows, autun) == "CC"
        assert queries.officers(rows) == {1: "Zoé", 2: "Anne"}


def test_each_day_of_a_report_counts_its_own_facts(small: Store) -> None:
    with small.reading() as rows:
        found = queries.funnel(rows, scope(4, 10, by=queries.DAY))
    households = {(stage, key): step.households for stage, key, step in found if step.households}
    assert households == {
        ("inscrits", iso(4)): 1,
        ("inscrits", iso(6)): 1,
        ("inscrits", iso(10)): 1,
        ("accompagnes", iso(5)): 1,
        ("accompagnes", iso(7)): 1,
        ("installes", iso(9)): 1,
        ("installes", iso(10)): 1,
        ("spontanees", iso(8)): 1,
    }
