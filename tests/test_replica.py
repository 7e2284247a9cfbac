"""A physical copy of a server answers whatever reads, to the byte, and refuses whatever writes."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import psycopg
import pytest

import system_server
from builders import a_csv, a_signup
from venez_vivre.cli import run as run_program
from venez_vivre.errors import Refused

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = [pytest.mark.file, pytest.mark.plain]
"""The servers are those of this test."""

READS = (
    ("entonnoir", "--par", "territoire"),
    ("rapport", "hebdo"),
    ("aujourdhui", "--agent", "tous"),
    ("foyers", "lister"),
    ("chercher", "ferme"),
    ("docteur",),
    ("journal",),
)
WRITES = (
    ("contacts", "noter", "p0@example.org", "Bonjour", "-r", "joint"),
    ("foyers", "modifier", "p0@example.org", "--projet", "Autre"),
    ("annuler", "--oui"),
)


def test_a_copy_reads_as_the_server_does_and_never_writes(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """What is written on the one is read on the other, a moment later."""

    def typed(base: str, *words: str, code: int = 0) -> Any:
        found = run_program(["--base", base, "--date", "2025-11-27", "--agent", "Léa", *words])
        said = capfd.readouterr()
        assert found == code, said.err
        return said.out if code == 0 else said.err

    with system_server.started() as primary:
        with psycopg.connect(primary.replace("@/", "@/postgres"), autocommit=True) as link:
            link.execute("CREATE DATABASE suivie")
        there = primary.replace("@/", "@/suivie")
        typed(there, "base", "servir", "--oui")
        typed(there, "territoires", "ajouter", "--code", "T1", "--nom", "A", "--type", "CC")
        rows = [a_signup(email=f"p{n}@example.org", projet="Une ferme") for n in range(5)]
        typed(there, "inscrits", "importer", str(a_csv(tmp_path / "i.csv", rows)))
        with system_server.copied(primary) as following:
            copy = following.replace("@/", "@/suivie")
            for words in READS:
                assert typed(copy, *words, "-f", "json") == typed(there, *words, "-f", "json")
            for words in WRITES:
                said = typed(copy, *words, code=Refused.exit_code)
                assert "lecture seule" in said
                assert "Rien n’a été enregistré" in said
            typed(there, *WRITES[0])
            expected = typed(there, "foyers", "montrer", "p0@example.org", "-f", "json")
            assert "Bonjour" in expected
            waited = time.monotonic() + 30
            while typed(copy, "foyers", "montrer", "p0@example.org", "-f", "json") != expected:
                assert time.monotonic() < waited, "the copy does not follow"
                time.sleep(0.2)
