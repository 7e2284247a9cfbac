"""A report that was published stays as it was; the gap to today’s figures is told."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bases import store_of
from builders import a_csv, a_settlement, a_signup, a_territory, query
from conftest import Run
from venez_vivre.casework.publishing import publish
from venez_vivre.dates import Period
from venez_vivre.errors import Refused
from venez_vivre.steering import frozen
from venez_vivre.steering.documents.kinds import KINDS, Ordered, draw_up
from venez_vivre.steering.documents.publishing import published
from venez_vivre.store.known import known_at
from venez_vivre.store.operations import Heading
from venez_vivre.store.queries import frozen as queries
from venez_vivre.store.queries.bridge import Line
from venez_vivre.store.queries.frozen import Frozen
from venez_vivre.store.queries.steering import Place, Scope, place

NOVEMBER = Period(date(2025, 11, 1), date(2025, 11, 30))
DAY = date(2025, 11, 27)
HOUSEHOLDS = Line("inscrits", "foyers")


@pytest.fixture
def peopled(run: Run, tmp_path: Path) -> Run:
    """Four households signed up in November, one of them in T1; one is settled."""
    run("territoires", "importer", str(a_csv(tmp_path / "t.csv", [a_territory()])))
    lines = [a_signup(email=f"f{n}@example.org") for n in range(4)]
    run("inscrits", "importer", str(a_csv(tmp_path / "f.csv", lines)))
    run("foyers", "reorienter", "f0@example.org", "--vers", "T1")
    settled = a_csv(tmp_path / "i.csv", [a_settlement("f0@example.org")])
    run("installations", "importer", str(settled))
    return run


def freeze(
    base: Path, kind: str = "mensuel", *, territory: str | None = None, **more: Any
) -> Frozen:
    """Draw a report up and keep it, in one transaction, as `--figer` does."""
    with store_of(base).transact(Heading("Anne", f"rapport {kind}", DAY)) as work:
        where: Place | None = place(work.rows, territory) if territory else None
        draft = draw_up(work.rows, KINDS[kind], Ordered(NOVEMBER, DAY, where))
        document = published(draft, public=False) | more
        scope = Scope(
            document["du"], document["situation_au"], document["situation_au"], territory=where
        )
        figures = frozen.figures(work.rows, scope)
        number = publish(work, document, figures, where.number if where else None)
        found = queries.find(work.rows, number)
    assert found is not None
    return found


def bridged(base: Path, report: Frozen) -> dict[Line, str]:
    with store_of(base).reading() as rows:
        found = frozen.bridges(rows, report)[0]
    return {one.line: one.sentence for one in found if one.changed}


def test_what_was_published_reads_back_as_it_was(peopled: Run, base: Path) -> None:
    """Its kind, period, day and author; its figures and its whole document, whatever came since."""
    report = freeze(base)
    assert (report.kind, report.starts_on, report.ends_on) == ("mensuel", *NOVEMBER[:2])
    assert (report.published_on, report.agent, report.diffusion) == (DAY, "Anne", "interne")
    assert report.scope == Scope(NOVEMBER.start, DAY, DAY)
    assert report.figures[HOUSEHOLDS] == 4
    before = report.content
    peopled("foyers", "fusionner", "f1@example.org", "f2@example.org", "--oui")
    with store_of(base).reading() as rows:
        again = queries.find(rows, report.number)
    assert again is not None
    assert again.content == before
    assert again.document["periode"] == "novembre 2025"
    assert again.document["indicateurs"]


def test_nothing_personal_is_kept_with_a_report(peopled: Run, base: Path) -> None:
    """Neither a name, an e-mail, a phone, nor a reference of a household."""
    for kind in KINDS:
        freeze(base, kind, territory="T1" if kind == "territoire" else None)
    kept = "".join(content for (content,) in query(base, "SELECT content FROM frozen_report"))
    sql = "SELECT first_name, last_name, email, phone FROM person"
    personal = {value for row in query(base, sql) for value in row if value}
    personal |= {reference for (reference,) in query(base, "SELECT reference FROM household")}
    assert personal
    assert not [value for value in personal if value in kept]


def test_the_gap_since_a_publication_is_told(peopled: Run, base: Path, tmp_path: Path) -> None:
    """« 4 → 5 : +2 saisies tardives, −1 doublon fusionné », and the stages with it."""
    report = freeze(base)
    assert bridged(base, report) == {}
    late = [a_signup(email=f"g{n}@example.org") for n in range(2)]
    peopled("inscrits", "importer", str(a_csv(tmp_path / "g.csv", late)))
    peopled("foyers", "fusionner", "f1@example.org", "f2@example.org", "--oui")
    peopled("installations", "annuler", "f0@example.org", "--oui")
    assert bridged(base, report) == {
        HOUSEHOLDS: "4 → 5 : +2 saisies tardives, −1 doublon fusionné",
        Line("inscrits", "personnes"): "4 → 6 : +2 personnes (saisie tardive)",
        Line("spontanees", "foyers"): "1 → 0 : −1 installation annulée",
        Line("spontanees", "personnes"): "4 → 0 : −4 personnes (installation annulée)",
    }


def test_a_territory_has_its_own_gap(peopled: Run, base: Path) -> None:
    """Who came into the territory since is told there, and nowhere else."""
    own, whole = freeze(base, "territoire", territory="T1"), freeze(base)
    peopled("foyers", "reorienter", "f1@example.org", "--vers", "T1")
    assert bridged(base, own)[HOUSEHOLDS] == "1 → 2 : +1 entré dans le territoire"
    assert bridged(base, whole) == {}


def test_both_stay_when_a_report_is_published_twice_and_the_last_is_the_reference(
    peopled: Run, base: Path
) -> None:
    """What is told next is told from the last; the first can still be looked at."""
    first = freeze(base)
    peopled("foyers", "fusionner", "f1@example.org", "f2@example.org", "--oui")
    second = freeze(base)
    assert bridged(base, second) == {}
    assert bridged(base, first)[HOUSEHOLDS] == "4 → 3 : −1 doublon fusionné"
    with store_of(base).reading() as rows:
        assert queries.listed(rows) == [second, first]
        assert queries.latest(rows, "mensuel", *NOVEMBER[:2], None) == second
        assert queries.latest(rows, "mensuel", *NOVEMBER[:2], 1) is None
        assert queries.latest(rows, "hebdo", *NOVEMBER[:2], None) is None
        assert queries.newest(rows, "mensuel", date(2025, 12, 31), None) == second
        assert queries.newest(rows, "mensuel", date(2025, 11, 29), None) is None


def test_a_report_of_the_past_is_not_published(peopled: Run, base: Path) -> None:
    """What was known on a day is not what was published then."""
    with pytest.raises(Refused, match="--tel-que-su"):
        freeze(base, tel_que_su=date(2025, 11, 20))
    assert query(base, "SELECT count(*) FROM frozen_report") == [(0,)]


def test_a_publication_is_one_step_that_can_be_undone(peopled: Run, base: Path) -> None:
    """`annuler` takes the report out of the list, `refaire` puts it back."""
    report = freeze(base)
    peopled("annuler")
    assert peopled("rapport", "figes", "-f", "json").json == []
    peopled("refaire")
    with store_of(base).reading() as rows:
        assert queries.listed(rows) == [report]


def test_the_list_of_published_reports_says_which_have_changed(peopled: Run, base: Path) -> None:
    """Kind, period, territory, day, author, and the figures that are not the same today."""
    assert "Aucun rapport publié" in peopled("rapport", "figes").out
    freeze(base, "territoire", territory="T1")
    freeze(base)
    peopled("foyers", "fusionner", "f1@example.org", "f2@example.org", "--oui")
    whole, own = peopled("rapport", "figes", "-f", "json").json
    assert whole == {
        "numero": 2,
        "rapport": "mensuel",
        "periode": "novembre 2025",
        "du": "2025-11-01",
        "au": "2025-11-30",
        "territoire": None,
        "publie_le": "2025-11-27",
        "publie_par": "Anne",
        "diffusion": "interne",
        "differe": True,
        "chiffres_changes": ["inscrits_foyers"],
        "etat": "changé : inscrits",
    }
    assert (own["territoire"], own["differe"], own["etat"]) == ("T1", False, "inchangé")
    shown = peopled("rapport", "figes").out
    assert "novembre 2025" in shown
    assert "changé : inscrits" in shown


def test_one_published_report_shows_where_each_gap_comes_from(peopled: Run, base: Path) -> None:
    """Every figure for scripts, those that changed for people; an unknown number is said."""
    freeze(base)
    assert "Aucun chiffre n’a changé" in peopled("rapport", "figes", "1").out
    peopled("foyers", "fusionner", "f1@example.org", "f2@example.org", "--oui")
    assert "4 → 3" in peopled("rapport", "figes", "1").out
    found = peopled("rapport", "figes", "1", "-f", "json").json
    assert found["chiffres"][0] == {
        "etape": "inscrits",
        "unite": "foyers",
        "publie": 4,
        "actuel": 3,
        "ecarts": [{"raison": "doublon_fusionne", "libelle": "doublon fusionné", "nombre": -1}],
        "phrase": "4 → 3 : −1 doublon fusionné",
    }
    assert len(found["chiffres"]) == 8
    assert "rapport figes" in peopled("rapport", "figes", "9", fails_with=3).err


def test_a_gap_can_be_told_as_it_was_known_in_between(peopled: Run, base: Path) -> None:
    """A report drawn up `--tel-que-su` a day tells of what was published before that day."""
    report = freeze(base)
    words = ("foyers", "fusionner", "f1@example.org", "f2@example.org", "--oui")
    peopled("--date", "2025-11-29", *words)
    peopled("--date", "2025-12-02", "foyers", "fusionner", "f1@example.org", "f3@example.org",
            "--oui")  # fmt: skip
    assert bridged(base, report)[HOUSEHOLDS] == "4 → 2 : −2 doublons fusionnés"
    with store_of(base).reading() as rows, known_at(rows, day=date(2025, 11, 30)) as past:
        found = frozen.bridges(past, report)[0]
    assert {one.line: one.now for one in found}[HOUSEHOLDS] == 3


def test_the_content_is_one_json_object(peopled: Run, base: Path) -> None:
    """Figures, the last day they count, and the document: days are ISO text."""
    freeze(base)
    ((content,),) = query(base, "SELECT content FROM frozen_report")
    assert set(json.loads(content)) == {"figures", "figures_to_date", "counted_to", "document"}
    assert json.loads(content)["counted_to"] == "2025-11-27"


def test_what_was_said_to_date_is_bridged_too(peopled: Run, base: Path) -> None:
    """A week without a change of its own, under a total that changed since."""
    week = ("rapport", "hebdo", "--semaine", "2025-W46")
    peopled(*week, "--figer", "-f", "json")
    before = peopled(*week, "-f", "json").json["entonnoir"]["etapes"][0]["foyers"]
    peopled("foyers", "creer", "--prenom", "Zoé", "--nom", "Tard", "--email", "tard@example.org",
            "--inscrit-le", "03/11/2025")  # fmt: skip
    (bridge,) = peopled(*week, "-f", "json").json["ponts"]
    assert [one["phrase"] for one in bridge["chiffres"] if one["ecarts"]] == []
    told = {(one["etape"], one["unite"]): one for one in bridge["depuis_le_debut"]}
    assert told["inscrits", "foyers"]["publie"] == before
    assert told["inscrits", "foyers"]["phrase"] == f"{before} → {before + 1} : +1 saisie tardive"
    assert "depuis le début" in peopled(*week).out
    (listed,) = peopled("rapport", "figes", "-f", "json").json
    assert listed["differe"] is True


def test_a_bilan_tells_of_the_one_published_before_it(peopled: Run, base: Path) -> None:
    """It has no period before: what counts from the beginning is beside what was said of it."""
    peopled("--date", "2025-11-26", "rapport", "bilan", "--figer", "-f", "json")
    peopled("foyers", "creer", "--prenom", "Zoé", "--nom", "Tard", "--email", "tard@example.org",
            "--inscrit-le", "03/11/2025")  # fmt: skip
    (bridge,) = peopled("rapport", "bilan", "-f", "json").json["ponts"]
    told = {(one["etape"], one["unite"]): one["phrase"] for one in bridge["chiffres"]}
    assert told["inscrits", "foyers"].endswith("+1 saisie tardive")
