"""The settings of a base and of a machine: shown with their source, changed, taken back."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bases import address_of
from builders import query
from venez_vivre import asking
from venez_vivre.cli import run as run_program
from venez_vivre.desk import Desk
from venez_vivre.errors import Interrupted, Misuse
from venez_vivre.proposing.weights import WEIGHTS
from venez_vivre.store import machine
from venez_vivre.store.settings import SETTINGS

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run


@pytest.fixture
def file(base: Path) -> Path:
    """The file of the machine that tests use."""
    return base.with_name("config.toml")


def value(run: Run, name: str) -> tuple[object, str]:
    (line,) = run("config", "montrer", name, "-f", "json").json
    return line["valeur"], line["origine"]


def test_every_setting_is_shown_with_its_usual_value_and_where_it_comes_from(run: Run) -> None:
    lines = run("config", "montrer", "-f", "json").json
    assert [line["nom"] for line in lines] == [one.name for one in SETTINGS] + ["agent", "base"]
    by_name = {line["nom"]: line for line in lines}
    assert by_name["silence"] == {
        "nom": "silence", "valeur": 30, "usuelle": 30, "unite": "jours",
        "aide": "Au plus, entre deux échanges avec un foyer accompagné.", "origine": "usuelle",
    }  # fmt: skip
    assert by_name["suivis"]["valeur"] == [1, 3, 6, 12]
    assert [line["origine"] for line in lines[-2:]] == ["commande", "commande"]
    shown = run("config", "montrer").out
    assert [shown.index(word) for word in ("Délais", "Durées", "Urgence", "Cette machine")] == (
        sorted(shown.index(word) for word in ("Délais", "Durées", "Urgence", "Cette machine"))
    )


def test_a_setting_is_changed_and_taken_back_in_one_step(run: Run) -> None:
    said = run("config", "definir", "silence", "45").out
    assert said == (
        "silence : 45 jours (avant : 30 jours).\nPour revenir en arrière : `venez-vivre annuler`.\n"
    )
    assert value(run, "silence") == (45, "base")
    assert "45 jours, au lieu de 30" in run("config", "montrer").out
    run("config", "definir", "silence=60", "suivis=12,1")
    assert value(run, "suivis") == ([1, 12], "base")
    run("annuler")
    assert (value(run, "silence"), value(run, "suivis")[1]) == ((45, "base"), "usuelle")
    run("annuler")
    assert value(run, "silence") == (30, "usuelle")
    run("refaire")
    assert value(run, "silence") == (45, "base")


def test_the_usual_value_comes_back_and_this_too_is_undone(run: Run) -> None:
    run("config", "definir", "suivis", "2", "4")
    done = run("config", "definir", "suivis", "--usuel", "-f", "json").json
    assert done == [
        {"nom": "suivis", "avant": [2, 4], "valeur": [1, 3, 6, 12], "unite": "mois",
         "origine": "usuelle"}
    ]  # fmt: skip
    assert value(run, "suivis") == ([1, 3, 6, 12], "usuelle")
    run("annuler")
    assert value(run, "suivis") == ([2, 4], "base")


def test_what_is_already_so_is_said_and_not_written(run: Run, base: Path) -> None:
    said = run("config", "definir", "silence", "30").out
    assert said == "silence vaut déjà 30 jours : rien n’est changé.\n"
    assert "déjà" in run("config", "definir", "silence", "--usuel").out
    assert query(base, "SELECT count(*) FROM operation") == [(0,)]


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (("silnce", "4"), 3, "« silnce ». Vouliez-vous dire silence ou points_silence ?"),
        (("silence", "trente"), 2, "silence : « trente » n’est pas un nombre entier."),
        (("silence=",), 2, "silence : « (vide) » n’est pas un nombre entier."),
        (("silence", "99999"), 2, "99999 est trop grand"),
        (("silence", "1", "2"), 2, "donnez un seul nombre"),
        (("suivis", "0,3"), 2, "suivis : 0 est trop petit, au moins 1."),
        (("silence=4", "5"), 2, "« 5 » n’est pas de la forme NOM=VALEUR"),
        (("silence",), 2, "Il manque VALEUR."),
        (("agent", "Léa", "Martin"), 2, "guillemets"),
        (("agent", " "), 2, "agent : la valeur est vide"),
        (("agent", "Léa\x1b[31m"), 2, "ne peut pas être retenu"),
        (("base", "postgresql://ici"), 1, "n’est pas une base"),
        (("silence=40", "zzz=1"), 3, "« zzz »"),
    ],
)
def test_a_mistake_is_one_sentence_and_changes_nothing(
    run: Run, file: Path, words: tuple[str, ...], code: int, sentence: str
) -> None:
    said = run("config", "definir", *words, fails_with=code)
    assert sentence in said.err
    assert "\x1b" not in said.err
    assert value(run, "silence") == (30, "usuelle")
    assert not file.exists()


def test_a_value_that_is_missing_is_asked_for_on_a_terminal(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Desk, "asks", True)
    monkeypatch.setattr(asking, "ask", lambda question, *_, **__: question and "12")
    assert "silence : 12 jours" in run("config", "definir", "silence").out

    def interrupt(*_: object, **__: object) -> str:
        raise Interrupted(asking.STOPPED)

    monkeypatch.setattr(asking, "ask", interrupt)
    run("config", "definir", "silence", fails_with=130)
    assert value(run, "silence") == (12, "base")


def test_a_setting_that_does_not_exist_is_not_found(run: Run) -> None:
    assert "Vouliez-vous dire tentatives" in run("config", "montrer", "tentative", fails_with=3).err
    assert value(run, "Premier contact") == (2, "usuelle")


def test_the_machine_says_who_acts_unless_somebody_says_it(
    run: Run, base: Path, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The option, then the environment, then the file, then the login."""
    said = run("config", "definir", "agent", 'Léa "Lou" \\ Martin').out
    assert f"C’est écrit dans {file}." in " ".join(said.split("\n"))
    assert "`venez-vivre config definir agent --usuel`" in said
    assert "annuler" not in said
    if os.name == "posix":
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    without = ["--base", address_of(base), "--date", "2025-11-27"]
    assert run_program([*without, "agents", "ajouter", "--nom", "Zoé"]) == 0
    monkeypatch.setenv("VENEZ_VIVRE_AGENT", "Ana")
    assert run_program([*without, "agents", "ajouter", "--nom", "Ana"]) == 0
    run("agents", "ajouter", "--nom", "Bob")
    agents = [line["agent"] for line in run("journal", "-f", "json").json]
    assert agents == ["Test", "Ana", 'Léa "Lou" \\ Martin']
    run("config", "definir", "agent", "--usuel")
    assert machine.chosen() == {}


def test_a_negative_number_is_a_value_and_not_an_option(run: Run) -> None:
    said = run("config", "definir", "silence", "-3", fails_with=2).err
    assert said.startswith("silence : ")
    assert "option" not in said
    assert "--usual" in run("config", "definir", "silence", "--usual", fails_with=2).err


def test_what_this_machine_does_not_say_is_not_taken_back(run: Run, file: Path) -> None:
    """No gesture that leads back to itself, and no file where there was none."""
    said = run("config", "definir", "agent", "--usuel").out
    assert said == "agent n’est pas défini pour cette machine : rien n’est changé.\n"
    assert not file.exists()
    run("config", "definir", "agent", "Léa")
    assert "agent vaut déjà Léa" in run("config", "definir", "agent", "Léa").out


def test_the_machine_says_which_base_to_open(
    run: Run, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = tmp_path / "à moi.db"
    monkeypatch.chdir(tmp_path)
    done = run("config", "definir", "base", "à moi.db", "-f", "json").json
    assert done == [
        {"nom": "base", "avant": None, "valeur": str(there), "unite": None, "origine": "machine"}
    ]
    assert run_program(["agents", "ajouter", "--nom", "Zoé"]) == 0
    assert query(there, "SELECT name FROM officer") == [("Zoé",)]
    assert "est un dossier" in run("config", "definir", "base", str(tmp_path), fails_with=2).err


def test_the_rest_of_the_file_stays_as_it_is(run: Run, file: Path) -> None:
    file.write_text("# à moi\nagent = 'Ana'\nautre = 3\n\n[table]\nbase = 1\n", encoding="utf-8")
    run("config", "definir", "agent", "Zoé")
    text = file.read_text(encoding="utf-8")
    assert text == '# à moi\nagent = "Zoé"\nautre = 3\n\n[table]\nbase = 1\n'
    said = run("config", "definir", "agent", "Léa").out
    assert '`venez-vivre config definir agent "Zoé"`' in said


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"agent = 'Ana'\nagent: Zoe\n", "ligne 2 mal formée"),
        (b"agent = ", "la fin manque"),
        (b"agent = 'L\xe9a'", "UTF-8"),
        (b"agent = 3", "agent doit être un texte entre guillemets"),
        (b"agent = ''", "agent doit être un texte entre guillemets"),
    ],
)
def test_a_broken_file_is_one_sentence_that_names_it(
    run: Run,
    base: Path,
    file: Path,
    content: bytes,
    sentence: str,
    capfd: pytest.CaptureFixture[str],
) -> None:
    run("config", "montrer")
    file.write_bytes(content)
    assert run_program(["--base", address_of(base), "agents", "ajouter", "--nom", "Zoé"]) == 1
    said = capfd.readouterr().err
    assert sentence in said
    assert str(file) in said
    assert run("config", "definir", "agent", "Zoé", fails_with=1).err.count(str(file)) == 1
    assert file.read_bytes() == content
    run("foyers", "lister")  # who names everything needs no file


def test_a_file_that_cannot_be_written_leaves_the_base_as_it_was(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "plat").write_text("", encoding="utf-8")
    monkeypatch.setenv("VENEZ_VIVRE_CONFIG", str(tmp_path / "plat" / "config.toml"))
    said = run("config", "definir", "agent=Zoé", "silence=45", fails_with=1)
    assert "configuration" in said.err
    monkeypatch.setenv("VENEZ_VIVRE_CONFIG", str(tmp_path / "config.toml"))
    assert value(run, "silence") == (30, "usuelle")


def test_what_a_criterion_weighs_is_a_setting_of_the_base(run: Run) -> None:
    said = run("config", "definir", "poids_emploi_salaire", "20").out
    assert said.startswith("poids_emploi_salaire : 20 points (avant : 12 points).\n")
    assert value(run, "poids_emploi_salaire") == (20, "base")
    names = [line["nom"] for line in run("config", "montrer", "-f", "json").json]
    assert [name for name in names if name.startswith("poids_")] == ["poids_emploi_salaire"]
    shown = run("config", "montrer").out
    assert "Poids des critères" in shown
    assert "20 points, au lieu de 12" in shown
    assert "venez-vivre config montrer poids" in shown
    run("annuler")
    assert value(run, "poids_emploi_salaire") == (12, "usuelle")
    assert "20 points" not in run("config", "montrer").out
    run("refaire")
    run("config", "definir", "poids_emploi_salaire", "--usuel")
    assert value(run, "poids_emploi_salaire") == (12, "usuelle")


@pytest.mark.parametrize(
    ("word", "begins"),
    [("poids", "poids_"), ("poids_emploi", "poids_emploi_"), ("Poids logement", "poids_logement_")],
)
def test_weights_are_shown_together(run: Run, word: str, begins: str) -> None:
    lines = run("config", "montrer", word, "-f", "json").json
    assert [line["nom"] for line in lines] == [n for n in WEIGHTS if n.startswith(begins)]
    assert all(line["valeur"] == line["usuelle"] > 0 for line in lines)


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (("poids_emploi_salire", "3"), 3, "Vouliez-vous dire poids_emploi_salaire"),
        (("poids_emploi", "3"), 3, "« poids_emploi »"),
        (("poids_emploi_salaire", "1001"), 2, "1001 est trop grand, au plus 1000"),
        (("poids_emploi_salaire", "-1"), 2, "n’est pas un nombre entier"),
        (("poids_emploi_salaire", "2,5"), 2, "donnez un seul nombre"),
    ],
)
def test_a_weight_is_a_whole_number_of_a_criterion(
    run: Run, words: tuple[str, ...], code: int, sentence: str
) -> None:
    assert sentence in run("config", "definir", *words, fails_with=code).err


@given(
    st.sampled_from([*SETTINGS, *WEIGHTS.values()]),
    st.text(max_size=12) | st.integers(0, 20_000).map(str),
)
def test_what_a_setting_reads_it_writes_back(setting: object, text: str) -> None:
    """Any text is either misuse, or a value whose own text is the same value."""
    try:
        read = setting.read(text)  # type: ignore[attr-defined]
    except Misuse:
        return
    assert setting.read(setting.written(read)) == read  # type: ignore[attr-defined]


@given(st.text(max_size=60))
def test_any_text_that_may_be_kept_is_read_back(tmp_path_factory: object, text: str) -> None:
    path = tmp_path_factory.mktemp("c") / "config.toml"  # type: ignore[attr-defined]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(machine.PLACE, str(path))
        try:
            kept = machine.check("agent", text)
        except Misuse:
            return
        machine.keep({"agent": kept})
        assert machine.chosen() == {"agent": kept}
