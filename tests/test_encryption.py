"""An encrypted base opens with its key and with nothing else; keys come from where they may."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pexpect
import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import WORDS, a_csv, a_key_file, a_signup, opened, query, tables
from conftest import Run
from test_migrations import an_old_base
from venez_vivre.errors import Misuse, WrongKey
from venez_vivre.store import cipher, driver
from venez_vivre.store.base import SCHEMA, Store
from venez_vivre.store.keys import VARIABLE
from venez_vivre.store.known import known_after

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = [
    pytest.mark.file,
    pytest.mark.plain,
    pytest.mark.skipif(not driver.ENCRYPTS, reason="no wheel of sqlcipher3 here"),
]

OTHER = "quatre autres mots longs"
HERE = Path(__file__).parent


@pytest.fixture
def key_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run) -> Path:
    """The file of the passphrase, named to every command (`run` comes first)."""
    path = a_key_file(tmp_path / "cle.txt")
    monkeypatch.setenv(VARIABLE, str(path))
    return path


@pytest.fixture
def sealed(run: Run, base: Path, key_file: Path, tmp_path: Path) -> Path:
    """An encrypted base with three households."""
    file = a_csv(tmp_path / "f.csv", [a_signup(nom=nom) for nom in ("Roy", "Blum", "Noir")])
    run("inscrits", "importer", str(file))
    run("base", "chiffrer")
    return base


def program(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """The program in a process of its own, without the key unless the environment names it."""
    kept = {name: value for name, value in os.environ.items() if name != VARIABLE}
    return subprocess.run(
        [sys.executable, "-m", "venez_vivre", *words],
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
        env={**kept, **environment},
    )


# What becomes of the file.


def test_an_encrypted_base_holds_what_it_held(run: Run, base: Path, tmp_path: Path) -> None:
    """Every row, the schema, the numbers given, the rights of the file: only the bytes differ."""
    file = a_csv(tmp_path / "f.csv", [a_signup(message="Un jardin") for _ in range(40)])
    run("inscrits", "importer", str(file))
    run("annuler")
    run("refaire")
    before = tables(base), run("chercher", "jardin", "-f", "json").json
    os.environ[VARIABLE] = str(a_key_file(tmp_path / "cle.txt"))
    try:
        assert run("base", "chiffrer", "-f", "json").json["recouvert"] is True
        assert not base.read_bytes().startswith(cipher.PLAIN)
        assert b"example.org" not in base.read_bytes()
        assert base.stat().st_mode & 0o777 == 0o600
        assert (tables(base), run("chercher", "jardin", "-f", "json").json) == before
        assert query(base, "PRAGMA application_id") == [(driver.APPLICATION_ID,)]
        assert run("base", "dechiffrer", "-f", "json").json["chiffree"] is False
    finally:
        del os.environ[VARIABLE]
    assert base.read_bytes().startswith(cipher.PLAIN)
    assert (tables(base), run("chercher", "jardin", "-f", "json").json) == before
    assert query(base, "PRAGMA integrity_check") == [("ok",)]
    assert not list(tmp_path.glob(".*"))


def test_any_tool_of_sqlcipher_4_opens_the_file_with_the_words(sealed: Path) -> None:
    """The derivation and the settings are its own: the base outlives this program."""
    with closing(driver.sqlite.connect(str(sealed))) as connection:
        connection.execute(f"PRAGMA key='{WORDS}'")
        assert connection.execute("SELECT count(*) FROM household").fetchone() == (3,)
        said = {row[0] for row in connection.execute("PRAGMA cipher_settings")}
    assert "PRAGMA kdf_iter = 256000;" in said
    assert "PRAGMA cipher_hmac_algorithm = HMAC_SHA512;" in said


def test_nothing_of_an_encrypted_base_is_spilled_in_clear(sealed: Path) -> None:
    """Sorts and temporary tables stay in memory."""
    assert query(sealed, "PRAGMA temp_store") == [(2,)]


def test_a_base_is_born_encrypted(run: Run, base: Path, key_file: Path) -> None:
    said = run("base", "chiffrer")
    assert "Nouvelle base chiffrée créée" in said.out
    assert cipher.salt_of(base) is not None
    run("agents", "ajouter", "--nom", "Ana Bel")
    assert run("agents", "lister", "-f", "json").json[0]["nom"] == "Ana Bel"


def test_what_is_done_already_is_refused(run: Run, sealed: Path) -> None:
    assert "déjà chiffrée" in run("base", "chiffrer", fails_with=1).err
    run("base", "dechiffrer")
    for verb in ("dechiffrer", "changer-cle", "trousseau"):
        assert "n’est pas chiffrée" in run("base", verb, fails_with=1).err


def test_what_is_no_base_is_left_alone(run: Run, base: Path, key_file: Path) -> None:
    """A file of somebody else is neither encrypted nor touched."""
    for content in (b"a text\n" * 2000, b"", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40):
        base.write_bytes(content)
        assert "n’est pas une base de venez-vivre" in run("base", "chiffrer", fails_with=1).err
        assert base.read_bytes() == content


def test_another_name_of_the_old_file_keeps_its_content(
    run: Run, base: Path, key_file: Path, tmp_path: Path
) -> None:
    """A hard link is a copy that somebody wanted: it is not overwritten, and the answer says so."""
    run("agents", "lister")
    os.link(base, tmp_path / "autre-nom")
    before = base.read_bytes()
    done = run("base", "chiffrer", "-f", "json").json
    assert (done["recouvert"], done["reste_ailleurs"]) == (False, True)
    assert (tmp_path / "autre-nom").read_bytes() == before


def test_an_answer_does_not_call_erased_what_has_another_name(
    run: Run, base: Path, key_file: Path, tmp_path: Path
) -> None:
    run("agents", "lister")
    os.link(base, tmp_path / "autre-nom")
    said = " ".join(run("base", "chiffrer").out.split())
    assert "reste lisible sous un autre nom" in said
    assert "effacé" not in said


def test_the_passphrase_of_today_is_no_new_one(run: Run, sealed: Path, key_file: Path) -> None:
    before = sealed.read_bytes()
    said = run("base", "changer-cle", "--nouvelle", str(key_file), fails_with=1).err
    assert "celle d’aujourd’hui" in said
    assert sealed.read_bytes() == before


@pytest.mark.parametrize("verb", ["dechiffrer", "changer-cle", "trousseau"])
def test_a_base_that_is_missing_or_none_is_said_as_such(
    run: Run, base: Path, key_file: Path, verb: str
) -> None:
    """Neither « not encrypted », nor a base made on the way."""
    assert "n’existe pas encore" in run("base", verb, fails_with=3).err
    assert not base.exists()
    base.write_text("prenom;nom\nAna;Bel\n")
    assert "n’est pas une base de venez-vivre" in run("base", verb, fails_with=1).err


def test_each_example_of_a_help_page_has_its_line(run: Run) -> None:
    lines = run("base", "changer-cle", "--help").out.splitlines()
    assert sum(line.strip().startswith("venez-vivre base changer-cle") for line in lines) == 2


def test_a_link_to_a_base_stays_a_link(run: Run, base: Path, key_file: Path) -> None:
    run("agents", "ajouter", "--nom", "Ana Bel")
    real = base.rename(base.with_name("ailleurs.db"))
    base.symlink_to(real)
    run("base", "chiffrer")
    assert base.is_symlink()
    assert cipher.salt_of(real) is not None
    assert len(run("agents", "lister", "-f", "json").json) == 1


# Keys.


def test_without_its_key_a_base_stays_closed(sealed: Path, tmp_path: Path) -> None:
    """Exit code 12, one sentence that says where a key may be, and nothing asked."""
    for words in (
        ("entonnoir",),
        ("contacts", "noter", "roy", "Bonjour", "-r", "joint"),
        ("base", "dechiffrer"),
    ):
        done = program("--base", str(sealed), *words)
        assert done.returncode == 12, done.stderr
        assert VARIABLE in done.stderr
        assert "trousseau" in done.stderr
        assert done.stderr.count("\n") == 1
        assert done.stdout == ""


def test_a_wrong_key_is_said_in_a_sentence(sealed: Path, tmp_path: Path) -> None:
    """Neither the driver's own words, nor the key, nor a trace of the program."""
    before = sealed.read_bytes()
    wrong = a_key_file(tmp_path / "autre.txt", OTHER)
    for words in (
        ("entonnoir",),
        ("contacts", "noter", "roy", "Bonjour", "-r", "joint"),
        ("base", "dechiffrer"),
    ):
        done = program("--base", str(sealed), *words, **{VARIABLE: str(wrong)})
        assert done.returncode == 12, done.stderr
        assert done.stderr.startswith("La clé n’ouvre pas")
        assert done.stderr.count("\n") == 1
        assert OTHER not in done.stderr
        assert "ERROR CORE" not in done.stderr
    assert sealed.read_bytes() == before


BAD_FILES: dict[str, Callable[[Path], Any]] = {
    "introuvable": lambda path: path.symlink_to(path.with_name("nulle-part")),
    "un dossier": lambda path: path.mkdir(),
    "ordinaire": lambda path: os.mkfifo(path, 0o600),
    "d’autres que vous": lambda path: path.touch(mode=0o644) or path.write_text(WORDS),
    "vide": lambda path: path.touch(mode=0o600) or path.write_text(f"  \n{WORDS}\n"),
    "UTF-8": lambda path: path.touch(mode=0o600) or path.write_bytes(b"\xff\xfe\xe9\n"),
    "trop longue": lambda path: path.touch(mode=0o600) or path.write_text("mot " * 2000),
}


@pytest.mark.parametrize("said", BAD_FILES)
def test_a_key_file_that_cannot_be_used_is_refused(
    run: Run, sealed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: str
) -> None:
    """A link to nowhere, a folder, open to others, empty, no text: each with its reason."""
    path = tmp_path / "mauvais"
    BAD_FILES[said](path)
    monkeypatch.setenv(VARIABLE, str(path))
    error = run("entonnoir", fails_with=12).err
    assert said in error
    assert str(path) in error


@pytest.mark.parametrize("phrase", ["court", "aaaaaaaaaaaaaaaa", "  onze caract "])
def test_a_weak_passphrase_is_refused(
    run: Run, base: Path, key_file: Path, sealed: Path, tmp_path: Path, phrase: str
) -> None:
    """With the way to choose a better one; the base stays under its first one."""
    before = base.read_bytes()
    weak = a_key_file(tmp_path / "faible.txt", phrase)
    error = run("base", "changer-cle", "--nouvelle", str(weak), fails_with=2).err
    assert "quatre ou cinq mots" in error
    assert phrase.strip() not in error
    assert base.read_bytes() == before


def test_a_changed_key_opens_and_the_old_one_does_not(
    run: Run, sealed: Path, key_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A copy made before keeps the old key, and the answer names it."""
    before = tables(sealed)
    store = Store(sealed)
    with closing(store.open(sealed, write=False)) as source:
        copy = sealed.with_name("base.db.copie")
        with closing(store.open(copy, write=True)) as target:
            source.backup(target)
    assert cipher.salt_of(copy) == cipher.salt_of(sealed)
    new = a_key_file(tmp_path / "nouvelle.txt", OTHER)
    done = run("base", "changer-cle", "--nouvelle", str(new))
    assert "gardent l’ancienne phrase" in done.out
    assert "base.db.copie" in done.out
    run("entonnoir", fails_with=12)
    assert tables(copy) == before
    monkeypatch.setenv(VARIABLE, str(new))
    assert tables(sealed) == before
    with pytest.raises(WrongKey):
        Store(sealed).open(copy, write=False)


def test_a_copy_in_clear_beside_an_encrypted_base_opens(run: Run, sealed: Path) -> None:
    """A backup from before the encryption is read as it was made."""
    Store(sealed.with_name("base.db.ancienne")).make_ready()
    with closing(Store(sealed).open(sealed.with_name("base.db.ancienne"), write=False)) as copy:
        assert copy.execute("SELECT count(*) FROM household").fetchone() == (0,)


def test_copies_in_clear_are_named_then_encrypted(
    run: Run, base: Path, key_file: Path, tmp_path: Path
) -> None:
    """Beside the base and in a folder beside it; another base, by another name, is not touched."""
    run("agents", "ajouter", "--nom", "Ana Bel")
    folder = tmp_path / "sauvegardes"
    folder.mkdir()
    copies = [tmp_path / "base.db.avant-schema-7-6", folder / "base-2025-11-27.db"]
    foreign = [tmp_path / "voisine.db", tmp_path / "base.txt"]
    for path in (*copies, foreign[0]):
        path.write_bytes(base.read_bytes())
    foreign[1].write_text("un texte")
    untouched = [path.read_bytes() for path in foreign]
    said = run("base", "chiffrer").out
    assert "2 copies en clair" in said
    assert all(path.name in said for path in copies)
    assert "voisine" not in said
    done = run("base", "chiffrer", "--sauvegardes", "-f", "json").json
    assert len(done["copies_chiffrees"]) == 2
    for path in copies:
        assert cipher.salt_of(path) == cipher.salt_of(base)
        assert query(path, "SELECT name FROM officer") == [("Ana Bel",)]
    assert [path.read_bytes() for path in foreign] == untouched
    assert "Aucune copie" in run("base", "chiffrer", "--sauvegardes").out


def test_an_older_encrypted_base_is_upgraded_encrypted(
    run: Run, base: Path, key_file: Path, tmp_path: Path
) -> None:
    """The copy that is kept of it is encrypted as well."""
    an_old_base(base, SCHEMA - 1)
    from venez_vivre.store import encryption  # noqa: PLC0415

    encryption.convert(base, None, cipher.drawn(WORDS))
    assert "Base mise à jour" in run("foyers", "lister").err
    (copy,) = (tmp_path / "sauvegardes").glob("base-*-avant-migration.db")
    assert cipher.salt_of(copy) == cipher.salt_of(base)
    assert query(copy, "PRAGMA user_version") == [(SCHEMA - 1,)]


def test_the_past_of_an_encrypted_base_is_copied_page_by_page(sealed: Path) -> None:
    """To memory; full text comes along, which rows copied one by one leave behind."""
    with closing(opened(sealed, write=False)) as source, closing(driver.in_memory(source)) as copy:
        found = copy.execute("SELECT count(*) FROM sqlite_schema WHERE type = 'trigger'")
        assert found.fetchone()[0] > 0
    with Store(sealed).reading() as rows, known_after(rows, 0) as past:
        assert past.value("SELECT count(*) FROM household") == 0


@given(st.binary(min_size=16, max_size=16), st.binary(max_size=40))
def test_a_key_is_never_shown(raw: bytes, salt: bytes) -> None:
    """It may end in a message by mistake: its bytes do not."""
    key = cipher.Key(raw, salt)
    assert repr(key) == str(key) == f"{key}" == "Key(…)"


@given(st.text(max_size=40))
def test_a_phrase_is_strong_or_refused_and_tidying_it_twice_changes_nothing(text: str) -> None:
    """Blanks around and the way accents are typed do not count."""
    tidy = cipher.tidied(text)
    assert cipher.tidied(tidy) == tidy
    if len(tidy) >= 12 and len(set(tidy)) >= 5:
        assert cipher.check(f" {text}\n") == tidy
    else:
        with pytest.raises(Misuse):
            cipher.check(text)


def test_accents_typed_in_two_make_the_same_key() -> None:
    """As a Mac types them: the base opens on the other machine."""
    salt = bytes(16)
    assert cipher.derived("phrase sécrète", salt) == cipher.derived(
        "phrase se\u0301cre\u0300te", salt
    )


@given(st.binary(max_size=64).filter(lambda head: len(head) < 16))
def test_a_file_too_short_has_no_salt(tmp_path_factory: Any, content: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "court"
    path.write_bytes(content)
    assert cipher.salt_of(path) is None


def test_a_key_is_looked_for_once(sealed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many times a command opens the base, its passphrase is asked once."""
    monkeypatch.delenv(VARIABLE)
    asked: list[str] = []
    store = Store(sealed, ask=lambda question: asked.append(question) or WORDS)  # type: ignore[func-returns-value]
    for _ in range(3):
        with store.reading() as rows:
            assert rows.value("SELECT count(*) FROM household") == 3
    assert len(asked) == 1


# The keyring.


@pytest.fixture
def ring(tmp_path: Path) -> dict[str, str]:
    """The environment of a program that has a keyring of its own."""
    paths = os.pathsep.join([str(HERE), os.environ.get("PYTHONPATH", "")])
    return {
        "PYTHON_KEYRING_BACKEND": "file_keyring.FileKeyring",
        "TEST_KEYRING": str(tmp_path / "trousseau.json"),
        "PYTHONPATH": paths,
    }


def test_the_keyring_opens_a_base_until_it_is_told_to_forget(
    base: Path, tmp_path: Path, ring: dict[str, str]
) -> None:
    """The derived key is kept there, never the words; a changed key is kept as well."""
    asked = ["--base", str(base)]
    named = {VARIABLE: str(a_key_file(tmp_path / "cle.txt"))}
    done = program(*asked, "base", "chiffrer", "--trousseau", "-f", "json", **ring, **named)
    assert json.loads(done.stdout)["trousseau"] is True
    assert program(*asked, "agents", "ajouter", "--nom", "Ana", **ring).returncode == 0
    assert program(*asked, "agents", "lister").returncode == 12
    new = a_key_file(tmp_path / "nouvelle.txt", OTHER)
    done = program(*asked, "base", "changer-cle", "--nouvelle", str(new), "-f", "json", **ring)
    assert json.loads(done.stdout)["trousseau"] is True
    assert "Ana" in program(*asked, "agents", "lister", **ring).stdout
    kept = (tmp_path / "trousseau.json").read_text()
    assert WORDS not in kept
    assert OTHER not in kept
    done = program(*asked, "base", "trousseau", "--oublier", "-f", "json", **ring)
    assert json.loads(done.stdout)["retirees"] == 1
    assert program(*asked, "agents", "lister", **ring).returncode == 12
    named = {VARIABLE: str(new)}
    assert program(*asked, "base", "trousseau", **ring, **named).returncode == 0
    assert program(*asked, "agents", "lister", **ring).returncode == 0


@pytest.mark.parametrize(
    "backend", ["keyring.backends.fail.Keyring", "keyring.backends.null.Keyring"]
)
def test_a_base_is_not_locked_by_a_key_that_no_keyring_kept(
    run: Run, base: Path, tmp_path: Path, backend: str
) -> None:
    """A keyring that fails, or that takes everything and keeps nothing: the base stays in clear."""
    run("agents", "lister")
    named = {VARIABLE: str(a_key_file(tmp_path / "cle.txt")), "PYTHON_KEYRING_BACKEND": backend}
    done = program("--base", str(base), "base", "chiffrer", "--trousseau", **named)
    assert done.returncode == 1
    assert "ne répond pas" in done.stderr
    assert cipher.salt_of(base) is None


WITHOUT = """
import sys
sys.modules[sys.argv[1]] = None
from venez_vivre.cli import run
sys.exit(run(sys.argv[2:]))
"""


def without(package: str, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """The program on a machine that lacks a package."""
    kept = {name: value for name, value in os.environ.items() if name != VARIABLE}
    return subprocess.run(
        [sys.executable, "-c", WITHOUT, package, *words],
        capture_output=True, text=True, check=False, env={**kept, **environment},
    )  # fmt: skip


def test_without_the_package_the_keyring_is_named_and_nothing_done(
    run: Run, base: Path, tmp_path: Path
) -> None:
    run("agents", "lister")
    named = {VARIABLE: str(a_key_file(tmp_path / "cle.txt"))}
    words = ("--base", str(base), "base", "chiffrer", "--trousseau")
    done = without("keyring", *words, **named)
    assert done.returncode == 1
    assert "venez-vivre[trousseau]" in done.stderr
    assert cipher.salt_of(base) is None
    assert without("keyring", *words[:-1], **named).returncode == 0
    assert without("keyring", "--base", str(base), "agents", "lister").returncode == 12


def test_a_machine_without_sqlcipher_says_what_it_lacks(
    run: Run, base: Path, key_file: Path, tmp_path: Path
) -> None:
    """To encrypt, to open what is encrypted; what is in clear works as ever."""
    named = {VARIABLE: str(key_file)}
    words = ("--base", str(base))
    assert without("sqlcipher3", *words, "agents", "ajouter", "--nom", "Ana").returncode == 0
    done = without("sqlcipher3", *words, "base", "chiffrer", **named)
    assert done.returncode == 1
    assert "sqlcipher3 manque" in done.stderr
    assert cipher.salt_of(base) is None
    run("base", "chiffrer")
    for environment in ({}, named):
        done = without("sqlcipher3", *words, "agents", "lister", **environment)
        assert done.returncode == 1
        assert "est chiffrée, et le paquet sqlcipher3 manque" in done.stderr


# A terminal, a shell, a start.


def typed(base: Path, *words: str) -> pexpect.spawn:
    """The program on a terminal, without a key."""
    kept = {name: value for name, value in os.environ.items() if name != VARIABLE}
    return pexpect.spawn(
        sys.executable, ["-m", "venez_vivre", "--base", str(base), *words],
        encoding="utf-8", timeout=30, dimensions=(40, 110),
        env={**kept, "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring"},
    )  # fmt: skip


def ended(child: pexpect.spawn) -> int | None:
    """The exit code, once all was said."""
    child.expect(pexpect.EOF)
    child.close()
    return child.exitstatus


def test_on_a_terminal_a_new_passphrase_is_typed_twice(run: Run, base: Path) -> None:
    """A weak one and another second one are asked again; none is ever shown."""
    run("agents", "lister")
    with (base.with_name("vu")).open("w", encoding="utf-8") as seen:
        child = typed(base, "base", "chiffrer")
        child.logfile_read = seen
        child.expect("Nouvelle phrase secrète")
        child.send("court\r")
        child.expect("quatre ou cinq mots")
        child.send("\x7f" * 5 + WORDS + "\r")
        child.expect("encore une fois")
        child.send("autre chose\r")
        child.expect("pas la même")
        child.send("\x7f" * 11 + WORDS + "\r")
        child.expect("Base chiffrée")
        assert ended(child) == 0
    shown = base.with_name("vu").read_text(encoding="utf-8")
    assert not any(word in shown for word in WORDS.split())
    child = typed(base, "agents", "lister")
    child.expect("Phrase secrète de la base")
    child.send(f"{WORDS}\r")
    assert ended(child) == 0


def test_on_a_terminal_a_wrong_passphrase_ends_the_command(sealed: Path) -> None:
    child = typed(sealed, "agents", "lister")
    child.expect("Phrase secrète de la base")
    child.send(f"{OTHER}\r")
    child.expect("La clé n’ouvre pas")
    assert ended(child) == 12


def test_a_ctrl_c_at_the_passphrase_changes_nothing(run: Run, base: Path) -> None:
    run("agents", "lister")
    child = typed(base, "base", "chiffrer")
    child.expect("Nouvelle phrase secrète")
    child.send("\x03")
    child.expect("enregistré")
    assert ended(child) == 130
    assert cipher.salt_of(base) is None


def completed(base: Path, **environment: str) -> tuple[subprocess.CompletedProcess[str], float]:
    """What a shell is told of the households that begin so, and how long it took."""
    begin = time.monotonic()
    done = program(
        _VENEZ_VIVRE_COMPLETE="complete_bash",
        COMP_WORDS="venez-vivre foyers montrer roy",
        COMP_CWORD="3",
        VENEZ_VIVRE_BASE=str(base),
        **environment,
    )
    return done, time.monotonic() - begin


def test_completion_without_a_key_is_silent(sealed: Path, key_file: Path) -> None:
    """Nothing said, nothing asked, and soon; with the key named, names come."""
    done, seconds = completed(sealed)
    assert (done.stdout, done.stderr) == ("", "")
    assert seconds < 3
    found, _ = completed(sealed, **{VARIABLE: str(key_file)})
    reference = query(sealed, "SELECT h.reference FROM household h JOIN person p "
                      "ON p.household_id = h.id WHERE p.last_name = 'Roy'")[0][0]  # fmt: skip
    assert found.stdout.strip() == reference
    wrong = a_key_file(key_file.with_name("autre.txt"), OTHER)
    done, _ = completed(sealed, **{VARIABLE: str(wrong)})
    assert (done.stdout, done.stderr) == ("", "")


def test_a_base_in_clear_loads_nothing_of_this(run: Run, base: Path) -> None:
    """Its start is what it was: no key is looked for, even when one is named."""
    run("agents", "lister")
    script = (
        "import sys; from venez_vivre.cli import run; run(sys.argv[1:]); "
        "print(sorted({'venez_vivre.store.keys', 'venez_vivre.store.wallet', 'keyring', "
        "'venez_vivre.store.encryption'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, "--base", str(base), "agents", "lister", "-f", "json"],
        capture_output=True, text=True, check=True, env={**os.environ, VARIABLE: "/nulle/part"},
    )  # fmt: skip
    assert done.stdout.splitlines()[-1] == "[]"
