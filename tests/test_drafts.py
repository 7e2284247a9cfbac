"""Drafts of messages: whoever is written to gets what they need, and no file is ever replaced."""

from __future__ import annotations

import email
import os
from email import policy
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import query, tables
from venez_vivre.casework import mail, templates
from venez_vivre.casework.templates import KINDS, Message, Template

if TYPE_CHECKING:
    from email.message import EmailMessage
    from pathlib import Path

    from conftest import Run


class Office:
    """The program, with a folder for drafts and one for what people set."""

    def __init__(self, run: Run, base: Path, folder: Path) -> None:
        self.run, self.base = run, base
        self.out = folder / "brouillons"
        self.out.mkdir()
        self.templates = base.with_name("modeles")

    def noted(self, *words: str, fails_with: int = 0) -> Any:
        line = ("mises-en-relation", "noter", *words, "--sortie", str(self.out), "-f", "json")
        said = self.run(*line, fails_with=fails_with)
        return said.err if fails_with else said.json

    def files(self) -> list[str]:
        return sorted(path.name for path in self.out.iterdir())

    def read(self, name: str) -> EmailMessage:
        content = (self.out / name).read_bytes()
        return email.message_from_bytes(content, policy=policy.default)  # type: ignore[return-value]


@pytest.fixture
def office(run: Run, base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    """Marie and Paul, a home whose offerer has an address, a contact person."""
    monkeypatch.setenv("HOME", str(tmp_path / "chez_soi"))
    run("agents", "ajouter", "--nom", "Test", "--email", "test@example.org")
    run(
        "foyers", "creer", "--prenom", "Marie", "--nom", "Dupont", "--email", "marie@example.org",
        "--telephone", "0639981234", "--metier", "infirmière", "--prenom-conjoint", "Paul",
        "--adultes", "2", "--enfants", "1", "--projet", "Vivre près de la forêt.",
    )  # fmt: skip
    run(
        "offres", "ajouter", "--type", "logement", "--titre", "Maison 4 pièces", "--commune",
        "Autun", "--structure", "Agence du Morvan", "--contact",
        "M. Petit, petit@example.org, 03 53 01 12 34", "--url", "https://example.org/1",
    )  # fmt: skip
    run("ressources", "ajouter", "Jeanne Martin", "--email", "jeanne@example.org")
    return Office(run, base, tmp_path)


def text(message: EmailMessage) -> str:
    return str(message.get_content()).replace("\r\n", "\n")


def test_the_household_gets_one_draft_about_everything(office: Office) -> None:
    reference = office.noted("dupont", "maison", "PR-1")["foyer"]
    (name,) = office.files()
    assert name == f"brouillon-{reference}-foyer.eml"
    assert os.name != "posix" or (office.out / name).stat().st_mode & 0o777 == 0o600
    message = office.read(name)
    assert message["X-Unsent"] == "1"
    assert message["To"] == "Marie DUPONT <marie@example.org>"
    assert message["From"] == "Test <test@example.org>"
    assert message["Subject"] == (
        "Pour votre projet d’installation : Maison 4 pièces et Jeanne Martin"
    )
    body = text(message)
    assert body.startswith("Bonjour Marie,\n")
    assert "– Maison 4 pièces, Agence du Morvan, Autun\n  https://example.org/1\n" in body
    assert "– Jeanne Martin\n  jeanne@example.org" in body
    assert "{" not in body


def test_whoever_offers_is_told_no_more_than_needed(office: Office) -> None:
    """First names, an occupation, a project; no last name, no phone, no e-mail without consent."""
    reference = office.noted("dupont", "maison", "PR-1", "--a", "offreur")["foyer"]
    person, home = office.files()
    assert person == f"brouillon-{reference}-PR-1.eml"
    assert office.read(home)["To"] == "Agence du Morvan <petit@example.org>"
    assert office.read(person)["To"] == "Jeanne Martin <jeanne@example.org>"
    for name in (home, person):
        whole = str(office.read(name)) + text(office.read(name))
        assert "Marie et Paul" in whole
        assert "Foyer : 2 adultes, 1 enfant" in whole
        assert "Métier : infirmière" in whole
        assert "Projet : Vivre près de la forêt." in whole
        for secret in ("DUPONT", "Dupont", "marie@example.org", "39 98 12 34", "Coordonnées"):
            assert secret not in whole, secret


def test_with_consent_the_offerer_may_reach_the_household(office: Office) -> None:
    office.run("foyers", "modifier", "dupont", "--consentement", "oui")
    office.noted("dupont", "maison", "--a", "offreur", "--membre", "Marie")
    body = text(office.read(office.files()[0]))
    assert "Coordonnées : marie@example.org, 06 39 98 12 34" in body
    assert "Paul" not in body


def test_an_employer_is_not_told_of_the_family(office: Office) -> None:
    office.run("offres", "ajouter", "--type", "emploi", "--titre", "Infirmière de nuit")
    said = office.noted("dupont", "nuit", "--a", "offreur", "--a", "foyer")
    assert len(said["brouillons"]) == 2
    body = text(office.read(next(name for name in office.files() if "foyer" not in name)))
    assert "enfant" not in body
    assert "« Infirmière de nuit »" in body


def test_without_an_address_the_draft_has_no_addressee_and_it_is_said(office: Office) -> None:
    office.run("foyers", "modifier", "dupont", "--email", "(vide)", "--consentement", "non")
    missing, consent = office.noted("dupont", "maison")["avertissements"]
    assert (
        "Marie DUPONT n’a pas d’adresse e-mail : le brouillon n’a pas de destinataire." in missing
    )
    assert "n’a pas donné son accord" in consent
    assert office.read(office.files()[0])["To"] is None


def test_a_draft_is_never_replaced(office: Office) -> None:
    said = office.noted("dupont", "maison")
    first = (office.out / office.files()[0]).read_bytes()
    line = ("mises-en-relation", "brouillon", said["foyer"], "--sortie", str(office.out))
    again = office.run(*line, "-f", "json").json
    assert (again["numero"], len(again["brouillons"])) == (1, 1)
    names = office.files()
    assert names == [f"brouillon-{said['foyer']}-foyer{end}.eml" for end in ("-2", "")]
    assert (office.out / names[1]).read_bytes() == first
    assert (office.out / names[0]).read_bytes() == first


@pytest.mark.parametrize("folder", ["absent", "fichier"])
def test_a_draft_that_cannot_be_written_notes_nothing(
    office: Office, tmp_path: Path, folder: str
) -> None:
    (tmp_path / "fichier").write_text("", encoding="utf-8")
    before = tables(office.base)
    words = ("--a", "foyer", "--sortie", str(tmp_path / folder))
    said = office.run("mises-en-relation", "noter", "dupont", "maison", *words, fails_with=1)
    assert "Donnez un autre dossier avec --sortie." in said.err
    assert tables(office.base) == before


def test_an_address_that_no_message_can_hold_is_refused(office: Office) -> None:
    """Neither the introduction nor any draft is left; the sentence says how to correct it."""
    contact = "élodie@example.org"
    office.run("offres", "ajouter", "--type", "emploi", "--titre", "Nuit", "--contact", contact)
    before = tables(office.base)
    said = office.noted("dupont", "nuit", "--a", "foyer", "--a", "offreur", fails_with=1)
    assert "L’adresse « élodie@example.org » ne peut pas s’écrire dans un message" in said
    assert office.files() == []
    assert tables(office.base) == before


# --- templates ------------------------------------------------------------------------------


def test_templates_are_shown_copied_and_then_used(office: Office) -> None:
    shown = office.run("mises-en-relation", "modeles", "-f", "json").json
    assert [one["modele"] for one in shown] == list(KINDS)
    assert not any(one["personnalise"] for one in shown)
    assert "--copier" in office.run("mises-en-relation", "modeles").out
    office.run("mises-en-relation", "modeles", "--copier")
    copy = office.templates / "mise_en_relation_foyer.txt"
    assert copy.read_text(encoding="utf-8").startswith("Objet : ")
    copy.write_bytes("\ufeffObjet : Voilà {offre}\r\n\r\nBonjour {prenom} !\r\n".encode())
    office.run("mises-en-relation", "modeles", "--copier")
    office.noted("dupont", "maison")
    message = office.read(office.files()[0])
    assert message["Subject"] == "Voilà Maison 4 pièces"
    assert text(message) == "Bonjour Marie !\n"
    assert office.run("mises-en-relation", "modeles", "-f", "json").json[0]["personnalise"] is True


def test_templates_are_beside_the_configuration_that_is_named(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And nothing is written in the home of whoever runs the tests."""
    monkeypatch.setenv("VENEZ_VIVRE_CONFIG", str(tmp_path / "ailleurs" / "config.toml"))
    said = office.run("mises-en-relation", "modeles", "--copier").out
    made = tmp_path / "ailleurs" / "modeles" / "mise_en_relation_foyer.txt"
    assert made.exists()
    assert str(made.parent) in said
    made.write_text("Objet : Le nôtre\n\nBonjour {prenom} !\n", encoding="utf-8")
    office.noted("dupont", "maison")
    assert office.read(office.files()[0])["Subject"] == "Le nôtre"
    assert not (tmp_path / "chez_soi").exists()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("Objet : x\n\nBonjour {telephone}", "demande {telephone}, qui n’existe pas"),
        ("Objet : x {}\n\nBonjour", "demande {}, qui n’existe pas"),
        ("Bonjour {prenom}\n\nVoilà", "doit commencer par une ligne « Objet : … »"),
        ("Objet : rien\n", "doit commencer par une ligne « Objet : … »"),
    ],
)
def test_a_template_that_says_nonsense_is_refused_by_name(
    office: Office, content: str, sentence: str
) -> None:
    office.templates.mkdir(parents=True)
    path = office.templates / "mise_en_relation_foyer.txt"
    path.write_text(content, encoding="utf-8")
    before = tables(office.base)
    said = office.noted("dupont", "maison", fails_with=1)
    assert sentence in said
    assert str(path) in said
    assert tables(office.base) == before
    assert office.files() == []


def test_a_copy_of_an_old_notepad_is_read(office: Office) -> None:
    office.templates.mkdir(parents=True)
    content = "Objet : Été\n\nÀ bientôt {prenom}\n".encode("cp1252")
    (office.templates / "mise_en_relation_foyer.txt").write_bytes(content)
    office.noted("dupont", "maison")
    assert text(office.read(office.files()[0])) == "À bientôt Marie\n"


ANYTHING = st.text(max_size=60)


STRUCTURE = st.lists(
    st.sampled_from(
        [
            "=?utf-8?q?=0ABcc:x@example.org?=",
            "=?utf-8?b?CkJjYzp4?=",
            "<x@example.org>",
            ", ",
            ";",
            '"',
            "(",
            ")",
            ":",
            "\\",
            "@",
            "é",
            " ",
            "Marie DUPONT",
            "mot" * 30,
            "\r\nBcc: x",
        ]
    ),
    max_size=12,
).map("".join)
"""What means something in a header, long enough to be folded."""


@given(subject=ANYTHING | STRUCTURE, name=ANYTHING | STRUCTURE, body=ANYTHING)
def test_no_text_can_add_a_header(subject: str, name: str, body: str) -> None:
    """Line breaks and controls of what came from outside never start a header of their own."""
    filled = Message(templates.clean(subject), templates.clean(body, multiline=True) + "\n")
    sender = mail.Sender("Test", None, None)
    message = mail.message_of(sender, (f"{name}\nBcc: x@example.org", "a@example.org", ""), filled)
    read = email.message_from_bytes(message.as_bytes(), policy=policy.default)
    assert set(read.keys()) == {
        "X-Unsent", "To", "Subject", "Content-Type", "Content-Transfer-Encoding", "MIME-Version",
    }  # fmt: skip
    assert [address.addr_spec for address in read["To"].addresses] == ["a@example.org"]


def test_headers_of_a_hostile_offer_stay_headers(office: Office) -> None:
    title = "Maison\r\nBcc: voleur@example.org\r\n\r\nCorps"
    office.run("offres", "ajouter", "--type", "logement", "--titre", title)
    ((reference,),) = query(office.base, "SELECT reference FROM offer WHERE id = 2")
    office.noted("dupont", reference)
    message = office.read(office.files()[0])
    assert message["Bcc"] is None
    assert "voleur@example.org" in message["Subject"]


@given(st.dictionaries(st.sampled_from(["foyer", "prenom", "offre"]), ANYTHING), ANYTHING)
def test_a_value_is_never_read_as_a_template(values: dict[str, str], said: str) -> None:
    """Braces that came with a value are left as they are; unknown lines are left out."""
    folder = templates.Path("/nulle/part")
    (one, *_rest) = templates.known(folder)
    assert isinstance(one, Template)
    message = templates.fill(one, {**values, "prenom": f"{{{said}}}", "propositions": "{agent}"})
    assert "{agent}\n" in message.body
    assert "{agent_telephone}" not in message.body
