"""An officer who leaves is told which limited files stay with her, how many and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from builders import query

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run

PASS = ("foyers", "passation", "--agent", "Léa Martin")


@pytest.fixture
def files(run: Run) -> list[str]:
    """Three files of Léa, the first of which is limited; Paul is there to take over."""
    for name in ("Léa Martin", "Paul Blanc"):
        run("agents", "ajouter", "--nom", name)
    made = []
    for name in ("Roy", "Blum", "Zola"):
        words = ("--prenom", "Eva", "--nom", name, "--email", f"{name}@example.org")
        run("foyers", "creer", *words, "--agent", "Léa Martin")
        made.append(run("chercher", name, "-f", "json").json[0]["reference"])
    limit(run, made[0])
    return made


def limit(run: Run, reference: str) -> None:
    run("rgpd", "limiter", reference, "--motif", "exactitude contestée")


def joined(text: str) -> str:
    return " ".join(text.replace("\xa0", " ").split())


def owner(base: Path, reference: str) -> Any:
    sql = f"""
SELECT o.name FROM household h JOIN officer o ON o.id = h.officer_id
WHERE h.reference = '{reference}'"""
    ((found,),) = query(base, sql)
    return found


def test_the_sheet_says_how_many_stay_and_why(run: Run, files: list[str]) -> None:
    for form in ("table", "md"):
        said = joined(run(*PASS, "-f", form).out)
        assert f"1 dossier limité reste à Léa Martin ({files[0]})" in said
        assert "à la demande de la personne" in said
        assert "rgpd limiter FOYER --lever" in said
    read = run(*PASS, "-f", "json").json
    assert read["limites"] == [{"reference": files[0], "limite_le": "2025-11-27"}]
    assert read["foyers"] == 2


def test_what_is_handed_over_leaves_limited_files_and_says_so(
    run: Run, files: list[str], base: Path
) -> None:
    said = joined(run(*PASS, "--vers", "Paul Blanc", fails_with=1).err)
    assert f"1 dossier limité reste à Léa Martin ({files[0]})" in said
    done = joined(run(*PASS, "--vers", "Paul Blanc", "--oui").out)
    assert f"1 dossier limité reste à Léa Martin ({files[0]})" in done
    assert [owner(base, one) for one in files] == ["Léa Martin", "Paul Blanc", "Paul Blanc"]


def test_when_only_limited_files_are_left_the_refusal_says_why(run: Run, files: list[str]) -> None:
    run(*PASS, "--vers", "Paul Blanc", "--oui")
    said = joined(run(*PASS, "--vers", "Paul Blanc", "--oui", fails_with=1).err)
    assert f"rien n’est changé. 1 dossier limité reste à Léa Martin ({files[0]})" in said


def test_nothing_is_said_when_nothing_stays(run: Run, files: list[str], base: Path) -> None:
    run("rgpd", "limiter", files[0], "--lever")
    said = run(*PASS, "--vers", "Paul Blanc", "--oui", "-f", "json").json
    assert said["limites"] == []
    assert [owner(base, one) for one in files] == ["Paul Blanc"] * 3
    assert "limité" not in run("foyers", "passation", "--agent", "Paul Blanc").out


def test_many_are_counted_beyond_the_first(run: Run, files: list[str]) -> None:
    for place in range(5):
        words = ("--prenom", "Eva", "--nom", f"Autre{place}", "--email", f"x{place}@example.org")
        run("foyers", "creer", *words, "--agent", "Léa Martin")
        limit(run, run("chercher", f"autre{place}", "-f", "json").json[0]["reference"])
    said = joined(run(*PASS).out)
    assert "6 dossiers limités restent à Léa Martin" in said
    assert "et 1 autre) : à la demande" in said
    assert len(run(*PASS, "-f", "json").json["limites"]) == 6


def test_a_closed_file_that_is_limited_was_not_to_be_handed_over(
    run: Run, files: list[str]
) -> None:
    run("rgpd", "limiter", files[0], "--lever")
    run("foyers", "clore", files[1], "--motif", "autre")
    limit(run, files[1])
    assert run(*PASS, "-f", "json").json["limites"] == []
