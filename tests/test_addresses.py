"""A base named without pathlib is the one that pathlib names."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from venez_vivre.errors import Refused
from venez_vivre.store import driver
from venez_vivre.store.addresses import named, place

pieces = st.lists(st.sampled_from(["a", "b.db", ".", "..", "/", "//", " ", "é", "~", "%", "#"]))
paths = pieces.map("".join)


@given(paths)
@example("./b.db")
@example("a/./b.db")
@example("a//b.db/")
@example("//a/b.db")
@example("a/../b.db")
def test_a_name_is_written_as_pathlib_writes_it(text):
    """Whatever its dots and its slashes; what can be no base is refused."""
    try:
        whole = Path(text).expanduser()
    except RuntimeError:
        with pytest.raises(Refused, match=re.escape(f"./{text}")):
            named(text)
        return
    try:
        found = named(text)
    except Refused as refused:
        found, said = None, str(refused)
    if found is None:
        assert str(whole) in said
        return
    assert found == str(whole)
    assert place(text) == whole
    assert named(f"sqlite:///{text}") == found


@given(paths)
def test_the_address_of_a_file_is_that_of_pathlib(text):
    """Characters that an address escapes are escaped alike."""
    whole = str(Path("/", text))
    assert driver._uri(whole) == Path(whole).as_uri()


@pytest.mark.file
@pytest.mark.parametrize("name", ["b.db", "./b.db", "sous dossier/é #%?.db", "sous//b.db"])
def test_a_base_of_any_name_is_made_and_read(run, tmp_path, monkeypatch, name):
    """Made where it says, and found again by the whole path."""
    monkeypatch.chdir(tmp_path)
    run("--base", name, "foyers", "creer", "--nom", "Fournier", "--email", "l@example.org")
    assert Path(name).is_file()
    listed = run("--base", str(tmp_path / name), "foyers", "lister", "-f", "csv")
    assert "FOURNIER" in listed.out


@pytest.mark.file
def test_the_personal_folder_is_that_of_the_system(run, tmp_path, monkeypatch):
    """Where a shell leaves the sign alone, the program does as everywhere else."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    for name in ("~/b.db", "sqlite:///~/b.db"):
        run("--base", name, "foyers", "lister")
        assert place(name) == tmp_path / "b.db"
    assert (tmp_path / "b.db").is_file()
    said = run("--base", "~inconnue-ici/b.db", "foyers", "lister", fails_with=1).err
    assert "inconnue-ici" in said
    assert "./~inconnue-ici/b.db" in said
    assert [one.name for one in tmp_path.glob("~*")] == []
