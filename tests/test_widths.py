"""Every list fits the terminal, whatever people are called, and says what it leaves out."""

from __future__ import annotations

import re
from itertools import cycle
from typing import TYPE_CHECKING

import pytest

from bases import SERVED
from builders import a_contact, a_csv, a_settlement, a_signup
from conftest import TAKEN
from venez_vivre import cli
from venez_vivre.door.lines import by_name
from venez_vivre.grammar import Command
from venez_vivre.references import household_reference, offer_reference
from venez_vivre.reports.layout import width_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from conftest import Run

WIDTHS = (60, 80, 100, 120, 160)
NAMES = (
    "Anne-Élisabeth-Göteborg de la Tour d’Auvergne-Rhône-Alpes",
    "山田太郎山田太郎山田太郎山田太郎山田太郎",
    "Zoé 🌻🌻🌻🌻🌻🌻🌻🌻🌻🌻🌻🌻🌻🌻🌻🌻🌻",
    "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch",
)
WORDS = {
    "metiers chercher": ("soudeur",),
    "chercher": ("anne",),
    "apparier": ("--offre", offer_reference(2 * len(NAMES) + 1)),
    "offres verifier": ("--a-appeler",),
    "base sql": ("SELECT * FROM person",),
}
"""What a list needs to be told."""
SEVERAL = ("repartir", "besoins")
"""They show several lists, each of which says what it leaves out."""


NO_LIST = "foyers affecter"
"""It cuts what it changes, not what it shows."""
OF_FILES = ("base sql", "base etat", "base verifier")
"""Whoever runs a server has other tools for it."""


def lists() -> Iterator[str]:
    """Every command that lists: named so, or with a number of lines; those that need words too."""
    for noun, entry in cli.COMMANDS.items():
        for name, command in entry.load().commands.items():
            if entry.verb in {"", name} and (name == "lister" or _cuts(command)):
                words = noun if entry.verb else f"{noun} {name}"
                if words != NO_LIST:
                    yield words


def _cuts(command: Command) -> bool:
    return "--limite" in by_name(command.params())


OTHERS = (
    "aujourdhui --semaine",
    "aujourdhui --pourquoi",
    "visites montrer V-1",
    "config montrer",
    "installations retention",
    "besoins --tous",
    "visites conversion",
    "entonnoir",
    "entonnoir --mois 2025-03 --par territoire",
    "rapport bilan",
    "rapport hebdo --semaine 2025-W10",
    "rapport mensuel --mois 2025-03",
    "rapport territoire --mois 2025-03 --territoire T0",
    "rapport figes",
    "base etat",
    "base verifier",
    "diagnostic",
    "rgpd registre",
    "rgpd notice",
    f"rgpd acces {household_reference(1)}",
    f"rgpd information {household_reference(1)}",
    "rgpd violation --numero 1",
    "rgpd purger --details",
    "rgpd bordereaux",
)


@pytest.fixture
def odd(run: Run, tmp_path: Path) -> int:
    """Registers, households, exchanges and arrivals with names that do not fit."""
    for rank, name in enumerate(NAMES):
        run("agents", "ajouter", "--nom", name, "--email", f"{'a' * 40}{rank}@example.org")
        words = ("--code", f"T{rank}", "--nom", name, "--type", "CC", "--departement", "71")
        run("territoires", "ajouter", *words)
        run("campagnes", "ajouter", "--axe", name, "--canal", name, "--du", "01/01/2025",
            "--au", "31/12/2025", "--depense", "1234567,89", "--vues", "123456789",
            "--visites", "1234567", "--ecoutes", "1234567")  # fmt: skip
    run("objectifs", "definir", "personnes_inscrites", "1500000", "--echeance", "31/12/2026")
    forms = [
        a_signup(date_inscription="2025-03-03", nom=f"{name}{rank}", prenom=name, message=name)
        for rank, name in enumerate(NAMES)
    ]
    run("inscrits", "importer", str(a_csv(tmp_path / "i.csv", forms)))
    for name in ("Xavier", "Yvette"):  # two cases of likely doubles
        one = a_signup(
            date_inscription="2025-03-03", prenom=f"{name}-Philippe", nom=f"Dupont{name}"
        )
        short = {**one, "prenom": f"{name[0]}P", "email": f"{name}@example.org"}
        files = [a_csv(tmp_path / f"{name}{n}.csv", [form]) for n, form in enumerate((one, short))]
        run("inscrits", "importer", str(files[0]))
        run("inscrits", "importer", str(files[1]), fails_with=TAKEN)
    references = [line["reference"] for line in run("foyers", "lister", "-f", "json").json]
    for reference, (rank, name) in zip(references, cycle(enumerate(NAMES)), strict=False):
        run("foyers", "affecter", reference, "--agent", name, "--territoire", f"T{rank}")
        run("contacts", "noter", reference, "-r", "joint", "--le", "01/10/2025", "--resume",
            f"Malade. Dit : {name}", "--suite", name, "--echeance", "01/11/2025")  # fmt: skip
    exchanges = [a_contact(reference, resume=NAMES[0] * 3) for reference in references]
    run("contacts", "importer", str(a_csv(tmp_path / "c.csv", exchanges)))
    _of_the_day(run, references)
    homes = [a_settlement(reference, date="01/06/2025") for reference in references]
    run("installations", "importer", str(a_csv(tmp_path / "s.csv", homes)))
    offers = [
        {"reference_externe": f"R{n}", "titre": f"{name} {n}", "structure": name,
         "commune": "Montceau-les-Mines", "publiee_le": "2025-11-01", "verifiee_le": "2025-11-02"}
        for n, name in enumerate(NAMES)
    ]  # fmt: skip
    run("offres", "importer", "--type", "emploi", str(a_csv(tmp_path / "o.csv", offers)))
    again = [{**one, "reference_externe": f"S{n}", "source": "cci"} for n, one in enumerate(offers)]
    run("offres", "importer", "--type", "emploi", str(a_csv(tmp_path / "o2.csv", again)))
    _who_still_look(run)
    _of_rights(run, references)
    return len(NAMES)


def _of_rights(run: Run, references: list[str]) -> None:
    """Requests, proofs and breaches, with texts that do not fit."""
    run("rgpd", "notice", "--responsable", NAMES[0], "--contact", NAMES[0], "--fixer")
    for reference, name in zip(references, NAMES, strict=False):
        run("rgpd", "demandes", reference, "--droit", "acces", "--note", name)
        run("rgpd", "information", reference, "--par", name)
        run("rgpd", "violation", "--nature", "fuite", "--description", name * 3)


def _who_still_look(run: Run) -> None:
    """Jobs, homes and households that are not settled, with names that do not fit."""
    for rank, name in enumerate(NAMES[:2]):
        run("offres", "ajouter", "--type", "emploi", "--titre", f"{name} {rank}", "--structure",
            name, "--commune", "Autun", "--metier", "soudeur")  # fmt: skip
        run("offres", "ajouter", "--type", "logement", "--titre", f"{name} {rank}", "--structure",
            name, "--commune", "Autun", "--transaction", "location", "--pieces", "9")  # fmt: skip
        run("foyers", "creer", "--nom", f"{name} qui cherche", "--prenom", name, "--email",
            f"{'c' * 40}{rank}@example.org", "--metier", "soudeur", "--communes-souhaitees",
            "Autun", "--naissances-enfants", "2012")  # fmt: skip


def _of_the_day(run: Run, references: list[str]) -> None:
    """Actions, contact people, introductions and visits with names that do not fit."""
    for reference, (rank, name) in zip(references, enumerate(NAMES), strict=False):
        run("relances", "planifier", reference, name, "--le", "lundi 9h", "--lieu", name)
        run("ressources", "ajouter", name, "--structure", name, "--commune", "Autun",
            "--email", f"{'b' * 40}{rank}@example.org", "--note", name)  # fmt: skip
        run("mises-en-relation", "noter", reference, f"PR-{rank + 1}", "--note", name * 3)
        run("visites", "creer", name, "--du", "2025-11-20", "--commune", "Autun", "--note", name)
        run("visites", "presences", f"V-{rank + 1}", "--venus", reference)
        run("visites", "bilan", f"V-{rank + 1}", reference, f"Dit : {name * 4}")


def test_every_list_fits_every_terminal(
    run: Run, odd: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No line is wider than the terminal, with long, accented, Chinese names and pictures."""
    wide = []
    for words in (*lists(), *OTHERS):
        if SERVED and words in OF_FILES:
            continue
        for columns in WIDTHS:
            monkeypatch.setenv("COLUMNS", str(columns))
            said = run(*words.split(), *WORDS.get(words, ()), fails_with=TAKEN).out
            widest = max(map(width_of, said.splitlines()))
            if widest > columns:
                wide.append((words, columns, widest))
    assert wide == []


def test_no_heading_nor_phone_is_cut_in_the_middle_of_a_word(
    run: Run, odd: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On the narrowest terminal, an address gives way first: nobody dials half a number."""
    run("foyers", "creer", "--prenom", "Pablo", "--nom", "Thibault", "--telephone", "0639980692",
        "--email", "pablo.thibault.est.long@example.org", "--metier", "fonctionnaire")  # fmt: skip
    monkeypatch.setenv("COLUMNS", "60")
    phone = "06\xa039\xa098\xa006\xa092"
    for words in (("foyers", "montrer", "thibault"), ("chercher", "0639980692")):
        said = run(*words).out
        assert phone in said, words
        assert "THIBAULT" in said, words
    said = run("visites", "conversion").out
    assert all(word in said for word in ("Foyers", "accompagnés", "installés", "Intervalle"))
    said = run("installations", "retention").out
    assert all(word in said for word in ("Repartis", "Jamais", "appelés", "Connus", "repartis"))


def test_a_list_that_is_cut_says_how_many_lines_it_leaves_out(run: Run, odd: int) -> None:
    """Wherever a number of lines may be given; the other lists show everything."""
    for words in lists():
        noun, *_, verb = words.split() * 2
        if not _cuts(cli.COMMANDS[noun].load().commands[verb]) or words in {*WORDS, *SEVERAL}:
            continue
        listed = run(*words.split(), "-f", "json", fails_with=TAKEN).json
        total = len(listed) if isinstance(listed, list) else listed["total"]
        assert total > 1, words
        said = run(*words.split(), "-n", "1", fails_with=TAKEN).out
        assert re.search(rf"… et {total - 1} .* : `-n {total}` les montre", said), (words, said)
        whole = run(*words.split(), "-n", str(total), fails_with=TAKEN).out
        assert "… et " not in whole, words
