"""What closes, replaces, joins or cancels says what it did and how to go back, and asks first."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pexpect
import pytest

from bases import address_of
from builders import a_contact, a_csv, tables
from venez_vivre import asking, cli
from venez_vivre.desk import Desk
from venez_vivre.screens.pages import TAKE_BACK

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run

JOURNAL = ("operation", "journal_block")
HOME = ("--commune", "Autun", "--adultes", "2", "--enfants", "0", "--scolarises", "0")
SETTLED = ("installations", "noter", "roy", "--le", "01/08/2025", *HOME)

PLANNED = ("relances", "planifier", "roy", "rappeler", "--le", "aujourdhui")
PERSON = ("ressources", "ajouter", "Ida Noir", "--telephone", "0353010102")
INTRODUCED = ("mises-en-relation", "noter", "roy", "PR-1")
OFFER = ("offres", "ajouter", "--type", "emploi", "--titre", "Soudeur", "--commune", "Autun")
SAME_OFFER = (*OFFER[:-1], "Le Creusot")
COMING = ("visites", "creer", "Week-end", "--du", "2025-12-20", "--au", "2025-12-21")
WEEKEND = ("visites", "creer", "Week-end", "--du", "2025-11-20", "--au", "2025-11-21")
NOTICE = ("rgpd", "notice", "--responsable", "CC", "--contact", "rgpd@example.org", "--fixer")
BREACH = ("rgpd", "violation", "--nature", "perte", "--description", "Disque mort")

ACTS: dict[str, tuple[tuple[tuple[str, ...], ...], tuple[str, ...], str]] = {
    "foyers modifier": ((), ("foyers", "modifier", "roy", "--metier", "soudeuse"), "modifié"),
    "foyers affecter": (
        (("agents", "ajouter", "--nom", "Ana Bel"),),
        ("foyers", "affecter", "roy", "--agent", "ana bel"),
        "désormais suivi par Ana Bel",
    ),
    "foyers clore": ((), ("foyers", "clore", "roy", "--motif", "autre"), "clos le 27/11/2025"),
    "foyers rouvrir": (
        (("foyers", "clore", "roy", "--motif", "autre"),),
        ("foyers", "rouvrir", "roy"),
        "rouvert",
    ),
    "foyers reorienter": (
        (("territoires", "ajouter", "--code", "T1", "--nom", "Autunois", "--type", "CC"),),
        ("foyers", "reorienter", "roy", "--vers", "t1"),
        "réorienté vers Autunois",
    ),
    "foyers fusionner": ((), ("foyers", "fusionner", "roy", "blum"), "est réuni au foyer"),
    "foyers separer": (
        (("foyers", "fusionner", "roy", "blum"),),
        ("foyers", "separer", "roy", "Luc"),
        "nouveau foyer",
    ),
    "contacts noter": (
        (("contacts", "noter", "roy", "-r", "nrp", "--suite", "Rappeler", "--echeance",
          "aujourdhui"),),
        ("contacts", "noter", "roy", "-r", "joint"),
        "1 action qui était due est faite",
    ),
    "installations noter": (
        (("foyers", "clore", "roy", "--motif", "autre"),), SETTLED, "il est rouvert",
    ),
    "installations annuler": ((SETTLED,), ("installations", "annuler", "roy"), "ne compte plus"),
    "installations depart": (
        (SETTLED,),
        ("installations", "depart", "roy", "--le", "hier", "--motif", "autre"),
        "Départ de",
    ),
    "installations suivi": (
        (SETTLED,),
        ("installations", "suivi", "roy", "--mois", "3", "-r", "reparti", "--motif", "autre"),
        "Départ noté",
    ),
    "objectifs definir": (
        (("objectifs", "definir", "foyers_installes", "10", "--echeance", "31/12/2026"),),
        ("objectifs", "definir", "foyers_installes", "20", "--echeance", "31/12/2026"),
        "Il remplace le précédent",
    ),
    "config definir": ((), ("config", "definir", "silence", "45"), "(avant : 30 jours)"),
    "refaire": (
        (("foyers", "clore", "roy", "--motif", "autre"), ("annuler",)),
        ("refaire",),
        "Commande refaite",
    ),
    "relances faire": ((PLANNED,), ("relances", "faire", "roy"), "Fait le"),
    "relances annuler": ((PLANNED,), ("relances", "annuler", "roy"), "Retiré le"),
    "relances reporter": ((PLANNED,), ("relances", "reporter", "roy", "--a", "+7j"), "Reporté au"),
    "ressources modifier": (
        (PERSON,), ("ressources", "modifier", "ida", "--note", "Le soir"), "Le soir",
    ),
    "ressources clore": ((PERSON,), ("ressources", "clore", "ida"), "Ida Noir"),
    "ressources rouvrir": (
        (PERSON, ("ressources", "clore", "ida")), ("ressources", "rouvrir", "ida"), "Ida Noir",
    ),
    "mises-en-relation suivre": (
        (PERSON, INTRODUCED),
        ("mises-en-relation", "suivre", "roy", "--etat", "reussie"),
        "éussie",
    ),
    "offres fusionner": (
        (OFFER, SAME_OFFER), ("offres", "fusionner", "soudeur autun", "soudeur creusot"), "réunie",
    ),
    "offres doublons": (
        (OFFER, SAME_OFFER),
        ("offres", "doublons", "soudeur autun", "soudeur creusot", "--distinctes"),
        "notées distinctes",
    ),
    "offres verifier": ((OFFER,), ("offres", "verifier", "soudeur", "--pourvue"), "close"),
    "offres clore": ((OFFER,), ("offres", "clore", "soudeur"), "close"),
    "offres rouvrir": (
        (OFFER, ("offres", "clore", "soudeur")), ("offres", "rouvrir", "soudeur"), "rouverte",
    ),
    "offres modifier": ((OFFER,), ("offres", "modifier", "soudeur", "--postes", "2"), "modifiée"),
    "visites modifier": (
        (WEEKEND,), ("visites", "modifier", "V-1", "--capacite", "4"), "V-1",
    ),
    "visites annuler": ((WEEKEND,), ("visites", "annuler", "V-1"), "V-1"),
    "visites repondre": (
        (COMING, ("visites", "inviter", "V-1", "roy")),
        ("visites", "repondre", "V-1", "roy", "--etat", "decline"),
        "V-1",
    ),
    "visites presences": (
        (WEEKEND,), ("visites", "presences", "V-1", "--venus", "roy"), "V-1",
    ),
    "visites bilan": (
        (WEEKEND, ("visites", "presences", "V-1", "--venus", "roy"),
         ("visites", "bilan", "V-1", "roy", "Ravis")),
        ("visites", "bilan", "V-1", "roy", "Déçus"),
        "V-1",
    ),
    "rgpd information": (
        (NOTICE, ("rgpd", "information", "roy", "--par", "guichet", "--accord", "cv")),
        ("rgpd", "information", "roy", "--par", "courriel", "--retrait", "cv"),
        "accord retiré",
    ),
    "rgpd demandes": (
        (("rgpd", "demandes", "roy", "--droit", "acces"),),
        ("rgpd", "demandes", "--repondre", "1", "--issue", "satisfaite"),
        "satisfaite",
    ),
    "rgpd violation": (
        (BREACH,), ("rgpd", "violation", "--numero", "1", "--mesures", "Accès fermés"), "complétée",
    ),
    "foyers passation": (
        (("agents", "ajouter", "--nom", "Ana Bel"), ("agents", "ajouter", "--nom", "Bo Cyr"),
         ("foyers", "affecter", "roy", "--agent", "ana")),
        ("foyers", "passation", "--agent", "ana", "--vers", "bo", "--oui"),
        "Bo Cyr",
    ),
    "docteur": (
        (PLANNED, ("foyers", "clore", "roy", "--motif", "autre")),
        ("docteur", "--corriger", "--oui"),
        "Corrigé",
    ),
    "apparier": ((OFFER,), ("apparier", "--nouvelles"), "depuis le 20/11/2025"),
    "inscrits doublons": ((), ("inscrits", "doublons", "--decisions", "{decisions}"), "décision"),
    "rgpd limiter": ((), ("rgpd", "limiter", "roy", "--motif", "conteste"), "gardé tel quel"),
    "rgpd opposition": (
        (), ("rgpd", "opposition", "roy", "--motif", "refuse"), "n’est plus contacté",
    ),
    "rgpd rectifier": ((), ("rgpd", "rectifier", "roy", "--nom", "Rey"), "rectifié"),
    "hypotheses definir": (
        (), ("hypotheses", "definir", "euros_par_foyer", "30000", "--source", "étude"), "étude",
    ),
}  # fmt: skip
"""What comes before, what is typed, a word of what is said; of each command that takes away."""

IMPORTING = "importer"
HARMLESS = {
    "base chiffrer": "no row changes; `base dechiffrer` is its way back",
    "base dechiffrer": "same; says what it does, and asks first",
    "base changer-cle": "same; says which copies keep the old key",
    "base trousseau": "touches no base; --oublier is its way back",
    "annuler": "says `refaire`: a test of its own",
    "demo": "writes beside the base; says what it erased",
    "foyers creer": "adds a file",
    "relances planifier": "adds a line",
    "relances exporter": "reads",
    "aujourdhui": "reads",
    "pourquoi": "reads",
    "rgpd effacer": "cannot be taken back, and says so: it only foresees unless it is confirmed",
    "rgpd purger": "notices and slips have tests of their own, and what cannot be taken back",
    "rgpd controle-notes": "keeps a verdict, or rewords for good: tests of its own",
    "ressources ajouter": "adds a line",
    "offres ajouter": "same",
    "visites creer": "same",
    "visites inviter": "adds guests, and leaves those who are",
    "visites conversion": "reads",
    "rapport figes": "reads",
    "mises-en-relation noter": "adds introductions",
    "mises-en-relation brouillon": "writes drafts beside the base",
    "mises-en-relation modeles": "writes templates beside the base, and never over one",
    "base etat": "reads",
    "base sauvegarder": "writes beside the base, and never over a file unless told",
    "base restaurer": "says which backup goes back: tested in test_backups",
    "base verifier": "mends what is worked out, after a backup: tested in test_base_check",
    "base migrer": "keeps the old base: tested in test_migrations",
    "base reunir": "writes in another base: says how to go back there, tested in test_union",
    "base transferer": "copies into another base, closed until confirmed: tested in test_transfer",
    "base servir": "prepares an empty server, once: tested in test_served",
    "agents habiliter": "gives rights on a server, taken back by `revoquer`: in test_rights",
    "agents habilitations": "reads",
    "agents revoquer": "says how to give them again: tested in test_rights",
    "base sql": "reads",
    "base partager": "writes a file or a secret beside the base, never over one unless told",
    "base consolider": "reads files; notes beside the secret which were the newest",
    "diagnostic": "reads",
    "rgpd registre": "reads",
    "rgpd acces": "same",
    "rgpd notice": "shows a text to be sent: how to go back is said beside it",
    "agents ajouter": "adds a line, and refuses one that exists",
    "territoires ajouter": "same",
    "campagnes ajouter": "same",
    **{
        f"rapport {kind}": "keeps what it published when asked to, and never over another"
        for kind in ("hebdo", "mensuel", "territoire")
    },
}
"""Commands that write, and why they need no such sentence."""


@pytest.mark.parametrize("act", ACTS)
def test_what_takes_away_says_what_it_did_and_how_to_go_back(
    run: Run, base: Path, two: Path, act: str
) -> None:
    """And the gesture that it names does bring everything back."""
    before, words, said = ACTS[act]
    for line in before:
        run(*line)
    words = tuple(word.format(decisions=two) for word in words)
    present = tables(base, besides=JOURNAL)
    out = run(*words).out
    assert said in out
    assert out.endswith(f"{TAKE_BACK}\n")
    assert tables(base, besides=JOURNAL) != present
    run("annuler")
    assert tables(base, besides=JOURNAL) == present


def test_every_command_that_writes_is_in_one_of_the_tables() -> None:
    """A new one is thought about: does it take something away?"""
    known = set(ACTS) | set(HARMLESS)
    for noun, entry in cli.COMMANDS.items():
        for name in entry.load().commands:
            words = noun if entry.verb == name else f"{noun} {name}"
            if entry.verb in {"", name} and name not in READING and name != IMPORTING:
                assert words in known, words


READING = {
    "lister", "montrer", "retention", "chercher", "bilan", "entonnoir", "journal",
    "apparier", "pourquoi", "repartir", "besoins", "projection", "figes",
    "bordereaux",
}  # fmt: skip


def test_an_import_that_wrote_says_how_to_go_back(run: Run, two: Path, tmp_path: Path) -> None:
    """One that changed nothing, or only foresaw, has nothing to say."""
    path = str(a_csv(tmp_path / "c.csv", [a_contact("roy@example.org")]))
    assert TAKE_BACK not in run("contacts", "importer", path, "--simuler").out
    assert run("contacts", "importer", path).out.endswith(f"{TAKE_BACK}\n")
    assert TAKE_BACK not in run("contacts", "importer", path).out


def test_an_undo_says_how_to_do_again(run: Run, two: Path) -> None:
    assert run("annuler").out.endswith("Pour rétablir : `venez-vivre refaire`.\n")


ASKED = {
    "foyers clore": "Clore le dossier de {} (Ève ROY) : autre ?",
    "visites annuler": "Annuler la visite V-1 (Week-end), du 20/11/2025 au 21/11/2025 ? Personne "
    "n’y est attendu.",
    "offres clore": "Clore l’offre {offer} (« Soudeur ») ? Elle ne sera plus proposée.",
    "ressources clore": "Ne plus proposer PR-1 (Ida Noir) ?",
    "foyers fusionner": "Réunir {other} (Luc BLUM) dans {} (Ève ROY) ? La référence {other} ne "
    "servira plus.",
    "foyers separer": "Sortir « Luc » du foyer {} (Ève ROY), vers un nouveau dossier ?",
    "installations annuler": "Retirer l’installation de {} (Ève ROY) à Autun le 01/08/2025 ? Elle "
    "ne comptera plus.",
}
"""What is asked on a terminal, before anything is written."""


@pytest.mark.parametrize("act", ASKED)
def test_what_destroys_asks_first_on_a_terminal(
    run: Run, base: Path, two: Path, act: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No writes nothing; `--oui` asks nothing; without a terminal nobody is asked."""
    before, words, said = ACTS[act]
    refs = {one["nom"]: one["reference"] for one in run("foyers", "lister", "-f", "json").json}
    for line in before:
        run(*line)
    offers = [one["reference"] for one in run("offres", "lister", "-f", "json").json]
    asked: list[str] = []
    monkeypatch.setattr(Desk, "asks", True)
    monkeypatch.setattr(asking, "confirm", lambda question: bool(asked.append(question)))
    present = tables(base)
    assert run(*words, fails_with=130).err == "Rien n’a été enregistré.\n"
    assert tables(base) == present
    told = {"other": refs["Luc BLUM"], "offer": "".join(offers)}
    assert asked == [ASKED[act].format(refs["Ève ROY"], **told)]
    assert said in run(*words, "--oui").out
    assert len(asked) == 1


def test_what_runs_on_or_is_hidden_is_said_before_and_after(
    run: Run, two: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Guests who wait, introductions, actions and appointments of a file that is closed."""
    run(*PERSON)
    run(*INTRODUCED)
    run(*COMING, "--foyer", "roy", "--foyer", "blum")
    run(*PLANNED)
    run("relances", "planifier", "roy", "visio", "--rendez-vous", "--le", "lundi")
    asked: list[str] = []
    monkeypatch.setattr(Desk, "asks", True)
    monkeypatch.setattr(asking, "confirm", lambda question: not asked.append(question))
    run("visites", "annuler", "V-1")
    run("ressources", "clore", "ida")
    closing = ("foyers", "clore", "roy", "--motif", "projet_reporte")
    hidden = "1 relance et 1 rendez-vous ne seront plus montrés"
    assert f"{hidden}.\n" in run(*closing).out
    run("foyers", "rouvrir", "roy")
    assert f"{hidden} d’ici là.\n" in run(*closing, "--reveil", "01/03/2026").out
    run("foyers", "rouvrir", "roy")
    assert run(*closing, "-f", "json").json["relances_ouvertes"] == 2
    visit, person, file, *_ = asked
    assert visit.endswith("? 2 foyers y sont attendus : il faudra les prévenir.")
    assert person.endswith("? 1 mise en relation court encore, et continue.")
    assert file.endswith(f"? {hidden}.")


def test_a_file_with_nothing_open_hides_nothing(run: Run, two: Path) -> None:
    said = run("foyers", "clore", "roy", "--motif", "autre", "-f", "json").json
    assert said["relances_ouvertes"] == 0
    assert "montré" not in run("foyers", "clore", "blum", "--motif", "autre").out


@pytest.mark.parametrize(
    ("before", "words", "sentence"),
    [
        ((OFFER, ("offres", "clore", "soudeur")), ("offres", "clore", "soudeur"), "est close"),
        ((PERSON, ("ressources", "clore", "ida")), ("ressources", "clore", "ida"), "n’est plus"),
        ((WEEKEND, ("visites", "annuler", "V-1")), ("visites", "annuler", "V-1"), "déjà annulée"),
        ((OFFER,), ("offres", "clore", "soudeur", "--le", "demain"), "dans le futur"),
    ],
)
def test_what_is_impossible_is_refused_before_it_is_asked(
    run: Run,
    two: Path,
    monkeypatch: pytest.MonkeyPatch,
    before: tuple[tuple[str, ...], ...],
    words: tuple[str, ...],
    sentence: str,
) -> None:
    for line in before:
        run(*line)
    monkeypatch.setattr(Desk, "asks", True)
    monkeypatch.setattr(asking, "confirm", lambda question: pytest.fail(question))  # noqa: PLW0108  `fail` takes more
    assert sentence in run(*words, fails_with=1).err


def test_what_was_undone_is_done_again_without_a_question(run: Run, two: Path) -> None:
    """Scripts say `--oui` to both."""
    run("foyers", "clore", "roy", "--motif", "autre")
    run("annuler", "--oui")
    assert "Commande refaite" in run("refaire", "--oui").out


def test_putting_to_sleep_is_asked_in_its_own_words(
    run: Run, two: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(Desk, "asks", True)
    monkeypatch.setattr(asking, "confirm", lambda question: not asked.append(question))
    said = run("foyers", "clore", "roy", "--motif", "projet_reporte", "--reveil", "01/03/2026").out
    assert asked[0].startswith("Mettre en veille jusqu’au 01/03/2026 le dossier de ")
    assert "en veille jusqu’au 01/03/2026" in said


def test_who_is_not_there_is_told_before_anything_is_asked(
    run: Run, two: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Desk, "asks", True)
    said = run("foyers", "separer", "roy", "Zoé", fails_with=3).err
    assert "Personne ne s’appelle « Zoé »" in said


def test_an_undo_of_many_commands_names_the_first_and_the_last(
    run: Run, two: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A question that lists twenty of them is not read."""
    for days in range(31, 40):
        run("config", "definir", "silence", str(days))
    asked: list[str] = []
    monkeypatch.setattr(Desk, "asks", True)
    monkeypatch.setattr(asking, "confirm", lambda question: bool(asked.append(question)))
    run("annuler", "8", fails_with=130)
    run("annuler", "2", fails_with=130)
    many, few = asked
    assert many.startswith("Annuler les 8 dernières commandes, de « réglage silence = 39 » du ")
    assert "à « réglage silence = 32 » du " in many
    assert "« réglage silence = 39 »" in few
    assert " et « réglage silence = 38 »" in few


def test_a_long_question_breaks_between_words(run: Run, base: Path, two: Path) -> None:
    """The prompt itself is short: its first lines are said before."""
    words = [
        "--base",
        address_of(base),
        "--date",
        "2025-11-27",
        "foyers",
        "fusionner",
        "roy",
        "blum",
    ]
    child = pexpect.spawn(
        sys.executable, ["-m", "venez_vivre", *words], encoding="utf-8", timeout=30,
        dimensions=(40, 60),
    )  # fmt: skip
    child.expect(r"Réunir [A-Z]+-\d+ \(Luc BLUM\) dans [A-Z]+-\d+ \(Ève\r\n")
    child.expect("ne servira plus.*o/N")
    child.send("o\r")
    child.expect("est réuni au foyer")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0


@pytest.mark.parametrize("answer", ["n\r", "\r", "\x03"])
def test_a_no_or_a_ctrl_c_at_the_question_leaves_the_file_open(
    run: Run, base: Path, two: Path, answer: str
) -> None:
    words = [
        "--base",
        address_of(base),
        "--date",
        "2025-11-27",
        "foyers",
        "clore",
        "roy",
        "--motif",
    ]
    child = pexpect.spawn(
        sys.executable,
        ["-m", "venez_vivre", *words, "autre"],
        encoding="utf-8",
        timeout=30,
        dimensions=(40, 110),
    )
    child.expect("Clore le dossier de")
    child.send(answer)
    child.expect("enregistré")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 130
    assert run("foyers", "montrer", "roy", "-f", "json").json["statut"] == "actif"
