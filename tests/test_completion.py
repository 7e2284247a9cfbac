"""Shells complete commands, options, codes and names, fast, and completion never disturbs."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pexpect
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bases import address_of
from builders import a_csv, opened
from test_house import HEAVY, LOOK
from venez_vivre import cli
from venez_vivre.casework import guests, outcomes
from venez_vivre.commands import introduction_options
from venez_vivre.door import candidates, completing, shells
from venez_vivre.grammar import Option
from venez_vivre.store.queries import completing as queries

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Run

    Complete = Callable[[str], list[str]]


@pytest.fixture
def known(run: Run, tmp_path: Path) -> Run:
    """A base with households, officers, a territory and an offer."""
    for first, last in (("Marie", "Dupont"), ("Paul", "Dupont"), ("Zoé", "L’Œillet")):
        mail = f"{first.lower()}@example.org".replace("é", "e")
        run("foyers", "creer", "--prenom", first, "--nom", last, "--email", mail)
    for name in ("Léa Martin", "Luc Petit"):
        run("agents", "ajouter", "--nom", name)
    run("territoires", "ajouter", "--code", "CUCM", "--nom", "Creusot Montceau", "--type", "CU")
    offers = [{"reference_externe": "1", "type": "emploi", "titre": "Boulanger (H/F)"}]
    run("offres", "importer", str(a_csv(tmp_path / "o.csv", offers)))
    return run


@pytest.fixture
def bash(
    base: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Complete:
    """What bash is told for a line, the last word being typed."""

    def complete(line: str) -> list[str]:
        words = line.split(" ")
        monkeypatch.setenv("_VENEZ_VIVRE_COMPLETE", "complete_bash")
        monkeypatch.setenv("VENEZ_VIVRE_BASE", address_of(base))
        monkeypatch.setenv("COMP_WORDS", f"venez-vivre {line}")
        monkeypatch.setenv("COMP_CWORD", str(len(words)))
        capfd.readouterr()
        assert cli.run([]) == 0
        said = capfd.readouterr()
        monkeypatch.delenv("_VENEZ_VIVRE_COMPLETE")
        assert said.err == ""
        return said.out.splitlines()

    return complete


def references(run: Run) -> dict[str, str]:
    found = run("foyers", "lister", "-f", "json").json
    return {line["nom"]: line["reference"] for line in found}


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("cherch", ["chercher"]),
        ("foyers mo", ["montrer", "modifier"]),
        ("foyers lister --sta", ["--statut"]),
        ("foyers lister --statut ", ["actif", "en_veille", "abandon"]),
        ("foyers lister --etape ac", ["accompagne"]),
        ("foyers lister --etape Accompagné", ["accompagne"]),
        ("contacts noter x -r nrp", ["sans_reponse"]),
        ("foyers lister --format js", ["json"]),
        ("foyers lister -f ", ["table", "json", "csv", "md"]),
        ("foyers lister --format = cs", ["csv"]),
        ("foyers lister --tri n", ["nom"]),
        ("installations suivi --mois 1", ["1", "12"]),
        ("chercher --dans c", ["contacts"]),
        ("foyers lister --agent lé", ["Léa\\ Martin"]),
        ("foyers lister --agent petit", ["Luc\\ Petit"]),
        ("foyers lister --territoire cu", ["CUCM"]),
        ("foyers lister --territoire mont", ["CUCM"]),
        ("foyers lister --statut actif --stat", []),
        ("--sans-couleur foyers mon", ["montrer"]),
        ("--date hier foyers mon", ["montrer"]),
        ("--sans", ["--sans-couleur"]),
        ("--show-completion z", ["zsh"]),
        ("inscrits importer ", []),
        ("inconnu ", []),
        ("foyers inconnu ", []),
        ("journal x y ", []),
        ("offres ajouter --type e", ["emploi", "ecole"]),
        ("offres ajouter --type École", ["ecole"]),
        ("offres ajouter --contrat c", ["cdi", "cdd"]),
        ("offres ajouter --temps temps_pl", ["temps_plein"]),
        ("offres ajouter --jardin o", ["oui"]),
        ("visites creer --type s", ["sejour"]),
        ("visites modifier V-1 --type g", ["groupe"]),
        ("docteur sans_terr", ["sans_territoire"]),
        ("ressources ajouter --themes ec", ["ecole"]),
        ("ressources ajouter --themes ecole,ga", ["ecole,garde"]),
        ("ressources modifier PR-1 --themes ecole,garde,e", ["ecole,garde,emploi"]),
        ("foyers modifier x --freins prix", ["prix_financement"]),
        ("foyers modifier x --logement l", ["location", "les_deux"]),
        ("config montrer sil", ["silence"]),
        ("config definir ag", ["agent"]),
        ("config definir poids_emploi_sal", ["poids_emploi_salaire"]),
        ("relances planifier x --pour lé", ["Léa\\ Martin"]),
        ("foyers passation --vers lé", ["Léa\\ Martin"]),
        ("mises-en-relation suivre x y --etat re", ["repondue", "reussie", "refusee"]),
        ("mises-en-relation suivre x y --etat att", []),
        ("mises-en-relation lister --etat att", ["en_attente"]),
        ("visites repondre V-1 x --etat ", ["confirme", "decline"]),
    ],
)
def test_what_may_come_next(known: Run, bash: Complete, line: str, expected: list[str]) -> None:
    """Commands, verbs, options still free, codes by what they are called, names of the base."""
    assert bash(line) == expected


def test_options_are_not_proposed_among_words(known: Run, bash: Complete) -> None:
    """Until a dash is typed."""
    assert not [word for word in bash("foyers ") if word.startswith("-") and word != "--help"]
    assert all(word.startswith("--") for word in bash("foyers lister -"))


def test_a_household_is_completed_by_reference_and_by_name(known: Run, bash: Complete) -> None:
    """One is put in place; several are shown with their names, and nothing is erased."""
    known_as = references(known)
    marie, paul = known_as["Marie DUPONT"], known_as["Paul DUPONT"]
    assert bash(f"foyers montrer {marie[:6]}") == [marie]
    assert bash(f"foyers montrer {marie[:6].lower()}") == [marie]
    assert bash("foyers montrer mar") == [marie]
    assert bash("foyers montrer oei") == [known_as["Zoé L’ŒILLET"]]
    several = bash("foyers montrer dup")
    assert {f"{marie}  Marie DUPONT", f"{paul}  Paul DUPONT"} <= set(several)
    assert os.path.commonprefix(several) == ""  # noqa: RUF071  letter by letter, as bash does
    assert bash("foyers montrer %") == []


def test_the_households_to_call_come_when_nothing_is_typed(known: Run, bash: Complete) -> None:
    """Those for which something is due, the first due first."""
    assert bash("foyers montrer ") == []
    due = ("contacts", "noter", "paul", "-r", "joint", "--suite", "rappeler", "--echeance", "+3j")
    known(*due)
    assert bash("foyers montrer ") == [references(known)["Paul DUPONT"]]


def test_an_offer_is_completed_by_reference_and_by_title(known: Run, bash: Complete) -> None:
    (offer,) = known("offres", "lister", "-f", "json").json
    assert bash(f"offres montrer {offer['reference'][:5]}") == [offer["reference"]]
    assert bash("offres montrer boul") == [offer["reference"]]


def test_guests_are_completed_word_after_word_and_after_a_comma(known: Run, bash: Complete) -> None:
    """`--venus` takes every word up to the next option."""
    names = references(known)
    marie, paul, zoe = names["Marie DUPONT"], names["Paul DUPONT"], names["Zoé L’ŒILLET"]
    assert bash(f"visites presences V-3 --venus {marie[:3]}") == [marie]
    assert bash(f"visites presences V-3 --venus {marie} {paul[:3]}") == [paul]
    assert bash(f"visites presences V-3 --venus {marie},{zoe[:3]}") == [f"{marie},{zoe}"]
    assert bash(f"visites presences V-3 --venus {marie} --absents {paul} zo") == [zoe]
    assert bash(f"visites presences V-3 --venus {marie} --format js") == ["json"]


def test_whom_to_introduce_to_is_an_offer_or_a_contact_person(known: Run, bash: Complete) -> None:
    """Both by reference, else by a word of their title or name."""
    (offer,) = known("offres", "lister", "-f", "json").json
    known("ressources", "ajouter", "Boris Martin")
    for verb in ("noter", "suivre"):
        line = f"mises-en-relation {verb} x "
        assert bash(f"{line}{offer['reference'][:3]}") == [offer["reference"]]
        assert bash(f"{line}PR") == ["PR-1"]
        assert bash(f"{line}boris") == ["PR-1"]
        assert len(bash(f"{line}bo")) == 2


def test_follow_ups_are_completed_by_number_with_what_they_are(
    known: Run, bash: Complete, base: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The most overdue first; one that is done is not proposed."""
    paul = references(known)["Paul DUPONT"]
    known("relances", "planifier", "paul", "Rappeler", "--le", "+3j")
    known("relances", "planifier", "marie", "Écrire", "--le", "+1j")
    for verb in ("faire", "reporter", "annuler"):
        second, first = bash(f"relances {verb} ")
        assert second.startswith("2  ")
        assert "Marie DUPONT" in second
        assert first == f"1  {paul} Paul DUPONT  Rappeler, 30/11/2025".replace("  Rap", " Rap")
    assert bash("relances faire 1") == ["1"]
    assert bash("relances faire mar") == [references(known)["Marie DUPONT"]]
    known("relances", "faire", "1")
    assert bash("relances faire ") == ["2"]


def test_what_completes_a_state_is_what_the_command_takes() -> None:
    assert introduction_options.FOLLOWED == outcomes.FOLLOWED
    answers = candidates.by_name(cli.COMMANDS["visites"].load().commands["repondre"].params())
    assert answers["--etat"].mark.completes == guests.ANSWERS


def test_where_offers_come_from_completes_their_filter(known: Run, bash: Complete) -> None:
    """Each source once, by how it begins."""
    for title in ("Soudeur", "Vendeur"):
        words = ("--type", "emploi", "--titre", title, "--source", "France Travail")
        known("offres", "ajouter", *words)
    assert bash("offres lister --source Fr") == ["france-travail"]
    assert bash("offres lister --source z") == []


def test_an_open_quote_is_respected(known: Run, bash: Complete) -> None:
    """What is put inside quotes is not escaped again."""
    assert bash('foyers lister --agent "Lé') == ["Léa Martin"]


def asked(shell: str, line: str, patch: pytest.MonkeyPatch, base: Path) -> None:
    patch.setenv("_VV_COMPLETE", f"complete_{shell}")
    patch.setenv("_TYPER_COMPLETE_ARGS", line)
    patch.setenv("VENEZ_VIVRE_BASE", address_of(base))


def test_fish_is_told_what_each_word_is(
    known: Run, base: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """A word, a tab, what it is; by name, the name too, since fish compares words."""
    marie = references(known)["Marie DUPONT"]
    asked("fish", f"vv foyers montrer {marie[:6]}", monkeypatch, base)
    assert cli.run([]) == 0
    assert capfd.readouterr().out == f"{marie}\tMarie DUPONT\n"
    asked("fish", "vv foyers montrer mar", monkeypatch, base)
    cli.run([])
    assert capfd.readouterr().out == f"{marie}\tMarie DUPONT\nMarie DUPONT\t{marie}\n"
    asked("fish", "vv foyers lister --format=j", monkeypatch, base)
    cli.run([])
    assert capfd.readouterr().out == "--format=json\t\n"
    monkeypatch.setenv("_TYPER_COMPLETE_FISH_ACTION", "is-args")
    assert cli.run([]) == 0
    asked("fish", "vv inscrits importer ", monkeypatch, base)
    assert cli.run([]) == 1
    assert capfd.readouterr().out == ""


def test_zsh_is_told_what_each_word_is(
    known: Run, base: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """As commands of its completion function; a file is looked for by zsh itself."""
    known_as = references(known)
    asked("zsh", "vv foyers montrer mar", monkeypatch, base)
    assert cli.run([]) == 0
    said = capfd.readouterr().out
    assert f"v=('{known_as['Marie DUPONT']}')" in said
    assert "Marie DUPONT" in said
    assert "compadd -U" in said
    asked("zsh", "vv foyers mo", monkeypatch, base)
    cli.run([])
    said = capfd.readouterr().out
    assert "v=('montrer' 'modifier')" in said
    assert "compadd -l" in said
    asked("zsh", "vv inscrits importer ", monkeypatch, base)
    cli.run([])
    assert capfd.readouterr().out == "_files\n"


# Never a trace, never an error.


def test_completion_makes_no_base(base: Path, bash: Complete) -> None:
    """Nor a folder for one; a base of another program, or of another age, is left as it is."""
    assert bash("foyers montrer dup") == []
    assert not base.exists()
    with closing(opened(base, write=True)) as other:
        other.execute("CREATE TABLE x (y)")
    before = base.read_bytes()
    assert bash("foyers montrer dup") == []
    assert bash("foyers mo") == ["montrer", "modifier"]
    assert base.read_bytes() == before
    base.write_bytes(b"not a base at all")
    cli_answer = bash_raw(base, "foyers montrer dup")
    assert cli_answer == ("", "")


def bash_raw(base: Path, line: str, **env: str) -> tuple[str, str]:
    """The two sides of a process of its own that completes a line."""
    asked = {
        "_VENEZ_VIVRE_COMPLETE": "complete_bash",
        "COMP_WORDS": f"venez-vivre {line}",
        "COMP_CWORD": str(len(line.split(" "))),
        "VENEZ_VIVRE_BASE": address_of(base),
    }
    done = subprocess.run(
        [sys.executable, "-m", "venez_vivre"],
        env={**os.environ, **asked, **env},
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=30,
    )
    return done.stdout, done.stderr


@pytest.mark.parametrize(
    "env",
    [
        {"_VENEZ_VIVRE_COMPLETE": "complete_powershell"},
        {"_VENEZ_VIVRE_COMPLETE": "x"},
        {"COMP_CWORD": "douze"},
        {"COMP_WORDS": ""},
        {"VENEZ_VIVRE_BASE": "postgresql://example.org/x"},
        {"VENEZ_VIVRE_BASE": "/proc/1/mem/x"},
    ],
    ids=str,
)
def test_a_question_that_makes_no_sense_is_left_unanswered(base: Path, env: dict[str, str]) -> None:
    out, err = bash_raw(base, "foyers montrer dup", **env)
    assert (out, err) == ("", "") or (env == {"COMP_WORDS": ""} and not err)


LINES = st.lists(
    st.sampled_from(["foyers", "lister", "montrer", "--format", "--format=", "-f", "--base", "--",
                     "-", "", '"', "'", "dup", "chercher", "--agent", "=", "MIRO-425", "é", "\\"])
    | st.text(max_size=8),
    max_size=6,
)  # fmt: skip


@given(LINES, st.sampled_from(["bash", "zsh", "fish"]))
def test_no_line_at_all_breaks_completion(words: list[str], shell: str) -> None:
    """Whatever was typed before, there is an answer, and its words are safe to run."""
    line = candidates.Line(words[:-1], words[-1] if words else "")
    found = candidates.answer(line, cli.ROOT, cli.COMMANDS, lambda *_: ())
    assert shell in completing.SHELLS
    assert all(one.value for one in found.candidates)


def test_completion_imports_nothing_heavy(known: Run, base: Path) -> None:
    """It answers between two keys."""
    env = {
        **os.environ,
        "_VENEZ_VIVRE_COMPLETE": "complete_bash",
        "COMP_WORDS": "venez-vivre foyers montrer dup",
        "COMP_CWORD": "3",
        "VENEZ_VIVRE_BASE": address_of(base),
    }
    done = subprocess.run(
        [sys.executable, "-c", f"HEAVY = {HEAVY!r}\n{LOOK}"],
        env=env,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert "Marie DUPONT" in done.stdout
    assert done.stderr.split() == ["0"]


def test_what_completes_a_parameter_exists() -> None:
    """Every source that a parameter names is one that can be read, and codes are listed."""
    sources = set(queries.SOURCES) | {candidates.FILE, ""}
    for entry in cli.COMMANDS.values():
        for command in entry.load().commands.values():
            for param in command.params():
                source = candidates.source_of(param)
                assert isinstance(source, tuple) or source in sources, (command.name, param.name)
                if isinstance(param.mark, Option) and "one_of" in repr(param.mark.parser):
                    assert hasattr(param.mark.parser, "kind"), (command.name, param.name)


# Installing.


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of its own."""
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "ZDOTDIR"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


@pytest.mark.parametrize(("shell", "startup"), [("bash", ".bashrc"), ("zsh", ".zshrc")])
@pytest.mark.parametrize("before", [None, "alias x=y\n", "alias x='é'"])
def test_installing_adds_one_line_and_says_how_to_undo_it(
    run: Run, home: Path, shell: str, startup: str, before: str | None
) -> None:
    """Once, at the end, whatever stood there; no base is made."""
    rc = home / startup
    if before is not None:
        rc.write_text(before, encoding="utf-8")
    said = run("--install-completion", shell).out
    assert str(rc) in said
    assert "Pour l’enlever" in said
    first = rc.read_text(encoding="utf-8")
    assert first.startswith(before or "")
    assert first.count("\n") == (before or "\n").rstrip("\n").count("\n") + (2 if before else 1)
    script = Path(first.split("'")[-2])
    assert script.read_text(encoding="utf-8") == run("--show-completion", shell).out
    assert "était déjà installée" in run("--install-completion", shell).out
    assert rc.read_text(encoding="utf-8") == first
    assert not list(home.glob("**/*.db"))


def test_installing_for_fish_touches_no_other_file(
    run: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And the shell of the session is found by itself."""
    monkeypatch.setenv("SHELL", "/usr/bin/fish")
    said = run("--install-completion").out
    files = [path for path in home.rglob("*") if path.is_file() and path.suffix != ".csv"]
    assert files == [home / ".config/fish/conf.d/venez-vivre.fish"]
    assert str(files[0]) in said
    assert run("--show-completion").out == files[0].read_text(encoding="utf-8")


def test_a_shell_that_is_not_known_is_misuse(
    run: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHELL", "/bin/ksh")
    said = run("--install-completion", fails_with=2).err
    assert "« ksh » n’est pas un shell connu. Dites lequel : bash, zsh, fish" in said
    assert "« csh »" in run("--show-completion", "csh", fails_with=2).err


def test_a_startup_file_that_cannot_be_written_is_said(run: Run, home: Path) -> None:
    """What was there is intact, and the sentence says what to do by hand."""
    (home / ".bashrc").mkdir()
    said = run("--install-completion", "bash", fails_with=1).err
    assert "n’a pas pu être installée" in said
    assert "--show-completion bash" in said
    assert list((home / ".bashrc").iterdir()) == []
    (home / ".zshrc").write_bytes(b"# \xff\xfe\n")
    assert "il n’est pas en UTF-8" in run("--install-completion", "zsh", fails_with=1).err
    assert (home / ".zshrc").read_bytes() == b"# \xff\xfe\n"


# The shells themselves.


def program(folder: Path) -> Path:
    """A folder where both names of the program are commands."""
    for name in ("venez-vivre", "vv"):
        path = folder / "bin" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m venez_vivre "$@"\n', "utf-8")
        path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return folder / "bin"


START = {
    "bash": (["--norc", "-i"], "PS1='pr''êt '; bind 'set enable-bracketed-paste off'; . {script}"),
    "zsh": (["-f", "-i"], "PS1='pr''êt '; autoload -Uz compinit; compinit -u; . {script}"),
    "fish": (["--no-config"], "function fish_prompt; echo 'pr''êt '; end; source {script}"),
}


@pytest.mark.parametrize("shell", START)
def test_a_real_shell_completes(known: Run, base: Path, tmp_path: Path, shell: str) -> None:
    """Commands, then a household by the name of one of its members, then a code."""
    found = shutil.which(shell)
    if found is None:
        pytest.skip(f"{shell} is not on this machine")
    script = tmp_path / f"script.{shell}"
    script.write_text(shells.script(shell), encoding="utf-8")
    options, start = START[shell]
    env = {
        **os.environ,
        "PATH": f"{program(tmp_path)}{os.pathsep}{os.environ['PATH']}",
        "HOME": str(tmp_path),
        "VENEZ_VIVRE_BASE": address_of(base),
        "TERM": "dumb",
        "LC_ALL": "C.UTF-8",
        "INPUTRC": os.devnull,
    }
    child = pexpect.spawn(found, options, env=env, encoding="utf-8", timeout=20)
    child.sendline(start.format(script=script))
    child.expect("prêt ")
    marie = references(known)["Marie DUPONT"]
    for typed, expected in (
        ("venez-vivre foyers mont\t", "montrer"),
        ("mari\t", "Marie\\ DUPONT" if shell == "fish" else marie),
        ("--form\t", "--format"),
        ("js\t", "json"),
    ):
        child.send(typed)
        child.expect_exact(expected)
    child.sendline("")
    child.expect_exact('"prenom": "Marie"')
    child.close(force=True)
